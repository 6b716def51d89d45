"""Each drawing is true: limbs reach what they hold, and the joints stand so that the named muscle is long."""

from __future__ import annotations

import math
import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.relieve.drawings import Drawing, drawings
from uncramp.relieve.poses import (
    FOREARM,
    SHIN,
    THIGH,
    UPPER_ARM,
    Figure,
    Leg,
    angle_at,
    distance,
    figure,
    minus,
    two_bones,
)
from uncramp.relieve.protocols import protocols

TABLE = tomllib.loads((files("uncramp.relieve") / "drawings.toml").read_text(encoding="utf-8"))
STRAIGHT_DEG = 172  # a knee bent by more is seen to be bent
SAYS_STRAIGHT = re.compile(r"(knees?|legs?) straight|straight(en the)? (knee|leg)", re.IGNORECASE)
PEOPLE = [(key, who) for key, row in TABLE.items() for who in ("person", "partner") if who in row]


def hip_extension(person: Figure, leg: Leg) -> float:
    """Degrees that the thigh is behind the line of the trunk; bent forward is negative."""
    down, thigh = minus(person.hip, person.neck), minus(leg.knee, leg.hip)
    cross, dot = down[0] * thigh[1] - down[1] * thigh[0], down[0] * thigh[0] + down[1] * thigh[1]
    return math.degrees(math.atan2(person.facing * cross, dot))


def knee(leg: Leg) -> float:
    return angle_at(leg.knee, leg.hip, leg.ankle)


def foot_to_shin(leg: Leg) -> float:
    """Degrees between shin and foot: 90 in standing, less with the toes pulled up."""
    shin, foot = minus(leg.knee, leg.ankle), minus(leg.ball, leg.heel)
    return angle_at((0.0, 0.0), shin, foot)


def is_long(drawing: Drawing) -> bool:
    """Whether the joints that the muscle crosses stand so that it is longer than in quiet standing."""
    person = drawing.person
    assert person
    leg = person.near_leg if drawing.limb == "near" else person.far_leg
    arm = person.near_arm
    bend = angle_at(arm.wrist, arm.elbow, arm.fingers)
    overhead = angle_at((0.0, 0.0), minus(arm.wrist, arm.shoulder), minus(person.neck, person.hip))
    up = distance(leg.toes, leg.knee) < distance(leg.ball, leg.knee)
    extension = hip_extension(person, leg)
    return {
        "calf": knee(leg) > STRAIGHT_DEG and foot_to_shin(leg) < 80,
        "hamstrings": knee(leg) > STRAIGHT_DEG and extension < -60,
        "quadriceps": knee(leg) < 75 and extension > -15,
        "foot_arch": angle_at(leg.ball, leg.heel, leg.toes) < 125 and up,
        "shin": foot_to_shin(leg) > 120,
        "inner_thigh": abs(extension) > 25,
        "hip_flexor": extension > 10,
        "buttock": extension < -90,
        "abdominal_wall": extension > 10 or overhead < 60,
        "forearm": angle_at(arm.elbow, arm.shoulder, arm.wrist) > 165 and bend < 120,
        "hand": bend < 120,
    }[drawing.muscle]


@pytest.mark.parametrize("name", [name for name, drawing in drawings().items() if drawing.person])
def test_the_muscle_is_long_in_the_drawing(name: str) -> None:
    assert is_long(drawings()[name])


def test_a_knee_is_straight_where_the_words_say_so() -> None:
    ways = [way for muscle in protocols().muscles.values() for way in muscle.ways]
    straight = {way.drawing for way in ways if SAYS_STRAIGHT.search(f"{way.text} {drawings()[way.drawing].title}")}
    assert {name.rpartition("_")[0] for name in straight} >= {"calf", "hamstrings", "inner_thigh"}
    for name in straight:
        person, limb = drawings()[name].person, drawings()[name].limb
        assert person
        assert knee(person.near_leg if limb == "near" else person.far_leg) > STRAIGHT_DEG, name


def test_a_muscle_that_is_not_long_is_seen() -> None:
    standing = {"ankle": [0, 146], "foot": 0}
    row = {
        "hip": [0, 70],
        "trunk": 90,
        "near": standing,
        "far": standing,
        "near_arm": {"hand": [4, 70]},
        "far_arm": {"hand": [4, 70]},
    }
    shown = drawings()["calf_standing"]
    for muscle in protocols().muscles:
        plain = Drawing("x", "x", muscle, "near", figure(row), None, (), (), {}, (), None, ())
        assert not is_long(plain), muscle
    assert shown.muscle == "calf"


@pytest.mark.parametrize(("name", "who"), PEOPLE, ids=str)
def test_hands_and_feet_are_where_they_are_put(name: str, who: str) -> None:
    row = TABLE[name][who]
    person = figure(row)
    for side in ("near", "far"):
        assert distance(getattr(person, f"{side}_leg").ankle, tuple(row[side]["ankle"])) < 2, side
        assert distance(getattr(person, f"{side}_arm").wrist, tuple(row[f"{side}_arm"]["hand"])) < 2, side


@pytest.mark.parametrize(("name", "who"), PEOPLE, ids=str)
def test_nobody_stands_in_the_ground(name: str, who: str) -> None:
    ground = [numbers[0] for kind, *numbers in TABLE[name].get("scene", ()) if kind == "ground"]
    person = figure(TABLE[name][who])
    lowest = max(y for leg in (person.near_leg, person.far_leg) for _x, y in (leg.knee, leg.heel, leg.ball, leg.toes))
    lowest = max(lowest, *(y for arm in (person.near_arm, person.far_arm) for _x, y in (arm.elbow, arm.wrist)))
    assert lowest <= min(ground, default=math.inf) + 3


@given(
    start=st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    angle=st.floats(0, 360),
    gap=st.floats(1, 200),
    bend=st.sampled_from((1, -1)),
)
def test_bones_keep_their_length(start: tuple[float, float], angle: float, gap: float, bend: int) -> None:
    end = (start[0] + gap * math.cos(math.radians(angle)), start[1] + gap * math.sin(math.radians(angle)))
    for upper, lower in ((THIGH, SHIN), (UPPER_ARM, FOREARM)):
        joint, reached = two_bones(start, end, upper, lower, bend)
        assert distance(start, joint) == pytest.approx(upper, abs=1e-6)
        assert distance(joint, reached) == pytest.approx(lower, abs=1e-6)
        assert distance(start, reached) <= gap + 1e-6


def test_every_drawing_is_of_a_way_and_of_its_muscle() -> None:
    shown = {(way.drawing, muscle.id) for muscle in protocols().muscles.values() for way in muscle.ways}
    assert {name for name, _muscle in shown} == set(drawings())
    assert [(name, muscle) for name, muscle in shown if drawings()[name].muscle != muscle] == []


def test_a_partner_is_drawn_where_there_is_one_and_water_where_there_is_water() -> None:
    for muscle in protocols().muscles.values():
        for way in muscle.ways:
            drawing = drawings()[way.drawing]
            assert way.partner == bool(drawing.partner or "partner" in drawing.strokes), way.drawing
            assert (way.place == "water") == ("water" in dict(drawing.scene)), way.drawing


@pytest.mark.parametrize("name", ["hand_sitting", "hand_standing", "hand_partner"])
def test_the_fingers_are_bent_to_the_side_away_from_the_palm(name: str) -> None:
    drawing = drawings()[name]
    line = max(drawing.strokes["near"], key=len)
    assert drawing.band
    assert distance(line[-1], drawing.band[-1]) > 8
