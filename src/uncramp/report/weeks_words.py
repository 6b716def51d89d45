"""What every face says of a plan of weeks, in sentences and in the reader's units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.names import MUSCLES
from uncramp.prevent.durations import duration_text
from uncramp.prevent.recent import DAYS_PER_WEEK
from uncramp.prevent.session import PlannedSession, Step
from uncramp.prevent.signs import Sign
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import ChanceChange, PlannedWeek, WeeksPlan
from uncramp.report.odds import percent_range_text, percent_text
from uncramp.report.race_words import pace_text
from uncramp.report.wording import Wording
from uncramp.texts import N_, _
from uncramp.training import ACUTE_CHRONIC_LIMITS, WHEEL_SPORTS, same_family
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
STEP_WORDS: Final = {"warm_up": N_("Warm up."), "cool_down": N_("Cool down.")}
"""Kind of a step that has no note."""

MOST_NAMES: Final = 3
HARDLY_FRAC: Final = 0.0005
"""A smaller change of a chance is shown as none."""

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
    race, weeks = plan.race, sum(week.kind != "lead_in" for week in plan.weeks)
    name = _("a race ({sport})").format(sport=race.sport.replace("_", " ")) if race.course is None else race.course.name
    told = (
        _("Training for {name} on {day}: {weeks} weeks, {days} days a week")
        if weeks > 1
        else _("Training for {name} on {day}: the last days, {days} days a week")
    )
    return told.format(name=name, day=day_text(race.day), weeks=weeks, days=plan.days_count)


def week_text(week: PlannedWeek) -> str:
    """Kind of a week; of a part of one with its days."""
    kind, days = _(KIND_WORDS[week.kind]), (week.last - week.first).days + 1
    if days == DAYS_PER_WEEK:
        return kind
    return (_("{kind}, one day") if days == 1 else _("{kind}, {days} days")).format(kind=kind, days=days)


def shown_weeks(plan: WeeksPlan) -> list[PlannedWeek]:
    """Every week that holds training; some days of rest before the first whole week, or before the race, are no week."""
    return [week for week in plan.weeks if week.training_h > 0.0]


def read_text(plan: WeeksPlan) -> str:
    """What the plan rests on: what was read and what was left out."""
    exposure, p = plan.exposure, weeks_parameters()
    if not (exposure.sessions or exposure.unread or exposure.left_out):
        return _("No past activities were given; --history DIR reads a folder of them.")
    count, own = len(exposure.sessions), sum(same_family(one.sport, plan.race.sport) for one in exposure.sessions)
    if count == 0:
        read = _("No session of the last {weeks} weeks was found")
    elif count == 1:
        read = _("Read one session of the last {weeks} weeks")
    else:
        read = _("Read {count} sessions of the last {weeks} weeks")
    text = read.format(count=count, weeks=f"{p.look_back_week:.0f}")
    if own < count:
        text = _("{text}, {own} of them in this sport; the others count for the load of the muscles only").format(
            text=text, own=own
        )
    reasons: dict[str, list[str]] = {}
    for one in exposure.left_out:
        reasons.setdefault(_(one.reason), []).append(one.file)
    parts = [_("left out, {reason}: {count}").format(count=len(files), reason=reason) for reason, files in reasons.items()]
    if exposure.unread:
        names = ", ".join(one.file for one in exposure.unread[:MOST_NAMES])
        names += ", ..." * (len(exposure.unread) > MOST_NAMES)
        parts.append(_("not readable: {count} ({names})").format(count=len(exposure.unread), names=names))
    told = f"{'; '.join([text, *parts])}."
    return f"{told} {_('All are taken to be of one person.')}" if count > 1 else told


def footing_text(plan: WeeksPlan) -> str:
    """What the first week has, and what limits the growth; where nothing grows, what a usual week is taken to be."""
    p = weeks_parameters()
    if not any(week.kind == "build" for week in plan.weeks):
        return _("A usual week of yours is taken to be {hours}, with {longest} at the longest.").format(
            hours=duration_text(plan.footing.start_h), longest=duration_text(plan.footing.start_longest_h)
        )
    return _(
        "It begins with {hours} a week and {longest} at the longest. No week has more than {growth} more load in any muscle than the largest of the "
        "{weeks} weeks before it, and no session is more than {longest_growth} longer than the longest of them."
    ).format(
        hours=duration_text(plan.footing.start_h), longest=duration_text(plan.footing.start_longest_h), growth=percent_text(p.load_growth_frac),
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


def chance_text(chance: ChanceChange) -> str:
    """What the plan does to the chance of a cramp in the race, and by which rule that is called a change."""
    change = _("Chance of a cramp in the race, raced as trained today: {now}; after these weeks: {after}.").format(
        now=percent_range_text(chance.as_now_frac, middle="mean"), after=percent_range_text(chance.after_frac, middle="mean")
    )
    if not chance.changed:
        return f"{change} {_('Nothing that the model knows of training changes.')}"
    difference = chance.difference_frac
    told = _("On average that is {mean} ({changed}); nine of ten draws lie between {low} and {high}.").format(
        mean=points_text(difference.mean), low=points_text(difference.low), high=points_text(difference.high), changed="; ".join(chance.changed)
    )  # fmt: skip
    doubt = _(
        "How much training does is our assumption, and runners who cramp train as much as others ({rows}): read it as a direction, no promise."
    )
    return " ".join([change, told, _rule_text(chance), doubt.format(rows=", ".join(chance.contradictions))])


def _rule_text(chance: ChanceChange) -> str:
    """Whether the change is called clear, and why."""
    p = weeks_parameters()
    falls = _("The chance falls by {telling} or more in {share} of 100 draws.").format(
        telling=_points(p.telling_change_frac), share=round(100.0 * chance.telling_share_frac)
    )
    if chance.clear:
        rule = _("That is called a clear change: the average falls by so much, and the chance rises in at most {rising} of 100.")
    elif chance.difference_frac.mean <= -p.telling_change_frac:
        rule = _("That is called no clear change, since the chance rises in more than {rising} of 100.")
    else:
        rule = _("That is called no clear change, since the average does not fall by so much.")
    return f"{falls} {rule.format(rising=round(100.0 * p.most_rising_frac))}"


def points_text(difference_frac: float) -> str:
    """A change of a chance in points of a hundred.

    Examples
    --------
    >>> [points_text(change) for change in (-0.12, -0.01, -0.004, 0.0, 0.02)]
    ['12 points lower', '1 point lower', 'less than 1 point lower', 'no change', '2 points higher']
    """
    if abs(difference_frac) < HARDLY_FRAC:
        return _("no change")
    size = _points(abs(difference_frac))
    return (_("{points} lower") if difference_frac < 0.0 else _("{points} higher")).format(points=size)


def _points(size_frac: float) -> str:
    points = 100.0 * size_frac
    if points < 1.0:
        return _("less than 1 point")
    return _("1 point") if round(points) == 1 else _("{points} points").format(points=round(points))


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
    return _("{title}, {time}").format(title=title, time=duration_text(one.duration_s / S_PER_H))


def step_text(step: Step, units: str, sport: str = "running") -> str:
    """One step: how long, how fast, and what to mind."""
    parts = []
    if step.duration_s is not None:
        long = step.duration_s >= S_PER_H
        parts.append(duration_text(step.duration_s / S_PER_H) if long else _("{time} min").format(time=pace_text(step.duration_s)))
    if step.distance_m is not None:
        parts.append(Wording(units).say("distance", step.distance_m))
    if step.target.pace_s_per_km is not None:
        parts.append(_target_text(step.target.pace_s_per_km, units, sport))
    said = ", ".join(parts)
    note = step.note or _(STEP_WORDS.get(step.kind, ""))
    return f"{said} ({note[:1].lower()}{note[1:].rstrip('.')})" if note else said


def _target_text(pace_s_per_km: tuple[float, float], units: str, sport: str) -> str:
    """A range of pace; of speed where a clock of pace is not used."""
    if sport in WHEEL_SPORTS:
        wording = Wording(units)
        slow, fast = (wording.quantity("speed").convert(M_PER_KM / value) for value in reversed(pace_s_per_km))
        return _("{slow} to {fast} {unit}").format(slow=f"{slow:.0f}", fast=f"{fast:.0f}", unit=wording.quantity("speed").unit)
    unit_m, unit = (M_PER_MILE, _("mi")) if units == "imperial" else (M_PER_KM, _("km"))
    fast_pace, slow_pace = (pace_text(value * unit_m / M_PER_KM) for value in pace_s_per_km)
    return _("{fast} to {slow} min/{unit}").format(fast=fast_pace, slow=slow_pace, unit=unit)


def steps_text(one: PlannedSession, units: str) -> list[str]:
    """The steps of a session: of strength each exercise once, with how often; parts that come again once, with how often."""
    if one.kind == "strength":
        notes = [step.note for step in one.steps if step.note]
        return [_("{sets} x {exercise}").format(sets=notes.count(note), exercise=note) for note in dict.fromkeys(notes)]
    told = [step_text(step, units, one.sport) for step in one.steps]
    middle = told[1:-1]
    times = middle.count(middle[0]) if middle else 0
    if times > 1 and middle == middle[: len(middle) // times] * times:
        part = _(", then ").join(middle[: len(middle) // times])
        return [told[0], _("{times} x: {part}").format(times=times, part=part), told[-1]]
    return told


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
