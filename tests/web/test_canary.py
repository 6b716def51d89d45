"""What a person says of their health stands in no log, no address and no page of an error: values that occur nowhere else are sent and looked for.

A message of ours says what was seen, so that it can be put right; such a message goes to who sent it, in the body of the answer and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from inside import Client, inside
from real_server import Served, served

NUMBER, WORD, AGE = "71.839172", "zyxcanarine", "86.75309"
CANARIES = (NUMBER, WORD, AGE)
MULTI = f"--x\r\ncontent-disposition: form-data; name=age\r\n\r\n{AGE}\r\n"

SENT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a report": ("POST", "/api/check", {"json": {"medicines": [WORD], "age": float(AGE)}}),
    "a laboratory value": ("POST", "/api/check", {"json": {"labs": {"sodium": float(NUMBER)}}}),
    "an unknown laboratory value": ("POST", "/api/check", {"json": {"labs": {WORD: float(NUMBER)}}}),
    "an answer that is none": ("POST", "/api/check", {"json": {"answers": {"confusion": WORD}}}),
    "a field that is unknown": ("POST", "/api/check", {"json": {"mass_kg": NUMBER}}),
    "an age in words": ("POST", "/api/check", {"json": {"age": WORD}}),
    "an age that is impossible": ("POST", "/api/check", {"json": {"age": float(NUMBER) * 1e6}}),
    "no JSON": ("POST", "/api/check", {"content": f'{{"age": {AGE}, {WORD}', "headers": {"content-type": "application/json"}}),
    "JSON in another coding": ("POST", "/api/check", {"content": f'{{"age": "{WORD}"}}'.encode("utf-16")}),
    "the form of a check": ("POST", "/check", {"data": {"age": AGE, "medicines": WORD, "finished": "yes"}}),
    "an age that is none in a form": ("POST", "/check", {"data": {"age": WORD[:9], "medicines": WORD, "finished": "yes"}}),
    "a summary": ("POST", "/check/summary", {"data": {"age": AGE, "medicines": WORD}}),
    "a form that breaks off": (
        "POST", "/check", {"content": MULTI, "headers": {"content-type": "multipart/form-data; boundary=x"}},
    ),
    "a switch of the lab": ("POST", "/reflex", {"data": {"fatigue_frac": NUMBER}}),
    "a name of the lab": ("POST", "/api/reflex", {"json": {"seed": NUMBER}}),
    "a field of athletes": ("POST", "/cohort", {"data": {"field": "marathon", "athletes": NUMBER}}),
}  # fmt: skip
TOLD = ("a report", "a summary", "an unknown laboratory value", "an age that is none in a form")
"""Whose answer, by our own words, names what was sent: what was taken note of, and what to put right."""

COMES_BACK = ("a switch of the lab", "a field of athletes")
"""Whose form comes back with what was typed, in its field and nowhere else."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("canary") / "data") as opened:
        yield opened


def ask(client: httpx.Client, name: str) -> httpx.Response:
    method, path, given = SENT[name]
    return client.request(method, path, **given)


def found(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text or canary[:9] in text]


@pytest.mark.parametrize("name", SENT)
def test_it_stands_in_no_log_address_or_error(server: Served, name: str) -> None:
    with server.client() as client:
        answer = ask(client, name)
    assert answer.status_code < 500
    assert found(str(answer.url) + answer.headers.get("location", "") + str(answer.headers)) == []
    text = re.sub(r' value="[^"]*"', "", answer.text) if name in COMES_BACK else answer.text
    if name not in TOLD:
        assert found(text) == [], answer.text[:500]
    assert found(server.said.read_text(encoding="utf-8")) == []


def test_a_canary_would_be_found(server: Served) -> None:
    with server.client() as client:
        assert [name for name in TOLD if found(ask(client, name).text) != [WORD]] == []


def test_a_mistake_of_ours_is_told_without_what_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from uncramp.web import lab

    def broken(_asked: lab.Asked) -> Any:
        raise ZeroDivisionError(f"mass_kg is {NUMBER}, {WORD}")

    monkeypatch.setattr(lab, "run", broken)

    def asked(client: Client, path: str) -> httpx.Response:
        given: dict[str, Any] = {"json": {}} if path.startswith("/api/") else {"data": {}}
        return client.post(path, **given)

    with inside(tmp_path) as client:
        for path in ("/api/reflex", "/reflex"):
            answer = asked(client, path)
            assert answer.status_code == 500
            assert "the mistake is ours" in answer.text
            assert found(answer.text) == []
    out, err = capfd.readouterr()
    assert "ZeroDivisionError at test_canary.py:" in caplog.text, "who looks for it finds where it was"
    assert found(out + err + caplog.text) == []
