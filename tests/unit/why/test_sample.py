"""Draws given what was reported: enough of them, without bias, and the same ones every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import a_run, a_situation

from uncramp.activity.afterwards import row_hours
from uncramp.activity.weather import stated_weather
from uncramp.assess import assess, compare
from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.hazard.survival import chance_of_cramp
from uncramp.report.document import assessment_document
from uncramp.report.schema import to_json
from uncramp.why.answers import CrampEvent
from uncramp.why.chosen_draws import at_draws
from uncramp.why.likelihood import effective_draws, log_likelihood, weights_of
from uncramp.why.sample import ENOUGH_FRAC, MOST_TIMES, Prior, resampled, sample_given
from uncramp.why.scenario import simulate

HOT = {"time": "4:00:00", "weather": stated_weather(air_c=30.0, humidity_frac=0.6, wind_m_s=1.0, solar_w_m2=500.0)}
LATE = CrampEvent("calf", "left", 13000.0)
DRAWS = 60


def of_likelihood(log_likelihood_given, chance=None):
    """Prior draws that were all possible."""
    size = len(log_likelihood_given)
    return Prior(
        possible=np.ones(size),
        counted_frac=np.ones(size),
        hottest_core_c=np.full(size, 38.0),
        session_chance_frac=np.linspace(0.1, 0.9, size) if chance is None else chance,
        log_agreement=np.zeros(size),
        log_likelihood=np.asarray(log_likelihood_given),
    )


@given(
    weight=st.lists(st.floats(-8.0, 0.0), min_size=2, max_size=60),
    draws=st.integers(2, 80),
    seed=st.integers(0, 2**31),
)
def test_each_draw_is_taken_as_often_as_its_weight_says_but_for_less_than_one(weight, draws, seed):
    prior = of_likelihood(weight)
    chosen = resampled(prior, draws, seed)
    assert chosen.shape == (draws,)
    counts = np.bincount(chosen, minlength=prior.count)
    assert (np.abs(counts - draws * prior.weight_frac) < 1.0 + 1e-9).all()


def test_resampling_has_no_bias():
    prior = of_likelihood(np.log([0.5, 0.31, 0.13, 0.05, 0.01]), chance=np.array([0.3, 0.1, 0.9, 0.5, 0.7]))
    seeds = 2000
    counts = sum(np.bincount(resampled(prior, 7, seed), minlength=5) for seed in range(seeds))
    # a count is one of two neighbours, so its error is at most half of one, and shrinks with the root of the seeds
    np.testing.assert_allclose(counts / seeds, 7 * prior.weight_frac, atol=4.0 * 0.5 / np.sqrt(seeds))


def test_a_draw_that_could_not_have_done_it_is_never_taken():
    prior = of_likelihood(np.zeros(10))
    prior.counted_frac[3:] = 0.0
    assert set(resampled(prior, 50, 0)) == {0, 1, 2}
    prior.counted_frac[:] = 0.0
    assert set(resampled(prior, 50, 0)) == set(range(10)), "when none could, all count"


@pytest.mark.parametrize("maximal_uptake", [None, 55.0])
def test_draw_7_is_draw_7_wherever_it_stands(maximal_uptake):
    who = Athlete(name="who", maximal_oxygen_uptake_ml_kg_min=maximal_uptake)
    whole = a_situation(a_run(20), who, draws=12, intake=None)
    index = np.array([7, 7, 2, 11])
    chosen = a_situation(a_run(20), who, draws=4, draw_index=index, intake=None)
    np.testing.assert_array_equal(chosen.draw_index, index)
    one, other = simulate(whole), simulate(chosen)
    np.testing.assert_array_equal(other.body.core_c, one.body.core_c[index])
    np.testing.assert_array_equal(other.body.plasma_sodium_mmol_l, one.body.plasma_sodium_mmol_l[index])
    np.testing.assert_array_equal(other.fatigue.load_frac, one.fatigue.load_frac[:, index])


def test_weather_is_not_taken_for_draws():
    """Rows may be as many as draws."""
    situation = a_situation(a_run(4), draws=364)
    assert situation.surroundings.air_c.shape == (364,)
    assert at_draws(situation.surroundings, np.array([5])).air_c.shape == (364,)
    assert at_draws(situation.intake, np.array([5])).water_ml.shape == (1, 364)


@pytest.fixture(scope="module")
def struck():
    return assess("42.195km", **HOT, cramped=[LATE], draws=DRAWS)


def test_more_draws_are_simulated_until_enough_carry_the_weight(struck):
    kept = struck.provenance
    assert kept.draws == DRAWS
    assert kept.simulated_draws_count in range(2 * DRAWS, MOST_TIMES * DRAWS + 1, DRAWS)
    assert kept.effective_draws_count >= ENOUGH_FRAC * DRAWS
    assert struck.rate_per_h.shape[1] == DRAWS
    np.testing.assert_allclose(struck.weight_frac, 1.0 / DRAWS)


def test_without_a_report_the_first_draws_are_taken_and_no_more():
    plain = assess("42.195km", **HOT, draws=DRAWS)
    assert plain.provenance.simulated_draws_count == DRAWS
    np.testing.assert_array_equal(plain.situation.draw_index, np.arange(DRAWS))


def test_the_answer_is_that_of_very_many_weighed_draws():
    """Brute force: three thousand draws, nothing reported to them, weighed afterwards."""
    run, late = a_run(100, 3.4, 30.0, sun_w_m2=500.0), CrampEvent("calf", "left", 5400.0)

    def drawn(draw_index):
        return a_situation(run, Athlete(name="who"), draws=draw_index.size, draw_index=draw_index, intake=None)

    many, few = sample_given(None, drawn, 3000, seed=0), sample_given([late], drawn, 200, seed=0)
    assert few.prior.count > 200
    weight = weights_of(many.prior.log_weight + log_likelihood(many.rate_per_h, row_hours(many.situation.minutes), 100, [late]))
    for measure in (
        lambda sample: chance_of_cramp(sample.rate_per_h, sample.outcome.row_h),
        lambda sample: sample.outcome.body.core_c[:, 90],
        lambda sample: sample.outcome.fatigue.slow_loss_frac[0, :, 90],
        lambda sample: sample.situation.athlete.cramp_history_frac,
    ):
        brute, sampled = measure(many), measure(few)
        expected = float(brute @ weight)
        spread = np.sqrt(float((brute - expected) ** 2 @ weight))
        # of the draws simulated, of those taken, and of brute force itself
        error = spread * np.sqrt(1 / few.prior.effective_count + 1 / 200 + 1 / effective_draws(weight))
        assert error > 0
        assert abs(sampled.mean() - expected) < 4.0 * error
    # the report tells: the draws asked for first would have missed by far more
    assert np.median(few.rate_per_h[0, :, 90]) > 2.0 * np.median(many.rate_per_h[0, :, 90])


def test_the_same_report_gives_the_same_bytes(struck):
    again = assess("42.195km", **HOT, cramped=[LATE], draws=DRAWS)
    assert to_json(assessment_document(again)) == to_json(assessment_document(struck))


def test_few_draws_are_said_only_while_they_are_few(struck):
    def said(assessment):
        return "few_draws" in {caution.id for caution in assessment.cautions}

    assert struck.provenance.effective_draws_count >= 30.0
    assert not said(struck)
    odd = assess("42.195km", **HOT, cramped=[CrampEvent("hamstrings", "left", 600.0 * n) for n in range(1, 9)], draws=12)
    assert odd.provenance.simulated_draws_count == MOST_TIMES * 12
    assert odd.provenance.effective_draws_count < 30.0
    assert said(odd)


def test_a_session_compared_has_the_draws_of_the_one_that_was_reported(struck):
    other = assess("10km", time="1:00:00", draws=DRAWS, same_person_as=struck)
    np.testing.assert_array_equal(other.situation.draw_index, struck.situation.draw_index)
    np.testing.assert_array_equal(
        other.situation.cramp.threshold.without_history_hz, struck.situation.cramp.threshold.without_history_hz
    )
    assert np.isfinite(compare(struck, other).ratio.mean)
    with pytest.raises(InputError, match="same_person_as"):
        compare(struck, assess("10km", time="1:00:00", draws=DRAWS))
