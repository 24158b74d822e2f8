"""Compiles the parser to C where that can be done; all else stands in pyproject.toml.

What is not compiled runs as it stands and reads the same, a third slower. ``LGO_COMPILE=0`` leaves it so.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from setuptools import setup

PARSER = Path("workers") / "parsing"
# Packages hold nothing but imports; the writer of the table of weights is run as a program, by hand.
PLAIN = {"__init__.py", "learning.py"}


def lacking() -> str | None:
    """What compiling needs and this machine has not; None where it has everything."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return f"there is no C compiler ({compiler})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "Python's headers are not installed (on Debian and Ubuntu, apt install python3-dev)"
    return None if importlib.util.find_spec("mypyc") else "mypyc is not installed"


def sources() -> list[str]:
    """The parser's modules, but for those that stay Python."""
    return sorted(str(path) for path in PARSER.rglob("*.py") if path.name not in PLAIN)


if os.environ.get("LGO_COMPILE") == "0":
    setup()
elif missing := lacking():
    sys.stderr.write(f"The parser is not compiled, and reads pages a third slower: {missing}.\n")
    setup()
else:
    from mypyc.build import mypycify

    setup(ext_modules=mypycify(sources()))
