"""What to do about a cramp, by muscle: ways to lengthen it in several places, alone or with a partner, and the steps around it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.facts import facts
from uncramp.evidence.registry import sources
from uncramp.names import GRADES, one_of
from uncramp.relieve.words import bare, has_no_steps, muscles_meant, plain, words
from uncramp.texts import _

PLACES: Final = ("standing", "sitting", "lying", "water", "bike")
"""Where the person is; ``standing`` is where a runner is caught."""

PHASES: Final = ("first", "hold", "after", "caution")
"""When a step is said: before the stretch, while it is held, once the cramp lets go, and what not to do."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to lengthen one muscle."""

    place: str  # one of PLACES
    partner: bool  # somebody else does it
    text: str  # what to do, in plain words; what holds for every way of its place stands in Protocols.places
    drawing: str  # id in drawings.toml
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Muscle:
    """One muscle and the ways to lengthen it; the first way is the one for where it is usually caught, alone."""

    id: str
    name: str
    also: tuple[str, ...]  # other names people use
    where: str  # how to tell it is this one
    ways: tuple[Way, ...]
    source: tuple[str, ...]  # of ``where``
    grade: str


@dataclass(frozen=True, slots=True)
class Place:
    """What is said of a place around every way there."""

    before: str  # what keeps one safe
    after: str  # how it ends
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is the same for every muscle."""

    id: str
    phase: str  # one of PHASES
    title: str
    text: str
    source: tuple[str, ...]  # keys of evidence/sources.toml
    grade: str  # one of names.GRADES
    rows: tuple[str, ...] = ()  # of evidence/facts.toml


@dataclass(frozen=True, slots=True)
class Protocols:
    """Everything ``protocols.toml`` holds."""

    muscles: Mapping[str, Muscle]
    steps: tuple[Step, ...]  # in the order they are done
    places: Mapping[str, Place]  # only those of PLACES of which something is said


@cache
def protocols() -> Protocols:
    """The protocols shipped with this version.

    Raises
    ------
    EvidenceError
        If one names a place, phase, source or grade that does not exist.
    """
    table = tomllib.loads(files("uncramp.relieve").joinpath("protocols.toml").read_text(encoding="utf-8"))
    steps = tuple(
        Step(key, row["phase"], row["title"], row["text"], *_evidence(row, key), _rows(row, key))
        for key, row in table["steps"].items()
    )
    for step in steps:
        one_of(step.phase, PHASES, f"phase of step {step.id}")
    muscles = {key: _muscle(key, row) for key, row in table["muscles"].items()}
    places = {
        one_of(key, PLACES, "place"): Place(row["before"], row["after"], *_evidence(row, key))
        for key, row in table["places"].items()
    }
    return Protocols(MappingProxyType(muscles), steps, MappingProxyType(places))


def find_muscle(name: str) -> Muscle:
    """The muscle meant by its id, its name or another name people use.

    Raises
    ------
    InputError
        With the nearest names, if there is none; with the muscles to choose from, if it can mean several.

    Examples
    --------
    >>> find_muscle("gastrocnemius").id, find_muscle("my butt").id
    ('calf', 'buttock')
    """
    muscles = protocols().muscles
    called = {plain(word): muscle for muscle in muscles.values() for word in (muscle.name, *muscle.also)}
    called |= {word: muscles[muscle] for word, muscle in words().one.items()}
    for spoken in (plain(name), bare(name)):
        if spoken in called:
            return called[spoken]
    known = ", ".join(muscle.name for muscle in muscles.values())
    if meant := muscles_meant(name):
        raise InputError(
            _("{name} can mean several muscles: {names}. Say one of them.").format(
                name=repr(name), names=", ".join(_(muscles[one].name) for one in meant)
            )
        )
    if has_no_steps(name):
        raise InputError(_("{name} is none of the muscles that are known here: {known}.").format(name=repr(name), known=known))
    near = dict.fromkeys(called[word].name for word in get_close_matches(plain(name), called, n=3))
    names = _(" or ").join(near) if near else known
    hint = (_("Did you mean {names}?") if near else _("Use one of: {names}.")).format(names=names)
    raise InputError(_("muscle is {name}, which is not known. {hint}").format(name=repr(name), hint=hint))


def _muscle(key: str, row: dict[str, Any]) -> Muscle:
    ways = tuple(
        Way(
            one_of(way["place"], PLACES, f"place of {key}"),
            way.get("partner", False),
            way["text"],
            way["drawing"],
            *_evidence(way, key),
        )
        for way in row["ways"]
    )
    return Muscle(key, row["name"], tuple(row["also"]), row["where"], ways, *_evidence(row, key))


def _evidence(row: dict[str, Any], where: str) -> tuple[tuple[str, ...], str]:
    cited = tuple(row["source"])
    unknown = [key for key in cited if key not in sources()]
    if unknown or row["grade"] not in GRADES:
        raise EvidenceError(f"relieve/protocols.toml: {where} cites {unknown or row['grade']}, which does not exist.")
    return cited, row["grade"]


def _rows(row: dict[str, Any], where: str) -> tuple[str, ...]:
    named = tuple(row.get("rows", ()))
    if unknown := [key for key in named if key not in facts()]:
        raise EvidenceError(f"relieve/protocols.toml: {where} names {unknown}, which facts.toml lacks.")
    return named
