"""Sweat of runners by mass, speed and air against the table of the 2007 ACSM stand (rows 1 to 4).

The gains were fitted to JOS-3 and to every second cell of this table (scripts/calibrate_heat.py).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from uncramp.body.simulate import simulate_body
from uncramp.body.tables import BodyParameters
from uncramp.minutes import Floats
from uncramp.units import MIN_PER_H, S_PER_MIN
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.laboratory import build_draws, central_parameters, flat_minutes, flat_weather, no_intake

M_S_PER_KM_H: Final = 1.0 / 3.6
M_PER_KM: Final = 1000.0

# kg, assumed height m, air degC, km/h, L/h: predicted sweat rates of the 2007 ACSM stand after Montain 2006; 50 % humidity assumed
ACSM_TABLE: Final = tuple(
    (kg, height, air, speed, sweat)
    for kg, height, rows in (
        (50, 1.60, {18: (0.43, 0.53, 0.69, 0.86), 28: (0.52, 0.62, 0.79, 0.96)}),
        (70, 1.75, {18: (0.65, 0.79, 1.02, 1.25), 28: (0.75, 0.89, 1.12, 1.36)}),
        (90, 1.85, {18: (0.86, 1.04, 1.34, 1.64), 28: (0.97, 1.15, 1.46, 1.76)}),
    )
    for air, row in rows.items()
    for speed, sweat in zip((8.5, 10.0, 12.5, 15.0), row, strict=True)
)


def acsm_w_kg(speed_km_h: float) -> float:
    """Metabolic rate of level running by the ACSM equation, 20.9 kJ a litre of oxygen."""
    return (3.5 + 0.2 * speed_km_h * M_PER_KM / MIN_PER_H) / 1000.0 / S_PER_MIN * 20900.0


ROWS: Final = {"T01": ((50, 18),), "T02": ((50, 28),), "T03": ((70, 18), (70, 28)), "T04": ((90, 18), (90, 28))}
"""Mass and air of the cells of each target."""


@lru_cache(maxsize=4)
def table_error_frac(bench: Bench) -> Floats:
    """Relative error of the sweat (without breath) of minutes 30 to 120, [cell] in the order of the table."""
    rates = []
    for kg, height_m, air_c, speed_km_h, _ in ACSM_TABLE:
        athlete = build_draws(mass_kg=kg, height_m=height_m, maximal_oxygen_uptake_ml_kg_min=65.0)
        session = flat_minutes(120, speed_m_s=speed_km_h * M_S_PER_KM_H, weather=flat_weather(120, air_c))
        parameters = at_load(central_parameters(bench.overrides), acsm_w_kg(speed_km_h), speed_km_h * M_S_PER_KM_H)
        sweat = simulate_body(session, athlete, no_intake(120), parameters).sweat_l[0]
        rates.append((sweat[119] - sweat[29]) / 1.5)
    return np.asarray(np.array(rates) / np.array([row[-1] for row in ACSM_TABLE]) - 1.0)


def at_load(parameters: BodyParameters, load_w_kg: float, speed_m_s: float) -> BodyParameters:
    """Parameters with which level running at ``speed_m_s`` costs ``load_w_kg`` and has no drag."""
    m = parameters.metabolism
    economy = (load_w_kg - m.standing_w_kg) / (m.running_cost0_j_kg_m * speed_m_s)
    return replace(parameters, metabolism=replace(m, economy_ratio=economy, drag_frac=np.zeros_like(economy)))


def _rows_of(target: str) -> Measure:
    def measure(bench: Bench) -> Numbers:
        error = table_error_frac(bench)
        own = [at for at, cell in enumerate(ACSM_TABLE) if cell[:3:2] in ROWS[target]]
        return {"worst_cell_frac": float(np.abs(error[own]).max()), "bias_frac": float(error.mean())}

    return measure


MEASURES: Final[dict[str, Measure]] = {target: _rows_of(target) for target in ROWS}
