"""What the archive tells of a decision: its versions and what they changed, its group, its pages, any two texts."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import not_, select, update

from config.db import SessionMaker, unit_of_work
from scraper import store
from scraper.models import Address, Page
from tests.factories import FIRST_SEEN, make_decision, make_page
from workers import dossier, records, repository
from workers.domain import Decision as Reading
from workers.domain import Paragraph, Role, Section
from workers.models import Decision, Likeness, Link

REFERENCE = "24 001 001"
# What a fingerprint holds besides the date, of no matter here.
LIKENESS: dict[str, Any] = {
    "made_of": "",
    "made_by": 1,
    "live": True,
    "hidden": False,
    "text_sha256": "",
    "claims": [],
    "sample_key": 0,
    "shingles": b"",
    "points": [],
}
FIRST = ("The Council took six weeks to reply.", "It has agreed to say sorry.")
SECOND = ("The Council took seven weeks to reply.", "It has agreed to say sorry.", "It will pay Mr Q \u00a350.")


def day(number: int) -> dt.datetime:
    return FIRST_SEEN + dt.timedelta(days=number)


def make_reading(texts: tuple[str, ...], **changes: Any) -> Reading:
    words = tuple(Paragraph(str(place), 0, text) for place, text in enumerate(texts, 1))
    return make_decision(text="\n".join(texts), sections=(Section("Findings", Role.FINDINGS, words),), **changes)


def said(sessions: SessionMaker, number: int, *texts: str, key: str = "a", **changes: Any) -> int:
    """Archive a page on some day, read as these paragraphs; gives its decision."""
    content = f"{number}{texts}{changes}".encode()
    page = make_page(f"/decisions/housing/allocations/{key}", content=content, fetched_at=day(number))
    with unit_of_work(sessions) as session:
        stored = store.store_page(session, page)
        concerned = repository.save_outcomes(session, 1, {stored.page_id: make_reading(texts, **changes)})
        repository.fold_decisions(session, concerned)
    return max(concerned)


def described(sessions: SessionMaker, version: int | None = None) -> dict[str, Any]:
    with unit_of_work(sessions) as session:
        (found,) = dossier.describe(session, REFERENCE, version)
    return found


def compared(sessions: SessionMaker, **options: Any) -> dict[str, Any]:
    with unit_of_work(sessions) as session:
        return dossier.compare(session, REFERENCE, **options).to_json()


def test_each_version_tells_what_it_changed_and_when_it_was_seen(sessions: SessionMaker) -> None:
    said(sessions, 0, *FIRST)
    said(sessions, 3, *FIRST)
    said(sessions, 9, *SECOND, outcome="Not upheld")
    found = described(sessions)
    one, two = found["versions"]
    assert (one["changes"], two["changes"]) == ([], ["outcome", "text"])
    assert two["paragraphs"] == {"added": 1, "removed": 0, "changed": 1, "moved": 0}
    assert (one["seen"], one["last_seen"], two["seen"]) == (day(0).isoformat(), day(3).isoformat(), day(9).isoformat())
    assert (found["first_seen"], found["last_seen"]) == (day(0).isoformat(), day(9).isoformat())
    assert [page["version"] for page in found["pages"]] == [1, 1, 2]
    assert [found["pages"][0]["sha256"], found["pages"][2]["sha256"]] == [one["sha256"], two["sha256"]]
    assert (found["version"], found["outcome"]) == (2, "Not upheld")
    told = compared(sessions)
    assert told["fields"] == [{"name": "outcome", "before": "Upheld", "after": "Not upheld"}]
    changed, added = told["paragraphs"]
    assert (changed["before"], changed["after"]) == (FIRST[0], SECOND[0])
    assert [word["text"] for word in changed["words"] if word["change"] != "same"] == ["six", "seven"]
    assert (added["change"], added["after"], added["number"]["after"]) == ("added", SECOND[2], "3")


def test_an_earlier_text_can_still_be_read(sessions: SessionMaker) -> None:
    said(sessions, 0, *FIRST)
    said(sessions, 9, *SECOND)
    assert described(sessions, 1)["text"] == "\n".join(FIRST)
    assert described(sessions, 2)["text"] == described(sessions)["text"] == "\n".join(SECOND)
    with unit_of_work(sessions) as session, pytest.raises(dossier.NotHeldError, match="versions 1 to 2"):
        dossier.describe(session, REFERENCE, 3)


def test_any_two_versions_can_be_compared_and_no_other(sessions: SessionMaker) -> None:
    with unit_of_work(sessions) as session, pytest.raises(dossier.NotHeldError, match="no decision"):
        dossier.compare(session, REFERENCE)
    said(sessions, 0, "The clerk wrote one letter.")
    alone = compared(sessions)
    assert (alone["from"], alone["to"], alone["fields"], alone["paragraphs"]) == (1, 1, [], [])
    for number, words in enumerate(("two", "three"), 1):
        said(sessions, number, f"The clerk wrote {words} letters.")
    asked = {
        (None, None): (2, 3),
        (1, None): (1, 3),
        (None, 2): (1, 2),
        (1, 2): (1, 2),
        (3, 1): (3, 1),
        (None, 1): (1, 1),
    }
    for (start, end), numbers in asked.items():
        found = compared(sessions, start=start, end=end)
        assert (found["from"], found["to"]) == numbers
        assert bool(found["paragraphs"]) == (numbers[0] != numbers[1])
    for start, end in ((4, None), (None, 4), (1, 9)):
        with unit_of_work(sessions) as session, pytest.raises(dossier.NotHeldError, match="it has versions 1 to 3"):
            dossier.compare(session, REFERENCE, start=start, end=end)


def test_of_two_bodies_one_has_to_be_chosen(sessions: SessionMaker) -> None:
    said(sessions, 0, *FIRST)
    said(sessions, 1, *SECOND, key="b", body="King's NHS Trust")
    with unit_of_work(sessions) as session:
        with pytest.raises(dossier.SeveralBodiesError) as caught:
            dossier.compare(session, REFERENCE)
        assert caught.value.slugs == ("harrowmere-borough-council", "kings-nhs-trust")
        for body in ("kings-nhs-trust", "King\u2019s NHS Trust"):
            assert dossier.compare(session, REFERENCE, body=body).body == "King's NHS Trust"
        with pytest.raises(dossier.NotHeldError, match="kings-nhs-trust"):
            dossier.compare(session, REFERENCE, body="Fenwold Council")


def test_versions_are_compared_as_one_parser_reads_both(sessions: SessionMaker) -> None:
    """The better parser has read the new page alone so far: what it reads besides is no change of the page."""
    said(sessions, 0, *FIRST)
    said(sessions, 1, *SECOND)
    seen_better = (*SECOND, "A note that only a better parser sees.")
    with unit_of_work(sessions) as session:
        pages = session.scalars(select(Page.id).order_by(Page.id)).all()
        better = make_reading(seen_better, parser_version=2)
        repository.fold_decisions(session, repository.save_outcomes(session, 2, {pages[1]: better}))
    found = described(sessions)
    assert found["text"] == "\n".join(seen_better)
    assert found["versions"][1]["paragraphs"] == {"added": 1, "removed": 0, "changed": 1, "moved": 0}
    assert len(compared(sessions)["paragraphs"]) == 2


def test_a_decision_tells_the_others_of_its_matter(sessions: SessionMaker) -> None:
    first = said(sessions, 0, *FIRST)
    assert described(sessions)["group"] == {"id": str(first), "size": 1, "representative": True, "members": []}
    others = [said(sessions, 0, *FIRST, key=f"k{n}", reference=f"24 001 00{n}") for n in (2, 3)]
    with unit_of_work(sessions) as session:
        for member in (first, *others):
            session.get_one(Decision, member).group_id = others[0]
        session.add(
            Link(low_id=first, high_id=others[0], kind="same_text", score=1.0, rule="equal-text", rule_version=1)
        )
    found = described(sessions)
    assert found["group"] == {
        "id": str(others[0]),
        "size": 3,
        "representative": False,
        "members": [{"reference": f"24 001 00{n}", "body": "Harrowmere Borough Council"} for n in (2, 3)],
    }
    assert [(link["kind"], link["reference"], link["rule"]) for link in found["links"]] == [
        ("same_text", "24 001 002", "equal-text")
    ]
    with unit_of_work(sessions) as session:
        groups = {record.id: record.group for record in records.gather(session, [first, *others])}
    assert [group.representative for group in groups.values()] == [False, True, False]


def test_a_page_that_moved_gives_its_new_address_and_makes_no_version(sessions: SessionMaker) -> None:
    said(sessions, 0, *FIRST, url="https://www.lgo.org.uk/decisions/housing/allocations/24-001-001")
    moved = "https://www.lgo.org.uk/decisions/housing/homelessness/24-001-001"
    said(sessions, 1, *FIRST, key="b", url=moved)
    found = described(sessions)
    assert (len(found["versions"]), found["url"]) == (1, moved)


def test_states_are_counted_by_when_the_pages_went(sessions: SessionMaker) -> None:
    said(sessions, 0, *FIRST)
    said(sessions, 0, *FIRST, key="b", reference="24 001 002")
    said(sessions, 0, *FIRST, key="c", reference="19 001 003", decision_date=dt.date(2019, 3, 4))
    with unit_of_work(sessions) as session:
        for address in session.scalars(select(Address).where(not_(Address.key.endswith("/a")))):
            address.gone_at = day(1)
    with unit_of_work(sessions) as session:
        assert records.count_states(session) == {"live": 1, "expired": 1, "withdrawn": 1}


def test_a_reissue_tells_which_replaces_which(sessions: SessionMaker) -> None:
    first = said(sessions, 0, *FIRST, decision_date=dt.date(2025, 3, 4))
    later = said(sessions, 0, *SECOND, key="b", reference="24 001 002", decision_date=dt.date(2025, 8, 1))
    with unit_of_work(sessions) as session:
        for key, decided in ((first, dt.date(2025, 3, 4)), (later, dt.date(2025, 8, 1))):
            session.add(Likeness(decision_id=key, decided=decided, **LIKENESS))
        for kind in ("reissued", "near_text"):
            session.add(Link(low_id=first, high_id=later, kind=kind, score=0.9, rule="by-hand", rule_version=1))
    assert directions(sessions, REFERENCE) == {"near_text": None, "reissued": "replaced_by"}
    assert directions(sessions, "24 001 002") == {"near_text": None, "reissued": "replaces"}
    with unit_of_work(sessions) as session:
        session.execute(update(Likeness).values(decided=None))
    assert directions(sessions, REFERENCE) == {"near_text": None, "reissued": None}


def directions(sessions: SessionMaker, reference: str) -> dict[str, str | None]:
    with unit_of_work(sessions) as session:
        (found,) = dossier.describe(session, reference)
    return {link["kind"]: link["direction"] for link in found["links"]}
