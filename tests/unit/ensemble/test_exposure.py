"""Expected cramps of a field at any scale: those of the engine, and a faster first half leaves the second as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fields import short_run

from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.course import segment_times
from uncramp.ensemble.exposure import exposure_of, with_first_half_in
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.sampling import sample_runners
from uncramp.names import MECHANISMS

FIELD = short_run()
RUNNERS = sample_runners(FIELD, 0, 0, 5)
DRAWS, EXPONENT, RATE = 6, 9.0, 3.0
EXPOSURE = exposure_of(FIELD, RUNNERS, draws=DRAWS, seed=0, exponents=np.array([EXPONENT, 14.0]))


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_chances_are_those_of_the_engine_at_that_scale_and_exponent(mechanism: str) -> None:
    overrides = {"hazard.rate_per_h": RATE, "hazard.drive_exponent_index": EXPONENT}
    engine = simulate_chunk(FIELD, RUNNERS, draws=DRAWS, seed=0, mechanism=mechanism, overrides=overrides)
    expected = RATE * EXPOSURE.expected_count[MECHANISMS.index(mechanism), 0].sum(axis=0)
    np.testing.assert_allclose(-np.expm1(-expected), engine.first_cramp_frac.sum(axis=(0, 1)).ravel(), rtol=1e-9)
    np.testing.assert_array_equal(EXPOSURE.possible_frac, engine.possible_frac.ravel())


def test_a_history_multiplies_what_is_expected() -> None:
    having, none = (replace(RUNNERS, cramp_history_frac=np.full(RUNNERS.count, has)) for has in (1.0, 0.0))
    has, without = (exposure_of(FIELD, runners, draws=DRAWS, seed=0, exponents=np.array([EXPONENT])) for runners in (having, none))
    np.testing.assert_allclose(has.expected_count, without.expected_count * without.history_ratio, rtol=1e-9)


def test_sums_leave_out_who_could_not() -> None:
    half = replace(EXPOSURE, possible_frac=np.tile([1.0, 0.0], EXPOSURE.possible_frac.size // 2))
    counted = half.of_draws(np.ones((2, EXPOSURE.possible_frac.size)), DRAWS)
    np.testing.assert_array_equal(counted, np.tile([float(RUNNERS.count), 0.0], (2, DRAWS // 2)))


def test_a_faster_first_half_leaves_the_second_as_it_was() -> None:
    field = read_field("ultra_56km")
    runners = sample_runners(field, 0, 0, 20)
    faster = with_first_half_in(field, runners, 0.92)
    half = replace(field, edges=np.array([0.0, field.edges[-1]]))
    before_s, after_s = (segment_times(half, one)[:, 0] for one in (runners, faster))
    np.testing.assert_allclose(after_s, 0.92 * before_s, rtol=1e-6)
    np.testing.assert_allclose(faster.leg_s[:, 0] - after_s, runners.leg_s[:, 0] - before_s, rtol=1e-6)
