# ruff: noqa: RUF001 - The quotes of real pages are what is tested.
"""From bytes to lines: encodings, what is refused at once, markup, and what a page that is no decision looks like."""

from __future__ import annotations

import os
import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.unit.workers.parsing.decision_forms import CLOSED, FOSTERING, Text, Web, plain_text, web_forms, web_page
from workers.domain import Role
from workers.parsing import NotADecisionError, parse
from workers.parsing.decode import decode
from workers.parsing.lines import NEXT_ITEM
from workers.parsing.markup import markup_lines
from workers.parsing.page import open_page
from workers.parsing.refuse import looks_like
from workers.parsing.sniff import is_markup
from workers.parsing.typography import hashed_words, printed, tidy


@pytest.mark.parametrize("text", [web_page(CLOSED, Web()), plain_text(CLOSED, Text())])
def test_text_is_read_as_its_bytes_are(text: str) -> None:
    assert parse(text) == parse(text.encode())


@pytest.mark.parametrize(
    ("content", "declared", "text", "warnings"),
    [
        ("naïve – ‘x’".encode(), None, "naïve – 'x'", ()),
        (b"it\x92s \xa35", None, "it's £5", ("encoding_mislabelled",)),
        (b"it\x92s", "windows-1252", "it's", ()),
        ("it’s".encode(), "iso-8859-1", "it's", ("encoding_mislabelled",)),
        (b"plain", "iso-8859-1", "plain", ()),
        (b"plain", "no-such-code", "plain", ()),
        (b'<meta charset="windows-1252">it\x92s', None, '<meta charset="windows-1252">it\'s', ()),
        ("it’s".encode().decode("cp1252").encode(), None, "it's", ("twice_encoded_repaired",)),
        ("Â£5 — é".encode(), None, "£5 — é", ("twice_encoded_repaired",)),
        (b"a\x00b", None, "ab", ("nul_removed",)),
        (b"\x81\x8d", None, "\x81\x8d", ("encoding_mislabelled",)),
        ("x".encode("utf-32"), None, "x", ()),
        ("it’s “so” – ‘£5’ – “x”".encode(), None, 'it\'s "so" – \'£5\' – "x"', ()),
        ("it’s – ‘£5’".encode().decode("cp1252").encode(), None, "it's – '£5'", ("twice_encoded_repaired",)),
        (b"\xe2\x80\x99 and \x92", None, "' and '", ("encoding_mislabelled",)),
    ],
)
def test_bytes_are_read_whole_whatever_they_are_labelled(
    content: bytes, declared: str | None, text: str, warnings: tuple[str, ...]
) -> None:
    read = decode(content, declared)
    assert (read.text, read.warnings) == (text, warnings)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n", "image"),
        (b"RIFF0000WEBPVP8", "image"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "archive"),
        (b"\x1f\x8b\x08", "compressed data"),
        (os.urandom(50_000), "binary"),
        (b"\x00" * 5_000, "binary"),
        (b"word " * 1_000_000, "oversized page"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, kind: str) -> None:
    with pytest.raises(NotADecisionError) as caught:
        parse(content)
    assert caught.value.looks_like == kind
    assert "\n" not in str(caught.value)


def test_forty_megabytes_of_noise_are_refused_at_once() -> None:
    noise = os.urandom(1_000_000) * 40
    began = time.perf_counter()
    with pytest.raises(NotADecisionError):
        parse(noise)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("form", [form for _, form in web_forms()], ids=[name for name, _ in web_forms()])
def test_the_words_of_a_page_are_those_that_a_browser_engine_finds(form: Web) -> None:
    markup = open_page(web_page(FOSTERING, form).encode()).markup.decode()
    tree = LexborHTMLParser(markup)
    for skipped in tree.css("nav, script, style, footer"):
        skipped.decompose()
    body = tree.body
    assert body is not None
    own = " ".join(line.text for line in markup_lines(markup)).replace(NEXT_ITEM, " ").replace("&gt;", ">")
    assert own.split() == body.text(separator=" ").split()


def test_a_hostile_page_cannot_make_formatting_grow_without_bound() -> None:
    page = "<article>" + "".join(f"<b id={n}>" for n in range(20_000)) + "<p>x" * 20_000 + "</article>"
    began = time.perf_counter()
    with pytest.raises(NotADecisionError):
        parse(page.encode())
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<ol start=3><li>a<li>b</ol>", [("a", "3", 0), ("b", "4", 0)]),
        ("<ol type=i><li>a</li> <li>b</li></ol>", [("a", "i", 0), ("b", "ii", 0)]),
        ("<ol type=a><li value=27>a</ol>", [("a", "27", 0)]),
        ("<ul><li>a<ul><li>b</ul>c</ul>", [("a", "-", 0), ("b", "-", 1), ("c", None, 0)]),
        ("<li>a</li>b", [("a", "-", 0), ("b", None, 0)]),
        ("<ol><li><p>a</p></li> <li><p>b</p><p>c</p></li></ol>", [("a", "1", 0), ("b", "2", 0), ("c", None, 0)]),
        (
            "<ol><li>a<ul><li>x</li> <li>y</li></ul></li> <li>b</ol>",
            [("a", "1", 0), ("x", "-", 1), ("y", "-", 1), ("b", "2", 0)],
        ),
        ("a<br>b<hr>c", [("a", None, 0), ("b", None, 0), ("c", None, 0)]),
        ("a <b>b</b><i>c</i>", [("a bc", None, 0)]),
        ("5 < 6 <7> <!doctype x> <?php?>", [("5 < 6 <7>", None, 0)]),
        ("<script>a</script>b<SCRIPT>c", [("b", None, 0), ("c", None, 0)]),
        ("</ol></ul></li>x", [("x", None, 0)]),
    ],
)
def test_markup_becomes_lines(source: str, lines: list[tuple[str, str | None, int]]) -> None:
    found = [(line.text.strip(), line.mark, line.level) for line in markup_lines(source)]
    assert [line for line in found if line[0]] == lines


def test_plain_items_of_a_list_share_a_line_and_are_counted() -> None:
    long = "word " * 20 + "end"
    shared, last = markup_lines(f"<ol start='2'><li>{long} </li> <li> b</li> <li>c</li> <li>d</li></ol>")
    assert (shared.text.split(NEXT_ITEM), shared.mark, shared.more) == ([long, "b", "c"], "2", 2)
    assert [(line.text, line.mark) for line in shared.items()] == [(long, "2"), ("b", "3"), ("c", "4")]
    assert (last.text, last.mark) == ("d", "5")


@pytest.mark.parametrize(
    "wordless", ["", " ", "<br>", "<b></b>", "<i> </i>", "&nbsp;", "&shy;", "\u200b", "\xa0", "\x07", " \u2003 "]
)
@pytest.mark.parametrize("place", range(4))
def test_an_item_without_words_is_counted_and_left_out(wordless: str, place: int) -> None:
    items = ["One of some items that are all long, as those are that share a line, and say nothing much at all."] * 3
    items.insert(place, wordless)
    markup = "".join(f"<li>{item}</li>\n" for item in items)
    page = f"""<article id="article"><h1>Some Council (20 001 002)</h1><h2>The complaint</h2>
        <ol start="7">{markup}</ol><h2>Final decision</h2><p>I have ended my investigation.</p></article>"""
    complaint = next(section for section in parse(page.encode()).sections if section.role is Role.COMPLAINT)
    expected = [(str(number), item) for number, item in enumerate(items, start=7) if item != wordless]
    assert [(paragraph.number, paragraph.text) for paragraph in complaint.paragraphs] == expected


def test_html_and_plain_text_are_told_apart_by_the_content() -> None:
    assert is_markup(web_page(CLOSED, Web()).encode())
    assert is_markup(b"<p>x</p>")
    assert not is_markup(plain_text(CLOSED, Text()).encode())
    assert not is_markup(b"5 < 6 and <7>")


KINDS = {
    "search form": '<form action="/Decisions/SearchResults"><input name="fd"></form>',
    "list of decisions": "<p>Your search has 12 results</p>",
    "challenge page": "<p>Please solve this CAPTCHA</p>",
    "not found page": "<h1>Page not found</h1>",
    "access denied page": "<h1>403 Forbidden</h1>",
    "error page": "<h1>Internal Server Error</h1>",
    "consent page": "<p>Before you continue to the site</p>",
    "other page": "<p>Hello</p>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_is_no_decision_is_named(kind: str) -> None:
    assert looks_like(KINDS[kind], is_page=True) == kind
    with pytest.raises(NotADecisionError) as caught:
        parse(f"<html><body>{KINDS[kind]}</body></html>".encode(), url="https://www.lgo.org.uk/x")
    assert caught.value.looks_like == kind


@pytest.mark.parametrize("end", range(0, 3_000, 97))
def test_a_page_cut_in_its_article_is_refused_as_cut(end: int) -> None:
    page = web_page(FOSTERING, Web(furniture=False))
    start = page.index("<article")
    cut = page[: start + 8 + end * (page.index("</article") - start - 9) // 3_000]
    with pytest.raises(NotADecisionError) as caught:
        parse(cut.encode())
    assert caught.value.looks_like == "cut page"


def test_a_page_cut_behind_an_article_inside_its_own_is_refused_as_cut() -> None:
    page = web_page(FOSTERING, Web(furniture=False)).replace("</h1>", "</h1><article>Elsewhere</article>")
    assert "Elsewhere" not in parse(page.encode()).text
    with pytest.raises(NotADecisionError) as caught:
        parse(page.replace("</article>", "", 2).replace("Elsewhere", "Elsewhere</article>").encode())
    assert caught.value.looks_like == "cut page"


def test_a_text_cut_in_a_sentence_or_before_the_decision_is_refused_as_cut() -> None:
    text = plain_text(FOSTERING, Text())
    for mark in ("to get advice", "Council was at", "Agreed action", "I uphold the"):
        with pytest.raises(NotADecisionError) as caught:
            parse(text[: text.index(mark) + 4].encode())
        assert caught.value.looks_like == "cut page"


def test_a_page_cut_behind_its_article_is_whole() -> None:
    page = web_page(FOSTERING, Web())
    assert parse(page[: page.index("</article>") + 10].encode()).text == parse(page.encode()).text


def test_typography_is_one() -> None:
    assert tidy("") == ""
    assert tidy(" a\u00a0 b\u200b\u00ad\tc \u2011 e\u0301 ") == "a b c - \u00e9"
    assert printed("'a' (\"b\") it's the X's '90s") == "‘a’ (“b”) it’s the X’s ‘90s"
    assert hashed_words("'a' – \"b\" —\nc") == hashed_words("a - b - c") != hashed_words("a - b - d")


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("after", ["", "d", "de"])
def test_two_spaces_become_one_wherever_they_stand(before: str, after: str) -> None:
    assert tidy(f"\u00d8{before}  {after}\u00d8") == f"\u00d8{before} {after}\u00d8"
