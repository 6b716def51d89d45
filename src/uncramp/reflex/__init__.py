"""Milliseconds: the spinal loop of one muscle, and the cramp threshold frequency.

Examples
--------
>>> from uncramp import reflex
>>> trace = reflex.simulate(reflex.circuit("calf"), reflex.protocol("stimulation"), seconds=1.0, seed=0)
>>> float(trace.force_frac.max()) < 1.0
True
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uncramp.reflex.circuit import Circuit, circuit
    from uncramp.reflex.cramp import Cramp, cramp_of
    from uncramp.reflex.protocol import Protocol, protocol
    from uncramp.reflex.simulate import simulate, simulate_many
    from uncramp.reflex.threshold import cramp_threshold_hz
    from uncramp.reflex.trace import ReflexTrace

__all__ = [
    "Circuit",
    "Cramp",
    "Protocol",
    "ReflexTrace",
    "circuit",
    "cramp_of",
    "cramp_threshold_hz",
    "protocol",
    "simulate",
    "simulate_many",
]

_HOME: Final = {
    "Circuit": "circuit",
    "Cramp": "cramp",
    "Protocol": "protocol",
    "ReflexTrace": "trace",
    "circuit": "circuit",
    "cramp_of": "cramp",
    "cramp_threshold_hz": "threshold",
    "protocol": "protocol",
    "simulate": "simulate",
    "simulate_many": "simulate",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'uncramp.reflex' has no attribute {name!r}")
    value: object = getattr(import_module(f"uncramp.reflex.{_HOME[name]}"), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """The package, whose functions are not covered by the modules of the same name they stand in."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
