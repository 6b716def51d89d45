"""Flags become what the library takes, or one clear message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp.cli.inputs import overrides_of
from uncramp.cli.main import uncramp
from uncramp.errors import InputError
from uncramp.evidence.registry import load_topic


def refused(*words: str, environment: dict[str, str] | None = None) -> str:
    """Message of the error that ``uncramp why`` ends with."""
    done = CliRunner().invoke(uncramp, ["why", *words], env=environment, standalone_mode=False)
    assert isinstance(done.exception, InputError), done.exception
    return str(done.exception)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--weather", "w.csv", "--air-temp", "20"), "--weather and --air-temp"),
        (("--intake", "i.csv", "--drank", "600 ml/h"), "--intake and --drank"),
        (("--cramped", "calf@1:00:00", "--no-cramp"), "--cramped and --no-cramp contradict each other"),
        (("--drink-sodium", "20"), "--drank"),
        (("--csv", "t.csv"), "--series"),
        (("--humidity", "0.6"), "--humidity 60"),
        (("--set", "nonsense"), "topic.name=number"),
        (("--set", "heat.x=nan"), "topic.name=number"),
        (("--time", "3:45:00"), "no file run.fit"),
        (("--time", "3:45:00"), "uncramp why 42.195km --time 3:45:00"),
        (("--history", "nowhere"), "no folder"),
        (("--athlete", "nowhere.toml"), "athlete new"),
        (("--drank", "lots"), "600 ml/h"),
    ],
)
def test_a_contradiction_or_a_slip_is_told(words: tuple[str, ...], told: str) -> None:
    assert told in refused("run.fit", *words)


@pytest.mark.parametrize(
    "flag",
    [("--cramped", "calf@1:00:00"), ("--intake", "i.csv"), ("--compare", "b.fit"), ("--html", "a.html"), ("--time", "1:00:00")],
)
def test_a_folder_refuses_what_is_about_one_session(tmp_path: Path, flag: tuple[str, str]) -> None:
    assert flag[0] in refused(str(tmp_path), *flag)


def test_a_file_refuses_what_a_plan_needs(tmp_path: Path) -> None:
    (tmp_path / "run.fit").touch()
    assert "--sport" in refused(str(tmp_path / "run.fit"), "--sport", "cycling")


def test_a_flag_beats_the_environment() -> None:
    # the weather file of the environment is forgotten, so the next thing wrong is told instead of it
    message = refused("run.fit", "--air-temp", "20", "--set", "nonsense", environment={"UNCRAMP_WEATHER": "w.csv"})
    assert "topic.name=number" in message
    both = refused("run.fit", environment={"UNCRAMP_WEATHER": "w.csv", "UNCRAMP_AIR_TEMP": "20"})
    assert "--weather and --air-temp" in both


def test_the_example_of_a_parameter_exists() -> None:
    example = re.search(r"such as --set (\S+)=(\d+)\.", refused("run.fit", "--set", "heat"))
    assert example
    assert overrides_of((f"{example[1]}={example[2]}",)) == {example[1]: float(example[2])}


def test_parameters_are_set_by_name() -> None:
    topic, name = "hazard", "drive_exponent_index"
    entry = load_topic(topic)[name]
    assert overrides_of((f" {topic}.{name} = {entry.value} ",)) == {f"{topic}.{name}": entry.value}
    with pytest.raises(InputError, match="given twice"):
        overrides_of((f"{topic}.{name}={entry.value}",) * 2)
    with pytest.raises(InputError, match="no such parameter"):
        overrides_of((f"{topic}.{name}x=1",))
