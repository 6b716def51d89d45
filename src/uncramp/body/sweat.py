"""Sweat: the signal that asks for it, and what an individual gland can give."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.compiled import at_least, at_most, compiled, exponential
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class SweatParameters:
    """Constants of secretion [draw]; values and sources in evidence/sweat.toml."""

    core_gain_w_m2_k: Floats
    skin_gain_w_m2_k: Floats
    work_gain_frac: Floats
    doubling_k: Floats
    limit_l_h_m2: Floats
    lag_s: Floats
    acclimatised_gain_frac: Floats
    age_loss_frac_per_year: Floats
    age_onset_year: Floats
    age_floor_frac: Floats
    dehydration_onset_frac: Floats
    dehydration_end_frac: Floats


@compiled
def sweat_demand_w(
    core_error_k: float,
    skin_error_k: float,
    work_w: float,
    core_gain_w_k: float,
    skin_gain_w_k: float,
    local_per_k: float,
    limit_w: float,
) -> float:
    """Secretion the controller asks for, as the heat it would take if all of it evaporated (Stolwijk 1971, as in JOS-3)."""
    felt_k = at_least(skin_error_k, 0.0)  # cold skin does not stop the sweat that work and a warm core ask for
    signal_w = at_least(work_w + core_gain_w_k * core_error_k + skin_gain_w_k * felt_k, 0.0)
    local = exponential(local_per_k * at_most(at_least(skin_error_k, -20.0), 20.0))
    return at_most(signal_w * local, limit_w)


@compiled
def secretion_left_frac(deficit_frac: float, onset_frac: float, fall_per_frac: float) -> float:
    """Share of secretion that a water deficit (of body mass) leaves: 1 to the onset, falling evenly to 0."""
    return at_least(at_most(1.0 - (deficit_frac - onset_frac) * fall_per_frac, 1.0), 0.0)
