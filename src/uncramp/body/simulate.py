"""Simulate: minutes, athlete, intake and parameters in; what the body did in every draw and row out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, NamedTuple, TypeVar

import numpy as np

from uncramp.body import engine, slots
from uncramp.body.athlete import AthleteDraws
from uncramp.body.heat_step import COLDEST_CORE_C, HOTTEST_CORE_C
from uncramp.body.intake import Intake
from uncramp.body.metabolism import maximal_metabolic_w
from uncramp.body.row_table import ROW_S, row_table
from uncramp.body.surroundings import Surroundings, draw_surroundings
from uncramp.body.tables import BodyParameters, BodyTable, body_parameters, body_table, intake_table
from uncramp.body.trace import BodyTrace, not_written
from uncramp.errors import InputError, SimulationError
from uncramp.evidence.draws import Who, draw
from uncramp.minutes import Floats, Minutes, Spans, spans_of
from uncramp.texts import _

T = TypeVar("T")
_TRACED: Final = tuple(field.name for field in fields(BodyTrace) if field.name != "held_count")


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
    around = surroundings if surroundings is not None else draw_surroundings(minutes.weather, athlete.mass_kg.size, seed)
    rows = row_table(minutes, around, parameters)
    table = body_table(
        athlete, parameters, around, step_ratio=_step_ratio(step_s), cap_w=metabolic_cap_w, exercise_ratio=exercise_ratio,
        water_held=water_held,
    )  # fmt: skip
    kinds = slots.NEEDED_BY_CAUSES if only_for_causes else len(slots.OUTPUTS)
    draws, spans = athlete.mass_kg.size, spans_of(None, minutes.rows_count, athlete.mass_kg.size)
    drunk = intake_table(intake, draws, minutes.rows_count)
    ran = _run(rows, drunk, table, spans, kinds, substeps=substeps, drift_bpm=heart_rate_drift_bpm)
    _check_held(ran.first_held, ran.out[0], maximal_metabolic_w(athlete, parameters.metabolism))
    return _trace(ran, {} if only_for_causes else _ions(ran.out, athlete, parameters))


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
    around = surroundings if surroundings is not None else draw_surroundings(minutes.weather, athlete.mass_kg.size, seed)
    table = body_table(athlete, parameters, around, step_ratio=_step_ratio(step_s), cap_w=metabolic_cap_w)
    draws, spans = athlete.mass_kg.size, spans_of(None, minutes.rows_count, athlete.mass_kg.size)
    drunk = intake_table(intake, draws, minutes.rows_count)
    ran = _run(row_table(minutes, around, parameters), drunk, table, spans, slots.NEEDED_BY_CAUSES)
    return BodyLedger(
        at_start=dict(zip(slots.STATES, table.states, strict=True)),
        at_end=ran.at_end,
        capacity_j_k={name: table.of(f"{name}_j_k") for name in ("core", "muscle", "skin")},
    )


def simulate_people(rows: Floats, drinking: Floats, table: BodyTable, spans: Spans) -> PeopleTrace:
    """What the bodies of several people did, simulated together.

    ``rows`` (:func:`row_table`) has those of one person after the other, ``table`` the draws, and ``spans`` says whose they are. ``drinking``
    [quantity, draw] is taken every minute, in the order of ``Intake``. Nobody's heat ends the run: ``BodyTrace.held_count`` says whose core was held.
    """
    ran = _run(rows, tuple(np.ascontiguousarray(one)[:, None] for one in drinking), table, spans, slots.NEEDED_BY_FIELD)
    end = ran.at_end
    lost_l = end["sweat_l"] + end["insensible_l"] + end["respired_l"] + end["urine_l"]
    eaten_kg = end["eaten_carbohydrate_g"] / engine.JOULES_PER_KILOJOULE
    change_kg = end["drunk_l"] + eaten_kg - lost_l - end["gas_kg"]
    return PeopleTrace(_trace(ran, {}), end, change_kg * table.of("per_kg"))


class _Ran(NamedTuple):
    """What the engine wrote."""

    out: Floats  # [output, draw, row] as far as was asked for
    at_end: Mapping[str, Floats]  # [draw] each
    first_held: Floats  # [draw] row in which the core was first held, -1 if never


def _run(
    rows: Floats,
    intake: tuple[Floats, ...],
    table: BodyTable,
    spans: Spans,
    kinds: int,
    *,
    substeps: int = 1,
    drift_bpm: Floats | None = None,
) -> _Ran:
    draws, longest = table.states.shape[1], spans.longest
    out, first_held, states = np.empty((kinds, draws, longest)), np.full(draws, -1.0), table.states.copy()
    drift = np.empty((draws, 0)) if drift_bpm is None else np.ascontiguousarray(drift_bpm[:, :longest])
    parameters, rows = np.ascontiguousarray(table.parameters), np.ascontiguousarray(rows)
    engine.simulate_blocks(parameters, states, rows, *spans, intake, drift, out, first_held, substeps)
    return _Ran(out, dict(zip(slots.STATES, states, strict=True)), first_held)


def _step_ratio(step_s: Floats | None) -> Floats | None:
    if step_s is None:
        return None
    ratio: Floats = step_s / ROW_S
    if not (np.isfinite(ratio).all() and (ratio > 0).all()):
        raise InputError(_("step_s must be positive and finite in every draw; it is the length of a row in seconds."))
    return ratio


def _check_held(first_held: Floats, work_intensity_frac: Floats, maximal_w: Floats) -> None:
    held = first_held >= 0
    if 2 * int(held.sum()) <= held.size:
        return
    who = int(np.argmin(np.where(held, first_held, np.inf)))
    row = int(first_held[who])
    raise SimulationError(
        _(
            "Nobody keeps up such work in such weather: the core would leave {low} to "
            "{high} degC ({count} of {draws} draws, the first after {row} min at {heat_w} W "
            "of heat and work). If it is planned, do not start: heat stroke kills. Confusion, collapse or odd "
            "behaviour in the heat is an emergency: call for help and cool the whole body at once. If it was "
            "recorded, check speed, power, heart rate and weather."
        ).format(
            low=f"{COLDEST_CORE_C:g}",
            high=f"{HOTTEST_CORE_C:g}",
            count=int(held.sum()),
            draws=held.size,
            row=row,
            heat_w=f"{work_intensity_frac[who, row] * maximal_w[who]:.0f}",
        )
    )


def _trace(ran: _Ran, ions: Mapping[str, Floats]) -> BodyTrace:
    """Fields from what the engine wrote, and NaN where it was not asked to."""
    written = dict(zip(slots.OUTPUTS, ran.out, strict=False)) | dict(ions)
    absent = not_written(*ran.out.shape[1:])
    return BodyTrace(**{name: written.get(name, absent) for name in _TRACED}, held_count=ran.at_end["held_count"])


def _ions(out: Floats, athlete: AthleteDraws, parameters: BodyParameters) -> dict[str, Floats]:
    """Ions that are a fixed share of sweat or of sodium; [draw, row]."""
    e, accl = parameters.electrolytes, athlete.acclimatisation_frac
    sweat_l, sodium_lost_mmol = (out[slots.OUTPUTS.index(name)] for name in ("sweat_l", "sodium_lost_mmol"))
    calcium = e.sweat_calcium_mmol_l * (1.0 - e.acclimatised_calcium_frac * accl)
    magnesium = e.sweat_magnesium_mmol_l * (1.0 - e.acclimatised_magnesium_frac * accl)
    return {
        "potassium_lost_mmol": e.sweat_potassium_mmol_l[:, None] * sweat_l,
        "calcium_lost_mmol": calcium[:, None] * sweat_l,
        "magnesium_lost_mmol": magnesium[:, None] * sweat_l,
        "chloride_lost_mmol": e.sweat_chloride_ratio[:, None] * sodium_lost_mmol,
    }
