"""Small fields of athletes, short enough that a test can simulate several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from uncramp.ensemble.course import minutes_of_runners
from uncramp.ensemble.field import Field
from uncramp.ensemble.field_file import field_from_text
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.minutes import Leg, Minutes

SHORT_RUN = """
title = "Ten kilometres in town"
athletes = 12

[[legs]]
sport = "running"
distance_km = 10.0
aid_km = [5.0]

[[waves]]
name = "first"
start = "09:00"
finish_within = "00:55"

[[waves]]
name = "second"
start = "09:10"

[[weather]]
clock = "09:00"
air_c = 20.0
humidity_frac = 0.6
wind_m_s = 1.5
solar_w_m2 = 400.0

[drinking.by_thirst]
share_frac = 0.7
rate_l_h = { value = 0.4, low = 0.2, high = 0.6, spread = "normal" }

[drinking.plenty]
share_frac = 0.3
rate_l_h = { value = 1.2, low = 1.0, high = 1.4, spread = "uniform" }
"""


def short_run(*changes: tuple[str, str], folder: Path | None = None) -> Field:
    """The short run with parts of its text changed."""
    return field_from_text(changed(*changes), "short.toml", folder)


def changed(*changes: tuple[str, str]) -> str:
    """The text of the short run with parts replaced; what is replaced must be there."""
    text = SHORT_RUN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def minutes_of(field: Field, runners: Runners, at: int) -> Minutes:
    """Minutes of the runner in row ``at`` of ``runners``."""
    day = field.days[int(runners.day_index[at])]
    ends_s = np.cumsum(runners.leg_s[at, : len(day.legs)])
    legs = tuple(
        Leg(leg.sport, float(begin_s), float(end_s))
        for leg, begin_s, end_s in zip(day.legs, (0.0, *ends_s[:-1]), ends_s, strict=True)
    )
    return replace(minutes_of_runners(day, runners_at(runners, slice(at, at + 1))).minutes, duration_s=float(ends_s[-1]), legs=legs)
