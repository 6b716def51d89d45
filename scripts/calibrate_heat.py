"""Fit the gains of heat and sweat, each with its published value as prior, and print them for evidence/{heat,sweat}.toml.

Fitted to: JOS-3 of pythermalcomfort (core at 60 and 120 min, skin at 120 min, sweat where little drips) and every second cell
of the sweat-rate table of the 2007 ACSM stand, chequered; the other cells are held out (tests/validation). Never to a field case.
"""

from __future__ import annotations

import sys
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from jos3_oracle import jos3, simulate_cases, sweat_l_h
from sessions import ACSM_TABLE, acsm_w_kg, central_parameters

from uncramp.body.tables import BodyParameters

# topic, name, published value, relative standard deviation of the prior (on the logarithm)
FITTED = (
    ("sweat", "core_gain_w_m2_k", 198.5, 0.25),
    ("sweat", "skin_gain_w_m2_k", 18.0, 0.4),
    ("sweat", "doubling_k", 10.0, 0.5),
    ("sweat", "work_gain_frac", 0.3, 0.5),
    ("heat", "skin_flow_core_per_k", 6.2, 0.3),
    ("heat", "skin_flow_work_k_per_w_m2", 0.001, 0.5),
    ("heat", "skin_flow_l_h_m2", 10.2, 0.25),
    ("heat", "conductance_w_m2_k", 5.28, 0.25),
    ("heat", "muscle_skin_w_m2_k", 2.0, 0.7),
    ("heat", "drip_frac", 0.25, 0.7),
    ("heat", "convection_w_m2_k", 8.6, 0.1),
)
BODIES = ((50, 1.60, 0.20), (70, 1.75, 0.15), (90, 1.85, 0.18))
LOADS_W_KG = (8, 11, 14)
WEATHERS = ((12, 0.6, 3.0), (20, 0.5, 3.0), (28, 0.5, 3.0), (35, 0.3, 3.0), (20, 0.5, 1.0), (30, 0.5, 1.0))
AT_28_C = 2
HELD_OUT = [i for i in range(len(ACSM_TABLE)) if i % 2 != i // 8 % 2]


def main() -> None:
    """Fit, and print values and what is left of the differences."""
    cases = [(*body, load, *weather) for body in BODIES for load in LOADS_W_KG for weather in WEATHERS]
    oracle = np.array([astuple(jos3(case)) for case in cases])
    # hotter, JOS-3 truncates sweat and runs away; cooler, its core rises as the air cools, which people do not show
    core_c = oracle[:, 1].reshape(-1, len(WEATHERS))
    warmer_in_cooler_air = (np.arange(len(WEATHERS)) < AT_28_C) & (core_c > core_c[:, [AT_28_C]])
    kept = ((core_c < 40.0) & ~warmer_in_cooler_air).ravel()
    table = [(kg, height, 0.15, acsm_w_kg(speed), air, 0.5, speed / 3.6) for kg, height, air, speed, _ in ACSM_TABLE]
    compared = np.array(cases)[kept]
    oracle = oracle[kept]
    published = np.array([row[-1] for row in ACSM_TABLE])
    fitted_cells = [i for i in range(len(published)) if i not in HELD_OUT]

    def at(logs: np.ndarray) -> BodyParameters:
        parameters = central_parameters()
        for (topic, name, value, _), log in zip(FITTED, logs, strict=True):
            changed = replace(getattr(parameters, topic), **{name: np.array([value * np.exp(log)])})
            parameters = replace(parameters, **{topic: changed})
        return parameters

    def differences(logs: np.ndarray) -> tuple[np.ndarray, ...]:
        trace = simulate_cases(compared, at(logs), water_held=True)
        core, skin = trace.core_c[:, [59, 119]] - oracle[:, :2], trace.skin_c[:, 119] - oracle[:, 2]
        dry = oracle[:, 4] < 0.6
        cells = simulate_cases(np.array(table), at(logs), water_held=False)
        return core, skin, (sweat_l_h(trace) - oracle[:, 3])[dry], sweat_l_h(cells) / published - 1.0

    def residuals(logs: np.ndarray) -> np.ndarray:
        core, skin, sweat, cells = differences(logs)
        prior = logs / np.array([width for *_, width in FITTED])
        # 0.3 K, 1 K, 0.1 L/h and 10 %; many neighbouring cases count as few independent ones
        return np.concatenate([core.ravel() / 0.3 * 0.4, skin * 0.3, sweat / 0.1 * 0.3, cells[fitted_cells] / 0.10, prior])

    fit = least_squares(residuals, np.zeros(len(FITTED)), diff_step=1e-3, max_nfev=25)
    for (topic, name, value, _), log in zip(FITTED, fit.x, strict=True):
        print(f"{topic}.{name}: published {value:g}, fitted {value * np.exp(log):.3g}")
    core, skin, sweat, cells = differences(fit.x)
    print(
        f"JOS-3: core rms {np.sqrt((core**2).mean()):.2f} K, skin rms {np.sqrt((skin**2).mean()):.2f} K, sweat rms {np.sqrt((sweat**2).mean()):.3f} L/h"
    )
    for name, which in (("fitted", fitted_cells), ("held out", HELD_OUT)):
        print(f"ACSM table, {name}: bias {cells[which].mean():+.1%}, mean absolute {np.abs(cells[which]).mean():.1%}")


if __name__ == "__main__":
    main()
