"""BodyTrace: what the body did, minute by minute, in every draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from uncramp.minutes import Floats

_NOTHING: Final = np.array(np.nan)
_NOTHING.setflags(write=False)


def not_written(*shape: int) -> Floats:
    """NaN in every place, which takes no room."""
    return np.ndarray(shape, np.float64, _NOTHING, strides=(0,) * len(shape))


@dataclass(frozen=True, slots=True)
class BodyTrace:
    """State of the body at the end of each row; arrays of shape [draw, minute]. Sums run from the start."""

    metabolic_rate_w: Floats
    work_intensity_frac: Floats  # oxygen uptake of what the rested, cool body can take up: what the muscles have to do
    relative_intensity_frac: Floats  # oxygen uptake of what the body can take up in its present state
    core_c: Floats
    muscle_c: Floats
    skin_c: Floats
    skin_wettedness_frac: Floats
    sweat_rate_l_h: Floats
    sweat_l: Floats  # secreted so far, dripping included
    drunk_l: Floats
    absorbed_water_l: Floats  # what has left the gut
    urine_l: Floats
    sodium_lost_mmol: Floats  # in sweat
    potassium_lost_mmol: Floats
    calcium_lost_mmol: Floats
    magnesium_lost_mmol: Floats
    chloride_lost_mmol: Floats
    absorbed_sodium_mmol: Floats
    total_body_water_l: Floats
    water_deficit_l: Floats  # free body water below the start; what glycogen held and gave up is no deficit
    plasma_sodium_mmol_l: Floats
    plasma_volume_change_frac: Floats
    mass_change_frac: Floats
    heart_rate_drift_bpm: Floats  # part of the heart rate that is heat and water loss, not work
    held_count: Floats = field(default_factory=lambda: np.zeros(0))  # [draw] steps in which the core was held in 33 to 44 degC


@dataclass(frozen=True, slots=True)
class FatigueTrace:
    """Fatigue of each muscle; arrays of shape [muscle, draw, minute] unless said."""

    load_frac: Floats  # load on the muscle, of its load at maximal oxygen uptake
    fast_fatigue_frac: Floats  # capacity lost for minutes (three-compartment model)
    slow_loss_frac: Floats  # capacity lost for hours to days
    damage_frac: Floats  # eccentric damage
    activation_frac: Floats  # sustained drive for the load with what is left, of that of a fresh muscle at maximal uptake
    reserve_frac: Floats  # [draw, minute] of the reserve above critical power
    failing_count: Floats = field(default_factory=lambda: np.zeros(0))  # [muscle, draw] rows in which it was asked for all it can
