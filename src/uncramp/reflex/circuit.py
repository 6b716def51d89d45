"""Circuit: the parameters of one muscle's spinal loop, in one or many draws."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.draws import central, draw
from uncramp.evidence.registry import load_topic, sources
from uncramp.names import GRADES, MECHANISMS, one_of
from uncramp.reflex.mechanics import MechanicsParameters
from uncramp.reflex.motoneuron import MotoneuronParameters
from uncramp.reflex.motor_unit import MotorUnitParameters
from uncramp.reflex.motor_unit_fatigue import MotorUnitFatigueParameters
from uncramp.reflex.parameters import ReflexParameters
from uncramp.reflex.spindle import SpindleParameters
from uncramp.reflex.tendon_organ import TendonOrganParameters
from uncramp.reflex.terminal import TerminalParameters
from uncramp.texts import _

TOPICS: Final[Mapping[str, type]] = {
    "motoneuron": MotoneuronParameters,
    "reflex": ReflexParameters,
    "terminal": TerminalParameters,
    "motor_unit": MotorUnitParameters,
    "motor_unit_fatigue": MotorUnitFatigueParameters,
    "mechanics": MechanicsParameters,
    "spindle": SpindleParameters,
    "tendon_organ": TendonOrganParameters,
}
"""Topics of the evidence that a circuit is made of."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """What makes one muscle differ from another in the loop."""

    id: str
    name: str
    units_count: int
    slow_frac: float
    resistant_frac: float


@dataclass(frozen=True, slots=True)
class Circuit:
    """One muscle and its spinal loop; every parameter has one value a draw."""

    muscle: Muscle
    mechanism: str  # one of names.MECHANISMS
    draws_count: int
    seed: int
    motoneuron: MotoneuronParameters
    reflex: ReflexParameters
    terminal: TerminalParameters
    motor_unit: MotorUnitParameters
    motor_unit_fatigue: MotorUnitFatigueParameters
    mechanics: MechanicsParameters
    spindle: SpindleParameters
    tendon_organ: TendonOrganParameters


@cache
def muscles() -> Mapping[str, Muscle]:
    """Every muscle of ``muscles.toml`` by its id.

    Raises
    ------
    EvidenceError
        If a number lacks its grade, source or note.
    """
    table = tomllib.loads(files("uncramp.reflex").joinpath("muscles.toml").read_text(encoding="utf-8"))
    return {key: _muscle(key, row) for key, row in table.items()}


def _muscle(key: str, row: Mapping[str, Any]) -> Muscle:
    numbers = {name: value for name, value in row.items() if name != "name"}
    for name, number in numbers.items():
        if not (number["note"] and number["grade"] in GRADES and set(number["source"]) <= set(sources())):
            raise EvidenceError(f"muscles.toml: {key}.{name} needs a note, a grade of {GRADES} and sources of sources.toml.")
    values = {name: number["value"] for name, number in numbers.items()}
    return Muscle(key, row["name"], **values)


def circuit(
    muscle: str = "calf",
    *,
    mechanism: str = "mixed",
    overrides: Mapping[str, float] | None = None,
    draws: int | None = None,
    seed: int = 0,
) -> Circuit:
    """The spinal loop of a muscle with the central value of every parameter, or with ``draws`` values of what studies leave unsure.

    Parameters
    ----------
    muscle
        One of :func:`muscles`.
    mechanism
        Hypothesis of what fatigue does to the loop: ``article``, ``measured`` or ``mixed``.
    overrides
        Parameters to fix, by ``topic.name``.
    draws
        How many values to draw of each parameter; ``None`` for the central one alone.
    seed
        Start of the random numbers of the draws.

    Raises
    ------
    InputError
        If a name is not known, with the nearest ones, or a value is outside its range.

    Examples
    --------
    >>> circuit("soleus").muscle.slow_frac > circuit("calf").muscle.slow_frac
    True
    """
    fixed = dict(overrides or {})
    check_overrides(fixed)
    made: dict[str, Any] = {
        topic: draw(kind, topic, draws=draws or 1, seed=seed, overrides=fixed if draws else _central_but(topic, fixed))
        for topic, kind in TOPICS.items()
    }
    return Circuit(
        muscle=muscles()[one_of(muscle, tuple(muscles()), "muscle")],
        mechanism=one_of(mechanism, MECHANISMS, "mechanism"),
        draws_count=draws or 1,
        seed=seed,
        **made,
    )


def _central_but(topic: str, fixed: Mapping[str, float]) -> Mapping[str, float]:
    values: Any = central(TOPICS[topic], topic)
    return {f"{topic}.{name}": float(getattr(values, name)[0]) for name in load_topic(topic)} | dict(fixed)


def check_overrides(overrides: Mapping[str, float]) -> None:
    """Check that each ``topic.name`` is a parameter of a circuit and its value inside its bounds.

    Raises
    ------
    InputError
        With the nearest names, if there is none; with the bounds, if it is outside.
    """
    known = {f"{topic}.{name}": entry for topic in TOPICS for name, entry in load_topic(topic).items()}
    for name, value in overrides.items():
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4)
            meant = _("Did you mean {names}?").format(names=", ".join(near))
            hint = meant if near else _("`uncramp evidence reflex` and its neighbours list them.")
            raise InputError(_("--set {name}: a circuit has no such parameter. {hint}").format(name=name, hint=hint))
        entry = known[name]
        if not (math.isfinite(value) and entry.floor <= value <= entry.ceiling):
            raise InputError(
                _("--set {name}={value}: expected {floor} to {ceiling} {unit}.").format(
                    name=name, value=f"{value:g}", floor=f"{entry.floor:g}", ceiling=f"{entry.ceiling:g}", unit=entry.unit
                )
            )
