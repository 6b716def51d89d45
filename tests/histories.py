"""Past training made up for tests, as exposures: no engine run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from uncramp.prevent.exposure import Exposure, SessionExposure

TODAY = date(2027, 1, 11)
LOAD_PER_H = (0.42, 0.37, 0.34)


def session(
    day: date, hours: float, *, sport: str = "running", descent_m: float = 50.0, air_c: float = math.nan
) -> SessionExposure:
    """One session of a usual load."""
    load = (hours * LOAD_PER_H[0], hours * LOAD_PER_H[1], hours * LOAD_PER_H[2])
    return SessionExposure(f"{day}.fit", day, sport, hours, 3.0, descent_m, air_c, load)


def exposure(sessions: Sequence[SessionExposure]) -> Exposure:
    """Sessions in order, nothing left out."""
    return Exposure(tuple(sorted(sessions, key=lambda one: one.day)), (), ())


def runner(weeks: int = 12, today: date = TODAY, *, each_h: Sequence[float] = (0.8, 0.9, 1.6)) -> Exposure:
    """Somebody who runs on three days of every week."""
    first = today - timedelta(weeks=weeks)
    return exposure(
        [
            session(first + timedelta(weeks=week, days=2 * day + 1), hours)
            for week in range(weeks)
            for day, hours in enumerate(each_h)
        ]
    )


def exposures() -> st.SearchStrategy[Exposure]:
    """Any past: gaps, other sports, very short and very long sessions, no heights, heat."""
    one = st.builds(
        lambda back, hours, sport, descent, air: session(
            TODAY - timedelta(days=back), hours, sport=sport, descent_m=descent, air_c=air
        ),
        st.integers(1, 84),
        st.floats(0.05, 8.0),
        st.sampled_from(("running", "trail_running", "cycling", "unknown", "swimming")),
        st.just(math.nan) | st.floats(0.0, 2500.0),
        st.just(math.nan) | st.floats(-10.0, 40.0),
    )
    return st.lists(one, max_size=40).map(exposure)
