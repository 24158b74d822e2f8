"""The compiled parser is the parser whose source stands here, and reads what that reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import PermanentError
from tests.plain import ROOT, is_compiled, plain_copy
from workers.compiled import refuse_stale

if_compiled = pytest.mark.skipif(not is_compiled(), reason="the parser is not compiled here; make setup says why")
READ_ALL = """
import hashlib, pathlib
from workers.parsing import NotADecisionError, decision, parse
print(decision.__file__)
for page in sorted(pathlib.Path("tests/golden").iterdir()):
    try:
        read = repr(parse(page.read_bytes()))
    except NotADecisionError as error:
        read = repr((error.looks_like, str(error)))
    print(page.name, hashlib.sha256(read.encode()).hexdigest())
"""


def run(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(folder)} | settings
    return subprocess.run([sys.executable, *command], cwd=folder, env=env, check=False, capture_output=True, text=True)


def test_a_module_that_changed_after_it_was_compiled_is_refused(tmp_path: Path) -> None:
    parser = tmp_path / "workers" / "parsing" / "law"
    parser.mkdir(parents=True)
    for name in ("titles.py", "titles.cpython-311-x86_64-linux-gnu.so"):
        (parser / name).touch()
    os.utime(parser / "titles.py", (1_000, 1_000))
    (tmp_path / "setup.py").touch()
    refuse_stale(tmp_path)
    os.utime(parser / "titles.cpython-311-x86_64-linux-gnu.so", (500, 500))
    with pytest.raises(PermanentError, match=r"make setup: workers/parsing/law/titles\.py$"):
        refuse_stale(tmp_path)
    (tmp_path / "setup.py").unlink()  # As in an installed copy.
    refuse_stale(tmp_path)


def test_it_is_said_why_the_parser_is_not_compiled() -> None:
    told = run(ROOT, "setup.py", "--version", CC="none", PATH="")
    assert told.returncode == 0, told.stderr
    assert "The parser is not compiled, and reads pages a third slower: there is no C compiler" in told.stderr
    assert "not compiled" not in run(ROOT, "setup.py", "--version", LGO_COMPILE="0", PATH="").stderr


@if_compiled
def test_the_compiled_parser_is_found_from_anywhere(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    asked = [sys.executable, "-c", "import workers.parsing"]
    told = subprocess.run(asked, cwd=tmp_path, env=env, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


@if_compiled
def test_the_compiled_parser_and_its_source_read_the_same(tmp_path: Path) -> None:
    compiled, plain = (run(folder, "-c", READ_ALL) for folder in (ROOT, plain_copy(tmp_path / "copy")))
    assert (compiled.returncode, plain.returncode) == (0, 0), compiled.stderr + plain.stderr
    (ours, *read), (its, *as_it_stands) = compiled.stdout.splitlines(), plain.stdout.splitlines()
    assert ours.endswith(".so")
    assert its.endswith(".py")
    assert len(read) > 100
    assert read == as_it_stands


@pytest.mark.prove
@if_compiled
def test_the_source_passes_the_tests_of_the_parser_as_it_stands(tmp_path: Path) -> None:
    done = run(plain_copy(tmp_path / "copy"), "-m", "pytest", "-q", "-m", "not prove", "tests/unit/workers/parsing")
    assert done.returncode == 0, done.stdout[-3_000:]
