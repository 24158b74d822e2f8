"""Many decisions of one text: links that grow as they do, one group, and the same whatever came or went first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from config.db import unit_of_work
from config.services import Endpoints
from scraper import store
from tests.factories import FIRST_SEEN, make_page
from tests.integration.workers.conftest import made
from tests.integration.workers.likeness_runs import compare
from tests.integration.workers.pages import decision_page
from tests.services import fresh_database
from workers import reading
from workers.dedupe import again, equals, run
from workers.dedupe.standard import sample_key
from workers.models import Decision, Link
from workers.runtime import Runtime

BODY = "Harrowmere Borough Council"
SHARED, OTHER = "The Council took nine weeks to answer.", "The Council lost the form and asked for it again."
MANY, SOME = 500, 30


@pytest.fixture
def archive(services: Endpoints, tmp_path: Path) -> Iterator[Runtime]:
    with (
        fresh_database(services.database_url) as url,
        made(replace(services, database_url=url), "unused", tmp_path) as runtime,
    ):
        yield runtime


def reference(number: int) -> str:
    return f"24 001 {number:03d}"


def say(runtime: Runtime, texts: Mapping[int, str], hours: int = 0) -> None:
    """Have the pages of these decisions say this, in the order given."""
    pages = [
        make_page(
            f"/decisions/housing/allocations/{reference(number).replace(' ', '-')}",
            content=decision_page(text, reference(number)),
            fetched_at=FIRST_SEEN + dt.timedelta(hours=hours),
        )
        for number, text in texts.items()
    ]
    with unit_of_work(runtime.sessions) as session:
        ids = [stored.page_id for stored in store.store_pages(session, pages)]
    reading.read_pages(runtime, ids)


def equal_links(runtime: Runtime) -> set[frozenset[str]]:
    with unit_of_work(runtime.sessions) as session:
        names = dict(session.execute(select(Decision.id, Decision.reference)).all())
        rows = session.execute(select(Link.low_id, Link.high_id).where(Link.kind == "same_text"))
        return {frozenset({names[low], names[high]}) for low, high in rows}


def groups(runtime: Runtime) -> set[frozenset[str]]:
    found = defaultdict(set)
    with unit_of_work(runtime.sessions) as session:
        for name, group_id in session.execute(select(Decision.reference, Decision.group_id)):
            if group_id is not None:
                found[group_id].add(name)
    return {frozenset(members) for members in found.values()}


def expected(numbers: Iterable[int]) -> set[frozenset[str]]:
    keys = {number: sample_key(reference(number), BODY) for number in numbers}
    return {frozenset({reference(one), reference(other)}) for one, other in equals.neighbours(keys)}


def named(numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(map(reference, numbers))


def test_five_hundred_of_one_text_have_a_few_links_each_and_are_one_group(archive: Runtime) -> None:
    say(archive, dict.fromkeys(range(MANY), SHARED))
    compare(archive)
    assert equal_links(archive) == expected(range(MANY))
    assert len(equal_links(archive)) < equals.NEIGHBOURS * MANY
    assert groups(archive) == {named(range(MANY))}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_and_how_many_come_at_once_do_not_matter(archive: Runtime, seed: int) -> None:
    rng = Random(seed)
    order = rng.sample(range(SOME), SOME)
    texts = {number: OTHER if number % 6 == 0 else SHARED for number in order}
    while order:
        size = rng.randint(1, 9)
        say(archive, {number: texts[number] for number in order[:size]})
        compare(archive, seed=seed)
        order = order[size:]
    shared, other = ({number for number in texts if texts[number] == text} for text in (SHARED, OTHER))
    assert equal_links(archive) == expected(shared) | expected(other)
    assert groups(archive) == {named(shared), named(other)}


def test_those_that_go_leave_no_gap(archive: Runtime) -> None:
    rng, here = Random(5), set(range(SOME))
    say(archive, dict.fromkeys(here, SHARED))
    compare(archive)
    for hours in range(1, 5):
        going = set(rng.sample(sorted(here), 6))
        say(archive, dict.fromkeys(going, OTHER), hours)
        compare(archive, seed=hours)
        here -= going
        assert equal_links(archive) == expected(here) | expected(set(range(SOME)) - here)
        assert groups(archive) == {named(here), named(set(range(SOME)) - here)}


def test_one_that_is_erased_leaves_no_gap(archive: Runtime) -> None:
    say(archive, dict.fromkeys(range(SOME), SHARED))
    compare(archive)
    ordered = sorted(range(SOME), key=lambda number: sample_key(reference(number), BODY))
    gone = ordered[7:17]
    with unit_of_work(archive.sessions) as session:
        ids = session.scalars(select(Decision.id).where(Decision.reference.in_(map(reference, gone)))).all()
        run.forget(session, ids)
    left = set(ordered) - set(gone)
    assert equal_links(archive) == expected(left)
    assert groups(archive) == {named(left)}


def test_a_run_goes_on_where_wording_is_learned_anew_at_its_end(archive: Runtime) -> None:
    say(archive, {number: f"The {words(number)} stayed." for number in range(40)})
    assert again.work(archive, again.Chosen(), lambda _: None).left == 0
    say(archive, {number: f"The {words(number)} stayed. A clerk had the gate painted." for number in range(40, 60)})
    again.mark(archive, again.Chosen())
    assert again.work(archive, again.Chosen(), lambda _: None).left == 0


def words(number: int) -> str:
    """Words that no other number has."""
    return " ".join(f"{place}{number}".translate(str.maketrans("0123456789", "abcdefghij")) for place in range(14))
