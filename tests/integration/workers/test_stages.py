"""Every stage run twice, out of order, and after its row is gone."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select

from config import failures
from config.db import unit_of_work
from config.errors import ServiceUnavailableError, TransientError
from config.failures import Stage
from scraper import store
from scraper.items import RawPage
from scraper.models import Page
from scraper.replica.process import start
from search.documents import DecisionDocument
from tests.factories import FIRST_SEEN, make_page
from tests.integration.workers.pages import decision_page, fetched
from workers import indexing, pending, reading, rebuild, reconcile, records, sweep, waiting
from workers.dedupe import run as dedupe
from workers.failures import retry
from workers.models import Decision, Link, Outcome, Receipt, Version
from workers.parsing import PARSER_VERSION
from workers.runtime import Runtime

AT_ONCE = dt.timedelta(0)


@pytest.fixture(scope="module")
def site_pages() -> Iterator[list[RawPage]]:
    with start(decisions=60, seed=5) as site:
        yield fetched(site)


def archive(runtime: Runtime, pages: list[RawPage]) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return [store.store_page(session, page).page_id for page in pages]


def decisions(runtime: Runtime) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return list(session.scalars(select(Decision.id).order_by(Decision.id)))


def picture(runtime: Runtime) -> list[object]:
    """All that is known, without ids and revisions, which may differ with the order of work."""
    with unit_of_work(runtime.sessions) as session:
        found = records.gather(session, decisions(runtime))
    found.sort(key=lambda record: (record.reference, record.body or ""))
    return [(r.reference, r.body, r.current and r.current.reading, len(r.versions), r.links) for r in found]


def finish(runtime: Runtime) -> None:
    sweep.sweep(runtime, settle=AT_ONCE)
    with unit_of_work(runtime.sessions) as session:
        left = pending.backlog(session, PARSER_VERSION, runtime.indexes.ensure())
    assert left.empty, left


def test_the_sweep_takes_pages_to_the_index(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages)
    finish(runtime)
    runtime.indexes.refresh()
    assert runtime.indexes.count(searchable_only=True) == len(site_pages)
    with unit_of_work(runtime.sessions) as session:
        assert failures.listed(session) == []


def test_everything_twice_is_as_once(runtime: Runtime, site_pages: list[RawPage]) -> None:
    page_ids = archive(runtime, site_pages)
    finish(runtime)
    before = picture(runtime)
    for page_id in page_ids:
        reading.read_pages(runtime, [page_id])
    for decision_id in decisions(runtime):
        dedupe.dedupe_decisions(runtime, [decision_id])
    assert indexing.index_pending(runtime).sent == 0
    assert archive(runtime, site_pages) == page_ids
    assert picture(runtime) == before


def test_the_order_of_work_changes_nothing(runtime: Runtime, site_pages: list[RawPage], other_runtime: Runtime) -> None:
    archive(runtime, site_pages)
    finish(runtime)
    backwards = archive(other_runtime, site_pages)[::-1]
    for page_id in backwards:
        reading.read_pages(other_runtime, [page_id])
        indexing.index_pending(other_runtime)
    for decision_id in decisions(other_runtime)[::-1]:
        dedupe.dedupe_decisions(other_runtime, [decision_id])
    finish(other_runtime)
    assert picture(other_runtime) == picture(runtime)


def test_many_at_once_are_as_one(runtime: Runtime, site_pages: list[RawPage], other_runtime: Runtime) -> None:
    archive(runtime, site_pages)
    finish(runtime)
    page_ids = archive(other_runtime, site_pages) * 2
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda page_id: patient(reading.read_pages, other_runtime, page_id), page_ids))
        list(pool.map(lambda key: patient(dedupe.dedupe_decisions, other_runtime, key), decisions(other_runtime) * 2))
        list(pool.map(lambda _: indexing.index_pending(other_runtime), range(4)))
    finish(other_runtime)
    assert picture(other_runtime) == picture(runtime)


def patient(work: object, runtime: Runtime, subject_id: int) -> None:
    """Try again as a task would, where the database asks one of two workers to step back."""
    for _ in range(5):
        try:
            work(runtime, [subject_id])  # type: ignore[operator]
        except ServiceUnavailableError:
            continue
        return
    raise AssertionError("five tries were not enough")


def test_work_on_a_row_that_is_gone_is_nothing(runtime: Runtime) -> None:
    reading.read_pages(runtime, [4711], abandoned=True)
    dedupe.dedupe_decisions(runtime, [4711], abandoned=True)
    assert indexing.index_pending(runtime).sent == 0
    with unit_of_work(runtime.sessions) as session:
        assert failures.listed(session) == []


def test_a_changed_page_is_a_version_and_a_write(runtime: Runtime) -> None:
    archive(runtime, [make_page(content=decision_page("It took six weeks."))])
    finish(runtime)
    later = FIRST_SEEN + dt.timedelta(days=9)
    archive(runtime, [make_page(content=decision_page("It took seven weeks."), fetched_at=later)])
    finish(runtime)
    (decision_id,) = decisions(runtime)
    with unit_of_work(runtime.sessions) as session:
        (record,) = records.gather(session, [decision_id])
        receipt = session.get_one(Receipt, (runtime.indexes.ensure(), decision_id))
    assert [version.changes for version in record.versions] == [(), ("text",)]
    assert record.current is not None
    assert "seven weeks" in record.current.reading["text"]
    assert receipt.revision == record.revision


def test_markup_alone_makes_no_version(runtime: Runtime) -> None:
    archive(runtime, [make_page(content=decision_page("It took six weeks."))])
    finish(runtime)
    changed = decision_page("It  took six\nweeks.").replace(b"<body>", b'<body class="new"><div>Cookie banner</div>')
    archive(runtime, [make_page(content=changed, fetched_at=FIRST_SEEN + dt.timedelta(days=1))])
    finish(runtime)
    with unit_of_work(runtime.sessions) as session:
        assert session.scalar(select(func.count(Page.id))) == 2
        assert session.scalar(select(func.count()).select_from(Version)) == 1


def test_a_page_that_is_no_decision_is_a_row_and_can_be_retried(runtime: Runtime) -> None:
    (page_id,) = archive(runtime, [make_page(content=b"<html><body><p>Hello</p></body></html>")])
    finish(runtime)
    with unit_of_work(runtime.sessions) as session:
        (row,) = failures.listed(session, Stage.PARSE)
        assert (row.subject_id, row.error) == (page_id, "NotADecisionError")
        assert session.get_one(Outcome, (page_id, PARSER_VERSION)).decision_id is None
    assert retry(runtime, row.id) == "pending again"
    with unit_of_work(runtime.sessions) as session:
        assert failures.listed(session) == []
        assert session.scalars(pending.parse(PARSER_VERSION)).all() == [page_id]


def test_equal_texts_are_linked_and_unlinked_when_one_changes(runtime: Runtime) -> None:
    other = make_page("/decisions/housing/allocations/24-001-002", content=decision_page("Same.", "24 001 002"))
    archive(runtime, [make_page(content=decision_page("Same.", "24 001 001")), other])
    finish(runtime)
    with unit_of_work(runtime.sessions) as session:
        assert [link.kind for link in session.scalars(select(Link))] == ["same_text"]
    changed = decision_page("No longer the same.", "24 001 002")
    archive(runtime, [make_page(other.key, content=changed, fetched_at=FIRST_SEEN + dt.timedelta(days=1))])
    finish(runtime)
    with unit_of_work(runtime.sessions) as session:
        assert session.scalars(select(Link)).all() == []


def test_verify_finds_and_mends_both_ways(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages[:20])
    finish(runtime)
    name = runtime.indexes.ensure()
    runtime.indexes.refresh(name)
    first, second, *_ = decisions(runtime)
    runtime.indexes.client.delete(index=name, id=str(first))
    stray = DecisionDocument(id="999999", revision=1, searchable=False, state="live", reference="99 999 999", slug="x")
    runtime.indexes.client.index(index=name, id=stray.id, body=stray.to_source())
    with unit_of_work(runtime.sessions) as session:
        receipt = session.get_one(Receipt, (name, second))
        session.get_one(Decision, second).revision = receipt.revision = receipt.revision + 1
    runtime.indexes.refresh(name)
    found = reconcile.verify(runtime)
    assert (found.missing, found.stale, found.orphan, found.repaired) == (1, 1, 1, 3)
    assert reconcile.verify(runtime) == reconcile.Verified(0, 0, 0, 0)


def test_an_index_ahead_of_the_record_is_overtaken(runtime: Runtime) -> None:
    archive(runtime, [make_page(content=decision_page("It took six weeks."))])
    finish(runtime)
    name = runtime.indexes.ensure()
    with unit_of_work(runtime.sessions) as session:
        # As after a restore from a backup: the record and its receipts are older than the index.
        session.get_one(Decision, 1).revision = 1
        session.execute(delete(Receipt))
    document = runtime.indexes.client.get(index=name, id="1")["_source"]
    ahead = {"version": 40, "version_type": "external"}
    runtime.indexes.client.index(index=name, id="1", body=document | {"summary": "later"}, params=ahead)
    indexing.index_pending(runtime)
    held = runtime.indexes.client.get(index=name, id="1")
    assert (held["_version"], held["_source"]["summary"]) == (41, "Mr Q waited too long for a reply.")


def test_a_rebuild_gives_the_same_documents_and_moves_the_alias(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages)
    finish(runtime)
    before = everything(runtime)
    old = runtime.indexes.ensure()
    built = rebuild.rebuild(runtime)
    assert runtime.indexes.ensure() == built.index != old
    assert built.documents == len(site_pages)
    assert everything(runtime) == before


def test_a_rebuild_waits_for_nothing_that_is_pending(runtime: Runtime, site_pages: list[RawPage]) -> None:
    page_ids = archive(runtime, site_pages)
    reading.read_pages(runtime, page_ids)
    assert rebuild.rebuild(runtime).documents == len(site_pages)


def test_a_rebuild_that_lacks_a_document_is_not_used(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages[:5])
    finish(runtime)
    old = runtime.indexes.ensure()
    misread(runtime, 3, "decision_date", "2025-03-04T99:99")
    with pytest.raises(rebuild.RebuildIncompleteError):
        rebuild.rebuild(runtime)
    assert runtime.indexes.ensure() == old
    runtime.indexes.refresh(old)
    assert runtime.indexes.count(old, searchable_only=True) == 5


def test_a_decision_that_no_document_can_be_made_of_takes_no_other_along(
    runtime: Runtime, site_pages: list[RawPage]
) -> None:
    page_ids = archive(runtime, site_pages[:5])
    reading.read_pages(runtime, page_ids)
    misread(runtime, 2, "kind", "neither statement nor report")
    dedupe.dedupe_decisions(runtime, decisions(runtime))
    assert indexing.index_pending(runtime).ok == 4
    with unit_of_work(runtime.sessions) as session:
        assert [(row.stage, row.subject_id) for row in failures.listed(session)] == [("index", 2)]


def misread(runtime: Runtime, decision_id: int, name: str, value: str) -> None:
    """Put something into a reading that no parser of ours would write."""
    with unit_of_work(runtime.sessions) as session:
        outcome = session.scalars(select(Outcome).where(Outcome.decision_id == decision_id)).one()
        assert outcome.reading is not None
        outcome.reading = outcome.reading | {name: value}


def test_an_index_that_is_gone_is_nobodys_failure(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages[:5])
    finish(runtime)
    with pytest.raises(TransientError):
        indexing.index_pending(runtime, f"{runtime.indexes.alias}-gone")
    runtime.indexes.client.indices.delete(index=runtime.indexes.ensure())
    finish(runtime)
    runtime.indexes.refresh()
    assert runtime.indexes.count(searchable_only=True) == 5
    with unit_of_work(runtime.sessions) as session:
        assert failures.listed(session) == []


def test_a_document_whose_receipt_is_on_its_way_is_no_orphan(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages[:5])
    finish(runtime)
    runtime.indexes.refresh()
    with unit_of_work(runtime.sessions) as session:
        session.execute(delete(Receipt).where(Receipt.decision_id == 2))
    assert reconcile.verify(runtime, repair=False).orphan == 0
    runtime.indexes.refresh()
    assert runtime.indexes.count(searchable_only=True) == 5


def test_waiting_ends_though_the_index_is_exchanged(runtime: Runtime, site_pages: list[RawPage]) -> None:
    archive(runtime, site_pages)
    exchanged: list[str] = []

    def exchange(_: pending.Backlog) -> None:
        if not exchanged:
            exchanged.append(rebuild.rebuild(runtime).index)

    waiting.until_searchable(runtime, exchange)
    assert runtime.indexes.ensure() == exchanged[0]
    assert runtime.indexes.count(searchable_only=True) == len(site_pages)


def everything(runtime: Runtime) -> dict[str, object]:
    runtime.indexes.refresh()
    found = runtime.indexes.client.search(index=runtime.indexes.alias, body={"size": 1000, "version": True})
    return {hit["_id"]: (hit["_version"], hit["_source"]) for hit in found["hits"]["hits"]}
