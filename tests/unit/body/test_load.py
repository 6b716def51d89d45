"""The table of muscle load, and what hills, cadence and surges make of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from situations import a_run, hilly, surging

from uncramp.body.load import descent_km_per_h, draw_load_table, grade_of_load, low_cadence, on_foot, own_load_frac, surge_shape
from uncramp.errors import EvidenceError
from uncramp.evidence.registry import load_topic
from uncramp.minutes import SLOTS_PER_MINUTE
from uncramp.names import MUSCLES, SPORTS

TABLE = draw_load_table(draws=200, seed=0)
SLOTS = (4, SLOTS_PER_MINUTE)
ANY_SPEED = arrays(float, SLOTS, elements=st.one_of(st.floats(0.001, 8), st.sampled_from([0.0, np.nan])))


def test_every_sport_and_muscle_has_a_load_above_nothing():
    assert TABLE.load_ratio.shape == (len(SPORTS), len(MUSCLES), 200)
    assert (TABLE.load_ratio >= 0).all()
    assert np.isfinite(TABLE.load_ratio).all()


@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_sport_that_is_not_known_is_drawn_as_wide_as_any(muscle):
    entries = load_topic("load")
    width = {sport: np.log(row.high / row.low) for sport in SPORTS if (row := entries[f"{sport}_{muscle}_load_ratio"])}
    # ends are written to three digits
    assert all(width["unknown"] >= width[sport] - 0.01 for sport in SPORTS if sport not in ("rest", "transition")), width


def test_a_value_that_is_set_holds_in_every_draw():
    table = draw_load_table(draws=5, seed=0, overrides={"load.cycling_calf_load_ratio": 0.4})
    assert (table.load_ratio[SPORTS.index("cycling"), MUSCLES.index("calf")] == 0.4).all()


def test_a_row_without_a_sport_or_a_sport_without_a_row_is_refused(monkeypatch):
    from uncramp.body import load

    entries = dict(load.load_topic("load"))
    spare = entries | {"ballet_calf_load_ratio": entries["running_calf_load_ratio"]}
    monkeypatch.setattr(load, "load_topic", lambda topic: spare)
    with pytest.raises(EvidenceError, match="ballet_calf_load_ratio"):
        draw_load_table(draws=2, seed=0)
    del entries["rowing_calf_load_ratio"]
    monkeypatch.setattr(load, "load_topic", lambda topic: entries)
    with pytest.raises(EvidenceError, match="rowing_calf_load_ratio"):
        draw_load_table(draws=2, seed=0)


@pytest.mark.parametrize(("sport", "carried"), [("running", True), ("hiking", True), ("cycling", False), ("swimming", False)])
def test_hills_load_legs_that_carry_the_body(sport, carried):
    session = hilly(a_run(3, sport=sport), -0.1)
    assert on_foot(session).all() == carried
    assert bool(grade_of_load(session).any()) == carried
    # 3 m/s down a tenth: 0.3 m/s or 1.08 km/h
    np.testing.assert_allclose(descent_km_per_h(session), 1.08 if carried else 0.0)


def test_an_unknown_grade_counts_as_flat():
    session = replace(a_run(2), grade_frac=np.full(2, np.nan))
    assert grade_of_load(session).tolist() == [0.0, 0.0]
    assert descent_km_per_h(session).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("cadence_hz", [np.nan, 0.0, 0.1])
def test_an_unknown_or_impossible_cadence_counts_as_usual(cadence_hz):
    assert low_cadence(replace(a_run(1), cadence_hz=np.array([cadence_hz])), TABLE)[0] == 0.0


def test_a_low_cadence_counts_and_a_high_one_counts_the_other_way():
    usual = TABLE.usual_running_cadence_hz
    fall = low_cadence(replace(a_run(3), cadence_hz=usual * np.array([0.9, 1.0, 1.1])), TABLE)
    np.testing.assert_allclose(fall, [0.1, 0.0, -0.1])
    assert low_cadence(replace(a_run(1, sport="swimming"), cadence_hz=np.array([0.9 * usual])), TABLE)[0] == 0.0


@given(ANY_SPEED)
def test_the_shape_of_a_minute_is_finite_bounded_and_keeps_its_mean(speed):
    shape = surge_shape(replace(a_run(4), slot_speed_m_s=speed, slot_grade_frac=np.zeros(SLOTS)))
    assert np.isfinite(shape).all()
    assert ((shape >= 0) & (shape <= 3)).all()
    for row, given_speed in zip(shape, speed, strict=True):
        known = np.isfinite(given_speed)
        mean = given_speed[known].mean() if known.any() else 0.0
        if mean > 0 and given_speed[known].max() < 3 * mean:
            assert row[known].mean() == pytest.approx(1.0)
        assert (row[~known] == 1.0).all()


def test_power_is_believed_before_speed():
    session = surging(a_run(2), 0.5)
    with_power = replace(session, power_w=np.full(2, 250.0), slot_power_w=np.full((2, SLOTS_PER_MINUTE), 250.0))
    assert (surge_shape(with_power) == 1.0).all()
    assert surge_shape(session)[0].tolist() == pytest.approx([1.5] * 3 + [0.5] * 3)


def test_uphill_at_the_same_speed_is_a_surge():
    session = surging(a_run(1), 0.0)
    grade = np.array([[0.1] * 3 + [0.0] * 3])
    shape = surge_shape(replace(session, slot_grade_frac=grade))[0]
    assert shape[0] > 1 > shape[-1]


@pytest.mark.parametrize("sport", ["cycling", "mountain_biking", "swimming", "rowing"])
def test_on_wheels_and_in_water_speed_is_no_effort(sport):
    # fastest downhill, where nothing is done
    assert (surge_shape(surging(a_run(3, sport=sport), 0.8)) == 1.0).all()


def test_what_of_a_run_is_walked_loads_as_walking():
    walked, mixed, run, unknown = (own_load_frac(a_run(2, speed), TABLE)[0] for speed in (1.2, 2.05, 3.0, np.nan))
    assert (walked, run, unknown) == (0.0, 1.0, 1.0)
    assert 0.0 < mixed < 1.0
    assert (own_load_frac(a_run(2, 1.2, sport="cycling"), TABLE) == 1.0).all()
    assert (own_load_frac(a_run(2, 1.2, sport="hiking"), TABLE) == 1.0).all()


@given(st.floats(-0.45, 0.45))
def test_who_works_more_on_a_slope_is_not_drawn_on_beyond_a_fifth(grade):
    found = grade_of_load(hilly(a_run(2), grade))[0]
    assert found == pytest.approx(np.clip(grade, -0.2, 0.2))
