"""Progress is plain lines where nobody can see a bar move."""

from __future__ import annotations

import io
import time

from config.services.progress import LineProgress, terminal_progress


def test_a_step_is_a_line() -> None:
    stream = io.StringIO()
    LineProgress(stream).step("PostgreSQL is up")
    assert stream.getvalue() == "PostgreSQL is up\n"


def test_a_download_is_about_ten_lines_and_ends_with_the_whole() -> None:
    stream = io.StringIO()
    progress = LineProgress(stream)
    for done in range(0, 50_000_001, 500_000):
        progress.download("thing.zip", done, 50_000_000)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "fetching thing.zip: 5.0 of 50.0 MB"
    assert lines[-1] == "fetching thing.zip: 50.0 of 50.0 MB"


def test_elsewhere_than_on_a_terminal_there_are_lines() -> None:
    stream = io.StringIO()
    with terminal_progress(stream) as progress:
        progress.step("one")
    assert stream.getvalue() == "one\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_there_is_a_bar_and_steps_stay() -> None:
    stream = Terminal()
    with terminal_progress(stream) as progress:
        progress.download("thing.zip", 10, 20)
        progress.step("[one] is up")
    assert "[one] is up" in stream.getvalue()
    assert "thing.zip" in stream.getvalue()


def test_no_bar_is_left_when_the_download_has_ended() -> None:
    stream = Terminal()
    with terminal_progress(stream) as progress:
        progress.download("thing.zip", 20, 20)
        before = len(stream.getvalue())
        progress.step("up")
        time.sleep(0.3)
        assert stream.getvalue()[before:] == "up\n"
