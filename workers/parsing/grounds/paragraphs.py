"""A paragraph as sentences, each with what is asked of it more than once."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from workers.domain import Role
from workers.parsing import bounds
from workers.parsing.grounds.clauses import ground_of
from workers.parsing.grounds.own import goes_on, speaks_of_own, tells_of_own
from workers.parsing.grounds.refusal import refusal
from workers.parsing.sentences import sentences

MAX_SENTENCE: Final = 1_500  # Characters that are read of one.
CLAUSES: Final = re.compile(
    r"(?=[,;. ])(?:, because |,? and (?:another|the other) is that "
    r"|(?!,? but not (?:enough|so|such)\b|,? and (?:that )?we (?:cannot|can't) (?:do|achieve) (?:so"
    r"|this|that|it)\b)"
    r"(?:; |,? nor\b|, but |\. "
    r"|,? (?:and|but|as well as|besides|while)"
    r"(?: also| both| partly| mainly| in part| further| secondly| thirdly| finally| lastly| in any case)?"
    r" (?=(?:because|as|since|that|we|i|there|it|she|he|they|the|an?|mr|mrs|ms|miss|dr|another|further|more|our"
    r"|work|looking|investigating"
    r"|nothing|no|not|any|some|others|what|this"
    r"|in|without|only|too|those|these|its|his|her|their|such|complaints|matters|nobody|legal|court|parliament"
    r"|whatever|there's)\b)))",
    re.ASCII,
)


# A clause that only goes on with the one before it: it points back to what is named there ("and she could use it").
_GOES_ON: Final = re.compile(
    r"\b(?:to|of|for|with|from|by|under|use[ds]?|using|made?|make|take|taken?|bring|brought|lodged?|ask(?:ed)? for"
    r"|act on)"
    r" (?:it|them|that|this|one|these|those)(?: (?:now|then|too|first|sooner|before|yet|itself|instead|already))?[.]?$"
    r"|\b(?:make|have|get|bring) (?:that|this|it) (?:happen|done|about)\b"
    r"|\b(?:do|does|did|done|doing) (?:so|that|this|it)\b|\bin (?:that|this|doing so)\b"
    r"|^(?:it|they|he|she) (?:has|have|had) (?:since |now |already )?(?:done|refused|agreed|declined|dismissed|ruled)\b"
    r"|^(?:that|this|it) (?:is|was|would be|seems) (?:in a better|better|best|enough|sufficient|what|the (?:right"
    r"|best))\b"
)
_OF_ITS_OWN: Final = re.compile(
    r"^(?:because|that (?!is\b|was\b)|also|in addition|as|since)\b|\b(?:would like|wants?|seeks?|hopes?)\b"
)
# Between reasons in a row that have each a verb of their own; none where the first only leads to the next.
_ROW: Final = re.compile(
    r", (?=(?:there (?:is|are|has|was)|we|it (?:is|would|has)|he|she|they|(?:an|further|any) investigation|some"
    r"|the (?:complaint|injustice|law|council|matter|events?"
    r"|outcome|result)|any injustice|(?:mr|mrs|miss|ms|dr) \S+)\b)",
    re.ASCII,
)
_LEADS: Final = re.compile(
    r"^,? ?(?:even |al)?(?:though|if)\b|^,? ?(?:when|while|whilst|where|despite|as|since|given|unless|once|until|after"
    r"|before|without|having)\b"
)
GOES_ON: Final = "; "  # Between a clause and one that goes on with it; all others are parted there.


def clauses_of(reason: str) -> list[str]:
    """The clauses of a reason, each with those that only go on with it."""
    clauses = [one for clause in CLAUSES.split(reason) for one in _in_a_row(clause)]
    if len(clauses) == 1 or not any(_goes_on(clause) for clause in clauses[1:]):
        return clauses
    joined = clauses[:1]
    for clause in clauses[1:]:
        if _goes_on(clause):
            joined[-1] += f"{GOES_ON}{clause}"
        else:
            joined.append(clause)
    return joined


def _in_a_row(clause: str) -> list[str]:
    """A clause, parted at commas where what stands before and behind states a ground of its own."""
    if ", " not in clause or _LEADS.match(clause):
        return [clause]
    first, *others = _ROW.split(clause)
    found = [first]
    for other in others:
        if None not in (ground_of(found[-1]), ground_of(other)) and ground_of(found[-1]) != ground_of(other):
            found.append(other)
        else:
            found[-1] += f", {other}"
    return found


def _goes_on(clause: str) -> bool:
    return _GOES_ON.search(clause) is not None and not _OF_ITS_OWN.search(clause)


class Sentence:
    """One sentence: as it stands, in small letters, and where it refuses to pursue something."""

    __slots__ = ("_ends_with_own", "before", "follows_refusal", "low", "refused", "role", "text")

    def __init__(self, text: str, role: Role, before: Sentence | None) -> None:
        self.text = text
        self.low = text[:MAX_SENTENCE].lower()
        self.role = role
        self.refused: re.Match[str] | None = refusal(self.low)
        # The sentence before it in the same paragraph, and whether any there refuses.
        self.before = before
        self.follows_refusal: bool = before is not None and (before.refused is not None or before.follows_refusal)
        self._ends_with_own: bool | None = None

    def follows_own(self) -> bool:
        """Whether the clause before it in the paragraph tells of a decision that we made before.

        Hardly a sentence is asked, so it is found out only then, from the first sentence on.
        """
        unknown: list[Sentence] = []
        before = self.before
        while before is not None and before._ends_with_own is None:  # noqa: SLF001 - Its own kind.
            unknown.append(before)
            before = before.before
        own: bool = before is not None and before._ends_with_own is True  # noqa: SLF001
        for one in reversed(unknown):
            own = one._ends_with_own = one.refused is None and ends_with_own(one.low, follows=own)  # noqa: SLF001
        return own


@functools.lru_cache(maxsize=4096)
def read(paragraph: str, role: Role) -> tuple[Sentence, ...]:
    """The sentences of a paragraph of a section."""
    found: list[Sentence] = []
    before: Sentence | None = None
    for text in sentences(paragraph[: bounds.PARAGRAPH]):
        before = Sentence(text, role, before)
        found.append(before)
    return tuple(found)


def ends_with_own(low: str, *, follows: bool) -> bool:
    """Whether the last clause tells of a decision that we made before; ``follows`` says so of what stands before."""
    if not follows and not speaks_of_own(low):
        return False
    return owns(CLAUSES.split(low), follows=follows)[-1]


def owns(clauses: Sequence[str], *, follows: bool) -> list[bool]:
    """Which clauses of a sentence tell of a decision that we made before; ``follows`` says so of what stands before."""
    told = []
    own = follows
    for place, clause in enumerate(clauses):
        own = tells_of_own(clause) or (own and goes_on(clause, same_sentence=place > 0))
        told.append(own)
    return told
