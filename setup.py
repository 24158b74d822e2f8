"""Compiles the parser to C where LGO_COMPILE is set, as ``make compile`` does. All else stands in pyproject.toml."""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import setup

PARSER = Path("workers") / "parsing"


def sources() -> list[str]:
    """The parser's modules; its packages themselves stay Python, as they hold nothing but imports."""
    return sorted(str(path) for path in PARSER.rglob("*.py") if path.name != "__init__.py")


if os.environ.get("LGO_COMPILE"):
    from mypyc.build import mypycify

    setup(ext_modules=mypycify(sources()))
else:
    setup()
