"""What the embedded OpenSearch needs beyond Python packages: fetched once by ``jgo``, pinned by hash, kept in a cache.

A file in the cache is complete and right: it is fetched elsewhere, hashed, then moved in. On later starts its size and
time are compared with a stamp; only where they differ is it hashed again, and fetched again if it is not the same file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jgo.maven import MavenContext, PythonResolver

from config.errors import PermanentError, TransientError
from config.services.state import locked, read_json, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.services.progress import Progress

# Seconds without a byte before a fetch counts as failed.
TIMEOUT_SECONDS = 30
# A bar that moves more often than each megabyte costs more than it shows.
REPORT_BYTES = 1_000_000
WAY_OUT = "connect this machine to the internet for the first start, or set LGO_OPENSEARCH_URL to an OpenSearch >= 2.19"


class DownloadError(TransientError):
    """``name`` could not be fetched."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is missing and could not be fetched ({reason}): {WAY_OUT}")
        self.name = name
        self.reason = reason


class WrongDownloadError(PermanentError):
    """What was fetched as ``name`` is not the file this project was built with."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(f"{name} was fetched but has the wrong sha256 {found}: try again, or set LGO_OPENSEARCH_URL")
        self.name = name
        self.found = found


@dataclass(frozen=True, slots=True)
class Artifact:
    """A published file: its coordinates, and the only content that is accepted."""

    group: str
    name: str
    version: str
    packaging: str
    sha256: str

    @property
    def filename(self) -> str:
        """The name of the file in the cache."""
        return f"{self.name}-{self.version}.{self.packaging}"


def fetched(artifact: Artifact, cache: Path, progress: Progress) -> Path:
    """The path of ``artifact`` in ``cache``, fetched if it is missing or damaged.

    Two processes never fetch at once. Raises DownloadError without a network, WrongDownloadError on a wrong hash.
    """
    target = cache / artifact.filename
    with locked(cache / f"{artifact.filename}.lock"):
        if not _sound(target, artifact):
            _fetch(artifact, target, progress)
            _stamp(target, artifact)
    return target


def _sound(path: Path, artifact: Artifact) -> bool:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    if read_json(_stamp_path(path)) == {
        "sha256": artifact.sha256,
        "size": facts.st_size,
        "mtime_ns": facts.st_mtime_ns,
    }:
        return True
    if _sha256(path) != artifact.sha256:
        path.unlink()
        return False
    _stamp(path, artifact)
    return True


def _fetch(artifact: Artifact, target: Path, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target.parent) as folder:
        context = MavenContext(
            PythonResolver(progress_callback=_reporter(progress)), repo_cache=Path(folder), timeout=TIMEOUT_SECONDS
        )
        component = context.project(artifact.group, artifact.name).at_version(artifact.version)
        try:
            path = component.artifact(packaging=artifact.packaging).resolve()
        except OSError as error:
            # Every fault of the network comes as one; its own text is long and names inner parts.
            raise DownloadError(artifact.filename, type(error).__name__) from error
        except RuntimeError as error:
            raise DownloadError(artifact.filename, "the package source does not have it or refuses") from error
        found = _sha256(path)
        if found != artifact.sha256:
            raise WrongDownloadError(artifact.filename, found)
        path.replace(target)


def _reporter(progress: Progress) -> Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]]:
    @contextlib.contextmanager
    def report(name: str, total: int) -> Iterator[Callable[[int], None]]:
        done = told = 0

        def more(count: int) -> None:
            nonlocal done, told
            done += count
            if done - told >= REPORT_BYTES or done == total:
                told = done
                progress.download(name, done, total)

        progress.download(name, 0, total)
        yield more

    return report


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.stamp")


def _stamp(path: Path, artifact: Artifact) -> None:
    facts = path.stat()
    stamp = {"sha256": artifact.sha256, "size": facts.st_size, "mtime_ns": facts.st_mtime_ns}
    write_private(_stamp_path(path), json.dumps(stamp))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
