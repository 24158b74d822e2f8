"""What every misbehaviour shares: its name, its options, when it acts, and the two places where it can interfere."""

from __future__ import annotations

import dataclasses
import re
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from scraper.replica.http import HTML, Reply, Request

_WHOLE = 1_000_000
_LISTINGS = frozenset({"/decisions/searchresults", "/decisions/archive"})
_FORMS = frozenset({"/decisions/search", "/decisionsnew/newsearchpost"})
_DECISION_PARTS = 4
KINDS = ("decision", "listing", "category", "form", "robots", "other")


class FaultError(Exception):
    """A fault that does not exist or was given an option it does not have; the text names it."""


def kind_of(path: str) -> str:
    """Which of KINDS an address is; a listing is one with totals and pages: search results and the archive."""
    path = path.lower().rstrip("/") or "/"
    if path in _LISTINGS:
        return "listing"
    if path in _FORMS:
        return "form"
    if path == "/robots.txt":
        return "robots"
    parts = path.strip("/").split("/")
    if parts[0] != "decisions":
        return "other"
    return "decision" if len(parts) == _DECISION_PARTS else "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What all faults share: when they act.

    On paths that begin with ``path`` (several divided by ``|``) and are of a kind ``on`` (see KINDS, divided likewise),
    and there on a ``share`` of the addresses (the same ones each time, chosen by ``seed``). Of the requests that this
    leaves, counted from when the fault was switched on, not the first ``after``, and no more than ``times`` in all and
    ``each`` for one address (0: without limit).
    """

    name: ClassVar[str] = ""
    path: str = ""
    on: str = ""
    share: float = 1.0
    seed: int = 0
    after: int = 0
    times: int = 0
    each: int = 0

    def meets(self, request: Request) -> bool:
        """Whether this request is one it acts on, counts aside."""
        path = request.path.lower()
        if not any(path.startswith(part) for part in self.path.lower().split("|")):
            return False
        if self.on and kind_of(path) not in self.on.split("|"):
            return False
        return drawn(f"{self.seed} {request.target}") < self.share

    def on_request(self, request: Request) -> Request:
        """The request as the site shall see it."""
        return request

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The reply as it shall be sent."""
        del request
        return reply


def drawn(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text."""
    return zlib.crc32(text.encode()) % _WHOLE / _WHOLE


def options_of(kind: type[Fault], text: str, spec: str) -> dict[str, Any]:
    """The fields that ``key=value,...`` gives. Raises FaultError for one that the fault lacks or cannot be read."""
    kinds = {field.name: type(field.default) for field in dataclasses.fields(kind)}
    values: dict[str, Any] = {}
    for option in filter(None, text.split(",")):
        key, _, value = option.partition("=")
        if key not in kinds:
            raise FaultError(f"fault {kind.name} has no option {key!r}; it has: {', '.join(kinds)}")
        values[key] = _value(kinds[key], value, spec)
    unknown = set(filter(None, values.get("on", "").split("|"))) - set(KINDS)
    if unknown:
        raise FaultError(f"fault {spec!r}: no kind of address is called {unknown.pop()!r}; there are: {KINDS}")
    return values


def _value(kind: type, text: str, spec: str) -> object:
    try:
        return text.lower() in {"1", "true", "yes"} if kind is bool else kind(text)
    except ValueError as error:
        raise FaultError(f"fault {spec!r}: {text!r} is no {kind.__name__}") from error


def page_of(reply: Reply) -> str | None:
    """The HTML of a page that was found, or None for any other reply; faults before this one may have cut it."""
    packed = any(name == "Content-Encoding" for name, _ in reply.headers)
    if reply.status != HTTPStatus.OK or not isinstance(reply.body, bytes) or reply.content_type != HTML or packed:
        return None
    return reply.body.decode("utf-8", "replace")


def with_page(reply: Reply, html: str) -> Reply:
    """The same reply with another page body."""
    return dataclasses.replace(reply, body=html.encode())


_MAIN = re.compile(r'(<main id="main">\n).*(</main>)', re.DOTALL)


def with_main(html: str, main: str) -> str:
    """The same page around another content."""
    return _MAIN.sub(lambda found: found[1] + main + found[2], html, count=1)


def main_of(html: str) -> str:
    """What a page holds between menus and footer."""
    found = re.search(r'<main id="main">\n(.*)</main>', html, re.DOTALL)
    return found[1] if found else ""
