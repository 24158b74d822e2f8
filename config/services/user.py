"""As root the services run under an account of their own, because PostgreSQL and OpenSearch refuse to be root.

The account ``lgo-services`` is made once with the system's own tool; where that cannot be done, ``nobody`` serves. What
the account must reach but cannot (a home or virtual environment below a closed folder such as root's) is put elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import pwd
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


class ForeignDataError(PermanentError):
    """The data in ``folder`` belongs to ``owner``, for whom it would be lost if root took it over."""

    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(f"{folder} belongs to {owner}: start as that user, or set LGO_HOME to another folder")
        self.folder = folder
        self.owner = owner


class NoAccountError(PermanentError):
    """Root has no other user to run the services as."""

    def __init__(self) -> None:
        super().__init__(
            f"PostgreSQL and OpenSearch refuse to run as root and no user {ACCOUNT} could be made: "
            "add one, start as another user, or set LGO_DATABASE_URL and LGO_OPENSEARCH_URL"
        )


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def service_account() -> Account | None:
    """The account for the services when we are root, made if need be; None when we are an ordinary user.

    Raises NoAccountError where root finds neither an account nor a way to make one.
    """
    if os.geteuid() != 0:
        return None
    account = _account(ACCOUNT) or _created_account() or _account(FALLBACK_ACCOUNT)
    if account is None:
        raise NoAccountError
    return account


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


def hand_over(path: Path, account: Account | None) -> None:
    """Make ``account`` the owner of ``path`` itself, never of what a link there points to."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def data_folder(home: Path, name: str, account: Account | None) -> Path:
    """The folder ``home/name`` for a service's data, made if need be and owned by ``account``.

    Where the account cannot enter the home, the data lies in the system's state folder and ``home/name`` is a link.
    Raises UnreachableFolderError where neither can be used, ForeignDataError where the data is another user's.
    """
    place = home / name
    if place.is_symlink() and not place.exists():
        # A link whose target was removed by hand gives way to a fresh one.
        place.unlink()
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
        place.symlink_to(tempfile.mkdtemp(prefix=f"{place.name}-{sign}-", dir=base))
    except OSError as error:
        raise UnreachableFolderError(place.parent, account.name) from error


def _give(folder: Path, account: Account) -> None:
    owner = folder.stat().st_uid
    if owner != 0 and (name := _name_of(owner)) is not None:
        raise ForeignDataError(folder, name)
    for path in (folder, *folder.rglob("*")):
        hand_over(path, account)


def _name_of(uid: int) -> str | None:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return None
