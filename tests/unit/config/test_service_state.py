"""What is remembered of services is private, written whole, and never believed when it no longer holds."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from config.services.state import (
    FAILED,
    RUNNING,
    Layout,
    Record,
    free_port,
    is_locked,
    live_record,
    locked,
    process_command,
    process_mark,
    read_json,
    read_record,
    remembered,
    try_lock,
    write_private,
    write_record,
)
from tests.processes import gone, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "home")
    layout.create()
    return layout


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def record(port: int, state: str = RUNNING, mark: str | None = None) -> Record:
    return Record("postgres", state, os.getpid(), mark or process_mark(os.getpid()) or "", port, "postgresql://x")


def test_a_service_that_is_kept_and_answers_is_alive(layout: Layout, port: int) -> None:
    write_record(layout, record(port))
    assert live_record(layout, "postgres") == record(port)


def test_a_service_whose_port_is_silent_is_not_alive(layout: Layout) -> None:
    write_record(layout, record(free_port()))
    assert live_record(layout, "postgres") is None


def test_a_record_of_an_earlier_process_with_the_same_number_is_not_believed(layout: Layout, port: int) -> None:
    write_record(layout, record(port, mark="another start time"))
    assert live_record(layout, "postgres") is None


def test_a_service_that_was_given_up_is_not_alive(layout: Layout, port: int) -> None:
    write_record(layout, record(port, state=FAILED))
    assert live_record(layout, "postgres") is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "postgres"}', '{"surprise": 1}', "\x00"])
def test_a_damaged_record_is_none(layout: Layout, content: str) -> None:
    layout.record("postgres").write_text(content)
    assert read_record(layout, "postgres") is None


def test_a_private_file_is_for_its_owner_alone_and_leaves_no_traces(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "file", "one")
        write_private(tmp_path / "file", "two")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "two"}


def test_the_run_folder_is_for_its_owner_alone(layout: Layout) -> None:
    assert stat.S_IMODE(layout.run.stat().st_mode) == 0o700


def test_port_and_password_stay_the_same(layout: Layout) -> None:
    first = remembered(layout, "valkey")
    assert remembered(layout, "valkey") == first
    assert remembered(layout, "postgres")[1] != first[1]
    assert len(first[1]) >= 24


def test_a_port_that_was_taken_meanwhile_is_replaced_but_the_password_stays(layout: Layout) -> None:
    port, password = remembered(layout, "valkey")
    with socket.create_server(("127.0.0.1", port)):
        later_port, later_password = remembered(layout, "valkey")
    assert later_port != port
    assert later_password == password
    assert read_json(layout.run / "secrets.json")["valkey"]["port"] == later_port


def test_a_lock_is_held_by_one_and_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_locked(path)
    code = "import sys; from config.services.state import try_lock; print(try_lock(sys.argv[1])); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() != b"None\n"
        assert is_locked(path)
        assert try_lock(path) is None
        holder.kill()
        holder.wait()
        assert not is_locked(path)
        descriptor = try_lock(path)
    assert descriptor is not None
    os.close(descriptor)


def test_a_block_holds_its_lock_until_it_ends(tmp_path: Path) -> None:
    with locked(tmp_path / "lock"):
        assert is_locked(tmp_path / "lock")
    assert not is_locked(tmp_path / "lock")


def test_an_ended_process_has_no_mark_even_before_anybody_collects_it() -> None:
    with subprocess.Popen(["sleep", "100"]) as process:
        assert process_mark(process.pid) is not None
        # For a moment a program that has just been started has no command line yet.
        wait_until(lambda: process_command(process.pid) == "sleep 100")
        process.kill()
        wait_until(lambda: gone(process.pid))
        process.wait()
        assert process_command(process.pid) == ""
