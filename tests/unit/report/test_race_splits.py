"""The course cut for a reader: nothing is lost or added by cutting it, whatever the unit and the step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import build_plan

from uncramp.names import MUSCLES
from uncramp.report.race_risk import risk_between
from uncramp.report.race_splits import eased, half_way_of_risk, km_per_unit, splits_of, stages_of

UNITS = st.sampled_from(["metric", "imperial"])
MARATHON = build_plan()


@given(units=UNITS, step=st.sampled_from([1.0, 2.0, 5.0, 10.0]), distance_m=st.floats(1500.0, 60_000.0))
def test_blocks_fill_the_course_and_keep_time_and_risk(units: str, step: float, distance_m: float) -> None:
    plan = build_plan(distance_m=distance_m, predicted_s=0.32 * distance_m, draws=2)
    splits = splits_of(plan, units, step)
    assert splits[0].start == 0.0
    assert [one.end for one in splits[:-1]] == [one.start for one in splits[1:]]
    assert splits[-1].end * km_per_unit(units) == pytest.approx(distance_m / 1000.0)
    assert splits[-1].end_s == pytest.approx(plan.predicted_s)
    assert sum(one.share_frac for one in splits) == pytest.approx(1.0)
    assert sum((one.end - one.start) * one.pace_s for one in splits) == pytest.approx(plan.predicted_s)
    assert splits[-1].reserve_frac == pytest.approx(plan.pace[-1].reserve_frac)


@given(units=UNITS, every_km=st.floats(0.6, 20.0), most=st.integers(0, 40))
def test_every_drink_stands_at_its_own_place_once(units: str, every_km: float, most: int) -> None:
    plan = build_plan(every_km=every_km, draws=2)
    stages = stages_of(plan, units, most)
    found = [stop for stage in stages for stop in stage.stops]
    assert found == list(plan.drinks)
    for stage in stages:
        for stop in stage.stops:
            assert stop.at_km == pytest.approx(stage.split.end * km_per_unit(units), abs=0.02)
            assert 60.0 * stop.at_min == pytest.approx(stage.split.end_s, abs=1.0)
    assert len(stages) <= max(most, len(plan.drinks) + 1)


def test_a_mile_is_slower_than_a_kilometre() -> None:
    metric, imperial = (splits_of(MARATHON, units, 1.0)[0].pace_s for units in ("metric", "imperial"))
    assert imperial / metric == pytest.approx(1.609344, rel=0.01)


def test_neighbouring_stretches_to_ease_off_are_one() -> None:
    (only,) = eased(MARATHON, "metric")
    assert only == (37.0, 42.0)
    assert [place * km_per_unit("imperial") for place in eased(MARATHON, "imperial")[0]] == pytest.approx(only)


def test_half_of_the_risk_lies_behind_half_way_of_risk() -> None:
    place = half_way_of_risk(MARATHON, "metric")
    behind = sum(one.hazard_share_frac for one in MARATHON.pace if one.to_km <= place)
    assert 0.4 < behind <= 0.5


@given(cut=st.integers(1, 60))
def test_the_chance_of_a_first_cramp_adds_up_however_the_course_is_cut(cut: int) -> None:
    edges = np.linspace(0.0, MARATHON.pace[-1].to_km, cut + 1)
    risk = risk_between(MARATHON, edges)
    assert risk.shape == (len(MUSCLES), cut)
    assert (risk >= 0.0).all()
    during = MARATHON.assessment.during_chance_frac @ MARATHON.assessment.weight_frac
    assert risk.sum() == pytest.approx(during, rel=1e-9)
