"""Cramp threshold frequency of each muscle, minute by minute: who one is, times what the session did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard.parameters import CrampParameters, ThresholdParameters
from uncramp.hazard.rate_pass import fill_moves, fill_salt_moves
from uncramp.hazard.susceptibility import fatigue_effect
from uncramp.minutes import Floats, Spans, spans_of
from uncramp.names import MUSCLES


def personal_threshold(athlete: AthleteDraws, p: ThresholdParameters) -> Floats:
    """A person's own threshold, rested and whatever the muscle, [draw], Hz. History acts here and nowhere else (B01)."""
    return np.where(athlete.cramp_history_frac > 0, p.with_history_hz, p.without_history_hz)


def muscle_ratio(p: ThresholdParameters) -> Floats:
    """Threshold of each muscle relative to the person's own, [muscle, draw]."""
    return np.array([getattr(p, f"{muscle}_ratio") for muscle in MUSCLES])


@dataclass(frozen=True, slots=True)
class SaltTable:
    """By how much dilution and salt drunk move each draw's threshold, as logarithms; [draw] each."""

    initial_plasma_sodium_mmol_l: Floats
    dilution_ratio_per_mmol_l: Floats
    greatest_dilution_mmol_l: Floats
    drink_sodium_ratio_per_mmol: Floats
    greatest_drink_sodium_ratio: Floats


def salt_table(athlete: AthleteDraws, p: ThresholdParameters) -> SaltTable:
    """What salt does to every draw."""
    return SaltTable(
        athlete.initial_plasma_sodium_mmol_l,
        p.dilution_ratio_per_mmol_l,
        p.greatest_dilution_mmol_l,
        p.drink_sodium_ratio_per_mmol,
        p.greatest_drink_sodium_ratio,
    )


@dataclass(frozen=True, slots=True)
class MoveTable:
    """By how much a session moves each draw's threshold, as logarithms."""

    points_frac: tuple[float, ...]  # of capacity lost, as in ``susceptibility.FatigueEffect``
    slow_share_frac: Floats  # [draw]
    bend_index: Floats  # [point but the last, draw]
    damage_ratio: Floats  # [draw]
    water_ratio_per_l: Floats  # [draw]
    salt: SaltTable


def move_table(athlete: AthleteDraws, parameters: CrampParameters) -> MoveTable:
    """What moves the threshold of every draw."""
    p = parameters.threshold
    of_fatigue = fatigue_effect(parameters.mechanism, parameters.accepted_set, p)
    return MoveTable(
        tuple(of_fatigue.points_frac.tolist()),
        of_fatigue.slow_share_frac,
        np.ascontiguousarray(of_fatigue.bend_index.T),
        p.damage_ratio,
        # the trials give the change per body mass lost as water (B08, B10)
        p.water_deficit_ratio / athlete.mass_kg,
        salt_table(athlete, p),
    )


def salt_log_ratio(body: BodyTrace, table: SaltTable, spans: Spans | None = None) -> Floats:
    """Logarithm of the threshold's change by dilution and by salt drunk, [draw, row] (B12-B15)."""
    moves = np.empty_like(body.plasma_sodium_mmol_l)
    fill_salt_moves(
        body.plasma_sodium_mmol_l,
        body.absorbed_sodium_mmol,
        table.initial_plasma_sodium_mmol_l,
        table.dilution_ratio_per_mmol_l,
        table.greatest_dilution_mmol_l,
        table.drink_sodium_ratio_per_mmol,
        table.greatest_drink_sodium_ratio,
        *spans_of(spans, moves.shape[-1], moves.shape[0]),
        moves,
    )
    return moves


def what_moves(body: BodyTrace, fatigue: FatigueTrace, table: MoveTable, spans: Spans | None = None) -> tuple[Any, ...]:
    """What moves the threshold and by how much, in the order in which ``rate_pass.fill_moves`` takes it."""
    return (
        fatigue.fast_fatigue_frac,
        fatigue.slow_loss_frac,
        fatigue.damage_frac,
        salt_log_ratio(body, table.salt, spans),
        body.water_deficit_l,
        table.points_frac,
        table.slow_share_frac,
        np.ascontiguousarray(table.bend_index),
        table.damage_ratio,
        table.water_ratio_per_l,
    )


def threshold_moves(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Logarithm of all that the session did to the threshold, [muscle, draw, row]."""
    moves = np.empty_like(fatigue.fast_fatigue_frac)
    fill_moves(moves, *what_moves(body, fatigue, move_table(athlete, parameters)))
    return moves


def cramp_threshold(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Cramp threshold frequency, [muscle, draw, row], Hz.

    Source
    ------
    miller2009 (B01) for the level; each move from its own row of the evidence, as a ratio to the baseline of its trial.
    """
    moves = threshold_moves(body, fatigue, athlete, parameters)
    p = parameters.threshold
    rested_hz = personal_threshold(athlete, p) * athlete.preparation_shift_ratio * muscle_ratio(p)
    return np.asarray(rested_hz[:, :, None] * np.exp(moves))
