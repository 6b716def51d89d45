"""Short words of a plan for other people's programs: calendars, watches and trainers. One line, in the person's units, no word about health."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from uncramp.errors import InputError
from uncramp.prevent.plan import DrinkStop, RacePlan
from uncramp.texts import _
from uncramp.training import M_PER_KM
from uncramp.units import M_PER_MILE, S_PER_MIN, fluid_ounces, miles

UNITS: Final = ("metric", "imperial")
_ML_PER_L: Final = 1000.0
_ROUNDING: Final = 1e-9  # numerical: what is whole but for rounding is whole


def one_line(text: str) -> str:
    r"""``text`` on one line, without letters that cannot be shown: a name may come from a file.

    Examples
    --------
    >>> one_line(" City\n marathon\x07 ")
    'City marathon'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def cut(text: str, bytes_count: int) -> str:
    """The beginning of ``text`` that takes at most so many bytes in UTF-8, whole letters only.

    Examples
    --------
    >>> cut("Läufe", 3)
    'Lä'
    """
    return text.encode()[:bytes_count].decode(errors="ignore").strip()


def cut_words(text: str, bytes_count: int) -> str:
    """As :func:`cut`, but whole words where there are several.

    Examples
    --------
    >>> cut_words("slowly down, quickly up", 15)
    'slowly down,'
    """
    short = cut(text, bytes_count)
    whole = short == text or text[len(short) :].startswith(" ") or " " not in short
    return short if whole else short.rpartition(" ")[0]


def check_units(units: str) -> None:
    """Refuse units that are not known.

    Raises
    ------
    InputError
        If ``units`` is neither metric nor imperial.
    """
    if units not in UNITS:
        raise InputError(_("units is {units}, which is not known. Use metric or imperial.").format(units=repr(units)))


def distance_text(distance_m: float, units: str) -> str:
    """A distance with at most one decimal.

    Examples
    --------
    >>> distance_text(42195.0, "metric"), distance_text(5000.0, "metric"), distance_text(42195.0, "imperial")
    ('42.2 km', '5 km', '26.2 mi')
    """
    if units == "imperial":
        return f"{round(miles(distance_m), 1):g} mi"
    return f"{round(distance_m / M_PER_KM, 1):g} km"


def cup(volume_ml: float, units: str) -> float:
    """What is shown of one cup, in whole millilitres or half ounces, rounded down: a drink is never more than planned.

    Every face and file shows a cup by this, so that they say the same.

    Examples
    --------
    >>> cup(150.9, "metric"), cup(150.0, "imperial"), cup(200.0, "imperial")
    (150.0, 5.0, 6.5)
    """
    if units == "imperial":
        return math.floor(2.0 * fluid_ounces(volume_ml / _ML_PER_L) + _ROUNDING) / 2.0
    return float(math.floor(volume_ml + _ROUNDING))


def amount_text(amount: float, units: str, gap: str = " ") -> str:
    """What :func:`cup` says, or the sum of several, with its unit."""
    return f"{amount:.12g}{gap}{_('oz') if units == 'imperial' else _('ml')}"


def volume_text(volume_ml: float, units: str, gap: str = " ") -> str:
    """One cup in words.

    Examples
    --------
    >>> volume_text(150.0, "metric"), volume_text(200.0, "imperial")
    ('150 ml', '6.5 oz')
    """
    return amount_text(cup(volume_ml, units), units, gap)


def total_text(drinks: Sequence[DrinkStop], units: str, gap: str = " ") -> str:
    """All that is drunk: the sum of the cups as they are shown."""
    return amount_text(sum(cup(drink.volume_ml, units) for drink in drinks), units, gap)


def pace_text(pace_s_per_km: float, units: str) -> str:
    """A pace as minutes and seconds.

    Examples
    --------
    >>> pace_text(320.0, "metric"), pace_text(320.0, "imperial")
    ('5:20/km', '8:35/mi')
    """
    seconds = round(pace_s_per_km * (M_PER_MILE / M_PER_KM if units == "imperial" else 1.0))
    return f"{seconds // int(S_PER_MIN)}:{seconds % int(S_PER_MIN):02d}{'/mi' if units == 'imperial' else '/km'}"


def check_safe(plan: RacePlan) -> None:
    """Refuse to hand on a plan that is not to be followed: a calendar or a watch shows its orders without its warnings.

    Raises
    ------
    InputError
        If a guard fails, with which.
    """
    if not plan.is_safe:
        names = ", ".join(guard.name for guard in plan.guards if not guard.holds) or _("blood sodium before the start")
        raise InputError(
            _(
                "no safe plan was found ({names}), so none is written for a calendar or a watch. Plan a later "
                "finish or a cooler hour, and go through `uncramp check` first."
            ).format(names=names)
        )


def race_title(plan: RacePlan, units: str) -> str:
    """What a calendar or a watch calls the race; its name is left out, for it may say more than others should read."""
    return _("Race {distance}").format(distance=distance_text(plan.course.distance_m, units))


def drink_text(drink: DrinkStop, units: str, *, named: bool) -> str:
    """What to take at one place, such as ``150 ml water``; the person's own name of it only if ``named``."""
    what = one_line(drink.what) if named else ""
    if drink.volume_ml > 0.0:
        return f"{volume_text(drink.volume_ml, units)} {what}".strip()
    return what or _("food")


def drinks_text(drinks: Sequence[DrinkStop], units: str, *, named: bool) -> str:
    """What to take at one place, where that may be several things."""
    return " + ".join(dict.fromkeys(drink_text(drink, units, named=named) for drink in drinks))


def prompt_text(drinks: Sequence[DrinkStop], units: str, *, named: bool) -> str:
    """What is to be had at one place; a drink is an offer, for thirst goes before the clock."""
    fluid = {drink.volume_ml > 0.0 for drink in drinks}
    offered = _("Food, and up to this if thirsty: {what}") if len(fluid) > 1 else _("Up to {what}, if thirsty")
    prompt = offered if True in fluid else _("Eat: {what}")
    return prompt.format(what=drinks_text(drinks, units, named=named))
