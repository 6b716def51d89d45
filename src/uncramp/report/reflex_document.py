"""The documents of the spinal loop: an experiment or a threshold as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from uncramp import __version__
from uncramp.evidence.registry import digest
from uncramp.minutes import Floats
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import Cramp
from uncramp.reflex.experiment import Outcome
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.threshold import Threshold
from uncramp.report.document import number
from uncramp.report.schema import Document


def experiment_document(
    circuit: Circuit, outcome: Outcome, overrides: Mapping[str, float], against: Outcome | None = None
) -> Document:
    """What happened in an experiment, and in the one it is compared with."""
    document: Document = {
        "experiment": outcome.protocol.name,
        "muscle": circuit.muscle.id,
        "cramp": cramp_document(outcome.cramp),
        "provenance": provenance_document(
            circuit, outcome.protocol, overrides, seed=outcome.trace.seed, step_ms=outcome.trace.step_ms
        )
        | {"seconds": number(outcome.trace.seconds)},
    }
    if against is not None:
        document["against"] = {"experiment": against.protocol.name, "cramp": cramp_document(against.cramp)}
    return document


def cramp_document(cramp: Cramp) -> Document:
    """A cramp, or that there was none; a number that does not exist is null."""
    rates = {"median": cramp.rate_median_pps, "low": cramp.rate_low_pps, "high": cramp.rate_high_pps}
    return {
        "started": cramp.started,
        "onset_s": number(cramp.onset_s),
        "duration_s": number(cramp.duration_s),
        "stimulus_hz": number(cramp.stimulus_hz),
        "units_firing": cramp.units_firing,
        "rate_pps": {name: number(rate) for name, rate in rates.items()},
        "interval_cv_frac": number(cramp.interval_cv_frac),
        "peak_force_frac": number(cramp.peak_force_frac),
        "ended_by": cramp.ended_by or None,
    }


def threshold_document(
    circuit: Circuit,
    state: Protocol,
    threshold: Threshold,
    central: Threshold,
    overrides: Mapping[str, float],
    *,
    seed: int,
    step_ms: float,
) -> Document:
    """Threshold at the central values and of all draws: null where no burst starts a cramp or the muscle does not rest, which ``fate`` tells apart."""
    quantiles = {"median": 0.5, "low": 0.025, "high": 0.975}
    return {
        "threshold_hz": {name: number(threshold.quantile_hz(at)) for name, at in quantiles.items()},
        "central_hz": number(central.by_draw_hz[0]),
        "by_draw": [number(hz) for hz in threshold.by_draw_hz],
        "fate": fates(threshold.by_draw_hz),
        "muscle": circuit.muscle.id,
        "provenance": provenance_document(circuit, state, overrides, seed=seed, step_ms=step_ms) | {"draws": circuit.draws_count},
    }


def fates(by_draw_hz: Floats) -> list[str]:
    """What each draw does: ``cramps``, ``never`` or ``restless`` (it fires at rest)."""
    return ["restless" if np.isnan(hz) else "never" if np.isinf(hz) else "cramps" for hz in by_draw_hz]


def provenance_document(
    circuit: Circuit, protocol: Protocol, overrides: Mapping[str, float], *, seed: int, step_ms: float
) -> Document:
    """What it takes to make the same again, and what it rests on."""
    sources: Sequence[str] = protocol.sources
    return {
        "version": __version__,
        "evidence_sha256": digest(),
        "mechanism": circuit.mechanism,
        "seed": seed,
        "step_ms": number(step_ms),
        "fatigue_frac": number(protocol.fatigue_frac),
        "pain_frac": number(protocol.pain_frac),
        "excitability": protocol.excitability or None,
        "nerve_blocked": protocol.nerve_blocked,
        "length_frac": [[number(time), number(length)] for time, length in protocol.length_frac],
        "set": {name: number(value) for name, value in sorted(overrides.items())},
        "sources": list(sources),
    }
