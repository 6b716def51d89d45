"""Sun: how high it stands at a place and time, and how much of it reaches the ground under a clear sky."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np

from uncramp.minutes import Floats

_J2000_UNIX_S: Final = 946_728_000.0  # 2000-01-01 12:00 UTC, where the almanac counts its days from
_S_PER_DAY: Final = 86_400.0


def sun_height(start: datetime, elapsed_s: Floats, latitude_deg: Floats, longitude_deg: Floats) -> Floats:
    """Sine of the sun's height above the horizon (cosine of its zenith angle), shape of ``elapsed_s``.

    Low-precision formulas, since a general solar library takes seconds to load and the sun on a person is not known to
    a hundredth of a degree; refraction is left out.

    Valid for
    ---------
    1950 to 2050, to about 0.01 degree; compared with pvlib in the tests.

    Source
    ------
    The Astronomical Almanac, low-precision formulas for the sun's coordinates, and its sidereal time.
    """
    day = (start.timestamp() + elapsed_s - _J2000_UNIX_S) / _S_PER_DAY
    anomaly = np.radians(357.528 + 0.9856003 * day)
    longitude = np.radians(280.460 + 0.9856474 * day + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly))
    obliquity = np.radians(23.439 - 4.0e-7 * day)
    right_ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude))
    sidereal_deg = 280.46062 + 360.98564737 * day
    hour_angle = np.radians(sidereal_deg + longitude_deg) - right_ascension
    latitude = np.radians(latitude_deg)
    height: Floats = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour_angle)
    return height


def clear_sky_w_m2(height_ratio: Floats, scale_w_m2: float, extinction_index: float) -> Floats:
    r"""Global horizontal irradiance under a cloudless sky [W/m2], 0 when the sun is down.

    .. math:: G = s \cos z \, e^{-k / \cos z}

    Source
    ------
    haurwitz1945; ``scale_w_m2`` and ``extinction_index`` from evidence/weather.toml.
    """
    up = np.maximum(height_ratio, 1e-6)
    return np.where(height_ratio > 0.0, scale_w_m2 * up * np.exp(-extinction_index / up), 0.0)
