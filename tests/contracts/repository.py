"""What the contract tests read of this repository: its folder, and the commands of ``lgo``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from typer.core import TyperGroup

from workers.cli.main import app

ROOT = Path(__file__).parents[2]
PACKAGES = ("config", "scraper", "search", "workers")


class UnknownWordError(LookupError):
    """Words that are no command or option of ``lgo``; the text tells which one."""


def check_command(words: Sequence[str]) -> None:
    """Raise UnknownWordError unless these words, which follow ``lgo``, name a command and only options it has."""
    command = typer.main.get_command(app)
    left = list(words)
    while isinstance(command, TyperGroup) and left and not left[0].startswith("-"):
        name = left.pop(0)
        if name not in command.commands:
            raise UnknownWordError(f"lgo {' '.join(words)}: {name} is no command of {command.name}")
        command = command.commands[name]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for word in left:
        option = word.partition("=")[0]
        if option.startswith("-") and option not in known | {"--help"}:
            raise UnknownWordError(f"lgo {' '.join(words)}: {command.name} has no {option}")
