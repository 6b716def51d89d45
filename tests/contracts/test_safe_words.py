"""No text for people gives an all-clear, names a diagnosis or cure as ours, takes a medicine away or tells anybody to drink against thirst.

Read in every text of the TOML tables and in every sentence that goes through ``texts._``, so that a new text is seen without being listed.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
TABLES = ("check", "relieve", "learn", "medicines", "body", "prevent")
QUOTES = PACKAGE / "learn"  # where what people say is told in order to be held against what was found

# not after a "not", "never", "no" or "nobody" in the same sentence
ALL_CLEAR = r"\b(you are (safe|fine|healthy)|is safe\b|safe to (continue|go on|run)|nothing to worry|all clear|no need to see)"
OURS = r"\b(we|uncramp|this) (diagnoses?|treats?|cures?)\b|\b(will|to) cure\b|\bdiagnosed by (us|uncramp)"
STOPPING = r"\b(stop|quit|skip|leave out|come off|discontinue)\b[^.;:]{0,25}\b(medicines?|tablets?|statins?|diuretics?|quinine|inhaler|dose)\b"
DRINKING = r"\bdrink (as much as|more than (you )?(thirst|sweat)|plenty|lots|before you are thirsty)"
DENIED = re.compile(r"\b(not|never|no|nobody|without|instead of|cannot|don't)\b", re.IGNORECASE)


def texts_of_tables() -> Iterator[tuple[Path, str]]:
    """Every string value of the tables."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)

    for folder in TABLES:
        for path in sorted((PACKAGE / folder).rglob("*.toml")):
            for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield path, text


def texts_of_code() -> Iterator[tuple[Path, str]]:
    """Every sentence given to ``_()``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield from ((path, text.value) for text in node.args if isinstance(text, ast.Constant))


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    return (*texts_of_tables(), *texts_of_code())


def said(pattern: str, text: str) -> list[str]:
    """Sentences of ``text`` in which ``pattern`` stands and is not denied before it."""
    found = []
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        match = re.search(pattern, sentence, re.IGNORECASE)
        if match and not DENIED.search(sentence[: match.start()]):
            found.append(sentence)
    return found


def complaints(pattern: str, *, leave_out: Path | None = None) -> list[str]:
    """Every sentence for people that says what ``pattern`` forbids."""
    return [
        f"{path.relative_to(PACKAGE)}: {sentence}"
        for path, text in texts()
        if leave_out is None or leave_out not in path.parents
        for sentence in said(pattern, text)
    ]


def test_no_text_gives_an_all_clear() -> None:
    assert complaints(ALL_CLEAR) == []


def test_no_text_claims_a_diagnosis_or_a_cure() -> None:
    assert complaints(OURS) == []


def test_no_text_takes_a_medicine_away() -> None:
    assert complaints(STOPPING) == []


def test_no_text_tells_to_drink_against_thirst() -> None:
    assert complaints(DRINKING, leave_out=QUOTES) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ALL_CLEAR, "The cramp has gone. You are fine."),
        (ALL_CLEAR, "It is safe to go on now."),
        (OURS, "This cures a cramp."),
        (STOPPING, "Stop taking your statin."),
        (STOPPING, "Leave out the water tablets before a race."),
        (DRINKING, "Drink plenty before the start."),
    ],
)
def test_what_must_not_be_said_is_seen(pattern: str, text: str) -> None:
    assert said(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ALL_CLEAR, "No warning sign was given; that does not mean that you are fine."),
        (STOPPING, "Do not stop a medicine on your own."),
        (DRINKING, "Never drink more than you sweat."),
    ],
)
def test_what_warns_may_be_said(pattern: str, text: str) -> None:
    assert not said(pattern, text)


def test_there_are_texts_to_read() -> None:
    assert len(list(texts_of_tables())) > 500
