"""The requirements files pin every package by hash, and leave it to the machine where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def requirements(path: Path) -> list[str]:
    """Each requirement of a file as one line, without its comments."""
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry.strip()]


def pins(path: Path) -> dict[str, str]:
    """The pinned version of each package; one that is pinned for two kinds of machine has two."""
    found: dict[str, str] = {}
    for entry in requirements(path):
        name, version = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", entry).groups()  # type: ignore[union-attr]
        found[normal(name)] = f"{found[normal(name)]} {version}" if normal(name) in found else version
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(entries: list[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", entry).group()) for entry in entries}  # type: ignore[union-attr]


def test_there_is_a_file_to_run_and_one_to_develop() -> None:
    assert [path.name for path in FILES] == ["dev.txt", "run.txt"]


@each_file
def test_every_package_has_one_version_and_hashes(path: Path) -> None:
    for entry in requirements(path):
        assert re.match(r"[\w.-]+(\[[^]]*\])?==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@each_file
def test_no_index_is_named(path: Path) -> None:
    assert not re.search(
        r"^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)|://", path.read_text(), re.MULTILINE
    )


def test_everything_the_project_asks_for_is_pinned() -> None:
    run, dev = (pins(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert wanted(PROJECT["dependencies"]) <= run.keys()
    assert wanted(PROJECT["optional-dependencies"]["dev"]) <= dev.keys()


def test_what_runs_is_what_was_tested() -> None:
    run, dev = (pins(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}
