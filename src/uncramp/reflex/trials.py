"""What published trials found that fatigue, pain, a stretch and the like do to a cramp, as data: ``trials.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.registry import sources
from uncramp.names import MECHANISMS
from uncramp.reflex.protocol import experiments, protocol
from uncramp.texts import _

THRESHOLD, DURATION, CRAMPS, HOLDING = MEASURES = ("threshold_hz", "duration_s", "cramps_frac", "holding_frac")
DIRECTIONS: Final = {"rises": 1.0, "falls": -1.0}
ABOUT_FATIGUE: Final = "fatigue"
"""The experiment that is compared on the whole list: fatigue is what the hypotheses are about."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One published change, from ``published[0]`` to ``published[1]`` in the unit that ``measure`` ends with."""

    id: str
    what: str
    experiment: str
    measure: str  # one of MEASURES
    published: tuple[float, float]
    spread: tuple[float, float]  # between people; NaN where the trial only says yes or no
    direction: str  # one of DIRECTIONS
    source: tuple[str, ...]
    where: str
    sized: tuple[str, ...]  # hypotheses of which a parameter was sized to it
    note: str
    before_length_frac: float = float("nan")  # of the muscle before, where length is what changes
    looked_s: tuple[float, ...] = ()  # from when to when it is looked whether the cramp is there, or goes on


@cache
def trials() -> tuple[Trial, ...]:
    """Every row of ``trials.toml``, in its order.

    Raises
    ------
    EvidenceError
        If a row says what cannot be, or lacks its source.
    """
    table = tomllib.loads(files("uncramp.reflex").joinpath("trials.toml").read_text(encoding="utf-8"))
    return tuple(_trial(key, row) for key, row in table.items())


def _trial(key: str, row: dict[str, Any]) -> Trial:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    found = Trial(id=key, **values)
    before, after = found.published
    right = {
        "measure": found.measure in MEASURES,
        "experiment": found.experiment in experiments(),
        "direction": (after - before) * DIRECTIONS.get(found.direction, 0.0) > 0,
        "source": bool(found.source) and set(found.source) <= set(sources()),
        "sized": set(found.sized) <= set(MECHANISMS),
        "looked_s": (found.measure in (DURATION, HOLDING)) == (len(found.looked_s) == 2),
        "before_length_frac": (found.measure == CRAMPS) == (found.before_length_frac > 0),
        "note": bool(found.note and found.where),
    }
    wrong = [name for name, holds in right.items() if not holds]
    if wrong:
        raise EvidenceError(f"trials.toml: {key} has a {', '.join(wrong)} that is missing, not known, or against its numbers.")
    return found


def trials_of(experiment: str) -> tuple[Trial, ...]:
    """What the hypotheses are compared on in this experiment: all trials of ``fatigue``, which they are about, else its own.

    Raises
    ------
    InputError
        If there is no such experiment, or no trial of it found a change.
    """
    name = protocol(experiment).name
    if name == ABOUT_FATIGUE:
        return trials()
    own = tuple(one for one in trials() if one.experiment == name)
    if not own:
        comparable = ", ".join(dict.fromkeys(one.experiment for one in trials()))
        raise InputError(
            _("--compare: no trial says what {name} changes, so hypotheses cannot be held against one. Use: {comparable}.").format(
                name=name, comparable=comparable
            )
        )
    return own
