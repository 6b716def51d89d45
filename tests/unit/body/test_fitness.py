"""Fitness from a file: heart rate against demand, what can be sustained, and both weighed against the population."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.fitness import FitnessEvidence, FitnessParameters, fitness_evidence, sustainable_frac
from uncramp.body.population import draw_athlete
from uncramp.evidence.draws import central
from uncramp.minutes import Floats

DRAWS = 300
KNOWN = Athlete(maximal_heart_rate_bpm=185, resting_heart_rate_bpm=50, sex="male", age_year=40)


def session(uptake: float, top_uptake: float, rows: int = 60, *, raced: bool | None = None, heart: bool = True) -> FitnessEvidence:
    """Even minutes at one demand, of a person whose reserves are used in equal shares."""
    demand = np.full(rows, uptake)
    heart_rate = 50.0 + (demand - 3.5) / (top_uptake - 3.5) * 135.0 + 5.0 * np.arange(rows) / 60.0
    evidence = fitness_evidence(demand, heart_rate if heart else np.full(rows, np.nan), np.ones(rows), raced=raced)
    assert evidence is not None
    return evidence


def drawn(athlete: Athlete, evidence: FitnessEvidence | None) -> AthleteDraws:
    return draw_athlete(athlete, draws=DRAWS, seed=0, sport="running", file_evidence=evidence)


def fitness(athlete: Athlete, evidence: FitnessEvidence | None) -> Floats:
    return drawn(athlete, evidence).maximal_oxygen_uptake_ml_kg_min


@pytest.mark.parametrize("top_uptake", [38.0, 48.0, 60.0])
def test_heart_rate_pulls_the_estimate_towards_the_truth_and_narrows_it(top_uptake: float) -> None:
    before, after = fitness(KNOWN, None), fitness(KNOWN, session(0.7 * top_uptake, top_uptake))
    assert abs(np.median(after) - top_uptake) < max(0.5 * abs(np.median(before) - top_uptake), 2.0)
    assert np.std(np.log(after)) < 0.75 * np.std(np.log(before))


@given(st.floats(150, 170), st.floats(2, 15))
def test_the_same_pace_at_a_higher_heart_rate_means_less_fit(heart_rate: float, more: float) -> None:
    demand = np.full(50, 38.0)
    low, high = (fitness(KNOWN, fitness_evidence(demand, np.full(50, bpm), np.ones(50))) for bpm in (heart_rate, heart_rate + more))
    assert (high <= low + 1e-9).all()


@given(st.floats(20, 60), st.integers(25, 400), st.booleans())
def test_no_draw_is_asked_for_more_than_it_can_sustain(uptake: float, rows: int, raced: bool) -> None:
    parameters = central(FitnessParameters, "fitness")
    evidence = session(uptake, 65.0, rows, raced=raced, heart=False)
    # every draw has its own decline; the gentlest one is a bound for all
    gentle = replace(parameters, endurance_decline_frac=np.array([0.02]))
    assert (fitness(Athlete(), evidence) >= uptake / sustainable_frac(float(rows), gentle) - 1e-9).all()


def test_a_race_without_heart_rate_says_more_than_a_session_of_unknown_kind() -> None:
    race, unknown = (fitness(Athlete(), session(36.0, 50.0, 200, raced=raced, heart=False)) for raced in (True, None))
    assert np.std(np.log(race)) < np.std(np.log(unknown))


@given(st.floats(1, 3000), st.floats(1, 3000))
def test_what_can_be_sustained_falls_with_time(one: float, other: float) -> None:
    parameters = central(FitnessParameters, "fitness")
    shorter, longer = sorted((one, other))
    assert 0 < sustainable_frac(longer, parameters)[0] <= sustainable_frac(shorter, parameters)[0] <= 1


def test_the_marathon_fraction_of_the_published_runners() -> None:
    # peronnet1987: -6.40 % per unit of ln time beyond 7 min; at three hours 1 - 0.064 ln(180/7) = 79 %
    assert sustainable_frac(180.0, central(FitnessParameters, "fitness"))[0] == pytest.approx(0.792, abs=0.001)


def test_pauses_surges_and_the_first_minutes_are_not_steady() -> None:
    even = session(40.0, 55.0)
    demand, heart_rate, moving = np.full(60, 40.0), np.full(60, 150.0), np.ones(60)
    moving[30:35] = 0.0
    demand[45:50:2] = 60.0
    evidence = fitness_evidence(demand, heart_rate, moving)
    assert evidence is not None
    assert evidence.steady_count < even.steady_count <= 54


def test_easy_minutes_say_nothing_by_heart_rate() -> None:
    easy = session(12.0, 55.0)
    without = session(12.0, 55.0, heart=False)
    assert np.array_equal(fitness(KNOWN, easy), fitness(KNOWN, without))


def test_neither_demand_nor_heart_rate_is_no_evidence() -> None:
    nothing = np.full(30, np.nan)
    assert fitness_evidence(nothing, nothing, np.ones(30)) is None


def test_heart_rate_alone_says_how_high_it_goes_and_nothing_of_the_uptake() -> None:
    alone = fitness_evidence(np.full(30, np.nan), np.full(30, 192.0), np.ones(30))
    assert (drawn(Athlete(), alone).maximal_heart_rate_bpm >= 192.0).all()
    # but for a half hour's rest, which everyone can keep up
    assert np.array_equal(fitness(KNOWN, alone), fitness(KNOWN, None))


def test_legs_without_speed_or_power_are_no_rest() -> None:
    """An hour of running behind two hours by heart rate says what the hour says, not that three hours were idled through."""
    demand = np.concatenate([np.full(120, np.nan), np.full(60, 38.0)])
    heart_rate, moving = np.full(180, 150.0), np.ones(180)
    evidence = fitness_evidence(demand, heart_rate, moving)
    assert evidence is not None
    assert np.isnan(evidence.mean_oxygen_uptake_ml_kg_min)
    assert evidence.steady_oxygen_uptake_ml_kg_min == 38.0
    assert evidence.steady_elapsed_h > 2.0
    pause = fitness_evidence(demand, heart_rate, np.where(np.isfinite(demand), 1.0, 0.0))
    assert pause is not None
    assert pause.mean_oxygen_uptake_ml_kg_min < 38.0


def test_a_stated_fitness_and_a_seen_peak_are_respected() -> None:
    evidence = replace(session(40.0, 55.0), peak_heart_rate_bpm=201.0)
    stated = fitness(Athlete(maximal_oxygen_uptake_ml_kg_min=50), evidence)
    assert np.median(stated) == pytest.approx(50, rel=0.01)
    assert (drawn(Athlete(), evidence).maximal_heart_rate_bpm >= 201.0).all()
