"""One typography for every form of a page, so that quotes, spaces and invisible characters change nothing.

Text comes out with typographic quotes (as the site mostly prints them), plain single spaces and none of the characters
that have no ink. The words themselves are never touched. Dashes stay as printed.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\t\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_NO_INK = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\xb4\u02bc\u02b9"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\xab\xbb"
_HYPHENS = "\u2010\u2011"
_PLAIN = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NO_INK, ""),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
}
_CONTROLS = frozenset((*range(0x20), 0x7F))
_WINDOWS = range(0x80, 0xA0)
_UNUSUAL = re.compile("[^\n\\x20-\\x7e\xa3\u2013\u2014]+")
# A quote opens where nothing, a space, an opening bracket, a dash or another quote stands before it.
_OPENS_SINGLE = re.compile("'(?:(?<=[\\s(\\[{/\"\u2013\u2014-]')|(?<=\\A'))(?=\\S)")
_OPENS_DOUBLE = re.compile('"(?:(?<=[\\s(\\[{/\u2018\u2013\u2014-]")|(?<=\\A"))(?=\\S)')


def tidy(text: str) -> str:
    """The text in the one typography; line ends stay where they are, each line is stripped, spaces are single."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\xa0", " ")
    text = _UNUSUAL.sub(_usual, text)
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n").strip()
    return _curl(text)


def straight(text: str) -> str:
    """The text with straight quotes: names in header fields are compared and counted by them."""
    if text.isascii():
        return text
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')


def words_only(text: str) -> str:
    """What a text hash is made over: the words in order, without line ends, quotes and kinds of dash."""
    text = text.replace("\n", " ")
    if text.isascii():
        return text
    for quote in "\u2018\u2019\u201c\u201d":
        text = text.replace(quote, "")
    return text.replace("\u2013", "-").replace("\u2014", "-")


def _curl(text: str) -> str:
    if "'" in text:
        text = _OPENS_SINGLE.sub("\u2018", text).replace("'", "\u2019")
    if '"' in text:
        text = _OPENS_DOUBLE.sub("\u201c", text).replace('"', "\u201d")
    return text


def _usual(run: re.Match[str]) -> str:
    return "".join(_one(character) for character in run[0])


def _one(character: str) -> str:
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    code = ord(character)
    if code in _CONTROLS:
        return ""
    # Windows characters that were read as Latin-1.
    return _from_windows(code) if code in _WINDOWS else character


def _from_windows(code: int) -> str:
    read = bytes([code]).decode("cp1252", "ignore")
    return _PLAIN.get(read, read)
