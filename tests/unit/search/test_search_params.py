"""A search as the parameters of an address, there and back."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from search.facets import FACETS
from search.params import SearchParams, StrictSearchParams, address
from search.query import SearchRequest, Sort


def test_an_address_says_the_whole_search_and_nothing_else() -> None:
    request = SearchRequest(
        text="caf\u00e9 & delay",
        filters={"body": ("Wold & Fen Council", "B"), "year": ("2025",)},
        date_from=dt.date(2024, 1, 31),
        sort=Sort.OLDEST,
        collapse=True,
        group="17",
        page=3,
    )
    said = parse_qs(urlsplit(address(request)).query)
    assert (
        SearchParams.model_validate(
            {name: values if name in {"body", "year"} else values[0] for name, values in said.items()}
        ).to_request()
        == request
    )
    assert address(SearchRequest()) == "/"


def test_every_facet_has_its_parameter() -> None:
    assert {facet.name for facet in FACETS} <= set(SearchParams.model_fields)


def test_empty_dates_of_a_form_are_not_given() -> None:
    assert SearchParams.model_validate({"from": "", "to": ""}).to_request() == SearchRequest()


def test_programs_are_told_of_a_parameter_that_does_not_exist() -> None:
    with pytest.raises(ValidationError, match="colour"):
        StrictSearchParams.model_validate({"colour": "red"})
    assert SearchParams.model_validate({"utm_source": "letter"}).to_request() == SearchRequest()
