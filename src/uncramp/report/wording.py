"""Numbers and ids as a person would say them, in metric or imperial units."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.minutes import Floats, Leg
from uncramp.texts import N_, _
from uncramp.units import KG_PER_POUND, S_PER_H, S_PER_MIN, elapsed_text, fahrenheit, feet, fluid_ounces, gallons, miles
from uncramp.why.answers import Caution, CrampEvent, Range

SYSTEMS: Final = ("metric", "imperial")
"""Systems of units that a person may read."""

MISSING: Final = N_("not known")
THIN: Final = "\u202f"  # narrow no-break space between a number and its unit

GRADE_WORDS: Final = {
    "cramp": N_("measured in people who cramp"),
    "athletes": N_("measured in exercising people"),
    "healthy": N_("measured in healthy people"),
    "animal": N_("measured in animals"),
    "memory": N_("published, not checked again"),
    "fitted": N_("fitted to published incidence"),
    "assumed": N_("assumed"),
}
GRADE_NOTES: Final = {
    "cramp": N_("in the field or as a cramp set off in the laboratory: nearest to your question"),
    "athletes": N_("in exercise, but not of cramps"),
    "healthy": N_("at rest or in another setting"),
    "animal": N_("and carried over to people"),
    "memory": N_("the figure is recalled from the literature and was not found again"),
    "fitted": N_("set so that simulated races cramp as often as real ones"),
    "assumed": N_("our own choice; the registry says why, and its range is wide"),
}
URGENCY_WORDS: Final = {
    "note": N_("Note"),
    "self_care": N_("Take care"),
    "clinician_soon": N_("See a clinician soon"),
    "same_day": N_("See a clinician today"),
    "emergency": N_("Emergency"),
}
UNSAID: Final = {  # what an athlete may say -> in words
    "mass_kg": N_("body mass"), "height_m": N_("height"), "age_year": N_("age"), "sex": N_("sex"),
    "maximal_oxygen_uptake_ml_kg_min": N_("fitness"), "acclimatisation_day": N_("heat acclimatisation"), "sweat_rate_l_h": N_("sweat rate"),
    "sweat_sodium_mmol_l": N_("sweat sodium"), "cramp_history": N_("cramp history"), "training_h_per_week": N_("weekly training"),
    "longest_session_h": N_("longest recent session"), "descent_m_per_week": N_("usual downhill"), "warm_up_min": N_("warm-up"),
    "cool_down_min": N_("cool-down"), "sleep_h": N_("sleep"), "rest_day": N_("rest days"),
}  # fmt: skip
ALARMS_OF_SESSION: Final = ("low_plasma_sodium", "mass_gain", "high_core")
"""Cautions about what a session does; of a planned one nobody needs a clinician yet, but it should not be begun so."""
URGENT: Final = ("emergency", "same_day", "clinician_soon")
"""Urgencies of cautions that stand before anything else."""
LEAST_PERCENT: Final = 0.1
MOST_PERCENT: Final = 99.0
"""A chance below or above is not told more finely."""
SPORT_WORDS: Final = {
    "running": N_("running"), "trail_running": N_("trail running"), "treadmill_running": N_("treadmill running"), "walking": N_("walking"),
    "hiking": N_("hiking"), "cycling": N_("cycling"), "indoor_cycling": N_("indoor cycling"), "mountain_biking": N_("mountain biking"),
    "swimming": N_("swimming"), "rowing": N_("rowing"), "cross_country_skiing": N_("cross country skiing"), "football": N_("football"),
    "strength": N_("strength"), "transition": N_("transition"), "rest": N_("rest"), "unknown": N_("unknown"),
}  # fmt: skip
BOTH_SIDES: Final = N_("both")
SPORTS_SHOWN: Final = 3


def heading(caution: Caution, *, planned: bool) -> str:
    """The word or two before a caution."""
    if planned and caution.urgency in URGENT and caution.id in ALARMS_OF_SESSION:
        return _("Danger")
    return _(URGENCY_WORDS.get(caution.urgency, URGENCY_WORDS["note"]))


@dataclass(frozen=True, slots=True)
class Quantity:
    """How one kind of number is shown: from our unit to a person's."""

    unit: str
    convert: Callable[[float], float]
    digits: int

    def array(self, values: Floats) -> Floats:
        """A whole trace converted."""
        return np.asarray(self.convert(values), dtype=np.float64)  # type: ignore[arg-type]  # plain arithmetic takes both


def _times(factor: float) -> Callable[[float], float]:
    return lambda value: value * factor


def _same(value: float) -> float:
    return value


_BOTH: Final = {
    "percent": Quantity("%", _times(100.0), 0),
    "fine_percent": Quantity("%", _times(100.0), 1),
    "heart_rate": Quantity("bpm", _same, 0),
    "power": Quantity("W", _same, 0),
    "sodium": Quantity("mmol/L", _same, 1),
    "whole_sodium": Quantity("mmol/L", _same, 0),
    "amount": Quantity("mmol", _same, 0),
    "whole_frequency": Quantity("Hz", _same, 0),
}
_METRIC: Final = {
    "temperature": Quantity("°C", _same, 1),
    "whole_temperature": Quantity("°C", _same, 0),
    "volume": Quantity("L", _same, 1),
    "supply": Quantity("L", _same, 0),
    "distance": Quantity("km", _times(1e-3), 1),
    "altitude": Quantity("m", _same, 0),
    "speed": Quantity("km/h", _times(S_PER_H / 1000.0), 1),
    "pace": Quantity("min/km", lambda speed_m_s: 1000.0 / S_PER_MIN / speed_m_s, 2),
    "wind": Quantity("m/s", _same, 1),
    "mass": Quantity("kg", _same, 1),
}
_IMPERIAL: Final = {
    "temperature": Quantity("°F", fahrenheit, 1),
    "whole_temperature": Quantity("°F", fahrenheit, 0),
    "volume": Quantity("fl oz", fluid_ounces, 0),
    "supply": Quantity("gal", gallons, 0),
    "distance": Quantity("mi", miles, 1),
    "altitude": Quantity("ft", feet, 0),
    "speed": Quantity("mph", lambda speed_m_s: miles(speed_m_s * S_PER_H), 1),
    "pace": Quantity("min/mi", lambda speed_m_s: 1.0 / miles(speed_m_s * S_PER_MIN), 2),
    "wind": Quantity("mph", lambda speed_m_s: miles(speed_m_s * S_PER_H), 0),
    "mass": Quantity("lb", _times(1.0 / KG_PER_POUND), 0),
}


class Wording:
    r"""Says values in one system of units.

    Raises
    ------
    InputError
        If ``units`` is neither metric nor imperial.

    Examples
    --------
    >>> Wording("imperial").say("temperature", 37.0)
    '98.6\u202f°F'
    """

    def __init__(self, units: str = "metric") -> None:
        if units not in SYSTEMS:
            raise InputError(_("units is {units}, which is not known. Use metric or imperial.").format(units=repr(units)))
        self.units = units
        self._quantities = _BOTH | (_METRIC if units == "metric" else _IMPERIAL)

    def quantity(self, kind: str) -> Quantity:
        """How numbers of this kind are shown."""
        return self._quantities[kind]

    def say(self, kind: str, value: float) -> str:
        """One value with its unit."""
        how = self._quantities[kind]
        if not math.isfinite(value):
            return _(MISSING)
        if kind == "pace":
            return f"{clock(how.convert(value))}{THIN}{how.unit}"
        return f"{number(how.convert(value), how.digits)}{THIN}{how.unit}"

    def say_range(self, kind: str, value: Range) -> str:
        """Median with its range, the unit said once."""
        middle, span = self.say(kind, value.median), self.span(kind, value)
        return _("{middle} ({span})").format(middle=middle, span=span) if span else middle

    def span(self, kind: str, value: Range) -> str:
        """Low and high without their unit; "" where they are alike, or not known."""
        how = self._quantities[kind]
        if not math.isfinite(value.median):
            return ""
        low, high = (number(how.convert(end), how.digits) for end in (value.low, value.high))
        return "" if low == high else _("{low} to {high}").format(low=low, high=high)

    def local(self, text: str) -> str:
        r"""``text`` of the model with its metric quantities in the person's units.

        Examples
        --------
        >>> Wording("imperial").local("as stated: air 12 degC, wind 1.5 m/s; 0.4 to 0.8 L/h")
        'as stated: air 54 °F, wind 3.4 mph; 14 to 27 oz/h'
        >>> Wording().local("28 degC")
        '28 °C'
        """
        metric = text.replace("degC", "°C")
        if self.units == "metric":
            return metric
        return _METRIC_TEXT.sub(_imperial, _ESTIMATE.sub(r"\1 \2 (estimate \3 \2, \4 to \5 \2)", metric))


_NUMBER: Final = r"[-−]?\d+(?:\.\d+)?"
_METRIC_TEXT: Final = re.compile(
    rf"(?<![\w.])(?:({_NUMBER}) (to|and) )?({_NUMBER})[ \u202f]?(°C|m/s|L/h|mL/h|ml/h|L|mL|ml|km|m)(?![\w/])"
)
# the unit said once before the brackets holds inside them too
_ESTIMATE: Final = re.compile(rf"({_NUMBER}) (°C|L) \(estimate ({_NUMBER}), ({_NUMBER}) to ({_NUMBER})\)")
_IN_IMPERIAL: Final[dict[str, tuple[str, Callable[[float], float], int]]] = {
    "°C": ("°F", fahrenheit, 0),
    "m/s": ("mph", lambda speed_m_s: miles(speed_m_s * S_PER_H), 1),
    "L/h": ("oz/h", fluid_ounces, 0),
    "mL/h": ("oz/h", lambda volume_ml: fluid_ounces(volume_ml / 1000.0), 0),
    "ml/h": ("oz/h", lambda volume_ml: fluid_ounces(volume_ml / 1000.0), 0),
    "L": ("oz", fluid_ounces, 0),
    "mL": ("oz", lambda volume_ml: fluid_ounces(volume_ml / 1000.0), 0),
    "ml": ("oz", lambda volume_ml: fluid_ounces(volume_ml / 1000.0), 0),
    "km": ("mi", lambda distance_km: miles(1000.0 * distance_km), 1),
    "m": ("ft", feet, 0),
}


def _imperial(found: re.Match[str]) -> str:
    """One quantity, or the two of a range, in imperial units."""
    unit, convert, digits = _IN_IMPERIAL[found[4]]
    low, high = (None if part is None else number(convert(float(part.replace("−", "-"))), digits) for part in (found[1], found[3]))
    return f"{high} {unit}" if low is None else f"{low} {found[2]} {high} {unit}"


def number(value: float, digits: int) -> str:
    """Rounded, with a real minus sign and never "-0".

    Examples
    --------
    >>> number(-0.04, 1), number(-2.26, 1)
    ('0.0', '−2.3')
    """
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def clock(minutes: float) -> str:
    """Minutes as ``m:ss``, for a pace.

    Examples
    --------
    >>> clock(5.25)
    '5:15'
    """
    total = round(minutes * S_PER_MIN)
    return f"{total // 60}:{total % 60:02d}"


def chance(frac: float) -> str:
    r"""A chance, as finely as it can honestly be said.

    Examples
    --------
    >>> chance(0.0004), chance(0.004), chance(0.213), chance(0.997)
    ('under 0.1\u202f%', '0.4\u202f%', '21\u202f%', 'over 99\u202f%')
    """
    percent = 100.0 * frac
    if not math.isfinite(percent):
        return _(MISSING)
    if percent < LEAST_PERCENT:
        return _("under {percent}").format(percent=f"{LEAST_PERCENT}{THIN}%")
    if percent > MOST_PERCENT:
        return _("over {percent}").format(percent=f"{MOST_PERCENT:.0f}{THIN}%")
    return f"{number(percent, 1 if percent < 0.95 else 0)}{THIN}%"


def chance_span(value: Range) -> str:
    """The range of a chance, the sign said once where it can be."""
    low, high = chance(value.low), chance(value.high)
    if low == high:
        return low
    plain_ends = all(LEAST_PERCENT <= 100.0 * end <= MOST_PERCENT for end in (value.low, value.high))
    return _("{low} to {high}").format(low=low.removesuffix(f"{THIN}%") if plain_ends else low, high=high)


def percent(frac: float) -> str:
    """A share in whole percent."""
    return f"{number(100.0 * frac, 0)}{THIN}%" if math.isfinite(frac) else _(MISSING)


def percent_span(value: Range) -> str:
    """The range of a share."""
    if not math.isfinite(value.low):
        return ""
    return _("{low} to {high}").format(low=number(100.0 * value.low, 0), high=percent(value.high))


def event(cramp: CrampEvent) -> str:
    """The reported cramp: "left calf at 3:05:00"; no side where none was said."""
    return _("{place} at {moment}").format(place=place(cramp), moment=elapsed_text(cramp.at_s))


def place(cramp: CrampEvent) -> str:
    """Where it cramped: "left calf"; no side where none was said."""
    muscle = _(cramp.muscle)
    if cramp.side == BOTH_SIDES:
        return _("{muscle} on both sides").format(muscle=muscle)
    return _("{side} {muscle}").format(side=_(cramp.side), muscle=muscle) if cramp.side else muscle


def when(elapsed_s: float, finish_s: float) -> str:
    """A moment of the session or after it.

    Examples
    --------
    >>> when(4980.0, 5400.0), when(6000.0, 5400.0)
    ('1:23:00', '10 min after the finish')
    """
    if elapsed_s <= finish_s:
        return elapsed_text(elapsed_s)
    minutes = round((elapsed_s - finish_s) / S_PER_MIN)
    if minutes < 90:
        return _("{minutes} min after the finish").format(minutes=minutes)
    return _("{hours} h after the finish").format(hours=number(minutes / 60.0, 1))


def unsaid(athlete: Athlete) -> list[str]:
    """What was not said of the athlete, in words."""
    return [_(text) for name, text in UNSAID.items() if getattr(athlete, name) is None]


def sports(legs: Sequence[Leg], longest: str) -> str:
    """Sports of an activity in their order, "swimming, cycling, running"; ``longest`` where there are no legs."""
    named = [plain(sport) for sport in dict.fromkeys(leg.sport for leg in legs) if sport != "transition"] or [plain(longest)]
    return ", ".join([*named[:SPORTS_SHOWN], "..."] if len(named) > SPORTS_SHOWN else named)


def plain(name: str) -> str:
    """A sport in words: ``trail_running`` is "trail running"."""
    return _(SPORT_WORDS.get(name, name.replace("_", " ")))
