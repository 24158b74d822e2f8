"""Decisions of equal text: which of them are linked with each other, so that links grow as they do and not as pairs.

In the order of their sample keys each is linked with the eight before and the eight behind it. So up to nine are all
linked with each other, five hundred have four thousand links and not a hundred thousand, any number is one group, and
neither ids nor the order of arrival matter. One that comes or goes changes links of others then, which are as near to
each other as they were not before: of more than nine all links are looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from config.db import bigints
from workers.dedupe import points
from workers.dedupe.profile import Profile
from workers.dedupe.rules import Found, LinkKind, equal_text
from workers.dedupe.standard import sample_key
from workers.models import Likeness

NEIGHBOURS = 8


@dataclass
class Equals:
    """Decisions of equal text that were met: of each text the sample keys by ids, and which must be seen as a whole."""

    members: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    left: set[str] = field(default_factory=set)

    def add(self, *profiles: Profile) -> None:
        """Take in some of one text."""
        for one in profiles:
            if one.id not in self.members[one.text_sha256]:
                self.members[one.text_sha256][one.id] = sample_key(one.reference, one.body)

    def whole(self) -> set[int]:
        """Those of whom all links must be known, because links of others change with one that comes or goes."""
        return {one for text in self.members if self._is_whole(text) for one in self.members[text]}

    def links(self, compared: Collection[int]) -> Iterator[Found]:
        """The links that those compared must have, and those of all of a text that is seen as a whole."""
        for text, keys in self.members.items():
            for one, other in neighbours(keys):
                if self._is_whole(text) or one in compared or other in compared:
                    yield equal_text(one, other)

    def _is_whole(self, text: str) -> bool:
        return text in self.left or len(self.members[text]) > NEIGHBOURS + 1


def neighbours(keys: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Which of these ids are linked with each other, given the key of each by which they are put in order."""
    ordered = sorted(keys, key=keys.__getitem__)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :][:NEIGHBOURS]:
            yield one, other


def around(session: Session, compared: Collection[int], held: Iterable[Any]) -> Equals:
    """Of the texts that some decisions have or had in common with so many that not all are linked, all who have them.

    ``held`` are the links that those compared have so far.
    """
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for link in held:
        if link.kind == LinkKind.SAME_TEXT:
            for one, other in ((link.low_id, link.high_id), (link.high_id, link.low_id)):
                partners[one].add(other)
    many = {end for one in compared if len(partners[one]) >= NEIGHBOURS for end in partners[one]}
    if not many:
        return Equals()
    texts = set(session.scalars(select(Likeness.text_sha256).where(Likeness.decision_id == any_(bigints(many)))))
    rows = session.execute(
        select(Likeness.text_sha256, Likeness.decision_id, Likeness.sample_key).where(
            Likeness.points.overlap([points.text_point(one) for one in texts]), Likeness.text_sha256.in_(texts)
        )
    )
    found = Equals(left=texts)
    for text, decision_id, key in rows:
        found.members[text][decision_id] = key
    return found
