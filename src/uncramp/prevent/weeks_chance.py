"""What the weeks do to the chance of a cramp in the race: the same race, raced as trained today and as trained then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import WeatherSource
from uncramp.assess import assess_minutes
from uncramp.assessment import Assessment, Recording
from uncramp.body.athlete import Athlete
from uncramp.evidence.facts import contradictions_for
from uncramp.evidence.registry import load_table
from uncramp.prevent.durations import duration_text
from uncramp.prevent.recent import DAYS_PER_WEEK
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import ChanceChange, WeeksPlan
from uncramp.texts import _
from uncramp.training import LONGEST_DAY, RECENT_DAY
from uncramp.why.answers import Range

CAUSES_CHANGED: Final = {"longest": "conditioning", "descent": "eccentric_load", "heat": "heat"}
"""What the plan changes -> the group of causes whose evidence it rests on."""

Progress = Callable[[float, str], None]


def chance_change(
    plan: WeeksPlan,
    athlete: Athlete,
    *,
    weather: WeatherSource | None = None,
    mechanism: str = "mixture",
    draws: int = 200,
    seed: int = 0,
    overrides: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> ChanceChange | None:
    """The chance as trained today and after the plan, by ``assess_minutes`` with the same draws.

    ``None`` without course and goal, and where it is not known how the athlete is trained today.

    The plan enters by what the model knows of training: the longest session, the usual descent, and days in the heat.

    Raises
    ------
    InputError
        If nobody covers the course in the time of the goal.
    """
    course, goal_s = plan.race.course, plan.race.goal_s
    if course is None or goal_s is None or not plan.footing.coverage.state_known:
        return None
    minutes = plan_minutes(course.distance_m, goal_s, sport=plan.race.sport, weather=weather, profile=course.profile)
    recording = Recording(course.name, plan.race.sport, "plan", "", 0, recovered=False, repairs=(), sha256=plan.evidence_sha256)

    def assessed(who: Athlete, share_frac: float, text: str) -> Assessment:
        if progress is not None:
            progress(share_frac, text)
        return assess_minutes(minutes, who, recording=recording, mechanism=mechanism, draws=draws, seed=seed, overrides=overrides)

    states = states_of(plan, athlete)
    now, then = assessed(states[0], 0.0, _("racing as trained today")), assessed(states[1], 0.5, _("racing after the weeks"))
    # draws that could do the race either way: else who is left would differ, and not only what training did
    weight_frac = now.weight_frac * then.weight_frac
    weight_frac = weight_frac / weight_frac.sum() if weight_frac.sum() > 0.0 else now.weight_frac
    change_frac = then.session_chance_frac - now.session_chance_frac
    difference = Range.of(change_frac, weight_frac)
    p = weeks_parameters()
    changed = _changed(*states)
    causes = [CAUSES_CHANGED[name] for name in changed]
    table = load_table("causes")
    return ChanceChange(
        as_now_frac=Range.of(now.session_chance_frac, weight_frac),
        after_frac=Range.of(then.session_chance_frac, weight_frac),
        difference_frac=difference,
        telling_share_frac=float(weight_frac[change_frac <= -p.telling_change_frac].sum()),
        clear=difference.mean <= -p.telling_change_frac and float(weight_frac[change_frac > 0.0].sum()) <= p.most_rising_frac,
        changed=tuple(changed.values()),
        grade="assumed",  # the size of what training does rests on choices of ours, whatever the cause itself rests on
        sources=tuple(dict.fromkeys(source for cause in causes for source in table[cause]["source"])),
        contradictions=tuple(dict.fromkeys(row.id for cause in causes for row in contradictions_for(cause))),
        draws=draws,
        seed=seed,
    )


def states_of(plan: WeeksPlan, athlete: Athlete) -> tuple[Athlete, Athlete]:
    """The athlete as trained today and as trained on the day of the race; nothing that training gave is taken away by a plan."""
    before = _known_now(plan, athlete)
    counted_from = plan.race.day - timedelta(days=LONGEST_DAY)
    longest_h = max((week.longest_h for week in plan.weeks if week.last >= counted_from), default=0.0)
    after = replace(before, longest_session_h=max(before.longest_session_h or 0.0, longest_h))
    if plan.race.hilly:
        recent = [week.descent_m for week in plan.weeks if week.last >= plan.race.day - timedelta(days=RECENT_DAY)]
        usual_m = sum(recent) / (RECENT_DAY / DAYS_PER_WEEK)
        after = replace(after, descent_m_per_week=max(before.descent_m_per_week or 0.0, usual_m))
    if plan.race.hot:
        days = len({one.day for one in plan.sessions if one.kind == "heat"})
        after = replace(after, acclimatisation_day=max(before.acclimatisation_day or 0.0, float(days)))
    return before, after


def _known_now(plan: WeeksPlan, athlete: Athlete) -> Athlete:
    """The athlete as trained today, by what they state, else by the past sessions, else by what the plan begins with."""
    weeks = plan.past[-int(LONGEST_DAY) // DAYS_PER_WEEK :]
    longest_h = max(max((week.longest_h for week in weeks), default=0.0), plan.footing.start_longest_h)
    known = athlete
    if athlete.longest_session_h is None:
        known = replace(known, longest_session_h=longest_h)
    if plan.race.hilly and athlete.descent_m_per_week is None:
        recent = plan.past[-int(RECENT_DAY) // DAYS_PER_WEEK :]
        known = replace(known, descent_m_per_week=sum(week.descent_m for week in recent) / len(recent))
    if plan.race.hot and athlete.acclimatisation_day is None:
        known = replace(known, acclimatisation_day=float(sum(week.hot_count for week in plan.past[-2:])))
    return known


def _changed(before: Athlete, after: Athlete) -> dict[str, str]:
    """What the plan changes, in words, by the names of ``CAUSES_CHANGED``."""
    said = {
        "longest": _("longest session {before} now, {after} then").format(
            before=duration_text(before.longest_session_h or 0.0), after=duration_text(after.longest_session_h or 0.0)
        ),
        "descent": _("usual descent {before} m a week now, {after} m then").format(
            before=f"{before.descent_m_per_week or 0.0:.0f}", after=f"{after.descent_m_per_week or 0.0:.0f}"
        ),
        "heat": _("days in the heat {before} now, {after} then").format(
            before=f"{before.acclimatisation_day or 0.0:.0f}", after=f"{after.acclimatisation_day or 0.0:.0f}"
        ),
    }
    differs = {
        "longest": before.longest_session_h != after.longest_session_h,
        "descent": before.descent_m_per_week != after.descent_m_per_week,
        "heat": before.acclimatisation_day != after.acclimatisation_day,
    }
    return {name: text for name, text in said.items() if differs[name]}
