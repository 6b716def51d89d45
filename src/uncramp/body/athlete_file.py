"""Read an athlete from TOML: one table of fields checks the values, writes the template and documents them."""

from __future__ import annotations

import math
import reprlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.evidence.registry import load_topic
from uncramp.names import one_of
from uncramp.texts import _
from uncramp.units import KG_PER_POUND

SEXES: Final = ("female", "male")
FOREARM_SODIUM: Final = "sweat_sodium_forearm_mmol_l"


@dataclass(frozen=True, slots=True)
class _MistakenUnit:
    """A unit a value out of range may have been meant in: ours is ``factor`` times theirs plus ``offset``."""

    unit: str
    factor: float  # unit: ours over theirs
    offset: float


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an athlete can say: where it stands in the file, what it may be, why it matters."""

    name: str  # field of Athlete, or FOREARM_SODIUM
    table: str  # "" for the top of the file
    kind: str  # number | yes_no | word | words
    low: float
    high: float
    unit: str
    example: str  # as written in TOML
    help: str
    mistaken: tuple[_MistakenUnit, ...]


@cache
def athlete_fields() -> Mapping[str, Field]:
    """Everything an athlete file may say, by key, in the order of the file (``body/athlete_fields.toml``)."""
    return {
        name: Field(
            name=name,
            table=row.get("table", ""),
            kind=row["kind"],
            low=float(row.get("low", math.nan)),
            high=float(row.get("high", math.nan)),
            unit=row.get("unit", ""),
            example=row["example"],
            help=row["help"],
            mistaken=tuple(_MistakenUnit(**unit) for unit in row.get("mistaken", ())),
        )
        for name, row in _content()["fields"].items()
    }


def athlete_tables() -> tuple[str, ...]:
    """Tables of an athlete file, in its order."""
    return tuple(dict.fromkeys(field.table for field in athlete_fields().values() if field.table))


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files("uncramp.body").joinpath("athlete_fields.toml").read_text(encoding="utf-8"))


@cache
def _limits() -> dict[str, Any]:
    return dict(_content()["limits"])


def read_athlete(path: str | Path) -> Athlete:
    """Read an athlete file (TOML, every key optional).

    Raises
    ------
    InputError
        If the file cannot be opened, is not TOML (with the line), or says something unusable (with what was meant).
    """
    where = Path(path)
    try:
        with where.open("rb") as file:
            raw = file.read(_limits()["file_bytes"] + 1)
    except OSError as error:
        hint = _("`uncramp athlete new` writes one to fill in.")
        raise InputError(
            _("{where}: the athlete file cannot be opened ({strerror}). {hint}").format(
                where=where, strerror=error.strerror or error, hint=hint
            )
        ) from None
    if len(raw) > _limits()["file_bytes"]:
        raise InputError(
            _("{where}: over {file_bytes} bytes, which no athlete file needs. Is it an activity file?").format(
                where=where, file_bytes=_limits()["file_bytes"]
            )
        )
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(
            _("{where}: not text in UTF-8 (byte {start}). Expected TOML; is it an activity file?").format(
                where=where, start=error.start
            )
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            _("{where}: not TOML: {error}. Expected lines such as mass_kg = 68.0; put words in quotes.").format(
                where=where, error=error
            )
        ) from None
    except (RecursionError, ValueError) as error:  # brackets nested thousands deep; numbers of thousands of digits
        raise InputError(
            _("{where}: not an athlete file ({name}). `uncramp athlete new` writes one.").format(
                where=where, name=type(error).__name__
            )
        ) from None
    return athlete_from_mapping(content, where=str(where))


def athlete_from_mapping(mapping: Mapping[str, Any], *, where: str = "athlete") -> Athlete:
    """Athlete from the content of a file: tables of keys, or the keys alone.

    Raises
    ------
    InputError
        For a key that is not known, in the wrong table, of the wrong kind, or out of range.

    Examples
    --------
    >>> athlete_from_mapping({"body": {"mass_kg": 70}}).mass_kg
    70.0
    """
    values: dict[str, Any] = {}
    for table, name, value in _entries(mapping, where):
        field = athlete_fields().get(name)
        if field is None:
            raise InputError(
                _("{where}: {table} is not known. {name}").format(where=where, table=_label(table, name), name=_nearest(name))
            )
        if table and field.table != table:
            place = _("in [{table}]").format(table=field.table) if field.table else _("at the top of the file")
            raise InputError(
                _("{where}: {name} stands in [{table}]; it belongs {place}.").format(
                    where=where, name=name, table=table, place=place
                )
            )
        if name in values:
            raise InputError(_("{where}: {name} is given twice. Keep one.").format(where=where, name=name))
        values[name] = _checked(field, value, where)
    forearm = values.pop(FOREARM_SODIUM, None)
    if forearm is not None:
        if "sweat_sodium_mmol_l" in values:
            raise InputError(
                _("{where}: give sweat_sodium_mmol_l or {forearm_sodium}, not both.").format(
                    where=where, forearm_sodium=FOREARM_SODIUM
                )
            )
        values["sweat_sodium_mmol_l"] = whole_body_sodium(forearm)
    athlete = Athlete(**values)
    _check_together(athlete, where)
    return athlete


def whole_body_sodium(forearm_mmol_l: float) -> float:
    """Whole-body sweat sodium in mmol/L from a forearm patch (C03, baker2016).

    Examples
    --------
    >>> round(whole_body_sodium(43.6), 1)
    35.9
    """
    entries = load_topic("population")
    return entries["forearm_sodium_slope_ratio"].value * forearm_mmol_l + entries["forearm_sodium_offset_mmol_l"].value


def athlete_template() -> str:
    """TOML for ``uncramp athlete new``: every key, commented out, with unit, range and why it matters."""
    lines = [
        "# Who you are, for uncramp. Every line is optional: take away the # in front of what you know.",
        "# What is missing is drawn from recreational athletes and widens the answer. This file stays on your machine.",
        "",
    ]
    for table in ("", *athlete_tables()):
        if table:
            lines += ["", f"[{table}]"]
        for field in (field for field in athlete_fields().values() if field.table == table):
            limits = f"{field.low:g} to {field.high:g} {field.unit}" if field.kind == "number" else field.unit
            lines += [f"# {field.help}{f' ({limits})' if limits else ''}", f"#{field.name} = {field.example}"]
    return "\n".join(lines) + "\n"


def _entries(mapping: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, Any]]:
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            if key not in athlete_tables():
                raise InputError(
                    _("{where}: there is no table [{key}]. Use one of: {names}.").format(
                        where=where, key=key, names=", ".join(athlete_tables())
                    )
                )
            for name, inner in value.items():
                yield key, name, inner
        else:
            yield "", key, value


def _label(table: str, name: str) -> str:
    return f"{name} in [{table}]" if table else name


def _nearest(name: str) -> str:
    near = get_close_matches(name.lower(), athlete_fields(), n=2)
    return _("Did you mean {names}?").format(names=" or ".join(near)) if near else _("`uncramp athlete new` lists every key.")


def _checked(field: Field, value: Any, where: str) -> Any:
    if field.kind == "number":
        return _number(field, value, where)
    if field.kind == "yes_no":
        if not isinstance(value, bool):
            raise InputError(
                _("{where}: {name} = {shown}; expected true or false, without quotes.").format(
                    where=where, name=field.name, shown=_shown(value)
                )
            )
        return value
    if field.kind == "words":
        if not (isinstance(value, list | tuple) and all(isinstance(word, str) and word.strip() for word in value)):
            raise InputError(
                _("{where}: {name} = {shown}; expected names in brackets, such as {example}.").format(
                    where=where, name=field.name, shown=_shown(value), example=field.example
                )
            )
        return tuple(word.strip() for word in value)
    if not isinstance(value, str):
        raise InputError(
            _("{where}: {name} = {shown}; expected a word in quotes, such as {example}.").format(
                where=where, name=field.name, shown=_shown(value), example=field.example
            )
        )
    return one_of(value.strip().lower(), SEXES, f"{where}: {field.name}") if field.name == "sex" else value


def _number(field: Field, value: Any, where: str) -> float:
    expected = _("expected {low} to {high} {unit}").format(low=f"{field.low:g}", high=f"{field.high:g}", unit=field.unit)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(
            _("{where}: {name} = {shown}; {expected}, as a number without quotes or unit.").format(
                where=where, name=field.name, shown=_shown(value), expected=expected
            )
        )
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(
            _("{where}: {name} = {shown} is not a number one can use; {expected}. Leave the key out if not known.").format(
                where=where, name=field.name, shown=_shown(value), expected=expected
            )
        )
    if not field.low <= number <= field.high:
        text = _("{where}: {name} = {number}; {expected}. {hint}")
        raise InputError(
            text.format(where=where, name=field.name, number=f"{number:g}", expected=expected, hint=_mix_up(field, number))
        )
    return number


def _mix_up(field: Field, number: float) -> str:
    for other in field.mistaken:
        if field.low <= (meant := other.factor * number + other.offset) <= field.high:
            return _("It looks like {unit}; write {name} = {meant}.").format(unit=other.unit, name=field.name, meant=f"{meant:.4g}")
    if field.name == "age_year" and number > field.high:
        return _("If it is a year of birth, write the age.")
    return _("Check the unit, or leave the key out.")


def _check_together(athlete: Athlete, where: str) -> None:
    """Values that are each possible but not together."""
    if athlete.mass_kg is not None and athlete.height_m is not None:
        index = athlete.mass_kg / athlete.height_m**2
        low, high = _limits()["body_mass_index_kg_m2"]
        if not low <= index <= high:
            seen = _("mass_kg = {mass_kg} and height_m = {height_m} make a body mass index of {index} kg/m²").format(
                mass_kg=f"{athlete.mass_kg:g}", height_m=f"{athlete.height_m:g}", index=f"{index:.0f}"
            )
            in_kg = athlete.mass_kg * KG_PER_POUND
            pounds = (
                _(" If the mass is in pounds, write mass_kg = {in_kg}.").format(in_kg=f"{in_kg:.1f}")
                if low <= in_kg / athlete.height_m**2 <= high
                else ""
            )
            raise InputError(
                _("{where}: {seen}; expected {low} to {high}.{pounds}").format(
                    where=where, seen=seen, low=f"{low:g}", high=f"{high:g}", pounds=pounds or _(" Check both.")
                )
            )
    top, rest = athlete.maximal_heart_rate_bpm, athlete.resting_heart_rate_bpm
    least = _limits()["smallest_heart_rate_reserve_bpm"]
    if top is not None and rest is not None and top - rest < least:
        raise InputError(
            _(
                "{where}: maximal_heart_rate_bpm = {top} is less than {least} above resting_heart_rate_bpm = {rest}. Check both."
            ).format(where=where, top=f"{top:g}", least=f"{least:g}", rest=f"{rest:g}")
        )


def _shown(value: Any) -> str:
    try:
        return reprlib.repr(value)  # cuts what is long
    except ValueError:  # an integer of thousands of digits has no decimal text
        return "a number of thousands of digits"
