"""The documents against the code: every setting and command is told of, and nothing that does not exist."""

import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from pydantic.fields import FieldInfo
from typer.core import TyperGroup

from config.settings import PREFIX, TEST_ONLY, Settings
from tests.contracts.repository import ROOT, check_command
from workers.cli.main import app
from workers.cli.output import Exit

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
each_field = pytest.mark.parametrize("name", Settings.model_fields)


def described(name: str) -> tuple[str, str, str]:
    """Name in the environment, default as one writes it there, and description of a setting."""
    field: FieldInfo = Settings.model_fields[name]
    default = "" if field.default is None else str(field.default)
    return PREFIX + name.upper(), default, field.description or ""


def code_lines(text: str) -> Iterator[str]:
    """Each line of the code blocks and each code span of a document."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.replace("\\\n", " ").splitlines()
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", prose)


def commands(text: str, program: str) -> Iterator[list[str]]:
    """The words that follow a program wherever a document's code calls it, here or in a container."""
    for line in code_lines(text):
        for part in re.split(r"&&|\||;", line):
            if re.search(rf"\b{program}\b", part):
                words = called(shlex.split(part, comments=True))
                if words and Path(words[0]).name == program:
                    yield words[1:]


def called(words: list[str]) -> list[str]:
    """A command line without the variables before it, and without the way into a container."""
    left = list(itertools.dropwhile(lambda word: re.match(r"\w+=", word), words))
    if left[:2] == ["docker", "compose"] and "exec" in left:
        inside = left[left.index("exec") + 1 :]
        return list(itertools.dropwhile(lambda word: word.startswith("-"), inside))[1:]
    return left


def every_command(group: TyperGroup, *before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from every_command(command, *before, name)
        else:
            yield " ".join(("lgo", *before, name))


@each_field
def test_the_example_file_shows_a_setting_with_description_and_default(name: str) -> None:
    variable, default, description = described(name)
    assert f"# {description}\n#{variable}={default}\n" in EXAMPLE


def test_the_example_file_sets_nothing_by_itself() -> None:
    assert [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")] == []


def test_the_example_file_names_what_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked <= set(re.findall(r"^#(\w+)=", EXAMPLE, re.MULTILINE))


def test_the_example_file_names_nothing_unknown() -> None:
    named = {name for name in re.findall(r"^#(\w+)=", EXAMPLE, re.MULTILINE) if name.startswith(PREFIX)}
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}


@each_field
def test_the_readme_lists_a_setting(name: str) -> None:
    variable, default, description = described(name)
    shown = f"`{default}`" if default else ""
    assert f"| `{variable}` | {shown} | {description} |" in README


@each_document
def test_settings_in_a_document_exist(path: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | TEST_ONLY
    assert set(re.findall(r"\bLGO_[A-Z_]*[A-Z]\b", path.read_text())) <= known


@each_document
def test_commands_in_a_document_exist(path: Path) -> None:
    for words in commands(path.read_text(), "lgo"):
        check_command(words)


@each_document
def test_make_targets_in_a_document_exist(path: Path) -> None:
    for words in commands(path.read_text(), "make"):
        assert {word for word in words if "=" not in word} <= TARGETS


@each_document
def test_links_in_a_document_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()):
        assert "://" in target or (path.parent / target).exists(), target


def test_automatic_checks_run_what_exists() -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    runs = [step["run"] for job in steps.values() for step in job["steps"] if "run" in step]
    text = "\n".join(f"```sh\n{run}\n```" for run in runs)
    targets = list(commands(text, "make"))
    assert targets == [["setup"], ["lint"], ["test"]]
    assert {target for (target,) in targets} <= TARGETS
    for words in commands(text, "lgo"):
        check_command(words)


def test_the_readme_names_every_command() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    named = {" ".join(["lgo", *words]) for words in commands(README, "lgo")}
    missing = [
        command for command in every_command(group) if not any(f"{name} ".startswith(f"{command} ") for name in named)
    ]
    assert missing == []


def test_the_readme_names_every_make_target() -> None:
    assert {word for words in commands(README, "make") for word in words} >= TARGETS - {"help"}


def test_the_readme_names_every_exit_code() -> None:
    assert re.findall(r"^\| `(\d)` \|", README, re.MULTILINE) == [str(code.value) for code in Exit]


def test_the_checker_refuses_what_does_not_exist() -> None:
    text = (
        "```sh\nA=b .venv/bin/lgo demo --once | head\ndocker compose exec -T web lgo fly\ntouch lgo\n```\n`lgo status`"
    )
    assert list(commands(text, "lgo")) == [["demo", "--once"], ["fly"], ["status"]]
    for words in (["fly"], ["index", "fly"], ["demo", "--fly"]):
        with pytest.raises(LookupError):
            check_command(words)
