"""What is drunk where: from the water that may safely be replaced to cups at the stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.body.intake_table import ML_PER_L, IntakeTable
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.prevent.drinks import Drink, plain_water
from uncramp.prevent.parameters import PreventParameters
from uncramp.texts import _
from uncramp.units import MIN_PER_H

ROUNDING: Final = 1e-6
"""Numerical: what is a whole cup but for rounding is one."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What there is: the drink with least and the one with most sodium, which may be one, and something to eat."""

    plain: Drink
    salty: Drink
    eaten: Drink | None
    assumed: bool = False  # nobody said what there is

    @property
    def has_choice(self) -> bool:
        """Whether there are two drinks to choose from."""
        return self.salty.sodium_mmol_l > self.plain.sodium_mmol_l


@dataclass(frozen=True, slots=True)
class Servings:
    """Drinks of a plan before cups are rounded; arrays of shape [stop]."""

    stop_min: Floats  # after the start
    volume_ml: Floats
    salty_share_frac: float  # of the volume that is the saltier drink
    menu: Menu

    def scaled(self, share_frac: float) -> Servings:
        """So much of it."""
        return replace(self, volume_ml=self.volume_ml * share_frac)

    def with_salt(self, share_frac: float) -> Servings:
        """The same volume, with another share of the saltier drink."""
        return replace(self, salty_share_frac=share_frac)

    @property
    def sodium_mmol_l(self) -> float:
        """Of all that is drunk."""
        m = self.salty_share_frac
        return m * self.menu.salty.sodium_mmol_l + (1.0 - m) * self.menu.plain.sodium_mmol_l

    @property
    def carbohydrate_g_l(self) -> float:
        """Of all that is drunk."""
        m = self.salty_share_frac
        return m * self.menu.salty.carbohydrate_g_l + (1.0 - m) * self.menu.plain.carbohydrate_g_l

    def table(self) -> IntakeTable:
        """As an intake, the two drinks mixed."""
        litres = self.volume_ml / ML_PER_L
        return _table(self.stop_min, self.volume_ml, litres * self.sodium_mmol_l, litres * self.carbohydrate_g_l)


@dataclass(frozen=True, slots=True)
class Cup:
    """What is taken at one stop."""

    at_min: float
    drink: Drink
    volume_ml: float
    portions_count: int  # of what is eaten

    @property
    def sodium_mmol(self) -> float:
        """In it."""
        return self.volume_ml / ML_PER_L * self.drink.sodium_mmol_l + self.portions_count * self.drink.portion_sodium_mmol

    @property
    def carbohydrate_g(self) -> float:
        """In it."""
        return self.volume_ml / ML_PER_L * self.drink.carbohydrate_g_l + self.portions_count * self.drink.portion_carbohydrate_g


def menu_of(drinks: Sequence[Drink], parameters: PreventParameters) -> Menu:
    """What there is; where nobody said, water and a sports drink.

    Raises
    ------
    InputError
        If there is something to eat only.
    """
    if not drinks:
        sports = Drink(
            _("sports drink"),
            None,
            float(parameters.sports_drink_sodium_mmol_l[0]),
            float(parameters.sports_drink_carbohydrate_g_l[0]),
            0.0,
            0.0,
        )
        return Menu(plain_water(), sports, None, assumed=True)
    liquids = sorted((drink for drink in drinks if not drink.is_eaten), key=lambda drink: drink.sodium_mmol_l)
    if not liquids:
        raise InputError(_("--drinks names nothing to drink; add what there is beside it, such as water."))
    return Menu(liquids[0], liquids[-1], next((drink for drink in drinks if drink.is_eaten), None))


def limits_l(sweat_l: Floats, water_l: Floats) -> dict[str, Floats]:
    """The most that may have been drunk by the end of each minute [minute], from a race without drinking, [draw, minute] each.

    By name: the sweat of nearly everybody, the water lost by everybody, and what runners are advised.
    """
    p = central(PreventParameters, "prevent")
    minute = np.arange(1.0, sweat_l.shape[-1] + 1.0)
    advised = load_topic("changes")["most_drinking_l_h"].value * minute / MIN_PER_H
    sweated = np.quantile(sweat_l, p.least_sweat_share_frac[0], axis=0)
    lost = (water_l[:, :1] - water_l).min(axis=0)
    return {"sweat": sweated, "body_water": lost, "advised": advised}


def safe_limit_l(limits: Mapping[str, Floats]) -> Floats:
    """The least of all limits [minute]; it never falls."""
    limit = np.maximum(np.min(list(limits.values()), axis=0), 0.0)
    return np.asarray(np.minimum.accumulate(limit[::-1])[::-1])


def servings(
    stop_min: Floats, limit_l: Floats, menu: Menu, *, share_frac: float, salty_share_frac: float, parameters: PreventParameters
) -> Servings:
    """Drinks at the stops: as much of the limit as asked for, no more at once than the stomach likes, no more sugar than the gut takes."""
    volume_ml = _taken_ml(ML_PER_L * share_frac * _at(stop_min, limit_l), float(parameters.most_at_once_ml[0]))
    volume_ml = volume_ml * _in_time_frac(stop_min, limit_l.size, parameters)
    found = Servings(stop_min, volume_ml, salty_share_frac, menu)
    most_g = float(parameters.most_carbohydrate_g_h[0]) * limit_l.size / MIN_PER_H
    sugar_g = float(volume_ml.sum()) / ML_PER_L * found.carbohydrate_g_l
    return found.with_salt(salty_share_frac * min(1.0, most_g / max(sugar_g, ROUNDING)))


def unsaid_drink() -> Drink:
    """What is drunk by thirst where nobody says what: the middle of what is then drawn."""
    drinking = load_topic("drinking")
    return Drink(
        _("water or sports drink"), None, drinking["drink_sodium_mmol_l"].value, drinking["drink_carbohydrate_g_per_l"].value, 0.0, 0.0
    )  # fmt: skip


def by_thirst(stop_min: Floats, limit_l: Floats, cup_ml: float, parameters: PreventParameters) -> IntakeTable:
    """Drinking by thirst at the stops, in whole cups, as far as the limit allows; what is in it is not said, so it is drawn."""
    thirst_l_h = load_topic("drinking")["thirst_drinking_l_h"].value
    wanted_ml = ML_PER_L * np.minimum(thirst_l_h * stop_min / MIN_PER_H, _at(stop_min, limit_l))
    volume_ml = whole_cups_ml(_taken_ml(wanted_ml, float(parameters.most_at_once_ml[0])), cup_ml)
    unsaid = np.full(stop_min.size, np.nan)
    text = _("by thirst, {rate:.1f} L/h at most (assumed)").format(rate=thirst_l_h)
    return IntakeTable(stop_min.astype(np.int64), volume_ml, unsaid, unsaid, text)


def _at(stop_min: Floats, limit_l: Floats) -> Floats:
    """The limit at each stop."""
    return np.interp(stop_min, np.arange(limit_l.size + 1.0), np.concatenate(([0.0], limit_l)))


def _in_time_frac(stop_min: Floats, rows: int, parameters: PreventParameters) -> Floats:
    """How much of a drink is still worth taking so near to the finish [stop], 0 to 1."""
    none, full = float(parameters.last_drink_min[0]), float(parameters.full_drink_min[0])
    return np.asarray(np.clip((rows - stop_min - none) / (full - none), 0.0, 1.0))


def _taken_ml(wanted_ml: Floats, most_ml: float) -> Floats:
    """What is drunk at each stop towards what is wanted so far, no more at once than the stomach likes, [stop] each."""
    volume_ml, so_far_ml = np.zeros(wanted_ml.size), 0.0
    for stop, wanted in enumerate(wanted_ml):
        volume_ml[stop] = min(max(wanted - so_far_ml, 0.0), most_ml)
        so_far_ml += volume_ml[stop]
    return volume_ml


def whole_cups_ml(volume_ml: Floats, cup_ml: float) -> Floats:
    """Volumes [stop] rounded down to whole cups, so that by no stop more is drunk than before."""
    so_far_ml = np.floor(np.cumsum(volume_ml) / cup_ml + ROUNDING) * cup_ml
    return np.diff(so_far_ml, prepend=0.0)


def cups_of(found: Servings, cup_ml: float, duration_min: float, parameters: PreventParameters) -> tuple[Cup, ...]:
    """Whole cups, rounded down so that by no stop more is drunk than planned; each cup is of one drink."""
    volume_ml = whole_cups_ml(found.volume_ml, cup_ml)
    cups: list[Cup] = []
    owed_ml = 0.0  # of the saltier drink
    for at_min, volume in zip(found.stop_min, volume_ml, strict=True):
        if volume <= 0.0:
            continue
        owed_ml += volume * found.salty_share_frac
        salty = owed_ml > 0.5 * volume
        owed_ml -= volume if salty else 0.0
        cups.append(Cup(float(at_min), found.menu.salty if salty else found.menu.plain, float(volume), 0))
    return tuple(sorted([*cups, *_eaten(found, cups, duration_min, parameters)], key=lambda cup: cup.at_min))


def _eaten(found: Servings, cups: Sequence[Cup], duration_min: float, parameters: PreventParameters) -> list[Cup]:
    """Portions of what there is to eat, along the way, up to the sugar that the gut takes; with a drink each time."""
    eaten = found.menu.eaten
    if eaten is None or eaten.portion_carbohydrate_g <= 0.0:
        return []
    per_min = float(parameters.most_carbohydrate_g_h[0]) / MIN_PER_H
    drunk_g = sum(cup.carbohydrate_g for cup in cups)
    portions = (per_min * duration_min - drunk_g) / eaten.portion_carbohydrate_g
    taken, result = 0, []
    for at_min in found.stop_min:
        due = int(portions * at_min / duration_min + ROUNDING)
        if due > taken and at_min <= duration_min - float(parameters.full_drink_min[0]):
            result.append(Cup(float(at_min), eaten, 0.0, 1))
            taken += 1
    return result


def table_of(cups: Sequence[Cup]) -> IntakeTable:
    """Cups as an intake."""
    return _table(
        np.array([cup.at_min for cup in cups]),
        np.array([cup.volume_ml for cup in cups]),
        np.array([cup.sodium_mmol for cup in cups]),
        np.array([cup.carbohydrate_g for cup in cups]),
    )


def _table(at_min: Floats, volume_ml: Floats, sodium_mmol: Floats, carbohydrate_g: Floats) -> IntakeTable:
    text = _("{litres:.1f} L as planned").format(litres=volume_ml.sum() / ML_PER_L)
    return IntakeTable(at_min.astype(np.int64), volume_ml, sodium_mmol, carbohydrate_g, text)
