"""Gait: how much of a row on foot is run and how much is walked. Nothing steps at a speed: people change over a band of speeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes, in_sports, zero_where_unknown
from uncramp.units import S_PER_MIN

RUNS: Final = ("running", "trail_running", "treadmill_running")
WALKS: Final = ("walking", "hiking")
NARROWEST_M_S: Final = 1e-9  # numerical guard: a band of no width is a step


def gait_speed_m_s(minutes: Minutes) -> Floats:
    """Speed of each row [minute] while it moves; NaN where unknown."""
    moving = zero_where_unknown(np.clip(minutes.moving_frac, 0.0, 1.0))
    return np.asarray(minutes.speed_m_s / np.maximum(moving, 1.0 / S_PER_MIN))


def run_frac(speed_m_s: Floats | float, all_walked_m_s: float, all_run_m_s: float) -> Floats:
    """Share of the way that is run at a speed: 0 up to the first speed, 1 from the second on, smooth between them.

    Examples
    --------
    >>> run_frac(np.array([1.0, 2.1, 3.0]), 1.9, 2.3).round(9).tolist()
    [0.0, 0.5, 1.0]
    """
    share = np.clip((speed_m_s - all_walked_m_s) / max(all_run_m_s - all_walked_m_s, NARROWEST_M_S), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share))


def run_frac_of(minutes: Minutes, all_walked_m_s: float, all_run_m_s: float) -> Floats:
    """Share of each row [minute] that is run: by its speed in a run, 1 where that is unknown; 0 in a walk, 1 in any other sport."""
    speed = gait_speed_m_s(minutes)
    by_speed = np.where(np.isfinite(speed), run_frac(zero_where_unknown(speed), all_walked_m_s, all_run_m_s), 1.0)
    return np.where(in_sports(minutes, RUNS), by_speed, np.where(in_sports(minutes, WALKS), 0.0, 1.0))


def band_m_s(overrides: Mapping[str, float]) -> tuple[float, float]:
    """Speed up to which all is walked, and from which all is run; ``overrides`` as ``topic.name``."""
    entries = load_topic("metabolism")
    walked, run = (overrides.get(f"metabolism.{name}", entries[name].value) for name in ("all_walked_m_s", "all_run_m_s"))
    return float(walked), float(run)


def half_run_m_s() -> float:
    """Speed at which half of the way is run: slower is mostly walked."""
    return sum(band_m_s({})) / 2.0
