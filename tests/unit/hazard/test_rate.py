"""From drive and threshold to a rate: the form, and what is not in it."""

import inspect
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sessions import build_draws
from situations import fatigue_at, steady_body

from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard import rate as rate_module
from uncramp.hazard import susceptibility, threshold
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.rate import cramp_rate, personal_log_rate, session_rate
from uncramp.hazard.threshold import cramp_threshold

DRAWS = 40
CRAMP = draw_cramp_parameters(draws=DRAWS, seed=4)
P = CRAMP.hazard
ATHLETE = build_draws(DRAWS)
BODY = steady_body(0.7, 4, DRAWS)
SIGNLESS = replace(CRAMP, threshold=replace(CRAMP.threshold, damage_ratio=np.zeros(DRAWS)))  # damage leaves the threshold alone
NO_POSTURE = replace(CRAMP, hazard=replace(P, posture_share_frac=np.full(DRAWS, 1e-300)))


def rate(fatigue=None, athlete=ATHLETE, body=BODY, cramp=CRAMP):
    return cramp_rate(body, fatigue or fatigue_at(DRAWS, 4), athlete, cramp)


def test_it_is_the_form_that_is_written_down():
    fatigue = fatigue_at(DRAWS, 4, activation_frac=1.3, fast_fatigue_frac=0.1, slow_loss_frac=0.2)
    hz = cramp_threshold(BODY, fatigue, ATHLETE, CRAMP)
    drive = (1.3 / P.reference_drive_frac) ** P.drive_exponent_index
    expected = (
        P.rate_per_h[:, None] * drive[:, None] * (P.reference_threshold_hz[:, None] / hz) ** P.threshold_sensitivity_index[:, None]
    )
    np.testing.assert_allclose(rate(fatigue, cramp=NO_POSTURE), expected, rtol=1e-9)


@given(st.floats(0.1, 3.0), st.floats(0.0, 1.0))
def test_more_drive_never_lowers_it(drive, more):
    low, high = (rate(fatigue_at(DRAWS, 4, activation_frac=d)) for d in (drive, drive + more))
    assert (high >= low).all()


@given(st.floats(0.1, 10.0), st.floats(0.1, 10.0))
def test_medicines_and_conditions_multiply_it(medicine, condition):
    athlete = build_draws(DRAWS, medicine_rate_ratio=medicine, condition_rate_ratio=condition)
    np.testing.assert_allclose(rate(athlete=athlete), medicine * condition * rate(), rtol=1e-9)


def test_history_raises_it_by_the_threshold_ratio_to_the_sensitivity_and_nothing_else():
    has = build_draws(DRAWS, cramp_history_frac=1.0)
    t = CRAMP.threshold
    expected = (t.without_history_hz / t.with_history_hz) ** P.threshold_sensitivity_index
    np.testing.assert_allclose(rate(athlete=has) / rate(), np.broadcast_to(expected[None, :, None], (3, DRAWS, 4)), rtol=1e-9)


def test_what_a_person_brings_and_what_the_session_makes_add_up_to_the_rate():
    athlete = build_draws(DRAWS, cramp_history_frac=1.0, medicine_rate_ratio=1.5, preparation_shift_ratio=0.9)
    fatigue = fatigue_at(DRAWS, 4, slow_loss_frac=0.1)
    brought = np.exp(sum(personal_log_rate(athlete, CRAMP).values()))
    made = session_rate(BODY, fatigue, athlete, CRAMP)
    np.testing.assert_allclose(rate(fatigue, athlete), made * brought[:, None], rtol=1e-9)


def test_at_rest_only_posture_is_left_and_it_is_not_nothing():
    resting = rate(fatigue_at(DRAWS, 4, activation_frac=0.0))
    hz = cramp_threshold(BODY, fatigue_at(DRAWS, 4), ATHLETE, CRAMP)
    share = P.rate_per_h * P.posture_share_frac * (P.posture_drive_frac / P.reference_drive_frac) ** P.drive_exponent_index
    expected = share[:, None] * (P.reference_threshold_hz[:, None] / hz) ** P.threshold_sensitivity_index[:, None]
    np.testing.assert_allclose(resting, expected, rtol=1e-6)
    assert (resting > 0).all()


@given(st.floats(0.0, 0.8), st.floats(0.0, 0.15))
def test_a_posture_takes_more_drive_of_a_muscle_that_has_lost_capacity(loss, more):
    less, worse = (rate(fatigue_at(DRAWS, 4, activation_frac=0.0, damage_frac=x), cramp=SIGNLESS) for x in (loss, loss + more))
    assert (worse >= less).all()


def test_the_same_state_has_the_same_rate_whenever_it_is():
    """Rows are independent of their place: time, distance and what came before act through the state only."""
    random = np.random.default_rng(0)
    rows = 6
    body = steady_body(random.uniform(0.3, 0.9, rows), rows, DRAWS, water_deficit_l=random.uniform(0, 3, rows),
                       plasma_sodium_mmol_l=random.uniform(134, 142, rows), absorbed_sodium_mmol=random.uniform(0, 90, rows))  # fmt: skip
    fatigue = fatigue_at(DRAWS, rows, activation_frac=random.uniform(0.2, 2, rows), fast_fatigue_frac=random.uniform(0, 0.5, rows),
                         slow_loss_frac=random.uniform(0, 0.5, rows), damage_frac=random.uniform(0, 0.2, rows))  # fmt: skip
    order = random.permutation(rows)
    mixed_body = BodyTrace(
        **{n: getattr(body, n)[:, order] if n != "held_count" else body.held_count for n in BodyTrace.__dataclass_fields__}
    )
    mixed_fatigue = FatigueTrace(**{n: getattr(fatigue, n)[..., order] for n in FatigueTrace.__dataclass_fields__})
    np.testing.assert_array_equal(rate(mixed_fatigue, body=mixed_body), rate(fatigue, body=body)[..., order])


def test_no_function_of_the_hazard_can_know_time_or_distance():
    allowed = {"body", "fatigue", "athlete", "parameters", "p", "mechanism", "accepted_set", "draws", "seed", "personal_index"}
    allowed.add("table")  # made from the athlete and the parameters alone
    allowed.add("wanted")  # whose rate is to be made at all
    allowed.add("spans")  # whose the rows and draws are; that a person's rows are independent of their place is tested above
    for module in (rate_module, threshold, susceptibility):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__:
                assert set(inspect.signature(function).parameters) <= allowed, name
    told = set(BodyTrace.__dataclass_fields__) | set(FatigueTrace.__dataclass_fields__)
    assert not {name for name in told if any(word in name for word in ("elapsed", "distance", "minute", "time", "clock"))}
