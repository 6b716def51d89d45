"""Heat and sweat against published figures (rows 1 to 13 and 27 of the targets); a miss stays and says what the model lacks.

The gains were fitted to JOS-3 and to every second cell of the sweat-rate table (scripts/calibrate_heat.py); nothing else here was used.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sessions import ACSM_TABLE, acsm_w_kg, build_draws, central_parameters, drinks, flat_minutes, flat_weather, no_intake

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.tables import BodyParameters
from uncramp.body.trace import BodyTrace


def _at_load(parameters: BodyParameters, load_w_kg: float, speed_m_s: float) -> BodyParameters:
    """Parameters with which level running at ``speed_m_s`` costs ``load_w_kg`` and has no drag."""
    m = parameters.metabolism
    economy = (load_w_kg - m.standing_w_kg) / (m.running_cost0_j_kg_m * speed_m_s)
    return replace(parameters, metabolism=replace(m, economy_ratio=economy, drag_frac=np.zeros_like(economy)))


def _run(speed_km_h: float, minutes: int, athlete: AthleteDraws, ml_h: float, **weather: float) -> BodyTrace:
    """Level running with the published cost, central values."""
    session = flat_minutes(minutes, speed_m_s=speed_km_h / 3.6, weather=flat_weather(minutes, **weather))
    return simulate_body(session, athlete, drinks(minutes, ml_h), central_parameters())


def _table_sweat() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Sweat (without breath) of minutes 30 to 120 in every cell, L/h."""
    rates = []
    for kg, height, air, speed, _ in ACSM_TABLE:
        athlete = build_draws(mass_kg=kg, height_m=height, maximal_oxygen_uptake_ml_kg_min=65.0)
        session = flat_minutes(120, speed_m_s=speed / 3.6, weather=flat_weather(120, air))
        parameters = _at_load(central_parameters(), acsm_w_kg(speed), speed / 3.6)
        trace = simulate_body(session, athlete, no_intake(120), parameters)
        rates.append((trace.sweat_l[0, 119] - trace.sweat_l[0, 29]) / 1.5)
    return np.array(rates)


@pytest.fixture(scope="module")
def table_error() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return _table_sweat() / np.array([row[-1] for row in ACSM_TABLE]) - 1.0


def test_rows_1_to_4_bias_over_the_table_is_within_7_percent(table_error):
    assert abs(table_error.mean()) < 0.07


def test_rows_1_to_4_bias_over_the_cells_held_out_is_within_7_percent(table_error):
    held_out = [i for i in range(24) if i % 2 != i // 8 % 2]
    assert abs(table_error[held_out].mean()) < 0.07


def _cells() -> list[object]:
    row = {(50, 18): 1, (50, 28): 2, (70, 18): 3, (70, 28): 3, (90, 18): 4, (90, 28): 4}
    return [
        pytest.param(index, id=f"row_{row[kg, air]}_{kg}kg_{air}C_{speed:g}km_h")
        for index, (kg, _, air, speed, _) in enumerate(ACSM_TABLE)
    ]


@pytest.mark.parametrize("cell", _cells())
def test_rows_1_to_4_every_cell_is_within_15_percent(cell, table_error):
    assert abs(table_error[cell]) < 0.15


def _population(draws: int = 400) -> tuple[AthleteDraws, BodyParameters]:
    athlete = draw_athlete(Athlete(), draws=draws, seed=7, sport="running")
    return athlete, draw_body_parameters(draws, 7)


@pytest.fixture(scope="module")
def field_sessions() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An hour and a half at 70 % of maximal uptake in mixed summer weather, by 400 people: sweat L/h, per kg, sodium mmol/h."""
    draws = 400
    athlete, parameters = _population(draws)
    session = flat_minutes(90, sport="unknown", weather=replace(flat_weather(90, 24.0, 0.55, 2.0, 300.0), air_spread_k=5.0))
    metabolism = replace(parameters.metabolism, typical_unknown_frac=np.full(draws, 0.65))
    trace = simulate_body(session, athlete, drinks(90, 400), replace(parameters, metabolism=metabolism), seed=7)
    rate = (trace.sweat_l[:, 89] - trace.sweat_l[:, 14]) / 1.25
    sodium = (trace.sodium_lost_mmol[:, 89] - trace.sodium_lost_mmol[:, 14]) / 1.25
    return rate, rate / athlete.mass_kg * 1000.0, sodium


@pytest.mark.xfail(
    strict=True,
    reason="weather, pace and size are not published here; 400 people of 70 kg at 24 degC and 65 % of their reserve sweat 0.84 L/h, a third less",
)
def test_row_05_endurance_athletes_mean_sweat_and_sodium_loss(field_sessions):
    rate, _, sodium = field_sessions
    assert rate.mean() == pytest.approx(1.28, rel=0.15)
    assert sodium.mean() == pytest.approx(51.7, rel=0.15)


def test_row_05_endurance_athletes_spread(field_sessions):
    rate, _, sodium = field_sessions
    assert rate.std() == pytest.approx(0.57, rel=0.30)
    assert sodium.std() == pytest.approx(27.8, rel=0.30)


@pytest.mark.xfail(strict=True, reason="as row 5; 1.21 L/h at 15.3 ml/kg are people of 79 kg")
def test_row_06_athletes_sweat_and_sweat_per_kg(field_sessions):
    rate, per_kg, _ = field_sessions
    assert rate.mean() == pytest.approx(1.21, rel=0.15)
    assert rate.std() == pytest.approx(0.68, rel=0.30)
    assert per_kg.mean() == pytest.approx(15.3, rel=0.15)
    assert per_kg.std() == pytest.approx(6.8, rel=0.30)


# field cases: sun, wind, size and drinking assumed as in the reference notes
PUGH = {"air_c": 23.0, "humidity": 0.58, "sun": 400.0, "wind_m_s": 1.0}


@pytest.fixture(scope="module")
def pugh_mean() -> BodyTrace:
    return _run(13.0, 195, build_draws(mass_kg=67.0, maximal_oxygen_uptake_ml_kg_min=65.0), 150, **PUGH)


@pytest.mark.xfail(
    strict=True,
    reason="a deficit of 3.8 % warms the core by 0.7 K, as the trials of row 27 say; with none it is 39.2. Pugh's finishers show no such rise",
)
def test_row_07_pugh_mean_finisher_core(pugh_mean):
    assert pugh_mean.core_c[0, -1] == pytest.approx(39.0, abs=0.4)


@pytest.mark.xfail(
    strict=True, reason="3.5 kg at the 150 ml/h assumed; at 300 ml/h it is 3.0: drinking and sun of the race are not known"
)
def test_row_07_pugh_mean_finisher_mass(pugh_mean):
    assert -pugh_mean.mass_change_frac[0, -1] * 67.0 == pytest.approx(2.85, abs=0.5)


@pytest.fixture(scope="module")
def pugh_winner() -> BodyTrace:
    return _run(16.0, 158, build_draws(mass_kg=70.0, height_m=1.78, maximal_oxygen_uptake_ml_kg_min=72.0), 150, **PUGH)


def test_row_08_pugh_winner_core(pugh_winner):
    assert 41.1 - 0.8 < pugh_winner.core_c[0, -1] < 41.1 + 0.4


@pytest.mark.xfail(
    strict=True,
    reason="1.3 L/h close the heat balance in the weather assumed; at 1.8 a quarter must have dripped, or the sun was stronger",
)
def test_row_08_pugh_winner_sweat(pugh_winner):
    assert pugh_winner.sweat_l[0, -1] / (158 / 60) == pytest.approx(1.8, rel=0.15)


@pytest.fixture(scope="module")
def maughan() -> BodyTrace:
    return _run(42.195 / 221 * 60, 221, build_draws(mass_kg=70.0), 1400 / 221 * 60, air_c=12.0, humidity=0.7, wind_m_s=1.5)


def test_row_09_maughan_core(maughan):
    assert maughan.core_c[0, -1] == pytest.approx(38.3, abs=0.5)


def test_row_09_maughan_mass(maughan):
    assert maughan.mass_change_frac[0, -1] * 70.0 == pytest.approx(-2.02, abs=0.4)


@pytest.mark.xfail(strict=True, reason="38.9 in the open air of 3 m/s of own wind; at 1 m/s, as in a pack, it is 39.8 and inside")
def test_row_10_byrne_core():
    trace = _run(
        10.8,
        118,
        build_draws(mass_kg=64.0, height_m=1.72, acclimatisation_frac=1.0),
        500,
        air_c=27.5,
        humidity=0.85,
        wind_m_s=1.0,
        sun=150.0,
    )
    assert trace.core_c[0].max() == pytest.approx(40.1, abs=0.5)
    assert trace.core_c[0, -1] == pytest.approx(39.9, abs=0.5)


def test_row_11_lara_sweat():
    trace = _run(3.1 * 3.6, 227, build_draws(mass_kg=71.0), 320, air_c=20.0, humidity=0.5, wind_m_s=1.0, sun=400.0)
    assert trace.sweat_l[0, -1] / (227 / 60) == pytest.approx(0.9, rel=0.25)


def _bike(fitness_ml_kg_min: float, heat_w: float) -> BodyTrace:
    """An hour on a bike in a laboratory at a given heat production, 24 degC with a fan."""
    parameters = central_parameters()
    m = parameters.metabolism
    unloaded = float(m.cycling_unloaded_w_kg[0]) * 75.0
    efficiency = float(m.cycling_efficiency_frac[0])
    power_w = (heat_w - unloaded) * efficiency / (1.0 - efficiency)
    session = flat_minutes(60, "indoor_cycling", power_w=power_w, indoor=True, weather=flat_weather(60, 24.0, 0.4, 1.2))
    athlete = build_draws(mass_kg=75.0, height_m=1.78, maximal_oxygen_uptake_ml_kg_min=fitness_ml_kg_min)
    return simulate_body(session, athlete, no_intake(60), parameters)


def test_row_12_equal_heat_gives_equal_core_and_sweat_whatever_the_fitness():
    fit, unfit = _bike(60.0, 540.0), _bike(40.0, 540.0)
    assert fit.core_c[0, -1] == pytest.approx(unfit.core_c[0, -1], abs=0.1)
    assert fit.sweat_l[0, -1] == pytest.approx(unfit.sweat_l[0, -1], rel=0.05)


def test_row_12_equal_share_of_fitness_does_not():
    fit, unfit = _bike(60.0, 844.0), _bike(40.0, 600.0)
    assert fit.core_c[0, -1] - unfit.core_c[0, -1] > 0.2
    assert 844 / 600 < fit.sweat_l[0, -1] / unfit.sweat_l[0, -1] < 2.5


def test_row_13_evaporation_follows_the_evaporation_required():
    required, evaporated = [], []
    for heat_w in (200.0, 300.0, 400.0, 500.0):
        for air_c in (30.0, 35.0, 40.0):
            parameters = central_parameters()
            session = flat_minutes(
                120, "indoor_cycling", power_w=(heat_w - 183.0) * 0.36, indoor=True, weather=flat_weather(120, air_c, 0.2, 1.0)
            )
            athlete = build_draws(mass_kg=75.0)
            trace = simulate_body(session, athlete, no_intake(120), parameters)
            # what is left of the heat after dry exchange with a skin at 35 degC
            required.append(heat_w + (air_c - 35.0) * 1.85 * 10.0)
            wet = trace.sweat_l[0, 119] - trace.sweat_l[0, 89]
            evaporated.append(wet / 0.5)
    assert np.corrcoef(required, evaporated)[0, 1] ** 2 > 0.9


def test_the_core_follows_the_work_and_hardly_the_air_where_sweat_dries():
    """Nielsen 1938: between cool and mild air the core in exercise is that of the metabolic rate; a deficit is another matter."""

    def core_c(speed_km_h: float, air_c: float) -> float:
        session = flat_minutes(120, speed_m_s=speed_km_h / 3.6, weather=flat_weather(120, air_c, wind_m_s=1.0))
        trace = simulate_body(session, build_draws(), no_intake(120), central_parameters(), water_held=True)
        return float(trace.core_c[0, -1])

    for speed in (8.0, 13.0):
        assert abs(core_c(speed, 22.0) - core_c(speed, 12.0)) < 0.4
    assert core_c(13.0, 12.0) - core_c(8.0, 12.0) > 0.6


def test_row_27_a_water_deficit_warms_the_core():
    parameters = central_parameters()
    session = flat_minutes(120, speed_m_s=2.8, weather=flat_weather(120, 28.0))
    dry, wet = (simulate_body(session, build_draws(), drinks(120, ml), parameters) for ml in (0, 1000))
    deficit_percent = (wet.mass_change_frac[0, -1] - dry.mass_change_frac[0, -1]) * 100
    assert 0.10 < (dry.core_c[0, -1] - wet.core_c[0, -1]) / deficit_percent < 0.25
