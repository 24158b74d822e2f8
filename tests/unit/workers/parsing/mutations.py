"""What can happen to a page on its way: cut, torn, shuffled, nested, doubled, mixed with another, struck by noise."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

TORN_IN = (
    b"<ol>",
    b"<ul>",
    b"<li>",
    b"</li>",
    b"<div>",
    b"<b>",
    b"<table>",
    b"<nav>",
    b"</ol>",
    b"<article>",
    b"</article>",
    b"<!--",
    b"-->",
    b"<script>",
    b"&amp;",
    b"&#10;",
    b"\x00",
    b"\x1e",
    b'"',
    b"<a href='",
    b"<h2>",
    b"<p class='label'>",
    b"\xe2\x80",
    b"\r\n",
    b"Summary: ",
    b"The complaint\n",
    b"1. ",
    b"- ",
    b"\xa3100 ",
    b"(",
    b")",
)


def mutated(content: bytes, others: list[bytes], rng: Random) -> bytes:
    """One to three accidents in a row."""
    for _hit in range(rng.randint(1, 3)):
        if content:
            content = rng.choice(ACCIDENTS)(content, others, rng)
    return content


def _span(content: bytes, rng: Random) -> tuple[int, int]:
    first, last = sorted((rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
    return first, last


def cut(content: bytes, _: list[bytes], rng: Random) -> bytes:
    first, last = _span(content, rng)
    return rng.choice((content[:first], content[last:], content[first:last], content[:first] + content[last:]))


def struck(content: bytes, _: list[bytes], rng: Random) -> bytes:
    broken = bytearray(content)
    for _hit in range(rng.randint(1, 60)):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def shuffled(content: bytes, _: list[bytes], rng: Random) -> bytes:
    divider = rng.choice((b"\n", b"<", b". ", b" "))
    pieces = content.split(divider)
    rng.shuffle(pieces)
    return divider.join(pieces)


def doubled(content: bytes, _: list[bytes], rng: Random) -> bytes:
    first, last = _span(content, rng)
    return content[:first] + content[first:last] * rng.randint(2, 4) + content[last:]


def nested(content: bytes, _: list[bytes], rng: Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.choice(TORN_IN) * rng.choice((1, 2, 50, 3_000)) + content[place:]


def mixed(content: bytes, others: list[bytes], rng: Random) -> bytes:
    other = rng.choice(others)
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other)) :]


def noisy(content: bytes, _: list[bytes], rng: Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.randbytes(rng.randrange(200)) + content[place:]


ACCIDENTS: tuple[Callable[[bytes, list[bytes], Random], bytes], ...] = (
    cut,
    struck,
    shuffled,
    doubled,
    nested,
    mixed,
    noisy,
)
