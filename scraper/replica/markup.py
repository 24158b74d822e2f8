"""The article element of a decision page: header, headings, lists, and the furniture between them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scraper.replica.calendar import page_date
from scraper.replica.corpus import Entry
from scraper.replica.document import Document, Paragraph, Section

BACK_TO_TOP = '<p class="back-to-top"><a href="#top">Back to top</a></p>\n'
PRINT = '<p class="print"><a href="javascript:window.print()">Print this page</a></p>\n'
MAIN = 2


def title_of(entry: Entry, document: Document) -> str:
    """The page's title as printed: body and reference; some reports carry the reference alone."""
    return entry.reference if document.bare_title else f"{entry.body.name} ({entry.reference})"


def article(entry: Entry, document: Document) -> str:
    """The whole article element."""
    parts = ['<article id="article">\n', f"<h1>{_text(title_of(entry, document))}</h1>\n", _header(entry)]
    parts.append(_contents(document.sections))
    for number, section in enumerate(document.sections):
        if section.depth == MAIN and number > 1:
            parts.append(BACK_TO_TOP)
        parts.append(_section(section, number))
    if document.satisfied_line:
        parts.append(f"<p>{_text(document.satisfied_line)}</p>\n")
    parts += [BACK_TO_TOP, PRINT, "</article>\n"]
    return "".join(parts)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _header(entry: Entry) -> str:
    place = entry.place
    rows = (
        (
            "Category",
            f"{_link(f'/decisions/{place.category_slug}', place.category)} &gt; {_link(place.path, place.name)}",
        ),
        ("Decision", _text(entry.outcome)),
        ("Decision date", page_date(entry.date)),
    )
    lines = "".join(
        f'<p><span class="label">{label} : </span><span class="value">{value}</span></p>\n' for label, value in rows
    )
    return f'<div class="decision-header">\n{lines}</div>\n'


def _link(path: str, text: str) -> str:
    return f'<a href="{path}">{_text(text)}</a>'


def _contents(sections: Sequence[Section]) -> str:
    items = "".join(
        f'<li><a href="#section-{number}">{_text(section.heading)}</a></li>\n'
        for number, section in enumerate(sections)
        if section.depth == MAIN and number
    )
    return f'<nav class="contents" aria-label="Contents">\n<ul>\n{items}</ul>\n</nav>\n' if items else ""


def _section(section: Section, number: int) -> str:
    if section.inline:
        (summary,) = section.paragraphs
        above = "" if section.heading == "Summary" else f"<h2>{_text(section.heading)}</h2>\n"
        return f"{above}<p><strong>Summary:</strong> {_text(summary.text)}</p>\n"
    tag = f"h{section.depth}"
    return f'<{tag} id="section-{number}">{_text(section.heading)}</{tag}>\n{_paragraphs(section.paragraphs)}'


def _paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Neighbouring numbered paragraphs as one ordered list, bullets as another kind, what is nested in their items."""
    out: list[str] = []
    kind = ""
    place = 0
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        end = _end_of_nested(paragraphs, place)
        wanted = "ol" if paragraph.number else "ul" if paragraph.bullet else ""
        if wanted != kind:
            out += [_closing(kind), _opening(wanted, paragraph.number)]
            kind = wanted
        nested = _nested(paragraphs[place + 1 : end])
        text = _text(paragraph.text)
        out.append(f"<li>{text}{nested}</li>\n" if wanted else f"<p>{text}</p>\n{nested}")
        place = end
    return "".join([*out, _closing(kind)])


def _end_of_nested(paragraphs: Sequence[Paragraph], place: int) -> int:
    """Where the paragraphs nested below the one at ``place`` end; bare text in brackets after bullets belongs to it."""
    end = place + 1
    while end < len(paragraphs) and (paragraphs[end].level or _trails(paragraphs, place, end)):
        end += 1
    return end


def _trails(paragraphs: Sequence[Paragraph], place: int, end: int) -> bool:
    return (
        paragraphs[place].number is not None
        and paragraphs[end].number is None
        and paragraphs[end - 1].level > 0
        and paragraphs[end].text[:1] in "(["
    )


def _nested(paragraphs: Sequence[Paragraph]) -> str:
    """Bullets and lettered items below a paragraph, second-level bullets inside them, and text after them."""
    out: list[str] = ["\n"] if paragraphs else []
    kind = ""
    place = 0
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        end = place + 1
        while end < len(paragraphs) and paragraphs[end].level > 1:
            end += 1
        wanted = "" if not paragraph.level else "ol" if paragraph.number else "ul"
        if wanted != kind:
            out += [_closing(kind), _opening(wanted, paragraph.number)]
            kind = wanted
        text, inner = _text(paragraph.text), _bullets(paragraphs[place + 1 : end])
        if end < len(paragraphs) and paragraphs[end].joined:
            text, end = f"{text} {_text(paragraphs[end].text)}", end + 1
        out.append(f"<li>{text}{inner}</li>\n" if wanted else f"<p>{text}</p>\n")
        place = end
    return "".join([*out, _closing(kind)])


def _bullets(paragraphs: Sequence[Paragraph]) -> str:
    items = "".join(f"<li>{_text(paragraph.text)}</li>\n" for paragraph in paragraphs)
    return f"\n<ul>\n{items}</ul>\n" if items else ""


def _opening(kind: str, first: str | None) -> str:
    if kind != "ol":
        return "<ul>\n" if kind else ""
    return f'<ol start="{first}">\n' if first and first.isdigit() else '<ol type="a">\n'


def _closing(kind: str) -> str:
    return f"</{kind}>\n" if kind else ""
