"""The drawings of ``relieve/`` as SVG: the body thick, a partner hollow, the stretched muscle striped, the pull an arrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from uncramp.relieve.drawings import Drawing, drawings
from uncramp.relieve.poses import Arm, Figure, Leg, Point, angle_at, aside, between, minus, plus
from uncramp.texts import _

Line = tuple[Point, ...]
View = tuple[float, ...]
"""Left, top, width and height of what is shown."""

MARGIN: Final = 13.0
LIMB_HALF: Final = 4.5  # half the width of a limb: how far from its middle a muscle lies
TRUNK_HALF: Final = 7.0
ARROW_HEAD: Final = (
    '<marker id="tip" viewBox="-12 -7 14 14" refX="-3" refY="0" markerWidth="14" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto">'
    '<path d="M0 0l-11 6v-12z"/></marker>'
)
"""What every pull ends in."""
WAVE, WATER_HALF = 10, 300
STRAIGHT: Final = 178.0  # degrees: a joint that need not be drawn
STANDALONE_STYLE: Final = (
    "svg{fill:none;stroke:#222;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}.k{stroke:#888}.r{stroke:#888;fill:#ddd}"
    ".b{stroke-width:8}.t{stroke-width:14}.f{stroke:#999;stroke-width:7}.o{stroke-width:9}.a,.w{stroke:#fff;stroke-width:5}"
    ".a{stroke-width:10}.h{stroke-width:19}.e{stroke:#fff;stroke-width:15}"
    ".p{marker-end:url(#tip)}#tip path{marker:none;fill:#e0560f;stroke:none}.m{stroke:#e0560f;stroke-width:8;stroke-linecap:butt;stroke-dasharray:3 1.5}.p{stroke:#e0560f;stroke-width:3.5}"
)
"""The look of a drawing outside a page that has its own style sheet, as on paper."""


def draw_way(name: str, *, standalone: bool = False) -> Markup:
    """The drawing of a way to lengthen a muscle; see :func:`draw`.

    Examples
    --------
    >>> draw_way("calf_standing").startswith("<svg")
    True
    """
    return draw(drawings()[name], standalone=standalone)


def draw(drawing: Drawing, *, standalone: bool = False) -> Markup:
    """One drawing as an ``svg`` element with a title.

    ``standalone`` gives it colours of its own; else they come from the page's style sheet, and the page holds each of
    :func:`shared` once, its id with x- before it.
    """
    parts: list[str] = []
    view = drawing.view or _view(drawing)
    if standalone:
        parts.append(f"<style>{STANDALONE_STYLE}</style>{ARROW_HEAD}")
    parts += [part for kind, numbers in drawing.scene for part in _scenery(kind, numbers, view, standalone=standalone)]
    if drawing.person and not drawing.person.front:
        parts.append(_path("f", _seen([_leg_line(drawing.person.far_leg), _arm_line(drawing.person.far_arm)], view)))
    parts += _stroked(drawing)
    if drawing.partner:
        parts += _partner(drawing.id, drawing.partner, view)
    if drawing.person:
        parts += _person(drawing.person, view)
    parts.append(_path("m", [muscle_band(drawing)]))
    parts += [_path("p", [pull]) for pull in drawing.pulls]
    title = escape(_(drawing.title))
    box = " ".join(f"{number:.0f}" for number in view)
    size = f' width="{view[2]:.0f}" height="{view[3]:.0f}" xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    return Markup(f'<svg viewBox="{box}" role="img" aria-label="{title}"{size}>{"".join(parts)}</svg>')  # noqa: S704 - made here


def muscle_band(drawing: Drawing) -> Line:
    """Where the stretched muscle lies in the drawing, as a line along it."""
    if drawing.band or drawing.person is None:
        return drawing.band
    person = drawing.person
    leg: Leg = getattr(person, f"{drawing.limb}_leg")
    arm: Arm = getattr(person, f"{drawing.limb}_arm")
    front = person.facing
    if drawing.muscle in ("forearm", "hand"):
        # a hand bent back leaves the palm's side of the arm on the outside of the bend
        (x, y), (u, v) = minus(arm.wrist, arm.elbow), minus(arm.fingers, arm.wrist)
        front = 1 if x * v - y * u > 0 else -1
        palm = _beside(arm.wrist, arm.fingers, 0.2, 0.9, LIMB_HALF, front)
        return palm if drawing.muscle == "hand" else (*_beside(arm.elbow, arm.wrist, 0.05, 0.95, LIMB_HALF, front), *palm)
    if drawing.muscle == "inner_thigh":
        return _beside(leg.hip, leg.knee, 0.05, 0.9, LIMB_HALF, -1 if drawing.limb == "near" else 1)
    along_leg = {
        "calf": (leg.knee, leg.ankle, 0.05, 0.75, -front),
        "shin": (leg.knee, leg.ankle, 0.1, 0.95, front),
        "hamstrings": (leg.hip, leg.knee, 0.15, 0.98, -front),
        "quadriceps": (leg.hip, leg.knee, 0.2, 1.0, front),
        "foot_arch": (leg.heel, leg.ball, 0.0, 1.0, -front),
        "abdominal_wall": (person.neck, person.hip, 0.3, 0.9, front),
    }
    if drawing.muscle in along_leg:
        start, end, first, last, side = along_leg[drawing.muscle]
        by = TRUNK_HALF if drawing.muscle == "abdominal_wall" else LIMB_HALF if drawing.muscle != "foot_arch" else 2.0
        return _beside(start, end, first, last, by, side)
    side, reach = (-front, 0.4) if drawing.muscle == "buttock" else (front, 0.35)
    return (
        plus(between(person.hip, person.neck, 0.3), aside(person.neck, person.hip, TRUNK_HALF, side)),
        plus(person.hip, aside(person.neck, leg.knee, TRUNK_HALF + 1, side)),
        plus(between(leg.hip, leg.knee, reach), aside(leg.hip, leg.knee, LIMB_HALF, side)),
    )


def _beside(start: Point, end: Point, first: float, last: float, by: float, side: int) -> tuple[Point, Point]:
    way = aside(start, end, by, side)
    return plus(between(start, end, first), way), plus(between(start, end, last), way)


def _person(person: Figure, view: View) -> list[str]:
    legs, arms = [_leg_line(person.near_leg)], [_arm_line(person.near_arm)]
    if person.front:
        legs, arms = [*legs, _leg_line(person.far_leg)], [*arms, _arm_line(person.far_arm)]
    return [
        _path("t", _trunk(person)),
        _head("h", person.head),
        *([_path("b", legs)] if (legs := _seen(legs, view)) else []),
        _path("a", arms),  # a rim of paper, so that an arm is seen before the body
        _path("b", arms),
    ]


def _partner(name: str, person: Figure, view: View) -> list[str]:
    lines = [*_trunk(person), *(_leg_line(leg) for leg in (person.far_leg, person.near_leg)), _arm_line(person.far_arm)]
    return _hollow(f"p-{name}", _seen([*lines, _arm_line(person.near_arm)], view), person.head)


def _hollow(name: str, lines: Sequence[Line], head: Point | None) -> list[str]:
    """A thick line with a thinner one of the paper's colour in it."""
    path = _path("", lines).replace("<path", f'<path id="{name}"')
    return [f'<g class="o">{path}</g><use class="w" href="#{name}"/>', *((_head("h", head), _head("e", head)) if head else ())]


def _head(kind: str, at: Point) -> str:
    """A point, drawn as wide as a head is."""
    return f'<path class="{kind}" d="M{at[0]:.0f} {at[1]:.0f}h0"/>'


def _trunk(person: Figure) -> list[Line]:
    if not person.front:
        return [(person.hip, person.neck)]
    left, right = person.near_leg.hip, person.far_leg.hip
    return [(person.near_arm.shoulder, person.far_arm.shoulder, right, left, person.near_arm.shoulder)]


def _leg_line(leg: Leg) -> Line:
    bent = angle_at(leg.ball, leg.heel, leg.toes) < STRAIGHT
    return (leg.hip, leg.knee, leg.ankle, leg.heel, *((leg.ball,) if bent else ()), leg.toes)


def _arm_line(arm: Arm) -> Line:
    bent = angle_at(arm.wrist, arm.elbow, arm.fingers) < STRAIGHT
    return (arm.shoulder, arm.elbow, *((arm.wrist,) if bent else ()), arm.fingers)


def _stroked(drawing: Drawing) -> list[str]:
    parts = [_path("f", drawing.strokes["far"])] if "far" in drawing.strokes else []
    if "partner" in drawing.strokes:
        parts += _hollow(f"p-{drawing.id}", drawing.strokes["partner"], drawing.partner_head)
    return parts + ([_path("b", drawing.strokes["near"])] if "near" in drawing.strokes else [])


def _scenery(kind: str, numbers: Sequence[float], view: View, *, standalone: bool) -> list[str]:
    left, top, width, height = view
    if kind == "ground":
        return [f'<path d="M{left:.0f} {numbers[0]:.0f}h{width:.0f}"/>']
    if kind == "water":
        return _shared("water", 0.0, numbers[0], standalone=standalone)
    if kind == "wall":
        numbers = (numbers[0], top - 2, width, height + 4)
    if kind in ("bike", "hand"):
        return _shared(kind, *numbers, standalone=standalone)
    if kind == "cloth":
        return [_path("", [tuple(zip(numbers[::2], numbers[1::2], strict=True))])]
    x, y, wide, high = numbers
    return [f'<path class="r" d="M{x:.0f} {y:.0f}h{wide:.0f}v{high:.0f}h{-wide:.0f}z"/>']


def shared() -> Mapping[str, str]:
    """What many drawings have, drawn once: id -> its lines, round 0, 0.

    The pedals of the bicycle are at 0, 0, its saddle at -16, -43, its handlebar at 32, -44. The hand is
    open, seen from the palm, its arm cut off at 0, 0.
    """
    wheels = "".join(f'<circle cx="{x}" cy="-2" r="19"/>' for x in (-27, 39))
    frame = ((-27, -2), (0, 0), (27, -35), (-12, -32), (-27, -2))
    seat, bar = ((0, 0), (-16, -42), (-22, -43), (-9, -43)), ((39, -2), (26, -42), (35, -44))
    palm = ((-5, 0), (-6, -42), (-10, -60), (10, -60), (6, -42), (5, 0), (0, -36), (-2, -56), (4, -56))
    fingers = [
        ((-10, -60), (-20, -88)),
        ((-3, -62), (-6, -98)),
        ((4, -62), (8, -98)),
        ((10, -59), (22, -86)),
        ((-6, -44), (-26, -56)),
    ]
    waves = f"M{-WATER_HALF} 0q{WAVE // 2}-5 {WAVE} 0" + f"t{WAVE} 0" * (2 * WATER_HALF // WAVE)
    return {
        "bike": f'<g class="k">{wheels}{_path("", [frame, seat, bar])}</g>',
        "hand": _path("b", [palm, *fingers]),
        "water": f'<path d="{waves}"/>',
    }


def _shared(name: str, x: float, y: float, *, standalone: bool) -> list[str]:
    if standalone:
        return [f'<g transform="translate({x:.0f} {y:.0f})">{shared()[name]}</g>']
    return [f'<use href="#x-{name}" x="{x:.0f}" y="{y:.0f}"/>']


def _view(drawing: Drawing) -> View:
    """The box round everything that is drawn, without what reaches over the whole drawing."""
    points = [point for pull in drawing.pulls for point in pull] + list(drawing.band)
    points += [point for lines in drawing.strokes.values() for line in lines for point in line]
    for person in (drawing.person, drawing.partner):
        if person:
            points += [
                *_leg_line(person.near_leg),
                *_leg_line(person.far_leg),
                *_arm_line(person.near_arm),
                *_arm_line(person.far_arm),
            ]
            points += [person.hip, person.neck, person.head]
    for kind, numbers in drawing.scene:
        if kind == "wall":
            points.append((numbers[0] - 2, points[0][1]))
        if kind == "hand":
            points += [(numbers[0] - 26, numbers[1] - 98), (numbers[0] + 22, numbers[1])]
        if kind == "bike":
            points += [(numbers[0] - 40, numbers[1]), (numbers[0] + 52, numbers[1] + 12)]
    left, top = min(x for x, _y in points) - MARGIN, min(y for _x, y in points) - MARGIN
    return left, top, max(x for x, _y in points) + MARGIN - left, max(y for _x, y in points) + MARGIN - top


def _path(kind: str, lines: Iterable[Line]) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<path{named} d="{"".join(_steps(line) for line in lines)}"/>'


def _seen(lines: Sequence[Line], view: View) -> list[Line]:
    """Lines of which a part is in the drawing, where it shows no more than a part of the people."""
    left, top, width, height = view
    return [line for line in lines if any(left < x < left + width and top < y < top + height for x, y in line)]


def _steps(line: Line) -> str:
    """A line as whole numbers, each step from the one before: as short as a path can be."""
    placed = [(round(x), round(y)) for x, y in line]
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(placed)]
    numbers = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0)).replace(" -", "-")
    return f"M{placed[0][0]} {placed[0][1]}l{numbers}" if numbers else ""
