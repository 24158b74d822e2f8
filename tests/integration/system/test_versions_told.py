"""An amended decision and a matter of several, as the commands tell of them."""

from __future__ import annotations

from pathlib import Path

from tests.integration.workers.pages import decision_page
from tests.system import System

REFERENCE = "24-001-001"


def ingested(system: System, folder: Path, name: str, page: bytes) -> None:
    (folder / name).write_bytes(page)
    assert system.lgo("ingest", folder / name).code == 0


def test_an_amended_decision_tells_its_versions_and_what_changed(system: System, tmp_path: Path) -> None:
    ingested(system, tmp_path, "one.html", decision_page("It took six weeks."))
    alone = system.lgo("diff", REFERENCE)
    assert (alone.code, alone.out) == (0, "")
    assert "version 1 only" in alone.err
    amended = decision_page("It took seven weeks.").replace(b">Upheld<", b">Not upheld<")
    ingested(system, tmp_path, "one.html", amended)

    told = system.lgo("diff", REFERENCE, "--json").json
    assert (told["reference"], told["from"], told["to"]) == ("24 001 001", 1, 2)
    assert told["fields"] == [{"name": "outcome", "before": "Upheld", "after": "Not upheld"}]
    (paragraph,) = told["paragraphs"]
    assert (paragraph["change"], paragraph["section"]["after"]) == ("changed", "What I found")
    lines = system.lgo("diff", REFERENCE).out.splitlines()
    assert "outcome: [-Upheld-] {+Not upheld+}" in lines
    assert lines[-2:] == ["What I found", "~ 2. It took [-six-] {+seven+} weeks."]

    for option, number in (("--to", "1"), ("--from", "2")):
        ended = system.lgo("diff", REFERENCE, option, number)
        assert (ended.code, ended.out) == (0, "")
        assert "give two of versions 1, 2 with --from and --to" in ended.err

    shown = system.lgo("show", REFERENCE).out
    assert "decision, text: 1 paragraph changed (shown here)" in shown
    assert "It took seven weeks." in shown
    assert "It took six weeks." in system.lgo("show", REFERENCE, "--version", "1").out
    missing = system.lgo("show", REFERENCE, "--version", "3", "--json")
    assert (missing.code, missing.json) == (4, {"decisions": []})


def test_what_cannot_be_compared_is_told_with_the_choice_there_is(system: System, tmp_path: Path) -> None:
    unknown = system.lgo("diff", "24-999-999", "--json")
    assert (unknown.code, unknown.json["paragraphs"]) == (4, [])
    ingested(system, tmp_path, "one.html", decision_page("It took six weeks."))
    other = decision_page("It took six weeks.").replace(b"Harrowmere Borough Council", b"Oxmere NHS Trust")
    ingested(system, tmp_path, "two.html", other)
    ended = system.lgo("diff", REFERENCE)
    assert ended.code == 2
    assert "--body harrowmere-borough-council or --body oxmere-nhs-trust" in ended.err
    assert system.lgo("diff", REFERENCE, "--body", "oxmere-nhs-trust").code == 0
    assert len(system.lgo("show", REFERENCE, "--json").json["decisions"]) == 2


def test_a_matter_of_several_decisions_is_shown_once(system: System, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.html").write_bytes(decision_page("It took six weeks.", f"24 001 00{number}"))
    (folder / "4.html").write_bytes(decision_page("A heron came, and nobody wrote it down.", "24 001 004"))
    assert system.lgo("ingest", folder).code == 0
    assert system.lgo("search", "--json").json["total"] == 4
    found = system.lgo("search", "--collapse", "--json").json
    assert (found["total"], found["decisions"]) == (2, 4)
    assert sorted(hit["group"]["others"] for hit in found["results"]) == [0, 2]
    printed = system.lgo("search", "--collapse").out
    assert "2 matters in 4 decisions" in printed
    assert "and 2 more of this matter" in printed
