"""Local pages from the command line to a search: the real samples, and input that is bad in every way."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.integration.workers.pages import decision_page
from tests.system import ROOT, System

SAMPLES = Path(os.environ.get("LGO_SAMPLES", ROOT.parent / "shared" / "data"))

# Facts of five real decisions: body, subcategory, decision date. All are of Children's care services, and closed.
SEEDS = {
    "24 002 642": ("Stockport Metropolitan Borough Council", "Looked after children", "2025-06-02"),
    "19 006 535": ("Stockport Metropolitan Borough Council", "Other", "2019-09-30"),
    "24 005 987": ("London Borough of Bexley", "Fostering", "2024-09-23"),
    "24 003 870": ("Luton Borough Council", "Adoption", "2024-10-21"),
    "17 018 745": ("Medway Council", "Child protection", "2018-03-28"),
}
REPORTS = {"15 016 298", "15 017 863", "15 018 169", "15 019 136", "15 020 792", "16 002 186"}

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + bytes(range(256)) * 40


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the real samples are not at {SAMPLES} (LGO_SAMPLES)")
def test_the_real_samples_are_found_and_a_second_time_nothing_is_new(system: System) -> None:
    first = system.lgo("ingest", SAMPLES / "seeds", SAMPLES / "reports", "--json")
    assert first.json == {"files": 11, "stored": 11, "unchanged": 0, "failed": 0}
    found = system.lgo("search", "", "--size", "50", "--json").json
    assert {hit["reference"] for hit in found["results"]} == SEEDS.keys() | REPORTS
    for reference, facts in SEEDS.items():
        (decision,) = system.lgo("show", reference, "--json").json["decisions"]
        assert (decision["body"], decision["subcategory"], decision["decision_date"]) == facts
        assert decision["category"] == "Children's care services"
        assert decision["outcome"] == "Closed after initial enquiries"
        hits = system.lgo("search", reference, "--json").json["results"]
        assert hits[0]["reference"] == reference
    before = revisions(system)
    again = system.lgo("ingest", SAMPLES / "seeds", SAMPLES / "reports", "--json")
    assert again.json == {"files": 11, "stored": 0, "unchanged": 11, "failed": 0}
    assert revisions(system) == before
    assert system.status()["decisions"] == {"live": 11, "expired": 0, "withdrawn": 0}


def revisions(system: System) -> list[Any]:
    """Every decision with its revision, which would grow with any change."""
    with psycopg.connect(system.endpoints.database_url) as connection:
        return connection.execute("SELECT reference, revision FROM decisions ORDER BY 1").fetchall()


def bad_files(folder: Path) -> dict[str, str]:
    """Write files that are no decisions, and give what the failure row of each must say."""
    dice = random.Random(3)
    whole = decision_page("It took six weeks.")
    (folder / "empty.html").write_bytes(b"")
    (folder / "picture.html").write_bytes(JPEG)
    (folder / "noise.html").write_bytes(dice.randbytes(40_000_000))
    (folder / "cut.html").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "news.html").write_bytes(b"<html><body><h1>News</h1><p>The office is closed on Monday.</p></body></html>")
    return {"empty": "empty", "picture": "image", "noise": "bytes", "cut": "cut", "news": "not a decision"}


def test_bad_input_is_a_row_that_says_what_is_wrong_and_the_rest_goes_through(system: System, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    expected = bad_files(folder)
    (folder / "a-good.html").write_bytes(decision_page("It took six weeks.", "24 001 001"))
    mislabelled = decision_page("It cost £50 \u2013 “a lot”.", "24 001 002").decode().encode("cp1252")
    (folder / "mislabelled.html").write_bytes(mislabelled.replace(b"<head>", b'<head><meta charset="utf-8">'))
    (folder / "nul.html").write_bytes(decision_page("It took \0six weeks.", "24 001 003"))
    ended = system.lgo("ingest", folder, "--json")
    assert ended.code == 1
    assert ended.json == {"files": 8, "stored": 7, "unchanged": 0, "failed": 5}
    rows = system.lgo("failures", "list", "--json").json["failures"]
    said = {Path(row["subject"]).stem: row["error"].lower() for row in rows}
    assert said.keys() == expected.keys()
    for name, words in expected.items():
        assert words in said[name], said[name]
    decisions = {
        reference: system.lgo("show", reference, "--json").json["decisions"][0]
        for reference in ("24 001 001", "24 001 002", "24 001 003")
    }
    assert "£50 \u2013 “a lot”" in decisions["24 001 002"]["text"]
    assert "It took six weeks." in decisions["24 001 003"]["text"]
    assert decisions["24 001 001"]["warnings"] == []
    assert all(decisions[reference]["warnings"] for reference in ("24 001 002", "24 001 003"))
    status = system.status()
    assert (status["pages"], status["failures"], status["index"]["documents"]) == (7, 5, 3)


def test_parse_needs_no_service_and_gives_a_line_for_every_file(system: System, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    bad_files(folder)
    (folder / "zz-good.html").write_bytes(decision_page("It took six weeks."))
    nowhere = {f"LGO_{name}_URL": "" for name in ("DATABASE", "BROKER", "OPENSEARCH")}
    ended = replace(system, environment=system.environment | nowhere).lgo("parse", folder)
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 1
    assert [("error" in line) for line in lines] == [True] * 5 + [False]
    assert lines[-1]["reference"] == "24 001 001"


def test_a_path_that_is_not_there_and_a_service_that_is_away_are_one_line_each(system: System, tmp_path: Path) -> None:
    missing = system.lgo("ingest", tmp_path / "nowhere")
    assert (missing.code, missing.err.count("\n")) == (1, 1)
    assert "does not exist" in missing.err
    away = system.lgo("status", LGO_DATABASE_URL="postgresql://lgo:lgo@127.0.0.1:1/lgo")
    assert (away.code, away.out) == (5, "")
    assert "PostgreSQL is not available" in away.err
    assert away.err.count("\n") == 1
    unknown = system.lgo("show", "24-999-999", "--json")
    assert (unknown.code, unknown.json) == (4, {"decisions": []})
    assert system.lgo("show", "nonsense").code == 2
