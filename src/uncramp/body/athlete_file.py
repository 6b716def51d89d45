"""Read an athlete from TOML: one table of fields checks the values, writes the template and documents them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.evidence.registry import load_topic
from uncramp.names import one_of
from uncramp.units import KG_PER_POUND, M_PER_FOOT, MIN_PER_H

MAXIMUM_BYTES: Final = 1_000_000
SEXES: Final = ("female", "male")
BODY_MASS_INDEX: Final = (13.0, 45.0)  # kg/m^2; outside it mass and height are most likely in other units

MG_PER_MMOL_SODIUM: Final = 22.99
INCHES_PER_FOOT: Final = 12.0


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an athlete can say: where it stands in the file, what it may be, why it matters."""

    table: str  # "" for the top of the file
    name: str  # field of Athlete, or FOREARM_SODIUM
    kind: str  # number | yes_no | word | words
    low: float
    high: float
    unit: str
    example: str  # as written in TOML
    help: str


FOREARM_SODIUM: Final = "sweat_sodium_forearm_mmol_l"
NAN: Final = math.nan

FIELDS: Final = (
    Field("", "name", "word", NAN, NAN, "", '"Ana"', "Any label. The same name draws the same unknowns, so that two sessions can be compared"),
    Field("body", "mass_kg", "number", 30.0, 150.0, "kg", "68.0", "Sets heat production, sweat rate and body water"),
    Field("body", "height_m", "number", 1.2, 2.3, "m", "1.75", "With mass: the skin area that heat leaves by"),
    Field("body", "age_year", "number", 10.0, 100.0, "years", "38", "Maximal heart rate and fitness fall with age"),
    Field("body", "sex", "word", NAN, NAN, "female or male", '"female"', "Only to fill in what else is missing (size, fitness, body fat)"),
    Field("body", "body_fat_frac", "number", 0.03, 0.6, "of 1", "0.18", "Lean mass holds the body's water"),
    Field("fitness", "maximal_oxygen_uptake_ml_kg_min", "number", 15.0, 95.0, "ml/kg/min", "52", "How hard the pace was for you; a watch's VO2max will do"),
    Field("fitness", "critical_power_w", "number", 60.0, 550.0, "W", "240", "Cycling: the hardest power you hold for 30 to 60 minutes"),
    Field("fitness", "critical_speed_m_s", "number", 1.5, 7.0, "m/s", "3.6", "Running: the fastest speed you hold for 30 to 60 minutes"),
    Field("fitness", "maximal_heart_rate_bpm", "number", 100.0, 230.0, "beats/min", "186", "Turns your heart rate into effort"),
    Field("fitness", "resting_heart_rate_bpm", "number", 25.0, 110.0, "beats/min", "52", "Turns your heart rate into effort"),
    Field("heat", "acclimatisation_day", "number", 0.0, 60.0, "days", "4", "Hot training days in the last fortnight: more, and less salty, sweat"),
    Field("sweat", "sweat_rate_l_h", "number", 0.05, 4.5, "L/h", "1.1", "A sweat test: mass lost plus drunk, per hour"),
    Field("sweat", "sweat_rate_air_c", "number", -15.0, 50.0, "°C", "22", "Air temperature of that test"),
    Field("sweat", "sweat_rate_intensity_frac", "number", 0.2, 1.1, "of 1", "0.7", "How hard that test was, of your maximum"),
    Field("sweat", "sweat_sodium_mmol_l", "number", 5.0, 130.0, "mmol/L", "38", "Whole-body sweat sodium"),
    Field("sweat", FOREARM_SODIUM, "number", 5.0, 150.0, "mmol/L", "45", "Or a forearm patch, which is converted to whole body"),
    Field("sweat", "plasma_sodium_mmol_l", "number", 120.0, 160.0, "mmol/L", "140", "A resting blood test"),
    Field("training", "training_h_per_week", "number", 0.0, 45.0, "h/week", "6", "Mean of the last four weeks"),
    Field("training", "longest_session_h", "number", 0.0, 40.0, "h", "2.5", "Longest in the last eight weeks, same sport: what the legs are used to"),
    Field("training", "descent_m_per_week", "number", 0.0, 30000.0, "m/week", "400", "Downhill on foot: protects against damage from descents"),
    Field("cramps", "cramp_history", "yes_no", NAN, NAN, "true or false", "true", "Cramps in exercise before: the most consistent factor there is"),
    Field("medicines", "medicines", "words", NAN, NAN, "names", '["hydrochlorothiazide"]', "Substance or brand; none is ever advised against"),
    Field("conditions", "conditions", "words", NAN, NAN, "names", '["diabetes"]', "Diagnoses; `uncramp evidence conditions` lists those with figures"),
    Field("diet", "low_magnesium_diet", "yes_no", NAN, NAN, "true or false", "false", "No effect on cramps is known; the range only widens"),
    Field("diet", "low_potassium_diet", "yes_no", NAN, NAN, "true or false", "false", "No effect on cramps is known; the range only widens"),
    Field("diet", "low_calcium_diet", "yes_no", NAN, NAN, "true or false", "false", "No effect on cramps is known; the range only widens"),
    Field("preparation", "warm_up_min", "number", 0.0, 180.0, "min", "10", "Before the session; no effect on cramps is known"),
    Field("preparation", "cool_down_min", "number", 0.0, 180.0, "min", "0", "After the session; no effect on cramps is known"),
    Field("preparation", "sleep_h", "number", 0.0, 16.0, "h", "7", "The night before; no effect on cramps is known"),
    Field("preparation", "rest_day", "number", 0.0, 60.0, "days", "1", "Days without training before the session; no effect on cramps is known"),
)  # fmt: skip
"""Everything an athlete file may say, in its order."""

BY_NAME: Final = {field.name: field for field in FIELDS}
TABLES: Final = tuple(dict.fromkeys(field.table for field in FIELDS if field.table))

# field -> what a value out of range may have been meant as, and the conversion to our unit
MIX_UPS: Final[dict[str, tuple[tuple[str, Callable[[float], float]], ...]]] = {
    "mass_kg": (("pounds", lambda v: v * KG_PER_POUND), ("grams", lambda v: v / 1000.0)),
    "height_m": (
        ("cm", lambda v: v / 100.0),
        ("mm", lambda v: v / 1000.0),
        ("inches", lambda v: v * M_PER_FOOT / INCHES_PER_FOOT),
        ("feet", lambda v: v * M_PER_FOOT),
    ),
    "body_fat_frac": (("percent", lambda v: v / 100.0),),
    "sweat_rate_intensity_frac": (("percent", lambda v: v / 100.0),),
    "critical_speed_m_s": (("km/h", lambda v: v / 3.6),),
    "sweat_rate_l_h": (("ml/h", lambda v: v / 1000.0),),
    "sweat_rate_air_c": (("°F", lambda v: (v - 32.0) / 1.8), ("kelvin", lambda v: v - 273.15)),
    "sweat_sodium_mmol_l": (("mg/L", lambda v: v / MG_PER_MMOL_SODIUM),),
    FOREARM_SODIUM: (("mg/L", lambda v: v / MG_PER_MMOL_SODIUM),),
    "plasma_sodium_mmol_l": (("mg/dL", lambda v: v * 10.0 / MG_PER_MMOL_SODIUM),),
    "training_h_per_week": (("minutes", lambda v: v / MIN_PER_H),),
    "longest_session_h": (("minutes", lambda v: v / MIN_PER_H),),
    "sleep_h": (("minutes", lambda v: v / MIN_PER_H),),
    "warm_up_min": (("seconds", lambda v: v / 60.0),),
    "cool_down_min": (("seconds", lambda v: v / 60.0),),
}


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
            raw = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        hint = "`uncramp athlete new` writes one to fill in."
        raise InputError(f"{where}: the athlete file cannot be opened ({error.strerror or error}). {hint}") from None
    if len(raw) > MAXIMUM_BYTES:
        raise InputError(f"{where}: over {MAXIMUM_BYTES} bytes, which no athlete file needs. Is it an activity file?")
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not text in UTF-8 (byte {error.start}). Expected TOML; is it an activity file?") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: not TOML: {error}. Expected lines such as mass_kg = 68.0; put words in quotes.") from None
    except (RecursionError, ValueError) as error:  # brackets nested thousands deep; numbers of thousands of digits
        raise InputError(f"{where}: not an athlete file ({type(error).__name__}). `uncramp athlete new` writes one.") from None
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
        field = BY_NAME.get(name)
        if field is None:
            raise InputError(f"{where}: {_label(table, name)} is not known. {_nearest(name)}")
        if table and field.table != table:
            place = f"in [{field.table}]" if field.table else "at the top of the file"
            raise InputError(f"{where}: {name} stands in [{table}]; it belongs {place}.")
        if name in values:
            raise InputError(f"{where}: {name} is given twice. Keep one.")
        values[name] = _checked(field, value, where)
    forearm = values.pop(FOREARM_SODIUM, None)
    if forearm is not None:
        if "sweat_sodium_mmol_l" in values:
            raise InputError(f"{where}: give sweat_sodium_mmol_l or {FOREARM_SODIUM}, not both.")
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
    for table in ("", *TABLES):
        if table:
            lines += ["", f"[{table}]"]
        for field in (field for field in FIELDS if field.table == table):
            limits = f"{field.low:g} to {field.high:g} {field.unit}" if field.kind == "number" else field.unit
            lines += [f"# {field.help}{f' ({limits})' if limits else ''}", f"#{field.name} = {field.example}"]
    return "\n".join(lines) + "\n"


def _entries(mapping: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, Any]]:
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            if key not in TABLES:
                raise InputError(f"{where}: there is no table [{key}]. Use one of: {', '.join(TABLES)}.")
            for name, inner in value.items():
                yield key, name, inner
        else:
            yield "", key, value


def _label(table: str, name: str) -> str:
    return f"{name} in [{table}]" if table else name


def _nearest(name: str) -> str:
    near = get_close_matches(name.lower(), BY_NAME, n=2, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "`uncramp athlete new` lists every key."


def _checked(field: Field, value: Any, where: str) -> Any:
    if field.kind == "number":
        return _number(field, value, where)
    if field.kind == "yes_no":
        if not isinstance(value, bool):
            raise InputError(f"{where}: {field.name} = {_shown(value)}; expected true or false, without quotes.")
        return value
    if field.kind == "words":
        if not (isinstance(value, list | tuple) and all(isinstance(word, str) and word.strip() for word in value)):
            raise InputError(f"{where}: {field.name} = {_shown(value)}; expected names in brackets, such as {field.example}.")
        return tuple(word.strip() for word in value)
    if not isinstance(value, str):
        raise InputError(f"{where}: {field.name} = {_shown(value)}; expected a word in quotes, such as {field.example}.")
    return one_of(value.strip().lower(), SEXES, f"{where}: {field.name}") if field.name == "sex" else value


def _number(field: Field, value: Any, where: str) -> float:
    expected = f"expected {field.low:g} to {field.high:g} {field.unit}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{where}: {field.name} = {_shown(value)}; {expected}, as a number without quotes or unit.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(
            f"{where}: {field.name} = {_shown(value)} is not a number one can use; {expected}. Leave the key out if not known."
        )
    if not field.low <= number <= field.high:
        raise InputError(f"{where}: {field.name} = {number:g}; {expected}. {_mix_up(field, number)}")
    return number


def _mix_up(field: Field, number: float) -> str:
    for unit, convert in MIX_UPS.get(field.name, ()):
        if field.low <= (meant := convert(number)) <= field.high:
            return f"It looks like {unit}; write {field.name} = {meant:.4g}."
    if field.name == "maximal_oxygen_uptake_ml_kg_min" and 0.5 <= number < field.low:
        return f"It looks like L/min; divide by your mass: at 70 kg it is {number * 1000.0 / 70.0:.3g} ml/kg/min."
    if field.name == "age_year" and 1900.0 <= number <= 2100.0:
        return "It looks like a year of birth; write your age."
    return "Check the unit, or leave the key out."


def _check_together(athlete: Athlete, where: str) -> None:
    """Values that are each possible but not together."""
    if athlete.mass_kg is not None and athlete.height_m is not None:
        index = athlete.mass_kg / athlete.height_m**2
        low, high = BODY_MASS_INDEX
        if not low <= index <= high:
            seen = f"mass_kg = {athlete.mass_kg:g} and height_m = {athlete.height_m:g} make a body mass index of {index:.0f} kg/m²"
            in_kg = athlete.mass_kg * KG_PER_POUND
            pounds = (
                f" If the mass is in pounds, write mass_kg = {in_kg:.1f}." if low <= in_kg / athlete.height_m**2 <= high else ""
            )
            raise InputError(f"{where}: {seen}; expected {low:g} to {high:g}.{pounds or ' Check both.'}")
    top, rest = athlete.maximal_heart_rate_bpm, athlete.resting_heart_rate_bpm
    if top is not None and rest is not None and top - rest < 40.0:
        raise InputError(
            f"{where}: maximal_heart_rate_bpm = {top:g} is less than 40 above resting_heart_rate_bpm = {rest:g}. Check both."
        )


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits has no decimal text
        text = "a number of thousands of digits"
    return text if len(text) <= 60 else text[:57] + "..."
