"""A copy of the project whose parser runs as plain Python, where ours is compiled."""

from __future__ import annotations

import shutil
from pathlib import Path

from workers.parsing import decision

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = shutil.ignore_patterns(".*", "var", "build", "reports", "*.so", "__pycache__")


def is_compiled() -> bool:
    """Whether the parser here is compiled."""
    return not str(decision.__file__).endswith(".py")


def plain_copy(folder: Path) -> Path:
    """Copy the project, without anything compiled, into a folder that is not there yet; gives the folder back."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    return folder
