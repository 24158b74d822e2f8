"""What the search page shows."""

from __future__ import annotations

from typing import Any

import pytest

from search.facets import FACETS, FacetCounts, FacetValue
from search.query import SearchRequest, Sort
from search.results import Hit, HitGroup, SearchPage
from search.views import SearchView, search_view
from search.wording import long_date, pounds, words_of


def _view(request: SearchRequest, *hits: Hit, total: int = 0, **counts: FacetValue) -> SearchView:
    facets = tuple(FacetCounts(facet.name, (counts[facet.name],) if facet.name in counts else ()) for facet in FACETS)
    found = SearchPage(total, request.page, request.size, 1, hits, facets, decisions=total, collapse=request.collapse)
    return search_view(request, found)


def _hit(**changes: Any) -> Hit:
    values: dict[str, Any] = dict.fromkeys(Hit.__slots__)
    values |= {"reference": "24 001 001", "slug": "24-001-001", "state": "live", "grounds": (), "highlights": {}}
    values["group"] = HitGroup("1", 1, representative=True)
    return Hit(**values | changes)


def test_a_facet_value_links_to_the_search_with_it_and_a_chosen_one_to_that_without() -> None:
    request = SearchRequest(text="delay", filters={"outcome": ("Upheld",)}, page=4)
    view = _view(request, outcome=FacetValue("Upheld", 3, True), kind=FacetValue("report", 1, False))
    links = {facet.name: facet.choices[0] for facet in view.facets if facet.choices}
    assert links["outcome"].href == "/?q=delay"
    assert links["kind"].href == "/?q=delay&outcome=Upheld&kind=report"
    assert links["kind"].label == "Report"


def test_each_filter_in_force_can_be_taken_off_alone_or_with_all_others() -> None:
    view = _view(SearchRequest(text="delay", filters={"outcome": ("Upheld",), "ground": ("late",)}))
    assert [(chip.label, chip.href) for chip in view.chips] == [
        ("Decision: Upheld", "/?q=delay&ground=late"),
        ("Why not investigated: Late", "/?q=delay&outcome=Upheld"),
    ]
    assert view.without_filters == "/?q=delay"


def test_the_form_keeps_filters_and_starts_at_the_first_page() -> None:
    request = SearchRequest(text="delay", filters={"year": ("2025",)}, sort=Sort.NEWEST, page=2)
    assert _view(request).kept == (("year", "2025"), ("sort", "newest"))


def test_one_result_for_each_matter_is_kept_by_every_link_and_left_to_the_forms_own_box() -> None:
    request = SearchRequest(text="delay", filters={"outcome": ("Upheld",)}, collapse=True, page=2)
    view = _view(request, total=40, kind=FacetValue("report", 1, False))
    facet = next(facet for facet in view.facets if facet.name == "kind")
    links = [facet.choices[0].href, view.chips[0].href, view.without_filters, view.sorts[1].href, str(view.previous)]
    assert all("collapse=true" in link for link in links)
    assert view.kept == (("outcome", "Upheld"),)
    assert (view.counted, _view(SearchRequest(), total=1).counted) == ("matters", "decision")


def test_a_collapsed_result_leads_to_all_decisions_of_its_matter() -> None:
    group = HitGroup("17", 4, representative=False)
    (item,) = _view(SearchRequest(collapse=True), _hit(group=group), total=1).hits
    assert item.others is not None
    assert (item.others.label, item.others.href) == ("and 3 more of this matter", "/?sort=oldest&group=17")
    assert _view(SearchRequest(collapse=True), _hit(), total=1).hits[0].others is None
    assert _view(SearchRequest(), _hit(group=group), total=1).hits[0].others is None


def test_the_matter_that_is_asked_for_can_be_taken_off() -> None:
    chips = [(chip.label, chip.href) for chip in _view(SearchRequest(text="x", group="17")).chips]
    assert chips == [("One matter", "/?q=x")]


def test_best_match_is_offered_only_where_there_are_words_to_match() -> None:
    assert [choice.label for choice in _view(SearchRequest()).sorts] == ["Newest", "Oldest"]
    assert [choice.selected for choice in _view(SearchRequest(text="x")).sorts] == [True, False, False]


def test_page_links_show_first_last_and_those_around() -> None:
    view = _view(SearchRequest(page=6), total=200)
    assert [choice and choice.label for choice in view.pages] == ["1", None, "4", "5", "6", "7", "8", None, "20"]
    assert (view.previous, view.following) == ("/?page=5", "/?page=7")


def test_one_page_needs_no_page_links_and_the_last_link_can_be_reached() -> None:
    assert _view(SearchRequest(), total=10).pages == ()
    last = _view(SearchRequest(size=100), total=57_500).pages[-1]
    assert last is not None
    assert last.href == "/?size=100&page=100"


def test_a_passage_that_repeats_the_summary_is_left_out() -> None:
    marks = {
        "summary": ("A <mark>late</mark> reply.",),
        "text": ("Summary: A <mark>late</mark> reply.", "So <mark>late</mark>!"),
    }
    item = _view(SearchRequest(text="late"), _hit(summary="A late reply.", highlights=marks), total=1).hits[0]
    assert [str(passage) for passage in item.passages] == ["So <mark>late</mark>!"]
    assert str(item.summary) == "A <mark>late</mark> reply."


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (long_date("2025-06-02"), "2 June 2025"),
        (long_date("2025-06-02T10:00:00+00:00"), "2 June 2025"),
        (long_date(None) + long_date("soon"), ""),
        (pounds("1150.00"), "\u00a31,150"),
        (pounds("12.50"), "\u00a312.50"),
        (pounds(None) + pounds("much"), ""),
        (words_of("nhs_trust"), "NHS trust"),
        (words_of("no_worthwhile_outcome"), "No worthwhile outcome"),
    ],
)
def test_values_are_worded_for_people(made: str, wanted: str) -> None:
    assert made == wanted
