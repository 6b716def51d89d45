"""JOS-3 of pythermalcomfort, and our body in the same cases: steady work, air, wind and clothes, no sun.

A case is (mass kg, height m, body fat, metabolic rate W/kg, air degC, relative humidity, air speed m/s).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from sessions import build_draws, central_parameters, flat_minutes, no_intake

from uncramp.body.simulate import simulate_body
from uncramp.body.surroundings import Surroundings
from uncramp.body.tables import BodyParameters
from uncramp.body.trace import BodyTrace

MINUTES = 120
CLO_M2_K_W = 0.155  # one clo
LATENT_J_G = 2426.0


@dataclass(frozen=True)
class Oracle:
    """What JOS-3 gives: core (pelvis) at 60 and 120 min, mean skin at 120 min, mean sweat of minutes 30 to 120, wettedness."""

    core_60_c: float
    core_120_c: float
    skin_c: float
    sweat_l_h: float
    wettedness_frac: float


def jos3(case: tuple[float, ...]) -> Oracle:
    """A case by JOS-3, in the clothing that our body wears."""
    from pythermalcomfort.models import JOS3

    kg, height, fat, load, air, humidity, wind = case
    model = JOS3(height=height, weight=kg, fat=fat * 100, age=30)
    model.tdb = model.tr = air
    model.rh, model.v, model.clo = humidity * 100, wind, float(central_parameters().heat.clothing_m2_k_w[0]) / CLO_M2_K_W
    model.par = load * kg / (model.bmr * model.bsa.sum())  # its bmr is per square metre
    model.simulate(MINUTES, 60)
    out = model.dict_results()
    sweat_w = sum(np.array(out[name][30:]) for name in out if name.startswith("e_sweat"))
    core = out["t_core_pelvis"]
    sweat = float(np.mean(sweat_w)) * 3.6 / LATENT_J_G
    return Oracle(core[60], core[120], out["t_skin_mean"][120], sweat, out["w_mean"][120])


def simulate_cases(cases: np.ndarray, parameters: BodyParameters, *, water_held: bool) -> BodyTrace:
    """All cases at once, a draw each: their load through the cost of running, their wind as weather.

    JOS-3 loses no water, so against it body water is held.
    """
    kg, height, fat, load, air, humidity, wind = cases.T
    count = len(cases)

    def spread(topic: object) -> object:
        return type(topic)(**{f.name: np.broadcast_to(getattr(topic, f.name), (count,)).copy() for f in fields(topic)})  # type: ignore[arg-type, call-arg]

    drawn = BodyParameters(**{f.name: spread(getattr(parameters, f.name)) for f in fields(parameters)})  # type: ignore[arg-type]
    zeros = np.zeros(count)
    metabolism = replace(
        drawn.metabolism,
        economy_ratio=(load - drawn.metabolism.standing_w_kg) / drawn.metabolism.running_cost0_j_kg_m,
        all_walked_m_s=zeros,
        all_run_m_s=zeros,
        drag_frac=zeros,
    )
    heat = replace(drawn.heat, clothing_cold_m2_k_w_per_k=zeros)
    still = np.zeros(MINUTES)
    around = Surroundings(still, still, still + 1.0, still, still + 101325.0, air, humidity, wind, np.ones(count))
    athlete = build_draws(count, mass_kg=kg, height_m=height, body_fat_frac=fat, maximal_oxygen_uptake_ml_kg_min=70.0)
    minutes = flat_minutes(MINUTES, speed_m_s=1.0, indoor=True)
    drawn = replace(drawn, metabolism=metabolism, heat=heat)
    return simulate_body(minutes, athlete, no_intake(MINUTES), drawn, surroundings=around, water_held=water_held)


def sweat_l_h(trace: BodyTrace) -> np.ndarray:
    """Mean sweat of minutes 30 to 120, [draw]."""
    return (trace.sweat_l[:, 119] - trace.sweat_l[:, 29]) / 1.5
