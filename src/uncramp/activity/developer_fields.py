"""Developer fields of FIT files that matter here: core and skin temperature, air, humidity, running power."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.activity.recorded import COLUMN, Finding, counted
from uncramp.minutes import Floats
from uncramp.texts import N_, _


@dataclass(frozen=True, slots=True)
class _Rule:
    """A name that means one of our columns, and the range in which its values make sense."""

    column: str
    name: re.Pattern[str]
    low: float
    high: float
    scales: tuple[float, ...]  # factors apps are known to leave in; the first that fits is taken
    words: str


_RULES: Final = (
    _Rule("core_c", re.compile(r"\bcore\b.*\btemp|\bcbt\b"), 34.0, 43.0, (1.0, 0.01, 0.1), N_("Core temperature")),
    _Rule("skin_c", re.compile(r"\bskin\b.*\btemp"), 10.0, 45.0, (1.0, 0.01, 0.1), N_("Skin temperature")),
    _Rule("humidity_frac", re.compile(r"\bhumidity\b"), 0.0, 1.0, (1.0, 0.01), N_("Humidity")),
    _Rule("air_c", re.compile(r"\b(air|ambient|stryd|weather)\b.*\btemp"), -50.0, 60.0, (1.0, 0.1, 0.01), N_("Air temperature")),
    _Rule(
        "developer_power_w", re.compile(r"^(rp |stryd |running |run |foot ?pod )?power$"), 0.0, 3000.0, (1.0,), N_("Running power")
    ),
)
_FAHRENHEIT: Final = frozenset({"f", "°f", "degf", "deg f", "fahrenheit"})


def developer_column(name: object) -> int | None:
    """Column of our table that a developer field of this name fills, or None.

    Examples
    --------
    >>> from uncramp.activity.recorded import COLUMNS
    >>> COLUMNS[developer_column("Est Core Temp")], COLUMNS[developer_column("Stryd Humidity")]
    ('core_c', 'humidity_frac')
    >>> developer_column("core_data_quality") is None
    True
    """
    if not isinstance(name, str):
        return None
    plain = re.sub(r"[\W_]+", " ", name[:80]).strip().lower()
    return next((COLUMN[rule.column] for rule in _RULES if rule.name.search(plain)), None)


def settle(table: Floats, fields: dict[int, tuple[str, str]]) -> list[Finding]:
    """Bring developer columns to our units in place; empty those whose values make no sense.

    Parameters
    ----------
    table
        [row, column] as a reader filled it.
    fields
        Column -> name and unit that the file gives the field.
    """
    findings = []
    rules = {COLUMN[rule.column]: rule for rule in _RULES}
    for column, (name, unit) in sorted(fields.items()):
        rule, values = rules[column], table[:, column]
        there = np.isfinite(values) & (values != 0.0)
        if not there.any():
            continue
        row = int(np.argmax(there))
        values[:row] = np.nan  # apps write zero before their sensor speaks
        middle = float(np.median(values[there]))
        scale = next((scale for scale in rule.scales if rule.low <= scale * middle <= rule.high), None)
        stated = unit.strip().lower() in _FAHRENHEIT
        # body temperatures in °F and in °C do not overlap, so a field without unit tells which it is
        meant = scale is None and rule.column in {"core_c", "skin_c"} and rule.low <= (middle - 32.0) / 1.8 <= rule.high
        if stated or meant:
            values[:] = (values - 32.0) / 1.8
            scale = 1.0 if rule.low <= (middle - 32.0) / 1.8 <= rule.high else None
        many, shown = int(there.sum()), repr(name[:40])
        if scale is None:
            values[:] = np.nan
            text = _("The developer field {field} was not used: its values (about {middle}) make no sense as {what}.").format(
                field=shown, middle=f"{middle:.4g}", what=_(rule.words).lower()
            )
            findings.append(Finding("developer_field_unused", text, many, row))
            continue
        values *= scale
        guess = _(", an estimate of an app and not a measurement") if re.search(r"\best", name.lower()) else ""
        guess += _(", taken as °F") if meant else ""
        text = _("{what} is from the developer field {field}{guess} ({values}, from {at} on).").format(
            what=_(rule.words), field=shown, guess=guess, values=counted(many, "value"), at="{at}"
        )
        findings.append(Finding("developer_field", text, many, row))
    return findings
