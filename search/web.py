"""The pages people read: the search page and the page of one decision."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import RedirectResponse, Response

from search.documents import reference_key
from search.pages import Pages
from search.params import SearchParams
from search.service import FindSearcher

BOTH = ["GET", "HEAD"]


def web_routes(find_searcher: FindSearcher, pages: Pages) -> APIRouter:
    """``/`` and ``/decisions/{slug}``."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=BOTH)
    def search_page(params: Annotated[SearchParams, Query()]) -> Response:
        request = params.to_request()
        return pages.search(request, find_searcher().search(request))

    @router.api_route("/decisions/{slug}", methods=BOTH)
    def decision_page(slug: str) -> Response:
        decisions = find_searcher().published(slug)
        canonical = decisions[0]["slug"]
        if slug != canonical and reference_key(slug) == reference_key(canonical):
            return RedirectResponse(f"/decisions/{quote(canonical)}", HTTPStatus.PERMANENT_REDIRECT)
        return pages.decisions(decisions)

    return router


def add_api_page(app: FastAPI, pages: Pages) -> None:
    """``/api/docs``, made on this side from the OpenAPI document: FastAPI's own page loads scripts from elsewhere."""

    @app.api_route("/api/docs", methods=BOTH, include_in_schema=False)
    def api_page() -> Response:
        return pages.api(app.openapi())
