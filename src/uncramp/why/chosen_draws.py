"""Some of the draws of what was drawn, in any order: draw 7 of the streams stays draw 7, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from uncramp.body.intake import BY_MINUTE, Intake
from uncramp.body.surroundings import Surroundings
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats

T = TypeVar("T")
DrawIndex = npt.NDArray[np.intp]

_OF_DRAWS = {
    Intake: BY_MINUTE,
    BodyTrace: tuple(field.name for field in fields(BodyTrace)),
    Surroundings: ("air_shift_k", "humidity_shift_frac", "wind_ratio", "solar_ratio"),
}
"""Fields with draws where others have none; their first axis is that of the draws. Elsewhere it is the last of every array."""


@dataclass(frozen=True)
class Counted:
    """The draws that count, and which have to be simulated for them: a draw that was taken more than once is simulated once."""

    simulated: DrawIndex  # [simulated draw] its place among all draws
    standing: DrawIndex  # [draw that counts] place among those simulated of the one that stands for it
    weight_frac: Floats  # [draw that counts] adds to one

    @classmethod
    def of(cls, draw_index: DrawIndex, weight_frac: Floats) -> Counted:
        """Of draws with these places in the streams and these weights, [draw] each; what has no weight is left out."""
        (counting,) = np.nonzero(weight_frac > 0.0)
        _, first, standing = np.unique(draw_index[counting], return_index=True, return_inverse=True)
        return cls(counting[first], standing, weight_frac[counting])

    def few_places(self, most: int) -> DrawIndex:
        """Places of at most so many of the draws that are simulated, spread evenly among them."""
        size = self.simulated.size
        return np.linspace(0, size - 1, min(most, size)).round().astype(np.intp)

    def few(self, most: int) -> Counted:
        """These draws alone, each standing for itself."""
        places = self.few_places(most)
        weight_frac = self.simulated_weight_frac[places]
        return Counted(self.simulated[places], np.arange(places.size), weight_frac / weight_frac.sum())

    @property
    def simulated_weight_frac(self) -> Floats:
        """Of each draw that is simulated, for all that it stands for; [simulated draw] adds to one."""
        return np.asarray(np.bincount(self.standing, self.weight_frac), dtype=np.float64)


def at_draws(drawn: T, draw_index: DrawIndex) -> T:
    """``drawn``, a dataclass of arrays, with these of its draws; one may stand there more than once."""
    if type(drawn) in _OF_DRAWS:
        held = {name: getattr(drawn, name) for name in _OF_DRAWS[type(drawn)]}
        serves_all = isinstance(drawn, Intake)  # of an intake one draw may stand for all
        taken = {name: values if serves_all and values.shape[0] == 1 else values[draw_index] for name, values in held.items()}
        return replace(drawn, **taken)  # type: ignore[type-var]  # a dataclass, as its type is
    return _last_axis(drawn, draw_index)


def _last_axis(value: T, draw_index: DrawIndex) -> T:
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value[..., draw_index])  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _last_axis(getattr(value, field.name), draw_index) for field in fields(value)})
    return value
