"""A simulated year of edits: each is a version, none doubled, none lost, and each is told as the replica records it."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import func, select

from config import failures
from config.db import unit_of_work
from scraper import store
from scraper.items import RawPage
from scraper.models import Page
from scraper.replica.process import start
from tests.integration.workers.simulated_year import FIRST_DAY, Event, Life, Year, shuffled
from workers import dossier, indexing, pending, reading, records
from workers.dedupe import run as dedupe
from workers.diff import FIELDS
from workers.documents import slug
from workers.dossier import NO_BODY
from workers.models import Decision, Version
from workers.parsing import PARSER_VERSION
from workers.parsing.typography import printed, tidy
from workers.runtime import Runtime
from workers.versions import same_words

LIVELY = ("--edits", "1", "--moves", "0.02", "--withdrawals", "0")


def live_through(runtime: Runtime, year: Year, rng: random.Random) -> None:
    """Archive what each visit brings; read it late, in any order, in any company, and some of it twice."""
    waiting: list[int] = []
    for visit in year.visits():
        waiting += archived(runtime, visit)
        if len(waiting) > 100:
            waiting = shuffled(waiting, rng)
            waiting, now = waiting[:50], waiting[50:]
            reading.read_pages(runtime, now)
            reading.read_pages(runtime, now[:5])
    reading.read_pages(runtime, shuffled(waiting, rng))


def archived(runtime: Runtime, pages: list[RawPage]) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return [stored.page_id for stored in store.store_pages(session, pages)]


def settle(runtime: Runtime) -> None:
    """Compare and index all that was read; nothing is left and nothing has failed."""
    with unit_of_work(runtime.sessions) as session:
        ids = session.scalars(select(Decision.id).order_by(Decision.id)).all()
    for begin in range(0, len(ids), 100):
        dedupe.dedupe_decisions(runtime, ids[begin : begin + 100])
    indexing.index_pending(runtime)
    with unit_of_work(runtime.sessions) as session:
        left = pending.backlog(session, PARSER_VERSION, runtime.indexes.ensure())
        assert left.empty, left
        assert failures.listed(session) == []


def check(runtime: Runtime, year: Year) -> Counter[str]:
    """Hold every decision against its life; gives how many fields and paragraphs were seen to change."""
    changed: Counter[str] = Counter()
    with unit_of_work(runtime.sessions) as session:
        for identity, life in year.lives.items():
            truth = year.truths[identity]
            # One report in a few has the bare reference for a title, and no body that could be read.
            body = truth["body"] if truth["body_in_header"] else NO_BODY
            decision = told(dossier.describe(session, truth["reference"]), body)
            check_versions(decision, life)
            check_first_text(told(dossier.describe(session, truth["reference"], 1), body), truth)
            for number, event in enumerate(life.later, start=2):
                versions = {"start": number - 1, "end": number}
                difference = dossier.compare(session, truth["reference"], body=body, **versions).to_json()
                check_difference(difference, event)
                changed.update(item["name"] for item in difference["fields"])
                changed["paragraphs"] += len(difference["paragraphs"])
    return changed


def told(decisions: list[dict[str, Any]], body: str) -> dict[str, Any]:
    (found,) = (decision for decision in decisions if slug(decision["body"] or NO_BODY) == slug(body))
    return found


def check_versions(decision: dict[str, Any], life: Life) -> None:
    events = (life.first, *life.later)
    seen = [dt.datetime.fromisoformat(version["seen"]).date() for version in decision["versions"]]
    assert seen == [event.day for event in events], life.identity
    assert decision["version"] == len(events)
    assert decision["url"].endswith(events[-1].path)


def check_first_text(decision: dict[str, Any], truth: dict[str, Any]) -> None:
    def words(sections: list[dict[str, Any]]) -> list[str | None]:
        return [kept(paragraph["text"]) for section in sections for paragraph in section["paragraphs"]]

    assert words(decision["sections"]) == words(truth["sections"])
    assert {name: decision[name] for name in FIELDS if name != "summary"} == {
        name: truth[name] for name in FIELDS if name != "summary"
    }


def check_difference(found: dict[str, Any], event: Event) -> None:
    fields = {item["name"]: (same_words(item["before"]), same_words(item["after"])) for item in found["fields"]}
    assert fields == {
        item["field"]: (same_words(item["before"]), same_words(item["after"]))
        for item in event.changes
        if item.get("field") in FIELDS
    }
    paragraphs = [
        ("changed", kept(item["paragraph"]), kept(item["before"]), kept(item["after"]))
        for item in event.changes
        if "paragraph" in item
    ]
    assert [
        (item["change"], item["section"]["after"].rstrip(" :"), item["before"], item["after"])
        for item in found["paragraphs"]
    ] == paragraphs


def kept(text: str | None) -> str | None:
    """A text of the truth in the one typography that is kept."""
    return printed(tidy(text)) if text is not None else None


def check_nothing_is_doubled(runtime: Runtime, year: Year) -> None:
    with unit_of_work(runtime.sessions) as session:
        versions = session.scalar(select(func.count()).select_from(Version))
        pages = session.scalar(select(func.count(Page.id)))
        decisions = session.scalars(select(Decision.id)).all()
        told = [record.versions for record in records.gather(session, decisions)]
    assert len(decisions) == len(year.lives)
    assert versions == len(year.lives) + year.edits == sum(map(len, told))
    assert pages is not None
    assert pages > versions, "new markup was archived, and made no version"
    runtime.indexes.refresh()
    body = {"size": 0, "aggs": {"versions": {"sum": {"field": "version_count"}}}}
    answer = runtime.indexes.client.search(index=runtime.indexes.alias, body=body)
    assert answer["aggregations"]["versions"]["value"] == versions


def prove(runtime: Runtime, *, decisions: int, edits: int) -> Counter[str]:
    with (
        start(decisions=decisions, seed=6, today=FIRST_DAY, options=LIVELY) as site,
        closing(Year(site, edits=edits)) as year,
    ):
        live_through(runtime, year, random.Random(6))
        settle(runtime)
        assert year.edits >= edits
        check_nothing_is_doubled(runtime, year)
        return check(runtime, year)


def test_sixty_edits_over_a_simulated_year(runtime: Runtime) -> None:
    changed = prove(runtime, decisions=900, edits=60)
    assert changed["paragraphs"] >= 60
    assert {"outcome", "summary", "decision_date"} <= set(changed)


@pytest.mark.prove
def test_two_thousand_edits_over_a_simulated_year(runtime: Runtime) -> None:
    changed = prove(runtime, decisions=26_000, edits=2_000)
    assert changed["paragraphs"] >= 2_000
    assert set(changed) == {
        "outcome",
        "summary",
        "decision_date",
        "category",
        "subcategory",
        "satisfied_date",
        "paragraphs",
    }
