"""The drawn person: a pose is where hips, hands and feet are; knees and elbows follow from the lengths of the limbs.

The numbers are places in a drawing (right and down, as a screen has them), and no science: a standing person is 147 high.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Point = tuple[float, float]

TRUNK, THIGH, SHIN, UPPER_ARM, FOREARM, PALM = 46.0, 38.0, 38.0, 25.0, 25.0, 13.0
HEEL, BALL, TOES = 5.0, 12.0, 6.0  # from the ankle along the foot
SOLE: Final = 4.0  # below the ankle
NECK_TO_HEAD: Final = 13.0
HIP_HALF, SHOULDER_HALF = 8.0, 14.0  # seen from the front


@dataclass(frozen=True, slots=True)
class Leg:
    """From the hip to the toes."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toes: Point


@dataclass(frozen=True, slots=True)
class Arm:
    """From the shoulder to the finger tips."""

    shoulder: Point
    elbow: Point
    wrist: Point
    fingers: Point


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a drawing."""

    hip: Point
    neck: Point
    head: Point
    near_leg: Leg
    far_leg: Leg
    near_arm: Arm
    far_arm: Arm
    facing: int  # 1 to the right, -1 to the left; on the back with the head to the left is 1
    front: bool  # seen from the front or from above, not from the side


def figure(row: Mapping[str, Any]) -> Figure:
    """A person from the ``[….person]`` or ``[….partner]`` table of ``drawings.toml``."""
    hip, facing, front = _point(row["hip"]), int(row.get("facing", 1)), bool(row.get("front", False))
    neck = along(hip, row["trunk"], TRUNK)
    across = along((0.0, 0.0), row["trunk"] - 90, 1.0) if front else (0.0, 0.0)
    shoulder = between(neck, hip, 0.09)
    side = {"near": 1.0, "far": -1.0}

    def leg(name: str) -> Leg:
        start = plus(hip, across, side[name] * HIP_HALF)
        spec = row[name]
        return _leg(start, spec, int(side[name]) * int(spec.get("bend", 1)) if front else facing * int(spec.get("bend", 1)), facing)

    def arm(name: str) -> Arm:
        start = plus(shoulder, across, side[name] * SHOULDER_HALF)
        spec = row[f"{name}_arm"]
        bend = int(spec.get("bend", 1)) * (int(side[name]) if front else -facing)
        wrist = _point(spec["hand"])
        elbow, wrist = two_bones(start, wrist, UPPER_ARM, FOREARM, bend)
        way = math.degrees(math.atan2(elbow[1] - wrist[1], wrist[0] - elbow[0]))
        return Arm(start, elbow, wrist, along(wrist, spec.get("palm", way), PALM if "palm" in spec else PALM / 2))

    head = along(neck, row.get("head", row["trunk"]), NECK_TO_HEAD)
    return Figure(hip, neck, head, leg("near"), leg("far"), arm("near"), arm("far"), facing, front)


def two_bones(start: Point, end: Point, upper: float, lower: float, bend: int) -> tuple[Point, Point]:
    """The joint between two bones, and where the second ends; ``end`` too far away is only pointed at."""
    gap = distance(start, end)
    if gap > upper + lower:
        end = between(start, end, (upper + lower) / gap)
        gap = upper + lower
    ahead = (upper**2 - lower**2 + gap**2) / (2 * gap)
    aside = math.sqrt(max(upper**2 - ahead**2, 0.0))
    x, y = (end[0] - start[0]) / gap, (end[1] - start[1]) / gap
    return (start[0] + ahead * x + bend * aside * y, start[1] + ahead * y - bend * aside * x), end


def along(start: Point, angle: float, length: float) -> Point:
    """The point ``length`` away in the direction of ``angle``: degrees, 0 to the right, 90 up."""
    return start[0] + length * math.cos(math.radians(angle)), start[1] - length * math.sin(math.radians(angle))


def between(start: Point, end: Point, part: float) -> Point:
    """The point that lies ``part`` of the way from ``start`` to ``end``."""
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def plus(start: Point, way: Point, times: float = 1.0) -> Point:
    """``start`` moved by ``way``, that many times."""
    return start[0] + times * way[0], start[1] + times * way[1]


def minus(end: Point, start: Point) -> Point:
    """The way from ``start`` to ``end``."""
    return end[0] - start[0], end[1] - start[1]


def distance(start: Point, end: Point) -> float:
    """How far apart two points are."""
    return math.hypot(end[0] - start[0], end[1] - start[1])


def aside(start: Point, end: Point, by: float, side: int) -> Point:
    """The way across the line from ``start`` to ``end``: with side 1, to its left as it is walked on the screen."""
    gap = distance(start, end) or 1.0
    return side * by * (end[1] - start[1]) / gap, -side * by * (end[0] - start[0]) / gap


def angle_at(joint: Point, one: Point, other: Point) -> float:
    """Degrees between the two lines that meet in ``joint``; 180 is straight."""
    first, second = (one[0] - joint[0], one[1] - joint[1]), (other[0] - joint[0], other[1] - joint[1])
    cosine = (first[0] * second[0] + first[1] * second[1]) / (math.hypot(*first) * math.hypot(*second))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _leg(hip: Point, spec: Mapping[str, Any], bend: int, facing: int) -> Leg:
    knee, ankle = two_bones(hip, _point(spec["ankle"]), THIGH, SHIN, bend)
    foot = spec["foot"]
    under = along((0.0, 0.0), foot - 90 * facing, SOLE)
    ball = plus(along(ankle, foot, BALL), under)
    heel = plus(along(ankle, foot + 180, HEEL), under)
    return Leg(hip, knee, ankle, heel, ball, along(ball, spec.get("toes", foot), TOES))


def _point(pair: Any) -> Point:
    x, y = pair
    return float(x), float(y)
