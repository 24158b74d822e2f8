"""The catalogue: what exists, by seed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from scraper.replica.bodies import bodies
from scraper.replica.categories import CATEGORIES, places
from scraper.replica.corpus import BOARDS_SINCE, FIRST_DAY, LAST_DAY, Corpus, Entry, Tie, key_of, reference_of

SUNDAY = 6
REAL = Path(__file__).with_name("real_places.txt")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(1, 6_000)


@pytest.fixture(scope="module")
def entries(corpus: Corpus) -> list[Entry]:
    return [corpus.entry(number) for number in range(len(corpus))]


def test_a_smaller_catalogue_is_the_beginning_of_a_larger_one(entries: list[Entry]) -> None:
    small = Corpus(1, 300)
    assert [small.entry(number) for number in range(300)] == entries[:300]


def test_another_seed_gives_other_decisions(entries: list[Entry]) -> None:
    other = Corpus(2, 300)
    assert {other.entry(number).reference for number in range(300)} != {entry.reference for entry in entries[:300]}


def test_reference_and_body_together_are_unique_and_so_are_paths(entries: list[Entry]) -> None:
    assert len({(entry.reference, entry.body.name) for entry in entries}) == len(entries)
    assert len({entry.path for entry in entries}) == len(entries)


def test_some_references_are_on_two_bodies(entries: list[Entry]) -> None:
    by_reference = defaultdict(set)
    for entry in entries:
        by_reference[entry.reference].add(entry.body.name)
    assert sum(len(names) == 2 for names in by_reference.values()) > 10


def test_dates_lie_in_the_years_of_the_site_on_working_days_and_few_sundays(entries: list[Entry]) -> None:
    days = [entry.date for entry in entries]
    assert FIRST_DAY - dt.timedelta(days=2) <= min(days)
    assert max(days) <= LAST_DAY
    assert {day.year for day in days} == set(range(2013, 2027))
    assert not any(day.weekday() == SUNDAY - 1 for day in days)
    assert 0 < sum(day.weekday() == SUNDAY for day in days) < len(days) * 0.03


def test_a_reference_is_of_a_year_before_the_decision(entries: list[Entry]) -> None:
    assert {(entry.date.year - 2000) - int(entry.reference[:2]) for entry in entries} <= {0, 1, 2}


@pytest.mark.parametrize("tie", [tie for tie in Tie if tie <= Tie.TWO_BODIES])
def test_every_way_of_belonging_together_occurs(entries: list[Entry], tie: Tie) -> None:
    assert any(entry.tie is tie for entry in entries)


def test_decisions_of_one_matter_know_each_other(corpus: Corpus, entries: list[Entry]) -> None:
    matters = defaultdict(list)
    for entry in entries:
        matters[entry.matter].append(entry.number)
    for entry in entries:
        assert corpus.siblings(entry.number) == [number for number in matters[entry.matter] if number != entry.number]


def test_matters_with_one_text_have_two_to_five_references(entries: list[Entry]) -> None:
    sizes = defaultdict(set)
    for entry in entries[:-5]:
        if entry.tie is Tie.SAME_TEXT:
            sizes[entry.matter].add(entry.reference)
    assert {len(references) for references in sizes.values()} == {2, 3, 4, 5}


def test_joint_cases_have_letters_and_different_bodies(corpus: Corpus, entries: list[Entry]) -> None:
    for entry in entries[:-5]:
        if entry.tie is Tie.JOINT:
            others = [corpus.entry(number) for number in corpus.siblings(entry.number)]
            assert {other.reference.rstrip("abc") for other in others} == {entry.reference.rstrip("abc")}
            assert len({other.body for other in [*others, entry]}) == len(others) + 1
            assert any(other.reference[-1].isalpha() for other in [*others, entry])


def test_commissioning_groups_give_way_to_boards(entries: list[Entry]) -> None:
    for entry in entries:
        if entry.body.family in {"ccg", "icb"}:
            assert (entry.body.family == "icb") == (entry.date >= BOARDS_SINCE)


def test_every_subcategory_outcome_and_kind_occurs(entries: list[Entry]) -> None:
    assert {entry.place for entry in entries} == set(places())
    assert {entry.outcome for entry in entries} == {"Upheld", "Not upheld", "Closed after initial enquiries"}
    assert 0.01 < sum(entry.report for entry in entries) / len(entries) < 0.05


def test_windows_hold_each_decision_once_newest_first(corpus: Corpus) -> None:
    years = [corpus.window(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in range(2012, 2027)]
    assert sorted(number for window in years for number in window) == list(range(len(corpus)))
    days = [corpus.entry(number).date for number in corpus.window(dt.date.min, dt.date.max)]
    assert days == sorted(days, reverse=True)


def test_a_reference_is_found_by_its_slug(corpus: Corpus, entries: list[Entry]) -> None:
    for entry in entries[:500]:
        assert entry.number in corpus.with_slug(entry.slug)
    assert corpus.with_slug("nonsense") == []
    assert corpus.with_slug("99-999-999") == []


@pytest.mark.parametrize("slug", ["24-002-642", "17-002-402b", "00-000-001"])
def test_a_slug_and_its_number_are_two_names_of_one_thing(slug: str) -> None:
    key = key_of(slug)
    assert key is not None
    assert reference_of(key).replace(" ", "-") == slug


@pytest.mark.parametrize("slug", ["", "24002642", "24-002-642z", "24-002-64²", "x"])
def test_what_is_no_slug_has_no_number(slug: str) -> None:
    assert key_of(slug) is None


def test_no_invented_body_has_the_name_of_a_real_one() -> None:
    lines = [line for line in REAL.read_text("utf-8").splitlines() if not line.startswith("#")]
    real = {name.strip().lower() for line in lines for name in line.split(",")}
    for body in bodies():
        name = body.name.lower()
        for words in ("county council", "district council", "metropolitan borough council", "borough council"):
            name = name.removesuffix(words)
        for words in (
            "city council",
            "council",
            "london borough of",
            "royal borough of",
            "nhs",
            "transport for",
            "the",
        ):
            name = name.removesuffix(words).removeprefix(words).strip()
        assert name not in real
        assert name.split()[0] not in real - {"hart", "eden", "st"}, body.name


def test_names_of_bodies_hold_what_is_hard_to_read() -> None:
    names = " ".join(body.name for body in bodies())
    for mark in ("&", ",", "(", "'", " AKA ", "Ltd", "Limited", "NHS", "Transport for", "National Park", "Fire"):
        assert mark in names


def test_categories_are_those_of_the_site() -> None:
    assert "/decisions/children-s-care-services/friends-and-family-carers" in {place.path for place in places()}
    assert "/decisions/other-categories/elections-and-electoral-register" in {place.path for place in places()}
    assert len(CATEGORIES) == 10
