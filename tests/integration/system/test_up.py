"""``lgo up`` on a home of its own: all processes come up, and none stays when it is killed."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from config.services import Endpoints
from tests.integration.workers.pages import decision_page
from tests.services import temporary_home
from tests.system import System, bare_environment, eventually, kill


@dataclass(frozen=True, slots=True)
class Up:
    """A running system with the addresses it printed."""

    system: System
    page: str
    flower: str
    home: Path
    pid: int


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    folder = tmp_path_factory.mktemp("up")
    with temporary_home() as home:
        ports = {"LGO_WEB_PORT": "0", "LGO_FLOWER_PORT": "0"}
        environment = {**bare_environment(), "LGO_HOME": str(home), **ports}
        system = System(environment, folder, Endpoints("", "", ""))
        process = system.start("up")
        try:
            printed = eventually(lambda: addresses(folder / "up.log"), "the addresses are printed", 120)
            page, flower = printed
            yield Up(system, page, flower, home, process.pid)
        finally:
            kill(process, signal.SIGTERM)


def addresses(log: Path) -> tuple[str, str] | None:
    found = re.findall(r"^(?:search page|flower) +(http://\S+)", log.read_text(), re.MULTILINE)
    return (found[0], found[1]) if len(found) > 1 else None


def ready(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def belonging(home: Path) -> set[int]:
    """Every process whose environment or arguments name this home."""
    found = set()
    for process in Path("/proc").iterdir():
        try:
            words = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            # It ended meanwhile, or is no process at all.
            continue
        if str(home).encode() in words:
            found.add(int(process.name))
    return found


def test_the_page_is_ready_and_empty(up: Up) -> None:
    eventually(lambda: ready(f"{up.page}readyz"), "the page is ready")
    assert httpx.get(up.page, trust_env=False).status_code == 200
    assert up.system.status()["pages"] == 0


def test_flower_asks_for_a_password_and_cannot_change_anything(up: Up) -> None:
    user = ("lgo", (up.home / "run" / "flower-password").read_text())
    eventually(lambda: httpx.get(f"{up.flower}api/workers", auth=user, trust_env=False).status_code == 200, "Flower")
    assert httpx.get(f"{up.flower}api/workers", trust_env=False).status_code == 401
    shutdown = httpx.post(f"{up.flower}api/worker/shutdown/any", auth=user, trust_env=False)
    assert shutdown.status_code == 403


def test_a_page_goes_through_its_workers(up: Up, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(decision_page("It took six weeks."))
    # Nobody waits, so nobody but the workers does the work.
    assert up.system.lgo("ingest", tmp_path, "--no-wait", "--json").json["stored"] == 1

    def found() -> list[str]:
        answer = httpx.get(f"{up.page}api/v1/search", params={"q": "six weeks"}, trust_env=False).json()
        return [hit["reference"] for hit in answer["results"]]

    eventually(lambda: found() == ["24 001 001"], "the page can be found")


def test_nothing_stays_when_it_is_killed(up: Up) -> None:
    assert len(belonging(up.home)) > 10
    os.kill(up.pid, signal.SIGKILL)
    eventually(lambda: not belonging(up.home), "every process of this home is gone", 60)
