"""Grounds that a reason states, clause by clause: in so many words or, where it states none, by what it leans to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from workers.domain import Ground
from workers.parsing.grounds.clauses import ground_of
from workers.parsing.grounds.leanings import is_near, leaning_of, mended
from workers.parsing.grounds.others import is_other_reason
from workers.parsing.grounds.paragraphs import GOES_ON, clauses_of
from workers.parsing.typography import printed

# How much likelier than no reason at all a clause must be that is given as one, one that is not, and a mere remark.
LEANS, LEANS_ALONE, LEANS_HARD = 0.0, 1.0, 2.0
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|would|will|could|can|cannot|may|might|should|does|do|did|\w+n't|wants"
    r"|seeks|exists|took|came|knew|made|brought|\w{2,}ed)\b"
)
# Why a body turned somebody down, in a complaint about it.
_SAID: Final = re.compile(r" ?(?:it|they|he|she) (?:said|says|told|had asked|had applied)\b")
# What only says that there are reasons, or none for another course, leans to nothing.
_IDLE: Final = re.compile(
    r"\b(?:two|three|several|these|following|main) reasons?\b|\breasons? (?:to|why|for|not to)\b|(?<!not"
    r" )\b(?:upheld|uphold)\b"
    r"|\bnothing to (?:stop|prevent) |\b(?:there (?:was|were)|(?:was|were) at) fault\b"
    r"|^not for (?:us|me)\b"
    r"|\b(?:considered|read|seen|looked at) (?:\w+ ){0,2}(?:papers|documents|information|comments|letters|notes)\b"
)
# What is so, and what follows ("It is about a contract, and such matters are excluded").
_TOLD_IN_TWO: Final = frozenset({"cannot_achieve_outcome_wanted", "out_of_jurisdiction"})


def stated(sentence: str, reason: str, least: float = LEANS) -> Iterator[Ground]:
    """The grounds of a reason, which a sentence gives."""
    yield from grounds_of(sentence, clauses_of(reason), least)


def grounds_of(sentence: str, clauses: Iterable[str], least: float = LEANS) -> Iterator[Ground]:
    """The grounds of clauses; those that state none in so many words lean to one where it leads by ``least``."""
    told = [clause for clause in clauses if clause and not _SAID.match(clause)]
    joined = " and ".join(told)
    by_clause = [_grounds_told(clause, joined) for clause in told]
    names = [name for found in by_clause for name in found]
    firsts = [found[0] for found in by_clause]
    if len(told) > 1 and not any(names):
        names = [name for name in (ground_of(joined),) if name in _TOLD_IN_TWO]
        firsts = list(names)
    names += _leanings(told, firsts, least)
    yield from [Ground(name, printed(sentence)) for name in names if name is not None]


def _grounds_told(clause: str, joined: str) -> list[str | None]:
    """The ground of a clause; of both together where another goes on with it and it states none by itself."""
    first, _, following = clause.partition(GOES_ON)
    whole = ground_of(clause)
    if not following or whole == "court_proceedings":  # What a court has done counts before what it was asked to do.
        return [mended(clause, whole, joined)]
    name, other = ground_of(first), ground_of(following)
    return [name, other] if name and other and name != other else [mended(clause, name or whole, joined)]


def _leanings(told: Sequence[str], names: Sequence[str | None], least: float) -> list[str | None]:
    """What clauses lean to where none states a ground in so many words, or where one beside them does, but not they."""
    if least == math.inf:
        return []
    joined = " and ".join(told)
    if not any(names):
        reason = " and ".join([clause for clause in told if not is_other_reason(clause)])
        return [leaning_of(reason, least)] if _FINITE.search(reason) and not _IDLE.search(reason) else []
    stated_none = [clause for clause, name in zip(told, names, strict=False) if name is None]
    left = [clause for clause in stated_none if not (_IDLE.search(clause) or is_other_reason(clause))]
    leant = [leaning_of(clause, max(least, LEANS_HARD)) for clause in left]
    return [name for name in leant if name is not None and is_near(name, joined)]
