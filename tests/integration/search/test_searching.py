"""Searching the real OpenSearch."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from search.errors import BadQueryError
from search.query import SearchRequest, Sort
from search.results import SearchPage
from search.service import Searcher
from tests.integration.search.conftest import Load
from tests.unit.search.made import law, make_document, section


def _found(searcher: Searcher, text: str) -> list[str]:
    return [hit.reference for hit in searcher.search(SearchRequest(text=text, size=100)).results]


def _counts(page: SearchPage, facet: str) -> dict[str, int]:
    values = next(counts.values for counts in page.facets if counts.name == facet)
    return {item.value: item.count for item in values}


@pytest.mark.parametrize(
    "spelling",
    [
        "24 002 642",
        "24-002-642",
        "24002642",
        "24002642b",
        "24 002 642B",
        "https://www.lgo.org.uk/decisions/housing/allocations/24-002-642b",
    ],
)
def test_a_decision_is_found_by_its_reference_in_any_spelling(load: Load, spelling: str) -> None:
    searcher = load(make_document(1, reference="24 002 642b"), make_document(2, reference="24 002 643"))
    assert _found(searcher, spelling) == ["24 002 642b"]


def test_the_decision_of_a_reference_comes_before_those_that_name_it(load: Load) -> None:
    searcher = load(
        make_document(1, reference="23 005 005", text="See our decision 24 002 642 and 24 002 642 again."),
        make_document(2, reference="24 002 642"),
        make_document(3, reference="23 005 006", text="Decision (24-002-642) is on the same matter."),
    )
    found = _found(searcher, "24002642")
    assert found[0] == "24 002 642"
    assert set(found[1:]) == {"23 005 005", "23 005 006"}


def test_straight_and_curly_apostrophes_are_equal_both_ways(load: Load) -> None:
    searcher = load(
        make_document(1, text="The Council\u2019s children\u2019s panel met."),
        make_document(2, text="The Council's children's panel met."),
    )
    for text in (
        "children's panel",
        "children\u2019s panel",
        '"council\u2019s children\'s panel"',
        "chil\u00addren's panel",
    ):
        assert len(_found(searcher, text)) == 2, text


def test_soft_hyphens_are_no_letters(load: Load) -> None:
    searcher = load(make_document(1, text="The accom\u00admodation was damp."), make_document(2, text="Accommodation."))
    assert len(_found(searcher, "accommodation")) == len(_found(searcher, "accommo\u00addation")) == 2


def test_endings_do_not_matter_and_other_words_do(load: Load) -> None:
    searcher = load(make_document(1, text="He complained of delays in assessing the carers."))
    assert _found(searcher, "delay assess carer") == ["24 001 001"]
    assert _found(searcher, "delay assess driver") == []


def test_words_of_this_field_keep_their_meaning(load: Load) -> None:
    searcher = load(
        make_document(1, text="The planning officer met a carer of three children."),
        make_document(2, text="The plan was to care for the child."),
    )
    assert _found(searcher, "planning") == _found(searcher, "carers") == ["24 001 001"]
    assert len(_found(searcher, "child")) == 2


def test_words_may_be_spread_over_body_summary_and_text(load: Load) -> None:
    searcher = load(make_document(1, body="Fenwold Council", summary="A drain was blocked.", text="It flooded."))
    assert _found(searcher, "fenwold drain flooded") == ["24 001 001"]


def test_a_longer_question_need_not_be_met_in_every_word(load: Load) -> None:
    searcher = load(make_document(1, text="The school bus came late each morning."))
    assert _found(searcher, "school bus cancelled every weekday") == []
    assert _found(searcher, "school bus came late each weekday morning") == ["24 001 001"]


def test_a_phrase_must_stand_together_and_an_excluded_word_must_not_occur(load: Load) -> None:
    searcher = load(
        make_document(1, text="The care plan was late."),
        make_document(2, text="The plan for her care was late."),
        make_document(3, text="The care plan was lost."),
    )
    assert set(_found(searcher, '"care plan"')) == {"24 001 001", "24 001 003"}
    assert _found(searcher, '"care plan" -lost') == ["24 001 001"]
    assert set(_found(searcher, "-lost")) == {"24 001 001", "24 001 002"}


def test_short_forms_find_the_long_ones_and_the_reverse(load: Load) -> None:
    searcher = load(
        make_document(1, text="The EHCP came late."),
        make_document(2, text="The education, health and care plan came late."),
    )
    assert len(_found(searcher, "ehcp")) == len(_found(searcher, "education health and care plans")) == 2


def test_a_word_in_the_summary_counts_more_than_one_in_the_text(load: Load) -> None:
    searcher = load(
        make_document(1, summary="A fence fell.", text="Nothing was said of dogs."),
        make_document(2, summary="A dog barked.", text="The fence stood."),
    )
    assert _found(searcher, "dogs") == ["24 001 002", "24 001 001"]


def test_headings_are_searched(load: Load) -> None:
    searcher = load(make_document(1, sections=(section("Events at the allotment", "One."),)))
    assert _found(searcher, "allotment") == ["24 001 001"]


@pytest.mark.parametrize(
    "text",
    [
        'a"b\\/(){}[]^~*?:|&&||!',
        "body:x AND OR NOT",
        "*",
        "/.*/",
        "\u0000\ud800",
        "%s <b>",
        "~2 ^3 +x",
        "\u202e",
        "漢字" * 40,
    ],
)
def test_odd_characters_never_raise(load: Load, text: str) -> None:
    assert load(make_document(1)).search(SearchRequest(text=text)).total <= 1


def _answered(searcher: Searcher, text: str) -> bool:
    try:
        return searcher.search(SearchRequest(text=text)).total <= 1
    except BadQueryError as error:
        return "fewer" in str(error)


def test_a_thousand_characters_are_answered_or_told_to_be_too_many_words(load: Load) -> None:
    searcher = load(make_document(1))
    letters = random.Random(1)
    for text in ("漢" * 1000, " ".join(letters.choice("abcdefgh") + str(n % 9) for n in range(333)), "a-" * 500):
        assert _answered(searcher, text)


def test_a_script_in_the_words_of_a_decision_stays_harmless(load: Load) -> None:
    evil = "<script>alert('zebra')</script>"
    searcher = load(make_document(1, summary=f"A zebra {evil}", text=f"The zebra {evil}", body=f"Zebra {evil}"))
    highlights = searcher.search(SearchRequest(text="zebra")).results[0].highlights
    assert set(highlights) == {"summary", "text", "body"}
    for passages in highlights.values():
        assert "<script>" not in "".join(passages)
        assert "<mark>" in "".join(passages)


def test_words_are_marked_beside_a_phrase(load: Load) -> None:
    searcher = load(make_document(1, text="A care plan came after long delay."))
    passage = searcher.search(SearchRequest(text='delay "care plan"')).results[0].highlights["text"][0]
    assert passage == "A <mark>care plan</mark> came after long <mark>delay</mark>."


def test_a_text_beyond_the_highlighters_limit_is_searched_and_marked(load: Load) -> None:
    searcher = load(make_document(1, text="All was well that day. " * 60_000 + "Then a heron came."))
    assert "<mark>heron</mark>" in searcher.search(SearchRequest(text="heron")).results[0].highlights["text"][0]


def test_each_facet_is_counted_under_all_filters_but_its_own(load: Load) -> None:
    searcher = load(
        make_document(1, outcome="Upheld", kind="statement", category="Housing"),
        make_document(2, outcome="Upheld", kind="report", category="Housing"),
        make_document(3, outcome="Not upheld", kind="statement", category="Housing"),
        make_document(4, outcome="Not upheld", kind="statement", category="Planning"),
    )
    chosen = {"outcome": ("Upheld",), "kind": ("statement",)}
    page = searcher.search(SearchRequest(filters=chosen))
    assert [hit.reference for hit in page.results] == ["24 001 001"]
    assert page.total == 1
    assert _counts(page, "outcome") == {"Not upheld": 2, "Upheld": 1}
    assert _counts(page, "kind") == {"statement": 1, "report": 1}
    assert _counts(page, "category") == {"Housing": 1}
    both = searcher.search(SearchRequest(filters={"outcome": ("Upheld", "Not upheld"), "category": ("Housing",)}))
    assert both.total == 3
    assert _counts(both, "category") == {"Housing": 3, "Planning": 1}


def test_facet_counts_of_random_choices_equal_a_count_by_hand(load: Load) -> None:
    rng = random.Random(7)
    values = {
        "outcome": ["Upheld", "Not upheld", "Closed"],
        "kind": ["statement", "report"],
        "category": ["A", "B", "C"],
    }
    documents = [make_document(n, **{name: rng.choice(all_) for name, all_ in values.items()}) for n in range(1, 61)]
    searcher = load(*documents)
    for _ in range(15):
        chosen = {name: tuple(rng.sample(all_, rng.randrange(3))) for name, all_ in values.items()}
        page = searcher.search(SearchRequest(filters=chosen))
        for facet, known in values.items():
            others = {name: picked for name, picked in chosen.items() if picked and name != facet}
            left = [d for d in documents if all(getattr(d, name) in picked for name, picked in others.items())]
            wanted = {value: sum(getattr(d, facet) == value for d in left) for value in known}
            counted = _counts(page, facet)
            assert {value: counted.get(value, 0) for value in wanted} == wanted


def test_grounds_laws_and_years_are_counted_and_chosen(load: Load) -> None:
    acts = [law("Care Act 2014", "section 9"), law("Care Act 2014", "section 10")]
    searcher = load(
        make_document(1, grounds=("late", "remedied"), legislation=acts, decision_date="2024-12-31"),
        make_document(2, grounds=("late",), legislation=[law("Housing Act 1996")], decision_date="2025-01-01"),
    )
    page = searcher.search(SearchRequest())
    assert _counts(page, "ground") == {"late": 2, "remedied": 1}
    assert _counts(page, "legislation") == {"Care Act 2014": 1, "Housing Act 1996": 1}
    assert list(_counts(page, "year")) == ["2025", "2024"]
    for filters in (
        {"ground": ("remedied",)},
        {"legislation": ("care act 2014",)},
        {"legislation": ("Care Act 2014, section 10",)},
        {"year": ("2024",)},
    ):
        found = searcher.search(SearchRequest(filters=filters))
        assert [hit.reference for hit in found.results] == ["24 001 001"], filters


def test_a_filter_may_be_written_in_any_capitals_and_apostrophes(load: Load) -> None:
    searcher = load(make_document(1, category="Children\u2019s care services"))
    page = searcher.search(SearchRequest(filters={"category": ("children's CARE services",)}))
    assert page.total == 1
    assert _counts(page, "category") == {"Children\u2019s care services": 1}


def test_a_body_chosen_stays_in_sight_among_hundreds(load: Load) -> None:
    bodies = [make_document(n, body=f"Council {n:03}") for n in range(1, 61)]
    crowd = [make_document(n + 100, body=f"Council {n:03}") for n in range(1, 60)]
    page = load(*bodies, *crowd).search(SearchRequest(filters={"body": ("Council 060",)}))
    assert _counts(page, "body")["Council 060"] == 1


def test_what_is_flagged_is_not_found_not_counted_and_still_held(load: Load) -> None:
    searcher = load(make_document(1), make_document(2, searchable=False, state="withdrawn"))
    page = searcher.search(SearchRequest())
    assert page.total == 1
    assert _counts(page, "outcome") == {"Upheld": 1}
    assert _found(searcher, "24 001 002") == []
    assert searcher.decision("24-001-002")[0]["state"] == "withdrawn"


def test_dates_bound_the_search_and_an_unknown_date_is_outside(load: Load) -> None:
    days = ("2025-01-01", "2025-01-31", "2025-02-01", None)
    searcher = load(*(make_document(n, decision_date=day) for n, day in enumerate(days, 1)))
    request = SearchRequest(date_from=dt.date(2025, 1, 1), date_to=dt.date(2025, 1, 31), sort=Sort.OLDEST)
    assert [hit.decision_date for hit in searcher.search(request).results] == ["2025-01-01", "2025-01-31"]


def test_results_are_ordered_by_date_with_undated_ones_last(load: Load) -> None:
    days = ("2025-01-31", None, "2025-02-01", "2024-01-01")
    searcher = load(*(make_document(n, decision_date=day) for n, day in enumerate(days, 1)))

    def order(sort: Sort) -> list[str | None]:
        return [hit.decision_date for hit in searcher.search(SearchRequest(sort=sort)).results]

    assert order(Sort.NEWEST) == order(Sort.RELEVANCE) == ["2025-02-01", "2025-01-31", "2024-01-01", None]
    assert order(Sort.OLDEST) == ["2024-01-01", "2025-01-31", "2025-02-01", None]


def test_pages_are_disjoint_and_together_are_all(load: Load) -> None:
    searcher = load(*(make_document(n) for n in range(1, 26)))
    seen: list[str] = []
    for page in (1, 2, 3):
        found = searcher.search(SearchRequest(text="reply", page=page))
        assert found.total == 25
        seen += [hit.reference for hit in found.results]
    assert len(seen) == len(set(seen)) == 25
    assert searcher.search(SearchRequest(page=4)).results == ()


def test_the_deepest_page_is_answered(load: Load) -> None:
    assert load(make_document(1)).search(SearchRequest(page=100, size=100)).total == 1


def test_a_reference_held_for_two_bodies_gives_both_in_full(load: Load) -> None:
    one = make_document(1, reference="20 009 115", body="Fenwold CCG", sections=(section("A", "b"),))
    other = make_document(2, reference="20 009 115", body="Harrowmere Trust")
    found = load(one, other, make_document(3, reference="20 009 115a")).decision("20-009-115")
    assert [source["body"] for source in found] == ["Fenwold CCG", "Harrowmere Trust"]
    assert found[0]["sections"] == [section("A", "b")]
    assert "reference_keys" not in found[0]


def test_a_number_held_only_with_letters_gives_these(load: Load) -> None:
    found = load(make_document(1, reference="20 009 115a"), make_document(2, reference="20 009 115b"))
    assert [source["reference"] for source in found.decision("20009115")] == ["20 009 115a", "20 009 115b"]
    assert found.decision("99-999-999") == []
    assert found.decision("nonsense/..") == []
