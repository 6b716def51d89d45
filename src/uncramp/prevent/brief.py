"""Brief: what was asked of a race plan, read and checked, and the people it is for."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from uncramp.activity.plan import RUNNING, PaceShape, plan_minutes
from uncramp.activity.weather import WeatherSource
from uncramp.activity.weather_table import EDGE_S, WeatherTable
from uncramp.assessment import Assessment, Recording
from uncramp.body.athlete import Athlete
from uncramp.body.fitness import FitnessParameters
from uncramp.body.gait import band_m_s, run_frac
from uncramp.body.intake_table import IntakeTable
from uncramp.errors import InputError
from uncramp.evidence.draws import draw
from uncramp.minutes import Minutes
from uncramp.prevent.clinicians import drinks_left_to_clinicians
from uncramp.prevent.drinking import Menu, limits_l, safe_limit_l
from uncramp.prevent.parameters import PreventParameters
from uncramp.prevent.plan import Course
from uncramp.prevent.rehearsal import People, body_of, on_ordinary_day, whole_water_l
from uncramp.prevent.search import Choice, Setting, planned_minutes
from uncramp.prevent.stations import Stations
from uncramp.texts import _
from uncramp.training import TrainingHistory
from uncramp.units import S_PER_H, elapsed_text
from uncramp.why.chosen_draws import at_draws
from uncramp.why.situation import Situation, situation_of
from uncramp.why.taught import taught_alone

DRY = IntakeTable(np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1), np.zeros(1), "nothing")


@dataclass(frozen=True)
class Brief:
    """What was asked, resolved."""

    course: Course
    athlete: Athlete
    start: datetime
    weather: WeatherSource | None
    history: TrainingHistory | None
    past: Assessment | None
    menu: Menu
    stations: Stations
    cup_ml: float
    mechanism: str
    draws: int
    seed: int
    overrides: Mapping[str, float] | None
    parameters: PreventParameters
    _known: dict[Hashable, People] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def may_drink(self) -> bool:
        """Whether drinking is advised; with some conditions and medicines that is for a clinician."""
        return not drinks_left_to_clinicians(self.athlete)

    def plans_drinks(self, duration_s: float) -> bool:
        """Whether amounts are planned: not in so long a race without a sweat test, for there the error of an assumed sweat rate adds up."""
        short = duration_s <= S_PER_H * self.parameters.no_amounts_after_h[0]
        return self.may_drink and bool(short or self.athlete.sweat_rate_l_h is not None)

    def drinks_by(self, duration_s: float) -> str:
        """Who says how much to drink: plan, clinician or thirst."""
        return "plan" if self.plans_drinks(duration_s) else "thirst" if self.may_drink else "clinician"

    def walked_frac(self, duration_s: float) -> float:
        """Share of the way of a run that is simulated as walked at the mean speed, which costs less and makes less heat; 0 in other sports."""
        if self.course.sport not in RUNNING:
            return 0.0
        return 1.0 - float(run_frac(self.course.distance_m / duration_s, *band_m_s(self.overrides or {})))

    @property
    def recording(self) -> Recording:
        """Where the minutes of the plan are from."""
        named = f"{self.course.name} {self.course.distance_m!r} {self.course.sport} {self.start.isoformat()}"
        digest = hashlib.sha256(named.encode()).hexdigest()
        return Recording(self.course.name, self.course.sport, "plan", "", 0, recovered=False, repairs=(), sha256=digest)

    def minutes_of(self, duration_s: float, shape: PaceShape | None = None, start: datetime | None = None) -> Minutes:
        """The course in this time."""
        course = self.course
        return plan_minutes(
            course.distance_m,
            duration_s,
            sport=course.sport,
            weather=self.weather,
            profile=course.profile,
            start=utc(start or self.start),
            shape=shape,
            time_name=_("the finish time"),
        )

    def people(self, minutes: Minutes, overrides: Mapping[str, float] | None = None) -> People:
        """Who could go this on an ordinary day, as ``assess_minutes`` draws them; drawn once for each pace that is asked for."""
        # of one course from one start the speeds say all that the minutes do
        key = (minutes.duration_s, minutes.start, minutes.slot_speed_m_s.tobytes(), *sorted((overrides or {}).items()))
        if key not in self._known:
            self._known[key] = self._drawn(minutes, overrides or {})
        return self._known[key]

    def _drawn(self, minutes: Minutes, overrides: Mapping[str, float]) -> People:
        same = None if self.past is None else self.past.situation
        situation = situation_of(
            minutes, self.athlete, sport=self.course.sport, intake=None, history=self.history, mechanism=self.mechanism,
            draws=self.draws, seed=self.seed, overrides={**(self.overrides or {}), **overrides},
            person=None if same is None else same.athlete, draw_index=None if same is None else same.draw_index,
        )  # fmt: skip
        day = on_ordinary_day(situation, self._fitness(situation))
        weight = day.possible if day.possible.any() else np.ones_like(day.possible)
        weight = weight / weight.sum()
        able_frac = float((day.possible * day.kept_up).mean())
        return People(taught_alone(situation, weight), weight, able_frac, self.athlete.name, self.seed)

    def _fitness(self, situation: Situation) -> FitnessParameters:
        """What each draw can sustain [draw], as the situation drew it."""
        count = int(situation.draw_index.max()) + 1
        drawn = draw(FitnessParameters, "fitness", draws=count, seed=self.seed, athlete=self.athlete.name, overrides=self.overrides)
        return at_draws(drawn, situation.draw_index)

    def setting(self, people: People, minutes: Minutes) -> Setting:
        """What a plan of these minutes cannot choose."""
        body = body_of(people.doing(minutes, DRY, after=False))
        limits = limits_l(body.sweat_l, whole_water_l(body))
        return Setting(
            self.course, self.menu, self.stations, safe_limit_l(limits), limits, np.median(body.sweat_l, axis=0), self.cup_ml,
            self.minutes_of, self.parameters,
        )  # fmt: skip

    def ready(self, choice: Choice, duration_s: float) -> Ready:
        """A choice at a finish time, with its people and what it cannot choose."""
        minutes = planned_minutes(choice, duration_s, self.minutes_of, self.parameters)
        people = self.people(minutes)
        return Ready(minutes, people, self.setting(people, minutes))


@dataclass(frozen=True)
class Ready:
    """A pace, who it is for, and what they may drink."""

    minutes: Minutes
    people: People
    setting: Setting


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def check_weather(weather: WeatherSource | None, duration_s: float) -> None:
    """Refuse weather by elapsed time that ends before the race; weather by the clock is checked where it is read.

    Raises
    ------
    InputError
        With what it covers.
    """
    if not isinstance(weather, WeatherTable) or weather.clock != "elapsed":
        return
    first_s, last_s = float(weather.time_s[0]), float(weather.time_s[-1])
    if first_s > EDGE_S or last_s < duration_s - EDGE_S:
        raise InputError(
            _(
                "{source} covers {first_s} to {last_s} after the start, but the race takes {duration_s}. Give "
                "the weather of the whole race."
            ).format(
                source=weather.source,
                first_s=elapsed_text(first_s),
                last_s=elapsed_text(last_s),
                duration_s=elapsed_text(duration_s),
            )
        )


def weather_ends_s(weather: WeatherSource | None, start: datetime) -> float:
    """How long after the start the last weather stands; infinity where it has no end."""
    if not isinstance(weather, WeatherTable) or weather.clock == "year":
        return math.inf
    return float(weather.time_s[-1]) - (utc(start).timestamp() if weather.clock == "utc" else 0.0)


def check_start(start: datetime, now: datetime | None) -> None:
    """Refuse a start in the past; ``now`` is the face's clock.

    Raises
    ------
    InputError
        With both moments.
    """
    if now is not None and utc(start) < utc(now):
        raise InputError(
            _(
                "the start is {start}, which is past; expected a race to come. Check --start, or look back with `uncramp why`."
            ).format(start=start.isoformat(timespec="minutes"))
        )
