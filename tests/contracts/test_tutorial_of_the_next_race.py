"""The tutorial from a hot marathon to the next one runs as it is written, line by line, and leaves what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from uncramp.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorials" / "from_a_hot_marathon_to_the_next.md"
FIRST_DAY = "2027-05-02"  # of the page; a race to come whenever the test runs


def commands() -> list[list[str]]:
    """Every command of the page, without the program's name."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    to_come = f"{datetime.now(UTC).year + 1}-05-02"
    return [shlex.split(line.replace(FIRST_DAY, to_come))[1:] for line in lines]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[str], str]]:
    """What each command prints, in a folder with the examples."""
    place = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "examples", place / "examples")
    found = []
    before = Path.cwd()
    os.chdir(place)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("UNCRAMP_DRAWS", "16")
            for words in commands():
                out = place / "out.txt"
                with out.open("w", encoding="utf-8") as file, pytest.MonkeyPatch.context() as inner:
                    inner.setattr("sys.stdout", file)
                    assert run(words) == 0, words
                found.append((words, out.read_text(encoding="utf-8")))
        for name in ("plan.html", "card.pdf", "race.ics", "race.fit"):
            assert (place / name).stat().st_size > 500
    finally:
        os.chdir(before)
    return found


def test_every_command_answers_with_a_chance(outputs: list[tuple[list[str], str]]) -> None:
    assert len(outputs) == 5
    told = [text for words, text in outputs if words[0] == "prevent"]
    assert len(told) == 4
    for text in told:
        assert "Chance of a cramp with this plan:" in text
        assert "A sceptic" in text
        assert "Not shown to prevent cramps" in text
        assert "uncramp check" in text


def test_heat_like_the_last_time_does_not_allow_the_goal(outputs: list[tuple[list[str], str]]) -> None:
    (text,) = [text for words, text in outputs if "--goal" in words]
    assert "No plan that keeps every limit reaches 3:45:00." in text


def test_the_drinks_of_the_stations_are_those_that_were_named(outputs: list[tuple[list[str], str]]) -> None:
    (text,) = [text for words, text in outputs if "--drinks" in words]
    assert re.search(r"\d ml (water|iso)", text)
    assert "sports drink" not in text
