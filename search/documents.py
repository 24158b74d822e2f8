"""One decision as the index holds it: the public JSON of the decision, and what searching needs beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

# A piece of the decision's public JSON that passes through unread or nearly so.
Json = Mapping[str, Any]

# Made here from the other fields, for searching only; never shown and no part of the public JSON.
DERIVED = ("reference_keys", "headings", "year", "acts", "provisions", "remedy_kinds", "version_count")

_NOT_REFERENCE = re.compile(r"[^0-9a-z]")


def reference_key(reference: str) -> str:
    """A reference without blanks, hyphens and capitals, so that all its spellings are equal: "24002642b"."""
    return _NOT_REFERENCE.sub("", reference.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDocument:
    """A decision for the index. ``searchable`` false: flagged and hidden, for a deleted id would forget its revision.

    Dates and times are ISO strings; ``sections``, ``legislation``, ``ground_sentences``, ``remedies``, ``links``,
    ``versions`` and ``warnings`` have the shape of the public JSON (see :meth:`workers.domain.Decision.to_json`).
    ``group`` is {"id", "size", "representative"}; empty for a decision that stands alone.
    """

    id: str
    revision: int
    searchable: bool
    state: str
    reference: str
    slug: str
    body: str | None = None
    body_slug: str | None = None
    body_type: str | None = None
    category: str | None = None
    subcategory: str | None = None
    outcome: str | None = None
    kind: str | None = None
    decision_date: str | None = None
    summary: str | None = None
    complainant: str | None = None
    url: str | None = None
    satisfied_date: str | None = None
    sections: Sequence[Json] = ()
    legislation: Sequence[Json] = ()
    grounds: Sequence[str] = ()
    ground_sentences: Sequence[Json] = ()
    remedies: Json = field(default_factory=dict)
    text: str = ""
    text_sha256: str | None = None
    parser_version: int | None = None
    warnings: Sequence[Json] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    versions: Sequence[Json] = ()
    links: Sequence[Json] = ()
    group: Json = field(default_factory=dict)

    def to_source(self) -> dict[str, Any]:
        """The document as OpenSearch stores it: every field under its name, and the derived ones."""
        plain = {item.name: _plain(getattr(self, item.name)) for item in fields(self)}
        return plain | {
            # Alone is a group of one, so that one rule collapses all.
            "group": plain["group"] or {"id": self.id, "size": 1, "representative": True},
            "reference_keys": _reference_keys(self.reference),
            "headings": _distinct(section.get("heading") for section in self.sections),
            "year": self.decision_date[:4] if self.decision_date else None,
            "acts": _distinct(entry.get("act") for entry in self.legislation),
            "provisions": _distinct(_provision(entry) for entry in self.legislation),
            "remedy_kinds": _remedy_kinds(self.remedies),
            "version_count": len(self.versions),
        }


def _plain(value: Any) -> Any:
    """Tuples as lists, so that what is stored equals what is read back."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _reference_keys(reference: str) -> list[str]:
    # A joint case is found under its letter and under its bare number.
    key = reference_key(reference)
    return _distinct((key, key.rstrip("abcdefghijklmnopqrstuvwxyz")))


def _provision(entry: Json) -> str | None:
    act, provision = entry.get("act"), entry.get("provision")
    return f"{act}, {provision}" if act and provision else None


def _remedy_kinds(remedies: Json) -> list[str]:
    kinds = ["apology"] if remedies.get("apology") else []
    kinds += ["payment"] if remedies.get("payments") else []
    return _distinct([*kinds, *(action.get("kind") for action in remedies.get("actions", ()))])
