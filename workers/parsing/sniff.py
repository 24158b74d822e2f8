"""What some bytes are before anyone tries to read them: refused at once, or a web page, or plain text."""

from __future__ import annotations

import re
from typing import Final

from workers.parsing.errors import NotADecisionError

# A decision page has about 50 KB and the longest report a few hundred; past this nothing can be a decision.
MAX_BYTES: Final = 4_000_000
_SAMPLE: Final = 2_048
_MAX_CONTROL_SHARE: Final = 0.02
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image", "JPEG"),
    (b"\x89PNG", "image", "PNG"),
    (b"GIF8", "image", "GIF"),
    (b"II*\x00", "image", "TIFF"),
    (b"MM\x00*", "image", "TIFF"),
    (b"%PDF", "PDF", ""),
    (b"PK\x03\x04", "archive", "ZIP or an office document"),
    (b"\x1f\x8b", "compressed data", "gzip"),
    (b"\xd0\xcf\x11\xe0", "office document", ""),
    (b"{\\rtf", "office document", "RTF"),
    (b"\x7fELF", "binary", "program"),
)
_TEXT_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS: Final = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 27} | {0x7F})
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|ol|ul|dl|table|span|title|meta)[\s>/]",
    re.IGNORECASE,
)
_MARKUP_WITHIN: Final = 20_000  # Bytes; a page that has no element by then is text that mentions one.


def refuse_unreadable(content: bytes) -> None:
    """Raise NotADecisionError where the bytes are no text at all; looks at a sample only, so it is fast on any size."""
    if not content or (not content[:_SAMPLE].strip() and not content.strip()):
        raise NotADecisionError("empty")
    for signature, kind, detail in _SIGNATURES:
        if content.startswith(signature):
            raise NotADecisionError(kind, detail)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise NotADecisionError("image", "WebP")
    if _is_binary(content):
        raise NotADecisionError("binary", f"{len(content):,} bytes")
    if len(content) > MAX_BYTES:
        raise NotADecisionError("oversized page", f"{len(content):,} bytes, a decision has at most {MAX_BYTES:,}")


def is_markup(content: bytes) -> bool:
    """Whether some content with plain tags is a web page rather than plain text, judged by its content alone."""
    return _MARKUP.search(content, 0, _MARKUP_WITHIN) is not None


def _is_binary(content: bytes) -> bool:
    if content.startswith(_TEXT_MARKS):
        return False
    middle = len(content) // 2
    sample = content[:_SAMPLE] + content[middle : middle + _SAMPLE]
    # NULs are no sign: a page may have one too many, and then it is still a page.
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    nuls = sample.count(0)
    return controls > len(sample) * _MAX_CONTROL_SHARE or nuls > len(sample) // 4
