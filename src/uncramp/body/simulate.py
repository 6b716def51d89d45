"""Simulate: minutes, athlete, intake and parameters in; what the body did in every draw and row out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from uncramp.body import engine, slots
from uncramp.body.athlete import AthleteDraws
from uncramp.body.heat_step import COLDEST_CORE_C, HOTTEST_CORE_C
from uncramp.body.intake import Intake
from uncramp.body.metabolism import demands_of, maximal_metabolic_w
from uncramp.body.surroundings import Surroundings, check_surroundings, draw_surroundings
from uncramp.body.tables import ROW_S, BodyParameters, body_parameters, draw_table, initial_states, intake_table, row_table
from uncramp.body.trace import BodyTrace
from uncramp.errors import InputError, SimulationError
from uncramp.evidence.draws import Who, draw
from uncramp.minutes import Floats, Minutes, People, spans_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BodyLedger:
    """Every quantity the engine keeps, by name (``slots.STATES``), before the first row and after the last; [draw] each.

    What conservation is tested on: ``at_end["body_water_l"]`` is stepped on its own, not made from the sums.
    """

    at_start: Mapping[str, Floats]
    at_end: Mapping[str, Floats]
    capacity_j_k: Mapping[str, Floats]  # heat capacity of core, muscle and skin


@dataclass(frozen=True, slots=True)
class PeopleTrace:
    """What the bodies of several people did; a draw stands for one draw of one person."""

    body: BodyTrace  # of what the hazard reads, and the core; meaningless beyond a person's own rows
    at_end: Mapping[str, Floats]  # [draw] as in :class:`BodyLedger`
    mass_change_frac: Floats  # [draw] at the end


def draw_body_parameters(
    draws: int, seed: int, athlete_name: Who = "", overrides: Mapping[str, float] | None = None
) -> BodyParameters:
    """Draw the constants of all topics of the body; ``overrides`` fixes some by ``topic.name``."""

    def topic(parameters: type[T], name: str) -> T:
        return draw(parameters, name, draws=draws, seed=seed, athlete=athlete_name, overrides=overrides)

    return body_parameters(topic)


def simulate_body(
    minutes: Minutes,
    athlete: AthleteDraws,
    intake: Intake,
    parameters: BodyParameters,
    *,
    seed: int = 0,
    surroundings: Surroundings | None = None,
    step_s: Floats | None = None,
    metabolic_cap_w: Floats | None = None,
    exercise_ratio: Floats | None = None,
    water_held: bool = False,
    heart_rate_drift_bpm: Floats | None = None,
    only_for_causes: bool = False,
    substeps: int = 1,
) -> BodyTrace:
    """What the body did in every draw and row; arrays of shape [draw, row].

    Parameters
    ----------
    minutes, athlete, intake, parameters
        As drawn; all of one number of draws (``intake`` may have one draw for all).
    seed
        Names the draw of the weather; not used when ``surroundings`` is given.
    surroundings
        Weather in place of that of ``minutes``.
    step_s
        [draw] how long a row lasts in that draw, 60 s if not given: the same distance, covered slower. Drinking per hour stays
        as it was; own wind falls.
    metabolic_cap_w
        [draw] metabolic rate is cut at this, external work alike.
    exercise_ratio
        [draw] work relative to the session, before the cut; 1 if not given.
    water_held
        Body water is kept at its start, as in the session that causes are measured against.
    heart_rate_drift_bpm
        [draw, row] drift of the heart rate as it was: what the recorded heart rate says of the work is then the same in other weather.
        Found from the state if not given.
    only_for_causes
        Write only what the hazard reads; the other fields are NaN. Faster, since memory is what takes the time.
    substeps
        Steps of the engine in a row.

    Raises
    ------
    InputError
        If shapes disagree or weather is impossible.
    SimulationError
        If the core left 33 to 44 degC in more than half of the draws. A lone draw is held at the bound and counted
        in ``BodyTrace.held_count``, so that one wild combination does not end a run.
    """
    out, states, first_held, _ = _run(
        minutes, athlete, intake, parameters, seed, surroundings, step_s, metabolic_cap_w,
        slots.NEEDED_BY_CAUSES if only_for_causes else len(slots.OUTPUTS), substeps,
        exercise_ratio=exercise_ratio, water_held=water_held, drift_bpm=heart_rate_drift_bpm,
    )  # fmt: skip
    held_count = states[slots.STATES.index("held_count")]
    _check_held(first_held, out[0], maximal_metabolic_w(athlete, parameters.metabolism))
    return _trace(out, athlete, parameters, held_count)


def simulate_ledger(
    minutes: Minutes,
    athlete: AthleteDraws,
    intake: Intake,
    parameters: BodyParameters,
    *,
    seed: int = 0,
    surroundings: Surroundings | None = None,
    step_s: Floats | None = None,
    metabolic_cap_w: Floats | None = None,
) -> BodyLedger:
    """What the engine held before the first row and after the last; arguments as in :func:`simulate_body`."""
    _, states, _, table = _run(
        minutes, athlete, intake, parameters, seed, surroundings, step_s, metabolic_cap_w, slots.NEEDED_BY_CAUSES, substeps=1
    )
    start = initial_states(table, athlete)
    return BodyLedger(
        at_start=dict(zip(slots.STATES, start, strict=True)),
        at_end=dict(zip(slots.STATES, states, strict=True)),
        capacity_j_k={name: table[f"{name}_j_k"] for name in ("core", "muscle", "skin")},
    )


def _run(
    minutes: Minutes,
    athlete: AthleteDraws,
    intake: Intake,
    parameters: BodyParameters,
    seed: int,
    surroundings: Surroundings | None,
    step_s: Floats | None,
    metabolic_cap_w: Floats | None,
    kinds: int,
    substeps: int,
    *,
    people: People | None = None,
    exercise_ratio: Floats | None = None,
    water_held: bool = False,
    drift_bpm: Floats | None = None,
) -> tuple[Floats, Floats, Floats, dict[str, Floats]]:
    draws, rows = athlete.mass_kg.shape[0], minutes.rows_count
    around = surroundings if surroundings is not None else draw_surroundings(minutes.weather, draws, seed)
    check_surroundings(around, rows)
    demands = demands_of(minutes, parameters.metabolism)
    asked = row_table(minutes, demands, around, parameters.heat, None if people is None else people.row_s)
    cap_w = np.full(draws, np.inf) if metabolic_cap_w is None else metabolic_cap_w
    ratio = np.ones(draws) if step_s is None else step_s / ROW_S
    if not (np.isfinite(ratio).all() and (ratio > 0).all()):
        raise InputError("step_s must be positive and finite in every draw; it is the length of a row in seconds.")
    table = draw_table(athlete, parameters, around, cap_w, ratio)
    table["exercise_ratio"] = np.ones(draws) if exercise_ratio is None else exercise_ratio
    table["water_held"] = np.full(draws, float(water_held))
    packed = np.stack([table[name] for name in slots.PARAMETERS])
    numbers = np.asarray(np.isfinite(packed).all(axis=1))
    if absent := [name for name, known in zip(slots.PARAMETERS, numbers, strict=True) if not known and name != "cap_w"]:
        raise InputError(f"The drawn athlete or parameters have missing values in {absent}; every draw needs a number.")
    states = initial_states(table, athlete)
    starts, lanes = spans_of(None if people is None else people.spans, rows, draws)
    longest = int(np.diff(starts).max())
    out = np.empty((kinds, draws, longest))
    first_held = np.full(draws, -1.0)
    drift = np.empty((draws, 0)) if drift_bpm is None else np.ascontiguousarray(drift_bpm[:, :rows])
    engine.simulate_blocks(
        packed, states, asked, starts, lanes, intake_table(intake, draws, longest), drift, out, first_held, substeps
    )
    return out, states, first_held, table


def simulate_people(
    minutes: Minutes, athlete: AthleteDraws, intake: Intake, parameters: BodyParameters, surroundings: Surroundings, people: People
) -> PeopleTrace:
    """What the bodies of several people did, simulated together.

    ``minutes`` and ``surroundings`` have the rows of one person after the other, and every array of ``athlete`` and ``parameters`` the
    draws of one person after the other. ``intake`` is [draw, row] or, the same in every row, [draw, 1]. Nobody's heat ends the run:
    ``BodyTrace.held_count`` says whose core was held.
    """
    out, states, _, table = _run(
        minutes, athlete, intake, parameters, 0, surroundings, None, None, slots.NEEDED_BY_FIELD, 1, people=people
    )
    at_end = dict(zip(slots.STATES, states, strict=True))
    lost_l = at_end["sweat_l"] + at_end["insensible_l"] + at_end["respired_l"] + at_end["urine_l"]
    eaten_kg = at_end["eaten_carbohydrate_g"] / engine.JOULES_PER_KILOJOULE
    change_kg = at_end["drunk_l"] + eaten_kg - lost_l - at_end["gas_kg"]
    return PeopleTrace(_trace(out, athlete, parameters, at_end["held_count"]), at_end, change_kg * table["per_kg"])


def _check_held(first_held: Floats, work_intensity_frac: Floats, maximal_w: Floats) -> None:
    held = first_held >= 0
    if 2 * int(held.sum()) <= held.size:
        return
    who = int(np.argmin(np.where(held, first_held, np.inf)))
    row = int(first_held[who])
    raise SimulationError(
        f"Nobody keeps up such work in such weather: the core would leave {COLDEST_CORE_C:g} to {HOTTEST_CORE_C:g} degC "
        f"({int(held.sum())} of {held.size} draws, the first after {row} min at {work_intensity_frac[who, row] * maximal_w[who]:.0f} W of heat "
        "and work). If it is planned, do not start: heat stroke kills. Confusion, collapse or odd behaviour in the heat is an emergency: call "
        "for help and cool the whole body at once. If it was recorded, check speed, power, heart rate and weather."
    )


def _trace(out: Floats, athlete: AthleteDraws, parameters: BodyParameters, held_count: Floats) -> BodyTrace:
    """Fields from what the engine wrote; ions that are a fixed share of sweat or sodium are made here."""
    written = dict(zip(slots.OUTPUTS, out, strict=False))
    absent = np.broadcast_to(np.float64(np.nan), out.shape[1:])
    e, accl = parameters.electrolytes, athlete.acclimatisation_frac
    fields = {name: written.get(name, absent) for name in slots.OUTPUTS}
    if len(written) < len(slots.OUTPUTS):
        ions = dict.fromkeys(("potassium_lost_mmol", "calcium_lost_mmol", "magnesium_lost_mmol", "chloride_lost_mmol"), absent)
    else:
        calcium = e.sweat_calcium_mmol_l * (1.0 - e.acclimatised_calcium_frac * accl)
        magnesium = e.sweat_magnesium_mmol_l * (1.0 - e.acclimatised_magnesium_frac * accl)
        ions = {
            "potassium_lost_mmol": e.sweat_potassium_mmol_l[:, None] * fields["sweat_l"],
            "calcium_lost_mmol": calcium[:, None] * fields["sweat_l"],
            "magnesium_lost_mmol": magnesium[:, None] * fields["sweat_l"],
            "chloride_lost_mmol": e.sweat_chloride_ratio[:, None] * fields["sodium_lost_mmol"],
        }
    return BodyTrace(**fields, **ions, held_count=held_count)
