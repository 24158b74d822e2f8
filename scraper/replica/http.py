"""Requests and replies as values, and the few rules of HTTP/1.1 that the replica needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"
JSON = "application/json"
MAX_HEAD_BYTES = 65_536
MAX_BODY_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are in small letters, ``query`` keeps the last of repeated names.

    ``held_back`` is no part of what was sent: so many of a listing's newest are not there yet for this visitor.
    """

    method: str
    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    peer: str = "127.0.0.1"
    number: int = 0
    held_back: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a reply goes over the wire; the defaults are an honest, prompt server.

    ``wait`` seconds before the first byte; ``cut_after`` bytes of the page body sent before the connection closes;
    ``reset`` closes it with RST; ``drip`` sends that many bytes, then waits ``drip_wait`` seconds, again and again.
    """

    wait: float = 0.0
    cut_after: int | None = None
    reset: bool = False
    drip: int | None = None
    drip_wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. A body of bytes is sent with its length; a body of pieces is sent in chunks as it is made.

    ``modified`` is the day on which a decision's page last changed; it is not sent but where a fault sends it.
    ``faults`` names those that had a hand in it.
    """

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    content_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delivery: Delivery = field(default_factory=Delivery)
    modified: dt.date | None = None
    faults: str = ""

    def with_delivery(self, **changes: float | bool | None) -> Reply:
        """The same reply, delivered otherwise; keywords are the fields of Delivery."""
        return dataclasses.replace(self, delivery=dataclasses.replace(self.delivery, **changes))  # type: ignore[arg-type]

    def head(self, *, keep_alive: bool) -> bytes:
        """Status line and headers, up to and with the empty line."""
        lines = [
            f"HTTP/1.1 {self.status} {_phrase(self.status)}",
            "Server: replica",
            f"Date: {formatdate(usegmt=True)}",
        ]
        if self.content_type:
            lines.append(f"Content-Type: {self.content_type}")
        if isinstance(self.body, bytes):
            lines.append(f"Content-Length: {len(self.body)}")
        else:
            lines.append("Transfer-Encoding: chunked")
        lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class BadRequestError(Exception):
    """The bytes on the wire are no request; the connection is answered 400 and closed."""


def read_head(head: bytes, peer: str) -> Request:
    """Parse request line and headers (without the empty line). Raises BadRequestError."""
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):  # noqa: PLR2004 - Method, target, version.
        raise BadRequestError(f"not a request line: {first[:80]!r}")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    try:
        target = urlsplit(parts[1])
    except ValueError as error:
        raise BadRequestError(f"not a request target: {parts[1][:80]!r}") from error
    query = dict(parse_qsl(target.query, keep_blank_values=True))
    return Request(parts[0], parts[1], target.path or "/", query, headers, peer=peer)


def redirect(address: str, status: int = HTTPStatus.FOUND) -> Reply:
    """A reply that sends the visitor on."""
    return Reply(status, b"", headers=(("Location", address),))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
