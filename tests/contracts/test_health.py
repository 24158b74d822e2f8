"""The health checks of config/docker, run as a container runs them, on a real page, broker and worker."""

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.services import SilentProgress, running
from config.settings import load_settings
from tests.services import temporary_home

READY_SECONDS = 60.0


def check(*arguments: str, **environment: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "config.docker.health", *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout.strip()


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def page() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_a_page_that_answers_is_well(page: str) -> None:
    assert check("http", f"{page}/healthz") == (0, f"{page}/healthz answers 200")


def test_a_page_that_answers_with_an_error_is_not(page: str) -> None:
    assert check("http", f"{page}/other") == (1, f"{page}/other answers 503")


def test_a_page_that_does_not_answer_is_not() -> None:
    code, seen = check("http", "http://127.0.0.1:1/")
    assert code == 1
    assert "does not answer" in seen


def test_a_file_is_fresh_by_the_newest_whose_name_begins_so(tmp_path: Path) -> None:
    now = time.time()
    for name, age in (("beat.dat", 300), ("beat.dir", 90), ("other", 0)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (now - age, now - age))
    assert check("fresh", str(tmp_path / "beat"), "120")[0] == 0
    assert check("fresh", str(tmp_path / "beat"), "60")[0] == 1


def test_a_file_that_is_not_there_is_not_fresh(tmp_path: Path) -> None:
    assert check("fresh", str(tmp_path / "beat"), "60") == (1, f"{tmp_path}/beat is not there")


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "workers.cli", "worker", "--queues", "parse", "--concurrency", "1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def test_a_worker_is_well_while_it_answers_over_the_broker() -> None:
    # Nobody listens at the two other addresses: a worker asks them nothing until it has work.
    away = {"database_url": "postgresql://nobody@127.0.0.1:1/none", "opensearch_url": "http://127.0.0.1:1"}
    with temporary_home() as home:
        settings = load_settings(home=home, broker_url=None, **away)
        with running(settings, SilentProgress()) as endpoints:
            ours = load_settings(home=home, broker_url=endpoints.broker_url, **away).environment()
            assert check("worker", "--seconds", "1", **ours)[0] == 1
            with worker({**os.environ, **ours}):
                until = time.monotonic() + READY_SECONDS
                while (found := check("worker", "--seconds", "1", **ours))[0] and time.monotonic() < until:
                    pass
                assert found[0] == 0
                assert found[1].startswith("parse-")
        code, seen = check("worker", "--seconds", "1", **ours)
    assert code == 1
    assert "the broker does not answer" in seen
