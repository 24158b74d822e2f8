"""Remedies of a whole decision: from agreed action and recommendations, else from the final decision.

What a body is to do is told from what it did: only sentences that speak of what was agreed, recommended or will be done
count, and the items below a line that says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from workers.domain import Action, Payment, Remedies, Role
from workers.parsing import bounds
from workers.parsing.lines import Line
from workers.parsing.parts import Part
from workers.parsing.remedies.actions import deadline_of, is_apology, is_evidence, speaks_of_us
from workers.parsing.remedies.kinds import kind_of
from workers.parsing.remedies.leads import Announced, announced, counts, is_below, leads_on, made_up_below
from workers.parsing.remedies.money import PAYS, payments, total
from workers.parsing.remedies.orders import (
    AGREED,
    Order,
    by_body,
    more_to_do,
    orders,
    things_to_do,
)
from workers.parsing.sentences import sentences
from workers.parsing.typography import lowered, printed

_FIRST: Final = frozenset({Role.AGREED_ACTION, Role.RECOMMENDATIONS})
# Where a complaint is upheld without investigation, the assessment tells what was agreed instead.
_ASSESSMENTS: Final = frozenset({"my assessment", "our assessment", "assessment"})
_SETTLED: Final = re.compile(
    r"agree(?<!had agree)(?<!\wagree)[ds](?: to (?:resolve|settle|remedy|put (?:things|matters|this|it) right)\b"
    r"|(?: to)?(?: provide| offer| take)? (?:an?|our|the|this|my) (?:\w+ )?remedy\b)",
    re.ASCII,
)
# Before that: who else said or did it, or that it was in a year gone by.
_TOLD_BY: Final = re.compile(
    r"\b(?:says?|said|tells?|told|complain\w*|claim\w*|if|stage)\b|^in (?:\w+ )?(?:19|20)\d\d\b"
    r"|\b(?:landlord|neighbours?|developer|builder|contractor|insurers?|he|she|(?:mr|mrs|miss|ms|mx|dr) \w+)"
    r" (?:ha[sd] |have )?(?:\w+ )?$",
    re.ASCII,
)
# Behind it: that it was then, or that nothing came of it.
_IN_THE_PAST: Final = re.compile(
    r"(?: (?:an?|the|this|his|her|their|mr|mrs|miss|ms|complaint|matter|issue|\w+'s|\w)){0,4}"
    r" in (?:\w+ )?(?:19|20)\d\d\b"
    r"|.*\bbut (?:it |they |then )?(?:did not|has not|never|failed)\b",
    re.ASCII,
)
_MONEY_VERBS: Final = frozenset({"pay", "refund", "reimburse", "repay", "write off", "waive"})
# What staff are told they should do, which may have a time of its own that is no deadline of the telling.
_CONTENT: Final = re.compile(
    r"((?:remind|tell|inform|instruct|brief|advise|email|write to|reiterate to|stress to|emphasise to) [^,;]*?)"
    r" (?:that|how|to)\b[^,;]*"
)
# That what was named before is to be done: "which it has agreed to provide", "and will hold one within a month".
_POINTS_BACK: Final = re.compile(
    r"[a-z-]+(?: out| up)?(?: (?:one|it|this|these|them|that|so|both|all|such an? \w+|the (?:work|actions?|steps?)))?"
    r"(?: out)?"
    r"(?:,? (?:within|by|inside|in|before|no later than) (?:\w+ )*?(?:days?|weeks?|months?|terms?|\d{4})\b[^,]*)?"
    r"[.,;]?",
    re.ASCII,
)
# That what was told before is to be done, and by when: "The Council has agreed to do so within a month."
_IS_DONE_BY: Final = re.compile(
    r"^(?:the (?:\w+ ){1,3}|it |they |this |these |both |all (?:of )?(?:this|these) )(?:\w+ ){0,6}?"
    r"(?:do|done|complete[d]?|carr(?:y|ied) out|finish(?:ed)?|take[n]?|implement(?:ed)?|act on)"
    r" ?(?:so|this|these|both|that|all|it|them)?(?: (?:actions?|steps?|things|of this|of these))?,?"
    r" (?:within|by|before)\b",
    re.ASCII,
)
# Words of a sentence that tells what is to be done by no verb of its own.
_PASSIVE: Final = re.compile(r"\b(?:will|should|must|shall|to|also) be\b|\brecommend", re.ASCII)
# That something is done, which is no thing to do.
_VAGUE: Final = re.compile(
    r"take (?:\w+ )?(?:action|steps|measures)\b(?! to\b)|put (?:things|matters|it|this|that|them) right\b"
    r"|(?:provide|offer) (?:an?|our|the|this|my) (?:\w+ ){0,2}remedy\b"
    r"|(?:resolve|settle|remedy) (?:the|this|her|his|\w+ \w+'s) (?:complaint|matter|injustice)\b",
    re.ASCII,
)
# What a letter or a plan does that is ordered before: "It will also state why."
_TELLING: Final = frozenset(
    ["state", "say", "set", "list", "name", "include", "describe", "explain", "mention", "cover", "show", "refer"]
)
_RECOMMENDS: Final = re.compile(r"\b(?:i|we) (?:have )?recommend(?:ed)? (?:a (?:sum|total|remedy) of )?\u00a3")
# That this was in another decision, or in a draft that the decision goes beyond.
_BEFORE_THIS: Final = (
    r"\b(?:in|with) (?:an?|my|our|the) (?:earlier|last|previous|draft)"
    r" (?:complaint|decision|investigation|case|report)\b"
)
_RECOMMENDED_BEFORE: Final = re.compile(rf"{_BEFORE_THIS}[^\u00a3]*\brecommended\b|\brecommended\b.*{_BEFORE_THIS}")
_TELLS, _PAYMENT = "explanation", "payment"
# Kinds that the words of a whole sentence do not tell where it names no thing to be done.
_SAYS_LITTLE: Final = frozenset({"other", "compliance", "provision", "explanation", "information"})
_SHORTEST: Final = 3
# What may stand behind an item of a list.
_STOPS: Final = ";,."
_ANDS: Final = (" and", " or")


# Whether the body is to say sorry, what it is to pay, and what else it is to do.
_Told = tuple[bool, tuple[Payment, ...], tuple[Action, ...]]


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
    if not _is_empty(found):
        return found
    settled = [] if told else _settled(parts)
    if settled and not _is_empty(found := _gathered(settled)):
        return found
    return _gathered([part for part in parts if part.role is Role.FINAL_DECISION], agreed_only=True)


def _is_empty(found: Remedies) -> bool:
    return not (found.apology or found.payments or found.actions)


def _settled(parts: Sequence[Part]) -> list[Part]:
    """The assessment of a complaint that was resolved early, from where it says so."""
    for part in parts:
        if part.role is Role.FINDINGS and part.heading.lower() in _ASSESSMENTS and "agree" in part.words():
            lines = list(part.paragraphs())
            for place, line in enumerate(lines):
                if _is_settled(line.text[: bounds.PARAGRAPH]):
                    return [Part(part.heading, part.role, lines[place:])]
    return []


def _is_settled(paragraph: str) -> bool:
    """Whether a paragraph says, in nobody else's words, that the body agreed to put things right."""
    if "agree" not in paragraph or _SETTLED.search(lowered(paragraph)) is None:
        return False
    for low in map(lowered, sentences(paragraph)):
        settled = _SETTLED.search(low)
        if settled is None or _TOLD_BY.search(low, 0, settled.start()):
            continue
        if _IN_THE_PAST.match(low, settled.end()) is None:
            return True
    return False


def _gathered(parts: Sequence[Part], *, agreed_only: bool = False) -> Remedies:
    apology = False
    paid: list[Payment] = []
    actions: list[Action] = []
    for part in parts:
        told = _told(list(part.paragraphs()), agreed_only=agreed_only)
        for sorry, money, done in islice(told, bounds.REMEDIES):
            apology = apology or sorry
            paid += money
            actions += done
    return Remedies(apology, tuple(paid), total(tuple(paid)), tuple(actions))


def _told_by(item: _Item) -> _Told:
    """Whether an item tells the body to say sorry, what it is to pay, and what else it is to do."""
    if _asks_for_proof(item):
        return False, (), ()
    sorry = is_apology(item.low)
    money: tuple[Payment, ...] = ()
    if "\u00a3" in item.low:
        unsaid = PAYS.search(item.low, 0, item.low.index("\u00a3")) is None
        paying = item.paying_lead or (unsaid and _pays(item))
        money = payments(item.low, printed(item.text), under_paying_lead=paying)
    return sorry, money, tuple(_actions(item, sorry=sorry, pays=bool(money)))


def _pays(item: _Item) -> bool:
    """Whether an item with an amount tells of a payment by other words than those for paying."""
    if item.in_list:
        return kind_of(item.low) == _PAYMENT
    if _RECOMMENDS.search(item.low):
        return _RECOMMENDED_BEFORE.search(item.low) is None
    return any("\u00a3" in order.told and kind_of(order.told) == _PAYMENT for order in things_to_do(item.low))


def _asks_for_proof(item: _Item) -> bool:
    """Whether an item tells the body no more than to show us that the rest was done."""
    told = [] if item.in_list else things_to_do(item.low)
    return all(is_evidence(order.told) for order in told) if told else is_evidence(item.low)


def _told(lines: Sequence[Line], *, agreed_only: bool) -> Iterator[_Told]:
    """What each item and each sentence of some paragraphs tells the body to do."""
    leads: list[tuple[Line, Announced, bool]] = []  # The last says that the lead is an item with a list of its own.
    for line, following in zip_longest(lines, lines[1:]):
        text = line.text[: bounds.PARAGRAPH]
        while leads and not is_below(line, leads[-1][0], has_list=leads[-1][2]):
            leads.pop()
        has_list = following is not None and following.level > line.level
        if not leads:
            told = _told_in(text, agreed_only)
            yield from told
            if text.endswith(":") or (has_list and not any(map(any, told))):
                leads.append((line, announced(line.text[-bounds.PARAGRAPH :], by_role=not agreed_only), False))
            continue
        above = leads[-1][1]
        below = leads_on(text, above) if has_list or text.endswith(":") else None
        if below is None or text.endswith(" and:"):
            yield from _told_below(text, above) if above.orders or above.denied else _told_in(text, agreed_only)
        if below is None and has_list:
            below = made_up_below(text, following, above)
        if below is not None:
            leads.append((line, below, has_list))


@functools.lru_cache(maxsize=4096)  # Most of what is to be done is told in standard words.
def _told_in(paragraph: str, agreed_only: bool) -> tuple[_Told, ...]:
    return tuple([_told_by(item) for item in _ordered_in(sentences(paragraph), agreed_only=agreed_only)])


def _ordered_in(told: Sequence[str], *, agreed_only: bool) -> Iterator[_Item]:
    """The sentences of a paragraph that order something; one that only says by when tells that of the one before."""
    last: _Item | None = None
    for text in told:
        low = lowered(text)
        if not orders(low):
            continue
        deadline = deadline_of(text)
        if last is not None and last.deadline is None and deadline is not None and _IS_DONE_BY.search(low):
            yield last._replace(deadline=deadline)
            last = None
            continue
        if last is not None:
            yield last
            last = None
        if not agreed_only or (AGREED.search(low) and things_to_do(low)):
            last = _Item(text, low, deadline, in_list=False, paying_lead=False)
    if last is not None:
        yield last


@functools.lru_cache(maxsize=4096)
def _told_below(item: str, lead: Announced) -> tuple[_Told, ...]:
    return tuple([_told_by(one) for one in _items_of(item, lead)])


def _items_of(text: str, lead: Announced) -> Iterator[_Item]:
    """An item of a list, and those of its further sentences that order something of their own."""
    if not counts(text, lead) or len(text) < _SHORTEST:
        return
    first, *rest = sentences(text)
    content = _CONTENT.match(text)
    ordered = content[1] + text[content.end() :] if content else text
    by_when = deadline_of(first if ordered == text else sentences(ordered)[0])
    further = [told for told in rest if _orders_more(lowered(told))]
    if by_when is None and rest:
        by_when = next((deadline_of(told) for told in sentences(ordered)[1:] if told not in further), None)
    yield _Item(first, lowered(first), by_when or lead.deadline, in_list=True, paying_lead=lead.paying)
    for told in further:
        yield _Item(told, lowered(told), deadline_of(told) or lead.deadline, in_list=False, paying_lead=False)


def _orders_more(low: str) -> bool:
    """Whether a further sentence of an item orders something, rather than tells how or when the item is to be done."""
    if not orders(low):
        return False
    if "\u00a3" in low:
        return True
    if " also " not in low or not by_body(low) or _IS_DONE_BY.search(low):
        return False
    return all(order.verb not in _TELLING for order in things_to_do(low)[:1])


def _actions(item: _Item, *, sorry: bool, pays: bool) -> Iterator[Action]:
    low = item.low
    if item.in_list:
        kinds = [kind_of(low)] if not sorry and not pays else _kinds_beside(low, pays=pays)
        yield from [Action(kind, printed(_unclosed(item.text)), item.deadline) for kind in kinds]
        return
    told = things_to_do(low)
    kinds = _kinds(low, told)
    if not told and not sorry and not pays and _PASSIVE.search(low):
        kinds = [kind_of(low)] if kind_of(low) not in _SAYS_LITTLE else []
    yield from [Action(kind, printed(item.text), item.deadline) for kind in kinds]


def _kinds(low: str, told: Sequence[Order]) -> list[str]:
    """The kinds of the things that a sentence orders, but for apologies and payments."""
    kinds: list[str] = []
    for order in told:
        kind = _kind(low, order, first=not kinds)
        if kind is not None:
            kinds.append(kind)
    if len(set(kinds)) > 1:
        kinds = [kind for kind in kinds if kind != _TELLS]  # Telling somebody what came of it is part of doing it.
    return kinds


def _kinds_beside(low: str, *, pays: bool) -> list[str]:
    """The kinds of what an item that says sorry or pays orders besides."""
    told = [order for order in more_to_do(low) if "guidance" not in order.told]
    if pays:
        told = [order for order in told if "payment" not in order.told]
    return [kind for kind in _kinds(low, told) if not (pays and kind == _PAYMENT)]


def _unclosed(text: str) -> str:
    """An item without the stops and the "and" that part it from the next."""
    text = text.removesuffix(" and:").rstrip(_STOPS)
    while text.endswith(_ANDS):
        text = text.removesuffix(" and").removesuffix(" or").rstrip(_STOPS)
    return text


def _kind(low: str, order: Order, *, first: bool) -> str | None:
    """The kind of one thing that a sentence orders; None where it is an apology, a payment, mere proof or nothing."""
    told = order.told
    if is_apology(told) or is_evidence(told) or _VAGUE.match(told):
        return None
    if "\u00a3" in told and (order.verb in _MONEY_VERBS or kind_of(told) == _PAYMENT):
        return None
    if _POINTS_BACK.fullmatch(told.rstrip()):
        kind = kind_of(low[: order.start]) if first else "other"
        return None if kind in _SAYS_LITTLE or (kind == _PAYMENT and "\u00a3" in low) else kind
    kind = kind_of(told)
    return None if kind == "other" or (kind == "compliance" and speaks_of_us(low)) else kind
