"""Muscle cramps in exercise: why they come, what to do now, and when to see a doctor, with the source of every number.

Names load when they are first used, so that ``import uncramp`` stays quick.

Examples
--------
>>> import uncramp
>>> uncramp.Athlete(mass_kg=70.0).mass_kg
70.0
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uncramp.activity.read import read_activity
    from uncramp.assess import assess, assess_minutes, compare, what_if
    from uncramp.assessment import Assessment
    from uncramp.body.athlete import Athlete
    from uncramp.check.advice import advise
    from uncramp.check.answers import answers_from_mapping, read_answers
    from uncramp.check.triage import triage
    from uncramp.errors import ActivityFileError, EvidenceError, InputError, SimulationError, StoreError, UncrampError
    from uncramp.prevent.plan import RacePlan
    from uncramp.prevent.race import plan_race
    from uncramp.relieve.guide import guide
    from uncramp.why.answers import CrampEvent

__version__ = "0.1.0"

__all__ = [
    "ActivityFileError",
    "Assessment",
    "Athlete",
    "CrampEvent",
    "EvidenceError",
    "InputError",
    "RacePlan",
    "SimulationError",
    "StoreError",
    "UncrampError",
    "__version__",
    "advise",
    "answers_from_mapping",
    "assess",
    "assess_minutes",
    "compare",
    "guide",
    "plan_race",
    "read_activity",
    "read_answers",
    "triage",
    "what_if",
]

_HOME: Final = {
    "ActivityFileError": "uncramp.errors",
    "Assessment": "uncramp.assessment",
    "Athlete": "uncramp.body.athlete",
    "CrampEvent": "uncramp.why.answers",
    "EvidenceError": "uncramp.errors",
    "InputError": "uncramp.errors",
    "RacePlan": "uncramp.prevent.plan",
    "SimulationError": "uncramp.errors",
    "StoreError": "uncramp.errors",
    "UncrampError": "uncramp.errors",
    "advise": "uncramp.check.advice",
    "answers_from_mapping": "uncramp.check.answers",
    "assess": "uncramp.assess",
    "assess_minutes": "uncramp.assess",
    "compare": "uncramp.assess",
    "guide": "uncramp.relieve.guide",
    "plan_race": "uncramp.prevent.race",
    "read_activity": "uncramp.activity.read",
    "read_answers": "uncramp.check.answers",
    "triage": "uncramp.check.triage",
    "what_if": "uncramp.assess",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'uncramp' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """The package, whose function ``assess`` is not covered by the module ``assess`` it stands in."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
