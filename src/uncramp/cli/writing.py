"""Files appear whole or not at all, and text reaches the terminal in what it can show."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from uncramp.errors import InputError, StoreError
from uncramp.texts import _

if TYPE_CHECKING:
    from rich.text import Text

    from uncramp.report.screen import Screen

WIDTH = 80
NARROWEST = 60
NARROWEST_OF_CHECK = 30  # lines of words only: what is read in danger never breaks inside a word
WIDEST = 120

ENDINGS: Final = {
    "html": (".html", ".htm", ".xhtml"), "pdf": (".pdf",), "fhir": (".json",), "series": (".csv", ".tsv", ".txt"), "csv": (".csv", ".tsv", ".txt"),
    "npz": (".npz",), "ics": (".ics",), "fit": (".fit",), "save": (".json",), "athlete": (".toml",),
}  # fmt: skip
"""How the names of files end that a setting writes, the usual one first."""

_OTHER_ENDINGS: Final = {ending for endings in ENDINGS.values() for ending in endings} | {
    ".fit",
    ".tcx",
    ".gpx",
    ".gz",
    ".zip",
    ".xlsx",
    ".docx",
}


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Yield a file to write beside ``path``; it takes that name when the block ends well, else it goes.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb"):
            pass
        yield part
        part.replace(target)
    except OSError as error:
        raise StoreError(
            _("{target} cannot be written: {strerror}. Choose another place with enough room.").format(
                target=target, strerror=error.strerror or error
            )
        ) from None
    finally:
        part.unlink(missing_ok=True)


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` as UTF-8, whole or not at all.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    with replacing(path) as part:
        part.write_bytes(text.encode())


def write_private(path: str | Path, content: str | bytes) -> None:
    """Write ``content``, text as UTF-8, whole or not at all, into a file that only its owner can read.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    with replacing(path) as part:
        part.chmod(0o600)  # before anything stands in it
        part.write_bytes(content.encode() if isinstance(content, str) else content)


def check_outputs(outputs: Mapping[str, str | None], inputs: Sequence[str | None]) -> None:
    """Check before the work that results can be written and would replace nothing that is read; ``outputs`` by setting.

    Raises
    ------
    InputError
        If an output is an input, two outputs are one file, or its name ends like a file of another kind.
    StoreError
        If there is no such folder.
    """
    read = {Path(path).resolve() for path in inputs if path}
    written: set[Path] = set()
    for name, output in outputs.items():
        if not output:
            continue
        target = Path(output).resolve()
        if target in read:
            raise InputError(
                _("{output} is read by this command; writing there would destroy it. Choose another name.").format(output=output)
            )
        if target in written:
            raise InputError(_("{output} is named for two results. Choose two names.").format(output=output))
        written.add(target)
        if (ending := target.suffix.lower()) in _OTHER_ENDINGS - {*ENDINGS[name]}:
            raise InputError(
                _("--{name} {output}: what is written there is no {ending} file. Choose a name that ends in {endings}.").format(
                    name=name, output=output, ending=ending, endings=ENDINGS[name][0]
                )
            )
        if target.is_dir():
            raise StoreError(_("{output} is a folder; expected the name of a file to write.").format(output=output))
        if not target.parent.is_dir():
            raise StoreError(
                _("{output} cannot be written: there is no folder {parent}. Make it first.").format(
                    output=output, parent=target.parent
                )
            )


def tell_written(paths: Iterable[str | None]) -> None:
    """Say which files are there now."""
    if files := ", ".join(filter(None, paths)):
        click.echo(_("Written: {files}").format(files=files))


def print_json(text: str) -> None:
    """Print JSON as UTF-8, the same bytes on every system."""
    click.echo(text.encode(), nl=False)


def screen_of_stdout(units: str, *, verbose: bool = False, narrowest: int = NARROWEST) -> Screen:
    """How to show a view on this terminal."""
    from uncramp.report.screen import Screen

    return Screen(width=columns_of_stdout(narrowest), units=units, unicode=shows(sys.stdout.encoding, "▁█°·→"), verbose=verbose)


def columns_of_stdout(narrowest: int = NARROWEST) -> int:
    """How many columns to fill: those of COLUMNS where it is set, of the terminal where there is one, else 80; never very few or many."""
    import os
    import shutil

    asked = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    width = shutil.get_terminal_size((WIDTH, 45)).columns if asked else WIDTH
    return min(WIDEST, max(narrowest, width))


def shows(encoding: str | None, text: str) -> bool:
    """Whether ``encoding`` has every character of ``text``.

    Examples
    --------
    >>> shows("utf-8", "▁"), shows("ascii", "▁"), shows(None, "▁")
    (True, False, False)
    """
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def print_lines(lines: Sequence[Text]) -> None:
    """Print ``lines``; styles only on a terminal, and without colour where NO_COLOR is set."""
    from rich.console import Console

    # wide enough that rich never cuts what was laid out already
    console = Console(file=sys.stdout, width=500, highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(line, soft_wrap=True)
