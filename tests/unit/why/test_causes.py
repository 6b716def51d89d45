"""Shapley values of the groups of factors, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from situations import a_run, a_situation, hilly, known_athlete, water

from uncramp.hazard.rate import personal_log_rate
from uncramp.names import CAUSES, GRADES
from uncramp.why.answers import CrampEvent
from uncramp.why.causes import PLAYERS, causes_from, effects_of
from uncramp.why.likelihood import rate_near
from uncramp.why.scenario import Scenario, rate_of, simulate

DRAWS = 8
EVEN = np.full(DRAWS, 1 / DRAWS)


def effects(situation, events=()):
    return effects_of(situation, simulate(situation).body, events)


HOT = a_situation(hilly(a_run(120, 3.1, 33.0, sun_w_m2=600.0), -0.02), known_athlete(cramp_history=True), draws=DRAWS)
OF_HOT = effects(HOT)


def test_every_group_has_its_values():
    assert set(OF_HOT.session) == set(CAUSES)
    for cause, values in OF_HOT.session.items():
        assert values.shape == (DRAWS,), cause
        assert np.isfinite(values).all(), cause


def test_what_a_person_brings_is_worth_exactly_what_it_multiplies():
    brought = personal_log_rate(HOT.athlete, HOT.cramp)
    assert set(brought) == set(CAUSES) - set(PLAYERS)
    for cause, values in brought.items():
        np.testing.assert_array_equal(OF_HOT.session[cause], values)


@settings(max_examples=50)
@given(arrays(float, (len(CAUSES), DRAWS), elements=st.floats(-3, 3)))
def test_shares_of_each_draw_add_up_to_one(values):
    """Checked draw by draw: with all weight on one draw the share is that draw's."""
    made = dict(zip(CAUSES, values, strict=True))
    for draw in range(DRAWS):
        weight = np.zeros(DRAWS)
        weight[draw] = 1.0
        shares = [cause.share_frac for cause in causes_from(made, weight, distance=True)]
        if values[:, draw].sum() > 0:
            assert sum(share.mean for share in shares) == pytest.approx(1.0, abs=1e-12)
        else:
            assert shares == [None] * len(CAUSES)


def test_an_effect_is_the_relative_change_it_makes():
    made = dict.fromkeys(CAUSES, np.zeros(DRAWS)) | {"heat": np.full(DRAWS, np.log(1.5)), "pace": np.full(DRAWS, np.log(0.8))}
    found = {cause.id: cause for cause in causes_from(made, EVEN, distance=True)}
    assert found["heat"].effect_frac.median == pytest.approx(0.5)
    assert found["pace"].effect_frac.median == pytest.approx(-0.2)
    assert found["heat"].share_frac.mean == pytest.approx(1.0)
    assert found["pace"].share_frac.mean == 0.0
    assert list(found) == list(CAUSES)


def test_a_session_no_riskier_than_the_reference_has_no_shares():
    made = dict.fromkeys(CAUSES, np.full(DRAWS, -0.1))
    assert all(cause.share_frac is None for cause in causes_from(made, EVEN, distance=True))


def test_each_cause_has_a_grade_sources_and_what_speaks_against_it():
    for cause in causes_from(OF_HOT.session, EVEN, distance=False):
        assert cause.grade in GRADES
        assert cause.sources
        assert "(K" in cause.contradiction, cause.id
        assert not any(word in cause.contradiction.lower() for word in ("stop ", "quit", "cease", "discontinue", "come off"))


def test_with_a_distance_time_is_counted_with_pace():
    np.testing.assert_allclose(OF_HOT.session["duration"], 0.0, atol=1e-12)
    (said,) = [cause for cause in causes_from(OF_HOT.session, EVEN, distance=True) if cause.id == "duration"]
    assert "counted with pace" in said.contradiction
    assert said.is_in_pace
    assert not any(cause.is_in_pace for cause in causes_from(OF_HOT.session, EVEN, distance=False))
    timed = effects(a_situation(a_run(120, distance=False)))
    assert (timed.session["duration"] > 0).all()


def test_a_session_that_is_the_reference_in_some_respect_has_no_effect_of_it():
    at_15 = a_situation(replace(a_run(60, 2.0, 15.0), distance_m=np.full(60, np.nan)))
    plain = effects(at_15).session
    for cause in ("eccentric_load", "duration", "medicines_conditions"):
        np.testing.assert_allclose(plain[cause], 0.0, atol=1e-12, err_msg=cause)
    np.testing.assert_allclose(plain["heat"], 0.0, atol=0.05)


def test_more_heat_counts_as_heat():
    cool, hot = (effects(a_situation(a_run(90, 3.0, air))).session["heat"] for air in (15.0, 35.0))
    assert hot.mean() > cool.mean()


def test_dilution_counts_as_sodium_and_not_as_water_missing():
    drowned = effects(a_situation(a_run(240, 2.4, 12.0), intake=water(1500.0)))
    # half of the draws hold that dilution does nothing
    assert drowned.session["sodium_dilution"].max() > 0.05
    assert (drowned.session["sodium_dilution"] > -1e-6).all()


def test_the_reference_is_the_session_with_everything_switched():
    """Against a simulation of the reference as one scenario, not as a coalition."""
    from uncramp.why.reference import surroundings_with
    from uncramp.why.situation import first_rows

    cut = first_rows(HOT, HOT.session_rows)
    air = surroundings_with(cut.surroundings, float(cut.reference.air_c[0]), float(cut.reference.humidity_frac[0]), shade=True)
    ideal = Scenario(cap_w=HOT.sustainable_w, even=True, surroundings=air, water_held=True, flat=True, accustomed=True)
    outcome = simulate(cut, ideal, simulate(HOT).body)
    brought = np.sum(list(personal_log_rate(cut.athlete, cut.cramp).values()), axis=0)
    from uncramp.hazard.threshold import salt_log_ratio, salt_table

    salt = -cut.cramp.hazard.threshold_sensitivity_index[:, None] * salt_log_ratio(
        outcome.body, salt_table(cut.athlete, cut.cramp.threshold)
    )
    rate = rate_of(cut, outcome) / np.exp(brought[:, None] + salt)
    np.testing.assert_allclose((rate * outcome.row_h).sum(axis=(0, 2)), OF_HOT.reference_hazard_count, rtol=1e-9)


@pytest.mark.parametrize("at_s", [5400.0, 9000.0])
def test_an_event_is_explained_at_its_muscle_and_minute(at_s):
    """In the session or after it; the causes add up to the rate there against that of the reference there."""
    event = CrampEvent("quadriceps", "left", at_s)
    found = effects(HOT, (event,))
    outcome = simulate(HOT)
    (at_event,) = found.events
    assert set(at_event) == set(CAUSES)
    total = np.sum([at_event[cause] for cause in CAUSES], axis=0)
    log_rate = np.log(rate_near(rate_of(HOT, outcome), event, HOT.session_rows))
    assert np.isfinite(total).all()
    # what is left is the reference's own rate there: below the session's in a hot downhill run while it lasts
    assert (np.exp(log_rate - total) > 0).all()
    if at_s < 7200:
        assert total.mean() > 0
    for cause in CAUSES:
        np.testing.assert_allclose(found.session[cause], OF_HOT.session[cause], atol=1e-9)
