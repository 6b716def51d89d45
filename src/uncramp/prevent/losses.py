"""What sweat took of each mineral: from a result of ``why --json``, from an assessment, or from what somebody typed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final

from uncramp.assessment import Assessment
from uncramp.body.electrolytes import ElectrolyteParameters
from uncramp.body.population_parameters import PopulationParameters
from uncramp.errors import InputError
from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.prevent.drinking_alarms import alarms_among, gain_alarm
from uncramp.prevent.foods import MINERALS
from uncramp.texts import _
from uncramp.why.answers import Caution, Range

DRAWS: Final = 400
NOTHING: Final = Range(math.nan, math.nan, math.nan, math.nan)
"""Where no loss is known."""


@dataclass(frozen=True, slots=True)
class Session:
    """Which session an estimate is of."""

    file: str  # of the activity, without its folder; a plan's text
    sport: str
    duration_s: float
    result: str  # file of the result it was read from; "" where it was estimated now


@dataclass(frozen=True, slots=True)
class Losses:
    """One session's losses; NaN where nothing is known."""

    basis: str  # "typed", "sweat" or "assessment"
    mmol: Mapping[str, Range]  # by foods.MINERALS
    sweat_l: Range
    session: Session | None = None  # of an assessment
    sweat_test: bool = False  # the sodium of the sweat was measured
    alarms: tuple[Caution, ...] = ()  # too much drunk, or too little salt in the blood


def losses_typed(
    *,
    sweat_l: float | None = None,
    sodium_mmol: float | None = None,
    potassium_mmol: float | None = None,
    sweat_sodium_mmol_l: float | None = None,
    seed: int = 0,
) -> Losses:
    """Losses as typed, and of a typed amount of sweat what sweat holds in people; ``sweat_sodium_mmol_l`` where it was measured.

    Raises
    ------
    InputError
        If nothing is given, or an amount is below 0, or so large that milligrams were meant.
    """
    given = {"sodium": sodium_mmol, "potassium": potassium_mmol}
    if sweat_l is None and all(value is None for value in given.values()):
        raise InputError(_("No loss is given. Give --from, --sweat, --sodium or --potassium."))
    if any(value is not None and not 0.0 <= value < math.inf for value in (sweat_l, sweat_sodium_mmol_l, *given.values())):
        raise InputError(_("A loss is below 0 or has no end. Give what was lost as a number of 0 or more."))
    for name, value in given.items():
        _check_typed(name, value)
    of_sweat = {} if sweat_l is None else _of_sweat(sweat_l, sweat_sodium_mmol_l, seed)
    mmol = {name: _exactly(value) if (value := given.get(name)) is not None else of_sweat.get(name, NOTHING) for name in MINERALS}
    return Losses(
        "typed" if sweat_l is None else "sweat",
        MappingProxyType(mmol),
        NOTHING if sweat_l is None else _exactly(sweat_l),
        sweat_test=sweat_sodium_mmol_l is not None and sodium_mmol is None,
    )


def losses_of(assessment: Assessment) -> Losses:
    """Losses of a session that was simulated, at its finish."""
    finish = assessment.minutes.rows_count - 1

    def lost(name: str) -> Range:
        values: Floats = getattr(assessment.body, name)[:, finish]
        return Range.of(values, assessment.weight_frac)

    told = alarms_among(assessment.cautions)
    gain = Range.of(assessment.body.mass_change_frac[:, finish], assessment.weight_frac)
    mmol = MappingProxyType({name: lost(f"{name}_lost_mmol") for name in MINERALS})
    recording = assessment.recording
    of = Session(recording.path, recording.sport, assessment.minutes.duration_s, "")
    return Losses("assessment", mmol, lost("sweat_l"), of, alarms=told or gain_alarm(gain.median))


def losses_of_document(document: object, where: str) -> Losses:
    """Losses that a result of ``uncramp why --json`` tells of.

    Raises
    ------
    InputError
        If it is no such result.
    """
    body = document.get("body") if isinstance(document, Mapping) else None
    if not isinstance(body, Mapping):
        raise InputError(
            _("{where} is not the result of one session; expected what `uncramp why FILE --json` printed.").format(where=where)
        )
    lost = {name: _read(body, f"{name}_lost_mmol", where) for name in MINERALS}
    alarms = _alarms(document, where)
    return Losses("assessment", MappingProxyType(lost), _read(body, "sweat_l", where), _session_of(document, where), alarms=alarms)


def _session_of(document: object, where: str) -> Session:
    """Which session the document is of."""
    activity = document.get("activity") if isinstance(document, Mapping) else None
    told = activity if isinstance(activity, Mapping) else {}
    file, sport, duration_s = (told.get(name) for name in ("file", "sport", "duration_s"))
    if not (isinstance(file, str) and isinstance(sport, str) and isinstance(duration_s, int | float)):
        raise InputError(
            _(
                "{where} does not say which activity it is of; expected what this version's `uncramp why FILE --json` printed."
            ).format(where=where)
        )
    return Session(file, sport, float(duration_s), PurePath(where).name)


def _alarms(document: object, where: str) -> tuple[Caution, ...]:
    """Alarms that the document tells of; without its cautions and its change of mass nobody knows whether drinks may be named."""
    told = document.get("cautions") if isinstance(document, Mapping) else None
    body = document.get("body") if isinstance(document, Mapping) else None
    change = body.get("mass_change_frac") if isinstance(body, Mapping) else None
    gain = change.get("median") if isinstance(change, Mapping) else None
    if not isinstance(told, list) or not isinstance(gain, int | float):
        raise InputError(
            _(
                "{where} has no cautions, or no mass_change_frac; expected all of what this version's `uncramp "
                "why FILE --json` printed."
            ).format(where=where)
        )
    fields = ("id", "text", "urgency")
    rows = [row for row in told if isinstance(row, Mapping) and all(isinstance(row.get(field), str) for field in fields)]
    return alarms_among(Caution(row["id"], row["text"], row["urgency"]) for row in rows) or gain_alarm(float(gain))


def _read(body: Mapping[str, Any], name: str, where: str) -> Range:
    found = body.get(name)
    if not isinstance(found, Mapping):
        raise InputError(
            _("{where} has no {name} of the body; expected what this version's `uncramp why FILE --json` printed.").format(
                where=where, name=name
            )
        )
    values = [
        float(value)
        for word in ("median", "low", "high")
        if isinstance(value := found.get(word), int | float) and not isinstance(value, bool) and value >= 0.0
    ]
    if len(values) < len(("median", "low", "high")):
        raise InputError(
            _("{where}: {name} is {found}; expected a median, low and high of 0 or more.").format(
                where=where, name=name, found=dict(found)
            )
        )
    return Range(values[0], *values)


def _check_typed(mineral: str, lost_mmol: float | None) -> None:
    """Milligrams that were typed without their unit would name handfuls of salt."""
    most_mmol = load_topic("food")[f"most_typed_{mineral}_mmol"].value
    if lost_mmol is not None and lost_mmol > most_mmol:
        raise InputError(
            _(
                "{lost_mmol} mmol of {mineral} is more than a session takes; expected 0 to {most_mmol} mmol. A "
                "number without a unit is mmol. Was mg meant? Then write {lost_mmol}mg."
            ).format(lost_mmol=f"{lost_mmol:.0f}", mineral=mineral, most_mmol=f"{most_mmol:.0f}")
        )


def _exactly(value: float) -> Range:
    return Range(value, value, value, value)


def _of_sweat(sweat_l: float, sodium_mmol_l: float | None, seed: int) -> dict[str, Range]:
    """What so much sweat holds over people; a measured sodium stands with what one patch differs from another."""
    held = draw(ElectrolyteParameters, "electrolytes", draws=DRAWS, seed=seed)
    person = draw(PopulationParameters, "population", draws=DRAWS, seed=seed)
    of_litre: dict[str, Floats] = {name: getattr(held, f"sweat_{name}_mmol_l") for name in MINERALS}
    if sodium_mmol_l is None:
        of_litre["sodium"] = of_litre["sodium"] * person.sweat_sodium_ratio
    else:
        of_litre["sodium"] = sodium_mmol_l * person.stated_sweat_sodium_ratio
    return {name: Range.of(sweat_l * values) for name, values in of_litre.items()}
