"""All that the archive can tell people about the decisions of one reference: texts, versions, links, pages, times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from config.db import Json
from config.errors import PermanentError
from scraper.models import Page, PageBody
from workers.dedupe.rules import LinkKind
from workers.diff import Difference, difference
from workers.documents import slug
from workers.history import VersionSeen, sources
from workers.models import Decision, Likeness, Link, Outcome
from workers.records import GroupSeen, Record, gather
from workers.repository import page_readings
from workers.versions import FoldedVersion, fold

NO_BODY = "unnamed"


class NotHeldError(PermanentError):
    """The archive has no such decision, or the decision no such version; the text says which it has."""


class SeveralBodiesError(PermanentError):
    """A reference is held for several bodies, and one has to be chosen."""

    def __init__(self, reference: str, slugs: Sequence[str]) -> None:
        choices = " or ".join(f"--body {name}" for name in slugs)
        super().__init__(f"{reference} is held for {len(slugs)} bodies: choose {choices}")
        self.slugs = tuple(slugs)


@dataclass(frozen=True, slots=True)
class PageSeen:
    """An archived page of a decision, and the version of the decision that it says."""

    id: int
    url: str
    sha256: str
    size: int
    fetched: dt.datetime
    checked: dt.datetime
    version: int

    def to_json(self) -> Json:
        """Under the public names."""
        return {
            "url": self.url,
            "sha256": self.sha256,
            "size": self.size,
            "fetched": self.fetched.isoformat(),
            "checked": self.checked.isoformat(),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of one decision, and what changed between them; the same number twice where there is but one.

    ``numbers`` are those of all versions, which can be compared.
    """

    reference: str
    body: str | None
    before: VersionSeen
    after: VersionSeen
    difference: Difference
    numbers: tuple[int, ...]

    def to_json(self) -> Json:
        """The document that ``lgo diff --json`` prints."""
        held = {"reference": self.reference, "body": self.body, "from": self.before.number, "to": self.after.number}
        seen = {"from_seen": self.before.seen.isoformat(), "to_seen": self.after.seen.isoformat()}
        return {**held, **seen, **self.difference.to_json()}


def describe(session: Session, reference: str, version: int | None = None) -> list[Json]:
    """All decisions with this reference (in its normal spelling) as JSON, in the order of ids; empty if none.

    ``version`` gives the words of that version instead of the current one's. Raises NotHeldError where none of the
    decisions has a version of that number.
    """
    found = [record for record in held(session, reference) if version is None or _has(record, version)]
    if version is not None and not found and (records := held(session, reference)):
        raise NotHeldError(_has_not(reference, version, max(len(record.versions) for record in records)))
    return [_as_json(session, record, version or len(record.versions)) for record in found]


def held(session: Session, reference: str) -> list[Record]:
    """The records of all decisions with this reference that some page says, or said."""
    ids = session.scalars(select(Decision.id).where(Decision.reference == reference)).all()
    return [record for record in gather(session, ids) if record.current]


def _has(record: Record, version: int) -> bool:
    return any(item.number == version for item in record.versions)


def _has_not(reference: str, version: int, last: int) -> str:
    only = "only version 1" if last == 1 else f"versions 1 to {last}"
    return f"{reference} has no version {version}: it has {only}"


def _as_json(session: Session, record: Record, number: int) -> Json:
    folded = fold(page_readings(session, [record.id])[record.id])
    pages = _pages(session, folded)
    by_version = {version.number: version for version in folded}
    shown = by_version[number].shown
    return {
        **_reading(session, shown.page_id, max(shown.content)),
        "state": record.state.value,
        "revision": record.revision,
        "version": number,
        "first_seen": record.first_seen.isoformat(),
        "last_seen": max(page.checked for page in pages).isoformat() if pages else None,
        "versions": [_version(item, by_version[item.number], pages) for item in record.versions],
        "group": _group(session, record.id, record.group),
        "links": _links(session, record),
        "pages": [page.to_json() for page in pages],
    }


def _version(seen: VersionSeen, folded: FoldedVersion, pages: Sequence[PageSeen]) -> Json:
    mine = [page for page in pages if page.version == seen.number]
    return {
        **seen.to_json(),
        "last_seen": max(page.checked for page in mine).isoformat(),
        "sha256": mine[0].sha256,
        "parser_version": max(folded.shown.content),
    }


def _pages(session: Session, versions: Sequence[FoldedVersion]) -> list[PageSeen]:
    """Every archived page that was read as this decision, oldest first."""
    numbers = {page.page_id: version.number for version in versions for page in version.pages}
    rows = session.execute(
        select(Page.id, Page.url, Page.sha256, PageBody.size, Page.fetched_at, Page.checked_at)
        .join(PageBody, PageBody.sha256 == Page.sha256)
        .where(Page.id.in_(numbers))
        .order_by(Page.fetched_at, Page.id)
    )
    return [PageSeen(*row, version=numbers[row.id]) for row in rows]


def _reading(session: Session, page_id: int, parser_version: int) -> Mapping[str, Any]:
    outcome = session.get_one(Outcome, (page_id, parser_version))
    return outcome.reading or {}


def _links(session: Session, record: Record) -> list[Json]:
    """The links; of a reissue also whether this decision ``replaces`` the other or is ``replaced_by`` it."""
    days = _days(session, record.id) if any(link.kind == LinkKind.REISSUED for link in record.links) else {}
    mine = days.get((record.reference, record.body))
    found = []
    for link in record.links:
        other = days.get((link.reference, link.body)) if link.kind == LinkKind.REISSUED else None
        direction = None
        if mine is not None and other is not None and mine != other:
            direction = "replaces" if mine > other else "replaced_by"
        found.append({**link.to_json(), "direction": direction})
    return found


def _days(session: Session, decision_id: int) -> dict[tuple[str, str | None], dt.date | None]:
    """When this decision and those it replaces, or is replaced by, were made."""
    ends = (Link.low_id, Link.high_id), (Link.high_id, Link.low_id)
    linked = or_(*(and_(one == decision_id, other == Decision.id) for one, other in ends))
    is_one = select(Link.kind).where(Link.kind == LinkKind.REISSUED, linked).exists()
    rows = session.execute(
        select(Decision.reference, Decision.body, Likeness.decided)
        .join(Likeness, Likeness.decision_id == Decision.id)
        .where(or_(Decision.id == decision_id, is_one))
    )
    return {(row.reference, row.body): row.decided for row in rows}


def _group(session: Session, decision_id: int, group: GroupSeen) -> Json:
    """The group with the other decisions in it."""
    others = select(Decision.reference, Decision.body).where(Decision.group_id == group.id, Decision.id != decision_id)
    rows = session.execute(others.order_by(Decision.reference, Decision.body)).all() if group.size > 1 else []
    return {**group.to_json(), "members": [{"reference": row.reference, "body": row.body} for row in rows]}


def compare(
    session: Session, reference: str, *, body: str | None = None, start: int | None = None, end: int | None = None
) -> Compared:
    """What changed between two versions of a decision, unset: the last two; ``body`` is its slug or its name.

    Raises NotHeldError and SeveralBodiesError.
    """
    record = _chosen(held(session, reference), reference, body)
    numbers = [item.number for item in record.versions]
    end = end or max(numbers[-1], start or 0)
    start = start or max(numbers[0], end - 1)
    for number in (end, start):
        if number not in numbers:
            raise NotHeldError(_has_not(reference, number, numbers[-1]))
    shown = {version.number: version.shown for version in fold(page_readings(session, [record.id])[record.id])}
    ((one, other),) = sources(session, [(shown[start].page_id, shown[end].page_id)])
    found = difference(_reading(session, *one), _reading(session, *other))
    seen = {item.number: item for item in record.versions}
    return Compared(record.reference, record.body, seen[start], seen[end], found, tuple(numbers))


def _chosen(records: Sequence[Record], reference: str, body: str | None) -> Record:
    if not records:
        raise NotHeldError(f"no decision with the reference {reference} is held")
    slugs = [slug(record.body) if record.body else NO_BODY for record in records]
    if body is None and len(records) > 1:
        raise SeveralBodiesError(reference, slugs)
    for record, name in zip(records, slugs, strict=True):
        if body is None or slug(body) == name:
            return record
    raise NotHeldError(f"{reference} is not held for {body}: it is for {' and '.join(slugs)}")
