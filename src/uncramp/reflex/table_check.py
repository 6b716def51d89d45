"""Whether the table still is what the loop gives: its parameters and some of its points are looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from uncramp.minutes import Floats, Integers
from uncramp.reflex.accepted_circuit import accepted_circuit
from uncramp.reflex.circuit import TOPICS
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.table import Sentinel, State, Table, grid
from uncramp.reflex.threshold import cramp_threshold_hz


def threshold_in(state: State, accepted: int, overrides: Mapping[str, float] | None = None) -> float:
    """Threshold of one accepted set in one state, Hz, as the table holds it."""
    loop = accepted_circuit(grid().muscle, mechanism=state.mechanism, overrides=overrides, sets=np.array([accepted]))
    return float(cramp_threshold_hz(loop, protocol_of(state), seed=grid().seed, threads=1).by_draw_hz[0])


def protocol_of(state: State) -> Protocol:
    """The muscle held in a state, and nothing done."""
    return Protocol(
        name="state", title="a state of the table", seconds=1.0, length_frac=((0.0, state.length_frac),), fatigue_frac=state.fatigue_frac,
        pain_frac=state.pain_frac, excitability=state.excitability,
    )  # fmt: skip


def recompute(
    wanted: Table, points: Sequence[Sentinel], *, threads: int | None = None, overrides: Mapping[str, float] | None = None
) -> Floats:
    """Thresholds of these points by the loop as it is now, [point], Hz."""
    with ThreadPoolExecutor(threads) as pool:
        return np.array(list(pool.map(lambda point: threshold_in(wanted.states[point.state], point.set, overrides), points)))


def digest_of(points_hz: Floats, overrides: Mapping[str, float] | None = None, sets: Integers | None = None) -> str:
    """SHA-256 over every parameter of the loop in every accepted set (or in ``sets``), the grid, and the thresholds of the sentinels."""
    loop = accepted_circuit(grid().muscle, overrides=overrides, sets=sets)
    total = hashlib.sha256(repr(grid()).encode())
    for topic in TOPICS:
        parameters = getattr(loop, topic)
        for name in parameters.__slots__:
            total.update(f"{topic}.{name}".encode() + getattr(parameters, name).tobytes())
    total.update(points_hz.tobytes())
    return total.hexdigest()


def differences(
    held: Table,
    points: Sequence[Sentinel],
    *,
    few: Sequence[Sentinel] | None = None,
    threads: int | None = None,
    overrides: Mapping[str, float] | None = None,
) -> list[str]:
    """What the loop gives now and the table does not hold, in words; empty if nothing.

    Parameters are compared first, by the digest; thresholds are simulated only where those are the same. One hertz is the step of a
    threshold, and what another processor's rounding may move it by. ``few`` are the points to simulate, if not all.
    """
    held_hz = np.array([held.threshold_hz[point.state, point.set] for point in points])
    if digest_of(held_hz, overrides) != held.digest:
        return ["its parameters, its grid, its accepted sets or its thresholds were changed since it was made"]
    again = points if few is None else few
    now_hz = recompute(held, again, threads=threads, overrides=overrides)
    again_hz = np.array([held.threshold_hz[point.state, point.set] for point in again])
    return [
        f"{held.states[point.state]}, accepted set {point.set + 1}: the table holds {was:g} Hz, the loop gives {now:g} Hz"
        for point, was, now in zip(again, again_hz, now_hz, strict=True)
        if not (was == now or abs(was - now) <= 1.0 or (np.isnan(was) and np.isnan(now)))
    ]
