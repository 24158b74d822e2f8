"""From bytes to text, whatever encoding they were labelled with.

UTF-8 is believed where the bytes are UTF-8, because text in another encoding hardly ever is by chance. What is not is
read as Windows-1252, byte by byte, so that a page in the wrong or in a mixed encoding is still read whole.

Tags are the same bytes in all of these encodings, so the decision's part can be cut out of a page before it is decoded.
"""

from __future__ import annotations

import codecs
import functools
import re
from typing import Final, NamedTuple

from workers.parsing.lines import NEXT_ITEM
from workers.parsing.typography import straightened

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN: Final = frozenset({"cp1252", "iso8859-1", "latin-1", "latin1", "iso8859-15", "ascii"})
_UNICODE: Final = frozenset({None, "utf-8", "ascii"})
_DECLARED: Final = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([a-zA-Z0-9_.:-]{1,40})")
_DECLARED_WITHIN: Final = 2_048  # Bytes; a page must declare its encoding within its first 1,024.
_UNREADABLE: Final = re.compile(f"[{chr(0xDC80)}-{chr(0xDCFF)}]+")
# UTF-8 that was once read as Windows-1252 and stored so: an apostrophe is then three characters.
_TWICE_ENCODED: Final = re.compile(
    "\xe2\u20ac[\u0080-\uffff]|[\xc2\xc3][\x80-\xbf\u20ac\u2020-\u203a\u0152-\u0178\u02c6\u02dc\u2122]"
)
_FIRST_OF_SIGNS: Final = 0xC3
# What follows 0xE2 in the usual curly quotes.
_QUOTES: Final = {b"\x80\x98": b"'", b"\x80\x99": b"'", b"\x80\x9c": b'"', b"\x80\x9d": b'"'}
_TWICE_SIGNS: Final = tuple(sign.encode() for sign in ("\xe2\u20ac", "\xc2\xa3", "\xc2\xa0"))


class Decoded(NamedTuple):
    """Text of some bytes with straight quotes, and codes of warnings about how it was got."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """The text of ``content``, straightened; ``declared`` is the encoding its sender named, if any. Never fails."""
    plain, warnings = with_plain_tags(content)
    decoded = decode_part(plain, declared or declared_inside(plain))
    return Decoded(decoded.text, (*decoded.warnings, *warnings))


def with_plain_tags(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The content in an encoding that writes tags in one byte a letter, without a byte order mark and NULs."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            content = content[len(mark) :]
            if encoding != "utf-8":
                content = content.decode(encoding, "replace").encode("utf-8", "replace")
            break
    return (content.replace(b"\x00", b""), ("nul_removed",)) if 0 in content else (content, ())


def decode_part(content: bytes, declared: str | None) -> Decoded:
    """The text of a part of some content that was made sure to have plain tags, straightened. Never fails."""
    warnings: tuple[str, ...] = ()
    is_ascii = content.isascii()
    may_be_twice = _FIRST_OF_SIGNS in content and any(sign in content for sign in _TWICE_SIGNS)
    if not may_be_twice:
        content = _with_straight_quotes(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = _UNREADABLE.sub(_as_windows, content.decode("utf-8", "surrogateescape"))
        warnings = () if _codec(declared) in _WESTERN else ("encoding_mislabelled",)
    else:
        if not is_ascii and _codec(declared) not in _UNICODE:
            warnings = ("encoding_mislabelled",)
    if NEXT_ITEM in text:
        text = text.replace(NEXT_ITEM, " ")
    if may_be_twice:
        repaired = _TWICE_ENCODED.sub(_once, text)
        if repaired != text:
            text, warnings = repaired, (*warnings, "twice_encoded_repaired")
    return Decoded(straightened(text), warnings)


def _with_straight_quotes(content: bytes) -> bytes:
    """UTF-8 with the usual quotes straight: hardly a text has other wide characters, and without any it is small."""
    pieces: list[bytes] = []
    start, place = 0, content.find(b"\xe2")
    while place >= 0:
        quote = _QUOTES.get(content[place + 1 : place + 3])
        if quote is not None:
            pieces += (content[start:place], quote)
            start = place + 3
        place = content.find(b"\xe2", place + 1)
    return b"".join([*pieces, content[start:]])


def declared_inside(content: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


@functools.lru_cache(maxsize=64)
def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _as_windows(run: re.Match[str]) -> str:
    raw = run[0].encode("utf-8", "surrogateescape")
    # Five bytes have no character in Windows-1252; Latin-1 makes them controls, which the typography drops.
    return "".join(bytes([byte]).decode("cp1252" if _in_windows(byte) else "latin-1") for byte in raw)


def _in_windows(byte: int) -> bool:
    return byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def _once(found: re.Match[str]) -> str:
    try:
        return b"".join([_windows_byte(character) for character in found[0]]).decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return found[0]


def _windows_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
