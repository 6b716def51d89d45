"""A stated sweat test: the personal gain with which the body model sweats what was measured, in every draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.intake import Intake
from uncramp.body.metabolism import maximal_metabolic_w
from uncramp.body.population_parameters import stated_or
from uncramp.body.simulate import simulate_body
from uncramp.body.surroundings import fixed_surroundings
from uncramp.body.tables import BodyParameters
from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes, Weather
from uncramp.names import SPORTS
from uncramp.training import WHEEL_SPORTS
from uncramp.units import MIN_PER_H, S_PER_MIN


@dataclass(frozen=True, slots=True)
class SweatTestParameters:
    """Fields of ``evidence/sweat_test.toml``; [draw]."""

    stated_sweat_ratio: Floats
    unstated_air_c: Floats
    unstated_intensity_frac: Floats
    duration_min: Floats
    humidity_frac: Floats
    wind_m_s: Floats
    solar_w_m2: Floats
    pressure_pa: Floats
    halvings_count: Floats


def with_tested_sweat(
    drawn: AthleteDraws,
    athlete: Athlete,
    body: BodyParameters,
    *,
    sport: str,
    seed: int,
    overrides: Mapping[str, float] | None = None,
) -> AthleteDraws:
    """The athlete with the gain that a stated sweat test means; as drawn where none is stated.

    The test is simulated: steady work at its share of maximal oxygen uptake in its air, on wheels or on foot as ``sport`` is. What was
    not stated of it is drawn. The heat balance damps the gain, so that a gain is larger than the sweat rate says.

    Source
    ------
    ``evidence/sweat_test.toml``.
    """
    if athlete.sweat_rate_l_h is None:
        return drawn
    draws = drawn.mass_kg.shape[0]
    p = draw(SweatTestParameters, "sweat_test", draws=draws, seed=seed, athlete=athlete.name, overrides=overrides)
    rows = int(p.duration_min[0])
    session = _steady_work("cycling" if sport in WHEEL_SPORTS else "running", rows, p)
    around = fixed_surroundings(
        rows, draws, air_c=0.0, humidity_frac=p.humidity_frac[0], wind_m_s=p.wind_m_s[0],
        solar_w_m2=p.solar_w_m2[0], pressure_pa=p.pressure_pa[0],
    )  # fmt: skip
    around = replace(around, air_shift_k=stated_or(athlete.sweat_rate_air_c, p.unstated_air_c))
    at_effort = _at_intensity(drawn, body, stated_or(athlete.sweat_rate_intensity_frac, p.unstated_intensity_frac))
    nothing = np.zeros((1, rows))
    intake = Intake(nothing, nothing, nothing, nothing, stated=True, text="nothing")

    def sweat_rate_l_h(gain: Floats) -> Floats:
        tested = replace(drawn, sweat_gain_ratio=gain)
        trace = simulate_body(session, tested, intake, at_effort, surroundings=around, only_for_causes=True)
        return trace.sweat_l[:, -1] * MIN_PER_H / rows

    gain = gain_of_sweat_test(athlete.sweat_rate_l_h * p.stated_sweat_ratio, sweat_rate_l_h)
    return replace(drawn, sweat_gain_ratio=gain)


def gain_of_sweat_test(measured_l_h: Floats, sweat_rate_l_h: Callable[[Floats], Floats]) -> Floats:
    """Gain, [draw], at which ``sweat_rate_l_h(gain)`` is the measured rate; at a bound of the gain where no gain is.

    Parameters
    ----------
    measured_l_h : [draw]
        Rate of the test, with its error of measurement drawn.
    sweat_rate_l_h
        Sweat rate of the body model under the conditions of the test, [draw] to [draw]; rises with the gain.

    Bisection of the logarithm, all draws at once: every call runs the model for all of them.
    """
    entry = load_topic("population")["sweat_gain_ratio"]
    halvings = int(load_topic("sweat_test")["halvings_count"].value)
    low = np.full(measured_l_h.shape, np.log(entry.floor))
    high = np.full(measured_l_h.shape, np.log(entry.ceiling))
    for _ in range(halvings):
        middle = (low + high) / 2
        short = sweat_rate_l_h(np.exp(middle)) < measured_l_h
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray(np.exp((low + high) / 2))


def _at_intensity(drawn: AthleteDraws, body: BodyParameters, intensity_frac: Floats) -> BodyParameters:
    """Parameters with which a session of unknown load is steady work at this share of maximal oxygen uptake."""
    m = body.metabolism
    maximal_w = maximal_metabolic_w(drawn, m)
    rest_w = drawn.mass_kg * m.standing_w_kg
    share = np.clip((intensity_frac * maximal_w - rest_w) / (maximal_w - rest_w), 0.0, 1.0)
    whole = np.ones_like(share)
    return replace(body, metabolism=replace(m, typical_running_frac=whole, typical_cycling_frac=whole, typical_ratio=share))


def _steady_work(sport: str, rows: int, p: SweatTestParameters) -> Minutes:
    """A session of which only its sport and length are known."""
    unknown, whole = np.full(rows, np.nan), np.ones(rows)
    slots = np.full((rows, SLOTS_PER_MINUTE), np.nan)
    # not read: each draw has air of its own
    weather = Weather(
        0.0 * whole, p.humidity_frac[0] * whole, p.wind_m_s[0] * whole, p.solar_w_m2[0] * whole, p.pressure_pa[0] * whole,
        0.0, 0.0, 0.0, 0.0, "of the sweat test", assumed=True,
    )  # fmt: skip
    return Minutes(
        start=None,
        duration_s=S_PER_MIN * rows,
        legs=(Leg(sport, 0.0, S_PER_MIN * rows),),
        sport_index=np.full(rows, SPORTS.index(sport), dtype=np.int64),
        coverage_frac=whole,
        moving_frac=whole,
        heart_rate_bpm=unknown,
        power_w=unknown,
        speed_m_s=unknown,
        grade_frac=unknown,
        altitude_m=unknown,
        cadence_hz=unknown,
        distance_m=unknown,
        core_c=unknown,
        skin_c=unknown,
        slot_power_w=slots,
        slot_speed_m_s=slots,
        slot_grade_frac=slots,
        indoor=False,
        planned=True,
        weather=weather,
    )
