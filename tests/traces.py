"""Reflex traces made by hand, so that what figures, pages and signals show of them is known."""

from __future__ import annotations

import numpy as np

from uncramp.reflex.cramp import cramp_of
from uncramp.reflex.experiment import Outcome
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.trace import ReflexTrace

EXPERIMENT = Protocol("stretch", "a cramp ended by lengthening", 4.0, sources=("miller2009",), note="Held after the stretch.")


def build_trace(
    *,
    seconds: float = 4.0,
    units: int = 20,
    rate_hz: float = 10.0,
    firing_s: tuple[float, float] = (1.0, 3.0),
    stretched: bool = False,
    seed: int = 0,
) -> ReflexTrace:
    """Half of the units fire regularly from one time to another, in turn; the muscle may be stretched in the last quarter."""
    start, end = firing_s
    each = [np.arange(start + unit / (rate_hz * units), end, 1.0 / rate_hz) for unit in range(units // 2)]
    spike_s = np.concatenate([*each, np.zeros(0)])
    spike_unit = np.repeat(np.arange(len(each)), [len(times) for times in each])
    order = np.argsort(spike_s, kind="stable")
    time_s = np.arange(round(seconds * 1000)) / 1000.0
    on = ((time_s >= start) & (time_s < end)).astype(float)
    length = np.interp(time_s, [0.0, 0.75 * seconds, 0.8 * seconds], [0.8, 0.8, 1.05]) if stretched else np.full(time_s.size, 0.8)
    force = 0.02 + 0.3 * on
    return ReflexTrace(
        muscle="calf", seconds=seconds, seed=seed, step_ms=0.1, units_count=units, spike_s=spike_s[order], spike_unit=spike_unit[order],
        spike_origin=np.zeros(spike_s.size, dtype=np.int64), stimulus_s=np.arange(0.5, 1.0, 0.05), time_s=time_s,
        drive_frac=np.zeros(time_s.size), ia_pps=20.0 + 30.0 * on, ii_pps=np.full(time_s.size, 15.0), ib_pps=5.0 + 60.0 * on,
        gamma_static_pps=60.0 + 20.0 * on, persistent_frac=0.5 * on, force_frac=force, active_force_frac=0.3 * on,
        muscle_length_frac=length, fibre_length_frac=length - 0.1 * force, capacity_frac=np.ones(time_s.size),
        tendon_ratio=np.zeros(time_s.size),
    )  # fmt: skip


def build_outcome(trace: ReflexTrace, experiment: Protocol = EXPERIMENT) -> Outcome:
    """The trace as the outcome of an experiment."""
    return Outcome(experiment, trace, cramp_of(trace))
