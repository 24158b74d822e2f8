"""Where a text names an act, an instrument, guidance or a case, and what its full name is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from workers.parsing.law.facts import ACTS, EVERYDAY, GUIDANCE, INSTRUMENTS, OWN_GUIDANCE, SITE, YEARLESS

# Words that end a title before its year.
_ENDS = ("Act", "Regulations", "Order", "Rules")
_CENTURIES = frozenset({"16", "17", "18", "19", "20"})
_KINDS = {"Act": "act", "Regulations": "regulations", "Order": "regulations", "Rules": "regulations"}
_MAX_TITLE = 160
# A title read backwards from its year: capital words, joining words, brackets, a whole act's name inside. After that
# name's year no word joins what is one title, nor does "and the": there another law, or the sentence, ends.
_UNKNOWN = re.compile(
    r"(?<![\w'&-])(?:(?:[A-Z][\w'&-]*,?|(?:No|St)\.|\([A-Z][\w' .,&-]{1,60}\)|etc\.|and(?! the\b)|&"
    r"|(?:of|for|to|in|on|at|by|from|with|against)(?: the)?|\d{4}(?= [A-Z(]))\s){1,18}$"
)
_SMALL_BEFORE = re.compile(r"\b[A-Z][\w'-]{0,30}(?: [a-z][\w'-]{0,30}){1,4} $")
_LEADING = re.compile(
    r"(?:(?:The|Under|In|Section|Sections|Schedule|By|And|Of|That|This|Its|When|As|If|Both|Also|However|Part|Parts"
    r"|Regulation|We|Class|Chapter|Annex|Appendix|Article|Schedules|Paragraph|Rule|[A-Z]|[IVX]{2,5}"
    r"|and|of|the|for|to|in|on|at|by|from|with|against|&|\d{1,4}[A-Z]?)\b,?\s+)+"
)
_PARTY_BEFORE = re.compile(
    r"(?:R \([^()]{2,80}\)|[A-Z][\w'&-]{0,40}(?:,? (?:[A-Z][\w'&-]{0,40}|of|the|for|and|on|&)){0,12})$"
)
_PARTY_AFTER = re.compile(
    r"[A-Z][\w'&-]{0,40}(?:,? \(?ex p(?:arte|\.|\b)| (?:[A-Z(][\w'&()-]{0,40}|of|the|for|and|&)){0,14}"
    r"(?:,? [\[(](?:19|20)\d\d[\])](?: \d{1,3})? [A-Z][A-Za-z. ]{1,20}\d{1,5}(?: \([A-Z][A-Za-z]{1,10}\))?)?"
)
_CASE_LEADING = ("In ", "The ", "See ", "As in ", "And ", "But ")
_TRAILING = (" of", " the", " for", " and", " &")


class Title(NamedTuple):
    """One naming of a law or a case, at ``start`` to ``end`` of its text; ``full`` is False for "the Act"."""

    start: int
    end: int
    name: str
    kind: str
    full: bool = True


@functools.lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    """Known titles by their last two words, longest first."""
    by_end: dict[str, list[str]] = {}
    for title in (*ACTS, *INSTRUMENTS):
        by_end.setdefault(" ".join(title.split()[-2:]), []).append(title)
    return {end: tuple(sorted(titles, key=len, reverse=True)) for end, titles in by_end.items()}


@functools.lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[str, ...]]:
    """Names of known acts without their years, longest first, by the word before "Act"."""
    by_word: dict[str, set[str]] = {}
    for title in ACTS:
        by_word.setdefault(title.split()[-3], set()).add(title[:-5])
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in by_word.items()}


def address(name: str) -> str | None:
    """The address of an act or instrument that the tables hold, else None."""
    path = ACTS.get(name) or INSTRUMENTS.get(name)
    return f"{SITE}/{path}" if path else None


def titles(text: str) -> list[Title]:
    """Every full naming of a law, guidance or a case in a text, in order, none inside another."""
    found = [*_statutes(text), *_named(text), *_cases(text)]
    found.sort(key=lambda title: (title.start, -title.end))
    kept: list[Title] = []
    for title in found:
        if kept and title.start < kept[-1].end:
            continue
        kept.append(title)
    return kept


def _statutes(text: str) -> Iterator[Title]:
    """Titles with a year, and known acts named without one."""
    for word in _ENDS:
        place = text.find(word)
        while place >= 0:
            after = place + len(word)
            year = text[after + 1 : after + 5]
            dated = year[:2] in _CENTURIES and year.isdigit() and text[after] == " "
            if dated and not text[after + 5 : after + 6].isdigit():
                yield from _dated(text, place, after + 5, word)
            elif word == "Act" and not text[after : after + 1].isalnum():
                yield from _undated(text, place)
            place = text.find(word, after)


def _dated(text: str, place: int, end: int, word: str) -> Iterator[Title]:
    before = text[max(0, end - _MAX_TITLE) : end]
    for title in _known().get(text[place:end], ()):
        length = _length(title.lower(), before.lower())  # "Council tax" and "Council Tax" are one.
        if length:
            yield Title(end - length, end, title, _KINDS[word])
            return
    start = _unknown_start(text, place)
    if start is not None:
        yield Title(start, end, text[start:end], _KINDS[word])


def _undated(text: str, place: int) -> Iterator[Title]:
    end = place + len("Act")
    before = text[max(0, end - _MAX_TITLE) : end]
    for name in _stems().get(before.split()[-2], ()) if " " in before.strip() else ():
        length = _length(name, before)
        if length:
            yield Title(end - length, end, name, "act")
            return


def _length(title: str, before: str) -> int:
    """How much of the end of a text names a title, be an "and" of it printed "&"; 0 where it names another."""
    if "&" not in before:
        return len(title) if before.endswith(title) else 0
    found = _ending(title).search(before)
    return len(found[0]) if found else 0


@functools.lru_cache(maxsize=256)  # Few titles with an "and" end like another that is printed with "&".
def _ending(title: str) -> re.Pattern[str]:
    return re.compile(re.escape(title).replace(r"\ and\ ", " (?:and|&) ") + "$")


def _unknown_start(text: str, end: int) -> int | None:
    """Where the title of a law that no table holds begins, before its "Act 1999"."""
    window = text[max(0, end - _MAX_TITLE) : end]
    found = _UNKNOWN.search(window)
    if found is None:
        return None
    lead = _LEADING.match(found[0])
    start = found.start() + (lead.end() if lead else 0)
    if window[start : start + 1] == "(":  # No title begins so: a word before it is printed small.
        small = _SMALL_BEFORE.search(window, 0, start)
        lead = _LEADING.match(window, small.start(), start) if small else None
        start = (lead.end() if lead else small.start()) if small else start
    return None if start >= len(window) else end - len(window) + start


def _named(text: str) -> Iterator[Title]:
    """Law that has no year in its name: guidance, and the one regulation."""
    if "uidance" in text:
        yield from _everyday(text)
    if not (
        "ode" in text
        or "uidance" in text
        or "Framework" in text
        or "hildren" in text
        or "omplaints" in text
        or "rinciples" in text
        or "GDPR" in text
        or "Data Protection Reg" in text
    ):
        return
    for table, kind in ((GUIDANCE, "guidance"), (OWN_GUIDANCE, "ombudsman_guidance"), (YEARLESS, "regulations")):
        for name, forms in table.items():
            for form in forms:
                start = text.find(form)
                while start >= 0:
                    yield Title(start, start + len(form), name, kind)
                    start = text.find(form, start + 1)


def _everyday(text: str) -> Iterator[Title]:
    low = text.lower()
    for name, forms in EVERYDAY.items():
        for form in forms:
            if form in low:
                for found in _as_title(form).finditer(text):
                    yield Title(found.start(), found.end(), name, "guidance")


@functools.lru_cache(maxsize=32)
def _as_title(words: str) -> re.Pattern[str]:
    """How everyday words stand where they are a title: a capital in quotation marks, or beside "statutory guidance"."""
    return re.compile(
        rf"(?<=['\"])(?={words[0].upper()})(?i:{words})(?=['\"]|: | guidance)"
        rf"|\b(?i:{words})(?: -|[,:])? (?i:statutory guidance)"
        rf"|(?<=tatutory guidance)[,:]?(?: on| about| called| named)? ['\"]?(?i:{words})\b"
    )


def _cases(text: str) -> Iterator[Title]:
    place, end = text.find(" v "), 0
    while place >= 0:
        before = _PARTY_BEFORE.search(text[max(end, place - _MAX_TITLE) : place])
        after = _PARTY_AFTER.match(text, place + 3)
        if before and after:
            first, second = before[0], after[0]
            if text.startswith(" v ", after.end()):  # Then its last words are the first party of the next case.
                second = second[: max(second.rfind(" and "), 0)] or second
            for lead in _CASE_LEADING:
                first = first.removeprefix(lead)
            for trail in _TRAILING:
                second = second.removesuffix(trail)
            end = place + 3 + len(second)
            yield Title(place - len(first), end, f"{first} v {second}", "case")
        place = text.find(" v ", place + 3)
