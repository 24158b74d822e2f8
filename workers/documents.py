"""A record as a document for the index: the same rule for the single write, the bulk and the rebuild. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from typing import Any

from search.documents import DecisionDocument
from workers.records import Record, is_indexable

FIELDS = frozenset(item.name for item in fields(DecisionDocument))
APOSTROPHES = re.compile("['\u2019]")
NOT_SLUG = re.compile(r"[^a-z0-9]+")


def build_document(record: Record) -> DecisionDocument:
    """The document of a record at its revision; one that may not be found is flagged, because a deleted id forgets.

    When the page was last checked is left out: it changes nightly, and would have every document written again.
    """
    reading: dict[str, Any] = record.current.reading if record.current else {"slug": record.reference.replace(" ", "-")}
    said = {name: value for name, value in reading.items() if name in FIELDS}
    said |= {
        "id": str(record.id),
        "revision": record.revision,
        "searchable": is_indexable(record),
        "state": record.state.value,
        "reference": record.reference,
        "body": record.body,
        "body_slug": slug(record.body) if record.body else None,
        "first_seen": record.first_seen.isoformat(),
        "versions": [version.to_json() for version in record.versions],
        "links": [link.to_json() for link in record.links],
        "group": record.group.to_json(),
    }
    return DecisionDocument(**said)


def slug(name: str) -> str:
    """A name as part of an address: plain small letters and digits with hyphens between."""
    spelt = APOSTROPHES.sub("", name).replace("&", " and ")
    ascii_only = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return NOT_SLUG.sub("-", ascii_only.lower()).strip("-")
