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
# Where one thing to be paid ends and the next begins.
_NEXT = re.compile(r"[,;]? (?:and|&|plus|as well as|together with|along with) |[,;] ?")
# What stands between two amounts where the second is part of the first, or tells how it was come by.
_BREAKS_DOWN = re.compile(
    r"\b(?:which (?:is|includes)|including|includes|being|that is|this is"
    r"|(?:in total|altogether|in all)(?!,? (?:and|plus) )|(?<!in )total(?:ling|s)?|making"
    r"|equivalent|based on|at a rate of|(?:so|at)(?= ?$)"
    r"|instead of|rather than|in place of|less|minus"
    r"|(?:out of|from|of|off|against|towards?) (?:(?:the|its|his|her|their)|(?:\S+ ){0,2}?\S+'s?)"
    r"(?: \w+){0,2}?(?: of| totalling)?(?= ?$))\b|[(:] ?$",
    re.ASCII,
)
# The same, however much stands between.
_IS_MADE_UP = re.compile(
    r"\b(?:made up|compris\w+|consist\w+|broken down|namely)\b"
    r"|(?:^ ?|[,(:;] ?|\b(?:is|are|be|being) )(?:\w+ )?(?:split|divided|shared|worked out|calculated)\b",
    re.ASCII,
)
# Before an amount that comes on top of the one before it.
_ADDS = re.compile(r"\b(?:a further|another|an additional|plus)(?: (?:payment|sum) of)? ?$", re.ASCII)
# After the amount that others before it add up to.
_IN_TOTAL = re.compile(r" ?(?:in total|altogether|in all|overall|total)\b", re.ASCII)
# Before it.
_COMES_TO = re.compile(
    r"(?:\b(?:total(?:ling|s)?(?: of)?|making(?: a total of)?|amount(?:ing|s) to|com(?:es|ing) to|which is|so)|\() ?$"
)
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
    r"|reflect(?:s|ing)?|interest on|recognis\w+ that|(?<!be )(?<!is )(?<!are )paid)\b",
)
# What somebody spent or lost, before an amount that says how much.
_SPENT = re.compile(r"\b(?:(?<!be )(?<!is )(?<!are )paid|lost|spent|owe[sd]?|failed|refused|because|since)\b", re.ASCII)
# Words put in before an amount: "pay Mrs X, in recognition of what her son lost, £900".
_PUT_IN = re.compile(r",[^,]*,(?: (?:a|the) (?:sum|total|payment) of)? ?$")
_ALREADY = re.compile(
    r"[^\u00a3.;]{0,40}\b(?:already|previously|has|had|have|earlier)\b[^\u00a3.;]{0,15}\b(?:paid|refunded|received"
    r"|credited|given|awarded|repaid)\b(?! (?:\w+ ){0,3}?\u00a3)",
    re.ASCII,
)
# Before a bound that a rule sets: "remind staff that payments over \u00a3250 must be approved".
_BOUND = re.compile(r"(?<!just )(?:over|above|below|under|exceeding|exceeds?) $")
# Before an amount that somebody is to be paid no less than.
_PAID_OVER = re.compile(
    r"\b(?:pay|pays|paying|give|offer|refund|reimburse)"
    r"(?: (?:him|her|them|(?:mr|mrs|miss|ms|mx|dr) \w+(?: and (?:mr|mrs|miss|ms|mx|dr) \w+)?))?"
    r"(?: an? (?:amount|sum)(?: of)?)? (?:over|above|exceeding) $",
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
        if found and (_is_total(text, amount, found) or _comes_to(text, amounts, place)):
            found = _with_periods(found, amount)
        elif raised is not None:
            if _is_ordered(text, amounts, place, first=not found, under_paying_lead=under_paying_lead):
                found += _payment(text, raised, None, whole)
            last = raised
        elif _is_ordered(text, amounts, place, first=not found, under_paying_lead=under_paying_lead):
            found += _payment(text, amount, last, whole)
        elif found and _breaks_down(text[amounts[place - 1].end : amount.start]):
            place = _after_brackets(text, amounts, place)  # What follows says what the amount before is made of.
            continue
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


def _comes_to(text: str, amounts: Sequence[_Amount], place: int) -> bool:
    """Whether an amount is what the rate before it comes to: so much a month, "a total of" so much."""
    rate, amount = amounts[place - 1], amounts[place]
    if amount.pounds <= rate.pounds or _COMES_TO.search(text, rate.end, amount.start) is None:
        return False
    return _period(text, rate)[0] is not None and _period(text, amount)[0] is None


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
    near = text[max(0, amount.start - 80) : amount.start]
    if _BOUND.search(near) and not _PAID_OVER.search(near):
        return False
    if not first:
        return _is_paid_too(text, amounts, place)
    before = text[: amount.start]
    verb = PAYS.search(before)  # The first paying verb, as what follows it is its object.
    if verb is None:
        return under_paying_lead
    return not _BEFORE_PAST.search(before) and _is_object(before, verb)


def _is_object(before: str, verb: re.Match[str]) -> bool:
    """Whether the words between a paying verb and an amount leave that what is to be paid."""
    if _GIVES_BACK.match(verb[0]) or _SETTLES.match(before, verb.start()):
        return True
    put_in = _PUT_IN.search(before, verb.end())
    return not _MERELY_TOLD.search(before, verb.end(), put_in.start() if put_in else len(before))


def _is_paid_too(text: str, amounts: Sequence[_Amount], place: int) -> bool:
    """Whether an amount behind one that is to be paid is to be paid as well."""
    between = text[amounts[place - 1].end : amounts[place].start]
    if _ADDS.search(between):
        return True
    if _breaks_down(between) or _is_spent(text, amounts, place):
        return False
    told = _last(between)
    verb = PAYS.search(told)
    if verb is None:
        return not _MERELY_TOLD.search(told)
    return not (told == between and told.endswith(" to ", 0, verb.start())) and _is_object(told, verb)


def _last(between: str) -> str:
    """What stands behind the last "and" or comma; what stands before it belongs to the amount before."""
    start = 0
    for found in _NEXT.finditer(between):
        start = found.end()
    return between[start:]


def _is_spent(text: str, amounts: Sequence[_Amount], place: int) -> bool:
    """Whether an amount is one that somebody spent or lost, or stands beside such a one in a list of them."""
    for at in range(place, 0, -1):
        told = _last(text[amounts[at - 1].end : amounts[at].start])
        if _SPENT.search(told):
            return True
        if PAYS.search(told):
            return False
    return False


def _breaks_down(between: str) -> bool:
    """Whether an amount is said to be part of the one before, or how that was come by."""
    return _IS_MADE_UP.search(between) is not None or _BREAKS_DOWN.search(_last(between)) is not None


def _after_brackets(text: str, amounts: Sequence[_Amount], place: int) -> int:
    """The place of the first amount behind the brackets that an amount stands in; the end where it stands in none."""
    start = amounts[place].start
    if text.rfind("(", 0, start) <= text.rfind(")", 0, start):
        return len(amounts)
    end = text.find(")", start)
    return next((at for at in range(place, len(amounts)) if 0 <= end < amounts[at].start), len(amounts))


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
