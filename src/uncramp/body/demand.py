"""Demand: the oxygen uptake that speed, slope and power ask for, without heart rate, which is what fitness is judged against."""

from __future__ import annotations

import numpy as np

from uncramp.body.metabolism import SOURCES, MetabolismParameters, demands_of
from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes
from uncramp.units import S_PER_MIN

MECHANICAL = ("cycling_power", "running_speed", "walking_speed", "running_power", "rest")


def oxygen_uptake_demand(minutes: Minutes, mass_kg: float | None) -> Floats:
    """Oxygen uptake of each row by its work, [minute], ml/kg/min; NaN where only heart rate or the sport is known.

    Central parameters are used: the personal spread is applied where the demand is compared with a person.
    """
    p = central(MetabolismParameters, "metabolism")
    d = demands_of(minutes, p)
    usual = load_topic("population")["male_height_m"].value ** 2 * load_topic("population")["male_body_mass_index_kg_m2"].value
    mass = usual if mass_kg is None else mass_kg
    per_kg_w = (
        p.standing_w_kg
        + p.economy_ratio * d.cost_j_kg_s
        + p.drag_frac * d.drag_cost_w_kg
        + (p.cycling_unloaded_w_kg - p.standing_w_kg) * d.unloaded_frac
        + (d.cycling_w / p.cycling_efficiency_frac + d.running_power_w / p.running_power_efficiency_frac) / mass
    )
    known = np.isin(d.source_index, [SOURCES.index(name) for name in MECHANICAL])
    return np.where(known, oxygen_uptake(per_kg_w, p.oxygen_energy_kj_l), np.nan)


def oxygen_uptake(per_kg_w: Floats, oxygen_energy_kj_l: Floats) -> Floats:
    """Oxygen uptake, ml/kg/min, of a metabolic rate per body mass, W/kg; the thousands of mL and of J cancel."""
    return np.asarray(per_kg_w * S_PER_MIN / oxygen_energy_kj_l)
