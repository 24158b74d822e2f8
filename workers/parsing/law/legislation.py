"""All law that a decision cites, one entry a law and provision, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workers.domain import Legislation
from workers.parsing import bounds
from workers.parsing.law.citations import Citation, Cited, Entry, cited_in, entry
from workers.parsing.law.facts import UNDATED

# Words that every naming of a law, guidance or a case has one of; most paragraphs have none and are not looked at. The
# letters they begin with are made one and the same first: one letter is looked for six times as fast as any of twelve.
# What follows it stands together by its own first letter, as each of these is tried wherever that letter is.
_ONE_LETTER: Final = bytes.maketrans(b"ACFGKOPRSWgv", b"\x01" * 12)
_ANCHOR: Final = re.compile(
    (
        rb"A(?:ct\b|e(?:gulations?\b|tting |eping )|u(?:idance|les \d)|r(?:der \d|amework|inciples)|o(?:de\b|rking )"
        rb"|DPR|END? |pecial |are and s| (?<= v )(?=[(B-Z\x01]))"
    ).translate(_ONE_LETTER)
)


def legislation(words: str) -> tuple[Legislation, ...]:
    """Every law cited in the words of a decision, a paragraph a line; "the Act" is what it was defined as."""
    found: list[Cited] = []
    short_names: tuple[tuple[str, str, str], ...] = ()
    count = 0
    for text in _paragraphs(words):
        cited = cited_in(text[: bounds.PARAGRAPH], short_names)
        if cited.short_names:
            short_names = _with(short_names, cited.short_names)
        found.append(cited)
        count += len(cited.citations)
        if count > bounds.CITATIONS:
            break
    return tuple(_once(_listed(found)).values())


def _listed(found: list[Cited]) -> Iterable[Entry]:
    """Every citation as it is listed; laws named without their year under their full names."""
    if any(cited.undated for cited in found):
        return map(entry, _under_full_names([one for cited in found for one in cited.citations]))
    return [listed for cited in found for listed in cited.entries]


def _once(listed: Iterable[Entry]) -> dict[tuple[str, str | None], Legislation]:
    """One entry a law and provision."""
    entries: dict[tuple[str, str | None], Legislation] = {}
    for key, value in listed:
        known = entries.setdefault(key, value)
        if known is not value and value.as_amended and not known.as_amended:
            entries[key] = value
    return entries


def _paragraphs(words: str) -> Iterator[str]:
    """The paragraphs that may cite something, in order."""
    seen = words.encode("latin-1", "replace").translate(_ONE_LETTER)  # A byte for each character.
    anchor = _ANCHOR.search(seen)
    while anchor:
        start, place = words.rfind("\n", 0, anchor.start()) + 1, words.find("\n", anchor.end())
        end = place if place >= 0 else len(words)
        yield words[start:end]
        anchor = _ANCHOR.search(seen, end)


def _under_full_names(found: list[Citation]) -> list[Citation]:
    full = {one.name[:-5]: one.name for one in found if one.kind == "act" and not one.is_undated()}
    named: list[Citation] = []
    for one in found:
        if not one.is_undated():
            named.append(one)
        elif (
            one.name not in full or one.provision is not None
        ):  # Else the short form of a law that stands here in full.
            named.append(one._replace(name=full.get(one.name) or UNDATED.get(one.name) or one.name))
    return named


def _with(
    short_names: tuple[tuple[str, str, str], ...], more: tuple[tuple[str, str, str], ...]
) -> tuple[tuple[str, str, str], ...]:
    """The short names with later ones in place of earlier ones of the same words."""
    by_word = {short[0]: short for short in (*short_names, *more)}
    return tuple(by_word.values())
