"""The grid posterior against what is known in closed form, and hypotheses that the figures tell apart or do not."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from uncramp.ensemble import hypotheses
from uncramp.ensemble.hypotheses import compare_hypotheses
from uncramp.ensemble.posterior import TARGETS, log_likelihoods, posterior_of
from uncramp.ensemble.predicted import EXPONENTS, RATES_PER_H, Sums, predict
from uncramp.errors import InputError
from uncramp.minutes import Floats
from uncramp.names import MECHANISMS
from uncramp.report.hypotheses_view import hypotheses_view, verdict_text
from uncramp.report.screen import Screen

THIRDS = np.full(3, 1.0 / 3.0)


def made_sums(spread_km: float = 0.0, exponents: Floats = EXPONENTS, rates_per_h: Floats = RATES_PER_H) -> Sums:
    """Sums in which the chance rises with the rate, the onset with the exponent, and hypotheses differ in the onset."""
    exponent, rate = np.log(exponents)[:, None], np.log(rates_per_h)[None, :]
    chance = 1.0 / (1.0 + np.exp(-(rate + 0.5)))
    km = 30.0 + 2.0 * exponent + spread_km * np.array([-1.0, 0.0, 1.0])[:, None, None]
    one = np.broadcast_to(chance, (3, exponents.size, rates_per_h.size))
    without = one / (1.0 + 2.0 * (1.0 - one))  # odds of a third
    marathon = np.array([np.ones_like(one), one, one * km, 0.7 * one, without, one])
    ultra = np.array([np.ones_like(one), without, one])
    return Sums(*(np.repeat(part[..., None], 8, axis=-1) for part in (marathon, ultra)), exponents, rates_per_h)


def test_the_rate_alone_is_where_the_chance_is_published() -> None:
    found = posterior_of(made_sums(), THIRDS, ["V01"])
    chance, spread = found.figure(made_sums().figures(THIRDS)["V01"])
    assert chance == pytest.approx(35 / 170, abs=0.01)
    assert spread == pytest.approx(np.sqrt(0.206 * 0.794 / 170), rel=0.1)


def test_without_targets_the_posterior_is_the_prior() -> None:
    wide = made_sums(exponents=np.geomspace(2.0, 72.0, 9), rates_per_h=np.geomspace(1e-6, 1e12, 30))
    found = posterior_of(wide, THIRDS, [])
    mean, covariance = found.moments()
    assert np.exp(mean[0]) == pytest.approx(12.0, rel=0.01)
    assert np.sqrt(covariance[0, 0]) == pytest.approx(0.5, rel=0.02)


def test_leaving_a_target_out_widens() -> None:
    whole, less = (posterior_of(made_sums(), THIRDS, kept).moments()[1] for kept in (TARGETS, TARGETS[1:]))
    assert np.linalg.det(less) > np.linalg.det(whole)


def test_likelihoods_are_largest_at_the_published_figure() -> None:
    grid = posterior_of(made_sums(), THIRDS).grid
    figures = made_sums().figures(THIRDS)
    best = log_likelihoods(figures, grid)["V05"].max(axis=1).argmax()
    nearest = np.abs(grid.fine(figures["V05"])[:, 0] - 35.0).argmin()
    assert best == nearest


@cache
def comparison(spread_km: float) -> hypotheses.HypothesisComparison:
    return compare_hypotheses(made_sums(spread_km))


def test_equal_hypotheses_are_not_told_apart_and_keep_their_thirds() -> None:
    found = comparison(0.0)
    assert found.ratio == pytest.approx(1.0)
    assert not found.tells
    assert found.weight_frac == pytest.approx(dict.fromkeys(MECHANISMS, 1 / 3))
    assert "do not tell" in verdict_text(found)
    assert "hardly worth a mention" in verdict_text(found)


def test_a_hypothesis_far_from_the_onset_loses() -> None:
    found = comparison(6.0)  # onsets near 29, 35 and 41 km
    assert found.best == "measured"
    assert found.scores[1].difference == 0.0
    assert found.scores[0].difference < 0.0
    # all of it rests on one figure: without that they are equal, and weights stay
    assert found.ratio > 3.0
    assert not found.tells
    assert "rests on one figure alone. Each keeps a third" in verdict_text(found)


def test_weights_follow_half_way_where_the_figures_tell() -> None:
    clear = [replace(one, log_score_without=dict.fromkeys(TARGETS, one.log_score)) for one in comparison(6.0).scores]
    found = hypotheses.HypothesisComparison(tuple(clear), 8)
    assert found.tells
    assert sum(found.weight_frac.values()) == pytest.approx(1.0)
    assert found.weight_frac["measured"] == pytest.approx(0.5 * (1 / 3 + clear[1].probability_frac))
    assert "favour measured" in verdict_text(found)


def test_no_draw_that_counts_is_told() -> None:
    nobody = replace(made_sums(), marathon=np.zeros_like(made_sums().marathon))
    with np.errstate(invalid="ignore"), pytest.raises(InputError, match="Simulate more athletes"):
        compare_hypotheses(nobody)


def test_the_screen_has_score_difference_and_both_weights_of_each_the_best_first() -> None:
    lines = [line.plain for line in hypotheses_view(comparison(6.0), Screen())]
    rows = {words[0]: words[1:] for line in lines if (words := line.split()) and words[0] in MECHANISMS}
    assert next(iter(rows)) == "measured"
    assert rows["measured"][1] == "best"
    for one in comparison(6.0).scores:
        assert rows[one.name][0] == f"{one.log_score:.2f}"
        assert rows[one.name][-4:] == ["33", "%", "33", "%"]
    assert max(map(len, lines)) <= Screen().width


def test_the_document_is_json() -> None:
    document = json.loads(json.dumps(comparison(6.0).document(), allow_nan=False))
    assert [one["name"] for one in document["hypotheses"]] == list(MECHANISMS)
    assert sum(one["probability_frac"] for one in document["hypotheses"]) == pytest.approx(1.0, abs=1e-3)


def small(**changes: int) -> Floats:
    found = predict(**({"blocks": 1, "runners": 4, "draws": 3} | changes), exponents=np.array([8.0]), rates_per_h=np.array([1.0]))
    return np.concatenate([found.marathon, found.ultra])


def test_predictions_are_the_same_bits_and_blocks_are_others() -> None:
    np.testing.assert_array_equal(small(), small())
    two = small(blocks=2)
    np.testing.assert_array_equal(two, small(blocks=2, workers=1))
    np.testing.assert_array_equal(two[..., :3], small())
    assert not np.array_equal(two[..., :3], two[..., 3:])


def test_a_faster_first_half_and_a_history_raise_the_chance() -> None:
    counted, cramped, _, _, without, having, _, usual, faster = small(runners=12)[:, :, 0, 0].sum(axis=-1)
    assert (faster > usual).all()
    assert (having > without).all()
    assert (cramped < counted).all()
