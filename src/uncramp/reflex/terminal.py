"""Axon terminals in the muscle: after many impulses in a short time they discharge by themselves, for a second or two.

Cramps can be set off, and a stretch ends them, below a nerve block (Bertolasi 1993; Minetto 2011): part of a cramp is no matter of the
spinal cord. Nobody has measured the membrane of such a terminal; this is the least that shows the published behaviour. Each impulse
raises an excited state that fades within a second; above a threshold of its own the terminal discharges at a rate that grows with the
excess; its own impulses keep it excited and at the same time spend something that recovers slowly, so that it ends by itself. A longer
muscle raises the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.compiled import at_least, compiled
from uncramp.minutes import Floats
from uncramp.reflex import slots as s


@dataclass(frozen=True, slots=True)
class TerminalParameters:
    """Constants of the axon terminals [draw]; values and sources in evidence/terminal.toml."""

    gain_frac: Floats
    able_frac: Floats
    excited_s: Floats
    threshold_frac: Floats
    threshold_spread_frac: Floats
    spend_frac: Floats
    spent_s: Floats
    least_pps: Floats
    slope_pps: Floats
    length_ratio: Floats
    length_frac: Floats


@compiled
def step_terminals(t: Floats, w: Floats, arrived: Floats, c: Floats, stimulated: float, shift_frac: float) -> float:
    """One step of a block of terminals; returns how many discharged by themselves.

    Parameters
    ----------
    t
        [slot and unit] the terminals, written.
    w
        [slot and neuron] their motoneurons: what they sent is read, what runs back up to them is written.
    arrived
        [unit] impulses that reach the fibres, written.
    c
        Constants of the loop.
    stimulated
        1 where an electrical pulse is given.
    shift_frac
        How much a long muscle raises every threshold.
    """
    nerve_open, step_s = c[s.NERVE_OPEN], c[s.STEP_MS] * S_PER_MS
    least_pps, slope_pps, gain_frac, keep = (
        c[s.TERMINAL_LEAST_PPS],
        c[s.TERMINAL_SLOPE_PPS],
        c[s.TERMINAL_GAIN_FRAC],
        c[s.TERMINAL_KEEP],
    )
    spend_frac, spent_keep = c[s.TERMINAL_SPEND_FRAC], c[s.TERMINAL_SPENT_KEEP]
    total = 0.0
    for j in range(s.BLOCK):
        excited, spent = t[s.EXCITED + j], t[s.SPENT + j]
        excess = excited - spent - shift_frac - t[s.TERMINAL_THRESHOLD_FRAC + j]
        phase = t[s.PHASE + j] + (least_pps + slope_pps * excess) * step_s
        phase = phase if excess > 0.0 else 0.0
        own = 1.0 if phase >= 1.0 else 0.0
        impulse = at_least(at_least(w[s.SPIKED + j] * nerve_open, stimulated), own)
        t[s.PHASE + j] = phase - own
        t[s.EXCITED + j] = excited * keep + gain_frac * (1.0 - excited) * impulse
        t[s.SPENT + j] = spent * spent_keep + spend_frac * own
        t[s.DISCHARGED + j] = own
        t[s.IMPULSES + j] += impulse
        w[s.SENT_UP + j] = own * nerve_open
        arrived[j] = impulse
        total += own
    return total


S_PER_MS = 1e-3
