"""A site of a few decisions whose every answer a test can decide; it notes each request as the server sees it."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE_SIZE = 10
FILLER = "<p>The Council was at fault, as the Ombudsman found.</p>\n" * 200


@dataclass(frozen=True)
class Case:
    """One decision of the site."""

    reference: str
    date: dt.date
    body: str = "Overwold Borough Council"
    header: str = ""
    category: str = "housing"

    @property
    def path(self) -> str:
        return f"/decisions/{self.category}/allocations/{self.reference.replace(' ', '-')}"

    @property
    def page(self) -> bytes:
        title = f"{self.body} ({self.reference})"
        return (
            f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
            f"<article id='article'>{self.header}<p>{self.date}</p>{FILLER}</article></body></html>"
        ).encode()


@dataclass
class Reply:
    """One answer: ``cut`` closes the connection after that many bytes of the content, ``reset`` before any.

    Who has its ``etag`` already is told so by 304; with ``drip`` it comes by the byte, so many seconds after each.
    """

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0.0
    reset: bool = False
    etag: str | None = None
    drip: float = 0.0


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it."""

    path: str
    at: float
    user_agent: str
    at_once: int
    condition: str | None = None


Rule = Callable[[str], Reply | None]


class PageSite:
    """Cases by date, rules that answer before them, and the log of requests."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.rules: list[Rule] = []
        self.robots = Reply(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"})
        self.log: list[Seen] = []
        self.url = ""
        self._lock = threading.Lock()
        self._inside = 0

    def asked(self, beginning: str) -> Counter[str]:
        """How often each path with this beginning was asked for."""
        return Counter(seen.path for seen in self.log if seen.path.startswith(beginning))

    def answer(self, target: str) -> Reply:
        for rule in self.rules:
            if (reply := rule(target)) is not None:
                return reply
        path = urlsplit(target).path
        if path == "/robots.txt":
            return self.robots
        if path.lower() == "/decisions/searchresults":
            return Reply(self.listing(target))
        case = next((case for case in self.cases if case.path == path.lower()), None)
        return Reply(b"<html><body>Not here</body></html>", 404) if case is None else Reply(case.page)

    def listing(self, target: str) -> bytes:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        first, last = (dt.date.fromisoformat(asked[name]) for name in ("fd", "td"))
        found = [case for case in self.cases if first <= case.date <= last]
        start = (int(asked.get("page", "1")) - 1) * PAGE_SIZE
        return listing_page(len(found), found[start : start + PAGE_SIZE])

    def note(self, path: str, user_agent: str, condition: str | None = None) -> None:
        with self._lock:
            self._inside += 1
            self.log.append(Seen(path, time.monotonic(), user_agent, self._inside, condition))

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1


def listing_page(total: int | str, cases: list[Case]) -> bytes:
    """A page of search results in the form of the site."""
    entries = "".join(
        f"<li><a href='{case.path}'>{case.body} ({case.reference})</a>"
        f"<p>Statement Upheld Allocations {case.date:%d-%b-%Y}</p><p>Summary: something was late.</p></li>"
        for case in cases
    )
    return (
        f"<html><body><form action='/decisionsnew/newsearchpost'><input name='q'></form>"
        f"<p>Your search has {total} results</p><ul>{entries}</ul></body></html>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        site.note(self.path, self.headers.get("User-Agent", ""), self.headers.get("If-None-Match"))
        try:
            # A client may go when it has seen enough.
            with suppress(ConnectionError):
                self._send(site.answer(self.path))
        finally:
            site.leave()

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        if reply.etag and self.headers.get("If-None-Match") == reply.etag:
            reply = Reply(status=304, etag=reply.etag)
        self.send_response(reply.status)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(reply.content))}
        tag = {"ETag": reply.etag} if reply.etag else {}
        for name, value in (headers | tag | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        if reply.drip:
            for place in range(len(reply.content)):
                self.wfile.write(reply.content[place : place + 1])
                time.sleep(reply.drip)
        self.wfile.write(reply.content[: reply.cut] if not reply.drip else b"")
        if reply.cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # The name is the base class's.
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: PageSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle of a handshake is what some tests are about."""


@contextmanager
def serve(cases: list[Case], tls: ssl.SSLContext | None = None) -> Iterator[PageSite]:
    """The site on a free loopback port for a block of code, behind TLS where a context is given."""
    site = PageSite(cases)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def cases_of(year: int, month: int, count: int) -> list[Case]:
    """So many cases in one month."""
    return [
        Case(f"{year % 100} {month:03d} {number:03d}", dt.date(year, month, 1 + number % 28)) for number in range(count)
    ]


def on(path: str, reply: Reply, *, times: int | None = None) -> Rule:
    """A rule for every address that begins with a path, the first so many times."""
    left = [times]

    def rule(target: str) -> Reply | None:
        if not target.startswith(path) or left[0] == 0:
            return None
        left[0] = None if left[0] is None else left[0] - 1
        return reply

    return rule
