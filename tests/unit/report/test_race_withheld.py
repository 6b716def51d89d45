"""A plan that must not be followed, or whose reader asks a clinician, tells no amount on any face; and it is not written for a watch."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from plans import MEASURES, build_plan

from uncramp.errors import InputError
from uncramp.prevent.calendar import race_calendar
from uncramp.prevent.plan import OF_WATER_AND_SALT, RacePlan
from uncramp.prevent.workout import race_workout
from uncramp.report import race_words as words
from uncramp.report.race_card import race_card
from uncramp.report.race_document import race_document
from uncramp.report.race_page import render_race_page
from uncramp.report.race_terminal import race_view
from uncramp.report.screen import Screen
from uncramp.report.wording import Wording
from uncramp.why.answers import Caution

KINDS: dict[str, dict[str, Any]] = {
    "clinician": {"drinks_by": "clinician"},
    "check": {"see_check": True, "failing": "plasma_sodium"},
    "only check": {"see_check": True},
    **{name: {"failing": name} for name in ("drinking", "body_water", "plasma_sodium", "core")},
    "long": {"drinks_by": "thirst"},
}
URGENT = (
    Caution(
        "drinking_by_clinician",
        "You named heart failure: " + "how much to drink is for your clinician to say. " * 4,
        "clinician_soon",
    ),
    Caution(
        "diluting_medicine",
        "You named sertraline: ask before a long race. Do not stop a medicine because of this.",
        "clinician_soon",
    ),
    Caution("high_core", "Core temperature could pass 40 °C. " * 4 + "Cool the whole body at once.", "emergency"),
)
VOLUME = re.compile(r"\d\s*(ml|oz)\b")


def faces(plan: RacePlan, units: str) -> dict[str, str]:
    """What each face says, without signs of layout."""
    html = re.compile(r"<style.*?</style>|<svg.*?</svg>|src=\"[^\"]*\"|<[^>]+>", re.DOTALL)
    screens = {
        str(verbose): "\n".join(line.plain for line in race_view(plan, Screen(width=79, units=units, verbose=verbose)))
        for verbose in (False, True)
    }
    told = {**screens, "page": html.sub(" ", render_race_page(plan, units=units)), "card": html.sub(" ", race_card(plan, units))}
    return {name: re.sub(r"\s+", " ", text.replace("\u202f", " ")) for name, text in told.items()}


@pytest.mark.parametrize("units", ["metric", "imperial"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_face_tells_an_amount(kind: str, units: str) -> None:
    told = faces(build_plan(**KINDS[kind]), units)
    for name, text in told.items():
        # the margin of a limit is no drink
        shown = re.sub(r"[\d.]+ oz (to spare|beyond it)", "", text)
        assert not VOLUME.search(shown), (name, VOLUME.search(shown))
        assert "to drink, of" not in text
        assert "no more than this" not in text
        assert "stays below sweating on its own" not in text
    assert VOLUME.search(faces(build_plan(), units)["card"])  # so that the search can fail


@pytest.mark.parametrize("kind", KINDS)
def test_json_has_null_for_what_is_not_told(kind: str) -> None:
    document = race_document(build_plan(**KINDS[kind]))
    assert document["drinks"] == []
    for name in ("fluid_l", "sodium_mmol", "carbohydrate_g", "planned_fluid_l", "planned_sodium_mmol"):
        assert document["totals"][name] is None
    assert not {one["id"] for one in document["measures"]} & {"drinks", "sodium"}


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "long"])
def test_no_measure_of_water_and_salt_is_left(kind: str) -> None:
    assert not {one.id for one in build_plan(**KINDS[kind]).measures} & set(OF_WATER_AND_SALT)
    assert {one.id for one in MEASURES} & set(OF_WATER_AND_SALT)


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("clinician", "long")])
def test_what_is_not_to_be_followed_is_not_written_for_a_calendar_or_a_watch(kind: str) -> None:
    plan = build_plan(**KINDS[kind])
    for write in (race_calendar, race_workout):
        with pytest.raises(InputError, match="no safe plan was found"):
            write(plan)


def test_each_reason_is_said_in_its_own_words() -> None:
    told = {kind: words.no_drinks_text(build_plan(**KINDS[kind])) for kind in ("clinician", "core", "long")}
    told["nothing"] = words.no_drinks_text(build_plan(drinks=()))
    assert len(set(told.values())) == 4
    assert "clinician" in told["clinician"]
    assert "uncramp check" in told["core"]
    assert "thirst" in told["long"]
    assert words.no_drinks_text(build_plan()) == ""


@pytest.mark.parametrize("units", ["metric", "imperial"])
@pytest.mark.parametrize("kind", ["clinician", "core", "plain"])
def test_every_urgent_caution_is_whole_on_the_card(kind: str, units: str) -> None:
    plan = build_plan(**KINDS.get(kind, {}), cautions=URGENT)
    card = faces(plan, units)["card"]
    for one in URGENT:
        assert " ".join(Wording(units).local(one.text).split()).replace("\u202f", " ") in card
    front = race_card(plan, units).partition('class="quarter back"')[0]
    assert front.count('class="first"') >= 2


def test_a_plan_that_fails_says_it_on_every_face_and_does_not_name_its_own_time_as_the_nearest() -> None:
    caution = Caution("guard_fails", "No safe plan was found: Core temperature. Do not race to this plan.", "clinician_soon")
    plan = build_plan(failing="core", reaches_goal=False, cautions=(caution,))
    assert words.goal_text(plan) == ""
    for text in faces(plan, "metric").values():
        assert "Do not race to this plan." in text
        assert "This is the nearest" not in text


def test_the_command_refuses_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from uncramp.cli.main import run

    monkeypatch.setattr("uncramp.prevent.race.plan_race", lambda *_words, **_given: build_plan(failing="core"))
    for more in ((), ("--json",)):
        names = {flag: tmp_path / f"plan.{flag}" for flag in ("ics", "fit")}
        asked = [word for flag, path in names.items() for word in (f"--{flag}", str(path))]
        assert run(["prevent", "race", "marathon", "--start", "2027-05-02T09:00+02:00", *asked, *more]) == 2
        said = capfd.readouterr()
        assert "no safe plan was found" in said.out + said.err
        assert not any(path.exists() for path in names.values())
