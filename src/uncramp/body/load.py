"""How much of the work each muscle carries: the one table, sport x grade x cadence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uncramp.errors import EvidenceError
from uncramp.evidence.draws import draw_entry
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES, SPORTS

CYCLING = ("cycling", "indoor_cycling", "mountain_biking")
ON_FOOT = ("running", "trail_running", "treadmill_running", "walking", "hiking", "football")


@dataclass(frozen=True, slots=True)
class LoadTable:
    """The drawn table. Axes: sport and muscle as in ``names``, then draw."""

    load_ratio: Floats  # [sport, muscle, draw] load of a muscle per unit of relative intensity
    uphill_ratio: Floats  # [muscle, draw] added per unit of grade
    downhill_ratio: Floats  # [muscle, draw]
    low_cadence_ratio: Floats  # [muscle, draw] added per relative fall of the cadence
    usual_running_cadence_hz: float
    usual_cycling_cadence_hz: float


def draw_load_table(*, draws: int, seed: int, athlete: str = "", overrides: Mapping[str, float] | None = None) -> LoadTable:
    """Draw the table of muscle load (topic ``load``).

    Raises
    ------
    EvidenceError
        If a sport or a muscle has no row, or a row has no sport.
    """
    entries = dict(load_topic("load"))
    fixed = overrides or {}

    def take(name: str) -> Floats:
        if name not in entries:
            raise EvidenceError(f"load.toml lacks {name!r}; every sport needs a row for every muscle.")
        entry = entries.pop(name)
        if f"load.{name}" in fixed:
            return np.full(draws, float(fixed[f"load.{name}"]))
        return draw_entry(entry, draws=draws, seed=seed, athlete=athlete)

    table = LoadTable(
        load_ratio=np.array([[take(f"{sport}_{muscle}_load_ratio") for muscle in MUSCLES] for sport in SPORTS]),
        uphill_ratio=np.array([take(f"uphill_{muscle}_ratio_per_frac") for muscle in MUSCLES]),
        downhill_ratio=np.array([take(f"downhill_{muscle}_ratio_per_frac") for muscle in MUSCLES]),
        low_cadence_ratio=np.array([take(f"low_cadence_{muscle}_index") for muscle in MUSCLES]),
        usual_running_cadence_hz=float(take("usual_running_cadence_hz")[0]),
        usual_cycling_cadence_hz=float(take("usual_cycling_cadence_hz")[0]),
    )
    if entries:
        raise EvidenceError(f"load.toml has {sorted(entries)}, which no sport and muscle use.")
    return table


def on_foot(minutes: Minutes) -> npt.NDArray[np.bool_]:
    """Rows [minute] in which body mass is carried downhill by the legs."""
    return np.isin(minutes.sport_index, [SPORTS.index(sport) for sport in ON_FOOT])


def grade_of_load(minutes: Minutes) -> Floats:
    """Grade [minute] as far as it changes which muscle works: on foot only, 0 where unknown."""
    return np.where(on_foot(minutes), np.nan_to_num(minutes.grade_frac), 0.0)


def low_cadence(minutes: Minutes, table: LoadTable) -> Floats:
    """Relative fall [minute] of the cadence below the usual one; 0 where unknown, at most a half either way."""
    cycling = np.isin(minutes.sport_index, [SPORTS.index(sport) for sport in CYCLING])
    running = np.isin(minutes.sport_index, [SPORTS.index(sport) for sport in ON_FOOT[:3]])
    usual = np.where(cycling, table.usual_cycling_cadence_hz, table.usual_running_cadence_hz)
    known = (cycling | running) & np.isfinite(minutes.cadence_hz) & (minutes.cadence_hz > usual / 2)
    return np.where(known, np.clip(1.0 - np.where(known, minutes.cadence_hz, usual) / usual, -0.5, 0.5), 0.0)


def surge_shape(minutes: Minutes) -> Floats:
    """Effort of each ten seconds relative to its minute, [minute, slot]; 1 where unknown.

    Power where it was recorded, else speed with the cost of the slope.
    """
    effort = np.where(
        np.isfinite(minutes.power_w)[:, None], minutes.slot_power_w, minutes.slot_speed_m_s * (1.0 + _slope_cost(minutes))
    )
    effort = np.where(np.isfinite(effort), np.maximum(effort, 0.0), np.nan)
    known = np.isfinite(effort)
    mean = np.where(known, effort, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    usable = known & (mean > 0)[:, None]
    shape = np.where(usable, np.where(usable, effort, 1.0) / np.where(mean > 0, mean, 1.0)[:, None], 1.0)
    return np.ascontiguousarray(np.clip(shape, 0.0, 3.0))


def _slope_cost(minutes: Minutes) -> Floats:
    # near level ground the cost of running rises by a bit over five times the grade (slope of Minetti's polynomial at 0: 19.5/3.6)
    return np.clip(19.5 / 3.6 * np.nan_to_num(minutes.slot_grade_frac), -0.5, 2.0)


def descent_km_per_h(minutes: Minutes) -> Floats:
    """Rate of descent on foot [minute], km/h of height lost."""
    falling = np.clip(-np.nan_to_num(minutes.slot_grade_frac), 0.0, 1.0) * np.nan_to_num(minutes.slot_speed_m_s)
    return np.where(on_foot(minutes), falling.mean(axis=1) * 3.6, 0.0)
