"""Flags made from the table of settings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

import click

from uncramp.errors import InputError
from uncramp.settings import SETTINGS, Setting
from uncramp.texts import _
from uncramp.units import TYPED

F = TypeVar("F", bound=Callable[..., Any])
_WITH_UNIT: Final = re.compile(r"([-+]?\d*\.?\d+)\s*(?:°|º|deg)?\s*([a-z%/]*\d?)", re.ASCII | re.IGNORECASE)

SHOWN_CHARACTERS: Final = 40
"""Of what was typed so many are shown again."""


class FiniteNumber(click.FloatRange):
    """A number within bounds, in ``unit`` or another in which it may be typed; "nan" and "inf" are not numbers to a person."""

    name = "number"

    def __init__(self, low: float | None, high: float | None, unit: str = "") -> None:
        super().__init__(low, high)
        self.unit = unit

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse and check ``value``."""
        given = self._in_our_unit(value, param, ctx) if isinstance(value, str) else value
        number = click.FLOAT.convert(given, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number one can use.", param, ctx)
        if not ((self.min is None or number >= self.min) and (self.max is None or number <= self.max)):
            unit = f" {self.unit}" if self.unit else ""
            seen = f"{value}{unit}" if given == value else f"{value} is {number:.3g}{unit}, which"
            self.fail(
                f"{seen} is out of range; expected {_bounds(self.min, self.max)}{unit}.{self._hint(value) if given == value else ''}",
                param,
                ctx,
            )
        return number

    def _in_our_unit(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, where a unit stands behind it; else ``text`` as it is."""
        found = _WITH_UNIT.fullmatch(text.strip())
        if not found or not found[2]:
            return text
        units = TYPED.get(self.unit, {self.unit: (1.0, 0.0)})
        meant = next((unit for unit in units if unit.lower() == found[2].lower()), None)
        if meant is None:
            known = f"Use {' or '.join(units)}." if self.unit else "Leave it out."
            self.fail(f"{text} has a unit that is not known here. {known}", param, ctx)
        factor, offset = units[meant]
        return round(factor * float(found[1]) + offset, 9)  # a bound typed in another unit is that bound

    def _hint(self, value: Any) -> str:
        return f" In another unit, write it behind the number: {value}{list(TYPED[self.unit])[1]}." if self.unit in TYPED else ""


class WholeNumber(click.IntRange):
    """A whole number within bounds."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse and check ``value``."""
        expected = f"expected a whole number, {_bounds(self.min, self.max)}"
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{str(value)[:SHOWN_CHARACTERS]!r} is no whole number; {expected}.", param, ctx)
        if not ((self.min is None or number >= self.min) and (self.max is None or number <= self.max)):
            self.fail(f"{str(value)[:SHOWN_CHARACTERS]} is out of range; {expected}.", param, ctx)
        return number


def _bounds(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at most {_plain(high)}" if low is None else f"at least {_plain(low)}"
    return f"{_plain(low)} to {_plain(high)}"


def _plain(bound: float | None) -> str:
    return str(bound).removesuffix(".0")


class Flag(click.Option):
    """A flag whose errors name the environment only where the value came from there."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """What an error calls the flag."""
        hint = super().get_error_hint(ctx)
        said = ctx is None or ctx.get_parameter_source(str(self.name)) != click.core.ParameterSource.ENVIRONMENT
        return hint.partition(" (env var")[0] if said else hint


def _type(setting: Setting) -> click.ParamType[Any]:
    if setting.kind == "number":
        return FiniteNumber(setting.low, setting.high, setting.unit)
    if setting.kind == "count":
        low, high = (None if bound is None else int(bound) for bound in (setting.low, setting.high))
        return WholeNumber(low, high)
    if setting.kind == "choice":
        return click.Choice(setting.choices)
    return click.Path() if setting.kind == "path" else click.STRING


def options(*names: str, **defaults: Any) -> Callable[[F], F]:
    """Decorate a command with the flags of these settings, in this order; ``defaults`` are those of this command alone."""

    def decorate(function: F) -> F:
        for name in reversed(names):
            setting = SETTINGS[name]
            function = _option(replace(setting, default=defaults.get(setting.parameter, setting.default)))(function)
        return function

    return decorate


def _option(setting: Setting) -> Callable[[F], F]:
    if setting.kind == "switch":
        return click.option(setting.flag, setting.parameter, is_flag=True, help=setting.help, envvar=setting.variable)
    alone: dict[str, Any] = {"is_flag": False, "flag_value": setting.bare} if setting.bare else {}
    return click.option(
        setting.flag,
        setting.parameter,
        cls=Flag,
        type=_type(setting),
        default=setting.default,
        multiple=setting.repeated,
        **alone,
        metavar=setting.shown or None,
        help=setting.help,
        envvar=setting.variable,
        show_envvar=setting.environment,
        show_default=setting.default is not None,
    )


def settle(
    given: dict[str, Any], rivals: tuple[str, ...], others: tuple[str, ...], *, clash: str = "say the same thing twice"
) -> None:
    """Let only one of two groups of settings be given; a flag beats the environment, which is then forgotten.

    Raises
    ------
    InputError
        If both were typed.
    """
    said, also = _given(given, rivals), _given(given, others)
    if not (said and also):
        return
    for group, stronger in ((said, also), (also, said)):
        if all(map(_from_environment, group)) and not all(map(_from_environment, stronger)):
            given.update({SETTINGS[name].parameter: None for name in group})
            return
    raise InputError(_("--{said} and --{also} {clash}. Keep one of them.").format(said=said[0], also=also[0], clash=clash))


def _given(given: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if given.get(SETTINGS[name].parameter) not in (None, False, ())]


def _from_environment(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(SETTINGS[name].parameter)
    return source == click.core.ParameterSource.ENVIRONMENT


def refuse(given: dict[str, Any], names: tuple[str, ...], why: str) -> None:
    """Refuse flags that make no sense here.

    Raises
    ------
    InputError
        Naming the first, with ``why``.
    """
    for name in _given(given, names):
        raise InputError(f"--{name} {why}")
