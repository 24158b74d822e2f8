"""One typography for every form of a page, so that quotes, spaces and invisible characters change nothing.

Pages are read with straight quotes, plain single spaces and none of the characters that have no ink: Python searches
such text three times as fast. What is kept is printed with typographic quotes, as the site mostly prints them. The
words themselves are never touched, and dashes stay as they are.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from workers.parsing.lines import NEXT_ITEM

_SPACES: Final = "\t\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_NO_INK: Final = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_SINGLE: Final = "\u2018\u2019\u201a\u201b\u2032\xb4\u02bc\u02b9"
_DOUBLE: Final = "\u201c\u201d\u201e\u201f\u2033\xab\xbb"
_HYPHENS: Final = "\u2010\u2011"
_PLAIN: Final = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NO_INK, ""),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
}
_COMMON: Final = (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\xa0", " "))
_CONTROLS: Final = "".join(map(chr, (*range(0x20), 0x7F)))
_ODD_CONTROLS: Final = tuple(set(_CONTROLS) - {"\n", NEXT_ITEM})
_WINDOWS: Final = range(0x80, 0xA0)
_TWO_SPACES: Final = b"  ".decode("utf-16-le")
_SPACES_IN_A_ROW: Final = re.compile("  +")
_UNUSUAL: Final = re.compile("[^\n\x1e\\x20-\\x7e\xa3\u2013\u2014]+")
# A quote opens where nothing, a space, an opening bracket, a dash or another quote stands before it, and a word after.
_BEFORE_QUOTES: Final = frozenset("([{/-\u2013\u2014")
_BEFORE_SINGLE: Final = _BEFORE_QUOTES | {'"'}
_BEFORE_DOUBLE: Final = _BEFORE_QUOTES | {"\u2018"}


def tidy(text: str) -> str:
    """One line with straight quotes, single spaces and nothing invisible."""
    return tidy_lines([straightened(text.replace("\n", " "))])[0]


def straightened(text: str) -> str:
    """A whole page with its quotes straight: done first, as Python takes pages without wide characters apart faster."""
    for curly, plain in _COMMON:
        text = text.replace(curly, plain)
    return text


def lowered(text: str) -> str:
    """A text in small letters with every character where it was: patterns that ignore case cost three times as much."""
    low = text.lower()
    return low if len(low) == len(text) else text


def tidy_lines(lines: list[str]) -> list[str]:
    """Straightened lines, tidied. All are looked at together, and hardly a page has anything to mend."""
    text = "\n".join(lines)
    if _is_unusual(text):
        text = _UNUSUAL.sub(_usual, unicodedata.normalize("NFC", text))
        lines = text.split("\n")
    if _has_two_spaces(text):
        lines = _SPACES_IN_A_ROW.sub(" ", text).split("\n")
    return [line.strip(" ") for line in lines]


def printed(text: str) -> str:
    """Tidied text with typographic quotes: the form that is kept."""
    if "'" in text:
        text = _with_openings(text, "'", "\u2018", _BEFORE_SINGLE).replace("'", "\u2019")
    if '"' in text:
        text = _with_openings(text, '"', "\u201c", _BEFORE_DOUBLE).replace('"', "\u201d")
    return text


def _with_openings(text: str, quote: str, opening: str, before: frozenset[str]) -> str:
    """A text with those of its straight quotes curled that open: a pattern takes thrice as long to find them."""
    pieces: list[str] = []
    start, place = 0, text.find(quote)
    while place >= 0:
        opens = place == 0 or text[place - 1] in before or text[place - 1].isspace()
        if opens and place + 1 < len(text) and not text[place + 1].isspace():
            pieces.append(text[start:place])
            start = place + 1
        place = text.find(quote, place + 1)
    return opening.join([*pieces, text[start:]]) if pieces else text


def hashed_words(text: str) -> str:
    """The SHA-256 of the words of a tidied text, without line ends, quotes and kinds of dash."""
    # Nothing but pounds keeps most texts from being encoded as they are, which is ten times as fast.
    words = _with_plain_dashes(text).replace("\xa3", NEXT_ITEM).encode().replace(NEXT_ITEM.encode(), b"\xc2\xa3")
    words = words.replace(b"\n", b" ").replace(b"'", b"").replace(b'"', b"")
    return hashlib.sha256(words).hexdigest()


def _with_plain_dashes(text: str) -> str:
    return text if text.isascii() else text.replace("\u2013", "-").replace("\u2014", "-")


def _is_unusual(text: str) -> bool:
    """Whether a text holds any character but the usual ones."""
    if not _with_plain_dashes(text).replace("\xa3", "-").isascii():
        return True
    return any(control in text for control in _ODD_CONTROLS)


def _has_two_spaces(text: str) -> bool:
    """Whether two spaces follow each other: two characters are read as one, from the first on and from the second on.

    One character is looked for in half the time of two, of which the first is every sixth of a text.
    """
    characters = text.encode("latin-1", "replace") + b".."  # A byte for each, and never fewer than two.
    even = len(characters) & ~1
    pairs = characters[:even].decode("utf-16-le", "replace")
    return _TWO_SPACES in pairs or _TWO_SPACES in characters[1 : even - 1].decode("utf-16-le", "replace")


def _usual(run: re.Match[str]) -> str:
    return "".join(_one(character) for character in run[0])


def _one(character: str) -> str:
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    if character in _CONTROLS:
        return ""
    code = ord(character)
    # Windows characters that were read as Latin-1.
    return _from_windows(code) if code in _WINDOWS else character


def _from_windows(code: int) -> str:
    read = bytes([code]).decode("cp1252", "ignore")
    return _PLAIN.get(read, read)
