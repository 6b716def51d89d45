"""One table of settings: every flag, its environment variable and its help come from it."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from uncramp import settings
from uncramp.cli.main import uncramp
from uncramp.cli.options import FiniteNumber, WholeNumber
from uncramp.settings import KINDS, SETTINGS
from uncramp.units import fahrenheit


def commands(group: click.Command = uncramp) -> list[click.Command]:
    """Every command and sub-command."""
    inner = list(getattr(group, "commands", {}).values())
    if isinstance(group, click.Group) and not inner:  # it loads its commands when they are named
        context = click.Context(group)
        inner = [group.get_command(context, name) for name in group.list_commands(context)]
    return [group, *(found for command in inner if command is not None for found in commands(command))]


def meant_by(setting) -> click.Option:
    """The flag of a setting, in the first command that has it as its own or as everybody's."""
    groups = [uncramp.commands[setting.command]] if setting.command else [
        group for name, group in uncramp.commands.items() if f"{name}:{setting.name}" not in SETTINGS
    ]  # fmt: skip
    return next(flags(one)[setting.flag] for group in (*groups, uncramp) for one in commands(group) if setting.flag in flags(one))


def flags(command: click.Command) -> dict[str, click.Option]:
    return {word: option for option in command.params if isinstance(option, click.Option) for word in option.opts}


OWN = {"--version", "--json-schema", "--csl"}  # flags of one command that are no setting


def test_no_setting_stands_twice() -> None:
    assert len(settings._ALL) == len(settings.SETTINGS)


def test_every_flag_is_a_setting() -> None:
    used = {flag for command in commands() for flag in flags(command)}
    assert used - OWN == {setting.flag for setting in SETTINGS.values()}


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_a_setting_is_whole(setting) -> None:
    assert setting.kind in KINDS
    assert setting.help.endswith(".")
    assert setting.help[0].isupper()
    assert (setting.kind == "choice") == bool(setting.choices)
    assert setting.default is None or not setting.choices or setting.default in setting.choices
    option = meant_by(setting)
    assert option.envvar == setting.variable
    assert option.help == setting.help


def test_what_is_about_one_session_is_not_read_from_the_environment() -> None:
    for name in ("cramped", "no-cramp", "time", "intake", "compare", "html", "series", "csv", "json", "force"):
        assert SETTINGS[name].variable is None
    assert SETTINGS["air-temp"].variable == "UNCRAMP_AIR_TEMP"


@given(st.floats(0.0, 100.0))
def test_a_number_within_its_bounds_is_kept(value: float) -> None:
    assert FiniteNumber(0.0, 100.0).convert(str(value), None, None) == value


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "101", "ten", ""])
def test_no_number_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        FiniteNumber(0.0, 100.0).convert(text, None, None)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("air-temp", "24", 24.0),
        ("air-temp", "-5", -5.0),
        ("air-temp", "24C", 24.0),
        ("air-temp", "24 degC", 24.0),
        ("air-temp", "75F", 23.889),
        ("air-temp", "75 °F", 23.889),
        ("wind", "2", 2.0),
        ("wind", "2m/s", 2.0),
        ("wind", "7.2km/h", 2.0),
        ("wind", "5 mph", 2.2352),
        ("humidity", "60%", 60.0),
    ],
)
def test_a_quantity_is_typed_with_or_without_its_unit(name: str, text: str, value: float) -> None:
    setting = SETTINGS[name]
    assert FiniteNumber(setting.low, setting.high, setting.unit).convert(text, None, None) == pytest.approx(value, abs=1e-3)


@given(st.floats(-60.0, 60.0), st.sampled_from(["F", "°F", " degF", "f"]))
def test_fahrenheit_comes_back(value: float, unit: str) -> None:
    read = FiniteNumber(-60.0, 60.0, "°C").convert(f"{fahrenheit(value):.4f}{unit}", None, None)
    assert read == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("air-temp", "75", "75 °C is out of range; expected -60 to 60 °C. In another unit, write it behind the number: 75F."),
        ("air-temp", "175F", "175F is 79.4 °C, which is out of range; expected -60 to 60 °C."),
        ("air-temp", "300K", "300K has a unit that is not known here. Use C or F."),
        ("wind", "61", "expected 0 to 60 m/s"),
        ("wind", "3kn", "Use m/s or km/h"),
        ("drink-sodium", "460", "expected 0 to 200 mmol/L."),
    ],
)
def test_a_quantity_out_of_range_names_its_unit(name: str, text: str, told: str) -> None:
    setting = SETTINGS[name]
    with pytest.raises(click.BadParameter) as caught:
        FiniteNumber(setting.low, setting.high, setting.unit).convert(text, None, None)
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("many", "'many' is no whole number; expected a whole number, 2 to 100000."),
        ("2.5", "'2.5' is no whole number; expected a whole number, 2 to 100000."),
        ("", "'' is no whole number; expected a whole number, 2 to 100000."),
        ("1", "1 is out of range; expected a whole number, 2 to 100000."),
        ("9" * 50, f"{'9' * 40} is out of range; expected a whole number, 2 to 100000."),
    ],
)
def test_no_whole_number_is_told_in_words(text: str, told: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        WholeNumber(2, 100_000).convert(text, None, None)
    assert caught.value.message == told


@given(st.integers(2, 100_000))
def test_a_whole_number_within_its_bounds_is_kept(value: int) -> None:
    assert WholeNumber(2, 100_000).convert(str(value), None, None) == value


def test_every_command_has_help_with_an_example() -> None:
    for command in commands():
        assert "uncramp " in (command.help or ""), command.name


def test_an_error_names_the_environment_only_where_the_value_came_from_there() -> None:
    words = ["prevent", "race", "marathon"]
    typed = CliRunner().invoke(uncramp, [*words, "--humidity", "150"])
    assert "'--humidity': 150" in typed.output
    assert "env var" not in typed.output
    found = CliRunner().invoke(uncramp, words, env={"UNCRAMP_HUMIDITY": "150"})
    assert "UNCRAMP_HUMIDITY" in found.output


@pytest.mark.parametrize("sport", ["rest", "transition", "unknown"])
def test_nobody_plans_what_is_no_sport(sport: str) -> None:
    assert sport not in SETTINGS["sport"].choices
