"""Run an experiment as it is done on people: bursts rise until a cramp starts, then it is watched."""

from __future__ import annotations

from dataclasses import dataclass, replace

from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import Cramp, cramp_of
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.simulate import STEP_MS, simulate
from uncramp.reflex.trace import ReflexTrace


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment: what was done, the run, and what happened."""

    protocol: Protocol  # with the bursts that were given
    trace: ReflexTrace
    cramp: Cramp


def run_experiment(
    circuit: Circuit, protocol: Protocol, *, seconds: float | None = None, seed: int = 0, step_ms: float = STEP_MS
) -> Outcome:
    """Run ``protocol`` on ``circuit``; ``seconds`` replaces how long it lasts, or with rising bursts how long a cramp is watched."""
    lasts_s = protocol.seconds if seconds is None else seconds
    if protocol.rising is None:
        trace = simulate(circuit, protocol, seconds=lasts_s, seed=seed, step_ms=step_ms)
        return Outcome(protocol, trace, cramp_of(trace))
    rising = protocol.rising
    bursts = rising.bursts()
    everything = replace(protocol, rising=None, bursts=bursts, seconds=bursts[-1].start_s + rising.apart_s)
    trace = simulate(circuit, everything, seed=seed, step_ms=step_ms)
    cramp = cramp_of(trace)
    if cramp.started:
        given = tuple(burst for burst in bursts if burst.start_s < cramp.onset_s)
        # the same numbers up to the cramp, since they are counted by the step
        everything = replace(everything, bursts=given, seconds=round(cramp.onset_s + lasts_s, 3))
        trace = simulate(circuit, everything, seed=seed, step_ms=step_ms)
        cramp = cramp_of(trace)
    return Outcome(everything, trace, cramp)
