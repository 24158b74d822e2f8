"""From OpenSearch's answer to the page of results."""

from __future__ import annotations

from typing import Any

from search.facets import FACETS
from search.query import MARK_END, MARK_START, SearchRequest
from search.results import marked, read
from tests.unit.search.made import make_document


def _answer(*hits: dict[str, Any], total: int = 1) -> dict[str, Any]:
    counts: dict[str, Any] = {facet.name: {"top": {"buckets": []}} for facet in FACETS}
    return {"took": 7, "hits": {"total": {"value": total}, "hits": list(hits)}, "aggregations": counts}


def _mark(word: str) -> str:
    return f"{MARK_START}{word}{MARK_END}"


def test_a_page_has_the_public_shape() -> None:
    hit = {"_source": make_document().to_source(), "_score": 1.5, "highlight": {"body.words": [_mark("Harrowmere")]}}
    page = read(_answer(hit, total=21), SearchRequest(text="x", page=2)).to_json()
    assert {name: page[name] for name in ("total", "page", "size", "took_ms")} == {
        "total": 21,
        "page": 2,
        "size": 10,
        "took_ms": 7,
    }
    assert set(page["facets"]) == {facet.name for facet in FACETS}
    result = page["results"][0]
    assert set(result) >= {
        "reference", "slug", "body", "category", "subcategory", "outcome", "kind", "decision_date",
        "summary", "grounds", "score", "highlights",
    }  # fmt: skip
    assert result["reference"] == "24 001 001"
    assert result["score"] == 1.5
    assert result["highlights"] == {"body": ["<mark>Harrowmere</mark>"]}


def test_pages_are_counted_up() -> None:
    assert read(_answer(total=21), SearchRequest(size=10)).pages == 3
    assert read(_answer(total=0), SearchRequest(size=10)).pages == 0


def test_whatever_a_decision_says_only_our_marks_are_html() -> None:
    passage = f"<script>alert(1)</script> & <mark>{_mark('x')}"
    assert marked(passage) == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;mark&gt;<mark>x</mark>"


def test_neighbouring_words_share_one_mark() -> None:
    assert marked(f"{_mark('care')} {_mark('plan')}, {_mark('late')}") == "<mark>care plan</mark>, <mark>late</mark>"


def test_apostrophes_stay_readable() -> None:
    assert marked("the Council's") == "the Council's"


def test_a_decision_without_body_or_date_is_a_result_like_any_other() -> None:
    source = make_document(body=None, decision_date=None, grounds=()).to_source()
    result = read(_answer({"_source": source, "_score": None}), SearchRequest()).results[0]
    assert (result.body, result.decision_date, result.score, result.highlights) == (None, None, None, {})


def test_a_result_tells_of_its_matter() -> None:
    source = make_document(group={"id": "17", "size": 4, "representative": False}).to_source()
    page = read(_answer({"_source": source}), SearchRequest()).to_json()
    assert page["results"][0]["group"] == {"id": "17", "size": 4, "representative": False, "others": 3}
    assert (page["total"], page["decisions"], page["collapse"]) == (1, 1, False)


def test_a_decision_alone_is_a_matter_of_its_own() -> None:
    group = read(_answer({"_source": make_document(9).to_source()}), SearchRequest()).results[0].group
    assert (group.id, group.size, group.others, group.representative) == ("9", 1, 0, True)


def test_a_collapsed_search_counts_matters_and_tells_of_the_decisions_too() -> None:
    answer = _answer(total=12)
    answer["aggregations"]["matters"] = {"alone": {"doc_count": 5}, "together": {"count": {"count": 2}}}
    page = read(answer, SearchRequest(collapse=True))
    assert (page.total, page.decisions, page.collapse, page.pages) == (7, 12, True, 1)
