"""The web side as one application: the JSON API, the pages, health. Public and read-only.

Making it opens no connection; the first request does.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query
from fastapi.staticfiles import StaticFiles

from config.settings import get_settings
from search.connection import SettingsSearcher
from search.guard import Guard, SafeHeaders
from search.health import health_routes
from search.pages import STATIC, Pages
from search.params import StrictSearchParams
from search.service import FindSearcher, Searcher
from search.web import add_api_page, web_routes

TITLE = "Decisions of the Local Government and Social Care Ombudsman"
ABOUT = (
    "Search an archive of the Ombudsman's published decisions. "
    "Highlights are HTML: escaped text with <mark> around the words found."
)
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The request cannot be run as asked; error says what to change."},
    503: {"description": "The index is away; try again after the seconds in Retry-After."},
}


def create_app(find_searcher: FindSearcher | None = None) -> FastAPI:
    """The application over the searcher that ``find_searcher`` gives; unset, the one that the settings name."""
    find_searcher = find_searcher or _searcher_of_settings
    pages = Pages()
    # FastAPI's own documentation pages load scripts from elsewhere; ours is at /api/docs.
    app = FastAPI(title=TITLE, description=ABOUT, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.add_middleware(SafeHeaders)
    Guard(pages).watch(app)
    app.include_router(api_routes(find_searcher))
    app.include_router(health_routes(find_searcher))
    app.include_router(web_routes(find_searcher, pages))
    add_api_page(app, pages)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _searcher_of_settings() -> Searcher:
    return _settings_searcher()()


@functools.cache
def _settings_searcher() -> SettingsSearcher:
    return SettingsSearcher(get_settings())


def api_routes(find_searcher: FindSearcher) -> APIRouter:
    """``/api/v1``: the same JSON as ``lgo search --json`` and, as far as the index knows it, ``lgo show --json``."""
    router = APIRouter(prefix="/api/v1", tags=["decisions"])

    @router.get("/search", summary="Search, with counts by facet", responses=ERRORS)
    def search(params: Annotated[StrictSearchParams, Query()]) -> dict[str, Any]:
        return find_searcher().search(params.to_request()).to_json()

    @router.get("/decisions/{slug}", summary="The decisions of one reference, in any spelling", responses=ERRORS)
    def decision(slug: str) -> dict[str, Any]:
        return {"decisions": find_searcher().published(slug)}

    return router


app = create_app()
