"""Simulate a chunk of a field, one runner after another over the same stages as a single session."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.ensemble.course import minutes_of
from uncramp.ensemble.field import Field
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.runners import Runners
from uncramp.errors import UncrampError
from uncramp.evidence.registry import load_topic
from uncramp.hazard.severity import severity
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.units import MIN_PER_H
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import rate_of, simulate
from uncramp.why.situation import Situation, first_rows, situation_of

ML_PER_L: Final = 1000.0
M_PER_KM: Final = 1000.0


def exactly_as_stated(runners: Runners, at: int) -> dict[str, float]:
    """Overrides under which a runner is what the field says: nobody has read it off a watch."""
    entries = load_topic("population")
    return {
        "population.stated_oxygen_uptake_ratio": 1.0,
        "population.acclimatisation_full_day": entries["acclimatisation_full_day"].value,
        "metabolism.economy_ratio": float(runners.economy_ratio[at]),
        "metabolism.cycling_efficiency_frac": float(runners.cycling_efficiency_frac[at]),
    }


def athlete_of(field: Field, runners: Runners, at: int) -> Athlete:
    """The runner in row ``at`` as somebody would describe themselves; the name keys what nobody can state."""
    health = int(runners.health_index[at])
    full_day = load_topic("population")["acclimatisation_full_day"].value
    return Athlete(
        name=f"{field.name} {runners.person_index[at]}",
        mass_kg=float(runners.mass_kg[at]),
        height_m=float(runners.height_m[at]),
        age_year=float(runners.age_year[at]),
        sex="female" if runners.female_frac[at] else "male",
        maximal_oxygen_uptake_ml_kg_min=float(runners.maximal_oxygen_uptake_ml_kg_min[at]),
        acclimatisation_day=float(runners.acclimatisation_frac[at] * full_day),
        cramp_history=bool(runners.cramp_history_frac[at]),
        training_h_per_week=float(runners.training_h_per_week[at]),
        longest_session_h=float(runners.longest_session_h[at]),
        descent_m_per_week=float(runners.descent_m_per_week[at]),
        medicines=field.health[health].medicines if health >= 0 else (),
        conditions=field.health[health].conditions if health >= 0 else (),
    )


def situation_of_runner(
    field: Field, runners: Runners, at: int, *, draws: int, seed: int, mechanism: str = "mixture",
    overrides: Mapping[str, float] = MappingProxyType({}),
) -> Situation:  # fmt: skip
    """All that the runner in row ``at`` is simulated from, without the hours after the finish."""
    minutes = minutes_of(field, runners, at)
    longest = max(minutes.legs, key=lambda leg: leg.end_s - leg.start_s)
    rate_ml_h, sodium = ML_PER_L * float(runners.drinking_l_h[at]), float(runners.drink_sodium_mmol_l[at])
    situation = situation_of(
        minutes,
        athlete_of(field, runners, at),
        sport=longest.sport,
        intake=Drinking(rate_ml_h / MIN_PER_H, 1.0, sodium, f"{rate_ml_h:.0f} ml/h"),
        history=None,
        mechanism=mechanism,
        draws=draws,
        seed=seed,
        overrides=exactly_as_stated(runners, at) | dict(overrides),
    )
    return first_rows(situation, situation.session_rows)


def simulate_chunk(
    field: Field, runners: Runners, *, draws: int, seed: int, mechanism: str = "mixture",
    overrides: Mapping[str, float] = MappingProxyType({}),
) -> Outcomes:  # fmt: skip
    """What becomes of these runners; a runner that cannot be simulated is a row that says why."""
    kept = [_simulated(field, runners, at, draws, seed, mechanism, overrides) for at in range(runners.count)]
    names = [name for name in Outcomes.__dataclass_fields__ if name != "failures"]
    arrays = {
        name: np.stack([getattr(one, name) for one in kept], axis=2 if name == "first_cramp_frac" else 0)
        if kept
        else np.empty((0, draws))
        for name in names
    }
    return Outcomes(**arrays, failures=tuple(one.failures[0] for one in kept))


def _simulated(
    field: Field, runners: Runners, at: int, draws: int, seed: int, mechanism: str, overrides: Mapping[str, float]
) -> Outcomes:
    """One runner; arrays without the axis of runners."""
    try:
        situation = situation_of_runner(field, runners, at, draws=draws, seed=seed, mechanism=mechanism, overrides=overrides)
        outcome = simulate(situation)
    except UncrampError as error:
        silent = np.full(draws, np.nan)
        nothing = np.full((len(MUSCLES), field.segments_count, draws), np.nan)
        return Outcomes(np.zeros(draws), nothing, *[silent] * 6, failures=(str(error),))
    body, rate_per_h = outcome.body, rate_of(situation, outcome)
    possible = possible_draws(body, outcome.fatigue, situation.fatigue, situation.session_rows)
    first = first_cramps(rate_per_h * row_hours(situation.minutes))
    stops = severity(rate_per_h.max(axis=(0, 2)), situation.cramp.severity)["stop"]
    return Outcomes(
        possible_frac=possible if possible.any() else np.ones(draws),
        first_cramp_frac=by_segment(field, situation.minutes, first),
        serious_frac=first.sum(axis=(0, 2)) * stops,
        lowest_plasma_sodium_mmol_l=body.plasma_sodium_mmol_l.min(axis=-1),
        highest_core_c=body.core_c.max(axis=-1),
        sweat_l=body.sweat_l[:, -1],
        drunk_l=body.drunk_l[:, -1],
        mass_change_frac=body.mass_change_frac[:, -1],
        failures=("",),
    )


def first_cramps(expected: Floats) -> Floats:
    """Chance that the first cramp strikes each muscle in each row, [muscle, draw, row], from the cramps expected there."""
    each = expected.sum(axis=0)
    strikes = np.exp(-(np.cumsum(each, axis=-1) - each)) * -np.expm1(-each)
    return np.asarray(expected * np.where(each > 0.0, strikes / np.where(each > 0.0, each, 1.0), 0.0))


def by_segment(field: Field, minutes: Minutes, by_row: Floats) -> Floats:
    """Rows summed into the segments of the field, [muscle, segment, draw], from [muscle, draw, row]."""
    place = minutes.distance_m / M_PER_KM if field.segments == "km" else np.arange(minutes.rows_count) / MIN_PER_H
    # the end of a row is on the edge of a segment as often as not: half a row before it is inside
    middle = 0.5 * (place + np.concatenate(([0.0], place[:-1]))) if field.segments == "km" else place
    segment = np.clip(np.searchsorted(field.edges, middle, side="right") - 1, 0, field.segments_count - 1)
    summed = np.zeros((*by_row.shape[:2], field.segments_count))
    for at in range(field.segments_count):
        summed[..., at] = by_row[..., segment == at].sum(axis=-1)
    return np.swapaxes(summed, 1, 2)
