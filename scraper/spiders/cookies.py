"""The cookies that the site gives a visitor, kept for one crawl and sent back as a browser would.

Scrapy's own middleware works out for each request anew which cookies go with it, and asks a stranger's server for a
list of domains at the first one. A crawl visits one site, whose cookies are nearly always for all of it: these are put
together once.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

_HEADER = b"Cookie"


class Cookies:
    """One visitor's cookies."""

    def __init__(self) -> None:
        self._jar = CookieJar()
        # By scheme and host the header that goes with every path, while no cookie is for some of them only, or expires.
        self._everywhere: dict[str, bytes | None] = {}
        self._is_plain = True

    def put(self, request: Request) -> None:
        """Give a request the cookies that belong to its address."""
        if len(self._jar) == 0:
            return
        if not self._is_plain:
            self._jar.add_cookie_header(request)
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._everywhere:
            self._jar.add_cookie_header(request)
            self._everywhere[origin] = request.headers.get(_HEADER)
        elif (header := self._everywhere[origin]) is not None:
            request.headers[_HEADER] = header

    def take(self, response: Response, request: Request) -> None:
        """Keep what an answer sets."""
        if b"Set-Cookie" not in response.headers:
            return
        self._jar.extract_cookies(response, request)
        self._everywhere.clear()
        self._is_plain = all(cookie.path == "/" and cookie.expires is None for cookie in self._jar)
