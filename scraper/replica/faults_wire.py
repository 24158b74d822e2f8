"""Faults of the way a page is sent, and courtesies that the site may lack."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import ClassVar

from scraper.replica.fault_base import Fault, page_of, with_page
from scraper.replica.http import Reply, Request

_MEGABYTE = 1 << 20
_GZIP = 31  # What zlib calls deflate in a gzip file.
_EDITED_AT = dt.time(6, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowFault(Fault):
    """Waits before the answer."""

    name: ClassVar[str] = "slow"
    seconds: float = 1.0

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer, later."""
        del request
        return reply.with_delivery(wait=self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class DripFault(Fault):
    """Sends a few bytes at a time, with a wait after each."""

    name: ClassVar[str] = "drip"
    bytes: int = 100
    seconds: float = 0.5

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer, drop by drop."""
        del request
        return reply.with_delivery(drip=self.bytes, drip_wait=self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFault(Fault):
    """Closes the connection before the promised length is sent; ``silent`` promises no more than it sends."""

    name: ClassVar[str] = "cut"
    bytes: int = 10_000
    silent: bool = False

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer, cut."""
        del request
        if self.silent and isinstance(reply.body, bytes):
            return dataclasses.replace(reply, body=reply.body[: self.bytes])
        return reply.with_delivery(cut_after=self.bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetFault(Fault):
    """Resets the connection in place of an answer."""

    name: ClassVar[str] = "reset"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """No answer."""
        del request
        return reply.with_delivery(reset=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFault(Fault):
    """Another content type, with something that is no page; ``keep`` sends the page under that type."""

    name: ClassVar[str] = "type"
    on: str = "decision"
    value: str = "application/pdf"
    keep: bool = False

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The answer under another type."""
        del request
        body = reply.body if self.keep else b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
        return dataclasses.replace(reply, body=body, content_type=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class BombFault(Fault):
    """A small compressed body that swells to ``mb`` megabytes."""

    name: ClassVar[str] = "bomb"
    on: str = "decision"
    mb: int = 200

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The page with nothing behind it, a great deal of it, compressed."""
        del request
        return dataclasses.replace(
            reply, body=_swelling(self.mb), headers=(*reply.headers, ("Content-Encoding", "gzip"))
        )


@functools.cache
def _swelling(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    pieces = [packer.compress(b"<!DOCTYPE html><html><body>")]
    pieces += [packer.compress(bytes(_MEGABYTE)) for _ in range(megabytes)]
    return b"".join([*pieces, packer.flush()])


@dataclass(frozen=True, slots=True, kw_only=True)
class HugeFault(Fault):
    """A page of ``mb`` megabytes, sent in chunks without a length."""

    name: ClassVar[str] = "huge"
    on: str = "decision"
    mb: int = 50

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The page, and then remarks without end."""
        del request
        start = reply.body if isinstance(reply.body, bytes) else b""
        return dataclasses.replace(reply, body=_swollen(start, self.mb))


def _swollen(start: bytes, megabytes: int) -> Iterator[bytes]:
    yield start or b"<html>"
    remark = b"<!-- " + b"x" * 65_526 + b" -->"
    for _ in range(megabytes * 16):
        yield remark


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFault(Fault):
    """A hidden field that is another one in each answer, so that no two copies of a page have the same bytes."""

    name: ClassVar[str] = "token"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page with its token."""
        page = page_of(reply)
        if page is None:
            return reply
        token = f"{zlib.crc32(f'{self.seed} {request.number}'.encode()):08x}"
        return with_page(reply, page.replace("</footer>", f'<input type="hidden" value="{token}">\n</footer>', 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class EtagFault(Fault):
    """No misbehaviour but a courtesy that the site may lack: pages carry an ETag and 304 answers who has it."""

    name: ClassVar[str] = "etag"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer with its ETag, or none where the visitor has it already."""
        if reply.status != HTTPStatus.OK or not isinstance(reply.body, bytes):
            return reply
        tag = f'"{zlib.crc32(reply.body):08x}"'
        headers = (*reply.headers, ("ETag", tag))
        if request.headers.get("if-none-match") == tag:
            return Reply(HTTPStatus.NOT_MODIFIED, headers=headers)
        return dataclasses.replace(reply, headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastModifiedFault(Fault):
    """A courtesy like etag: decision pages tell the day of their last change and 304 answers who has it since."""

    name: ClassVar[str] = "lastmodified"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer with its date, or none where the visitor's copy is no older."""
        if reply.modified is None:
            return reply
        changed = dt.datetime.combine(reply.modified, _EDITED_AT)
        headers = (*reply.headers, ("Last-Modified", format_datetime(changed, usegmt=True)))
        if _is_since(request.headers.get("if-modified-since", ""), changed):
            return Reply(HTTPStatus.NOT_MODIFIED, headers=headers)
        return dataclasses.replace(reply, headers=headers)


def _is_since(date: str, changed: dt.datetime) -> bool:
    try:
        return parsedate_to_datetime(date) >= changed
    except (ValueError, TypeError):
        return False
