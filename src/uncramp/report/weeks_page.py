"""A plan of weeks as one page: what it cannot give, the weeks as bars and table, every day with its steps, signs, and what it rests on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from uncramp.evidence import registry
from uncramp.names import MUSCLES
from uncramp.prevent.durations import duration_text
from uncramp.prevent.session import PlannedSession
from uncramp.prevent.session_words import EVIDENCE
from uncramp.prevent.signs import habits, signs
from uncramp.prevent.weeks_plan import PlannedWeek, WeeksPlan
from uncramp.report import html
from uncramp.report import weeks_words as words
from uncramp.report.odds import percent_range_text
from uncramp.report.weeks_drawing import draw_bars, load_bars, longest_bars
from uncramp.report.wording import GRADE_WORDS, URGENCY_WORDS, Wording
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class _Week:
    """One week with its days, as the page shows it."""

    week: PlannedWeek
    kind: str
    special: str
    days: tuple[tuple[str, tuple[PlannedSession, ...]], ...]


def write_weeks_page(plan: WeeksPlan, path: str | os.PathLike[str], *, units: str = "metric") -> None:
    """Write the page of a plan to ``path``, whole or not at all.

    Raises
    ------
    StoreError
        If the file cannot be written.
    InputError
        If ``units`` is not known.
    """
    html.write_whole(render_weeks_page(plan, units=units), path)


def render_weeks_page(plan: WeeksPlan, *, units: str = "metric") -> str:
    """The page as text; see :func:`write_weeks_page`."""
    style = _style()
    template = html.environment().get_template("weeks.html.j2")
    return template.render(**shown(plan, units), style=Markup(style), style_hash=html.policy_hash(style))  # noqa: S704 - our own files


def shown(plan: WeeksPlan, units: str) -> dict[str, Any]:
    """What ``weeks_parts.html.j2`` shows of a plan, here and in the application."""
    wording = Wording(units)
    muscle, place = words.highest_load(plan)
    facts = [
        (_("first week"), duration_text(plan.footing.start_h)),
        (_("largest week"), duration_text(max(week.training_h for week in plan.weeks))),
        (_("longest session"), duration_text(max(week.longest_h for week in plan.weeks))),
        (_("days of training a week"), str(plan.days_count)),
    ] if words.shown_weeks(plan) else []  # fmt: skip
    made = [
        ("uncramp", plan.version),
        (_("Evidence"), plan.evidence_sha256[:16]),
        (_("Made on"), plan.today.isoformat()),
        *([] if plan.chance is None else [(_("Draws"), str(plan.chance.draws)), (_("Seed"), str(plan.chance.seed))]),
    ]
    chance = plan.chance
    return {
        "plan": plan, "head": words.head_text(plan), "read": words.read_text(plan), "footing": words.footing_text(plan), "ratios": words.ratios_text(plan),
        "facts": facts, "local": wording.local, "weeks": [_week(plan, week, wording) for week in plan.weeks], "hours": words.hours_text, "muscle": muscle,
        "place": place, "muscles": MUSCLES, "load": draw_bars(load_bars(plan, place), "h", "load-told"),
        "longest": draw_bars(longest_bars(plan), "h", "longest-told"), "session": words.session_text, "time": duration_text,
        "steps": lambda one: words.steps_text(one, units), "signs": signs(), "action": words.sign_action, "habits": habits(), "grades": GRADE_WORDS,
        "urgencies": URGENCY_WORDS, "chance_told": "" if chance is None else words.chance_text(chance),
        "chance_now": "" if chance is None else percent_range_text(chance.as_now_frac, middle="mean"),
        "chance_after": "" if chance is None else percent_range_text(chance.after_frac, middle="mean"), "safety": words.safety_text(), "made": made,
        "sources": registry.cite(_cited(plan)),
    }  # fmt: skip


def _week(plan: WeeksPlan, week: PlannedWeek, wording: Wording) -> _Week:
    sessions = [one for one in plan.sessions if week.first <= one.day <= week.last]
    days = dict.fromkeys(one.day for one in sessions)
    return _Week(
        week,
        words.week_text(week),
        wording.local(words.special_text(sessions, week.descent_m)),
        tuple((words.day_text(day), tuple(one for one in sessions if one.day == day)) for day in days),
    )


def _cited(plan: WeeksPlan) -> Iterable[str]:
    """Sources of what the page says, without those that say "assumed"."""
    entries = registry.load_topic("weeks").values()
    keys = {
        *(key for entry in entries for key in entry.source),
        *(key for one in signs() for key in one.sources),
        *(key for one in habits() for key in one.sources),
        *(key for _grade, found in EVIDENCE.values() for key in found),
        *(() if plan.chance is None else plan.chance.sources),
    }
    return keys - {"assumed"}


@cache
def _style() -> str:
    return html.page_style("weeks.css")
