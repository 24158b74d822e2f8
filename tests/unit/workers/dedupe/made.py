"""Profiles for the tests of the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from workers.dedupe import shingles
from workers.dedupe.claims import Claim, Degree
from workers.dedupe.profile import Profile
from workers.domain import Role

BODY = "Harrowmere Borough Council"
# Ten sentences about one matter, none of which another tells.
ACCOUNT = (
    "Mr X asked the council in spring to mend the gutter above his back door.",
    "A surveyor came with a ladder and found the bracket rusted through.",
    "The order went to a contractor who had left the scheme the month before.",
    "Nobody noticed until rain ran down the kitchen wall and spoilt a dresser.",
    "Mr X sent photographs of the dresser and of mould behind it.",
    "An officer wrote that furniture was for tenants to insure.",
    "He paid a neighbour £120 on 3 May 2024 to fix the gutter with wire.",
    "The council then charged him for work it had not ordered.",
    "It took the charge back after a councillor rang the depot.",
    "By then the wire had broken and the wall was wet again.",
)
OTHER_ACCOUNT = (
    "Miss Y runs a stall with cheese on the Saturday market.",
    "Her pitch was moved beside a fish van without a word.",
    "Customers told her that they could not smell the cheese any more.",
    "The market manager answered that pitches rotate by lottery.",
    "No lottery had been drawn since the clock tower was scaffolded.",
    "She counted takings for nine Saturdays and sent in the ledger.",
    "The ledger came back with tea on it and no reply.",
    "A trainee offered her a corner near the bus shelter.",
    "Buses stop there with engines running all morning.",
    "She asked for her old pitch or for half the rent.",
)


def packed(*paragraphs: str, role: str = Role.FINDINGS) -> bytes:
    return shingles.packed([(role, paragraphs)])


def claim(earlier: str, degree: Degree = Degree.REPLACES) -> tuple[Claim, ...]:
    return (Claim(degree, earlier),)


def make_profile(*paragraphs: str, **changes: Any) -> Profile:
    text = paragraphs or ACCOUNT
    values: dict[str, Any] = {
        "id": 1,
        "reference": "24 001 001",
        "body": BODY,
        "decided": dt.date(2025, 3, 4),
        "live": True,
        "hidden": False,
        "text_sha256": str(hash(text)),
        "claims": (),
        "packed": packed(*text),
        "standard": shingles.unpacked(b""),
    }
    return Profile(**{**values, **changes})


def make_other(*paragraphs: str, **changes: Any) -> Profile:
    return make_profile(*paragraphs, **{"id": 2, "reference": "24 002 002", "decided": dt.date(2025, 8, 1), **changes})
