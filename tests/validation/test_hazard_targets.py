"""The hazard against published incidence, onset, order, odds and severity; two numbers were fitted, all else was not.

The field is the marathon that comes with the package.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from situations import a_run, a_situation, known_athlete

from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.assess import assess, assess_minutes, read_minutes
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.sampling import sample_runners
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import Scenario, rate_of, simulate
from uncramp.why.situation import Situation

COOL = stated_weather(air_c=12.0, humidity_frac=0.6, wind_m_s=1.0, solar_w_m2=100.0)
RACE_DAY = stated_weather(air_c=15.0, humidity_frac=0.6, wind_m_s=1.5, solar_w_m2=250.0)


MARATHON = read_field("marathon")
BLOCKS, RUNNERS, DRAWS = 12, 150, 16


@cache
def field(history: float | None = None) -> tuple[Floats, Floats]:
    """Chance that the first cramp strikes there, [muscle, km, lane], and weight of each lane; all with or without a history if said.

    Blocks with runners and draws of their own, so that no few choices among studies decide.
    """
    first, weight = [], []
    for seed in range(BLOCKS):
        runners = sample_runners(MARATHON, seed, 0, RUNNERS)
        if history is not None:
            runners = replace(runners, cramp_history_frac=np.full(RUNNERS, history))
        found = simulate_chunk(MARATHON, runners, draws=DRAWS, seed=seed)
        first.append(found.first_cramp_frac.reshape(len(MUSCLES), MARATHON.segments_count, -1))
        weight.append(found.possible_frac.ravel())
    total = np.concatenate(weight)
    return np.concatenate(first, axis=-1), total / total.sum()


def chance_of(history: float | None = None) -> float:
    """Mean chance of a cramp in the race."""
    first, weight = field(history)
    return float(first.sum(axis=(0, 1)) @ weight)


def onsets() -> tuple[Floats, Floats]:
    """Kilometres and the share of first cramps in each."""
    first, weight = field()
    by_km = first.sum(axis=0) @ weight
    return 0.5 * (MARATHON.edges[1:] + MARATHON.edges[:-1]), by_km / by_km.sum()


# --- fitted: V01, V05, V09, V10 ----------------------------------------------------------------------------------------------


def test_v01_chance_of_a_cramp_in_a_marathon():
    """20.6 %: 14 to 28 %."""
    print(f"V01: {chance_of():.3f}")
    assert 0.14 <= chance_of() <= 0.28


def test_v05_onset_in_a_marathon():
    """35 km on average: 32 to 38."""
    km, share = onsets()
    print(f"V05: mean onset {km @ share:.1f} km")
    assert 32.0 <= km @ share <= 38.0


def test_v05_share_after_thirty_km():
    """80 %: 70 % or more; not fitted."""
    km, share = onsets()
    print(f"V05: {share[km > 30.0].sum():.3f} after 30 km")
    assert share[km > 30.0].sum() >= 0.70


@pytest.mark.xfail(
    strict=True, reason="1.96: draws differ more in drive than in threshold, and those that cramp surely hide what history does"
)
def test_v10_history_of_cramps():
    """Odds ratio 2 to 6, everybody once without and once with a history, so that chance does not blur it."""
    none, has = chance_of(0.0), chance_of(1.0)
    odds_ratio = has / (1 - has) / (none / (1 - none))
    print(f"V10: odds ratio {odds_ratio:.2f}")
    assert 2.0 <= odds_ratio <= 6.0


# --- not fitted -------------------------------------------------------------------------------------------------------------


def test_v07_calf_hamstrings_quadriceps_in_that_order():
    """As the share of draws in which it holds: above the sixth that chance gives, and the calf first in most."""
    first, weight = field()
    by_muscle = first.sum(axis=1)
    ordered = (np.diff(by_muscle, axis=0) < 0).all(axis=0) @ weight
    calf_first = (by_muscle.argmax(axis=0) == MUSCLES.index("calf")) @ weight
    print(f"V07: the whole order holds in {ordered:.2f} of the draws, the calf is first in {calf_first:.2f}")
    assert ordered > 1 / 6
    assert calf_first > 1 / 2


@cache
def marathon_situation(history: bool | None = None) -> Situation:
    minutes = plan_minutes(42_195.0, 13_500.0, weather=RACE_DAY)
    return a_situation(minutes, Athlete(name="v09", sex="male", cramp_history=history), draws=200, intake=None)


def chance_in_race(situation: Situation, scenario: Scenario) -> float:
    """Mean over the draws that could have done the session as it was."""
    was = simulate(situation)
    outcome = simulate(situation, scenario, was.body)
    rows = situation.session_rows
    hazard = (rate_of(situation, outcome) * outcome.row_h)[..., :rows].sum(axis=(0, 2))
    possible = possible_draws(was.body, was.fatigue, situation.fatigue, rows)
    return float((-np.expm1(-hazard) @ possible) / possible.sum())


def test_v09_eight_percent_faster_at_equal_fitness():
    """Odds up by 1.5 or more."""
    situation = marathon_situation()
    usual, faster = (chance_in_race(situation, Scenario(pace_ratio=pace)) for pace in (1.0, 1.0 / 0.92))
    assert faster / (1 - faster) / (usual / (1 - usual)) >= 1.5


def test_v11_dehydration_is_not_needed():
    """With water held at its start the chance keeps more than half of its height (our reading of "not needed")."""
    situation = marathon_situation()
    dry, held = (chance_in_race(situation, Scenario(water_held=flag)) for flag in (False, True))
    assert held > dry / 2


def chance_at(air_c: float, athlete: Athlete) -> float:
    weather = stated_weather(air_c=air_c, humidity_frac=0.6, wind_m_s=1.5, solar_w_m2=200.0)
    found = assess("42.195km", athlete, time="3:45:00", weather=weather, draws=200)
    return float(found.during_chance_frac @ found.weight_frac)


@pytest.mark.parametrize(
    "athlete", [pytest.param(Athlete(maximal_oxygen_uptake_ml_kg_min=50.0), id="uptake_50"), pytest.param(Athlete(), id="unknown")]
)
def test_a23_a_hotter_day_brings_more_cramps(athlete):
    """Rising from mild to hot (A23), by a moderate ratio of the odds, since field studies of endurance find little (K7): 1.2 to 4 from 12 to 28 degC."""
    mild, warm, hot = (chance_at(air_c, athlete) for air_c in (12.0, 20.0, 28.0))
    odds_ratio = hot / (1 - hot) / (mild / (1 - mild))
    print(f"A23: chance {mild:.3f}, {warm:.3f}, {hot:.3f} at 12, 20, 28 degC; odds ratio {odds_ratio:.2f}")
    assert mild < warm < hot
    assert 1.2 <= odds_ratio <= 4.0


@cache
def cramped_marathon() -> Assessment:
    return assess("42.195km", Athlete(name="v11", sex="male"), time="3:45:00", weather=RACE_DAY, draws=400)


@pytest.mark.parametrize(("name", "tolerance"), [("plasma_sodium_mmol_l", 3.0), ("mass_change_frac", 0.01)])
def test_v11_those_who_cramp_lose_no_more_water_or_sodium(name, tolerance):
    """Less than 3 mmol/L and 1 % of body mass between crampers and others: draws weighted by their chance, and by that of none."""
    found = cramped_marathon()
    at_finish = getattr(found.body, name)[:, found.minutes.rows_count - 1]
    chance = found.during_chance_frac
    crampers, others = (np.average(at_finish, weights=found.weight_frac * share) for share in (chance, 1 - chance))
    assert abs(crampers - others) < tolerance


# --- A22, A39, A40, A24 ------------------------------------------------------------------------------------------------------


EASY_FRAC = 0.75
"""Of maximal oxygen uptake, on average: an hour above it is no easy hour."""


def easy_hour(path: str, athlete: Athlete, time: str | None = None) -> tuple[float, float]:
    """Mean chance during an hour at 12 degC over those of 2,000 draws to whom it is easy, and over all."""
    found = assess(path, athlete, time=time, weather=COOL, draws=2000)
    effort = found.body.relative_intensity_frac[:, : found.minutes.rows_count].mean(axis=-1)
    easy = found.weight_frac * (effort < EASY_FRAC)
    of_easy, of_all = found.during_chance_frac @ easy / easy.sum(), found.during_chance_frac @ found.weight_frac
    print(f"A22: {100 * of_easy:.2f} % to whom it is easy ({100 * easy.sum():.0f} % of the draws), {100 * of_all:.2f} % in all")
    return float(of_easy), float(of_all)


KNOWN = Athlete(mass_kg=70.0, maximal_oxygen_uptake_ml_kg_min=50.0)
EXAMPLE = str(Path(__file__).resolve().parents[2] / "examples" / "easy_run.gpx")


def test_a22_an_easy_hour_in_the_cool():
    """Below 0.5 % at 9 km/h with an uptake of 50; heat cramps in football practice are 0.11 % an exposure."""
    assert easy_hour("9km", KNOWN, "1:00:00")[1] < 0.005


@pytest.mark.parametrize(("path", "time"), [("9km", "1:00:00"), (EXAMPLE, None)], ids=["9_km_h", "example"])
def test_a22_an_easy_hour_of_somebody_unknown(path, time):
    """Below 0.5 % in those to whom it is easy."""
    assert easy_hour(path, Athlete(), time)[0] < 0.005


@pytest.mark.xfail(
    strict=True, reason="0.5 to 0.6 %: to a fifth and more of people drawn 9 km/h is a hard hour; whether it was is not known"
)
@pytest.mark.parametrize(("path", "time"), [("9km", "1:00:00"), (EXAMPLE, None)], ids=["9_km_h", "example"])
def test_a22_an_hour_of_somebody_unknown_whether_easy_or_not(path, time):
    """Below 0.5 % in all."""
    assert easy_hour(path, Athlete(), time)[1] < 0.005


def severity_given_a_cramp(found: Assessment) -> dict[str, float]:
    weight = found.weight_frac * found.session_chance_frac
    return {name: float(np.average(values, weights=weight)) for name, values in found.severity_frac.items()}


def test_a39_mild_cramps_in_a_marathon():
    """77.5 % in triathletes, 95 % mild or moderate on the road: +-10 points."""
    assert severity_given_a_cramp(cramped_marathon())["twinge"] == pytest.approx(0.775, abs=0.10)


def test_a39_severe_cramps_in_a_marathon():
    """3.6 % in triathletes, 5 % on the road: 1 to 10 %."""
    assert 0.01 < severity_given_a_cramp(cramped_marathon())["stop"] < 0.10


def test_a40_cramps_of_a_longer_race_are_worse():
    """56 against 21.1 km: serious ones 1.6 times as common (1.4 to 1.9); the direction, since the size was not fitted."""
    serious = []
    for distance, time in (("56km", "5:36:00"), ("21.1km", "2:00:00")):
        found = assess(distance, Athlete(name="a40"), time=time, weather=RACE_DAY, draws=200)
        stop = severity_given_a_cramp(found)["stop"]
        serious.append(stop * float(found.session_chance_frac @ found.weight_frac))
    assert serious[0] > serious[1]


def at_rest(minutes: Minutes) -> Minutes:
    return replace(minutes, moving_frac=np.zeros(minutes.rows_count))


def test_a24_cramps_of_a_day_at_rest_are_rare_but_not_impossible():
    """A quarter of adults have a mild leg cramp at night in a month: of the order of one in a hundred days, 0.01 to 10 % here."""
    rows = 24 * 60
    resting = at_rest(a_run(rows, 0.0, 20.0, sport="rest", distance=False))
    recording, _ = read_minutes("5km", time="0:30:00")
    found = assess_minutes(resting, known_athlete(), recording=replace(recording, sport="rest"), draws=100)
    day = float(found.during_chance_frac @ found.weight_frac)
    print(f"A24: {100 * day:.2f} % in a day at rest")
    assert 1e-4 < day < 0.1
