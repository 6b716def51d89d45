"""Constants of the threshold, the rate and the severity, as drawn from the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uncramp.evidence.draws import Who, draw, in_everybody
from uncramp.minutes import Floats


@dataclass(frozen=True)
class ThresholdParameters:
    """Cramp threshold frequency and what moves it [draw]; evidence/threshold.toml."""

    without_history_hz: Floats
    with_history_hz: Floats
    calf_ratio: Floats
    hamstrings_ratio: Floats
    quadriceps_ratio: Floats
    water_deficit_ratio: Floats
    dilution_ratio_per_mmol_l: Floats
    greatest_dilution_mmol_l: Floats
    drink_sodium_ratio_per_mmol: Floats
    greatest_drink_sodium_ratio: Floats
    damage_ratio: Floats
    measured_effect_ratio: Floats
    greatest_fatigue_ratio: Floats


@dataclass(frozen=True)
class HazardParameters:
    """From drive and threshold to a rate [draw]; evidence/hazard.toml."""

    rate_per_h: Floats
    drive_exponent_index: Floats
    reference_drive_frac: Floats
    reference_threshold_hz: Floats
    threshold_sensitivity_index: Floats
    posture_share_frac: Floats
    posture_drive_frac: Floats
    greatest_posture_drive_frac: Floats


@dataclass(frozen=True)
class SeverityParameters:
    """How bad a cramp is, given one [draw]; evidence/severity.toml."""

    ease_off_or_stop_frac: Floats
    stop_frac: Floats
    worsening_index: Floats
    usual_rate_per_h: Floats


@dataclass(frozen=True)
class CrampParameters:
    """Everything ``hazard`` draws."""

    threshold: ThresholdParameters
    hazard: HazardParameters
    severity: SeverityParameters
    mechanism: npt.NDArray[np.int64]  # [draw], into names.MECHANISMS
    accepted_set: npt.NDArray[np.int64]  # [draw], into the sets of the reflex table


def draw_cramp_parameters(
    mechanism: str = "mixture", *, draws: int, seed: int, athlete: Who = "", overrides: Mapping[str, float] | None = None
) -> CrampParameters:
    """Draw the topics ``threshold``, ``hazard`` and ``severity`` and the hypothesis and the accepted set of each draw."""
    from uncramp.hazard.susceptibility import draw_mechanism
    from uncramp.reflex.accepted import choose_sets

    return CrampParameters(
        draw(ThresholdParameters, "threshold", draws=draws, seed=seed, athlete=athlete, overrides=overrides),
        draw(HazardParameters, "hazard", draws=draws, seed=seed, athlete=athlete, overrides=overrides),
        draw(SeverityParameters, "severity", draws=draws, seed=seed, athlete=athlete, overrides=overrides),
        in_everybody(draw_mechanism(mechanism, draws=draws, seed=seed), athlete),
        in_everybody(choose_sets(draws=draws, seed=seed), athlete),
    )
