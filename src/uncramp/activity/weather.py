"""Weather along a session: what is known of it, and what has to be assumed, with how unsure each is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Protocol

import numpy as np

from uncramp.activity.sun import clear_sky_w_m2, sun_height
from uncramp.activity.weather_parameters import Spread, spread_of, spread_of_weather, weather_parameters
from uncramp.errors import InputError
from uncramp.minutes import Floats, Weather, zero_where_unknown
from uncramp.texts import _
from uncramp.units import KELVIN_AT_0_C


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what a quantity can be weather, and its unit."""

    low: float
    high: float
    unit: str

    def check(self, value: float, what: str) -> None:
        """Refuse ``value`` outside the bounds.

        Raises
        ------
        InputError
            With what was seen and expected.
        """
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise InputError(
                _("{what} is {value} {unit}; expected {low} to {high} {unit}. Check the value and its unit.").format(
                    what=what, value=f"{value:g}", unit=self.unit, low=f"{self.low:g}", high=f"{self.high:g}"
                )
            )

    def clipped(self, values: Floats) -> Floats:
        """``values`` brought inside."""
        return np.clip(values, self.low, self.high)


AIR: Final = Bounds(-60.0, 57.0, "°C")  # no one has recorded hotter air
HUMIDITY: Final = Bounds(0.02, 1.0, "")
WIND: Final = Bounds(0.0, 40.0, "m/s")
SOLAR: Final = Bounds(0.0, 1400.0, "W/m2")
PRESSURE: Final = Bounds(30_000.0, 110_000.0, "Pa")


@dataclass(frozen=True, slots=True)
class Track:
    """Where and when the weather is wanted; arrays of shape [minute], NaN where unknown."""

    start: datetime | None  # UTC
    middle_s: Floats  # elapsed, middle of each row
    latitude_deg: Floats
    longitude_deg: Floats
    altitude_m: Floats
    indoor: bool
    device_c: Floats  # temperature inside the watch
    air_c: Floats  # a sensor on the athlete, such as a foot pod
    humidity_frac: Floats

    @property
    def located(self) -> bool:
        """Whether place and time are known, so that the sun is."""
        return self.start is not None and bool(np.isfinite(self.latitude_deg).any())


@dataclass(frozen=True, slots=True)
class KnownWeather:
    """What one source knows; [minute] or ``None`` for what it does not give."""

    air_c: Floats | None
    humidity_frac: Floats | None
    wind_m_s: Floats | None  # at body height
    solar_w_m2: Floats | None
    pressure_pa: Floats | None
    spread: Spread
    source: str


class WeatherSource(Protocol):
    """Anything that can tell the weather along a track."""

    def along(self, track: Track) -> Weather:
        """Weather in each row of ``track``; what the source lacks is assumed and said."""
        ...


@dataclass(frozen=True, slots=True)
class AssumedWeather:
    """No weather given: sensors on the athlete where there are any, the rest assumed."""

    def along(self, track: Track) -> Weather:
        """Weather in each row of ``track``."""
        return complete(track, KnownWeather(None, None, None, None, None, spread_of_weather("stated"), ""))


@dataclass(frozen=True, slots=True)
class StatedWeather:
    """Weather as one value each, from the command line; see :func:`stated_weather`."""

    air_c: float | None
    humidity_frac: float | None
    wind_m_s: float | None
    solar_w_m2: float | None

    def along(self, track: Track) -> Weather:
        """Weather in each row of ``track``."""

        def throughout(value: float | None) -> Floats | None:
            return None if value is None else np.full(track.middle_s.shape, value)

        known = [
            "" if self.air_c is None else _("air {air} °C").format(air=f"{self.air_c:g}"),
            "" if self.humidity_frac is None else _("humidity {humidity} %").format(humidity=f"{100.0 * self.humidity_frac:g}"),
            "" if self.wind_m_s is None else _("wind {wind} m/s").format(wind=f"{self.wind_m_s:g}"),
            "" if self.solar_w_m2 is None else _("sun {sun} W/m2").format(sun=f"{self.solar_w_m2:g}"),
        ]
        source = _("as stated: {known}").format(known=", ".join(filter(None, known))) if any(known) else ""
        air, humidity, wind, solar = map(throughout, (self.air_c, self.humidity_frac, self.wind_m_s, self.solar_w_m2))
        return complete(track, KnownWeather(air, humidity, wind, solar, None, spread_of_weather("stated"), source))


def stated_weather(
    *,
    air_c: float | None = None,
    humidity_frac: float | None = None,
    wind_m_s: float | None = None,
    solar_w_m2: float | None = None,
) -> StatedWeather:
    """Weather from single values; ``None`` is assumed. Wind is what is felt at body height.

    Raises
    ------
    InputError
        If a value cannot be weather in its unit.

    Examples
    --------
    >>> stated_weather(air_c=31.0, humidity_frac=0.6).air_c
    31.0
    """
    if air_c is not None:
        check_air(air_c, "the air temperature")
    if humidity_frac is not None:
        check_humidity(humidity_frac, "the humidity")
    if wind_m_s is not None:
        WIND.check(wind_m_s, "the wind")
    if solar_w_m2 is not None:
        SOLAR.check(solar_w_m2, "the sun (global horizontal irradiance)")
    return StatedWeather(air_c, humidity_frac, wind_m_s, solar_w_m2)


def check_air(air_c: float, what: str) -> None:
    """Refuse an air temperature that is not in degrees Celsius.

    Raises
    ------
    InputError
        With the value converted, where it looks like kelvin or degrees Fahrenheit.
    """
    if AIR.low <= air_c <= AIR.high:
        return
    hint = _("Check the value and its unit.")
    if 200.0 < air_c < KELVIN_AT_0_C + AIR.high:
        hint = _("If it is in kelvin, give {air_c}.").format(air_c=f"{air_c - KELVIN_AT_0_C:.1f}")
    elif AIR.high < air_c < 135.0:
        hint = _("If it is in degrees Fahrenheit, give {air_c}.").format(air_c=f"{(air_c - 32.0) / 1.8:.1f}")
    raise InputError(
        _("{what} is {air_c} °C; expected {low} to {high} °C. {hint}").format(
            what=what, air_c=f"{air_c:g}", low=f"{AIR.low:g}", high=f"{AIR.high:g}", hint=hint
        )
    )


def check_humidity(humidity_frac: float, what: str) -> None:
    """Refuse a relative humidity that is not a fraction, or was made one twice.

    Raises
    ------
    InputError
        With the likely mistake.
    """
    low, high = HUMIDITY.low, HUMIDITY.high
    if low <= humidity_frac <= high:
        return
    hint = _("Check the value and its unit.")
    if 0.0 < humidity_frac < low:
        hint = _("Give it in percent: {percent}, if {given} was meant as a fraction.").format(
            percent=f"{10_000.0 * humidity_frac:g}", given=f"{100.0 * humidity_frac:g}"
        )
    elif high < humidity_frac <= 100.0:
        hint = _("If {percent} is in percent, it is {fraction} as a fraction.").format(
            percent=f"{humidity_frac:g}", fraction=f"{humidity_frac / 100.0:g}"
        )
    raise InputError(
        _("{what} is {humidity_frac} %; expected {low} to {high} %. {hint}").format(
            what=what, humidity_frac=f"{100.0 * humidity_frac:g}", low=f"{100.0 * low:g}", high=f"{100.0 * high:g}", hint=hint
        )
    )


def body_wind(station_wind_m_s: Floats) -> Floats:
    """Wind at body height from wind at the height of a station, by a power law of height.

    Source
    ------
    liljegren2008.
    """
    p = weather_parameters()
    share: float = (p.body_wind_height_m.value / p.station_wind_height_m.value) ** p.wind_profile_index.value
    return station_wind_m_s * share


def humidity_from_dew_point(air_c: Floats, dew_point_c: Floats) -> Floats:
    """Relative humidity [1] from air and dew point [degC], at most 1."""
    from thermofeel import calculate_relative_humidity_percent  # only where a dew point is given

    percent = calculate_relative_humidity_percent(np.asarray(air_c) + KELVIN_AT_0_C, np.asarray(dew_point_c) + KELVIN_AT_0_C)
    return HUMIDITY.clipped(np.asarray(percent, dtype=float) / 100.0)


def standard_pressure(altitude_m: Floats) -> Floats:
    """Air pressure [Pa] of the standard atmosphere; sea level where the altitude is unknown.

    Source
    ------
    iso2533.
    """
    p = weather_parameters()
    if np.isnan(altitude_m).all():
        return np.full(altitude_m.shape, p.sea_level_pressure_pa.value)
    height = np.clip(zero_where_unknown(altitude_m), -500.0, 9000.0)
    warmth = 1.0 - p.air_lapse_k_per_m.value * height / p.sea_level_air_k.value
    pressure_pa: Floats = p.sea_level_pressure_pa.value * warmth**p.pressure_height_index.value
    return pressure_pa


def complete(track: Track, known: KnownWeather) -> Weather:
    """Weather in each row: what ``known`` gives, then sensors on the athlete, then assumptions, which are said."""
    air, wind, solar = _air(track, known), _wind(track, known), _solar(track, known)
    humidity = _humidity(track, known, air.values)
    quantities = {"air": air, "humidity": humidity, "wind": wind, "sun": solar}
    assumptions = [one.assumption for one in quantities.values() if one.assumption]
    pressure = standard_pressure(track.altitude_m) if known.pressure_pa is None else known.pressure_pa
    return Weather(
        air_c=air.values,
        humidity_frac=HUMIDITY.clipped(humidity.values),
        wind_m_s=np.maximum(wind.values, 0.0),
        solar_w_m2=np.maximum(solar.values, 0.0),
        pressure_pa=pressure,
        air_spread_k=air.spread,
        humidity_spread_frac=humidity.spread,
        wind_spread_ratio=wind.spread,
        solar_spread_ratio=solar.spread,
        source="; ".join(filter(None, (known.source, ", ".join(assumptions)))),
        # nothing but a sensor or a statement makes the air known, and the air matters most
        assumed=known.air_c is None and not np.isfinite(track.air_c).any(),
        assumed_names=tuple(name for name, one in quantities.items() if one.assumed),
    )


class _Quantity(NamedTuple):
    """One quantity along the track."""

    values: Floats  # [minute]
    spread: float
    assumption: str  # where it is from, in plain words; "" when it was known
    assumed: bool = False


def _air(track: Track, known: KnownWeather) -> _Quantity:
    p = weather_parameters()
    if known.air_c is not None:
        return _Quantity(known.air_c, known.spread.air_k, "")
    if np.isfinite(track.air_c).any():
        return _Quantity(_filled(track.air_c, track.middle_s), p.sensor_air_spread_k.value, _("air from a sensor on the athlete"))
    prior = p.assumed_indoor_air_c if track.indoor else p.assumed_air_c
    value, spread = prior.value, spread_of(prior)
    text = _("air assumed about {air} °C").format(air=f"{value:.0f}")
    device = track.device_c[np.isfinite(track.device_c)]
    if device.size:
        # the watch is a measurement with a bias: prior and watch count by how sure each is
        hint, hint_spread = float(np.median(device)) - p.device_bias_k.value, spread_of(p.device_bias_k)
        share = spread**2 / (spread**2 + hint_spread**2)
        value, spread = value + share * (hint - value), spread * math.sqrt(1.0 - share)
        text = _("air assumed about {air} °C (the device's own {device} °C is a weak hint only)").format(
            air=f"{value:.0f}", device=f"{np.median(device):.0f}"
        )
    return _Quantity(AIR.clipped(np.full(track.middle_s.shape, value)), spread, text, assumed=True)


def _humidity(track: Track, known: KnownWeather, air_c: Floats) -> _Quantity:
    p = weather_parameters()
    if known.humidity_frac is not None:
        return _Quantity(known.humidity_frac, known.spread.humidity_frac, "")
    if np.isfinite(track.humidity_frac).any():
        return _Quantity(
            _filled(track.humidity_frac, track.middle_s), p.sensor_humidity_spread_frac.value, _("humidity from a sensor")
        )
    prior = p.assumed_indoor_humidity_frac if track.indoor else p.assumed_humidity_frac
    values = np.full(air_c.shape, prior.value)
    if air_c.max() > p.highest_dew_point_c.value:
        values = np.minimum(values, humidity_from_dew_point(air_c, np.minimum(air_c, p.highest_dew_point_c.value)))
    text = _("humidity assumed about {humidity} %").format(humidity=f"{100.0 * values.mean():.0f}")
    return _Quantity(values, spread_of(prior), text, assumed=True)


def _wind(track: Track, known: KnownWeather) -> _Quantity:
    p = weather_parameters()
    if known.wind_m_s is not None:
        return _Quantity(known.wind_m_s, known.spread.wind_ratio, "")
    prior = p.assumed_indoor_wind_m_s if track.indoor else p.assumed_wind_m_s
    text = _("wind assumed about {wind} m/s").format(wind=f"{prior.value:g}")
    return _Quantity(np.full(track.middle_s.shape, prior.value), spread_of(prior), text, assumed=True)


def _solar(track: Track, known: KnownWeather) -> _Quantity:
    p = weather_parameters()
    if track.indoor:
        return _Quantity(np.zeros(track.middle_s.shape), 0.0, "")
    if known.solar_w_m2 is not None:
        return _Quantity(known.solar_w_m2, known.spread.solar_ratio, "")
    if track.start is None or not track.located:
        prior = p.assumed_solar_w_m2
        text = _("sun assumed about {sun} W/m2").format(sun=f"{prior.value:g}")
        return _Quantity(np.full(track.middle_s.shape, prior.value), spread_of(prior), text, assumed=True)
    latitude, longitude = _filled(track.latitude_deg, track.middle_s), _filled(track.longitude_deg, track.middle_s)
    height = sun_height(track.start, track.middle_s, latitude, longitude)
    clear = clear_sky_w_m2(height, p.clear_sky_scale_w_m2.value, p.clear_sky_extinction_index.value)
    cloud = p.cloud_transmission_ratio
    return _Quantity(cloud.value * clear, spread_of(cloud), _("sun from place and time, clouds assumed"), assumed=True)


def _filled(values: Floats, middle_s: Floats) -> Floats:
    """``values`` [minute] with their gaps bridged; at least one must be finite."""
    have = np.isfinite(values)
    return np.interp(middle_s, middle_s[have], values[have])
