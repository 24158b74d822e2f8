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


def lacking() -> str | None:
    """What compiling needs and this machine has not; None where it has everything."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return f"there is no C compiler ({compiler})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "Python's headers are not installed (on Debian and Ubuntu, apt install python3-dev)"
    return None if importlib.util.find_spec("mypyc") else "mypyc is not installed"


def sources() -> list[str]:
    """The parser's modules; its packages themselves stay Python, as they hold nothing but imports."""
    return sorted(str(path) for path in PARSER.rglob("*.py") if path.name != "__init__.py")


if os.environ.get("LGO_COMPILE") == "0":
    setup()
elif missing := lacking():
    sys.stderr.write(f"The parser is not compiled, and reads pages a third slower: {missing}.\n")
    setup()
else:
    from mypyc.build import mypycify

    setup(ext_modules=mypycify(sources()))
