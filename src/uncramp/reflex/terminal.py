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
def step_terminal(m: Floats, j: int, c: Floats, arrived: float, shift_frac: float) -> float:
    """One step of terminal ``j`` of a block: 1 when it discharges by itself, else 0."""
    excited, spent = m[s.TERMINAL_EXCITED + j], m[s.TERMINAL_SPENT + j]
    excess = excited - spent - shift_frac - m[s.TERMINAL_THRESHOLD_FRAC + j]
    rate_pps = c[s.TERMINAL_LEAST_PPS] + c[s.TERMINAL_SLOPE_PPS] * excess
    phase = m[s.TERMINAL_PHASE + j] + rate_pps * c[s.STEP_MS] * S_PER_MS
    phase = phase if excess > 0.0 else 0.0
    own = 1.0 if phase >= 1.0 else 0.0
    m[s.TERMINAL_PHASE + j] = phase - own
    m[s.TERMINAL_EXCITED + j] = excited * c[s.TERMINAL_KEEP] + c[s.TERMINAL_GAIN_FRAC] * (1.0 - excited) * at_least(arrived, own)
    m[s.TERMINAL_SPENT + j] = spent * c[s.TERMINAL_SPENT_KEEP] + c[s.TERMINAL_SPEND_FRAC] * own
    m[s.TERMINAL_SPIKED + j] = own
    return own


S_PER_MS = 1e-3
