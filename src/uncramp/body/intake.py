"""Intake: what was drunk and eaten, minute by minute."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class Intake:
    """Drinking and salt, minute by minute; arrays of shape [draw, minute], so that unknown drinking can be drawn.

    ``stated`` says whether the athlete gave it; if not it is drinking by thirst (C33), drawn.
    """

    water_ml: Floats  # drunk in that minute
    sodium_mmol: Floats
    potassium_mmol: Floats
    carbohydrate_g: Floats
    stated: bool
    text: str  # in plain words: "600 ml/h with 20 mmol/L sodium", "by thirst, 0.3 to 0.5 L/h (assumed)"
