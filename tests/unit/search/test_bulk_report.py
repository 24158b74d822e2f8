"""Accounting for a bulk where no service is needed to say so."""

from __future__ import annotations

from search.bulk import BulkReport, Rejected, Stale


def test_reports_add_up() -> None:
    one = BulkReport(2, ok=("1",), stale=(Stale("2", 5),))
    other = BulkReport(2, rejected=(Rejected("3", "kind", "reason"),), unanswered=("4",))
    merged = BulkReport.merged([one, other])
    assert merged == BulkReport(4, ("1",), (Stale("2", 5),), (Rejected("3", "kind", "reason"),), ("4",))
    assert BulkReport.merged([]) == BulkReport()
