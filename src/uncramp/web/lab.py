"""Lab: one run of the spinal loop as it was asked for, bounded, and kept while it may be asked for again."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StrictBool

from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.names import MECHANISMS, one_of
from uncramp.reflex.circuit import Circuit, circuit, muscles
from uncramp.reflex.electromyogram import Electromyogram, ElectromyogramParameters, surface_electromyogram
from uncramp.reflex.experiment import Outcome, run_experiment
from uncramp.reflex.parameters import EXCITABILITIES
from uncramp.reflex.protocol import Protocol, experiments, in_state, protocol
from uncramp.report import reflex_wording as told
from uncramp.report.reflex_charts import ReflexTimeline, reflex_timeline
from uncramp.texts import _
from uncramp.web.busy import BusyError

LONGEST_S: Final = 30.0
"""Of the muscle's time, so that a run takes a few seconds of ours."""
SHORTEST_S: Final = 1.0
LENGTHS: Final = (0.6, 1.2)
KEPT: Final = 8
AT_ONCE: Final = 2
RETRY_AFTER_S: Final = 5
PATIENCE_S: Final = 20.0
"""A run that waits longer for those before it is turned away."""

MOST_WAITING: Final = 16
"""Fewer than there are threads, so that other pages are answered meanwhile."""

_rooms, _chairs = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
Text = Annotated[str, Field(max_length=60)]
Share = Annotated[FiniteFloat, Field(ge=0.0, le=1.0)]


class Asked(BaseModel):
    """What is done to which muscle in which state; what is left out is as the experiment sets it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    experiment: Text = "stretch"
    muscle: Text = "calf"
    mechanism: Text = "mixed"
    fatigue_frac: Share | None = None
    pain_frac: Share | None = None
    length_frac: Annotated[FiniteFloat, Field(ge=LENGTHS[0], le=LENGTHS[1])] | None = None
    excitability: Text | None = None
    nerve_blocked: StrictBool | None = None
    seconds: Annotated[FiniteFloat, Field(ge=SHORTEST_S, le=LONGEST_S)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    def protocol(self) -> Protocol:
        """The experiment in the state that was asked for.

        Raises
        ------
        InputError
            If a name is not known, or the experiment changes the length that was to be held.
        """
        wanted = in_state(protocol(self.experiment), fatigue_frac=self.fatigue_frac, length_frac=self.length_frac)
        changes: dict[str, Any] = {
            name: value for name in ("pain_frac", "nerve_blocked") if (value := getattr(self, name)) is not None
        }
        if self.excitability is not None:
            changes["excitability"] = one_of(self.excitability, EXCITABILITIES, "excitability") if self.excitability else ""
        return replace(wanted, **changes)


@dataclass(frozen=True, slots=True)
class Run:
    """A run and what its charts show."""

    circuit: Circuit
    outcome: Outcome
    timeline: ReflexTimeline


def choices() -> dict[str, Any]:
    """What can be asked for."""
    return {
        "experiments": [
            {"name": one.name, "title": one.title, "length_is_its_own": len(one.length_frac) > 1} for one in experiments().values()
        ],
        "muscles": [{"id": one.id, "name": one.name} for one in muscles().values()],
        "mechanisms": list(MECHANISMS),
        "excitabilities": list(EXCITABILITIES),
        "seconds": {"low": SHORTEST_S, "high": LONGEST_S},
        "length_frac": {"low": LENGTHS[0], "high": LENGTHS[1]},
    }


def run(asked: Asked) -> Run:
    """Run it, or give what the same question gave before.

    Raises
    ------
    InputError
        If a name is not known.
    BusyError
        If others wait already.
    """
    one_of(asked.mechanism, MECHANISMS, "mechanism")
    one_of(asked.muscle, tuple(muscles()), "muscle")
    asked.protocol()
    busy = BusyError(_("Other runs are not finished yet. Ask again in a moment."), retry_after_s=RETRY_AFTER_S)
    if not _chairs.acquire(blocking=False):
        raise busy
    try:
        if not _rooms.acquire(timeout=PATIENCE_S):
            raise busy
        try:
            made, outcome, recorded = _run(asked)
        finally:
            _rooms.release()
    finally:
        _chairs.release()
    return Run(
        made, outcome, reflex_timeline(outcome.trace, recorded, marks=told.marks(outcome.cramp))
    )  # said anew: each in its language


@lru_cache(KEPT)
def _run(asked: Asked) -> tuple[Circuit, Outcome, Electromyogram]:
    made, wanted = circuit(asked.muscle, mechanism=asked.mechanism, seed=asked.seed), asked.protocol()
    outcome = run_experiment(made, wanted, seconds=_seconds(asked, wanted), seed=asked.seed)
    return made, outcome, surface_electromyogram(outcome.trace, central(ElectromyogramParameters, "electromyogram"))


def _seconds(asked: Asked, wanted: Protocol) -> float:
    seconds = wanted.seconds if asked.seconds is None else asked.seconds
    if seconds > LONGEST_S:
        told = _("seconds: {experiment} takes {seconds} s; expected at most {most} here.")
        raise InputError(told.format(experiment=wanted.name, seconds=f"{seconds:g}", most=f"{LONGEST_S:g}"), of="seconds")
    return seconds
