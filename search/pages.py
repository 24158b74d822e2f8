"""The templates and what they are given; every value that is not marked as HTML by our own hand is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from search.decision_view import decision_views
from search.query import SearchRequest
from search.results import SearchPage
from search.views import search_view

HERE = Path(__file__).parent
STATIC = HERE / "static"
STYLE = "style.css"

ERROR_TITLES = {
    HTTPStatus.BAD_REQUEST: "This search cannot be run",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.GONE: "No longer published",
    HTTPStatus.SERVICE_UNAVAILABLE: "The search is away",
}


class Pages:
    """Renders whole pages."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # A changed style sheet has another address, so that browsers may keep the one they have.
        self._templates.globals["style"] = hashlib.sha256((STATIC / STYLE).read_bytes()).hexdigest()[:8]

    def search(self, request: SearchRequest, found: SearchPage) -> HTMLResponse:
        """The search page with results."""
        return self._render("search.html", view=search_view(request, found))

    def decisions(self, decisions: Sequence[Mapping[str, Any]]) -> HTMLResponse:
        """The page of one reference."""
        return self._render("decision.html", decisions=decision_views(decisions))

    def api(self, description: Mapping[str, Any]) -> HTMLResponse:
        """The description of the API for people, from its OpenAPI document."""
        return self._render("api.html", api=description)

    def error(
        self, status: HTTPStatus, told: str, *, text: str = "", headers: Mapping[str, str] | None = None
    ) -> HTMLResponse:
        """A page that says what went wrong and what can be done; ``text`` is what was searched for."""
        title = ERROR_TITLES.get(status, status.phrase)
        return self._render("error.html", status=status, headers=headers, title=title, told=told, text=text)

    def _render(
        self,
        template: str,
        status: HTTPStatus = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        page = self._templates.get_template(template).render(**values)
        return HTMLResponse(page, status, headers=dict(headers or {}))
