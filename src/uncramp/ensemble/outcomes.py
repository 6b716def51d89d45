"""Outcomes: what became of the runners of a chunk in every draw."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats, Integers


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of runners; arrays of shape [runner, draw] unless said. Draw d rests on the same studies for every runner."""

    possible_frac: (
        Floats  # 1 where the runner could have done it in that draw, if slower, 0 where not even so; all 1 where no draw could
    )
    never_frac: Floats  # [runner] 1 where no draw could, else 0
    step_index: Integers  # by how many steps the runner went slower than meant
    time_ratio: Floats  # finish over that meant
    first_cramp_frac: Floats  # [muscle, segment, runner, draw] chance that the first cramp strikes there
    serious_frac: Floats  # chance of a cramp that stops the athlete
    lowest_plasma_sodium_mmol_l: Floats
    final_plasma_sodium_mmol_l: Floats  # at the finish
    highest_core_c: Floats
    sweat_l: Floats
    sweat_sodium_mmol: Floats  # lost with it
    drunk_l: Floats
    mass_change_frac: Floats  # at the finish
    failures: tuple[str, ...]  # [runner] why a runner could not be simulated, "" if it could; its numbers are NaN then
