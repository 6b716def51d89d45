"""Laws of learning from sessions: nothing in, nothing learnt; the conjugate answer; cramps and their absence pull the right way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from uncramp.diary.learning import SessionFact, as_expected, learn
from uncramp.diary.learning_prior import FACTORS, Prior, prior_of

shapes = st.floats(0.6, 6.0)
hazards = st.floats(0.01, 2.0)
effects = st.fixed_dictionaries({name: st.floats(-1.0, 1.0) for name in ("heat", "pace")})
SMALL = {"particles_count": 64, "grid_count": 121}


@st.composite
def facts(draw: st.DrawFn) -> SessionFact:
    """A session, cramped or not, its cramp within six hours of the finish."""
    end = draw(hazards)
    whole = end + draw(st.floats(0.0, 0.5))
    cramped = draw(st.booleans())
    at = draw(st.none() | st.floats(0.01, 1.0).map(lambda share: share * whole)) if cramped else None
    return SessionFact(cramped, end, whole, at, draw(effects))


many = st.lists(facts(), max_size=6)


@given(shapes, st.booleans())
def test_without_sessions_it_is_the_prior(shape: float, complete: bool) -> None:
    posterior = learn((), Prior(shape), complete=complete)
    ratio = posterior.susceptibility_ratio
    assert ratio.mean == pytest.approx(1.0, rel=1e-3)
    assert (ratio.low, ratio.high) == pytest.approx(
        (gamma.ppf(0.05, shape, scale=1.0 / shape), gamma.ppf(0.95, shape, scale=1.0 / shape)), rel=0.05, abs=1e-3
    )
    assert all(weight.median == pytest.approx(1.0, rel=0.02) for weight in posterior.factor_weights.values())


@settings(max_examples=25, deadline=None)
@given(shapes, many, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_sessions_does_not_matter(shape: float, said: list[SessionFact], complete: bool, random: object) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (learn(order, Prior(shape), complete=complete, **SMALL) for order in (said, mixed))
    assert np.array_equal(one.chance_frac, other.chance_frac)


@given(st.floats(1.0, 6.0), st.lists(st.tuples(st.booleans(), hazards), min_size=1, max_size=8))
def test_at_known_weights_it_is_the_conjugate_gamma(shape: float, said: list[tuple[bool, float]]) -> None:
    sessions = [SessionFact(cramped, count, count, count if cramped else None) for cramped, count in said]
    posterior = learn(sessions, Prior(shape, ()), complete=True, grid_count=2001)
    cramps, gone = sum(cramped for cramped, _ in said), sum(count for _, count in said)
    exact = gamma(shape + cramps, scale=1.0 / (shape + gone))
    ratio = posterior.susceptibility_ratio
    assert ratio.mean == pytest.approx(exact.mean(), rel=1e-3)
    assert (ratio.low, ratio.median, ratio.high) == pytest.approx(tuple(exact.ppf((0.05, 0.5, 0.95))), rel=0.02)


@settings(max_examples=40, deadline=None)
@given(shapes, many, facts())
def test_a_session_without_a_cramp_never_raises_and_one_with_never_lowers(
    shape: float, said: list[SessionFact], new: SessionFact
) -> None:
    free = replace(new, cramped=False, at_count=None)
    cramp = replace(new, cramped=True, at_count=None if new.at_count is None else min(new.at_count, new.end_count))
    before, without, with_one = (
        learn([*said, *more], Prior(shape, ("heat", "pace")), complete=True, **SMALL).chance_of(new.whole_count, new.effects)
        for more in ((), (free,), (cramp,))
    )
    assert without <= before + 1e-12
    assert with_one >= without - 1e-12  # up to the cramp it counts as free
    if new.at_count is None:
        assert with_one >= before - 1e-12


@settings(max_examples=40, deadline=None)
@given(shapes, many, facts())
def test_where_not_all_sessions_are_said_to_be_in_one_without_a_cramp_tells_nothing(
    shape: float, said: list[SessionFact], new: SessionFact
) -> None:
    free = replace(new, cramped=False, at_count=None)
    before, after = (learn(order, Prior(shape), complete=False, **SMALL) for order in (said, [*said, free]))
    assert after.susceptibility_ratio == before.susceptibility_ratio


def test_more_sessions_narrow_on_average() -> None:
    rng, prior = np.random.default_rng(1), Prior(2.0, ())
    widths = {2: [], 20: []}  # type: dict[int, list[float]]
    for ratio in rng.gamma(2.0, 0.5, 40):
        waited = rng.exponential(1.0, 20) / ratio
        sessions = [SessionFact(bool(one < 0.3), 0.3, 0.3, float(one) if one < 0.3 else None) for one in waited]
        for count, found in widths.items():
            found.append(learn(sessions[:count], prior, complete=True).log_moments[1])
    assert np.mean(widths[20]) < np.mean(widths[2]) < prior.log_moments[1]


@given(st.floats(0.1, 2.0))
def test_the_prior_has_the_spread_it_is_asked_for(spread: float) -> None:
    assert prior_of(spread).log_moments[1] == pytest.approx(spread, rel=1e-6)


@given(shapes, st.floats(0.001, 0.95))
def test_before_learning_the_chance_is_the_engines(shape: float, chance: float) -> None:
    prior = Prior(shape, ())
    session = SessionFact(False, prior.hazard_of(chance), prior.hazard_of(chance))
    assert learn((), prior, grid_count=2001).chance_of(session.whole_count, {}) == pytest.approx(chance, rel=2e-3)


def test_the_causes_that_are_the_person_are_no_factors() -> None:
    assert "heat" in FACTORS
    assert "history_constitution" not in FACTORS


@settings(max_examples=6, deadline=None)
@given(shapes, st.floats(0.001, 0.8), effects)
def test_unsure_weights_leave_the_chance_before_learning_as_it_is(shape: float, chance: float, done: dict[str, float]) -> None:
    prior = Prior(shape, ("heat", "pace"))
    hazard = prior.hazard_of(chance)
    session = as_expected(SessionFact(True, hazard, hazard, hazard / 2, done), prior)
    assert learn((), prior).chance_of(session.whole_count, done) == pytest.approx(chance)
    assert session.at_count == pytest.approx(session.whole_count / 2)
