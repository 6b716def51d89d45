"""WeatherTable: weather at given times, interpolated to the minutes of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from uncramp.activity.weather import KnownWeather, Track, complete
from uncramp.activity.weather_parameters import Spread
from uncramp.errors import InputError
from uncramp.minutes import Floats, Weather
from uncramp.texts import _
from uncramp.units import S_PER_H

S_PER_YEAR: Final = 365 * 86_400.0
EDGE_S: Final = 2.0 * S_PER_H  # a table may start or end this long inside the session; its last value is held


@dataclass(frozen=True, slots=True)
class WeatherTable:
    """Weather at given times; arrays of shape [entry], NaN or ``None`` where it says nothing.

    ``clock`` tells what ``time_s`` counts from: ``elapsed`` from the start of the session, ``utc`` from 1970,
    ``year`` from the first of January UTC of a typical year.
    """

    clock: str
    time_s: Floats
    air_c: Floats | None
    humidity_frac: Floats | None
    wind_m_s: Floats | None  # at body height
    solar_w_m2: Floats | None
    pressure_pa: Floats | None
    solar_shift_s: float  # from the time of an entry to the middle of what its sun is the mean of
    spread: Spread
    source: str

    def along(self, track: Track) -> Weather:
        """Weather in each row of ``track``, interpolated in time.

        Raises
        ------
        InputError
            If the table is of another time than the session.
        """
        wanted_s = self._wanted(track)

        def at(values: Floats | None, shift_s: float = 0.0) -> Floats | None:
            if values is None or not np.isfinite(values).any():
                return None
            have = np.isfinite(values)
            period = S_PER_YEAR if self.clock == "year" else None
            return np.interp(wanted_s, self.time_s[have] + shift_s, values[have], period=period)

        return complete(
            track,
            KnownWeather(
                at(self.air_c),
                at(self.humidity_frac),
                at(self.wind_m_s),
                at(self.solar_w_m2, self.solar_shift_s),
                at(self.pressure_pa),
                self.spread,
                self.source,
            ),
        )

    def _wanted(self, track: Track) -> Floats:
        if self.clock == "elapsed":
            return track.middle_s
        if track.start is None:
            raise InputError(
                _(
                    "{source} gives weather by the clock, but the session has no start time. Give the weather by "
                    "elapsed_min, or as --air-temp, --humidity, --wind and --sun."
                ).format(source=self.source)
            )
        start_s = track.start.timestamp()
        if self.clock == "year":
            return start_s - datetime(track.start.year, 1, 1, tzinfo=UTC).timestamp() + track.middle_s
        wanted_s = start_s + track.middle_s
        if wanted_s[0] < self.time_s[0] - EDGE_S or wanted_s[-1] > self.time_s[-1] + EDGE_S:
            raise InputError(
                _(
                    "{source} covers {begin} to {end}, but the session runs from {start} to {finish} "
                    "(UTC). Give the weather of that time."
                ).format(
                    source=self.source,
                    begin=_clock(self.time_s[0]),
                    end=_clock(self.time_s[-1]),
                    start=_clock(wanted_s[0]),
                    finish=_clock(wanted_s[-1]),
                )
            )
        return wanted_s


def _clock(unix_s: float) -> str:
    return datetime.fromtimestamp(unix_s, tz=UTC).strftime("%Y-%m-%d %H:%M")
