"""What counts as a cramp, on traces made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from traces import build_trace

from uncramp.reflex.cramp import STILL_GOING, cramp_of, interval_cv_frac
from uncramp.reflex.trace import TERMINAL, ReflexTrace


def trace(firing_s: tuple[float, float], *, seconds: float = 10.0, **changes: object) -> ReflexTrace:
    """Ten units fire at 10 a second in this time, after a burst from 0.5 to 1 s."""
    return replace(build_trace(seconds=seconds, firing_s=firing_s), **changes)  # type: ignore[arg-type]


def test_units_that_go_on_after_the_burst_are_a_cramp() -> None:
    cramp = cramp_of(trace((0.9, 6.0)))
    assert cramp.started
    assert cramp.onset_s == pytest.approx(0.95)  # the last pulse
    assert cramp.duration_s == pytest.approx(5.0, abs=0.4)
    assert cramp.stimulus_hz == pytest.approx(20.0)
    assert cramp.units_firing == 10
    assert cramp.rate_median_pps == pytest.approx(10.0, rel=0.01)
    assert cramp.interval_cv_frac == pytest.approx(0.0, abs=1e-6)
    assert cramp.ended_by == "itself"


def test_the_force_of_the_burst_is_not_that_of_the_cramp() -> None:
    long = trace((0.9, 6.0))
    force = np.where(long.time_s < 1.1, 0.6, np.where(long.time_s < 3.0, 0.05, 0.02))
    assert cramp_of(replace(long, active_force_frac=force, force_frac=force + 0.2)).peak_force_frac == 0.05


def test_what_fires_while_it_is_asked_to_is_none() -> None:
    assert not cramp_of(trace((1.0, 9.0), drive_frac=np.ones(10_000))).started


def test_what_ends_within_two_seconds_is_an_afterdischarge() -> None:
    assert not cramp_of(trace((0.9, 2.2))).started


def test_of_terminals_alone_half_a_second_will_do() -> None:
    short = trace((0.9, 2.8))
    assert not cramp_of(short).started
    assert cramp_of(replace(short, spike_origin=np.full(short.spike_s.size, TERMINAL))).started


def test_nine_units_are_too_few() -> None:
    few = trace((0.9, 6.0))
    kept = few.spike_unit != 0
    assert not cramp_of(
        replace(few, spike_s=few.spike_s[kept], spike_unit=few.spike_unit[kept], spike_origin=few.spike_origin[kept])
    ).started


def test_a_cramp_at_the_end_of_the_run_is_still_going() -> None:
    assert cramp_of(trace((0.9, 10.0))).ended_by == STILL_GOING


@pytest.mark.parametrize(
    ("signal", "value", "ended_by"), [("tendon_ratio", 1.0, "tendon afferents"), ("muscle_length_frac", 1.05, "a stretch")]
)
def test_what_was_done_just_before_the_end_ended_it(signal: str, value: float, ended_by: str) -> None:
    base = trace((0.9, 6.0))
    values = getattr(base, signal).copy()
    values[5500:6200] = value
    assert cramp_of(replace(base, **{signal: values})).ended_by == ended_by


def test_silence_is_no_cramp_and_its_numbers_are_missing() -> None:
    quiet = cramp_of(trace((0.0, 0.0)))
    assert not quiet.started
    assert np.isnan(quiet.onset_s)
    assert quiet.units_firing == 0
    assert quiet.ended_by == ""


def test_regular_firing_has_no_variation_and_random_firing_has_one() -> None:
    regular = trace((0.0, 10.0))
    assert interval_cv_frac(regular, 0.0, 10.0) == pytest.approx(0.0, abs=1e-6)
    rng = np.random.default_rng(0)
    times = np.sort(rng.uniform(0.0, 10.0, 2000))
    random = replace(regular, spike_s=times, spike_unit=rng.integers(0, 10, 2000), spike_origin=np.zeros(2000, dtype=np.int64))
    assert interval_cv_frac(random, 0.0, 10.0) == pytest.approx(1.0, abs=0.1)
