"""Intake: what was drunk and eaten, minute by minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from uncramp.minutes import Floats

BY_MINUTE: Final = ("water_ml", "sodium_mmol", "potassium_mmol", "carbohydrate_g", "thirst_frac")
"""Fields of :class:`Intake` that are [draw, minute], in the order in which the engine reads them."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Drinking and salt, minute by minute; arrays of shape [draw, minute], so that unknown drinking can be drawn.

    ``stated`` says whether the athlete gave it; if not it is drinking by thirst (C33), drawn: ``water_ml`` and what is in it is then what
    is drunk at a usual loss of water, and the engine makes it more or less as the body lacks more or less.
    """

    water_ml: Floats  # drunk in that minute
    sodium_mmol: Floats
    potassium_mmol: Floats
    carbohydrate_g: Floats
    stated: bool
    text: str  # in plain words: "600 ml/h with 20 mmol/L sodium", "by thirst, about 0.3 to 0.5 L/h (assumed)"
    thirst_frac: Floats = field(default_factory=lambda: np.zeros((1, 1)))  # 1 where it follows thirst; one draw may stand for all
