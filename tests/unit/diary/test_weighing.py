"""From two weighings to sweat: the balance closes, and every term has its sign."""

from __future__ import annotations

from dataclasses import replace

import pytest
from diaries import MOMENT, made_arrival
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import build_draws, flat_minutes

from uncramp.body.metabolism import MetabolismParameters, metabolic_rate
from uncramp.diary.records import Activity, WeighIn
from uncramp.diary.weighing import possible_loss, sweat_loss
from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_topic

RUN = Activity(**{**made_arrival().values, "said_at": MOMENT, "outcome": "unsaid"})
volumes = st.floats(0.0, 3.0)
weighings = st.builds(
    WeighIn,
    weighed_at=st.just(MOMENT),
    before_kg=st.floats(45.0, 110.0),
    after_kg=st.floats(45.0, 110.0),
    drank_l=volumes,
    urine_l=volumes,
    food_kg=volumes,
)


@given(weighings)
def test_the_balance_closes(weighed: WeighIn) -> None:
    loss = sweat_loss(weighed, RUN)
    assert loss is not None
    after = weighed.before_kg + weighed.drank_l + weighed.food_kg - weighed.urine_l - loss.gas_kg - loss.sweat_l.mean
    assert after == pytest.approx(weighed.after_kg, abs=1e-9)
    assert loss.unsaid == ()


@given(weighings, st.floats(0.1, 2.0))
def test_each_term_has_its_sign(weighed: WeighIn, more: float) -> None:
    sweat = lambda **changed: sweat_loss(replace(weighed, **changed), RUN).sweat_l.mean  # type: ignore[union-attr]  # noqa: E731
    now = sweat()
    assert sweat(drank_l=weighed.drank_l + more) == pytest.approx(now + more)
    assert sweat(food_kg=weighed.food_kg + more) == pytest.approx(now + more)
    assert sweat(urine_l=weighed.urine_l + more) == pytest.approx(now - more)
    assert sweat(after_kg=weighed.after_kg + more) == pytest.approx(now - more)


@given(weighings)
def test_the_rate_is_the_loss_by_the_hour_and_the_range_holds_the_middle(weighed: WeighIn) -> None:
    loss = sweat_loss(weighed, replace(RUN, duration_s=7200.0))
    assert loss is not None
    assert loss.rate_l_h is not None
    assert loss.rate_l_h.mean == pytest.approx(loss.sweat_l.mean / 2.0)
    assert loss.sweat_l.low < loss.sweat_l.mean < loss.sweat_l.high
    # two weighings on a bathroom scale alone are unsure by more than 0.1 l
    assert loss.sweat_l.high - loss.sweat_l.low > 0.2


@given(st.floats(1000.0, 100_000.0), st.floats(1.1, 3.0))
def test_further_is_more_that_is_no_sweat(distance_m: float, times: float) -> None:
    weighed = WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=69.0)
    near, far = (sweat_loss(weighed, replace(RUN, distance_m=each)) for each in (distance_m, distance_m * times))
    assert near is not None
    assert far is not None
    assert far.gas_kg > near.gas_kg


def test_a_marathon_loses_what_is_published() -> None:
    """About 0.2 g for each kcal (H39): of a marathon of some 3000 kcal about 0.6 kg."""
    run = replace(RUN, distance_m=42_195.0, duration_s=13_500.0)
    loss = sweat_loss(WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=68.0), run)
    assert loss is not None
    assert loss.gas_kg == pytest.approx(0.6, rel=0.1)


@settings(max_examples=20)
@given(st.sampled_from(["walking", "hiking", "running"]), st.floats(0.5, 3.5))
def test_a_level_hour_on_foot_costs_what_the_body_spends_on_it(sport: str, speed_m_s: float) -> None:
    minutes = flat_minutes(60, sport, speed_m_s=speed_m_s, indoor=True)
    spent_w_kg = float(metabolic_rate(minutes, build_draws(), central(MetabolismParameters, "metabolism")).mean()) / 70.0
    hour = replace(RUN, sport=sport, distance_m=3600.0 * speed_m_s, duration_s=3600.0, moving_s=3600.0)
    loss = sweat_loss(WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=69.0), hour)
    assert loss is not None
    assert loss.gas_kg * 1e6 / load_topic("weighing")["lost_as_gas_g_kj"].value / 3600.0 / 70.0 == pytest.approx(
        spent_w_kg, rel=0.01
    )


def test_a_walked_metre_costs_less_than_a_run_one() -> None:
    weighed = WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=69.0)
    gone = {"distance_m": 10_000.0, "duration_s": 7200.0, "moving_s": 7200.0}
    walk, run = (
        sweat_loss(weighed, replace(RUN, **{**gone, **changed})) for changed in ({"sport": "hiking"}, {"moving_s": 3600.0})
    )
    assert walk is not None
    assert run is not None
    assert walk.gas_kg < 0.85 * run.gas_kg
    assert walk.sweat_l.mean > run.sweat_l.mean, "what was not breathed out was sweated"


def test_power_and_the_time_alone_will_do() -> None:
    weighed = WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=69.0, drank_l=0.5, duration_s=3600.0)
    ride = replace(RUN, sport="cycling", power_w=200.0)
    by_power, by_time = sweat_loss(weighed, ride), sweat_loss(weighed)
    assert by_power is not None
    assert by_time is not None
    assert by_power.gas_kg == pytest.approx(by_time.gas_kg, rel=0.3)
    assert by_time.sweat_l.high - by_time.sweat_l.low > by_power.sweat_l.high - by_power.sweat_l.low
    assert by_power.unsaid == ("urine", "food")


def test_without_a_second_weighing_there_is_no_loss_and_without_a_time_no_rate() -> None:
    assert sweat_loss(WeighIn(weighed_at=MOMENT, before_kg=70.0)) is None
    loss = sweat_loss(WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=69.0))
    assert loss is not None
    assert loss.rate_l_h is None
    assert loss.gas_kg == 0.0


@given(st.floats(-2.0, 2.0))
def test_no_sweat_is_no_loss(lost_kg: float) -> None:
    weighed = WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=70.0 - lost_kg)
    loss, possible = sweat_loss(weighed, RUN), possible_loss(weighed, RUN)
    assert loss is not None
    assert possible == (loss if loss.sweat_l.mean > 0.0 else None)
