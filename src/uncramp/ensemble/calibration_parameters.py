"""What the hazard's scale and exponent are fitted to, and what was believed of them before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from uncramp.evidence.registry import Entry, entries_for


@dataclass(frozen=True, slots=True)
class CalibrationParameters:
    """Entries of ``evidence/calibration.toml``."""

    marathon_runners_count: Entry
    marathon_crampers_count: Entry
    onset_km: Entry
    first_half_odds_ratio: Entry
    history_odds_ratio: Entry
    prior_rate_per_h: Entry
    prior_drive_exponent_index: Entry
    prior_reference_drive_frac: Entry


@cache
def calibration_parameters() -> CalibrationParameters:
    """Entries of the topic ``calibration``."""
    return CalibrationParameters(**entries_for(CalibrationParameters, "calibration"))
