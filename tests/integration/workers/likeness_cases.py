"""Labelled cases of the replica at hand in one process, and how well found links agree with their labels."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scraper.addresses import key
from scraper.items import RawPage
from scraper.replica.chrome import wrap
from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus, key_of
from scraper.replica.labels import labelled_pairs
from scraper.replica.markup import article, title_of
from scraper.replica.phrases import Half, PhraseBook
from tests.factories import FIRST_SEEN

ADDRESS = "https://www.lgo.org.uk"
POSITIVE = ("near_text", "reissued", "same_text", "joint_case")

Pair = tuple[int, int]
Identity = tuple[str, str | None]
Found = dict[str, set[Pair]]


@dataclass(frozen=True)
class Cases:
    """A corpus with its labels; decisions are named by their position in it.

    ``labels`` are the pairs of each kind, ``why`` how the pair was made, ``wording`` the half of the phrase book that
    each pair is told in, ``matters`` the matter of each decision.
    """

    composer: Composer
    labels: Mapping[str, set[Pair]]
    cases: Mapping[Pair, str]
    why: Mapping[Pair, str]
    wording: Mapping[Pair, str]
    matters: tuple[int, ...]

    @property
    def positive(self) -> set[Pair]:
        """Every pair that belongs together, whatever the kind; no pair of one matter is without a label."""
        return set().union(*(self.labels.get(kind, set()) for kind in POSITIVE))

    def __len__(self) -> int:
        return len(self.matters)

    def page(self, number: int) -> RawPage:
        """The page of a decision as the spider would hand it on."""
        entry = self.composer.corpus.entry(number)
        document = self.composer.document(entry)
        url = ADDRESS + entry.path
        return RawPage(
            key=str(key(url)),
            url=url,
            content=wrap(title_of(entry, document), article(entry, document)),
            fetched_at=FIRST_SEEN + dt.timedelta(seconds=number),
            headers={"content-type": "text/html; charset=utf-8"},
        )

    def pages(self, order: Iterable[int]) -> Iterator[RawPage]:
        """The pages of decisions in this order."""
        return map(self.page, order)

    def number(self, identity: Identity) -> int:
        """Where a decision stands in the corpus; a page without the body's name has none but the reference."""
        reference, body = identity
        found = self.composer.corpus.with_slug(reference.replace(" ", "-"))
        named = [number for number in found if body in {None, self.composer.corpus.entry(number).body.name}]
        (number,) = named
        return number

    def half(self, pair: Pair) -> str:
        """The half of the wording that a pair is told in; for two strangers that of the first."""
        book = self.composer.book_of(self.composer.corpus.entry(pair[0]))
        return self.wording.get(pair) or book.half.name.lower()

    def one_matter(self, pair: Pair) -> bool:
        """Whether two decisions are of one matter by truth, labelled or not."""
        return self.matters[pair[0]] == self.matters[pair[1]]


def make_cases(count: int, labelled: int, half: Half = Half.BOTH, *, seed: int = 1) -> Cases:
    """A corpus of so many decisions, so many of them labelled cases."""
    composer = Composer(Corpus(seed, count, labelled), PhraseBook(half))
    labels: defaultdict[str, set[Pair]] = defaultdict(set)
    cases, why, wording = {}, {}, {}
    for row in labelled_pairs(composer):
        one, other = (_position(composer, row[end]["reference"], row[end]["body"]) for end in "ab")
        pair = min(one, other), max(one, other)
        labels[row["kind"]].add(pair)
        cases[pair], why[pair], wording[pair] = row["case"], row["why"], row["wording"]
    matters = tuple(composer.corpus.entry(number).matter for number in range(count))
    return Cases(composer, labels, cases, why, wording, matters)


def _position(composer: Composer, reference: str, body: str) -> int:
    slug = reference.replace(" ", "-")
    assert key_of(slug) is not None
    return next(n for n in composer.corpus.with_slug(slug) if composer.corpus.entry(n).body.name == body)


@dataclass
class Score:
    """Labelled pairs of one kind found and missed, and pairs found that are none."""

    hits: set[Pair] = field(default_factory=set)
    missed: set[Pair] = field(default_factory=set)
    false: set[Pair] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return len(self.hits) / (len(self.hits) + len(self.false)) if self.hits or self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return len(self.hits) / (len(self.hits) + len(self.missed)) if self.hits or self.missed else 1.0


def judged(cases: Cases, found: Mapping[str, Collection[Pair]], wording: str = "") -> dict[str, Score]:
    """Each kind's score, over the pairs told in one half of the wording or over all.

    A link of two decisions that are one matter is not false for being near in text, though it bears another label; any
    other link must have the label of its kind. Pairs of unlabelled decisions count as those of labelled ones do.
    """
    scores = {}
    for kind in POSITIVE:
        true = {pair for pair in cases.labels.get(kind, ()) if wording in {"", cases.wording[pair]}}
        got = {pair for pair in found.get(kind, ()) if wording in {"", cases.half(pair)}}
        false = {pair for pair in got - true if kind != "near_text" or not cases.one_matter(pair)}
        scores[kind] = Score(true & got, true - got, false)
    return scores
