"""Demonstration: an invented athlete and a marathon with a cramp, made here, so that there is something to look at on the first day."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from uncramp.body.athlete import Athlete
from uncramp.diary.arrival import read_arrival
from uncramp.diary.records import Activity, Cramp, Drink
from uncramp.diary.store import Diary

START: Final = datetime(2024, 6, 2, 8, 0, tzinfo=UTC)
STEP_S: Final = 15
DISTANCE_M: Final = 42_195.0
CRAMP_S: Final = 11_100
CRAMP_LENGTH_S: Final = 90.0
PACE: Final = ((0.0, 3.25), (20_000.0, 3.2), (28_000.0, 3.05), (34_000.0, 2.7), (43_000.0, 2.55))
"""Metres run, and speed there, m/s: too fast at first."""
DRINKS: Final = ((1500, 0.2), (3000, 0.2), (4700, 0.25), (6500, 0.2), (8300, 0.25), (10_200, 0.2), (12_200, 0.2))
"""Elapsed seconds, and litres of a sports drink."""
DRINK_SODIUM_MMOL_L: Final = 20.0
ATHLETE: Final = Athlete(
    name="Demonstration", mass_kg=72.0, height_m=1.78, age_year=38.0, sex="male", cramp_history=True, training_h_per_week=5.0,
    longest_session_h=2.5,
)  # fmt: skip


def add_demonstration(diary: Diary) -> Activity:
    """Put the invented athlete and session into ``diary``, once; what is there already stays as it is."""
    added = diary.add_activity(
        read_arrival(marathon_tcx().encode(), "demonstration.tcx", title="A marathon with a cramp (invented)")
    )
    if not added.known:
        diary.say_athlete(ATHLETE)
        place = added.activity.activity_id
        diary.say(
            *(
                Drink(activity_id=place, volume_l=volume_l, at_s=float(at_s), sodium_mmol_l=DRINK_SODIUM_MMOL_L)
                for at_s, volume_l in DRINKS
            )
        )
        diary.say(
            Cramp(
                activity_id=place,
                muscle="calf",
                side="left",
                at_s=float(CRAMP_S),
                length_s=CRAMP_LENGTH_S,
                severity="ease_off",
                helped="stretch",
            )
        )
    return diary.activity(added.activity.activity_id)


def marathon_tcx() -> str:
    """The session as a TCX file; the same text at every call."""
    points, way_m, heart_rate = [], 0.0, 95.0
    for at_s in range(0, 5 * 3600, STEP_S):
        standing = CRAMP_S <= at_s < CRAMP_S + CRAMP_LENGTH_S
        speed_m_s = 0.0 if standing else _between(way_m) + 0.05 * math.sin(at_s / 97.0)
        target = 97.0 + 20.0 * speed_m_s + min(at_s / 900.0, 13.0)
        heart_rate += (target - heart_rate) / 4.0
        points.append(
            f"<Trackpoint><Time>{(START + timedelta(seconds=at_s)).strftime('%Y-%m-%dT%H:%M:%SZ')}</Time>"
            f"<AltitudeMeters>{20.0 + 12.0 * math.sin(way_m / 1700.0):.1f}</AltitudeMeters><DistanceMeters>{way_m:.1f}</DistanceMeters>"
            f"<HeartRateBpm><Value>{heart_rate:.0f}</Value></HeartRateBpm></Trackpoint>"
        )
        if way_m >= DISTANCE_M:
            break
        way_m = min(way_m + speed_m_s * STEP_S, DISTANCE_M)
    start = START.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f'<Activities><Activity Sport="Running"><Id>{start}</Id><Lap StartTime="{start}"><TotalTimeSeconds>{at_s}</TotalTimeSeconds>'
        f"<DistanceMeters>{way_m:.1f}</DistanceMeters><Track>{''.join(points)}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    )


def _between(way_m: float) -> float:
    """Speed after ``way_m``, m/s, on straight lines between those of ``PACE``."""
    for (from_m, before), (to_m, after) in pairwise(PACE):
        if way_m <= to_m:
            return before + (after - before) * (way_m - from_m) / (to_m - from_m)
    return PACE[-1][1]
