"""Values for tests: one factory for each kind, with every field to be overridden by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from scraper.items import RawPage
from workers.domain import Decision, Kind, Paragraph, Role, Section

FIRST_SEEN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


def make_decision(**changes: Any) -> Decision:
    """A small decision of an invented council; its text and hash follow from ``text`` when that is changed."""
    text = changes.pop("text", "The Council took too long. It has agreed to say sorry.")
    values: dict[str, Any] = {
        "reference": "24 001 001",
        "body": "Harrowmere Borough Council",
        "body_type": "district",
        "category": "Housing",
        "subcategory": "Allocations",
        "outcome": "Upheld",
        "kind": Kind.STATEMENT,
        "decision_date": dt.date(2025, 3, 4),
        "summary": "Mr Q waited too long for a reply.",
        "complainant": "Mr Q",
        "url": "https://www.lgo.org.uk/decisions/housing/allocations/24-001-001",
        "satisfied_date": None,
        "sections": (Section("Final decision", Role.FINAL_DECISION, (Paragraph("1", 0, text),)),),
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "parser_version": 1,
    }
    values.update(changes)
    values.setdefault("slug", values["reference"].replace(" ", "-"))
    return Decision(**values)


def make_page(key: str = "/decisions/housing/allocations/24-001-001", **changes: Any) -> RawPage:
    """A page as fetched from an invented address."""
    values: dict[str, Any] = {
        "key": key,
        "url": f"https://www.lgo.org.uk{key}",
        "content": b"<html>page</html>",
        "fetched_at": FIRST_SEEN,
        "headers": {"content-type": "text/html; charset=utf-8"},
    }
    return RawPage(**{**values, **changes})
