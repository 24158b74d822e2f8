"""A guarded command ends when it must, whoever is killed and however; nothing it started stays behind."""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.guard import NOT_STARTED_EXIT, SIGNAL_EXIT, Orders, guard_command, parse_orders
from tests.processes import gone, pid_in, python, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs a death signal")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user")

# Starts a guard whose orders it is given, and stays.
PARENT = """
import json, subprocess, sys
guard = subprocess.Popen(json.loads(sys.argv[1]))
print(guard.pid, flush=True)
sys.stdin.read()
"""


def shell(script: str, *arguments: object) -> tuple[str, ...]:
    return ("/bin/sh", "-c", script, "sh", *map(str, arguments))


def run(orders: Orders) -> subprocess.CompletedProcess[str]:
    return subprocess.run(guard_command(orders), capture_output=True, text=True, check=False)


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "pid"


@pytest.fixture
def guard_pid_file(pid_file: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A guard over a command that waits, and the file with the command's process id."""
    guard = subprocess.Popen(guard_command(Orders(shell("exec sleep 100"), pid_file=str(pid_file))))
    yield guard, pid_file
    guard.kill()
    guard.wait()


def test_orders_survive_the_command_line() -> None:
    orders = Orders(
        ("ls", "-l", "--", "--restart"),
        restart=True,
        tries=3,
        parent=1,
        user=(5, 6),
        stop_signal=2,
        grace=1.5,
        pid_file="/x",
    )
    assert parse_orders(guard_command(orders)[4:]) == orders


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.guard", "--", "echo", "-n", "x"], capture_output=True, check=True
    )
    assert done.stdout == b"x"


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 3", 3), ("kill -KILL $$", SIGNAL_EXIT + 9), ("kill $$", SIGNAL_EXIT + 15)],
)
def test_the_exit_code_passes_through(script: str, code: int) -> None:
    assert run(Orders(shell(script))).returncode == code


def test_a_command_that_does_not_exist_is_named() -> None:
    done = run(Orders(("/no/such/command",)))
    assert done.returncode == NOT_STARTED_EXIT
    assert "/no/such/command cannot be started: No such file" in done.stderr


def test_the_command_has_a_group_of_its_own() -> None:
    done = run(Orders((sys.executable, "-c", "import os; print(os.getpid() == os.getpgid(0))")))
    assert done.stdout.strip() == "True"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_handed_on_and_the_command_may_finish(number: int, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    script = f"trap 'sleep 0.2; exit 7' {int(number)}; echo 1 > \"$1\"; while :; do sleep 0.05; done"
    guard = subprocess.Popen(guard_command(Orders(shell(script, ready))))
    pid_in(ready)
    guard.send_signal(number)
    assert guard.wait(10) == 7


def test_another_signal_can_be_ordered_for_stopping(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    script = "trap 'exit 7' INT; trap '' TERM; echo 1 > \"$1\"; while :; do sleep 0.05; done"
    guard = subprocess.Popen(guard_command(Orders(shell(script, ready), stop_signal=signal.SIGINT)))
    pid_in(ready)
    guard.terminate()
    assert guard.wait(10) == 7


def test_a_command_that_will_not_stop_is_killed_after_its_grace(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    script = "trap '' TERM; echo 1 > \"$1\"; while :; do sleep 0.05; done"
    guard = subprocess.Popen(guard_command(Orders(shell(script, ready), grace=0.3)))
    pid_in(ready)
    guard.terminate()
    assert guard.wait(10) == SIGNAL_EXIT + signal.SIGKILL


def test_what_a_command_leaves_in_its_group_goes_too(tmp_path: Path) -> None:
    run(Orders(shell("trap '' TERM; sleep 100 & echo $! > \"$1\"", tmp_path / "left")))
    assert gone(pid_in(tmp_path / "left"))


@linux_only
def test_what_left_the_group_goes_too(tmp_path: Path) -> None:
    escape = (
        sys.executable,
        "-c",
        "import os, sys, time; os.setsid(); open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(100)",
    )
    run(Orders(shell('f=$1; shift; "$@" "$f" & while [ ! -s "$f" ]; do sleep 0.02; done', tmp_path / "left", *escape)))
    assert gone(pid_in(tmp_path / "left"))


def test_the_command_goes_when_the_parent_is_killed(pid_file: Path) -> None:
    parent = python(PARENT, json.dumps(guard_command(Orders(shell("sleep 100 & wait"), pid_file=str(pid_file)))))
    with parent:
        assert parent.stdout is not None
        guard = int(parent.stdout.readline())
        command = pid_in(pid_file)
        assert not gone(guard, command)
        parent.kill()
        wait_until(lambda: gone(guard, command), 5)


def test_the_command_goes_when_a_further_process_is_killed(pid_file: Path) -> None:
    with subprocess.Popen(["sleep", "100"]) as other:
        orders = Orders(shell("exec sleep 100"), parent=other.pid, pid_file=str(pid_file))
        with subprocess.Popen(guard_command(orders)) as guard:
            pid_in(pid_file)
            other.kill()
            assert guard.wait(5) == SIGNAL_EXIT + signal.SIGTERM


def test_a_guard_that_comes_too_late_runs_nothing_for_long() -> None:
    with subprocess.Popen(["true"]) as other:
        other.wait()
        orders = Orders(shell("exec sleep 100"), parent=other.pid)
        assert subprocess.run(guard_command(orders), check=False, timeout=5).returncode == SIGNAL_EXIT + signal.SIGTERM


@linux_only
def test_the_command_goes_when_the_guard_itself_is_killed(
    guard_pid_file: tuple[subprocess.Popen[bytes], Path],
) -> None:
    guard, pid_file = guard_pid_file
    command = pid_in(pid_file)
    guard.kill()
    wait_until(lambda: gone(command), 5)


@linux_only
@root_only
def test_the_command_of_another_user_goes_with_the_guard_too(pid_file: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    orders = Orders(shell("exec sleep 100"), user=(nobody.pw_uid, nobody.pw_gid), pid_file=str(pid_file))
    with subprocess.Popen(guard_command(orders)) as guard:
        command = pid_in(pid_file)
        wait_until(lambda: Path(f"/proc/{command}").stat().st_uid == nobody.pw_uid)
        guard.kill()
    wait_until(lambda: gone(command), 5)


@root_only
def test_another_user_keeps_nothing_of_root() -> None:
    nobody = pwd.getpwnam("nobody")
    done = run(Orders(shell("id -u; id -g; id -G"), user=(nobody.pw_uid, nobody.pw_gid)))
    assert done.stdout.split() == [str(nobody.pw_uid), str(nobody.pw_gid), str(nobody.pw_gid)]


def test_a_crashed_command_is_started_again_and_this_is_said(tmp_path: Path) -> None:
    script = 'if [ -e "$1" ]; then exit 0; fi; touch "$1"; exit 5'
    done = run(Orders(shell(script, tmp_path / "been here"), restart=True))
    assert done.returncode == 0
    assert done.stderr == "guard: /bin/sh crashed (exit code 5); starting it again in 0.5 s\n"


def test_without_the_order_a_crashed_command_stays_down(tmp_path: Path) -> None:
    assert run(Orders(shell('echo x >> "$1"; exit 5', tmp_path / "runs"))).returncode == 5
    assert (tmp_path / "runs").read_text() == "x\n"


def test_a_command_that_crashes_at_once_is_given_up_loudly(tmp_path: Path) -> None:
    done = run(Orders(shell('echo x >> "$1"; exit 5', tmp_path / "runs"), restart=True, tries=2))
    assert done.returncode == 5
    assert (tmp_path / "runs").read_text() == "x\nx\n"
    assert "crashed 2 times in a row (exit code 5): given up" in done.stderr


def test_it_stops_in_the_pause_before_a_restart(tmp_path: Path) -> None:
    orders = Orders(shell('echo 1 > "$1"; exit 5', tmp_path / "ran"), restart=True)
    with subprocess.Popen(guard_command(orders), stderr=subprocess.DEVNULL) as guard:
        pid_in(tmp_path / "ran")
        time.sleep(0.2)
        began = time.monotonic()
        guard.terminate()
        assert guard.wait(5) == 5
    assert time.monotonic() - began < 0.25


def test_the_pid_file_follows_a_restart(pid_file: Path) -> None:
    orders = Orders(shell("exec sleep 100"), restart=True, pid_file=str(pid_file))
    with subprocess.Popen(guard_command(orders), stderr=subprocess.DEVNULL) as guard:
        first = pid_in(pid_file)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: pid_in(pid_file) != first)
        guard.terminate()
