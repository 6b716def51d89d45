"""``uncramp evidence``: one number by the name that ``--set`` and ``cite`` use."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from uncramp.cli.main import uncramp
from uncramp.errors import InputError
from uncramp.evidence.catalogue import list_entries
from uncramp.evidence.registry import load_topic, sources


def evidence(*words: str, columns: int = 80) -> Result:
    return CliRunner().invoke(uncramp, ["evidence", *words], standalone_mode=False, env={"COLUMNS": str(columns)})


def test_a_parameter_is_shown_in_full() -> None:
    entry = load_topic("sweat")["doubling_k"]
    shown = " ".join(evidence("sweat.doubling_k").stdout.split())
    assert f"sweat.doubling_k = {entry.value:g} {entry.unit}" in shown
    for text in (entry.note, entry.where, *(sources()[key].citation for key in entry.source)):
        assert " ".join(text.split()) in shown


def test_every_parameter_is_found_by_its_name_alone() -> None:
    for entry in list_entries()[::40]:
        (found,) = json.loads(evidence(f"{entry.topic}.{entry.name}", "--json").stdout)["entries"]
        assert (found["topic"], found["name"]) == (entry.topic, entry.name)


def test_the_note_is_wrapped_at_the_width_of_the_terminal() -> None:
    longest = max(list_entries(), key=lambda entry: len(entry.note))
    lines = evidence(f"{longest.topic}.{longest.name}", columns=60).stdout.splitlines()[1:]
    assert max(len(line) for line in lines if " " in line.strip()) <= 60


@pytest.mark.parametrize(
    ("name", "told"), [("sweat.doubling", "Did you mean doubling_k"), ("swet.doubling_k", "Did you mean sweat")]
)
def test_a_misspelt_parameter_is_answered_with_the_nearest(name: str, told: str) -> None:
    done = evidence(name)
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)
