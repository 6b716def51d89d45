"""Rows: minutes and weather packed the way the engine reads them, one row after the other."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.body import slots
from uncramp.body.metabolism import demands_of
from uncramp.body.surroundings import Surroundings, check_surroundings
from uncramp.body.tables import BodyParameters
from uncramp.errors import InputError
from uncramp.minutes import Floats, Minutes, in_sports, zero_where_unknown
from uncramp.names import SPORTS
from uncramp.texts import _
from uncramp.units import S_PER_MIN

ROW_S: Final = S_PER_MIN
_OWN_WIND: Final = {
    "running": "running", "trail_running": "running", "walking": "walking", "hiking": "walking", "cycling": "cycling",
    "mountain_biking": "cycling", "cross_country_skiing": "skiing",
}  # fmt: skip
_INDOORS: Final = ("treadmill_running", "indoor_cycling", "strength", "rest")


def row_table(minutes: Minutes, around: Surroundings, parameters: BodyParameters, row_s: Floats | None = None) -> Floats:
    """What each row asks and offers, in the order of ``slots.ROWS``; [quantity, row]. ``row_s`` [row] is how long rows last, if known.

    Raises
    ------
    InputError
        If weather is impossible, or a row lacks a number.
    """
    check_surroundings(around, minutes.rows_count)
    heat, demands = parameters.heat, demands_of(minutes, parameters.metabolism)
    indoors = in_sports(minutes, _INDOORS) | minutes.indoor
    typical = np.array([float(getattr(heat, f"own_{_OWN_WIND.get(name, 'other')}_m_s")[0]) for name in SPORTS])
    usual = typical[minutes.sport_index] * zero_where_unknown(np.clip(minutes.moving_frac, 0.0, 1.0))
    own = np.where(np.isfinite(minutes.speed_m_s), minutes.speed_m_s, usual)
    pressure_ratio = around.pressure_pa / heat.standard_pressure_pa[0]
    columns = {
        **{name: getattr(demands, name) for name in slots.ROWS if hasattr(demands, name)},
        "in_water": in_sports(minutes, ("swimming",)).astype(np.float64),
        "air_c": around.air_c,
        "humidity_frac": around.humidity_frac,
        "wind_m_s": around.wind_m_s,
        "own_m_s": np.where(indoors, 0.0, np.clip(own, 0.0, None)),
        "solar_w_m2": around.solar_w_m2,
        "ln_pressure": np.log(pressure_ratio),
        "per_pressure_ratio": 1.0 / pressure_ratio,
        "row_s": _lengths_s(minutes) if row_s is None else row_s,
    }
    table = np.stack([columns[name] for name in slots.ROWS])
    if not np.isfinite(table).all():
        row, quantity = np.argwhere(~np.isfinite(table).T)[0]
        raise InputError(
            _("Minute {row} has no finite {rows}; repair or drop the row before simulating.").format(
                row=row, rows=slots.ROWS[quantity]
            )
        )
    return table


def _lengths_s(minutes: Minutes) -> Floats:
    """Length of each row: the last recorded one may be shorter; whoever adds rest rows after it keeps whole minutes."""
    row_s = np.full(minutes.rows_count, ROW_S)
    left_s = minutes.duration_s - ROW_S * (minutes.rows_count - 1)
    if minutes.rows_count and 0.0 < left_s < ROW_S:
        row_s[-1] = left_s
    return row_s
