"""What a decision says itself of an earlier one, and whether it takes its place. Pure: no I/O.

These are claims, not facts: a decision that tells of the council's withdrawn letter makes one too. The rule for
``reissued`` believes a claim only where an earlier decision of the same body tells nearly the same, and asks for the
more likeness the less is claimed.

There are more ways to say that a decision is made again than a list of verbs could hold. So a claim is whatever speaks
of an earlier decision of ours: its reference, its date in a sentence in which we speak of what we made (see ``voice``),
or one that is only called earlier. Which words stand beside it tells how much is claimed: that something was undone,
mended or done again (``REPLACES``), nothing of the kind (``MENTIONS``), or that the earlier one is on something else
and stays what it is (``STANDS``).

Each sentence is judged by itself, as a summary runs on in one paragraph. Only where it does not say what became of the
earlier one, the next is heard as far as it goes on about that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from zlib import crc32

from workers.dedupe import voice
from workers.domain import Role
from workers.parsing.dates import read_date
from workers.parsing.sentences import sentences


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
# That we undid it, in so many words: whatever else is said beside it.
_UNDONE = (
    r"withdr(?:ew|awn)|withdrawing|replaced|set aside|setting aside|superseded|cancelled|quashed|overturned|annulled"
    r"|rescinded|recalled|revoked|reversed|re-?opened|re-?considered|reviewed|revised|rewritten|re-?made|re-?issued|void"
    r"|(?:taken|took) (?:it |that |them )?(?:down|back)|struck out|corrected|amended"
)
_WORDS = r"(?:(?!not\b|never\b|no\b|been asked|to\b)[a-z]+ ){0,2}?"
_EXPLICIT = re.compile(
    rf"\b(?:this|it|present|new|our) {_WORDS}(?:replaces|supersedes|updates|corrects|amends|revises"
    rf"|(?:takes|stands in) (?:the|its|their) (?:place|stead))\b"
    rf"|\b(?:(?:decision|statement|report|version|one|that|it)(?: [\w, ()]{{0,60}}?)?)"
    rf" (?:is|are|was|were|has been|have been|had been) {_WORDS}(?:{_UNDONE})\b"
    rf"|\b(?:we|i|ombudsman) (?:have |has |had )?{_WORDS}(?:{_UNDONE}|replace|withdraw)\b"
    rf"|\bno longer (?:stands|has effect|holds|valid)\b|\bin (?:place|lieu) of (?:our|the one|that)\b"
)
# A sentence goes on about what the one before it spoke of.
_GOES_ON = re.compile(r"\b(?:this|that|it|these|those|here|there|we|i|our|my|present|new|first|former)\b")
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
    for paragraph in chain.from_iterable(texts for role, texts in sections if role in _SPEAKING_ROLES):
        for claim in _said(reference, paragraph):
            found[claim.earlier] = max(found.get(claim.earlier, claim.degree), claim.degree, key=_ORDER.index)
    return tuple(Claim(degree, earlier) for earlier, degree in sorted(found.items()))


_ORDER = list(Degree)


def _said(reference: str, paragraph: str) -> list[Claim]:
    """The claims of one paragraph; those that name nothing only where no other is there."""
    if not (_REFERENCE.search(paragraph) or _DAY.search(paragraph) or _EARLIER.search(paragraph.lower())):
        return []
    texts = sentences(paragraph)
    lows = [text.lower().replace("\u2019", "'") for text in texts]
    said: list[Claim] = []
    unnamed: list[Claim] = []
    for at, (text, low) in enumerate(zip(texts, lows, strict=True)):
        after = lows[at + 1] if at + 1 < len(lows) and _GOES_ON.search(lows[at + 1]) else ""
        degree, undone = _degree(low, after), bool(_EXPLICIT.search(low) or _EXPLICIT.search(after))
        named = _references(low) - {reference}
        said += [Claim(degree, earlier) for earlier in sorted(named | _days(text, low, undone=undone))]
        unnamed += [Claim(degree, earlier) for earlier in _unnamed(low)]
    return said or unnamed


def _degree(low: str, after: str) -> Degree:
    """How much a sentence claims; the next one tells what became of a decision where this one does not."""
    for heard in (low, after):
        if _EXPLICIT.search(heard):
            return Degree.REPLACES
        if _STANDS.search(heard):
            return Degree.STANDS
    return Degree.REPLACES if _REPLACES.search(low) or _REPLACES.search(after) else Degree.MENTIONS


def _references(low: str) -> set[str]:
    return {f"{year} {first} {last}{letter}" for year, first, last, letter in _REFERENCE.findall(low)}


def _days(text: str, low: str, *, undone: bool) -> set[str]:
    """The days on which we made something, as a sentence says itself."""
    found = set()
    for printed in _DAY.finditer(text):
        day = read_date(printed[0].replace("of ", ""))
        # Lower case has the length of what was printed for every letter that a date stands among.
        if day and voice.is_ours(low[: printed.start()], low[printed.end() :], undone=undone):
            found.add(day.isoformat())
    return found


def _unnamed(low: str) -> set[str]:
    if not voice.speaks_of_us(low):
        return set()
    if not any(voice.is_nobody_elses(low[: found.start()]) for found in _EARLIER.finditer(low)):
        return set()
    return {f"{UNNAMED}{crc32(_PERSONAL.sub('', low).encode()):08x}"}


def claimed_days(claimed: Iterable[Claim]) -> set[dt.date]:
    """The dates among claims."""
    return {dt.date.fromisoformat(one.earlier) for one in claimed if one.earlier[4:5] == "-"}


def claimed_references(claimed: Iterable[Claim]) -> set[str]:
    """The references among claims."""
    return {one.earlier for one in claimed if " " in one.earlier}
