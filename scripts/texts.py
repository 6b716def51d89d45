"""Make the catalogue of texts, ``src/uncramp/locale/uncramp.pot``; with --check, say whether it is stale; ``compile`` the translations.

Texts come from ``_("...")`` and ``N_("...")`` in Python and in templates, and from the tables whose texts are passed through it where they are shown.
docs/how-to/translate.md says how to translate.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from uncramp.texts import DOMAIN, fields_of

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "uncramp"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / f"{DOMAIN}.pot"

MARKS = ("_", "N_")
CODE = "**/*.py"
TEMPLATES = ("report/templates/*.j2", "web/templates/*.j2")
TABLES = (
    "relieve/**/*.toml",
    "check/**/*.toml",
    "learn/**/*.toml",
    "prevent/**/*.toml",
    "validation/*.toml",
    "evidence/causes.toml",
    "body/conditions.toml",
    "body/athlete_fields.toml",
    "reflex/experiments.toml",
)
FIELDS = "ensemble/fields/*.toml"  # of these only what a field is called and what the model is known to miss
MEDICINES = "medicines/medicines.toml"  # of these only what is said of a class: names of substances are international
MUSCLES = "reflex/muscles.toml"  # of these only their names

# of the tables: keys whose texts are shown to people, tables of which every text is, and keys whose texts are not
SHOWN = {
    "text", "title", "line", "sure", "name", "where", "note", "finding", "ask", "other", "call", "find_out", "do", "drink", "action", "come_back",
    "watch_for", "return_signs", "caution", "label", "heading", "before", "after", "what", "lacks", "not_expressed",
    "known", "mind", "advice", "portion", "how", "short", "help",
}  # fmt: skip
SHOWN_WHOLE = {"flags", "questions", "texts"}
NOT_SHOWN = {
    "source", "grade", "also", "facts", "rows", "id", "drawing", "place", "phase", "command", "basis", "version", "when", "changes", "medicines", "unit",
}  # fmt: skip
UNSHOWN = ("check/fhir*.toml", "relieve/words.toml")  # codes of a standard, and words that are read: neither is shown


class UnnamedKeyError(ValueError):
    """A table holds a sentence under a key that is neither in SHOWN nor in NOT_SHOWN."""


def messages() -> dict[str, list[str]]:
    """Every text with the files it is in, both in order."""
    found: dict[str, set[str]] = {}
    for place, text in _all():
        found.setdefault(text, set()).add(place)
    return {text: sorted(found[text]) for text in sorted(found)}


def _all() -> Iterator[tuple[str, str]]:
    for path in _files([CODE]):
        yield from ((_place(path), text) for text in _from_code(path))
    for path in _files(TEMPLATES):
        yield from ((_place(path), text) for text in _from_template(path))
    for path in _files([FIELDS]):
        field = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((_place(path), field[key]) for key in ("title", "known_miss") if key in field)
    for path in _files([MEDICINES]):
        classes = tomllib.loads(path.read_text(encoding="utf-8"))["classes"]
        yield from ((_place(path), row[key]) for row in classes.values() for key in ("name", "facts"))
    for path in _files([MUSCLES]):
        yield from ((_place(path), row["name"]) for row in tomllib.loads(path.read_text(encoding="utf-8")).values())
    for path in sorted({*_files(TABLES)} - {*_files(UNSHOWN)}):
        yield from ((_place(path), text) for text in texts_of_table(tomllib.loads(path.read_text(encoding="utf-8")), _place(path)))


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in PACKAGE.glob(pattern)})


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _from_code(path: Path) -> Iterator[str]:
    """Texts of a module; Babel's own reader passes over those within an f-string."""
    code = path.read_text(encoding="utf-8")
    if not any(f"{mark}(" in code for mark in MARKS):
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and len(node.args) == 1:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                yield text.value


def _from_template(path: Path) -> Iterator[str]:
    with path.open("rb") as source:
        for _line, message, _comments, _context in extract(
            babel_extract, source, keywords=dict.fromkeys(MARKS), options={"encoding": "utf-8"}
        ):
            if isinstance(message, str) and message:
                yield message


def texts_of_table(table: Mapping[str, object], where: str, *, whole: bool = False) -> Iterator[str]:
    """Texts of a TOML table and of the tables in it.

    Raises
    ------
    UnnamedKeyError
        If a sentence stands under a key that neither list names.
    """
    for key, value in table.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from texts_of_table(one, where, whole=key in SHOWN_WHOLE)
            elif isinstance(one, str) and one and (whole or key in SHOWN):
                yield one
            elif isinstance(one, str) and key not in NOT_SHOWN and _is_sentence(one):
                raise UnnamedKeyError(
                    f"{where} has a sentence under the key {key!r}: name it in SHOWN or NOT_SHOWN of scripts/texts.py."
                )


def _is_sentence(text: str) -> bool:
    return len(re.findall(r"\b[a-z]{2,}\b", text)) >= 3


def template() -> str:
    """The catalogue as it should be: sorted, and without dates or line numbers, so that only texts change it."""
    catalogue = Catalog(project=DOMAIN, copyright_holder="uncramp contributors", fuzzy=False, charset="utf-8")
    catalogue.header_comment = (
        "# Every text for people of uncramp. Made by `make docs`; docs/how-to/translate.md says how to translate it."
    )
    for text, places in messages().items():
        catalogue.add(text, locations=[(f"src/uncramp/{place}", None) for place in places])
    return _without_dates(catalogue)


def _without_dates(catalogue: Catalog) -> str:
    written = io.BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, sort_output=True)
    changing = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
        "Project-Id-Version",
        "Report-Msgid",
    )
    # Babel takes "8 % faster" for a field
    left_out = (*(f'"{one}' for one in changing), "#, python-format")
    return "".join(line for line in written.getvalue().decode().splitlines(keepends=True) if not line.startswith(left_out))


def compiled(path: Path) -> bytes:
    """The ``.mo`` of a ``.po``.

    Raises
    ------
    ValueError
        If a translation has other fields than its text.
    """
    catalogue = read_po(io.BytesIO(path.read_bytes()), domain=DOMAIN)
    for message in catalogue:
        if message.id and message.string and not message.fuzzy and fields_of(str(message.id)) != fields_of(str(message.string)):
            raise ValueError(f"{path}: the translation of {message.id!r} has other fields in braces than it. Write the same ones.")
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def stale() -> dict[Path, bytes]:
    """Files that are not what they should be, with what they should hold."""
    wanted = {TEMPLATE: template().encode()}
    wanted |= {path.with_suffix(".mo"): compiled(path) for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}
    return {path: content for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content}


def main() -> int:
    """Write what is stale, or with --check only name it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "what", nargs="?", choices=("all", "compile"), default="all", help="compile: translations only; all: the catalogue too"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is stale")
    asked = parser.parse_args()
    found = {path: content for path, content in stale().items() if asked.what == "all" or path.suffix == ".mo"}
    for path, content in found.items():
        if not asked.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        print(f"{'Stale (run `make docs`)' if asked.check else 'Wrote'}: src/uncramp/{_place(path)}")
    return int(asked.check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
