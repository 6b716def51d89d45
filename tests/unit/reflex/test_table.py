"""The table that the hazard reads: it loads light, is whole, and holds what it says."""

import subprocess
import sys

import numpy as np
import pytest

from uncramp.names import MECHANISMS
from uncramp.reflex.accepted import accepted_sets, choose_sets
from uncramp.reflex.table import State, fatigue_log_ratios, grid, sentinels, table


def test_reading_it_loads_neither_the_engine_nor_its_compiler():
    code = "import sys, uncramp.reflex.table as t; t.fatigue_log_ratios(); print(sorted(m for m in sys.modules if m.split('.')[0] in ('numba', 'scipy')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_holds_the_grid_in_every_accepted_set():
    assert table().states == grid().states
    assert table().threshold_hz.shape == (len(grid().states), len(accepted_sets()))
    assert len(accepted_sets()) <= 12
    assert table().probes <= 1500


def test_a_threshold_is_a_whole_frequency_that_was_tried_or_none_was():
    known = table().threshold_hz[np.isfinite(table().threshold_hz)]
    assert ((known >= 2) & (known <= 64) & (known == known.round())).all()


def test_no_fatigue_is_no_change():
    assert not fatigue_log_ratios()[:, 0].any()


def test_a_ratio_is_that_of_two_thresholds_of_the_table():
    for hypothesis, name in enumerate(MECHANISMS):
        for k, fatigue_frac in enumerate(table().fatigue_fracs):
            tired, fresh = table().at(State(name, fatigue_frac)), table().at(State(name))
            known = np.isfinite(tired)
            np.testing.assert_allclose(np.exp(fatigue_log_ratios()[hypothesis, k])[known], (tired / fresh)[known])


def test_a_fresh_muscle_has_a_threshold_in_every_set_under_every_hypothesis():
    for name in MECHANISMS:
        assert np.isfinite(table().at(State(name))).all()


def test_the_hypotheses_are_one_where_nothing_is_tired():
    assert State("measured").alike == State("article").alike == State("mixed")
    assert State("measured", 0.5).alike == State("measured", 0.5)


def test_a_history_lowers_the_threshold_in_every_set():
    assert (table().at(State("mixed", excitability="history")) < table().at(State("mixed"))).all()


def test_sentinels_are_spread_over_states_and_sets():
    points = sentinels(table())
    assert len(set(points)) == 12
    assert len({point.set for point in points}) == min(12, len(accepted_sets()))


def test_the_first_draws_of_many_are_the_draws_of_few():
    assert (choose_sets(draws=50, seed=2)[:20] == choose_sets(draws=20, seed=2)).all()
    assert set(choose_sets(draws=500, seed=2)) == set(range(len(accepted_sets())))


def test_accepted_sets_say_how_far_they_are_from_each_figure():
    for one in accepted_sets():
        assert set(one.figures) == set(one.distances)
        assert set(one.misses) <= set(one.distances)
        assert all(abs(one.distances[name]) <= 2 or np.isnan(one.distances[name]) or name in one.misses for name in one.distances)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_article_never_raises_it_and_measured_never_lowers_it(mechanism):
    change = fatigue_log_ratios()[MECHANISMS.index(mechanism)]
    if mechanism == "article":
        assert (change <= 0).all()
    if mechanism == "measured":
        assert (change >= 0).all()
