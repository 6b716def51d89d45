"""Mechanics of the muscle: force by length, passive force, viscosity, and the tendon in series.

Lengths are in optimal fibre lengths, forces in the greatest active force. The imposed length is that of muscle and tendon less the
slack length of the tendon, so that it is the length of the fibres when nothing pulls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled, exponential
from uncramp.evidence.draws import draw
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class MechanicsParameters:
    """Constants of muscle and tendon [draw]; values and sources in evidence/mechanics.toml."""

    force_length_width_ratio: Floats
    passive_force_frac: Floats
    passive_slack_length_ratio: Floats
    passive_reference_length_ratio: Floats
    passive_shape_index: Floats
    tendon_stretch_ratio: Floats
    viscosity_s: Floats


def draw_mechanics(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> MechanicsParameters:
    """Draw the topic ``mechanics``; arrays of shape [draw]."""
    return draw(MechanicsParameters, "mechanics", draws=draws, seed=seed, overrides=overrides)


CONSTANTS: Final = (
    "per_width_squared_ratio", "passive_scale_frac", "passive_slack_length_ratio", "passive_steepness_ratio", "tendon_stiffness_ratio",
    "drag_ratio",
)  # fmt: skip
"""What :func:`mechanics_constants` packs, in this order."""
PER_WIDTH_SQUARED, PASSIVE_SCALE, PASSIVE_SLACK, PASSIVE_STEEPNESS, TENDON_STIFFNESS, DRAG = range(len(CONSTANTS))

STATES: Final = ("fibre_length_ratio", "force_frac", "active_force_frac")
"""State of muscle and tendon, in the order of its array; force is that at the tendon."""
FIBRE_LENGTH, FORCE, ACTIVE_FORCE = range(len(STATES))

LONGEST_RATIO: Final = 2.0
"""Numerical guard: fibres are held between none and twice their optimal length, far outside of what a muscle reaches."""
STEEPEST: Final = 7.9  # of what the compiled exponential takes
ROUNDS: Final = 3  # of Newton's method: from the length a step before, two suffice


def mechanics_constants(parameters: MechanicsParameters, *, step_s: float, member: int = 0) -> Floats:
    """Constants of one draw as :func:`mechanics_step` reads them, [constant] in the order of ``CONSTANTS``."""
    p = {field.name: float(getattr(parameters, field.name)[member]) for field in fields(parameters)}
    return np.array([
        1.0 / p["force_length_width_ratio"] ** 2,
        p["passive_force_frac"] / np.expm1(p["passive_shape_index"]),
        p["passive_slack_length_ratio"],
        p["passive_shape_index"] / (p["passive_reference_length_ratio"] - p["passive_slack_length_ratio"]),
        1.0 / p["tendon_stretch_ratio"],
        p["viscosity_s"] / step_s,
    ])  # fmt: skip


@compiled
def force_length_frac(length_ratio: float, c: Floats) -> float:
    """Active force that fibres of this length have of their greatest."""
    away = length_ratio - 1.0
    return exponential(at_least(-away * away * c[PER_WIDTH_SQUARED], -STEEPEST))


@compiled
def passive_force_frac(length_ratio: float, c: Floats) -> float:
    """Force of fibres of this length at rest, none below their slack length."""
    steps = at_least(length_ratio - c[PASSIVE_SLACK], 0.0) * c[PASSIVE_STEEPNESS]
    force: float = c[PASSIVE_SCALE] * (exponential(at_most(steps, STEEPEST)) - 1.0)
    return force


@compiled
def mechanics_step(state: Floats, c: Floats, length_ratio: float, active_frac: float) -> None:
    """Find the length of the fibres at the end of a step, where they and the tendon pull alike.

    Parameters
    ----------
    state
        [state] in the order of ``STATES``, written.
    c
        [constant] from :func:`mechanics_constants`.
    length_ratio
        Imposed length at the end of the step.
    active_frac
        Active force at optimal length, from the motor units.
    """
    before = state[FIBRE_LENGTH]
    fibre = before
    for _ in range(ROUNDS):
        by_length = active_frac * force_length_frac(fibre, c)
        passive = passive_force_frac(fibre, c)
        slope = -2.0 * (fibre - 1.0) * c[PER_WIDTH_SQUARED] * by_length
        if fibre > c[PASSIVE_SLACK]:
            slope += c[PASSIVE_STEEPNESS] * (passive + c[PASSIVE_SCALE])
        tendon = c[TENDON_STIFFNESS] * (length_ratio - fibre)
        missing = tendon - by_length - passive - c[DRAG] * (fibre - before)
        fibre += missing / at_least(slope + c[TENDON_STIFFNESS] + c[DRAG], 1.0)
        fibre = at_most(at_least(fibre, 0.0), LONGEST_RATIO)
    state[FIBRE_LENGTH] = fibre
    state[ACTIVE_FORCE] = active_frac * force_length_frac(fibre, c)
    state[FORCE] = at_least(c[TENDON_STIFFNESS] * (length_ratio - fibre), 0.0)


@compiled
def settle_mechanics(state: Floats, c: Floats, length_ratio: float) -> None:
    """Write the state of a muscle that has been at rest at this length for long."""
    state[FIBRE_LENGTH] = length_ratio
    for _ in range(ROUNDS * ROUNDS):
        fibre = state[FIBRE_LENGTH]
        passive = passive_force_frac(fibre, c)
        slope = c[PASSIVE_STEEPNESS] * (passive + c[PASSIVE_SCALE]) if fibre > c[PASSIVE_SLACK] else 0.0
        state[FIBRE_LENGTH] = fibre + (c[TENDON_STIFFNESS] * (length_ratio - fibre) - passive) / (slope + c[TENDON_STIFFNESS])
    state[ACTIVE_FORCE] = 0.0
    state[FORCE] = at_least(c[TENDON_STIFFNESS] * (length_ratio - state[FIBRE_LENGTH]), 0.0)
