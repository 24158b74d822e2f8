"""Writes what puts things right: apology, payments, actions, with deadlines of the whole list or of one item."""

from __future__ import annotations

from scraper.replica.phrases import Words
from scraper.replica.writer import Writer

_BEFORE_SHARE = 0.3
_INLINE_SHARE = 0.2
_LEAD_WITHIN_SHARE = 0.5
_OWN_DEADLINE_SHARE = 0.3
_APOLOGY_SHARE = 0.75
_PAYMENT_SHARE = 0.8
_LETTERED_SHARE = 0.3
_HEADINGS = ("Agreed action", "Agreed actions", "Remedy", "Action")


def write_remedies(w: Writer) -> None:
    """The section on agreed action of an upheld case."""
    rng = w.rng
    w.heading(rng.choice(_HEADINGS), "agreed_action", rng.choice((2, 2, 3)))
    w.slots["within"] = w.words("remedies.within")
    w.slots["Within"] = w.slots["within"].capitalize()
    if rng.random() < _BEFORE_SHARE:
        w.numbered(w.words("remedies.before"))
    if rng.random() < _INLINE_SHARE:
        w.numbered(w.remedy(w.book.pick(rng, "remedies.inline"), w.slots["within"]))
    else:
        _list(w)
    if rng.random() < _LEAD_WITHIN_SHARE:
        w.numbered(w.words("remedies.evidence"))


def _list(w: Writer) -> None:
    rng = w.rng
    common = rng.random() < _LEAD_WITHIN_SHARE
    w.numbered(w.words("remedies.lead_within" if common else "remedies.lead"))
    wanted = chosen_remedies(w, "remedies")
    add = w.lettered if rng.random() < _LETTERED_SHARE else w.bullet
    stops = rng.randrange(3)
    for number, words in enumerate(wanted):
        ending = item_ending(stops, number, len(wanted))
        deadline = w.slots["within"] if common else None
        if not common and "apology" not in words.actions and not words.payments and rng.random() < _OWN_DEADLINE_SHARE:
            w.slots["within"] = deadline = w.words("remedies.within")
            ending = w.words("remedies.deadline") + ending.replace("; and", ";").replace(";", ".")
        add(w.remedy(words, deadline, ending))


def chosen_remedies(w: Writer, banks: str) -> list[Words]:
    """An apology, payments and actions, at least one of them, in the usual order."""
    rng = w.rng
    wanted: list[Words] = []
    if rng.random() < _APOLOGY_SHARE:
        wanted.append(_apology(w.book.pick(rng, f"{banks}.apology")))
    if rng.random() < _PAYMENT_SHARE:
        wanted += w.book.sample(rng, f"{banks}.payment", rng.choice((1, 1, 1, 2)))
    wanted += w.book.sample(rng, f"{banks}.action", rng.randint(0 if wanted else 1, 4))
    return wanted


def _apology(words: Words) -> Words:
    return Words(words.text, words.cites, words.payments, ("apology",))


def item_ending(style: int, number: int, count: int) -> str:
    """What closes an item of a list in one of three styles: nothing, semicolons and "and", or full stops."""
    if style == 0:
        return ""
    if style == 1:
        return "." if number == count - 1 else "; and" if number == count - 2 else ";"
    return "."
