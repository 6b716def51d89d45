"""When no drink may be named: more was drunk than lost, or the salt in the blood is, or may be, too low."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from uncramp.check.rulebook import LEVELS
from uncramp.evidence.draws import central
from uncramp.texts import _
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import Caution

ALARMS: Final = ("low_plasma_sodium", "mass_gain")
"""Cautions of a session that forbid more drinks; see :mod:`uncramp.why.cautions`."""


def alarms_among(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    """Those that forbid drinks; what is no more than self-care rests on drinking that was assumed, and is none."""
    found = [one for one in cautions if one.id in ALARMS and one.urgency in LEVELS[1:]]
    return tuple(sorted(found, key=lambda one: -LEVELS.index(one.urgency)))


def gain_alarm(mass_change_frac: float) -> tuple[Caution, ...]:
    """The alarm of a session after which body mass was higher than before, however little."""
    if not mass_change_frac > 0.0:
        return ()
    text = _(
        "More was drunk than lost. That is the way to low blood sodium. If you feel sick, have a headache or puffy hands: call for help."
    )
    return (Caution("mass_gain", text, "same_day"),)


def resting_sodium_alarm(plasma_sodium_mmol_l: float | None) -> tuple[Caution, ...]:
    """The alarm of a resting blood test below the level of low blood sodium.

    Source
    ------
    hewbutler2015 (G11).
    """
    level = central(AlarmParameters, "alarms").low_plasma_sodium_mmol_l.item()
    if plasma_sodium_mmol_l is None or plasma_sodium_mmol_l >= level:
        return ()
    text = _(
        "Your resting blood sodium of {value} mmol/L is below {level}: see a clinician before you train on or race, and ask how much to drink and salt."
    )
    return (Caution("resting_sodium", text.format(value=f"{plasma_sodium_mmol_l:.0f}", level=f"{level:.0f}"), "same_day"),)
