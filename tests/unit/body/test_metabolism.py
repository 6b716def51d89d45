"""Metabolic rate: which source a row uses, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest
from sessions import build_draws, central_parameters, flat_minutes

from uncramp.body.metabolism import (
    SOURCES,
    capacity_left_frac,
    demands_of,
    heart_rate_drift_bpm,
    level_walking_j_kg_m,
    metabolic_rate,
)

P = central_parameters().metabolism


@pytest.mark.parametrize(
    ("sport", "given", "source"),
    [
        ("cycling", {"power_w": 200.0, "heart_rate_bpm": 140.0, "speed_m_s": 9.0}, "cycling_power"),
        ("cycling", {"heart_rate_bpm": 140.0, "speed_m_s": 9.0}, "heart_rate"),
        ("running", {"speed_m_s": 3.0, "power_w": 250.0}, "running_speed"),
        ("running", {"speed_m_s": 2.2}, "running_speed"),
        ("running", {"speed_m_s": 1.4}, "walking_speed"),
        ("walking", {"speed_m_s": 3.0}, "walking_speed"),
        ("running", {"power_w": 250.0, "heart_rate_bpm": 150.0}, "running_power"),
        ("rowing", {"speed_m_s": 4.0, "heart_rate_bpm": 150.0}, "heart_rate"),
        ("football", {}, "sport"),
        ("rest", {"heart_rate_bpm": 80.0}, "rest"),
    ],
)
def test_a_row_uses_its_best_source(sport, given, source):
    assert SOURCES[demands_of(flat_minutes(3, sport, **given), P).source_index[0]] == source


def test_level_running_costs_what_acsm_says_within_a_tenth():
    rate = metabolic_rate(flat_minutes(1, speed_m_s=10 / 3.6, indoor=True), build_draws(), P)[0, 0] / 70.0
    assert rate == pytest.approx((3.5 + 0.2 * 10000 / 60) / 1000 / 60 * 20900, rel=0.1)


def test_a_metre_walked_is_cheapest_and_as_dear_as_one_run_where_abe_2015_measured_it():
    speed = np.linspace(0.9, 2.5, 161)
    walked = level_walking_j_kg_m(speed, P)
    assert speed[walked <= walked.min() + 1e-9].max() == pytest.approx(4.09 / 3.6, abs=0.31 / 3.6)
    assert speed[walked < P.running_cost0_j_kg_m[0]].max() == pytest.approx(7.63 / 3.6, abs=0.36 / 3.6)


def test_cycling_at_200_w_has_a_gross_efficiency_near_22_percent():
    rate = metabolic_rate(flat_minutes(1, "cycling", power_w=200.0), build_draws(), P)[0, 0]
    assert 200.0 / rate == pytest.approx(0.217, abs=0.01)


def test_a_pause_costs_rest():
    session = flat_minutes(2, speed_m_s=np.array([3.0, 0.0]), moving=np.array([1.0, 0.0]))
    assert metabolic_rate(session, build_draws(), P)[0, 1] == pytest.approx(70.0 * P.standing_w_kg[0])


def test_downhill_costs_less_and_leaves_negative_work():
    down = demands_of(flat_minutes(1, speed_m_s=3.0, grade=-0.1), P)
    level = demands_of(flat_minutes(1, speed_m_s=3.0), P)
    assert down.cost_j_kg_s[0] < level.cost_j_kg_s[0]
    assert down.grade_w_kg[0] == pytest.approx(-9.80665 * 0.3)


def test_slots_weigh_short_climbs_but_keep_the_distance():
    session = flat_minutes(1, speed_m_s=3.0)
    session.slot_speed_m_s[0] = [2.0, 4.0, 2.0, 4.0, 2.0, 4.0]
    session.slot_grade_frac[0] = [0.2, -0.2, 0.2, -0.2, 0.2, -0.2]
    hilly, level = demands_of(session, P), demands_of(flat_minutes(1, speed_m_s=3.0), P)
    assert hilly.cost_j_kg_s[0] > 1.05 * level.cost_j_kg_s[0]


def test_a_gap_in_heart_rate_keeps_the_source():
    heart = np.array([150.0, np.nan, 0.0, 150.0])
    demands = demands_of(flat_minutes(4, "rowing", heart_rate_bpm=heart), P)
    assert (demands.heart_rate_bpm == 150.0).all()


def test_drift_lowers_what_heart_rate_says():
    session = flat_minutes(1, "rowing", heart_rate_bpm=150.0)
    assert metabolic_rate(session, build_draws(), P, 10.0)[0, 0] < metabolic_rate(session, build_draws(), P)[0, 0]


def test_a_litre_of_deficit_with_its_warmth_gives_the_published_drift():
    assert heart_rate_drift_bpm(38.3, 1.0, 8.0, 38.0, 5.5) == pytest.approx(8.0, abs=0.2)


def test_warm_skin_costs_capacity_only_when_dry():
    assert capacity_left_frac(38.0, 35.0, 0.01, 0.015, 27.0, 0.02, 100.0, 0.05, 38.5, 0.4) == 1.0
    assert capacity_left_frac(38.0, 35.0, 0.04, 0.015, 27.0, 0.02, 100.0, 0.05, 38.5, 0.4) == pytest.approx(0.88)
