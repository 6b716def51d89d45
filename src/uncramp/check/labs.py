"""Values of a laboratory or a thermometer that are typed in: what can be true, and which flags they set. They only raise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from uncramp.check.rulebook import rulebook
from uncramp.errors import InputError
from uncramp.texts import _


def read_lab(name: str, value: Any, *, where: str) -> float:
    """``value`` of the laboratory value ``name``, in the unit its name ends with.

    Raises
    ------
    InputError
        If it is no number or cannot be true, with the unit it may have been meant in.
    """
    lab = rulebook().labs[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(
            _("{where}: {name} is {value}; expected a number in {unit}.").format(
                where=where, name=name, value=repr(value)[:100], unit=lab.unit
            )
        )
    if not lab.low <= value <= lab.high:
        meant = [
            f" {value:g} {unit} would be {factor * value + offset:.3g} {lab.unit}: write that."
            for unit, factor, offset in lab.mistaken
            if lab.low <= factor * value + offset <= lab.high
        ]
        raise InputError(
            _("{where}: {name} is {value}; expected {low} to {high} {unit}.{names}").format(
                where=where,
                name=name,
                value=f"{value:g}",
                low=f"{lab.low:g}",
                high=f"{lab.high:g}",
                unit=lab.unit,
                names="".join(meant[:1]),
            )
        )
    return float(value)


def lab_findings(labs: Mapping[str, float]) -> list[tuple[str, str]]:
    """(flag id, the value that sets it) of what is outside its limits."""
    known = rulebook().labs
    return [
        (flag, f"{known[name].name} {value:g} {known[name].unit}") for name, value in labs.items() for flag in _flags(name, value)
    ]


def unit_doubts(labs: Mapping[str, float]) -> list[tuple[str, str]]:
    """(flag id, what to look up) of rare values: what they would set if another unit was meant, and do not set as written."""
    found = []
    for name, value in labs.items():
        lab = rulebook().labs[name]
        if lab.unusual_below <= value <= lab.unusual_above:
            continue
        for unit, factor, offset in lab.mistaken:
            meant = factor * value + offset
            because = _("{name} {value} {unit} is rare, and {value} {other} would be {meant} {unit}: look at the unit").format(
                name=_(lab.name), value=f"{value:g}", unit=lab.unit, other=unit, meant=f"{meant:.2g}"
            )
            found += [(flag, because) for flag in _flags(name, meant) if flag not in _flags(name, value)]
    return found


def _flags(name: str, value: float) -> list[str]:
    return [
        reading.flag
        for reading in rulebook().readings
        if reading.lab == name
        and ((reading.below is not None and value < reading.below) or (reading.at_least is not None and value >= reading.at_least))
    ]
