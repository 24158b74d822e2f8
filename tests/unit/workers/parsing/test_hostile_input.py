"""Whatever comes in: a value or a named error, never a crash, never an endless loop, never over two seconds."""

from __future__ import annotations

import dataclasses
import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workers.parsing.decision_forms import (
    CLOSED,
    FOSTERING,
    REPORT,
    Content,
    Item,
    Text,
    Web,
    plain_text,
    web_page,
)
from tests.unit.workers.parsing.mutations import mutated
from workers.domain import Decision
from workers.parsing import NotADecisionError, parse

LONGEST_SECONDS = 2.0
URL = "https://www.lgo.org.uk/decisions/education/school-transport/16-010-221"
PAGES = [
    *(web_page(content, Web()).encode() for content in (FOSTERING, CLOSED, REPORT)),
    *(plain_text(content, Text()).encode() for content in (FOSTERING, CLOSED, REPORT)),
    plain_text(FOSTERING, Text(dashes=True, cookies="before")).encode(),
    web_page(CLOSED, Web(article=False, lists="typed")).encode("cp1252"),
]


def read(content: bytes) -> Decision | None:
    """A value, or None for a named error; fails on anything else, and on processor time that no page should take."""
    began = time.process_time()
    try:
        value = parse(content, url=URL)
        value.to_json()
    except NotADecisionError as error:
        named = error
        value = None
    assert time.process_time() - began < LONGEST_SECONDS
    if value is None:
        assert named.looks_like
        assert "\n" not in str(named)
    return value


def torn(first: int, count: int) -> dict[bool, int]:
    outcomes = {True: 0, False: 0}
    for seed in range(first, first + count):
        rng = Random(seed)
        outcomes[read(mutated(rng.choice(PAGES), PAGES, rng)) is not None] += 1
    return outcomes


def test_a_thousand_accidents_end_in_a_value_or_a_named_error() -> None:
    outcomes = torn(0, 1_000)
    assert outcomes[True] > 100
    assert outcomes[False] > 100


@pytest.mark.prove
def test_ten_thousand_accidents_end_in_a_value_or_a_named_error() -> None:
    assert sum(torn(1_000, 10_000).values()) == 10_000


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3_000))
def test_any_bytes_end_in_a_value_or_a_named_error(content: bytes) -> None:
    read(content)
    read(b"<article>" + content + b"</article>")


WORDS = st.text(
    alphabet=st.sampled_from(
        "abcdefghijklmnopqrstuvwxyz ABC\u2019\u2018\"'\u00a3\u2013&<>()0123456789.,;:-\u00e9\u00a0"
    ),
    min_size=3,
    max_size=60,
)


def sentence(words: str) -> str:
    """Words as a paragraph that no layout can take for anything else: it begins with a capital and ends with a stop."""
    plain = " ".join(words.replace("<", "").replace(">", "").split())
    return f"Then {plain} it was so."


ITEMS = st.builds(
    lambda text, bullets: Item(sentence(text), bullets=tuple(f"or {sentence(bullet)}" for bullet in bullets)),
    WORDS,
    st.lists(WORDS, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(summary=WORDS, complaint=st.lists(ITEMS, min_size=1, max_size=4), found=st.lists(ITEMS, min_size=1, max_size=4))
def test_any_words_are_the_same_in_every_form(summary: str, complaint: list[Item], found: list[Item]) -> None:
    content = Content(
        body="Ambleford Borough Council",
        reference="23 004 117",
        category="Housing",
        subcategory="Other",
        outcome="Upheld",
        date="05 Feb 2024",
        summary=sentence(summary),
        sections=(
            ("The complaint", tuple(complaint)),
            ("What I found", tuple(found)),
            ("Final decision", (Item("I uphold the complaint."),)),
        ),
    )
    forms = [
        web_page(content, Web()),
        web_page(content, Web(title="plain", labels="split", lists="typed", furniture=False)),
        web_page(content, Web(title="head", labels="table", lists="values", article=False)),
        plain_text(content, Text()),
        plain_text(content, Text(split_labels=True, cookies="before")),
    ]
    values = [dataclasses.replace(parse(form.encode()), warnings=()) for form in forms]
    assert all(value == values[0] for value in values)
    printed = [paragraph.text for section in values[0].sections for paragraph in section.paragraphs]
    assert len(printed) == 3 + sum(1 + len(item.bullets) for item in (*complaint, *found))


REPEATED = [
    "(",
    "section 1, ",
    "section 1 and ",
    "\xa31 ",
    "\xa31,000 and ",
    "Act 1990 ",
    "Foo Act 1990, section 1(1)(a), ",
    " v ",
    "A v B ",
    "A ",
    "and ",
    "not ",
    "we not ",
    "we we i not a b c ",
    "I will not investigate because ",
    "'",
    '"',
    "'x ",
    "<",
    "x<",
    "&",
    "&#10;",
    "&lt;",
    "Mr X and ",
    "Mr and Mrs ",
    "within ",
    "within one month ",
    "pay \xa31 ",
    "pay \xa31 a month for ",
    "between \xa31 and \xa32 ",
    "the Act ",
    "Care Act 2014 (the Act) ",
    "court ",
    "late ",
    "complaint. ",
    "A. ",
    "a) ",
    "1. ",
    "- ",
    "Schedule 5, paragraph 1 of ",
    "5/5A",
    "(a)(b)",
    "Category : ",
    "Summary: ",
    "Mrs X complains ",
    "Mrs X's ",
    "call Mrs ",
    "to apologise, ",
    "review other other ",
    "evidence us ",
    "Code ",
    "R (A) v B [2019] EWCA Civ 1 ",
    "Regulations 2010 ",
    "of the ",
    "x",
    "\xad",
    "\u2019",
    "  ",
    "\t",
    "Ombudsman satisfied with ",
    "9 999 999 999 ",
    "on behalf of the Ombudsman ",
    "<li>",
    "</li> <li>",
    "<ol>",
    "<b>",
    "<b>x",
    "<nav>",
    "<!--",
    "<article ",
    '<a href="',
    ">",
    "\x1e",
    "part of the ",
    "left a b c ",
    "discontinued ",
    "more than twelve months ",
    "A, ",
    "R (",
    "[2019] ",
    "no fault found ",
    '<p class="label">x',
    '<span class="value">x',
    "Mr A and Mr B and ",
    "\xe2\u20ac\u2122",
]
ONE_MEGABYTE = 1_000_000


def hostile(where: str, words: str, *, web: bool) -> bytes:
    """A decision with a line of about a megabyte in one place."""
    line = words * (ONE_MEGABYTE // len(words)) + " end."
    content = Content(
        body="Ambleford " + (line if where == "title" else "Borough Council"),
        reference="23 004 117",
        category="Housing",
        subcategory="Other",
        outcome="Upheld",
        date="05 Feb 2024",
        summary=line if where == "summary" else "Mr B complains.",
        sections=tuple(
            (heading, (Item(line if where == heading else "The Council has agreed to act."),))
            for heading in ("The complaint", "What I found", "Agreed action", "Final decision")
        ),
    )
    return (web_page(content, Web()) if web else plain_text(content, Text())).encode()


@pytest.mark.parametrize("words", REPEATED, ids=ascii)
def test_a_line_of_a_megabyte_takes_no_longer_than_others(words: str) -> None:
    for where in ("summary", "Agreed action"):
        read(hostile(where, words, web=True).replace(b"&lt;", b"<").replace(b"&gt;", b">"))


@pytest.mark.prove
@pytest.mark.parametrize("words", REPEATED, ids=ascii)
def test_a_line_of_a_megabyte_takes_no_longer_than_others_wherever_it_stands(words: str) -> None:
    for where in ("title", "summary", "The complaint", "What I found", "Agreed action", "Final decision"):
        read(hostile(where, words, web=False))
        read(hostile(where, words, web=True).replace(b"&lt;", b"<").replace(b"&gt;", b">"))


def test_thousands_of_paragraphs_on_the_scope_take_no_longer_than_others() -> None:
    left = tuple(Item(f"This matter is old {number}. We have not investigated.") for number in range(8_000))
    scope = dataclasses.replace(FOSTERING, sections=(("What I have and have not investigated", left),))
    read(web_page(scope, Web()).encode())
