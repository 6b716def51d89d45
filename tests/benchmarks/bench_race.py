"""A full marathon plan beside one assessment of the same length, as a ratio measured in one run, in CPU time.

``make bench`` prints it and keeps a dated page; nothing is asserted about time.
"""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from benchmarks.bench_engine import once_s

from uncramp.activity.weather import stated_weather
from uncramp.assess import assess_minutes, read_minutes
from uncramp.body.athlete import Athlete
from uncramp.prevent.race import plan_race

ROUNDS = 3


@pytest.mark.filterwarnings("ignore")
def test_marathon_plan_beside_an_assessment() -> None:
    """Target: at most 100 times, with 200 draws."""
    athlete, weather = Athlete(mass_kg=75.0), stated_weather(air_c=20.0)
    recording, minutes = read_minutes("42.195km", time="3:45:00", weather=weather)

    def assessed() -> None:
        assess_minutes(minutes, athlete, recording=recording)

    def planned() -> None:
        plan_race(
            "marathon", athlete, start=datetime(2027, 5, 3, 9, tzinfo=UTC), goal="3:45:00", weather=weather, aid_stations="5km"
        )

    planned()
    ratios = [once_s(planned) / min(once_s(assessed) for _ in range(2)) for _ in range(ROUNDS)]
    print(
        f"\na marathon plan takes {np.median(ratios):.1f} times one assessment ({min(ratios):.1f} to {max(ratios):.1f}; target 100)"
    )
