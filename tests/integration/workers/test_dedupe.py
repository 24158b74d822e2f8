"""The stage on a real database: whatever happens to its tasks, the same decisions give the same links and groups."""

from __future__ import annotations

import datetime as dt
import itertools
import multiprocessing
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update

from config.db import unit_of_work
from config.failures import Attempt
from config.services import Endpoints
from config.settings import load_settings
from scraper.models import Address, AddressChange
from tests.integration.workers.conftest import made
from tests.integration.workers.likeness_cases import Cases, make_cases
from tests.integration.workers.likeness_runs import compare, found_links, groups, positions, read
from tests.services import fresh_database
from workers import pending, presence
from workers.dedupe import again, links, make, run, wording
from workers.models import Decision, Likeness, Link, StandardWording
from workers.runtime import Runtime, build

CASES, LABELLED = 90, 60
LEAST_STALE = 22_000  # Three parameters for each are more than a statement can have.
NOWHERE = ("redis://127.0.0.1:9/0", "http://127.0.0.1:9")
State = tuple[dict[str, set[tuple[int, int]]], dict[int, frozenset[int]]]


@pytest.fixture(scope="module")
def cases() -> Cases:
    return make_cases(CASES, LABELLED, seed=4)


@pytest.fixture
def archive(services: Endpoints, tmp_path: Path, cases: Cases) -> Iterator[Runtime]:
    """An archive that holds the cases, read and not compared."""
    with (
        fresh_database(services.database_url) as url,
        made(Endpoints(url, *NOWHERE), "unused", tmp_path) as runtime,
    ):
        read(runtime, cases, range(len(cases)))
        yield runtime


@pytest.fixture(scope="module")
def expected(services: Endpoints, tmp_path_factory: pytest.TempPathFactory, cases: Cases) -> State:
    """What follows from the cases when nothing goes wrong."""
    with (
        fresh_database(services.database_url) as url,
        made(Endpoints(url, *NOWHERE), "unused", tmp_path_factory.mktemp("expected")) as runtime,
    ):
        read(runtime, cases, range(len(cases)))
        compare(runtime)
        found = state(runtime, cases)
    assert {"near_text", "reissued", "same_text"} <= found[0].keys()
    return found


def state(runtime: Runtime, cases: Cases) -> State:
    return dict(found_links(runtime, cases)), groups(runtime, cases)


def decisions(runtime: Runtime) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return list(session.scalars(select(Decision.id).order_by(Decision.id)))


def revisions(runtime: Runtime) -> dict[int, int]:
    with unit_of_work(runtime.sessions) as session:
        return dict(session.execute(select(Decision.id, Decision.revision)).all())


def test_a_task_that_comes_twice_or_late_changes_nothing(archive: Runtime, cases: Cases, expected: State) -> None:
    ids = decisions(archive)
    random.Random(1).shuffle(ids)
    for start in range(0, len(ids), 7):
        run.dedupe_decisions(archive, ids[start : start + 7])
    compare(archive)
    assert state(archive, cases) == expected
    before = revisions(archive)
    for start in range(0, len(ids), 11):
        run.dedupe_decisions(archive, ids[start : start + 11], abandoned=True)
    run.dedupe_decisions(archive, [*ids, *ids])
    assert state(archive, cases) == expected
    assert revisions(archive) == before


def test_a_task_whose_row_is_gone_is_nothing_to_do(archive: Runtime) -> None:
    run.dedupe_decisions(archive, [999_999_999])
    with unit_of_work(archive.sessions) as session:
        assert session.scalars(select(Likeness.decision_id).where(Likeness.decision_id == 999_999_999)).all() == []


def test_work_that_is_undone_in_the_middle_leaves_no_trace(archive: Runtime, cases: Cases, expected: State) -> None:
    ids = decisions(archive)
    for start in range(0, len(ids), 10):
        with archive.sessions() as session:
            run.link_decisions(session, ids[start : start + 10])
            session.rollback()
    with unit_of_work(archive.sessions) as session:
        assert pending.count(session, pending.dedupe()) == len(ids)
        assert session.scalar(select(func.count()).select_from(Link)) == 0
    compare(archive)
    assert state(archive, cases) == expected


def compare_for_ever(home: str, database_url: str) -> None:
    """Compare all decisions again and again, as the killed process of a test."""
    runtime = build(
        load_settings(home=Path(home), index_alias="unused", _env_file=None), Endpoints(database_url, *NOWHERE)
    )
    ids = decisions(runtime)
    while True:
        random.shuffle(ids)
        for start in range(0, len(ids), 20):
            run.dedupe_decisions(runtime, ids[start : start + 20], abandoned=True)


def test_a_process_killed_at_any_moment_leaves_what_can_be_finished(
    archive: Runtime, cases: Cases, expected: State, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    for moment in (0.1, 0.5):
        process = context.Process(target=compare_for_ever, args=(str(tmp_path), archive.endpoints.database_url))
        process.start()
        while revisions_or_links(archive) == 0 and process.is_alive():
            time.sleep(0.05)
        time.sleep(moment)
        process.kill()
        process.join()
    with unit_of_work(archive.sessions) as session:
        # What the killed one had begun, the sweep takes over when it has waited long enough.
        session.execute(delete(Attempt))
    compare(archive)
    assert state(archive, cases) == expected


def revisions_or_links(runtime: Runtime) -> int:
    with unit_of_work(runtime.sessions) as session:
        return session.execute(select(func.count()).select_from(Likeness)).scalar_one()


def withdraw(runtime: Runtime, reference: str, gone_at: dt.datetime | None) -> None:
    """Have the address of a decision go (or come back), as the scraper would."""
    with unit_of_work(runtime.sessions) as session:
        key = f"%{reference.replace(' ', '-')}"
        addresses = session.scalars(select(Address.id).where(Address.key.like(key))).all()
        session.execute(update(Address).where(Address.id.in_(addresses)).values(gone_at=gone_at))
        session.add_all(AddressChange(address_id=one) for one in addresses)
    presence.follow_all(runtime)
    compare(runtime)


def test_a_withdrawn_decision_represents_nothing_and_joins_nothing(
    archive: Runtime, cases: Cases, expected: State
) -> None:
    compare(archive)
    corpus = cases.composer.corpus
    head, members = next(
        (head, members)
        for head, members in expected[1].items()
        if len(members) > 2 and len({corpus.entry(one).reference for one in members}) == len(members)
    )
    places = {place: key for key, place in positions(archive, cases).items()}
    others = {places[one] for one in members - {head}}
    before = revisions(archive)
    withdraw(archive, corpus.entry(head).reference, dt.datetime.combine(corpus.entry(head).date, dt.time(), dt.UTC))
    links, now = state(archive, cases)
    assert all(head not in pair for pairs in links.values() for pair in pairs)
    assert all(head not in group for group in now.values())
    after = revisions(archive)
    assert all(after[one] > before[one] for one in others)
    withdraw(archive, corpus.entry(head).reference, None)
    assert state(archive, cases) == expected


def test_an_erased_decision_leaves_no_link_and_its_group_is_right(
    archive: Runtime, cases: Cases, expected: State
) -> None:
    compare(archive)
    places = {place: key for key, place in positions(archive, cases).items()}
    head, members = next((head, members) for head, members in expected[1].items() if len(members) > 2)
    with unit_of_work(archive.sessions) as session:
        told = run.forget(session, [places[head]])
    assert {places[one] for one in members - {head}} <= told
    links, now = state(archive, cases)
    assert all(head not in pair for pairs in links.values() for pair in pairs)
    assert all(head not in group for group in now.values())
    compare(archive)
    assert {one for group in now.values() for one in group} >= members - {head}


def test_what_is_learned_depends_on_what_is_held_alone(archive: Runtime) -> None:
    ids = decisions(archive)
    first, rest = ids[: len(ids) // 3], ids[len(ids) // 3 :]
    run.dedupe_decisions(archive, first)
    again.work(archive, again.Chosen(), lambda _: None)
    run.learn_wording(archive)
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        (once,) = session.scalars(select(StandardWording.sha256).order_by(StandardWording.version.desc()).limit(1))
        session.execute(delete(StandardWording))
        session.execute(delete(Likeness))
        session.execute(update(Decision).values(deduped_sha256=None, standard_version=0))
    run.dedupe_decisions(archive, rest)
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        (newest,) = session.scalars(select(StandardWording.sha256).order_by(StandardWording.version.desc()).limit(1))
        assert newest == once


def test_wording_that_is_the_same_makes_nothing_pending(archive: Runtime) -> None:
    compare(archive)
    before = wording.told(archive)
    assert before["version"] == 1
    assert before["decisions"] == len(decisions(archive))
    assert not run.learn_wording(archive)
    assert wording.told(archive) == before
    assert again.count(archive, again.Chosen()) == 0


def test_other_wording_makes_all_pending_and_compares_those_it_concerns(
    archive: Runtime, cases: Cases, expected: State
) -> None:
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        # As if it had been learned when none of this was there.
        session.execute(update(StandardWording).values(shingles=b"", sha256="0" * 64, version=7))
        session.execute(update(Decision).values(standard_version=7))
    before = revisions(archive)
    assert run.learn_wording(archive)
    assert again.count(archive, again.Chosen()) == len(decisions(archive))
    compare(archive)
    assert again.count(archive, again.Chosen()) == 0
    assert state(archive, cases) == expected
    assert revisions(archive) == before


def test_fingerprints_of_an_older_make_are_made_anew(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        # As an older release of the program would have left it.
        session.execute(update(Likeness).values(made_by=1, shingles=b"", claims=["24 001 001"], points=[]))
        session.execute(update(StandardWording).values(made_by=1, shingles=b"", sha256="0" * 64))
        session.execute(delete(Link))
    run.learn_where_due(archive)
    assert again.count(archive, again.Chosen()) == len(decisions(archive))
    compare(archive)
    assert state(archive, cases) == expected


def test_fingerprints_of_an_older_make_are_made_anew_before_anything_is_learned(archive: Runtime) -> None:
    ids = decisions(archive)
    with unit_of_work(archive.sessions) as session:
        session.execute(update(Decision).where(Decision.id > ids[9]).values(read_sha256=None))
    compare(archive)
    assert wording.told(archive)["version"] == 0
    assert again.count(archive, again.Chosen()) == 0
    with unit_of_work(archive.sessions) as session:
        session.execute(update(Likeness).values(made_by=1))
    run.learn_where_due(archive)
    assert again.count(archive, again.Chosen()) == 10
    compare(archive)
    assert again.count(archive, again.Chosen()) == 0


def test_a_group_that_is_wrong_is_right_after_a_run(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        grouped = set(session.scalars(select(Decision.id).where(Decision.group_id.is_not(None))))
        single = next(one for one in decisions(archive) if one not in grouped)
        session.execute(update(Decision).where(Decision.id.in_(grouped)).values(group_id=None))
        session.execute(update(Decision).where(Decision.id == single).values(group_id=min(grouped)))
    assert state(archive, cases) != expected
    again.mark(archive, again.Chosen())
    again.work(archive, again.Chosen(), lambda _: None)
    assert state(archive, cases) == expected


def test_more_links_than_one_statement_can_name_are_taken_away(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    ids = decisions(archive)
    pairs = list(itertools.combinations(ids, 2))
    kinds = [f"stale{number}" for number in range(LEAST_STALE // len(pairs) + 1)]
    rows = [
        {"low_id": one, "high_id": other, "kind": kind, "score": 1.0, "rule": "none", "rule_version": 1}
        for kind in kinds
        for one, other in pairs
    ]
    with unit_of_work(archive.sessions) as session:
        session.execute(insert(Link), rows)
        links.match(session, links.at(session, ids), [])
        assert session.scalar(select(func.count()).select_from(Link)) == 0
    again.mark(archive, again.Chosen())
    again.work(archive, again.Chosen(), lambda _: None)
    assert state(archive, cases) == expected


def test_a_run_that_was_interrupted_goes_on(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        dated = select(Likeness.decision_id, Likeness.decided).order_by(Likeness.decided)
        rows = session.execute(dated.where(Likeness.decided.is_not(None))).all()
    half = again.Chosen(since=rows[5].decided, until=rows[len(rows) // 2].decided)
    ids = [row.decision_id for row in rows if rows[5].decided <= row.decided <= rows[len(rows) // 2].decided]
    marked = again.mark(archive, half)
    assert len(ids) == marked == again.count(archive, again.Chosen()) == again.count(archive, half)
    run.dedupe_decisions(archive, ids[:5])
    heard: list[int] = []
    done = again.work(archive, again.Chosen(), heard.append)
    assert (done.decisions, done.left, heard[-1]) == (marked - 5, 0, marked - 5)
    assert done.links == {kind: len(pairs) for kind, pairs in sorted(expected[0].items())}
    assert done.groups == len(expected[1])
    assert state(archive, cases) == expected


def test_a_rule_in_a_new_version_has_all_compared_again(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    with unit_of_work(archive.sessions) as session:
        # As it was made before one rule was raised by one.
        session.execute(update(Likeness).values(made_by=make.COMPARED_BY - 1))
        session.execute(update(StandardWording).values(made_by=make.COMPARED_BY - 1))
        session.execute(delete(Link))
    again.renew(archive)
    assert again.count(archive, again.Chosen()) == len(decisions(archive))
    again.work(archive, again.Chosen(), lambda _: None)
    assert state(archive, cases) == expected


def test_what_was_never_compared_may_be_of_any_day(archive: Runtime) -> None:
    compare(archive)
    nowhere = again.Chosen(since=dt.date(1990, 1, 1), until=dt.date(1990, 12, 31))
    assert again.mark(archive, nowhere) == 0
    new = decisions(archive)[3]
    with unit_of_work(archive.sessions) as session:
        session.execute(delete(Likeness).where(Likeness.decision_id == new))
    assert again.mark(archive, nowhere) == 1
    assert again.work(archive, nowhere, lambda _: None).decisions == 1


def test_one_decision_is_compared_again_by_reference(archive: Runtime, cases: Cases, expected: State) -> None:
    compare(archive)
    reference = cases.composer.corpus.entry(0).reference
    chosen = again.Chosen([reference])
    with unit_of_work(archive.sessions) as session:
        session.execute(delete(Link))
    assert again.mark(archive, chosen) >= 1
    again.work(archive, chosen, lambda _: None)
    assert again.mark(archive, again.Chosen(["99 999 999"])) == 0
    again.mark(archive, again.Chosen())
    again.work(archive, again.Chosen(), lambda _: None)
    assert state(archive, cases) == expected
