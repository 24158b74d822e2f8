"""One matter as it will be told: who complains of what against whom, how it ends, how long and in what style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from scraper.replica.categories import Place
from scraper.replica.corpus import Entry
from scraper.replica.phrases import APOSTROPHE, PhraseBook
from scraper.replica.slots import Slots

GROUNDS = (
    "not_enough_evidence_of_fault",
    "injustice_not_significant",
    "no_different_outcome",
    "cannot_add_to_previous_investigation",
    "no_worthwhile_outcome",
    "cannot_achieve_outcome_wanted",
    "review_or_appeal_available",
    "tribunal_or_court_remedy",
    "court_proceedings",
    "late",
    "better_placed_body",
    "out_of_jurisdiction",
    "remedied",
)
CLAUSES = ("clause", "clause2")  # The slots of the grounds, in their order.
MAX_PAGES = 12
ASSESSMENTS_SINCE = 2021  # Closed cases have "My assessment" since then.
SECOND_GROUND_SHARE = 0.2
STRAIGHT_SHARE = 0.12  # Straight apostrophes throughout are the rarer style.
BARE_THOUSANDS_SHARE = 0.15  # Some decisions write sums without a thousands separator.
RESTART_SHARE = 0.15  # About one page in seven begins its numbers anew in each section.
_CATEGORY_FILES = {
    "adult-care-services": "topics-adult",
    "benefits-and-tax": "topics-benefits",
    "children-s-care-services": "topics-children",
    "education": "topics-education",
    "environment-and-regulation": "topics-environment",
    "health": "topics-health",
    "housing": "topics-housing",
    "other-categories": "topics-other",
    "planning": "topics-planning",
    "transport-and-highways": "topics-transport",
}
_TITLES = ("Mrs", "Mr", "Miss", "Ms", "Mrs", "Mr", "Ms", "Dr")
_LETTERS = "XXXXXXXBCFGHJKLMPQRSTWZ"
_CHILD_LETTERS = "DYEV"
_RELATIVES = ("mother", "father", "aunt", "brother", "grandmother", "uncle", "sister")
_CHILDREN = ("son", "daughter", "grandson", "granddaughter")
_PRONOUNS = {"Mr": ("he", "him", "his")}
_HERS = ("she", "her", "her")
PEOPLE = ("C", "Cs", "she", "her", "hers", "She", "Hers", "rel", "kid", "D", "Ds")


class Shape(Enum):
    """How a case ends, which is more than its outcome tells."""

    CLOSED = "closed"
    EARLY = "early"  # Upheld, as the body accepts its fault, but not investigated.
    UPHELD = "upheld"
    NO_INJUSTICE = "no_injustice"
    NOT_UPHELD = "not_upheld"
    DISCONTINUED = "discontinued"


_SHAPES: dict[str, tuple[tuple[Shape, float], ...]] = {
    "Upheld": ((Shape.UPHELD, 0.8), (Shape.NO_INJUSTICE, 0.12), (Shape.EARLY, 0.08)),
    "Not upheld": ((Shape.NOT_UPHELD, 0.92), (Shape.DISCONTINUED, 0.08)),
    "Closed after initial enquiries": ((Shape.CLOSED, 0.95), (Shape.DISCONTINUED, 0.05)),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A matter ready to be written; ``topics`` names the file of its category's wording."""

    entry: Entry
    partners: tuple[Entry, ...]
    slots: Slots
    topics: str
    shape: Shape
    grounds: tuple[str, ...]
    pages: int
    restart: bool
    straight: bool
    modern: bool

    @property
    def people(self) -> dict[str, str]:
        """The facts about the complainant and the family, by slot."""
        return {slot: self.slots[slot] for slot in PEOPLE}

    @property
    def short(self) -> bool:
        """Whether it was not investigated, so that there is little to tell."""
        return self.shape in {Shape.CLOSED, Shape.EARLY}


def open_case(
    entry: Entry, partners: Sequence[Entry], rng: Random, book: PhraseBook, people: Mapping[str, str] | None = None
) -> Case:
    """Draw everything about an entry's matter that is settled before a word is written; ``people`` of another case."""
    shapes = _SHAPES[entry.outcome]
    (shape,) = rng.choices([shape for shape, _ in shapes], [weight for _, weight in shapes])
    topics = topics_of(entry.place)
    slots = Slots({**(people or _people(rng)), **_bodies(entry, partners)}, rng, entry.date, book)
    slots.thousands = rng.random() >= BARE_THOUSANDS_SHARE
    name_subjects(slots, book, rng, topics, entry.place)
    return Case(
        entry,
        tuple(partners),
        slots,
        topics,
        shape,
        _grounds(rng, book, slots, shape),
        _pages(rng, shape),
        restart=rng.random() < RESTART_SHARE,
        straight=rng.random() < STRAIGHT_SHARE,
        modern=is_modern(entry),
    )


def is_modern(entry: Entry) -> bool:
    """Whether a decision has the forms of recent years."""
    return entry.date.year >= ASSESSMENTS_SINCE


def topics_of(place: Place) -> str:
    """The wording file of a subcategory's category."""
    return _CATEGORY_FILES[place.category_slug]


def _people(rng: Random) -> dict[str, str]:
    title = rng.choice(_TITLES)
    name = f"{title} {rng.choice(_LETTERS)}"
    she, her, hers = _PRONOUNS.get(title, _HERS)
    child = rng.choice(_CHILD_LETTERS)
    return {
        "C": name,
        "Cs": f"{name}{APOSTROPHE}s",
        "she": she,
        "her": her,
        "hers": hers,
        "She": she.capitalize(),
        "Hers": hers.capitalize(),
        "rel": rng.choice(_RELATIVES),
        "kid": rng.choice(_CHILDREN),
        "D": child,
        "Ds": f"{child}{APOSTROPHE}s",
    }


def _bodies(entry: Entry, partners: Sequence[Entry]) -> dict[str, str]:
    term = entry.body.term
    facts = {
        "B": f"the {term}",
        "Bs": f"the {term}{APOSTROPHE}s",
        "TB": f"The {term}",
        "TBs": f"The {term}{APOSTROPHE}s",
    }
    if partners:
        other = partners[0].body.term
        other = f"other {other}" if other == term else other
        facts |= {"B2": f"the {other}", "TB2": f"The {other}"}
    return facts


def name_subjects(slots: Slots, book: PhraseBook, rng: Random, topics: str, place: Place) -> None:
    """Two different things complained of, each as a noun ("issue") and as a deed ("wrong")."""
    own = f"{topics}.{place.name.lower()}"
    chosen = book.sample(rng, own, 2) if own in book else []
    chosen += book.sample(rng, f"{topics}.general", 2 - len(chosen))
    chosen += book.sample(rng, f"{topics}.general", 1) if len(chosen) < 2 else []  # noqa: PLR2004 - Two are wanted.
    for words, suffix in zip(chosen, ("", "2"), strict=False):
        issue, _, wrong = words.text.format_map(slots).partition(" || ")
        slots[f"issue{suffix}"], slots[f"wrong{suffix}"] = issue, wrong


def _grounds(rng: Random, book: PhraseBook, slots: Slots, shape: Shape) -> tuple[str, ...]:
    """The grounds of a case that is not pursued, or of the part that an investigation leaves out."""
    if shape is Shape.EARLY:
        grounds = ["remedied"]
    else:
        two = shape is Shape.CLOSED and rng.random() < SECOND_GROUND_SHARE
        grounds = rng.sample(GROUNDS, 2 if two else 1)
    for ground, slot in zip(grounds, CLAUSES, strict=False):
        slots[slot] = book.pick(rng, f"closing.{ground}.clause").text.format_map(slots)
    slots["Clause"] = slots["clause"][0].upper() + slots["clause"][1:]
    return tuple(grounds)


def _pages(rng: Random, shape: Shape) -> int:
    if shape in {Shape.CLOSED, Shape.EARLY}:
        return rng.choice((1, 1, 2, 2, 2, 3, 3, 4))
    return min(MAX_PAGES, rng.choice((2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12)))
