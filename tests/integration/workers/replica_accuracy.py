"""How well the parser reads the replica's pages, field by field, against the truth that the replica tells of itself."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.faults import Switchboard
from scraper.replica.http import Request
from scraper.replica.phrases import Half, PhraseBook, Words, read_banks
from scraper.replica.site import Site
from workers.domain import Decision
from workers.parsing import parse
from workers.parsing.typography import printed, tidy

WORDING = Path(__file__).resolve().parents[2] / "wording"
ADDRESS = "https://www.lgo.org.uk"
HEADER = (
    "reference",
    "slug",
    "body",
    "body_type",
    "category",
    "subcategory",
    "outcome",
    "kind",
    "decision_date",
    "satisfied_date",
    "url",
    "complainant",
)


@dataclass
class Score:
    """Hits, false finds and misses of one field, and the pages on which it was not exactly right."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: str, found: Iterable[Hashable], truth: Iterable[Hashable]) -> None:
        """Count one page's values, as a bag: one too many is false, one too few is missed."""
        got, told = Counter(found), Counter(truth)
        self.hits += sum((got & told).values())
        self.false += sum((got - told).values())
        self.missed += sum((told - got).values())
        if got != told:
            self.wrong.append(page)

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def unmet(name: str) -> PhraseBook:
    """The replica's wording with a set of lines that no rule was written against wherever the set has any."""
    own, fresh = read_banks(), read_banks(WORDING / name)
    assert fresh.keys() <= own.keys(), "banks that the replica does not know would never be measured"
    every = {bank: (*map(_as_seen, words), *fresh.get(bank, ())) for bank, words in own.items()}
    return PhraseBook(Half.UNSEEN, every)


def _as_seen(words: Words) -> Words:
    return dataclasses.replace(words, half=Half.SEEN)


def pages(book: PhraseBook, count: int, *, seed: int = 1, labelled: int = 0) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Pages of the replica, as it serves them, each with its truth; so many of them cases of likeness."""
    corpus = Corpus(seed, count, labelled)
    site = Site(Composer(corpus, book), Switchboard(), ADDRESS)
    for number in range(count):
        entry = corpus.entry(number)
        body = _body(site, entry.path)
        told = json.loads(_body(site, f"/truth/{entry.slug}.json", {"body": entry.body.slug}))["decisions"]
        yield body, next(truth for truth in told if truth["url"] == ADDRESS + entry.path)


def _body(site: Site, path: str, query: dict[str, str] | None = None) -> bytes:
    reply = site.reply(Request("GET", path, path, query or {}, {}))
    assert isinstance(reply.body, bytes)
    return reply.body


def measured(book: PhraseBook, count: int, *, seed: int = 1, labelled: int = 0) -> dict[str, Score]:
    """Every field's score over so many pages."""
    scores: dict[str, Score] = {}
    for content, truth in pages(book, count, seed=seed, labelled=labelled):
        read = parse(content, url=truth["url"])
        for name, (found, told) in compared(read, truth).items():
            scores.setdefault(name, Score()).add(truth["reference"], found, told)
    return scores


def compared(read: Decision, truth: dict[str, Any]) -> dict[str, tuple[list[Hashable], list[Hashable]]]:
    """For each field what was read and what is true, as values that can be counted."""
    plain = read.to_json()
    expected = truth if truth["body_in_header"] else truth | {"body": None, "body_type": None}
    values = {name: ([plain[name]], [expected[name]]) for name in HEADER}
    values["summary"] = [plain["summary"]], [_words(truth["summary"])]
    values["sections"] = [_sections(plain["sections"])], [_sections(truth["sections"])]
    values["law"] = _rows(plain["legislation"]), _rows(truth["legislation"])
    values["grounds"] = list(plain["grounds"]), list(truth["grounds"])
    done, told = plain["remedies"], truth["remedies"]
    values["apology"] = [done["apology"]], [told["apology"]]
    values["payments"] = [_payment(p) for p in done["payments"]], [_payment(p) for p in told["payments"]]
    values["total"] = [done["total_gbp"]], [told["total_gbp"]]
    values["actions"] = [_action(a) for a in done["actions"]], [_action(a) for a in told["actions"]]
    return values


def _words(text: str) -> str:
    """A text of the truth in the one typography that is kept."""
    return printed(tidy(text))


def _sections(sections: list[dict[str, Any]]) -> Hashable:
    return tuple(
        (
            _words(section["heading"]).rstrip(" :"),
            str(section["role"]),
            tuple((p["number"], p["level"], _words(p["text"])) for p in section["paragraphs"]),
        )
        for section in sections
    )


def _rows(rows: list[dict[str, Any]]) -> list[Hashable]:
    return [(_words(row["act"]), row["provision"], row["as_amended"], row["url"], row["kind"]) for row in rows]


def _payment(payment: dict[str, Any]) -> Hashable:
    return payment["amount_gbp"], payment["amount_to_gbp"], payment["period"], payment["periods"]


def _action(action: dict[str, Any]) -> Hashable:
    return action["kind"], action["deadline"]
