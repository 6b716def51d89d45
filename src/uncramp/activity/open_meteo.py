"""Weather from Open-Meteo: a saved answer, or, only when asked for, one fetched from the service."""

from __future__ import annotations

import json
import math
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np

from uncramp.activity.weather import (
    AIR,
    HUMIDITY,
    PRESSURE,
    SOLAR,
    WIND,
    Bounds,
    Track,
    body_wind,
    humidity_from_dew_point,
)
from uncramp.activity.weather_parameters import spread_of_weather
from uncramp.activity.weather_table import WeatherTable
from uncramp.errors import InputError, StoreError, UncrampError
from uncramp.minutes import Floats, Weather
from uncramp.texts import _
from uncramp.units import S_PER_H

ARCHIVE_URL: Final = "https://archive-api.open-meteo.com/v1/archive"
FORECAST_URL: Final = "https://api.open-meteo.com/v1/forecast"
LARGEST_ANSWER_BYTES: Final = 4_000_000
POSITION_DECIMALS: Final = 1  # about 10 km: no weather model knows more, and nobody learns where the athlete lives

_VARIABLES: Final = ("temperature_2m", "relative_humidity_2m", "wind_speed_10m", "shortwave_radiation", "surface_pressure")
_OLD_NAMES: Final = {
    "relative_humidity_2m": "relativehumidity_2m",
    "wind_speed_10m": "windspeed_10m",
    "dew_point_2m": "dewpoint_2m",
}
_AIR_UNITS: Final = {"°c": (1.0, 0.0), "c": (1.0, 0.0), "°f": (1.0 / 1.8, -32.0 / 1.8), "f": (1.0 / 1.8, -32.0 / 1.8)}
_WIND_UNITS: Final = {
    "m/s": (1.0, 0.0),
    "ms": (1.0, 0.0),
    "km/h": (1.0 / 3.6, 0.0),
    "mp/h": (0.44704, 0.0),
    "mph": (0.44704, 0.0),
    "kn": (0.514444, 0.0),
}
_SUN_UNITS: Final = {"w/m²": (1.0, 0.0), "w/m2": (1.0, 0.0)}
_PERCENT_UNITS: Final = {"%": (0.01, 0.0)}
_PRESSURE_UNITS: Final = {"hpa": (100.0, 0.0)}


def table_from_answer(answer: object, name: str) -> WeatherTable:
    """Weather of an Open-Meteo answer: ``hourly`` arrays beside ``time``, units in ``hourly_units``.

    Radiation is the mean of the preceding hour, so it belongs half an hour before its time; wind is brought from 10 m
    to body height.

    Raises
    ------
    InputError
        If it is not such an answer, or its units are not known.
    """
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if not isinstance(answer, dict):
        raise InputError(_("{name} is not an Open-Meteo answer for one place; expected an object with 'hourly'.").format(name=name))
    if answer.get("error"):
        raise InputError(
            _("{name} is a refusal of Open-Meteo: {reason}. Ask it again.").format(
                name=name, reason=str(answer.get("reason", ""))[:200]
            )
        )
    hourly, units = answer.get("hourly"), answer.get("hourly_units")
    if not isinstance(hourly, dict) or not isinstance(units, dict) or not isinstance(hourly.get("time"), list):
        raise InputError(
            _("{name} has no 'hourly' with 'time' and 'hourly_units'. Ask Open-Meteo for hourly={names}.").format(
                name=name, names=",".join(_VARIABLES)
            )
        )
    time_s = _times(hourly["time"], units.get("time"), answer.get("utc_offset_seconds", 0), name)

    def column(key: str, known: Mapping[str, tuple[float, float]], bounds: Bounds) -> Floats | None:
        return _column(hourly, units, key, known, bounds, name)

    air = column("temperature_2m", _AIR_UNITS, AIR)
    humidity = column("relative_humidity_2m", _PERCENT_UNITS, HUMIDITY)
    dew_point = column("dew_point_2m", _AIR_UNITS, AIR)
    if humidity is None and air is not None and dew_point is not None:
        humidity = humidity_from_dew_point(air, dew_point)
    wind = column("wind_speed_10m", _WIND_UNITS, WIND)
    solar, shift_s = column("shortwave_radiation", _SUN_UNITS, SOLAR), -S_PER_H / 2.0
    if solar is None:
        solar, shift_s = column("shortwave_radiation_instant", _SUN_UNITS, SOLAR), 0.0
    if air is None and humidity is None and wind is None and solar is None:
        raise InputError(
            _("{name} holds none of {names}. Ask Open-Meteo for hourly={asked}.").format(
                name=name, names=", ".join(_VARIABLES), asked=",".join(_VARIABLES)
            )
        )
    return WeatherTable(
        clock="utc",
        time_s=time_s,
        air_c=air,
        humidity_frac=humidity,
        wind_m_s=None if wind is None else body_wind(wind),
        solar_w_m2=solar,
        pressure_pa=column("surface_pressure", _PRESSURE_UNITS, PRESSURE),
        solar_shift_s=shift_s,
        spread=spread_of_weather("model"),
        source=_("weather from Open-Meteo ({file})").format(file=name),
    )


def _times(times: list[Any], form: object, offset: object, name: str) -> Floats:
    if isinstance(offset, bool) or not isinstance(offset, int | float) or not abs(offset) <= 16 * S_PER_H:
        raise InputError(
            _("{name}: utc_offset_seconds is {offset}; expected a number within 16 hours. Save the answer again.").format(
                name=name, offset=repr(offset)
            )
        )
    try:
        if form == "unixtime":
            time_s = np.array([float(moment) for moment in times])
        else:
            # a local time without its offset, which stands beside the series
            stamps = [datetime.fromisoformat(str(moment)) for moment in times]
            time_s = np.array([stamp.replace(tzinfo=UTC).timestamp() - float(offset) for stamp in stamps])
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            _("{name}: 'time' holds something else than times like 2026-05-03T08:00. Save the answer again.").format(name=name)
        ) from None
    if time_s.size == 0 or not np.isfinite(time_s).all() or (np.diff(time_s) <= 0).any():
        raise InputError(_("{name}: 'time' is empty or does not rise. Save the answer again, in UTC.").format(name=name))
    return time_s


def _column(
    hourly: Mapping[str, Any],
    units: Mapping[str, Any],
    key: str,
    known: Mapping[str, tuple[float, float]],
    bounds: Bounds,
    name: str,
) -> Floats | None:
    if key not in hourly:
        key = _OLD_NAMES.get(key, key)
    values = hourly.get(key)
    if values is None:
        return None
    if not isinstance(values, list) or len(values) != len(hourly["time"]):
        raise InputError(_("{name}: {key} is not as long as 'time'. Save the answer again.").format(name=name, key=repr(key)))
    unit = str(units.get(key, "")).lower()
    if unit not in known:
        raise InputError(
            _("{name}: {key} is in {unit}; expected {names}. Ask Open-Meteo for one of these.").format(
                name=name, key=repr(key), unit=repr(units.get(key)), names=_(" or ").join(known)
            )
        )
    factor, summand = known[unit]
    try:
        numbers = np.array([math.nan if value is None else float(value) for value in values]) * factor + summand
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            _("{name}: {key} holds something else than numbers. Save the answer again.").format(name=name, key=repr(key))
        ) from None
    wrong = numbers[np.isfinite(numbers) & ((numbers < bounds.low) | (numbers > bounds.high))]
    if key.startswith("relative"):
        return bounds.clipped(numbers)
    if wrong.size:
        raise InputError(
            _("{name}: {key} reaches {wrong} {unit}, which cannot be weather.").format(
                name=name, key=repr(key), wrong=f"{wrong[0] / factor - summand / factor:g}", unit=units.get(key)
            )
        )
    return numbers


@dataclass(frozen=True, slots=True)
class OnlineWeather:
    """Open-Meteo over the network; a request leaves only when :meth:`along` or :meth:`fetch` is called."""

    archive_url: str = ARCHIVE_URL
    forecast_url: str = FORECAST_URL
    timeout_s: float = 10.0

    def along(self, track: Track) -> Weather:
        """Weather in each row of ``track``.

        Raises
        ------
        InputError
            If the session has no place or time.
        StoreError
            If the service does not answer, or not with weather.
        """
        answer = self.fetch(track)
        try:
            return table_from_answer(answer, "online").along(track)
        except UncrampError as error:
            raise StoreError(
                _("the weather service answered, but not with this session's weather: {error}").format(error=error)
            ) from error

    def fetch(self, track: Track) -> dict[str, Any]:
        """Answer of the service for ``track``, to be used or kept.

        The archive lags some days; where it is empty the forecast service, which keeps recent weather, is asked.

        Raises
        ------
        InputError
            If the session has no place or time.
        StoreError
            If the service does not answer.
        """
        query = urllib.parse.urlencode(_question(track))
        try:
            answer = _get(f"{self.archive_url}?{query}", self.timeout_s)
            if _has_weather(answer):
                return answer
        except _QuestionRefusedError:
            pass  # the archive refuses dates that it does not hold yet
        try:
            answer = _get(f"{self.forecast_url}?{query}", self.timeout_s)
        except _QuestionRefusedError as refusal:
            raise StoreError(
                _("{refusal} Use --weather FILE or --air-temp and --humidity instead.").format(refusal=refusal)
            ) from None
        if not _has_weather(answer):
            raise StoreError(
                _("the weather service holds no weather for this day and place. Use --weather FILE or --air-temp instead.")
            )
        return answer


class _QuestionRefusedError(StoreError):
    """The service understood and refused (HTTP 400)."""


def _question(track: Track) -> dict[str, str]:
    if track.start is None or not track.located:
        raise InputError(
            _(
                "--weather online needs the place and time of the session, which this activity does not have. "
                "Use --air-temp, --humidity, --wind and --sun instead."
            )
        )
    end = track.start + timedelta(seconds=float(track.middle_s[-1]))
    # the hour after the end carries the sun of the last hour
    last = end + timedelta(hours=1)
    return {
        "latitude": f"{np.nanmedian(track.latitude_deg):.{POSITION_DECIMALS}f}",
        "longitude": f"{np.nanmedian(track.longitude_deg):.{POSITION_DECIMALS}f}",
        "start_date": f"{track.start.astimezone(UTC):%Y-%m-%d}",
        "end_date": f"{last.astimezone(UTC):%Y-%m-%d}",
        "hourly": ",".join(_VARIABLES),
        "wind_speed_unit": "ms",
        "timezone": "GMT",
    }


def _has_weather(answer: Mapping[str, Any]) -> bool:
    hourly = answer.get("hourly")
    values = hourly.get("temperature_2m") if isinstance(hourly, dict) else None
    return isinstance(values, list) and any(value is not None for value in values)


def _get(url: str, timeout_s: float) -> dict[str, Any]:
    host = urllib.parse.urlsplit(url).netloc
    instead = _("Try again, or use --weather FILE or --air-temp and --humidity.")
    try:
        body = _body(url, timeout_s)
    except urllib.error.HTTPError as error:
        message = _("{host} answered HTTP {code}; expected the weather.").format(host=host, code=error.code)
        raise (_QuestionRefusedError(message) if error.code == 400 else StoreError(f"{message} {instead}")) from None
    except TimeoutError:
        raise StoreError(
            _("{host} did not answer within {timeout_s} s. {instead}").format(
                host=host, timeout_s=f"{timeout_s:g}", instead=instead
            )
        ) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise StoreError(
                _("{host} did not answer within {timeout_s} s. {instead}").format(
                    host=host, timeout_s=f"{timeout_s:g}", instead=instead
                )
            ) from None
        raise StoreError(
            _("{host} cannot be reached: {reason}. {instead}").format(host=host, reason=error.reason, instead=instead)
        ) from None
    except (OSError, ValueError) as error:
        raise StoreError(_("{host} broke off: {error}. {instead}").format(host=host, error=error, instead=instead)) from None
    if len(body) > LARGEST_ANSWER_BYTES:
        raise StoreError(
            _("{host} sent more than {most} MB instead of a day's weather. {instead}").format(
                host=host, most=LARGEST_ANSWER_BYTES // 1_000_000, instead=instead
            )
        )
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise StoreError(_("{host} sent something else than the weather as JSON. {instead}").format(host=host, instead=instead))
    return content


def _body(url: str, timeout_s: float) -> bytes:
    """Bytes of the answer, one more than the limit at most."""
    deadline = time.monotonic() + timeout_s
    headers = {"Accept": "application/json", "User-Agent": "uncramp"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the address is ours or the caller's
    body = b""
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310 - as above
        # a server that drips bytes never times out by itself
        while len(body) <= LARGEST_ANSWER_BYTES and (chunk := answer.read1(65_536)):
            body += chunk
            if time.monotonic() > deadline:
                raise TimeoutError
    return body
