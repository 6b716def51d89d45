"""Forms: fields that a page asks for, in the reader's units, and what a person typed into them as values of ours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from uncramp.diary.words import moment_of
from uncramp.errors import InputError
from uncramp.texts import N_, _
from uncramp.units import L_PER_US_FLUID_OUNCE, MIN_PER_H, S_PER_H, S_PER_MIN, TYPED
from uncramp.web.mistakes import WHOLE, FormError, refused
from uncramp.web.preferences import look

Model = TypeVar("Model", bound=BaseModel)
NOTHING_FOUND: Final[Mapping[str, str]] = MappingProxyType({})

PERCENT: Final = "%"
IN_WORDS: Final = (N_("years"), N_("days"), N_("beats/min"), N_("h/week"), N_("m/week"))
"""Units that are words."""
IMPERIAL: Final[dict[str, tuple[str, float, float]]] = {
    "kg": ("lb", *TYPED["kg"]["lb"]),
    "L": ("oz", *TYPED["L"]["oz"]),
    "L/h": ("oz/h", L_PER_US_FLUID_OUNCE, 0.0),
    "°C": ("°F", *TYPED["°C"]["F"]),
    "m/s": ("mph", *TYPED["m/s"]["mph"]),
}
"""Our unit -> the one shown to who reads imperial units, and the factor and offset that make it ours."""


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit as the reader has it, and what makes a value in it ours: times the factor, plus the offset."""

    text: str
    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form; its name is that of the value."""

    name: str
    label: str
    kind: str = (
        "text"  # text | long | number | whole | moment | day | local_moment | local_day | duration | choice | yes_no | words | file
    )
    unit: str = ""  # of a number
    choices: tuple[tuple[str, str], ...] = ()  # value, text
    required: bool = False
    help: str = ""

    @property
    def shown_unit(self) -> str:
        """The unit as the reader has it."""
        return _(shown_unit(self.unit).text)

    def text_of(self, value: Any) -> str:
        """A value as it stands in the field."""
        if value is None or value == ():
            return ""
        if self.kind == "number":
            shown = shown_unit(self.unit)
            number = (value - shown.offset) / shown.factor
            return f"{number:.0f}" if number == round(number) else f"{number:.6g}"
        if self.kind == "yes_no":
            return "yes" if value else "no"
        return ", ".join(value) if self.kind == "words" else str(value)

    def value_of(self, typed: str) -> Any:
        """What was typed; ``None`` if nothing was.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        text = typed.strip()
        if not text:
            if self.required:
                raise InputError(_("{field} is missing; it is needed.").format(field=self.label))
            return None
        if self.kind == "number":
            return self._number(text)
        if self.kind == "whole":
            return self._whole(text)
        if self.kind in ("moment", "day"):
            return moment_of(text, self.label)
        if self.kind == "duration":
            return _seconds(text, self.label)
        if self.kind == "yes_no":
            return text == "yes"
        return [word.strip() for word in text.split(",") if word.strip()] if self.kind == "words" else text

    def _whole(self, text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise InputError(_("{field}: a whole number is expected, such as 3.").format(field=self.label)) from None

    def _number(self, text: str) -> float:
        shown = shown_unit(self.unit)
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise InputError(_("{field}: a number is expected, such as 1.5.").format(field=self.label))
        return number * shown.factor + shown.offset


def shown_unit(unit: str) -> ShownUnit:
    """One of our units as the reader has it."""
    if unit == PERCENT:
        return ShownUnit(PERCENT, 0.01)
    return ShownUnit(*IMPERIAL[unit]) if look().units == "imperial" and unit in IMPERIAL else ShownUnit(unit)


def values_of(form: Mapping[str, Any], asked: Iterable[Asked], units: str) -> dict[str, Any]:
    """Everything that was typed, by name; ``units`` are those the form was made in.

    Raises
    ------
    FormError
        If something cannot be read, all of it together, or the units were changed in between.
    """
    values, mistakes = _read(form, asked, units)
    if mistakes:
        raise FormError(mistakes)
    return values


def asked_as(
    model: type[Model],
    form: Mapping[str, Any],
    asked: Iterable[Asked],
    units: str,
    found: Mapping[str, str] = NOTHING_FOUND,
    **given: Any,
) -> Model:
    """What was typed, as a request; ``found`` are mistakes that were seen before, ``given`` is what was not typed.

    Raises
    ------
    FormError
        If something cannot be used, all of it together, in the order of the form.
    """
    fields = tuple(asked)
    values, unread = _read(form, fields, units)
    mistakes = {**unread, **found}
    try:
        made = model.model_validate({name: value for name, value in values.items() if value is not None} | given)
    except ValidationError as error:
        mistakes = refused(error, fields) | mistakes
    if mistakes:
        order = [WHOLE, *(one.name for one in fields)]
        raise FormError(dict(sorted(mistakes.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))))
    return made


def _read(form: Mapping[str, Any], asked: Iterable[Asked], units: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Values, and what cannot be read."""
    if units != look().units:
        raise FormError({WHOLE: _("The units were changed since this form was opened. Open it again.")})
    values: dict[str, Any] = {}
    mistakes: dict[str, str] = {}
    for one in asked:
        if isinstance(text := form.get(one.name), str):
            try:
                values[one.name] = one.value_of(text)
            except InputError as error:
                mistakes[one.name] = str(error)
    return values, mistakes


def _seconds(text: str, label: str) -> float:
    """``1:30`` is an hour and a half, ``1:30:00`` too, ``90`` are minutes."""
    parts = text.split(":")
    try:
        numbers = [float(part.replace(",", ".")) for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 3 or not all(math.isfinite(one) and one >= 0.0 for one in numbers):
        raise InputError(_("{field}: a time is expected, such as 1:30 for an hour and a half.").format(field=label))
    if len(numbers) == 1:
        return numbers[0] * S_PER_MIN
    hours, minutes, seconds = (*numbers, 0.0)[:3]
    if minutes >= MIN_PER_H or seconds >= S_PER_MIN:
        seen = _(
            "{field} is {text}; expected minutes and seconds below 60, such as 1:30 for an hour and a half. Check for a wrong digit."
        )
        raise InputError(seen.format(field=label, text=text[:20]))
    return hours * S_PER_H + minutes * S_PER_MIN + seconds
