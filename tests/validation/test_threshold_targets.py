"""The cramp threshold frequency against the trials that measured it, each built as its session; a miss stays and says why.

An effect that rests on one trial or group is nothing in half of the draws. Both readings are held: over the draws in which it exists
(what the trial saw), and over all of them (what the model believes), which the target's tolerance must then still hold, or the sign.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from sessions import flat_minutes, flat_weather
from situations import a_situation, known_athlete, then_rest

from uncramp.body.intake import Intake
from uncramp.evidence.registry import load_topic
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.susceptibility import fatigue_effect
from uncramp.hazard.threshold import cramp_threshold
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.why.scenario import simulate

CALF = MUSCLES.index("calf")
DRAWS = 400
ORS_SODIUM_MMOL_L = 50.0  # what is sold; the printed figure cannot be right (B17)
BASELINE_HZ = 25.0


def drinks_at(rows: int, litres: dict[int, float], sodium_mmol_l: float) -> Intake:
    """Drinks of these volumes at these rows, and nothing else."""
    water = np.zeros((1, rows))
    for row, volume in litres.items():
        water[0, row] = 1000.0 * volume
    nothing = np.zeros_like(water)
    return Intake(water, water / 1000.0 * sodium_mmol_l, nothing, nothing, stated=True, text="the trial's")


@dataclass(frozen=True)
class Measured:
    """Change of the threshold from before the session, Hz, [draw, row], and which draws hold that salt and dilution act on it."""

    change_hz: Floats
    acts: Floats
    lost_frac: Floats  # body mass, [row], median


def measured(minutes: Minutes, litres: dict[int, float], sodium_mmol_l: float, *, acting: str) -> Measured:
    """The trial in healthy men of about 70 kg at the baseline of the trial.

    What local fatigue and damage do is another effect: the trials found no change right after the runs, so it is held at nothing.
    """
    athlete = known_athlete(maximal_oxygen_uptake_ml_kg_min=48.0, cramp_history=False)
    situation = a_situation(minutes, athlete, draws=DRAWS)
    rows = situation.minutes.rows_count
    situation = replace(situation, intake=drinks_at(rows, litres, sodium_mmol_l))
    outcome = simulate(situation)
    untired = replace(
        outcome.fatigue,
        **{name: 0.0 * getattr(outcome.fatigue, name) for name in ("fast_fatigue_frac", "slow_loss_frac", "damage_frac")},
    )
    hz = cramp_threshold(outcome.body, untired, situation.athlete, situation.cramp)[CALF]
    own_hz = situation.cramp.threshold.without_history_hz * situation.cramp.threshold.calf_ratio
    moved = hz / (own_hz * situation.athlete.preparation_shift_ratio)[:, None]
    acts = getattr(situation.cramp.threshold, acting) != 0
    return Measured(BASELINE_HZ * (moved - 1.0), acts, np.median(-outcome.body.mass_change_frac, axis=0))


def downhill_run(minutes: int) -> Minutes:
    """Downhill on a treadmill at 35 degC: slow running down 5 %, since the speed is not in our notes; then rest in the same room."""
    weather = flat_weather(minutes, 35.5, 0.5, 0.5)
    return then_rest(flat_minutes(minutes, "treadmill_running", speed_m_s=2.6, grade=-0.05, indoor=True, weather=weather), 120)


@cache
def after_the_run(sodium_mmol_l: float, acting: str) -> Measured:
    """B12, B13: the 2 % lost in the run is drunk over the next ten minutes."""
    run = 70
    return measured(downhill_run(run), dict.fromkeys(range(run, run + 10), 0.14), sodium_mmol_l, acting=acting)


@cache
def during_the_run(sodium_mmol_l: float, acting: str) -> Measured:
    """B14-B16: about 1.5 L during 50 minutes, 0.2 L forty minutes after."""
    drinks = dict.fromkeys(range(2, 50, 6), 0.1875) | {90: 0.2}
    return measured(downhill_run(50), drinks, sodium_mmol_l, acting=acting)


# --- V13, V14 ----------------------------------------------------------------------------------------------------------------


def test_v13_history_against_none():
    """14.9 against 25.5 Hz: a difference of 7 to 14 Hz, of the means over the draws."""
    p = draw_cramp_parameters(draws=4000, seed=0).threshold
    assert 7.0 < p.without_history_hz.mean() - p.with_history_hz.mean() < 14.0
    assert p.without_history_hz.mean() == pytest.approx(25.5, abs=1.0)
    assert p.with_history_hz.mean() == pytest.approx(14.9, abs=1.0)


def test_v14_three_percent_of_mass_lost_without_fatigue():
    """-2.4 Hz, not significant: less than 4 Hz, in nine of ten draws as well as on average."""
    weather = flat_weather(150, 41.0, 0.15, 0.5)
    session = flat_minutes(150, "indoor_cycling", power_w=90.0, indoor=True, weather=weather)
    found = measured(session, {}, 0.0, acting="water_deficit_ratio")
    row = int(np.argmax(found.lost_frac >= 0.03))
    assert 0.03 <= found.lost_frac[row] < 0.035
    change = found.change_hz[:, row]
    assert abs(change.mean()) < 4.0
    assert abs(change[found.acts].mean()) < 4.0
    assert np.quantile(np.abs(change), 0.9) < 4.0


# --- V15: water ---------------------------------------------------------------------------------------------------------------


def test_v15_the_run_costs_two_percent():
    found = after_the_run(0.0, "dilution_ratio_per_mmol_l")
    assert found.lost_frac[69] == pytest.approx(0.02, abs=0.006)


@pytest.mark.xfail(
    strict=True,
    reason="of 1.4 L drunk 0.6 are absorbed in 30 min and 1.2 in 60, near what a stomach empties; plasma sodium, up 2.75 mmol/L by the run, "
    "is 1.45 above its start, then 0.2 below, while the trial saw the whole effect at 30 min",
)
@pytest.mark.parametrize(("minute", "published_hz"), [(30, -4.3), (60, -5.1)])
def test_v15_b12_water_after_the_run_where_dilution_acts(minute, published_hz):
    """+-2.5 Hz, over the draws in which dilution acts."""
    found = after_the_run(0.0, "dilution_ratio_per_mmol_l")
    assert found.change_hz[found.acts, 69 + minute].mean() == pytest.approx(published_hz, abs=2.5)


@pytest.mark.parametrize("minute", [30, 60])
def test_v15_b12_water_after_the_run_over_all_draws(minute):
    """The sign."""
    assert after_the_run(0.0, "dilution_ratio_per_mmol_l").change_hz[:, 69 + minute].mean() < 0


@pytest.mark.parametrize(
    ("minute", "published_hz"),
    [(0, -3.8), (65, -4.5)],
)
def test_v15_b14_water_during_the_run_where_dilution_acts(minute, published_hz):
    """+-2.5 Hz as V15."""
    found = during_the_run(0.0, "dilution_ratio_per_mmol_l")
    assert found.change_hz[found.acts, 49 + minute].mean() == pytest.approx(published_hz, abs=2.5)


# --- V16: oral rehydration solution -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minute", "published_hz"), [(30, 3.7), (60, 5.4)])
def test_v16_b13_salted_drink_after_the_run_where_salt_acts(minute, published_hz):
    """Sign and +-4 Hz, over the draws in which salt drunk acts."""
    found = after_the_run(ORS_SODIUM_MMOL_L, "drink_sodium_ratio_per_mmol")
    change = found.change_hz[found.acts, 69 + minute].mean()
    assert change > 0
    assert change == pytest.approx(published_hz, abs=4.0)


@pytest.mark.parametrize("minute", [30, 60])
def test_v16_b13_salted_drink_after_the_run_over_all_draws(minute):
    """The sign."""
    assert after_the_run(ORS_SODIUM_MMOL_L, "drink_sodium_ratio_per_mmol").change_hz[:, 69 + minute].mean() > 0


@pytest.mark.xfail(
    strict=True,
    reason="at the finish 35 of 75 mmol of sodium are absorbed, and move it by 1.5 Hz; the trial saw the whole effect at once",
)
def test_v16_b15_salted_drink_during_the_run_where_salt_acts():
    """+6.5 right after: sign and +-4 Hz."""
    found = during_the_run(ORS_SODIUM_MMOL_L, "drink_sodium_ratio_per_mmol")
    change = found.change_hz[found.acts, 49].mean()
    assert change > 0
    assert change == pytest.approx(6.5, abs=4.0)


@pytest.mark.xfail(
    strict=True, reason="the effect of salt is capped at +6 Hz by choice, since one group measured it; +13.6 is not reached"
)
def test_v16_b15_salted_drink_an_hour_after_the_run_where_salt_acts():
    """Up to +13.6 Hz: +-4 Hz."""
    found = during_the_run(ORS_SODIUM_MMOL_L, "drink_sodium_ratio_per_mmol")
    assert found.change_hz[found.acts, 49 + 65].mean() == pytest.approx(13.6, abs=4.0)


def test_v16_the_two_drinks_are_apart():
    water, salted = (after_the_run(sodium, "drink_sodium_ratio_per_mmol").change_hz[:, 69 + 60].mean() for sodium in (0.0, 50.0))
    assert salted - water > 1.0  # 10 in the trial, over draws half of which hold that nothing acts


# --- B18 ----------------------------------------------------------------------------------------------------------------------


def fatigue_ratio_at_failure() -> float:
    """Threshold tired to failure over fresh, under `measured`, median over the accepted sets of the draws."""
    p = draw_cramp_parameters("measured", draws=400, seed=0)
    effect = fatigue_effect(p.mechanism, p.accepted_set, replace(p.threshold, measured_effect_ratio=np.ones(400)))
    assert effect.points_frac[-1] == pytest.approx(0.4)
    return float(np.exp(np.median((effect.bend_index * (effect.points_frac[-1] - effect.points_frac[:-1])).sum(axis=1))))


@pytest.mark.xfail(
    strict=True,
    reason="the accepted sets of the loop give 28 Hz: they were taken within two standard errors of the trial's ratio, and lie low",
)
def test_b18_local_fatigue_to_failure_under_the_hypothesis_measured():
    """20.0 to 32.9 Hz after toe curls to failure, at 0.4 of capacity lost (derived): +-4 Hz as V16."""
    assert 20.0 * fatigue_ratio_at_failure() == pytest.approx(32.9, abs=4.0)


def test_b18_local_fatigue_raises_it_by_a_ratio_within_two_standard_errors():
    """1.645; standard deviations of 7.7 and 11.7 Hz in 16 people make the standard error of its logarithm 0.13."""
    assert np.log(fatigue_ratio_at_failure()) == pytest.approx(np.log(1.645), abs=0.26)


def test_the_central_effects_are_not_nulls():
    for name in ("dilution_ratio_per_mmol_l", "drink_sodium_ratio_per_mmol", "water_deficit_ratio"):
        assert load_topic("threshold")[name].value != 0.0
