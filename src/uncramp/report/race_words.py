"""What every face says of a race plan, in sentences and in the reader's units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from uncramp.evidence.registry import load_topic
from uncramp.prevent import labels
from uncramp.prevent.drinks import Drink
from uncramp.prevent.fuel import fuel_text
from uncramp.prevent.plan import Course, DrinkStop, Guard, Measure, RacePlan
from uncramp.report.odds import percent_range_text, percent_text
from uncramp.report.race_splits import eased, half_way_of_risk, muscle_most_at_risk
from uncramp.report.wording import THIN, URGENCY_WORDS, Wording, number
from uncramp.texts import _
from uncramp.units import S_PER_MIN, elapsed_text, fluid_ounces
from uncramp.why.answers import Caution, Range

K_PER_FAHRENHEIT: Final = 1.8
LEAST_POINTS_FRAC: Final = 0.0005  # smaller effects are not told apart from none
SAID_ELSEWHERE: Final = ("goal_not_reached", "guard_fails")
OF_CHANCE: Final = ("draws_impossible", "goal_is_hard", "few_draws")
"""Cautions about the chance itself, which stand beside it."""


def place_text(place: float) -> str:
    """A distance as a runner says it: with a decimal only where it has one.

    Examples
    --------
    >>> place_text(5.0), place_text(12.53), place_text(42.195)
    ('5', '12.5', '42.2')
    """
    return f"{place:.1f}".removesuffix(".0")


def unit_word(units: str) -> str:
    """The reader's unit of distance, before or behind a number."""
    return _("mi") if units == "imperial" else _("km")


def pace_text(pace_s: float) -> str:
    """A pace without its unit.

    Examples
    --------
    >>> pace_text(319.6)
    '5:20'
    """
    total = round(pace_s)
    return f"{total // 60}:{total % 60:02d}"


def volume_text(volume_ml: float, units: str) -> str:
    r"""One cup, as every file that is written of the plan has it.

    Examples
    --------
    >>> volume_text(150.9, "metric"), volume_text(200.0, "imperial"), volume_text(150.0, "imperial")
    ('150\u202fml', '6.5\u202foz', '5\u202foz')
    """
    return labels.volume_text(volume_ml, units, THIN)


def total_text(plan: RacePlan, units: str) -> str:
    """All that is drunk: the sum of the cups as they are shown."""
    return labels.total_text(plan.drinks, units, THIN)


def drink_text(stop: DrinkStop, units: str) -> str:
    """What and how much, and whether it is carried."""
    told = _("{volume} {what}") if stop.volume_ml > 0.0 else "{what}"
    said = told.format(volume=volume_text(stop.volume_ml, units), what=stop.what)
    return _("{drink} (carried)").format(drink=said) if stop.carried else said


def head_text(plan: RacePlan, wording: Wording) -> str:
    """Course, sport, length, start and finish."""
    met = plan.goal_s is None or abs(plan.goal_s - plan.predicted_s) < 1.0
    goal = "" if met else _(" (goal {time})").format(time=elapsed_text(plan.goal_s or 0.0))
    course = plan.course
    facts = [course.name, sport_text(course), wording.say("distance", course.distance_m)]
    start = _("start {moment}").format(moment=plan.start.strftime("%Y-%m-%d %H:%M"))
    return " · ".join([*facts, start, _("finish {time}").format(time=elapsed_text(plan.predicted_s)) + goal])


def sport_text(course: Course) -> str:
    """The sport, and where it is from if nobody said it."""
    sport = course.sport.replace("_", " ")
    if course.sport_by == "said":
        return sport
    told = _("{sport} (as the file says)") if course.sport_by == "file" else _("{sport} (ASSUMED, see --sport)")
    return told.format(sport=sport)


def weather_text(plan: RacePlan, wording: Wording) -> str:
    """The weather that the plan is for."""
    weather, say = plan.minutes.weather, wording.say
    low, high = float(weather.air_c.min()), float(weather.air_c.max())
    air = (
        say("temperature", low)
        if high - low < 0.5
        else _("{low} to {high}").format(low=say("temperature", low), high=say("temperature", high))
    )
    told = {
        "air": air,
        "humidity": _("humidity {humidity}").format(humidity=percent_text(float(weather.humidity_frac.mean()))),
        "wind": _("wind {wind}").format(wind=say("wind", float(weather.wind_m_s.mean()))),
        "sun": _("sun {sun} W/m2").format(sun=f"{float(weather.solar_w_m2.mean()):.0f}"),
    }
    known = ", ".join(text for name, text in told.items() if name not in weather.assumed_names)
    assumed = ", ".join(text for name, text in told.items() if name in weather.assumed_names)
    if not assumed:
        return _("Weather: {known}").format(known=known)
    if not known:
        return _("Weather ASSUMED: {assumed}").format(assumed=assumed)
    return _("Weather: {known}; ASSUMED: {assumed}").format(known=known, assumed=assumed)


def chance_range(value: Range) -> str:
    """A chance as the plan says it: mean and range, "12 % (5 to 24)"."""
    return percent_range_text(value, middle="mean")


def compared_text(plan: RacePlan) -> str:
    """The chance without a plan."""
    return _("Without it (even effort, drinking by thirst): {chance}").format(chance=chance_range(plan.baseline_chance_frac))


def able_text(plan: RacePlan) -> str:
    """How many could keep the pace up, which the chance does not say; "" where it is not known, or a caution says it."""
    if not math.isfinite(plan.able_frac) or any(one.id == "goal_is_hard" for one in plan.cautions):
        return ""
    return _("{able} of possible athletes like you could hold this pace on an ordinary day.").format(
        able=percent_text(plan.able_frac)
    )


def assumed_drinks_text(plan: RacePlan) -> str:
    """What is in the drinks, where nobody said it; "" where all was said."""
    if not plan.assumed_drinks:
        return ""
    listed = ", ".join(_contents_text(drink) for drink in plan.assumed_drinks)
    if plan.held_by == "thirst":
        return _("ASSUMED, for by thirst one drinks what one likes: {drinks}.").format(drinks=listed)
    return _("ASSUMED, for nobody said what there is to drink (--drinks): {drinks}.").format(drinks=listed)


def _contents_text(drink: Drink) -> str:
    """A drink, and what is in it."""
    if drink.sodium_mmol_l == drink.carbohydrate_g_l == 0.0:
        return drink.name
    return _("{drink} ({sodium} mmol/L sodium, {carbohydrate} g/L carbohydrate)").format(
        drink=drink.name, sodium=number(drink.sodium_mmol_l, 0), carbohydrate=number(drink.carbohydrate_g_l, 0)
    )


def sceptical_text(plan: RacePlan) -> str:
    """The chance if little-tried effects are nothing."""
    return _(
        "A sceptic, to whom what rests on one trial or one group is nothing, says {plan} with the plan and {baseline} without."
    ).format(plan=chance_range(plan.sceptical_chance_frac), baseline=chance_range(plan.sceptical_baseline_chance_frac))


def goal_text(plan: RacePlan) -> str:
    """What is to be said of the goal; "" where the plan reaches it or none was asked for."""
    if plan.goal_s is None or not plan.is_safe or plan.predicted_s <= plan.goal_s:
        return ""
    return _(
        "No plan that keeps every limit reaches {goal}. This is the nearest, {time}; a cooler day or hour would bring it nearer."
    ).format(goal=elapsed_text(plan.goal_s), time=elapsed_text(plan.predicted_s))


def check_text(plan: RacePlan) -> str:
    """Where to go first; "" where nothing says so."""
    if plan.is_safe:
        return ""
    said = " ".join(_(one.text) for one in plan.cautions if one.id == "guard_fails") or _("Do not race to this plan.")
    if plan.see_check:
        return _("{said} Even with drinking nothing a limit does not hold: see `uncramp check` before you start.").format(said=said)
    return _("{said} A later finish, a cooler day or `uncramp check` comes first.").format(said=said)


def where_text(plan: RacePlan, units: str) -> str:
    """Where cramps are expected, and where to be ready to slow down."""
    half = half_way_of_risk(plan, units)
    if not math.isfinite(half):
        return _("No stretch stands out.")
    told = _("Half of the expected first cramps come after {place}, most in the {muscle}.").format(
        place=f"{unit_word(units)} {place_text(half)}", muscle=_(muscle_most_at_risk(plan))
    )
    return " ".join(filter(None, (told, ease_text(plan, units))))


def ease_text(plan: RacePlan, units: str) -> str:
    """Where to hold back on purpose; "" where nowhere."""
    ranges = [
        _("{start} to {end}").format(start=place_text(start), end=place_text(end)) for start, end in eased(plan, units)
    ]  # fmt: skip
    return _("Most at risk: {unit} {ranges}.").format(unit=unit_word(units), ranges=", ".join(ranges)) if ranges else ""


def totals_text(plan: RacePlan, wording: Wording) -> str:
    """What is drunk in all, where the plan says, against what is sweated."""
    totals = plan.totals
    if not plan.names_amounts:
        return no_drinks_text(plan)
    return _(
        "In all {fluid} to drink, the sum of the cups, of {sweat} sweated; body mass {mass}, plasma sodium at its lowest {plasma}."
    ).format(
        fluid=total_text(plan, wording.units),
        sweat=wording.say_range("volume", totals.sweat_l),
        mass=wording.say_range("fine_percent", totals.mass_change_frac),
        plasma=wording.say_range("whole_sodium", totals.plasma_sodium_mmol_l),
    )


def fuel_told(plan: RacePlan) -> str:
    """The carbohydrate of the plan beside what is advised; "" where none is named, or none is needed."""
    fuel = plan.fuel
    if not plan.names_amounts or not plan.drinks or fuel.is_short:
        return ""
    return f"{fuel_text(fuel)} {_('Nothing shows that it prevents cramps.')}"


def fuel_in_short(plan: RacePlan) -> str:
    """The same in a few words."""
    fuel = plan.fuel
    if not fuel_told(plan):
        return ""
    return _("Carbohydrate: {planned:.0f} g an hour; {least:.0f} to {most:.0f} are advised for the pace (--verbose).").format(
        planned=fuel.planned_g_h, least=fuel.least_g_h, most=fuel.most_g_h
    )


def held_text_of_drinks(plan: RacePlan, wording: Wording) -> str:
    """What holds the drinking down; "" where nothing is named."""
    tested = plan.sweat_is_tested
    told = {
        "sweat": _("how little you may sweat that day, by your sweat test")
        if tested
        else _("how little a quarter of athletes like you sweat; a sweat test would tell yours"),
        "body_water": _("how little you may sweat that day at the least, by your sweat test")
        if tested
        else _("how little some athletes like you sweat; a sweat test would tell yours"),
        "advised": _("runners are advised no more than {rate} L/h").format(rate=number(load_topic("changes")["most_drinking_l_h"].value, 1)),
        "worth": _("more would lower the chance by less than a full stomach is taken to cost"),
        "stomach": _("no more is planned at one stop than goes down well; more stops would leave room for more"),
        "finish": _("what is drunk near the finish does not leave the stomach in time"),
        "guards": _("more would pass the limits on body water and blood sodium"),
        "cups": _("cups are rounded down to whole ones"),
        "thirst": _("drinking by thirst is the plan, within the limits"),
    }  # fmt: skip
    if plan.held_by not in told:
        return ""
    return wording.local(_("What holds it down most: {reason}.").format(reason=told[plan.held_by]))


def no_drinks_text(plan: RacePlan) -> str:
    """Why no drinks are named; "" where they are."""
    if plan.drinks:
        return ""
    if not plan.is_safe:
        return _("No drinks are named, for this plan is not to be followed: `uncramp check` comes before a start.")
    if plan.drinks_by == "clinician":
        return _("No drinks are named: how much to drink, and how much salt, is as your clinician said.")
    if plan.drinks_by == "thirst":
        return _(
            "No fixed drinks are named: in so long a race, without a sweat test, thirst is the guide. If your weight rises, drink nothing."
        )
    return _("No drinking that was tried is worth planning. Drink only if you are thirsty.")


def under_text(plan: RacePlan) -> str:
    """The line under a table of drinks."""
    return _("Drink no more than this; less if you are not thirsty.") if plan.names_amounts else no_drinks_text(plan)


def ranked_measures(measures: Iterable[Measure]) -> list[Measure]:
    """What the evidence supports: what the plan counts on before what could be added, the most helpful first."""
    return sorted((one for one in measures if one.supported), key=lambda one: (not one.in_plan, -one.chance_reduction_frac.mean))


def unsupported_text(plan: RacePlan, most: int = 100) -> str:
    """What the evidence does not support, ``most`` of it named with that label; "" where there is none of it."""
    names = [_(one.name) for one in plan.measures if not one.supported]
    if not names:
        return ""
    listed = "; ".join(names)
    if len(names) > most:
        listed = "; ".join(sorted(names, key=len)[:most])  # the shortest, so that there is room for more of them
        listed = _("{names}; {count} more").format(names=listed, count=len(names) - most)
    return _("Not shown to prevent cramps, and counted nowhere: {names}.").format(names=listed)


def points_text(measure: Measure) -> str:
    """What it alone takes off the chance, in percentage points."""
    value = measure.chance_reduction_frac
    largest = max(abs(value.mean), abs(value.low), abs(value.high))
    if not largest > 0.0:
        return _("not known")
    if largest < LEAST_POINTS_FRAC:
        return _("under {least}").format(least=number(100.0 * LEAST_POINTS_FRAC, 2))
    digits = 0 if abs(value.mean) >= 0.0095 else 1
    low, middle, high = (number(-100.0 * part, digits) for part in (value.high, value.mean, value.low))
    return _("{middle} ({low} to {high})").format(middle=middle, low=low, high=high)


def when_word(when: str) -> str:
    """When a measure is to be taken."""
    return {"weeks": _("weeks before"), "before": _("before"), "during": _("in the race"), "after": _("after")}[when]


def held_text(guard: Guard) -> str:
    """Whether a limit holds."""
    return _("holds") if guard.holds else _("does NOT hold")


def margin_text(guard: Guard, units: str) -> str:
    """How far inside the limit, or beyond it, in the reader's units."""
    value, unit, digits = abs(guard.margin), guard.unit, 1
    if not math.isfinite(value):
        return _("margin not known")
    if units == "imperial" and unit == "L":
        value, unit, digits = fluid_ounces(value), "oz", 0
    elif unit in ("K", "degC", "°C"):
        value, unit = (K_PER_FAHRENHEIT * value, "°F") if units == "imperial" else (value, "°C")
    elif unit in ("frac", "1"):
        value, unit = 100.0 * value, "%"
    if float(f"{value:.{digits}f}") == 0.0:
        return _("nothing to spare") if guard.holds else _("by very little")
    return (_("{margin} to spare") if guard.holds else _("{margin} beyond it")).format(
        margin=f"{number(value, digits)}{THIN}{unit}"
    )


def cautions_of_chance(plan: RacePlan) -> list[Caution]:
    """What must be known of the chance itself."""
    return [one for one in plan.cautions if one.id in OF_CHANCE]


def ranked_cautions(cautions: Sequence[Caution]) -> list[Caution]:
    """The most urgent first, without those that :func:`goal_text` and :func:`check_text` say and those beside the chance."""
    order = list(URGENCY_WORDS)
    kept = [one for one in cautions if one.id not in (*SAID_ELSEWHERE, *OF_CHANCE)]
    return sorted(kept, key=lambda one: -order.index(one.urgency) if one.urgency in order else 0)


def minutes_text(at_min: float) -> str:
    """A moment after the start."""
    return elapsed_text(at_min * S_PER_MIN)


def safety_text() -> str:
    """What stands under every plan."""
    return _(
        "An estimate, no promise and no medical device. Drinking more than you sweat is dangerous, with sodium in it or not. Confusion, "
        "collapse, vomiting or a growing headache is an emergency; for other worries: `uncramp check`."
    )


def unquoted(text: str) -> str:
    """``text`` for paper and pages, where a command stands without the marks of a terminal."""
    return text.replace("`", "")
