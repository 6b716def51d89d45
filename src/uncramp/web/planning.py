"""Planning: a race or the weeks before it from what was asked and what the diary knows; the same question gives the same plan."""

from __future__ import annotations

import base64
import binascii
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from uncramp.activity.weather import WeatherSource, stated_weather
from uncramp.diary.arrival import safe_name
from uncramp.errors import InputError
from uncramp.names import MUSCLES, PLANNED_SPORTS, SPORTS
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.weeks_plan import WeeksPlan
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.diary.store import Diary
    from uncramp.diary.who import Who
    from uncramp.prevent.past import PastRace
    from uncramp.training import TrainingHistory
    from uncramp.web.diaries import Diaries
    from uncramp.web.teaching import Teaching
    from uncramp.web.work import Progress

KINDS: Final = ("race", "weeks")
DRAWS: Final = 200
MOST_COURSE: Final = 30_000_000
"""Characters of a course file in base64; the guard bounds what comes over the wire."""
LAID_OUT: Final = 0.5
"""Share of the work that is done when the weeks are laid out and their effect is still to be computed."""

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Word = Annotated[str, Field(max_length=80)]
Sport = Annotated[str, Field(max_length=40)]


class CourseFile(BaseModel):
    """A course as a file: GPX, TCX or FIT, packed by gzip or not."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]
    content_base64: Annotated[str, Field(max_length=MOST_COURSE)]


class Event(BaseModel):
    """What is to be covered, by whom and how fast."""

    model_config = ConfigDict(extra="forbid")

    distance: Word = ""  # 42.195km, marathon, 26.2mi
    activity_id: Id | None = None  # the way of a past activity
    course_file: CourseFile | None = None
    goal: Word = ""  # 3:45:00
    sport: Sport = ""
    air_c: Annotated[FiniteFloat, Field(ge=-60.0, le=60.0)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class RaceAsked(Event):
    """A race."""

    start: Annotated[datetime, Field(description="without an offset, on the clock of this machine")]
    humidity_frac: Annotated[FiniteFloat, Field(ge=0.0, le=1.0)] | None = None
    wind_m_s: Annotated[FiniteFloat, Field(ge=0.0, le=60.0)] | None = None
    solar_w_m2: Annotated[FiniteFloat, Field(ge=0.0, le=1500.0)] | None = None
    online: bool = False  # ask for the forecast; only where the settings allow it
    drinks: Annotated[str, Field(max_length=500)] = ""
    aid_stations: Annotated[str, Field(max_length=500)] = ""
    past_id: Id | None = None  # a past race that tells the fitness


class WeeksAsked(Event):
    """The weeks before a race."""

    event: date
    days_count: Annotated[int, Field(ge=1, le=7)] = 4
    muscle: Literal[MUSCLES] = MUSCLES[0]  # type: ignore[valid-type]


MODELS: Final[dict[str, type[RaceAsked | WeeksAsked]]] = {"race": RaceAsked, "weeks": WeeksAsked}


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and what was asked for."""

    kind: str  # one of KINDS
    asked: RaceAsked | WeeksAsked
    plan: RacePlan | WeeksPlan
    who: Who
    made_at: datetime  # UTC; a calendar made later replaces one made before

    @property
    def title(self) -> str:
        """Its name in lists."""
        course = self.plan.course if isinstance(self.plan, RacePlan) else self.plan.race.course
        return course.name if course is not None else _("race")


def make(
    diaries: Diaries, teaching: Teaching, kind: str, asked: RaceAsked | WeeksAsked, *, weather_online: bool, say: Progress
) -> Made:
    """Make the plan, with what the diary taught.

    Raises
    ------
    InputError
        If something asked for cannot be used.
    ActivityFileError
        If the course cannot be read.
    """
    if isinstance(asked, RaceAsked) and asked.online and not weather_online:
        raise InputError(_("The weather may not be asked for online. Allow it in the settings, or type the weather."))
    who = teaching.who_at_last(lambda *_counts: say(0.0, _("going through your sessions")))
    diary = diaries.own()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="uncramp-")))
        course = _course(diaries, asked, folder)
        told = _with_sport(diaries, asked)
        plan = (
            _race(diaries, diary, who.athlete, told, course, say)
            if isinstance(told, RaceAsked)
            else _weeks(diary, who.athlete, told, course, say)
        )
    return Made(kind, asked, plan, who, datetime.now(UTC))


def _race(diaries: Diaries, diary: Diary, athlete: Athlete, asked: RaceAsked, course: str | Path | None, say: Progress) -> RacePlan:
    from uncramp.prevent.race import plan_race

    if course is None:
        raise InputError(_("Which course? Give a distance such as 42.195km, a file, or a past activity."))
    start = asked.start if asked.start.tzinfo else asked.start.astimezone()
    past = [] if asked.past_id is None else [_past(diaries.holding(asked.past_id), asked.past_id)]
    return plan_race(
        course, athlete, start=start, goal=asked.goal or None, sport=_sport(asked), weather=_weather(asked),
        history=_history(diary, asked.sport or "running"), past=past, drinks=asked.drinks, aid_stations=asked.aid_stations or None,
        draws=DRAWS, seed=asked.seed, now=datetime.now(UTC), progress=say,
    )  # fmt: skip


def _weeks(diary: Diary, athlete: Athlete, asked: WeeksAsked, course: str | Path | None, say: Progress) -> WeeksPlan:
    from dataclasses import replace

    from uncramp.activity.plan import parse_duration
    from uncramp.prevent.course import course_of
    from uncramp.prevent.exposure import NOTHING, exposure_of_history
    from uncramp.prevent.weeks import Asked, plan_weeks
    from uncramp.prevent.weeks_chance import chance_change

    found = None if course is None else course_of(course, _sport(asked))
    if asked.goal and found is None:
        raise InputError(_("A goal needs a course: how far it is. Give a distance such as 42.195km, a file, or a past activity."))
    goal_s = parse_duration(asked.goal, found.distance_m) if asked.goal and found is not None else None
    sport = asked.sport or (found.sport if found is not None else "running")
    today = datetime.now().astimezone().date()
    wanted = Asked(
        today=today, event=asked.event, days_count=asked.days_count, sport=sport, course=found, goal_s=goal_s, air_c=asked.air_c,
        muscle=asked.muscle,
    )  # fmt: skip
    say(0.0, _("adding up what your activities asked of the muscles"))
    history = _history(diary, sport)
    exposure = NOTHING if history is None else exposure_of_history(history, today, athlete)
    plan = plan_weeks(wanted, athlete, exposure)

    def further(share_frac: float, text: str) -> None:
        say(LAID_OUT + (1.0 - LAID_OUT) * share_frac, text)

    chance = chance_change(plan, athlete, weather=None, draws=DRAWS, seed=asked.seed, progress=further)
    return replace(plan, chance=chance)


def _course(diaries: Diaries, asked: Event, folder: Path) -> str | Path | None:
    """The one that was given."""
    given = [one for one in (asked.distance.strip(), asked.activity_id, asked.course_file) if one]
    if len(given) > 1:
        raise InputError(_("More than one course was given. Keep one: a distance, a file, or a past activity."))
    if asked.activity_id is not None:
        return _original(diaries, asked.activity_id, folder)
    if asked.course_file is not None:
        place = folder / safe_name(asked.course_file.name)
        try:
            place.write_bytes(base64.b64decode(asked.course_file.content_base64, validate=True))
        except binascii.Error:
            raise InputError(_("The course file is not in base64. Encode it anew.")) from None
        return place
    return is_distance(asked.distance.strip()) or None


def is_distance(text: str) -> str:
    """``text``, if it is a distance: what a person types here must never name a file of this machine."""
    from uncramp.activity.plan import is_plan

    if text and not is_plan(text):
        raise InputError(
            _("{text} is no distance. Write marathon, half-marathon, or a number with its unit, such as 42.195km.").format(
                text=text
            )
        )
    return text


def _original(diaries: Diaries, activity_id: str, folder: Path) -> Path:
    original = diaries.holding(activity_id).original(activity_id)
    folder.mkdir(exist_ok=True)
    place = folder / safe_name(original.file_name)
    place.write_bytes(original.content)
    return place


def _past(diary: Diary, activity_id: str) -> PastRace:
    from uncramp.diary.told import past_race

    return past_race(diary, diary.session(activity_id))


def _history(diary: Diary, sport: str) -> TrainingHistory | None:
    """What was trained until now; ``None`` where the diary is empty."""
    return diary.training_history(datetime.now(UTC), sport) if diary.activities() else None


def _with_sport(diaries: Diaries, asked: RaceAsked | WeeksAsked) -> RaceAsked | WeeksAsked:
    """Asked for in the sport of the past activity, where no other is: its file may not say it, the diary does."""
    if asked.sport or asked.activity_id is None:
        return asked
    known = diaries.holding(asked.activity_id).activity(asked.activity_id).sport
    return asked.model_copy(update={"sport": known}) if known in PLANNED_SPORTS else asked


def _sport(asked: Event) -> str | None:
    if asked.sport and asked.sport not in SPORTS:
        raise InputError(_("{sport} is no sport that is known here.").format(sport=asked.sport))
    return asked.sport or None


def _weather(asked: RaceAsked) -> WeatherSource | None:
    if asked.online:
        from uncramp.activity.open_meteo import OnlineWeather

        return OnlineWeather()
    given: dict[str, Any] = {name: getattr(asked, name) for name in ("air_c", "humidity_frac", "wind_m_s", "solar_w_m2")}
    return None if all(value is None for value in given.values()) else stated_weather(**given)
