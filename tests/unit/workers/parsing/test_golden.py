"""One file and one expected JSON for each page kind, each layout and each oddity; a missing expectation fails.

``<case>.json`` is what ``parse(...).to_json()`` gives for ``<case>.<anything else>``, or what the refusal says. After a
change that is meant, ``LGO_GOLDEN_WRITE=1 pytest tests/unit/workers/parsing/test_golden.py`` writes the expectations
anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from workers.parsing import NotADecisionError, parse
from workers.parsing.warnings import CODES

FOLDER = Path(__file__).parents[3] / "golden"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
FEWEST = 60


def read(path: Path) -> dict[str, Any]:
    try:
        plain = parse(path.read_bytes()).to_json()
    except NotADecisionError as error:
        return {"error": str(error), "looks_like": error.looks_like}
    del plain["parser_version"]  # It changes whenever anything does.
    made: dict[str, Any] = json.loads(json.dumps(plain))
    return made


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_golden_file_gives_what_is_expected(path: Path) -> None:
    expected = path.with_suffix(".json")
    if os.environ.get("LGO_GOLDEN_WRITE"):
        expected.write_text(json.dumps(read(path), ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert expected.is_file(), f"{path.name} has no expectation: write {expected.name} (see this test's first lines)"
    assert read(path) == json.loads(expected.read_text("utf-8"))


def test_every_expectation_has_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in CASES}


def test_there_is_a_case_for_each_kind_layout_and_oddity() -> None:
    assert len(CASES) >= FEWEST
    families = {path.stem.split("-")[0] for path in CASES}
    assert families == {"kind", "web", "header", "text", "law", "money", "remedy", "grounds", "no"}


def test_there_is_a_case_for_each_warning() -> None:
    expected = [json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")]
    met = {warning["code"] for one in expected for warning in one.get("warnings", ())}
    assert met == set(CODES) - {"url_unknown"}  # No golden file comes with an address.
