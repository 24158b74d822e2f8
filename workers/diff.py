"""What changed from one version of a decision to another: fields, paragraphs, and the words in them. Pure: no I/O.

Only the page's own words are compared. Blanks, line ends, quotation marks and kinds of dash are no change, nor is a
number that a paragraph has only because another came before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workers.alignment import align, equal
from workers.versions import same_words

Json = dict[str, Any]

# What a version's header says; the words of the text are compared by paragraph.
FIELDS = ("category", "subcategory", "outcome", "kind", "decision_date", "satisfied_date", "summary")
# A character of the private use area, which no page means anything by.
HEADING = "\ue000"


class Change(StrEnum):
    """What became of a paragraph; a moved one may have been edited too."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Fate(StrEnum):
    """What became of some words of a paragraph."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a heading where it stands: the heading of its section, its number, its words."""

    section: str
    number: str | None
    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words that follow each other and share a fate."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the header, before and after; None where it was not on the page."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PassageChange:
    """One paragraph or heading that changed: ``before`` is None where it was added, ``after`` where it was removed."""

    change: Change
    before: Passage | None
    after: Passage | None

    @property
    def place(self) -> Passage:
        """Where it stands now, or stood."""
        passage = self.after or self.before
        assert passage is not None  # noqa: S101 - A change without either side is never made.
        return passage

    @property
    def words(self) -> tuple[Words, ...]:
        """The words of both sides, each with its fate; the words that are not removed are the text as it is now."""
        return word_changes(self.before.text if self.before else "", self.after.text if self.after else "")

    def to_json(self) -> Json:
        """Under the public names."""
        before, after, place = self.before, self.after, self.place
        return {
            "change": self.change.value,
            "before": before.text if before else None,
            "after": after.text if after else None,
            "heading": place.is_heading,
            "section": {"before": before.section if before else None, "after": after.section if after else None},
            "number": {"before": before.number if before else None, "after": after.number if after else None},
            "words": [{"change": words.fate.value, "text": words.text} for words in self.words],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two versions."""

    fields: tuple[FieldChange, ...]
    passages: tuple[PassageChange, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many paragraphs and headings were added, removed, changed and moved."""
        counted = Counter(passage.change for passage in self.passages)
        return {change.value: counted[change] for change in Change}

    def to_json(self) -> Json:
        """Under the public names."""
        fields = [{"name": field.name, "before": field.before, "after": field.after} for field in self.fields]
        return {"fields": fields, "paragraphs": [passage.to_json() for passage in self.passages]}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """What changed between two readings of a decision, in their JSON form; of ``sections`` and :data:`FIELDS` alone."""
    return Difference(tuple(_fields(before, after)), tuple(_passages(passages(before), passages(after))))


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in FIELDS:
        if same_words(before.get(name)) != same_words(after.get(name)):
            yield FieldChange(name, before.get(name), after.get(name))


def passages(reading: Mapping[str, Any]) -> list[Passage]:
    """The headings and paragraphs of a reading, in its order."""
    found = []
    for section in reading.get("sections") or ():
        heading = section["heading"]
        if heading:
            found.append(Passage(heading, None, heading, is_heading=True))
        found += [Passage(heading, item["number"], item["text"]) for item in section["paragraphs"]]
    return found


def _passages(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[PassageChange]:
    keys, other_keys = [_key(passage) for passage in before], [_key(passage) for passage in after]
    found = align(keys, other_keys)
    came_from = {other: before[one] for one, other in found.elsewhere}
    moved = {one for one, _ in found.elsewhere}
    start = other_start = 0
    for one, other in [*found.in_place, (len(before), len(after))]:
        yield from (PassageChange(Change.REMOVED, before[at], None) for at in range(start, one) if at not in moved)
        for at in range(other_start, other):
            change = Change.MOVED if at in came_from else Change.ADDED
            yield PassageChange(change, came_from.get(at), after[at])
        if one < len(before) and keys[one] != other_keys[other]:
            yield PassageChange(Change.CHANGED, before[one], after[other])
        start, other_start = one + 1, other + 1


def _key(passage: Passage) -> str:
    """What a passage is compared by; no word of a heading is one of a paragraph."""
    words = same_words(passage.text) or ""
    return " ".join(word + HEADING for word in words.split()) if passage.is_heading else words


def word_changes(before: str, after: str) -> tuple[Words, ...]:
    """The words of two texts, each with its fate, in the order in which they are best read: removed before added."""
    mine, yours = before.split(), after.split()
    pairs = equal([same_words(word) or word for word in mine], [same_words(word) or word for word in yours])
    runs: list[tuple[Fate, list[str]]] = []
    start = other_start = 0
    for one, other in [*pairs, (len(mine), len(yours))]:
        _append(runs, Fate.REMOVED, mine[start:one])
        _append(runs, Fate.ADDED, yours[other_start:other])
        _append(runs, Fate.SAME, yours[other : other + 1])
        start, other_start = one + 1, other + 1
    return tuple(Words(fate, " ".join(words)) for fate, words in runs)


def _append(runs: list[tuple[Fate, list[str]]], fate: Fate, words: Sequence[str]) -> None:
    if not words:
        return
    if runs and runs[-1][0] is fate:
        runs[-1][1].extend(words)
    else:
        runs.append((fate, list(words)))
