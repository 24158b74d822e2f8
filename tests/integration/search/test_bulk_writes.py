"""Bulk writes on the real OpenSearch: every document is accounted for, and an old revision never wins."""

from __future__ import annotations

import random

import pytest

from config.services import Endpoints
from search.bulk import BulkReport, Stale, write
from search.errors import SearchUnavailableError
from search.index import IndexSet
from tests.integration.search.front import Front, front
from tests.unit.search.made import make_document


def _text(indexes: IndexSet, key: str) -> str:
    return str(indexes.client.get(index=indexes.alias, id=key)["_source"]["text"])


def test_a_bad_document_in_the_middle_costs_no_other_one(indexes: IndexSet) -> None:
    documents = [make_document(1), make_document(2, decision_date="no day"), make_document(3)]
    report = write(indexes.client, indexes.ensure(), documents)
    assert (report.sent, report.ok) == (3, ("1", "3"))
    assert [item.id for item in report.rejected] == ["2"]
    assert report.rejected[0].error == "mapper_parsing_exception"
    assert "decision_date" in report.rejected[0].reason


def test_a_field_that_the_mapping_does_not_know_is_refused(indexes: IndexSet) -> None:
    report = write(indexes.client, indexes.ensure(), [make_document(remedies={"gift": "a pen"})])
    assert report.rejected[0].error == "strict_dynamic_mapping_exception"


def test_an_older_revision_never_wins_and_the_later_one_is_named(indexes: IndexSet) -> None:
    name = indexes.ensure()
    write(indexes.client, name, [make_document(revision=7, text="new")])
    report = write(indexes.client, name, [make_document(revision=6, text="old")])
    assert report == BulkReport(1, stale=(Stale("1", 7),))
    assert _text(indexes, "1") == "new"


def test_the_same_revision_can_be_written_again(indexes: IndexSet) -> None:
    name = indexes.ensure()
    for _ in range(2):
        assert write(indexes.client, name, [make_document(revision=7)]).ok == ("1",)


def test_revisions_in_any_order_and_any_number_of_times_end_with_the_last(indexes: IndexSet) -> None:
    name = indexes.ensure()
    writes = [
        make_document(key, revision=revision, text=f"r{revision}") for key in (1, 2) for revision in (1, 2, 3)
    ] * 2
    random.Random(4).shuffle(writes)
    report = write(indexes.client, name, writes)
    assert report.sent == len(report.ok) + len(report.stale) == 12
    assert [_text(indexes, key) for key in ("1", "2")] == ["r3", "r3"]


def test_many_documents_go_in_requests_of_bounded_size_and_none_is_lost(indexes: IndexSet) -> None:
    documents = [make_document(number, text="word " * 2000) for number in range(1, 41)]
    report = write(indexes.client, indexes.ensure(), documents, most_bytes=50_000)
    assert report.ok == tuple(document.id for document in documents)
    indexes.refresh()
    assert indexes.count() == 40


def test_a_document_larger_than_a_request_is_rejected_and_the_rest_goes_through(indexes: IndexSet) -> None:
    documents = [make_document(1), make_document(2, text="x" * 60_000), make_document(3)]
    report = write(indexes.client, indexes.ensure(), documents, most_bytes=50_000)
    assert report.ok == ("1", "3")
    assert [(item.id, item.error) for item in report.rejected] == [("2", "document_too_large")]


def test_a_facet_value_of_absurd_length_is_rejected_alone(indexes: IndexSet) -> None:
    report = write(indexes.client, indexes.ensure(), [make_document(1, body="x" * 40_000), make_document(2)])
    assert ([item.id for item in report.rejected], report.ok) == (["1"], ("2",))


def test_what_cannot_be_written_as_json_is_rejected_alone(indexes: IndexSet) -> None:
    links = ({"kind": "near_text", "reference": "24 001 002", "body": None, "score": float("nan")},)
    report = write(indexes.client, indexes.ensure(), [make_document(1, links=links), make_document(2)])
    assert ([item.error for item in report.rejected], report.ok) == (["not_serialisable"], ("2",))


def test_odd_characters_in_a_text_are_no_reason_to_refuse_it(indexes: IndexSet) -> None:
    odd = "NUL \x00, half a pair \ud800, line \u2028 end, \U0001f4dc"
    assert write(indexes.client, indexes.ensure(), [make_document(text=odd)]).ok == ("1",)
    assert _text(indexes, "1") == odd.replace("\ud800", "?")


def test_nothing_to_write_asks_nothing(indexes: IndexSet) -> None:
    assert write(indexes.client, indexes.alias, []) == BulkReport()


def test_a_blocked_index_takes_nothing_and_nothing_counts_as_written(indexes: IndexSet) -> None:
    name = indexes.ensure()
    block = "index.blocks.read_only_allow_delete"
    indexes.client.indices.put_settings(index=name, body={block: True})
    with pytest.raises(SearchUnavailableError):
        write(indexes.client, name, [make_document()])
    indexes.client.indices.put_settings(index=name, body={block: None})
    assert write(indexes.client, name, [make_document()]).ok == ("1",)


def test_answers_before_a_loss_are_kept_and_the_rest_is_reported_as_unanswered(
    indexes: IndexSet, services: Endpoints
) -> None:
    documents = [make_document(number, text="word " * 3000) for number in (1, 2, 3)]
    name = indexes.ensure()
    with front(services.opensearch_url, Front.FORWARD, Front.HANG_UP) as client:
        report = write(client, name, documents, most_bytes=20_000)
    assert (report.sent, report.ok, report.unanswered) == (3, ("1",), ("2", "3"))
    indexes.refresh(name)
    assert indexes.count() == 1


@pytest.mark.parametrize("fault", [Front.HANG_UP, 429, 503])
def test_nothing_answered_at_all_is_a_transient_error(indexes: IndexSet, services: Endpoints, fault: int) -> None:
    name = indexes.ensure()
    with front(services.opensearch_url, fault) as client, pytest.raises(SearchUnavailableError):
        write(client, name, [make_document()])


def test_a_request_too_large_for_the_server_is_halved_until_one_document_is_left(
    indexes: IndexSet, services: Endpoints
) -> None:
    name = indexes.ensure()
    documents = [make_document(number) for number in range(1, 5)]
    # All four, the first two, the first of these; then the server takes what it is sent.
    with front(services.opensearch_url, 413, 413, 413, Front.FORWARD) as client:
        report = write(client, name, documents)
    assert report.ok == ("2", "3", "4")
    assert [(item.id, item.error) for item in report.rejected] == [("1", "document_too_large")]
