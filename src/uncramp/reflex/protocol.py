"""Protocol: what is done to the muscle, as data; the experiments of ``experiments.toml`` are such protocols by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from uncramp.errors import InputError
from uncramp.minutes import Floats
from uncramp.names import one_of
from uncramp.reflex.parameters import EXCITABILITIES
from uncramp.texts import _

Knots = tuple[tuple[float, float], ...]
"""(time in s, value), rising in time; between two the value runs straight, before the first and after the last it stays."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Electrical pulses at one frequency: each is one volley in the Ia afferents and one direct twitch of every unit."""

    start_s: float
    duration_s: float
    frequency_hz: float

    def pulses_s(self) -> Floats:
        """When its pulses are given."""
        return self.start_s + np.arange(max(1, round(self.duration_s * self.frequency_hz))) / self.frequency_hz


@dataclass(frozen=True, slots=True)
class Pulse:
    """A stretch of time in which something is on, with its size."""

    start_s: float
    duration_s: float
    size_ratio: float


@dataclass(frozen=True, slots=True)
class Rising:
    """Bursts whose frequency rises from one to the next until a cramp starts, as the threshold is measured.

    The trials leave half a minute between two of them, so that each finds the muscle at rest; here each is a run of its own.
    """

    start_s: float  # of each, from rest
    duration_s: float
    first_hz: float
    step_hz: float
    last_hz: float

    def bursts(self) -> tuple[Burst, ...]:
        """All of them, one a run."""
        count = int((self.last_hz - self.first_hz) / self.step_hz + 0.5) + 1
        return tuple(Burst(self.start_s, self.duration_s, self.first_hz + k * self.step_hz) for k in range(count))


@dataclass(frozen=True, slots=True)
class Protocol:
    """What is done to the muscle, and in which state it is."""

    name: str
    title: str
    seconds: float  # with rising bursts: after the last pulse
    bursts: tuple[Burst, ...] = ()
    rising: Rising | None = None
    drive_frac: Knots = ((0.0, 0.0),)  # descending drive, of the greatest
    length_frac: Knots = ((0.0, 1.0),)  # muscle and tendon, of the optimal length
    tendon: tuple[Pulse, ...] = ()  # volleys in the tendon afferents; 1 is the size of the published trial
    nerve_blocked: bool = False
    fatigue_frac: float = 0.0  # what the experiment sets unless it is said otherwise
    pain_frac: float = 0.0
    excitability: str = ""  # one of parameters.EXCITABILITIES
    against: str = ""  # the experiment it is compared with
    sources: tuple[str, ...] = ()
    note: str = ""


def protocol(name: str) -> Protocol:
    """The experiment of this name.

    Raises
    ------
    InputError
        With the nearest names, if there is none.
    """
    return experiments()[one_of(name, tuple(experiments()), "experiment")]


@cache
def experiments() -> Mapping[str, Protocol]:
    """Every experiment of ``experiments.toml`` by its name."""
    table = tomllib.loads(files("uncramp.reflex").joinpath("experiments.toml").read_text(encoding="utf-8"))
    return {name: _protocol(name, table.get(row.get("like", ""), {}) | row) for name, row in table.items()}


def _protocol(name: str, row: Mapping[str, Any]) -> Protocol:
    given: dict[str, Any] = {
        key: tuple((float(time), float(value)) for time, value in row[key]) for key in ("drive_frac", "length_frac") if key in row
    }
    given |= {
        key: row[key] for key in ("nerve_blocked", "fatigue_frac", "pain_frac", "excitability", "against", "note") if key in row
    }
    return Protocol(
        name=name,
        title=row["title"],
        seconds=float(row["seconds"]),
        bursts=tuple(Burst(*map(float, burst)) for burst in row.get("bursts", ())),
        tendon=tuple(Pulse(*map(float, pulse)) for pulse in row.get("tendon", ())),
        rising=Rising(**row["rising"]) if "rising" in row else None,
        sources=tuple(row["sources"]),
        **given,
    )


def in_state(wanted: Protocol, *, fatigue_frac: float | None = None, length_frac: float | None = None) -> Protocol:
    """``wanted`` on a muscle in another state; ``None`` leaves what the experiment sets.

    Raises
    ------
    InputError
        If the experiment changes the length itself, so that it cannot be held.
    """
    changes: dict[str, Any] = {}
    if fatigue_frac is not None:
        changes["fatigue_frac"] = fatigue_frac
    if length_frac is not None:
        if len(wanted.length_frac) > 1:
            told = _("length: {experiment} changes the length itself, so it cannot be held. Leave it out.")
            raise InputError(told.format(experiment=wanted.name), of="length_frac")
        changes["length_frac"] = ((0.0, length_frac),)
    return replace(wanted, **changes)


def value_at(knots: Knots, time_s: Floats) -> Floats:
    """Value of ``knots`` at these times."""
    times, values = zip(*knots, strict=True)
    values_then: Floats = np.interp(time_s, times, values)
    return values_then


def check_protocol(wanted: Protocol) -> None:
    """Check that times rise and values are what a muscle and a nerve can be given.

    Raises
    ------
    InputError
        Naming the first that is not.
    """
    for what, knots, low, high in (("drive_frac", wanted.drive_frac, 0.0, 1.0), ("length_frac", wanted.length_frac, 0.5, 1.5)):
        times = [knot[0] for knot in knots]
        if not knots or times != sorted(times):
            raise InputError(
                _("{what} of {name} has its times in the order {times}, expected rising ones.").format(
                    what=what, name=wanted.name, times=times
                )
            )
        for time, value in knots:
            if not low <= value <= high:
                raise InputError(
                    _("{what} of {name} is {value} at {time} s, expected {low} to {high}.").format(
                        what=what, name=wanted.name, value=f"{value:g}", time=f"{time:g}", low=f"{low:g}", high=f"{high:g}"
                    )
                )
    if wanted.excitability and wanted.excitability not in EXCITABILITIES:
        raise InputError(
            _("excitability of {name} is {excitability}, expected one of {names}.").format(
                name=wanted.name, excitability=repr(wanted.excitability), names=", ".join(EXCITABILITIES)
            )
        )
    for what, value in (("fatigue_frac", wanted.fatigue_frac), ("pain_frac", wanted.pain_frac)):
        if not 0.0 <= value <= 1.0:
            raise InputError(
                _("{what} of {name} is {value}, expected 0 to 1.").format(what=what, name=wanted.name, value=f"{value:g}")
            )
    for burst in wanted.bursts:
        if not (burst.start_s >= 0 and burst.duration_s > 0 and 0 < burst.frequency_hz <= 500):
            raise InputError(
                _(
                    "A burst of {name} is {frequency_hz} Hz for {duration_s} s from {start_s} s, expected up to "
                    "500 Hz for a time above 0 from 0 s or later."
                ).format(
                    name=wanted.name,
                    frequency_hz=f"{burst.frequency_hz:g}",
                    duration_s=f"{burst.duration_s:g}",
                    start_s=f"{burst.start_s:g}",
                )
            )
