"""Weather: what is known is kept, what is not is assumed, said and wide."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.weather import AssumedWeather, Track, body_wind, humidity_from_dew_point, standard_pressure, stated_weather
from uncramp.activity.weather_files import parse_weather_csv, read_weather
from uncramp.activity.weather_parameters import spread_of, weather_parameters
from uncramp.activity.weather_table import WeatherTable
from uncramp.errors import InputError

START = datetime(2026, 6, 21, 10, 0, tzinfo=UTC)


def track(
    rows: int = 120, *, start: datetime | None = START, latitude: float = 45.0, indoor: bool = False, **known: float
) -> Track:
    def row(name: str) -> np.ndarray:
        return np.full(rows, known.get(name, np.nan))

    return Track(
        start, 60.0 * np.arange(rows) + 30.0, np.full(rows, latitude), np.full(rows, 7.0), row("altitude_m"), indoor, row("device_c"),
        row("air_c"), row("humidity_frac"),
    )  # fmt: skip


# --- assumed --------------------------------------------------------------------------------------------------------


def test_without_any_weather_the_source_says_what_was_assumed_and_the_spreads_are_wide() -> None:
    weather = AssumedWeather().along(track())
    assert weather.assumed
    assert "air assumed about 17 °C" in weather.source
    assert weather.air_spread_k > 5.0
    assert weather.humidity_spread_frac > 0.1
    assert weather.solar_w_m2.mean() > 400.0  # a June noon with some cloud


def test_at_night_there_is_no_sun() -> None:
    night = AssumedWeather().along(track(start=datetime(2026, 6, 21, 23, 30, tzinfo=UTC)))
    np.testing.assert_array_equal(night.solar_w_m2, 0.0)


def test_without_place_the_sun_is_assumed() -> None:
    weather = AssumedWeather().along(track(latitude=np.nan))
    np.testing.assert_allclose(weather.solar_w_m2, weather_parameters().assumed_solar_w_m2.value)
    assert "sun assumed" in weather.source


def test_indoors_there_is_neither_sun_nor_the_weather_of_the_street() -> None:
    weather = AssumedWeather().along(track(indoor=True))
    np.testing.assert_array_equal(weather.solar_w_m2, 0.0)
    assert weather.air_c[0] == weather_parameters().assumed_indoor_air_c.value


@given(st.floats(-10.0, 50.0))
def test_the_device_is_a_weak_hint_and_never_the_air(device_c: float) -> None:
    p = weather_parameters()
    weather = AssumedWeather().along(track(device_c=device_c))
    prior, hint = p.assumed_air_c.value, device_c - p.device_bias_k.value
    low, high = sorted((prior, hint))
    assert low - 1e-9 <= weather.air_c[0] <= high + 1e-9
    # it moves the guess about half way at most, and leaves most of the doubt
    assert abs(weather.air_c[0] - prior) <= 0.55 * abs(hint - prior) + 1e-9
    assert 0.6 * spread_of(p.assumed_air_c) < weather.air_spread_k < spread_of(p.assumed_air_c)
    assert weather.assumed


def test_a_sensor_on_the_athlete_is_used_and_a_statement_wins_over_it() -> None:
    sensed = AssumedWeather().along(track(air_c=29.0, humidity_frac=0.4, device_c=35.0))
    assert not sensed.assumed
    assert sensed.air_c[0] == 29.0
    assert sensed.humidity_frac[0] == 0.4
    assert stated_weather(air_c=24.0).along(track(air_c=29.0)).air_c[0] == 24.0


def test_assumed_humidity_is_possible_on_a_hot_day() -> None:
    hot = stated_weather(air_c=42.0).along(track())
    assert hot.humidity_frac[0] < 0.5


# --- stated ---------------------------------------------------------------------------------------------------------


def test_stated_weather_is_kept_and_named() -> None:
    weather = stated_weather(air_c=31.0, humidity_frac=0.6, wind_m_s=2.0, solar_w_m2=700.0).along(track())
    assert (weather.air_c[0], weather.humidity_frac[0], weather.wind_m_s[0], weather.solar_w_m2[0]) == (31.0, 0.6, 2.0, 700.0)
    assert weather.source == "as stated: air 31 °C, humidity 60 %, wind 2 m/s, sun 700 W/m2"
    assert not weather.assumed


@pytest.mark.parametrize(
    ("given_as", "text"),
    [
        ({"air_c": 300.0}, r"300 °C.*kelvin, give 26\.9"),
        ({"air_c": 86.0}, r"86 °C.*Fahrenheit, give 30\.0"),
        ({"air_c": float("nan")}, "nan °C"),
        ({"humidity_frac": 60.0}, r"60 is in percent, it is 0\.6"),
        ({"humidity_frac": 0.006}, r"0\.6 %.*give it in percent: 60"),
        ({"humidity_frac": -0.1}, "expected 2 to 100 %"),
        ({"wind_m_s": -1.0}, "expected 0 to 40 m/s"),
        ({"solar_w_m2": 100_000.0}, "expected 0 to 1400 W/m2"),
    ],
)
def test_what_cannot_be_weather_is_refused_with_the_likely_mistake(given_as: dict[str, float], text: str) -> None:
    with pytest.raises(InputError, match=f"(?i){text}"):
        stated_weather(**given_as)


# --- physics --------------------------------------------------------------------------------------------------------


@given(st.floats(-20.0, 45.0), st.floats(0.0, 40.0))
def test_a_lower_dew_point_is_drier(air_c: float, below_k: float) -> None:
    humidity = humidity_from_dew_point(np.array([air_c, air_c]), np.array([air_c, air_c - below_k]))
    assert humidity[0] == pytest.approx(1.0)
    assert 0.0 < humidity[1] <= humidity[0]


def test_known_points_of_dew_pressure_and_wind() -> None:
    assert humidity_from_dew_point(np.array([30.0]), np.array([20.0]))[0] == pytest.approx(0.551, abs=0.003)
    np.testing.assert_allclose(standard_pressure(np.array([0.0, 1500.0, np.nan])), [101325.0, 84556.0, 101325.0], rtol=1e-4)
    assert 0.5 < body_wind(np.array([1.0]))[0] < 0.8


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_table_by_elapsed_time_is_interpolated() -> None:
    table = parse_weather_csv(
        "elapsed_min,air_f,dew_point_c,wind_10m_km_h,solar_w_m2\n0,68,15,18,100\n120,86,15,18,500\n", "race.csv"
    )
    weather = table.along(track(120))
    np.testing.assert_allclose(weather.air_c[[0, -1]], [20.04, 29.96], atol=0.01)
    np.testing.assert_allclose(weather.wind_m_s, body_wind(np.array([5.0]))[0])
    assert weather.humidity_frac[0] > weather.humidity_frac[-1]
    np.testing.assert_allclose(weather.solar_w_m2[60], 301.67, atol=0.01)
    assert weather.source == "weather from race.csv"


def test_a_table_by_the_clock_minds_its_offset() -> None:
    table = parse_weather_csv("time;air_c\n2026-06-21T12:00+02:00;20\n2026-06-21T14:00+02:00;30\n", "w.csv")
    np.testing.assert_allclose(table.along(track(120)).air_c[[0, -1]], [20.04, 29.96], atol=0.01)


def test_a_table_of_another_day_is_refused_with_both_times() -> None:
    table = parse_weather_csv("time,air_c\n2026-06-20T10:00Z,20\n2026-06-20T12:00Z,30\n", "w.csv")
    with pytest.raises(InputError, match="2026-06-20 10:00 to 2026-06-20 12:00, but the session runs from 2026-06-21 10:00"):
        table.along(track())
    with pytest.raises(InputError, match="no start time"):
        table.along(track(start=None))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("elapsed_min,air_c\n", "no values"),
        ("elapsed_min,temperature\n0,20\n", "column 'temperature'"),
        ("elapsed_min,solar_w_mabc\n0,20\n", "use solar_w_m2\\."),
        ("elapsed_min,air_k\n0,300\n", "column 'air_k'; use air_"),
        ("elapsed_min,air_c\n0,300\n", "line 2: air_c is 300 °C.*kelvin"),
        ("elapsed_min,air_c\n0,20\n1,75\n", "line 3: air_c is 75 °C.*Fahrenheit"),
        ("elapsed_min,air_c\n0,warm\n", "line 2: air_c is 'warm'"),
        ("elapsed_min,air_c\n0,20,3\n", "line 2 has 3 values"),
        ("elapsed_min,humidity_percent\n0,0.6\n", "line 2: humidity is 0.6 %"),
        ("elapsed_min,air_c,air_f\n0,20,68\n", "air_c in two columns"),
        ("air_c\n20\n", "exactly one column of time"),
        ("time,air_c\n2026-06-21T10:00,20\n", "has no offset from UTC"),
        ("time,air_c\nnoon,20\n", "time is 'noon'"),
        ("elapsed_min,air_c\n10,20\n0,21\n", "do not rise"),
        ("elapsed_min,air_c\nnan,20\n", "elapsed time is nan"),
        ("elapsed_min,dew_point_c\n0,20\n", "dew point without an air temperature"),
        ("elapsed_min,pressure_hpa\n0,1013\n", "no weather"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_weather_csv(text, "w.csv")


@given(st.binary(max_size=2000))
def test_any_bytes_end_in_weather_or_a_typed_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        assert read_weather(path) is not None
    except InputError as error:
        assert "any.csv" in str(error)  # noqa: PT017 - either end is right


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv cannot be read"):
        read_weather(tmp_path / "none.csv")


def test_a_saved_answer_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    hours = [f"2026-06-21T{hour:02d}:00" for hour in range(8, 16)]
    path.write_text(json.dumps({"hourly": {"time": hours, "temperature_2m": [25.0] * 8}, "hourly_units": {"temperature_2m": "°C"}}))
    assert read_weather(path).along(track()).air_c[0] == 25.0
    path.write_text("{" * 100_000)
    with pytest.raises(InputError, match="is not JSON"):
        read_weather(path)


# --- typical years --------------------------------------------------------------------------------------------------

EPW_HEAD = """LOCATION,Nowhere,-,-,made up,000000,45.0,7.0,1.0,100.0
DESIGN CONDITIONS,0
TYPICAL/EXTREME PERIODS,0
GROUND TEMPERATURES,0
HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
COMMENTS 1,made up
COMMENTS 2,made up
DATA PERIODS,1,1,Data,Sunday,1/1,12/31
"""


def year_of_hours() -> list[tuple[int, int, int]]:
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return [(month, day, hour) for month, last in enumerate(days, 1) for day in range(1, last + 1) for hour in range(1, 25)]


def write_epw(path: Path) -> None:
    lines = []
    for month, day, hour in year_of_hours():
        sun = 600 if hour == 12 else 0
        air = 20.0 + month / 10.0
        lines.append(
            f"2001,{month},{day},{hour},60,?,{air},10.0,55,99000,0,0,300,{sun},0,0,0,0,0,0,180,4.0,0,0,9999,99999,9,999999999,0,0,0,99,0,0,1"
        )
    path.write_text(EPW_HEAD + "\n".join(lines) + "\n")


def test_a_typical_year_gives_its_hour_and_is_wide(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.epw"
    write_epw(path)
    source = read_weather(path)
    assert isinstance(source, WeatherTable)
    # hour 12 is 11:00 to 12:00 at UTC+1, so its middle is 10:30 UTC
    weather = source.along(track(60))
    assert weather.air_c[0] == pytest.approx(20.6)
    assert weather.humidity_frac[0] == pytest.approx(0.55)
    assert weather.pressure_pa[0] == pytest.approx(99_000.0)
    np.testing.assert_allclose(weather.wind_m_s, body_wind(np.array([4.0]))[0])
    assert int(weather.solar_w_m2.argmax()) in (29, 30)
    assert weather.solar_w_m2.max() == pytest.approx(600.0, abs=6.0)
    assert weather.air_spread_k > 4.0
    assert "not the weather of the day" in weather.source


def test_a_typical_year_runs_over_new_year(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.epw"
    write_epw(path)
    weather = read_weather(path).along(track(120, start=datetime(2027, 12, 31, 23, 0, tzinfo=UTC)))
    assert 20.0 < weather.air_c[-1] < 21.3


def test_tmy3_is_known_by_its_second_line(tmp_path: Path) -> None:
    path = tmp_path / "723170TY.csv"
    columns = {"ETR (W/m^2)": 0, "GHI (W/m^2)": 0, "DNI (W/m^2)": 0, "DHI (W/m^2)": 0, "Dry-bulb (C)": 24.0, "Dew-point (C)": 12.0}
    columns |= {"RHum (%)": 47, "Pressure (mbar)": 980, "Wspd (m/s)": 3.0, "Wdir (degrees)": 180}
    lines = ['723170,"NOWHERE",NC,-5.0,36.1,-79.95,273', ",".join(["Date (MM/DD/YYYY)", "Time (HH:MM)", *columns])]
    for month, day, hour in year_of_hours():
        values = columns | {"GHI (W/m^2)": 700 if hour == 12 else 0}
        lines.append(",".join([f"{month:02d}/{day:02d}/1999", f"{hour:02d}:00", *map(str, values.values())]))
    path.write_text("\n".join(lines) + "\n")
    weather = read_weather(path).along(track(60, start=datetime(2026, 6, 21, 16, 0, tzinfo=UTC)))
    assert weather.air_c[0] == 24.0
    assert weather.pressure_pa[0] == 98_000.0
    # 12:00 at UTC-5 ends the hour, so its middle is 16:30 UTC
    assert int(weather.solar_w_m2.argmax()) in (29, 30)


def test_a_damaged_typical_year_is_a_typed_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.epw"
    path.write_text(EPW_HEAD[:100])
    with pytest.raises(InputError, match=r"broken\.epw cannot be read as EPW"):
        read_weather(path)


def test_without_pvlib_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nowhere.epw"
    write_epw(path)
    monkeypatch.setitem(sys.modules, "pvlib", None)
    with pytest.raises(InputError, match=r"uncramp\[weather\]"):
        read_weather(path)


def test_text_that_is_no_csv_is_a_typed_error() -> None:
    with pytest.raises(InputError, match=r"is not CSV"):
        parse_weather_csv("elapsed_min,air_c\r0,20\x00\r", "w.csv")
