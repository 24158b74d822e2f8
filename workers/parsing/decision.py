"""From the bytes of one page to one decision: the whole reading in one place, each step in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import unescape
from typing import Final, NamedTuple

from workers.domain import Decision, Role
from workers.parsing import bounds
from workers.parsing.bodies import body_type
from workers.parsing.complainant import complainant
from workers.parsing.decode import declared_inside, decode, decode_part, with_plain_tags
from workers.parsing.errors import NotADecisionError
from workers.parsing.furniture import LONGEST, is_end, is_furniture
from workers.parsing.grounds import grounds
from workers.parsing.header import Header, read_header
from workers.parsing.law.legislation import legislation
from workers.parsing.lines import Line
from workers.parsing.markup import markup_lines
from workers.parsing.outline import Outline, body_start, read_outline
from workers.parsing.page import open_page
from workers.parsing.parts import Part, all_words, sections_of, words_of
from workers.parsing.plain import open_text
from workers.parsing.reference import read_reference, read_title, slug_of
from workers.parsing.refuse import looks_like
from workers.parsing.remedies import remedies
from workers.parsing.sniff import is_markup, refuse_unreadable
from workers.parsing.typography import hashed_words, printed, straightened, tidy, tidy_lines
from workers.parsing.urls import canonical_url, url_facts
from workers.parsing.version import PARSER_VERSION
from workers.parsing.warnings import Notes

_DECIDING: Final = frozenset({Role.FINAL_DECISION, Role.FINDING, Role.AGREED_ACTION})
_SUMMARY: Final = frozenset({Role.SUMMARY})
_SENTENCE_ENDS: Final = (".", "!", "?", ")", "]", "'", '"', "\u2026")


class _Source(NamedTuple):
    """A page as lines, with everything that stands outside them."""

    lines: list[Line]
    titles: Callable[[], tuple[str, ...]]  # Asked only where the page's own title is missing.
    notes: dict[str, str]
    warnings: tuple[str, ...]  # About how its text was got.
    is_page: bool
    in_article: bool


def parse(
    content: bytes | str,
    *,
    url: str | None = None,
    media_type: str | None = None,  # noqa: ARG001 - Told by every sender, and never believed.
    charset: str | None = None,
) -> Decision:
    """Read one page, HTML or plain text, as a decision; text that has been decoded already is read as it is.

    ``url``, ``media_type`` and ``charset`` are what its sender said of it; whether it is HTML is decided by the content
    alone. Raises NotADecisionError, whose ``looks_like`` says what the content looks like instead.
    """
    if isinstance(content, str):
        content, charset = content.encode("utf-8", "replace"), "utf-8"
    refuse_unreadable(content)
    plain, warnings = with_plain_tags(content)
    source = _open(plain, charset)
    notes = Notes(*source.warnings, *warnings)
    start = body_start(source.lines)
    if start == len(source.lines):
        raise _refusal(plain, source, url)
    header = read_header(source.lines[:start], notes, menus_before=source.is_page and not source.in_article)
    outline = read_outline(source.lines[start:], notes)
    _refuse_cut(outline, source, plain)
    return _assembled(source, header, outline, notes, url or source.notes.get("url"))


def _open(content: bytes, charset: str | None) -> _Source:
    declared = charset or declared_inside(content)
    if is_markup(content):
        page = open_page(content)
        decoded = decode_part(page.markup, declared)
        lines = _clean(markup_lines(decoded.text), entities=True)
        return _Source(lines, page.titles, {}, decoded.warnings, True, page.in_article)
    decoded = decode_part(content, declared)
    plain = open_text(decoded.text)
    titles = tuple(value for name, value in plain.notes.items() if name != "url")
    return _Source(_clean(plain.lines, entities=False), lambda: titles, plain.notes, decoded.warnings, False, True)


def _clean(lines: list[Line], *, entities: bool) -> list[Line]:
    """The lines in one typography, without those that hold nothing or are the site's wherever they stand."""
    texts = [line.text for line in lines]
    if entities:
        texts = [_without_entities(text) if "&" in text else text for text in texts]
    cleaned: list[Line] = []
    for line, text in zip(lines, tidy_lines(texts), strict=True):
        if not text or (len(text) <= LONGEST and is_furniture(text) and not is_end(text)):
            continue
        is_mended, line.text = text != line.text, text
        if line.more and is_mended:  # Then an item may have lost its last word.
            cleaned += line.items()
        else:
            cleaned.append(line)
    return cleaned


def _without_entities(text: str) -> str:
    return straightened(unescape(text)).replace("\n", " ")


def _refusal(content: bytes, source: _Source, url: str | None) -> NotADecisionError:
    header = read_header(source.lines[:60], Notes(), menus_before=True)
    if header.title is not None and header.labels:
        return NotADecisionError("cut page", "a header and no section")
    return NotADecisionError(looks_like(decode(content).text, is_page=source.is_page), url or "")


def _refuse_cut(outline: Outline, source: _Source, content: bytes) -> None:
    """Raise NotADecisionError where the text breaks off, or holds headings and nothing below them."""
    if not any(part.lines for part in outline.parts):
        raise NotADecisionError(looks_like(decode(content).text, is_page=source.is_page), "headings without text")
    if source.is_page or outline.is_closed():
        return
    last = next(part.lines[-1] for part in reversed(outline.parts) if part.lines)
    if not last.text.endswith(_SENTENCE_ENDS):
        raise NotADecisionError("cut page", "its last sentence has no end")
    roles = {part.role for part in outline.parts if part.lines}
    if not roles & {Role.FINAL_DECISION, Role.FINDING, Role.RECOMMENDATIONS}:
        raise NotADecisionError("cut page", "it ends before the decision")


def _decides(part: Part) -> bool:
    """Whether a part holds the decision, be it under one heading with the remedy ("Decision and remedy")."""
    if part.role is Role.AGREED_ACTION and "decision" not in part.heading.lower():
        return False
    return bool(part.lines) and part.role in _DECIDING


def _assembled(source: _Source, header: Header, outline: Outline, notes: Notes, url: str | None) -> Decision:
    body, reference = _identity(source, header, notes, url)
    parts = outline.parts
    summary = _summary(parts, notes)
    if not any(_decides(part) for part in parts):
        notes.add("final_decision_missing", "sections")
    words = all_words(parts)
    text = printed(words)
    texts = text.split("\n")
    for paragraph in texts:
        if len(paragraph) > bounds.PARAGRAPH:
            notes.add("paragraph_too_long", f"{paragraph[:60]}...")
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
        complainant=complainant(parts),
        url=_url(url, notes),
        satisfied_date=outline.satisfied_date,
        sections=sections_of(parts, texts),
        text=text,
        text_sha256=hashed_words(words),
        parser_version=PARSER_VERSION,
        legislation=legislation(words),
        grounds=grounds(parts, header.outcome),
        remedies=remedies(parts),
        warnings=notes.all(),
    )


def _identity(source: _Source, header: Header, notes: Notes, url: str | None) -> tuple[str | None, str]:
    """Body and reference: from the page's own title, then from titles beside it, then the reference from the URL."""
    titles = [header.title]
    if header.title is None or header.title.body is None:
        titles += [read_title(tidy(title)) for title in source.titles() if title]
    body = next((title.body for title in titles if title and title.body), None)
    own = next((title.reference for title in titles if title), None) or _noted_reference(source)
    facts = url_facts(url) if url else None
    reference = own or (facts.reference if facts else None)
    if reference is None:
        raise NotADecisionError("decision without a reference", "neither its title nor its address gives one")
    if own and facts and own != facts.reference:
        notes.add("reference_differs_from_url", f"title {own}, address {facts.reference}")
    body = body or source.notes.get("body") or _body_alone(header, notes)
    if body is None:
        notes.add("body_missing", "title")
    elif body_type(body) is None:
        notes.add("body_type_unknown", f"title: {body}")
    return body, reference


def _body_alone(header: Header, notes: Notes) -> str | None:
    """A heading without a reference is the body's name where it is known to be one; else it is left over."""
    if header.heading is None or body_type(header.heading) is not None:
        return header.heading
    notes.add("text_left_over", f"header: {header.heading}")
    return None


def _noted_reference(source: _Source) -> str | None:
    return read_reference(source.notes.get("reference", ""))


def _summary(parts: Sequence[Part], notes: Notes) -> str | None:
    words = words_of(parts, roles=_SUMMARY)
    if not words:
        notes.add("summary_missing", "sections")
    return printed(words) or None


def _url(url: str | None, notes: Notes) -> str | None:
    if not url:
        return None
    canonical = canonical_url(url)
    if canonical is None:
        notes.add("url_unknown", f"address: {url}")
    return canonical
