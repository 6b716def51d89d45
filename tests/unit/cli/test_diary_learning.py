"""``uncramp diary learn`` and ``experiment`` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import activity_files as made
import pytest
from click.testing import CliRunner

from uncramp.body.athlete import Athlete
from uncramp.cli.main import uncramp
from uncramp.diary.learning_sweat import sweat_in
from uncramp.diary.store import open_diary
from uncramp.errors import InputError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary of one run with a cramp."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("UNCRAMP_DATA", str(tmp_path / "data"))
    (tmp_path / "run.fit").write_bytes(made.fit_file(1800))
    ask("diary", "add", "run.fit")
    ask("diary", "cramp", "--muscle", "calf", "--at", "0:25:00")
    ask("diary", "weigh", "--activity", "last", "--before", "71.2", "--after", "70.6")
    return tmp_path


def ask(*said: str) -> str:
    done = CliRunner().invoke(uncramp, said)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_a_cramp_is_learnt_from_and_shown_beside_what_was_believed_before(home: Path) -> None:
    shown = ask("diary", "learn", "--complete")
    assert all(len(line) <= 79 for line in shown.splitlines())
    assert "Sessions learnt from: 1, of them with a cramp: 1." in shown
    assert "as before" in shown  # of a run in the cool heat tells nothing
    assert "not measured" in shown
    told = json.loads(ask("diary", "learn", "--complete", "--json"))
    ratio = told["susceptibility_ratio"]
    assert ratio["posterior"]["mean"] > ratio["prior"]["mean"]
    assert told["sweat_rate_l_h"]["measured_count"] == 1
    cautious = json.loads(ask("diary", "learn", "--json"))["susceptibility_ratio"]
    assert cautious["posterior"]["mean"] < ratio["posterior"]["mean"]
    assert "--complete" in ask("diary", "learn")


def test_an_experiment_is_proposed_kept_and_compared(home: Path) -> None:
    proposed = json.loads(ask("diary", "experiment", "--complete", "--json"))
    assert proposed["compared"] is None
    assert 0.0 < proposed["experiment"]["changed_chance_frac"] < proposed["experiment"]["chance_frac"]
    assert "Kept." in ask("diary", "experiment", "--keep")
    assert "Sessions said since: 0" in ask("diary", "experiment")


def test_other_commands_take_what_the_diary_knows(home: Path) -> None:
    (home / "later.fit").write_bytes(made.fit_file(2400))
    plain, own, taught = (
        json.loads(ask("why", file, "--draws", "16", "--json", *flags))
        for file, flags in (("later.fit", ()), ("run.fit", ("--diary",)), ("later.fit", ("--diary", "--complete")))
    )
    said = [[caution["id"] for caution in one["cautions"]] for one in (plain, own, taught)]
    assert ["learnt" in ids for ids in said] == [False, False, True]  # a session teaches nothing of itself
    assert taught["chance_frac"]["mean"] > plain["chance_frac"]["mean"]


def test_weeks_and_a_race_take_the_diary_too(home: Path) -> None:
    plan = json.loads(ask("prevent", "weeks", "--event", "2024-10-06", "--today", "2024-07-20", "--diary", "--json"))
    assert plan["schema_version"]
    shown = ask("prevent", "race", "10km", "--start", "2027-05-02T09:00", "--goal", "1:00:00", "--diary", "--draws", "16", "--json")
    assert json.loads(shown)["schema_version"]


def test_a_race_is_planned_with_the_sweat_of_scale_and_test_unless_the_athlete_states_theirs(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[Athlete] = []

    def plan_race(course: str, athlete: Athlete, **_: object) -> None:
        planned.append(athlete)
        raise InputError("not to be planned here")

    monkeypatch.setattr("uncramp.prevent.race.plan_race", plan_race)
    ask("diary", "sweat-test", "--rate", "1.4", "--sodium", "60")
    (home / "me.toml").write_text("sweat_rate_l_h = 0.8\n")
    race = ("prevent", "race", "10km", "--start", "2027-05-02T09:00", "--goal", "1:00:00", "--diary")
    for flags in ((), ("--athlete", "me.toml")):
        assert isinstance(CliRunner().invoke(uncramp, [*race, *flags]).exception, InputError)
    with open_diary(home / "data") as diary:
        sweat = sweat_in(diary)
    assert (sweat.rates_count, sweat.sodiums_count) == (2, 1)
    rate, sodium = sweat.rate_l_h.range.median, sweat.sodium_mmol_l.range.median
    assert [(one.sweat_rate_l_h, one.sweat_sodium_mmol_l) for one in planned] == [(rate, sodium), (0.8, sodium)]
