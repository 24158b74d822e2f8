"""The official OpenSearch distribution: what is fetched, and its unpacked form in a cache."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from config.services.download import Artifact, fetched
from config.services.programs import open_to_all, shared_cache, user_cache
from config.services.service import Surroundings
from config.services.state import locked
from config.services.user import can_enter

VERSION = "3.8.0"
DISTRIBUTION = Artifact(
    "org.opensearch.distribution.integ-test-zip",
    "opensearch",
    VERSION,
    "zip",
    "196c3cf4602c394f2e40e6174ccbf2a924eae37246f08fa6bbb6b75f9fd5ff1f",
)
# A trimmed Java cannot break Thai into words, and OpenSearch then makes no index at all; ICU supplies that.
LIBRARIES = (
    Artifact(
        "com.ibm.icu",
        "icu4j-localespi",
        "77.1",
        "jar",
        "77d0da4f10c6158174cc3dafbb51356031a09e0fcaaf0432330afb4fb552cac9",
    ),
    Artifact("com.ibm.icu", "icu4j", "77.1", "jar", "b3640b9f416a4411fd33c59abbeea8fd57d024c23e1819bf9673220a97499fe3"),
)


def installed(around: Surroundings) -> tuple[Path, list[Path]]:
    """The unpacked distribution and the libraries in it, fetched and unpacked if need be, where all can read them.

    Raises DownloadError, WrongDownloadError or UnwritableCacheError.
    """
    cache = user_cache()
    archive = fetched(DISTRIBUTION, cache, around.progress)
    jars = [fetched(library, cache, around.progress) for library in LIBRARIES]
    place = cache if can_enter(cache, around.account) else shared_cache()
    program = place / f"opensearch-{VERSION}"
    with locked(place / f"{program.name}.lock"):
        if not complete(program, archive, jars):
            around.progress.step(f"unpacking OpenSearch {VERSION}")
            unpack(archive, jars, program)
    return program, [program / jar.name for jar in jars]


def complete(program: Path, archive: Path, jars: list[Path]) -> bool:
    """True where every file is there in its full length; a look at 300 sizes, not at their bytes."""
    wanted = {jar.name: jar.stat().st_size for jar in jars}
    with zipfile.ZipFile(archive) as content:
        wanted |= {
            entry.filename.partition("/")[2]: entry.file_size for entry in content.infolist() if not entry.is_dir()
        }
    try:
        return all((program / name).stat().st_size == size for name, size in wanted.items())
    except FileNotFoundError:
        return False


def unpack(archive: Path, jars: list[Path], program: Path) -> None:
    """Put the content of ``archive`` and the ``jars`` into ``program``, in one step, in place of what is there."""
    # The lock is ours, so whatever lies here was left by a starter that was killed.
    folder = program.with_name(f".{program.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    fresh = folder / program.name
    for jar in jars:
        shutil.copyfile(jar, fresh / jar.name)
    open_to_all(fresh)
    shutil.rmtree(program, ignore_errors=True)
    fresh.rename(program)
    folder.rmdir()
