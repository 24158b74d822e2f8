"""Remedies of a whole decision: from agreed action and recommendations, else from the final decision.

What a body is to do is told from what it did: only sentences that speak of what was agreed, recommended or will be done
count, and the items below a line that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from workers.domain import Action, Payment, Remedies, Role
from workers.parsing import bounds
from workers.parsing.lines import BULLET, Line
from workers.parsing.parts import Part
from workers.parsing.remedies.actions import deadline_of, is_apology, is_evidence, kind_of
from workers.parsing.remedies.money import PAYS, payments, total
from workers.parsing.sentences import sentences
from workers.parsing.typography import printed

_FIRST = frozenset({Role.AGREED_ACTION, Role.RECOMMENDATIONS})
_TO_DO = re.compile(
    r"\b(?:agree[sd]?|agreed|agreeing|will|should|recommend\w*|accepted|accepts|must|undertak\w+|undertook|propose[sd]?"
    r"|is to|are to|committed|needs? to|ought to|has offered to|promised|shall)\b",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\b(?:agree[sd]?|agreeing|recommend\w*|accept(?:ed|s))\b", re.IGNORECASE)
_NOT_TO_DO = re.compile(
    r"\b(?:will|would|should|does|do|did) not\b|\b(?:has|had|have) (?:already|since|previously|now already)\b"
    r"|\bbefore (?:the complaint|we|i|our)\b"
    r"|\b(?:recommendations? (?:were|was)|we (?:will|would|recommend that (?:remedies|councils))|the ombudsman will"
    r"|i will|if (?:the|it|mr|mrs|miss|ms))\b",
    re.IGNORECASE,
)
# A verb that tells of something to be done: after "will" or "should", in a list of such, or after "agreed to".
_ITEM_VERB = re.compile(
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
    r"|stop|start)\b",
    re.IGNORECASE,
)
_MONEY_VERBS = frozenset({"pay", "refund", "reimburse", "repay", "write off", "waive"})
_BARE = (None, BULLET)
_SHORTEST = 3
_CLOSERS = re.compile(r"(?:[;,.]|[;,]? and|[;,]? or)+$")


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing to be done: an item of a list, or a sentence that tells of one or several."""

    text: str
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
            if is_evidence(item.text):
                continue
            sorry = is_apology(item.text)
            apology = apology or sorry
            money = payments(item.text, printed(item.text), under_paying_lead=item.paying_lead)
            paid += money
            actions += _actions(item, sorry=sorry, pays=bool(money))
    return Remedies(apology, tuple(paid), total(paid), tuple(actions))


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
        yield from (
            _Item(told, None, in_list=False, paying_lead=False)
            for told in sentences(text)
            if _orders(told) and orders.search(told) and (orders is _TO_DO or _ITEM_VERB.search(told))
        )


def _orders(sentence: str) -> bool:
    return not sentence.endswith(":") and _TO_DO.search(sentence) is not None and not _NOT_TO_DO.search(sentence)


class _Lead:
    """A paragraph that ends with a colon, and the list below it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        last = sentences(line.text[-bounds.PARAGRAPH :])[-1]
        self._orders = _TO_DO.search(last) is not None and not re.search(
            r"\b(?:has|had|have) (?:already|since)\b", last
        )
        self._deadline = deadline_of(last)
        self._paying = PAYS.search(last) is not None and "\u00a3" not in last

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
        yield _Item(first, deadline, in_list=True, paying_lead=self._paying)
        for told in rest:
            if "\u00a3" in told and _orders(told):
                yield _Item(told, deadline_of(told) or self._deadline, in_list=False, paying_lead=False)


def _starts_anew(text: str) -> bool:
    """Whether a bare paragraph speaks for itself rather than finishing the lead's sentence."""
    word = text.split(" ", 1)[0]
    return word in {"The", "We", "I", "This", "It", "In", "To", "If", "When", "These", "Our", "A", "After", "Once"}


def _actions(item: _Item, *, sorry: bool, pays: bool) -> Iterator[Action]:
    if item.in_list:
        if not sorry and not pays:
            yield Action(kind_of(item.text), printed(_CLOSERS.sub("", item.text)), item.deadline)
        return
    deadline = deadline_of(item.text)
    verbs = list(_ITEM_VERB.finditer(item.text))
    if not verbs:
        kind = kind_of(item.text)
        if not sorry and not pays and kind != "other":
            yield Action(kind, printed(item.text), deadline)
        return
    for place, verb in enumerate(verbs):
        end = verbs[place + 1].start() if place + 1 < len(verbs) else len(item.text)
        told = item.text[verb.start(1) : end]
        if is_apology(told) or is_evidence(told) or (verb[1].lower() in _MONEY_VERBS and "\u00a3" in told):
            continue
        yield Action(kind_of(told), printed(item.text), deadline)
