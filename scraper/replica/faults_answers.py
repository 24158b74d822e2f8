"""Faults that answer with something else in place of the page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import ClassVar

from scraper.replica.chrome import wrap
from scraper.replica.fault_base import Fault, FaultError
from scraper.replica.http import Reply, Request, redirect
from scraper.replica.listings import search_form

_ROBOTS = {
    "forbid": "User-agent: *\nDisallow: /\n",
    "decisions": "User-agent: *\nDisallow: /decisions/\nAllow: /decisions/search\n",
    "listings": "User-agent: *\nDisallow: /Decisions/SearchResults\nDisallow: /Decisions/Archive\n",
    "allow": "User-agent: *\nDisallow:\n",
}
_CHALLENGE = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>One moment</title>
<meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="30">
<script>window._trial = {token: "9f2c41", next: location.href};</script></head>
<body><noscript><h1>Switch on JavaScript and cookies to go on</h1></noscript>
<div id="trial-box"><h2>We are checking that you are a person</h2><p>This takes a few seconds.</p></div>
<form id="trial-form" method="post" action="/trial/answer"><input type="hidden" name="proof" value=""></form>
</body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFault(Fault):
    """Answers with an error status and an ordinary error page.

    ``retry_after`` is sent as it stands, or as a date so many seconds from now: ``date:7``.
    """

    name: ClassVar[str] = "status"
    code: int = 404
    retry_after: str = ""

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The error in place of the page."""
        del request, reply
        page = wrap("Error", f"<h1>Error {self.code}</h1>\n<p>This did not work.</p>\n")
        return Reply(self.code, page, headers=_retry_after(self.retry_after))


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceFault(Fault):
    """Every page is a note that the site is being worked on, as an error or as if all were well (``code=200``)."""

    name: ClassVar[str] = "maintenance"
    code: int = 503
    retry_after: str = ""

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The note in place of the page."""
        del request, reply
        page = (
            b'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Back soon</title></head>\n'
            b"<body><h1>Sorry, we are working on our website</h1>\n"
            b"<p>It will be back within the hour. Please try again later.</p></body></html>\n"
        )
        return Reply(self.code, page, headers=_retry_after(self.retry_after))


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftNotFoundFault(Fault):
    """Says "not found" with status 200."""

    name: ClassVar[str] = "soft404"
    on: str = "decision"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The words in place of the page."""
        del request, reply
        main = "<h1>Page not found</h1>\n<p>Sorry, the page that you are looking for is not here.</p>\n"
        return Reply(body=wrap("Page not found", main))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeFault(Fault):
    """A page that wants proof of a browser, with status 200 or another."""

    name: ClassVar[str] = "challenge"
    code: int = 200

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The challenge in place of the page."""
        del request, reply
        return Reply(self.code, _CHALLENGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFault(Fault):
    """A page that asks for a choice about cookies, in place of the page that was asked for."""

    name: ClassVar[str] = "consent"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The question in place of the page."""
        del reply
        main = (
            "<h1>Your choice of cookies</h1>\n<p>Tell us which cookies we may keep before you go on.</p>\n"
            f'<form method="post" action="/cookies/choice"><input type="hidden" name="back" value="{request.path}">\n'
            "<button>Allow all</button> <button>Only what is needed</button></form>\n"
        )
        return Reply(body=wrap("Cookies on this site", main))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopFault(Fault):
    """Redirects an address to itself, for ever."""

    name: ClassVar[str] = "loop"
    on: str = "decision"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The way back to the same address."""
        del reply
        return redirect(request.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffHostFault(Fault):
    """Redirects to another host."""

    name: ClassVar[str] = "offhost"
    on: str = "decision"
    host: str = "http://elsewhere.invalid"
    code: int = 302

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The way to the same path elsewhere."""
        del reply
        return redirect(self.host + request.target, self.code)


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
class RobotsFault(Fault):
    """Another robots.txt: one that ``says`` forbid, decisions, listings or allow (what it forbids), or none that can
    be had: missing (404), html, error (500) or timeout (``seconds`` without a word); ``delay`` adds a Crawl-delay.

    One that changes is one that forbids ``after`` the first request.
    """  # noqa: D205 - The first sentence is the list of what it can say.

    name: ClassVar[str] = "robots"
    path: str = "/robots.txt"
    says: str = "forbid"
    delay: float = 0.0
    seconds: float = 600.0

    def __post_init__(self) -> None:
        """Refuse what it cannot say. Raises FaultError."""
        known = {*_ROBOTS, "missing", "html", "error", "timeout"}
        if self.says not in known:
            raise FaultError(f"robots cannot say {self.says!r}; it can: {', '.join(sorted(known))}")

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The other robots.txt."""
        del request
        if self.says == "timeout":
            return reply.with_delivery(wait=self.seconds)
        if self.says == "html":
            return Reply(body=wrap("Home", "<h1>Home</h1>\n"))
        if self.says in {"missing", "error"}:
            code = HTTPStatus.NOT_FOUND if self.says == "missing" else HTTPStatus.INTERNAL_SERVER_ERROR
            return Reply(code, wrap("Error", f"<h1>Error {code.value}</h1>\n"))
        delay = f"Crawl-delay: {self.delay:g}\n" if self.delay else ""
        return Reply(body=(_ROBOTS[self.says] + delay).encode(), content_type="text/plain; charset=utf-8")


def _retry_after(wanted: str) -> tuple[tuple[str, str], ...]:
    kind, _, seconds = wanted.partition(":")
    if kind == "date":
        return (("Retry-After", formatdate(time.time() + float(seconds or 0), usegmt=True)),)
    return (("Retry-After", wanted),) if wanted else ()
