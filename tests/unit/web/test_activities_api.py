"""The API of a session: what is said is kept, what is tried is compared with the session as it was, and nonsense is refused."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from html import unescape
from typing import Any

import numpy as np
import pytest
from httpx import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import assert_refused_in_place
from served import served

from uncramp.why.changes import BOUNDS, KEYS


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("data")) as server:
        yield server.client


@pytest.fixture(scope="module")
def place(client: Client) -> str:
    """Address of the demonstration in the API."""
    return f"/api/activities/{client.post('/api/demonstration').json()['activity_id']}"


def picture(client: Client, place: str, **asked: Any) -> tuple[dict[str, Any], np.ndarray]:
    answer = client.post(f"{place}/what-if/picture", json=asked)
    assert answer.status_code == 200, answer.text
    (length,) = struct.unpack("<I", answer.content[:4])
    return json.loads(answer.content[4 : 4 + length]), np.frombuffer(answer.content[4 + length :], "<f4")


def test_the_demonstration_is_loaded_once_and_kept_apart(client: Client, place: str) -> None:
    again = client.post("/api/demonstration").json()["activity_id"]
    assert place.endswith(again)
    rows = client.get("/api/activities").json()["activities"]
    assert [(row["activity_id"], row["demonstration"]) for row in rows] == [(again, True)]


def test_the_assessment_is_the_document_of_why(client: Client, place: str) -> None:
    document = client.get(f"{place}/assessment").json()
    assert document["reported"] == [{"muscle": "calf", "side": "left", "at_s": 11_100.0}]
    assert {"causes", "changes", "cautions", "provenance", "units"} <= set(document)


@pytest.mark.parametrize("whole", [False, True])
def test_no_change_is_the_session_as_it_was_exactly(client: Client, place: str, whole: bool) -> None:
    head, numbers = picture(client, place, whole=whole, muscle="calf")
    assert head["chance_frac"]["difference"] == {"mean": 0.0, "median": 0.0, "low": 0.0, "high": 0.0}
    assert head["difference"] == "no difference"
    charts = {chart["id"]: chart for chart in client.get(f"{place}/series").json()["charts"]}
    at = 0
    for layout in head["charts"]:
        for line, has_range in zip(charts[layout["id"]]["lines"], layout["ranges"], strict=True):
            for name in ("values", "low", "high") if has_range else ("values",):
                chart = charts[layout["id"]]
                expected = np.array(line[name][: layout["rows"]], dtype=float)
                thousandth = (chart["high"] - chart["low"]) / 1000.0  # of the axis: the page rounds to it
                np.testing.assert_allclose(numbers[at : at + layout["rows"]], expected, rtol=0.0, atol=thousandth)
                at += layout["rows"]
    assert at == numbers.size


def test_the_moving_picture_is_the_whole_one_up_to_the_finish(client: Client, place: str) -> None:
    changes = {"drink_l_h": 0.9, "air_c": 30.0, "pace_ratio": 0.96}
    (short, moving), (long, whole) = (picture(client, place, changes=changes, whole=each) for each in (False, True))
    at = {"moving": 0, "whole": 0}
    for one, other in zip(short["charts"], long["charts"], strict=True):
        assert one["rows"] < other["rows"]
        for _ in range(len(one["ranges"]) + 2 * sum(one["ranges"])):
            np.testing.assert_array_equal(
                moving[at["moving"] : at["moving"] + one["rows"]], whole[at["whole"] : at["whole"] + one["rows"]]
            )
            at = {"moving": at["moving"] + one["rows"], "whole": at["whole"] + other["rows"]}


def test_drinking_above_the_sweat_rate_is_called_dangerous(client: Client, place: str) -> None:
    told = client.post(f"{place}/what-if", json={"drink_l_h": 3.0}).json()
    assert told["dangers"][0].startswith("Dangerous: this is more than would be sweated")
    assert "plasma sodium falls" in told["dangers"][0]
    assert client.post(f"{place}/what-if", json={"drink_l_h": 0.3}).json()["dangers"] == []


@settings(max_examples=15, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={key: st.floats(*bounds) for key, bounds in BOUNDS.items() if key not in ("pace_ratio", "air_c")}
        | {
            "pace_ratio": st.floats(0.5, 1.1),
            "air_c": st.floats(-5.0, 35.0),
            "even_effort": st.booleans(),
            "accustomed": st.booleans(),
        },
    )
)
def test_every_change_within_its_bounds_has_a_chance(client: Client, place: str, changes: dict[str, Any]) -> None:
    answer = client.post(f"{place}/what-if", json=changes)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:  # nobody could do that in this heat
        assert answer.json()["error"]["kind"] == "SimulationError"
        return
    chance = answer.json()["chance_frac"]
    assert 0.0 <= chance["then"]["low"] <= chance["then"]["high"] <= 1.0
    assert chance["then"]["mean"] == pytest.approx(chance["before"]["mean"] + chance["difference"]["mean"], abs=1e-9)


@pytest.mark.parametrize("key", sorted(BOUNDS))
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", '"much"', "[]", "-1000", "1000"])
def test_no_number_that_is_none_or_out_of_bounds_passes(client: Client, place: str, key: str, value: str) -> None:
    headers = {"content-type": "application/json"}
    for address, body in ((f"{place}/what-if", f'{{"{key}": {value}}}'), (f"{place}/what-if/picture", f'{{"changes": {{"{key}": {value}}}}}')):  # fmt: skip
        assert client.post(address, content=body, headers=headers).status_code == 422


def test_every_key_of_what_if_can_be_asked_and_no_other(client: Client, place: str) -> None:
    from uncramp.web.api.activities import Changes

    assert set(Changes.model_fields) == set(KEYS)
    assert client.post(f"{place}/what-if", json={"furosemide": 0}).status_code == 422


def test_a_cramp_is_placed_changed_taken_out_and_put_back(client: Client, place: str) -> None:
    made = client.post(f"{place}/cramps", json={"muscle": "calf", "at_s": 12_000.0, "side": "right"})
    assert made.status_code == 201
    changed = client.put(f"{place}/cramps/{made.json()['entry_id']}", json={"muscle": "hamstrings", "at_s": 12_060.0}).json()
    assert (changed["muscle"], changed["at_s"]) == ("hamstrings", 12_060.0)
    assert len(client.get(place).json()["cramps"]) == 2
    gone = client.delete(f"{place}/cramps/{changed['entry_id']}").json()
    assert gone["at_s"] == 12_060.0
    assert len(client.get(place).json()["cramps"]) == 1
    assert client.delete(f"{place}/cramps/{changed['entry_id']}").status_code == 422
    page = place.removeprefix("/api")
    for expected in (changed, made.json(), None):  # undone one by one by the button of the page
        batch = client.get(f"{place}/last").json()["last"]["batch"]
        assert client.post(f"{page}/undo", data={"batch": batch}).status_code == 303
        assert client.post(f"{page}/undo", data={"batch": batch}).status_code == 422
        cramps = client.get(place).json()["cramps"]
        assert expected in cramps if expected else len(cramps) == 1


def test_an_answer_is_kept_with_what_it_was_computed_from(client: Client, place: str) -> None:
    page = place.removeprefix("/api")
    assert client.post(f"{page}/keep").status_code == 303
    now = client.get(f"{place}/assessment").json()
    (kept,) = client.get(f"{place}/assessments").json()["assessments"]
    made = now["provenance"]
    assert [kept[name] for name in ("version", "input_sha256", "evidence_sha256", "mechanism")] == [
        made[name] for name in ("version", "input_sha256", "evidence_sha256", "mechanism")
    ]
    assert kept["chance_frac"] == pytest.approx(now["chance_frac"]["mean"])
    assert f"by uncramp {made['version']}" in client.get(page).text
    batch = client.get(f"{place}/last").json()["last"]["batch"]
    assert client.post(f"{place}/undo", json={"batch": batch}).json()["what"] == "assessments"


@pytest.mark.parametrize("said", [{"muscle": "nose"}, {"muscle": "calf", "at_s": 1e6}, {"muscle": "calf", "side": "upper"}, {}, {"muscle": "calf", "at_s": -1}])  # fmt: skip
def test_a_cramp_that_cannot_be_is_refused(client: Client, place: str, said: dict[str, Any]) -> None:
    assert client.post(f"{place}/cramps", json=said).status_code == 422


def test_the_outcome_cannot_deny_a_cramp_of_the_diary(client: Client, place: str) -> None:
    assert client.put(f"{place}/outcome", json={"outcome": "none"}).status_code == 422
    assert client.put(f"{place}/outcome", json={"outcome": "cramp"}).json()["outcome"] == "cramp"


@pytest.mark.parametrize("name", ["0" * 16, "x", "../../etc"])
def test_an_activity_that_is_not_there_is_told(client: Client, place: str, name: str) -> None:
    assert place
    assert client.get(f"/api/activities/{name}").status_code in (404, 422)


def test_without_the_script_the_form_answers_with_a_page(client: Client, place: str) -> None:
    page = place.removeprefix("/api")
    text = client.post(page, data={"drink_l_h": "1.6"}).text
    assert "Dangerous: this is more than would be sweated" in text
    typed = {"muscle": "quadriceps", "side": "left", "at_s": "nonsense", "severity": "stop", "helped": "rest"}
    assert_refused_in_place(client.post(f"{page}/cramps", data=typed), typed, ["at_s"], "new-")
    made = client.post(f"{page}/cramps", data={"muscle": "calf", "at_s": "3:20"}, follow_redirects=False)
    assert made.status_code == 303
    entry = max(client.get(place).json()["cramps"], key=lambda one: one["at_s"])
    assert entry["at_s"] == 12_000.0
    typed = {"muscle": "calf", "at_s": "99:00"}
    refused = client.post(f"{page}/cramps", data=typed | {"entry": entry["entry_id"]})
    assert "after the finish" in assert_refused_in_place(refused, typed, ["at_s"], f"cramp-{entry['entry_id']}-")["at_s"]
    assert refused.text.count("<details open>") == 1, "the form that was sent is unfolded"
    assert client.post(f"{page}/cramps", data={"entry": "0" * 16, "muscle": "calf"}).status_code == 422
    taken = client.post(f"{page}/cramps", data={"entry": entry["entry_id"], "do": "remove"}, follow_redirects=True)
    assert f'action="{page}/undo"' in taken.text


def test_who_reads_imperial_units_reads_no_others(client: Client, place: str) -> None:
    address, american = place.removeprefix("/api"), {"accept-language": "en-US"}
    tried = {"drink_l_h": "1.6", "air_c": "30", "pace_ratio": "1"}
    for page in (client.get(address, headers=american).text, client.post(address, headers=american, data=tried).text):
        said = unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.partition('id="sources')[0], flags=re.DOTALL))
        assert re.findall(r".{30}(?:\d\s?|\s)(?:°C|L/h|km|m/s|kg|L)\b", said) == []
        assert {"°F", "oz/h", "mi", "fl oz"} <= set(re.findall(r"°F|oz/h|mi\b|fl oz", said))
    head, _numbers = picture(client, place, changes={"drink_l_h": 1.6}, units="imperial")
    assert "oz/h" in head["dangers"][0]


def test_no_inline_script_or_style_is_on_the_page(client: Client, place: str) -> None:
    answer = client.get(place.removeprefix("/api"))
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_the_description_of_the_api_names_every_address(client: Client, place: str) -> None:
    assert place
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/activities", "/api/demonstration", "/api/activities/{activity_id}/what-if"} <= set(paths)
