"""The connection to OpenSearch: how it is made, how long anything may take, and what its errors are called here."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import OpenSearch, TransportError
from opensearchpy.exceptions import ConnectionError as NoConnectionError
from opensearchpy.exceptions import OpenSearchException, SSLError

from config.errors import SettingsError
from search.errors import IndexMissingError, SearchAccessError, SearchRefusedError, SearchUnavailableError

# A person waits for a query. A bulk of 10 MB is slow on a busy disk, and making an index waits for the cluster.
QUERY_SECONDS = 10.0
BULK_SECONDS = 60.0
ADMIN_SECONDS = 60.0
# Connections kept open by one process; the web page answers from a pool of threads.
POOL_SIZE = 16
BUSY = frozenset({408, 429, 502, 503, 504})
NOT_ALLOWED = frozenset({401, 403})
REASON_LENGTH = 300


def connect(
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    ca: Path | None = None,
    timeout: float = QUERY_SECONDS,
) -> OpenSearch:
    """A client for the OpenSearch at ``url``; connects on first use. Certificates are always checked.

    ``ca`` is a file with the CA to trust besides none other. Raises SettingsError where ``url`` or ``ca`` is unusable.
    """
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingsError("LGO_OPENSEARCH_URL: must look like https://host:9200")
    options: dict[str, Any] = {}
    if user is not None:
        # The HTTP library writes Latin-1 and OpenSearch reads UTF-8; a password in any letters must arrive.
        options["http_auth"] = f"{user}:{password or ''}".encode().decode("latin-1")
    if address.scheme == "https":
        options["ssl_context"] = _trust(ca)
    # A retry finds a new connection where the server closed a kept one; every request of ours may be sent twice.
    return OpenSearch(hosts=[url], timeout=timeout, max_retries=1, pool_maxsize=POOL_SIZE, **options)


def _trust(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca) if ca else None)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"LGO_OPENSEARCH_CA: {ca} cannot be read as a certificate file") from error


@contextmanager
def calling(target: str) -> Iterator[None]:
    """Run calls to OpenSearch about the index or alias ``target``; its client's errors come out as ours.

    Raises SearchUnavailableError, IndexMissingError, SearchAccessError or SearchRefusedError.
    """
    try:
        yield
    except SSLError as error:
        raise SearchAccessError(
            f"the certificate of OpenSearch is not trusted: set LGO_OPENSEARCH_CA ({_first_line(error.error)})"
        ) from error
    except NoConnectionError as error:
        raise SearchUnavailableError(_first_line(type(error.info).__name__)) from error
    except TransportError as error:
        raise _translated(error, target) from error
    except OpenSearchException as error:
        raise SearchUnavailableError(_first_line(str(error))) from error


def _translated(error: TransportError, target: str) -> Exception:
    status = error.status_code if isinstance(error.status_code, int) else 0
    if status in BUSY:
        return SearchUnavailableError(f"HTTP {status}: {reason_of(error)}")
    if status in NOT_ALLOWED:
        return SearchAccessError(
            f"OpenSearch does not let us in (HTTP {status}): check LGO_OPENSEARCH_USER and LGO_OPENSEARCH_PASSWORD"
        )
    if "index_not_found" in str(error.error):
        return IndexMissingError(target)
    return SearchRefusedError(status, reason_of(error))


def reason_of(error: TransportError) -> str:
    """OpenSearch's own words for what went wrong, as one short line."""
    return _first_line(_deepest(error.info) or str(error.error))


def _deepest(info: Any) -> str:
    """The innermost reason that an error document names; the outer ones only say that something failed."""
    cause = info.get("error") if isinstance(info, dict) else None
    reason = ""
    while isinstance(cause, dict):
        reason = f"{cause.get('type', '')}: {cause.get('reason', '')}"
        failed = cause.get("failed_shards") or [{}]
        cause = cause.get("caused_by") or failed[0].get("reason")
    return cause if isinstance(cause, str) and not reason else reason


def _first_line(text: str) -> str:
    return " ".join(text.split())[:REASON_LENGTH]
