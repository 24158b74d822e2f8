"""A decision's own wording as shingles: the hashes of every few words in a row of each sentence. Pure: no I/O.

Sections that are standard by their role are left out. What differs when one matter is told for another person is made
equal: titles, pronouns, letters that stand for names, numbers and months. A shingle never runs from one sentence into
the next, so that paragraphs can change places, and standard sentences side by side make no wording of their own.
"""

from __future__ import annotations

import string
from array import array
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain
from zlib import crc32

from workers.domain import Role

# Part of what a stored fingerprint was made by: raise it whenever the same text would give other shingles.
SHINGLES_VERSION = 1
# Four words in a row are seldom met by chance, and a changed word spoils no more than four of them.
WORDS = 4
STANDARD_ROLES = frozenset({Role.POWERS, Role.CONSIDERATION})
# Between sentences in a packed fingerprint. The rare shingle that hashes to it only parts a sentence.
END = 0
# Sentences of standard wording come again and again: as many as a worker remembers, some ten megabytes.
REMEMBERED = 16_384

Shingles = AbstractSet[int]


def _table() -> bytes:
    """One plain letter, digit or blank for each byte; what ends a sentence becomes a line end."""
    table = bytearray(b" " * 256)
    for letter in string.ascii_letters:
        table[ord(letter)] = ord(letter.lower())
    for digit in string.digits:
        table[ord(digit)] = ord("0")
    for end in "\n?!;":
        table[ord(end)] = ord("\n")
    return bytes(table)


def _same_words() -> dict[bytes, bytes]:
    """Words that count as one."""
    months = "january february march april may june july august september october november december"
    same = {b"0" * length: b"0" for length in range(2, 16)}
    same |= dict.fromkeys(months.encode().split(), b"0")
    same |= dict.fromkeys(b"mrs miss ms dr mx".split(), b"mr")
    same |= dict.fromkeys(b"he him his she her hers they them theirs".split(), b"their")
    # The letters that stand for people; a, i, s and t are words or ends of words.
    return same | dict.fromkeys((letter.encode() for letter in "bcdefghjklmnopqruvwyz"), b"x")


_PLAIN, _SAME = _table(), _same_words()


def packed(sections: Iterable[tuple[str, Iterable[str]]]) -> bytes:
    """The shingles of sections, each given as its role and its paragraphs, in the order of the text."""
    own = [text for role, paragraphs in sections if role not in STANDARD_ROLES for text in paragraphs]
    joined = "\n".join(own).replace("\u2019", "'")
    # A full stop ends a sentence where a blank follows; within a number or a name of a section it does not.
    lines = joined.encode("ascii", "ignore").replace(b". ", b"\n").translate(_PLAIN, b".,").split(b"\n")
    return array("I", list(chain.from_iterable(map(_of_sentence, lines)))).tobytes()


@lru_cache(maxsize=REMEMBERED)
def _of_sentence(line: bytes) -> tuple[int, ...]:
    words = line.split()
    words = list(map(_SAME.get, words, words))
    if len(words) <= WORDS:
        return (crc32(b" ".join(words)), END) if words else ()
    in_a_row = zip(words, words[1:], words[2:], words[3:], strict=False)
    return (*map(crc32, map(b" ".join, in_a_row)), END)


def unpacked(packed_shingles: bytes) -> array[int]:
    """The shingles of a text in its order, with END after each sentence."""
    found = array("I")
    found.frombytes(packed_shingles)
    return found


def sentences(shingles: array[int]) -> list[array[int]]:
    """The shingles of each sentence."""
    found, start = [], 0
    while start < len(shingles):
        end = shingles.index(END, start)
        found.append(shingles[start:end])
        start = end + 1
    return found


def as_set(shingles: array[int]) -> Shingles:
    """Each shingle once."""
    found = set(shingles)
    found.discard(END)
    return found
