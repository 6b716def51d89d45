"""One cramp, step by step: what is said and how long it is held. No clock and no keys here; the faces have those."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.names import SIDES, one_of
from uncramp.relieve.protocols import PHASES, PLACES, Muscle, Step, Way, find_muscle, protocols


@dataclass(frozen=True, slots=True)
class ReliefParameters:
    """Fields of ``evidence/relief.toml``: how long to hold, how often, and how long the threshold stays low."""

    ready_s: Floats
    hold_s: Floats
    rest_s: Floats
    repeats_count: Floats
    low_threshold_min: Floats
    longest_try_min: Floats


@dataclass(frozen=True, slots=True)
class Guide:
    """What to do about one cramp, in order."""

    muscle: Muscle
    side: str  # one of names.SIDES, "" when not said
    way: Way
    others: tuple[Way, ...]  # other ways for the same muscle
    first: tuple[Step, ...]
    hold: tuple[Step, ...]
    after: tuple[Step, ...]
    cautions: tuple[Step, ...]
    ready_s: float  # to get into position
    hold_s: float
    rest_s: float  # between two holds
    repeats_count: int
    low_threshold_min: float  # for how long after it the next cramp comes more easily
    longest_try_min: float  # a cramp that lasts longer is a reason to ask for help


def guide(muscle: str, *, side: str = "", partner: bool = False, place: str = "") -> Guide:
    """The guide for one muscle, by its id or any name people use for it.

    Where no way is as asked, the place counts more than the partner, whose help one can do without.

    Raises
    ------
    InputError
        If the muscle, side or place is not known, with the nearest ones.
    """
    found = find_muscle(muscle)
    way = _nearest_way(found, partner, one_of(place, PLACES, "place") if place else "")
    timing = central(ReliefParameters, "relief")
    by_phase = {phase: tuple(step for step in protocols().steps if step.phase == phase) for phase in PHASES}
    return Guide(
        found,
        one_of(side, SIDES, "side") if side else "",
        way,
        tuple(other for other in found.ways if other is not way),
        by_phase["first"],
        by_phase["hold"],
        by_phase["after"],
        by_phase["caution"],
        timing.ready_s.item(),
        timing.hold_s.item(),
        timing.rest_s.item(),
        round(timing.repeats_count.item()),
        timing.low_threshold_min.item(),
        timing.longest_try_min.item(),
    )


def _nearest_way(muscle: Muscle, partner: bool, place: str) -> Way:
    """The first way that fits best; one who is alone gets none for two as long as there is another."""
    return min(  # the first of equals
        muscle.ways,
        key=lambda way: (way.partner and not partner, bool(place) and way.place != place, way.partner != partner),
    )
