"""What a paragraph above a list says of it: that its items are to be done, and by when, or that they are not."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from workers.parsing.lines import BULLET, Line, is_number
from workers.parsing.remedies.actions import deadline_of
from workers.parsing.remedies.money import PAYS
from workers.parsing.remedies.orders import TO_DO, orders, things_to_do, wanted_by_others
from workers.parsing.sentences import sentences
from workers.parsing.typography import lowered

_BARE: Final = (None, BULLET)
_ALL_BELOW: Final = re.compile(r"\b(?:following|these|actions?|steps?|remed(?:y|ies)|recommendations?)\b", re.ASCII)
_ENDS: Final = " :.,;-\u2013\u2014"
# That what follows was done, unless the lead goes on to what will be.
_DONE: Final = re.compile(
    r"\b(?:has|had|have) (?:already|since)\b|\b(?:should|could|would|ought to) (?:\w+ )?have\b"
    r"|\b(?:has|had|have) (?:\w+ )?(?:taken|done|carried out|completed|implemented|put in place)\b"
    r"|\b(?:has|had|have)(?: (?:also|now|then))?$",
    re.ASCII,
)
_AHEAD: Final = re.compile(
    r"\b(?:agree[sd]?|will|should|must|shall|recommend\w*|accept(?:ed|s))\b(?!(?: \w+)? have\b)", re.ASCII
)
# That what follows is no remedy of this decision, unless the lead goes on to one that is.
_NO_REMEDY: Final = re.compile(
    r"\b(?:will|would|should|does|do|did) not\b"
    r"|\bbefore (?:the complaint|(?:we|i) (?:became|got|were|was|investigated|started|began|looked|received))\b"
    r"|\b(?:i|we) (?:am|are) satisfied\b|\bcomplaints? response\b"
    r"|\bat (?:the end of )?stage (?:one|two|three|1|2|3)\b"
    r"|\bat the end of (?:its|the) (?:\w+ )?(?:complaints?|procedure|process|investigation)\b",
    re.ASCII,
)
# The same, said of the order that follows in the same breath: "I do not recommend that the Council should".
_NO_ORDER: Final = re.compile(
    r"\b(?:will|would|should|does|do|did) not (?:\w+ )?"
    r"(?:recommend|ask|agree|accept|propose|expect|require|need|think|consider|believe|suggest|want)\b"
    r"|\bhad (?:\w+ )?(?:agreed|accepted|offered|promised|undertaken)\b"
    r"|\bguidance(?: \w+){0,3} (?:says|recommends|suggests|explains|sets out|provides|states)\b"
    r"|\bremed(?:y|ies) should\b"
    r"|\b(?:i|we) (?:can|may|could|would|might|often|usually|normally) (?:\w+ )?(?:recommend|ask)\b",
    re.ASCII,
)
_TURNS: Final = re.compile(r"[,;\u2013\u2014]|\b(?:and|but|so)\b")
# What is to be done now; the first group holds who merely said so.
_ANEW: Final = re.compile(
    r"\b(?:(?:has|have) (?:\w+ )?agreed|agreement|(?:i|we) recommend"
    r"|(said|says|told|wrote|explained|stated|promised|offered|agreed|accepted|decided)?(?(1)(?: that)?(?: \w+){0,2} )"
    r"(?:will|should|must|shall))\b",
    re.ASCII,
)
# A lead of a section on remedies that names no order: by when, for whom, or who is to do it.
_BY_ROLE: Final = re.compile(
    r"(?:agreed |recommended |further )?(?:actions?|remed(?:y|ies)|recommendations?)"
    r"|for (?:mr|mrs|miss|ms|mx|dr|the) [\w ]{1,40}"
    r"|(?:that )?the (?:council|trust|care provider|provider|authority|association|school|home)",
    re.ASCII,
)
_ASKED: Final = re.compile(r"\b(?:i|we) (?:have )?(?:also )?asked (?:the [\w ]{1,40}?|it|them) to$", re.ASCII)
_PAST: Final = re.compile(r"\b(?:has|had|have|was|were|did|said|told|wrote)\b", re.ASCII)
# How an item begins that only leads on to a list of its own: by when, or in words that are no thing to be done.
_TIME: Final = re.compile(r"(?:within|by|before|no later than|not later than)\b", re.ASCII)
_LEADS_ON: Final = re.compile(r"(?:in|for|the|it|they|also|as|after|following)\b", re.ASCII)
# What may stand behind the time in an item that says no more than by when.
_OF_TIME: Final = frozenset(
    ["of", "from", "after", "the", "this", "my", "our", "final", "date", "decision", "statement", "report", "being"]
).union(
    ["issued", "to", "it", "will", "should", "must", "shall", "also", "has", "agreed", "council", "trust", "provider"]
)
_PAYING: Final = ("pay", "refund", "reimburse", "repay", "waive", "write off", "make payment", "make the following pay")
# Items that are no more than a label of the list below them, or say that it is to be done.
_LABEL: Final = re.compile(
    r"(?:mr|mrs|miss|ms|mx|dr) \w+(?: and (?:(?:mr|mrs|miss|ms|mx|dr) )?\w+)?"
    r"|(?:(?:agreed|recommended|further|personal|individual|service|wider) )?"
    r"(?:actions?|remed(?:y|ies)|recommendations?|improvements?)",
    re.ASCII,
)
_DO_THESE: Final = re.compile(
    r"(?:carry out|take|complete|make|do|undertake|implement) the following(?! (?:\w+ )?(?:changes|amendments))"
)


class Announced(NamedTuple):
    """What a lead says of the list below it; ``denied`` that nothing there counts, whatever it says itself."""

    orders: bool
    deadline: str | None
    paying: bool
    denied: bool = False


_NOTHING: Final = Announced(orders=False, deadline=None, paying=False, denied=True)


@functools.lru_cache(maxsize=1024)
def announced(lead: str, *, by_role: bool) -> Announced:
    """What a lead says; ``by_role`` that its section is for nothing but remedies."""
    *before, last = sentences(lead)
    low = lowered(last).rstrip(_ENDS)
    if _is_none(low) or wanted_by_others(low):
        return _NOTHING
    deadline = deadline_of(last)
    told = TO_DO.search(low) is not None or _ASKED.search(low) is not None
    if not told and by_role and not _PAST.search(low):
        told = deadline is not None or _BY_ROLE.fullmatch(low) is not None
    return Announced(
        orders=told,
        deadline=deadline or (_deadline_for_all(before[-1]) if before else None),
        paying=PAYS.search(low) is not None and "\u00a3" not in low,
    )


def _is_none(low: str) -> bool:
    """Whether a lead says that what is below it was done, or is no remedy of this decision."""
    if _is_denied(low):
        return True
    done = _DONE.search(low)
    return done is not None and _AHEAD.search(low, done.end()) is None


def _is_denied(low: str) -> bool:
    """Whether a lead says that what follows is no remedy, and names none behind that."""
    end = max((found.end() for found in _NO_REMEDY.finditer(low)), default=-1)
    for found in _NO_ORDER.finditer(low):
        turn = _TURNS.search(low, found.end())
        end = max(end, turn.end() if turn else len(low))
    return end >= 0 and all(order[1] for order in _ANEW.finditer(low, end))


def _deadline_for_all(text: str) -> str | None:
    """The deadline that a sentence before the lead sets for what is listed below: "These are to be done within ..."."""
    return deadline_of(text) if orders(lowered(text)) or _ALL_BELOW.search(lowered(text)) else None


def is_below(line: Line, lead: Line, *, has_list: bool) -> bool:
    """Whether a paragraph is an item of a lead's list.

    It is nested, or bare below a bare lead as reports print them, or numbered on and finishes the lead's sentence.
    Of a lead that is an item and ``has_list`` of its own, only nested ones are.
    """
    if line.level > lead.level:
        return True
    if line.level < lead.level or has_list:
        return False
    if is_number(lead.mark) and is_number(line.mark):
        return lead.text.endswith(":") and line.text[:1].islower()
    return lead.mark in _BARE and line.mark in _BARE and not _starts_anew(line.text)


def _starts_anew(text: str) -> bool:
    """Whether a bare paragraph speaks for itself rather than finishing the lead's sentence."""
    word = text.split(" ", 1)[0]
    return word in {"The", "We", "I", "This", "It", "In", "To", "If", "When", "These", "Our", "A", "After", "Once"}


def leads_on(item: str, above: Announced) -> Announced | None:
    """What an item that is the lead of a list of its own says of that; None where it is a thing to be done itself."""
    low = lowered(item)
    if not above.orders:
        return _NOTHING if above.denied else announced(item, by_role=True)
    if "\u00a3" in low:
        return None
    deadline = deadline_of(item)
    pays = low.startswith(_PAYING)
    is_lead = item.endswith(":") and (pays or _LEADS_ON.match(low) is not None or _names_no_more(low))
    if not is_lead and _TIME.match(low) and deadline is not None:
        is_lead = _OF_TIME.issuperset(re.findall(r"[\w']+", low.partition(deadline.lower())[2]))
    if not is_lead:
        return None
    if _is_none(low.rstrip(_ENDS)):
        return _NOTHING
    return Announced(orders=True, deadline=deadline or above.deadline, paying=pays or above.paying)


def _names_no_more(low: str) -> bool:
    """Whether an item with a list of its own names nothing to be done but that list, or ends before the last of it."""
    low = low.rstrip(_ENDS)
    if low.endswith(" and") or _LABEL.fullmatch(low):
        return True
    for_remedy = low.startswith("to ")
    told = things_to_do(low if for_remedy else f"it will {low}")
    if told:
        return _DO_THESE.match(told[0].told) is not None
    return for_remedy or _TIME.match(low) is not None


def made_up_below(item: str, following: Line, above: Announced) -> Announced | None:
    """What to take of a list below an item that says what that is made of or about; None where it says what else."""
    if "\u00a3" in item:
        return _NOTHING if item.endswith(":") or following.text.startswith("\u00a3") else None
    return above._replace(orders=False, paying=True, denied=True) if item.endswith(":") else None


def counts(item: str, lead: Announced) -> bool:
    """Whether an item is to be done; of a list of what one that pays nothing is about, only what pays itself is."""
    if lead.orders or "\u00a3" not in item:
        return lead.orders
    return lead.denied and lead.paying and lowered(item).startswith(("\u00a3", *_PAYING))
