"""The spinal loop against cramps that were watched (V17, V18, V20); several of its gains were sized to such figures, which is no evidence."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np

from uncramp.reflex.circuit import TOPICS, Circuit, circuit
from uncramp.reflex.cramp import STILL_GOING
from uncramp.reflex.experiment import Outcome, run_experiment
from uncramp.reflex.protocol import Burst, Protocol, protocol
from uncramp.reflex.threshold import cramp_threshold_hz
from uncramp.validation.bench import Bench, Measure, Numbers

STATE: Final = Protocol("state", "held in the shortened muscle", 1.0, length_frac=((0.0, 0.8),))
ABOVE_THRESHOLD: Final = Burst(0.5, 2.0, 18.0)
WATCHED_S: Final = (15.0, 45.0, 180.0)
RATES_OVER_S: Final = 5.0


def calf(bench: Bench, mechanism: str = "mixed") -> Circuit:
    """The loop of the calf at the published values."""
    fixed = {name: value for name, value in bench.fixed if name.partition(".")[0] in TOPICS}
    return circuit("calf", mechanism=mechanism, overrides=fixed)


@lru_cache(maxsize=32)
def threshold_hz(bench: Bench, mechanism: str = "mixed", **state: Any) -> float:
    """Threshold of the calf in a state of :data:`STATE`, with what ``state`` says of it in place."""
    return float(cramp_threshold_hz(calf(bench, mechanism), replace(STATE, **state)).by_draw_hz[0])


@lru_cache(maxsize=2)
def after_a_burst(bench: Bench) -> Outcome:
    """A cramp of the calf after a burst a little above the threshold, and nothing done about it; watched the longer the longer it lasts."""
    burst, found = replace(STATE, bursts=(ABOVE_THRESHOLD,)), None
    for watched_s in WATCHED_S:
        seconds = ABOVE_THRESHOLD.start_s + ABOVE_THRESHOLD.duration_s + watched_s
        found = run_experiment(calf(bench), burst, seconds=seconds)
        if found.cramp.ended_by != STILL_GOING:
            break
    assert found is not None
    return found


@lru_cache(maxsize=2)
def stretched(bench: Bench) -> Outcome:
    """A cramp, and the muscle lengthened."""
    return run_experiment(calf(bench), protocol("stretch"), seconds=12.0)


def after_cramp(bench: Bench) -> Numbers:
    """V17."""
    return {"change_hz": threshold_hz(bench, excitability="after_cramp") - threshold_hz(bench)}


def duration(bench: Bench) -> Numbers:
    """V18."""
    stopped = stretched(bench)
    stretch_s = next(at_s for (at_s, here), (_, following) in _pairs(stopped.protocol.length_frac) if following > here)
    return {
        "untreated_s": after_a_burst(bench).cramp.duration_s,
        "after_stretch_s": stopped.cramp.onset_s + stopped.cramp.duration_s - stretch_s,
    }


def _pairs(points: tuple[tuple[float, float], ...]) -> pairwise[tuple[tuple[float, float], tuple[float, float]]]:
    return pairwise(points)


def rates(bench: Bench) -> Numbers:
    """V20."""
    found = after_a_burst(bench)
    onset_s = found.cramp.onset_s
    return {"mean_rate_pps": float(np.nanmean(found.trace.rates_pps(onset_s, onset_s + RATES_OVER_S)))}


MEASURES: Final[dict[str, Measure]] = {"V17": after_cramp, "V18": duration, "V20": rates}
