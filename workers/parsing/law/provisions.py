"""The grammar of provisions: "section 24A(6)", "sections 26(1) and 26A(1)", "Schedule 5/5A, paragraph 1/3"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# As printed -> as we write it. Small letters but for the parts that statutes themselves print with a capital.
# What a provision's word holds and how many letters stand before it: found by plain search, which costs little.
_STEMS = (
    ("ection", 1),
    ("chedule", 1),
    ("egulation", 1),
    ("aragraph", 1),
    ("rticle", 1),
    ("hapter", 1),
    ("ule ", 1),
    ("ules ", 1),
    ("Part", 0),
    ("Annex", 0),
    ("para ", 0),
    ("paras ", 0),
)
# Short forms, with or without their stop; the "s" of "Council's 17 pages" is none.
_SHORT = re.compile(r"(?<![\w'])(?:ss?|[Rr]egs?)(?:\. ?| )?(?=\d)")
_KEYWORDS = {
    "section": "section",
    "sections": "section",
    "s.": "section",
    "ss.": "section",
    "s": "section",
    "ss": "section",
    "schedule": "Schedule",
    "schedules": "Schedule",
    "regulation": "regulation",
    "regulations": "regulation",
    "reg.": "regulation",
    "regs.": "regulation",
    "reg": "regulation",
    "regs": "regulation",
    "paragraph": "paragraph",
    "paragraphs": "paragraph",
    "para": "paragraph",
    "paras": "paragraph",
    "part": "Part",
    "parts": "Part",
    "annex": "Annex",
    "chapter": "Chapter",
    "chapters": "Chapter",
    "Article": "Article",
    "Articles": "Article",
    "article": "article",
    "articles": "article",
    "rule": "rule",
    "rules": "rule",
}
_SAYS_I = r"I(?:'| (?!(?:of|to|and|or|is|in|sets|says)\b)[a-z])"  # "In that section I found" numbers nothing.
_NUMBER = (
    rf"(?:\d{{1,4}}[A-Za-z]{{0,3}}|[A-Z]{{1,2}}\d{{1,2}}|(?!{_SAYS_I})[IVX]{{1,6}}|(?<=Annex )[A-Z])"
    r"(?:\.\d{1,3}){0,3}(?:/\d{1,4}[A-Za-z]{0,2})?"
    r"(?:\([0-9A-Za-z]{1,4}\)| \((?:\d{1,2}[A-Z]?|[A-Za-z]|[ivx]{2,4})\)){0,5}(?![\w%])"
)
_SUB = r"\([0-9A-Za-z]{1,4}\)(?:\([0-9A-Za-z]{1,4}\)){0,3}"
_JOINT = r",? (?:and|or|to|&) |, |-|\u2013| [-\u2013] (?=\d)"
# "171A-C" is "171A-171C".
_NEXT = rf"(?:(?:{_JOINT})(?:{_NUMBER}|{_SUB})|(?<=\d[A-Z])(?:-|\u2013| to )[A-Z](?![\w'(]))"
PROVISION = re.compile(
    rf"(?P<word>[Ss]ections?|[Ss]chedules?|[Rr]egulations?|[Pp]aragraphs?|[Pp]aras?|Parts?|[Cc]hapters?|[Aa]rticles?"
    rf"|[Rr]ules?|Annex|[Rr]egs?\.?|ss?\.?) ?(?P<list>{_NUMBER}(?:{_NEXT}){{0,20}})(?P<amended>,? \(?as amended\b\)?)?"
)
_PART = re.compile(rf"(?P<joint>^|{_JOINT})(?P<number>{_NUMBER}|{_SUB}|[A-Z]\b)")
_BRACKET = re.compile(r"\(([^()]*)\)")
_RANGE = {"to", "-", "\u2013"}
# After these a number further down a list is one of the list and not of the sentence ("section 9 and 12 weeks later").
_LIST_ENDS = re.compile(
    r"(?:[,.;:)\]]|$| \(as amended"
    r"|,? (?:of|and|or|to|as amended|in|under|which|say|says|set|sets|give|gives|require|requires)\b)"
)


class Provision(NamedTuple):
    """One mention of one or more provisions of one kind, at ``start`` to ``end`` of its text."""

    start: int
    end: int
    keyword: str
    names: tuple[str, ...]
    as_amended: bool


def provisions(text: str) -> Iterator[Provision]:
    """Every mention of provisions in a text, in order."""
    for found in _found(text):
        keyword = _KEYWORDS.get(found["word"]) or _KEYWORDS[found["word"].lower()]
        parts, end = _parts(text, found)
        names = tuple(_names(keyword, parts))
        if names:
            whole = end == found.end("list")
            yield Provision(
                found.start(), found.end() if whole else end, keyword, names, whole and bool(found["amended"])
            )


def _found(text: str) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    for stem, before in _STEMS:
        place = text.find(stem)
        while place >= 0:
            start = place - before
            if start >= 0 and not text[start - 1 : start].isalnum():
                found = PROVISION.match(text, start)
                if found:
                    matches.append(found)
            place = text.find(stem, place + 1)
    short = [PROVISION.match(text, found.start()) for found in _SHORT.finditer(text)]
    matches += [found for found in short if found]
    if len(matches) > 1:
        matches.sort(key=re.Match.start)
    return matches


def _parts(text: str, found: re.Match[str]) -> tuple[list[tuple[str, str]], int]:
    """Joints and numbers of a list, a number that belongs to the sentence left out; and where the list ends."""
    parts = [(part["joint"].strip(" ,"), part["number"]) for part in _PART.finditer(found["list"])]
    word = found["word"].rstrip(".")
    plural = word.endswith("s") and word != "s"
    if (
        len(parts) > 1
        and not plural
        and not parts[-1][1].startswith("(")
        and not _LIST_ENDS.match(text, found.end("list"))
    ):
        last = found["list"].rfind(parts[-1][1])
        joint = len(found["list"][:last].rstrip(" ,").removesuffix("and").removesuffix("or").rstrip(" ,"))
        return parts[:-1], found.start("list") + joint
    return parts, found.end("list")


def _names(keyword: str, parts: list[tuple[str, str]]) -> Iterator[str]:
    base = ""
    place = 0
    while place < len(parts):
        base = number = _whole(parts[place][1], base)
        following = parts[place + 1] if place + 1 < len(parts) else None
        if following and following[0] in _RANGE:
            plural = "" if following[1].startswith("(") else "s"
            last = f"{number[:-1]}{following[1]}" if following[1].isalpha() and number[0].isdigit() else following[1]
            yield f"{keyword}{plural} {number} to {last.replace(' ', '')}"
            place += 2
            continue
        yield f"{keyword} {number}"
        place += 1


def _whole(number: str, base: str) -> str:
    """A number of a list; one that is brackets alone hangs on the number before it, from brackets of its kind on."""
    number = number.replace(" ", "")
    if not number.startswith("(") or not base:
        return number
    kind = _kind(number[1 : number.index(")")])
    own = [bracket.start() for bracket in _BRACKET.finditer(base) if _kind(bracket[1]) == kind]
    if own:
        return base[: own[-1]] + number
    return base[: base.rfind("(")] + number if "(" in base else base + number


def _kind(inner: str) -> str:
    if inner[:1].isdigit():
        return "1"
    return "i" if frozenset(inner) <= frozenset("ivx") else "a"


def nested(schedule: Provision, paragraph: Provision) -> Provision:
    """A paragraph of a schedule (a chapter of a part) as one provision."""
    names = tuple(f"{outer}, {inner}" for outer in schedule.names for inner in paragraph.names)
    return Provision(
        min(schedule.start, paragraph.start),
        max(schedule.end, paragraph.end),
        schedule.keyword,
        names,
        paragraph.as_amended or schedule.as_amended,
    )
