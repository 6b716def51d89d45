"""The points that are written down are those of the library, in any number of them, and other cubes ask it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from uncramp.diary.even_points import DIRECTIONS, FIRST, SEED, even_points
from uncramp.diary.learning import PARTICLES_COUNT
from uncramp.diary.learning_prior import FACTORS


def test_what_is_learnt_needs_no_more_than_is_written_down() -> None:
    assert len(FIRST) == len(FACTORS)
    assert 2 ** len(DIRECTIONS[0]) >= PARTICLES_COUNT


@pytest.mark.parametrize(("dimensions", "count"), [(len(FIRST), PARTICLES_COUNT), (len(FIRST), 64), (len(FIRST), 2048), (2, 256)])
def test_points_are_those_of_the_library_to_the_last_bit(dimensions: int, count: int) -> None:
    theirs = qmc.Sobol(dimensions, scramble=True, seed=SEED).random(count).T
    assert np.array_equal(even_points(dimensions, count), theirs)
