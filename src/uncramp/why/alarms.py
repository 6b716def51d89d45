"""Levels at which the page speaks up."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats


@dataclass(frozen=True)
class AlarmParameters:
    """Levels at which the page speaks up; evidence/alarms.toml."""

    low_plasma_sodium_mmol_l: Floats
    high_core_c: Floats
    large_water_loss_frac: Floats
    highest_finisher_core_c: Floats
    longest_failure_min: Floats
    core_agreement_k: Floats
    dangerous_plasma_sodium_mmol_l: Floats
    dangerous_core_c: Floats
    telling_mass_gain_frac: Floats
    many_impossible_frac: Floats
    most_impossible_frac: Floats
    alarming_share_frac: Floats
    low_sodium_share_frac: Floats
