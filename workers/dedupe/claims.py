"""What a decision says itself of an earlier one, and whether it takes its place. Pure: no I/O.

These are claims, not facts: a decision that tells of the council's withdrawn letter makes one too. The rule for
``reissued`` believes a claim only where an earlier decision of the same body tells nearly the same, and asks for the
more likeness the less is claimed.

There are more ways to say that a decision is made again than a list of verbs could hold. So a claim is whatever speaks
of an earlier decision of ours: its reference, its date beside words for what the Ombudsman makes, or one that is only
called earlier. Which words stand beside it tells how much is claimed: that something was undone, mended or done again
(``REPLACES``), nothing of the kind (``MENTIONS``), or that the earlier one is on something else and stays what it is
(``STANDS``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from zlib import crc32

from workers.domain import Role
from workers.parsing.dates import read_date


class Degree(StrEnum):
    """How much is claimed, the least first."""

    STANDS = "~"
    MENTIONS = "?"
    REPLACES = "!"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on an earlier decision.

    ``earlier`` is its reference as printed ("24 002 642"), its ISO date, or, where it is not named, UNNAMED with a hash
    of what was said, so that what both decisions say is no claim of the later.
    """

    degree: Degree
    earlier: str

    @classmethod
    def read(cls, kept: str) -> Claim:
        """A claim as it was kept."""
        return cls(Degree(kept[:1]), kept[1:])

    def __str__(self) -> str:
        return f"{self.degree.value}{self.earlier}"


# An earlier decision of which neither reference nor date is told.
UNNAMED = "*"
# A decision says at its beginning, at its end or where it tells how it was made what it replaces. Standard wording
# tells of decisions in general, and the account of what happened of those that others made.
_SPEAKING_ROLES = frozenset({Role.SUMMARY, Role.COMPLAINT, Role.CONSIDERATION, Role.FINAL_DECISION, Role.OTHER})
_OURS = re.compile(r"\b(?:this|our|ours|my|we|i|us|ombudsman)\b")
# What the Ombudsman makes, and how people tell that it was made.
_PRODUCT = re.compile(
    r"\b(?:decisions?|decided?|statements?|reports?|findings?|found|versions?|conclusions?|concluded|views?|said|wrote"
    r"|published|issued|sent)\b"
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous|former|prior|first|second|original|initial|older?|last|un(?:correct|amend|revis)ed)"
    r" (?:[a-z]+ ){0,2}?(?:decision|statement|report|finding|version|conclusion|view|text|one)s?\b"
    r"|\b(?:we|i) (?:have )?(?:[a-z]+ ){0,2}?(?:decided|said|wrote|made|reached|found|concluded|published|issued|sent)"
    r" (?:[a-z]+ ){0,2}?(?:earlier|before|previously|originally|initially|at first)\b"
    r"|\b(?:we|i) (?:had )?(?:earlier|previously|first|once|originally|initially) "
)
# That something is done again, that it no longer holds, that it was wrong. A word that is missing here is no loss where
# both tell nearly the same.
_REPLACES = re.compile(
    r"\b(?:replac|re-?issu|review|reconsider|re-?open|re-?visi|revis|re-?writ|re-?mad|re-?examin|supersed|second|again"
    r"|anew|afresh|fresh|once more|instead|stead|in lieu|(?:the|its|their|this) place|in place of|gives? way"
    r"|no longer|aside|withdr|recall|rescind|revok|revers|overturn|overtak|cancel|annul|quash|void|valid|invalid|lapse"
    r"|struck|tak(?:en?|ing) (?:back|down)|took|disregard|ignor|never|cannot|wrong|mistake|error|errone|flaw|incorrect"
    r"|inaccura|not right|fault in|correct|uncorrect|amend|unamend|updat"
    r"|new (?:decision|statement|report|version|view))"
)
# That the earlier one is on something else, or that nothing of the kind was done to it.
_ELSEWHERE = (
    r"(?:another|other|separate|different|further|later|unrelated|second|own|fresh|new)"
    r" (?:complaint|matter|event|thing|point|issue|fact|ground|letter|case|subject|fault)"
)
_STANDS = re.compile(
    rf"\b(?:{_ELSEWHERE}|(?:facts|matters?) here|that case|unaffected|unchanged"
    r"|(?:has|have|had|is|are|was|were|do|does|see) (?:not|no)\b(?! (?:longer|right|seen|effect))|nothing"
    r"|since(?! (?:it|we|i|this)\b)|(?:came|come|happened) after|begins? where)"
    r"|(?<!no longer )\bstands\b(?! (?:in|before))"
)
_REFERENCE = re.compile(r"(?<![\d-])(\d{2})[ -]?(\d{3})[ -]?(\d{3})([a-z]?)(?![\w-])")
_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[ /.-](?:of )?[A-Za-z\d]{1,9}[ /.,-]{1,2}\d{4}\b"
    r"|\b[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
)
# Words that differ where one matter is told for another person.
_PERSONAL = re.compile(r"\b(?:mrs?|miss|ms|mx|dr|[a-z]|s?he|his|hers?|him|they|them|theirs?|\w*\d\w*)\b|[^a-z]+")


def claims(reference: str, sections: Iterable[tuple[str, Iterable[str]]]) -> tuple[Claim, ...]:
    """What a decision claims of earlier ones, of each the most that it claims; empty where it tells of none.

    ``sections`` are given as role and paragraphs.
    """
    found: dict[str, Degree] = {}
    for text in chain.from_iterable(texts for role, texts in sections if role in _SPEAKING_ROLES):
        low = text.lower().replace("\u2019", "'")
        named = _references(low) - {reference}
        said = named | (_days(text) if _PRODUCT.search(low) else set()) or _unnamed(low)
        if said:
            degree = _degree(low)
            for earlier in said:
                found[earlier] = max(found.get(earlier, degree), degree, key=_ORDER.index)
    return tuple(Claim(degree, earlier) for earlier, degree in sorted(found.items()))


_ORDER = list(Degree)


def _degree(low: str) -> Degree:
    if _STANDS.search(low):
        return Degree.STANDS
    return Degree.REPLACES if _REPLACES.search(low) else Degree.MENTIONS


def _references(low: str) -> set[str]:
    return {f"{year} {first} {last}{letter}" for year, first, last, letter in _REFERENCE.findall(low)}


def _days(text: str) -> set[str]:
    days = map(read_date, (found.replace("of ", "") for found in _DAY.findall(text)))
    return {day.isoformat() for day in days if day is not None}


def _unnamed(low: str) -> set[str]:
    if not (_EARLIER.search(low) and _OURS.search(low) and _PRODUCT.search(low)):
        return set()
    return {f"{UNNAMED}{crc32(_PERSONAL.sub('', low).encode()):08x}"}


def claimed_days(claimed: Iterable[Claim]) -> set[dt.date]:
    """The dates among claims."""
    return {dt.date.fromisoformat(one.earlier) for one in claimed if one.earlier[4:5] == "-"}


def claimed_references(claimed: Iterable[Claim]) -> set[str]:
    """The references among claims."""
    return {one.earlier for one in claimed if " " in one.earlier}
