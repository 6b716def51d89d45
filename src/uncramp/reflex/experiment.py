"""Run an experiment as it is done on people: bursts rise until a cramp starts, then it is watched."""

from __future__ import annotations

from dataclasses import dataclass, replace

from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import LASTS_LEAST_S, Cramp, cramp_of
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.simulate import STEP_MS, simulate
from uncramp.reflex.trace import ReflexTrace

TELLS_S = 2 * LASTS_LEAST_S
"""How long after a burst it is known whether a cramp started."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment: what was done, the run, and what happened."""

    protocol: Protocol  # with the last burst that was given
    trace: ReflexTrace
    cramp: Cramp


def run_experiment(
    circuit: Circuit,
    protocol: Protocol,
    *,
    seconds: float | None = None,
    seed: int = 0,
    step_ms: float = STEP_MS,
    draw: int = 0,
) -> Outcome:
    """Run ``protocol`` on one draw of ``circuit``; ``seconds`` replaces how long it lasts, or with rising bursts how long a cramp is watched."""
    lasts_s = protocol.seconds if seconds is None else seconds
    if protocol.rising is None:
        trace = simulate(circuit, protocol, seconds=lasts_s, seed=seed, step_ms=step_ms, draw=draw)
        return Outcome(protocol, trace, cramp_of(trace))
    for burst in protocol.rising.bursts():
        # long enough to tell a cramp; it is then watched in a run that begins with the same numbers
        given = replace(protocol, rising=None, bursts=(burst,), seconds=burst.start_s + burst.duration_s + TELLS_S)
        trace = simulate(circuit, given, seed=seed, step_ms=step_ms, draw=draw)
        cramp = cramp_of(trace)
        if cramp.started:
            given = replace(given, seconds=burst.start_s + burst.duration_s + lasts_s)
            trace = simulate(circuit, given, seed=seed, step_ms=step_ms, draw=draw)
            cramp = cramp_of(trace)
            break
    return Outcome(given, trace, cramp)
