"""What would have changed it: one thing at a time, simulated with the same draws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from uncramp.body.intake import Intake
from uncramp.body.load import descent_km_per_h, surge_shape
from uncramp.body.preparation import PreparationParameters
from uncramp.body.trace import BodyTrace
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_table
from uncramp.hazard.survival import chance_of_cramp
from uncramp.minutes import Floats
from uncramp.names import one_of
from uncramp.texts import _
from uncramp.units import MIN_PER_H
from uncramp.why.answers import Change, Range
from uncramp.why.chosen_draws import DrawIndex
from uncramp.why.reference import has_distance, surroundings_with
from uncramp.why.scenario import Outcome, Scenario, rate_of, simulate
from uncramp.why.situation import Situation
from uncramp.why.taught import in_scenario

ML_PER_L = 1000.0

KEYS = {
    "pace_ratio": "speed relative to the session (effort, where there is no distance), such as 0.95",
    "even_effort": "True: no surges within the minute",
    "air_c": "air temperature throughout, °C",
    "drink_l_h": "drinking throughout the session, L/h",
    "drink_sodium_mmol_l": "sodium in what is drunk, mmol/L",
    "descent_ratio": "descent relative to the session; 0 is a flat course",
    "accustomed": "True: trained for this load, and rested",
    "warm_up_min": "minutes of warm-up before the start",
}
"""What can be changed, and in which unit."""


@dataclass(frozen=True)
class WhatIf:
    """A session simulated with something changed."""

    outcome: Outcome
    rate_per_h: Floats  # [muscle, draw, row]
    session_chance_frac: Floats  # [draw that counts], during or within six hours after
    chance_frac: Range
    difference_frac: Range  # against the session as it was


@dataclass(frozen=True)
class AdviceParameters:
    """Sizes of the changes that are offered, and when; evidence/changes.toml."""

    slower_ratio: Floats
    warm_air_c: Floats
    cool_air_c: Floats
    most_drinking_l_h: Floats
    least_sweaters_frac: Floats
    worthwhile_drinking_l_h: Floats
    drink_sodium_mmol_l: Floats
    worthwhile_descent_km: Floats
    surge_spread_ratio: Floats


def scenario_of(situation: Situation, changes: Mapping[str, Any]) -> Scenario:
    """The engine's scenario for these changes.

    Raises
    ------
    InputError
        If a key is not in :data:`KEYS` or its value is out of range.
    """
    for key in changes:
        one_of(key, tuple(KEYS), "what_if")
    for key, (low, high) in BOUNDS.items():
        if key in changes and not low <= float(changes[key]) <= high:
            raise InputError(f"what_if {key} is {changes[key]}; expected {low:g} to {high:g} ({KEYS[key]}).")
    drinks = {"drink_l_h", "drink_sodium_mmol_l"} & set(changes)
    return Scenario(
        pace_ratio=float(changes.get("pace_ratio", 1.0)),
        even=bool(changes.get("even_effort", False)),
        surroundings=surroundings_with(situation.surroundings, float(changes["air_c"])) if "air_c" in changes else None,
        descent_ratio=float(changes.get("descent_ratio", 1.0)),
        flat=float(changes.get("descent_ratio", 1.0)) == 0.0,
        accustomed=bool(changes.get("accustomed", False)),
        intake=_other_intake(situation, changes.get("drink_l_h"), changes.get("drink_sodium_mmol_l")) if drinks else None,
    )


BOUNDS = {
    "pace_ratio": (0.3, 1.5),
    "air_c": (-30.0, 50.0),
    "drink_l_h": (0.0, 3.0),
    "drink_sodium_mmol_l": (0.0, 200.0),
    "descent_ratio": (0.0, 5.0),
    "warm_up_min": (0.0, 120.0),
}
"""What can be asked for, by key."""


def _other_intake(situation: Situation, drink_l_h: float | Floats | None, sodium_mmol_l: float | None) -> Intake:
    """Intake with another amount or another drink in the session; the hours after stay as they were."""
    was, rows = situation.intake, situation.session_rows
    water = was.water_ml.copy()
    sodium, thirst = was.sodium_mmol.copy(), was.thirst_frac.copy()
    if drink_l_h is not None:
        # the drink stays the same: its salt goes with the amount
        before = water[:, :rows].sum(axis=-1, keepdims=True)
        salt = np.where(before > 0, sodium[:, :rows].sum(axis=-1, keepdims=True) / np.where(before > 0, before, 1.0), 0.0)
        water[:, :rows] = np.reshape(np.asarray(drink_l_h, dtype=float), (-1, 1)) * ML_PER_L / MIN_PER_H
        sodium[:, :rows] = water[:, :rows] * salt
        thirst[:, :rows] = 0.0
    if sodium_mmol_l is not None:
        sodium[:, :rows] = water[:, :rows] / ML_PER_L * float(sodium_mmol_l)
    return replace(was, water_ml=water, sodium_mmol=sodium, thirst_frac=thirst)


def try_out(
    situation: Situation,
    changes: Mapping[str, Any],
    as_it_was: BodyTrace,
    chance_frac: Floats,
    weight_frac: Floats,
    standing: DrawIndex | None = None,
) -> WhatIf:
    """Simulate the session with these changes; ``chance_frac`` [draw that counts] is what it was.

    ``standing`` [draw that counts] says which of those of the situation stands for it; each for itself unless said.
    """
    scenario = scenario_of(situation, changes)
    outcome = simulate(situation, scenario, as_it_was)
    rate = rate_of(in_scenario(_warmed_up(situation, changes), scenario, as_it_was), outcome)
    chance = chance_of_cramp(rate, outcome.row_h)
    chance = chance if standing is None else chance[standing]
    return WhatIf(outcome, rate, chance, Range.of(chance, weight_frac), Range.of(chance - chance_frac, weight_frac))


def _warmed_up(situation: Situation, changes: Mapping[str, Any]) -> Situation:
    """The same people with another warm-up, which shifts their cramp threshold either way: no trial says which (K9)."""
    if "warm_up_min" not in changes:
        return situation
    enough_min = central(PreparationParameters, "preparation").warm_up_full_min[0]
    lack_frac = (situation.warm_up_min - min(float(changes["warm_up_min"]), enough_min)) / enough_min
    ratio = situation.athlete.preparation_shift_ratio * np.exp(lack_frac * situation.warm_up_log_ratio)
    return replace(situation, athlete=replace(situation.athlete, preparation_shift_ratio=ratio))


WITH_A_CLINICIAN: Final = frozenset({"drink_more", "salted_drink"})
"""Offers that are left out where a condition makes drinking and salt a matter for a clinician; drinking less never is."""


def changes_of(
    situation: Situation, body: BodyTrace, chance_frac: Floats, weight_frac: Floats, *, drinks_by_clinician: bool = False
) -> tuple[Change, ...]:
    """Every change worth offering for this session, the one that helps most first.

    More drinking is never offered above what nearly all of the draws sweat, neither it nor salt where ``drinks_by_clinician``, and never
    a change of medicine.
    """
    table = load_table("causes")
    found = []
    for offer in _offers(situation, body, weight_frac):
        if drinks_by_clinician and offer.id in WITH_A_CLINICIAN:
            continue
        result = try_out(situation, offer.changes, body, chance_frac, weight_frac)
        row = table[offer.cause]
        found.append(
            Change(
                offer.id,
                offer.name,
                offer.before,
                offer.after,
                result.chance_frac,
                result.difference_frac,
                row["grade"],
                tuple(row["source"]),
            )
        )
    return tuple(sorted(found, key=lambda change: change.difference_frac.mean))


@dataclass(frozen=True)
class _Offer:
    id: str
    cause: str
    name: str
    before: str
    after: str
    changes: Mapping[str, Any]


def _offers(situation: Situation, body: BodyTrace, weight_frac: Floats) -> Iterator[_Offer]:
    advice, rows = central(AdviceParameters, "changes"), situation.session_rows
    slower = float(advice.slower_ratio[0])
    distance = has_distance(situation.minutes)
    name = _("{percent} % slower") if distance else _("{percent} % easier")
    before = _("pace as it was") if distance else _("effort as it was")
    yield _Offer("slower", "pace", name.format(percent=f"{100 * (1 - slower):.0f}"), before,
                 _("{percent} % of it, all the way").format(percent=f"{100 * slower:.0f}"), {"pace_ratio": slower})  # fmt: skip
    if surge_shape(situation.minutes)[:rows].std() > advice.surge_spread_ratio[0]:
        yield _Offer(
            "even_effort",
            "pace",
            _("Even effort"),
            _("surges as they were"),
            _("the same work without surges"),
            {"even_effort": True},
        )
    air_c = float(situation.minutes.weather.air_c[:rows].mean())
    if air_c > advice.warm_air_c[0]:
        cool = float(advice.cool_air_c[0])
        warm = _("about {air} °C").format(air=f"{air_c:.0f}")
        yield _Offer("cooler", "heat", _("A cooler day or hour"), warm, f"{cool:.0f} °C", {"air_c": cool})
    yield from _drinking_offers(situation, body, advice, weight_frac)
    descent = float(descent_km_per_h(situation.minutes)[:rows].sum() / MIN_PER_H)
    if descent > advice.worthwhile_descent_km[0]:
        yield _Offer(
            "flat",
            "eccentric_load",
            _("A flat course"),
            _("{height} m of descent").format(height=f"{1000 * descent:.0f}"),
            _("none"),
            {"descent_ratio": 0.0},
        )
    yield _Offer("trained", "conditioning", _("Trained for it"), _training_text(situation, weight_frac), _("long sessions of this load, and rested"), {"accustomed": True})  # fmt: skip


def _drinking_offers(situation: Situation, body: BodyTrace, advice: AdviceParameters, weight_frac: Floats) -> Iterator[_Offer]:
    rows = situation.session_rows
    hours = rows / MIN_PER_H
    sweat = body.sweat_l[:, rows - 1] / hours
    drunk = float(Range.of(body.drunk_l[:, rows - 1] / hours, weight_frac).median)
    # three quarters of the draws sweat at least this much; more drinking is offered only up to what nearly all do
    least_sweat = float(np.quantile(sweat, 1.0 / 4.0))
    nearly_all = min(Range.of(sweat, weight_frac).low, float(np.quantile(sweat, advice.least_sweaters_frac[0])))
    # rounded down, since it is shown with one decimal
    limit = math.floor(10.0 * min(nearly_all, float(advice.most_drinking_l_h[0]))) / 10.0
    if situation.intake.stated and drunk > least_sweat + advice.worthwhile_drinking_l_h[0]:
        # salt is no protection against drinking too much, and is not offered beside it
        yield _Offer(
            "drink_less",
            "sodium_dilution",
            _("Drink less, by thirst"),
            f"{drunk:.1f} L/h",
            f"{least_sweat:.1f} L/h",
            {"drink_l_h": least_sweat},
        )
        return
    if limit > drunk + advice.worthwhile_drinking_l_h[0]:
        yield _Offer(
            "drink_more",
            "water_deficit",
            _("Drink more, below the sweat rate"),
            f"{drunk:.1f} L/h",
            _("{rate} L/h, less if you sweat less").format(rate=f"{limit:.1f}"),
            {"drink_l_h": limit},
        )
    salt = float(advice.drink_sodium_mmol_l[0])
    volume, sodium = situation.intake.water_ml[:, :rows].sum(axis=-1), situation.intake.sodium_mmol[:, :rows].sum(axis=-1)
    if volume.mean() > 0:
        had = float(Range.of(sodium / np.maximum(volume, 1.0) * ML_PER_L, weight_frac).median)
        if had < salt:
            yield _Offer("salted_drink", "sodium_dilution", _("The same amount of a drink with sodium"), f"{had:.0f} mmol/L", f"{salt:.0f} mmol/L",
                         {"drink_sodium_mmol_l": salt})  # fmt: skip


def _training_text(situation: Situation, weight_frac: Floats) -> str:
    longest = Range.of(situation.athlete.longest_session_h, weight_frac)
    median, low, high = (f"{value:.1f}" for value in (longest.median, longest.low, longest.high))
    if low == high:
        return _("longest session {median} h").format(median=median)
    return _("longest session about {median} h ({low} to {high})").format(median=median, low=low, high=high)
