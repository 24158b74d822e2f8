"""A copy of the project whose parser is compiled, as ``make compile`` does it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = shutil.ignore_patterns(".*", "var", "build", "reports", "*.so", "__pycache__")


def has_compiler() -> bool:
    """Whether there is a C compiler here."""
    return shutil.which("cc") is not None


def compiled_copy(folder: Path) -> Path:
    """Copy the project into a folder that is not there yet and compile its parser; gives the folder back."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    build = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    subprocess.run(build, cwd=folder, env=os.environ | {"LGO_COMPILE": "1"}, check=True, stdout=sys.stderr)
    return folder
