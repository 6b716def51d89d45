"""A plan of weeks on a terminal: what it rests on, what it cannot give, each week in a line, the days to come, and the signs to heed.

Lines are at most ``width`` wide. In full every session with its steps, every sign, rest and recovery.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from rich.text import Text

from uncramp.check.rulebook import LEVELS
from uncramp.prevent.session import PlannedSession
from uncramp.prevent.session_words import heat_words
from uncramp.prevent.signs import Habit, Sign, habits, signs
from uncramp.prevent.weeks_plan import WeeksPlan
from uncramp.report import weeks_words as words
from uncramp.report.screen import Screen
from uncramp.report.wording import GRADE_WORDS
from uncramp.texts import _

DAYS_SHOWN: Final = 14
CALM_SHOWN: Final = 3
"""Signs without urgency that are shown; emergencies always are."""


def weeks_view(plan: WeeksPlan, screen: Screen) -> list[Text]:
    """The plan, each line at most ``screen.width`` characters."""
    parts = [
        _head(plan, screen),
        _lacks(plan, screen),
        _chance(plan, screen),
        _weeks(plan, screen),
        _days(plan, screen),
        _signs(screen),
        _recovery(screen) if screen.verbose else [],
        screen.wrapped(words.safety_text(), "dim", lines=None),
    ]
    lines: list[Text] = []
    for part in parts:
        lines += [screen.text(""), *part] if part and lines else part
    return lines


def _head(plan: WeeksPlan, screen: Screen) -> list[Text]:
    lines = screen.wrapped(words.head_text(plan), "bold", indent="  ", lines=None)
    told = [words.read_text(plan), words.footing_text(plan)]
    if screen.verbose:
        told.append(words.ratios_text(plan))
    for text in filter(None, told):
        lines += screen.wrapped(screen.wording.local(text), first="  ", indent="  ", lines=None)
    return lines


def _lacks(plan: WeeksPlan, screen: Screen) -> list[Text]:
    lines = []
    for one in plan.cautions:
        lines += screen.wrapped(f"! {screen.wording.local(one.text)}", "bold", indent="  ", lines=None)
    for lack in plan.lacks:
        lines += screen.wrapped(f"! {screen.wording.local(lack.text)}", indent="  ", lines=None)
    return lines


def _chance(plan: WeeksPlan, screen: Screen) -> list[Text]:
    if plan.chance is None:
        return []
    return screen.wrapped(words.chance_text(plan.chance), indent="  ", lines=None)


def _weeks(plan: WeeksPlan, screen: Screen) -> list[Text]:
    muscle, place = words.highest_load(plan)
    if not words.shown_weeks(plan):
        return []
    rows = []
    notes = []
    for week in words.shown_weeks(plan):
        sessions = [one for one in plan.sessions if week.first <= one.day <= week.last]
        rows.append(
            (
                f"{week.first.isoformat()} {words.week_text(week)}",
                words.hours_text(week.training_h),
                words.hours_text(week.longest_h),
                f"{week.load_h[place]:.2f}",
                str(week.days_count),
            )
        )
        special = words.special_text(sessions, week.descent_m)
        notes.append([special] if special else [])
    head = (_("week from"), _("h:min"), _("longest"), _("{muscle} load").format(muscle=_(muscle)), _("days"))
    return screen.table(head, rows, [[screen.wording.local(one) for one in note] for note in notes] if screen.verbose else ())


def _days(plan: WeeksPlan, screen: Screen) -> list[Text]:
    end = plan.sessions[0].day + timedelta(days=DAYS_SHOWN)
    shown = plan.sessions if screen.verbose else [one for one in plan.sessions if one.day < end]
    lines = [screen.text(_("Days to come"), "bold")]
    told_of: set[str] = set()
    for day in dict.fromkeys(one.day for one in shown):
        of_day = [one for one in shown if one.day == day]
        if all(one.kind == "rest" for one in of_day) and not screen.verbose:
            continue
        told = " + ".join(map(words.session_text, of_day))
        lines += screen.wrapped(f"{words.day_text(day)}  {told}", first="  ", indent="                    ", lines=None)
        if screen.verbose:
            for one in of_day:
                lines += _in_full(one, screen, reason=one.why not in told_of)
                told_of.add(one.why)
    if any(one.kind == "heat" for one in shown) and not screen.verbose:
        lines += screen.wrapped(screen.wording.local(f"{_('In the warm:')} {heat_words()}"), first="  ", indent="  ", lines=None)
    if len(shown) < len(plan.sessions):
        more = _("Days not named are of rest. All days to the race, each with its steps and reason: --verbose, --html, --ics.")
        lines += screen.wrapped(more, "dim", first="  ", indent="  ", lines=None)
    return lines


def _in_full(one: PlannedSession, screen: Screen, *, reason: bool) -> list[Text]:
    """Steps of a session, and its reason where it was not told before."""
    indent = "      "
    steps = "; ".join(part.rstrip(".") for part in words.steps_text(one, screen.units)) if len(one.steps) > 1 else ""
    lines = screen.wrapped(screen.wording.local(one.why), "dim", first=indent, indent=indent, lines=None) if reason else []
    return lines + (screen.wrapped(steps, first=indent, indent=indent, lines=None) if steps else [])


def _signs(screen: Screen) -> list[Text]:
    lines = [screen.text(_("Early signs, and what to do"), "bold")]
    emergencies = [one for one in signs() if one.urgency == LEVELS[-1]]
    calm = [one for one in signs() if not one.to_check]
    shown = signs() if screen.verbose else (*emergencies, *calm[:CALM_SHOWN])
    for one in shown:
        lines += _told(one, screen)
    if not screen.verbose:
        red = [one for one in signs() if one.to_check and one not in emergencies]
        told = _(
            "{count} more signs are no training matter (one swollen leg, a weight gained in a session and others): uncramp check. All: --verbose."
        )
        lines += screen.wrapped(told.format(count=len(red)), first="  ", indent="  ", lines=None)
    return lines


def _told(one: Sign, screen: Screen) -> list[Text]:
    text = f"{_(one.text)} {words.sign_action(one)}"
    lines = screen.wrapped(text, "bold" if one.urgency == LEVELS[-1] else "", first="  ", indent="    ", lines=None)
    return lines + (_graded(one, screen) if screen.verbose else [])


def _recovery(screen: Screen) -> list[Text]:
    lines = [screen.text(_("Rest and recovery"), "bold")]
    for one in habits():
        lines += screen.wrapped(_(one.text), first="  ", indent="    ", lines=None)
        lines += _graded(one, screen)
    return lines


def _graded(one: Sign | Habit, screen: Screen) -> list[Text]:
    cited = ", ".join((*one.facts, *one.sources))
    return screen.wrapped(f"{_(GRADE_WORDS[one.grade])}: {cited}", "dim", first="    ", indent="    ", lines=None)
