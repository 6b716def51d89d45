"""The activities of examples/ tell the story that their script wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from uncramp.activity.minutes import to_minutes
from uncramp.activity.read import read_activity
from uncramp.activity.weather_files import read_weather
from uncramp.body.athlete_file import read_athlete
from uncramp.body.intake_table import read_intake_csv
from uncramp.minutes import Minutes
from uncramp.names import SPORTS

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"


def ascent_m(minutes: Minutes) -> float:
    rise = np.nan_to_num(minutes.slot_grade_frac) * np.nan_to_num(minutes.slot_speed_m_s) * 10.0
    return float(rise[rise > 0.0].sum())


def test_the_examples_are_as_their_script_writes_them() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/make_examples.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "sport", "distance_m", "climbed_m", "rows"),
    [
        # climbs added up on the noiseless courses of the script
        ("hot_marathon.fit", "running", 42_195.0, 214.0, 231),
        ("hilly_ride.tcx", "cycling", 81_000.0, 1339.0, 181),
        ("easy_run.gpx", "running", 9831.0, 6.0, 60),
    ],
)
def test_distance_and_climb_survive_the_file(name: str, sport: str, distance_m: float, climbed_m: float, rows: int) -> None:
    samples = read_activity(EXAMPLES / name)
    minutes = to_minutes(samples)
    assert not samples.repairs
    assert {SPORTS[index] for index in minutes.sport_index} == {sport}
    assert minutes.rows_count == rows
    assert minutes.distance_m[-1] == pytest.approx(distance_m, rel=0.003)
    assert ascent_m(minutes) == pytest.approx(climbed_m, rel=0.02, abs=12.0)


def test_the_marathon_stands_still_after_its_cramp_and_at_its_pause() -> None:
    minutes = to_minutes(read_activity(EXAMPLES / "hot_marathon.fit"), read_weather(EXAMPLES / "hot_marathon.weather.csv"))
    assert minutes.moving_frac[185] < 0.1  # 3:05
    assert minutes.moving_frac[90] < 0.3
    assert minutes.coverage_frac[90] < 0.3
    assert np.nanmean(minutes.speed_m_s[:120]) > np.nanmean(minutes.speed_m_s[190:225]) + 0.8
    assert minutes.weather.air_c[-1] > 31.0
    assert not minutes.weather.assumed


def test_what_stands_beside_the_marathon_is_read() -> None:
    assert read_athlete(EXAMPLES / "hot_marathon.athlete.toml").cramp_history is True
    assert np.nansum(read_intake_csv(EXAMPLES / "hot_marathon.intake.csv").volume_ml) == 1350.0
