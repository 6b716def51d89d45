"""Open-Meteo: saved answers, and the client against servers of our own."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from uncramp.activity.open_meteo import OnlineWeather, table_from_answer
from uncramp.activity.weather import Track, body_wind
from uncramp.errors import InputError, StoreError

START = datetime(2026, 6, 21, 10, 0, tzinfo=UTC)


def track(rows: int = 60, *, start: datetime | None = START, latitude: float = 45.1234) -> Track:
    silent = np.full(rows, np.nan)
    middle_s = 60.0 * np.arange(rows) + 30.0
    return Track(start, middle_s, np.full(rows, latitude), np.full(rows, 7.6789), silent, False, silent, silent, silent)


def answer(**changes: Any) -> dict[str, Any]:
    hours = range(24)
    hourly = {
        "time": [f"2026-06-21T{hour:02d}:00" for hour in hours],
        "temperature_2m": [15.0 + hour for hour in hours],
        "relative_humidity_2m": [80 - hour for hour in hours],
        "wind_speed_10m": [5.0] * 24,
        "shortwave_radiation": [max(0.0, 800.0 - 100.0 * abs(hour - 12)) for hour in hours],
        "surface_pressure": [990.0] * 24,
    }
    units = {
        "time": "iso8601", "temperature_2m": "°C", "relative_humidity_2m": "%", "wind_speed_10m": "m/s", "shortwave_radiation": "W/m²",
        "surface_pressure": "hPa",
    }  # fmt: skip
    made: dict[str, Any] = {"latitude": 45.1, "longitude": 7.7, "utc_offset_seconds": 0, "hourly": hourly, "hourly_units": units}
    for key, value in changes.items():
        where, _, column = key.partition("__")
        if column:
            made[where][column] = value
        else:
            made[where] = value
    return made


# --- saved ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_read_in_its_units() -> None:
    weather = table_from_answer(answer(), "saved.json").along(track())
    assert weather.air_c[0] == pytest.approx(25.0 + 0.5 / 60.0)
    assert weather.humidity_frac[0] == pytest.approx(0.70, abs=1e-3)
    np.testing.assert_allclose(weather.wind_m_s, body_wind(np.array([5.0]))[0])
    assert weather.pressure_pa[0] == pytest.approx(99_000.0)
    assert not weather.assumed


def test_radiation_is_the_mean_of_the_preceding_hour() -> None:
    weather = table_from_answer(answer(), "saved.json").along(track(180))
    # the hour that ends at 12:00 has its middle at 11:30, ninety minutes into the session
    assert int(weather.solar_w_m2.argmax()) in (89, 90)


def test_wind_in_km_h_and_air_in_fahrenheit_are_converted() -> None:
    made = answer(hourly__wind_speed_10m=[18.0] * 24, hourly_units__wind_speed_10m="km/h")
    made = made | {
        "hourly": made["hourly"] | {"temperature_2m": [77.0] * 24},
        "hourly_units": made["hourly_units"] | {"temperature_2m": "°F"},
    }
    weather = table_from_answer(made, "saved.json").along(track())
    np.testing.assert_allclose(weather.wind_m_s, body_wind(np.array([5.0]))[0])
    np.testing.assert_allclose(weather.air_c, 25.0)


def test_local_time_is_brought_to_utc() -> None:
    weather = table_from_answer(answer(utc_offset_seconds=7200), "saved.json").along(track())
    assert weather.air_c[0] == pytest.approx(27.0 + 0.5 / 60.0)


def test_unix_time_needs_no_offset() -> None:
    first = int(datetime(2026, 6, 21, tzinfo=UTC).timestamp())
    times = [first + 3600 * hour for hour in range(24)]
    made = answer(hourly__time=times, hourly_units__time="unixtime", utc_offset_seconds=7200)
    assert table_from_answer(made, "saved.json").along(track()).air_c[0] == pytest.approx(25.0 + 0.5 / 60.0)


def test_names_of_older_answers_and_empty_hours_are_read() -> None:
    made = answer()
    made["hourly"]["windspeed_10m"] = made["hourly"].pop("wind_speed_10m")
    made["hourly_units"]["windspeed_10m"] = made["hourly_units"].pop("wind_speed_10m")
    made["hourly"]["temperature_2m"][10] = None
    weather = table_from_answer(made, "saved.json").along(track())
    assert weather.wind_m_s[0] == pytest.approx(body_wind(np.array([5.0]))[0])
    assert weather.air_c[0] == pytest.approx(25.0, abs=0.1)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ([], "not an Open-Meteo answer"),
        ({"error": True, "reason": "no such variable"}, "no such variable"),
        ({"hourly": {}}, "no 'hourly' with 'time'"),
        (answer(hourly_units__temperature_2m="K"), "'temperature_2m' is in 'K'"),
        (answer(hourly__temperature_2m=[300.0] * 24), "reaches 300 °C"),
        (answer(hourly__temperature_2m=[20.0] * 3), "not as long as 'time'"),
        (answer(hourly__temperature_2m=["warm"] * 24), "something else than numbers"),
        (answer(hourly__time=["noon"] * 24), "something else than times"),
        (answer(hourly__time=["2026-06-21T00:00"] * 24), "does not rise"),
        (answer(utc_offset_seconds="two"), "utc_offset_seconds is 'two'"),
        ({"hourly": {"time": ["2026-06-21T00:00"]}, "hourly_units": {}}, "holds none of"),
    ],
)
def test_a_wrong_answer_is_refused_by_name(made: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        table_from_answer(made, "saved.json")


# --- online ---------------------------------------------------------------------------------------------------------

Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(reply: Reply) -> Iterator[tuple[str, list[str]]]:
    """A server that answers every request by ``reply``; its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            reply(self)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}", asked
        finally:
            running.shutdown()
            thread.join()


def send(status: int, body: bytes) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def client(url: str, timeout_s: float = 5.0) -> OnlineWeather:
    return OnlineWeather(f"{url}/archive", f"{url}/forecast", timeout_s)


def test_nothing_is_asked_until_the_weather_is_wanted() -> None:
    with server(send(200, json.dumps(answer()).encode())) as (url, asked):
        source = client(url)
        assert asked == []
        assert source.along(track()).air_c[0] == pytest.approx(25.0 + 0.5 / 60.0)
        assert len(asked) == 1


def test_the_question_is_in_utc_and_m_s_and_does_not_give_the_place_away() -> None:
    with server(send(200, json.dumps(answer()).encode())) as (url, asked):
        client(url).along(track())
    question = parse_qs(urlsplit(asked[0]).query)
    assert (question["latitude"], question["longitude"]) == (["45.1"], ["7.7"])
    assert question["timezone"] == ["GMT"]
    assert question["wind_speed_unit"] == ["ms"]
    assert (question["start_date"], question["end_date"]) == (["2026-06-21"], ["2026-06-21"])


def test_a_day_that_the_archive_does_not_hold_yet_is_asked_of_the_forecast() -> None:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith("/archive"):
            send(400, b'{"error": true, "reason": "out of range"}')(handler)
        else:
            send(200, json.dumps(answer()).encode())(handler)

    with server(reply) as (url, asked):
        assert not client(url).along(track()).assumed
    assert [urlsplit(path).path for path in asked] == ["/archive", "/forecast"]


def test_an_archive_of_empty_hours_is_not_taken_for_weather() -> None:
    empty = json.dumps(answer(hourly__temperature_2m=[None] * 24)).encode()
    with server(send(200, empty)) as (url, asked), pytest.raises(StoreError, match="holds no weather"):
        client(url).along(track())
    assert len(asked) == 2


def slow(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the client has gone, as it should


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" " * 100_000)
    except OSError:
        pass  # the client has gone, as it should


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"hourly"')


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (slow, "did not answer within 0.4 s"),
        (dripping, "did not answer within 0.4 s"),
        (endless, "more than 4 MB"),
        (broken_off, "something else than the weather|broke off"),
        (send(500, b"broken"), "HTTP 500"),
        (send(400, b"refused"), "HTTP 400"),
        (send(200, b"<html>"), "something else than the weather"),
        (send(200, b"[" * 100_000), "something else than the weather"),
        (send(200, b"\xff\xfe"), "something else than the weather"),
        (send(200, b"[1]"), "something else than the weather"),
        (send(200, b"{}"), "holds no weather"),
        (send(200, b'{"hourly": {"temperature_2m": [1]}}'), "not with this session's weather"),
    ],
    ids=["slow", "dripping", "endless", "broken off", "500", "400", "html", "deep", "no text", "list", "empty", "half"],
)
def test_a_service_that_fails_is_a_store_error_with_a_way_out(reply: Reply, message: str) -> None:
    with server(reply) as (url, _), pytest.raises(StoreError, match=message):
        client(url, timeout_s=0.4).along(track())


def test_a_refused_connection_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match=f"127.0.0.1:{port} cannot be reached.*--weather FILE"):
        client(f"http://127.0.0.1:{port}").along(track())


@pytest.mark.parametrize("unknown", [track(start=None), track(latitude=float("nan"))])
def test_without_place_and_time_nothing_is_asked(unknown: Track) -> None:
    with server(send(200, b"{}")) as (url, asked):
        with pytest.raises(InputError, match="needs the place and time"):
            client(url).along(unknown)
        assert asked == []
