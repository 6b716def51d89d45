"""Tally of a chunk: what is kept of its runners, and sums that are the same however the field is cut into chunks."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from uncramp.ensemble.course import segment_times
from uncramp.ensemble.field import LONGEST_H, Field
from uncramp.ensemble.fold import count_by_clock
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.sampling import joined
from uncramp.minutes import Floats, Integers
from uncramp.units import S_PER_H, S_PER_MIN

CLOCK_STEP_S: Final = 30.0 * S_PER_MIN
"""Cramps are counted by the half-hour of the clock, which is how long a helper is busy with two or three."""

COUNTS_OF_ONE: Final = 2.0**34
"""Chances are summed as whole numbers, of which so many are one: no order of adding changes the sum."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept of a chunk; arrays of shape [runner, draw] unless said."""

    runners: Runners
    possible_frac: Floats  # whether the draw counts: all do where no draw could
    never_frac: Floats  # [runner] 1 where no draw could, else 0
    step_index: Integers  # by how many steps slower than meant
    time_ratio: Floats  # finish over that meant
    muscle_frac: Floats  # [muscle, runner, draw] chance that the first cramp is in this muscle
    serious_frac: Floats
    lowest_plasma_sodium_mmol_l: Floats
    final_plasma_sodium_mmol_l: Floats
    highest_core_c: Floats
    sweat_l: Floats
    sweat_sodium_mmol: Floats
    drunk_l: Floats
    mass_change_frac: Floats
    segment_counts: Integers  # [wave, muscle, segment, draw] first cramps; COUNTS_OF_ONE are one
    clock_counts: Integers  # [segment, half-hour, draw] the same by the clock, half-hours from midnight before the start
    failures: tuple[str, ...]

    @property
    def cramp_frac(self) -> Floats:
        """Chance of a cramp."""
        return np.asarray(self.muscle_frac.sum(axis=0))

    @property
    def finish_s(self) -> Floats:
        """From the start to the finish, as slow as the runner had to go."""
        return np.asarray(self.runners.leg_s.sum(axis=1)[:, None] * self.time_ratio)

    @property
    def could_frac(self) -> Floats:
        """1 where the runner could have done it in that draw, else 0; nothing but 0 where no draw could."""
        return self.possible_frac * (1.0 - self.never_frac[:, None])


COUNTS: Final = ("segment_counts", "clock_counts")
"""Sums over the runners of a chunk."""

ALONG_RUNNERS: Final = {"muscle_frac": 1}
"""Axis of runners of an array, where it is not the first."""


def tally_of(field: Field, runners: Runners, outcomes: Outcomes) -> Tally:
    """What is kept of a chunk. Draws that could not have done it count for nothing, and so do failed runners."""
    counted = np.where(np.isfinite(outcomes.first_cramp_frac), outcomes.first_cramp_frac, 0.0) * outcomes.possible_frac
    whole = np.rint(counted * COUNTS_OF_ONE).astype(np.int64)
    waves = np.zeros((len(field.waves), *whole.shape[:2], whole.shape[3]), dtype=np.int64)
    for wave in range(len(field.waves)):
        waves[wave] = whole[:, :, runners.wave_index == wave].sum(axis=2)
    return Tally(
        runners=runners,
        possible_frac=outcomes.possible_frac,
        never_frac=outcomes.never_frac,
        step_index=outcomes.step_index,
        time_ratio=outcomes.time_ratio,
        muscle_frac=_one_after_another(outcomes.first_cramp_frac),
        serious_frac=outcomes.serious_frac,
        lowest_plasma_sodium_mmol_l=outcomes.lowest_plasma_sodium_mmol_l,
        final_plasma_sodium_mmol_l=outcomes.final_plasma_sodium_mmol_l,
        highest_core_c=outcomes.highest_core_c,
        sweat_l=outcomes.sweat_l,
        sweat_sodium_mmol=outcomes.sweat_sodium_mmol,
        drunk_l=outcomes.drunk_l,
        mass_change_frac=outcomes.mass_change_frac,
        segment_counts=waves,
        clock_counts=_by_clock(field, runners, outcomes.time_ratio, whole.sum(axis=0)),
        failures=outcomes.failures,
    )


def _one_after_another(first_cramp_frac: Floats) -> Floats:
    """Sum over the segments, [muscle, runner, draw], in their order: NumPy's own order depends on how many runners there are."""
    total = np.zeros((first_cramp_frac.shape[0], *first_cramp_frac.shape[2:]))
    for segment in range(first_cramp_frac.shape[1]):
        total += first_cramp_frac[:, segment]
    return total


def half_hours(field: Field) -> int:
    """How many half-hours of the clock there may be, from midnight before the start."""
    return int(np.ceil((max(wave.start_s for wave in field.waves) + longest_s(field)) / CLOCK_STEP_S))


def longest_s(field: Field) -> float:
    """Nobody takes longer: the clock of a field ends here."""
    return (LONGEST_H if field.segments == "km" else float(field.edges[-1])) * S_PER_H


def _by_clock(field: Field, runners: Runners, time_ratio: Floats, whole: Integers) -> Integers:
    """First cramps by segment and half-hour, from [segment, runner, draw]; who is slower comes later, legs without a way included."""
    total = np.zeros((field.segments_count, half_hours(field), whole.shape[-1]), dtype=np.int64)
    after_s = segment_times(field, runners).T[:, :, None]
    if field.segments == "km":
        after_s = after_s * np.where(np.isfinite(time_ratio), time_ratio, 1.0)
    place = ((runners.start_s[:, None] + after_s) / CLOCK_STEP_S).astype(np.int64)
    place = np.broadcast_to(place, whole.shape)
    count_by_clock(np.minimum(place, total.shape[1] - 1), whole, total)
    return total


class Gathered:
    """Tallies as they come, in whatever order; counts are added up at once, since those of many chunks would fill the memory."""

    def __init__(self) -> None:
        self._parts: list[Tally] = []
        self._counts: dict[str, Integers] = {}
        self.runners_count = 0

    def add(self, part: Tally) -> None:
        """Take a chunk in."""
        nothing: Any = np.zeros(0, dtype=np.int64)
        for name in COUNTS:
            counts = getattr(part, name)
            self._counts[name] = counts + self._counts[name] if name in self._counts else counts
        self._parts.append(replace(part, segment_counts=nothing, clock_counts=nothing))
        self.runners_count += part.runners.count

    def joined(self) -> Tally:
        """All of them as one, in the order of the field."""
        parts = sorted(self._parts, key=lambda part: int(part.runners.index[0]))
        values: dict[str, Any] = dict(self._counts)
        for one in fields(Tally):
            each = [getattr(part, one.name) for part in parts]
            if one.name == "runners":
                values[one.name] = joined(each)
            elif one.name == "failures":
                values[one.name] = tuple(text for texts in each for text in texts)
            elif one.name not in COUNTS:
                values[one.name] = np.concatenate(each, axis=ALONG_RUNNERS.get(one.name, 0))
        return Tally(**values)
