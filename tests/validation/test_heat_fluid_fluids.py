"""Water, salt and plasma against published figures (rows 16 to 29 of the targets); a miss stays and says what the model lacks.

Drinks replace losses or follow a schedule, so drinking is solved for first where a trial replaced sweat.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sessions import build_draws, central_parameters, drinks, flat_minutes, flat_weather, no_intake

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.electrolytes import plasma_sodium_by_balance_mmol_l
from uncramp.body.intake import Intake
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Minutes


def _one(session: Minutes, athlete: AthleteDraws, intake: Intake) -> BodyTrace:
    return simulate_body(session, athlete, intake, central_parameters())


def _losses_replaced(session: Minutes, athlete: AthleteDraws, sodium_mmol_l: float, share: float = 1.0) -> BodyTrace:
    """Drinking that holds body mass (or ``share`` of the loss): one pass to find the loss, one to replace it evenly."""
    rows = session.rows_count
    ml_h = 0.0
    for _ in range(4):
        trace = _one(session, athlete, drinks(rows, ml_h, sodium_mmol_l))
        lost_kg = -trace.mass_change_frac[0, -1] * athlete.mass_kg[0] + ml_h / 1000.0 * rows / 60.0
        ml_h = share * lost_kg * 1000.0 / (rows / 60.0)
    return _one(session, athlete, drinks(rows, ml_h, sodium_mmol_l))


def _hot_walk(acclimatisation: float) -> BodyTrace:
    session = flat_minutes(90, "walking", speed_m_s=1.5, grade=0.04, indoor=True, weather=flat_weather(90, 33.0, 0.4, 0.8))
    return _one(session, build_draws(acclimatisation_frac=acclimatisation, sweat_sodium_ratio=54.5 / 30.0), drinks(90, 500))


def test_row_16_acclimatisation_saves_sodium():
    before, after = _hot_walk(0.0), _hot_walk(1.0)
    concentration = [t.sodium_lost_mmol[0, -1] / t.sweat_l[0, -1] for t in (before, after)]
    assert concentration[1] / concentration[0] - 1 == pytest.approx(36.2 / 54.5 - 1, rel=0.25)


def test_row_16_acclimatisation_saves_calcium_and_magnesium():
    before, after = _hot_walk(0.0), _hot_walk(1.0)
    for ion, change in (("calcium_lost_mmol", -0.29), ("magnesium_lost_mmol", -0.43)):
        per_l = [getattr(t, ion)[0, -1] / t.sweat_l[0, -1] for t in (before, after)]
        assert per_l[1] / per_l[0] - 1 == pytest.approx(change, rel=0.25)


@pytest.mark.xfail(
    strict=True,
    reason="the fall of the set point, 0.35 K, is all of it: at the same heat the higher gain adds nothing. The 0.6 K are of one group of eight",
)
def test_row_16_acclimatisation_cools_the_core():
    assert _hot_walk(1.0).core_c[0, -1] - _hot_walk(0.0).core_c[0, -1] == pytest.approx(-0.6, rel=0.25)


@pytest.mark.parametrize(
    ("ion", "mean", "spread"),
    [("sodium", 37.5, 24.5), ("potassium", 5.7, 1.2), ("calcium", 0.40, 0.17), ("magnesium", 0.052, 0.023)],
)
def test_row_17_ions_per_litre_of_the_acclimatised(ion, mean, spread):
    session = flat_minutes(120, "walking", speed_m_s=1.6, grade=0.05, indoor=True, weather=flat_weather(120, 35.0, 0.3, 1.0))
    trace = _one(session, build_draws(mass_kg=80.0, acclimatisation_frac=1.0), drinks(120, 600))
    assert getattr(trace, f"{ion}_lost_mmol")[0, -1] / trace.sweat_l[0, -1] == pytest.approx(mean, abs=spread)


def test_row_18_harder_work_makes_saltier_sweat_with_the_same_potassium():
    concentrations, potassium = [], []
    for watts in (110.0, 230.0):
        session = flat_minutes(40, "indoor_cycling", power_w=watts, indoor=True, weather=flat_weather(40, 25.0, 0.4, 1.5))
        # factor 30.6 over what the easy ride gives at factor 1: the change is what is tested
        trace = _one(
            session, build_draws(mass_kg=75.0, maximal_oxygen_uptake_ml_kg_min=58.0, sweat_sodium_ratio=1.3), no_intake(40)
        )
        concentrations.append(
            (trace.sodium_lost_mmol[0, -1] - trace.sodium_lost_mmol[0, 19]) / (trace.sweat_l[0, -1] - trace.sweat_l[0, 19])
        )
        potassium.append(trace.potassium_lost_mmol[0, -1] / trace.sweat_l[0, -1])
    assert concentrations[1] - concentrations[0] == pytest.approx(49.4 - 30.6, abs=8.0)
    assert potassium[0] == pytest.approx(potassium[1])


@pytest.mark.parametrize(
    ("sodium_mmol_l", "change"),
    [pytest.param(0.0, -6.2, id="water"), pytest.param(680.0 / 22.99, -2.5, id="680_mg_per_l")],
)
def test_row_19_twerenbold_a_litre_an_hour_for_four_hours(sodium_mmol_l, change):
    session = flat_minutes(240, speed_m_s=2.6, weather=flat_weather(240, 15.0, 0.6, 1.0, 200.0))
    athlete = build_draws(mass_kg=57.7, height_m=1.66, female_frac=1.0, body_fat_frac=0.22, maximal_oxygen_uptake_ml_kg_min=50.0)
    trace = _one(session, athlete, drinks(240, 1000, sodium_mmol_l))
    assert trace.plasma_sodium_mmol_l[0, -1] - 140.0 == pytest.approx(change, abs=2.0)


def test_row_20_vrijens_losses_replaced_by_water_or_salt_drink():
    session = flat_minutes(120, "indoor_cycling", power_w=150.0, indoor=True, weather=flat_weather(120, 34.0, 0.6, 1.0))
    athlete = build_draws(mass_kg=72.0)
    falls = [(_losses_replaced(session, athlete, sodium).plasma_sodium_mmol_l[0, -1] - 140.0) / 2.0 for sodium in (0.0, 18.0)]
    assert falls[0] == pytest.approx(-2.48, abs=2.25)
    assert falls[1] == pytest.approx(-0.86, abs=1.61)


@pytest.mark.xfail(
    strict=True,
    reason="1.4: a litre an hour of 18 mmol/L in 43 L of body water cannot raise sodium by more than 0.5; the trial's means differ by 1.6",
)
def test_row_20_vrijens_ratio_of_water_to_salt_drink():
    session = flat_minutes(120, "indoor_cycling", power_w=150.0, indoor=True, weather=flat_weather(120, 34.0, 0.6, 1.0))
    athlete = build_draws(mass_kg=72.0)
    falls = [_losses_replaced(session, athlete, sodium).plasma_sodium_mmol_l[0, -1] - 140.0 for sodium in (0.0, 18.0)]
    assert 2.0 < falls[0] / falls[1] < 3.0


def _barr() -> tuple[Minutes, AthleteDraws]:
    # 55 % of maximal uptake is taken to be 150 W
    session = flat_minutes(360, "indoor_cycling", power_w=150.0, indoor=True, weather=flat_weather(360, 30.0, 0.5, 1.0))
    return session, build_draws(mass_kg=72.0, initial_plasma_sodium_mmol_l=140.0)


@pytest.mark.parametrize(("sodium_mmol_l", "final"), [(0.0, 135.5), (25.0, 137.3)], ids=["water", "saline"])
def test_row_21_barr_losses_replaced_for_six_hours(sodium_mmol_l, final):
    session, athlete = _barr()
    assert _losses_replaced(session, athlete, sodium_mmol_l).plasma_sodium_mmol_l[0, -1] == pytest.approx(final, abs=1.5)


def test_row_21_barr_without_drinking():
    session, athlete = _barr()
    trace = _one(session, athlete, no_intake(360))
    at = 269  # four and a half hours
    assert trace.mass_change_frac[0, at] == pytest.approx(-0.064, abs=0.015)
    assert trace.plasma_sodium_mmol_l[0, at] > 142.0


def test_row_23_baker_balance_error_at_two_percent_gain_is_held_by_the_gut():
    """The plain balance, with every drink counted at once, is too low at +2 %; plasma sodium of the engine is the measured side."""
    session = flat_minutes(120, speed_m_s=3.0, indoor=True, weather=flat_weather(120, 30.0, 0.4, 2.0))
    athlete = build_draws(mass_kg=70.0)
    rest = _one(session, athlete, no_intake(120))
    loss_l = -rest.mass_change_frac[0, -1] * 70.0
    trace = _one(session, athlete, drinks(120, (loss_l + 0.02 * 70.0) / 2.0 * 1000.0, 18.0))
    drunk_l = trace.drunk_l[0, -1]
    lost_mmol = trace.sodium_lost_mmol[0, -1] + trace.potassium_lost_mmol[0, -1]
    water_l = 70.0 * 0.85 * 0.73
    change_l = trace.mass_change_frac[0, -1] * 70.0
    plain = plasma_sodium_by_balance_mmol_l(140.0, water_l, drunk_l * 18.0 - lost_mmol, water_l + change_l, 1.03, 23.8)
    assert plain - trace.plasma_sodium_mmol_l[0, -1] == pytest.approx(-2.6, abs=1.5)


@pytest.fixture(scope="module")
def marathon_field() -> tuple[np.ndarray, np.ndarray]:
    """Mass change and final plasma sodium of 600 people in 4.5 h at an easy pace who drink between nothing and 1.2 L/h."""
    draws, rows = 600, 270
    athlete = draw_athlete(Athlete(), draws=draws, seed=11, sport="running")
    parameters = draw_body_parameters(draws, 11)
    ml_h = np.linspace(0.0, 1200.0, draws)[np.random.default_rng(3).permutation(draws)]
    ml = np.repeat(ml_h[:, None] / 60.0, rows, axis=1)
    intake = Intake(ml, ml / 1000.0 * 10.0, ml * 0.0, ml / 1000.0 * 40.0, True, "0 to 1.2 L/h of a sports drink")
    session = flat_minutes(rows, "unknown", weather=replace(flat_weather(rows, 18.0, 0.6, 1.5, 250.0), air_spread_k=5.0))
    trace = simulate_body(session, athlete, intake, parameters, seed=11)
    return trace.mass_change_frac[:, -1], trace.plasma_sodium_mmol_l[:, -1]


def test_row_24_noakes_sodium_falls_with_weight_gain(marathon_field):
    mass_change, sodium = marathon_field
    assert np.polyfit(mass_change, sodium, 1)[0] < -20.0


def test_row_24_noakes_most_who_gain_weight_keep_their_sodium(marathon_field):
    mass_change, sodium = marathon_field
    gained = sodium[mass_change > 0.0]
    assert gained.size > 30
    assert (gained >= 135).mean() == pytest.approx(0.70, abs=0.10)
    assert (gained < 129).mean() == pytest.approx(0.11, abs=0.10)


def test_row_26_plasma_volume_with_and_without_replacement():
    session = flat_minutes(300, "rest", moving=0.0, weather=flat_weather(300, 50.0, 0.12, 0.5))
    athlete = build_draws(mass_kg=75.0)
    dry = _one(session, athlete, no_intake(300))
    at = int(np.argmin(np.abs(dry.mass_change_frac[0] + 0.026)))
    assert dry.mass_change_frac[0, at] == pytest.approx(-0.026, abs=0.004)
    wet = _losses_replaced(session, athlete, 0.0)
    per_percent = (dry.plasma_volume_change_frac[0, at] - wet.plasma_volume_change_frac[0, at]) / 2.6
    assert per_percent == pytest.approx(-0.049 / 2.6, abs=0.02 / 2.6)


def test_row_26_plasma_volume_falls_in_heat_even_when_losses_are_replaced():
    session = flat_minutes(300, "rest", moving=0.0, weather=flat_weather(300, 50.0, 0.12, 0.5))
    wet = _losses_replaced(session, build_draws(mass_kg=75.0), 0.0)
    assert wet.plasma_volume_change_frac[0, -1] == pytest.approx(-0.029, abs=0.02)


@pytest.mark.xfail(
    strict=True,
    reason="139.3: two hours at 25 degC cost 44 mmol of sodium and 0.4 L of the drink is not absorbed yet; the forecast runs are not published here",
)
def test_row_28_sweat_replaced_by_water():
    session = flat_minutes(120, speed_m_s=2.9, weather=flat_weather(120, 25.0))
    athlete = build_draws()
    loss_ml_h = float(_one(session, athlete, no_intake(120)).sweat_l[0, -1]) * 1000.0 / 2.0
    assert _one(session, athlete, drinks(120, loss_ml_h)).plasma_sodium_mmol_l[0, -1] == pytest.approx(138.0, abs=1.0)


def test_row_29_stomach_delivers_a_litre_an_hour_from_large_boluses():
    session = flat_minutes(180, "indoor_cycling", power_w=160.0, indoor=True, weather=flat_weather(180))
    trace = _one(session, build_draws(), drinks(180, 1050, every_min=20))
    delivered = trace.absorbed_water_l[0, -1] - trace.absorbed_water_l[0, 59]
    assert delivered / 2.0 == pytest.approx(1.0, rel=0.20)


def test_row_29_small_boluses_of_a_sweet_drink_deliver_less():
    session = flat_minutes(120, "indoor_cycling", power_w=160.0, indoor=True, weather=flat_weather(120))
    trace = _one(session, build_draws(), drinks(120, 600, carbohydrate_g_l=60.0, every_min=15))
    assert trace.absorbed_water_l[0, -1] / 2.0 == pytest.approx(0.46, rel=0.20)
