"""Whoever is killed, nothing stays behind, nothing is lost and nothing blocks the next start."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.errors import PermanentError, ServiceUnavailableError
from config.services import SilentProgress, find, running, start_background, status, stop
from config.services.keeper import Keeper
from config.services.names import SERVICE_NAMES
from config.services.service import StartError, Surroundings
from config.services.state import Layout, is_locked, port_answers, read_pid, read_record, try_lock
from config.services.user import service_account
from tests.integration.services.conftest import starter
from tests.processes import gone, wait_until

if TYPE_CHECKING:
    from config.settings import Settings


class Heard(SilentProgress):
    """Remembers the steps it was told."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)


def everything(settings: Settings) -> list[int]:
    """The supervisor, and all processes of the services."""
    layout = Layout(settings.home)
    record = read_record(layout, "postgres")
    assert record is not None
    found = [record.supervisor]
    for name in ("postgres", "valkey"):
        pid = read_pid(layout, name)
        assert pid is not None
        found += [pid, *children(pid)]
    return found


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def server(settings: Settings, name: str) -> int:
    pid = read_pid(Layout(settings.home), name)
    assert pid is not None
    return pid


def test_all_go_when_the_starter_is_killed(settings: Settings) -> None:
    with starter(settings) as killed:
        killed.endpoints()
        kept = everything(settings)
        assert len(kept) > 5
        killed.process.kill()
        wait_until(lambda: gone(*kept), 5)
    with pytest.raises(ServiceUnavailableError):
        find(settings)


def test_all_go_when_the_supervisor_is_killed_and_the_next_start_waits_for_them(settings: Settings) -> None:
    endpoints = start_background(settings, SilentProgress())
    kept = everything(settings)
    os.kill(kept[0], signal.SIGKILL)
    wait_until(lambda: gone(kept[0]))
    with running(settings, SilentProgress()) as again:
        assert again == endpoints
        assert gone(*kept)


def test_the_data_stays_locked_until_the_service_has_really_ended(settings: Settings) -> None:
    start_background(settings, SilentProgress())
    supervisor, lock = everything(settings)[0], Layout(settings.home).lock("valkey")
    guard = parent(server(settings, "valkey"))
    os.kill(guard, signal.SIGSTOP)
    try:
        os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: gone(supervisor))
        assert is_locked(lock)
    finally:
        os.kill(guard, signal.SIGCONT)
    wait_until(lambda: not is_locked(lock))
    assert gone(guard)


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


def test_all_go_with_the_starter_although_a_process_it_forked_lives_on(settings: Settings) -> None:
    with starter(settings, fork=True) as killed:
        forked = killed.forked()
        try:
            killed.endpoints()
            kept = everything(settings)
            killed.process.kill()
            wait_until(lambda: gone(*kept), 5)
            assert not gone(forked)
        finally:
            os.kill(forked, signal.SIGKILL)


def test_a_supervisor_that_hangs_is_killed_and_its_services_stop(settings: Settings) -> None:
    start_background(settings, SilentProgress())
    kept = everything(settings)
    os.kill(kept[0], signal.SIGSTOP)
    assert stop(settings, patience=0.5) == ["postgres", "valkey"]
    wait_until(lambda: gone(*kept))


def test_a_start_that_is_killed_leaves_nothing_half_done(bare_settings: Settings) -> None:
    for seconds in (0.1, 0.4, 0.7):
        with starter(bare_settings) as killed, pytest.raises(subprocess.TimeoutExpired):
            killed.process.wait(seconds)
    with running(bare_settings, SilentProgress()) as endpoints, psycopg.connect(endpoints.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_stale_files_after_a_power_cut_do_not_block_a_start(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        with psycopg.connect(endpoints.database_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        pid_file = settings.home / "postgres" / "data" / "postmaster.pid"
        left = pid_file.read_text().split("\n")
        records = {path: path.read_text() for path in (settings.home / "run").glob("*.json")}
    # As if nothing had been stopped, and the server's number had been given to a process that still lives.
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]))
    if os.geteuid() == 0:
        owner = pid_file.parent.stat()
        os.chown(pid_file, owner.st_uid, owner.st_gid)
    for path, text in records.items():
        path.write_text(text)
    with pytest.raises(ServiceUnavailableError):
        find(settings)
    with running(settings, SilentProgress()) as again, psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (1,)


def test_a_crashed_service_is_named_and_started_again_at_its_address(settings: Settings) -> None:
    heard = Heard()
    with running(settings, heard) as endpoints:
        before = server(settings, "postgres")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: any(f"PostgreSQL crashed (process {before})" in step for step in heard.steps))
        wait_until(lambda: next(s.state for s in status(settings)) == "running")
        assert find(settings) == endpoints
        assert server(settings, "postgres") != before
        wait_until(lambda: connects(endpoints.database_url))
    assert f"PostgreSQL crashed (process {before}) and was started again" in supervisor_log(settings)


def connects(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def supervisor_log(settings: Settings) -> str:
    return (settings.home / "logs" / "supervisor.log").read_text()


def test_a_service_that_crashes_again_and_again_is_given_up_loudly(settings: Settings) -> None:
    heard = Heard()
    with running(settings, heard):
        for _ in range(3):
            before = server(settings, "valkey")
            wait_until(lambda: not gone(server(settings, "valkey")))
            os.kill(server(settings, "valkey"), signal.SIGKILL)
            wait_until(lambda old=before: gone(old))  # type: ignore[misc]
            wait_until(lambda old=before: server(settings, "valkey") != old or given_up(heard))  # type: ignore[misc]
        wait_until(lambda: given_up(heard))
        assert [s.state for s in status(settings)] == ["running", "failed", "configured"]
        with pytest.raises(ServiceUnavailableError, match="`lgo services stop`"):
            start_background(settings, SilentProgress())
    assert "Valkey has ended with exit code 137 and is given up" in supervisor_log(settings)


def given_up(heard: Heard) -> bool:
    return any("Valkey has ended" in step for step in heard.steps)


def test_a_service_that_cannot_start_is_one_line_and_the_others_are_stopped(settings: Settings) -> None:
    with running(settings, SilentProgress()):
        pass
    version = settings.home / "postgres" / "data" / "PG_VERSION"
    version.write_text("15\n")
    with (
        pytest.raises(PermanentError, match="holds data of PostgreSQL 15") as caught,
        running(settings, SilentProgress()),
    ):
        pytest.fail("must not get here")
    assert "\n" not in str(caught.value)
    assert stop(settings) == []
    assert [s.state for s in status(settings)] == ["stopped", "stopped", "configured"]


def test_a_service_whose_start_is_overtaken_by_the_word_to_stop_is_not_started(settings: Settings) -> None:
    layout = Layout(settings.home)
    (service,) = [one for one in SERVICE_NAMES if one.name == "valkey"]
    lock = try_lock(layout.lock(service.name))
    assert lock is not None
    keeper = Keeper(service, Surroundings(layout, service_account(), None, SilentProgress()), lock)
    log = layout.log(service.name)
    logged = log.read_text()
    keeper.end()
    with pytest.raises(StartError, match="it was told to stop"):
        keeper.start()
    keeper.finish()
    assert log.read_text() == logged
    assert not is_locked(layout.lock(service.name))


def test_a_broken_configuration_names_the_log(settings: Settings) -> None:
    with running(settings, SilentProgress()):
        pass
    append(settings.home / "postgres" / "data" / "postgresql.conf", "no_such_setting = 1\n")
    with (
        pytest.raises(PermanentError, match=r"PostgreSQL did not start .* see .*postgres\.log"),
        running(settings, SilentProgress()),
    ):
        pytest.fail("must not get here")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_the_port_is_silent_after_the_end(settings: Settings) -> None:
    with running(settings, SilentProgress()):
        record = read_record(Layout(settings.home), "valkey")
        assert record is not None
        assert port_answers(record.port)
    assert not port_answers(record.port)
