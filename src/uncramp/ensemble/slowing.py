"""Slowing: who could not have gone at the pace that was meant goes slower, step by step, until they can.

A pace follows from what is known of a runner. What nobody knows of them is drawn, and with some of it a muscle would have failed at that
pace, or the core been hotter than any finisher's. Such runners do not stop being: they finish later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.activity.plan import ON_WHEELS
from uncramp.body.fatigue import simulate_fatigue
from uncramp.body.simulate import PeopleTrace, simulate_people
from uncramp.body.surroundings import draw_surroundings, met_by
from uncramp.body.trace import FatigueTrace
from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.course import FieldMinutes, minutes_of_runners
from uncramp.ensemble.field import Day
from uncramp.ensemble.fold import fold_body
from uncramp.ensemble.pace import power_on_wheels
from uncramp.ensemble.people import FieldDraws, part_of
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.evidence.draws import central
from uncramp.minutes import Floats, Integers, Spans
from uncramp.why.alarms import AlarmParameters

AT_REST: Final = ("rest", "transition")


@dataclass(frozen=True, slots=True)
class Run:
    """What some lanes did at one pace; a lane is one draw of one runner, the draws of one runner after those of the other."""

    step: int  # how often they slowed
    lanes: Integers  # [lane] which of those asked for
    rows: FieldMinutes  # of the runners that they are of
    drawn: FieldDraws
    bodies: PeopleTrace
    fatigue: FatigueTrace
    highest_core_c: Floats  # [lane], as all that follow
    lowest_plasma_sodium_mmol_l: Floats
    failing_min: Floats
    time_ratio: Floats  # finish over that meant
    could: npt.NDArray[np.bool_]


def runs_of(
    day: Day, runners: Runners, drawn: FieldDraws, *, draws: int, seed: int, step_index: Integers | None = None
) -> Iterator[Run]:
    """Every lane of ``runners`` at the pace that was meant, then those that could not one step slower, and so on to the last step.

    The last run that a lane is in is the one that counts. With ``step_index`` [lane] each lane is in one run, at that step. What a lane
    does depends on nothing but itself.
    """
    left = np.arange(runners.count * draws)
    for step in range(int(cohort_parameters().slower_steps_count.value) + 1):
        lanes = left if step_index is None else np.flatnonzero(step_index == step)
        if lanes.size:
            run = _run(day, runners, drawn, lanes, draws, seed, step)
            yield run
            left = lanes[~run.could]


def _run(day: Day, runners: Runners, drawn: FieldDraws, lanes: Integers, draws: int, seed: int, step: int) -> Run:
    whole = lanes.size == runners.count * draws
    who, count = np.unique(lanes // draws, return_counts=True)
    slower_day, slower = slowed(day, runners if whole else runners_at(runners, who), step)
    rows = minutes_of_runners(slower_day, slower)
    spans = Spans(rows.people.starts, np.concatenate(([0], np.cumsum(count))))
    people = replace(rows.people, spans=spans)
    part = drawn if whole else part_of(drawn, lanes)
    around = met_by(draw_surroundings(rows.minutes.weather, draws, seed), lanes % draws)
    bodies = simulate_people(rows.minutes, part.athlete, part.intake, part.body, around, people)
    fatigue = simulate_fatigue(rows.minutes, bodies.body, part.athlete, part.fatigue, whole=False, spans=spans)
    hottest, lowest = np.empty((2, lanes.size))
    fold_body(bodies.body.core_c, bodies.body.plasma_sodium_mmol_l, *spans, hottest, lowest)
    failing = fatigue.failing_count.max(axis=0)
    later = slower.leg_s.sum(axis=1) / runners.leg_s[who].sum(axis=1)
    return Run(
        step, lanes, replace(rows, people=people), part, bodies, fatigue, hottest, lowest, failing, np.repeat(later, count),
        could_have_done(hottest, failing),
    )  # fmt: skip


def could_have_done(highest_core_c: Floats, failing_min: Floats) -> npt.NDArray[np.bool_]:
    """Whether each lane could have done it: the core no hotter than any finisher's, and no muscle failing for long; [lane]."""
    levels = central(AlarmParameters, "alarms")
    cool_enough = highest_core_c <= levels.highest_finisher_core_c[0]
    return np.asarray(cool_enough & (failing_min <= levels.longest_failure_min[0]))


def slowed(day: Day, runners: Runners, step: int) -> tuple[Day, Runners]:
    """The same day with the same way for everybody, in more time by so many steps, and at less power on wheels.

    Where a leg is so long rather than so far, they are at work for less of it.
    """
    if not step:
        return day, runners
    ratio = (1.0 + cohort_parameters().slower_step_frac.value) ** step
    leg_s, power_w = runners.leg_s.copy(), runners.leg_power_w.copy()
    for at, leg in enumerate(day.legs):
        if leg.is_distance:
            leg_s[:, at] *= ratio
            if leg.sport in ON_WHEELS:
                power_w[:, at] *= _power_ratio(leg.distance_m / leg_s[:, at], ratio, runners.mass_kg)
    legs = tuple(
        leg if leg.is_distance or leg.sport in AT_REST else replace(leg, moving_frac=leg.moving_frac / ratio) for leg in day.legs
    )
    return replace(day, legs=legs), replace(runners, leg_s=leg_s, leg_power_w=power_w)


def _power_ratio(speed_m_s: Floats, ratio: float, mass_kg: Floats) -> Floats:
    """Power at a speed over that at one faster by ``ratio``."""
    return power_on_wheels(speed_m_s, mass_kg) / power_on_wheels(ratio * speed_m_s, mass_kg)
