"""Simulate a muscle: one run, or an ensemble of them in threads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from uncramp.errors import InputError, SimulationError
from uncramp.reflex import slots as s
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.loop import run_loop
from uncramp.reflex.pack import MS_PER_S, pack
from uncramp.reflex.protocol import Protocol, check_protocol
from uncramp.reflex.trace import ReflexTrace
from uncramp.texts import _

STEP_MS = 0.1
"""Default step: rates and thresholds are those of a quarter of it, see the tests."""
MOST_PPS = 100
"""Spikes a second of one unit for which room is kept, on average over a run."""
SPIKE_BYTES = 24
MEMORY_BYTES = 1 << 30


def simulate(
    circuit: Circuit, protocol: Protocol, *, seconds: float | None = None, seed: int = 0, step_ms: float = STEP_MS, draw: int = 0
) -> ReflexTrace:
    """Run ``protocol`` on ``circuit``.

    Parameters
    ----------
    circuit
        From :func:`uncramp.reflex.circuit`.
    protocol
        From :func:`uncramp.reflex.protocol`, or made by hand.
    seconds
        How long; the protocol's own time if not said.
    seed
        Start of the random numbers; with the same seed the same bytes come out, whatever the number of threads.
    step_ms
        Time step; a millisecond must hold a whole number of them.
    draw
        Which draw of the circuit's parameters.

    Raises
    ------
    InputError
        If the protocol or the step cannot be used, or the run would not fit into memory.
    SimulationError
        If more spikes come than a muscle can make.

    Examples
    --------
    >>> from uncramp import reflex
    >>> rest = reflex.Protocol("rest", "nothing is done", seconds=0.2, length_frac=((0.0, 0.8),))
    >>> len(reflex.simulate(reflex.circuit("calf"), rest).spike_s)
    0
    """
    check_protocol(protocol)
    lasts_s = protocol.seconds if seconds is None else seconds
    room = check_size(circuit, lasts_s, step_ms)
    packed = pack(circuit, protocol, seconds=lasts_s, step_ms=step_ms, seed=seed, draw=draw)
    out = np.zeros((len(s.OUTPUTS), len(packed.drive_frac) - 1))
    spike_step, spike_unit, spike_origin = (np.zeros(room, dtype=np.int64) for _ in range(3))
    count = run_loop(
        packed.pool, packed.terminals, packed.twitches, packed.table, packed.tiring, packed.shared, packed.muscle, packed.muscle_c, packed.spindle, packed.spindle_c, packed.organ, packed.organ_c, packed.c, packed.delays,
        packed.pulse_step, packed.drive_frac, packed.length_frac, packed.tendon_ratio, packed.counter, out, spike_step, spike_unit,
        spike_origin,
    )  # fmt: skip
    if count == room:
        raise SimulationError(
            _("More than {most_pps} spikes a second came from each unit on average; check the parameters that were set.").format(
                most_pps=MOST_PPS
            )
        )
    return ReflexTrace(
        muscle=circuit.muscle.id,
        seconds=lasts_s,
        seed=seed,
        step_ms=step_ms,
        units_count=circuit.muscle.units_count,
        spike_s=spike_step[:count] * step_ms / MS_PER_S,
        spike_unit=spike_unit[:count].copy(),
        spike_origin=spike_origin[:count].copy(),
        stimulus_s=packed.pulse_step * step_ms / MS_PER_S,
        time_s=np.arange(out.shape[1]) / MS_PER_S,
        **dict(zip(s.OUTPUTS, out, strict=True)),
    )


def check_size(circuit: Circuit, seconds: float, step_ms: float) -> int:
    """How many spikes to keep room for.

    Raises
    ------
    InputError
        If the time or the step cannot be used, or the run would take more than ``MEMORY_BYTES``.
    """
    if not (step_ms > 0 and abs(round(1 / step_ms) * step_ms - 1) < 1e-9):
        raise InputError(
            _(
                "The step is {step_ms} ms; expected one that fits a whole number of times into a millisecond, such as {step_ms2}."
            ).format(step_ms=f"{step_ms:g}", step_ms2=f"{STEP_MS:g}")
        )
    if not seconds >= 1 / MS_PER_S:
        raise InputError(_("The run lasts {seconds} s; expected a millisecond at least.").format(seconds=f"{seconds:g}"))
    room = 1000 + int(MOST_PPS * circuit.muscle.units_count * seconds)
    needed = room * SPIKE_BYTES + int(seconds * MS_PER_S) * len(s.OUTPUTS) * 8
    if needed > MEMORY_BYTES:
        most_s = seconds * MEMORY_BYTES / needed
        raise InputError(
            _("A run of {seconds} s takes {needed} GB of memory; expected at most {most_s} s for this muscle. Split it.").format(
                seconds=f"{seconds:g}", needed=f"{needed / 1000000000.0:.1f}", most_s=f"{most_s:.0f}"
            )
        )
    return room


def simulate_many(
    circuits: Sequence[Circuit],
    protocols: Sequence[Protocol],
    *,
    seconds: float | None = None,
    seed: int = 0,
    threads: int | None = None,
) -> list[ReflexTrace]:
    """Every draw of every pair of circuit and protocol, in order, on several threads; each trace is that of :func:`simulate`."""
    work = [(one, what, draw) for one, what in zip(circuits, protocols, strict=True) for draw in range(one.draws_count)]
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        return list(pool.map(lambda job: simulate(job[0], job[1], seconds=seconds, seed=seed, draw=job[2]), work))
