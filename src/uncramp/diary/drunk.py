"""What was drunk in a session, as the diary has it, for the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from uncramp.body.drinking import Drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.minutes import Floats
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_H, S_PER_MIN

if TYPE_CHECKING:
    from uncramp.diary.records import Drink

ML_PER_L: Final = 1000.0


def drunk_in(drinks: Sequence[Drink], duration_s: float) -> IntakeTable | Drinking | None:
    """The drinks of a session as the engine takes them: by their minutes, or evenly where one has none; ``None`` where none was said."""
    if not drinks:
        return None
    text = _("one drink of the diary") if len(drinks) == 1 else _("{count} drinks of the diary").format(count=len(drinks))
    if any(one.at_s is None for one in drinks):
        litres = sum(one.volume_l for one in drinks)
        known = [one for one in drinks if one.sodium_mmol_l is not None]
        share = sum(one.volume_l for one in known)
        sodium = sum(one.volume_l * (one.sodium_mmol_l or 0.0) for one in known) / share if share > 0 else None
        return Drinking(litres * ML_PER_L / (duration_s / S_PER_H) / MIN_PER_H, 1.0, sodium, text)

    def column(name: str) -> Floats:
        return np.array([np.nan if (value := getattr(one, name)) is None else value * one.volume_l for one in drinks])

    return IntakeTable(
        minute=np.array([int((one.at_s or 0.0) // S_PER_MIN) for one in drinks]),
        volume_ml=np.array([one.volume_l * ML_PER_L for one in drinks]),
        sodium_mmol=column("sodium_mmol_l"),
        carbohydrate_g=column("carbohydrate_g_l"),
        text=text,
    )
