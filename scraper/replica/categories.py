"""Categories and subcategories of decisions, as the site names and addresses them."""

from __future__ import annotations

import functools
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One subcategory with the category it stands in: where a decision is filed."""

    index: int
    category: str
    category_slug: str
    name: str
    slug: str

    @property
    def path(self) -> str:
        """The listing's path below the site's root."""
        return f"/decisions/{self.category_slug}/{self.slug}"


CATEGORIES: dict[str, tuple[str, ...]] = {
    "Adult care services": (
        "Assessment and care plan",
        "Charging",
        "COVID-19",
        "Direct payments",
        "Disabled facilities grants",
        "Domiciliary care",
        "Other",
        "Residential care",
        "Safeguarding",
        "Transition from childrens services",
        "Transport",
    ),
    "Benefits and tax": (
        "Council tax",
        "Council tax support",
        "COVID-19",
        "Housing benefit and council tax benefit",
        "Local welfare payments",
        "Other",
    ),
    "Children's care services": (
        "Adoption",
        "Child protection",
        "Disabled children",
        "Fostering",
        "Friends and family carers",
        "Looked after children",
        "Other",
    ),
    "Education": (
        "Alternative provision",
        "COVID-19",
        "Other",
        "School admissions",
        "School exclusions",
        "School transport",
        "Special educational needs",
    ),
    "Environment and regulation": (
        "Antisocial behaviour",
        "Cemeteries and crematoria",
        "Drainage",
        "Health and safety",
        "Licensing",
        "Noise",
        "Other",
        "Refuse and recycling",
        "Trading standards",
        "Trees",
    ),
    "Health": (
        "Assessment and funding",
        "Care and treatment",
        "Hospital acute services",
        "Mental health services",
        "Other",
    ),
    "Housing": (
        "Allocations",
        "Homelessness",
        "Managing council tenancies",
        "Other",
        "Private housing",
    ),
    "Other Categories": (
        "Councillor conduct and standards",
        "Elections and electoral register",
        "Employment and pensions",
        "Land",
        "Leisure and culture",
        "Other",
    ),
    "Planning": (
        "Building control",
        "Enforcement",
        "Other",
        "Planning advice",
        "Planning applications",
    ),
    "Transport and highways": (
        "Highway adoption",
        "Highway repair and maintenance",
        "Other",
        "Parking and other penalties",
        "Public transport",
        "Rights of way",
        "Traffic management",
    ),
}

# Rough share of each category among all decisions, in the order above; only the proportions matter.
CATEGORY_WEIGHTS = (19, 9, 14, 16, 10, 4, 11, 3, 9, 9)


def slug_of(name: str) -> str:
    """A name as the site writes it in an address: small letters, apostrophes and spaces as hyphens."""
    letters = "".join(c if c.isalnum() else "-" for c in name.lower().replace(",", "").replace("&", "and"))
    return "-".join(part for part in letters.split("-") if part)


@functools.cache
def places() -> tuple[Place, ...]:
    """Every subcategory, in the order of CATEGORIES; ``index`` is its position here."""
    pairs = ((category, name) for category, names in CATEGORIES.items() for name in names)
    return tuple(Place(n, c, slug_of(c), name, slug_of(name)) for n, (c, name) in enumerate(pairs))


@functools.cache
def places_of_category() -> dict[str, tuple[Place, ...]]:
    """Subcategories by category name."""
    return {category: tuple(p for p in places() if p.category == category) for category in CATEGORIES}


@functools.cache
def category_slugs() -> dict[str, str]:
    """Category names by the slug that stands in addresses."""
    return {slug_of(category): category for category in CATEGORIES}
