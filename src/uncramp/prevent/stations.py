"""Where there is something to drink: aid stations along the course, or what is carried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.errors import InputError
from uncramp.minutes import Floats
from uncramp.texts import N_, _
from uncramp.units import M_PER_MILE

EXPECTED: Final = N_("write '5km' or 'every 5 km', places such as '3.2, 7.5, 12 km', or 'carried'")
CARRIED: Final = "carried"
MOST_STATIONS: Final = 400
_M_PER_UNIT: Final = {"km": 1000.0, "k": 1000.0, "mi": M_PER_MILE, "mile": M_PER_MILE, "miles": M_PER_MILE, "m": 1.0}
_EVERY: Final = re.compile(r"(?:every\s+)?(\d+(?:\.\d+)?)\s*(km|k|mi|miles?|m)")
_PLACES: Final = re.compile(r"(\d+(?:\.\d+)?(?:\s*,\s*\d+(?:\.\d+)?)+|at\s+\d+(?:\.\d+)?)\s*(km|k|mi|miles?|m)")


@dataclass(frozen=True, slots=True)
class Stations:
    """Where one can drink; ``place_m`` is empty where everything is carried and one drinks by the clock."""

    place_m: tuple[float, ...]

    @property
    def carried(self) -> bool:
        """Whether drinks are carried."""
        return not self.place_m


def parse_stations(text: str | None, distance_m: float) -> Stations:
    """Stations as typed; a station at the finish is left out.

    ``None`` is carried. A comma parts places, so a decimal needs a point; one place alone is ``at 5 km``.

    Raises
    ------
    InputError
        If it is not understood, or no station lies on the course.

    Examples
    --------
    >>> parse_stations("every 5 km", 21_097.5).place_m
    (5000.0, 10000.0, 15000.0, 20000.0)
    >>> parse_stations("3.2, 7.5, 12 km", 21_097.5).place_m
    (3200.0, 7500.0, 12000.0)
    >>> parse_stations("carried", 21_097.5).carried
    True
    """
    words = CARRIED if text is None else " ".join(text.lower().split())
    if words in (CARRIED, "carry", "none"):
        return Stations(())
    every, places = _EVERY.fullmatch(words), _PLACES.fullmatch(words)
    if every:
        step_m = float(every[1]) * _M_PER_UNIT[every[2]]
        if step_m <= 0.0 or distance_m / step_m > MOST_STATIONS:
            raise InputError(
                _(
                    "--aid-stations {text} is a station every {step_m} m; expected up to {most_stations} of them. {expected}."
                ).format(text=repr(text), step_m=f"{step_m:g}", most_stations=MOST_STATIONS, expected=_(EXPECTED))
            )
        found = step_m * np.arange(1.0, distance_m / step_m + 1.0)
    elif places:
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", places[1])]
        found = np.unique(numbers) * _M_PER_UNIT[places[2]]
        if found[-1] > distance_m:
            raise InputError(
                _(
                    "--aid-stations {text} has a station at {found} km, but the course is {distance_m} km long. "
                    "Check the places and their unit."
                ).format(text=repr(text), found=f"{found[-1] / 1_000.0:g}", distance_m=f"{distance_m / 1_000.0:.2f}")
            )
    else:
        raise InputError(_("--aid-stations is {text}; {expected}.").format(text=repr(text), expected=_(EXPECTED)))
    on_the_way = tuple(float(place) for place in found if 0.0 < place < distance_m)
    if not on_the_way:
        raise InputError(
            _("--aid-stations {text} has no station before the finish at {distance_m} km; {expected}.").format(
                text=repr(text), distance_m=f"{distance_m / 1_000.0:.2f}", expected=_(EXPECTED)
            )
        )
    return Stations(on_the_way)


def stops_of(stations: Stations, distance_m: Floats, interval_min: float) -> Floats:
    """When one drinks, in minutes after the start [stop], from the distance at the end of each row [minute]."""
    end_min = np.arange(1.0, distance_m.size + 1.0)
    if stations.carried:
        return np.arange(interval_min, distance_m.size, interval_min)
    return np.interp(stations.place_m, np.concatenate(([0.0], distance_m)), np.concatenate(([0.0], end_min)))
