"""From the bytes of one page to one decision: the whole reading in one place, each step in a module of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from workers.domain import Decision, Role, Section
from workers.parsing.bodies import body_type
from workers.parsing.complainant import complainant
from workers.parsing.decode import decode
from workers.parsing.errors import NotADecisionError
from workers.parsing.furniture import is_end, is_furniture
from workers.parsing.grounds import grounds
from workers.parsing.header import Header, read_header
from workers.parsing.law.legislation import legislation
from workers.parsing.lines import Line
from workers.parsing.markup import markup_lines
from workers.parsing.outline import Outline, body_start, read_outline
from workers.parsing.page import open_page
from workers.parsing.plain import open_text
from workers.parsing.reference import read_reference, read_title, slug_of
from workers.parsing.refuse import looks_like
from workers.parsing.remedies import remedies
from workers.parsing.sniff import is_markup, refuse_unreadable
from workers.parsing.typography import straight, tidy, words_only
from workers.parsing.urls import canonical_url, url_facts
from workers.parsing.version import PARSER_VERSION
from workers.parsing.warnings import Notes

_SENTENCE_ENDS = (".", "!", "?", ")", "]", "\u2019", "\u201d", "\u2026")
_LEAST_PARAGRAPHS = 1


@dataclass(frozen=True, slots=True)
class _Source:
    """A page as lines, with everything that stands outside them."""

    lines: list[Line]
    titles: tuple[str, ...]
    notes: dict[str, str]
    is_page: bool
    in_article: bool


def parse(
    content: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,  # noqa: ARG001 - Told by every sender, and never believed.
    charset: str | None = None,
) -> Decision:
    """Read one page, HTML or plain text, as a decision.

    ``url``, ``media_type`` and ``charset`` are what its sender said of it; whether it is HTML is decided by the content
    alone. Raises NotADecisionError, whose ``looks_like`` says what the content looks like instead.
    """
    refuse_unreadable(content)
    decoded = decode(content, charset)
    notes = Notes(*decoded.warnings)
    source = _open(decoded.text)
    start = body_start(source.lines)
    if start == len(source.lines):
        raise _refusal(decoded.text, source, url)
    header = read_header(source.lines[:start], notes, menus_before=source.is_page and not source.in_article)
    outline = read_outline(source.lines[start:], notes)
    _refuse_cut(outline, source, decoded.text)
    return _assembled(source, header, outline, notes, url or source.notes.get("url"))


def _open(text: str) -> _Source:
    if is_markup(text):
        page = open_page(text)
        return _Source(_clean(markup_lines(page.markup)), (page.outer_heading, page.title), {}, True, page.in_article)
    plain = open_text(text)
    titles = tuple(value for name, value in plain.notes.items() if name != "url")
    return _Source(_clean(plain.lines), titles, plain.notes, False, True)


def _clean(lines: Sequence[Line]) -> list[Line]:
    """The lines in one typography, without those that hold nothing or are the site's wherever they stand."""
    texts = tidy("\n".join(line.text for line in lines)).split("\n")
    return [
        Line(text, line.mark, line.level, line.heading, line.indent)
        for line, text in zip(lines, texts, strict=True)
        if text and not (len(text) < 40 and is_furniture(text) and not is_end(text))  # noqa: PLR2004 - Longer than any of them.
    ]


def _refusal(text: str, source: _Source, url: str | None) -> NotADecisionError:
    header = read_header(source.lines[:60], Notes(), menus_before=True)
    if header.title is not None and header.labels:
        return NotADecisionError("cut page", "a header and no section")
    return NotADecisionError(looks_like(text, is_page=source.is_page), url or "")


def _refuse_cut(outline: Outline, source: _Source, text: str) -> None:
    """Raise NotADecisionError where the text breaks off, or holds headings and nothing below them."""
    paragraphs = [paragraph for section in outline.sections for paragraph in section.paragraphs]
    if len(paragraphs) < _LEAST_PARAGRAPHS:
        raise NotADecisionError(looks_like(text, is_page=source.is_page), "headings without text")
    if source.is_page or outline.is_closed:
        return
    if not paragraphs[-1].text.endswith(_SENTENCE_ENDS):
        raise NotADecisionError("cut page", "its last sentence has no end")
    roles = {section.role for section in outline.sections if section.paragraphs}
    if not roles & {Role.FINAL_DECISION, Role.FINDING, Role.RECOMMENDATIONS}:
        raise NotADecisionError("cut page", "it ends before the decision")


def _assembled(source: _Source, header: Header, outline: Outline, notes: Notes, url: str | None) -> Decision:
    body, reference = _identity(source, header, notes, url)
    summary = _summary(outline.sections, notes)
    if not any(
        section.role in {Role.FINAL_DECISION, Role.FINDING} and section.paragraphs for section in outline.sections
    ):
        notes.add("final_decision_missing", "sections")
    text = _text(outline.sections)
    return Decision(
        reference=reference,
        slug=slug_of(reference),
        body=body,
        body_type=body_type(body) if body else None,
        category=header.category,
        subcategory=header.subcategory,
        outcome=header.outcome,
        kind=outline.kind,
        decision_date=header.decision_date,
        summary=summary,
        complainant=complainant(outline.sections),
        url=_url(url, notes),
        satisfied_date=outline.satisfied_date,
        sections=outline.sections,
        text=text,
        text_sha256=hashlib.sha256(words_only(text).encode()).hexdigest(),
        parser_version=PARSER_VERSION,
        legislation=legislation(paragraph.text for section in outline.sections for paragraph in section.paragraphs),
        grounds=grounds(outline.sections, header.outcome),
        remedies=remedies(outline.sections),
        warnings=notes.all(),
    )


def _identity(source: _Source, header: Header, notes: Notes, url: str | None) -> tuple[str | None, str]:
    """Body and reference: from the page's own title, then from titles beside it, then the reference from the URL."""
    titles = [header.title, *(read_title(tidy(title)) for title in source.titles if title)]
    body = next((title.body for title in titles if title and title.body), None)
    own = next((title.reference for title in titles if title), None) or _noted_reference(source)
    facts = url_facts(url) if url else None
    reference = own or (facts.reference if facts else None)
    if reference is None:
        raise NotADecisionError("decision without a reference", "neither its title nor its address gives one")
    if own and facts and own != facts.reference:
        notes.add("reference_differs_from_url", f"title {own}, address {facts.reference}")
    body = body or header.heading or source.notes.get("body")
    if body is None:
        notes.add("body_missing", "title")
    return (straight(body) if body else None), reference


def _noted_reference(source: _Source) -> str | None:
    return read_reference(source.notes.get("reference", ""))


def _summary(sections: Sequence[Section], notes: Notes) -> str | None:
    found = [paragraph.text for section in sections if section.role is Role.SUMMARY for paragraph in section.paragraphs]
    if not found:
        notes.add("summary_missing", "sections")
    return "\n".join(found) or None


def _url(url: str | None, notes: Notes) -> str | None:
    if not url:
        return None
    canonical = canonical_url(url)
    if canonical is None:
        notes.add("url_unknown", f"address: {url}")
    return canonical


def _text(sections: Sequence[Section]) -> str:
    """The decision's words, a heading or a paragraph a line."""
    lines: list[str] = []
    for section in sections:
        if section.heading:
            lines.append(section.heading)
        lines += [paragraph.text for paragraph in section.paragraphs]
    return "\n".join(lines)
