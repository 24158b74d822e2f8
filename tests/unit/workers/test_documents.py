import datetime as dt
from typing import Any

from tests.factories import FIRST_SEEN, make_decision
from workers.documents import build_document, slug
from workers.history import VersionSeen
from workers.records import GroupSeen, LinkSeen, Record
from workers.repository import Current
from workers.states import State


def make_record(**changes: Any) -> Record:
    decision = make_decision()
    current = Current(5, 1, 9, decision.text_sha256, decision.to_json())
    values: dict[str, Any] = {
        "id": 5,
        "reference": decision.reference,
        "body": decision.body,
        "revision": 3,
        "state": State.LIVE,
        "first_seen": FIRST_SEEN,
        "current": current,
        "versions": (VersionSeen(1, FIRST_SEEN),),
        "links": (LinkSeen("same_text", "24 001 002", None, 1.0, "equal-text", 1),),
        "group": GroupSeen(5, 1, representative=True),
    }
    return Record(**{**values, **changes})


def test_a_document_says_what_the_reading_says() -> None:
    document = build_document(make_record())
    reading = make_decision().to_json()
    assert (document.id, document.revision, document.searchable) == ("5", 3, True)
    assert (document.summary, document.text, document.outcome) == (reading["summary"], reading["text"], "Upheld")
    assert document.body_slug == "harrowmere-borough-council"


def test_versions_links_and_group_stand_in_the_public_form() -> None:
    later = FIRST_SEEN + dt.timedelta(days=3)
    counts = {"added": 1, "removed": 0, "changed": 2, "moved": 0}
    versions = (VersionSeen(1, FIRST_SEEN), VersionSeen(2, later, ("outcome", "text"), counts))
    document = build_document(make_record(versions=versions, group=GroupSeen(3, 4, representative=False)))
    assert document.versions[0]["paragraphs"] == dict.fromkeys(counts, 0)
    assert document.versions[1] == {
        "number": 2,
        "seen": later.isoformat(),
        "changes": ["outcome", "text"],
        "paragraphs": counts,
    }
    assert document.links == [
        {
            "kind": "same_text",
            "reference": "24 001 002",
            "body": None,
            "score": 1.0,
            "rule": "equal-text",
            "rule_version": 1,
        }
    ]
    assert document.group == {"id": "3", "size": 4, "representative": False}


def test_expired_can_be_found_and_withdrawn_cannot() -> None:
    assert build_document(make_record(state=State.EXPIRED)).searchable
    assert not build_document(make_record(state=State.WITHDRAWN)).searchable


def test_what_no_page_says_any_more_is_flagged_and_empty() -> None:
    document = build_document(make_record(current=None, versions=(), state=State.WITHDRAWN))
    assert (document.searchable, document.text, document.slug) == (False, "", "24-001-001")


def test_a_slug_is_plain() -> None:
    assert slug("St Ælfrith\u2019s & King's (ASC) Limited") == "st-lfriths-and-kings-asc-limited"
