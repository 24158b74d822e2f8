"""Remedies of a whole decision: from agreed action and recommendations, else from the final decision.

What a body is to do is told from what it did: only sentences that speak of what was agreed, recommended or will be done
count, and the items below a line that says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from workers.domain import Action, Payment, Remedies, Role
from workers.parsing import bounds
from workers.parsing.lines import BULLET, Line
from workers.parsing.parts import Part
from workers.parsing.remedies.actions import deadline_of, is_apology, is_evidence, kind_of
from workers.parsing.remedies.money import PAYS, payments, total
from workers.parsing.sentences import sentences
from workers.parsing.typography import lowered, printed

_FIRST: Final = frozenset({Role.AGREED_ACTION, Role.RECOMMENDATIONS})
_TO_DO: Final = re.compile(
    r"\b(?:agree[sd]?|agreed|agreeing|will|should|recommend\w*|accepted|accepts|must|undertak\w+|undertook"
    r"|propose[sd]?"
    r"|is to|are to|committed|needs? to|ought to|has offered to|promised|shall"
    r"|consented|(?:is|are) (?:asked|required|willing|ready|expected|going) to|we (?:ask|asked|expect|want)|i"
    r" (?:ask|asked|expect)"
    r"|intends? to|plans? to|pledged|following (?:actions?|steps?|remed(?:y|ies)|things)|(?:actions?|steps?"
    r"|remedy) (?:is|are))\b",
)
_AGREED: Final = re.compile(r"\b(?:agree[sd]?|agreeing|recommend\w*|accept(?:ed|s))\b")
_NOT_TO_DO: Final = re.compile(
    r"\b(?:will|would|should|does|do|did) not\b|\b(?:has|had|have) (?:already|since|previously|now already)\b"
    r"|\bbefore (?:the complaint|we|i|our)\b"
    r"|\b(?:what (?:to|i|we)(?: \w+)? recommend"
    r"|(?:i|we) (?:can|may|could|often|sometimes|usually|normally) recommend)\b"
    r"|\bguidance on remedies\b|\b(?:my|our) recommendations (?:are|follow)\b"
    r"|\bour guidance(?: on remedies)? (?:says|recommends|suggests|explains|sets out|provides)\b"
    r"|\b(?:a|any) remedy should\b|\bremedies should\b|\b(?:where|when|if) we (?:find|have found) fault\b"
    r"|\b(?:recommendations? (?:were|was)|we (?:will|would|recommend that (?:remedies|councils))|the ombudsman will"
    r"|i will|if (?:the|it|mr|mrs|miss|ms))\b",
    re.ASCII,
)
# A verb that tells of something to be done: after "will" or "should", in a list of such, or after "agreed to".
_ITEM_VERB: Final = re.compile(
    r"(?:,|;|:|\band|\bwill|\bshould|\bmust|\bshall|\bthat it|\balso|\bthen|\b(?:agree[sd]?|undertaken|undertakes"
    r"|offered|promised|needs?"
    r"|ought|is|are|council|trust|it) to)(?: (?:also|then|to|will|should|now))* "
    r"(apologise|pay|refund|reimburse|repay|write off|waive|write|review|reconsider|train|remind|provide|arrange"
    r"|meet|carry out|complete"
    r"|ensure|make sure|consider|produce|draw up|amend|update|revise|change|share|appoint|issue|send|offer|reassess"
    r"|correct|remove|publish"
    r"|hold|explain|audit|backdate|comply|undertake|conduct|develop|introduce|implement|identify|monitor|refer"
    r"|invite|place|record|include"
    r"|contact|respond|discuss|circulate|assess|decide|put in place|take|report|repair|add|clarify|confirm|credit"
    r"|rewrite|design|set up|set out|prepare|nominate|name|allocate|assign|cancel|deliver|improve|strengthen"
    r"|adopt|commission"
    r"|organise|reinstate|rehear|redo|restore|clear|visit|check|look|examine|draft|create|delete|destroy|brief"
    r"|tell|give|draw"
    r"|stop|start)\b",
    re.ASCII,
)
_DONE: Final = re.compile(r"\b(?:has|had|have) (?:already|since)\b", re.ASCII)
_MONEY_VERBS: Final = frozenset({"pay", "refund", "reimburse", "repay", "write off", "waive"})
_BARE: Final = (None, BULLET)
# That something is done, which is no thing to do.
_VAGUE: Final = re.compile(r"take (?:\w+ )?(?:action|steps|measures)\b(?! to\b)", re.ASCII)
_SHORTEST: Final = 3
_CLOSERS: Final = re.compile(r"(?:[;,.]|[;,]? and|[;,]? or)+$")


class _Item(NamedTuple):
    """One thing to be done: an item of a list, or a sentence that tells of one or several; ``low`` in small letters."""

    text: str
    low: str
    deadline: str | None
    in_list: bool
    paying_lead: bool


def remedies(parts: Sequence[Part]) -> Remedies:
    """Everything the body agreed or was told to do."""
    told = [part for part in parts if part.role in _FIRST]
    found = _gathered(told)
    if found == Remedies():
        found = _gathered([part for part in parts if part.role is Role.FINAL_DECISION], _AGREED)
    return found


def _gathered(parts: Sequence[Part], orders: re.Pattern[str] = _TO_DO) -> Remedies:
    apology = False
    paid: list[Payment] = []
    actions: list[Action] = []
    for part in parts:
        for item in islice(_items(part.paragraphs(), orders), bounds.REMEDIES):
            sorry, money, done = _told_by(item)
            apology = apology or sorry
            paid += money
            actions += done
    return Remedies(apology, tuple(paid), total(paid), tuple(actions))


@functools.lru_cache(maxsize=4096)  # Most of what is to be done is told in standard words.
def _told_by(item: _Item) -> tuple[bool, tuple[Payment, ...], tuple[Action, ...]]:
    """Whether an item tells the body to say sorry, what it is to pay, and what else it is to do."""
    if is_evidence(item.low):
        return False, (), ()
    sorry = is_apology(item.low)
    money: tuple[Payment, ...] = ()
    if "\u00a3" in item.low:
        money = payments(item.low, printed(item.text), under_paying_lead=item.paying_lead)
    return sorry, money, tuple(_actions(item, sorry=sorry, pays=bool(money)))


def _items(lines: Iterable[Line], orders: re.Pattern[str]) -> Iterator[_Item]:
    lead: _Lead | None = None
    for line in lines:
        text = line.text[: bounds.PARAGRAPH]
        if lead is not None and lead.holds(line):
            yield from lead.items(text)
            continue
        lead = None
        if text.endswith(":"):
            lead = _Lead(line)
        for told in sentences(text):
            low = lowered(told)
            if _orders(low) and (orders is _TO_DO or (orders.search(low) and _ITEM_VERB.search(low))):
                yield _Item(told, low, None, in_list=False, paying_lead=False)


@functools.lru_cache(maxsize=4096)
def _orders(low: str) -> bool:
    return not low.endswith(":") and _TO_DO.search(low) is not None and not _NOT_TO_DO.search(low)


class _Lead:
    """A paragraph that ends with a colon, and the list below it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        last = sentences(line.text[-bounds.PARAGRAPH :])[-1]
        low = lowered(last)
        self._orders = _TO_DO.search(low) is not None and not _DONE.search(low)
        self._deadline = deadline_of(last)
        self._paying = PAYS.search(low) is not None and "\u00a3" not in low

    def holds(self, line: Line) -> bool:
        """Whether a paragraph is an item of the list: nested, or bare below a bare lead as reports print them."""
        if line.level > self._line.level:
            return True
        bare = self._line.mark in _BARE and line.mark in _BARE and line.level == self._line.level
        return bare and not _starts_anew(line.text)

    def items(self, text: str) -> Iterator[_Item]:
        if not self._orders or len(text) < _SHORTEST:
            return
        first, *rest = sentences(text)
        deadline = deadline_of(first) or deadline_of(text) or self._deadline
        yield _Item(first, lowered(first), deadline, in_list=True, paying_lead=self._paying)
        for told in rest:
            low = lowered(told)
            if "\u00a3" in low and _orders(low):
                yield _Item(told, low, deadline_of(told) or self._deadline, in_list=False, paying_lead=False)


def _starts_anew(text: str) -> bool:
    """Whether a bare paragraph speaks for itself rather than finishing the lead's sentence."""
    word = text.split(" ", 1)[0]
    return word in {"The", "We", "I", "This", "It", "In", "To", "If", "When", "These", "Our", "A", "After", "Once"}


def _actions(item: _Item, *, sorry: bool, pays: bool) -> Iterator[Action]:
    low = item.low
    if item.in_list:
        if not sorry and not pays:
            yield Action(kind_of(low), printed(_CLOSERS.sub("", item.text)), item.deadline)
        return
    deadline = deadline_of(item.text)
    verbs = list(_ITEM_VERB.finditer(low))
    if not verbs:
        kind = kind_of(low)
        if not sorry and not pays and kind != "other":
            yield Action(kind, printed(item.text), deadline)
        return
    for place, verb in enumerate(verbs):
        end = verbs[place + 1].start() if place + 1 < len(verbs) else len(low)
        told = low[verb.start(1) : end]
        if is_apology(told) or is_evidence(told) or (verb[1] in _MONEY_VERBS and "\u00a3" in told):
            continue
        if _VAGUE.match(told):
            continue
        yield Action(kind_of(told), printed(item.text), deadline)
