"""Where there is something to drink, as typed."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.errors import InputError
from uncramp.prevent.stations import Stations, parse_stations, stops_of


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("5km", (5000.0,)),
        ("every 3 km", (3000.0, 6000.0, 9000.0)),
        ("3.2, 7.5 km", (3200.0, 7500.0)),
        ("7.5, 3.2 km", (3200.0, 7500.0)),
        ("at 4 km", (4000.0,)),
        ("every 2 mi", (3218.688, 6437.376, 9656.064)),
        ("carried", ()),
        (None, ()),
    ],
)
def test_stations_as_people_type_them(text: str | None, places: tuple[float, ...]) -> None:
    assert parse_stations(text, 10_000.0).place_m == pytest.approx(places)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5", "write '5km'"),
        ("often", "write '5km'"),
        ("0 km", "every 0 m"),
        ("every 1 m", "every 1 m"),
        ("3, 12 km", "the course is 10.00 km long"),
        ("20 km", "no station before the finish"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_stations(text, 10_000.0)


def test_stops_follow_the_pace() -> None:
    distance_m = np.arange(1.0, 61.0) * 200.0  # 12 km/h
    assert stops_of(Stations((5000.0, 10_000.0)), distance_m, 20.0) == pytest.approx([25.0, 50.0])
    assert stops_of(Stations(()), distance_m, 20.0) == pytest.approx([20.0, 40.0])
