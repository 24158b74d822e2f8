"""Real pages, kept outside the project: facts of them stand here, none of their sentences.

The folder is named by ``LGO_SAMPLES`` and is ``../shared/data`` by default; without it these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.workers.parsing.decision_forms import (
    CLOSED,
    REPORT,
    Content,
    Text,
    Web,
    plain_text,
    text_forms,
    web_forms,
    web_page,
)
from workers.domain import Decision, Kind, Role
from workers.parsing import canonical_url, parse

SAMPLES = Path(os.environ.get("LGO_SAMPLES") or Path(__file__).parents[5] / "shared" / "data")
pytestmark = pytest.mark.skipif(
    not (SAMPLES / "seeds").is_dir(),
    reason=f"no real samples at {SAMPLES}: set LGO_SAMPLES to the folder that holds seeds/ and reports/",
)

CHILDREN = "Children's care services"
CLOSED_OUTCOME = "Closed after initial enquiries"


@dataclass(frozen=True)
class Seed:
    body: str
    body_type: str
    subcategory: str
    date: str
    complainant: str
    grounds: frozenset[str]
    roles: str  # First letters of the roles of its sections: s c p n (consideration) f a d (final decision).
    paragraphs: int
    law: frozenset[tuple[str, str | None]]


LGA = "Local Government Act 1974"
ASSESSMENT_ONLY = frozenset({(LGA, "section 24A(6)")})
ASSESSMENT = ASSESSMENT_ONLY | {(LGA, "section 34(B)")}
CODE = frozenset({("Assessment Code", None)})
SEEDS = {
    "24-002-642": Seed(
        "Stockport Metropolitan Borough Council", "metropolitan", "Looked after children", "2025-06-02", "Mrs X",
        frozenset({"no_different_outcome"}), "scpnfd", 13, ASSESSMENT | CODE,
    ),
    "19-006-535": Seed(
        "Stockport Metropolitan Borough Council", "metropolitan", "Other", "2019-09-30", "Miss X",
        frozenset({"no_different_outcome"}), "scpnfad", 18, ASSESSMENT_ONLY | {("Data Protection Act", None)},
    ),
    "24-005-987": Seed(
        "London Borough of Bexley", "london_borough", "Fostering", "2024-09-23", "Miss X",
        frozenset({"cannot_add_to_previous_investigation", "no_worthwhile_outcome"}), "scpnfd", 22,
        ASSESSMENT | CODE | {("Children Act 1989", None)},
    ),
    "24-003-870": Seed(
        "Luton Borough Council", "unitary", "Adoption", "2024-10-21", "Mrs X",
        frozenset({"review_or_appeal_available"}), "scpnffffad", 21, ASSESSMENT,
    ),
    "17-018-745": Seed(
        "Medway Council", "unitary", "Child protection", "2018-03-28", "Mrs X",
        frozenset({"cannot_achieve_outcome_wanted"}), "scpnfd", 11, ASSESSMENT_ONLY,
    ),
}  # fmt: skip
LETTERS = {
    Role.SUMMARY: "s",
    Role.COMPLAINT: "c",
    Role.POWERS: "p",
    Role.CONSIDERATION: "n",
    Role.FINDINGS: "f",
    Role.ANALYSIS: "a",
    Role.FINAL_DECISION: "d",
    Role.FINDING: "i",
    Role.RECOMMENDATIONS: "r",
    Role.OTHER: "o",
}


def read_seed(name: str) -> Decision:
    return parse((SAMPLES / "seeds" / f"{name}.txt").read_bytes())


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_read_as_it_is(name: str) -> None:
    seed, read = SEEDS[name], read_seed(name)
    assert (read.reference, read.slug) == (name.replace("-", " "), name)
    assert (read.body, read.body_type, read.complainant) == (seed.body, seed.body_type, seed.complainant)
    assert (read.category, read.subcategory, read.outcome) == (CHILDREN, seed.subcategory, CLOSED_OUTCOME)
    assert (read.kind, read.decision_date) == (Kind.STATEMENT, dt.date.fromisoformat(seed.date))
    assert "".join(LETTERS[section.role] for section in read.sections) == seed.roles
    assert sum(len(section.paragraphs) for section in read.sections) == seed.paragraphs
    assert frozenset((law.act, law.provision) for law in read.legislation) == seed.law
    assert read.remedies == type(read.remedies)()
    assert read.warnings == ()


@pytest.mark.parametrize("name", SEEDS)
def test_the_grounds_of_a_seed_are_those_it_gives(name: str) -> None:
    assert {ground.name for ground in read_seed(name).grounds} == SEEDS[name].grounds


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_of_the_site_is_in_a_seed(name: str) -> None:
    text = read_seed(name).text.lower()
    for words in ("cookie", "google", "privacy settings", "back to top", "print this page", "logogram"):
        assert words not in text


@dataclass(frozen=True)
class Report:
    category: str
    subcategory: str
    date: str
    satisfied: str | None
    roles: str
    payments: tuple[str, ...]
    total: str | None
    apology: bool
    kinds: tuple[str, ...]


TRANSPORT = Report(
    "Education", "School transport", "2017-02-02", "2017-07-19", "scir",
    ("300.00", "100.00", "600.00", "500.00"), "1500.00", True, ("reconsideration", "audit", "procedure", "procedure"),
)  # fmt: skip
REPORTS = {
    "15-016-298": Report(
        CHILDREN, "Friends and family carers", "2017-02-22", "2017-08-25", "scir",
        ("550.00", "850.00", "400.00"), "1800.00", True, ("audit",),
    ),
    "15-017-863": Report(
        "Adult care services", "Assessment and care plan", "2017-02-08", None, "scir", (), None, False, ("payment",)
    ),
    "15-018-169": TRANSPORT,
    "15-019-136": TRANSPORT,
    "15-020-792": Report(
        "Environment and regulation", "Drainage", "2016-12-20", "2017-09-12", "scir", ("250.00",), "250.00", False,
        ("works", "works", "works", "works", "payment", "payment", "payment"),
    ),
    "16-002-186": Report(
        "Adult care services", "Charging", "2017-03-22", "2021-02-26", "scirir", ("4628.00",), "4628.00", True,
        ("procedure", "audit", "compliance"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_read_as_it_is(name: str) -> None:
    expected = REPORTS[name]
    read = parse((SAMPLES / "reports" / f"{name}.txt").read_bytes())
    assert (read.reference, read.kind, read.outcome) == (name.replace("-", " "), Kind.REPORT, "Upheld")
    assert (read.category, read.subcategory) == (expected.category, expected.subcategory)
    assert str(read.decision_date) == expected.date
    assert (str(read.satisfied_date) if read.satisfied_date else None) == expected.satisfied
    assert "".join(LETTERS[section.role] for section in read.sections) == expected.roles
    assert read.url is not None
    assert read.url.endswith(name)
    assert read.body is None
    assert [warning.code for warning in read.warnings] == ["body_missing"]


@pytest.mark.parametrize("name", REPORTS)
def test_the_remedies_of_a_report_are_those_it_gives(name: str) -> None:
    expected = REPORTS[name]
    remedies = parse((SAMPLES / "reports" / f"{name}.txt").read_bytes()).remedies
    assert tuple(payment.amount_gbp for payment in remedies.payments) == expected.payments
    assert remedies.total_gbp == expected.total
    assert remedies.apology is expected.apology
    assert tuple(action.kind for action in remedies.actions) == expected.kinds


def test_two_references_with_one_text_have_one_text_hash() -> None:
    one, other = (parse((SAMPLES / "reports" / f"{name}.txt").read_bytes()) for name in ("15-018-169", "15-019-136"))
    assert one.text_sha256 == other.text_sha256
    assert one.reference != other.reference


def pages() -> list[dict[str, str | None]]:
    path = SAMPLES / "pages.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def content_of(page: dict[str, str | None]) -> Content:
    """A page's real header over an invented text."""
    told = REPORT if page["kind"] == "report" else CLOSED
    title = page["title"]
    return Content(
        body=title.rpartition(" (")[0] if title else None,
        reference=page["reference"] or "",
        category=page["category"],
        subcategory=page["subcategory"],
        outcome=page["outcome"],
        date=page["decision_date_text"],
        summary=told.summary,
        sections=told.sections,
        signed=told.signed,
        report=told.report,
        satisfied=told.satisfied,
    )


def assert_header(page: dict[str, str | None], read: Decision) -> None:
    facts = (read.reference, read.category, read.subcategory, read.outcome, read.kind)
    assert facts == tuple(page[name] for name in ("reference", "category", "subcategory", "outcome", "kind"))
    assert (read.decision_date.isoformat() if read.decision_date else None) == page["decision_date_iso"]
    assert read.body == content_of(page).body
    assert read.url == canonical_url(page["url"] or "")
    assert read.url is not None
    missing = {"category_missing", "outcome_missing", "decision_date_missing"} if page["category"] is None else set()
    missing |= {"body_missing"} if read.body is None else set()
    assert {warning.code for warning in read.warnings} == missing


@pytest.mark.parametrize("form", [form for _, form in web_forms()], ids=[name for name, _ in web_forms()])
def test_every_known_header_is_read_in_every_form_of_web_page(form: Web) -> None:
    for page in pages():
        assert_header(page, parse(web_page(content_of(page), form).encode(), url=page["url"]))


TEXTS = {
    **dict(text_forms()),
    **{f"dashes-{cookies or 'plain'}": Text(dashes=True, cookies=cookies) for cookies in ("", "before", "after")},
}


@pytest.mark.parametrize("form", TEXTS.values(), ids=TEXTS)
def test_every_known_header_is_read_in_every_form_of_plain_text(form: Text) -> None:
    for page in pages():
        assert_header(page, parse(plain_text(content_of(page), form).encode(), url=page["url"]))
