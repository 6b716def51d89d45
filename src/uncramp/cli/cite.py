"""``uncramp cite``: the sources of a topic, a row or a result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from uncramp.cli.options import options
from uncramp.errors import InputError
from uncramp.texts import _


@click.command()
@click.argument("what", nargs=-1)
@options("json", "bibtex")
@click.option("--csl", is_flag=True, help="As CSL-JSON, for reference managers.")
def cite(what: tuple[str, ...], json: bool, bibtex: bool, csl: bool) -> None:
    """Cite the sources of WHAT as text, or as --bibtex, --csl or --json.

    WHAT are topics, parameters (topic.name), rows (B01), keys, or a result saved with --json (- reads it from stdin).

    \b
    Examples:
      uncramp cite                       every source
      uncramp cite heat sweat            of two topics
      uncramp cite --bibtex > all.bib    every source for a BibTeX file
      uncramp why run.fit --json > run.json; uncramp cite run.json --bibtex
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json
    from uncramp.evidence.citations import as_format, cite_used
    from uncramp.evidence.registry import sources

    chosen = [form for form, wanted in (("json", json), ("bibtex", bibtex), ("csl", csl)) if wanted]
    if len(chosen) > 1:
        raise InputError(
            _("--{chosen} and --{other} are two forms of the same list. Keep one of them.").format(
                chosen=chosen[0], other=chosen[1]
            )
        )
    names = [name for word in what for name in _names_in(word)] if what else list(sources())
    print_json(as_format(cite_used(names), chosen[0] if chosen else "text"))


def _names_in(word: str) -> list[str]:
    """Keys in a saved result; any other word is a name itself."""
    if word != "-" and not word.endswith(".json"):
        return [word]
    from json import JSONDecodeError, loads

    try:
        text = sys.stdin.read() if word == "-" else Path(word).read_text(encoding="utf-8")
        result = loads(text)
    except OSError as error:
        raise InputError(
            _("{word} cannot be opened: {strerror}. Expected a result saved with --json.").format(
                word=word, strerror=error.strerror or error
            )
        ) from None
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            _("{word} is not JSON: {error}. Expected a result saved with `uncramp why FILE --json`.").format(word=word, error=error)
        ) from None
    keys = sorted(_sources_in(result))
    if not keys:
        raise InputError(_("{word} names no sources. Expected a result saved with `uncramp why FILE --json`.").format(word=word))
    return keys


def _sources_in(value: Any) -> set[str]:
    """Keys under every ``sources`` of a result."""
    if isinstance(value, list):
        return set().union(*map(_sources_in, value))
    if not isinstance(value, dict):
        return set()
    here = value.get("sources")
    named = {key for key in here if isinstance(key, str)} if isinstance(here, list) else set()
    return named.union(*map(_sources_in, value.values()))
