"""Levels at which the page speaks up."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.body.trace import BodyTrace
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


@dataclass(frozen=True)
class Extremes:
    """What alarms are raised by: the body at its worst in a session and at its finish, [draw]."""

    lowest_plasma_sodium_mmol_l: Floats
    last_plasma_sodium_mmol_l: Floats
    hottest_core_c: Floats
    mass_change_frac: Floats
    sweat_l: Floats


def extremes_of(body: BodyTrace, session_rows: int) -> Extremes:
    """Of a body and the hours after, whose first rows are the session."""
    rows, last = slice(0, session_rows), session_rows - 1
    return Extremes(
        body.plasma_sodium_mmol_l[:, rows].min(axis=-1),
        body.plasma_sodium_mmol_l[:, last],
        body.core_c[:, rows].max(axis=-1),
        body.mass_change_frac[:, last],
        body.sweat_l[:, last],
    )
