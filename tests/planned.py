"""Race plans and planned sessions of any kind, for what is exported from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from uncramp.names import SPORTS
from uncramp.prevent.plan import Course, DrinkStop, Measure, PaceStretch, RacePlan, Totals
from uncramp.prevent.session import SESSION_KINDS, STEP_KINDS, PlannedSession, Step, Target
from uncramp.why.answers import Caution, Range

NOT_READ: Any = None  # what no export looks at
CHANCE = Range(0.2, 0.18, 0.05, 0.4)
TOTALS = Totals(1.2, 20.0, 60.0, CHANCE, CHANCE, CHANCE, CHANCE, 1.21, 20.1)
WATER = DrinkStop(at_km=5.0, at_min=26.0, what="water", volume_ml=150.0, sodium_mmol=0.0, carbohydrate_g=0.0, carried=False)
STRETCHING = Measure(
    id="stretching", name="Stretching", how="Hold the calf for 30 s.", when="before", chance_reduction_frac=Range(0.0, 0.0, 0.0, 0.0),
    grade="athletes", sources=(), rests_on_one_group=False, supported=False, in_plan=True,
)  # fmt: skip
COOLING = replace(STRETCHING, id="cooling", name="Cooling", how="Ice in the cap.", when="during", supported=True)
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Chatham", "America/Santiago",
    "Europe/Dublin", "UTC", "Pacific/Apia",
)  # fmt: skip
HEALTH_WORDS = (
    "cramp", "pain", "health", "sick", "ill", "injur", "sodium", "salt", "medic", "dose", "tablet", "doctor", "risk", "chance", "sweat",
    "dehydrat", "hyponatr", "hypogly", "diabet", "heart", "pulse", "weight", "body", "drink",
)  # fmt: skip


def marathon(*, start: datetime = datetime(2026, 5, 3, 9, 0), every_km: float = 5.0) -> RacePlan:  # noqa: DTZ001 - the hour of the clock
    """42.195 km at 5:20/km, slower in the hills from km 20 to 25, with 150 ml of water at each station."""
    edges_km = [*range(43), 42.195]
    pace = tuple(
        PaceStretch(low, high, 350.0 if 20 <= low < 25 else 320.0, 0.0, 1 / 43, "calf", 20 <= low < 25, 0.5, 0.8)
        for low, high in pairwise(edges_km)
        if high > low
    )
    stations_km = [every_km * number for number in range(1, int(42.0 / every_km) + 1)]
    return RacePlan(
        course=Course("City marathon", "running", 42195.0, None), start=start, goal_s=13500.0, predicted_s=13652.4, reaches_goal=True,
        minutes=NOT_READ, intake=NOT_READ, assessment=NOT_READ, chance_frac=CHANCE, baseline_chance_frac=CHANCE,
        sceptical_chance_frac=CHANCE, sceptical_baseline_chance_frac=CHANCE, pace=pace,
        drinks=tuple(replace(WATER, at_km=km, at_min=km * 320.0 / 60.0) for km in stations_km), totals=TOTALS,
        measures=(COOLING, STRETCHING), tradeoff=(), guards=(), see_check=False,
        cautions=(Caution("heat", "It will be hot.", "note"),), provenance=NOT_READ,
    )  # fmt: skip


names = st.text(max_size=40) | st.sampled_from(
    ("calf cramp run", "Läufe im Tal; 5, 10\\n", "\ud800", "🏃‍♀️" * 30, "BEGIN:VEVENT\r\nSUMMARY:x")
)
# a day of each change of the clock, and the hours around it
_CHANGES = tuple(
    datetime.fromisoformat(day) for day in ("2026-03-29", "2026-10-25", "2026-11-01", "2026-03-08", "2026-04-05", "2026-02-15")
)
zones = st.none() | st.sampled_from(ZONES).map(ZoneInfo) | st.sampled_from((UTC, timezone(timedelta(hours=-3, minutes=-30))))
hours = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(_CHANGES), st.integers(-2 * 1440, 2 * 1440)
) | st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001


@st.composite
def race_plans(draw: st.DrawFn) -> RacePlan:
    """A plan with any name, start, pace and drinks."""
    distance_m = draw(st.floats(1000.0, 330_000.0))
    edges_km = sorted({0.0, distance_m / 1000.0, *draw(st.lists(st.floats(0.0, distance_m / 1000.0), max_size=60))})
    pace = tuple(
        PaceStretch(low, high, draw(st.floats(100.0, 1500.0)), 0.0, 0.0, "calf", draw(st.booleans()), 0.5, 0.8)
        for low, high in pairwise(edges_km)
    )
    predicted_s = sum((stretch.to_km - stretch.from_km) * stretch.pace_s_per_km for stretch in pace)
    drinks = draw(
        st.lists(
            st.builds(
                DrinkStop,
                at_km=st.floats(0.0, distance_m / 1000.0),
                at_min=st.floats(0.0, predicted_s / 60.0),
                what=names,
                volume_ml=st.just(0.0) | st.floats(1.0, 500.0),
                sodium_mmol=st.just(0.0),
                carbohydrate_g=st.just(25.0),
                carried=st.booleans(),
            ),
            max_size=80,
        )
    )
    start = draw(hours).replace(tzinfo=draw(zones), fold=draw(st.sampled_from((0, 1))))
    return replace(
        marathon(), course=Course(draw(names), draw(st.sampled_from(SPORTS)), distance_m, None), start=start, predicted_s=predicted_s,
        pace=pace, drinks=tuple(sorted(drinks, key=lambda drink: drink.at_km)),
    )  # fmt: skip


_bands = st.tuples(st.floats(1.0, 700.0), st.floats(1.0, 700.0)).map(lambda band: (min(band), max(band)))
targets = st.just(Target()) | st.builds(
    Target, pace_s_per_km=st.none() | _bands, heart_rate_bpm=st.none() | _bands, power_w=st.none() | _bands
)
steps = st.builds(
    Step, kind=st.sampled_from(STEP_KINDS), duration_s=st.floats(1.0, 20_000.0), distance_m=st.none(), target=targets, note=names
) | st.builds(
    Step, kind=st.sampled_from(STEP_KINDS), duration_s=st.none(), distance_m=st.floats(10.0, 60_000.0), target=targets, note=names
)


@st.composite
def sessions(draw: st.DrawFn, *, steps_count: int = 60) -> PlannedSession:
    """A session of any kind on any day."""
    kind = draw(st.sampled_from(SESSION_KINDS))
    parts = () if kind == "rest" else tuple(draw(st.lists(steps, min_size=1, max_size=steps_count)))
    distances_m = [step.distance_m for step in parts if step.distance_m is not None]
    return PlannedSession(
        id=draw(st.text(min_size=1)), day=draw(hours).date(), start_s=draw(st.none() | st.integers(0, 86_399).map(float)), title=draw(names),
        kind=kind, sport=draw(st.sampled_from(SPORTS)), steps=parts,
        duration_s=0.0 if kind == "rest" else sum(step.duration_s or (step.distance_m or 0.0) / 3.0 for step in parts),
        distance_m=sum(distances_m) if distances_m else None, why=draw(names), grade="assumed", sources=(),
    )  # fmt: skip


def session(*parts: Step, kind: str = "long", sport: str = "running", start_s: float | None = 8 * 3600.0) -> PlannedSession:
    """A session of these steps on 29 March 2026."""
    return PlannedSession(
        id="w1-sun", day=date(2026, 3, 29), start_s=start_s, title="Long run 24 km", kind=kind, sport=sport, steps=parts,
        duration_s=sum(step.duration_s or (step.distance_m or 0.0) / 3.0 for step in parts), distance_m=None,
        why="Practise what the race asks.", grade="assumed", sources=(),
    )  # fmt: skip
