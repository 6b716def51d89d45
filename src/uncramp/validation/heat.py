"""Heat and sweat against measured races and laboratories (rows 5 to 13 and 27; V23): weather, size and drinking assumed where none is told."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats
from uncramp.units import MIN_PER_H
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.laboratory import build_draws, central_parameters, drinks, flat_minutes, flat_weather, no_intake
from uncramp.validation.sweat_table import M_S_PER_KM_H

PUGH: Final = {"air_c": 23.0, "humidity": 0.58, "sun": 400.0, "wind_m_s": 1.0}
PEOPLE: Final = 400
G_PER_KG: Final = 1000.0


def run_at(bench: Bench, speed_km_h: float, minutes: int, athlete: AthleteDraws, ml_h: float, **weather: float) -> BodyTrace:
    """Level running with the published cost, central values."""
    session = flat_minutes(minutes, speed_m_s=speed_km_h * M_S_PER_KM_H, weather=flat_weather(minutes, **weather))
    return simulate_body(session, athlete, drinks(minutes, ml_h), central_parameters(bench.overrides))


class FieldSessions(NamedTuple):
    """What 400 people do in an hour and a half, [person] each."""

    sweat_l_h: Floats
    sweat_of_a_kg_ml_h: Floats
    sodium_mmol_h: Floats


@lru_cache(maxsize=4)
def endurance_sessions(bench: Bench) -> FieldSessions:
    """An hour and a half at 65 % of their reserve in mixed summer weather, after a quarter of an hour to get going."""
    athlete = draw_athlete(Athlete(), draws=PEOPLE, seed=7, sport="running", overrides=bench.overrides)
    parameters = draw_body_parameters(PEOPLE, 7, overrides=bench.overrides)
    session = flat_minutes(90, sport="unknown", weather=replace(flat_weather(90, 24.0, 0.55, 2.0, 300.0), air_spread_k=5.0))
    metabolism = replace(parameters.metabolism, typical_unknown_frac=np.full(PEOPLE, 0.65))
    trace = simulate_body(session, athlete, drinks(90, 400), replace(parameters, metabolism=metabolism), seed=7)
    rate = (trace.sweat_l[:, 89] - trace.sweat_l[:, 14]) / 1.25
    sodium = (trace.sodium_lost_mmol[:, 89] - trace.sodium_lost_mmol[:, 14]) / 1.25
    return FieldSessions(rate, rate / athlete.mass_kg * G_PER_KG, sodium)


def barnes(bench: Bench) -> Numbers:
    """T05."""
    found = endurance_sessions(bench)
    return {
        "sweat_l_h": found.sweat_l_h.mean(),
        "sodium_mmol_h": found.sodium_mmol_h.mean(),
        "sweat_spread_l_h": found.sweat_l_h.std(),
        "sodium_spread_mmol_h": found.sodium_mmol_h.std(),
    }


def baker(bench: Bench) -> Numbers:
    """T06."""
    found = endurance_sessions(bench)
    return {
        "sweat_l_h": found.sweat_l_h.mean(),
        "sweat_spread_l_h": found.sweat_l_h.std(),
        "sweat_of_a_kg_ml_h": found.sweat_of_a_kg_ml_h.mean(),
        "sweat_of_a_kg_spread_ml_h": found.sweat_of_a_kg_ml_h.std(),
    }


def pugh_mean(bench: Bench) -> Numbers:
    """T07."""
    trace = run_at(bench, 13.0, 195, build_draws(mass_kg=67.0, maximal_oxygen_uptake_ml_kg_min=65.0), 150, **PUGH)
    return {"core_c": trace.core_c[0, -1], "mass_loss_kg": -trace.mass_change_frac[0, -1] * 67.0}


def pugh_winner(bench: Bench) -> Numbers:
    """T08."""
    athlete = build_draws(mass_kg=70.0, height_m=1.78, maximal_oxygen_uptake_ml_kg_min=72.0)
    trace = run_at(bench, 16.0, 158, athlete, 150, **PUGH)
    return {"core_c": trace.core_c[0, -1], "sweat_l_h": trace.sweat_l[0, -1] / (158 / MIN_PER_H)}


def maughan(bench: Bench) -> Numbers:
    """T09."""
    athlete, speed_km_h = build_draws(mass_kg=70.0), 42.195 / 221 * MIN_PER_H
    trace = run_at(bench, speed_km_h, 221, athlete, 1400 / 221 * MIN_PER_H, air_c=12.0, humidity=0.7, wind_m_s=1.5)
    return {"core_c": trace.core_c[0, -1], "mass_change_kg": trace.mass_change_frac[0, -1] * 70.0}


def byrne(bench: Bench) -> Numbers:
    """T10."""
    athlete = build_draws(mass_kg=64.0, height_m=1.72, acclimatisation_frac=1.0)
    trace = run_at(bench, 10.8, 118, athlete, 500, air_c=27.5, humidity=0.85, wind_m_s=1.0, sun=150.0)
    return {"peak_core_c": trace.core_c[0].max(), "core_c": trace.core_c[0, -1]}


def lara(bench: Bench) -> Numbers:
    """T11."""
    trace = run_at(
        bench, 3.1 / M_S_PER_KM_H, 227, build_draws(mass_kg=71.0), 320, air_c=20.0, humidity=0.5, wind_m_s=1.0, sun=400.0
    )
    return {"sweat_l_h": trace.sweat_l[0, -1] / (227 / MIN_PER_H)}


def cramer(bench: Bench) -> Numbers:
    """T12."""
    fit, unfit = (_bike(bench, uptake, 540.0) for uptake in (60.0, 40.0))
    fit_share, unfit_share = _bike(bench, 60.0, 844.0), _bike(bench, 40.0, 600.0)
    return {
        "core_difference_k": fit.core_c[0, -1] - unfit.core_c[0, -1],
        "sweat_ratio": fit.sweat_l[0, -1] / unfit.sweat_l[0, -1],
        "same_share_core_difference_k": fit_share.core_c[0, -1] - unfit_share.core_c[0, -1],
        "same_share_sweat_ratio": fit_share.sweat_l[0, -1] / unfit_share.sweat_l[0, -1],
    }


def _bike(bench: Bench, fitness_ml_kg_min: float, heat_w: float) -> BodyTrace:
    """An hour on a bike in a laboratory at a given heat production, 24 degC with a fan."""
    parameters = central_parameters(bench.overrides)
    m = parameters.metabolism
    unloaded_w = float(m.cycling_unloaded_w_kg[0]) * 75.0
    efficiency_frac = float(m.cycling_efficiency_frac[0])
    power_w = (heat_w - unloaded_w) * efficiency_frac / (1.0 - efficiency_frac)
    session = flat_minutes(60, "indoor_cycling", power_w=power_w, indoor=True, weather=flat_weather(60, 24.0, 0.4, 1.2))
    athlete = build_draws(mass_kg=75.0, height_m=1.78, maximal_oxygen_uptake_ml_kg_min=fitness_ml_kg_min)
    return simulate_body(session, athlete, no_intake(60), parameters)


def gagnon(bench: Bench) -> Numbers:
    """T13: what is required is what is left of the heat after dry exchange with a skin at 35 degC."""
    required, evaporated = [], []
    for heat_w in (200.0, 300.0, 400.0, 500.0):
        for air_c in (30.0, 35.0, 40.0):
            weather = flat_weather(120, air_c, 0.2, 1.0)
            session = flat_minutes(120, "indoor_cycling", power_w=(heat_w - 183.0) * 0.36, indoor=True, weather=weather)
            trace = simulate_body(session, build_draws(mass_kg=75.0), no_intake(120), central_parameters(bench.overrides))
            required.append(heat_w + (air_c - 35.0) * 1.85 * 10.0)
            evaporated.append((trace.sweat_l[0, 119] - trace.sweat_l[0, 89]) / 0.5)
    return {"r2_ratio": np.corrcoef(required, evaporated)[0, 1] ** 2}


def dehydrated(bench: Bench) -> Numbers:
    """T27."""
    session = flat_minutes(120, speed_m_s=2.8, weather=flat_weather(120, 28.0))
    dry, wet = (simulate_body(session, build_draws(), drinks(120, ml_h), central_parameters(bench.overrides)) for ml_h in (0, 1000))
    deficit_percent = (wet.mass_change_frac[0, -1] - dry.mass_change_frac[0, -1]) * 100
    return {"core_of_a_percent_k": (dry.core_c[0, -1] - wet.core_c[0, -1]) / deficit_percent}


def endurance_run(bench: Bench) -> Numbers:
    """V23: an hour and a half in half-humid air with little wind."""
    trace = run_at(bench, 12.0, 90, build_draws(), 0.0, air_c=20.0, humidity=0.5, wind_m_s=1.0)
    return {"sweat_l_h": (trace.sweat_l[0, 89] - trace.sweat_l[0, 29]) / 1.0}


MEASURES: Final[dict[str, Measure]] = {
    "T05": barnes, "T06": baker, "T07": pugh_mean, "T08": pugh_winner, "T09": maughan, "T10": byrne, "T11": lara, "T12": cramer,
    "T13": gagnon, "T27": dehydrated, "V23": endurance_run,
}  # fmt: skip
