"""A decision's own wording as shingles: the hashes of every few words in a row of each sentence. Pure: no I/O.

Sections that are standard by their role are left out. What differs when one matter is told for another person is made
equal: titles, pronouns, letters that stand for names, numbers and months. A shingle never runs from one sentence into
the next, so that paragraphs can change places, and standard sentences side by side make no wording of their own.

Many texts are hashed at once, byte by byte in arrays: word by word would take most of the time of the whole stage.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workers.domain import Role

# Part of what a stored fingerprint was made by: raise it whenever the same text would give other shingles.
SHINGLES_VERSION = 2
# Four words in a row are seldom met by chance, and a changed word spoils no more than four of them.
WORDS = 4
STANDARD_ROLES = frozenset({Role.POWERS, Role.CONSIDERATION})
# Between sentences in a packed fingerprint.
END: Final = 0
# Bytes of text that are hashed at once: some thirty times as much is at hand meanwhile.
LETTERS_AT_ONCE = 2**18

# Each shingle once, in order; or, as text, all in the order of the text with END after each sentence.
Shingles = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]
Sections = Iterable[tuple[str, Iterable[str]]]

_STORED = np.dtype("<u4")
_BLANK, _LINE_END = ord(" "), ord("\n")
# A word is read in steps of eight letters at once; the few letters behind the last step count for nothing.
_STEP, _STEPS = 8, 4
_FIRST: Hashes = np.array([256**count - 1 for count in range(_STEP + 1)], np.uint64)
# Odd numbers that are large and no patterns; arithmetic is modulo 2**64.
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_IN_A_ROW = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F), np.uint64(0xE7037ED1A0B428DB))
_HALF = np.uint64(32)


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


def _same_words() -> dict[str, str]:
    """Words that count as one."""
    months = "january february march april may june july august september october november december"
    same = {"0" * length: "0" for length in range(2, 16)}
    same |= dict.fromkeys(months.split(), "0")
    same |= dict.fromkeys(["mrs", "miss", "ms", "dr", "mx"], "mr")
    same |= dict.fromkeys(["he", "him", "his", "she", "her", "hers", "they", "them", "theirs"], "their")
    # The letters that stand for people; a, i, s and t are words or ends of words.
    return same | dict.fromkeys("bcdefghjklmnopqruvwyz", "x")


def packed(sections: Sections) -> bytes:
    """The shingles of sections, each given as its role and its paragraphs, in the order of the text."""
    return packed_all([sections])[0]


def packed_all(many: Iterable[Sections]) -> list[bytes]:
    """The shingles of each of many texts."""
    texts = [_plain(sections) for sections in many]
    found: list[bytes] = []
    start = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= LETTERS_AT_ONCE or number == len(texts) - 1:
            found += _hashed(texts[start : number + 1])
            start, size = number + 1, 0
    return found


def _plain(sections: Sections) -> bytes:
    """Its own wording in plain letters, a line a sentence."""
    joined = "\n".join(text for role, texts in sections if role not in STANDARD_ROLES for text in texts)
    # A full stop ends a sentence where a blank follows; within a number or a name of a section it does not.
    plain = joined.replace("\u2019", "'").encode("ascii", "ignore").replace(b". ", b"\n")
    return plain.translate(_PLAIN, b".,")


def _hashed(texts: Sequence[bytes]) -> list[bytes]:
    joined = b"\n".join(texts) + b"\n"
    letters = np.frombuffer(joined, np.uint8)
    starts, lengths = _words(letters)
    if not len(starts):
        return [b""] * len(texts)
    words = _alike(_word_hashes(joined, starts, lengths))
    # The line that each word stands in, and for the three words behind the last one that there is none.
    lines = np.append(np.searchsorted(np.flatnonzero(letters == _LINE_END), starts), [-1] * (WORDS - 1))
    shingles, kept = _in_a_row(words, lines)
    # Behind the last shingle of each sentence stands END.
    last = np.append(np.diff(lines[: len(words)][kept]) != 0, True)
    places = np.arange(len(shingles)) + np.cumsum(last) - last
    row = np.full(len(shingles) + int(last.sum()), END, _STORED)
    row[places] = shingles
    # Each text begins where the first shingle is that is made of one of its words.
    ends = np.cumsum([len(text) + 1 for text in texts])
    firsts = np.searchsorted(starts[kept], ends)
    cuts = [0, *np.append(places, len(row))[firsts].tolist()]
    return [row[cuts[at] : cuts[at + 1]].tobytes() for at in range(len(texts))]


def _words(letters: NDArray[np.uint8]) -> tuple[Places, Places]:
    """Where each word starts, and how long it is; the last of the letters is none."""
    edges = np.flatnonzero(np.diff(letters > _BLANK, prepend=False))
    return edges[::2], edges[1::2] - edges[::2]


def _word_hashes(letters: bytes, starts: Places, lengths: Places) -> Hashes:
    """A hash of each word."""
    padded = letters + bytes(_STEP)
    eight: Hashes = np.ndarray(len(letters), "<u8", padded, strides=(1,))
    hashes = _mixed(eight[starts] & _FIRST[np.minimum(lengths, _STEP)])
    for done in range(_STEP, _STEP * _STEPS, _STEP):
        longer = np.flatnonzero(lengths > done)
        more = eight[starts[longer] + done] & _FIRST[np.minimum(lengths[longer] - done, _STEP)]
        hashes[longer] = _mixed(hashes[longer] + more)
    return hashes


def _mixed(hashes: Hashes) -> Hashes:
    for factor in _MIX:
        hashes = (hashes ^ (hashes >> _HALF)) * factor
    return hashes


def _hashes_of(words: Sequence[str]) -> Hashes:
    letters = " ".join([*words, ""]).encode()
    return _word_hashes(letters, *_words(np.frombuffer(letters, np.uint8)))


def _alike(words: Hashes) -> Hashes:
    """The same hash for words that count as one."""
    places = np.minimum(np.searchsorted(_SAME_FROM, words), len(_SAME_FROM) - 1)
    return np.where(_SAME_FROM[places] == words, _SAME_TO[places], words)


def _in_a_row(words: Hashes, lines: Places) -> tuple[Shingles, NDArray[np.bool_]]:
    """The shingles that begin with a word, and which words do: all that are not too near to the end of a sentence.

    A sentence of fewer words is one shingle.
    """
    count = len(words)
    hashes, line = words.copy(), lines[:count]
    later = np.append(words, np.zeros(WORDS - 1, np.uint64))
    for step, factor in enumerate(_IN_A_ROW, 1):
        hashes = hashes * factor + np.where(lines[step : step + count] == line, later[step : step + count], 0)
    first = np.append(True, line[1:] != line[:-1])
    kept = first | (lines[WORDS - 1 :] == line)
    shingles = (_mixed(hashes[kept]) >> _HALF).astype(np.uint32)
    return np.maximum(shingles, END + 1), kept


def _sorted_pairs(same: dict[str, str]) -> tuple[Hashes, Hashes]:
    before, after = _hashes_of(list(same)), _hashes_of(list(same.values()))
    order = np.argsort(before)
    return before[order], after[order]


_PLAIN = _table()
_SAME_FROM, _SAME_TO = _sorted_pairs(_same_words())


def unpacked(packed_shingles: bytes) -> Shingles:
    """The shingles of a text in its order, with END after each sentence."""
    return np.frombuffer(packed_shingles, _STORED).astype(np.uint32, copy=False)


def as_set(text: Shingles) -> Shingles:
    """Each shingle once, in order."""
    return without_doubles(np.sort(text[text != END]))


def without_doubles(ordered: Shingles) -> Shingles:
    """Each of these once."""
    if not len(ordered):
        return ordered
    first = np.empty(len(ordered), np.bool_)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    once: Shingles = ordered[first]
    return once


def in_common(one: Shingles, other: Shingles) -> int:
    """How many shingles are in both of two sets."""
    both = np.sort(np.concatenate((one, other)))
    return int(np.count_nonzero(both[1:] == both[:-1]))


def among(shingles: Shingles, others: Shingles) -> NDArray[np.bool_]:
    """Which of these are among the others, of which each stands once and in order."""
    if not len(others):
        return np.zeros(len(shingles), np.bool_)
    places = np.minimum(np.searchsorted(others, shingles), len(others) - 1)
    found: NDArray[np.bool_] = others[places] == shingles
    return found
