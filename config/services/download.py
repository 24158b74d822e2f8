"""What the embedded OpenSearch needs beyond Python packages: fetched once by ``jgo``, pinned by hash, kept in a cache.

A file in the cache is complete and right: it is fetched elsewhere, hashed, then moved in. On later starts its size and
time are compared with a stamp; only where they differ is it hashed again, and fetched again if it is not the same file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jgo.maven import MavenContext, PythonResolver

from config.errors import PermanentError, TransientError
from config.services.state import locked, read_json, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from config.services.progress import Progress

# Seconds without a byte before a fetch counts as failed.
TIMEOUT_SECONDS = 30
# A bar that moves more often than each megabyte costs more than it shows.
REPORT_BYTES = 1_000_000
ATTEMPTS = 3
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
        self.reason = f"wrong sha256 {found}"


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


def fetched(artifact: Artifact, cache: Path, progress: Progress, sources: Mapping[str, str] | None = None) -> Path:
    """The path of ``artifact`` in ``cache``, fetched if it is missing or damaged.

    ``sources`` are the addresses to fetch from by name; None leaves it to jgo. Two processes never fetch at once.
    Raises DownloadError without a network, WrongDownloadError on a wrong hash.
    """
    target = cache / artifact.filename
    with locked(cache / f"{artifact.filename}.lock"):
        if not _sound(target, artifact, progress):
            _fetch(artifact, target, progress, sources)
            _stamp(target, artifact)
    return target


def _sound(path: Path, artifact: Artifact, progress: Progress) -> bool:
    if not path.exists():
        return False
    if read_json(_stamp_path(path)) == _facts(path, artifact):
        return True
    if _sha256(path) != artifact.sha256:
        progress.step(f"{path} is damaged and fetched again")
        return False
    _stamp(path, artifact)
    return True


def _fetch(artifact: Artifact, target: Path, progress: Progress, sources: Mapping[str, str] | None) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        reporter = _Reporter(progress)
        try:
            _fetch_once(artifact, target, reporter, sources)
        except (DownloadError, WrongDownloadError) as error:
            # What broke off on its way may get through; what never began needs the user.
            if attempt == ATTEMPTS or not reporter.arrived:
                raise
            progress.step(f"{artifact.filename} did not arrive whole ({error.reason}): fetching it again")
        else:
            return


def _fetch_once(artifact: Artifact, target: Path, reporter: _Reporter, sources: Mapping[str, str] | None) -> None:
    # The lock is ours, so whatever lies here was left by a starter that was killed.
    folder = target.with_name(f".{target.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    context = MavenContext(
        PythonResolver(progress_callback=reporter),
        repo_cache=folder,
        remote_repos=None if sources is None else dict(sources),
        timeout=TIMEOUT_SECONDS,
    )
    component = context.project(artifact.group, artifact.name).at_version(artifact.version)
    try:
        path = component.artifact(packaging=artifact.packaging).resolve()
        found = _sha256(path)
        if found != artifact.sha256:
            raise WrongDownloadError(artifact.filename, found)
        path.replace(target)
    except OSError as error:
        # A full disk has a sentence of its own; faults of the network tell of inner parts, so their kind must do.
        raise DownloadError(artifact.filename, error.strerror or type(error).__name__) from error
    except RuntimeError as error:
        raise DownloadError(artifact.filename, "the package source refuses it") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Reporter:
    """Tells the progress of one fetch, in the form that jgo calls, and counts what arrived."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.arrived = 0

    @contextlib.contextmanager
    def __call__(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """A counter of bytes for the file ``name``."""
        told = 0

        def more(count: int) -> None:
            nonlocal told
            self.arrived += count
            if self.arrived - told >= REPORT_BYTES or self.arrived == total:
                told = self.arrived
                self._progress.download(name, self.arrived, total)

        self._progress.download(name, 0, total)
        yield more


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.stamp")


def _facts(path: Path, artifact: Artifact) -> dict[str, Any]:
    facts = path.stat()
    return {"sha256": artifact.sha256, "size": facts.st_size, "mtime_ns": facts.st_mtime_ns}


def _stamp(path: Path, artifact: Artifact) -> None:
    write_private(_stamp_path(path), json.dumps(_facts(path, artifact)))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
