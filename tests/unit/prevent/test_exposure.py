"""Past sessions become load of each muscle, by the engine, and what is left out says why."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from builders import build_minutes

from uncramp.activity.history import ReadFolder, ReadSession, past_session, summarise
from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.minutes import Minutes
from uncramp.names import MUSCLES
from uncramp.prevent.exposure import TOO_OLD, even_minutes, exposure_of, exposure_of_history, is_hot, muscle_load, session_exposure
from uncramp.training import PastSession, UnreadFile

TODAY = date(2026, 6, 1)
ANA = Athlete(name="ana", maximal_oxygen_uptake_ml_kg_min=50.0, mass_kg=60.0)


def run(hours: float, speed_m_s: float = 3.0, **more: object) -> Minutes:
    return plan_minutes(3600.0 * hours * speed_m_s, 3600.0 * hours, **more)  # type: ignore[arg-type]


def test_twice_as_long_is_twice_the_load_and_faster_is_more() -> None:
    one, two, fast = (np.array(muscle_load(run(*given), ANA, "running")) for given in ((0.5,), (1.0,), (0.5, 3.6)))
    assert two == pytest.approx(2.0 * one, rel=0.15)
    assert (fast > 1.2 * one).all()
    assert one.shape == (len(MUSCLES),)


def test_load_is_hours_at_maximal_uptake_by_its_square() -> None:
    # an hour at about two thirds of maximal uptake
    assert 0.25 < muscle_load(run(1.0), ANA, "running")[0] < 0.65


def test_standing_still_adds_nothing() -> None:
    minutes = build_minutes(60)
    still = replace(minutes, moving_frac=np.zeros(60))
    assert muscle_load(still, ANA, "running") == (0.0, 0.0, 0.0)


def test_a_session_without_its_minutes_has_about_the_same_load() -> None:
    minutes = build_minutes(90)
    past = past_session("a.fit", minutes, "running")
    whole, kept = (np.array(muscle_load(given, ANA, "running")) for given in (minutes, even_minutes(past)))
    assert kept == pytest.approx(whole, rel=0.15)


def test_a_session_known_by_its_heart_only_is_not_read_as_standing() -> None:
    past = PastSession("a.fit", "rowing", 3.0, 1.0, 1.0, 150.0, math.nan, math.nan)
    assert min(muscle_load(even_minutes(past), ANA, "rowing")) > 0.05


def test_heat_counts_where_it_was_measured() -> None:
    past = past_session("a.fit", run(0.2), "running")
    hot, mild = (
        run(0.2, weather=stated_weather(air_c=air, humidity_frac=0.5, wind_m_s=1.0, solar_w_m2=300.0)) for air in (31.0, 15.0)
    )
    assert is_hot(session_exposure(past, hot, TODAY, ANA))
    assert not is_hot(session_exposure(past, mild, TODAY, ANA))
    assert not is_hot(session_exposure(past, run(0.2), TODAY, ANA))  # assumed weather


def test_a_folder_keeps_the_weeks_looked_back_to_and_names_the_rest() -> None:
    def read(name: str, back: int) -> ReadSession:
        start = datetime(2026, 6, 1, 8, tzinfo=UTC) - timedelta(days=back)
        minutes = run(0.2)
        return ReadSession(start, past_session(name, minutes, "running"), minutes)

    folder = ReadFolder((read("old.fit", 200), read("new.fit", 3), read("newer.fit", 1)), (UnreadFile("bad.fit", "cut off"),), ())
    found = exposure_of(folder, TODAY, ANA)
    assert [one.file for one in found.sessions] == ["new.fit", "newer.fit"]
    assert found.left_out == (UnreadFile("old.fit", TOO_OLD),)
    assert found.unread == folder.unread


def test_a_diary_gives_the_same_days() -> None:
    past = [PastSession(f"{day}.fit", "running", float(day), 1.0, 1.0, 140.0, 3.0, 20.0) for day in (2, 30, 120)]
    found = exposure_of_history(summarise(tuple(past), "running"), TODAY, ANA)
    assert [one.day for one in found.sessions] == [date(2026, 5, 1), date(2026, 5, 29)]
    assert [one.file for one in found.left_out] == ["120.fit"]


def test_a_session_that_cannot_be_is_named() -> None:
    past = PastSession("a.fit", "running", 2.0, 400.0, 400.0, 140.0, 3.0, 20.0)
    with pytest.raises(InputError):
        even_minutes(past)
    assert [one.file for one in exposure_of_history(summarise((past,), "running"), TODAY, ANA).unread] == ["a.fit"]
