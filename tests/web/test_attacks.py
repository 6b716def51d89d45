"""Requests that a server of one person must not answer, sent to a real one over its socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from real_server import Served, served, started

from uncramp.web.guard import HEADERS, MOST_BODY_BYTES
from uncramp.web.keys import COOKIE

PATIENCE_S = 60.0
SECRET = "Who of a race or a camp"  # what a page for the person says


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("attacked") / "data") as opened:
        yield opened


@dataclass(frozen=True)
class Attack:
    """What is sent; HOME, PORT and SESSION stand for those of the server."""

    status: tuple[int, ...]
    method: str = "GET"
    path: str = "/cohort"
    host: tuple[str, ...] = ("127.0.0.1:PORT",)
    headers: tuple[str, ...] = ()
    cookie: str = f"{COOKIE}=SESSION"
    body: bytes = field(default=b"", repr=False)


ORDER = b'{"field": "half_marathon", "athletes": 1, "draws": 2}'
JSON = ("content-type: application/json",)
FORM = ("content-type: application/x-www-form-urlencoded",)
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (1 << 16, b"x" * (1 << 16)) for _ in range(MOST_BODY_BYTES // (1 << 16) + 1)) + b"0\r\n\r\n"

ATTACKS = {
    "foreign host": Attack((421,), host=("evil.example",)),
    "rebinding name": Attack((421,), host=("127.0.0.1.evil.example:PORT",)),
    "rebinding name below ours": Attack((421,), host=("localhost.evil.example:PORT",)),
    "any address": Attack((421,), host=("0.0.0.0:PORT",)),
    "another port": Attack((421,), host=("127.0.0.1:1",)),
    "no port": Attack((421,), host=("localhost",)),
    "address as a number": Attack((421,), host=("2130706433:PORT",)),
    "name before an at": Attack((421,), host=("127.0.0.1:PORT@evil.example",)),
    "no host": Attack((400, 421), host=()),
    "two hosts": Attack((400, 421), host=("127.0.0.1:PORT", "evil.example")),
    "no session": Attack((401,), cookie=""),
    "guessed session": Attack((401,), cookie=f"{COOKIE}=guess"),
    "session in the address": Attack((401,), path=f"/cohort?{COOKIE}=SESSION", cookie=""),
    "no session for a style": Attack((401,), path="/static/web.css", cookie=""),
    "no session for the description": Attack((401,), path="/api/openapi.json", cookie=""),
    "a token never given out": Attack((401,), path="/launch?token=guess", cookie=""),
    "no token": Attack((401,), path="/launch", cookie=""),
    "launching by post": Attack((401,), "POST", "/launch?token=guess", cookie=""),
    "cross-site read": Attack((403,), headers=("sec-fetch-site: cross-site",)),
    "same-site read": Attack((403,), headers=("sec-fetch-site: same-site",)),
    "cross-site post": Attack((403,), "POST", "/api/cohorts", headers=("origin: http://evil.example", *JSON), body=ORDER),
    "cross-site form": Attack(
        (403,), "POST", "/cohort", headers=("sec-fetch-site: cross-site", *FORM), body=b"field=marathon&athletes=1&draws=2"
    ),
    "origin null": Attack((403,), "POST", "/api/cohorts", headers=("origin: null", *JSON), body=ORDER),
    "origin of another port": Attack((403,), "POST", "/api/cohorts", headers=("origin: http://127.0.0.1:1", *JSON), body=ORDER),
    "origin by https": Attack((403,), "POST", "/api/cohorts", headers=("origin: https://127.0.0.1:PORT", *JSON), body=ORDER),
    "two origins": Attack((403,), "POST", "/api/cohorts", headers=("origin: HOME", "origin: http://evil.example", *JSON), body=ORDER),
    "cross-site delete": Attack((403,), "DELETE", "/api/cohorts/0123456789abcdef", headers=("origin: http://evil.example",)),
    "preflight": Attack((405,), "OPTIONS", "/api/cohorts", headers=("origin: http://evil.example", "access-control-request-method: POST")),
    "trace": Attack((400, 405), "TRACE"),
    "a socket that stays open": Attack(
        (403,), path="/", headers=(
            "connection: Upgrade", "upgrade: websocket", "sec-websocket-version: 13", "sec-websocket-key: eA==", "origin: http://evil.example",
        ),
    ),
    "change by get": Attack((404, 405), path="/cohort/0123456789abcdef/delete"),
    "cancel by get": Attack((404, 405), path="/api/cohorts/0123456789abcdef/cancel"),
    "out of the folder": Attack((404,), path="/static/../guard.py"),
    "out of the folder, written otherwise": Attack((404,), path="/static/%2e%2e/guard.py"),
    "out of the folder, twice written otherwise": Attack((404,), path="/static/%252e%252e/guard.py"),
    "out of the folder, from its root": Attack((404,), path="/static//etc/passwd"),
    "id that is a path": Attack((404, 422), path="/api/cohorts/..%2f..%2fetc"),
    "announced large": Attack((413,), "POST", "/api/check", headers=(*JSON, f"content-length: {MOST_BODY_BYTES + 1}")),
    "length that is no number": Attack((400, 413), "POST", "/api/check", headers=(*JSON, "content-length: -1")),
    "large in pieces": Attack((413,), "POST", "/api/check", headers=(*JSON, "transfer-encoding: chunked"), body=CHUNKED),
    "large form in pieces": Attack((413,), "POST", "/check", headers=(*FORM, "transfer-encoding: chunked"), body=CHUNKED),
    "length and pieces at once": Attack(
        (400, 413, 422), "POST", "/api/check", headers=(*JSON, "content-length: 3", "transfer-encoding: chunked"), body=b"0\r\n\r\n"
    ),
    "endless header": Attack((400, 431), headers=(f"x-long: {'x' * (1 << 18)}",)),
}  # fmt: skip


def answer(server: Served, attack: Attack) -> tuple[int, dict[str, str], str]:
    """Status, headers and body that one connection gets."""

    def meant(text: str) -> str:
        return text.replace("HOME", server.home).replace("PORT", str(server.port)).replace("SESSION", server.session)

    head = [
        f"{attack.method} {meant(attack.path)} HTTP/1.1",
        *(f"host: {meant(host)}" for host in attack.host),
        *map(meant, attack.headers),
    ]
    if attack.cookie:
        head.append(f"cookie: {meant(attack.cookie)}")
    if attack.body and "content-length" not in str(attack.headers) and "chunked" not in str(attack.headers):
        head.append(f"content-length: {len(attack.body)}")
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as wire:
        raw = b""
        try:
            wire.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + attack.body)
            while not _is_whole(raw) and (piece := wire.recv(1 << 16)):
                raw += piece
        except ConnectionError:  # it hung up while we were still speaking; what it said before counts
            pass
    first, _, rest = raw.partition(b"\r\n")
    lines, _, body = rest.partition(b"\r\n\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines.decode("latin-1").splitlines() if ": " in line)
    return int(first.split()[1]) if first else 0, headers, body.decode("utf-8", "replace")


def _is_whole(raw: bytes) -> bool:
    head, ended, body = raw.partition(b"\r\n\r\n")
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(ended and length and len(body) >= int(length[0].split(b":")[1]))


def test_there_are_enough_and_our_own_page_is_answered(server: Served) -> None:
    assert len(ATTACKS) >= 20
    status, _headers, body = answer(server, Attack((200,)))
    assert status == 200
    assert SECRET in body


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(server: Served, name: str) -> None:
    attack = ATTACKS[name]
    status, headers, body = answer(server, attack)
    assert status in attack.status, body[:300]
    assert SECRET not in body
    assert "root:" not in body
    assert "class Guard" not in body
    assert not [header for header in headers if header.startswith("access-control-allow")]
    if status not in (400, 431):  # those the server itself could not read
        assert headers["content-security-policy"] == HEADERS["content-security-policy"].lower()


def test_nothing_was_changed_and_nothing_complained(server: Served) -> None:
    with server.client() as client:
        assert client.get("/api/cohorts").json() == {"cohorts": []}
    said = server.said.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert server.session not in said


def test_a_launch_token_is_used_once(server: Served) -> None:
    import re

    token = re.findall(r"token=([\w-]+)", server.said.read_text(encoding="utf-8"))[-1]
    first, second = (httpx.get(f"{server.home}/launch", params={"token": token}, timeout=PATIENCE_S) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 401)
    assert COOKIE not in second.cookies
    assert "httponly" in first.headers["set-cookie"].lower()
    assert "samesite=strict" in first.headers["set-cookie"].lower()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", "", "169.254.1.1"])
def test_it_does_not_start_where_others_could_reach_it(tmp_path: Path, host: str) -> None:
    said = tmp_path / "said"
    with said.open("wb") as file:
        process = started(tmp_path / "data", file, "--host", host, "--port", "0")
        code = process.wait(PATIENCE_S)
    assert code != 0
    assert "could be reached by other machines" in " ".join(said.read_text(encoding="utf-8").split())
    assert "launch" not in said.read_text(encoding="utf-8")


def test_a_port_has_one_server(server: Served, tmp_path: Path) -> None:
    said = tmp_path / "said"
    with said.open("wb") as file:
        code = started(tmp_path / "data", file, "--port", str(server.port)).wait(PATIENCE_S)
    assert code != 0
    assert f"127.0.0.1:{server.port} cannot be used" in " ".join(said.read_text(encoding="utf-8").split())
    with server.client() as client:
        assert client.get("/learn").status_code == 200


def test_ctrl_c_ends_it_and_what_runs_goes_on_later(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as opened:
        with opened.client() as client:
            id_ = client.post("/api/cohorts", json={"field": "marathon", "athletes": 4000, "draws": 50}).json()["id"]
        code = opened.stop()
        said = opened.said.read_text(encoding="utf-8")
    assert code == 130
    assert "Traceback" not in said
    with served(data) as opened, opened.client() as client:
        assert client.get(f"/api/cohorts/{id_}").json()["state"] in ("queued", "running", "done"), "it was not lost"
        assert client.delete(f"/api/cohorts/{id_}").status_code == 204
