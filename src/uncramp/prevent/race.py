"""The race plan: what to do in a race, before it and after it, so that a cramp is least likely. ``plan_race`` is its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from uncramp.activity.history import read_history
from uncramp.activity.weather import WeatherSource
from uncramp.assess import assess_minutes
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.body.intake_table import ML_PER_L
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.prevent.brief import Brief, check_start, check_weather
from uncramp.prevent.course import course_of
from uncramp.prevent.drinking import menu_of, unsaid_drink
from uncramp.prevent.drinks import Drink, parse_drinks
from uncramp.prevent.goal import goal_s_of
from uncramp.prevent.guarded import cautions_of_plan, guards_of, is_dry_unsafe
from uncramp.prevent.measures import measures_of, without_one_group
from uncramp.prevent.parameters import PreventParameters
from uncramp.prevent.past import PastRace, past_session_of
from uncramp.prevent.plan import DrinkStop, RacePlan, Totals
from uncramp.prevent.predicted import predicted_s
from uncramp.prevent.rehearsal import People, chances_of
from uncramp.prevent.search import Choice
from uncramp.prevent.settle import Settled, do_nothing, settle_at, settled
from uncramp.prevent.stations import Stations, parse_stations
from uncramp.prevent.stretches import place_at_km, stretches_of
from uncramp.prevent.tradeoff import tradeoff_of
from uncramp.texts import _
from uncramp.training import TrainingHistory
from uncramp.units import S_PER_MIN, elapsed_text
from uncramp.why.answers import Range

Progress = Callable[[float, str], None]
USUAL_CUP_ML = 50.0


def plan_race(
    course: str | Path,
    athlete: Athlete | None = None,
    *,
    start: datetime,
    goal: float | str | None = None,
    sport: str | None = None,
    weather: WeatherSource | None = None,
    history: str | Path | TrainingHistory | None = None,
    past: Sequence[str | Path | PastRace] = (),
    drinks: str | Sequence[Drink] = (),
    aid_stations: str | Stations | None = None,
    cup_ml: float = USUAL_CUP_ML,
    draws: int = 200,
    seed: int = 0,
    mechanism: str = "mixture",
    overrides: Mapping[str, float] | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> RacePlan:
    """Plan a race: pace by kilometre, drinks by station, and what else helps, each with what it is worth.

    Parameters
    ----------
    course
        A GPX or FIT course, a past activity (its way, not its pace), or a distance such as ``42.195km`` or ``marathon``.
    athlete
        Who it is; what is missing is drawn from the population and widens the range.
    start
        With its zone; without one it is taken as UTC.
    goal
        Finish time, in seconds or as typed; without it one is predicted.
    sport
        Of the race; that of the activity, or running, if not given.
    weather
        Where from; without it, it is assumed.
    history
        Folder of earlier files of the same athlete, or what was read from it.
    past
        Past sessions of the athlete, by their files or as they were read, of which the longest tells the fitness.
    drinks
        What there is, as ``parse_drinks`` reads it; water and a sports drink if not given.
    aid_stations
        Where, as ``parse_stations`` reads it; carried if not given.
    cup_ml
        Drinks are rounded down to a multiple of this.
    draws, seed, mechanism, overrides
        As of :func:`uncramp.assess`.
    now
        The clock of the face that asks, which refuses a start in the past; not asked if not given.
    progress
        Called with the share done and what is being done.

    Returns
    -------
    RacePlan

    Raises
    ------
    ActivityFileError
        If a file cannot be read.
    InputError
        If an argument cannot be used, the start is past, or the goal is beyond people, or beyond this athlete.
    SimulationError
        If nobody keeps cool in such weather at any pace that is looked at.
    """
    say = progress or _silent
    say(0.0, "reading the course")
    check_start(start, now)
    brief = _brief(
        course, athlete or Athlete(), start=start, sport=sport, weather=weather, history=history, past=past, drinks=drinks,
        aid_stations=aid_stations, cup_ml=cup_ml, draws=draws, seed=seed, mechanism=mechanism, overrides=overrides,
    )  # fmt: skip
    goal_s = None if goal is None else goal_s_of(goal, brief.course)
    begin_s = predicted_s(brief) if goal_s is None else goal_s
    check_weather(weather, begin_s)
    _check_able(brief, goal_s)
    found = settled(brief, begin_s, free_time=goal_s is None, say=lambda share, text: say(0.6 * share, text))
    say(0.6, "assessing the plan")
    found, assessment = _not_worse_than_nothing(brief, found)
    say(0.7, "telling the measures apart")
    return _told(brief, goal_s, found, assessment, say)


def _brief(course: str | Path, athlete: Athlete, *, start: datetime, sport: str | None, weather: WeatherSource | None,
           history: str | Path | TrainingHistory | None, past: Sequence[str | Path | PastRace], drinks: str | Sequence[Drink],
           aid_stations: str | Stations | None, cup_ml: float, draws: int, seed: int, mechanism: str,
           overrides: Mapping[str, float] | None) -> Brief:  # fmt: skip
    where = course_of(course, sport)
    p = central(PreventParameters, "prevent")
    if not 0.0 < cup_ml <= p.most_at_once_ml[0]:
        raise InputError(
            _("a cup is {cup_ml} ml; expected above 0 to {most_at_once_ml} ml.").format(
                cup_ml=f"{cup_ml:g}", most_at_once_ml=f"{p.most_at_once_ml[0]:g}"
            )
        )
    if isinstance(history, str | Path):
        history = read_history(history, start, where.sport)
    before = past_session_of(
        past, athlete, sport=where.sport, history=history, mechanism=mechanism, draws=draws, seed=seed, overrides=overrides
    )
    return Brief(
        course=where,
        athlete=athlete,
        start=start,
        weather=weather,
        history=history,
        past=before,
        menu=menu_of(parse_drinks(drinks) if isinstance(drinks, str) else drinks, p),
        stations=aid_stations if isinstance(aid_stations, Stations) else parse_stations(aid_stations, where.distance_m),
        cup_ml=cup_ml,
        mechanism=mechanism,
        draws=draws,
        seed=seed,
        overrides=overrides,
        parameters=p,
    )


def _check_able(brief: Brief, goal_s: float | None) -> None:
    """Refuse a goal that is beyond the athlete as known, on an ordinary day."""
    if goal_s is None:
        return
    able_frac = brief.people(brief.minutes_of(goal_s)).able_frac
    if able_frac < brief.parameters.beyond_share_frac[0]:
        try:
            expected = elapsed_text(round(predicted_s(brief) / S_PER_MIN) * S_PER_MIN)
            instead = _(" About {time} can be expected.").format(time=expected)
        except InputError:
            instead = ""
        raise InputError(
            _(
                "the goal of {goal_s} is beyond the athlete as described: {able_frac} % of the draws could do it "
                "on an ordinary day.{instead} Give a slower --goal, leave it out, or check what is said of the "
                "athlete's fitness."
            ).format(goal_s=elapsed_text(goal_s), able_frac=f"{100.0 * able_frac:.0f}", instead=instead)
        )


def _assessed(brief: Brief, found: Settled) -> Assessment:
    return assess_minutes(
        found.minutes, brief.athlete, recording=brief.recording, intake=found.intake, history=brief.history, mechanism=brief.mechanism,
        draws=brief.draws, seed=brief.seed, overrides=brief.overrides, same_person_as=brief.past,
    )  # fmt: skip


def people_of(brief: Brief, assessment: Assessment) -> People:
    """The people of an assessed plan, weighed as it weighs them."""
    return People(assessment.situation, assessment.weight_frac, 1.0, brief.athlete.name, brief.seed)


def baseline_of(brief: Brief, found: Settled, people: People) -> Floats:
    """Chance [draw] of the same people at even effort, drinking by thirst."""
    nothing = do_nothing(brief, found.duration_s, is_safe=found.is_safe)
    return chances_of(people.doing(nothing.minutes, nothing.intake))


def _not_worse_than_nothing(brief: Brief, found: Settled) -> tuple[Settled, Assessment]:
    """The plan found, or the nearest to it that is no worse than doing nothing."""
    even = Choice(drink=found.choice.drink, salt=found.choice.salt)
    for choice in (None, replace(found.choice, drink=1.0), even, replace(even, drink=1.0)):
        plan = found if choice is None else settle_at(brief, choice, found.duration_s, is_safe=found.is_safe, refine=False)
        assessment = _assessed(brief, plan)
        nothing = Range.of(baseline_of(brief, plan, people_of(brief, assessment)), assessment.weight_frac)
        if assessment.chance_frac.mean <= nothing.mean:
            return plan, assessment
    plan = do_nothing(brief, found.duration_s, is_safe=found.is_safe)
    return plan, _assessed(brief, plan)


def _told(brief: Brief, goal_s: float | None, found: Settled, assessment: Assessment, say: Progress) -> RacePlan:
    people, weight = people_of(brief, assessment), assessment.weight_frac
    sceptics = people_of_sceptics(brief, found, people)
    nothing = do_nothing(brief, found.duration_s, is_safe=found.is_safe)
    dry_unsafe = is_dry_unsafe(brief, found)
    measures = measures_of(brief, found, nothing, people, sceptics)
    say(0.85, "trading time against chance")
    guards = guards_of(assessment)
    reaches = goal_s is None or (found.is_safe and found.duration_s <= goal_s)
    drinks = _stops(brief, found)
    tradeoff = tradeoff_of(brief, found, people, weight, assessment.chance_frac, faster=reaches)
    say(1.0, "done")
    return RacePlan(
        course=brief.course,
        start=brief.start,
        goal_s=goal_s,
        predicted_s=found.duration_s,
        reaches_goal=reaches and all(guard.holds for guard in guards),
        minutes=found.minutes,
        intake=found.intake,
        assessment=assessment,
        chance_frac=assessment.chance_frac,
        baseline_chance_frac=Range.of(chances_of(people.doing(nothing.minutes, nothing.intake)), weight),
        sceptical_chance_frac=Range.of(chances_of(sceptics.doing(found.minutes, found.intake)), weight),
        sceptical_baseline_chance_frac=Range.of(chances_of(sceptics.doing(nothing.minutes, nothing.intake)), weight),
        pace=stretches_of(brief.course, assessment, float(brief.parameters.ease_off_ratio[0])),
        drinks=drinks,
        totals=totals_of(found, assessment, drinks),
        measures=measures,
        tradeoff=tradeoff,
        guards=guards,
        see_check=dry_unsafe,
        cautions=cautions_of_plan(brief, found, assessment, goal_s, guards, dry_unsafe=dry_unsafe),
        provenance=assessment.provenance,
        past=brief.past,
        drinks_by=brief.drinks_by(found.duration_s),
        able_frac=brief.people(found.minutes).able_frac,
        held_by=found.held_by if drinks else "",
        assumed_drinks=_assumed_drinks(brief, found, drinks),
    )


def people_of_sceptics(brief: Brief, found: Settled, people: People) -> People:
    """The same people in a world in which every effect that rests on one trial or one group is nothing."""
    sceptical = brief.people(found.minutes, without_one_group(brief.overrides))
    return People(sceptical.situation, people.weight_frac, sceptical.able_frac, people.name, people.seed)


def _stops(brief: Brief, found: Settled) -> tuple[DrinkStop, ...]:
    if not found.cups and brief.plans_drinks(found.duration_s):
        return _by_thirst(brief, found)
    return tuple(
        DrinkStop(
            at_km=place_at_km(cup.at_min, found.minutes),
            at_min=cup.at_min,
            what=cup.drink.name,
            volume_ml=cup.volume_ml,
            sodium_mmol=cup.sodium_mmol,
            carbohydrate_g=cup.carbohydrate_g,
            carried=brief.stations.carried or cup.drink.is_eaten,
        )
        for cup in found.cups
    )


def _by_thirst(brief: Brief, found: Settled) -> tuple[DrinkStop, ...]:
    """Drinks of a plan that is to do nothing; what is in them is drawn, and the middle of that is told."""
    intake, drink = found.intake, unsaid_drink()
    return tuple(
        DrinkStop(
            at_km=place_at_km(float(minute), found.minutes),
            at_min=float(minute),
            what=drink.name,
            volume_ml=float(volume_ml),
            sodium_mmol=float(volume_ml) / ML_PER_L * drink.sodium_mmol_l,
            carbohydrate_g=float(volume_ml) / ML_PER_L * drink.carbohydrate_g_l,
            carried=brief.stations.carried,
        )
        for minute, volume_ml in zip(intake.minute, intake.volume_ml, strict=True)
        if volume_ml > 0.0
    )


def _assumed_drinks(brief: Brief, found: Settled, drinks: Sequence[DrinkStop]) -> tuple[Drink, ...]:
    """What there was to choose from, where nobody said it."""
    if not found.cups:
        return (unsaid_drink(),) if drinks else ()
    return (brief.menu.plain, brief.menu.salty) if brief.menu.assumed else ()


def totals_of(found: Settled, assessment: Assessment, drinks: Sequence[DrinkStop]) -> Totals:
    """Sums over the race."""
    rows, weight, body = found.minutes.rows_count, assessment.weight_frac, assessment.body
    intake = found.intake
    return Totals(
        fluid_l=float(np.nansum(intake.volume_ml)) / ML_PER_L,
        sodium_mmol=sum(stop.sodium_mmol for stop in drinks),
        carbohydrate_g=sum(stop.carbohydrate_g for stop in drinks),
        sweat_l=Range.of(body.sweat_l[:, rows - 1], weight),
        plasma_sodium_mmol_l=Range.of(body.plasma_sodium_mmol_l[:, :rows].min(axis=-1), weight),
        mass_change_frac=Range.of(body.mass_change_frac[:, rows - 1], weight),
        core_c=Range.of(body.core_c[:, :rows].max(axis=-1), weight),
        planned_fluid_l=found.planned_ml / ML_PER_L,
        planned_sodium_mmol=found.planned_sodium_mmol,
    )


def _silent(share_frac: float, text: str) -> None:
    """Say nothing of the progress."""
