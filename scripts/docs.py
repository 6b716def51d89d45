"""Make the pages of docs/reference that follow from the code; with --check, say which are stale instead."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator

import click
from generated_pages import write_or_check

import uncramp
from uncramp import errors, names
from uncramp.settings import SETTINGS, Setting
from uncramp.units import UNITS

MADE = "<!-- made by `make docs`; change the code instead -->\n\n"
WIDTH = 100


def cli_page() -> str:
    """Every command with its help, as the terminal shows it."""
    from uncramp.cli.main import uncramp as command

    parts = [
        "# Command line\n\n`uncramp COMMAND --help` shows the same. Exit codes: see [errors](errors.md). "
        "What a flag takes from the environment: see [settings](settings.md). The JSON object: see [json](json.md).\n"
    ]
    parts += [
        f"## {context.command_path}\n\n```text\n{context.command.get_help(context).rstrip()}\n```\n"
        for context in commands(click.Context(command, info_name="uncramp", terminal_width=WIDTH, **command.context_settings))
    ]
    return "\n".join(parts)


def commands(context: click.Context) -> Iterator[click.Context]:
    """The command of ``context`` and all below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None and not command.hidden:
                yield from commands(
                    click.Context(command, parent=context, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
                )


def errors_page() -> str:
    """The tree of errors, and each with what it means and the exit code it ends a command with."""
    from uncramp.cli.failures import failure_of

    tree = inspect.cleandoc(errors.__doc__ or "")
    rows = [
        f"| `{name}` | {', '.join(f'`{base.__name__}`' for base in kind.__bases__)} | {failure_of(kind('')).exit_code} | {inspect.getdoc(kind)} |"
        for name, kind in vars(errors).items()
        if inspect.isclass(kind)
    ]
    return (
        "# Errors\n\n"
        + tree.replace("::\n\n", "```text\n", 1).replace("\n\nA message", "\n```\n\nA message", 1)
        + "\n\n| error | is a | exit code | raised when |\n| --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n\nThe command line prints the message on stderr, without a traceback, and ends with the exit code above; 0 is done, 1 a mistake of "
        "ours, 130 stopped by you. With `--json` the message is an object on stdout ([json](json.md)).\n"
    )


def nomenclature_page() -> str:
    """Endings of names, and the closed lists of ids."""
    endings = "\n".join(f"| `_{ending}` | {unit if unit != '1' else '(none)'} |" for ending, unit in UNITS.items())
    lists = {
        "Muscles": names.MUSCLES,
        "Sides": names.SIDES,
        "Sports": names.SPORTS,
        "Causes": names.CAUSES,
        "Mechanisms": names.MECHANISMS,
        "Evidence grades, nearest to cramps first": names.GRADES,
    }
    ids = "\n\n".join(f"## {title}\n\n{', '.join(f'`{one}`' for one in values)}" for title, values in lists.items())
    return (
        "# Nomenclature\n\nThe name of a number ends in its unit. A rate of change against another unit is written `_per_`: "
        "`heart_rate_drift_bpm_per_l`. `_c` is a temperature, `_k` a difference of temperatures; `_frac` runs from 0 to 1 (or is a change "
        "of that size), `_ratio` multiplies, `_index` is a scale without a unit.\n\n"
        f"| ending | unit |\n| --- | --- |\n{endings}\n\n{ids}\n"
    )


def settings_page() -> str:
    """Every flag with its default and, where it has one, its environment variable."""
    rows = [
        f"| `{one.flag}`{f' of `{one.command}`' if one.command else ''} | {shown(one)} | {'' if one.default is None else f'`{one.default}`'} "
        f"| {f'`{one.variable}`' if one.variable else ''} | {one.help.replace('|', chr(92) + '|')} |"
        for one in SETTINGS.values()
    ]
    return (
        "# Settings\n\nA flag wins over the environment. Only what holds for more than one session can stand in the environment.\n\n"
        "| flag | value | default | environment | meaning |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def shown(one: Setting) -> str:
    """How the value of a setting is written."""
    if one.kind == "switch":
        return ""
    return ", ".join(f"`{choice}`" for choice in one.choices) if one.choices else f"`{one.shown or one.kind}`".replace("|", "\\|")


def python_page() -> str:
    """Every public name with its signature and docstring."""
    parts = ["# Python\n\nPublic is what stands here: everything `import uncramp` offers, and the modules named at the end.\n"]
    for name in uncramp.__all__:
        value = getattr(uncramp, name)
        if isinstance(value, str):
            parts.append(f"## `{name}`\n\nThe version, as text.\n")
            continue
        parts.append(f"## `{name}`\n\n```python\n{signature(name, value)}\n```\n\n```text\n{inspect.getdoc(value)}\n```\n")
    parts.append(
        "## Modules beside these\n\n"
        "`uncramp.reflex` is the spinal loop of one muscle: `circuit`, `protocol`, `simulate`, `cramp_of`, `cramp_threshold_hz`. "
        "`uncramp.report` holds figures that take and return matplotlib axes, tables and the page; `uncramp.evidence.registry` the numbers "
        "and their sources; `uncramp.units` and `uncramp.names` the closed lists of [nomenclature](nomenclature.md).\n"
    )
    return "\n".join(parts)


def signature(name: str, value: Callable[..., object]) -> str:
    """Import line and signature, one argument a line where there are many."""
    if inspect.isclass(value) and issubclass(value, Exception):
        return f"class {name}({', '.join(base.__name__ for base in value.__bases__)})"
    stated = inspect.signature(value)
    text = str(stated).replace("'", "")
    if len(text) > WIDTH:
        marks: list[str] = []
        for argument in stated.parameters.values():
            if argument.kind is argument.KEYWORD_ONLY and "*" not in marks:
                marks.append("*")
            marks.append(str(argument).replace("'", ""))
        text = "(\n    " + ",\n    ".join(marks) + f",\n) -> {str(stated.return_annotation).strip(chr(39))}"
    return f"{'class' if inspect.isclass(value) else 'def'} {name}{text}"


def check_rules_page() -> str:
    """Every rule of `uncramp check`, every phrase with how it is asked, and the values that set one."""
    from uncramp.check.rulebook import LEVELS, rulebook

    book = rulebook()

    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("<", "&lt;")

    bases = {basis: sum(rule.basis == basis for rule in book.rules) for basis in ("seen", "memory", "derived")}
    parts = [
        f"# Rules of the check\n\nVersion {book.version}. `uncramp check` decides by these {len(book.rules)} rules and nothing else: the most urgent rule that fires "
        "wins, an unknown answer counts as far as the same day, and nothing lowers. No clinician has reviewed them yet. "
        f"Basis: *seen* ({bases['seen']}) was read in a search result, *memory* ({bases['memory']}) recalled and not checked, "
        f"*derived* ({bases['derived']}) follows from what was seen. How to use it: [check](../how-to/check.md).\n\n"
        "## What is new\n\n" + "\n".join(f"- {change}" for change in book.changes) + "\n"
    ]
    for level in reversed(LEVELS):
        rows = [
            f"| {rule.id} | {cell(rule.finding)} | {cell('; '.join(' + '.join(sorted(line)) for line in rule.when))} | {cell(rule.source)} | {rule.basis} |"
            for rule in book.rules
            if rule.urgency == level
        ]
        parts.append(
            f"## {book.levels[level].name} (`{level}`)\n\n{book.levels[level].action.format(number=book.texts['number'])}\n\n"
            "| rule | finding | fires with | source | basis |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
        )
    phrases = [
        f"| `{flag}` | {cell(phrase)} | {book.questions[flag].page} | {cell(book.questions[flag].ask)} | {cell(book.questions[flag].find_out)} |"
        for flag, phrase in book.flags.items()
    ]
    parts.append(
        "## Phrases\n\nThe phrase is the key in `answers.json`. A page `result` is not asked: a value sets it, or a yes on the emergency screen of which a detail is not known.\n\n"
        "| flag | phrase | page | asked | how to find out |\n| --- | --- | --- | --- | --- |\n" + "\n".join(phrases) + "\n"
    )
    values = [
        f"| `{one.lab}` | {'below ' + format(one.below, 'g') if one.below is not None else format(one.at_least, 'g') + ' or more'} "
        f"{book.labs[one.lab].unit} | {book.flags[one.flag]} |"
        for one in book.readings
    ]
    parts.append("## Values\n\n| value | limit | sets |\n| --- | --- | --- |\n" + "\n".join(values) + "\n")
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "check_rules.md": check_rules_page,
    "cli.md": cli_page,
    "errors.md": errors_page,
    "nomenclature.md": nomenclature_page,
    "python.md": python_page,
    "settings.md": settings_page,
}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, MADE, __doc__))
