"""The hash that names a mapping."""

from __future__ import annotations

import copy

from search.mapping import MAPPING, MAPPING_HASH, SETTINGS, hash_of


def test_the_hash_is_eight_hexadecimal_digits_and_the_same_each_time() -> None:
    assert hash_of(SETTINGS, MAPPING) == MAPPING_HASH
    assert len(MAPPING_HASH) == 8
    assert int(MAPPING_HASH, 16) >= 0


def test_the_order_of_keys_does_not_matter() -> None:
    turned = {name: MAPPING[name] for name in reversed(MAPPING)}
    assert hash_of(SETTINGS, turned) == MAPPING_HASH


def test_any_change_of_field_or_analysis_makes_another_hash() -> None:
    mapping = copy.deepcopy(MAPPING)
    mapping["properties"]["outcome"]["type"] = "text"
    settings = copy.deepcopy(SETTINGS)
    settings["analysis"]["filter"]["same_words"]["synonyms"].append("cat, puss")
    assert len({MAPPING_HASH, hash_of(SETTINGS, mapping), hash_of(settings, MAPPING)}) == 3


def test_fields_that_are_not_named_are_refused() -> None:
    assert MAPPING["dynamic"] == "strict"
