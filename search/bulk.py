"""Writing documents in bulks, with an answer for each one.

Every document carries its revision as external version, so an older write never wins over a newer one, whatever order
they come in and however often. sent = ok + stale + rejected + unanswered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch

from search.client import BULK_SECONDS, BUSY, calling
from search.documents import DecisionDocument
from search.errors import SearchRefusedError, SearchUnavailableError

# OpenSearch takes 100 MB by default, hosted ones 10; beyond a few MB a request gains nothing.
MOST_BYTES = 8 * 1024 * 1024
MOST_ITEMS = 1000
CONFLICT = 409
TOO_LARGE = 413
BAD_REQUEST = 400
FIRST_FAILURE = 300

_REVISION_IN_INDEX = re.compile(r"current version \[(\d+)\]")

# The index itself is gone, closed or blocked: nothing is wrong with the document.
INDEX_AWAY = frozenset({"index_not_found_exception", "index_closed_exception", "cluster_block_exception"})


@dataclass(frozen=True, slots=True)
class Stale:
    """A document that lost against the later ``revision`` that the index already holds."""

    id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that OpenSearch will not take as it is: the kind of ``error`` and its ``reason``."""

    id: str
    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What became of each document. ``unanswered`` ones met a busy or vanished OpenSearch and are still to be sent."""

    sent: int = 0
    ok: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    unanswered: tuple[str, ...] = ()

    @classmethod
    def merged(cls, reports: Sequence[BulkReport]) -> BulkReport:
        """Several reports as one."""
        return cls(
            sum(report.sent for report in reports),
            tuple(key for report in reports for key in report.ok),
            tuple(item for report in reports for item in report.stale),
            tuple(item for report in reports for item in report.rejected),
            tuple(key for report in reports for key in report.unanswered),
        )


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    lines: bytes


def write(
    client: OpenSearch, index: str, documents: Iterable[DecisionDocument], *, most_bytes: int = MOST_BYTES
) -> BulkReport:
    """Write the documents to ``index`` and account for each.

    Raises SearchUnavailableError only where no document at all was answered; once some were, the rest is reported as
    unanswered. Raises SearchAccessError, and SearchRefusedError where a whole request is refused for another reason.
    """
    items, unfit = _prepared(documents, most_bytes)
    reports = [unfit]
    chunks = list(_chunks(items, most_bytes))
    for number, chunk in enumerate(chunks):
        try:
            reports.append(_send(client, index, chunk))
        except SearchUnavailableError:
            if all(_is_silent(report) for report in reports):
                raise
            left = tuple(item.id for rest in chunks[number:] for item in rest)
            reports.append(BulkReport(len(left), unanswered=left))
            break
    if chunks and all(_is_silent(report) for report in reports):
        raise SearchUnavailableError("it is too busy to take any document")
    return BulkReport.merged(reports)


def _is_silent(report: BulkReport) -> bool:
    return len(report.unanswered) == report.sent


def _prepared(documents: Iterable[DecisionDocument], most_bytes: int) -> tuple[list[_Item], BulkReport]:
    items: list[_Item] = []
    rejected: list[Rejected] = []
    for document in documents:
        try:
            item = _item(document)
        except (TypeError, ValueError) as error:
            rejected.append(Rejected(document.id, "not_serialisable", str(error)))
            continue
        if len(item.lines) > most_bytes:
            reason = f"{len(item.lines):,} bytes are more than the {most_bytes:,} that one request holds"
            rejected.append(Rejected(document.id, "document_too_large", reason))
        else:
            items.append(item)
    return items, BulkReport(len(rejected), rejected=tuple(rejected))


def _item(document: DecisionDocument) -> _Item:
    action = {"index": {"_id": document.id, "version": document.revision, "version_type": "external_gte"}}
    # Half of a surrogate pair cannot be written as UTF-8: the page's other words are worth more than that mark.
    text = f"{_json(action)}\n{_json(document.to_source())}\n"
    return _Item(document.id, text.encode("utf-8", "replace"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _chunks(items: Sequence[_Item], most_bytes: int) -> Iterator[list[_Item]]:
    chunk: list[_Item] = []
    size = 0
    for item in items:
        if size + len(item.lines) > most_bytes or len(chunk) == MOST_ITEMS:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(item.lines)
    if chunk:
        yield chunk


def _send(client: OpenSearch, index: str, chunk: list[_Item]) -> BulkReport:
    try:
        with calling(index):
            answer = client.bulk(
                index=index, body=b"".join(item.lines for item in chunk), params={"request_timeout": BULK_SECONDS}
            )
    except SearchRefusedError as error:
        if error.status not in {TOO_LARGE, BAD_REQUEST}:
            raise
        return _halved(client, index, chunk, error)
    return _accounted(chunk, answer["items"])


def _halved(client: OpenSearch, index: str, chunk: list[_Item], error: SearchRefusedError) -> BulkReport:
    """A request refused whole is sent in halves, until the one document at fault stands alone."""
    if len(chunk) == 1:
        kind = "document_too_large" if error.status == TOO_LARGE else "request_refused"
        return BulkReport(1, rejected=(Rejected(chunk[0].id, kind, error.reason),))
    middle = len(chunk) // 2
    return BulkReport.merged([_send(client, index, half) for half in (chunk[:middle], chunk[middle:])])


def _accounted(chunk: list[_Item], answers: Sequence[dict[str, Any]]) -> BulkReport:
    return BulkReport.merged([_answered(item.id, answer["index"]) for item, answer in zip(chunk, answers, strict=True)])


def _answered(key: str, answer: dict[str, Any]) -> BulkReport:
    status, error = answer["status"], answer.get("error") or {}
    if status < FIRST_FAILURE:
        return BulkReport(1, ok=(key,))
    reason = _reason(error)
    if status == CONFLICT and (held := _REVISION_IN_INDEX.search(reason)):
        return BulkReport(1, stale=(Stale(key, int(held[1])),))
    if status in BUSY or error.get("type") in INDEX_AWAY:
        return BulkReport(1, unanswered=(key,))
    return BulkReport(1, rejected=(Rejected(key, str(error.get("type", f"status_{status}")), reason),))


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    parts = (str(error.get("reason", "")), str(cause.get("reason", "")))
    return ": ".join(part for part in parts if part)
