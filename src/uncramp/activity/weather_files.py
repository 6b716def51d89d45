"""Weather from files: a table as CSV, a saved Open-Meteo answer, and typical years (EPW, TMY3)."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np

from uncramp.activity.weather import (
    AIR,
    HUMIDITY,
    PRESSURE,
    SOLAR,
    WIND,
    Bounds,
    WeatherSource,
    body_wind,
    check_air,
    check_humidity,
    humidity_from_dew_point,
)
from uncramp.activity.weather_parameters import spread_of_weather
from uncramp.activity.weather_table import S_PER_YEAR, WeatherTable
from uncramp.errors import InputError
from uncramp.minutes import Floats
from uncramp.texts import _
from uncramp.units import S_PER_H, S_PER_MIN

LARGEST_FILE_BYTES: Final = 32_000_000
HOURS_PER_YEAR: Final = 8760
ELAPSED: Final = Bounds(-86_400.0, 30 * 86_400.0, "s")


def read_weather(path: str | Path) -> WeatherSource:
    """Weather from a file: CSV, a saved Open-Meteo answer (JSON), EPW, or TMY3 (CSV of NREL).

    Raises
    ------
    InputError
        If the file cannot be read as one of these, or holds values that cannot be weather.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(
                _("{name} is larger than {most} MB; weather files are small. Check the file.").format(
                    name=path.name, most=LARGEST_FILE_BYTES // 1_000_000
                )
            )
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            _("{name} cannot be read: {strerror}. Check the name of the weather file.").format(
                name=path.name, strerror=error.strerror or error
            )
        ) from error
    if path.suffix.lower() == ".epw":
        return _typical_year(path, "epw")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_("{name} is not text; expected CSV, JSON of Open-Meteo, EPW or TMY3.").format(name=path.name)) from None
    if text.lstrip()[:1] in ("{", "["):
        from uncramp.activity.open_meteo import table_from_answer

        try:
            answer = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(
                _("{name} is not JSON: {error}. Save the Open-Meteo answer again.").format(name=path.name, error=str(error)[:120])
            ) from None
        return table_from_answer(answer, path.name)
    lines = text.splitlines()
    if len(lines) > 1 and lines[1].startswith("Date (MM/DD/YYYY)"):
        return _typical_year(path, "tmy3")
    return parse_weather_csv(text, path.name)


# --- CSV ------------------------------------------------------------------------------------------------------------


def _fahrenheit(value: float) -> float:
    return (value - 32.0) / 1.8


def _percent(value: float) -> float:
    return value / 100.0


def _km_h(value: float) -> float:
    return 1000.0 * value / S_PER_H


def _mph(value: float) -> float:
    return 0.44704 * value


def _as_is(value: float) -> float:
    return value


Convert = Callable[[float], float]
COLUMNS: Final[dict[str, tuple[str, Convert]]] = {
    "elapsed_s": ("elapsed_s", _as_is),
    "elapsed_min": ("elapsed_s", lambda value: S_PER_MIN * value),
    "minute": ("elapsed_s", lambda value: S_PER_MIN * value),
    "air_c": ("air_c", _as_is),
    "air_f": ("air_c", _fahrenheit),
    "humidity_percent": ("humidity_frac", _percent),
    "humidity_frac": ("humidity_frac", _as_is),
    "dew_point_c": ("dew_point_c", _as_is),
    "dew_point_f": ("dew_point_c", _fahrenheit),
    "wind_m_s": ("wind_m_s", _as_is),
    "wind_km_h": ("wind_m_s", _km_h),
    "wind_mph": ("wind_m_s", _mph),
    "wind_10m_m_s": ("wind_10m_m_s", _as_is),
    "wind_10m_km_h": ("wind_10m_m_s", _km_h),
    "wind_10m_mph": ("wind_10m_m_s", _mph),
    "solar_w_m2": ("solar_w_m2", _as_is),
    "pressure_hpa": ("pressure_pa", lambda value: 100.0 * value),
    "pressure_pa": ("pressure_pa", _as_is),
}
"""Column of the file -> quantity inside, and how to convert it. ``time`` is the one other column."""

Column = tuple[int, str, Convert]  # position, quantity, conversion


def parse_weather_csv(text: str, name: str) -> WeatherTable:
    r"""Weather from CSV with a header: ``time`` (ISO with offset) or ``elapsed_min``, then any of ``COLUMNS``.

    Raises
    ------
    InputError
        With the line, for a column or value that cannot be used.

    Examples
    --------
    >>> parse_weather_csv("elapsed_min,air_c,humidity_percent\n0,24,70\n180,31,50\n", "race.csv").air_c
    array([24., 31.])
    """
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(
            _("{name} is not CSV: {error}. Save it again as comma-separated text.").format(name=name, error=error)
        ) from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise InputError(
            _("{name} is empty; expected a header such as elapsed_min,air_c,humidity_percent,wind_m_s,solar_w_m2.").format(
                name=name
            )
        )
    columns, time_at = _columns([cell.strip().lower() for cell in rows[0]], name)
    times: list[float] = []
    found: dict[str, list[float]] = {quantity: [] for _, quantity, _ in columns}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        where = f"{name}, line {number}"
        if len(row) != len(rows[0]):
            raise InputError(
                _("{where} has {count} values; the header has {expected}. Check its separators.").format(
                    where=where, count=len(row), expected=len(rows[0])
                )
            )
        if time_at is not None:
            times.append(_utc_s(row[time_at].strip(), where))
        for position, quantity, convert in columns:
            found[quantity].append(_cell(row[position].strip(), quantity, convert, where))
    return _table({key: np.array(values) for key, values in found.items()}, np.array(times) if time_at is not None else None, name)


def _columns(header: list[str], name: str) -> tuple[list[Column], int | None]:
    columns: list[Column] = []
    time_at: int | None = None
    for position, title in enumerate(header):
        if title in ("time", "time_utc"):
            time_at = position
        elif title in COLUMNS:
            columns.append((position, *COLUMNS[title]))
        else:
            known = ["time", *COLUMNS]
            near = get_close_matches(title, known, n=3)
            raise InputError(
                _("{name} has a column {title}; use {names}.").format(
                    name=name, title=repr(title), names=_(" or ").join(near) if near else ", ".join(known)
                )
            )
    quantities = [quantity for _, quantity, _ in columns]
    if doubled := sorted({quantity for quantity in quantities if quantities.count(quantity) > 1}):
        raise InputError(_("{name} gives {doubled} in two columns; keep one.").format(name=name, doubled=doubled[0]))
    if (time_at is not None) == ("elapsed_s" in quantities):
        raise InputError(
            _("{name} needs exactly one column of time: elapsed_min, or time as 2026-05-03T08:00:00+02:00.").format(name=name)
        )
    return columns, time_at


def _utc_s(text: str, where: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise InputError(
                _("{where}: time {text} has no offset from UTC; write {typed}Z or {typed}+02:00, or use elapsed_min.").format(
                    where=where, text=repr(text), typed=text
                )
            )
        return moment.timestamp()
    except (ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            _("{where}: time is {text}; expected a form like 2026-05-03T08:00:00+02:00.").format(where=where, text=repr(text))
        ) from None


def _cell(text: str, quantity: str, convert: Convert, where: str) -> float:
    if not text:
        return math.nan
    try:
        value = convert(float(text))
    except (ValueError, OverflowError):
        raise InputError(
            _("{where}: {quantity} is {text}; expected a number.").format(where=where, quantity=quantity, text=repr(text))
        ) from None
    checks: Mapping[str, Callable[[], None]] = {
        "air_c": lambda: check_air(value, f"{where}: air_c"),
        "dew_point_c": lambda: check_air(value, f"{where}: dew_point_c"),
        "humidity_frac": lambda: check_humidity(value, f"{where}: humidity"),
        "wind_m_s": lambda: WIND.check(value, f"{where}: wind"),
        "wind_10m_m_s": lambda: WIND.check(value, f"{where}: wind"),
        "solar_w_m2": lambda: SOLAR.check(value, f"{where}: solar_w_m2"),
        "pressure_pa": lambda: PRESSURE.check(value, f"{where}: pressure"),
        "elapsed_s": lambda: ELAPSED.check(value, f"{where}: elapsed time"),
    }
    checks[quantity]()
    return value


def _table(found: dict[str, Floats], time_s: Floats | None, name: str) -> WeatherTable:
    clock = "elapsed" if time_s is None else "utc"
    time_s = found["elapsed_s"] if time_s is None else time_s
    if time_s.size == 0:
        raise InputError(_("{name} has a header but no values. Add at least one line.").format(name=name))
    if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0).all()):
        raise InputError(
            _("{name}: times are missing or do not rise from line to line. Sort the file and fill them in.").format(name=name)
        )
    air, humidity = found.get("air_c"), found.get("humidity_frac")
    dew_point = found.get("dew_point_c")
    if humidity is None and dew_point is not None:
        if air is None:
            raise InputError(_("{name} gives a dew point without an air temperature; add air_c.").format(name=name))
        humidity = humidity_from_dew_point(air, np.fmin(dew_point, air))
    wind = found.get("wind_m_s")
    if wind is None and "wind_10m_m_s" in found:
        wind = body_wind(found["wind_10m_m_s"])
    given = (air, humidity, wind, found.get("solar_w_m2"))
    if not any(values is not None and np.isfinite(values).any() for values in given):
        raise InputError(_("{name} has times but no weather; add a column such as air_c or humidity_percent.").format(name=name))
    return WeatherTable(
        clock,
        time_s,
        *given,
        found.get("pressure_pa"),
        solar_shift_s=0.0,
        spread=spread_of_weather("stated"),
        source=_("weather from {file}").format(file=name),
    )


# --- typical years --------------------------------------------------------------------------------------------------


def _typical_year(path: Path, form: str) -> WeatherTable:
    try:
        from pvlib import iotools  # slow to load, and an extra
    except ImportError:
        raise InputError(
            _("{name} is a typical year ({form}), which needs pvlib; install it with pip install 'uncramp[weather]'.").format(
                name=path.name, form=form.upper()
            )
        ) from None
    year = 2001  # no leap year: typical years have none
    try:
        frame = iotools.read_epw(path, coerce_year=year)[0] if form == "epw" else iotools.read_tmy3(path, coerce_year=year)[0]
        index = frame.index.tz_convert("UTC")
        column = {key: frame[key].to_numpy(dtype=float) for key in ("temp_air", "relative_humidity", "wind_speed", "ghi")}
        pressure = frame["atmospheric_pressure"].to_numpy(float) if form == "epw" else 100.0 * frame["pressure"].to_numpy(float)
    except Exception as error:  # the libraries below raise anything at all on a damaged file
        raise InputError(
            _("{name} cannot be read as {form}: {error}. Download it again.").format(
                name=path.name, form=form.upper(), error=str(error)[:120]
            )
        ) from error
    if len(frame) < HOURS_PER_YEAR:
        raise InputError(
            _("{name} cannot be read as {form}: it holds {count} hours of {hours_per_year}. Download it again.").format(
                name=path.name, form=form.upper(), count=len(frame), hours_per_year=HOURS_PER_YEAR
            )
        )
    start = datetime(year, 1, 1, tzinfo=UTC)
    time_s = np.array([(stamp.to_pydatetime() - start).total_seconds() for stamp in index]) % S_PER_YEAR
    order = np.argsort(time_s, kind="stable")
    return WeatherTable(
        clock="year",
        time_s=time_s[order],
        air_c=_within(column["temp_air"], AIR)[order],
        humidity_frac=_within(column["relative_humidity"] / 100.0, HUMIDITY)[order],
        wind_m_s=body_wind(_within(column["wind_speed"], WIND))[order],
        solar_w_m2=_within(column["ghi"], SOLAR)[order],
        pressure_pa=_within(pressure, PRESSURE)[order],
        # pvlib stamps an hour by its start in EPW and by its end in TMY3
        solar_shift_s=S_PER_H / 2.0 if form == "epw" else -S_PER_H / 2.0,
        spread=spread_of_weather("typical"),
        source=_("typical year of {file}, not the weather of the day").format(file=path.name),
    )


def _within(values: Floats, bounds: Bounds) -> Floats:
    """``values`` with the files' own marks for missing (99.9, 9999) as NaN."""
    return np.where((values >= bounds.low) & (values <= bounds.high), values, np.nan)
