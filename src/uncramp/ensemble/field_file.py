"""Read a field from TOML: strictly, since a misspelt key would quietly be another race."""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from uncramp.activity.course import read_course
from uncramp.activity.plan import DISTANCE_BOUNDS_M, ON_FOOT, ON_WHEELS, Profile
from uncramp.activity.weather import AIR, HUMIDITY, SOLAR, WIND
from uncramp.body.conditions import find_condition
from uncramp.ensemble.cohort_parameters import FROM_POPULATION, OF_COHORT
from uncramp.ensemble.distribution import read_distribution
from uncramp.ensemble.field import LONGEST_H, Day, DrinkingClass, Field, FieldLeg, HealthClass, Wave, WeatherByClock
from uncramp.ensemble.toml_table import TomlTable
from uncramp.errors import ActivityFileError, InputError
from uncramp.evidence.registry import Entry, load_topic
from uncramp.medicines.names import resolve
from uncramp.minutes import Floats
from uncramp.names import SPORTS, one_of
from uncramp.texts import _
from uncramp.units import H_PER_DAY, S_PER_H, S_PER_MIN

FILE_BYTES: Final = 4_000_000
MOST_ATHLETES: Final = 10_000_000
M_PER_KM: Final = 1000.0
SHARES_MAY_MISS_FRAC: Final = 1e-6  # numerical guard: shares written in decimals
SPEEDS_M_S: Final = (0.1, 20.0)
SEGMENTS_KM: Final = (1.0, 2.0, 5.0, 10.0, 20.0)
MOST_SEGMENTS: Final = 60
SHIPPED: Final = "uncramp.ensemble.fields"
TOP_KEYS: Final = (
    "title", "athletes", "known_miss", "weather", "legs", "days", "waves", "drinking", "health", "people", "segment_km", "segment_h",
)  # fmt: skip
LEG_KEYS: Final = (
    "sport", "distance_km", "duration_h", "gpx", "profile_km_m", "aid_km", "aid_every_km", "speed_m_s", "effort_ratio", "moving_frac",
)  # fmt: skip
HEALTH_WORDS: Final = ("grade", "source", "where", "note")
_KNOWN_MISS: Final = re.compile(r"^known_miss = .*\n", re.MULTILINE)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")


def shipped_fields() -> tuple[str, ...]:
    """Names of the fields that come with the package, sorted."""
    return tuple(sorted(item.name.removesuffix(".toml") for item in files(SHIPPED).iterdir() if item.name.endswith(".toml")))


def read_field(path: str | Path) -> Field:
    """Read a field: a file, or the name of one that comes with the package, such as ``marathon``.

    Raises
    ------
    InputError
        If there is no such file, or something in it cannot be; it names file, table and key.
    """
    where = Path(path)
    if not where.exists() and str(path) in shipped_fields():
        return field_from_text(files(SHIPPED).joinpath(f"{path}.toml").read_text(encoding="utf-8"), f"{path}.toml")
    try:
        with where.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
    except OSError as error:
        near = get_close_matches(str(path), shipped_fields(), n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise InputError(
            _("{path}: the field cannot be opened ({strerror}). {hint}Give a FIELD.toml, or one of: {names}.").format(
                path=path, strerror=error.strerror or error, hint=hint, names=", ".join(shipped_fields())
            )
        ) from None
    if len(raw) > FILE_BYTES:
        raise InputError(
            _("{path}: over {file_bytes} bytes, which no field needs. Give a long course as gpx.").format(
                path=path, file_bytes=FILE_BYTES
            )
        )
    try:
        return field_from_text(raw.decode("utf-8-sig"), str(path), folder=where.parent)
    except UnicodeDecodeError as error:
        raise InputError(
            _("{path}: not text in UTF-8 (byte {start}). Expected TOML.").format(path=path, start=error.start)
        ) from None


def field_from_text(text: str, file: str, folder: Path | None = None) -> Field:
    """The field that ``text`` describes; ``folder`` is where its course files are.

    Raises
    ------
    InputError
        As :func:`read_field`.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_("{file}: not TOML: {error}. Put words in quotes.").format(file=file, error=error)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(_("{file}: not a field ({name}).").format(file=file, name=type(error).__name__)) from None
    top = TomlTable(content, file)
    top.only(*TOP_KEYS)
    title = top.words("title", "what it is, such as a city marathon")
    count = int(top.number("athletes", 1, MOST_ATHLETES))
    known_miss = top.words("known_miss", "what the model is known to miss in this field", "")
    weather = _weather(top)
    legs = tuple(_leg(table, folder) for table in top.tables("legs"))
    days = tuple(_day(table, legs, weather, folder) for table in top.tables("days")) or (Day("", legs, weather),)
    if not all(day.legs for day in days):
        raise top.error("legs", "is missing; expected [[legs]] with sport and distance_km or duration_h.")
    waves = tuple(_wave(table) for table in top.tables("waves")) or (Wave("all", 9.0 * S_PER_H, math.inf),)
    _check_waves(waves, top)
    drinking = tuple(_drinking(name, table) for name, table in top.named("drinking")) or (_by_thirst(),)
    _check_shares(top, "drinking", [one.share_frac for one in drinking], whole=True)
    health = tuple(_health(name, table) for name, table in top.named("health"))
    _check_shares(top, "health", [one.share_frac for one in health], whole=False)
    entries = _entries(top)
    segment_km, segment_h = top.number("segment_km", 0.1, 100.0, 0.0), top.number("segment_h", 0.1, 24.0, 0.0)
    top.done()
    segments, edges = _segments(days, segment_km, segment_h)
    digest = hashlib.sha256(_KNOWN_MISS.sub("", text).encode())  # words change no result
    for profile in (leg.profile for day in days for leg in day.legs):
        if profile is not None:  # a course file is not in the text
            digest.update(profile.distance_m.tobytes() + profile.altitude_m.tobytes())
    name = Path(file).stem
    return Field(name, title, count, days, waves, drinking, health, entries, segments, edges, digest.hexdigest(), known_miss)


# --- course ---------------------------------------------------------------------------------------------------------


def _leg(table: TomlTable, folder: Path | None) -> FieldLeg:
    table.only(*LEG_KEYS)
    sport = one_of(table.words("sport", "a sport"), SPORTS, f"{table.file}: [{table.place}] sport")
    far, long = table.has("distance_km"), table.has("duration_h")
    if far == long:
        raise table.error("distance_km", "or duration_h: expected one of the two, how far the leg is or how long.")
    low, high = DISTANCE_BOUNDS_M
    distance_m = table.number("distance_km", low / M_PER_KM, high / M_PER_KM) * M_PER_KM if far else math.nan
    duration_s = math.nan if far else table.number("duration_h", 1.0 / S_PER_MIN, LONGEST_H) * S_PER_H
    profile = _profile(table, distance_m, folder)
    aid_m = _aid_stations(table, distance_m)
    speed = read_distribution(table.table("speed_m_s"), "speed_m_s") if table.has("speed_m_s") else None
    if speed is not None and not (SPEEDS_M_S[0] <= speed.low and speed.high <= SPEEDS_M_S[1]):
        raise table.error(
            "speed_m_s", f"is {speed.low:g} to {speed.high:g} m/s; expected {SPEEDS_M_S[0]:g} to {SPEEDS_M_S[1]:g} m/s."
        )
    if far and speed is None and sport not in (*ON_FOOT, *ON_WHEELS):
        raise table.error(
            "speed_m_s", f"is missing; in {sport} speed does not follow from fitness. Give it, or duration_h instead."
        )
    leg = FieldLeg(
        sport, distance_m, duration_s, profile, aid_m, table.number("effort_ratio", 0.1, 2.0, 1.0), speed,
        table.number("moving_frac", 0.0, 1.0, 1.0),
    )  # fmt: skip
    table.done()
    return leg


def _aid_stations(table: TomlTable, distance_m: float) -> tuple[float, ...]:
    """Where stations are on the leg, in their order: at the places named, and every so far."""
    places = [at[0] * M_PER_KM for at in table.numbers("aid_km")]
    every_m = table.number("aid_every_km", 0.1, DISTANCE_BOUNDS_M[1] / M_PER_KM, 0.0) * M_PER_KM
    if (places or every_m) and not math.isfinite(distance_m):
        raise table.error("aid_km" if places else "aid_every_km", "needs a leg with distance_km.")
    if any(not 0.0 <= at <= distance_m for at in places):
        raise table.error("aid_km", f"has a place outside the leg's {distance_m / M_PER_KM:g} km.")
    if every_m:
        places += [float(at) for at in np.arange(every_m, distance_m, every_m)]
    return tuple(sorted(places))


def _profile(table: TomlTable, distance_m: float, folder: Path | None) -> Profile | None:
    points = table.numbers("profile_km_m", columns=2)
    gpx = table.words("gpx", "the name of a course file", "")
    if not points and not gpx:
        return None
    if (points and gpx) or not math.isfinite(distance_m):
        raise table.error("gpx", "and profile_km_m: expected one of the two, on a leg with distance_km.")
    if gpx:
        try:
            profile = read_course((folder or Path()) / gpx)
        except ActivityFileError as error:
            raise table.error("gpx", f"names no course: {error}") from None
    else:
        way, height = np.array(points).T
        profile = Profile(way * M_PER_KM, height)
    way = profile.distance_m
    if way.size < 2 or not (np.diff(way) > 0.0).all():
        raise table.error("profile_km_m" if points else "gpx", "needs two or more points with rising distance.")
    if abs(way[-1] - way[0] - distance_m) > 0.05 * distance_m:
        raise table.error(
            "profile_km_m" if points else "gpx",
            f"is {(way[-1] - way[0]) / M_PER_KM:.2f} km long, the leg {distance_m / M_PER_KM:.2f} km; give the profile of this course.",
        )
    return Profile((way - way[0]) * distance_m / (way[-1] - way[0]), profile.altitude_m)


def _segments(days: tuple[Day, ...], segment_km: float, segment_h: float) -> tuple[str, Floats]:
    """What the course is cut by: kilometres where every leg that counts is so far, hours elsewhere."""
    travelled = all(leg.is_distance or leg.sport in ("transition", "rest") for day in days for leg in day.legs)
    if travelled and not segment_h:
        km = sum(leg.distance_m for leg in days[0].legs if leg.is_distance) / M_PER_KM
        step = segment_km or next((one for one in SEGMENTS_KM if km / one <= MOST_SEGMENTS), SEGMENTS_KM[-1])
        return "km", np.append(np.arange(0.0, km - 1e-9, step), km)
    hours = max(sum(leg.duration_s for leg in day.legs if not leg.is_distance) for day in days) / S_PER_H
    step = segment_h or 0.5
    return "h", np.append(np.arange(0.0, hours - 1e-9, step), hours)


# --- day ------------------------------------------------------------------------------------------------------------


def _day(table: TomlTable, legs: tuple[FieldLeg, ...], weather: WeatherByClock, folder: Path | None) -> Day:
    table.only("name", "air_shift_k", "legs")
    name = table.words("name", "a name for the day")
    shift = table.number("air_shift_k", -30.0, 30.0, 0.0)
    own = tuple(_leg(inner, folder) for inner in table.tables("legs"))
    table.done()
    shifted = WeatherByClock(weather.clock_s, weather.air_c + shift, weather.humidity_frac, weather.wind_m_s, weather.solar_w_m2)
    return Day(name, own or legs, shifted)


def _weather(top: TomlTable) -> WeatherByClock:
    rows = []
    for table in top.tables("weather"):
        limits = {"air_c": AIR, "humidity_frac": HUMIDITY, "wind_m_s": WIND, "solar_w_m2": SOLAR}
        table.only("clock", *limits)
        clock_s = _clock(table, "clock", None)
        rows.append([clock_s, *(table.number(key, limit.low, limit.high) for key, limit in limits.items())])
        table.done()
        if len(rows) > 1 and rows[-2][0] >= clock_s:
            raise table.error("clock", "is not later than the row before; times past midnight go on, such as 26:00.")
    if not rows:
        raise top.error("weather", "is missing; expected [[weather]] with clock, air_c, humidity_frac, wind_m_s and solar_w_m2.")
    return WeatherByClock(*np.array(rows).T)


def _clock(table: TomlTable, key: str, default: float | None) -> float:
    if default is not None and not table.has(key):
        return default
    text = table.words(key, "a time such as 09:30")
    found = _CLOCK.fullmatch(text)
    if not found or int(found[2]) > 59 or int(found[1]) >= 2 * LONGEST_H:
        raise table.error(key, f"is {text!r}; expected hours and minutes, such as 09:30.")
    return S_PER_H * int(found[1]) + S_PER_MIN * int(found[2]) + int(found[3] or 0)


def _wave(table: TomlTable) -> Wave:
    table.only("name", "start", "finish_within")
    wave = Wave(table.words("name", "a name"), _clock(table, "start", None), _clock(table, "finish_within", math.inf))
    table.done()
    if wave.start_s >= H_PER_DAY * S_PER_H:
        raise table.error("start", "is past midnight; expected a time before 24:00.")
    return wave


def _check_waves(waves: tuple[Wave, ...], top: TomlTable) -> None:
    limits = [wave.finish_within_s for wave in waves]
    if limits != sorted(limits) or any(math.isinf(limit) for limit in limits[:-1]):
        raise top.error("waves", "need finish_within rising from the first; only the last may be without.")
    if not math.isinf(limits[-1]):
        raise top.error(f"waves {len(waves)}", "has finish_within; the last wave takes everybody else, so leave it out.")
    if len({wave.name for wave in waves}) < len(waves):
        raise top.error("waves", "have one name twice.")


# --- people ---------------------------------------------------------------------------------------------------------


def _drinking(name: str, table: TomlTable) -> DrinkingClass:
    rate, sodium = load_topic("drinking")["thirst_drinking_l_h"], load_topic("drinking")["drink_sodium_mmol_l"]
    table.only("share_frac", "rate_l_h", "sodium_mmol_l", "follows_thirst")
    share = table.number("share_frac", 0.0, 1.0)
    drunk = read_distribution(table.table("rate_l_h"), "rate_l_h", rate)
    salt = read_distribution(table.table("sodium_mmol_l"), "sodium_mmol_l", sodium) if table.has("sodium_mmol_l") else sodium
    follows = table.truth("follows_thirst")
    table.done()
    return DrinkingClass(name, share, drunk, salt, follows)


def _by_thirst() -> DrinkingClass:
    entries = load_topic("drinking")
    return DrinkingClass("by thirst", 1.0, entries["thirst_drinking_l_h"], entries["drink_sodium_mmol_l"], follows_thirst=True)


def _health(name: str, table: TomlTable) -> HealthClass:
    table.only("share_frac", "medicines", "conditions", *HEALTH_WORDS)
    share = table.number("share_frac", 0.0, 1.0)
    one = HealthClass(name, share, table.listed("medicines"), table.listed("conditions"))
    for key in HEALTH_WORDS:
        if table.has(key):
            table.take(key, "words")
    table.done()
    if unknown := [name for name in one.conditions if find_condition(name) is None]:
        raise table.error(
            "conditions", f"has {unknown[0]!r}, which is not in the list of conditions. See docs/reference/factors.md."
        )
    if unknown := [name for name in one.medicines if not resolve(name).classes]:
        raise table.error("medicines", f"has {unknown[0]!r}, which is not in the list of medicines. Check the spelling.")
    return one


def _check_shares(top: TomlTable, key: str, shares: list[float], *, whole: bool) -> None:
    total = sum(shares)
    if total > 1.0 + SHARES_MAY_MISS_FRAC or (whole and total < 1.0 - SHARES_MAY_MISS_FRAC):
        raise top.error(f"[{key}]", f"has share_frac that add to {total:g}; expected {'1' if whole else 'at most 1'}.")


def _entries(top: TomlTable) -> dict[str, Entry]:
    """What is drawn of a person: the evidence's, or the field's own."""
    entries = {name: load_topic("population")[name] for name in FROM_POPULATION}
    entries |= {name: load_topic("cohort")[name] for name in OF_COHORT}
    for name, table in top.named("people"):
        if name not in entries:
            near = get_close_matches(name, entries, n=2)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"Known here: {', '.join(entries)}."
            raise top.error(f"[people.{name}]", f"is not known. {hint}")
        entries[name] = read_distribution(table, name, entries[name])
    return entries
