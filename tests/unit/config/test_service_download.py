"""A download is right and whole, or it is not there; what fails says what to do."""

from __future__ import annotations

import hashlib
import http.server
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

import pytest

from config.services.download import Artifact, DownloadError, WrongDownloadError, fetched
from config.services.progress import SilentProgress
from config.services.state import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = b"a library " * 300_000
ARTIFACT = Artifact("org.example", "thing", "1.0", "jar", hashlib.sha256(CONTENT).hexdigest())
PATH = "/org/example/thing/1.0/thing-1.0.jar"


class Source:
    """A server with one file; ``answers`` are given in turn, the last one for good. None breaks off in the middle."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                source.asked.append(self.path)
                if self.path != PATH:
                    self.send_error(404)
                    return
                answer = source.answers.pop(0) if len(source.answers) > 1 else source.answers[0]
                self.send_response(200)
                self.send_header("Content-Length", str(len(CONTENT if answer is None else answer)))
                self.end_headers()
                self.wfile.write(CONTENT[:1_500_000] if answer is None else answer)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.sources = {"test": f"http://127.0.0.1:{self.server.server_port}"}

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def fetches(self) -> int:
        """How often the file itself was asked for."""
        return self.asked.count(PATH)


class Heard(SilentProgress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.downloads: list[tuple[str, int, int | None]] = []

    def step(self, text: str) -> None:
        self.steps.append(text)

    def download(self, name: str, done: int, total: int | None) -> None:
        self.downloads.append((name, done, total))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def source() -> Iterator[Source]:
    with Source(CONTENT) as source:
        yield source


def test_a_file_is_fetched_once_and_kept(source: Source, tmp_path: Path) -> None:
    path = fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    assert path.read_bytes() == CONTENT
    assert fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources) == path
    assert source.fetches == 1


def test_nothing_but_the_file_and_its_checksum_is_asked_for(source: Source, tmp_path: Path) -> None:
    fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    assert set(source.asked) == {PATH, f"{PATH}.sha1"}


def test_the_bytes_are_told_as_they_come(source: Source, tmp_path: Path) -> None:
    heard = Heard()
    fetched(ARTIFACT, tmp_path, heard, source.sources)
    assert [done for _, done, _ in heard.downloads] == sorted(done for _, done, _ in heard.downloads)
    assert heard.downloads[0] == ("thing-1.0.jar", 0, len(CONTENT))
    assert heard.downloads[-1] == ("thing-1.0.jar", len(CONTENT), len(CONTENT))
    assert 3 <= len(heard.downloads) <= 6


@pytest.mark.parametrize("damage", [b"", CONTENT[:-1], b"X" + CONTENT[1:]], ids=["empty", "short", "changed"])
def test_a_file_damaged_in_the_cache_is_fetched_again(source: Source, tmp_path: Path, damage: bytes) -> None:
    path = fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    path.write_bytes(damage)
    heard = Heard()
    assert fetched(ARTIFACT, tmp_path, heard, source.sources).read_bytes() == CONTENT
    assert heard.steps == [f"{path} is damaged and fetched again"]


def test_a_file_without_its_stamp_is_hashed_and_not_fetched_again(source: Source, tmp_path: Path) -> None:
    path = fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    os.utime(path, (1, 1))
    fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    assert source.fetches == 1


def test_what_a_killed_starter_left_does_no_harm(source: Source, tmp_path: Path) -> None:
    left = tmp_path / ".thing-1.0.jar.part" / PATH[1:]
    left.parent.mkdir(parents=True)
    left.write_bytes(CONTENT[:100])
    assert fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources).read_bytes() == CONTENT
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "thing-1.0.jar",
        "thing-1.0.jar.lock",
        "thing-1.0.jar.stamp",
    ]


@pytest.mark.parametrize("first", [None, b"another file"], ids=["broken off", "wrong"])
def test_what_did_not_arrive_whole_is_fetched_again(tmp_path: Path, first: bytes | None) -> None:
    with Source(first, CONTENT) as source:
        assert fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources).read_bytes() == CONTENT
    assert source.fetches == 2


def test_a_file_that_stays_wrong_is_refused(tmp_path: Path) -> None:
    with Source(b"another file") as source, pytest.raises(WrongDownloadError, match="LGO_OPENSEARCH_URL"):
        fetched(ARTIFACT, tmp_path, SilentProgress(), source.sources)
    assert not (tmp_path / "thing-1.0.jar").exists()


def test_without_a_network_one_line_says_what_is_missing_and_what_avoids_it(tmp_path: Path) -> None:
    nowhere = {"test": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(DownloadError) as caught:
        fetched(ARTIFACT, tmp_path, SilentProgress(), nowhere)
    assert str(caught.value).startswith("thing-1.0.jar is missing and could not be fetched (ConnectionError): ")
    assert "LGO_OPENSEARCH_URL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_source_that_does_not_have_it_is_told(tmp_path: Path) -> None:
    missing = Artifact("org.example", "other", "1.0", "jar", "0" * 64)
    with Source(CONTENT) as source, pytest.raises(DownloadError, match="the package source refuses it"):
        fetched(missing, tmp_path, SilentProgress(), source.sources)


def test_two_at_once_fetch_once(source: Source, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        starts = [pool.submit(fetched, ARTIFACT, tmp_path, SilentProgress(), source.sources) for _ in range(4)]
        assert {start.result().read_bytes() for start in starts} == {CONTENT}
    assert source.fetches == 1
