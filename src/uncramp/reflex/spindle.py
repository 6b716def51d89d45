"""Muscle spindle: three intrafusal fibres in parallel, and what their endings tell the spinal cord (Mileusnic 2006).

A fibre is a sensory region, which is a spring, in series with a polar region, which is a spring, a damper that grows with the
0.3rd power of speed, and a contractile force set by the fusimotor drive. The state here is length and speed of the polar region:
it asks for the muscle's length only, where the published form in tension asks for its speed and acceleration too. Lengths are in
optimal fascicle lengths L0, forces in the force unit of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.evidence.draws import draw
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class SpindleParameters:
    """Constants of the spindle [draw]; values and sources in evidence/spindle.toml."""

    sensory_stiffness_ratio: Floats
    sensory_rest_length_ratio: Floats
    sensory_threshold_length_ratio: Floats
    polar_stiffness_ratio: Floats
    polar_rest_length_ratio: Floats
    polar_threshold_length_ratio: Floats
    mass_ratio: Floats
    bag1_damping_ratio: Floats
    bag2_damping_ratio: Floats
    chain_damping_ratio: Floats
    bag1_dynamic_damping_ratio: Floats
    bag2_static_damping_ratio: Floats
    chain_static_damping_ratio: Floats
    bag1_force_ratio: Floats
    bag2_force_ratio: Floats
    chain_force_ratio: Floats
    bag1_half_activation_hz: Floats
    bag2_half_activation_hz: Floats
    chain_half_activation_hz: Floats
    bag1_activation_s: Floats
    bag2_activation_s: Floats
    damping_speed_index: Floats
    shortening_damping_ratio: Floats
    zero_force_length_ratio: Floats
    primary_bag1_hz_per_ratio: Floats
    primary_bag2_hz_per_ratio: Floats
    primary_chain_hz_per_ratio: Floats
    secondary_hz_per_ratio: Floats
    secondary_on_sensory_frac: Floats
    secondary_rest_length_ratio: Floats
    occlusion_frac: Floats
    strain_gain_ratio: Floats
    strain_reference_length_ratio: Floats
    slow_stretch_per_s: Floats


def draw_spindle(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> SpindleParameters:
    """Draw the topic ``spindle``; arrays of shape [draw]."""
    return draw(SpindleParameters, "spindle", draws=draws, seed=seed, overrides=overrides)


CONSTANTS: Final = (
    *(field.name for field in fields(SpindleParameters)),
    "step_s", "bag1_taken_frac", "bag2_taken_frac",
)  # fmt: skip
"""What :func:`spindle_constants` packs, in this order."""
(
    STIFFNESS, SENSORY_REST, SENSORY_THRESHOLD, POLAR_STIFFNESS, POLAR_REST, POLAR_THRESHOLD, MASS, DAMPING_BAG1, DAMPING_BAG2,
    DAMPING_CHAIN, DYNAMIC_DAMPING_BAG1, STATIC_DAMPING_BAG2, STATIC_DAMPING_CHAIN, FORCE_BAG1, FORCE_BAG2, FORCE_CHAIN, HALF_BAG1,
    HALF_BAG2, HALF_CHAIN, LAG_BAG1, LAG_BAG2, SPEED_INDEX, SHORTENING, ZERO_FORCE, PRIMARY_BAG1, PRIMARY_BAG2, PRIMARY_CHAIN,
    SECONDARY, ON_SENSORY, SECONDARY_REST, OCCLUSION, STRAIN_GAIN, STRAIN_REFERENCE, SLOW, STEP, TAKEN_BAG1, TAKEN_BAG2,
) = range(len(CONSTANTS))  # fmt: skip

STATES: Final = (
    "bag1_polar_length_ratio", "bag2_polar_length_ratio", "chain_polar_length_ratio",
    "bag1_polar_speed_per_s", "bag2_polar_speed_per_s", "chain_polar_speed_per_s",
    "bag1_activation_frac", "bag2_activation_frac", "chain_activation_frac", "seen_length_ratio", "primary_hz",
    "secondary_hz",
)  # fmt: skip
"""State of one spindle, in the order of its array; the last two are what its endings fire."""
(
    LENGTH_BAG1, LENGTH_BAG2, LENGTH_CHAIN, SPEED_BAG1, SPEED_BAG2, SPEED_CHAIN, ACTIVATION_BAG1, ACTIVATION_BAG2, ACTIVATION_CHAIN,
    SEEN_LENGTH, PRIMARY_HZ, SECONDARY_HZ,
) = range(len(STATES))  # fmt: skip


def spindle_constants(parameters: SpindleParameters, *, step_s: float, member: int = 0) -> Floats:
    """Constants of one draw as :func:`spindle_step` reads them, [constant] in the order of ``CONSTANTS``."""
    p = {field.name: float(getattr(parameters, field.name)[member]) for field in fields(parameters)}
    p |= {"step_s": step_s} | {f"{bag}_taken_frac": -np.expm1(-step_s / p[f"{bag}_activation_s"]) for bag in ("bag1", "bag2")}
    return np.array([p[name] for name in CONSTANTS])


@compiled
def activation_frac(drive_hz: float, half_hz: float) -> float:
    """Activation that a steady fusimotor drive ends in (a Hill curve of second degree)."""
    squared = drive_hz * drive_hz
    return squared / (squared + half_hz * half_hz)


@compiled
def mean_speed_per_s(
    polar_ratio: float, speed_per_s: float, length_ratio: float, damping_ratio: float, force_ratio: float, c: Floats
) -> float:
    """Mean speed of the polar region over one step, in L0/s, with the muscle's mean length: the implicit midpoint.

    Springs are solved for. The damper's slope is infinite at rest, so that an explicit step of any length chatters there: its
    force over speed is kept finite below the slow stretch, and taken first at the start's speed, then at the mean so found.
    """
    step_s = c[STEP]
    lean = at_least(polar_ratio - c[ZERO_FORCE], 0.0)
    spring = c[STIFFNESS] * (length_ratio - c[SENSORY_REST] - polar_ratio) - c[POLAR_STIFFNESS] * (polar_ratio - c[POLAR_REST])
    push = 2.0 * c[MASS] * speed_per_s + step_s * (spring - force_ratio)
    held = 2.0 * c[MASS] + 0.5 * step_s * step_s * (c[STIFFNESS] + c[POLAR_STIFFNESS])
    mean: float = speed_per_s
    for _ in range(2):
        side = 1.0 if mean > 0.0 else c[SHORTENING]
        drag = side * damping_ratio * lean * (mean * mean + c[SLOW] * c[SLOW]) ** (0.5 * (c[SPEED_INDEX] - 1.0))
        mean = push / (held + step_s * drag)
    return mean


@compiled
def primary_hz(bag1_hz: float, bag2_and_chain_hz: float, occluded_frac: float) -> float:
    """Discharge of the primary ending: the stronger of two generators, and a part of the weaker (partial occlusion)."""
    stronger_hz: float = at_least(bag1_hz, bag2_and_chain_hz)
    return stronger_hz + occluded_frac * at_most(bag1_hz, bag2_and_chain_hz)


@compiled
def seen_length_ratio(length_ratio: float, c: Floats) -> float:
    """Length that the spindle sees, in L0: a part of the muscle's deviation from the length where both agree."""
    seen_ratio: float = c[STRAIN_REFERENCE] + c[STRAIN_GAIN] * (length_ratio - c[STRAIN_REFERENCE])
    return seen_ratio


@compiled
def spindle_endings(state: Floats, c: Floats, seen_ratio: float) -> None:
    """Write what both endings fire, in impulses/s, for the length seen and the lengths of the fibres' polar regions."""
    state[SEEN_LENGTH] = seen_ratio
    slack = c[SENSORY_THRESHOLD] - c[SENSORY_REST]
    along = seen_ratio - c[SENSORY_REST]
    bag1 = along - state[LENGTH_BAG1] - slack
    bag2 = along - state[LENGTH_BAG2] - slack
    chain = along - state[LENGTH_CHAIN] - slack
    static_hz = c[PRIMARY_BAG2] * at_least(bag2, 0.0) + c[PRIMARY_CHAIN] * at_least(chain, 0.0)
    state[PRIMARY_HZ] = primary_hz(c[PRIMARY_BAG1] * at_least(bag1, 0.0), static_hz, c[OCCLUSION])
    on_sensory = c[ON_SENSORY] * c[SECONDARY_REST] / c[SENSORY_REST]
    on_polar = (1.0 - c[ON_SENSORY]) * c[SECONDARY_REST] / c[POLAR_REST]
    from_bag2 = on_sensory * bag2 + on_polar * (state[LENGTH_BAG2] - c[POLAR_THRESHOLD])
    from_chain = on_sensory * chain + on_polar * (state[LENGTH_CHAIN] - c[POLAR_THRESHOLD])
    state[SECONDARY_HZ] = c[SECONDARY] * (at_least(from_bag2, 0.0) + at_least(from_chain, 0.0))


@compiled
def spindle_step(state: Floats, c: Floats, length_ratio: float, dynamic_hz: float, static_hz: float) -> None:
    """Carry one spindle through one step.

    Parameters
    ----------
    state
        [state] in the order of ``STATES``, written; its last two are the discharge of primary and secondary ending.
    c
        [constant] from :func:`spindle_constants`.
    length_ratio
        Length of the muscle's fascicles at the end of the step, in optimal lengths.
    dynamic_hz, static_hz
        Fusimotor drive over the step, in impulses/s.

    Source
    ------
    mileusnic2006
    """
    state[ACTIVATION_BAG1] += (activation_frac(dynamic_hz, c[HALF_BAG1]) - state[ACTIVATION_BAG1]) * c[TAKEN_BAG1]
    state[ACTIVATION_BAG2] += (activation_frac(static_hz, c[HALF_BAG2]) - state[ACTIVATION_BAG2]) * c[TAKEN_BAG2]
    state[ACTIVATION_CHAIN] = activation_frac(static_hz, c[HALF_CHAIN])
    seen_ratio = seen_length_ratio(length_ratio, c)
    middle_ratio = 0.5 * (state[SEEN_LENGTH] + seen_ratio)
    for k in range(SPEED_BAG1 - LENGTH_BAG1):
        active = state[ACTIVATION_BAG1 + k]
        damping = c[DAMPING_BAG1 + k] + c[DYNAMIC_DAMPING_BAG1 + k] * active
        force = c[FORCE_BAG1 + k] * active
        mean = mean_speed_per_s(state[LENGTH_BAG1 + k], state[SPEED_BAG1 + k], middle_ratio, damping, force, c)
        state[SPEED_BAG1 + k] = 2.0 * mean - state[SPEED_BAG1 + k]
        state[LENGTH_BAG1 + k] += mean * c[STEP]
    spindle_endings(state, c, seen_ratio)


@compiled
def settle_spindle(state: Floats, c: Floats, length_ratio: float, dynamic_hz: float, static_hz: float) -> None:
    """Write the state that a spindle held for long at this length and drive is in."""
    state[ACTIVATION_BAG1] = activation_frac(dynamic_hz, c[HALF_BAG1])
    state[ACTIVATION_BAG2] = activation_frac(static_hz, c[HALF_BAG2])
    state[ACTIVATION_CHAIN] = activation_frac(static_hz, c[HALF_CHAIN])
    seen_ratio = seen_length_ratio(length_ratio, c)
    springs = c[STIFFNESS] * (seen_ratio - c[SENSORY_REST]) + c[POLAR_STIFFNESS] * c[POLAR_REST]
    for k in range(SPEED_BAG1 - LENGTH_BAG1):
        force = c[FORCE_BAG1 + k] * state[ACTIVATION_BAG1 + k]
        state[LENGTH_BAG1 + k] = (springs - force) / (c[STIFFNESS] + c[POLAR_STIFFNESS])
        state[SPEED_BAG1 + k] = 0.0
    spindle_endings(state, c, seen_ratio)
