"""Which address answers with what. Pure but for the faults' counters: a request goes in, a reply comes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from scraper.replica import listings
from scraper.replica.categories import category_slugs
from scraper.replica.chrome import wrap
from scraper.replica.composer import Composer
from scraper.replica.corpus import Entry
from scraper.replica.fault_base import FaultError
from scraper.replica.faults import Switchboard
from scraper.replica.history import history, living_index, living_truth
from scraper.replica.http import JSON, Reply, Request, redirect
from scraper.replica.labels import pair_lines
from scraper.replica.life import Rules
from scraper.replica.living import LivingView
from scraper.replica.markup import article, title_of
from scraper.replica.truth import decision_truth, index_lines, links_of
from scraper.replica.view import StillView, View

ROBOTS = b"User-agent: *\nDisallow: /truth/\nDisallow: /control/\nDisallow: /umbraco/\nDisallow: /search\n"
# What a visit to the form leaves with the visitor; the shell fault asks for it.
FORM_COOKIE = ("Set-Cookie", "visited=1; Path=/; HttpOnly")
LOOPBACK = ("127.", "::1")
_DECISION_PARTS = 4

Handler = Callable[[Request], Reply]


class Site:
    """The replica's addresses over one corpus."""

    def __init__(
        self, composer: Composer, faults: Switchboard, address: str = "", *, living: LivingView | None = None
    ) -> None:
        self.composer = composer
        self.living = living
        self.view: View = living or StillView(composer)
        self.faults = faults
        self.address = address
        self._fixed: dict[str, Handler] = {
            "/": lambda _: _page("Home", listings.all_categories()),
            "/robots.txt": lambda _: Reply(body=ROBOTS, content_type="text/plain; charset=utf-8"),
            "/decisions": lambda _: _page("Decisions", listings.all_categories()),
            "/decisions/search": self._form,
            "/decisions/searchresults": self._results,
            "/decisions/archive": self._archive,
            "/decisionsnew/newsearchpost": self._search_post,
            "/truth/index.json": self._truth_index,
            "/truth/history.json": self._truth_history,
            "/truth/pairs.json": lambda _: Reply(body=pair_lines(self.composer), content_type=JSON),
            "/control/faults": self._control,
            "/control/clock": self._clock,
        }

    def reply(self, request: Request) -> Reply:
        """Answer one request, through whatever faults are on; control and truth are never disturbed."""
        if request.path.startswith(("/control/", "/truth/")):
            return self._honest(request)
        faults = self.faults.acting(request)
        for fault in faults:
            request = fault.on_request(request)
        reply = self._honest(request)
        for fault in faults:
            reply = fault.on_reply(request, reply)
        return dataclasses.replace(reply, faults="+".join(fault.name for fault in faults)) if faults else reply

    def _honest(self, request: Request) -> Reply:
        path = request.path.lower().rstrip("/") or "/"
        handler = self._fixed.get(path)
        if handler is not None:
            return handler(request)
        parts = path.strip("/").split("/")
        if parts[0] == "truth":
            return self._truth(parts, request)
        if parts[0] == "decisions":
            return self._decision(parts) if len(parts) == _DECISION_PARTS else self._category(parts)
        return _not_found()

    def _decision(self, parts: list[str]) -> Reply:
        _, category, subcategory, slug = parts
        found = self.view.at(category, subcategory, slug)
        if found.moved_to:
            return redirect(found.moved_to, found.status)
        if found.entry is None or found.document is None:
            return _not_found(found.status)
        page = _page(title_of(found.entry, found.document), article(found.entry, found.document))
        return dataclasses.replace(page, modified=found.changed)

    def _category(self, parts: list[str]) -> Reply:
        chosen = listings.places_at(parts[1], parts[2] if len(parts) == 3 else None)  # noqa: PLR2004 - With subcategory.
        if not chosen or len(parts) > _DECISION_PARTS:
            return _not_found()
        heading = chosen[0].name if len(parts) == 3 else category_slugs()[parts[1]]  # noqa: PLR2004 - As above.
        return _page(heading, listings.category_page(self.view, heading, chosen))

    def _form(self, _: Request) -> Reply:
        return Reply(body=wrap("Search our decisions", listings.search_form()), headers=(FORM_COOKIE,))

    def _results(self, request: Request) -> Reply:
        return _page("Search results", listings.search_results(self.view, request))

    def _archive(self, request: Request) -> Reply:
        return _page("Archive", listings.search_results(self.view, request, "Archive has"))

    def _search_post(self, request: Request) -> Reply:
        if request.method != "POST":
            return _not_found()
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        return redirect(f"/Decisions/SearchResults?{urlencode(fields)}")

    def _truth_index(self, request: Request) -> Reply:
        if self.living is None:
            return Reply(body=index_lines(self.composer.corpus, self.address), content_type=JSON)
        everything = request.query.get("all", "") not in {"", "0"}
        return Reply(body=living_index(self.living, self.address, everything=everything), content_type=JSON)

    def _truth_history(self, request: Request) -> Reply:
        if self.living is None:
            return _told({"error": "without a clock nothing happens: start with --today"}, 404)
        since, until = (request.query.get(name) for name in ("since", "until"))
        days = listings.wanted_day(since, dt.date.min), listings.wanted_day(until, dt.date.max)
        return Reply(body=history(self.living, *days), content_type=JSON)

    def _truth(self, parts: list[str], request: Request) -> Reply:
        slug = parts[1].removesuffix(".json") if len(parts) == 2 else ""  # noqa: PLR2004 - "truth" and the reference.
        corpus, body = self.composer.corpus, request.query.get("body")
        entries = [corpus.entry(number) for number in corpus.with_slug(slug)]
        told = [self._decision_told(entry) for entry in entries if body in {None, entry.body.slug}]
        visible = [decision for decision in told if decision is not None]
        return _told({"decisions": visible}, 200 if visible else 404)

    def _decision_told(self, entry: Entry) -> dict[str, object] | None:
        links = links_of(self.composer.corpus, entry, same_text=self.composer.shares_text(entry))
        if self.living is not None:
            return living_truth(self.living, entry.number, self.address, links)
        return decision_truth(entry, self.composer.document(entry), self.address + entry.path, links)

    def _control(self, request: Request) -> Reply:
        return self._ordered(request, lambda: self.faults.set(_specs(request.body)), self._faults_told)

    def _faults_told(self) -> dict[str, object]:
        return {"faults": list(self.faults.specs), "acted": list(self.faults.acted)}

    def _clock(self, request: Request) -> Reply:
        return self._ordered(request, lambda: self.set_today(_day(request.body)), self._clock_told)

    def _clock_told(self) -> dict[str, object]:
        living = self.living
        return {"today": living.today.isoformat() if living else None, "visible": len(living or self.composer.corpus)}

    def set_today(self, today: dt.date) -> None:
        """Put the clock to a day; a site without one comes to life with the usual rules."""
        if self.living is None:
            self.view = self.living = LivingView(self.composer, Rules(), today)
        else:
            self.living.set_today(today)

    @staticmethod
    def _ordered(request: Request, obey: Callable[[], None], told: Callable[[], dict[str, object]]) -> Reply:
        """Obey a POST of this machine and tell how things stand then."""
        if not request.peer.startswith(LOOPBACK):
            return _told({"error": "control is for this machine only"}, 403)
        if request.method == "POST":
            try:
                obey()
            except (FaultError, ValueError) as error:
                return _told({"error": str(error)}, 400)
        return _told(told())


def _specs(body: bytes) -> list[str]:
    wanted = json.loads(body)
    specs = wanted.get("faults") if isinstance(wanted, dict) else None
    if not isinstance(specs, list) or not all(isinstance(spec, str) for spec in specs):
        raise ValueError('send {"faults": ["NAME:key=value", ...]}')
    return specs


def _day(body: bytes) -> dt.date:
    wanted = json.loads(body)
    day = wanted.get("today") if isinstance(wanted, dict) else None
    if not (isinstance(day, str) and day):
        raise ValueError('send {"today": "YYYY-MM-DD"}')
    return dt.date.fromisoformat(day)


def _told(what: Mapping[str, object], status: int = 200) -> Reply:
    return Reply(status, json.dumps(what, ensure_ascii=False).encode(), JSON)


def _page(title: str, main: str) -> Reply:
    return Reply(body=wrap(title, main))


def _not_found(status: int = 404) -> Reply:
    main = "<h1>Page not found</h1>\n<p>There is nothing at this address. It may have moved or been taken away.</p>\n"
    return Reply(status, wrap("Page not found", main))
