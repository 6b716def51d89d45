"""Fatigue of each muscle: minutes, hours, days, and the reserve above critical power.

Four parts, each for what it is good at. The three-compartment model with rest recovery (Looft 2018) settles within an
hour, so it carries surges and pauses; a reserve above critical power carries hard efforts (Skiba's differential form);
a slow loss of capacity, growing with the square of the load, is what makes cramps late: a part of it is full and back within
an hour or two, the rest sets in with the work done and recovers over most of a day; eccentric damage from descents heals over days. Elapsed time and distance enter none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.fatigue_step import WRITTEN, fatigue_blocks
from uncramp.body.fatigue_table import (
    FatigueModel,
    FatigueOptions,
    FatigueParameters,
    FatigueRows,
    FatigueTable,
    fatigue_rows,
    fatigue_table,
)
from uncramp.body.load import draw_load_table
from uncramp.body.trace import BodyTrace, FatigueTrace, not_written
from uncramp.evidence.draws import Who, draw
from uncramp.minutes import Minutes, Spans, spans_of
from uncramp.names import MUSCLES, SPORTS

NEEDED_BY_HAZARD: Final = 4  # of what is written: activation, fast fatigue, slow loss and damage


def draw_fatigue_model(
    *, draws: int, seed: int, athlete: Who = "", overrides: Mapping[str, float] | None = None, sports: Sequence[str] = SPORTS
) -> FatigueModel:
    """Draw the topics ``fatigue`` and ``load``, of the load only what ``sports`` need; arrays of shape [draw]."""
    return FatigueModel(
        draw(FatigueParameters, "fatigue", draws=draws, seed=seed, athlete=athlete, overrides=overrides),
        draw_load_table(draws=draws, seed=seed, athlete=athlete, overrides=overrides, sports=sports),
    )


def simulate_fatigue(
    minutes: Minutes,
    body: BodyTrace,
    athlete: AthleteDraws,
    model: FatigueModel,
    options: FatigueOptions | None = None,
    *,
    whole: bool = True,
) -> FatigueTrace:
    """Fatigue of every muscle along a session.

    Parameters
    ----------
    minutes
        Rows of the session (and the hours after, as rest).
    body
        Trace over the same rows; relative intensity, plasma volume and muscle temperature are read.
    athlete, model
        Draws of the athlete and of the constants.
    options
        What differs from the session as it was.
    whole
        Write the load too; the hazard does not read it.

    Returns
    -------
    FatigueTrace
        Arrays of shape [muscle, draw, minute], state at the end of each row.

    Source
    ------
    looft2018 (fast part), Skiba's differential form (reserve), our own slow part held against D18-D21 in
    ``uncramp.validation.fatigue``.
    """
    options = options or FatigueOptions()
    return fatigue_of(fatigue_rows(minutes, model.load, options), body, fatigue_table(athlete, model, options), whole=whole)


def fatigue_of(rows: FatigueRows, body: BodyTrace, table: FatigueTable, *, whole: bool, spans: Spans | None = None) -> FatigueTrace:
    """Fatigue of every draw of ``table`` along ``rows``; ``whole`` as in :func:`simulate_fatigue`.

    ``spans`` says whose rows and draws they are, if not one person's. Traces are then as long as the longest of them, and mean nothing
    beyond a person's own rows.
    """
    draws = table.shared.shape[1]
    spans = spans_of(spans, rows.own_frac.size, draws)
    longest = spans.longest
    traces = np.empty((len(WRITTEN) if whole else NEEDED_BY_HAZARD, len(MUSCLES), draws, longest))
    reserve, failing = np.empty((draws, longest)), np.empty((len(MUSCLES), draws))
    fatigue_blocks(
        np.ascontiguousarray(table.shared),
        np.ascontiguousarray(table.of_muscle),
        np.ascontiguousarray(table.load_ratio),
        np.ascontiguousarray(body.work_intensity_frac),
        np.ascontiguousarray(body.relative_intensity_frac),
        np.ascontiguousarray(body.plasma_volume_change_frac),
        np.ascontiguousarray(body.muscle_c),
        rows.shape_ratio,
        rows.sport_index,
        rows.own_frac,
        SPORTS.index("walking"),
        np.ascontiguousarray(rows.moved),
        *spans,
        table.pause_load_frac,
        traces,
        reserve,
        failing,
    )
    return FatigueTrace(
        activation_frac=traces[0],
        fast_fatigue_frac=traces[1],
        slow_loss_frac=traces[2],
        damage_frac=traces[3],
        load_frac=traces[4] if whole else not_written(*traces.shape[1:]),
        reserve_frac=reserve,
        failing_count=failing,
    )
