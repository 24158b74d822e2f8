"""Labelled pairs: which two decisions belong together, how, and which only look as if they did.

Two decisions are near in text (``near_text``) where they are one matter told twice: the same events, with names, sums,
dates or a paragraph changed. However much wording two decisions share, they are no pair (``none``) where the events are
others, so that each has sentences of its own about what happened; nor where the one tells of something that the body
sent or decided on the very day of the other.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

from scraper.replica.composer import Composer
from scraper.replica.corpus import Entry, Tie
from scraper.replica.truth import kinds_of

_WHY = {
    Tie.SAME_TEXT: "one text under several references",
    Tie.TWO_PLACES: "one text filed under two categories",
    Tie.JOINT: "one number with letters",
    Tie.TWO_BODIES: "one reference for two bodies",
    Tie.NEAR_TEXT: "one matter told again",
    Tie.REISSUED: "a later decision in place of the earlier",
    Tie.CLOSED_ALIKE: "closed cases of one body and subject, three sentences differ",
    Tie.SAME_COMPLAINT: "one complaint against one body on different facts",
    Tie.COMMON_THEME: "reports on a common theme",
    Tie.FOLLOWED_UP: "a later complaint that mentions an earlier decision",
}


def labelled_pairs(composer: Composer) -> Iterator[dict[str, Any]]:
    """Every pair of decisions that has a label, once for each kind of link that holds, or with the kind ``none``.

    ``case`` says how the pair was made, ``why`` what differs, ``wording`` which half of the phrase book it is told in.
    """
    corpus = composer.corpus
    number = 0
    while number < len(corpus):
        family = corpus.family(number)
        for one, other in itertools.combinations([corpus.entry(place) for place in family], 2):
            yield from _pairs(composer, one, other)
        number = family.stop


def _pairs(composer: Composer, one: Entry, other: Entry) -> Iterator[dict[str, Any]]:
    told = [telling.words() for telling in map(composer.telling, (one, other)) if telling]
    same_matter = one.matter == other.matter
    kinds = kinds_of(one, other, same_text=composer.shares_text(one)) if same_matter else ["none"]
    for kind in kinds:
        yield {
            "kind": kind,
            "case": one.tie.name.lower(),
            "why": "; ".join(filter(None, (_WHY[one.tie], *told))),
            "wording": composer.book_of(one).half.name.lower(),
            "a": _identity(one),
            "b": _identity(other),
        }


def _identity(entry: Entry) -> dict[str, str]:
    return {"reference": entry.reference, "body": entry.body.name}


def pair_lines(composer: Composer) -> Iterator[bytes]:
    """All labelled pairs as a JSON array, a pair a line, made while it is sent."""
    between = b"[\n"
    for pair in labelled_pairs(composer):
        yield between + json.dumps(pair, ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]\n" if between == b",\n" else b"[]\n"
