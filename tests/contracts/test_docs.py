"""The documentation is complete and true: pages are fresh, commands exist, links lead somewhere, examples run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest
from generated_pages import stale_pages

from uncramp import errors
from uncramp.cli.main import uncramp

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
KEPT = ("src", "tests", "docs", "scripts", "requirements", "frontend", "examples", ".ci")
WRITTEN_HERE = [
    path
    for path in (*ROOT.glob("*"), *(path for folder in KEPT for path in (ROOT / folder).rglob("*")))
    if path.is_file() and not {"node_modules", "__pycache__", "assets"} & set(path.parts)
]


def blocks(page: Path, language: str) -> list[str]:
    """Code blocks of one language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def shown_commands() -> Iterator[tuple[str, list[str]]]:
    """(page, words) of every command line in the pages."""
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                if words:
                    yield str(page.relative_to(ROOT)), words


def all_commands(command: click.Command, path: str = "uncramp") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from all_commands(inner, f"{path} {name}")


COMMANDS = dict(all_commands(uncramp))


def options_of(command: click.Command) -> set[str]:
    """Flags a command takes."""
    flags = {
        flag for option in command.params if isinstance(option, click.Option) for flag in (*option.opts, *option.secondary_opts)
    }
    return flags | {"--help"}


def complaint(words: list[str]) -> str:
    """What is wrong with a command line of ours; "" if nothing is, or it is not ours."""
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
        return "".join(f"no target {word}" for word in words[1:] if "=" not in word and word not in targets)
    if words[0] not in ("uncramp", ".venv/bin/uncramp"):
        return ""
    name = "uncramp"
    for word in words[1:]:
        if f"{name} {word}" not in COMMANDS:
            break
        name = f"{name} {word}"
    flags = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    known = options_of(COMMANDS[name]) | options_of(COMMANDS["uncramp"])
    if isinstance(COMMANDS[name], click.Group) and len(words) > len(name.split()) and not flags:
        return f"{name} has no command {words[-1]}"
    return ", ".join(f"{name} has no {flag}" for flag in sorted(flags - known))


def docs_script() -> ModuleType:
    """scripts/docs.py as a module."""
    spec = importlib.util.spec_from_file_location("docs_script", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_fresh() -> None:
    script = docs_script()
    stale = [path.name for path in stale_pages(script.PAGES, script.MADE)]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_in_the_reference(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert f"## {name}\n" in page
    missing = [flag for flag in options_of(COMMANDS[name]) if not re.search(rf"(?<![\w-]){flag}(?![\w-])", page)]
    assert not missing


@pytest.mark.parametrize("name", [name for name, kind in vars(errors).items() if isinstance(kind, type)])
def test_an_error_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")


def test_a_command_in_the_pages_exists_with_its_options() -> None:
    wrong = [f"{page}: {' '.join(words)}: {complaint(words)}" for page, words in shown_commands() if complaint(words)]
    assert not wrong
    assert {words[0] for page, words in shown_commands() if page == "README.md"} >= {"make"}


@pytest.mark.parametrize("line", ["make demonstration", "uncramp why x.fit --colour", "uncramp explain"])
def test_a_command_that_does_not_exist_is_seen(line: str) -> None:
    assert complaint(shlex.split(line))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    dead = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not dead


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name != "reference" and blocks(page, "python")], ids=lambda p: p.name
)
def test_python_in_the_pages_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # the pages read examples/
    space: dict[str, object] = {"__name__": "example"}
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), space)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(files\.)?python" + r"hosted\.org",
        r"pypi\.(org|io)" + r"/simple",
        r"registry\.npm" + r"js",
        r"(?<![\w.~])/(root|work|mnt|srv)" + r"/\w",
        r"(?<![\w.~])/(home|Users)" + r"/(?!a\b|ana\b)\w",  # but for the people made up in tests
    ],
)
def test_no_registry_and_no_path_of_one_machine_is_written_down(pattern: str) -> None:
    found = []
    for path in WRITTEN_HERE:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a FIT file
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in re.finditer(pattern, text)]
    assert not found


def test_the_pages_people_look_for_are_there() -> None:
    # the explanation of the whole, the way in, and how to change it
    wanted = [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "docs/index.md",
        "docs/explanation/one_beat_from_file_to_sentence.md", "docs/explanation/what_is_not_known.md",
        "docs/tutorials/first_assessment.md", "docs/how-to/add_a_parameter.md",
    ]  # fmt: skip
    assert not [name for name in wanted if not (ROOT / name).is_file()]
