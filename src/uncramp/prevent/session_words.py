"""Sessions as people see them: title, steps and reason of what was laid on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from uncramp.prevent.laying import Laid
from uncramp.prevent.session import BY_FEEL, PlannedSession, Step, Target
from uncramp.prevent.signs import exercises
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.texts import N_, _
from uncramp.units import S_PER_H, S_PER_MIN

TITLES: Final = {
    "easy": N_("Easy session"),
    "long": N_("Long session"),
    "race_pace": N_("Race pace"),
    "hills": N_("Hills"),
    "heat": N_("Easy session, as told in the plan"),
    "strength": N_("Strength"),
    "routine": N_("Mobility"),
    "rest": N_("Rest day"),
    "rehearsal": N_("Long session with drinks"),
    "race": N_("Race"),
}
"""Titles by kind, without a word about health: others may see a calendar."""

WHY: Final = {
    "easy": N_("Regular easy time is what muscles get used to load by; you can talk in whole sentences."),
    "long": N_("The longest session of the week is what the model takes your muscles to be used to. It grows by little."),
    "race_pace": N_("Runners who cramp went faster than they were trained for. Part of it at the pace of the race, never all of it."),
    "hills": N_("Running or walking down brakes with the muscle getting longer, which hurts those who are not used to it. One bout protects for weeks."),
    "heat": N_(
        "Easy, in the warm part of the day, with somebody beside you, near shade and water. Not above a wet-bulb globe temperature (WBGT) of {limit} °C, "
        "indoors as well, and not when you are ill, short of sleep, or had alcohol. Stop at once, get into the shade and cool your skin if you are dizzy, "
        "sick, chilled or have a headache. For confusion or collapse call for help, and cool first. Drink by thirst, never more than you sweat."
    ),
    "strength": N_(
        "No trial has tested whether strength training stops cramps. In one marathon fewer of those who cramped said that they had done it, 25 % against "
        "48 %; chance can explain that."
    ),
    "routine": N_(
        "For how it feels. Stretching has not been shown to stop cramps in sport. People who cramped had stretched more, not less, and holds before sport "
        "did not change how easily a muscle cramps."
    ),
    "rest": N_("Rest is where the body catches up."),
    "rehearsal": N_(
        "Try the race's drinks and food. Weigh yourself before and after, dry and without shoes: what you lost plus what you drank is your sweat. "
        "If you weigh more than before, you drank too much."
    ),
    "race": N_("What the weeks were for. The plan of the day itself: uncramp prevent race."),
}  # fmt: skip

NOTES: Final = {"easy": N_("Easy."), "heat": N_("WBGT under {limit}. Dizzy or chilled: stop. Not alone.")}
"""Notes of sessions of one step; a watch shows 49 bytes."""

EVIDENCE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "easy": ("assumed", ("assumed",)),
    "long": ("assumed", ("frandsen2025", "assumed")),
    "race_pace": ("cramp", ("schwellnus2011", "manjra1996")),
    "hills": ("athletes", ("khassetarash2021", "maeo2017")),
    "heat": ("athletes", ("racinais2015", "daanen2018", "cooper2016", "nata2015")),
    "strength": ("athletes", ("martineznavarro2022", "ratamess2009")),
    "routine": ("athletes", ("catstretching", "panza2017", "miller2018")),
    "rest": ("assumed", ("meeusen2013", "assumed")),
    "rehearsal": ("athletes", ("acsm2007", "noakes2005")),
    "race": ("assumed", ("assumed",)),
}
"""Grade and sources by kind."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words need to know besides the session."""

    sport: str
    muscle: str
    event: date
    race_pace_s_per_km: float | None
    race_distance_m: float | None
    race_duration_s: float | None


def written(laid: Laid, words: Wording) -> PlannedSession:
    """One session with its words and steps."""
    duration_s = laid.training_h * S_PER_H
    return _session(laid.day, laid.kind, words, words.sport, duration_s, _steps(laid, words, duration_s), _why(laid))


def _why(laid: Laid) -> str:
    why = heat_words() if laid.kind == "heat" else _(WHY[laid.kind])
    if laid.descent_m > 0.0:
        down = _("About {descent} m down in all.").format(descent=f"{laid.descent_m:.0f}")
        why = f"{why} {down}"
    return why


def heat_words() -> str:
    """How a session in the heat is done, its limit and when it ends."""
    return _(WHY["heat"]).format(limit=f"{weeks_parameters().highest_session_wbgt_c:.1f}")


def _note(kind: str) -> str:
    limit = math.floor(weeks_parameters().highest_session_wbgt_c)  # a note has no room for the decimal
    return _(NOTES[kind]).format(limit=limit) if kind in NOTES else ""


def _steps(laid: Laid, words: Wording, duration_s: float) -> tuple[Step, ...]:
    p = weeks_parameters()
    if laid.kind not in ("race_pace", "hills"):
        return (Step("work", duration_s=duration_s, note=_note(laid.kind)),)
    # short sessions keep the shares of long ones
    warm_up_s = min(S_PER_MIN * p.warm_up_min, 0.25 * duration_s)
    cool_down_s = min(S_PER_MIN * p.cool_down_min, 0.125 * duration_s)
    work_s = p.race_pace_work_frac * duration_s
    between_s = duration_s - warm_up_s - cool_down_s - work_s
    if laid.kind == "race_pace":
        target, note, back = _race_target(words), _("The pace of the race."), _("Easy.")
    else:
        target, note, back = BY_FEEL, _("Down, with short steps."), _("Up, easy.")
    parts = 3
    middle = [
        Step(kind, duration_s=seconds / parts, target=goal, note=said)
        for _part in range(parts)
        for kind, seconds, goal, said in (("work", work_s, target, note), ("recover", between_s, BY_FEEL, back))
    ]
    return (Step("warm_up", duration_s=warm_up_s), *middle, Step("cool_down", duration_s=cool_down_s))


def _race_target(words: Wording) -> Target:
    if words.race_pace_s_per_km is None:
        return BY_FEEL
    margin = weeks_parameters().pace_margin_frac
    return Target(pace_s_per_km=(words.race_pace_s_per_km * (1.0 - margin), words.race_pace_s_per_km * (1.0 + margin)))


def strength_session(day: date, words: Wording, sets_count: int) -> PlannedSession:
    """Strength for the muscle asked for, on a day of training."""
    p = weeks_parameters()
    chosen = exercises(words.muscle)
    repetitions = _("{few} to {many} times.").format(
        few=round(p.strength_few_repetitions_count), many=round(p.strength_many_repetitions_count)
    )
    steps = [
        step
        for move in chosen.moves
        for _set in range(sets_count)
        for step in (
            Step("work", duration_s=p.strength_set_s, note=f"{_(move)} {repetitions}"),
            Step("recover", duration_s=p.strength_rest_s),
        )
    ]
    why = f"{_(WHY['strength'])} {_(chosen.text)}"
    return _session(day, "strength", words, "strength", _total_s(steps), steps, why)


def routine_session(day: date, words: Wording) -> PlannedSession:
    """Mobility after a session."""
    seconds = S_PER_MIN * weeks_parameters().routine_min
    return _session(day, "routine", words, "strength", seconds, (Step("work", duration_s=seconds),), _(WHY["routine"]))


def rest_day(day: date, words: Wording) -> PlannedSession:
    """A day without training."""
    return _session(day, "rest", words, "rest", 0.0, (), _(WHY["rest"]))


def race_day(words: Wording) -> PlannedSession:
    """The race itself."""
    seconds, metres = words.race_duration_s, words.race_distance_m
    steps = () if metres is None else (Step("work", distance_m=metres, target=_race_target(words)),)
    return _session(words.event, "race", words, words.sport, seconds or 0.0, steps, _(WHY["race"]), distance_m=metres)


def _session(
    day: date,
    kind: str,
    words: Wording,
    sport: str,
    duration_s: float,
    steps: Sequence[Step],
    why: str,
    distance_m: float | None = None,
) -> PlannedSession:
    grade, sources = EVIDENCE[kind]
    return PlannedSession(
        id=f"{words.event.isoformat()}/{day.isoformat()}/{kind}",
        day=day,
        start_s=None,
        title=_(TITLES[kind]),
        kind=kind,
        sport=sport,
        steps=tuple(steps),
        duration_s=duration_s,
        distance_m=distance_m,
        why=why,
        grade=grade,
        sources=sources,
    )


def _total_s(steps: Sequence[Step]) -> float:
    return sum(step.duration_s or 0.0 for step in steps)
