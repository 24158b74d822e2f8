"""The bodies complained about: invented councils, trusts, boards, providers and others, the same in every replica.

No place here has a council of its own in the real England; a test compares the names with the real ones.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scraper.replica.categories import slug_of

BodyType = Literal[
    "district",
    "county",
    "unitary",
    "metropolitan",
    "london_borough",
    "combined_authority",
    "nhs_trust",
    "nhs_commissioner",
    "care_provider",
    "school",
    "national_park",
    "fire",
    "transport",
    "other",
]


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation; ``type`` is what its name tells (None where the name alone cannot decide).

    ``family`` says which complaints reach it and ``term`` how the text speaks of it ("Council", "Trust").
    """

    index: int
    name: str
    type: BodyType | None
    family: str
    term: str

    @property
    def slug(self) -> str:
        """The name as an address part; it tells two bodies of one reference apart."""
        return slug_of(self.name)


_STEMS = (
    "Alder Ash Barrow Birch Black Bram Brock Cald Carr Cawl Chal Cold Corve Dun East Eller Fal Farn Fern Gar Gold "
    "Gren Hallow Hart Hazel Hethe Holm Ived Keld Kings Lang Lin Lyn Mard Mere Mill Nether Nor Oak Ort Pen Quarn Raven "
    "Red Rush Sal Sedge Shel Silver Stan Sten Swan Tarn Thorn Upper Wend Wex Whin Wold Yar"
)
_ENDINGS = "beck bourne brough combe dale den field fleet gate hithe holt hurst leigh mere mouth ness stow thwaite"
LONG_NAME_EVERY = 9
_STREAMS = ("on the Moor", "with Overwold", "under Edge", "and the Levels", "St Oswin", "Regis")

_COUNCILS: tuple[tuple[str, BodyType | None, str, int], ...] = (
    ("{} County Council", "county", "upper", 26),
    ("{} District Council", "district", "lower", 34),
    ("{} Borough Council", "district", "lower", 34),
    ("{} City Council", None, "both", 20),
    ("{} Metropolitan Borough Council", "metropolitan", "both", 22),
    ("London Borough of {}", "london_borough", "both", 20),
    ("Royal Borough of {}", "london_borough", "both", 2),
    ("{} Council", "unitary", "both", 32),
)
_NHS: tuple[tuple[str, BodyType, str, str, int], ...] = (
    ("{} NHS Foundation Trust", "nhs_trust", "trust", "Trust", 10),
    ("{} Teaching Hospitals NHS Foundation Trust", "nhs_trust", "trust", "Trust", 5),
    ("{} & Mid-Wold Partnership NHS Trust", "nhs_trust", "trust", "Trust", 5),
    ("{} Clinical Commissioning Group", "nhs_commissioner", "ccg", "CCG", 10),
    ("NHS {} CCG", "nhs_commissioner", "ccg", "CCG", 4),
    ("NHS {} ICB", "nhs_commissioner", "icb", "ICB", 6),
    ("NHS {} Integrated Care Board", "nhs_commissioner", "icb", "ICB", 6),
)
_PROVIDERS = (
    "{} Care (NW) Limited",
    "{} House Care Home Ltd",
    "{} & Daughters Homecare Limited",
    "Bluestone Homecare AKA {} Support Limited",
    "St {}'s Nursing Home Limited",
    "{} Healthcare Homes Limited",
    "{} Trading Ltd",
    "{}, Lime & Partners Care Services LLP",
)
_SCHOOLS = ("{} Academy Trust", "{} Church of England Primary School", "St {}'s Catholic High School", "{} Academy")
_RARE: tuple[tuple[str, BodyType, str, str], ...] = (
    ("{} Fells National Park Authority", "national_park", "park", "Authority"),
    ("The {} Broads & Heaths National Park Authority", "national_park", "park", "Authority"),
    ("{} Fire & Rescue Service", "fire", "fire", "Authority"),
    ("Transport for {}", "transport", "transport", "Authority"),
    ("{} Combined Authority", "combined_authority", "transport", "Authority"),
    ("{} Valley Drainage Board", "other", "fire", "Authority"),
)


def place_names() -> Iterator[str]:
    """Invented place names without end in a fixed order; every ninth is of two or more words."""
    stems, endings = _STEMS.split(), _ENDINGS.split()
    for number in itertools.count():
        name = stems[(number * 7) % len(stems)] + endings[(number * 5 + number // len(stems)) % len(endings)]
        further = _STREAMS[(number // LONG_NAME_EVERY) % len(_STREAMS)]
        yield name if number % LONG_NAME_EVERY else f"{name} {further}"


@functools.cache
def bodies() -> tuple[Body, ...]:
    """Every body; ``index`` is its position here."""
    rows = list(_rows())
    if len({slug_of(name) for name, *_ in rows}) != len(rows):
        raise ValueError("two invented bodies have the same name: change the name lists of scraper.replica.bodies")
    return tuple(Body(n, *row) for n, row in enumerate(rows))


def _rows() -> Iterator[tuple[str, BodyType | None, str, str]]:
    names = place_names()
    for form, kind, family, count in _COUNCILS:
        for _ in range(count):
            yield form.format(next(names)), kind, family, "Council"
    yield "NHS Quarndale, Lynmere and Mid Wold Integrated Care Board", "nhs_commissioner", "icb", "ICB"
    for form, nhs, family, term, count in _NHS:
        for _ in range(count):
            yield form.format(next(names)), nhs, family, term
    for number in range(64):
        yield _PROVIDERS[number % len(_PROVIDERS)].format(next(names)), "care_provider", "provider", "Care Provider"
    for number in range(12):
        yield _SCHOOLS[number % len(_SCHOOLS)].format(next(names)), "school", "school", "School"
    for form, rare, family, term in _RARE:
        yield form.format(next(names)), rare, family, term


@functools.cache
def families() -> dict[str, tuple[int, ...]]:
    """Indices of bodies by family."""
    found: dict[str, list[int]] = {}
    for body in bodies():
        found.setdefault(body.family, []).append(body.index)
    return {family: tuple(indices) for family, indices in found.items()}
