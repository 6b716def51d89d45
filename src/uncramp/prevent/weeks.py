"""The weeks before a race, from past training: weeks that grow within limits, the race rehearsed, a taper. Begin reading at ``plan_weeks``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from uncramp import __version__
from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.evidence.registry import digest
from uncramp.names import MUSCLES, one_of
from uncramp.prevent.exposure import NOTHING, Exposure, Loads
from uncramp.prevent.lacks import lacks_of
from uncramp.prevent.laying import (
    FEWEST_DAYS,
    LONG_KINDS,
    MOST_DAYS,
    Laid,
    Wishes,
    lay_lead_in,
    lay_race_week,
    lay_whole_week,
    load_of,
    long_day_of,
    within_load,
)
from uncramp.prevent.plan import Course
from uncramp.prevent.progression import WeekTarget, aim_of, kinds_of, next_week
from uncramp.prevent.recent import DAYS_PER_WEEK, Footing, footing_of, past_weeks, ratios_of
from uncramp.prevent.session import PlannedSession
from uncramp.prevent.session_words import Wording, race_day, rest_day, routine_session, strength_session, written
from uncramp.prevent.weeks_care import Care, care_of
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import PlannedWeek, Race, WeeksPlan
from uncramp.prevent.weeks_race import race_of
from uncramp.texts import _
from uncramp.training import M_PER_KM
from uncramp.units import S_PER_H

SPORTS_PLANNED: Final = (
    "running", "trail_running", "treadmill_running", "walking", "hiking", "cycling", "indoor_cycling", "mountain_biking", "swimming", "rowing",
    "cross_country_skiing", "football",
)  # fmt: skip
SLOW_WEEKS: Final = 2
"""First weeks, in which strength begins with a set less."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the plan is for."""

    today: date
    event: date
    days_count: int = 4
    sport: str = "running"
    course: Course | None = None
    goal_s: float | None = None
    air_c: float | None = None
    muscle: str = "calf"


def plan_weeks(asked: Asked, athlete: Athlete | None = None, exposure: Exposure = NOTHING) -> WeeksPlan:
    """Lay out the weeks from tomorrow to the race.

    Parameters
    ----------
    asked
        Event, days a week and what is known of the race.
    athlete
        Stated training stands in where the past is not known; conditions and medicines bring cautions.
    exposure
        Past sessions; without any the plan is a cautious one for anybody, and says so.

    Returns
    -------
    WeeksPlan
        Without a chance; :func:`uncramp.prevent.weeks_chance.chance_change` adds it.

    Raises
    ------
    InputError
        If the event is over or today, or the days, the sport or the muscle cannot be planned.
    """
    _check(asked)
    who = athlete or Athlete()
    past = past_weeks(exposure, asked.today, asked.sport)
    footing = footing_of(past, exposure, who, asked.sport)
    race = race_of(asked.event, asked.sport, asked.course, footing, goal_s=asked.goal_s, air_c=asked.air_c)
    general = not footing.coverage.enough
    first = first_day_of(asked)
    care = care_of(who, hot=race.hot)
    weeks, laid = _laid_out(first, asked, race, footing, care, general=general)
    sessions = _sessions(first, laid, weeks, asked, race)
    plan = WeeksPlan(
        today=asked.today,
        race=race,
        muscle=asked.muscle,
        days_count=asked.days_count,
        exposure=exposure,
        past=past,
        footing=footing,
        ratios=ratios_of(exposure, past, asked.today),
        general=general,
        weeks=weeks,
        sessions=sessions,
        lacks=(),
        chance=None,
        care=care,
        version=__version__,
        evidence_sha256=digest(),
    )
    return lacks_of(plan)


def _check(asked: Asked) -> None:
    if asked.event < asked.today:
        raise InputError(
            _("the event on {event} is over: today is {today}. Give the day of a race to come.").format(
                event=asked.event, today=asked.today
            )
        )
    if asked.event == asked.today:
        raise InputError(_("the event is today: there is nothing left to train. `uncramp prevent race` plans the day itself."))
    if not FEWEST_DAYS <= asked.days_count <= MOST_DAYS:
        raise InputError(
            _(
                "--days is {days_count}; expected {fewest_days} to {most_days}. One day a week is one of rest, "
                "and one of training builds nothing up."
            ).format(days_count=asked.days_count, fewest_days=FEWEST_DAYS, most_days=MOST_DAYS)
        )
    one_of(asked.sport, SPORTS_PLANNED, "the sport")
    one_of(asked.muscle, MUSCLES, "--muscle")


def first_day_of(asked: Asked) -> date:
    """The day after today, or as many weeks before the event as are laid out at most."""
    longest = timedelta(weeks=weeks_parameters().longest_plan_week)
    return max(asked.today + timedelta(days=1), asked.event - longest + timedelta(days=1))


def _laid_out(
    first: date, asked: Asked, race: Race, footing: Footing, care: Care, *, general: bool
) -> tuple[tuple[PlannedWeek, ...], tuple[Laid, ...]]:
    """Every week up to the race, each within the limits against those before it as they were laid."""
    days = (asked.event - first).days + 1
    whole, part = divmod(days, DAYS_PER_WEEK)
    kinds = kinds_of(whole) if whole else ("race",)
    aim = aim_of(race)
    weeks: list[PlannedWeek] = []
    targets: list[WeekTarget] = []
    loads: list[Loads] = []
    laid: list[Laid] = []
    day = first
    rehearsed = set() if care.drinks else _rehearsals(kinds)
    warm = race.hot and not care.heat
    for kind in (*(("lead_in",) if part and whole else ()), *kinds):
        place = len([week for week in weeks if week.kind != "lead_in"])
        target = next_week(kind, targets, footing, aim, asked.days_count)
        last = asked.event if kind == "race" else day + timedelta(days=(part if kind == "lead_in" else DAYS_PER_WEEK) - 1)
        wishes = Wishes(
            _hard(kind, place, last, race, general=general), _has_long(kind, day, race), place in rehearsed, warm, asked.event
        )
        if kind == "lead_in":
            raw = lay_lead_in(day, part, target, wishes, asked.days_count)
        elif kind == "race":
            raw = lay_race_week(day, target, wishes, asked.days_count)
        else:
            raw = lay_whole_week(day, target, wishes, asked.days_count)
        week = within_load(raw, loads, footing)
        loads.append(load_of(week, footing))
        planned = _week_of(day, last, kind, week, loads[-1])
        weeks.append(planned)
        # what comes after grows from what was laid, not from what was wished
        targets.append(WeekTarget(kind, planned.training_h, planned.longest_h, target.most_h, planned.descent_m))
        laid += week
        day = last + timedelta(days=1)
    return tuple(weeks), tuple(laid)


def _week_of(first: date, last: date, kind: str, laid: Sequence[Laid], load_h: Loads) -> PlannedWeek:
    return PlannedWeek(
        first=first,
        last=last,
        kind=kind,
        training_h=sum(one.training_h for one in laid),
        longest_h=max((one.training_h for one in laid), default=0.0),
        descent_m=sum(one.descent_m for one in laid),
        load_h=load_h,
        days_count=len(laid) + (kind == "race"),
    )


def _hard(kind: str, place: int, last: date, race: Race, *, general: bool) -> str:
    """What the hard session of a week is; none in the first week, in a lighter one, or before an unknown athlete has built up."""
    p = weeks_parameters()
    begins = int(p.lighter_every_week) if general else 1
    if kind in ("lead_in", "lighter") or (place < begins and (general or kind == "build")):
        return ""
    near = (race.day - last).days < p.last_descent_day
    return "hills" if race.hilly and kind == "build" and place % 2 == 1 and not near else "race_pace"


def _has_long(kind: str, first: date, race: Race) -> bool:
    """Whether a week has a long session; before a race of hours none lies so near that its damage is brought along."""
    p = weeks_parameters()
    near = (race.day - long_day_of(first)).days < p.last_long_day
    return kind in ("build", "lighter", "taper") and not (near and race.expected_s >= S_PER_H * p.long_race_h)


def _rehearsals(kinds: Sequence[str]) -> set[int]:
    """Weeks whose long session tries out the race's drinking: the last one of the build-up and every few before it."""
    every = int(weeks_parameters().rehearsal_every_week)
    built = [place for place, kind in enumerate(kinds) if kind == "build"]
    if built:
        return {place for place in built if (built[-1] - place) % every == 0 and place >= built[-1] - every}
    return {place for place, kind in enumerate(kinds) if kind == "taper"}


def _sessions(
    first: date, laid: Sequence[Laid], weeks: Sequence[PlannedWeek], asked: Asked, race: Race
) -> tuple[PlannedSession, ...]:
    """Every session with its words, strength and mobility beside them, days of rest, and the race."""
    course = race.course
    known = course is not None and race.goal_s is not None
    words = Wording(
        sport=asked.sport,
        muscle=asked.muscle,
        event=asked.event,
        race_pace_s_per_km=race.goal_s / (course.distance_m / M_PER_KM) if known and course is not None and race.goal_s else None,
        race_distance_m=None if course is None else course.distance_m,
        race_duration_s=race.goal_s,
    )
    found = [written(one, words) for one in laid]
    lifted: date | None = None
    for place, week in enumerate(weeks):
        beside = _beside([one for one in laid if week.first <= one.day <= week.last], week.kind, place, words, lifted)
        lifted = max((one.day for one in beside if one.kind == "strength"), default=lifted)
        found += beside
    busy = {one.day for one in found} | {asked.event}
    days = [first + timedelta(days=count) for count in range((asked.event - first).days)]
    found += [rest_day(day, words) for day in days if day not in busy]
    return (*sorted(found, key=lambda one: one.day), race_day(words))


def _beside(laid: Sequence[Laid], kind: str, place: int, words: Wording, lifted: date | None) -> list[PlannedSession]:
    """Strength on days that are neither long nor hard nor before a long one, and mobility; both on days of training.

    ``lifted`` is the last day of strength before this week.
    """
    p = weeks_parameters()
    if kind in ("race", "lead_in"):
        return []
    long_days = {one.day for one in laid if one.kind in LONG_KINDS}
    calm = [one.day for one in laid if one.kind in ("easy", "heat") and one.day + timedelta(days=1) not in long_days]
    days = calm or [one.day for one in laid if one.day not in long_days]
    count = 1 if kind == "taper" else int(p.strength_per_week)
    sets = max(int(p.strength_sets_count) - (place < SLOW_WEEKS) - (kind != "build"), 1)
    found = [strength_session(day, words, sets) for day in _apart(days, lifted)[:count]]
    return found + [routine_session(one.day, words) for one in (*laid[-1:], *laid[: int(p.routine_per_week) - 1])]


def _apart(days: Sequence[date], last: date | None) -> list[date]:
    """The first of the days that lie far enough from ``last`` and from each other for a muscle to recover from strength."""
    gap = timedelta(weeks_parameters().strength_gap_day)
    kept: list[date] = []
    for day in days:
        before = kept[-1] if kept else last
        if before is None or day - before >= gap:
            kept.append(day)
    return kept
