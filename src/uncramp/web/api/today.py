"""Today: how it stands in one sentence, what is due, and the calendar of a month."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Query

from uncramp.diary.choose import local_start
from uncramp.diary.learning_words import is_told
from uncramp.diary.records import Activity, Plan
from uncramp.diary.words import name_of
from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.preferences import look
from uncramp.web.teaching import Teaching, teaching_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

router = APIRouter(prefix="/api/today", tags=["today"])

Kept = Annotated[Diaries, Depends(diaries_of)]
Taught = Annotated[Teaching, Depends(teaching_of)]
Month = Annotated[str, Query(pattern=r"^(\d{4}-\d\d)?$", description="such as 2024-07; this month, if not said")]
LATELY_DAYS: Final = 28
ASKED_DAYS: Final = 14
"""So long an outcome that is not said is asked for; older ones stand in the diary's list."""
MOST_ASKED: Final = 5
AHEAD_DAYS: Final = 180
WEEK_DAYS: Final = 7


@router.get("")
def today(diaries: Kept, teaching: Taught, month: Month = "") -> dict[str, Any]:
    """What a person looks for first. The session of the invented athlete is named while there is none of one's own, and never counted."""
    now = datetime.now().astimezone().date()
    own = diaries.own().activities()
    invented = None if own else diaries.invented()
    planned = planned_of(diaries.own().entries(Plan))
    return {
        "day": now.isoformat(),
        "empty": not own and not planned,
        "demonstration": None if invented is None else {"activity_id": invented.activity_id, "title": name_of(invented)},
        "status": _status(own, planned, now),
        "taught": _taught(teaching) if own else None,
        "due": [*_asked(own, now), *_due(planned, now)],
        "calendar": _calendar(own, planned, _month(month, now)),
    }


def planned_of(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """What plans put on a day: races, sessions, and drinking to be rehearsed; of weeks the newest plan for a race holds."""
    races: dict[str, dict[str, Any]] = {}
    weeks: dict[str, list[dict[str, Any]]] = {}
    for one in plans:
        try:
            if one.kind == "race":
                race = _race(one)
                races[race["day"]] = race
            else:
                day, sessions = _weeks(one)
                weeks[day] = sessions
        except (KeyError, TypeError, ValueError):
            continue  # kept by another version: it stands in the list of plans, and in no calendar
    sessions = [one for found in weeks.values() for one in found if one["kind"] != "race" or one["day"] not in races]
    return sorted([*races.values(), *sessions], key=lambda one: (one["day"], one["kind"]))


def _race(one: Plan) -> dict[str, Any]:
    plan = json.loads(one.document_json)["plan"]
    return _planned(one, str(plan["start"])[:10], "race", one.title or plan["course"]["name"])


def _weeks(one: Plan) -> tuple[str, list[dict[str, Any]]]:
    """Day of the race, and the sessions up to it."""
    plan = json.loads(one.document_json)["plan"]
    sessions = []
    for session in plan["sessions"]:
        if session["kind"] != "rest":
            kind = session["kind"] if session["kind"] in ("race", "rehearsal") else "session"
            title = one.title if kind == "race" and one.title else session["title"]
            sessions.append(_planned(one, session["day"], kind, title))
    return str(plan["race"]["day"]), sessions


def _planned(one: Plan, day: str, kind: str, title: str) -> dict[str, Any]:
    return {"day": date.fromisoformat(day).isoformat(), "kind": kind, "title": str(title), "entry_id": one.entry_id}


def _status(own: Sequence[Activity], planned: list[dict[str, Any]], now: date) -> str:
    race = next((one for one in planned if one["kind"] == "race" and one["day"] >= now.isoformat()), None)
    if race is not None and race["day"] == now.isoformat():
        return _("Today is your race: {title}.").format(title=race["title"])
    lately = [one for one in own if (day := _day(one)) is not None and now - timedelta(LATELY_DAYS) <= day <= now]
    if lately:
        counts = {word: sum(one.outcome == word for one in lately) for word in ("cramp", "none", "unsaid")}
        text = _("Activities in the last four weeks: {count}; with a cramp {cramp}, without {none}, not said {unsaid}.").format(
            count=len(lately), **counts
        )
    elif own:
        text = _("Nothing was recorded in the last four weeks.")
    else:
        text = _("Your diary holds no activity yet.")
    if race is not None and race["day"] <= (now + timedelta(AHEAD_DAYS)).isoformat():
        text += " " + _("Days to your next race, {title}: {days}.").format(
            title=race["title"], days=(date.fromisoformat(race["day"]) - now).days
        )
    return text


def _taught(teaching: Teaching) -> dict[str, float] | None:
    """How easily this person cramps, of what the model expects, where sessions have taught something."""
    lessons = teaching.now()
    if lessons is None or not lessons.telling_count:
        return None
    before, now = lessons.prior.susceptibility_ratio, lessons.posterior.susceptibility_ratio
    if not is_told(before, now):  # as before: nothing to tell of it
        return None
    return asdict(now) | {"sessions_count": lessons.telling_count}


def _asked(own: Sequence[Activity], now: date) -> list[dict[str, Any]]:
    """Activities of the last days of which it is not said whether there was a cramp."""
    open_ones = [
        one for one in own if one.outcome == "unsaid" and (day := _day(one)) is not None and now - timedelta(ASKED_DAYS) <= day
    ]
    return [
        {"kind": "outcome", "day": str(_day(one)), "title": name_of(one), "activity_id": one.activity_id}
        for one in open_ones[:MOST_ASKED]
    ]


def _due(planned: list[dict[str, Any]], now: date) -> list[dict[str, Any]]:
    """What is planned today, and the next race and rehearsal."""
    ahead = [one for one in planned if one["day"] >= now.isoformat()]
    first = {kind: next((one for one in ahead if one["kind"] == kind), None) for kind in ("session", "rehearsal", "race")}
    return [one for one in first.values() if one is not None]


def _calendar(own: Sequence[Activity], planned: list[dict[str, Any]], month: date) -> dict[str, Any]:
    recorded: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in reversed(own):
        recorded[str(_day(one))].append(
            {
                "activity_id": one.activity_id,
                "title": name_of(one),
                "sport": one.sport,
                "outcome": one.outcome,
            }
        )
    ahead: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for plan in planned:
        ahead[plan["day"]].append(plan)
    start = month - timedelta((month.weekday() - look().first_weekday) % WEEK_DAYS)
    following = _next(month)
    weeks = []
    while start < following:
        days = [start + timedelta(number) for number in range(WEEK_DAYS)]
        weeks.append(
            [
                {"day": str(day), "within": day.month == month.month, "activities": recorded[str(day)], "planned": ahead[str(day)]}
                for day in days
            ]
        )
        start += timedelta(WEEK_DAYS)
    return {
        "month": f"{month:%Y-%m}", "before": f"{month - timedelta(1):%Y-%m}", "after": f"{following:%Y-%m}",
        "weekdays": [(look().first_weekday + number) % WEEK_DAYS for number in range(WEEK_DAYS)], "weeks": weeks,
    }  # fmt: skip


def _month(said: str, now: date) -> date:
    try:
        month = date.fromisoformat(f"{said}-01") if said else now.replace(day=1)
        month - timedelta(2 * WEEK_DAYS), _next(month) + timedelta(2 * WEEK_DAYS)
    except (ValueError, OverflowError):
        raise InputError(_("month: {said} is none; expected one such as 2024-07.").format(said=said)) from None
    return month


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _day(one: Activity) -> date | None:
    start = local_start(one)
    return None if start is None else start.date()
