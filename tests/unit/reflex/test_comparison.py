"""Hypotheses beside trials: the arithmetic of a score, and that all of it is run."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.names import MECHANISMS
from uncramp.reflex.circuit import circuit
from uncramp.reflex.comparison import Comparison, Score, compare_hypotheses
from uncramp.reflex.threshold import FASTEST_HZ
from uncramp.reflex.trials import DIRECTIONS, Trial, trials, trials_of

FATIGUE = next(one for one in trials() if one.id == "local_fatigue")
STRETCH = next(one for one in trials() if one.id == "stretch")
hertz = st.integers(2, 64).map(float)


def score(before: float, after: float, trial: Trial = FATIGUE, *, sized: bool = False) -> Score:
    return Score(trial, np.array([before]), np.array([after]), sized=sized)


@given(st.integers(2, 50).map(float))
def test_the_trials_own_change_is_no_distance_away(before):
    one = score(before, before + FATIGUE.published[1] - FATIGUE.published[0])
    assert one.right
    assert one.distance_ratio == pytest.approx(0.0, abs=1e-12)


@given(hertz, hertz)
def test_only_a_change_of_the_trials_sign_is_right(before, after):
    assert score(before, after).right == (after > before)
    fallen = replace(FATIGUE, published=FATIGUE.published[::-1], direction="falls")
    assert score(before, after, fallen).right == (after < before)


@given(hertz, hertz, st.floats(0.1, 10.0))
def test_the_distance_is_counted_in_spreads(before, after, times):
    wider = replace(FATIGUE, spread=tuple(times * spread for spread in FATIGUE.spread))
    assert score(before, after, wider).distance_ratio == pytest.approx(score(before, after).distance_ratio / times, abs=1e-9)


def test_a_distance_in_hand():
    """Up by 6 where the trial has 12.9; the root mean square of 7.7 and 11.7 is 9.90."""
    assert score(14.0, 20.0).distance_ratio == pytest.approx((6.0 - 12.9) / 9.904, abs=1e-3)


@given(hertz)
def test_a_threshold_that_is_not_reached_counts_as_the_fastest_frequency(before):
    one = score(before, math.inf)
    assert one.bounded
    assert one.distance_ratio == score(before, float(FASTEST_HZ)).distance_ratio


def test_no_change_and_no_rest_are_not_right():
    assert not score(14.0, 14.0).right
    assert not score(math.inf, math.inf).right
    assert not score(math.nan, 20.0).right


def test_yes_and_no_have_no_distance():
    assert score(1.0, 0.0, STRETCH).right
    assert math.isnan(score(1.0, 0.0, STRETCH).distance_ratio)


def test_draws_that_do_not_rest_are_left_out():
    one = Score(FATIGUE, np.array([10.0, math.nan, 14.0, 16.0]), np.array([math.inf, 20.0, math.inf, 8.0]), sized=False)
    assert one.before == 14.0
    assert Score(STRETCH, np.array([1.0, 1.0, 0.0, 1.0]), np.zeros(4), sized=False).before == 0.75
    assert math.isinf(one.after) or one.after == 20.0


def made(*scores: tuple[Score, ...]) -> Comparison:
    return Comparison(circuit("calf"), 0, 0.1, dict(zip(MECHANISMS, scores, strict=True)))


def test_totals_and_what_tells_the_hypotheses_apart():
    up, down, ends = score(14.0, 20.0, sized=True), score(14.0, 10.0), score(1.0, 0.0, STRETCH)
    found = made((up, ends), (up, ends), (down, ends))
    assert [trial.id for trial in found.telling] == ["local_fatigue"]
    assert (found.total("article").right_count, found.total("mixed").right_count) == (2, 1)
    assert found.total("article").distance_ratio == pytest.approx(abs(up.distance_ratio))
    without = found.total("article", unsized=True)
    assert (without.trials_count, without.right_count, math.isnan(without.distance_ratio)) == (1, 1, True)


def test_nothing_tells_them_apart_where_all_agree():
    same = (score(14.0, 20.0),)
    assert made(same, same, same).telling == ()


def test_a_comparison_does_not_depend_on_the_threads_and_says_how_far_it_is():
    told = []
    rows = (*trials_of("stretch"), *trials_of("tendon"))
    one, two = (
        compare_hypotheses(circuit("foot_flexor"), rows, threads=threads, report=lambda part, text: told.append(part))
        for threads in (1, 2)
    )
    for mechanism in MECHANISMS:
        for first, second in zip(one.scores[mechanism], two.scores[mechanism], strict=True):
            np.testing.assert_array_equal(first.before_by_draw, second.before_by_draw)
            np.testing.assert_array_equal(first.after_by_draw, second.after_by_draw)
    half = len(told) // 2
    assert told[:half] == sorted(told[:half])
    assert told[-1] == 1.0


def test_every_draw_is_simulated():
    found = compare_hypotheses(circuit("foot_flexor", draws=2), trials_of("tendon"))
    assert all(one.before_by_draw.shape == one.after_by_draw.shape == (2,) for one in found.scores["mixed"])


def test_fatigue_can_be_said():
    """Without fatigue the tired muscle is the rested one."""
    (row,) = (one for one in trials_of("fatigue") if one.id == "local_fatigue")
    found = compare_hypotheses(circuit("foot_flexor"), [row], fatigue_frac=0.0)
    for mechanism in MECHANISMS:
        (one,) = found.scores[mechanism]
        np.testing.assert_array_equal(one.before_by_draw, one.after_by_draw)


def test_a_longer_look_does_not_shorten_a_cramp():
    """How long a cramp lasts is found by looking twice as long from one run to the next; it is that of one long run."""
    from uncramp.reflex.experiment import run_experiment
    from uncramp.reflex.protocol import protocol

    (row,) = (one for one in trials_of("nerve-block") if one.measure == "duration_s")
    short = replace(row, looked_s=(0.0, 6.0))
    found = compare_hypotheses(circuit("calf"), [short])
    (one,) = found.scores["article"]
    whole = run_experiment(circuit("calf", mechanism="article"), protocol("stimulation"), seconds=6.0)
    assert one.before == whole.cramp.duration_s
    assert one.right == (one.change * DIRECTIONS["falls"] > 0)
