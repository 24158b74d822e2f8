"""Is the web side alive, and can it search: for load balancers, containers and people."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from config.errors import LgoError
from search.service import FindSearcher


def health_routes(find_searcher: FindSearcher) -> APIRouter:
    """``/healthz`` answers while the process does; ``/readyz`` only if the index answers too, else 503 and why."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process answers")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/readyz", summary="The index answers; 503 names what is away")
    def ready() -> JSONResponse:
        try:
            find_searcher().check()
        except LgoError as error:
            away = [{"part": "search index", "reason": str(error)}]
            return JSONResponse({"status": "away", "away": away}, HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"status": "ready", "away": []})

    return router
