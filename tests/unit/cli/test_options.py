"""One table of settings: every flag, its environment variable and its help come from it."""

from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.cli.main import uncramp
from uncramp.cli.options import FiniteNumber
from uncramp.settings import KINDS, SETTINGS


def commands(group: click.Command = uncramp) -> list[click.Command]:
    """Every command and sub-command."""
    inner = [found for command in getattr(group, "commands", {}).values() for found in commands(command)]
    return [group, *inner]


def flags(command: click.Command) -> dict[str, click.Option]:
    return {word: option for option in command.params if isinstance(option, click.Option) for word in option.opts}


OWN = {"--version", "--json-schema", "--csl"}  # flags of one command that are no setting


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
    option = next(flags(command)[setting.flag] for command in commands() if setting.flag in flags(command))
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


def test_every_command_has_help_with_an_example() -> None:
    for command in commands():
        assert "uncramp " in (command.help or ""), command.name
