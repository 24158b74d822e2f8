"""All law that a decision cites, one entry a law and provision, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable

from workers.domain import Legislation
from workers.parsing.law.citations import Citation, cited_in
from workers.parsing.law.facts import UNDATED
from workers.parsing.law.titles import address
from workers.parsing.typography import printed


def legislation(paragraphs: Iterable[str]) -> tuple[Legislation, ...]:
    """Every law cited in the paragraphs of a decision, "the Act" resolved to what it was defined as."""
    found: list[Citation] = []
    short_names: tuple[tuple[str, str, str], ...] = ()
    for text in paragraphs:
        if not _may_cite(text):
            continue
        cited = cited_in(text, short_names)
        if cited.short_names:
            short_names = _with(short_names, cited.short_names)
        found += cited.citations
    return tuple(
        Legislation(printed(one.name), one.provision, one.as_amended, address(one.name), one.kind)
        for one in _once(found)
    )


def _may_cite(text: str) -> bool:
    """Whether a paragraph may name a law: most do not, and this is ten times as fast as reading them."""
    return (
        "Act" in text
        or "egulation" in text
        or "uidance" in text
        or "ode" in text
        or " v " in text
        or "Order " in text
        or "Rules " in text
        or "Framework" in text
        or "ogether " in text
        or "rinciples of" in text
        or "est from " in text
        or "ren Safe" in text
        or "ren safe" in text
    )


def _once(found: list[Citation]) -> Iterable[Citation]:
    """One entry a law and provision; laws named without their year under their full names."""
    entries: dict[tuple[str, str | None], Citation] = {}
    dated = {one.name[:-5]: one.name for one in found if one.kind == "act" and one.name[-4:].isdigit()}
    for one in found:
        name = one.name
        if one.kind == "act" and not name[-4:].isdigit():
            if name in dated and one.provision is None:
                continue  # The short form of a law that stands here in full.
            name = dated.get(name) or UNDATED.get(name) or name
        known = entries.get((name, one.provision))
        if known is None or (one.as_amended and not known.as_amended):
            entries[name, one.provision] = Citation(name, one.kind, one.provision, one.as_amended)
    return entries.values()


def _with(
    short_names: tuple[tuple[str, str, str], ...], more: tuple[tuple[str, str, str], ...]
) -> tuple[tuple[str, str, str], ...]:
    """The short names with later ones in place of earlier ones of the same words."""
    by_word = {short[0]: short for short in (*short_names, *more)}
    return tuple(by_word.values())
