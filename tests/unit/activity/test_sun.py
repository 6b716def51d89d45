"""The sun, against pvlib."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pvlib import clearsky, spa

from uncramp.activity.sun import clear_sky_w_m2, sun_height
from uncramp.activity.weather_parameters import weather_parameters

PLACES = [(60.2, 25.0), (45.0, 7.0), (0.0, -78.5), (-33.9, 151.2), (19.6, -156.0)]


@pytest.mark.parametrize(("latitude", "longitude"), PLACES)
@pytest.mark.parametrize(
    "start", [datetime(2018, 10, 13, 16, tzinfo=UTC), datetime(2026, 6, 21, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)]
)
def test_the_sun_stands_where_pvlib_has_it(latitude: float, longitude: float, start: datetime) -> None:
    elapsed_s = np.arange(0.0, 86_400.0, 1800.0)
    _, zenith, *_ = spa.solar_position_numpy(
        start.timestamp() + elapsed_s, latitude, longitude, 0.0, 1013.25, 12.0, 67.0, 0.5667, 1
    )
    expected = np.cos(np.radians(zenith))
    height = sun_height(start, elapsed_s, np.full(elapsed_s.shape, latitude), np.full(elapsed_s.shape, longitude))
    # 0.03 degrees, most of it the change from universal to terrestrial time
    np.testing.assert_allclose(height, expected, atol=5e-4)


def test_the_clear_sky_is_that_of_pvlib() -> None:
    p = weather_parameters()
    height = np.linspace(-0.5, 1.0, 40)
    expected = clearsky.haurwitz(clearsky.pd.Series(np.degrees(np.arccos(height))))["ghi"].to_numpy()
    ours = clear_sky_w_m2(height, p.clear_sky_scale_w_m2.value, p.clear_sky_extinction_index.value)
    np.testing.assert_allclose(ours, expected, atol=1e-6)


@given(st.floats(-1.0, 1.0), st.floats(0.0, 0.5))
def test_a_higher_sun_is_never_weaker(height: float, more: float) -> None:
    p = weather_parameters()
    low, high = clear_sky_w_m2(
        np.array([height, min(height + more, 1.0)]), p.clear_sky_scale_w_m2.value, p.clear_sky_extinction_index.value
    )
    assert 0.0 <= low <= high <= 1400.0
