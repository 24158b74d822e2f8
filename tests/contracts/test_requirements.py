"""The requirements files pin every package by hash, and leave it to the machine where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
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


def test_there_is_a_file_to_build_one_to_develop_and_one_to_run() -> None:
    assert [path.name for path in FILES] == ["build.txt", "dev.txt", "run.txt"]


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


@pytest.mark.parametrize("name", ["build.txt", "run.txt"])
def test_what_builds_and_runs_is_what_was_tested(name: str) -> None:
    pinned, dev = pins(ROOT / "requirements" / name), pins(ROOT / "requirements" / "dev.txt")
    assert {package: version for package, version in pinned.items() if dev.get(package) != version} == {}


def test_the_image_is_built_by_what_pip_would_build_with() -> None:
    wanted_by_pip = PYPROJECT["build-system"]["requires"]
    assert wanted_by_pip == PYPROJECT["dependency-groups"]["build"]
    assert wanted(wanted_by_pip) <= pins(ROOT / "requirements" / "build.txt").keys()
