"""What every face says of a plan of weeks, in sentences and in the reader's units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.names import MUSCLES
from uncramp.prevent.session import PlannedSession, Step
from uncramp.prevent.signs import Sign
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import ChanceChange, WeeksPlan
from uncramp.report.odds import percent_range_text, percent_text, signed_percent_text
from uncramp.report.race_words import pace_text
from uncramp.report.wording import Wording
from uncramp.texts import N_, _
from uncramp.training import ACUTE_CHRONIC_LIMITS, same_family
from uncramp.units import M_PER_MILE, MIN_PER_H, S_PER_H, S_PER_MIN, elapsed_text

KIND_WORDS: Final = {
    "lead_in": N_("begin"),
    "build": N_("build up"),
    "lighter": N_("lighter"),
    "taper": N_("taper"),
    "race": N_("race"),
}
"""Kind of a week in a word or two."""

DAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MOST_NAMES: Final = 3
M_PER_KM: Final = 1000.0


def day_text(day: date) -> str:
    """A day as "Sun 2027-05-02"."""
    return f"{_(DAYS[day.weekday()])} {day.isoformat()}"


def hours_text(hours: float) -> str:
    """Hours and minutes.

    Examples
    --------
    >>> hours_text(1.75), hours_text(0.0)
    ('1:45', '0:00')
    """
    return elapsed_text(S_PER_MIN * round(hours * MIN_PER_H))[:-3]


def head_text(plan: WeeksPlan) -> str:
    """What is planned, in a line."""
    race = plan.race
    name = race.sport.replace("_", " ") if race.course is None else race.course.name
    return _("Training for {name} on {day}: {weeks} weeks, {days} days a week").format(
        name=name, day=day_text(race.day), weeks=sum(week.kind != "lead_in" for week in plan.weeks), days=plan.days_count
    )


def read_text(plan: WeeksPlan) -> str:
    """What the plan rests on: what was read and what was left out."""
    exposure, p = plan.exposure, weeks_parameters()
    if not (exposure.sessions or exposure.unread or exposure.left_out):
        return _("No past activities were given; --history DIR reads a folder of them.")
    count, own = len(exposure.sessions), [one for one in exposure.sessions if same_family(one.sport, plan.race.sport)]
    read = _("Read one session of the last {weeks} weeks") if count == 1 else _("Read {count} sessions of the last {weeks} weeks")
    text = read.format(count=count, weeks=f"{p.look_back_week:.0f}")
    if len(own) < count:
        text = _("{text}, {own} of them in this sport; the others count for the load of the muscles only").format(
            text=text, own=len(own)
        )
    reasons: dict[str, list[str]] = {}
    for one in exposure.left_out:
        reasons.setdefault(_(one.reason), []).append(one.file)
    parts = [_("left out, {reason}: {count}").format(count=len(files), reason=reason) for reason, files in reasons.items()]
    if exposure.unread:
        names = ", ".join(one.file for one in exposure.unread[:MOST_NAMES])
        names += ", ..." * (len(exposure.unread) > MOST_NAMES)
        parts.append(_("not readable: {count} ({names})").format(count=len(exposure.unread), names=names))
    return f"{'; '.join([text, *parts])}. {_('All are taken to be of one person.')}"


def footing_text(plan: WeeksPlan) -> str:
    """What the first week has, and what limits the growth."""
    p = weeks_parameters()
    return _(
        "It begins with {hours} h a week and {longest} h at the longest. No week has more than {growth} more load in any muscle than the largest of the "
        "{weeks} weeks before it, and no session is more than {longest_growth} longer than the longest of them."
    ).format(
        hours=hours_text(plan.footing.start_h), longest=hours_text(plan.footing.start_longest_h), growth=percent_text(p.load_growth_frac),
        weeks=f"{p.recent_week:.0f}", longest_growth=percent_text(p.longest_growth_frac),
    )  # fmt: skip


def ratios_text(plan: WeeksPlan) -> str:
    """Ratios that are often asked for, with their limits; "" where none is known."""
    ratios, told = plan.ratios, []
    if math.isfinite(ratios.acute_chronic_ratio):
        told.append(_("Acute:chronic ratio {ratio}.").format(ratio=f"{ratios.acute_chronic_ratio:.2f}"))
    if math.isfinite(ratios.monotony_ratio):
        told.append(_("Monotony {ratio} (mean of the daily load over its spread).").format(ratio=f"{ratios.monotony_ratio:.1f}"))
    return " ".join([*told, _(ACUTE_CHRONIC_LIMITS)]) if told else ""


def chance_text(chance: ChanceChange, *, general: bool = False) -> str:
    """What the plan does to the chance of a cramp in the race; ``general``: where one is today is the plan's guess."""
    compared = (
        _("Chance of a cramp in the race for somebody trained as this plan begins: {now}; after these weeks: {after}.")
        if general
        else _("Chance of a cramp in the race, raced as trained today: {now}; after these weeks: {after}.")
    )
    change = compared.format(
        now=percent_range_text(chance.as_now_frac, middle="mean"), after=percent_range_text(chance.after_frac, middle="mean")
    )
    if not chance.changed:
        return f"{change} {_('Nothing that the model knows of training changes.')}"
    difference = chance.difference_frac
    told = _("In points: {mean} ({low} to {high}), from {changed}.").format(
        mean=signed_percent_text(difference.mean), low=signed_percent_text(difference.low), high=signed_percent_text(difference.high),
        changed="; ".join(chance.changed),
    )  # fmt: skip
    doubt = (
        _(
            "How much training does is our assumption, and runners who cramp train as much as others ({rows}): read it as a direction, no promise."
        )
        if chance.clear
        else _(
            "That is no clear change: how much training does is our assumption, and runners who cramp train as much as others ({rows})."
        )
    ).format(rows=", ".join(chance.contradictions))
    return f"{change} {told} {doubt}"


def sign_action(sign: Sign) -> str:
    """What to do at a sign; where the rules ask for more than self-care, that is said first."""
    if not sign.to_check:
        return _(sign.do)
    name = _(rulebook().levels[sign.urgency].name)
    if sign.urgency == LEVELS[-1]:
        return _("{urgency}. {do} If in doubt: uncramp check.").format(urgency=name, do=_(sign.do))
    return _("{urgency}. {do} Then ask: uncramp check.").format(urgency=name, do=_(sign.do))


def session_text(one: PlannedSession) -> str:
    """One session in a line: title and time."""
    if one.duration_s <= 0.0:
        return one.title
    # on a screen of one's own it may be said what a calendar leaves out
    title = _("Easy session in the warm") if one.kind == "heat" else one.title
    return _("{title}, {time} h").format(title=title, time=hours_text(one.duration_s / S_PER_H))


def step_text(step: Step, units: str) -> str:
    """One step: how long, how fast, and what to mind."""
    parts = []
    if step.duration_s is not None:
        parts.append(_("{time} min").format(time=elapsed_text(step.duration_s).removeprefix("0:")))
    if step.distance_m is not None:
        parts.append(Wording(units).say("distance", step.distance_m))
    if step.target.pace_s_per_km is not None:
        unit_m, unit = (M_PER_MILE, _("mi")) if units == "imperial" else (M_PER_KM, _("km"))
        fast, slow = (pace_text(value * unit_m / M_PER_KM) for value in step.target.pace_s_per_km)
        parts.append(_("{fast} to {slow} min/{unit}").format(fast=fast, slow=slow, unit=unit))
    return " ".join([", ".join(parts), *([step.note] if step.note else [])])


def steps_text(one: PlannedSession, units: str) -> list[str]:
    """The steps of a session; of strength each exercise once, with how often."""
    if one.kind != "strength":
        return [step_text(step, units) for step in one.steps]
    notes = [step.note for step in one.steps if step.note]
    return [_("{sets} x {exercise}").format(sets=notes.count(note), exercise=note) for note in dict.fromkeys(notes)]


def highest_load(plan: WeeksPlan) -> tuple[str, int]:
    """The muscle that is loaded most over the plan, and its place."""
    totals = [sum(week.load_h[place] for week in plan.weeks) for place in range(len(MUSCLES))]
    place = max(range(len(MUSCLES)), key=totals.__getitem__)
    return MUSCLES[place], place


def special_text(sessions: Sequence[PlannedSession], descent_m: float) -> str:
    """What a week has besides easy time, in a few words."""
    counted = {
        kind: sum(one.kind == kind for one in sessions) for kind in ("race_pace", "hills", "heat", "rehearsal", "strength", "race")
    }
    words = {
        "race": _("race"),
        "rehearsal": _("drinks tried"),
        "race_pace": _("pace"),
        "hills": _("hills ({descent} m down)").format(descent=f"{descent_m:.0f}"),
        "heat": _("heat x{count}").format(count=counted["heat"]),
        "strength": _("strength x{count}").format(count=counted["strength"]),
    }
    return ", ".join(word for kind, word in words.items() if counted[kind])


def safety_text() -> str:
    """What stands under every plan."""
    return _(
        "An estimate, no promise and no medical device. No trial has shown that training prevents cramps. Stop at a sign above; pain that stays, "
        "dark urine, confusion or collapse are no training matter: uncramp check, or the emergency number."
    )
