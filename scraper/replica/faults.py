"""Misbehaviours that can be switched on, one small class each: ``NAME`` or ``NAME:key=value,key=value``.

A fault may change a request before the site sees it and the reply before it is sent. All faults share the fields of
Fault, which say when it acts; each class adds its own. Register a new one by adding it to FAULTS.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from scraper.replica.chrome import wrap
from scraper.replica.http import Reply, Request
from scraper.replica.listings import search_form

_WHOLE = 1_000_000


class FaultError(Exception):
    """A fault that does not exist or was given an option it does not have; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What all faults share: when they act.

    On paths that begin with ``path``, on ``share`` of the addresses below it (the same ones each time, chosen by
    ``seed``), and only the first ``times`` times (0: always).
    """

    name: ClassVar[str] = ""
    path: str = ""
    share: float = 1.0
    seed: int = 0
    times: int = 0

    def meets(self, request: Request) -> bool:
        """Whether this request is one it acts on, its count aside."""
        if not request.path.lower().startswith(self.path.lower()):
            return False
        draw = zlib.crc32(f"{self.seed} {request.target}".encode()) % _WHOLE
        return draw < self.share * _WHOLE

    def on_request(self, request: Request) -> Request:
        """The request as the site shall see it."""
        return request

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The reply as it shall be sent."""
        del request
        return reply


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFault(Fault):
    """Answers with an error status and an ordinary error page."""

    name: ClassVar[str] = "status"
    code: int = 404
    retry_after: str = ""

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The error in place of the page."""
        del request, reply
        headers = (("Retry-After", self.retry_after),) if self.retry_after else ()
        return Reply(
            self.code, wrap("Error", f"<h1>Error {self.code}</h1>\n<p>This did not work.</p>\n"), headers=headers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellFault(Fault):
    """Search results without results and total: the form alone, with status 200.

    With ``until_form`` set, a visitor who brings the form's cookie is served properly.
    """

    name: ClassVar[str] = "shell"
    path: str = "/decisions/searchresults"
    until_form: bool = False

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The form in place of results."""
        if self.until_form and "visited=1" in request.headers.get("cookie", ""):
            return reply
        return Reply(200, wrap("Search our decisions", search_form()))


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
class CutFault(Fault):
    """Closes the connection before the promised length is sent."""

    name: ClassVar[str] = "cut"
    after: int = 10_000

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same answer, cut."""
        del request
        return reply.with_delivery(cut_after=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetFault(Fault):
    """Resets the connection in place of an answer."""

    name: ClassVar[str] = "reset"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """No answer."""
        del request
        return reply.with_delivery(reset=True)


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


FAULTS: dict[str, type[Fault]] = {
    fault.name: fault for fault in (StatusFault, ShellFault, SlowFault, CutFault, ResetFault, EtagFault)
}


def fault_from(spec: str) -> Fault:
    """The fault that a ``NAME:key=value,...`` names. Raises FaultError."""
    name, _, options = spec.partition(":")
    if name not in FAULTS:
        raise FaultError(f"no fault is called {name!r}; there are: {', '.join(FAULTS)}")
    kinds = {field.name: type(field.default) for field in dataclasses.fields(FAULTS[name])}
    values: dict[str, Any] = {}
    for option in filter(None, options.split(",")):
        key, _, text = option.partition("=")
        if key not in kinds:
            raise FaultError(f"fault {name} has no option {key!r}; it has: {', '.join(kinds)}")
        values[key] = _value(kinds[key], text, spec)
    return FAULTS[name](**values)


def _value(kind: type, text: str, spec: str) -> object:
    try:
        return text.lower() in {"1", "true", "yes"} if kind is bool else kind(text)
    except ValueError as error:
        raise FaultError(f"fault {spec!r}: {text!r} is no {kind.__name__}") from error


class Switchboard:
    """The faults that are on, with how often each has acted; changed at run time by the control address."""

    def __init__(self, specs: Iterable[str] = ()) -> None:
        self.specs: tuple[str, ...] = ()
        self._faults: tuple[Fault, ...] = ()
        self._acted: list[int] = []
        self.set(specs)

    def set(self, specs: Iterable[str]) -> None:
        """Put these faults in place of the ones that are on. Raises FaultError and then changes nothing."""
        wanted = tuple(specs)
        faults = tuple(fault_from(spec) for spec in wanted)
        self.specs, self._faults, self._acted = wanted, faults, [0] * len(faults)

    @property
    def acted(self) -> tuple[int, ...]:
        """How many requests each fault has acted on, in the order of ``specs``."""
        return tuple(self._acted)

    def acting(self, request: Request) -> Sequence[Fault]:
        """The faults that act on this request; each is counted."""
        chosen = []
        for number, fault in enumerate(self._faults):
            if fault.meets(request) and not (fault.times and self._acted[number] >= fault.times):
                self._acted[number] += 1
                chosen.append(fault)
        return chosen
