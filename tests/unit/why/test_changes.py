"""What would have changed it: what can be asked, what is offered, and in which words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import a_run, a_situation, hilly, known_athlete, surging, water

from uncramp.errors import InputError
from uncramp.hazard.survival import chance_of_cramp
from uncramp.names import GRADES
from uncramp.why.answers import Range
from uncramp.why.changes import KEYS, changes_of, scenario_of, try_out
from uncramp.why.chosen_draws import Counted, at_draws
from uncramp.why.scenario import rate_of, simulate
from uncramp.why.situation import simulated_draws

DRAWS = 8
EVEN = np.full(DRAWS, 1 / DRAWS)


def offered(minutes, *, drinks_by_clinician=False, **stated):
    situation = a_situation(minutes, draws=DRAWS, **stated)
    outcome = simulate(situation)
    chance = chance_of_cramp(rate_of(situation, outcome), outcome.row_h)
    return {
        change.id: change for change in changes_of(situation, outcome.body, chance, EVEN, drinks_by_clinician=drinks_by_clinician)
    }


def tried(situation, **changes):
    outcome = simulate(situation)
    return try_out(situation, changes, outcome.body, chance_of_cramp(rate_of(situation, outcome), outcome.row_h), EVEN)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pace": 0.9}, "pace_ratio"),
        ({"pace_ratio": 0.0}, "0.3 to 1.5"),
        ({"air_c": 86.0}, "-30 to 50"),
        ({"drink_l_h": 600.0}, "0 to 3"),
        ({"drink_sodium_mmol_l": -1.0}, "0 to 200"),
        ({"descent_ratio": np.nan}, "0 to 5"),
        ({"warm_up_min": -1.0}, "0 to 120"),
        ({"furosemide": 0}, "what_if"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_the_way_out(changes, message):
    with pytest.raises(InputError, match=message):
        scenario_of(a_situation(a_run(5)), changes)


def test_every_key_changes_something():
    situation = a_situation(surging(hilly(a_run(100, 3.2, 28.0), -0.03), 0.4))
    changes = {"pace_ratio": 0.9, "even_effort": True, "air_c": 12.0, "drink_l_h": 1.0, "drink_sodium_mmol_l": 60.0, "descent_ratio": 0.0,
               "accustomed": True, "warm_up_min": 0.0}  # fmt: skip
    # an even effort needs surges, and a descent that the slots do not carry
    assert set(changes) == set(KEYS)
    hills = a_situation(hilly(a_run(100, 3.2, 28.0), -0.03))
    for key, value in changes.items():
        result = tried(hills if key == "descent_ratio" else situation, **{key: value})
        assert result.difference_frac.low != 0 or result.difference_frac.high != 0, key


def test_drinking_is_replaced_in_the_session_and_kept_after_it():
    situation = a_situation(a_run(60), intake=water(300.0, 20.0))
    other = scenario_of(situation, {"drink_l_h": 0.6}).intake
    assert other.water_ml[:, :60].sum(axis=-1) == pytest.approx(600.0)
    np.testing.assert_array_equal(other.water_ml[:, 60:], situation.intake.water_ml[:, 60:])
    # the drink stays what it was
    np.testing.assert_allclose(other.sodium_mmol[:, :60], other.water_ml[:, :60] * 0.02)
    salted = scenario_of(situation, {"drink_sodium_mmol_l": 50.0}).intake
    np.testing.assert_array_equal(salted.water_ml, situation.intake.water_ml)
    np.testing.assert_allclose(salted.sodium_mmol[:, :60].sum(axis=-1), 15.0)


def test_a_drink_may_be_added_where_there_was_none():
    situation = a_situation(a_run(60), intake=water(0.0))
    other = scenario_of(situation, {"drink_l_h": 0.5}).intake
    assert np.isfinite(other.sodium_mmol).all()
    assert other.water_ml[:, :60].sum(axis=-1) == pytest.approx(500.0)


def test_offers_fit_the_session():
    plain = offered(a_run(120, 3.0, 12.0), intake=water(0.0))
    assert {"slower", "trained"} <= set(plain)
    assert not {"cooler", "flat", "even_effort", "salted_drink", "drink_less"} & set(plain)
    rough = offered(surging(a_run(120, 3.0, 31.0), 0.4), intake=water(0.0))
    assert {"cooler", "even_effort", "drink_more"} <= set(rough)
    assert "flat" in offered(hilly(a_run(120, 3.0, 12.0), -0.03))


def test_who_drinks_more_than_is_sweated_is_told_to_drink_less():
    found = offered(a_run(240, 2.4, 10.0), intake=water(1500.0))
    assert "drink_less" in found
    assert "drink_more" not in found
    assert float(found["drink_less"].after.split()[0]) < 1.5


def test_where_a_clinician_advises_on_drinking_neither_more_of_it_nor_salt_is_offered():
    hot = a_run(120, 3.0, 31.0)
    assert {"drink_more", "salted_drink"} <= set(offered(hot, intake=water(200.0)))
    withheld = offered(hot, intake=water(200.0), drinks_by_clinician=True)
    assert not {"drink_more", "salted_drink"} & set(withheld)
    assert {"slower", "cooler"} <= set(withheld)
    assert "drink_less" in offered(a_run(240, 2.4, 10.0), intake=water(1500.0), drinks_by_clinician=True)


def test_the_change_that_helps_most_comes_first():
    found = list(offered(a_run(200, 3.3, 30.0)).values())
    helps = [change.difference_frac.mean for change in found]
    assert helps == sorted(helps)
    assert helps[0] < 0


def test_each_offer_says_how_it_was_how_it_would_be_and_how_that_is_known():
    for change in offered(surging(a_run(150, 3.0, 30.0), 0.4)).values():
        assert change.name
        assert change.before
        assert change.after
        assert change.grade in GRADES
        assert change.sources
        assert 0 <= change.chance_frac.low <= change.chance_frac.high <= 1
        assert -1 <= change.difference_frac.low <= change.difference_frac.high <= 1


def test_without_a_distance_slower_is_called_easier():
    found = offered(a_run(60, distance=False))
    assert "easier" in found["slower"].name
    assert "effort" in found["slower"].before


@settings(max_examples=8)
@given(st.floats(0.0, 2.5))
def test_what_if_answers_any_drinking_and_shows_its_plasma_sodium(drink_l_h):
    situation = a_situation(a_run(240, 2.3, 8.0), intake=water(200.0))
    result = tried(situation, drink_l_h=drink_l_h)
    lowest = result.outcome.body.plasma_sodium_mmol_l[:, :240].min(axis=-1)
    assert np.isfinite(lowest).all()
    if drink_l_h > 2.0:
        assert (lowest < situation.athlete.initial_plasma_sodium_mmol_l - 2.0).all()


@pytest.mark.parametrize("air_c", [20.0, 26.0, 32.0])
def test_more_drinking_is_offered_below_what_nearly_all_draws_sweat(air_c):
    """As it is shown, with one decimal, not only as it is computed."""
    minutes, little = a_run(150, 3.4, air_c), water(50.0)
    sweat_l = simulate(a_situation(minutes, draws=DRAWS, intake=little)).body.sweat_l[:, minutes.rows_count - 1]
    shown_l_h = float(offered(minutes, intake=little)["drink_more"].after.split()[0])
    assert shown_l_h <= np.quantile(sweat_l / 2.5, 0.05)


def test_a_warm_up_that_was_had_anyway_changes_nothing_and_leaving_it_out_is_what_saying_so_is():
    minutes = a_run(100, 3.2, 28.0)
    situation = a_situation(minutes, draws=DRAWS)
    same = tried(situation, warm_up_min=situation.warm_up_min)
    assert (same.difference_frac.low, same.difference_frac.high) == (0.0, 0.0)
    said = a_situation(minutes, known_athlete(warm_up_min=0.0), draws=DRAWS)
    np.testing.assert_allclose(tried(situation, warm_up_min=0.0).rate_per_h, rate_of(said, simulate(said)), rtol=1e-12)
    np.testing.assert_allclose(tried(said, warm_up_min=60.0).rate_per_h, rate_of(situation, simulate(situation)), rtol=1e-12)


@pytest.mark.parametrize("changes", [{}, {"drink_l_h": 0.9, "air_c": 30.0}, {"pace_ratio": 0.95, "warm_up_min": 0.0}])
def test_draws_that_count_are_simulated_once_and_answer_as_all_of_them_do(changes):
    """Draws that a report took more than once, and one that counts for nothing: the same numbers to the last bit."""
    repeated = Counted(np.array([0, 1, 1, 3, 3, 3, 6, 7]), np.arange(DRAWS), EVEN)
    situation = simulated_draws(a_situation(a_run(90, 3.2, 28.0), intake=water(300.0, 20.0)), repeated)
    weight = np.array([0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.0, 0.2])
    was = simulate(situation)
    chance = chance_of_cramp(rate_of(situation, was), was.row_h)
    every = try_out(situation, changes, was.body, chance, weight)
    counted = Counted.of(situation.draw_index, weight)
    assert (counted.simulated.size, counted.standing.size) == (4, 7)
    once = simulated_draws(situation, counted)
    body = at_draws(was.body, counted.simulated)
    found = try_out(once, changes, body, chance[weight > 0.0], counted.weight_frac, counted.standing)
    np.testing.assert_array_equal(found.session_chance_frac, every.session_chance_frac[weight > 0.0])
    assert (found.chance_frac, found.difference_frac) == (every.chance_frac, every.difference_frac)
    for trace, name in (("body", "core_c"), ("body", "plasma_sodium_mmol_l"), ("fatigue", "reserve_frac")):
        one, other = (getattr(getattr(result.outcome, trace), name) for result in (found, every))
        np.testing.assert_array_equal(one[counted.standing], other[weight > 0.0])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.sampled_from([0.0, 0.5, 1.0, 3.0])), min_size=1, max_size=12))
def test_what_has_no_weight_bends_no_range(draws):
    values, weight = np.array(draws).T
    counting = weight > 0.0
    if counting.any():
        assert Range.of(values, weight) == Range.of(values[counting], weight[counting])
