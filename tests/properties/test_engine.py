"""Laws of fatigue, hazard and causes: monotone, bounded, the same whatever the chunk, and blind to time and distance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import build_draws
from situations import a_run, a_situation, hilly, known_athlete, steady_body, surging, then_rest, water

from uncramp.activity.weather import stated_weather
from uncramp.assess import assess, assess_minutes, read_minutes, what_if
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.body.fatigue import draw_fatigue_model, simulate_fatigue
from uncramp.body.fatigue_table import FatigueOptions, greatest_drive
from uncramp.hazard.survival import chance_of_cramp
from uncramp.minutes import Minutes
from uncramp.names import CAUSES, MUSCLES
from uncramp.report.document import assessment_document
from uncramp.report.schema import to_json
from uncramp.why.answers import CrampEvent
from uncramp.why.causes import effects_of
from uncramp.why.changes import changes_of
from uncramp.why.likelihood import log_likelihood, rate_near, weights_of
from uncramp.why.scenario import Scenario, rate_of, simulate
from uncramp.why.situation import Situation

DRAWS = 16
MODEL = draw_fatigue_model(draws=DRAWS, seed=7)
FRACTIONS = ("fast_fatigue_frac", "slow_loss_frac", "damage_frac", "reserve_frac")
few = settings(max_examples=12)


def tired(minutes: Minutes, intensity, *, athlete=None, options=None, model=MODEL, draws=DRAWS):
    body = steady_body(intensity, minutes.rows_count, draws)
    return simulate_fatigue(minutes, body, athlete or build_draws(draws), model, options)


# --- fatigue -----------------------------------------------------------------------------------------------------------------


@given(st.floats(0.2, 1.1), st.floats(0.0, 0.3), st.floats(0.0, 0.5), st.sampled_from(["running", "cycling", "unknown"]))
def test_a_harder_pace_never_lowers_fatigue_or_activation(intensity, more, surge, sport):
    session = surging(a_run(90, sport=sport), surge)
    easy, hard = tired(session, intensity), tired(session, intensity + more)
    assert (hard.slow_loss_frac >= easy.slow_loss_frac - 1e-12).all()
    assert (hard.activation_frac >= easy.activation_frac - 1e-9).all()
    assert (hard.reserve_frac <= easy.reserve_frac + 1e-12).all()


@few
@given(st.floats(0.7, 1.0), st.floats(5.0, 35.0), st.floats(-0.05, 0.05))
def test_a_slower_pace_of_the_same_length_never_raises_fatigue_through_the_body(pace, air_c, grade):
    situation = a_situation(hilly(a_run(60, 3.2, air_c, distance=False), grade))
    as_it_was = simulate(situation)
    eased = simulate(situation, Scenario(pace_ratio=pace), as_it_was.body)
    rows = slice(0, situation.session_rows)
    assert (eased.fatigue.slow_loss_frac[..., rows] <= as_it_was.fatigue.slow_loss_frac[..., rows] + 1e-12).all()
    assert (eased.fatigue.activation_frac[..., rows] <= as_it_was.fatigue.activation_frac[..., rows] + 1e-9).all()


@given(st.floats(0.3, 0.8), st.floats(0.0, 0.35), st.floats(0.1, 0.25))
def test_more_surges_of_the_same_work_never_lower_activation(intensity, surge, more):
    """Below critical intensity, where no muscle is near its maximum (there is nothing to surge with) and no slot is a pause."""
    steady, surged = (tired(surging(a_run(60), size), intensity) for size in (surge, surge + more))
    highest = np.maximum(steady.activation_frac, surged.activation_frac).max(axis=-1)
    below = (highest < 0.5 * greatest_drive(MODEL))[..., None]
    assert ((surged.activation_frac >= steady.activation_frac) | ~below).all()
    assert below.any()


@given(st.floats(0.3, 1.2), st.integers(10, 120), st.floats(0.0, 0.05))
def test_at_rest_what_was_lost_comes_back(intensity, worked, idle):
    session = then_rest(a_run(worked), 60)
    trace = tired(session, np.where(np.arange(worked + 60) < worked, intensity, idle))
    for name in ("fast_fatigue_frac", "slow_loss_frac"):
        assert (np.diff(getattr(trace, name)[..., worked - 1 :], axis=-1) < 0).all(), name
    assert (np.diff(trace.reserve_frac[:, worked - 1 :], axis=-1) >= 0).all()


@given(
    st.floats(0.0, 1.3), st.floats(-0.4, 0.4), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(10.0, 200.0), st.floats(0.0, 5.0)
)
def test_nothing_lost_is_less_than_nothing_or_more_than_all(intensity, grade, surge, damaged, row_s, descent):
    options = FatigueOptions(step_s=np.full(DRAWS, row_s), descent_ratio=descent)
    athlete = build_draws(DRAWS, initial_damage_frac=damaged, longest_session_h=0.5, descent_m_per_week=0.0)
    session = hilly(a_run(120), grade)
    session = replace(session, slot_speed_m_s=session.slot_speed_m_s * np.linspace(1 - surge, 1 + surge, 6))
    trace = tired(session, intensity, athlete=athlete, options=options)
    for name in FRACTIONS:
        value = getattr(trace, name)
        assert np.isfinite(value).all(), name
        assert ((value >= 0) & (value <= 1)).all(), name
    assert np.isfinite(trace.activation_frac).all()
    assert (trace.activation_frac >= 0).all()


@given(st.floats(0.3, 0.85), st.sampled_from([2, 4]))
def test_finer_rows_give_the_same_fatigue(intensity, parts):
    """A row of 60 s against rows of 30 and 15 s, at the ends of the same minutes, for work that can be carried on.

    Tolerances: the slow loss is stepped to second order (1e-4 of capacity); the fast part sees a row's slow loss as it was at the
    row's start (2e-3); the reserve likewise (2e-3).
    """
    minutes = 60
    coarse = tired(a_run(minutes), intensity)
    fine = tired(a_run(minutes * parts), intensity, options=FatigueOptions(step_s=np.full(DRAWS, 60.0 / parts)))
    for name, tolerance in (("slow_loss_frac", 1e-4), ("fast_fatigue_frac", 2e-3), ("reserve_frac", 2e-3)):
        ends = getattr(fine, name)[..., parts - 1 :: parts]
        np.testing.assert_allclose(getattr(coarse, name), ends, atol=tolerance, err_msg=name)


@given(st.floats(0.3, 1.1), st.integers(0, DRAWS - 1))
def test_one_draw_alone_is_the_draw_among_many(intensity, which):
    def only(values):
        return values[..., which : which + 1].copy()

    p, table = MODEL.constants, MODEL.load
    ratios = ("load_ratio", "uphill_ratio", "downhill_ratio", "low_cadence_ratio")
    alone = replace(
        MODEL,
        constants=replace(p, **{name: only(getattr(p, name)) for name in p.__dataclass_fields__}),
        load=replace(table, **{name: only(getattr(table, name)) for name in ratios}),
    )
    session = surging(a_run(45), 0.2)
    among, one = tired(session, intensity), tired(session, intensity, model=alone, draws=1)
    np.testing.assert_array_equal(among.activation_frac[:, which], one.activation_frac[:, 0])
    np.testing.assert_array_equal(among.slow_loss_frac[:, which], one.slow_loss_frac[:, 0])


# --- the whole engine --------------------------------------------------------------------------------------------------------


@cache
def a_marathon(draws: int = 40, seed: int = 0, cramped: tuple[CrampEvent, ...] | None = None) -> Assessment:
    return assess("42.195km", Athlete(name="of a test", mass_kg=70.0), time="3:45:00", draws=draws, seed=seed, cramped=cramped,
                  weather=stated_weather(air_c=24.0, humidity_frac=0.5, wind_m_s=1.0, solar_w_m2=400.0))  # fmt: skip


def test_the_first_draws_of_many_are_the_draws_of_few():
    few_draws, many = a_marathon(20), a_marathon(40)
    for name in ("threshold_hz", "rate_per_h"):
        np.testing.assert_array_equal(getattr(few_draws, name), getattr(many, name)[:, :20], err_msg=name)
    np.testing.assert_array_equal(few_draws.session_chance_frac, many.session_chance_frac[:20])
    for cause in CAUSES:
        np.testing.assert_allclose(few_draws.cause_effects[cause], many.cause_effects[cause][:20], atol=1e-12, err_msg=cause)


def session_rates(situation: Situation):
    return rate_of(situation, simulate(situation))


@few
@given(st.floats(0.01, 100.0), st.floats(0.0, 1e6))
def test_distance_does_not_enter_the_hazard(ratio, further):
    session = a_run(40, distance=True)
    moved = replace(session, distance_m=session.distance_m * ratio + further)
    np.testing.assert_array_equal(session_rates(a_situation(session)), session_rates(a_situation(moved)))


@few
@given(st.integers(1, 500), st.floats(0.4, 0.9))
def test_elapsed_time_does_not_enter_fatigue(waited, intensity):
    """The same work after hours of doing nothing, as rested as before, is the same fatigue in every bit."""
    rows = 30
    late = np.concatenate([np.zeros(waited), np.full(rows, intensity)])
    waiting, at_once = tired(a_run(waited + rows), late), tired(a_run(rows), intensity)
    for name in (*FRACTIONS, "activation_frac"):
        np.testing.assert_array_equal(getattr(waiting, name)[..., waited:], getattr(at_once, name), err_msg=name)


@few
@given(st.integers(0, 100_000))
def test_the_clock_does_not_enter_the_hazard(minutes_later):
    session = replace(a_run(30), start=datetime(2026, 1, 1, tzinfo=UTC))
    later = replace(session, start=session.start + timedelta(minutes=minutes_later))
    np.testing.assert_array_equal(session_rates(a_situation(session)), session_rates(a_situation(later)))


@few
@given(st.floats(2.4, 3.4), st.floats(5.0, 34.0), st.floats(-0.06, 0.06), st.booleans())
def test_causes_add_up_to_the_difference_from_the_reference(speed, air_c, grade, distance):
    situation = a_situation(
        hilly(a_run(100, speed, air_c, sun_w_m2=300.0, distance=distance), grade),
        known_athlete(cramp_history=True, medicines=("furosemide",), warm_up_min=0.0),
    )
    outcome = simulate(situation)
    effects = effects_of(situation, outcome.body)
    rows = situation.session_rows
    hazard = (rate_of(situation, outcome)[..., :rows] * outcome.row_h[:, :rows]).sum(axis=(0, 2))
    total = sum(effects.session[cause] for cause in CAUSES)
    np.testing.assert_allclose(total, np.log(hazard) - np.log(effects.reference_hazard_count), atol=1e-9)


@few
@given(st.floats(0.7, 1.0), st.floats(0.0, 34.0))
def test_going_slower_never_raises_the_chance(pace, air_c):
    situation = a_situation(a_run(60, 3.2, air_c), draws=24)
    was = simulate(situation)
    eased = simulate(situation, Scenario(pace_ratio=pace), was.body)
    before, after = (chance_of_cramp(rate_of(situation, outcome), outcome.row_h) for outcome in (was, eased))
    assert after.mean() <= before.mean() + 1e-12


@few
@given(
    st.floats(8.0, 34.0), st.floats(2.3, 3.6), st.sampled_from([None, 0.0, 150.0, 600.0, 1200.0, 2000.0]), st.floats(0.0, 60.0),
    st.booleans(),
)  # fmt: skip
def test_no_change_offers_drinking_beyond_what_is_sweated_nor_a_medicine(air_c, speed, ml_h, sodium, distance):
    athlete = known_athlete(medicines=("furosemide", "atorvastatin"))
    situation = a_situation(
        a_run(120, speed, air_c, distance=distance), athlete, intake=None if ml_h is None else water(ml_h, sodium)
    )
    outcome = simulate(situation)
    chance = chance_of_cramp(rate_of(situation, outcome), outcome.row_h)
    offers = changes_of(situation, outcome.body, chance, np.full(8, 1 / 8))
    sweat_l_h = outcome.body.sweat_l[:, situation.session_rows - 1] / (situation.session_rows / 60)
    for offer in offers:
        if offer.id in ("drink_more", "drink_less"):
            # the text is rounded to a tenth of a litre
            assert float(offer.after.split()[0]) <= np.quantile(sweat_l_h, 0.25) + 0.05
        assert offer.id in {"slower", "even_effort", "cooler", "drink_more", "drink_less", "flat", "trained", "salted_drink"}
        said = f"{offer.name} {offer.before} {offer.after}".lower()
        assert not any(word in said for word in ("medicine", "furosemide", "statin", "stop", "dose"))


@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_reported_cramp_raises_the_weight_of_draws_that_make_it(muscle):
    plain, event = a_marathon(), CrampEvent(muscle, "both", 11000.0)
    row_h = np.full(plain.rate_per_h.shape[-1], 1 / 60)
    rate = rate_near(plain.rate_per_h, event, plain.minutes.rows_count)
    before = (plain.rate_per_h.sum(axis=0) * row_h)[:, : int(event.at_s // 60)].sum(axis=-1)
    weight = weights_of(log_likelihood(plain.rate_per_h, row_h, plain.minutes.rows_count, [event]))
    # of two draws that were as likely to come so far, the one with the higher rate counts more
    order = [draw for draw in np.argsort(rate) if weight[draw] > 0]
    assert len(order) > 10
    assert (np.diff(np.log(weight[order]) + before[order]) >= -1e-9).all()


def test_no_cramp_lowers_the_chance_and_a_cramp_raises_it():
    plain, spared, struck = a_marathon(), a_marathon(cramped=()), a_marathon(cramped=(CrampEvent("calf", "left", 11000.0),))
    means = [float((a.session_chance_frac * a.weight_frac).sum()) for a in (spared, plain, struck)]
    assert means[0] < means[1] < means[2]
    # the chance before the report is that without one, told from at least as many draws
    before, without = struck.unconditioned_chance_frac, plain.unconditioned_chance_frac
    if struck.provenance.simulated_draws_count == plain.provenance.draws:
        assert before == without
    assert before.low <= without.mean <= before.high


def test_nothing_changed_changes_nothing():
    plain = a_marathon()
    for nothing in ({}, {"pace_ratio": 1.0}, {"descent_ratio": 1.0}):
        result = what_if(plain, nothing)
        assert (result.difference_frac.mean, result.difference_frac.low, result.difference_frac.high) == (0.0, 0.0, 0.0), nothing
        np.testing.assert_array_equal(result.rate_per_h, plain.rate_per_h)
    # a plan has no surges to take out, but for rounding
    assert abs(what_if(plain, {"even_effort": True}).difference_frac.mean) < 1e-12


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    text = [to_json(assessment_document(a)) for a in (a_marathon(10), a_marathon.__wrapped__(10), a_marathon(10, seed=1))]
    assert text[0] == text[1]
    assert text[0] != text[2]


def test_minutes_at_hand_give_what_the_plan_gives():
    recording, minutes = read_minutes("10km", time="0:50:00")
    by_hand = assess_minutes(minutes, Athlete(), recording=recording, draws=4)
    assert to_json(assessment_document(by_hand)) == to_json(assessment_document(assess("10km", time="0:50:00", draws=4)))
