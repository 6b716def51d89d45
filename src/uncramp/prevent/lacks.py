"""What a plan cannot give, said before it is begun: too little time, too few data, too few hot days."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from uncramp.evidence.registry import load_topic
from uncramp.prevent.durations import duration_text
from uncramp.prevent.laying import STEP_MIN
from uncramp.prevent.progression import aim_of
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import Lack, WeeksPlan
from uncramp.texts import _
from uncramp.training import FOOT_SPORTS
from uncramp.units import MIN_PER_H, S_PER_H, S_PER_MIN

QUARTERS: Final = 4
"""Of an hour: how exactly a guess is told."""


def lacks_of(plan: WeeksPlan) -> WeeksPlan:
    """The plan with what it lacks."""
    found = [*_data(plan), *_time(plan), *_race(plan)]
    return replace(plan, lacks=tuple(found))


def _data(plan: WeeksPlan) -> Iterator[Lack]:
    coverage = plan.footing.coverage
    if not plan.general:
        return
    days = ", ".join(day.isoformat() for day in coverage.missing)
    if coverage.known_count == 0:
        told = _(
            "Not enough data for a plan of your own: none of the last {counted} weeks holds a session in this sport, {needed} are needed."
        )
    elif coverage.known_count == 1:
        told = _(
            "Not enough data for a plan of your own: one of the last {counted} weeks holds a session in this sport, {needed} are needed. "
            "Without one are the weeks from {days}."
        )
    else:
        told = _(
            "Not enough data for a plan of your own: {known} of the last {counted} weeks hold a session in this sport, {needed} are needed. "
            "Without one are the weeks from {days}."
        )
    counted = coverage.known_count + len(coverage.missing)
    said = told.format(known=coverage.known_count, counted=counted, needed=coverage.needed_count, days=days)
    modest = _(
        "This is a modest plan for anybody. If you train more than it begins with, say so in your athlete file; if you train less, begin with what you do."
    )
    yield Lack("data", said if coverage.stated else f"{said} {modest}")
    if coverage.stated:
        yield Lack("stated", _("So this plan begins with the weekly training that you state."))
    yield Lack(
        "new",
        _("If you are new to sport, or have a disease of the heart, the lungs or the kidneys, ask a doctor before you build up."),
    )
    if not coverage.state_known and plan.race.course is not None:
        yield Lack(
            "state",
            _(
                "Nothing is said of the chance of a cramp, since how you are trained today is not known. Give past activities of {needed} weeks or more, or "
                "longest_session_h in your athlete file."
            ).format(needed=coverage.needed_count),
        )


def _time(plan: WeeksPlan) -> Iterator[Lack]:
    built = [week for week in plan.weeks if week.kind in ("build", "lighter")]
    if not built:
        yield Lack("no_build", _("There is no time left to build anything up. What is left is to arrive rested."))
    elif len(built) == 1:
        yield Lack("short_build", _("One week is left before the taper: it keeps what you have more than it adds to it."))
    elif len(built) < weeks_parameters().lighter_every_week:
        yield Lack(
            "short_build",
            _("{weeks} weeks are left before the taper: they keep what you have more than they add to it.").format(
                weeks=len(built)
            ),
        )
    if plan.weeks[0].first > plan.today + timedelta(days=1):
        yield Lack(
            "later",
            _(
                "The plan begins on {day}: further ahead nobody knows what your training is like. Until then go on as you do, and make it anew."
            ).format(day=plan.weeks[0].first.isoformat()),
        )
    yield from _longest(plan)
    if not plan.care.drinks and not any(one.kind == "rehearsal" for one in plan.sessions):
        yield Lack(
            "rehearsal", _("There is no long session left to try the race's drinks in. Use nothing in the race that is new to you.")
        )
    if not any(one.kind == "strength" for one in plan.sessions):
        yield Lack("strength", _("There is no time for strength training: it takes weeks, and begun now it only makes you sore."))


def _longest(plan: WeeksPlan) -> Iterator[Lack]:
    """What a race that is longer than anything trained for asks; nothing where its length is not known."""
    race_h = plan.race.expected_s / S_PER_H
    if plan.race.guessed:  # no more exact than it is known
        race_h = math.ceil(QUARTERS * race_h) / QUARTERS
    # what was done lately counts as what is planned does
    reached_h = max([*(week.longest_h for week in plan.weeks), *plan.footing.longest_h])
    wanted_h = aim_of(plan.race).longest_h
    if (plan.race.guessed and plan.race.course is None) or reached_h >= wanted_h - STEP_MIN / MIN_PER_H:
        return
    if reached_h < weeks_parameters().ready_longest_frac * race_h:
        told = _(
            "These weeks do not make you ready for a race of about {race}: the longest session, done or planned, is {reached}, {wanted} would be wished, and "
            "growing faster is what goes with injuries. A shorter race or a later day would suit you better. If you start all the same, go slower than you hope "
            "to, and be ready to stop early."
        )
    else:
        told = _(
            "The longest session, done or planned, is {reached}; {wanted} would be wished for a race of about {race}. Growing faster is what goes with injuries. "
            "Expect the last part of the race to be longer than anything you trained for, and plan it slower."
        )
    said = {"reached": duration_text(reached_h), "wanted": duration_text(wanted_h), "race": duration_text(race_h)}
    yield Lack("longest", told.format(**said))


def _race(plan: WeeksPlan) -> Iterator[Lack]:
    race = plan.race
    if race.course is None:
        yield Lack(
            "course",
            _(
                "The course is not known: hills are not rehearsed, and nothing is said of the chance of a cramp. Add --course, and --goal."
            ),
        )
    elif race.course.profile is None and race.sport in FOOT_SPORTS:
        yield Lack(
            "heights", _("The heights of the course are not known, so hills are not rehearsed. Give a course file with heights.")
        )
    if race.goal_s is None:
        yield Lack("goal", _("No goal time is given: race pace is left to how it feels. Add --goal."))
    if race.hilly:
        reached_m = max((week.descent_m for week in plan.weeks), default=0.0)
        if reached_m < race.descent_m:
            yield Lack(
                "descent",
                _(
                    "The course goes down {course} m, a week of the plan at most {reached} m. Even some of it protects; more, faster, would make you sore."
                ).format(course=f"{race.descent_m:.0f}", reached=f"{reached_m:.0f}"),
            )
    if race.air_c is None:
        yield Lack(
            "weather",
            _("The weather of the race is not known, so getting used to heat is not planned. Add --air-temp if it may be hot."),
        )
    yield from _heat(plan)


def _heat(plan: WeeksPlan) -> Iterator[Lack]:
    if not plan.race.hot or plan.care.heat:  # who is not sent into the heat is not told to add to it
        return
    hot = [one for one in plan.sessions if one.kind == "heat"]
    full = round(load_topic("population")["acclimatisation_full_day"].value)
    short = sum(one.duration_s < weeks_parameters().heat_session_min * S_PER_MIN for one in hot)
    if len(hot) < full:
        told = (
            _("One session in the heat fits in, about {full} would make most of the difference.")
            if len(hot) == 1
            else _("{count} sessions in the heat fit in, about {full} would make most of the difference.")
        )
        more = _("More days a week, or easy walks in the heat, add to them.")
        yield Lack("heat", f"{told.format(count=len(hot), full=full)} {more}")
    if short:
        told = (
            _("One of them is shorter than the hour that is advised, since it may not be longer than your other sessions.")
            if short == 1
            else _(
                "{count} of them are shorter than the hour that is advised, since they may not be longer than your other sessions."
            )
        )
        yield Lack("short_heat", f"{told.format(count=short)} {_('A shorter one does less.')}")
