"""The versions of decisions as people are told of them: when each was first seen, and what it changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from config.db import Json
from workers.diff import FIELDS, Change, difference
from workers.models import Outcome, Version

TEXT = "text"
NOTHING: Mapping[str, int] = {change.value: 0 for change in Change}

# A reading of a page: the page and the version of the parser.
Source = tuple[int, int]
# Decision, number, page and time of a version.
VersionRow = Row[int, int, int, dt.datetime]


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """A version of a decision: when it was first seen, and what it changed.

    ``changes`` names the fields, ``text`` for words; ``paragraphs`` counts them, and headings, by what became of them.
    """

    number: int
    seen: dt.datetime
    changes: tuple[str, ...] = ()
    paragraphs: Mapping[str, int] = field(default_factory=lambda: NOTHING)

    def to_json(self) -> Json:
        """Under the public names."""
        return {
            "number": self.number,
            "seen": self.seen.isoformat(),
            "changes": list(self.changes),
            "paragraphs": dict(self.paragraphs),
        }


def versions_seen(session: Session, decision_ids: Collection[int]) -> defaultdict[int, list[VersionSeen]]:
    """The versions of each of these decisions, oldest first."""
    rows = select(Version.decision_id, Version.number, Version.page_id, Version.seen_at)
    rows = rows.where(Version.decision_id.in_(decision_ids)).order_by(Version.decision_id, Version.number)
    held: defaultdict[int, list[VersionRow]] = defaultdict(list)
    for version in session.execute(rows):
        held[version.decision_id].append(version)
    seen: defaultdict[int, list[VersionSeen]] = defaultdict(list)
    for decision_id, versions in held.items():
        # One decision after the other, so that only one is in memory with all its texts.
        seen[decision_id] = _seen(session, versions)
    return seen


def _seen(session: Session, versions: Sequence[VersionRow]) -> list[VersionSeen]:
    first = VersionSeen(versions[0].number, versions[0].seen_at)
    if len(versions) == 1:
        return [first]
    pairs = sources(session, [(before.page_id, after.page_id) for before, after in pairwise(versions)])
    readings = _readings(session, {source for pair in pairs for source in pair})
    later = [
        _changed(version, readings[before], readings[after])
        for version, (before, after) in zip(versions[1:], pairs, strict=True)
    ]
    return [first, *later]


def _changed(version: VersionRow, before: Json, after: Json) -> VersionSeen:
    found = difference(before, after)
    changes = [item.name for item in found.fields]
    if before["text_sha256"] != after["text_sha256"]:
        changes.append(TEXT)
    return VersionSeen(version.number, version.seen_at, tuple(changes), found.counts)


def sources(session: Session, pages: Sequence[tuple[int, int]]) -> list[tuple[Source, Source]]:
    """For each two pages the readings to compare them by: by the newest parser that could read both, if there is one.

    What a better parser reads otherwise would look like a change of the page.
    """
    wanted = {page for pair in pages for page in pair}
    rows = select(Outcome.page_id, Outcome.parser_version)
    parsers: defaultdict[int, set[int]] = defaultdict(set)
    for page_id, parser in session.execute(rows.where(Outcome.page_id.in_(wanted), Outcome.reading.is_not(None))):
        parsers[page_id].add(parser)
    return [_sources(before, after, parsers) for before, after in pages]


def _sources(before: int, after: int, parsers: Mapping[int, set[int]]) -> tuple[Source, Source]:
    both = parsers[before] & parsers[after]
    return (before, max(both or parsers[before])), (after, max(both or parsers[after]))


def _readings(session: Session, wanted: Collection[Source]) -> dict[Source, Json]:
    """Of each reading what a comparison needs, and no more: a long history would fill the memory with the rest."""
    names = [Outcome.reading[name].astext.label(name) for name in FIELDS]
    parts: list[Any] = [Outcome.page_id, Outcome.parser_version, Outcome.reading["sections"].label("sections")]
    rows = session.execute(
        select(*parts, Outcome.text_sha256, *names).where(
            tuple_(Outcome.page_id, Outcome.parser_version).in_(sorted(wanted))
        )
    )
    return {(row["page_id"], row["parser_version"]): dict(row) for row in rows.mappings()}
