"""Whether the parser that was compiled to C is the one that stands in its source.

setup.py compiles it where there is a C compiler. Python prefers a compiled module to the source beside it, so in a
working tree a source that was changed later would be passed over without a word.
"""

from __future__ import annotations

from pathlib import Path

from config.errors import PermanentError

ROOT = Path(__file__).resolve().parents[1]
PARSER = Path("workers") / "parsing"


def refuse_stale(root: Path = ROOT) -> None:
    """Raise PermanentError where a module of the parser has changed since it was compiled.

    Only a working tree is looked at: in an installed copy the times of files say nothing.
    """
    if not (root / "setup.py").exists():
        return
    stale = [
        str(source.relative_to(root))
        for source in sorted((root / PARSER).rglob("*.py"))
        for compiled in source.parent.glob(f"{source.stem}.*.so")
        if compiled.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        raise PermanentError(f"changed since the parser was compiled, run make setup: {', '.join(stale)}")
