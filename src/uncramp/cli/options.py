"""Flags made from the table of settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

from uncramp.errors import InputError
from uncramp.settings import SETTINGS, Setting

F = TypeVar("F", bound=Callable[..., Any])


class FiniteNumber(click.FloatRange):
    """A number within bounds; "nan" and "inf" are not numbers to a person."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse and check ``value``."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number one can use.", param, ctx)
        return number


def _type(setting: Setting) -> click.ParamType[Any]:
    if setting.kind == "number":
        return FiniteNumber(setting.low, setting.high)
    if setting.kind == "count":
        low, high = (None if bound is None else int(bound) for bound in (setting.low, setting.high))
        return click.IntRange(low, high)
    if setting.kind == "choice":
        return click.Choice(setting.choices)
    return click.Path() if setting.kind == "path" else click.STRING


def options(*names: str) -> Callable[[F], F]:
    """Decorate a command with the flags of these settings, in this order."""

    def decorate(function: F) -> F:
        for name in reversed(names):
            function = _option(SETTINGS[name])(function)
        return function

    return decorate


def _option(setting: Setting) -> Callable[[F], F]:
    if setting.kind == "switch":
        return click.option(setting.flag, setting.parameter, is_flag=True, help=setting.help, envvar=setting.variable)
    return click.option(
        setting.flag,
        setting.parameter,
        type=_type(setting),
        default=setting.default,
        multiple=setting.repeated,
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
    raise InputError(f"--{said[0]} and --{also[0]} {clash}. Keep one of them.")


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
