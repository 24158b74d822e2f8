"""Which address answers with what. Pure but for the faults' counters: a request goes in, a reply comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from scraper.replica import listings
from scraper.replica.categories import category_slugs
from scraper.replica.chrome import wrap
from scraper.replica.composer import Composer
from scraper.replica.corpus import Entry
from scraper.replica.faults import FaultError, Switchboard
from scraper.replica.http import JSON, Reply, Request, redirect
from scraper.replica.markup import article, title_of
from scraper.replica.truth import decision_truth, index_lines, links_of

ROBOTS = b"User-agent: *\nDisallow: /truth/\nDisallow: /control/\nDisallow: /umbraco/\nDisallow: /search\n"
# What a visit to the form leaves with the visitor; the shell fault asks for it.
FORM_COOKIE = ("Set-Cookie", "visited=1; Path=/; HttpOnly")
LOOPBACK = ("127.", "::1")
_DECISION_PARTS = 4

Handler = Callable[[Request], Reply]


class Site:
    """The replica's addresses over one corpus."""

    def __init__(self, composer: Composer, faults: Switchboard, address: str = "") -> None:
        self.composer = composer
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
            "/control/faults": self._control,
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
        return reply

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
        for number in self.composer.corpus.with_slug(slug):
            entry = self.composer.corpus.entry(number)
            if (entry.place.category_slug, entry.place.slug) == (category, subcategory):
                document = self.composer.document(entry)
                return _page(title_of(entry, document), article(entry, document))
        return _not_found()

    def _category(self, parts: list[str]) -> Reply:
        chosen = listings.places_at(parts[1], parts[2] if len(parts) == 3 else None)  # noqa: PLR2004 - With subcategory.
        if not chosen or len(parts) > _DECISION_PARTS:
            return _not_found()
        heading = chosen[0].name if len(parts) == 3 else category_slugs()[parts[1]]  # noqa: PLR2004 - As above.
        return _page(heading, listings.category_page(self.composer, heading, chosen))

    def _form(self, _: Request) -> Reply:
        return Reply(body=wrap("Search our decisions", listings.search_form()), headers=(FORM_COOKIE,))

    def _results(self, request: Request) -> Reply:
        return _page("Search results", listings.search_results(self.composer, request.path, request.query))

    def _archive(self, request: Request) -> Reply:
        body = listings.search_results(self.composer, request.path, request.query, "Archive has")
        return _page("Archive", body)

    def _search_post(self, request: Request) -> Reply:
        if request.method != "POST":
            return _not_found()
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        return redirect(f"/Decisions/SearchResults?{urlencode(fields)}")

    def _truth_index(self, _: Request) -> Reply:
        return Reply(body=index_lines(self.composer.corpus, self.address), content_type=JSON)

    def _truth(self, parts: list[str], request: Request) -> Reply:
        slug = parts[1].removesuffix(".json") if len(parts) == 2 else ""  # noqa: PLR2004 - "truth" and the reference.
        corpus, body = self.composer.corpus, request.query.get("body")
        entries = [corpus.entry(number) for number in corpus.with_slug(slug)]
        told = [self._told(entry) for entry in entries if body in {None, entry.body.slug}]
        return Reply(200 if told else 404, json.dumps({"decisions": told}, ensure_ascii=False).encode(), JSON)

    def _told(self, entry: Entry) -> dict[str, object]:
        links = links_of(self.composer.corpus, entry, same_text=self.composer.shares_text(entry))
        return decision_truth(entry, self.composer.document(entry), self.address + entry.path, links)

    def _control(self, request: Request) -> Reply:
        if not request.peer.startswith(LOOPBACK):
            return Reply(403, b'{"error": "control is for this machine only"}', JSON)
        if request.method == "POST":
            try:
                self.faults.set(_specs(request.body))
            except (FaultError, ValueError) as error:
                return Reply(400, json.dumps({"error": str(error)}).encode(), JSON)
        told = {"faults": list(self.faults.specs), "acted": list(self.faults.acted)}
        return Reply(body=json.dumps(told).encode(), content_type=JSON)


def _specs(body: bytes) -> list[str]:
    wanted = json.loads(body)
    specs = wanted.get("faults") if isinstance(wanted, dict) else None
    if not isinstance(specs, list) or not all(isinstance(spec, str) for spec in specs):
        raise ValueError('send {"faults": ["NAME:key=value", ...]}')
    return specs


def _page(title: str, main: str) -> Reply:
    return Reply(body=wrap(title, main))


def _not_found() -> Reply:
    main = "<h1>Page not found</h1>\n<p>There is nothing at this address. It may have moved or been taken away.</p>\n"
    return Reply(404, wrap("Page not found", main))
