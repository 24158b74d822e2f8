"""As root the services run under an account of their own, because PostgreSQL and OpenSearch refuse to be root.

The account ``lgo-services`` is made once with the system's own tool; where that cannot be done, ``nobody`` serves. What
the account must reach but cannot (a home or virtual environment below a closed folder such as root's) is put elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from config.errors import PermanentError

APPLICATION = "lgo-decisions"
ACCOUNT = "lgo-services"
FALLBACK_ACCOUNT = "nobody"


class UnreachableFolderError(PermanentError):
    """The account of the services cannot enter ``folder``, nor can we put the data elsewhere."""

    def __init__(self, folder: Path, account: str) -> None:
        super().__init__(
            f"{folder} cannot be entered by the user {account}, as whom the services run when root starts them: "
            "set LGO_HOME to a folder that every user can enter, or start as another user"
        )
        self.folder = folder
        self.account = account


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def service_account() -> Account | None:
    """The account for the services when we are root, made if need be; None when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    return _account(ACCOUNT) or _created_account() or _account(FALLBACK_ACCOUNT)


def _account(name: str) -> Account | None:
    with suppress(KeyError):
        entry = pwd.getpwnam(name)
        return Account(name, entry.pw_uid, entry.pw_gid)
    return None


def _created_account() -> Account | None:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    with suppress(OSError):
        subprocess.run(
            ["useradd", *options, "--shell", "/usr/sbin/nologin", ACCOUNT],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    # Looked up whatever the tool says: another starter may have been faster.
    return _account(ACCOUNT)


def succeeds(command: list[str], account: Account | None) -> bool:
    """True where ``command`` can be run, as ``account`` where one is given, and ends well."""
    identity = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        done = subprocess.run(  # type: ignore[call-overload]  # The identity is given or it is not.
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd="/", **identity
        )
    except OSError:
        return False
    return bool(done.returncode == 0)


def can_enter(folder: Path, account: Account | None) -> bool:
    """True where ``account`` can go into ``folder``; asked of the kernel, so access lists count too."""
    return account is None or succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], account)


def data_folder(home: Path, name: str, account: Account | None) -> Path:
    """The folder ``home/name`` for a service's data, made if need be and owned by ``account``.

    Where the account cannot enter the home, the data lies in the system's state folder and ``home/name`` is a link.
    Raises UnreachableFolderError where neither can be used.
    """
    place = home / name
    if account is None:
        place.mkdir(mode=0o700, exist_ok=True)
        return place
    if not place.exists():
        _make_reachable(place, account)
    folder = place.resolve()
    if folder.stat().st_uid != account.uid:
        _give(folder, account)
    if not can_enter(folder, account):
        raise UnreachableFolderError(folder, account.name)
    return folder


def _make_reachable(place: Path, account: Account) -> None:
    if can_enter(place.parent, account):
        place.mkdir(mode=0o700)
        return
    base = platformdirs.site_state_path(APPLICATION)
    sign = hashlib.sha256(os.fsencode(place)).hexdigest()[:8]
    try:
        base.mkdir(parents=True, exist_ok=True)
        base.chmod(0o755)
        folder = Path(tempfile.mkdtemp(prefix=f"{place.name}-{sign}-", dir=base))
        # A link whose target was removed by hand gives way to a fresh one.
        place.unlink(missing_ok=True)
        place.symlink_to(folder)
    except OSError as error:
        raise UnreachableFolderError(place.parent, account.name) from error


def _give(folder: Path, account: Account) -> None:
    os.chown(folder, account.uid, account.gid)
    for inside in folder.rglob("*"):
        os.chown(inside, account.uid, account.gid, follow_symlinks=False)


def user_cache() -> Path:
    """Our folder in the user's cache (``XDG_CACHE_HOME`` or the system's usual place), made if need be."""
    return platformdirs.user_cache_path(APPLICATION, ensure_exists=True)


def shared_cache() -> Path:
    """Our folder in the cache of the whole machine, which every user can read; for root only."""
    base = platformdirs.site_cache_path(APPLICATION)
    base.mkdir(parents=True, exist_ok=True)
    base.chmod(0o755)
    return base


@dataclass(frozen=True, slots=True)
class ProgramTree:
    """Programs as installed: the ``parts``, paths below ``base``, belong together; ``name`` holds the version.

    ``probe`` is a command whose first word is a program below ``base``; it ends well where the programs can be run.
    """

    name: str
    base: Path
    parts: tuple[str, ...]
    probe: tuple[str, ...]

    def usable(self, account: Account | None) -> Path:
        """``base`` itself where ``account`` can run what lies there, else that of a copy in the shared cache."""
        if account is None or succeeds([str(self.base / self.probe[0]), *self.probe[1:]], account):
            return self.base
        copy = shared_cache() / self.name
        if not copy.exists():
            self._copy(copy)
        return copy

    def _copy(self, target: Path) -> None:
        fresh = Path(tempfile.mkdtemp(prefix=f".{self.name}-", dir=target.parent))
        # What is needed only to compile against the programs stays behind.
        unneeded = shutil.ignore_patterns("*.a", "include", "__pycache__")
        for part in self.parts:
            if (self.base / part).exists():
                shutil.copytree(self.base / part, fresh / part, symlinks=True, ignore=unneeded, dirs_exist_ok=True)
        open_to_all(fresh)
        with suppress(OSError):
            # Fails only where another starter has put the same copy there first.
            fresh.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)


def open_to_all(tree: Path) -> None:
    """Let everyone read the tree and enter its folders; what its owner can run, everyone can."""
    for path in (tree, *tree.rglob("*")):
        mode = path.lstat().st_mode
        if not path.is_symlink():
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
