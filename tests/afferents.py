"""Ramps and steps for the sense organs of muscle, run over whole courses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uncramp.compiled import compiled
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.reflex.spindle import (
    PRIMARY_HZ,
    SECONDARY_HZ,
    STATES,
    SpindleParameters,
    settle_spindle,
    spindle_constants,
    spindle_step,
)
from uncramp.reflex.tendon_organ import (
    DISCHARGE_HZ,
    TendonOrganParameters,
    settle_tendon_organ,
    tendon_organ_constants,
    tendon_organ_step,
)
from uncramp.reflex.tendon_organ import STATES as TENDON_STATES

REST, RAMP_FROM_S = 0.95, 0.3


def spindle_parameters(strain_gain: float = 1.0) -> SpindleParameters:
    """Published constants; a strain gain of 1 is the cat's spindle as published."""
    return replace(central(SpindleParameters, "spindle"), strain_gain_ratio=np.array([strain_gain]))


@compiled
def _endings(state: Floats, constants: Floats, length_ratio: Floats, dynamic_hz: float, static_hz: float, out: Floats) -> None:
    for i in range(length_ratio.shape[0]):
        spindle_step(state, constants, length_ratio[i], dynamic_hz, static_hz)
        out[0, i], out[1, i] = state[PRIMARY_HZ], state[SECONDARY_HZ]


def endings_hz(
    length_ratio: Floats, *, dynamic_hz: float = 0.0, static_hz: float = 0.0, step_s: float = 1e-4, strain_gain: float = 1.0
) -> Floats:
    """Discharge of primary and secondary ending [ending, step], from a spindle that has settled at the first length."""
    constants = spindle_constants(spindle_parameters(strain_gain), step_s=step_s)
    state, out = np.empty(len(STATES)), np.empty((2, length_ratio.size))
    settle_spindle(state, constants, length_ratio[0], dynamic_hz, static_hz)
    _endings(state, constants, length_ratio, dynamic_hz, static_hz, out)
    return out


def ramp_ratio(speed_per_s: float, *, step_s: float = 1e-4, stretch: float = 0.13, hold_s: float = 1.0) -> Floats:
    """Length of a ramp-and-hold from 0.95 L0, at the end of each step."""
    steps = round((RAMP_FROM_S + stretch / speed_per_s + hold_s) / step_s)
    since_s = np.arange(1, steps + 1) * step_s - RAMP_FROM_S
    return REST + np.clip(speed_per_s * since_s, 0.0, stretch)


@compiled
def _tendon_discharge(state: Floats, constants: Floats, force_frac: Floats, out: Floats) -> None:
    for i in range(force_frac.shape[0]):
        tendon_organ_step(state, constants, force_frac[i])
        out[i] = state[DISCHARGE_HZ]


def tendon_discharge_hz(force_frac: Floats, *, step_s: float = 1e-3, settled: bool = True) -> Floats:
    """Discharge of the tendon organs [step], settled at the first force or fresh from a slack muscle."""
    constants = tendon_organ_constants(central(TendonOrganParameters, "tendon_organ"), step_s=step_s)
    state, out = np.zeros(len(TENDON_STATES)), np.empty(force_frac.size)
    if settled:
        settle_tendon_organ(state, constants, force_frac[0])
    _tendon_discharge(state, constants, force_frac, out)
    return out
