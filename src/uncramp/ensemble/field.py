"""Field: who starts where, when and in what weather; read from a file by :mod:`uncramp.ensemble.field_file`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.activity.plan import Profile
from uncramp.evidence.registry import Entry
from uncramp.minutes import Floats

LONGEST_H: Final = 72.0
"""No day of a field is longer."""


@dataclass(frozen=True, slots=True)
class FieldLeg:
    """One part of a day in one sport: so far, or so long."""

    sport: str
    distance_m: float  # NaN where the leg is so long
    duration_s: float  # NaN where it is so far
    profile: Profile | None
    aid_m: tuple[float, ...]  # aid stations, from the start of the leg
    effort_ratio: float  # of the day's effort
    speed_m_s: Entry | None  # where speed does not follow from fitness, as in water
    moving_frac: float  # share of the time at work

    @property
    def is_distance(self) -> bool:
        """Whether the leg is so far rather than so long."""
        return bool(np.isfinite(self.distance_m))


@dataclass(frozen=True, slots=True)
class Wave:
    """A group that starts together."""

    name: str
    start_s: float  # after midnight
    finish_within_s: float  # who expects to finish within this, and no earlier wave's, starts here


@dataclass(frozen=True, slots=True)
class WeatherByClock:
    """Weather by the clock; arrays of shape [moment], straight lines between them."""

    clock_s: Floats  # after midnight, rising
    air_c: Floats
    humidity_frac: Floats
    wind_m_s: Floats  # at body height
    solar_w_m2: Floats


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a field: the legs in their order and the weather."""

    name: str
    legs: tuple[FieldLeg, ...]
    weather: WeatherByClock


@dataclass(frozen=True, slots=True)
class DrinkingClass:
    """A way of drinking, and how many drink so."""

    name: str
    share_frac: float
    rate_l_h: Entry
    sodium_mmol_l: Entry
    follows_thirst: bool  # ``rate_l_h`` is then drunk at a usual loss of water, and more or less as the body lacks more or less


@dataclass(frozen=True, slots=True)
class HealthClass:
    """Medicines or conditions that some of the field have."""

    name: str
    share_frac: float
    medicines: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of athletes."""

    name: str
    title: str
    athletes_count: int
    days: tuple[Day, ...]
    waves: tuple[Wave, ...]
    drinking: tuple[DrinkingClass, ...]
    health: tuple[HealthClass, ...]
    entries: Mapping[str, Entry]  # what is drawn of a person, by name
    segments: str  # km | h: what the course is cut by
    edges: Floats  # [segment + 1] km of the course, or h since the start
    digest: str  # SHA-256 of all that the file says
    known_miss: str = ""  # where the model is known to be wrong about this field, for whoever plans with it
    whole_count: int = 0  # athletes of the whole field, where only its first are taken; else 0

    @property
    def rows_count(self) -> int:
        """How many starts there are: athletes times days."""
        return self.athletes_count * len(self.days)

    @property
    def segments_count(self) -> int:
        """How many parts the course is cut into."""
        return int(self.edges.size - 1)

    @property
    def distance_m(self) -> float:
        """Length of the course of the first day; NaN where a leg has none."""
        return float(sum(leg.distance_m for leg in self.days[0].legs if leg.sport not in ("transition", "rest")))

    @property
    def aid_m(self) -> tuple[float, ...]:
        """Aid stations of the first day, from its start."""
        found: list[float] = []
        before_m = 0.0
        for leg in self.days[0].legs:
            found += [before_m + at for at in leg.aid_m]
            before_m += leg.distance_m if leg.is_distance else 0.0
        return tuple(found)

    @property
    def stated_sources(self) -> tuple[str, ...]:
        """Keys and words of all sources that the entries rest on, sorted."""
        entries = [
            *self.entries.values(),
            *(entry for one in self.drinking for entry in (one.rate_l_h, one.sodium_mmol_l)),
            *(leg.speed_m_s for day in self.days for leg in day.legs if leg.speed_m_s is not None),
        ]
        return tuple(sorted({source for entry in entries for source in entry.source}))
