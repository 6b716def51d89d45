"""What is stated is kept, what is missing comes from published spreads, and the same person stays the same person."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.population import draw_athlete
from uncramp.names import SPORTS
from uncramp.training import PastSession, TrainingHistory

MANY = 4000
EXACT = {
    "mass_kg": "mass_kg",
    "height_m": "height_m",
    "age_year": "age_year",
    "maximal_heart_rate_bpm": "maximal_heart_rate_bpm",
    "resting_heart_rate_bpm": "resting_heart_rate_bpm",
    "training_h_per_week": "training_h_per_week",
    "longest_session_h": "longest_session_h",
    "descent_m_per_week": "descent_m_per_week",
}
MEASURED = {
    "body_fat_frac": ("body_fat_frac", 0.2),
    "maximal_oxygen_uptake_ml_kg_min": ("maximal_oxygen_uptake_ml_kg_min", 55.0),
    "plasma_sodium_mmol_l": ("initial_plasma_sodium_mmol_l", 138.0),
}


def draw_one(athlete: Athlete, *, draws: int = 50, seed: int = 0, **words) -> AthleteDraws:
    return draw_athlete(athlete, draws=draws, seed=seed, sport="running", **words)


def history(**words) -> TrainingHistory:
    long_run = PastSession("a.fit", "running", 2.0, 2.5, 2.5, 150.0, 3.0, 800.0)
    empty = TrainingHistory((long_run,), (), 0, 3.3, 7.0, 600.0, 1.1, 60.0)
    return replace(empty, **words)


@given(st.sampled_from(sorted(EXACT)), st.floats(0.1, 0.9))
def test_what_is_stated_is_the_same_in_every_draw(name: str, place: float) -> None:
    low, high = {"mass_kg": (45, 110), "height_m": (1.5, 2.0), "age_year": (18, 80), "maximal_heart_rate_bpm": (150, 210)}.get(
        name, (1, 60)
    )
    value = low + place * (high - low)
    assert (getattr(draw_one(Athlete(**{name: value})), EXACT[name]) == value).all()


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_what_is_measured_keeps_a_small_spread_about_its_value(name: str) -> None:
    field, value = MEASURED[name]
    stated, missing = (getattr(draw_one(athlete, draws=MANY), field) for athlete in (Athlete(**{name: value}), Athlete()))
    assert np.median(stated) == pytest.approx(value, rel=0.01)
    assert 0 < np.std(stated) < 0.65 * np.std(missing)


@given(st.integers(0, 5), st.sampled_from(SPORTS), st.text(max_size=5))
def test_every_draw_is_a_possible_person(seed: int, sport: str, name: str) -> None:
    drawn = draw_athlete(Athlete(name=name), draws=60, seed=seed, sport=sport)
    for field in fields(AthleteDraws):
        values = getattr(drawn, field.name)
        assert values.shape == (60,)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    assert (drawn.maximal_heart_rate_bpm > drawn.resting_heart_rate_bpm + 40).all()
    assert set(np.unique(drawn.female_frac)) | set(np.unique(drawn.cramp_history_frac)) <= {0.0, 1.0}
    assert ((drawn.mass_kg > 35) & (drawn.mass_kg < 150)).all()


@given(st.integers(0, 3), st.integers(1, 40))
def test_the_first_draws_do_not_depend_on_how_many_there_are(seed: int, fewer: int) -> None:
    athlete = Athlete(name="Ana", medicines=("Lasix",), conditions=("asthma",), warm_up_min=0, sweat_rate_l_h=1.0)
    short, long = draw_one(athlete, draws=fewer, seed=seed), draw_one(athlete, draws=41, seed=seed)
    for field in fields(AthleteDraws):
        assert np.array_equal(getattr(short, field.name), getattr(long, field.name)[:fewer])


def test_the_same_name_is_the_same_person_and_another_is_not() -> None:
    one, same, other = (draw_one(Athlete(name=name)) for name in ("Ana", "Ana", "Ben"))
    assert np.array_equal(one.sweat_gain_ratio, same.sweat_gain_ratio)
    assert not np.array_equal(one.sweat_gain_ratio, other.sweat_gain_ratio)


def test_the_population_is_that_of_the_published_runners() -> None:
    drawn = draw_one(Athlete(), draws=MANY)
    # gordon2017: 42.4 (9.9) years, 69.2 (11.3) kg, 172.8 (9.1) cm, 34 women of 97
    assert (np.mean(drawn.age_year), np.std(drawn.age_year)) == pytest.approx((42.4, 9.9), abs=0.7)
    assert (np.mean(drawn.mass_kg), np.std(drawn.mass_kg)) == pytest.approx((69.2, 11.3), abs=1.0)
    assert (np.mean(drawn.height_m), np.std(drawn.height_m)) == pytest.approx((1.728, 0.091), abs=0.01)
    assert np.mean(drawn.cramp_history_frac) == pytest.approx(0.388, abs=0.03)  # A12
    assert np.std(drawn.sweat_sodium_ratio) / np.mean(drawn.sweat_sodium_ratio) == pytest.approx(0.38, abs=0.06)  # C02, C08, C12


@given(st.floats(45, 110))
def test_a_heavier_person_is_taken_for_taller(mass: float) -> None:
    light, heavy = (draw_one(Athlete(mass_kg=value)).height_m for value in (mass, mass + 5))
    assert (heavy > light).all()


def test_height_and_build_say_something_of_the_sex() -> None:
    short, tall = (np.mean(draw_one(Athlete(height_m=height), draws=MANY).female_frac) for height in (1.55, 1.88))
    assert short > 0.8 > 0.1 > tall


@given(st.floats(10, 100), st.floats(1, 20))
def test_saltier_sweat_is_a_larger_ratio(sodium: float, more: float) -> None:
    low, high = (draw_one(Athlete(sweat_sodium_mmol_l=value)).sweat_sodium_ratio for value in (sodium, sodium + more))
    assert (high >= low).all()


def test_critical_speed_tells_fitness_and_how_near_to_it_critical_lies() -> None:
    slow, fast = (draw_one(Athlete(critical_speed_m_s=speed)) for speed in (3.0, 4.5))
    assert (fast.maximal_oxygen_uptake_ml_kg_min > slow.maximal_oxygen_uptake_ml_kg_min).all()
    assert ((fast.critical_intensity_frac >= 0.55) & (fast.critical_intensity_frac <= 0.95)).all()


@given(st.floats(0.2, 10), st.floats(0.1, 5))
def test_people_who_go_longer_are_used_to_longer_but_not_all_the_way(hours: float, more: float) -> None:
    shorter, longer = (draw_one(Athlete(), session_h=length).longest_session_h for length in (hours, hours + more))
    assert (longer > shorter).all()
    assert (longer / shorter < (hours + more) / hours).mean() > 0.9


def test_a_history_goes_before_the_population_and_a_statement_before_both() -> None:
    known = draw_one(Athlete(), history=history())
    assert (known.longest_session_h == 3.3).all()
    assert (known.training_h_per_week == 7.0).all()
    assert (known.descent_m_per_week == 600.0).all()
    assert (draw_one(Athlete(longest_session_h=1.0), history=history()).longest_session_h == 1.0).all()


def test_a_short_history_only_says_at_least() -> None:
    short = draw_one(Athlete(), history=history(days_covered_day=5.0), draws=400).longest_session_h
    assert short.min() == 3.3
    assert np.unique(short).size > 10


@given(st.floats(0, 20), st.floats(0.5, 10), st.floats(100, 3000))
def test_damage_fades_with_the_days_and_grows_with_the_descent(day: float, later: float, descent: float) -> None:
    def damage(before_day: float, descent_m: float):
        session = PastSession("a.fit", "trail_running", before_day, 3.0, 3.0, 150.0, 2.0, descent_m)
        return draw_one(Athlete(), history=history(sessions=(session,))).initial_damage_frac

    fresh = damage(day, descent)
    assert (damage(day + later, descent) <= fresh).all()
    assert (damage(day, descent + 500.0) >= fresh).all()
    assert (damage(day, 0.0) == 0.0).all()


def test_descents_on_wheels_damage_nothing() -> None:
    ride = PastSession("a.fit", "cycling", 1.0, 3.0, 3.0, 130.0, 8.0, 2500.0)
    assert (draw_one(Athlete(), history=history(sessions=(ride,))).initial_damage_frac == 0.0).all()


def test_overrides_fix_a_parameter() -> None:
    fixed = draw_one(Athlete(), overrides={"population.sweat_gain_ratio": 1.5, "medicines.statin_rate_ratio": 3.0})
    assert (fixed.sweat_gain_ratio == 1.5).all()
    assert (
        draw_one(Athlete(medicines=("Zocor",)), overrides={"medicines.statin_rate_ratio": 3.0}).medicine_rate_ratio == 3.0
    ).all()
