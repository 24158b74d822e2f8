"""A server in front of OpenSearch that answers bulks as it is told: passes them on, refuses them, or hangs up."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from opensearchpy import OpenSearch

from search.client import connect


class Front(ThreadingHTTPServer):
    """``behaviour`` says what each bulk meets, one after the other; the last one stays: a status, or one of these."""

    FORWARD = 0
    HANG_UP = -1

    def __init__(self, target: str, *behaviour: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self._behaviour = list(behaviour)

    def next_behaviour(self) -> int:
        """What the next bulk meets."""
        return self._behaviour.pop(0) if len(self._behaviour) > 1 else self._behaviour[0]


class _Handler(BaseHTTPRequestHandler):
    server: Front
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.server.next_behaviour()
        if behaviour == Front.HANG_UP:
            self.close_connection = True
        elif behaviour == Front.FORWARD:
            headers = {"Content-Type": self.headers["Content-Type"]}
            passed = httpx.post(f"{self.server.target}{self.path}", content=body, headers=headers, trust_env=False)
            self._answer(passed.status_code, passed.content)
        else:
            self._answer(behaviour, b'{"error": "as told"}')

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def front(target: str, *behaviour: int) -> Iterator[OpenSearch]:
    """A client of a front that behaves so."""
    with Front(target, *behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        client = connect(f"http://127.0.0.1:{server.server_port}")
        try:
            yield client
        finally:
            client.close()
            server.shutdown()
            thread.join()
