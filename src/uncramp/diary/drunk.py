"""What was drunk in a session and what its athlete weighed, as the diary has it, for the engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from uncramp.body.drinking import Drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.minutes import Floats
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_H, S_PER_MIN

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.diary.records import Session

ML_PER_L: Final = 1000.0


def drunk_in(session: Session, duration_s: float) -> IntakeTable | Drinking | None:
    """What was drunk as the engine takes it: the drinks by their minutes, or evenly where one has none; ``None`` where nothing was said.

    Without a drink it is what a weighing says was drunk, evenly. A drink that is said goes before: both are the same water.
    """
    drinks = session.drinks
    if not drinks:
        return _weighed(session, duration_s)
    text = _("one drink of the diary") if len(drinks) == 1 else _("{count} drinks of the diary").format(count=len(drinks))
    if any(one.at_s is None for one in drinks):
        litres = sum(one.volume_l for one in drinks)
        known = [one for one in drinks if one.sodium_mmol_l is not None]
        share = sum(one.volume_l for one in known)
        sodium = sum(one.volume_l * (one.sodium_mmol_l or 0.0) for one in known) / share if share > 0 else None
        return _evenly(litres, duration_s, sodium, text)

    def column(name: str) -> Floats:
        return np.array([np.nan if (value := getattr(one, name)) is None else value * one.volume_l for one in drinks])

    return IntakeTable(
        minute=np.array([int((one.at_s or 0.0) // S_PER_MIN) for one in drinks]),
        volume_ml=np.array([one.volume_l * ML_PER_L for one in drinks]),
        sodium_mmol=column("sodium_mmol_l"),
        carbohydrate_g=column("carbohydrate_g_l"),
        text=text,
    )


def as_weighed(athlete: Athlete, session: Session) -> Athlete:
    """The athlete with the mass before the session, as it was weighed, where they state none."""
    if athlete.mass_kg is not None or not session.weigh_ins:
        return athlete
    return replace(athlete, mass_kg=session.weigh_ins[-1].before_kg)


def _weighed(session: Session, duration_s: float) -> Drinking | None:
    """What the weighing said last has of drinking; nobody says there what was in it."""
    said = [one.drank_l for one in session.weigh_ins if one.drank_l is not None]
    return _evenly(said[-1], duration_s, None, _("{volume} L (weighed)").format(volume=f"{round(said[-1], 2):g}")) if said else None


def _evenly(volume_l: float, duration_s: float, sodium_mmol_l: float | None, text: str) -> Drinking:
    return Drinking(volume_l * ML_PER_L / (duration_s / S_PER_H) / MIN_PER_H, 1.0, sodium_mmol_l, text)
