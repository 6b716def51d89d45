"""Races of the bench: nothing changed is the study itself, and what is changed is that alone."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.ensemble.cohort import simulate_field
from uncramp.ensemble.course import M_PER_KM, segment_times
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.sampling import sample_runners
from uncramp.ensemble.summary import result_sha256
from uncramp.validation.bench import Bench
from uncramp.validation.races import evenly, fast_first_half, race, with_history, without_history

BENCH = Bench(athletes=20, draws=3)


def test_a_race_as_it_is_is_the_study_of_the_field() -> None:
    assert result_sha256(race(BENCH, "half_marathon")) == result_sha256(simulate_field("half_marathon", athletes=20, draws=3).tally)


def test_a_history_is_all_that_differs() -> None:
    one, other = race(BENCH, "half_marathon", with_history), race(BENCH, "half_marathon", without_history)
    np.testing.assert_array_equal(one.highest_core_c, other.highest_core_c)
    assert one.cramp_frac.mean() > 1.1 * other.cramp_frac.mean()


def test_the_first_half_is_faster_and_the_second_as_planned() -> None:
    field = read_field("half_marathon")
    runners = sample_runners(field, 0, 0, 10)
    even, fast = evenly(runners), fast_first_half(runners)
    half = int(np.searchsorted(field.edges * M_PER_KM, field.distance_m / 2.0))
    at = [segment_times(field, one) for one in (even, fast)]
    first = [times[:, half] for times in at]
    second = [one.leg_s[:, 0] - times for one, times in zip((even, fast), first, strict=True)]
    assert first[1] / first[0] == pytest.approx(0.92, abs=0.01)
    assert second[1] / second[0] == pytest.approx(1.0, abs=0.01)
    np.testing.assert_array_equal(even.maximal_oxygen_uptake_ml_kg_min, fast.maximal_oxygen_uptake_ml_kg_min)
