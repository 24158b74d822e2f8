"""Where programs lie: in the wheels they came with, or in a cache where the services' own user can run them."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from config.errors import PermanentError
from config.services.state import locked
from config.services.user import APPLICATION, succeeds

if TYPE_CHECKING:
    from config.services.user import Account

# What is needed only to compile against the programs stays behind.
UNNEEDED = shutil.ignore_patterns("*.a", "include", "__pycache__")


class UnwritableCacheError(PermanentError):
    """The cache in ``folder`` cannot be used."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} cannot be written: set XDG_CACHE_HOME to a folder of yours, "
            "or LGO_OPENSEARCH_URL to an OpenSearch >= 2.19"
        )
        self.folder = folder


class MissingProgramError(PermanentError):
    """The package that brings a service's programs is not installed."""

    def __init__(self, package: str, setting: str) -> None:
        super().__init__(f"the package {package} is not installed: install it, or set {setting}")
        self.package = package
        self.setting = setting


def user_cache() -> Path:
    """Our folder in the user's cache (``XDG_CACHE_HOME`` or the system's usual place), made if need be.

    Raises UnwritableCacheError where it cannot be made or written.
    """
    cache = platformdirs.user_cache_path(APPLICATION)
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableCacheError(cache) from error
    if not os.access(cache, os.R_OK | os.W_OK | os.X_OK):
        raise UnwritableCacheError(cache)
    return cache


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
        with locked(copy.with_name(f"{self.name}.lock")):
            if not copy.exists():
                self._copy(copy)
        return copy

    def _copy(self, target: Path) -> None:
        # The lock is ours, so whatever lies here was left by a starter that was killed.
        fresh = target.with_name(f".{target.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        for part in self.parts:
            if (self.base / part).exists():
                shutil.copytree(self.base / part, fresh / part, symlinks=True, ignore=UNNEEDED, dirs_exist_ok=True)
        open_to_all(fresh)
        fresh.rename(target)


def open_to_all(tree: Path) -> None:
    """Let everyone read the tree and enter its folders; what its owner can run, everyone can."""
    for path in (tree, *tree.rglob("*")):
        mode = path.lstat().st_mode
        if not path.is_symlink():
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
