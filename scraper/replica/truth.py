"""What a page says, told as JSON for tests, under the names that users of the archive meet.

Conventions:

- ``number`` of a paragraph as counted by its list, a letter in lettered lists; bullets and bare text have none.
- ``level`` is 0 for what stands in no other paragraph (bullets of reports too), 1 for what is nested below one, 2 below
  that. A heading's closing colon is left out.
- A reference in brackets that closes a list is a paragraph of its own, also where it is printed behind the last item.
- The line on compliance at the end of a report gives ``satisfied_date`` and is in no paragraph.
- Quotes and apostrophes are as printed: curly on most pages, straight on some.
- The statement's label "Summary:" is no part of its paragraph. The signature is the last paragraph of a statement.
- A range of provisions is one entry as printed ("sections 6 to 9"); a list is one entry each ("section 4", "section
  5"). An act named without a provision is an entry with null, also where it is named again with one. ``as_amended``
  belongs to the provision, or the list of provisions, that the words "as amended" follow directly. ``url`` is that of
  the act.
- ``ground_sentences`` holds every sentence that states a ground; one of them is enough to rest on.
- A payment's ``text`` is the whole paragraph that orders it. Amounts have two decimals. ``total_gbp`` is null where
  there is no payment or one cannot be added (a range, a rate without end).
- ``actions`` are what is to be done besides apologising and paying; ``text`` without its deadline and closing marks,
  ``deadline`` ("within one month") from the item itself or from the line that leads the list.
- ``links`` are the other decisions of the same matter, with each kind that holds: ``same_text``, ``joint_case`` (one
  number, whatever the letters behind it), ``near_text`` (one matter told again with names, sums, dates and a paragraph
  changed) and ``reissued`` (one of the two was made in place of the other). ``matter`` is the same for all of these,
  and differs where decisions only look alike.
- ``body_type`` is what the name alone tells; null for a city council, whose name does not tell it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import Any

from scraper.replica.corpus import Corpus, Entry, Tie
from scraper.replica.document import Document, Section

_KINDS = {
    Tie.JOINT: "joint_case",
    Tie.TWO_BODIES: "joint_case",
    Tie.NEAR_TEXT: "near_text",
    Tie.REISSUED: "reissued",
}


def decision_truth(entry: Entry, document: Document, url: str, links: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Every field of one decision."""
    return header(entry, url) | {
        "summary": document.summary,
        "complainant": document.complainant,
        "satisfied_date": document.satisfied.isoformat() if document.satisfied else None,
        "title": entry.reference if document.bare_title else f"{entry.body.name} ({entry.reference})",
        "body_in_header": not document.bare_title,
        "sections": [_section(section) for section in document.sections],
        "legislation": [dataclasses.asdict(cite) for cite in document.legislation],
        "grounds": list(dict.fromkeys(found.ground for found in document.grounds)),
        "ground_sentences": [dataclasses.asdict(found) for found in document.grounds],
        "remedies": {
            "apology": document.apology,
            "payments": [dataclasses.asdict(payment) for payment in document.payments],
            "total_gbp": document.total_gbp,
            "actions": [dataclasses.asdict(action) for action in document.actions],
        },
        "matter": entry.matter,
        "links": list(links),
    }


def header(entry: Entry, url: str) -> dict[str, Any]:
    """The facts that a page's header tells, with what follows from them alone."""
    return {
        "reference": entry.reference,
        "slug": entry.slug,
        "body": entry.body.name,
        "body_slug": entry.body.slug,
        "body_type": entry.body.type,
        "category": entry.place.category,
        "subcategory": entry.place.name,
        "outcome": entry.outcome,
        "kind": "report" if entry.report else "statement",
        "decision_date": entry.date.isoformat(),
        "url": url,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading.rstrip(":"),
        "role": section.role,
        "depth": section.depth,
        "paragraphs": [{"number": p.number, "level": p.level, "text": p.text} for p in section.paragraphs],
    }


def links_of(corpus: Corpus, entry: Entry, *, same_text: bool) -> list[dict[str, Any]]:
    """The labelled ties of a decision: every other decision of its matter, with each kind of link that holds."""
    found: list[dict[str, Any]] = []
    for number in corpus.siblings(entry.number):
        other = corpus.entry(number)
        found += [
            {"kind": kind, "reference": other.reference, "body": other.body.name, "body_slug": other.body.slug}
            for kind in kinds_of(entry, other, same_text=same_text)
        ]
    return found


def kinds_of(entry: Entry, other: Entry, *, same_text: bool) -> list[str]:
    """Each kind of link that holds between two decisions of one matter."""
    kinds = [_KINDS[entry.tie]] if entry.tie in _KINDS else []
    if "joint_case" not in kinds and entry.number_part == other.number_part:
        kinds.append("joint_case")
    return [*kinds, "same_text"] if same_text else kinds


def index_lines(corpus: Corpus, site: str) -> Iterator[bytes]:
    """A JSON array of the header facts of all decisions, a decision a line, made while it is sent."""
    yield b"[\n"
    for number in range(len(corpus)):
        entry = corpus.entry(number)
        row = header(entry, site + entry.path) | {"number": number, "matter": entry.matter}
        end = b",\n" if number + 1 < len(corpus) else b"\n"
        yield json.dumps(row, ensure_ascii=False).encode() + end
    yield b"]\n"
