"""Pace: how long each leg takes a person, from fitness and effort; power at the pedals with it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from uncramp.activity.plan import ON_WHEELS
from uncramp.body.demand import oxygen_uptake
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.gait import WALKS, run_frac
from uncramp.body.metabolism import GRAVITY_M_S2, MetabolismParameters, level_walking_j_kg_m
from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.course import slope_costs
from uncramp.ensemble.field import FieldLeg
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.units import S_PER_H, S_PER_MIN

ROUNDS = 30
"""Time and what can be kept up for that time are found together, by so many rounds."""

LEAST_POWER_W = 30.0
SLOWEST_ON_FOOT_M_S = 0.5
SLOWEST_ON_WHEELS_M_S = 2.0
FASTEST_ON_FOOT_M_S = 7.0
SPEEDS = 400
"""Numerical: speeds between which power is taken as straight."""

FIRST_GUESS_S = 3.0 * S_PER_H


class Pace(NamedTuple):
    """How long each leg takes and at what power; [runner, leg] each, power NaN off the bike."""

    leg_s: Floats
    power_w: Floats


class Engine(NamedTuple):
    """What a person's pace follows from; [runner] each."""

    maximal_oxygen_uptake_ml_kg_min: Floats
    economy_ratio: Floats
    cycling_efficiency_frac: Floats
    mass_kg: Floats
    effort_frac: Floats


def pace_of(legs: tuple[FieldLeg, ...], engine: Engine, speed_m_s: Floats) -> Pace:
    """Durations at which the mean oxygen uptake is the effort's share of what can be kept up for the whole day.

    ``speed_m_s`` [runner, leg] is given where it does not follow from fitness, else NaN. Of the other parameters of the body central
    values are used: how a person differs from them is drawn where the person is simulated, at the pace found here.
    """
    fitness = central(FitnessParameters, "fitness")
    p = central(MetabolismParameters, "metabolism")
    total_s = np.full(engine.mass_kg.shape, FIRST_GUESS_S)
    leg_s = power_w = np.empty(0)
    for _ in range(ROUNDS):
        uptake = engine.effort_frac * sustainable_frac(total_s / S_PER_MIN, fitness) * engine.maximal_oxygen_uptake_ml_kg_min
        each = [_leg(leg, uptake * leg.effort_ratio, engine, speed_m_s[:, at], p) for at, leg in enumerate(legs)]
        leg_s, power_w = np.stack([one[0] for one in each], axis=1), np.stack([one[1] for one in each], axis=1)
        total_s = leg_s.sum(axis=1)
    return Pace(leg_s, power_w)


def _leg(leg: FieldLeg, uptake: Floats, engine: Engine, speed_m_s: Floats, p: MetabolismParameters) -> tuple[Floats, Floats]:
    """Duration and power of one leg at an oxygen uptake, [runner] each."""
    mass_kg = engine.mass_kg
    none = np.full(mass_kg.shape, np.nan)
    energy = uptake / oxygen_uptake(np.ones(1), p.oxygen_energy_kj_l)[0]  # W/kg
    power = none
    if leg.sport in ON_WHEELS:
        power = np.maximum((energy - p.cycling_unloaded_w_kg) * mass_kg * engine.cycling_efficiency_frac, LEAST_POWER_W)
    if not leg.is_distance:
        return np.full(mass_kg.shape, leg.duration_s), power
    if leg.speed_m_s is not None:
        return leg.distance_m / speed_m_s, power
    speed = _speed_on_wheels(power, mass_kg) if leg.sport in ON_WHEELS else _speed_on_foot(leg, energy, engine.economy_ratio, p)
    return leg.distance_m / speed, power


def _speed_on_foot(leg: FieldLeg, energy_w_kg: Floats, economy_ratio: Floats, p: MetabolismParameters) -> Floats:
    """Mean speed on the leg's slopes at a metabolic rate, read off what each speed costs."""
    speed, net_w_kg, drag_w_kg = _powers_on_foot(leg, p)
    net = np.maximum(energy_w_kg - p.standing_w_kg, 0.0)
    found = np.interp(net / economy_ratio, net_w_kg, speed)
    for _ in range(ROUNDS):  # the air takes a small part, which no economy saves
        found = np.interp((net - np.interp(found, speed, drag_w_kg)) / economy_ratio, net_w_kg, speed)
    return found


def _powers_on_foot(leg: FieldLeg, p: MetabolismParameters) -> tuple[Floats, Floats, Floats]:
    """Mean speeds over the leg, and what each takes of work and against the air, above standing and of a body mass; [speed] each.

    Every second costs a runner the same, so that speed falls with the cost of the slope; where it has fallen to a walk, a metre costs what
    it costs walked, as where the day is simulated.
    """
    share, running = slope_costs(leg, "running")
    _, walking = slope_costs(leg, "walking")
    level = np.linspace(SLOWEST_ON_FOOT_M_S, FASTEST_ON_FOOT_M_S, SPEEDS)[:, None]  # as on the flat
    walks = leg.sport in WALKS
    here = level / running  # [speed, slope]
    run = np.zeros(here.shape) if walks else run_frac(here, float(p.all_walked_m_s[0]), float(p.all_run_m_s[0]))
    of_run = p.running_cost0_j_kg_m * running
    of_walk = np.minimum(level_walking_j_kg_m(here, p) + p.walking_cost0_j_kg_m * (walking - 1.0), of_run)
    mean = 1.0 / (share / here).sum(axis=1)
    drag = p.running_cost0_j_kg_m * p.drag_frac * (here / p.drag_reference_m_s) ** 2 * run
    cost, against = ((share * one).sum(axis=1) * mean for one in (run * of_run + (1.0 - run) * of_walk, drag))
    return mean, np.maximum.accumulate(cost), against


def _speed_on_wheels(power_w: Floats, mass_kg: Floats) -> Floats:
    """Speed on the flat in still air, by Newton's method."""
    drag, rolling_n = _resistance(mass_kg)
    speed = np.cbrt(power_w / drag)
    for _ in range(ROUNDS):
        speed = speed - (drag * speed**3 + rolling_n * speed - power_w) / (3.0 * drag * speed**2 + rolling_n)
    return np.maximum(speed, SLOWEST_ON_WHEELS_M_S)


def power_on_wheels(speed_m_s: Floats, mass_kg: Floats) -> Floats:
    """Power that such a speed takes on the flat in still air."""
    drag, rolling_n = _resistance(mass_kg)
    return drag * speed_m_s**3 + rolling_n * speed_m_s


def _resistance(mass_kg: Floats) -> tuple[float, Floats]:
    """Of the air, N at 1 m/s, and of the tyres, N."""
    c = cohort_parameters()
    rolling_n = c.cycling_rolling_ratio.value * (mass_kg + c.bicycle_mass_kg.value) * GRAVITY_M_S2
    return c.cycling_drag_kg_per_m.value, rolling_n
