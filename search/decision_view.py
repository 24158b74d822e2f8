"""What the page of one reference shows, made from the stored decisions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from search.params import address
from search.query import SearchRequest, Sort
from search.wording import long_date, pounds, words_of

Json = Mapping[str, Any]
# Facts that are searched by a click: their name, the facet, the field.
LINKED_FACTS = (
    ("Decision", "outcome"),
    ("Organisation", "body"),
    ("Category", "category"),
    ("Subcategory", "subcategory"),
)
PART_ROLES = frozenset({"analysis", "other"})
CHANGED_FIELDS = {"outcome": "decision", "satisfied_date": "Ombudsman satisfied", "kind": "form"}
LINK_WORDS = {
    "same_text": "Same text",
    "joint_case": "Joint case",
    "near_text": "Nearly the same text",
    "reissued": "Reissued",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts box: a name and what it is, each value a (words, address or None)."""

    name: str
    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its number as printed (None where it has none), its nesting and its anchor."""

    number: str | None
    level: int
    text: str
    anchor: str

    @property
    def is_bullet(self) -> bool:
        """True for a point of a list inside a paragraph; an outer paragraph without number is just a paragraph."""
        return self.number is None and self.level > 0


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading (can be empty) and its paragraphs."""

    heading: str
    role: str
    paragraphs: tuple[ParagraphView, ...]

    @property
    def is_part(self) -> bool:
        """True where the heading divides a larger section, such as "What happened" within "What I found"."""
        return self.role in PART_ROLES


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version: its number, when it was first seen, and what it changed, in words (empty for the first)."""

    number: int
    seen: str
    changes: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Everything the template needs of one decision."""

    title: str
    reference: str
    anchor: str
    state: str
    source_url: str | None
    facts: tuple[Fact, ...]
    sections: tuple[SectionView, ...]
    laws: tuple[tuple[str, str | None], ...]
    links: tuple[tuple[str, str, str], ...]
    matter: tuple[str, str] | None
    versions: tuple[VersionView, ...]


def decision_views(decisions: Sequence[Json]) -> tuple[DecisionView, ...]:
    """The decisions held under one reference, each with an anchor of its own."""
    return tuple(_view(decision, f"d{number}") for number, decision in enumerate(decisions, 1))


def _view(decision: Json, anchor: str) -> DecisionView:
    return DecisionView(
        title=decision.get("body") or "Organisation not named",
        reference=decision["reference"],
        anchor=anchor,
        state=decision["state"],
        source_url=safe_address(decision.get("url")),
        facts=tuple(fact for fact in _facts(decision) if fact.values),
        sections=tuple(_sections(decision, anchor)),
        laws=tuple(_laws(decision)),
        links=tuple(_links(decision)),
        matter=_matter(decision.get("group") or {}),
        versions=tuple(_version(item) for item in decision.get("versions") or ()),
    )


def safe_address(url: str | None) -> str | None:
    """The address if following it is harmless, whatever a page said: none that a browser would run."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def _facts(decision: Json) -> Iterator[Fact]:
    for name, facet in LINKED_FACTS:
        value = decision.get(facet)
        yield Fact(name, ((value, address(SearchRequest(filters={facet: (value,)}))),) if value else ())
    yield _plain("Decision date", long_date(decision.get("decision_date")))
    yield _plain("Form", words_of(decision.get("kind") or ""))
    yield _plain("Complainant", decision.get("complainant"))
    grounds = decision.get("grounds") or ()
    yield Fact(
        "Why not investigated",
        tuple((words_of(name), address(SearchRequest(filters={"ground": (name,)}))) for name in grounds),
    )
    yield _plain("Remedy", ", ".join(_remedies(decision.get("remedies") or {})))
    yield _plain("Ombudsman satisfied", long_date(decision.get("satisfied_date")))


def _plain(name: str, value: str | None) -> Fact:
    return Fact(name, ((value, None),) if value else ())


def _remedies(remedies: Json) -> Iterator[str]:
    if remedies.get("apology"):
        yield "apology"
    if total := pounds(remedies.get("total_gbp")):
        yield f"{total} in all"
    elif remedies.get("payments"):
        yield "payment"
    if actions := remedies.get("actions"):
        yield f"{len(actions)} action{'s' if len(actions) > 1 else ''}"


def _sections(decision: Json, anchor: str) -> Iterator[SectionView]:
    sections = decision.get("sections") or ()
    for number, section in enumerate(sections, 1):
        paragraphs = tuple(
            ParagraphView(item.get("number"), item.get("level") or 0, item["text"], f"{anchor}-{number}-{place}")
            for place, item in enumerate(section["paragraphs"], 1)
        )
        yield SectionView(section["heading"], section["role"], paragraphs)
    if not sections:
        # A decision whose sections could not be told apart is still read as it was written.
        lines = [line for line in (decision.get("text") or "").split("\n") if line.strip()]
        yield SectionView("", "other", tuple(ParagraphView("", 0, line, "") for line in lines))


def _laws(decision: Json) -> Iterator[tuple[str, str | None]]:
    for entry in decision.get("legislation") or ():
        words = ", ".join(part for part in (entry["act"], entry.get("provision")) if part)
        yield words, safe_address(entry.get("url"))


def _links(decision: Json) -> Iterator[tuple[str, str, str]]:
    for link in decision.get("links") or ():
        words = f"{link['reference']} {link.get('body') or ''}".strip()
        kind = LINK_WORDS.get(link["kind"]) or words_of(link["kind"])
        yield kind, words, f"/decisions/{link['reference'].replace(' ', '-')}"


def _matter(group: Json) -> tuple[str, str] | None:
    """How many decisions the matter has, and the search that finds them; None where this one is alone."""
    if group.get("size", 1) == 1:
        return None
    return f"{group['size']:,} decisions on this matter", address(SearchRequest(group=group["id"], sort=Sort.OLDEST))


def _version(version: Json) -> VersionView:
    return VersionView(version["number"], long_date(version.get("seen")), changes_told(version))


def changes_told(version: Json) -> str:
    """What a version changed, as "decision, text: 2 paragraphs changed, 1 added"; empty where it changed nothing."""
    fields = [CHANGED_FIELDS.get(name) or name.replace("_", " ") for name in version.get("changes") or ()]
    counts = [(count, change) for change, count in (version.get("paragraphs") or {}).items() if count]
    words = [f"{count:,} {change}" for count, change in counts]
    if counts:
        words[0] = f"{counts[0][0]:,} paragraph{'s' if counts[0][0] > 1 else ''} {counts[0][1]}"
    return ": ".join(part for part in (", ".join(fields), ", ".join(words)) if part)
