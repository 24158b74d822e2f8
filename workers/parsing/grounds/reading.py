"""Grounds of a whole decision: where reasons are looked for, and which sentences give them.

A reason counts where the decision says that it does not pursue the complaint or a part of it. What the role and powers
recite, what councils or complainants did or said, and what we did with a decision of ours, is never read as a reason.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import Final

from workers.domain import Ground, Role
from workers.parsing import bounds
from workers.parsing.grounds.asides import (
    finds_fault,
    is_no_reason,
    is_story,
    only_takes_up,
    said_of_topic,
    settles,
    without_topic,
)
from workers.parsing.grounds.clauses import ground_of, may_state
from workers.parsing.grounds.own import tells_of_own
from workers.parsing.grounds.paragraphs import MAX_SENTENCE, Sentence, clauses_of, ends_with_own, owns, read
from workers.parsing.grounds.refusal import (
    given_reason,
    is_barred,
    is_recital,
    may_refuse,
    only_ends,
    reason_of,
    refusing_places,
    tells_result,
)
from workers.parsing.grounds.stating import LEANS, LEANS_ALONE, LEANS_HARD, grounds_of, stated
from workers.parsing.grounds.voices import GENERAL, is_ours, is_told
from workers.parsing.parts import Part, lines_at, words_of
from workers.parsing.sentences import sentences
from workers.parsing.typography import printed

_CLOSED: Final = "Closed after initial enquiries"
_RESOLVED: Final = frozenset({_CLOSED, "Upheld"})  # What a complaint comes to that a body resolves.
_CONSIDERATION: Final = Role.CONSIDERATION  # Python looks for a member of an enumeration at length.
_TELLING: Final = frozenset({Role.SUMMARY, Role.FINAL_DECISION})
_CONCLUDED: Final = frozenset({Role.AGREED_ACTION, Role.RECOMMENDATIONS})  # What an investigation came to.
_ASSESSMENT: Final = frozenset({Role.FINDINGS, Role.ANALYSIS, Role.OTHER})

_PART: Final = re.compile(
    r"\b(?:parts?|elements?|aspects?|issues?|earlier|before|remaining|other matters|some of|events|period|points?"
    r"|rest of|separate|also)\b",
    re.ASCII,
)
_EARLY: Final = re.compile(
    r"\bnot (?:\w+ ){0,3}(?:investigate|look|consider|pursue|take) (?:\w+ ){0,3}further\b|\bnot start\b"
    r"|\b(?:discontinued|stopped|ended) (?:my|our|the|this) (?:investigation|enquiries)\b"
    r"|\bno need (?:for (?:us|me) )?to\b|\bwithout (?:\w+ )?investigat(?:ion|ing)\b|\buph[eo]ld\b.*\bnot"
    r" investigate\b"
)
_WEIGHED: Final = re.compile(r"(?:we|i) have (?:also )?(?:taken into account|borne in mind) that ", re.ASCII)
# Reasons stand at the end of an assessment; before that it tells what happened.
_LAST_PARAGRAPHS: Final = 8
_LAST: Final = 2  # Of them, where nothing else gives a ground and a reason need not speak of us.
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
# Behind a refusal: its reason is given here, and what looks like one before is what the complaint says.
_ANNOUNCED: Final = re.compile(
    r"^(?:this|that) is (?:\w+ )?because\b|^(?:we|i) (?:have )?(?:reached|c[ao]me to|take|took|made"
    r"|decided)\b.*\bbecause\b|^the reasons? (?:for this )?(?:is|are)\b"
)
# In what tells of the scope: something is said of what is left out; we looked at something; parts that are too old.
_OF_IT: Final = re.compile(
    r"\b(?:complaints?|matters?|issues?|parts?|periods?|events?|it|this|these|they|that)(?: \w+)?"
    r" (?:is|are|was|were|has|have|falls?|lies?)\b"
)
_PURSUED: Final = re.compile(
    r"\b(?:we|i)(?:'ve)? (?:(?:have|has|also|therefore|only) )*(?:investigated|considered|looked|exercised"
    r"|decided to)\b"
)
_LEFT: Final = re.compile(
    r"^(?:(?:so|therefore|and),? )?(?:anything|everything|(?:(?:any|all|the|this|these|her|his|their) )*(?:(?:earlier"
    r"|previous|older|other) )?(?:events?|matters?|issues?|complaints?|concerns?|parts?|periods?))\b[^;]*?"
    r"(?<!that)(?<!which)(?<!who) (?=(?:is|are|was|were|falls?) )"
)
_TOO_OLD: Final = re.compile(
    r"(?:is|are|was|were|falls?)(?: \w+)? (?:late|out of time|(?:outside|beyond) (?:(?:our|my|the|this|that|any) )?"
    r"(?:12|twelve|time|period|(?:\w+ )?(?:jurisdiction|remit|limits?)))\b"
)
# What is late may be looked at all the same.
_YET: Final = re.compile(r"(?:however|but|nevertheless|nonetheless|despite|even so|still)\b")
_EXERCISED: Final = re.compile(
    r"\b(?:exercis(?:ed|ing)|us(?:ed|ing)|(?:decided|chosen|chose) to (?:exercise|use))"
    r"(?: (?:my|our|the))? discretion\b"
    r"|\bgood reasons? (?:to|why|for)\b"
)
_LOOKED_AT: Final = re.compile(
    r"\b(?:we|i)(?:'ve)? (?:(?:have|therefore|also|still) )*(?:(?:decided|chosen|chose) to )?"
    r"(?:investigated?|considered?|looked? (?:at|into)) (?:it|them|these|those|this|that|all|everything)\b"
    r"(?! (?:complaint|matter)s?\b[^.]* (?:from|since|after|between)\b)(?!.*\b(?:background|context)\b)"
    r"|\b(?:is|are|was|were) what (?:we|i) (?:have )?(?:investigated|considered|looked at)\b"
)
_DENIES: Final = re.compile(r"(?:\b(?:not|no|any|whether|cannot|without|never)\b|n't\b)[^,;]*$")
_NEXT: Final = 4  # Sentences that are asked whether they take up what the first of them says.
_TURNS: Final = re.compile(r"\b(?:but|although|though|however|unless|if)\b")
# What somebody wants, and that we cannot do "that".
_WANTS: Final = re.compile(
    r"\b(?:wants?|seeks?|wish(?:es)?|would like|hopes?|aims?|asks? for|(?:has|(?<!would )have) asked|demands?|insists?"
    r"|expects us|desires?|after is)\b",
    re.ASCII,
)
_CANNOT: Final = re.compile(
    r"^(?!.*\b(?:to|cannot|not) (?:investigate|consider|look|add|find|see|say))(?:.*\b(?:we|i|the"
    r" ombudsman)\b.*)?\b(?:cannot|can't|could not|never|unable|beyond|not (?:able|open|something|one|an?"
    r"|within|in our|ours|have)"
    r"|outside|no power)\b.*\b(?:that|this|it|so|those|(?:achieve|bring|secure|power)\w*)\b"
)
# A condition that leaves a sentence ours, though others feel what it names.
_IF_FELT: Final = re.compile(
    r",? (?:if|should) (?:he|she|they|(?:mr|mrs|miss|ms|dr) \S+) (?:still )?(?:feels?|believes?|says?)\b[^,;]*$"
)
_RETOLD: Final = re.compile(r"\b(?:told (?:us|me)|complain(?:s|ed|t)) that\b")
# What holds now or would come of an investigation, not what happened.
_JUDGED: Final = re.compile(r"\b(?:is|are|lies?|falls?|would|will|could|cannot|can't|isn't|(?:we|i) have no)\b")


def grounds(parts: Sequence[Part], outcome: str | None) -> tuple[Ground, ...]:
    """Every ground with each sentence that states it: summary, final decision and scope first, then assessment."""
    telling = [(text, part.role) for part in parts if _is_telling(part) for text in _paragraphs(part)]
    concluded = outcome != _CLOSED and any(part.role in _CONCLUDED for part in parts)
    whole = outcome == _CLOSED or _pursues_nothing(telling, concluded=concluded)
    resolved = outcome in _RESOLVED
    assessment = words_of(parts, roles=_ASSESSMENT)
    found = [ground for text, role in telling for ground in _grounds_in(text, role, whole, concluded, resolved)]
    names = {ground.name for ground in found} if whole else set()
    found += [
        ground
        for text, role in islice(_refusing(assessment), bounds.PARAGRAPHS)
        for ground in _grounds_in(text, role, whole, concluded, resolved)
        if not names or ground.name in names
    ]
    if whole:
        found += islice(_supporting(assessment, {ground.name for ground in found}), bounds.CITATIONS)
    return tuple(dict.fromkeys(found))


def _is_telling(part: Part) -> bool:
    """Summary, final decision, and the section on what was investigated and what was not."""
    if part.role is _CONSIDERATION:
        return "investigate" in part.heading
    return part.role in _TELLING


def _paragraphs(part: Part) -> list[str]:
    """The paragraphs of a section; in the scope, one goes with the next that says why, or takes it up."""
    paragraphs = part.words().split("\n")
    if part.role is not _CONSIDERATION:
        return paragraphs
    found = paragraphs[:1]
    for before, text in pairwise(paragraphs):
        last = read(before, part.role)[-1]
        if last.refused:
            joins = not before.endswith(":") and _bears(text) and not list(_explicit(last, whole=False))
        else:
            joins = _is_undone((last, read(text, part.role)[0]))
        if joins and found[-1] == before:  # Two at most, so that no paragraph is read again and again.
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


def _bears(paragraph: str) -> bool:
    """Whether a paragraph begins with what may be the reason for a refusal before it."""
    return bool(_bearing(read(paragraph, Role.CONSIDERATION)[0]))


def _bearing(one: Sentence) -> str:
    """What a sentence beside a refusal says of what is left out, unless it refuses or tells of anything else."""
    low = one.low
    if one.refused or is_told(low) or is_story(low) or is_no_reason(low) or GENERAL.search(low) or _PURSUED.search(low):
        return ""
    return said_of_topic(low) or (low if is_ours(low) or _OF_IT.search(low) else "")


def _refusing(assessment: str) -> Iterator[tuple[str, Role]]:
    """The paragraphs that may refuse something, found in one search through all of them."""
    for text in lines_at(assessment, refusing_places(assessment)):
        if may_refuse(text):
            yield text, Role.FINDINGS


@functools.lru_cache(maxsize=4096)  # Half of what summaries and final decisions say is standard wording.
def _grounds_in(paragraph: str, role: Role, whole: bool, concluded: bool, resolved: bool) -> tuple[Ground, ...]:
    """The grounds that a paragraph gives in so many words."""
    told = read(paragraph, role)
    return tuple(
        [
            ground
            for place, one in enumerate(told)
            if not _is_undone(told[place : place + _NEXT])
            if not (concluded and one.refused is not None and only_ends(one.refused))
            for ground in ((resolved and _resolved(one, concluded=concluded)) or _explicit(one, whole=whole))
        ]
    )


def _resolved(one: Sentence, *, concluded: bool) -> list[Ground]:
    """The ground of a complaint that was resolved early, which says so though it refuses nothing."""
    if one.refused or one.role not in _TELLING or not settles(one.low, early=concluded) or is_told(one.low):
        return []
    return [Ground("remedied", printed(one.text))]


def _is_undone(told: Sequence[Sentence]) -> bool:
    """Whether what the first sentence says is taken away: by the reason itself, or as what is late is looked at.

    Not where it stands behind a refusal, whose reason it is.
    """
    one, *others = told
    if one.refused is not None:
        return bool(others) and _ANNOUNCED.match(others[0].low) is not None
    if one.role is not _CONSIDERATION or (one.before is not None and one.before.refused is not None):
        return False
    rest = list(takewhile(lambda other: other.refused is None, told))
    return (
        any(_takes_up(_EXERCISED, other.low) for other in rest)
        or any(_takes_up(_LOOKED_AT, other.low) for other in rest[:2])
        or any(_YET.match(other.low) for other in rest[1:2])
    )


def _takes_up(words: re.Pattern[str], low: str) -> bool:
    found = words.search(low)
    return found is not None and not _DENIES.search(low, 0, found.start())


def _pursues_nothing(telling: Sequence[tuple[str, Role]], *, concluded: bool) -> bool:
    told = [one for text, role in telling if role in _TELLING for one in read(text, role)]
    refused = [one for one in told if one.refused and not (concluded and only_ends(one.refused))]
    has_result = any(tells_result(one.low) for one in told)
    # Who says that an investigation has ended, and what it found, has come to its end.
    if any(_EARLY.search(one.low) and not (has_result and one.refused and only_ends(one.refused)) for one in refused):
        return True
    if has_result:
        return False
    return any(not _PART.search(one.low) for one in refused)


def _explicit(one: Sentence, *, whole: bool) -> Iterator[Ground]:
    """Reasons given with the refusal itself, or in a summary or final decision that refuses the whole."""
    if one.refused is not None:
        told = reason_of(one.low, one.refused)
        end = one.low.find(told.text) + len(told.text)
        least = LEANS_HARD if _RETOLD.search(one.low, 0, end) else LEANS
        reason = list(stated(one.text, told.text, least if told.introduced else math.inf))
        if is_barred(one.refused):
            itself = stated(one.text, one.low[one.refused.start() :], math.inf)
            reason += [ground for ground in itself if ground.name == "court_proceedings"]
        before = one.before if _FOLLOWS.match(one.low) or "therefore" in one.low or " then " in one.low else None
        reason_before = list(stated(before.text, before.low)) if before is not None else []
        found = reason_before if " then " in one.low and reason_before else reason or reason_before
        if not found and one.role is _CONSIDERATION and one.before is not None:
            found = list(stated(one.before.text, _bearing(one.before), math.inf))
        yield from found
    elif one.role is _CONSIDERATION:
        if not is_no_reason(one.low):
            beside = _after_refusal(one) or _left(one.low)
            yield from list(_of_others(one, given_reason(one.low))) or _of_others(one, beside)
    elif _explains(one, whole=whole):
        yield from _explained(one)


def _after_refusal(one: Sentence) -> str:
    """A sentence that stands right behind one that refuses and tells of nothing else, so that it is its reason."""
    refuses = one.before is not None and one.before.refused is not None
    return one.low if refuses and not (is_told(one.low) or GENERAL.search(one.low)) else ""


def _left(low: str) -> str:
    """What is said of parts that are left out by nothing but what they are ("anything before this is late")."""
    if _TURNS.search(low):
        return ""
    said = said_of_topic(low)
    found = None if said else _LEFT.match(low)
    if found:
        said = low[found.end() :]
    return said if _TOO_OLD.match(said) else ""


def _explained(one: Sentence) -> list[Ground]:
    """The grounds of what a sentence gives as a reason or, where that states none, of what it gives the reason for."""
    if one.before is not None and _is_what_was_wanted(one.before.low, one.low):
        return [Ground("cannot_achieve_outcome_wanted", printed(one.text))]
    reason = given_reason(one.low)
    if not reason:
        return _unintroduced(one)
    found = list(_of_others(one, reason))
    if found:
        return found
    judged = one.low.removesuffix(reason) if one.low.endswith(reason) else one.low.partition(",")[2]
    return list(_of_others(one, judged)) if _JUDGED.search(judged) else []


def _unintroduced(one: Sentence) -> list[Ground]:
    """The grounds of a sentence that does not say that it gives a reason, but for what it complains of."""
    weighed = _WEIGHED.match(one.low)
    told = without_topic(one.low[weighed.end() :] if weighed else one.low)
    if only_takes_up(told) or finds_fault(told):
        return []
    return list(_of_others(one, told))


def _is_what_was_wanted(before: str, low: str) -> bool:
    """Whether a sentence says that we cannot do what the one before it says is wanted."""
    return _WANTS.search(before) is not None and _CANNOT.search(low) is not None


def _explains(one: Sentence, *, whole: bool) -> bool:
    before = one.before
    if before is not None and _THIS_IS.match(one.low):
        further = _THIS_IS.match(before.low) and before.before is not None and before.before.refused
        if before.refused or further:
            return True
    if not whole or one.role not in _TELLING or is_told(one.low) or is_no_reason(one.low):
        return False
    return one.follows_refusal or is_ours(one.low)


def _supporting(assessment: str, names: set[str]) -> Iterator[Ground]:
    """Sentences that close the assessment and state the same grounds; their own only where nothing else states any."""
    paragraphs = assessment.rsplit("\n", _LAST_PARAGRAPHS)[-_LAST_PARAGRAPHS:]
    for left, paragraph in zip(range(len(paragraphs) - 1, -1, -1), paragraphs, strict=True):
        if names and not may_state(paragraph.lower(), names):
            continue
        closing = left < len(names)  # A paragraph for each ground stands last.
        before = ""
        for text in sentences(paragraph[: bounds.PARAGRAPH]):
            low = _IF_FELT.sub("", text[:MAX_SENTENCE].lower())
            if not names and _is_what_was_wanted(before, low):
                yield Ground("cannot_achieve_outcome_wanted", printed(text))
            elif (closing and not (is_told(low) or is_story(low))) or _supports(low, last=left < _LAST and not names):
                yield from _of_these(text, low, names)
            before = low


def _supports(low: str, *, last: bool) -> bool:
    if is_told(low) or not (is_ours(low) or (last and _JUDGED.search(low))):
        return False
    if is_no_reason(low) or is_story(low):
        return False
    return not (is_recital(low) or GENERAL.search(low) or tells_of_own(low))


def _of_these(text: str, low: str, names: set[str]) -> Iterator[Ground]:
    """The grounds of a sentence that are among those named, or all of them where none is."""
    whole = ground_of(low)
    if whole is not None and whole in names:
        yield Ground(whole, printed(text))
    else:
        least = LEANS_HARD if not names and _JUDGED.search(low) else math.inf
        yield from [ground for ground in stated(text, low, least) if not names or ground.name in names]


def _of_others(one: Sentence, reason: str) -> Iterator[Ground]:
    """The grounds of those clauses of a reason that do not tell what we did with a decision of ours."""
    head = one.low.removesuffix(reason) if one.low.endswith(reason) else ""
    own = one.follows_own()
    if 0 < len(head) < len(one.low):
        own = ends_with_own(head, follows=own)
    clauses = clauses_of(reason)
    told = owns(clauses, follows=own)
    least = LEANS if _THIS_IS.match(head) else LEANS_ALONE
    if " that" in one.low and _RETOLD.search(one.low):
        least = math.inf
    ours = [clause for clause, mine in zip(clauses, told, strict=True) if not mine]
    yield from grounds_of(one.text, ours, least)
