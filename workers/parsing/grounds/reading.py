"""Grounds of a whole decision: where reasons are looked for, and which sentences give them.

A reason counts where the decision says that it does not pursue the complaint or a part of it. What the role and powers
recite, what councils or complainants did or said, and what we did with a decision of ours, is never read as a reason.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from workers.domain import Ground, Role
from workers.parsing import bounds
from workers.parsing.grounds.clauses import ground_of, may_state
from workers.parsing.grounds.own import goes_on, speaks_of_own, tells_of_own
from workers.parsing.grounds.refusal import (
    given_reason,
    is_recital,
    may_refuse,
    reason_of,
    refusal,
    refusing_places,
    tells_result,
)
from workers.parsing.parts import Part, lines_at, words_of
from workers.parsing.sentences import sentences
from workers.parsing.typography import printed

_CLOSED: Final = "Closed after initial enquiries"
_TELLING: Final = frozenset({Role.SUMMARY, Role.FINAL_DECISION})
_ASSESSMENT: Final = frozenset({Role.FINDINGS, Role.ANALYSIS, Role.OTHER})
_MAX_SENTENCE: Final = 1_500  # Characters that are read of one.

_PART: Final = re.compile(
    r"\b(?:parts?|elements?|aspects?|issues?|earlier|before|remaining|other matters|some of|events|period|points?"
    r"|rest of|separate|also)\b",
    re.ASCII,
)
_EARLY: Final = re.compile(
    r"\bnot (?:\w+ ){0,3}(?:investigate|look|consider|pursue|take) (?:\w+ ){0,3}further\b|\bnot start\b"
)
_TOLD: Final = re.compile(
    r"\b(?:complain(?:s|ed)|says|said|alleged?s?|states?|stated|claims?|claimed|believes|felt|feels|argues?|told)\b",
    re.ASCII,
)
# Reasons stand at the end of an assessment; before that it tells what happened.
_LAST_PARAGRAPHS: Final = 8
_GENERAL: Final = re.compile(
    r"^(?:if|when|where) (?:a|an|the complainant|someone|people)\b|\b(?:a|an) (?:complainant|council|person"
    r"|applicant|parent|authority)\b"
    r"|^(?:in|on|by|between|after|during|since) (?:the )?(?:\w+ )?(?:\d{1,2} )?(?:january|february|march|april|may"
    r"|june|july|august|september"
    r"|october|november|december|\d{4})\b"
    r"|\b(?:councils|complainants|people|parents|authorities|applicants|someone)\b"
)
_FOLLOWS: Final = re.compile(
    r"^(?:therefore|so|accordingly|consequently|hence|because of (?:this|that)|for (?:this|that|these"
    r"|those) reasons?|this means|as a result"
    r"|that is why)\b",
    re.ASCII,
)
_THIS_IS: Final = re.compile(
    r"^(?:(?:this|that|it) (?:is|was) because|the reason (?:is|for this is)|my reason|our reason|(?:also"
    r"|in addition|further|moreover|besides"
    r"|nor|and)\b)",
    re.ASCII,
)
_CLAUSES: Final = re.compile(
    r"; |,? nor\b|, but |\. |,? (?:and|but|as well as|besides|while)(?: also| both| further| in any case)?"
    r" (?=(?:because|as|since|that|we|i|there|it|she|he|they|the|an?|mr|mrs|ms|miss|dr|another|further|more|our"
    r"|work|looking|investigating"
    r"|nothing|no|not|any|what|this"
    r"|in|without|only)\b)",
    re.ASCII,
)


# What holds now or would come of an investigation, not what happened.
_JUDGED: Final = re.compile(r"\b(?:is|are|lies?|falls?|would|will|cannot|can't|isn't)\b")


class _Sentence(NamedTuple):
    text: str
    low: str
    role: Role
    refused: re.Match[str] | None
    before: _Sentence | None  # The sentence before it in the same paragraph.
    follows_refusal: bool  # Whether any sentence before it in the paragraph refuses.
    follows_own: bool  # Whether the clause before it in the paragraph tells of a decision that we made before.


def grounds(parts: Sequence[Part], outcome: str | None) -> tuple[Ground, ...]:
    """Every ground with each sentence that states it: summary, final decision and scope first, then assessment."""
    telling = [(text, part.role) for part in parts if _is_telling(part) for text in part.words().split("\n")]
    whole = outcome == _CLOSED or _pursues_nothing(telling)
    assessment = words_of(parts, roles=_ASSESSMENT)
    found = [
        ground
        for text, role in (*telling, *islice(_refusing(assessment), bounds.PARAGRAPHS))
        for ground in _grounds_in(text, role, whole)
    ]
    if whole:
        found += islice(_supporting(assessment, {ground.name for ground in found}), bounds.CITATIONS)
    return tuple(dict.fromkeys(found))


def _is_telling(part: Part) -> bool:
    """Summary, final decision, and the section on what was investigated and what was not."""
    if part.role is Role.CONSIDERATION:
        return "investigate" in part.heading
    return part.role in _TELLING


def _refusing(assessment: str) -> Iterator[tuple[str, Role]]:
    """The paragraphs that may refuse something, found in one search through all of them."""
    for text in lines_at(assessment, refusing_places(assessment)):
        if may_refuse(text):
            yield text, Role.FINDINGS


@functools.lru_cache(maxsize=4096)  # Half of what summaries and final decisions say is standard wording.
def _grounds_in(paragraph: str, role: Role, whole: bool) -> tuple[Ground, ...]:
    """The grounds that a paragraph gives in so many words."""
    return tuple([ground for one in _read(paragraph, role) for ground in _explicit(one, whole=whole)])


@functools.lru_cache(maxsize=4096)
def _read(paragraph: str, role: Role) -> tuple[_Sentence, ...]:
    read: list[_Sentence] = []
    before: _Sentence | None = None
    own = False
    for text in sentences(paragraph[: bounds.PARAGRAPH]):
        low = text[:_MAX_SENTENCE].lower()
        follows = before is not None and (before.refused is not None or before.follows_refusal)
        before = _Sentence(text, low, role, refusal(low), before, follows, own)
        own = before.refused is None and _ends_with_own(low, own)
        read.append(before)
    return tuple(read)


def _ends_with_own(low: str, own: bool) -> bool:
    """Whether the last clause tells of a decision that we made before; ``own`` says so of what stands before all."""
    if not own and not speaks_of_own(low):
        return False
    return _owns(_CLAUSES.split(low), own)[-1]


def _owns(clauses: Sequence[str], own: bool) -> list[bool]:
    """Which clauses of a sentence tell of a decision that we made before."""
    told = []
    for place, clause in enumerate(clauses):
        own = tells_of_own(clause) or (own and goes_on(clause, same_sentence=place > 0))
        told.append(own)
    return told


def _is_ours(low: str) -> bool:
    """Whether a sentence speaks of what the Ombudsman does or thinks, rather than of what happened."""
    return (
        " we " in low
        or low.startswith(
            ("we ", "i ", "our ", "my ", "this is", "that is", "it is", "it was", "it would", "there is", "there are")
        )
        or " i " in low
        or " us" in low
        or "our " in low
        or " my " in low
        or "ombudsm" in low
        or "investigat" in low
        or "reasonabl" in low
        or "jurisdiction" in low
        or "tribunal" in low
        or " court" in low
        or "involvement" in low
    )


def _pursues_nothing(telling: Sequence[tuple[str, Role]]) -> bool:
    told = [one for text, role in telling if role in _TELLING for one in _read(text, role)]
    refused = [one for one in told if one.refused]
    if any(_EARLY.search(one.low) for one in refused):
        return True
    if any(tells_result(one.low) for one in told):
        return False
    return any(not _PART.search(one.low) for one in refused)


def _explicit(one: _Sentence, *, whole: bool) -> Iterator[Ground]:
    """Reasons given with the refusal itself, or in a summary or final decision that refuses the whole."""
    if one.refused is not None:
        found = list(_stated(one.text, reason_of(one.low, one.refused)))
        if not found and one.before is not None and (_FOLLOWS.match(one.low) or "therefore" in one.low):
            found = list(_stated(one.before.text, one.before.low))
        yield from found
    elif one.role is Role.CONSIDERATION:
        yield from _of_others(one, given_reason(one.low))
    elif _explains(one, whole=whole):
        yield from _explained(one)


def _explained(one: _Sentence) -> list[Ground]:
    """The grounds of what a sentence gives as a reason or, where that states none, of what it gives the reason for."""
    reason = given_reason(one.low)
    found = list(_of_others(one, reason or one.low))
    if found or not reason or not one.low.endswith(reason):
        return found
    judged = one.low.removesuffix(reason)
    return list(_of_others(one, judged)) if _JUDGED.search(judged) else []


def _explains(one: _Sentence, *, whole: bool) -> bool:
    before = one.before
    if before is not None and _THIS_IS.match(one.low):
        further = _THIS_IS.match(before.low) and before.before is not None and before.before.refused
        if before.refused or further:
            return True
    if not whole or one.role not in _TELLING or _TOLD.search(one.low):
        return False
    return one.follows_refusal or _is_ours(one.low)


def _supporting(assessment: str, names: set[str]) -> Iterator[Ground]:
    """Sentences that close the assessment and state the same grounds; their own only where nothing else states any."""
    paragraphs = assessment.rsplit("\n", _LAST_PARAGRAPHS)[-_LAST_PARAGRAPHS:]
    for left, paragraph in zip(range(len(paragraphs) - 1, -1, -1), paragraphs, strict=True):
        if names and not may_state(paragraph.lower(), names):
            continue
        closing = left < len(names)  # A paragraph for each ground stands last.
        for text in sentences(paragraph[: bounds.PARAGRAPH]):
            low = text[:_MAX_SENTENCE].lower()
            if closing or _supports(low):
                yield from _of_these(text, low, names)


def _supports(low: str) -> bool:
    if not _is_ours(low) or _TOLD.search(low):
        return False
    return not (is_recital(low) or _GENERAL.search(low) or tells_of_own(low))


def _of_these(text: str, low: str, names: set[str]) -> Iterator[Ground]:
    """The grounds of a sentence that are among those named, or all of them where none is."""
    whole = ground_of(low)
    if whole is not None and whole in names:
        yield Ground(whole, printed(text))
    else:
        yield from [ground for ground in _stated(text, low) if not names or ground.name in names]


def _of_others(one: _Sentence, reason: str) -> Iterator[Ground]:
    """The grounds of those clauses of a reason that do not tell what we did with a decision of ours."""
    head = one.low.removesuffix(reason)
    own = _ends_with_own(head, one.follows_own) if 0 < len(head) < len(one.low) else one.follows_own
    clauses = _CLAUSES.split(reason)
    told = _owns(clauses, own)
    yield from _grounds_of(one.text, [clause for clause, mine in zip(clauses, told, strict=True) if not mine])


def _stated(sentence: str, reason: str) -> Iterator[Ground]:
    yield from _grounds_of(sentence, _CLAUSES.split(reason))


def _grounds_of(sentence: str, clauses: Iterable[str]) -> Iterator[Ground]:
    for clause in clauses:
        name = ground_of(clause) if clause else None
        if name is not None:
            yield Ground(name, printed(sentence))
