"""Stretches: the plan kilometre by kilometre, with where a first cramp falls and in which muscle."""

from __future__ import annotations

import math

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.assessment import Assessment
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.prevent.plan import Course, PaceStretch
from uncramp.units import S_PER_MIN

M_PER_KM = 1000.0


def stretches_of(course: Course, assessment: Assessment, ease_off_ratio: float) -> tuple[PaceStretch, ...]:
    """Every kilometre, or the rest of one at the end."""
    minutes = assessment.minutes
    edge_m = np.append(np.arange(0.0, course.distance_m - 1.0, M_PER_KM), course.distance_m)
    edge_s = time_at_s(edge_m, minutes)
    share = first_cramp_share(assessment)
    row_edge_s = np.minimum(S_PER_MIN * np.arange(minutes.rows_count + 1), minutes.duration_s)
    so_far = np.concatenate((np.zeros((len(MUSCLES), 1)), np.cumsum(share, axis=1)), axis=1)
    within = np.array([np.diff(np.interp(edge_s, row_edge_s, muscle)) for muscle in so_far])  # [muscle, stretch]
    length_km = np.diff(edge_m) / M_PER_KM
    hazard = within.sum(axis=0)
    mean_per_km = M_PER_KM / course.distance_m
    height = None if course.profile is None else _heights(course, edge_m)
    fatigue, race = assessment.fatigue, slice(0, minutes.rows_count)
    capacity = (1.0 - fatigue.fast_fatigue_frac) * (1.0 - fatigue.slow_loss_frac) * (1.0 - fatigue.damage_frac)

    def left(values: Floats) -> Floats:
        """Mean over the draws at each edge, from [draw, row]."""
        mean = assessment.weight_frac @ values[:, race]
        return np.interp(edge_s, row_edge_s, np.concatenate(([1.0], mean)))

    reserve, force = left(fatigue.reserve_frac), left(capacity.min(axis=0))
    return tuple(
        PaceStretch(
            from_km=float(edge_m[i] / M_PER_KM),
            to_km=float(edge_m[i + 1] / M_PER_KM),
            pace_s_per_km=float((edge_s[i + 1] - edge_s[i]) / length_km[i]),
            grade_frac=math.nan if height is None else float((height[i + 1] - height[i]) / (edge_m[i + 1] - edge_m[i])),
            hazard_share_frac=float(hazard[i]),
            muscle=MUSCLES[int(np.argmax(within[:, i]))],
            ease_off=bool(hazard[i] / length_km[i] > ease_off_ratio * mean_per_km),
            reserve_frac=float(reserve[i + 1]),
            capacity_frac=float(force[i + 1]),
        )
        for i in range(length_km.size)
    )


def time_at_s(place_m: Floats, minutes: Minutes) -> Floats:
    """When each place is reached [s]."""
    way = np.concatenate(([0.0], minutes.distance_m))
    clock = np.minimum(S_PER_MIN * np.arange(minutes.rows_count + 1), minutes.duration_s)
    return np.asarray(np.interp(place_m, way, clock))


def place_at_km(at_min: float, minutes: Minutes) -> float:
    """Where one is after so many minutes [km]."""
    way = np.concatenate(([0.0], minutes.distance_m))
    return float(np.interp(at_min, np.arange(minutes.rows_count + 1.0), way)) / M_PER_KM


def first_cramp_share(assessment: Assessment) -> Floats:
    """Share of the expected first cramps of the race, [muscle, minute]; adds to one."""
    rows = assessment.minutes.rows_count
    each = assessment.rate_per_h[..., :rows] * row_hours(assessment.minutes)
    whole = each.sum(axis=0)
    # no cramp before, and then one within the minute
    before = np.exp(-(np.cumsum(whole, axis=-1) - whole))
    first = each / np.maximum(whole, np.finfo(float).tiny) * (-np.expm1(-whole) * before)
    expected = np.einsum("mdr,d->mr", first, assessment.weight_frac)
    total = expected.sum()
    return np.asarray(expected / total if total > 0.0 else np.full(expected.shape, 1.0 / expected.size))


def _heights(course: Course, edge_m: Floats) -> Floats:
    profile = course.profile
    assert profile is not None
    way = (profile.distance_m - profile.distance_m[0]) * course.distance_m / (profile.distance_m[-1] - profile.distance_m[0])
    return np.interp(edge_m, way, profile.altitude_m)
