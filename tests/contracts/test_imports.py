"""Importing a module does nothing: no environment is needed, no connection is opened, no thread or process starts."""

import subprocess
import sys

import pytest

from tests.contracts.repository import PACKAGES, ROOT

# Three modules are made when they are imported, because their runner wants an object; they may read settings, no more.
PROGRAM = """
import importlib, pkgutil, socket, subprocess, sys, threading

def refused(*_, **__):
    raise AssertionError("a module did work when it was imported")

before = set(threading.enumerate())
for name in ("connect", "connect_ex", "bind", "listen", "send", "sendto"):
    setattr(socket.socket, name, refused)
socket.getaddrinfo = refused
subprocess.Popen.__init__ = refused

def modules(package):
    yield package.__name__
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield found.name

count = 0
for top in sys.argv[1:]:
    for name in modules(importlib.import_module(top)):
        # Programs and migrations run when they are imported; that is what they are for.
        if name.endswith(".__main__") or name == "workers.migrations.env":
            continue
        importlib.import_module(name)
        count += 1
assert set(threading.enumerate()) == before, "a module started a thread when it was imported"
print(count)
"""


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_every_module_does_no_work(package: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("empty")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, package],
        cwd=empty,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert int(done.stdout) == len(module_files(package))
    assert list(empty.iterdir()) == []


def module_files(package: str) -> list[str]:
    """The files of a package that are modules to import, so that none is overlooked."""
    left_out = {"__main__.py", "env.py"}
    found = (path.relative_to(ROOT) for path in (ROOT / package).rglob("*.py") if path.name not in left_out)
    # Migrations have names that begin with a number, which no import statement could write.
    return [str(path) for path in found if "versions" not in path.parts]
