"""The SQL of decisions: identity by upsert, outcomes, versions by fold.

Each call runs in the caller's unit of work, takes many rows at once, and takes its locks in the order of ids, so that
two workers never wait for each other in a ring.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config.db import Json
from config.failures import Failure, Stage
from scraper.models import Address, Page
from workers.domain import Decision as Reading
from workers.models import Decision, Outcome, Version
from workers.versions import FoldedVersion, PageReading, content_sha256, fingerprint, fold

Identity = tuple[str, str | None]
READ_COLUMNS = ("decision_id", "reading", "reading_sha256", "content_sha256", "text_sha256")


def claim(session: Session, identities: Collection[Identity]) -> dict[Identity, int]:
    """The id of each decision (reference, body), made if it is new; the unique constraint decides."""
    ordered = sorted(set(identities), key=lambda identity: (identity[0], identity[1] or ""))
    rows = [{"reference": reference, "body": body, "revision": 0} for reference, body in ordered]
    session.execute(insert(Decision).values(rows).on_conflict_do_nothing())
    found = session.execute(
        select(Decision.reference, Decision.body, Decision.id).where(
            Decision.reference.in_([row[0] for row in ordered])
        )
    )
    by_identity: dict[Identity, int] = {(reference, body): key for reference, body, key in found}
    return {identity: by_identity[identity] for identity in ordered}


def without_outcome(session: Session, page_ids: Collection[int], parser_version: int) -> list[int]:
    """Those of the pages that this parser version has not read."""
    read = select(Outcome.page_id).where(Outcome.page_id.in_(page_ids), Outcome.parser_version == parser_version)
    return sorted(set(page_ids) - set(session.scalars(read)))


def save_outcomes(session: Session, parser_version: int, readings: Mapping[int, Reading | None]) -> set[int]:
    """Keep what this parser version made of each page (None: no decision) and give the decisions it concerns.

    A page that is read as another decision than before concerns both: the old one loses it, the new one gains it.
    """
    if not readings:
        return set()
    earlier = select(Outcome.decision_id).where(Outcome.page_id.in_(readings), Outcome.decision_id.is_not(None))
    concerned = {decision_id for decision_id in session.scalars(earlier) if decision_id is not None}
    found = [reading for reading in readings.values() if reading is not None]
    ids = claim(session, [(reading.reference, reading.body) for reading in found]) if found else {}
    read = [(page_id, reading) for page_id, reading in sorted(readings.items()) if reading is not None]
    unread = sorted(page_id for page_id, reading in readings.items() if reading is None)
    if read:
        new = insert(Outcome).values([_key(page_id, parser_version) | _outcome(one, ids) for page_id, one in read])
        again = {name: new.excluded[name] for name in READ_COLUMNS} | {"parsed_at": func.now()}
        session.execute(new.on_conflict_do_update(index_elements=[Outcome.page_id, Outcome.parser_version], set_=again))
    if unread:
        # Where another process could read the page after all, its reading stands.
        none = insert(Outcome).values([_key(page_id, parser_version) for page_id in unread])
        session.execute(none.on_conflict_do_nothing())
    return concerned | set(ids.values())


def _key(page_id: int, parser_version: int) -> Json:
    return {"page_id": page_id, "parser_version": parser_version}


def _outcome(reading: Reading, ids: Mapping[Identity, int]) -> Json:
    plain = reading.to_json()
    return {
        "decision_id": ids[reading.reference, reading.body],
        "reading": plain,
        "reading_sha256": fingerprint(plain),
        "content_sha256": content_sha256(reading),
        "text_sha256": reading.text_sha256,
    }


def lock(session: Session, decision_ids: Collection[int]) -> list[Decision]:
    """Lock these decisions in the order of their ids and give them as they are now."""
    rows = select(Decision).where(Decision.id.in_(decision_ids)).order_by(Decision.id).with_for_update(key_share=True)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def fold_decisions(session: Session, decision_ids: Collection[int]) -> None:
    """Work out the versions of these decisions afresh; a decision whose document would change gets a new revision."""
    decisions = lock(session, decision_ids)
    readings, held = page_readings(session, decision_ids), _versions(session, decision_ids)
    gone = gone_times(session, decision_ids)
    rewritten, changed, rows = [], [], []
    for decision in decisions:
        versions = fold(readings[decision.id])
        wanted = [_version_row(decision.id, version) for version in versions]
        if wanted != held[decision.id]:
            rewritten.append(decision.id)
            rows += wanted
        if _differs(decision, versions, gone[decision.id]):
            changed.append(decision.id)
    session.execute(delete(Version).where(Version.decision_id.in_(rewritten)))
    if rows:
        session.execute(insert(Version), rows)
    raise_revisions(session, changed)
    # What could not be compared before may be comparable now that it says something else.
    session.execute(delete(Failure).where(Failure.stage == Stage.DEDUPE, Failure.subject_id.in_(changed)))


def page_readings(session: Session, decision_ids: Collection[int]) -> defaultdict[int, list[PageReading]]:
    """What each page says by every parser that could read it, by the decision that the newest of them says it of."""
    concerned = select(Outcome.page_id).where(Outcome.decision_id.in_(decision_ids))
    rows = session.execute(
        select(
            Outcome.decision_id,
            Outcome.page_id,
            Outcome.parser_version,
            Page.address_id,
            Page.fetched_at,
            Outcome.content_sha256,
            Outcome.text_sha256,
            Outcome.reading_sha256,
        )
        .join(Page, Page.id == Outcome.page_id)
        .where(Outcome.page_id.in_(concerned), Outcome.decision_id.is_not(None))
        .order_by(Outcome.page_id, Outcome.parser_version.desc())
    )
    readings: defaultdict[int, list[PageReading]] = defaultdict(list)
    for _, outcomes in groupby(rows, key=lambda row: row.page_id):
        read = list(outcomes)
        newest = read[0]
        content = {row.parser_version: row.content_sha256 for row in read}
        page = (newest.page_id, newest.address_id, newest.fetched_at)
        readings[newest.decision_id].append(PageReading(*page, content, newest.text_sha256, newest.reading_sha256))
    return readings


def _versions(session: Session, decision_ids: Collection[int]) -> defaultdict[int, list[Json]]:
    held: defaultdict[int, list[Json]] = defaultdict(list)
    query = select(Version.__table__).where(Version.decision_id.in_(decision_ids))
    for row in session.execute(query.order_by(Version.decision_id, Version.number)).mappings():
        held[row["decision_id"]].append(dict(row))
    return held


def _version_row(decision_id: int, version: FoldedVersion) -> Json:
    return {
        "decision_id": decision_id,
        "number": version.number,
        "page_id": version.shown.page_id,
        "content_sha256": version.shown.content_sha256,
        "text_sha256": version.shown.text_sha256,
        "seen_at": version.first.seen_at,
    }


def gone_times(session: Session, decision_ids: Collection[int]) -> defaultdict[int, list[dt.datetime | None]]:
    """When the addresses of each of these decisions went (None: still there), one for each time there is."""
    rows = session.execute(
        select(Outcome.decision_id, Address.gone_at)
        .join(Page, Page.id == Outcome.page_id)
        .join(Address, Address.id == Page.address_id)
        .where(Outcome.decision_id.in_(decision_ids))
        .distinct()
    )
    gone: defaultdict[int, list[dt.datetime | None]] = defaultdict(list)
    for decision_id, gone_at in rows:
        if decision_id is not None:
            gone[decision_id].append(gone_at)
    return gone


def _differs(decision: Decision, versions: Sequence[FoldedVersion], gone: Sequence[dt.datetime | None]) -> bool:
    """Note what this fold saw, and tell whether it is something else than the last one saw."""
    said: list[Any] = [
        [
            version.number,
            version.shown.content_sha256,
            version.shown.reading_sha256,
            version.first.seen_at.isoformat(),
        ]
        for version in versions
    ]
    times = [time for time in gone if time is not None]
    if gone and len(times) == len(gone):
        said.append(["gone", max(times).isoformat()])
    before = decision.read_sha256
    decision.read_sha256 = fingerprint(said)
    return decision.read_sha256 != before


def raise_revisions(session: Session, decision_ids: Collection[int], *, above: int = 0) -> None:
    """Give these decisions a new revision, greater than ``above``, so that they are indexed again in any case."""
    if not decision_ids:
        return
    ids = [decision.id for decision in lock(session, decision_ids)]
    higher = func.greatest(Decision.revision, above) + 1
    session.execute(update(Decision).where(Decision.id.in_(ids)).values(revision=higher))
    session.execute(delete(Failure).where(Failure.stage == Stage.INDEX, Failure.subject_id.in_(ids)))


@dataclass(frozen=True, slots=True)
class Current:
    """The current version of a decision: its number and text, the page it was read from, the reading as JSON."""

    decision_id: int
    number: int
    page_id: int
    text_sha256: str
    reading: Json


def current_readings(session: Session, decision_ids: Collection[int]) -> dict[int, Current]:
    """The current version of each of these decisions, read by the newest parser that could read its page."""
    rows = session.execute(_current(decision_ids).add_columns(Outcome.reading))
    return {
        row.decision_id: Current(row.decision_id, row.number, row.page_id, row.text_sha256, row.reading) for row in rows
    }


def current_kinds(session: Session, decision_ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    """Kind and ISO date of each of these decisions as they read now, without the weight of the whole readings."""
    facts = [Outcome.reading[name].astext.label(name) for name in ("kind", "decision_date")]
    rows = session.execute(_current(decision_ids).add_columns(*facts))
    return {row.decision_id: (row.kind, row.decision_date) for row in rows}


def _current(decision_ids: Collection[int]) -> Select[Any]:
    latest = (
        select(Version.decision_id, Version.number, Version.page_id, Version.text_sha256)
        .where(Version.decision_id.in_(decision_ids))
        .ext(distinct_on(Version.decision_id))
        .order_by(Version.decision_id, Version.number.desc())
        .subquery()
    )
    return (
        select(latest.c.decision_id, latest.c.number, latest.c.page_id, latest.c.text_sha256)
        .join(Outcome, and_(Outcome.page_id == latest.c.page_id, Outcome.decision_id == latest.c.decision_id))
        .where(Outcome.reading.is_not(None))
        .ext(distinct_on(latest.c.decision_id))
        .order_by(latest.c.decision_id, Outcome.parser_version.desc())
    )
