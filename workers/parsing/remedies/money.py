"""Amounts of money that are to be paid, told from those that are merely mentioned. All texts are in small letters."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from workers.domain import Payment
from workers.parsing import bounds

_AMOUNT = re.compile(
    r"\u00a3 ?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.(\d{2}))?(?![\d,]*\d)( ?(?:k|m|million|thousand)\b)?", re.ASCII
)
PAYS = re.compile(
    r"\b(?:pay|pays|paying|paid|payments?|repay|repays|repaying|refund|refunds|refunding|reimburse|reimburses"
    r"|reimbursing|reimbursement|waive"
    r"|waives|waiving|write off|writing off|wipe|cancel|cancelling|credit|crediting|compensate|compensation|remit"
    r"|return|returning|give|offer"
    r"|make|deduct|reduce|reducing|contribute|backdate|clear|award|send|transfer|double|increase|provide|remove)\b",
    re.ASCII,
)
_RANGE_END = re.compile(r" ?(?:and|to|-|\u2013|or) ?(?:(?:up to|no more than|not more than|at most) )?\u00a3")
_BETWEEN = re.compile(
    r"\b(?:between|from|in the range(?: of)?|at least|(?:not|no) less than|a minimum of|somewhere between) ?$", re.ASCII
)
_UP_TO = re.compile(
    r"\b(?:up to|no more than|not more than|at most|a maximum of) (?:a (?:maximum|total) of )?$", re.ASCII
)
_RATE = re.compile(
    r"^(?: or more)?,? ?(?:(?:a|per|each|every|for (?:each|every|a|any)|(?:for )?(?:each|every one) of (?:the|those"
    r"|these|its)(?: \w+)?|in respect of each|/) ?"
    r"(?:\w+ ){0,2}?)"
    r"(day|night|week|fortnight|month|quarter|term|half-term|year)s?\b",
)
_PERIODLY = re.compile(
    r"\b(daily|weekly|fortnightly|monthly|quarterly|termly|yearly|annual)\b[^\u00a3.;]{0,40}$", re.ASCII
)
_PERIOD_OF = {
    "daily": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "termly": "term",
    "yearly": "year",
    "annual": "year",
}
_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_COUNT_WORDS = {word: count for count, word in enumerate(_WORDS, start=1)} | {"thirty": 30, "forty": 40, "fifty": 50}
# What stands between one amount and the next where both are to be paid.
_BREAKS_DOWN = re.compile(
    r"\b(?:made up|comprising|comprises|consisting|consists|broken down|which (?:is|includes|is made)|including"
    r"|includes|being|that is|namely|this is"
    r"|split|(?:in total|altogether|in all)(?!,? (?:and|plus) )|(?<!in )total(?:ling|s)?|making"
    r"|worked out|calculated|equivalent|based on|at a rate of|(?:so|at)(?= ?$)|\((?= ?$)"
    r"|instead of|rather than|in place of|less|minus"
    r"|(?:out of|from|of|against) (?:the|its|his|her|their)(?: \w+)?(?= ?$))\b",
    re.ASCII,
)
# Before an amount that comes on top of the one before it.
_ADDS = re.compile(r"\b(?:a further|another|an additional|plus)(?: (?:payment|sum) of)? ?$", re.ASCII)
# After the amount that others before it add up to.
_IN_TOTAL = re.compile(r" ?(?:in total|altogether|in all|overall|total)\b", re.ASCII)
# Before and after the amount that an offer was of, where it is to be more.
_RAISES = re.compile(
    r"\b(?:increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|uplift(?:s|ed|ing)?|doubl(?:e|es|ed|ing))\b[^\u00a3.;]{0,80}"
    r"\b(?:from|of|by|the)(?: the)?(?: \w+)? ?$",
    re.ASCII,
)
_RAISED_TO = re.compile(r"(?:(?! and )[^\u00a3.;]){0,60} to (?:a total of |a new total of )?")
_MERELY_TOLD = re.compile(
    r"\b(?:fees?|charges?|charged|cost|costs|costing|bill|billed|invoiced?|loss|losses|lost|rent|fine|owed|owes"
    r"|debt|price|worth|value|valued|quote[ds]?|"
    r"estimate[ds]?|salary|income|savings|capital|budget|had|has|have|already|previously|spent|spend|because|since"
    r"|reflect(?:s|ing)?|interest on|recognis\w+ that)\b",
)
_ALREADY = re.compile(
    r"[^\u00a3.;]{0,40}\b(?:already|previously|has|had|have|earlier)\b[^\u00a3.;]{0,15}\b(?:paid|refunded|received"
    r"|credited|given|awarded|repaid)\b",
    re.ASCII,
)
_BEFORE_PAST = re.compile(
    r"\b(?:has|had|have|was|were|already|previously)(?: \w+){0,2} (?:paid|refunded|charged|lost|spent|repaid"
    r"|credited|received|cost)\b[^\u00a3]{0,60}$",
)
_EACH = re.compile(r"^,? (?:each|apiece|to each)\b(?! (?:\w+ )?(?:day|night|week|fortnight|month|quarter|term|year))")
_TWO = re.compile(
    r"\b(?:both|mr and mrs|(?:mr|mrs|miss|ms|mx|dr) \w+ and (?:mr|mrs|miss|ms|mx|dr) \w+|the couple"
    r"|(?:mr|mrs|miss|ms|mx|dr) \w+ and (?:his|her|their) \w+|two (?:\w+ )?(?:families|complainants|people))\b"
)
_BOTH = re.compile(r"\b(?:pay|give|send|offer|award) both (?:[\w']+ ){1,6}$")
_EACH_OF_TWO = re.compile(r" to (?:each of (?:the|his|her|their) (?:two|couple|parents)|both (?:of |mr |mrs |parents))")
_GIVES_BACK = re.compile(
    r"\b(?:refund|reimburs|repay|write|writing|waiv|wipe|cancel|credit|remit|return|clear|deduct|remove|reduc|lower)",
    re.ASCII,
)


# A cost of somebody's that is to be paid itself.
_SETTLES = re.compile(
    r"(?:pay|meet|cover)s? (?:for )?(?:the|her|his|their|(?:\S+ ){1,2}?\S+'s) (?:[\w']+ ){0,3}?"
    r"(?:fees?|costs?|bills?|charges?|rent|debts?|invoices?|expenses) (?:of|up to|totalling) (?:up to )?$"
)


class _Amount(NamedTuple):
    start: int
    end: int
    pounds: Decimal


def payments(text: str, whole: str, *, under_paying_lead: bool = False) -> tuple[Payment, ...]:
    """The payments that one sentence or item (small letters) orders; ``whole`` is kept as their words.

    ``under_paying_lead`` says that the line above the item already speaks of paying.
    """
    amounts = list(islice(_amounts(text), bounds.AMOUNTS)) if "\u00a3" in text else []
    found: list[Payment] = []
    place = 0
    while place < len(amounts):
        amount = amounts[place]
        last = _range_end(text, amounts, place)
        raised = _raised(text, amounts, place)
        if found and _is_total(text, amount, found):
            found = _with_periods(found, amount)
        elif raised is not None:
            if _is_ordered(text, amounts, place, first=not found, under_paying_lead=under_paying_lead):
                found += _payment(text, raised, None, whole)
            last = raised
        elif _is_ordered(text, amounts, place, first=not found, under_paying_lead=under_paying_lead):
            found += _payment(text, amount, last, whole)
        elif found and _BREAKS_DOWN.search(text, amounts[place - 1].end, amount.start):
            break  # What follows says what the amount before is made of.
        place += 2 if last else 1
    return tuple(found)


def is_counted(payment: Payment) -> bool:
    """Whether a payment has one value that may be added to others."""
    return payment.amount_to_gbp is None and (payment.period is None or payment.periods is not None)


@functools.lru_cache(maxsize=4096)
def total(found: tuple[Payment, ...]) -> str | None:
    """The sum of all payments, None where there are none or one has no single value."""
    if not found or not all(is_counted(payment) for payment in found):
        return None
    return f"{sum((Decimal(payment.amount_gbp) * (payment.periods or 1) for payment in found), Decimal(0)):.2f}"


def _amounts(text: str) -> Iterator[_Amount]:
    for found in _AMOUNT.finditer(text):
        pounds = Decimal(found[1].replace(",", "") + (f".{found[2]}" if found[2] else ""))
        scale = (found[3] or "").strip()
        if scale:
            pounds *= 1_000 if scale in {"k", "thousand"} else 1_000_000
        yield _Amount(found.start(), found.end(), pounds)


def _range_end(text: str, amounts: Sequence[_Amount], place: int) -> _Amount | None:
    if place + 1 >= len(amounts):
        return None
    amount, following = amounts[place], amounts[place + 1]
    between = text[amount.end : following.start + 1]
    if not _RANGE_END.fullmatch(between):
        return None
    if between.strip().startswith(("to", "-", "\u2013")) or _BETWEEN.search(text[: amount.start]):
        return following
    return None


def _raised(text: str, amounts: Sequence[_Amount], place: int) -> _Amount | None:
    """What an offer becomes that is to be more than the amount at a place, None where the amount is no such offer."""
    if place + 1 >= len(amounts):
        return None
    amount, following = amounts[place], amounts[place + 1]
    if _RAISES.search(text[max(0, amount.start - 120) : amount.start]) is None:
        return None
    return following if _RAISED_TO.fullmatch(text, amount.end, following.start) else None


def _is_total(text: str, amount: _Amount, found: Sequence[Payment]) -> bool:
    """Whether an amount is said to be that of the payments before it together; it is never less than they are."""
    if _IN_TOTAL.match(text, amount.end) is None:
        return False
    return amount.pounds >= sum(Decimal(payment.amount_gbp) for payment in found)


def _with_periods(found: list[Payment], together: _Amount) -> list[Payment]:
    """The payments; a rate that stands alone runs for as long as its total says."""
    rate = found[0]
    if len(found) > 1 or rate.period is None or rate.periods is not None or rate.amount_to_gbp is not None:
        return found
    periods, rest = divmod(together.pounds, Decimal(rate.amount_gbp)) if Decimal(rate.amount_gbp) else (0, 1)
    return found if rest else [rate._replace(periods=int(periods))]


def _is_ordered(text: str, amounts: Sequence[_Amount], place: int, *, first: bool, under_paying_lead: bool) -> bool:
    amount = amounts[place]
    if _ALREADY.match(text[amount.end : amount.end + 80]) and not _GIVES_BACK.search(text, 0, amount.start):
        return False
    start = 0 if first else amounts[place - 1].end
    between = text[start : amount.start]
    if not first and _ADDS.search(between):
        return True
    if not first:
        return not _BREAKS_DOWN.search(between) and not _MERELY_TOLD.search(between)
    verb = PAYS.search(between)  # The first paying verb, as what follows it is its object.
    if verb is None:
        return under_paying_lead
    if _BEFORE_PAST.search(between):
        return False
    settles = _GIVES_BACK.match(verb[0]) or _SETTLES.match(between, verb.start())
    return settles is not None or not _MERELY_TOLD.search(between, verb.end())


def _payment(text: str, amount: _Amount, last: _Amount | None, whole: str) -> Iterator[Payment]:
    if last is not None:
        yield Payment(_decimal(amount.pounds), whole, amount_to_gbp=_decimal(last.pounds))
        return
    if _UP_TO.search(text[max(0, amount.start - 40) : amount.start]):
        yield Payment(_decimal(Decimal(0)), whole, amount_to_gbp=_decimal(amount.pounds))
        return
    period, rest = _period(text, amount)
    periods = _periods(text, rest, period) if period else None
    one = Payment(_decimal(amount.pounds), whole, period=period, periods=periods)
    yield one
    if period is None and _is_for_two(text, amount):
        yield one


def _is_for_two(text: str, amount: _Amount) -> bool:
    """Whether each of two people is to have an amount."""
    if _EACH.match(text[amount.end : amount.end + 30]) and _TWO.search(text):
        return True
    return _BOTH.search(text, 0, amount.start) is not None or _EACH_OF_TWO.match(text, amount.end) is not None


def _period(text: str, amount: _Amount) -> tuple[str | None, int]:
    """The period of a rate and where the words after it begin."""
    rate = _RATE.match(text[amount.end : amount.end + 60])
    if rate:
        return rate[1], amount.end
    before = _PERIODLY.search(text[max(0, amount.start - 60) : amount.start])
    return (_PERIOD_OF[before[1]], amount.end) if before else (None, amount.end)


def _periods(text: str, start: int, period: str) -> int | None:
    """How many periods a rate runs for, where the words after it tell."""
    pattern = rf"\b(\d{{1,3}}|{'|'.join(_COUNT_WORDS)}) (?:\w+ )?{period}s?\b"
    end = text.find("\u00a3", start)
    found = re.search(pattern, text[start : end if end >= 0 else len(text)])
    if found is None:
        return None
    word = found[1]
    return int(word) if word.isdigit() else _COUNT_WORDS[word]


def _decimal(pounds: Decimal) -> str:
    return f"{pounds:.2f}"
