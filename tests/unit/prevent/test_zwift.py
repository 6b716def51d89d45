"""Workouts for a trainer, parsed again by two parsers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from planned import WATER, session, sessions

from uncramp.errors import InputError
from uncramp.prevent.labels import one_line
from uncramp.prevent.plan import DrinkStop
from uncramp.prevent.session import PlannedSession, Step, Target
from uncramp.prevent.session_clock import step_durations_s
from uncramp.prevent.zwift import suits_zwift, zwift_workout

RIDE = (
    Step("warm_up", duration_s=600.0, target=Target(power_w=(80.0, 120.0))),
    Step("work", duration_s=2400.0, target=Target(power_w=(140.0, 160.0)), note="Fan off."),
    Step("cool_down", duration_s=300.0, target=Target(power_w=(60.0, 90.0))),
)
HEAT = session(*RIDE, kind="heat", sport="indoor_cycling")


def texts(content: bytes) -> list[tuple[int, str]]:
    """Second of the session and message of each text."""
    found, start = [], 0
    for block in ET.fromstring(content).find("workout") or []:
        found += [(start + int(event.attrib["timeoffset"]), event.attrib["message"]) for event in block]
        start += int(block.attrib["Duration"])
    return found


indoor = sessions(steps_count=12).filter(lambda one: one.steps).map(
    lambda one: replace(one, sport="running" if len(one.title) % 2 else "indoor_cycling")
)  # fmt: skip
drinks = st.lists(
    st.builds(lambda minute, what: replace(WATER, at_min=minute, what=what), st.floats(0.0, 600.0), st.text(max_size=20))
)


@given(planned=indoor, taken=drinks)
def test_a_session_is_read_back_with_every_step_and_text(planned: PlannedSession, taken: list[DrinkStop]) -> None:
    content = zwift_workout(planned, drinks=taken)
    assert content == zwift_workout(planned, drinks=taken)
    root = ET.fromstring(content)
    assert etree.tostring(etree.fromstring(content), method="c14n") == ET.canonicalize(content.decode()).encode()
    assert (root.findtext("name") or "") == one_line(planned.title)
    lengths = [int(block.attrib["Duration"]) for block in root.find("workout") or []]
    assert len(lengths) == len(planned.steps)
    assert all(abs(length - seconds) <= 1.0 for length, seconds in zip(lengths, step_durations_s(planned), strict=True))
    said = texts(content)
    assert said == sorted(said, key=lambda text: text[0])
    assert sum(message.endswith(", if thirsty") for _, message in said) >= sum(
        drink.at_min * 60.0 < sum(lengths) for drink in taken
    )
    assert {one_line(step.note) for step in planned.steps} - {""} <= {
        note
        for _, message in said
        for note in [message, *(message[: message.rfind(part)].strip() for part in ("Pace", "Heart rate"))]
    }


def test_power_is_in_watts_whatever_the_rider_can() -> None:
    root = ET.fromstring(zwift_workout(HEAT))
    assert root.findtext("ftpOverride") == "100"
    blocks = [(block.tag, {name: float(value) for name, value in block.attrib.items()}) for block in root.find("workout") or []]
    assert blocks == [
        ("Warmup", {"Duration": 600.0, "PowerLow": 0.8, "PowerHigh": 1.2}),
        ("SteadyState", {"Duration": 2400.0, "Power": 1.5}),
        ("Cooldown", {"Duration": 300.0, "PowerLow": 0.9, "PowerHigh": 0.6}),
    ]


def test_in_the_heat_it_reminds_of_thirst_and_names_no_amount() -> None:
    assert texts(zwift_workout(HEAT)) == [(600, "Fan off."), *((at, "Drink if you are thirsty.") for at in (900, 1800, 2700))]
    assert texts(zwift_workout(replace(HEAT, kind="easy"))) == [(600, "Fan off.")]


def test_planned_drinks_take_the_place_of_the_reminder() -> None:
    said = texts(zwift_workout(HEAT, drinks=(replace(WATER, at_min=20.0), replace(WATER, at_min=90.0)), units="imperial"))
    assert said == [(600, "Fan off."), (1200, "Up to 5 oz water, if thirsty")]


def test_what_the_trainer_does_not_hold_is_said() -> None:
    steps = (
        Step("work", duration_s=60.0, target=Target(heart_rate_bpm=(120.0, 140.0))),
        Step("work", duration_s=60.0, target=Target(pace_s_per_km=(300.0, 330.0))),
        Step("recover", duration_s=60.0),
    )
    content = zwift_workout(session(*steps, sport="treadmill_running"))
    assert texts(content) == [(0, "Heart rate 120 to 140"), (60, "Pace 5:00/km to 5:30/km")]
    assert ET.fromstring(content).findtext("sportType") == "run"
    assert b"ftpOverride" not in content


@pytest.mark.parametrize(
    ("planned", "words"),
    [(session(kind="rest"), "no steps"), (session(Step("work", duration_s=60.0), sport="swimming"), "Zwift does not have")],
)
def test_what_cannot_be_written_says_why(planned: PlannedSession, words: str) -> None:
    with pytest.raises(InputError, match=words):
        zwift_workout(planned)


def test_sessions_for_a_trainer_are_cycled_or_in_the_heat() -> None:
    run = session(Step("work", duration_s=60.0))
    assert [suits_zwift(one) for one in (HEAT, replace(HEAT, kind="long"), replace(run, kind="heat"), run, replace(HEAT, steps=()))] == [
        True, True, True, False, False,
    ]  # fmt: skip
    zwift_workout(replace(run, kind="heat"))
