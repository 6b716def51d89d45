"""Cramp threshold frequency: the slowest burst of pulses after which the muscle does not come to rest."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.minutes import Floats
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import UNITS_LEAST
from uncramp.reflex.protocol import Burst, Protocol
from uncramp.reflex.simulate import STEP_MS, simulate

SLOWEST_HZ: Final = 2
FASTEST_HZ: Final = 64
"""Frequencies looked at; a threshold above is infinite, since no trial goes there."""
RUNGS_HZ: Final = (4, 6, 8, 11, 15, 20, 27, 36, 48, FASTEST_HZ)
"""Tried upwards, a third faster from one to the next; bisection goes on between the last silent one and the first that cramps."""
RESTS_S: Final = 1.5
BURST_S: Final = 2.0
SLOWEST_PPS: Final = 6.0
"""The slowest unit of a cramp in people (B33); small units that go on for themselves, slower, are an afterdischarge."""
LATER_S: Final = (2.0, 3.0)
"""Units must still fire in this time after the burst."""
SOON_S: Final = (0.5, 1.0)
"""The same below a nerve block, where cramps last some two seconds at most."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Thresholds of all draws: infinite where no burst starts a cramp, NaN where the muscle does not even rest."""

    by_draw_hz: Floats  # [draw]

    @property
    def resting_hz(self) -> Floats:
        """Those of the draws that rest; [draw that rests]."""
        return self.by_draw_hz[~np.isnan(self.by_draw_hz)]

    def quantile_hz(self, probability: float) -> float:
        """Quantile over the draws that rest; infinite if it lies among those that never cramp, NaN if none rests."""
        resting = self.resting_hz
        # the nearest draw: there is nothing between a threshold and none
        return float(np.quantile(resting, probability, method="nearest")) if resting.size else float("nan")


def cramp_threshold_hz(
    circuit: Circuit, state: Protocol, *, seed: int = 0, step_ms: float = STEP_MS, threads: int | None = None
) -> Threshold:
    """The threshold of every draw of ``circuit``, in whole hertz, by bursts of two seconds: upwards in steps, then bisection.

    Parameters
    ----------
    circuit
        The muscle.
    state
        Its length, fatigue, pain, excitability and whether the nerve is blocked; what else the protocol does is left out.
    seed
        Start of the random numbers.
    step_ms
        Time step.
    threads
        How many at once; all processors if not said. The result does not depend on it.
    """

    def find(draw: int) -> float:
        return _of_draw(circuit, state, seed, step_ms, draw)

    if threads == 1:
        return Threshold(np.array([find(draw) for draw in range(circuit.draws_count)]))
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        return Threshold(np.array(list(pool.map(find, range(circuit.draws_count)))))


def _of_draw(circuit: Circuit, state: Protocol, seed: int, step_ms: float, draw: int) -> float:
    if not _rests(circuit, state, seed, step_ms, draw):
        return float("nan")

    def cramps(frequency_hz: int) -> bool:
        return cramps_after(circuit, state, frequency_hz, seed=seed, step_ms=step_ms, draw=draw)

    # upwards as in the trials: a burst far above the threshold may by its own force end the cramp it starts
    cramping = next((frequency_hz for frequency_hz in RUNGS_HZ if cramps(frequency_hz)), None)
    if cramping is None:
        return float("inf")
    silent = max((rung for rung in RUNGS_HZ if rung < cramping), default=SLOWEST_HZ - 1)
    while cramping - silent > 1:
        middle = (silent + cramping) // 2
        if cramps(middle):
            cramping = middle
        else:
            silent = middle
    return float(cramping)


def _rests(circuit: Circuit, state: Protocol, seed: int, step_ms: float, draw: int) -> bool:
    at_rest = replace(_held(state), bursts=(), seconds=2 * RESTS_S)
    trace = simulate(circuit, at_rest, seed=seed, step_ms=step_ms, draw=draw)
    return trace.units_firing(RESTS_S, 2 * RESTS_S) == 0


def cramps_after(
    circuit: Circuit, state: Protocol, frequency_hz: float, *, seed: int = 0, step_ms: float = STEP_MS, draw: int = 0
) -> bool:
    """Whether at least ten units still fire a while after a burst of this frequency, as fast as units do in a cramp."""
    start_s = 0.5
    later = SOON_S if state.nerve_blocked else LATER_S
    from_s, to_s = (start_s + BURST_S + time for time in later)
    burst = replace(_held(state), bursts=(Burst(start_s, BURST_S, frequency_hz),), seconds=to_s)
    trace = simulate(circuit, burst, seed=seed, step_ms=step_ms, draw=draw)
    return trace.units_firing(from_s, to_s, least_pps=SLOWEST_PPS) >= UNITS_LEAST


def _held(state: Protocol) -> Protocol:
    """The state alone: the length at the start, and nothing done."""
    return replace(state, bursts=(), drive_frac=((0.0, 0.0),), length_frac=state.length_frac[:1], tendon=())
