"""What every request passes first: attacks are refused, our own pages and programs are not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from uncramp.web.guard import HEADERS, MOST_BODY_BYTES, Guard
from uncramp.web.keys import COOKIE, Keys

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole body and says how long it was: what a guard lets through arrives here."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": str(length).encode()})


@dataclass
class Door:
    """A guarded application and a session that it knows."""

    keys: Keys = field(default_factory=Keys)

    def __post_init__(self) -> None:
        session = self.keys.exchange(self.keys.new_launch_token())
        assert session
        self.session = session
        self.app = Guard(_inner, self.keys, PORT)

    def ask(
        self, method: str = "GET", path: str = "/", *, known: bool = True, host: str = f"127.0.0.1:{PORT}", **given: Any
    ) -> httpx.Response:
        headers = {"host": host, **given.pop("headers", {})}
        if known:
            headers["cookie"] = f"{COOKIE}={self.session}"

        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url=HOME) as client:
                return await client.request(method, path, headers=headers, **given)

        return asyncio.run(asked())


OURS = {"sec-fetch-site": "same-origin", "origin": HOME}


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}", f"LOCALHOST:{PORT}"])
def test_this_machine_is_answered(host: str) -> None:
    assert Door().ask(host=host).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "none"}, OURS])
def test_a_person_a_page_of_ours_and_a_program_are_answered(headers: dict[str, str]) -> None:
    answer = Door().ask("POST", "/api/x", headers=headers, content=b"12345")
    assert (answer.status_code, answer.text) == (200, "5")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        f"127.0.0.1.evil.example:{PORT}",
        f"localhost.evil.example:{PORT}",
        f"127.0.0.1:{PORT + 1}",
        "127.0.0.1",
        "localhost",
        f"0.0.0.0:{PORT}",
        f"127.1:{PORT}",
        f"2130706433:{PORT}",
        f"[::ffff:127.0.0.1]:{PORT}",
        f"127.0.0.1:{PORT}@evil.example",
        "",
    ],
)
def test_another_name_is_refused(host: str) -> None:
    assert Door().ask(host=host).status_code == 421


def test_two_hosts_are_refused() -> None:
    door = Door()
    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"",
        "headers": [(b"host", f"127.0.0.1:{PORT}".encode()), (b"host", b"evil.example"), (b"cookie", f"{COOKIE}={door.session}".encode())],
    }  # fmt: skip
    sent: list[Any] = []

    async def asked() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        await door.app(scope, receive, send)

    asyncio.run(asked())
    assert sent[0]["status"] == 421


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": f"http://localhost.evil.example:{PORT}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
        {"sec-fetch-site": "nonsense"},
    ],
)
def test_another_site_is_refused(method: str, headers: dict[str, str]) -> None:
    assert Door().ask(method, "/api/x", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/x", "/static/web.css", "/launch/", "//launch", "/LAUNCH", "/launch/../api/x"])
@pytest.mark.parametrize(
    "cookie", ["", f"{COOKIE}=", f"{COOKIE}=guess", "other=1", f"{COOKIE}=%C3%A9", f'{COOKIE}="', f"{COOKIE}={'x' * 5000}"]
)
def test_no_session_is_refused(path: str, cookie: str) -> None:
    assert Door().ask(path=path, known=False, headers={"cookie": cookie} if cookie else {}).status_code in (
        401,
        200 if path == "/launch" else 401,
    )


def test_a_session_of_another_server_is_refused() -> None:
    assert Door().ask(known=False, headers={"cookie": f"{COOKIE}={Door().session}"}).status_code == 401


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused(method: str) -> None:
    assert Door().ask(method).status_code == 405


def test_launching_is_by_get_only() -> None:
    assert Door().ask("POST", "/launch", known=False).status_code == 401


def test_a_large_body_is_refused_whether_or_not_it_says_so() -> None:
    async def pieces() -> Any:
        for _ in range(3):
            yield b"x" * (MOST_BODY_BYTES // 2)

    door = Door()
    assert door.ask("POST", "/api/x", content=b"x" * (MOST_BODY_BYTES + 1)).status_code == 413
    assert door.ask("POST", "/api/x", content=pieces()).status_code == 413
    assert door.ask("POST", "/api/x", content=b"x" * MOST_BODY_BYTES).status_code == 200


@pytest.mark.parametrize("ask", [{}, {"known": False}, {"host": "evil.example"}])
def test_every_answer_has_the_headers(ask: dict[str, Any]) -> None:
    answer = Door().ask(**ask)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_launch_token_works_once() -> None:
    keys = Keys()
    first, token = keys.new_launch_token(), keys.new_launch_token()
    assert keys.exchange(first) is None, "a newer token takes the place of one not used"
    assert (session := keys.exchange(token))
    assert keys.exchange(token) is None
    assert keys.is_session(session)
    assert not keys.is_session(token)
    assert keys.exchange("") is None
