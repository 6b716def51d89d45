"""Heat clock: people on foot go slower where the air is hot, all as much, while it is hot.

Time is counted on a second clock that runs slower in the heat: a leg takes as much of it in any weather. How far everybody is on a hot day
follows from reading the one clock by the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.field import LONGEST_H, WeatherByClock
from uncramp.minutes import Floats
from uncramp.units import S_PER_H

STEP_S: Final = 300.0
"""Numerical: between these times the clock runs evenly."""

LAST_S: Final = 3.0 * LONGEST_H * S_PER_H
"""Numerical: longer than anybody is on the way."""


@dataclass(frozen=True, slots=True)
class HeatClock:
    """Times of a day by the clock on the wall, and by the one that runs slower in the heat."""

    wall_s: Floats  # [time] after midnight
    cool_s: Floats  # [time] time that has run, as it would in the cool

    @classmethod
    def of(cls, weather: WeatherByClock) -> HeatClock | None:
        """That of a day; ``None`` where no hour of it is hot."""
        c = cohort_parameters()
        if weather.air_c.max() <= c.heat_slows_above_c.value:
            return None
        wall_s = np.arange(0.0, LAST_S, STEP_S)
        air_c = np.interp(wall_s[:-1] + STEP_S / 2.0, weather.clock_s, weather.air_c)
        slower = 1.0 + c.heat_slowing_frac_per_k.value * np.maximum(air_c - c.heat_slows_above_c.value, 0.0)
        return cls(wall_s, np.concatenate(([0.0], np.cumsum(STEP_S / slower))))

    def taken_s(self, start_s: Floats, cool_s: Floats) -> Floats:
        """How long it takes from ``start_s`` on the wall to do what takes ``cool_s`` in the cool."""
        return np.asarray(np.interp(self._cool(start_s) + cool_s, self.cool_s, self.wall_s) - start_s)

    def shares(self, start_s: Floats, length_s: Floats, share: Floats) -> Floats:
        """Shares of ``length_s`` [runner] from ``start_s`` [runner] at which those ``share`` [runner, point] of the way's effort are behind one."""
        begin, end = self._cool(start_s)[:, None], self._cool(start_s + length_s)[:, None]
        at_s = np.interp(begin + share * (end - begin), self.cool_s, self.wall_s)
        return np.asarray((at_s - start_s[:, None]) / length_s[:, None])

    def _cool(self, wall_s: Floats) -> Floats:
        return np.interp(wall_s, self.wall_s, self.cool_s)
