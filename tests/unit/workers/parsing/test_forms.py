"""What differs only in form gives the same value: fields, sections, text hash, and all that is derived."""

# ruff: noqa: RUF001 - The quotes of real pages are what is tested.
from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from tests.unit.workers.parsing.decision_forms import (
    CLOSED,
    FOSTERING,
    REPORT,
    Content,
    Text,
    Web,
    curly,
    plain_text,
    spaced,
    straight,
    text_forms,
    web_forms,
    web_page,
)
from workers.domain import Decision, Kind, Role
from workers.parsing import parse

CONTENTS = {"fostering": FOSTERING, "closed": CLOSED, "report": REPORT}
URL = "https://www.lgo.org.uk/decisions/education/school-transport/16-010-221"


def value(content: bytes, url: str | None = None, charset: str | None = None) -> Decision:
    return dataclasses.replace(parse(content, url=url, charset=charset), warnings=(), url=None)


def reference_value(content: Content) -> Decision:
    return value(web_page(content, Web()).encode(), URL if content.report else None)


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("form", [form for _, form in web_forms()], ids=[name for name, _ in web_forms()])
def test_every_form_of_web_page_gives_the_same_value(name: str, form: Web) -> None:
    content = CONTENTS[name]
    assert value(web_page(content, form).encode(), URL if content.report else None) == reference_value(content)


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("form", [form for _, form in text_forms()], ids=[name for name, _ in text_forms()])
def test_every_form_of_plain_text_gives_the_same_value(name: str, form: Text) -> None:
    content = CONTENTS[name]
    if content.report:
        form = dataclasses.replace(form, url_line=URL)
    assert value(plain_text(content, form).encode()) == reference_value(content)


@pytest.mark.parametrize("cookies", ["", "before", "after"])
def test_a_layout_of_dashes_gives_the_same_value(cookies: str) -> None:
    form = Text(dashes=True, cookies=cookies)
    assert value(plain_text(CLOSED, form).encode()) == reference_value(CLOSED)


def test_a_layout_of_dashes_loses_nothing_but_the_letters_of_items() -> None:
    read, whole = value(plain_text(FOSTERING, Text(dashes=True)).encode()), reference_value(FOSTERING)
    assert read.text_sha256 == whole.text_sha256
    assert read.remedies == whole.remedies
    shapes = [[(p.level, p.number if not p.level else None) for p in s.paragraphs] for s in read.sections]
    assert shapes == [[(p.level, p.number if not p.level else None) for p in s.paragraphs] for s in whole.sections]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "windows-1252 that says utf-8": lambda text: text.encode("cp1252"),
    "utf-8 encoded twice": lambda text: text.encode().decode("cp1252", "replace").encode(),
    "one broken byte": lambda text: text.encode().replace("’".encode(), b"\x92", 1),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("name", CONTENTS)
def test_the_encoding_changes_nothing(name: str, encode: Callable[[str], bytes]) -> None:
    content = CONTENTS[name]
    url = URL if content.report else None
    for text in (web_page(content, Web()), plain_text(content, Text())):
        assert value(encode(text), url) == reference_value(content)


def test_utf_8_that_says_it_is_windows_1252_is_read_as_utf_8() -> None:
    page = web_page(CLOSED, Web()).replace("utf-8", "windows-1252").encode()
    assert value(page) == value(page, charset="iso-8859-1") == reference_value(CLOSED)
    assert "encoding_mislabelled" in {warning.code for warning in parse(page).warnings}


@pytest.mark.parametrize("change", [straight, curly, spaced])
@pytest.mark.parametrize("name", ["fostering", "closed"])
def test_quotes_and_spaces_change_nothing(name: str, change: Callable[[str], str]) -> None:
    content = CONTENTS[name]
    assert value(change(plain_text(content, Text())).encode()) == reference_value(content)


def test_entities_are_characters() -> None:
    page = web_page(FOSTERING, Web())
    entities = (
        page.replace("’", "&rsquo;").replace("‘", "&#8216;").replace("£", "&pound;").replace("; and", "&#59; and")
    )
    assert value(entities.encode()) == reference_value(FOSTERING)


def test_the_value_is_what_was_put_in() -> None:
    read = reference_value(FOSTERING)
    assert (read.reference, read.body, read.kind) == ("23 004 117", "Ambleford Borough Council", Kind.STATEMENT)
    assert (read.category, read.subcategory) == ("Children's care services", "Fostering")
    assert (read.outcome, str(read.decision_date)) == ("Upheld", "2024-02-05")
    assert (read.body_type, read.complainant) == ("district", "Ms B")
    assert [section.role for section in read.sections] == [
        Role.SUMMARY,
        Role.COMPLAINT,
        Role.POWERS,
        Role.CONSIDERATION,
        Role.FINDINGS,
        Role.FINDINGS,
        Role.ANALYSIS,
        Role.AGREED_ACTION,
        Role.FINAL_DECISION,
    ]
    powers = read.sections[2]
    assert [(p.number, p.level) for p in powers.paragraphs] == [("1", 0), (None, 1), (None, 1), (None, 0), ("2", 0)]
    agreed = read.sections[7]
    assert [(p.number, p.level) for p in agreed.paragraphs] == [("1", 0), ("a", 1), ("b", 1), ("c", 1)]
    assert {(law.act, law.provision) for law in read.legislation} == {
        ("Local Government Act 1974", "section 24A(6)"),
        ("Local Government Act 1974", "section 34(3)"),
        ("Children Act 1989", "section 17"),
    }
    assert (read.remedies.apology, read.remedies.total_gbp) == (True, "1150.00")
    assert [(action.kind, action.deadline) for action in read.remedies.actions] == [("reminder", "within one month")]


def test_every_word_is_in_exactly_one_place() -> None:
    read = reference_value(FOSTERING)
    printed = [
        word for s in read.sections for text in (s.heading, *(p.text for p in s.paragraphs)) for word in text.split()
    ]
    assert printed == read.text.split()
    for word in ("Contents", "Back to top", "Print this page", "cookies", "Home", "Contact us", "Make a complaint"):
        assert word not in read.text


def test_a_body_without_a_reference_beside_it_is_known_where_it_can_be_no_other_thing() -> None:
    text = plain_text(FOSTERING, Text()).replace(FOSTERING.title, "Ambleford Borough Council")
    read = parse(text.encode(), url="https://www.lgo.org.uk/decisions/children-s-care-services/fostering/23-004-117")
    assert (read.body, read.reference, read.warnings) == ("Ambleford Borough Council", "23 004 117", ())


def test_a_line_above_the_header_that_is_no_body_is_left_over_and_not_guessed_to_be_one() -> None:
    text = plain_text(FOSTERING, Text()).replace(FOSTERING.title, "Saved on a rainy day")
    read = parse(text.encode(), url="https://www.lgo.org.uk/decisions/children-s-care-services/fostering/23-004-117")
    assert read.body is None
    assert {(warning.code, warning.place) for warning in read.warnings} == {
        ("text_left_over", "header: Saved on a rainy day"),
        ("body_missing", "title"),
    }
