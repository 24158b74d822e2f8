"""Run one command that cannot outlive its parent: ``python -m config.guard [options] -- COMMAND ARGUMENTS...``.

The command gets a process group of its own. When the guard is told to stop (SIGTERM, SIGINT), or when the process that
started the guard is gone for whatever reason, the command is asked to stop, killed after a grace, and whatever it left
behind goes too. With ``--restart`` a crashed command is started again. Standard library only: it starts many times.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Numbers of Linux prctl(2): the signal a process gets when its parent dies, and adoption of orphaned descendants.
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
# A parent that cannot be watched by a file descriptor is looked at this often.
POLL_SECONDS = 0.5
# What a command leaves behind in its group has this long between TERM and KILL.
LEFTOVER_SECONDS = 2.0
# A crash after less time than this counts as quick; the pause before a restart doubles from the first to the last.
QUICK_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.5
LAST_PAUSE_SECONDS = 30.0
DEFAULT_GRACE_SECONDS = 10.0
# Exit codes above this say which signal ended the command, as shells do.
SIGNAL_EXIT = 128
NOT_STARTED_EXIT = 127


@dataclass(frozen=True)
class Orders:
    """What the guard is asked to do; see :func:`guard_command` for the meaning of each."""

    command: tuple[str, ...]
    restart: bool = False
    tries: int = 0
    parent: int | None = None
    user: tuple[int, int] | None = None
    stop_signal: int | None = None
    grace: float = DEFAULT_GRACE_SECONDS
    pid_file: str | None = None


def guard_command(orders: Orders) -> list[str]:
    """The argument list that starts a guard with ``orders``, runnable from any folder and under any environment.

    ``restart``: start a crashed command again; ``tries``: give up after so many quick crashes in a row (0: never);
    ``parent``: a further process not to be outlived; ``user``: uid and gid of the command; ``stop_signal``: what asks
    the command to stop, where that is not the signal received; ``grace``: seconds before it is killed; ``pid_file``:
    where the command's process id is written at each start.
    """
    options: list[str] = ["--restart"] if orders.restart else []
    options += [f"--tries={orders.tries}", f"--grace={orders.grace}"]
    options += [f"--parent={orders.parent}"] if orders.parent is not None else []
    options += ["--user={}:{}".format(*orders.user)] if orders.user is not None else []
    options += [f"--stop-signal={orders.stop_signal}"] if orders.stop_signal is not None else []
    options += [f"--pid-file={orders.pid_file}"] if orders.pid_file is not None else []
    # Isolated and without site-packages: nothing but this file and the standard library is needed.
    return [sys.executable, "-I", "-S", str(Path(__file__).absolute()), *options, "--", *orders.command]


def parse_orders(arguments: Sequence[str]) -> Orders:
    """Orders from command line arguments; leaves with a usage message and exit code 2 where they make no sense."""
    parser = argparse.ArgumentParser(prog="python -m config.guard", description="Run a command that dies with us.")
    parser.add_argument("--restart", action="store_true", help="start a crashed command again, with growing pauses")
    parser.add_argument("--tries", type=int, default=0, help="give up after so many quick crashes in a row; 0: never")
    parser.add_argument("--parent", type=int, help="also stop when the process with this id is gone")
    parser.add_argument("--user", type=_user, help="UID:GID to run the command as")
    parser.add_argument("--stop-signal", type=int, help="number of the signal that asks the command to stop")
    parser.add_argument("--grace", type=float, default=DEFAULT_GRACE_SECONDS, help="seconds before it is killed")
    parser.add_argument("--pid-file", help="file that gets the command's process id")
    parser.add_argument("command", nargs="+")
    found = vars(parser.parse_args(arguments))
    return Orders(**{**found, "command": tuple(found["command"])})


def _user(text: str) -> tuple[int, int]:
    uid, _, gid = text.partition(":")
    return int(uid), int(gid)


class ParentWatch:
    """Tells when a process is gone: at once by a process descriptor (Linux), else by looking now and then."""

    def __init__(self, pid: int, *, real_parent: bool) -> None:
        self._pid = pid
        self._real_parent = real_parent
        self.descriptor: int | None = None
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):
                self.descriptor = os.pidfd_open(pid)

    def gone(self) -> bool:
        """True once the process has ended, also while nobody has collected its exit code yet."""
        if self._real_parent:
            return os.getppid() != self._pid
        if self.descriptor is not None:
            return bool(select.select([self.descriptor], [], [], 0)[0])
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


class Guard:
    """One guarded command, from its first start to the end of the last thing it left behind."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._watches = [ParentWatch(os.getppid(), real_parent=True)]
        if orders.parent is not None:
            self._watches.append(ParentWatch(orders.parent, real_parent=False))
        self._received: list[int] = []
        self._wake_read, self._wake_write = os.pipe()
        self._child: int | None = None
        self._group = 0
        self._status = 0

    def run(self) -> int:
        """Run the command until it ends or must; the command's exit code, 128 + signal where a signal ended it."""
        self._listen()
        crashes = 0
        while True:
            began = time.monotonic()
            try:
                self._start()
            except OSError as error:
                self._say(f"cannot be started: {error.strerror}")
                return NOT_STARTED_EXIT
            stopped = self._watch_child()
            self._sweep()
            if stopped or self._status == 0 or not self._orders.restart:
                return self._status
            crashes = crashes + 1 if time.monotonic() - began < QUICK_SECONDS else 1
            if self._orders.tries and crashes >= self._orders.tries:
                self._say(f"crashed {crashes} times in a row (exit code {self._status}): given up")
                return self._status
            pause = min(FIRST_PAUSE_SECONDS * 2 ** (crashes - 1), LAST_PAUSE_SECONDS)
            self._say(f"crashed (exit code {self._status}); starting it again in {pause:g} s")
            if self._pause(pause):
                return self._status

    def _listen(self) -> None:
        for descriptor in (self._wake_read, self._wake_write):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda received, _frame: self._received.append(received))
        # A handler is needed for the wake-up to happen; the child itself is collected in the loop.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        _prctl(PR_SET_CHILD_SUBREAPER, 1)

    def _start(self) -> None:
        orders = self._orders
        identity = {} if orders.user is None else {"user": orders.user[0], "group": orders.user[1], "extra_groups": []}
        process = subprocess.Popen(  # type: ignore[call-overload]  # The identity is given or it is not.
            orders.command,
            process_group=0,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509  # One thread only, so it is safe here.
            **identity,
        )
        self._child = self._group = process.pid
        # The exit code is collected by this class, together with those of adopted orphans.
        process.returncode = 0
        if orders.pid_file is not None:
            _write_pid(Path(orders.pid_file), process.pid)

    def _watch_child(self) -> bool:
        """Wait for the command to end; True where it was asked to."""
        deadline: float | None = None
        while not self._collected():
            wish = self._wish()
            if wish is not None:
                self._signal_child(wish)
                deadline = deadline or time.monotonic() + self._orders.grace
            if deadline is not None and time.monotonic() > deadline:
                self._signal_child(signal.SIGKILL)
            self._sleep(POLL_SECONDS, stopping=deadline is not None)
        return deadline is not None

    def _wish(self) -> int | None:
        """The signal to hand on now, if any: one that was received, or a first TERM because a parent is gone."""
        if self._received:
            received = self._received.pop(0)
            # A hang-up means that the terminal has gone; many commands would take it as a wish to begin anew.
            asked = signal.SIGTERM if received == signal.SIGHUP else received
            return self._orders.stop_signal or asked
        if any(watch.gone() for watch in self._watches):
            self._watches = []
            return self._orders.stop_signal or signal.SIGTERM
        return None

    def _signal_child(self, number: int) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.kill(self._child, number)

    def _sleep(self, seconds: float, *, stopping: bool = False) -> None:
        watched = [] if stopping else [w.descriptor for w in self._watches if w.descriptor is not None]
        ready, _, _ = select.select([self._wake_read, *watched], [], [], seconds)
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)

    def _pause(self, seconds: float) -> bool:
        """Wait before a restart; True where the guard must stop instead."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._wish() is not None:
                return True
            self._sleep(min(left, POLL_SECONDS))
        return False

    def _collected(self) -> bool:
        """Collect every ended child, adopted ones too; True once the command itself is among them."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                if pid == self._child:
                    code = os.waitstatus_to_exitcode(status)
                    self._status = code if code >= 0 else SIGNAL_EXIT - code
                    self._child = None
        return self._child is None

    def _sweep(self) -> None:
        """End what the command left behind: its group and, where the system can tell, orphans that left the group."""
        # Each is asked once, then only looked at until its time is up, then killed.
        for first, later in ((signal.SIGTERM, 0), (signal.SIGKILL, signal.SIGKILL)):
            until = time.monotonic() + LEFTOVER_SECONDS
            number: int = first
            while self._signal_leftovers(number) and time.monotonic() < until:
                number = later
                self._sleep(0.05, stopping=True)
                self._collected()

    def _signal_leftovers(self, number: int) -> bool:
        found = False
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._group, number)
            found = True
        for pid in _own_children():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
                found = True
        return found

    def _say(self, text: str) -> None:
        sys.stderr.write(f"guard: {self._orders.command[0]} {text}\n")
        sys.stderr.flush()


def _own_children() -> list[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    try:
        return [int(word) for word in listing.read_text(encoding="ascii").split()]
    except OSError:
        return []


def _write_pid(path: Path, pid: int) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(f"{pid}\n", encoding="ascii")
    fresh.replace(path)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _die_with(guard: int) -> Callable[[], None]:
    """What the child does between fork and exec, after it changed its user (which would clear the death signal)."""
    # Loaded before the fork, so that the child only calls it.
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def settle() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != guard:
            os._exit(SIGNAL_EXIT + signal.SIGKILL)

    return settle


def main() -> int:
    """Run what the command line says."""
    return Guard(parse_orders(sys.argv[1:])).run()


if __name__ == "__main__":
    sys.exit(main())
