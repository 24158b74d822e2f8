"""The compiled parser is the parser whose source stands here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compiled import ROOT, compiled_copy, has_compiler

PARSER = ROOT / "workers" / "parsing"


def test_no_compiled_module_is_older_than_its_source() -> None:
    stale = [
        str(source.relative_to(PARSER))
        for source in PARSER.rglob("*.py")
        for compiled in source.parent.glob(f"{source.stem}.*.so")
        if compiled.stat().st_mtime < source.stat().st_mtime
    ]
    assert not stale, f"make compile, or make clean, for these have changed since they were compiled: {stale}"


@pytest.mark.prove
@pytest.mark.skipif(not has_compiler(), reason="there is no C compiler here")
def test_the_compiled_parser_passes_the_tests_of_the_parser(tmp_path: Path) -> None:
    copy = compiled_copy(tmp_path / "copy")
    env = os.environ | {"PYTHONPATH": str(copy)}
    asked = "import workers.parsing.decision as parser; print(parser.__file__)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=copy, env=env, check=True, capture_output=True, text=True)
    assert told.stdout.strip().endswith(".so")
    tests = [sys.executable, "-m", "pytest", "-q", "-m", "not prove", "tests/unit/workers/parsing"]
    done = subprocess.run(tests, cwd=copy, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3_000:]
