"""Nothing is too long to be read in one go."""

import ast
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.repository import PACKAGES, ROOT

FILE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_LINES = 10
SUFFIXES = {".py", ".html", ".css", ".js", ".sh", ".sql", ".yml", ".yaml", ".toml", ".mako"}


def source_files() -> list[Path]:
    """What git knows or would add, so that the build folders and data of one machine count for nothing."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = (ROOT / name for name in listed.stdout.splitlines())
    return sorted(path for path in found if path.suffix in SUFFIXES and path.is_file() and not is_input(path))


def is_input(path: Path) -> bool:
    """Pages that the parser is tried on are as long, and as badly encoded, as the case wants."""
    return path.is_relative_to(ROOT / "tests" / "golden")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function in a file, docstring included, decorators not."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


FILES = source_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]


def test_the_files_are_found() -> None:
    assert Path(__file__) in FILES
    assert {path.relative_to(ROOT).parts[0] for path in PYTHON} >= {*PACKAGES, "tests"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


def test_no_function_is_too_long() -> None:
    # A migration is written by Alembic as one list of steps, and is not edited once it is out.
    read = [path for path in PYTHON if path.parent.name != "versions"]
    assert [(name, lines) for path in read for name, lines in functions(path) if lines > FUNCTION_LINES] == []


def test_most_functions_are_short() -> None:
    ours = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in PACKAGES]
    assert statistics.median(lines for path in ours for _, lines in functions(path)) <= MEDIAN_LINES
