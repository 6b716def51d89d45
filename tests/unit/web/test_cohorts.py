"""Fields in the background: ordered, followed, cancelled, gone on with after an end, deleted; a few at once and no more."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from inside import Client, inside
from refusals import assert_refused_in_place

from uncramp.ensemble import study
from uncramp.web import cohorts
from uncramp.web.cohorts import Cohorts, Order

PATIENCE_S = 120.0
SMALL = {"field": "half_marathon", "athletes": 6, "draws": 2}


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def metric_quantities(page: str) -> list[str]:
    """What a page shows in km, °C, litres or metres; concentrations and years are the same for everybody."""
    shown = re.sub(r"<style.*?</style>|<script.*?</script>", "", page, flags=re.DOTALL)
    return re.findall(r"°C|\bkm\b|\d\s*(?:L|m)\b", unescape(re.sub(r"<[^>]*>", " ", shown)))


def state(client: Client, id_: str) -> str:
    return str(client.get(f"/api/cohorts/{id_}").json()["state"])


class Held:
    """Chunks that wait until they are let go, so that a test sees what runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go, self.begun = threading.Event(), 0
        real = study.compute_chunk

        def waiting(*given: Any) -> Any:
            self.begun += 1
            assert self.go.wait(PATIENCE_S)
            return real(*given)

        monkeypatch.setattr(study, "compute_chunk", waiting)


def test_a_field_is_ordered_followed_read_and_deleted(tmp_path: Path) -> None:
    with inside(tmp_path) as client:
        answer = client.post("/cohort", data={name: str(value) for name, value in SMALL.items()})
        assert answer.status_code == 303
        id_ = answer.headers["location"].rpartition("/")[2]
        until(lambda: state(client, id_) == "done")
        result = client.get(f"/api/cohorts/{id_}").json()["result"]
        assert (result["field"], result["starts"], result["draws"]) == ("half_marathon", 6, 2)
        page = client.get(f"/cohort/{id_}").text
        assert 'class="drawn"' in page
        assert " style=" not in page
        assert page.count("<tr>") > len(result["segments"])
        half = f"km {result['onset']['median_range']['mean']:.1f} ("
        assert half in page
        client.post("/settings", data={"units": "imperial", "theme": "browser", "first_weekday": "browser", "language": "browser"})
        for address in (f"/cohort/{id_}", f"/cohort/{id_}/page.html"):
            page = client.get(address).text
            assert f"mi {result['onset']['median_range']['mean'] / 1.609344:.1f} (" in page
            assert not metric_quantities(page)
        assert "104 °F" in client.get("/cohort").text, "known misses too"
        assert client.get(f"/api/cohorts/{id_}").json()["result"] == result, "who reads by machine reads SI"
        kept = client.get(f"/cohort/{id_}/page.html")
        assert kept.headers["content-disposition"] == 'attachment; filename="half_marathon.html"'
        assert "Half marathon" in client.get("/cohort").text
    with inside(tmp_path) as client:
        assert client.get(f"/api/cohorts/{id_}").json()["result"] == result, "it is there after a new start"
        assert client.post(f"/cohort/{id_}/delete").status_code == 303
        assert client.get(f"/api/cohorts/{id_}").status_code == 404
    assert list((tmp_path / "cohorts").iterdir()) == []


def test_the_result_is_that_of_the_command_line(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from uncramp.ensemble.summary import summary_of

    order = Order.model_validate(SMALL)
    with ThreadPoolExecutor(1) as executor:
        expected = summary_of(study.run_study(order.plan(), executor)).sha256
    with inside(tmp_path) as client:
        id_ = client.post("/api/cohorts", json=SMALL).json()["id"]
        until(lambda: state(client, id_) == "done")
        assert client.get(f"/api/cohorts/{id_}").json()["result"]["sha256"] == expected


def test_two_run_four_wait_and_more_are_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)
    with inside(tmp_path) as client:
        made = [client.post("/api/cohorts", json=SMALL) for _ in range(6)]
        assert [one.status_code for one in made] == [202] * 6
        for answer in (client.post("/api/cohorts", json=SMALL), client.post("/cohort", data={k: str(v) for k, v in SMALL.items()})):
            assert answer.status_code == 429
            assert int(answer.headers["retry-after"]) > 0
        until(lambda: held.begun >= cohorts.MOST_RUNNING)
        states = [one["state"] for one in client.get("/api/cohorts").json()["cohorts"]]
        assert sorted(states) == ["queued"] * 4 + ["running"] * 2
        waiting = made[5].json()["id"]
        assert client.post(f"/api/cohorts/{waiting}/cancel").json()["state"] == "cancelled"
        assert client.post("/api/cohorts", json=SMALL).status_code == 202, "there is room again"
        for one in client.get("/api/cohorts").json()["cohorts"]:
            assert client.delete(f"/api/cohorts/{one['id']}").status_code == 204
        held.go.set()
    assert list((tmp_path / "cohorts").iterdir()) == [], "what ran is removed when it has stopped"


def test_an_end_of_the_server_leaves_chunks_and_the_next_goes_on_from_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohorts, "CHUNK_STARTS_TIMES_DRAWS", 4)
    order = Order(field="half_marathon", athletes=12, draws=2)
    done = threading.Semaphore(0)
    go = threading.Semaphore(2)
    real = study.compute_chunk
    computed: list[int] = []

    def one_by_one(plan: Any, first: int, last: int) -> Any:
        assert go.acquire(timeout=PATIENCE_S)
        computed.append(first)
        made = real(plan, first, last)
        done.release()
        return made

    monkeypatch.setattr(study, "compute_chunk", one_by_one)
    first = Cohorts(tmp_path)
    one = first.begin(order)
    assert done.acquire(timeout=PATIENCE_S)
    until(lambda: one.share_frac > 0.0)
    threading.Timer(0.2, go.release, (50,)).start()
    first.close()
    assert one.state == "queued", "broken off, not cancelled"
    before, kept = set(computed), len(list(tmp_path.rglob("*.chunk")))
    assert 1 <= kept < 6
    computed.clear()
    second = Cohorts(tmp_path)
    second.go_on()
    again = second.find(one.id)
    assert again is not None
    until(lambda: again.state == "done")
    second.close()
    assert len(computed) <= 6 - kept
    assert before | set(computed) == set(range(0, 12, 2))


def test_what_was_cancelled_does_not_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)
    with inside(tmp_path) as client:
        id_ = client.post("/api/cohorts", json=SMALL).json()["id"]
        until(lambda: held.begun > 0)
        assert client.post(f"/cohort/{id_}/cancel").status_code == 303
        assert state(client, id_) == "cancelled"
        held.go.set()
    with inside(tmp_path) as client:
        assert state(client, id_) == "cancelled"


def test_a_run_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from uncramp.errors import SimulationError

    def broken(*_given: Any) -> Any:
        raise SimulationError("the muscle left the room")

    monkeypatch.setattr(study, "compute_chunk", broken)
    with inside(tmp_path) as client:
        id_ = client.post("/api/cohorts", json=SMALL).json()["id"]
        until(lambda: state(client, id_) == "failed")
        assert "the muscle left the room" in client.get(f"/cohort/{id_}").text
    with inside(tmp_path) as client:
        assert state(client, id_) == "failed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "nowhere"}, {"field": "../../etc/passwd"}, {"field": "marathon", "athletes": 0}, {"field": "marathon", "athletes": 5001},
        {"field": "marathon", "draws": 1}, {"field": "marathon", "draws": 51}, {"field": "marathon", "athletes": 1.5},
        {"field": "football_camp", "athletes": 100, "draws": 50, "out": "/tmp"}, {"field": "marathon", "athletes": 5000, "draws": 50}, {},
    ],
)  # fmt: skip
def test_what_is_too_much_or_unknown_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with inside(tmp_path) as client:
        assert client.post("/api/cohorts", json=wrong).status_code == 422
    assert not (tmp_path / "cohorts").exists()


def test_an_order_that_cannot_be_comes_back_with_what_was_typed(tmp_path: Path) -> None:
    with inside(tmp_path) as client:
        typed = {"field": "half_marathon", "athletes": "many", "draws": "51", "seed": "1.5"}
        told = assert_refused_in_place(client.post("/cohort", data=typed), typed, ["athletes", "draws", "seed"])
        assert told["draws"] == "Draws of what is not known must be 50 or less."
        too_much = {"field": "marathon", "athletes": "5000", "draws": "50", "seed": "0"}
        assert_refused_in_place(client.post("/cohort", data=too_much), too_much, ["athletes"])
        assert client.get("/api/cohorts").json()["cohorts"] == []


def test_what_lies_there_and_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    for name, text in (("0123456789abcdef", "no order\n"), ("fedcba9876543210", '{"field": "gone"}\n2026\n'), ("notes", "x")):
        (tmp_path / name).mkdir()
        (tmp_path / name / cohorts.ORDER).write_text(text)
    opened = Cohorts(tmp_path)
    opened.go_on()
    opened.close()
    assert opened.listed() == []
    assert len(list(tmp_path.iterdir())) == 3
