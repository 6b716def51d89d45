"""Steps of a workout as a watch shows them, from a race plan or a planned session: few, with short names and notes.

A watch shows name and note when a step begins, and a workout file has no prompts beside its steps. So a step ends at each place of a drink, and the
next one's note says what to take there and what comes next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product
from typing import Final

from uncramp.errors import InputError
from uncramp.prevent.labels import cut, cut_words, distance_text, drinks_text, one_line
from uncramp.prevent.plan import DrinkStop, PaceStretch, RacePlan
from uncramp.prevent.session import BY_FEEL, PlannedSession, Target
from uncramp.texts import N_, _
from uncramp.training import M_PER_KM

STEPS_LIMIT: Final = 50
"""What every watch takes (remembered of Garmin's; newer ones take more)."""

NAME_BYTES: Final = 15
NOTE_BYTES: Final = 49
"""Garmin's own C code keeps 16 and 50 bytes for a name and a note, one of them the end; longer ones are cut on the watch."""

BAND_FRAC: Final = 0.03
"""How far from the planned pace a watch stays silent: about what its own pace wavers."""

NEAR_KM: Final = 0.1
"""Places nearer to each other than this are one."""

KIND_NAMES: Final = {"warm_up": N_("Warm up"), "work": N_("Go"), "recover": N_("Easy"), "cool_down": N_("Cool down")}


@dataclass(frozen=True, slots=True)
class WatchStep:
    """One step; it ends by time, by distance, or by a press of the button if neither is given."""

    name: str
    kind: str  # one of session.STEP_KINDS
    duration_s: float | None
    distance_m: float | None
    target: Target
    note: str


@dataclass(frozen=True, slots=True)
class _Station:
    """One place, or several where a watch cannot take a step for each."""

    from_km: float
    to_km: float
    drinks: tuple[DrinkStop, ...]

    def text(self, units: str, *, named: bool, whole: bool) -> str:
        """What there is at its first place; ``whole``: also at the next, each with its place.

        Never the sum at the first place: by no place may more be drunk than planned.
        """
        places = [self.drinks]
        if self.to_km - self.from_km > NEAR_KM:
            places = [tuple(group) for _km, group in groupby(self.drinks, key=lambda drink: drink.at_km)]
        places = places if whole else places[:1]
        first, *others = (drinks_text(drinks, units, named=named) for drinks in places)
        told = [
            _("{place} again {what}").format(place=_place(drinks[0].at_km, units), what=what)
            for drinks, what in zip(places[1:], others, strict=True)
        ]
        return ", ".join((first, *told))


def race_steps(plan: RacePlan, units: str) -> tuple[WatchStep, ...]:
    """Steps that end where the plan has a drink or changes between easing off and not; the last one ends by a press of the button.

    By distance alone the workout would be over before the finish, for a watch measures a course a little longer than it is. A plan without drinks
    has a step for each stretch of pace.
    """
    end_km = plan.course.distance_m / M_PER_KM
    stations = _few_stations(plan.drinks)
    places = [station.from_km for station in stations]
    changes = [
        one.to_km for one, after in pairwise(plan.pace) if not stations or one.ease_off != after.ease_off
    ]  # fmt: skip
    edges_km = _edges_km(places, changes, end_km)
    steps = []
    for low, high in pairwise(edges_km):
        here = [stretch for stretch in plan.pace if stretch.to_km > low and stretch.from_km < high]
        eased = _("Slow if it twitches.") if here and all(stretch.ease_off for stretch in here) else ""
        steps.append(
            WatchStep(
                name=cut(_step_name(high, units, last=high == end_km), NAME_BYTES),
                kind="work",
                duration_s=None,
                distance_m=None if high == end_km else (high - low) * M_PER_KM,
                target=_band(here),
                note=_race_note(stations, low, units, eased) or _race_note(stations, low, units),
            )
        )
    return tuple(steps)


def session_steps(session: PlannedSession) -> tuple[WatchStep, ...]:
    """Steps of a planned session as they are; alike neighbours become one where a watch cannot take so many.

    Raises
    ------
    InputError
        If it has no step, or too many that cannot be joined.
    """
    if not session.steps:
        raise InputError(
            _("{title} on {day} has no steps, so there is no workout to write. Leave it out.").format(
                title=repr(session.title), day=session.day
            )
        )
    steps = [
        WatchStep(
            name=cut(_("Rest") if session.kind == "strength" and step.kind == "recover" else _(KIND_NAMES[step.kind]), NAME_BYTES),
            kind=step.kind,
            duration_s=step.duration_s,
            distance_m=step.distance_m,
            target=step.target,
            note=cut_words(one_line(step.note), NOTE_BYTES),
        )
        for step in session.steps
    ]
    while len(steps) > STEPS_LIMIT:
        pairs = [place for place, (one, after) in enumerate(pairwise(steps)) if _is_joinable(one, after)]
        if not pairs:
            raise InputError(
                _("{title} on {day} has {count} steps; a watch takes at most {steps_limit}. Plan fewer repeats.").format(
                    title=repr(session.title), day=session.day, count=len(session.steps), steps_limit=STEPS_LIMIT
                )
            )
        place = min(pairs, key=lambda place: _length(steps[place]) + _length(steps[place + 1]))
        steps[place : place + 2] = [_joined(steps[place], steps[place + 1])]
    return tuple(steps)


def _few_stations(drinks: Sequence[DrinkStop]) -> list[_Station]:
    """Places of drinks in order; the nearest are taken together until a watch has a step for each."""
    stations: list[_Station] = []
    for drink in sorted(drinks, key=lambda drink: drink.at_km):
        if stations and drink.at_km - stations[-1].from_km <= NEAR_KM:
            stations[-1] = replace(stations[-1], to_km=drink.at_km, drinks=(*stations[-1].drinks, drink))
        else:
            stations.append(_Station(drink.at_km, drink.at_km, (drink,)))
    while len(stations) >= STEPS_LIMIT:
        place = min(range(len(stations) - 1), key=lambda place: stations[place + 1].to_km - stations[place].from_km)
        one, after = stations[place : place + 2]
        stations[place : place + 2] = [_Station(one.from_km, after.to_km, one.drinks + after.drinks)]
    return stations


def _edges_km(places_km: Sequence[float], changes_km: Sequence[float], end_km: float) -> list[float]:
    """Where steps begin and end: at each place, and at as many changes as there is room for."""
    kept = [0.0, end_km, *places_km]
    free = STEPS_LIMIT + 1 - len(kept)
    room: list[float] = []
    for km in changes_km[:: math.ceil(len(changes_km) / free) if free > 0 and changes_km else 1]:
        if free > 0 and all(abs(km - other) > NEAR_KM for other in (*kept, *room)):
            room.append(km)
    return [0.0, *(km for km in sorted((*places_km, *room)) if NEAR_KM < km < end_km - NEAR_KM), end_km]


def _step_name(to_km: float, units: str, *, last: bool) -> str:
    return _("To the finish") if last else _("To {place}").format(place=_place(to_km, units))


def _place(at_km: float, units: str) -> str:
    return distance_text(at_km * M_PER_KM, units)


def _race_note(stations: Sequence[_Station], from_km: float, units: str, warned: str = "") -> str:
    """What to take here, ``warned``, and what comes next; the person's own names of drinks, and the next, only where there is room."""
    reached_km = max(from_km, NEAR_KM)  # a drink at the start has no step before it
    here = [station for station in stations if from_km <= station.from_km <= reached_km]
    ahead = [station for station in stations if station.from_km > reached_km][:1]
    for whole, shown, named in product((True, False), (ahead, []) if here else (ahead,), (True, False)):
        now = [_("If thirsty: {drink}.").format(drink=station.text(units, named=named, whole=whole)) for station in here]
        then = [
            _("{place}: {drink}").format(place=_place(one.from_km, units), drink=one.text(units, named=named, whole=False))
            for one in shown
        ]
        note = " ".join(filter(None, (*now, warned, *then)))
        if len(note.encode()) <= NOTE_BYTES:
            return note
    return ""


def _band(stretches: Sequence[PaceStretch]) -> Target:
    """From a little faster than the fastest stretch to a little slower than the slowest."""
    paces = [stretch.pace_s_per_km for stretch in stretches if math.isfinite(stretch.pace_s_per_km) and stretch.pace_s_per_km > 0.0]
    return Target(pace_s_per_km=(min(paces) * (1.0 - BAND_FRAC), max(paces) * (1.0 + BAND_FRAC))) if paces else BY_FEEL


def _is_joinable(one: WatchStep, after: WatchStep) -> bool:
    """Whether both end the same way."""
    return (one.duration_s is None) == (after.duration_s is None)


def _joined(one: WatchStep, after: WatchStep) -> WatchStep:
    """Two steps as one: as long as both, as hard as the longer."""
    longer = one if _length(one) >= _length(after) else after
    if one.duration_s is not None and after.duration_s is not None:
        return replace(longer, duration_s=one.duration_s + after.duration_s, note=one.note or after.note)
    return replace(longer, distance_m=_length(one) + _length(after), note=one.note or after.note)


def _length(step: WatchStep) -> float:
    return step.duration_s if step.duration_s is not None else step.distance_m or 0.0
