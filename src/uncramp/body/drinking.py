"""Drinking: from what an athlete says, or thirst, to intake minute by minute."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.body.intake import Intake
from uncramp.body.intake_table import ML_PER_L, MOST_AT_ONCE_L, MOST_DRUNK_L_H, MOST_SODIUM_MMOL_L, IntakeTable, sodium_mg_per_mmol
from uncramp.errors import InputError
from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.texts import _
from uncramp.units import L_PER_US_FLUID_OUNCE, MIN_PER_H


@dataclass(frozen=True, slots=True)
class DrinkingParameters:
    """What is drunk when nobody said, and what is in it; [draw] each. Entries of evidence/drinking.toml."""

    thirst_drinking_l_h: Floats
    after_drinking_l_h: Floats
    drink_sodium_mmol_l: Floats
    drink_potassium_per_sodium_ratio: Floats
    drink_carbohydrate_g_per_l: Floats
    sodium_molar_mg_per_mmol: Floats


@dataclass(frozen=True, slots=True)
class Drinking:
    """A volume every so many minutes, all through the session."""

    volume_ml: float
    interval_min: float  # 1: evenly
    sodium_mmol_l: float | None  # of the drink; None when not said
    text: str

    @property
    def rate_l_h(self) -> float:
        """Mean rate of drinking."""
        return self.volume_ml / ML_PER_L * MIN_PER_H / self.interval_min


# --- in words -------------------------------------------------------------------------------------------------------

_ML_PER_UNIT: Final = {
    "ml": 1.0, "cl": 10.0, "dl": 100.0, "l": ML_PER_L, "oz": ML_PER_L * L_PER_US_FLUID_OUNCE, "floz": ML_PER_L * L_PER_US_FLUID_OUNCE,
}  # fmt: skip
_MIN_PER_UNIT: Final = {
    "h": MIN_PER_H,
    "hr": MIN_PER_H,
    "hour": MIN_PER_H,
    "min": 1.0,
    "minute": 1.0,
    "minutes": 1.0,
    "hours": MIN_PER_H,
}
_VOLUME: Final = r"([-+]?\d+(?:[.,]\d+)?|nan|inf)\s*(ml|cl|dl|l|fl\.?\s*oz|oz)"
_RATE: Final = re.compile(_VOLUME + r"\s*(?:/|per|an|a)\s*(h|hr|hour)")
_EVERY: Final = re.compile(_VOLUME + r"\s*every\s*(\d+(?:[.,]\d+)?)?\s*(h|hr|hours?|min|minutes?)")


def parse_drinking(text: str, sodium_mmol_l: float | None = None) -> Drinking:
    """Drinking as people say it: ``600 ml/h``, ``0.6 l/h``, ``20 oz/h``, ``150 ml every 20 min``, ``nothing``.

    Raises
    ------
    InputError
        If it is not understood, or is more than anyone drinks.

    Examples
    --------
    >>> parse_drinking("150 ml every 15 min").rate_l_h
    0.6
    """
    words = " ".join(text.lower().split())
    if sodium_mmol_l is not None:
        _check_drink_sodium(sodium_mmol_l)
    if words in ("nothing", "none", "0"):
        return Drinking(0.0, 1.0, sodium_mmol_l, "nothing")
    rate, every = _RATE.fullmatch(words), _EVERY.fullmatch(words)
    if rate:
        volume_ml, interval_min = _millilitres(rate[1], rate[2]) / MIN_PER_H, 1.0
    elif every:
        volume_ml = _millilitres(every[1], every[2])
        interval_min = _number(every[3] or "1") * _MIN_PER_UNIT[every[4]]
    else:
        raise InputError(
            _("--drank is {text}; expected a form like '600 ml/h', '0.6 l/h', '20 oz/h' or '150 ml every 20 min'.").format(
                text=repr(text)
            )
        )
    if not interval_min >= 1.0:
        raise InputError(
            _("--drank {text} drinks every {interval_min} min; expected a minute or more. Give it as ml/h.").format(
                text=repr(text), interval_min=f"{interval_min:g}"
            )
        )
    drinking = Drinking(volume_ml, interval_min, sodium_mmol_l, text.strip())
    if not (volume_ml >= 0.0 and 0.0 <= drinking.rate_l_h <= MOST_DRUNK_L_H and volume_ml <= MOST_AT_ONCE_L * ML_PER_L):
        raise InputError(
            _("--drank {text} is {rate_l_h} L/h; expected 0 to {most_drunk_l_h} L/h. Check the value and its unit.").format(
                text=repr(text), rate_l_h=f"{drinking.rate_l_h:g}", most_drunk_l_h=f"{MOST_DRUNK_L_H:g}"
            )
        )
    return drinking


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _millilitres(value: str, unit: str) -> float:
    return _number(value) * _ML_PER_UNIT[unit.replace(" ", "").replace(".", "")]


def _check_drink_sodium(sodium_mmol_l: float) -> None:
    if math.isfinite(sodium_mmol_l) and 0.0 <= sodium_mmol_l <= MOST_SODIUM_MMOL_L:
        return
    hint = "Check the value and its unit."
    if sodium_mmol_l > MOST_SODIUM_MMOL_L:
        hint = f"If it is in mg/L, give {sodium_mmol_l / sodium_mg_per_mmol():.0f}."
    raise InputError(
        _("--drink-sodium is {sodium_mmol_l} mmol/L; expected 0 to {most_sodium_mmol_l} mmol/L. {hint}").format(
            sodium_mmol_l=f"{sodium_mmol_l:g}", most_sodium_mmol_l=f"{MOST_SODIUM_MMOL_L:g}", hint=hint
        )
    )


# --- to minutes -----------------------------------------------------------------------------------------------------


def intake_of(
    stated: Drinking | IntakeTable | None,
    *,
    rows: int,
    after_rows: int = 0,
    draws: int,
    seed: int,
    athlete_name: str = "",
    sodium_mmol_l: float | None = None,
) -> Intake:
    """Intake in each row of the session and of the time after it, shape [draw, rows + after_rows].

    What was not said is drawn: how much is drunk by thirst, what is in the drink, and the drinking after the finish.

    Parameters
    ----------
    stated
        What the athlete said; ``None`` is drinking by thirst.
    sodium_mmol_l
        Sodium of the drink when only that was said.

    Raises
    ------
    InputError
        If a table reaches beyond the time that is simulated.
    """
    p = draw(DrinkingParameters, "drinking", draws=draws, seed=seed, athlete=athlete_name)
    water_ml = np.zeros((draws, rows + after_rows))
    carbohydrate_per_l = p.drink_carbohydrate_g_per_l
    sodium_per_l = p.drink_sodium_mmol_l
    if sodium_mmol_l is not None:
        _check_drink_sodium(sodium_mmol_l)
        sodium_per_l = np.full(draws, sodium_mmol_l)
    known_to = rows
    if isinstance(stated, IntakeTable):
        # a table that goes on after the finish knows that time too
        known_to = rows + after_rows if (stated.minute >= rows).any() else rows
        table = _on_rows(stated, rows + after_rows)
        water_ml[:, :known_to] = table["volume_ml"][:known_to]
    elif stated is not None:
        water_ml[:, :rows] = _evenly(stated, rows)
        if stated.sodium_mmol_l is not None:
            sodium_per_l = np.full(draws, stated.sodium_mmol_l)
    else:
        water_ml[:, :rows] = ML_PER_L * p.thirst_drinking_l_h[:, None] / MIN_PER_H
    said_to = 0 if stated is None else known_to
    water_ml[:, known_to:] = ML_PER_L * p.after_drinking_l_h[:, None] / MIN_PER_H
    sodium = water_ml / ML_PER_L * sodium_per_l[:, None]
    carbohydrate = water_ml / ML_PER_L * carbohydrate_per_l[:, None]
    if isinstance(stated, IntakeTable):
        sodium[:, :known_to] = _with_unsaid(table["sodium_mmol"], table["unsaid_sodium_ml"], sodium_per_l)[:, :known_to]
        carbohydrate[:, :known_to] = _with_unsaid(table["carbohydrate_g"], table["unsaid_carbohydrate_ml"], carbohydrate_per_l)[
            :, :known_to
        ]
    return Intake(
        water_ml=water_ml,
        sodium_mmol=sodium,
        potassium_mmol=sodium * p.drink_potassium_per_sodium_ratio[:, None],
        carbohydrate_g=carbohydrate,
        stated=stated is not None,
        thirst_frac=(np.arange(rows + after_rows) >= said_to).astype(np.float64)[None],
        text=_text(stated, sodium_mmol_l, after_known=known_to > rows),
    )


def _with_unsaid(said: Floats, unsaid_ml: Floats, per_l: Floats) -> Floats:
    """[draw, row]: what a table says, and what is drawn for the drinks it does not say it of."""
    return said + per_l[:, None] * unsaid_ml / ML_PER_L


def _evenly(drinking: Drinking, rows: int) -> Floats:
    """Volume in each row [ml]: at the end of every interval, a part of an interval at the finish left out."""
    taken = np.floor(np.arange(rows + 1) / drinking.interval_min)
    volume: Floats = drinking.volume_ml * np.diff(taken)
    return volume


def _on_rows(table: IntakeTable, rows: int) -> dict[str, Floats]:
    late = table.minute[table.minute >= rows]
    if late.size:
        raise InputError(
            _("the intake has minute {late}, but only {rows} minutes are simulated. Leave out what was taken later.").format(
                late=late[0], rows=rows
            )
        )

    def summed(values: Floats) -> Floats:
        total = np.zeros(rows)
        np.add.at(total, table.minute, np.nan_to_num(values))
        return total

    return {
        "volume_ml": summed(table.volume_ml),
        "sodium_mmol": summed(table.sodium_mmol),
        "carbohydrate_g": summed(table.carbohydrate_g),
        "unsaid_sodium_ml": summed(np.where(np.isnan(table.sodium_mmol), table.volume_ml, 0.0)),
        "unsaid_carbohydrate_ml": summed(np.where(np.isnan(table.carbohydrate_g), table.volume_ml, 0.0)),
    }


def _text(stated: Drinking | IntakeTable | None, sodium_mmol_l: float | None, *, after_known: bool) -> str:
    entries = load_topic("drinking")
    after = "" if after_known else _("; by thirst after the finish (assumed)")
    if isinstance(stated, IntakeTable):
        return stated.text + after
    thirst, drink = entries["thirst_drinking_l_h"], entries["drink_sodium_mmol_l"]
    by_thirst = _("by thirst, about {low} to {high} L/h (assumed)").format(low=f"{thirst.low:g}", high=f"{thirst.high:g}")
    volume = by_thirst if stated is None else stated.text
    sodium = sodium_mmol_l if stated is None or stated.sodium_mmol_l is None else stated.sodium_mmol_l
    if stated is not None and stated.volume_ml == 0.0:
        return volume + after
    content = (
        _("{low} to {high} mmol/L sodium (assumed)").format(low=f"{drink.low:g}", high=f"{drink.high:g}")
        if sodium is None
        else _("{sodium} mmol/L sodium").format(sodium=f"{sodium:g}")
    )
    return _("{volume} with {content}").format(volume=volume, content=content) + after
