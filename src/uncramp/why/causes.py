"""Shares of the causes: Shapley values of the logarithm of the cumulative hazard, draw by draw, signed.

Each group of factors is switched between how it was and the reference session, in every combination. Only what changes the
body is simulated again: pace, heat and water (eight runs), then eccentric load and conditioning on top (fatigue
only), then salt (threshold only). What a person brings to the start multiplies every minute alike, so its
Shapley value is itself and needs no run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from uncramp.body.load import descent_km_per_h, grade_of_load
from uncramp.body.trace import BodyTrace
from uncramp.evidence.facts import contradictions_for
from uncramp.evidence.registry import load_table
from uncramp.hazard.rate import personal_log_rate, session_rate
from uncramp.hazard.threshold import salt_log_ratio, salt_table
from uncramp.minutes import Floats
from uncramp.names import CAUSES
from uncramp.texts import _
from uncramp.units import S_PER_MIN
from uncramp.why.answers import COUNTED_WITH_PACE, Cause, CrampEvent, Range
from uncramp.why.likelihood import NEAR_ROWS, rate_near
from uncramp.why.reference import has_distance, reference_surroundings
from uncramp.why.scenario import Scenario, hours_of_rows, simulate_bodily, tire
from uncramp.why.shapley import shapley_values
from uncramp.why.situation import Situation, first_rows

WITHOUT, WITH = (0,), (1,)
BOTH, SAME = (WITHOUT, WITH), ((0, 1),)

PLAYERS = ("pace", "heat", "water_deficit", "eccentric_load", "conditioning", "sodium_dilution", "duration")
"""Groups that are switched, in the order of the bits of a coalition."""


@dataclass(frozen=True)
class Effects:
    """Shapley values by cause id, [draw], for the session and for each reported cramp."""

    session: dict[str, Floats]
    events: tuple[dict[str, Floats], ...]
    reference_hazard_count: Floats  # [draw] expected first cramps in the reference session


def effects_of(
    situation: Situation, as_it_was: BodyTrace, events: Sequence[CrampEvent] = (), *, scenario: Scenario | None = None
) -> Effects:
    """Shapley values of every group, for the session and at the muscle and minute of each event.

    The session is explained up to its finish; rows after it are simulated only when a reported cramp lies there. With a ``scenario``
    it is the session so changed that is explained, against the same reference.
    """
    last = max([situation.session_rows, *(int(event.at_s // S_PER_MIN) + NEAR_ROWS + 1 for event in events)])
    rows, done = min(last, situation.minutes.rows_count), scenario or Scenario()
    cut = first_rows(situation, rows)
    # what is drunk and the weather of the changed session end there too
    other = first_rows(
        replace(situation, intake=done.intake or situation.intake, surroundings=done.surroundings or situation.surroundings), rows
    )
    done = replace(done, intake=other.intake, surroundings=other.surroundings)
    session_worth, event_worth = _worth_of_coalitions(cut, done, as_it_was, events)
    static = personal_log_rate(situation.athlete, situation.cramp)
    # with a distance, time at work is counted with pace: exactly nothing, not what rounding leaves
    fixed = {"duration": np.zeros(session_worth.shape[1])} if has_distance(situation.minutes) else {}
    session, *at_events = (
        dict(zip(PLAYERS, shapley_values(worth), strict=True)) | static | fixed for worth in (session_worth, *event_worth)
    )
    return Effects(session, tuple(at_events), np.exp(session_worth[0]))


def _worth_of_coalitions(
    situation: Situation, done: Scenario, as_it_was: BodyTrace, events: Sequence[CrampEvent]
) -> tuple[Floats, list[Floats]]:
    draws = situation.athlete.mass_kg.shape[0]
    session = np.empty((1 << len(PLAYERS), draws))
    at_events = [np.empty_like(session) for _ in events]
    salt_power = -situation.cramp.hazard.threshold_sensitivity_index[:, None]
    # summed over the session alone, so that rows after it, where a cramp lies there, change not even the last bit
    kept, work = _rows_kept(situation), situation.session_rows
    cool = reference_surroundings(situation.surroundings, situation.reference)
    # a switch that changes nothing is not run twice: both of its sides have the same worth
    hills = BOTH if _has_hills(situation) else SAME
    lengths = BOTH if not has_distance(situation.minutes) else SAME
    for paced, hot, dry in product((0, 1), repeat=3):
        bodily = replace(
            done,
            cap_w=done.cap_w if paced else situation.sustainable_w,
            pace_ratio=done.pace_ratio if paced else 1.0,
            even=done.even or not paced,
            surroundings=done.surroundings if hot else cool,
            water_held=done.water_held or not dry,
        )
        body, step_s = simulate_bodily(situation, bodily, as_it_was, only_for_causes=True)
        row_h = hours_of_rows(situation, step_s)
        salt = np.exp(salt_power * salt_log_ratio(body, salt_table(situation.athlete, situation.cramp.threshold)))
        for hilly, unaccustomed in product(hills, BOTH):
            flat, accustomed = done.flat or hilly == WITHOUT, done.accustomed or unaccustomed == WITHOUT
            fatigue = tire(situation, replace(bodily, flat=flat, accustomed=accustomed), body, step_s, whole=False)
            salted = session_rate(body, fatigue, situation.athlete, situation.cramp)
            for salty, whole in product(BOTH, lengths):
                rate = salted if salty == WITH else salted / salt
                worked_h = row_h[:, :work] * kept[0 if whole == WITHOUT else 1][:work]
                log_hazard = np.log((rate.sum(axis=0)[:, :work] * worked_h).sum(axis=-1))
                near = [np.log(rate_near(rate, event, situation.session_rows)) for event in events]
                for bits in product((paced,), (hot,), (dry,), hilly, unaccustomed, salty, whole):
                    coalition = sum(bit << i for i, bit in enumerate(bits))
                    session[coalition] = log_hazard
                    for worth, log_rate in zip(at_events, near, strict=True):
                        worth[coalition] = log_rate
    return session, at_events


def _has_hills(situation: Situation) -> bool:
    """Whether a flat course would have been another session."""
    return bool(descent_km_per_h(situation.minutes).any() or (grade_of_load(situation.minutes) < 0).any())


def _rows_kept(situation: Situation) -> tuple[Floats, Floats]:
    """Rows that count without and with the group "duration", [row] each; the same when there is a distance."""
    rows = np.arange(situation.minutes.rows_count)
    whole = (rows < situation.session_rows).astype(float)
    if has_distance(situation.minutes):
        return whole, whole
    return whole * (rows < situation.reference.duration_min[0]), whole


def causes_from(effects: dict[str, Floats], weight_frac: Floats, *, distance: bool) -> tuple[Cause, ...]:
    """Causes in the order of ``names.CAUSES``: shares of what raised the hazard, and what each did.

    ``distance`` says whether duration is counted with pace, as it is when the distance is fixed.
    """
    values = np.array([effects[cause] for cause in CAUSES])
    raising = np.maximum(values, 0.0)
    total = raising.sum(axis=0)
    riskier = values.sum(axis=0) > 0
    any_share = float(weight_frac[riskier].sum()) > 1.0 / 2.0
    share = np.where(riskier & (total > 0), raising / np.where(total > 0, total, 1.0), np.nan)
    table: dict[str, dict[str, Any]] = load_table("causes")
    return tuple(
        Cause(
            id=cause,
            name=_(row["name"]),
            share_frac=Range.of(share[i], weight_frac) if any_share else None,
            effect_frac=Range.of(np.expm1(values[i]), weight_frac),
            grade=row["grade"],
            sources=tuple(row["source"]),
            contradiction=_contradiction(cause, row, distance=distance),
        )
        for i, (cause, row) in enumerate((cause, table[cause]) for cause in CAUSES)
    )


def _contradiction(cause: str, row: dict[str, Any], *, distance: bool) -> str:
    if cause == "duration" and distance:
        return COUNTED_WITH_PACE
    numbers = ", ".join(found.id for found in contradictions_for(cause))
    short = str(row["short"])
    told = _(short)
    return told if "(K" in short or not numbers else _("{short} ({numbers})").format(short=told, numbers=numbers)
