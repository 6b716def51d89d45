"""Parameter draws: what varies between people apart from what studies leave unsure.

Random numbers are counter-based. Each parameter has its own stream, keyed by (seed, topic, name) and, when it varies
between people, by the athlete; the draw is the position in the stream. A result therefore depends on neither
chunking nor the order of evaluation, the first hundred of two hundred draws are the hundred draws, and two
sessions compared share the studies they rest on.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from uncramp.errors import InputError
from uncramp.evidence.registry import Entry, entries_for
from uncramp.minutes import Floats

T = TypeVar("T")
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Crowd:
    """People of a field, in place of the name of one athlete.

    What is drawn for a crowd has the shape [person x draw], one person after the other. Draw ``d`` of a study is the same in everybody;
    of what differs between people, the person at place ``i`` of the field has the places from ``i * draws`` on in the stream, whoever is
    drawn with them.
    """

    index: npt.NDArray[np.int64]  # [person] place in the field; in any order, and more than once for who starts more than once

    @property
    def count(self) -> int:
        """How many they are."""
        return int(self.index.size)


Who = str | Crowd
"""The name of an athlete, or the people of a field."""

KEPT_DRAWS = 1000  # of so many or fewer, what was drawn is kept: some ten megabytes
PLACES_TOGETHER = 4  # numbers that Philox makes at one step of its counter
Z_95 = 1.959963984540054  # standard normal quantile of 97.5 %: low and high bracket 95 %


def uniforms(seed: int, *words: str, draws: int) -> Floats:
    """Uniform numbers in (0, 1) of shape [draw] from the stream named by ``words``.

    Examples
    --------
    >>> bool((uniforms(0, "heat", "x", draws=3) == uniforms(0, "heat", "x", draws=5)[:3]).all())
    True
    """
    return _places(seed, words, 0, draws)


def crowd_uniforms(seed: int, *words: str, draws: int, who: Who) -> Floats:
    """Uniform numbers of people: [draw] of the athlete of this name, [person x draw] of a crowd.

    Examples
    --------
    >>> both = crowd_uniforms(0, "heat", "x", draws=3, who=Crowd(np.array([6, 2])))
    >>> bool((both[3:] == crowd_uniforms(0, "heat", "x", draws=3, who=Crowd(np.array([2])))).all())
    True
    """
    if isinstance(who, str):
        return uniforms(seed, *words, who, draws=draws)
    first, last = int(who.index.min()), int(who.index.max()) + 1
    numbers = _places(seed, (*words, "", "crowd"), first * draws, (last - first) * draws)
    return numbers.reshape(-1, draws)[who.index - first].ravel()


def in_everybody(drawn: npt.NDArray[N], who: Who) -> npt.NDArray[N]:
    """Draws of what all people share, [draw], as those of ``who``: of a crowd [person x draw]."""
    return np.tile(drawn, who.count) if isinstance(who, Crowd) else drawn


def _places(seed: int, words: tuple[str, ...], first: int, count: int) -> Floats:
    """``count`` uniform numbers from place ``first`` of the stream on."""
    name = hashlib.sha256("\0".join((str(seed), *words)).encode()).digest()
    bits = np.random.Philox(key=int.from_bytes(name[:16], "little"))
    skipped = first % PLACES_TOGETHER
    if first:
        bits = bits.advance(first // PLACES_TOGETHER)
    # never exactly 0 or 1, whose normal quantiles are infinite
    return np.clip(np.random.Generator(bits).random(skipped + count)[skipped:], 1e-12, 1.0 - 1e-12)


def quantile(entry: Entry, probability: Floats) -> Floats:
    """Values of ``entry`` at these cumulative probabilities, shape of ``probability``.

    Between the physical bounds, ``low`` and ``high`` are the quantiles of 2.5 and 97.5 % of a normal or lognormal spread and
    ``value`` its median; of a uniform spread they are the ends.
    """
    from scipy.special import ndtri  # scipy loads slowly, and --help must not

    if entry.spread == "fixed":
        drawn = np.full(probability.shape, entry.value)
    elif entry.spread == "uniform":
        drawn = entry.low + (entry.high - entry.low) * probability
    else:
        # two half-normals of their own width: the value is the median and the range is 95 % even where it is lopsided
        normal = ndtri(probability) / Z_95
        if entry.spread == "normal":
            drawn = entry.value + normal * np.where(normal < 0, entry.value - entry.low, entry.high - entry.value)
        else:
            drawn = entry.value * np.exp(
                normal * np.where(normal < 0, math.log(entry.value / entry.low), math.log(entry.high / entry.value))
            )
    bounded: Floats = np.clip(drawn, entry.floor, entry.ceiling)
    return bounded


def draw_entry(entry: Entry, *, draws: int, seed: int, athlete: Who = "") -> Floats:
    """Draws of one entry, shape [draw] (of a crowd [person x draw]); exactly ``null_value`` with its stated chance."""
    if isinstance(athlete, str) and draws <= KEPT_DRAWS:  # a copy, so that nobody's change reaches another
        return _kept(entry, draws, seed, athlete).copy()
    return _drawn(entry, draws, seed, athlete)


@lru_cache(maxsize=4096)
def _kept(entry: Entry, draws: int, seed: int, athlete: str) -> Floats:
    """As drawn before: a plan or a slider draws the same person many times."""
    return _drawn(entry, draws, seed, athlete)


def _drawn(entry: Entry, draws: int, seed: int, athlete: Who) -> Floats:
    of_people = entry.varies == "people"
    if of_people:
        drawn = quantile(entry, crowd_uniforms(seed, entry.topic, entry.name, draws=draws, who=athlete))
    else:
        drawn = quantile(entry, uniforms(seed, entry.topic, entry.name, draws=draws))
    if entry.null_chance_frac > 0:
        null = uniforms(seed, entry.topic, entry.name, "null", draws=draws) < entry.null_chance_frac
        drawn = np.where(in_everybody(null, athlete) if of_people else null, entry.null_value, drawn)
    return drawn if of_people else in_everybody(drawn, athlete)


def draw(
    parameters: type[T], topic: str, *, draws: int, seed: int, athlete: Who = "", overrides: Mapping[str, float] | None = None
) -> T:
    """Draw every field of the dataclass ``parameters`` from its topic; arrays of shape [draw], of a crowd [person x draw].

    ``overrides`` fixes parameters by ``topic.name``; :func:`check_overrides` says whether they exist.
    """
    fixed = overrides or {}
    values = {
        name: in_everybody(np.full(draws, float(fixed[f"{topic}.{name}"])), athlete)
        if f"{topic}.{name}" in fixed
        else draw_entry(entry, draws=draws, seed=seed, athlete=athlete)
        for name, entry in entries_for(parameters, topic).items()
    }
    return parameters(**values)


def central(parameters: type[T], topic: str) -> T:
    """The published (central) value of every field, as arrays of shape [1]."""
    return parameters(**{name: np.array([entry.value]) for name, entry in entries_for(parameters, topic).items()})


SET_ELSEWHERE = {
    "drinking": "Say what was drunk with --drank and --drink-sodium, or --intake.",
    "weather": "Say what the weather was with --air-temp, --humidity, --wind and --sun, or --weather.",
    "alarms": "Levels of alarm stay as they are.",
    "cohort": "Effort, pacing and acclimatisation of a field stand in its FIELD.toml; what care takes is a choice in evidence/cohort.toml.",
    "calibration": "It is what hazard.rate_per_h and hazard.drive_exponent_index were fitted to: set those.",
    "hypotheses": "Say which with --mechanism.",
    "prevent": "Limits and costs of a plan stay as they are.",
    "changes": "From Python, what_if tries any size of a change.",
    "learning": "What an athlete's own sessions are weighed with stays as it is.",
    "weeks": "How training may grow is a choice in evidence/weeks.toml, which no option can loosen.",
} | dict.fromkeys(
    ("motoneuron", "reflex", "terminal", "spindle", "tendon_organ", "motor_unit", "motor_unit_fatigue", "mechanics"),
    "It belongs to the spinal loop: uncramp reflex experiment takes it.",
)
"""Topics whose entries are not draws of an assessment, and what to use instead."""


def check_overrides(overrides: Mapping[str, float]) -> None:
    """Check that every ``topic.name`` exists and its value is inside the physical bounds.

    Raises
    ------
    InputError
        With the nearest names, if one does not exist.
    """
    from difflib import get_close_matches

    from uncramp.evidence.registry import load_topic, topics

    known = {f"{topic}.{name}": entry for topic in topics() for name, entry in load_topic(topic).items()}
    for name, value in overrides.items():
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4)
            hint = f"Did you mean {', '.join(near)}?" if near else "`uncramp evidence` lists them all."
            raise InputError(f"--set {name}: no such parameter. {hint}")
        topic = name.split(".")[0]
        if topic in SET_ELSEWHERE:
            raise InputError(f"--set {name}: this is not drawn in an assessment. {SET_ELSEWHERE[topic]}")
        entry = known[name]
        if not (math.isfinite(value) and entry.floor <= value <= entry.ceiling):
            raise InputError(f"--set {name}={value}: expected {entry.floor:g} to {entry.ceiling:g} {entry.unit}.")
        if value <= 0 and entry.spread == "lognormal":
            raise InputError(
                f"--set {name}={value:g}: expected a number above 0, about {entry.low:g} to {entry.high:g} {entry.unit}."
            )
