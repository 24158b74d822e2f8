"""The web server: plain asyncio over sockets, so that faults can do to a connection whatever a real one suffers."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

from scraper.replica.http import MAX_BODY_BYTES, MAX_HEAD_BYTES, BadRequestError, Reply, Request, read_head
from scraper.replica.requestlog import LoggedRequest, RequestLog

CONTROL = "/control/"  # Orders to the replica are no visits to the site: not counted, not logged.
_BLANK = b"\r\n\r\n"


@dataclass(slots=True)
class Load:
    """Requests in hand over all connections, and so far."""

    active: int = 0
    peak: int = 0
    total: int = 0


class Connection(asyncio.Protocol):
    """One client connection; requests on it are answered one after the other."""

    def __init__(self, answer: Callable[[Request], Reply], log: RequestLog, load: Load) -> None:
        self._answer, self._log, self._load = answer, log, load
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - A stream server makes no other kind.
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Let a waiting writer find out."""
        del exc
        self._transport = None
        self._gone.set()
        self._writable.set()

    def pause_writing(self) -> None:
        """The client reads more slowly than we make."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """Collect, and answer once a request is whole and none is in hand."""
        self._buffer += data
        if self._task is None:
            self._next()

    def _next(self) -> None:
        try:
            request = self._take()
        except BadRequestError as error:
            self._send(Reply(400, f"{error}\n".encode(), "text/plain").head(keep_alive=False) + f"{error}\n".encode())
            self._close()
            return
        if request is None:
            return
        self._begin(request)

    def _take(self) -> Request | None:
        """The next whole request of the buffer, or None while it is still coming."""
        end = self._buffer.find(_BLANK)
        if end < 0:
            if len(self._buffer) > MAX_HEAD_BYTES:
                raise BadRequestError("the headers are too long")
            return None
        peer = self._transport.get_extra_info("peername")[0] if self._transport else ""
        request = read_head(bytes(self._buffer[:end]), peer)
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            raise BadRequestError("the body is too long")
        start, stop = end + len(_BLANK), end + len(_BLANK) + int(length)
        if len(self._buffer) < stop:
            return None
        body = bytes(self._buffer[start:stop])
        del self._buffer[:stop]
        return dataclasses.replace(request, body=body) if body else request

    def _begin(self, request: Request) -> None:
        load = self._load
        if not request.path.startswith(CONTROL):
            load.active += 1
            load.total += 1
            load.peak = max(load.peak, load.active)
        arrived = _Arrival(load.total, time.time(), time.monotonic(), load.active, load.peak)
        reply = self._answer(dataclasses.replace(request, number=load.total))
        keep = request.headers.get("connection", "").lower() != "close"
        if _is_plain(reply):
            body = b"" if request.method == "HEAD" else reply.body
            assert isinstance(body, bytes)  # noqa: S101 - Plain replies have no other.
            self._send(reply.head(keep_alive=keep) + body)
            self._end(request, reply, arrived, len(body), keep=keep, whole=True)
        else:
            self._task = asyncio.get_running_loop().create_task(self._deliver(request, reply, arrived, keep=keep))

    async def _deliver(self, request: Request, reply: Reply, arrived: _Arrival, *, keep: bool) -> None:
        """Send a reply that takes time or ends badly."""
        how = reply.delivery
        if how.wait:
            await self._pause(how.wait)
        sent, whole = 0, False
        if not how.reset and self._transport is not None:
            self._send(reply.head(keep_alive=keep))
            if request.method != "HEAD":
                sent = await (self._send_body(reply) if isinstance(reply.body, bytes) else self._send_pieces(reply))
            whole = how.cut_after is None and self._transport is not None
        self._task = None
        self._end(request, reply, arrived, sent, keep=keep and whole, whole=whole)
        if how.reset:
            self._reset()

    async def _send_body(self, reply: Reply) -> int:
        assert isinstance(reply.body, bytes)  # noqa: S101 - Asked before the call.
        how, body = reply.delivery, reply.body[: reply.delivery.cut_after]
        step = how.drip or max(1, len(body))
        for start in range(0, len(body), step):
            self._send(body[start : start + step])
            await self._writable.wait()
            if self._transport is None:
                return start
            if how.drip:
                await self._pause(how.drip_wait)
        return len(body)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for a client that has gone away: it would count as in hand."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._gone.wait(), seconds)

    async def _send_pieces(self, reply: Reply) -> int:
        assert not isinstance(reply.body, bytes)  # noqa: S101 - Asked before the call.
        sent = 0
        for number, piece in enumerate(reply.body):
            self._send(b"%x\r\n%s\r\n" % (len(piece), piece))
            sent += len(piece)
            if number % 64 == 0:  # Others get their turn while a long answer is made.
                await asyncio.sleep(0)
            await self._writable.wait()
            if self._transport is None:
                return sent
        self._send(b"0\r\n\r\n")
        return sent

    def _end(self, request: Request, reply: Reply, at: _Arrival, sent: int, *, keep: bool, whole: bool) -> None:
        if not request.path.startswith(CONTROL):
            self._load.active -= 1
            self._note(request, reply, at, sent, whole=whole)
        if not keep:
            self._close()
        elif self._buffer:
            asyncio.get_running_loop().call_soon(self._next)

    def _note(self, request: Request, reply: Reply, at: _Arrival, sent: int, *, whole: bool) -> None:
        seconds = round(time.monotonic() - at.mono, 6)
        sought = request.headers
        self._log.write(
            LoggedRequest(
                at.number, at.wall, at.mono, seconds, request.method, request.target, reply.status, sent,
                at.active, at.peak, sought.get("user-agent", ""), whole,
                sought.get("if-none-match", ""), sought.get("if-modified-since", ""),
                dict(reply.headers).get("Retry-After", ""), reply.faults, "cookie" in sought,
            )
        )  # fmt: skip

    def _send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _reset(self) -> None:
        if self._transport is None:
            return
        # Lingering for no time makes the kernel send RST in place of FIN.
        raw: socket.socket = self._transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()


@dataclass(frozen=True, slots=True)
class _Arrival:
    number: int
    wall: float
    mono: float
    active: int
    peak: int


def _is_plain(reply: Reply) -> bool:
    how = reply.delivery
    prompt = not how.wait and not how.reset and how.cut_after is None and how.drip is None
    return prompt and isinstance(reply.body, bytes)


async def listen(host: str, port: int, answer: Callable[[Request], Reply], log: RequestLog) -> asyncio.Server:
    """Start serving; port 0 takes a free one."""
    load = Load()
    return await asyncio.get_running_loop().create_server(lambda: Connection(answer, log, load), host, port)
