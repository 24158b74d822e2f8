"""Documents of invented decisions for the tests of the search side."""

from __future__ import annotations

from typing import Any

from search.documents import DecisionDocument


def make_document(number: int = 1, **changes: Any) -> DecisionDocument:
    """A small decision of an invented council, number 24 001 001 and up; every field can be given."""
    values: dict[str, Any] = {
        "id": str(number),
        "revision": 1,
        "searchable": True,
        "state": "live",
        "reference": f"24 001 {number:03}",
        "body": "Harrowmere Borough Council",
        "body_slug": "harrowmere-borough-council",
        "body_type": "district",
        "category": "Housing",
        "subcategory": "Allocations",
        "outcome": "Upheld",
        "kind": "statement",
        "decision_date": "2025-03-04",
        "summary": "Mr Q waited too long for a reply.",
        "complainant": "Mr Q",
        "url": f"https://www.lgo.org.uk/decisions/housing/allocations/24-001-{number:03}",
        "text": "The clerk answered after nine weeks.",
        "first_seen": "2026-01-05T09:00:00.123456+00:00",
    }
    values.update(changes)
    values.setdefault("slug", values["reference"].replace(" ", "-"))
    return DecisionDocument(**values)


def section(heading: str, *texts: str, role: str = "complaint") -> dict[str, Any]:
    """A section of the public JSON, its paragraphs numbered from 1."""
    paragraphs = [{"number": str(number), "level": 0, "text": text} for number, text in enumerate(texts, 1)]
    return {"heading": heading, "role": role, "paragraphs": paragraphs}


def law(act: str, provision: str | None = None) -> dict[str, Any]:
    """An entry of ``legislation``."""
    return {"act": act, "provision": provision, "as_amended": False, "url": None, "kind": "act"}
