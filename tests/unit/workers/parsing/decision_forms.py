"""One invented decision in every form that a page is met in: what the forms must not change."""

# ruff: noqa: RUF001 - The quotes and dashes of real pages are what is tested.
from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

SIGNED = "Investigator’s decision on behalf of the Ombudsman"


@dataclass(frozen=True)
class Item:
    """A paragraph: numbered unless ``bare``, with bullets or lettered items below it."""

    text: str
    bullets: tuple[str, ...] = ()
    lettered: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True)
class Content:
    """Everything one decision says."""

    body: str | None
    reference: str
    category: str | None
    subcategory: str | None
    outcome: str | None
    date: str | None
    summary: str
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    signed: str = SIGNED
    report: bool = False
    satisfied: str | None = None

    @property
    def title(self) -> str:
        """The title as printed."""
        return f"{self.body} ({self.reference})" if self.body else self.reference


FOSTERING = Content(
    body="Ambleford Borough Council",
    reference="23 004 117",
    category="Children's care services",
    subcategory="Fostering",
    outcome="Upheld",
    date="05 Feb 2024",
    summary="Ms B says the Council stopped her allowance without warning. There was fault, and it caused injustice.",
    sections=(
        (
            "The complaint",
            (
                Item("Ms B complains that the Council stopped her allowance. She says she was ‘left with nothing’."),
                Item("She wants the money back."),
            ),
        ),
        (
            "The Ombudsman’s role and powers",
            (
                Item(
                    "We may decide not to go on where we think:",
                    bullets=("nothing more could be found, or", "no better result is likely."),
                ),
                Item("(Local Government Act 1974, section 24A(6), as amended)", bare=True),
                Item("We look at how a decision was made. (Local Government Act 1974, section 34(3), as amended)"),
            ),
        ),
        ("How I considered this complaint", (Item("I read what Ms B and the Council sent me."),)),
        ("What I found", ()),
        (
            "What happened",
            (
                Item("In May the Council wrote that the allowance had ended. It cost Ms B £90 to get advice."),
                Item("Section 17 of the Children Act 1989 was not considered."),
            ),
        ),
        ("Analysis", (Item("The Council was at fault. Its letter did not say why."),)),
        (
            "Agreed action",
            (
                Item(
                    "Within one month the Council has agreed to:",
                    lettered=("apologise to Ms B;", "pay her £1,150; and", "remind its staff of the procedure."),
                ),
            ),
        ),
        ("Final decision", (Item("I uphold the complaint. The Council has agreed a remedy."),)),
    ),
)
CLOSED = Content(
    body="St Oswin's Care (North) Limited",
    reference="24 011 902b",
    category="Adult care services",
    subcategory="Residential care",
    outcome="Closed after initial enquiries",
    date="30 Sep 2024",
    summary="We will not investigate Mr and Mrs K’s complaint because that would not lead to a different outcome.",
    sections=(
        ("The complaint", (Item("Mr and Mrs K complained that the Care Provider lost a coat."),)),
        ("The Ombudsmen’s role and powers", (Item("We use public money with care."),)),
        ("How I considered this complaint", (Item("I considered the Ombudsman’s Assessment Code."),)),
        ("My assessment", (Item("The Care Provider has paid for a new coat. We could not add to that."),)),
        (
            "Final decision",
            (Item("We will not investigate because further investigation would not lead to a different outcome."),),
        ),
    ),
    signed="Investigator’s decision on behalf of the Ombudsmen",
)
REPORT = Content(
    body=None,
    reference="16 010 221",
    category="Education",
    subcategory="School transport",
    outcome="Upheld",
    date="20 Dec 2016",
    summary="A father complains about a bus.",
    sections=(
        ("The complaint", (Item("He says the bus never came.", bare=True),)),
        ("Finding", (Item("The Ombudsman upheld the complaint and found fault causing injustice.", bare=True),)),
        (
            "Recommendations",
            (
                Item("To put this right, the council has agreed to:", bare=True),
                Item("pay the first pupil £200 and the second £350;", bare=True),
                Item("review its timetable within three months.", bare=True),
            ),
        ),
    ),
    report=True,
    satisfied="Ombudsman satisfied with council's response: 12 September 2017",
)

COOKIES = (
    "Privacy settings",
    "LGO logogram",
    "Required cookies",
    "These cookies keep the invented pages of this test going.",
    "View required cookies",
)


# --- Web pages


@dataclass(frozen=True)
class Web:
    """A form of web page: each field chooses one of the ways that SITE.md tells of."""

    title: str = "h1"  # h1, h2, plain, head
    labels: str = "spans"  # spans, definitions, table, paragraphs, split
    lists: str = "ordered"  # ordered, typed, values
    furniture: bool = True
    article: bool = True
    capitals: bool = False


def web_page(content: Content, form: Web) -> str:
    """The content as a web page of a form."""
    inner = "\n".join(_article(content, form))
    inner = f'<article id="article" class="page">\n{inner}\n</article>' if form.article else f"<main>\n{inner}\n</main>"
    banner = f'<div id="cookies"><p>{"</p><p>".join(COOKIES)}</p></div>' if form.furniture else ""
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/x'>Make a complaint</a></li></ul></nav>"
    head = content.title if form.title == "head" else "Decision"
    top = f'<meta charset="utf-8"><title>{escape(head)} - Local Government and Social Care Ombudsman</title>'
    foot = "<footer><p>Contact us</p></footer>" if form.furniture else ""
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head>{top}<style>p {{ margin: 0 }}</style></head>'
        f"<body>{banner}{menu if form.furniture else ''}{inner}{foot}</body></html>"
    )
    return _tags_in_capitals(page) if form.capitals else page


def _tags_in_capitals(page: str) -> str:
    for name in ("article", "li", "ol", "ul", "p", "h2", "h3"):
        page = page.replace(f"<{name}>", f"<{name.upper()}>").replace(f"</{name}>", f"</{name.upper()}>")
    return page


def _article(content: Content, form: Web) -> Iterator[str]:
    titles = {"h1": "<h1>{}</h1>", "h2": "<h2>{}</h2>", "plain": "<div>{}</div>", "head": ""}
    yield titles[form.title].format(escape(content.title, quote=False))
    yield _labels(content, form.labels)
    if form.furniture:
        entries = "".join(f"<li><a href='#{n}'>{escape(h)}</a></li>" for n, (h, _) in enumerate(content.sections))
        yield f"<div class='contents'><h3>Contents</h3><ul>{entries}</ul></div>"
    if content.report:
        yield f"<h2>Summary</h2><p>{escape(content.summary, quote=False)}</p>"
    else:
        who = "Ombudsmen" if "Ombudsmen" in content.signed else "Ombudsman"
        yield f"<h2>The {who}'s final decision:</h2>"
        yield f"<p><strong>Summary:</strong> {escape(content.summary, quote=False)}</p>"
    for heading, items in content.sections:
        yield f"<h2>{escape(heading, quote=False)}</h2>" if heading != "Analysis" else "<h3>Analysis</h3>"
        yield from _items(items, form.lists)
        if form.furniture:
            yield '<p class="back"><a href="#top">Back to top</a></p>'
    yield f"<p>{content.satisfied or content.signed}</p>"
    if form.furniture:
        yield '<p><a href="javascript:print()">Print this page</a></p>'


def _labels(content: Content, form: str) -> str:
    rows: list[tuple[str, str]] = []
    if content.category:
        rows.append(("Category", f"<a href='/c'>{content.category}</a> &gt; <a href='/s'>{content.subcategory}</a>"))
    if content.outcome:
        rows.append(("Decision", content.outcome))
    if content.date:
        rows.append(("Decision date", content.date))
    shapes: dict[str, Callable[[str, str], str]] = {
        "spans": lambda k, v: f'<p><span class="label">{k} : </span><span class="value">{v}</span></p>',
        "definitions": lambda k, v: f"<dt>{k}</dt><dd>{v}</dd>",
        "table": lambda k, v: f"<tr><th>{k} :</th><td>{v}</td></tr>",
        "paragraphs": lambda k, v: f"<p>{k} : {v}</p>",
        "split": lambda k, v: f'<div class="label">{k} :</div><div class="value">{v}</div>',
    }
    inner = "".join(shapes[form](key, value) for key, value in rows)
    return {"definitions": f"<dl>{inner}</dl>", "table": f"<table>{inner}</table>"}.get(form, inner)


def _items(items: Sequence[Item], form: str) -> Iterator[str]:
    number = 0
    for item in items:
        text = escape(item.text, quote=False)
        if item.bare:
            yield f"<p>{text}</p>"
            continue
        number += 1
        below = "".join(f"<li>{escape(b, quote=False)}</li>" for b in item.bullets)
        below = f"<ul>{below}</ul>" if below else ""
        letters = "".join(f"<li>{escape(b, quote=False)}</li>" for b in item.lettered)
        if letters and form == "typed":
            below += "".join(f"<p>{chr(97 + n)}) {escape(b, quote=False)}</p>" for n, b in enumerate(item.lettered))
        elif letters:
            below += f'<ol type="a">{letters}</ol>'
        if form == "typed":
            yield f"<p>{number}. {text}</p>{below}"
        elif form == "values":
            yield f'<ol><li value="{number}">{text}{below}</li></ol>'
        else:
            start = f' start="{number}"' if number > 1 else ""
            yield f"<ol{start}>\n<li>{text}{below}</li>\n</ol>"


# --- Plain text


@dataclass(frozen=True)
class Text:
    """A form of plain text: numbered with empty lines, or every item a dash."""

    dashes: bool = False
    split_labels: bool = False
    cookies: str = ""  # before, after or nothing
    furniture: bool = True
    url_line: str | None = None
    first_line: bool = True
    ends: dict[str, str] = field(default_factory=dict)


def plain_text(content: Content, form: Text) -> str:
    """The content as plain text of a form."""
    lines: list[str] = []
    if form.url_line:
        lines += [f"# url: {form.url_line}", ""]
    if form.cookies == "before":
        lines += list(COOKIES)
    if form.first_line and content.body:
        lines.append(content.title)
    lines += _text_labels(content, split=form.split_labels)
    if content.report:
        lines += ["Summary", content.summary]
    else:
        who = "Ombudsmen" if "Ombudsmen" in content.signed else "Ombudsman"
        lines += [f"The {who}'s final decision:", f"Summary: {content.summary}"]
    for heading, items in content.sections:
        lines.append(heading)
        lines += _text_items(items, dashes=form.dashes)
        if form.furniture and not form.dashes:
            lines.append("Back to top")
    lines.append(content.satisfied or content.signed)
    if form.furniture:
        lines.append("Print this page")
    if form.cookies == "after":
        lines += list(COOKIES[1:])
    return ("\n" if form.dashes else "\n\n").join(lines)


def _text_labels(content: Content, *, split: bool) -> list[str]:
    lines: list[str] = []
    if content.category:
        if split:
            lines += ["Category :", content.category, ">", content.subcategory or ""]
        else:
            lines.append(f"Category : {content.category} > {content.subcategory}")
    for label, value in (("Decision", content.outcome), ("Decision date", content.date)):
        if value:
            lines += [f"{label} :", value] if split else [f"{label} : {value}"]
    return lines


def _text_items(items: Sequence[Item], *, dashes: bool) -> Iterator[str]:
    number = 0
    for item in items:
        if item.bare:
            yield item.text
            continue
        number += 1
        if dashes:
            yield f"- {item.text}"
            yield from (f"- {text}" for text in (*item.bullets, *item.lettered))
            continue
        below = [f"    – {text}" for text in item.bullets]
        below += [f"    {letter}) {text}" for letter, text in zip("abcdefgh", item.lettered, strict=False)]
        yield "\n".join([f"  {number}. {item.text}", *below])


# --- Characters


def straight(text: str) -> str:
    """The text with straight quotes."""
    return text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')


def curly(text: str) -> str:
    """The text with every straight apostrophe inside a word made curly."""
    made = list(text)
    for place in range(1, len(text) - 1):
        if text[place] == "'" and text[place - 1].isalpha() and text[place + 1].isalpha():
            made[place] = "’"
    return "".join(made)


def spaced(text: str) -> str:
    """The text with non-breaking, thin and double spaces, soft hyphens and zero-width marks strewn in."""
    words = text.split(" ")
    gaps = itertools.cycle((" ", "\xa0", "  ", " ", "\u2009", " "))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=False)).replace("complain", "com\xadplain")[:-1]


def web_forms() -> Iterator[tuple[str, Web]]:
    """Every form of web page, each choice against the usual one and all choices of title and labels together."""
    for title, labels in itertools.product(
        ("h1", "h2", "plain", "head"), ("spans", "definitions", "table", "paragraphs", "split")
    ):
        yield f"{title}-{labels}", Web(title=title, labels=labels)
    usual = Web()
    for lists in ("typed", "values"):
        yield f"lists-{lists}", replace(usual, lists=lists)
    yield "bare", replace(usual, furniture=False)
    yield "no-article", replace(usual, article=False)
    yield "no-article-bare", replace(usual, article=False, furniture=False)
    yield "capitals", replace(usual, capitals=True)


def text_forms() -> Iterator[tuple[str, Text]]:
    """Every form of plain text but the one that loses letters."""
    for split, cookies, furniture in itertools.product((False, True), ("", "before", "after"), (False, True)):
        name = f"{'split' if split else 'joined'}-{cookies or 'plain'}-{'furnished' if furniture else 'bare'}"
        yield name, Text(split_labels=split, cookies=cookies, furniture=furniture)
