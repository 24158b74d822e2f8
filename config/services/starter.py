"""A supervisor process as seen by whoever started it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from config.errors import LgoError, PermanentError, TransientError
from config.services.names import Request, ServiceName
from config.services.state import STOP_SECONDS, Layout, running_urls, set_aside

if TYPE_CHECKING:
    from config.services.progress import Progress
    from config.settings import Settings


class Starter:
    """A supervisor process as seen by the one who started it."""

    def __init__(self, settings: Settings, services: list[ServiceName], *, stay: bool) -> None:
        self._layout = Layout(settings.home)
        self._names = [service.name for service in services]
        root = Path(__file__).parents[2]
        # Our own import path, whatever the working folder and however this project was put on the path.
        entry = "import sys; sys.path.insert(0, sys.argv.pop(1)); from config.services.supervisor import main; main()"
        set_aside(self._layout.log("supervisor"))
        with self._layout.log("supervisor").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", entry, str(root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd="/",
                # Away from the terminal's Ctrl-C: we stop it ourselves, in our own order.
                start_new_session=True,
            )
        self._teller: threading.Thread | None = None
        request = Request(settings.home, tuple(self._names), settings.java_home, stay)
        # One that could not even read its request says why in its log, and `follow` that it did.
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).write(request.to_json() + "\n")
            _pipe(self._process.stdin).flush()

    def follow(self, progress: Progress) -> dict[str, str]:
        """Pass on what the supervisor tells until all is up; the URLs. Raises what it says went wrong."""
        for line in _pipe(self._process.stdout):
            event = json.loads(line)
            if event["event"] == "ready":
                return {name: url for name, url in running_urls(self._layout).items() if name in self._names}
            _pass_on(event, progress)
        raise PermanentError(f"the services' supervisor ended early: see {self._layout.log('supervisor')}")

    def keep_telling(self, progress: Progress) -> None:
        """Go on passing on what happens, a crash for one, on a thread of its own."""

        def tell() -> None:
            # A pipe that is closed at the end, by us or by the supervisor, ends the telling.
            with contextlib.suppress(ValueError, OSError):
                for line in _pipe(self._process.stdout):
                    _pass_on(json.loads(line), progress)

        self._teller = threading.Thread(target=tell, daemon=True)
        self._teller.start()

    def let_go(self) -> None:
        """Leave a supervisor that stays to itself."""
        for stream in (self._process.stdin, self._process.stdout):
            _pipe(stream).close()
        # It is not ours to wait for any more, and Python need not remind us of it.
        self._process.returncode = 0

    def stop(self) -> None:
        """Stop what the supervisor keeps and wait for it."""
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).close()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its guards see it die and stop their services.
            self._process.kill()
            self._process.wait()
        if self._teller is not None:
            self._teller.join()
        _pipe(self._process.stdout).close()


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise AssertionError("the supervisor is always started with pipes")
    return stream


def _pass_on(event: dict[str, Any], progress: Progress) -> None:
    if event["event"] == "step":
        progress.step(event["text"])
    elif event["event"] == "download":
        progress.download(event["name"], event["done"], event["total"])
    elif event["event"] == "error":
        kind: type[LgoError] = TransientError if event["transient"] else PermanentError
        raise kind(event["text"])
