"""The cramp threshold frequency beside the targets of ``uncramp.validation`` (V13 to V16): over all draws, and under local fatigue.

An effect that rests on one trial or group is nothing in half of the draws. The targets are held over the draws in which it exists (what the
trial saw); over all of them (what the model believes) the sign must hold. A miss stays and says why.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uncramp.evidence.registry import load_topic
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.susceptibility import fatigue_effect
from uncramp.validation.bench import Bench
from uncramp.validation.threshold import AFTER_ROWS, DILUTION, DRUNK_SALT, ORS_SODIUM_MMOL_L, after_the_run, sweated_out

BENCH = Bench()


def test_v13_means_are_those_published():
    p = draw_cramp_parameters(draws=4000, seed=0).threshold
    assert p.without_history_hz.mean() == pytest.approx(25.5, abs=1.0)
    assert p.with_history_hz.mean() == pytest.approx(14.9, abs=1.0)


def test_v14_the_session_costs_three_percent():
    lost = sweated_out(BENCH).lost_frac
    assert 0.03 <= lost[np.argmax(lost >= 0.03)] < 0.035


def test_v15_the_run_costs_two_percent():
    assert after_the_run(BENCH, 0.0, DILUTION).lost_frac[AFTER_ROWS - 1] == pytest.approx(0.02, abs=0.006)


@pytest.mark.parametrize("minute", [30, 60])
def test_v15_b12_water_after_the_run_over_all_draws(minute):
    """The sign."""
    assert after_the_run(BENCH, 0.0, DILUTION).change_hz[:, AFTER_ROWS - 1 + minute].mean() < 0


@pytest.mark.parametrize("minute", [30, 60])
def test_v16_b13_salted_drink_after_the_run_over_all_draws(minute):
    """The sign."""
    assert after_the_run(BENCH, ORS_SODIUM_MMOL_L, DRUNK_SALT).change_hz[:, AFTER_ROWS - 1 + minute].mean() > 0


def test_v16_the_two_drinks_are_apart():
    water, salted = (
        after_the_run(BENCH, sodium, DRUNK_SALT).change_hz[:, AFTER_ROWS - 1 + 60].mean() for sodium in (0.0, ORS_SODIUM_MMOL_L)
    )
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
