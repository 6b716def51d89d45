"""Read a topic's TOML into entries, refuse what disagrees with the code or with itself, and cite.

One file a topic (``heat.toml``), one table a parameter, everything about it in one place; sources in
``sources.toml``. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from uncramp.errors import EvidenceError
from uncramp.names import GRADES
from uncramp.units import unit_of

SPREADS = ("fixed", "uniform", "normal", "lognormal")
VARIES = ("people", "studies")
NOT_TOPICS = ("sources", "facts", "contradictions", "targets", "factors", "causes")
DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Source:
    """One paper, standard or page a number is from."""

    key: str
    citation: str  # authors, short title, journal, year, in our words
    doi: str  # "" when there is none
    note: str  # what was studied, or how far the row was checked


@dataclass(frozen=True, slots=True)
class Entry:
    """One number with all that is known of it."""

    topic: str
    name: str
    value: float
    unit: str
    low: float  # 95 % range; the bounds of a uniform spread
    high: float
    spread: str  # one of SPREADS
    varies: str  # people: differs between athletes | studies: we are unsure of it
    grade: str  # one of names.GRADES
    source: tuple[str, ...]  # keys in sources.toml
    where: str  # row of the evidence base, table or equation
    note: str
    null_chance_frac: float  # chance that the effect is exactly zero (one trial or one group)
    null_value: float  # what "no effect" is: 0 for a shift, 1 for a ratio
    floor: float  # hard physical bounds on a draw
    ceiling: float


def _folder() -> Traversable:
    return files("uncramp.evidence")


@cache
def topics() -> tuple[str, ...]:
    """Names of all topics, sorted."""
    names = (item.name.removesuffix(".toml") for item in _folder().iterdir() if item.name.endswith(".toml"))
    return tuple(sorted(name for name in names if name not in NOT_TOPICS))


@cache
def load_table(name: str) -> dict[str, Any]:
    """Content of one evidence file as read.

    Raises
    ------
    EvidenceError
        If there is no such file or it is not TOML.
    """
    path = _folder() / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvidenceError(f"evidence/{name}.toml does not exist; topics are: {', '.join(topics())}.") from None
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"evidence/{name}.toml is not TOML: {error}.") from error


@cache
def sources() -> dict[str, Source]:
    """Every source by its key.

    Raises
    ------
    EvidenceError
        If one has no citation, an unknown key or a DOI that is none.
    """
    return {key: _source(key, row) for key, row in load_table("sources").items()}


def _source(key: str, row: Any) -> Source:
    where = f"sources.toml: {key}"
    if not isinstance(row, dict) or not row.get("citation"):
        raise EvidenceError(f"{where} has no citation.")
    if unknown := sorted(set(row) - {"citation", "doi", "note"}):
        raise EvidenceError(f"{where} has unknown keys {unknown}, expected citation, doi, note.")
    doi = str(row.get("doi", ""))
    if doi and not DOI.fullmatch(doi):
        raise EvidenceError(f"{where} has the DOI {doi!r}, expected one like 10.1002/mus.21170 without a link before it.")
    return Source(key, str(row["citation"]), doi, str(row.get("note", "")))


@cache
def load_topic(topic: str) -> dict[str, Entry]:
    """Entries of one topic by name, each checked.

    Raises
    ------
    EvidenceError
        If an entry contradicts itself, its unit is not its ending's, or a source is unknown.
    """
    return {name: _entry(topic, name, row) for name, row in load_table(topic).items()}


def _entry(topic: str, name: str, row: Any) -> Entry:
    where = f"{topic}.toml: {name}"
    if not isinstance(row, dict):
        raise EvidenceError(f"{where} is {row!r}, expected a table with value, unit, spread, grade, source.")
    try:
        value = float(row["value"])
        source = row["source"]
        entry = Entry(
            topic=topic,
            name=name,
            value=value,
            unit=str(row["unit"]),
            low=float(row.get("low", value)),
            high=float(row.get("high", value)),
            spread=str(row["spread"]),
            varies=str(row.get("varies", "studies")),
            grade=str(row["grade"]),
            source=tuple([source] if isinstance(source, str) else source),
            where=str(row.get("where", "")),
            note=str(row.get("note", "")),
            null_chance_frac=float(row.get("null_chance_frac", 0.0)),
            null_value=float(row.get("null_value", 0.0)),
            floor=float(row.get("floor", -math.inf)),
            ceiling=float(row.get("ceiling", math.inf)),
        )
    except KeyError as error:
        raise EvidenceError(f"{where} has no {error.args[0]!r}; every entry needs value, unit, spread, grade, source.") from None
    except (TypeError, ValueError) as error:
        raise EvidenceError(f"{where} has a number or a source of the wrong kind: {error}.") from None
    _check(entry, where, unknown=set(row) - {f.name for f in fields(Entry)} - {"published"})
    return entry


def _check(entry: Entry, where: str, unknown: set[str]) -> None:
    expected = unit_of(entry.name)
    complaints = {
        f"has unknown keys {sorted(unknown)}": bool(unknown),
        f"is given in {entry.unit!r} but its name says {expected!r}": entry.unit != expected,
        f"has spread {entry.spread!r}, expected one of {SPREADS}": entry.spread not in SPREADS,
        f"varies {entry.varies!r}, expected one of {VARIES}": entry.varies not in VARIES,
        f"has grade {entry.grade!r}, expected one of {GRADES}": entry.grade not in GRADES,
        "has a value or range that is not finite": not all(
            map(math.isfinite, (entry.value, entry.low, entry.high, entry.null_value))
        ),
        f"has value {entry.value} outside its own range {entry.low} to {entry.high}": not entry.low <= entry.value <= entry.high,
        "is drawn but has no range": entry.spread != "fixed" and not entry.low < entry.high,
        "is lognormal but not positive": entry.spread == "lognormal" and entry.low <= 0,
        f"has value {entry.value} outside its bounds {entry.floor} to {entry.ceiling}": not entry.floor
        <= entry.value
        <= entry.ceiling,
        f"has null_chance_frac {entry.null_chance_frac}, expected 0 to 1": not 0.0 <= entry.null_chance_frac <= 1.0,
        "has no source": not entry.source,
        "is assumed without a note that says why": entry.grade == "assumed" and not entry.note,
    }
    unknown_sources = [key for key in entry.source if key not in sources()]
    complaints[f"cites {unknown_sources}, which sources.toml lacks"] = bool(unknown_sources)
    for complaint, holds in complaints.items():
        if holds:
            raise EvidenceError(f"{where} {complaint}.")


def entries_for(parameters: type, topic: str) -> dict[str, Entry]:
    """Entries of ``topic`` that fill the fields of the dataclass ``parameters``, exactly.

    Raises
    ------
    EvidenceError
        If a field has no entry or an entry no field.
    """
    have, want = load_topic(topic), [f.name for f in fields(parameters)]
    if missing := [name for name in want if name not in have]:
        raise EvidenceError(f"{topic}.toml lacks {missing}, which {parameters.__name__} needs.")
    if spare := [name for name in have if name not in want]:
        raise EvidenceError(f"{topic}.toml has {spare}, which {parameters.__name__} does not use.")
    return {name: have[name] for name in want}


def cite(keys: Iterable[str]) -> list[Source]:
    """Sources with these keys, sorted, each once."""
    return [sources()[key] for key in sorted(set(keys))]


@cache
def digest() -> str:
    """SHA-256 over all evidence files, so that a result can be made again."""
    total = hashlib.sha256()
    for item in sorted(_folder().iterdir(), key=lambda item: item.name):
        if item.name.endswith(".toml"):
            total.update(item.name.encode() + b"\0" + item.read_bytes())
    return total.hexdigest()
