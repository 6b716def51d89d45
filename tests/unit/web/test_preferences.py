"""Units, language, theme and first weekday follow the browser, can be changed, and are kept in the data folder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persons import Person

from uncramp.web.preferences import FILE, WEEKDAYS, Preferences, accepted_tags, resolved

US, GERMAN = "en-US,en;q=0.9", "de-DE,de;q=0.9,en;q=0.5"
TAGS = st.lists(st.tuples(st.sampled_from(["en", "de", "pt-BR", "en-US", "ar-EG", "*", ""]), st.floats(0, 1)), max_size=6)


@given(st.text(max_size=200))
def test_no_header_is_too_strange(accepted: str) -> None:
    shown, language = resolved(Preferences(), accepted)
    assert shown.units in ("metric", "imperial")
    assert language in ("en", "")


@given(TAGS)
def test_languages_come_in_the_order_in_which_they_are_wanted(wanted: list[tuple[str, float]]) -> None:
    header = ",".join(f"{tag};q={weight:.3f}" for tag, weight in wanted)
    known = [(f"{weight:.3f}", tag) for tag, weight in wanted if tag not in ("", "*")]
    expected = [tag for _weight, tag in sorted(known, key=lambda pair: -float(pair[0]))]
    assert accepted_tags(header) == [tag.replace("-", "_") for tag in expected]


@pytest.mark.parametrize(
    ("accepted", "units", "weekday"),
    [(US, "imperial", "sunday"), (GERMAN, "metric", "monday"), ("ar-EG", "metric", "saturday"), ("", "metric", "monday")],
)
def test_what_is_not_chosen_follows_the_browser(accepted: str, units: str, weekday: str) -> None:
    shown, _language = resolved(Preferences(), accepted)
    assert (shown.units, WEEKDAYS[shown.first_weekday], shown.theme, shown.weather_online) == (units, weekday, "browser", False)


def test_what_is_chosen_holds_and_is_kept(person: Person) -> None:
    assert 'data-theme="' not in person.get("/settings").text
    form = {"units": "imperial", "theme": "dark", "first_weekday": "saturday", "language": "browser"}
    assert person.post("/settings", data=form).status_code == 303
    page = person.get("/settings", headers={"accept-language": GERMAN})
    assert 'data-theme="dark"' in page.text
    again = Person(person.data)
    assert again.get("/api/settings").json()["chosen"] == {**form, "weather_online": False, "complete": False}
    assert "(lb)" in again.get("/diary/write/weigh_ins", headers={"accept-language": GERMAN}).text
    assert again.get("/api/today").json()["calendar"]["weekdays"][0] == WEEKDAYS.index("saturday")


@pytest.mark.parametrize(
    "body",
    [{"units": "stones"}, {"theme": "<b>"}, {"language": "../../etc"}, {"language": "xx"}, {"other": 1}, {"weather_online": "yes"}],
)
def test_what_cannot_be_chosen_is_refused(person: Person, body: dict[str, object]) -> None:
    assert person.ask("PUT", "/api/settings", json=body).status_code == 422
    assert not (person.data / FILE).exists()


def test_a_broken_file_chooses_nothing(person: Person) -> None:
    person.data.mkdir(parents=True, exist_ok=True)
    (person.data / FILE).write_text("{", encoding="utf-8")
    assert person.get("/api/settings").json()["chosen"] == Preferences().model_dump()
