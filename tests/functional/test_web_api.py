"""The JSON API and the health addresses, by HTTP alone."""

from __future__ import annotations

import httpx
import pytest


def test_a_search_has_the_shape_that_the_command_prints(web: httpx.Client) -> None:
    answer = web.get("/api/v1/search", params={"q": "heron", "kind": "report", "size": 5})
    assert answer.status_code == 200
    found = answer.json()
    assert set(found) >= {"total", "page", "size", "took_ms", "results", "facets"}
    assert (found["total"], found["page"], found["size"]) == (1, 1, 5)
    assert found["results"][0]["slug"] == "24-001-002"
    assert found["results"][0]["highlights"]["summary"] == ["A <mark>heron</mark> was fed."]
    assert {"value": "report", "count": 1, "selected": True} in found["facets"]["kind"]
    assert {"value": "statement", "count": 1, "selected": False} in found["facets"]["kind"]


def test_filters_can_be_repeated_and_dates_bound_the_search(web: httpx.Client) -> None:
    params = {"category": ["Planning", "Housing"], "from": "2025-03-04", "to": "2025-03-04"}
    assert web.get("/api/v1/search", params=params).json()["total"] == 29
    assert web.get("/api/v1/search", params={"to": "2025-03-03"}).json()["total"] == 0


def test_matters_can_be_shown_once_and_are_counted_then(web: httpx.Client) -> None:
    found = web.get("/api/v1/search", params={"q": "badger", "collapse": "true", "size": 100}).json()
    assert (found["total"], found["decisions"], found["collapse"]) == (21, 25, True)
    assert len(found["results"]) == 21
    groups = [result["group"] for result in found["results"] if result["group"]["others"]]
    assert [(group["id"], group["size"], group["others"]) for group in groups] == [("10", 5, 4)]
    assert {"value": "Housing", "count": 21, "selected": False} in found["facets"]["category"]
    assert web.get("/api/v1/search", params={"group": "10"}).json()["total"] == 5
    assert web.get("/api/v1/search", params={"collapse": "perhaps"}).status_code == 400


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"colour": "red"}, "colour"),
        ({"size": "many"}, "size"),
        ({"size": "101"}, "from 1 to 100"),
        ({"page": "1001"}, "10,000"),
        ({"from": "yesterday"}, "from"),
        ({"sort": "best"}, "sort"),
        ({"q": "a" * 1001}, "fewer words"),
    ],
)
def test_a_request_that_cannot_be_run_is_told_what_to_change(
    web: httpx.Client, params: dict[str, str], told: str
) -> None:
    answer = web.get("/api/v1/search", params=params)
    assert answer.status_code == 400
    assert told in answer.json()["error"]


@pytest.mark.parametrize("spelling", ["24-001-002", "24 001 002", "24001002"])
def test_a_decision_is_given_whole_in_any_spelling_of_its_reference(web: httpx.Client, spelling: str) -> None:
    decision = web.get(f"/api/v1/decisions/{spelling}").json()["decisions"][0]
    assert decision["reference"] == "24 001 002"
    assert decision["sections"][0]["paragraphs"][1]["text"] == "It came again."
    assert decision["versions"][1]["number"] == 2
    assert "reference_keys" not in decision


def test_a_reference_of_two_bodies_gives_both(web: httpx.Client) -> None:
    bodies = [item["body"] for item in web.get("/api/v1/decisions/24-001-003").json()["decisions"]]
    assert bodies == ["Fenwold Trust", "Harrowmere Trust"]


def test_what_is_unknown_and_what_is_withdrawn_are_told_apart(web: httpx.Client) -> None:
    assert web.get("/api/v1/decisions/99-999-999").status_code == 404
    gone = web.get("/api/v1/decisions/24-001-005")
    assert gone.status_code == 410
    assert "withdrawn" in gone.json()["error"]


def test_the_api_describes_itself_without_anything_from_elsewhere(web: httpx.Client) -> None:
    described = web.get("/api/openapi.json").json()
    assert {"/api/v1/search", "/api/v1/decisions/{slug}"} <= set(described["paths"])
    page = web.get("/api/docs")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "legislation" in page.text


def test_health_is_told_with_an_index(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"status": "live"}
    assert web.get("/readyz").json() == {"status": "ready", "away": []}


def test_without_opensearch_the_process_lives_and_says_what_is_away(web_without_opensearch: httpx.Client) -> None:
    assert web_without_opensearch.get("/healthz").status_code == 200
    answer = web_without_opensearch.get("/readyz")
    assert answer.status_code == 503
    assert "LGO_OPENSEARCH_URL" in answer.json()["away"][0]["reason"]
    search = web_without_opensearch.get("/api/v1/search")
    assert search.status_code == 503
    assert int(search.headers["Retry-After"]) > 0
    assert "again" in search.json()["error"]


def test_without_an_index_it_is_not_ready(web_without_index: httpx.Client) -> None:
    answer = web_without_index.get("/readyz")
    assert answer.status_code == 503
    assert "lgo index rebuild" in answer.json()["away"][0]["reason"]


def test_an_unknown_address_is_json_under_the_api(web: httpx.Client) -> None:
    answer = web.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert "error" in answer.json()


def test_nothing_can_be_written(web: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert web.request(method, "/api/v1/search").status_code == 405
