"""Some of the draws of what was drawn, in any order: draw 7 of the streams stays draw 7, wherever it stands."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from uncramp.body.intake import Intake
from uncramp.body.surroundings import Surroundings

T = TypeVar("T")
DrawIndex = npt.NDArray[np.intp]

_OF_DRAWS = {
    Intake: ("water_ml", "sodium_mmol", "potassium_mmol", "carbohydrate_g"),
    Surroundings: ("air_shift_k", "humidity_shift_frac", "wind_ratio", "solar_ratio"),
}
"""Fields with draws where others have none; their first axis is that of the draws. Elsewhere it is the last of every array."""


def at_draws(drawn: T, draw_index: DrawIndex) -> T:
    """``drawn``, a dataclass of arrays, with these of its draws; one may stand there more than once."""
    if type(drawn) in _OF_DRAWS:
        taken = {name: getattr(drawn, name)[draw_index] for name in _OF_DRAWS[type(drawn)]}
        return replace(drawn, **taken)  # type: ignore[type-var]  # a dataclass, as its type is
    return _last_axis(drawn, draw_index)


def _last_axis(value: T, draw_index: DrawIndex) -> T:
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value[..., draw_index])  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _last_axis(getattr(value, field.name), draw_index) for field in fields(value)})
    return value
