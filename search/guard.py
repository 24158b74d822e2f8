"""The edge of the web side: safe headers on every answer, and each error as a status with words that help."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from config.errors import LgoError, TransientError
from search.errors import BadQueryError, DecisionUnknownError, DecisionWithdrawnError
from search.query import LONGEST_TEXT, clean

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from search.pages import Pages

log = structlog.get_logger(__name__)

# Nothing but our own style sheet and icon is ever loaded, and no script is run, whatever a decision's text holds.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # What somebody searches for is nobody else's business.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RETRY_SECONDS = "10"
PLAIN_PATHS = ("/api/", "/healthz", "/readyz", "/metrics")
# What the asker can mend or must know; everything else is ours to mend.
ASKER_ERRORS: tuple[tuple[type[LgoError], HTTPStatus], ...] = (
    (BadQueryError, HTTPStatus.BAD_REQUEST),
    (DecisionUnknownError, HTTPStatus.NOT_FOUND),
    (DecisionWithdrawnError, HTTPStatus.GONE),
)
AWAY = "The search is away at the moment. Nothing is lost: please try again in a minute."
BROKEN = "Something is wrong on our side. It has been written down."


class SafeHeaders:
    """Puts the safe headers on every answer that passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        await self.app(scope, receive, send_safely)


def wants_json(request: Request) -> bool:
    """True where a program asks, by the path."""
    return request.url.path.startswith(PLAIN_PATHS)


class Guard:
    """Turns errors into answers: JSON for programs, a page for people."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def watch(self, app: FastAPI) -> None:
        """Take over every error of this application."""
        app.add_exception_handler(LgoError, self._ours)
        app.add_exception_handler(RequestValidationError, self._invalid)
        app.add_exception_handler(HTTPException, self._http)
        app.add_exception_handler(Exception, self._unforeseen)

    def _ours(self, request: Request, error: Exception) -> Response:
        for kind, status in ASKER_ERRORS:
            if isinstance(error, kind):
                return self._answer(request, status, str(error))
        if isinstance(error, TransientError):
            log.warning("search_away", path=request.url.path, reason=str(error))
            return self._answer(request, HTTPStatus.SERVICE_UNAVAILABLE, AWAY, {"Retry-After": RETRY_SECONDS})
        log.error("request_failed", path=request.url.path, reason=str(error))
        return self._answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN)

    def _invalid(self, request: Request, error: Exception) -> Response:
        problems = error.errors() if isinstance(error, RequestValidationError) else ()
        told = "; ".join(
            f"{problem['loc'][-1]}: {problem['msg'].removeprefix('Value error, ')}" for problem in problems
        )
        return self._answer(request, HTTPStatus.BAD_REQUEST, told)

    def _http(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        detail = error.detail if isinstance(error, HTTPException) else ""
        headers = error.headers if isinstance(error, HTTPException) else None
        return self._answer(request, HTTPStatus(status), detail, headers)

    def _unforeseen(self, request: Request, error: Exception) -> Response:
        # This answer is given outside of every other layer, so it brings the safe headers itself.
        log.error("request_crashed", path=request.url.path, error=repr(error))
        return self._answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN, HEADERS)

    def _answer(
        self, request: Request, status: HTTPStatus, told: str, headers: Mapping[str, str] | None = None
    ) -> Response:
        if wants_json(request):
            content: dict[str, Any] = {"error": told}
            return JSONResponse(content, status, headers=dict(headers or {}))
        asked = clean(request.query_params.get("q", ""))[:LONGEST_TEXT]
        return self._pages.error(status, told or f"{status.phrase}.", text=asked, headers=headers)
