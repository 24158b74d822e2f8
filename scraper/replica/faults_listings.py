"""Faults of listings, and of what pages look like: repeated, growing, doubled, wrong or nowhere to be found."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from scraper.replica.fault_base import Fault, FaultError, drawn, kind_of, main_of, page_of, with_main, with_page
from scraper.replica.http import Reply, Request
from scraper.replica.redesigned import in_bare_paragraphs, in_other_tags

_RESULT = re.compile(r'<div class="result">\n.*?</p>\n</div>\n', re.DOTALL)
_TOTAL = re.compile(r'<p class="results-total">([A-Za-z ]+ has) ([\d,]+) results</p>\n')
_SPAN = re.compile(r"<span>([^<]*)</span>")
_TAG = re.compile(r"<[^>]+>")
_BLANKS = {"space": " ", "nbsp": "\u00a0", "plain": "", "point": ".", "comma": ","}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatFault(Fault):
    """Listings show their first page whatever page was asked for."""

    name: ClassVar[str] = "repeat"
    on: str = "listing"

    def on_request(self, request: Request) -> Request:
        """The request for the first page."""
        return dataclasses.replace(request, query={**request.query, "page": "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDatesFault(Fault):
    """Listings ignore dates that were asked for: ``which`` of them (several divided by ``|``)."""

    name: ClassVar[str] = "alldates"
    on: str = "listing"
    which: str = "fd|td"

    def on_request(self, request: Request) -> Request:
        """The request without them."""
        ignored = self.which.split("|")
        return dataclasses.replace(request, query={k: v for k, v in request.query.items() if k not in ignored})


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowFault(Fault):
    """A publication while a listing is paged: its first page is of before, all that is asked for later of after.

    So it is the first time that a listing's first page is asked for (``each``), where there is more than one page;
    ``entries`` of the newest are not there yet.
    """

    name: ClassVar[str] = "grow"
    on: str = "listing"
    each: int = 1
    entries: int = 1

    def meets(self, request: Request) -> bool:
        """Whether this is a listing's first page."""
        return request.query.get("page", "1") in {"", "0", "1"} and Fault.meets(self, request)

    def on_request(self, request: Request) -> Request:
        """The request of a visitor who came a little too early."""
        return dataclasses.replace(request, held_back=self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwiceFault(Fault):
    """Lists the first entry of a page again at its end; ``counted`` also in the total."""

    name: ClassVar[str] = "twice"
    on: str = "listing"
    counted: bool = False

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page with one entry more."""
        del request
        return _changed(reply, lambda page: _doubled(page, lambda result: result, counted=self.counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoBodiesFault(Fault):
    """Lists the first entry of a page again, under another body and with another outcome, at the same address."""

    name: ClassVar[str] = "twobodies"
    on: str = "listing"
    counted: bool = False
    body: str = "Farhaven & Moor Integrated Care Board"

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page with one entry more."""
        del request
        return _changed(reply, lambda page: _doubled(page, self._other, counted=self.counted))

    def _other(self, result: str) -> str:
        other = "Not upheld" if "<span>Upheld</span>" in result else "Upheld"
        result = re.sub(r'(<a href="[^"]+">).*?( \()', lambda found: f"{found[1]}{self.body}{found[2]}", result)
        return _with_span(result, 1, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalFault(Fault):
    """The total otherwise: ``style`` none (missing), space, nbsp, plain, point or comma between thousands.

    ``add`` makes it wrong by so many.
    """

    name: ClassVar[str] = "total"
    on: str = "listing"
    style: str = "comma"
    add: int = 0

    def __post_init__(self) -> None:
        """Refuse an unknown style. Raises FaultError."""
        if self.style not in {*_BLANKS, "none"}:
            raise FaultError(f"a total cannot be of style {self.style!r}; it can: none, {', '.join(_BLANKS)}")

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page with the other total."""
        del request
        return _changed(reply, lambda page: _TOTAL.sub(self._total, page))

    def _total(self, found: re.Match[str]) -> str:
        if self.style == "none":
            return ""
        number = f"{int(found[2].replace(',', '')) + self.add:,}".replace(",", _BLANKS[self.style])
        return f'<p class="results-total">{found[1]} {number} results</p>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class OmitFault(Fault):
    """Leaves entries out that the total counts: ``entries`` of them by chance, or all of one ``outcome``.

    What neither listing nor total counts, no visitor could miss; so that is no fault of this replica.
    """

    name: ClassVar[str] = "omit"
    on: str = "listing"
    entries: float = 0.2
    outcome: str = ""

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page without them."""
        del request
        return _changed(reply, lambda page: _RESULT.sub(lambda found: "" if self._omits(found[0]) else found[0], page))

    def _omits(self, result: str) -> bool:
        if self.outcome:
            return f"<span>{self.outcome}</span>" in result
        return drawn(f"{self.seed} {_reference(result)}") < self.entries


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheardFault(Fault):
    """An outcome, or a subcategory, that was never seen before, in listings and on the pages of ``entries`` of all."""

    name: ClassVar[str] = "unheard"
    on: str = "listing|category|decision"
    entries: float = 0.3
    outcome: str = "Settled before a finding"
    subcategory: str = ""

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same page with the new words."""
        if kind_of(request.path) != "decision":
            return _changed(reply, lambda page: _RESULT.sub(self._in_listing, page))
        if not self._hits(request.path.rstrip("/").rpartition("/")[2]):
            return reply
        return _changed(reply, self._on_page)

    def _hits(self, slug: str) -> bool:
        return drawn(f"{self.seed} {slug.lower()}") < self.entries

    def _in_listing(self, found: re.Match[str]) -> str:
        result = found[0]
        if not self._hits(_reference(result)):
            return result
        if self.subcategory:
            return _with_span(result, 2, self.subcategory)
        return _with_span(result, 1, self.outcome)

    def _on_page(self, page: str) -> str:
        if self.subcategory:
            return re.sub(r'(&gt; <a href="[^"]+">)[^<]*', lambda found: found[1] + self.subcategory, page, count=1)
        return re.sub(
            r'(Decision : </span><span class="value">)[^<]*', lambda found: found[1] + self.outcome, page, count=1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RedesignFault(Fault):
    """The site has been made anew: no total, no links to decisions, no article that could be read.

    ``what``: listings, pages (of decisions) or all; or, of pages that keep all their words, markup (without the
    structure that told headings and labels) or layout (with the same structure in other tags).
    """

    name: ClassVar[str] = "redesign"
    on: str = "listing|category|decision|form"
    what: str = "all"

    def __post_init__(self) -> None:
        """Refuse to redesign what does not exist. Raises FaultError."""
        if self.what not in {"listings", "all", *_PAGES}:
            raise FaultError(f"there is no {self.what!r} to redesign, but listings, all, {', '.join(_PAGES)}")

    def meets(self, request: Request) -> bool:
        """Whether this is a page that has been made anew."""
        is_page = kind_of(request.path) == "decision"
        return self.what in {"all", *(_PAGES if is_page else ("listings",))} and Fault.meets(self, request)

    def on_reply(self, request: Request, reply: Reply) -> Reply:
        """The same content, made anew."""
        if kind_of(request.path) == "decision":
            remake = _PAGES.get(self.what, _for_scripts)
            return _changed(reply, lambda page: with_main(page, remake(main_of(page))))
        return _changed(reply, lambda page: with_main(page, _tiles(main_of(page))))


def _changed(reply: Reply, change: Callable[[str], str]) -> Reply:
    page = page_of(reply)
    return reply if page is None else with_page(reply, change(page))


def _doubled(page: str, change: Callable[[str], str], *, counted: bool) -> str:
    results = list(_RESULT.finditer(page))
    if not results:
        return page
    page = page[: results[-1].end()] + change(results[0][0]) + page[results[-1].end() :]
    return _TOTAL.sub(_one_more, page) if counted else page


def _one_more(found: re.Match[str]) -> str:
    return f'<p class="results-total">{found[1]} {int(found[2].replace(",", "")) + 1:,} results</p>\n'


def _reference(result: str) -> str:
    found = re.search(r'href="[^"]*/([^"/]+)"', result)
    return found[1] if found else ""


def _with_span(result: str, wanted: int, text: str) -> str:
    """A listing entry with another kind (0), outcome (1), subcategory (2) or date (3)."""
    spans = list(_SPAN.finditer(result))
    return result[: spans[wanted].start(1)] + text + result[spans[wanted].end(1) :]


def _for_scripts(main: str) -> str:
    content = json.dumps({"parts": [line for line in _TAG.sub("\n", main).splitlines() if line.strip()]})
    return f'<div id="app" data-view="case"></div>\n<script>window.content = {content};</script>\n'


def _tiles(main: str) -> str:
    tiles = "".join(
        f'<button class="tile" data-key="{number}">{_TAG.sub(" ", result)}</button>\n'
        for number, result in enumerate(_RESULT.findall(main))
    )
    return f'<section class="tiles" data-view="cases">\n<h1>Cases</h1>\n{tiles}</section>\n'


# What can be made anew of decision pages alone, and how.
_PAGES: dict[str, Callable[[str], str]] = {
    "pages": _for_scripts,
    "markup": in_bare_paragraphs,
    "layout": in_other_tags,
}
