"""The reflex lab: the page shows what the API answers, a form asks as JSON does, and nothing beyond the bounds is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from inside import Client, inside
from refusals import assert_refused_in_place

from uncramp.errors import InputError
from uncramp.web import lab
from uncramp.web.busy import BusyError
from uncramp.web.pages.reflex import asked_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with inside(tmp_path_factory.mktemp("data")) as opened:
        yield opened


SHORT: dict[str, Any] = {"experiment": "tendon", "seconds": 8.0}


def rows(html: str) -> list[list[str]]:
    """The rows of every table of a page, as text."""
    found = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [
        re.sub(r"<[^>]+>", "", cell).split("\n")
        for row in found
        for cell in [re.sub(r"</t[hd]>", "\n", row).strip()]
        if 'scope="row"' in row
    ]


def test_a_cramp_starts_and_tendon_afferents_end_it(client: Client) -> None:
    document = client.post("/api/reflex", json=SHORT).json()
    assert document["cramp"]["started"]
    assert document["cramp"]["ended_by"] == "tendon afferents"
    assert {chart["id"] for chart in document["charts"]["charts"]} >= {"spikes", "electromyogram", "force"}
    assert len(document["charts"]["spikes"]["time_s"]) == len(document["charts"]["spikes"]["unit"]) > 100


def test_the_table_behind_each_chart_is_that_of_the_api(client: Client) -> None:
    page = client.post("/reflex", data={name: str(value) for name, value in SHORT.items()})
    charts = client.post("/api/reflex", json=SHORT).json()["charts"]["charts"]
    assert page.status_code == 200
    assert rows(page.text) == [[moment, *cells] for chart in charts for moment, cells in chart["table"]["body"]]
    for chart in charts:
        assert f'id="title-{chart["id"]}"' in page.text


def test_a_stretch_is_shown_at_first_and_no_script_or_style_is_inline(client: Client) -> None:
    page = client.get("/reflex").text
    assert "was ended by a stretch" in page
    assert " style=" not in page
    assert "<style" not in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in one or 'type="application/json"' in one for one in scripts), scripts
    assert client.get("/drawn.css").headers["content-type"].startswith("text/css")
    assert ".answer" in client.get("/drawn.css").text
    assert "header.top" not in client.get("/drawn.css").text
    assert "redrawn" in client.get("/readout.js").text


def test_a_switch_changes_the_run(client: Client) -> None:
    blocked = client.post("/api/reflex", json=SHORT | {"nerve_blocked": True}).json()
    assert blocked["provenance"]["nerve_blocked"]
    assert blocked["cramp"] != client.post("/api/reflex", json=SHORT).json()["cramp"]


def test_the_same_question_gives_the_same_answer(client: Client) -> None:
    assert client.post("/api/reflex", json=SHORT).content == client.post("/api/reflex", json=SHORT).content


@pytest.mark.parametrize(
    "wrong",
    [
        {"experiment": "nothing"}, {"muscle": "tongue"}, {"mechanism": "magic"}, {"excitability": "high"}, {"fatigue_frac": 1.01},
        {"length_frac": 0.5}, {"seconds": 31}, {"seconds": 0}, {"seed": -1}, {"pain_frac": "much"}, {"unheard": 1},
        {"experiment": "stretch", "length_frac": 0.9},
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(client: Client, wrong: dict[str, Any]) -> None:
    answer = client.post("/api/reflex", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_a_form_is_told_what_is_wrong_and_keeps_its_fields(client: Client) -> None:
    typed = {"experiment": "stretch", "length_frac": "0.9", "seed": "4"}
    told = assert_refused_in_place(client.post("/reflex", data=typed), typed, ["length_frac"])
    assert "cannot be held" in told["length_frac"]
    assert list(assert_refused_in_place(client.post("/reflex", data={"seed": "x", "pain_frac": "7"}), {}, ["pain_frac", "seed"]))
    with pytest.raises(InputError, match=r"Fatigue must be 1 or less\.") as wrong:
        asked_of({"fatigue_frac": "71.4321"})
    assert "71.4321" not in str(wrong.value)


def test_empty_fields_are_as_the_experiment_sets_them() -> None:
    assert asked_of({"experiment": "fatigue", "fatigue_frac": " ", "nerve_blocked": ""}).protocol().fatigue_frac == 0.6
    assert asked_of({"experiment": "nerve-block", "nerve_blocked": "no"}).protocol().nerve_blocked is False


def test_who_waits_too_long_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "PATIENCE_S", 0.01)
    for _ in range(lab.AT_ONCE):
        assert lab._rooms.acquire(timeout=1.0)
    try:
        with pytest.raises(BusyError):
            lab.run(lab.Asked(seed=77))
    finally:
        for _ in range(lab.AT_ONCE):
            lab._rooms.release()
