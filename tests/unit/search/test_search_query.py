"""From a request to the query that OpenSearch is asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from search.errors import BadQueryError, WindowTooDeepError
from search.query import DEEPEST_RESULT, SearchRequest, Sort, build


def test_a_text_is_cleaned_of_what_no_search_needs() -> None:
    assert SearchRequest(text=" a\x00b\ud800\n ").text == "a b"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"size": 0}, "from 1 to 100"),
        ({"size": 101}, "from 1 to 100"),
        ({"page": 0}, "from 1"),
        ({"text": "a" * 1001}, "1,000 characters"),
        ({"filters": {"colour": ("red",)}}, "colour"),
        ({"filters": {"body": tuple(map(str, range(51)))}}, "At most 50"),
        ({"date_from": dt.date(2025, 2, 1), "date_to": dt.date(2025, 1, 1)}, "first date is after"),
    ],
)
def test_a_request_that_cannot_be_run_says_what_to_change(values: dict[str, Any], told: str) -> None:
    with pytest.raises(BadQueryError, match=f"(?i){told}"):
        SearchRequest(**values)


def test_pages_end_where_the_index_cannot_be_paged_any_deeper() -> None:
    assert build(SearchRequest(size=100, page=100))["from"] + 100 == DEEPEST_RESULT
    with pytest.raises(WindowTooDeepError) as caught:
        SearchRequest(size=100, page=101)
    assert caught.value.deepest == DEEPEST_RESULT


def test_empty_choices_are_no_filter() -> None:
    assert SearchRequest(filters={"body": ("", " "), "kind": ()}).filters == {}


def test_only_searchable_decisions_are_asked_for() -> None:
    assert {"term": {"searchable": True}} in build(SearchRequest())["query"]["bool"]["filter"]


def test_both_ends_of_the_dates_are_included() -> None:
    body = build(SearchRequest(date_from=dt.date(2025, 1, 1), date_to=dt.date(2025, 1, 31)))
    assert {"range": {"decision_date": {"gte": "2025-01-01", "lte": "2025-01-31"}}} in body["query"]["bool"]["filter"]


def test_choices_filter_results_but_not_what_their_own_facet_counts() -> None:
    body = build(SearchRequest(filters={"outcome": ("Upheld",), "kind": ("report",)}))
    outcome, kind = {"terms": {"outcome.folded": ["Upheld"]}}, {"terms": {"kind.folded": ["report"]}}
    assert body["post_filter"] == {"bool": {"filter": [outcome, kind]}}
    assert body["aggs"]["outcome"]["filter"] == {"bool": {"filter": [kind]}}
    assert body["aggs"]["body"]["filter"] == {"bool": {"filter": [outcome, kind]}}


def test_relevance_without_text_is_newest() -> None:
    assert build(SearchRequest())["sort"] == build(SearchRequest(sort=Sort.NEWEST))["sort"]
    assert "_score" in build(SearchRequest(text="delay"))["sort"][0]


def test_every_order_is_settled_by_the_id_so_that_pages_do_not_overlap() -> None:
    for sort in Sort:
        assert list(build(SearchRequest(text="delay", sort=sort))["sort"][-1]) == ["id"]


def test_a_wordless_text_finds_nothing_and_no_text_finds_all() -> None:
    assert build(SearchRequest(text="!!!"))["query"]["bool"]["must"] == [{"match_none": {}}]
    assert build(SearchRequest())["query"]["bool"]["must"] == [{"match_all": {}}]
    assert "highlight" not in build(SearchRequest())


def test_exclusions_alone_still_search() -> None:
    body = build(SearchRequest(text="-transport"))
    assert "must_not" in json.dumps(body["query"])
    assert "highlight" not in body


def test_the_same_request_gives_the_same_query() -> None:
    request = SearchRequest(text='delay "care plan" 24 002 642', filters={"year": ("2025",)})
    assert build(request) == build(dataclasses.replace(request))


def test_a_search_is_collapsed_by_matter_only_where_it_is_asked_to_be() -> None:
    assert build(SearchRequest(collapse=True))["collapse"] == {"field": "group.id"}
    plain = build(SearchRequest())
    assert "collapse" not in plain
    assert "matters" not in plain["aggs"]


def test_the_decisions_of_one_matter_can_be_asked_for() -> None:
    assert {"term": {"group.id": "17"}} in build(SearchRequest(group=" 17\x00 "))["query"]["bool"]["filter"]
    assert SearchRequest(group="").group is None
