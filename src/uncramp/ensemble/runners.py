"""Runners: the athletes of a field as arrays, sampled so that any slice of them can be made alone, with the same bits."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from uncramp.minutes import Floats, Integers


@dataclass(frozen=True, slots=True)
class Runners:
    """Athletes of a field, one row for each day that each starts; arrays of shape [runner] unless said.

    Who each is does not depend on the draw; what nobody can state of a person (sweat gland, economy) is drawn for each by name.
    """

    index: Integers  # place in the field, from 0: what random numbers are keyed by
    person_index: Integers  # the same for all days of one person
    day_index: Integers  # into Field.days
    wave_index: Integers  # into Field.waves
    drinking_index: Integers  # into Field.drinking
    health_index: Integers  # into Field.health; -1 for none of them
    start_s: Floats  # after midnight, by the clock
    female_frac: Floats  # 0 or 1
    age_year: Floats
    mass_kg: Floats
    height_m: Floats
    maximal_oxygen_uptake_ml_kg_min: Floats
    acclimatisation_frac: Floats
    cramp_history_frac: Floats  # 0 or 1
    training_h_per_week: Floats
    longest_session_h: Floats
    descent_m_per_week: Floats
    drinking_l_h: Floats  # by thirst: at a usual loss of water
    drink_sodium_mmol_l: Floats
    thirst_frac: Floats  # 1 for whose drinking follows thirst, else 0
    economy_ratio: Floats  # of the cost of moving on foot: who costs more goes slower
    cycling_efficiency_frac: Floats
    effort_frac: Floats  # oxygen uptake of what could be kept up for such a time
    first_half_ratio: Floats  # speed of the first half over that of the third quarter
    finish_ratio: Floats  # speed at the finish over that of the third quarter
    leg_s: Floats  # [runner, leg] how long each leg takes
    leg_power_w: Floats  # [runner, leg] at the pedals; NaN off the bike

    @property
    def count(self) -> int:
        """How many rows."""
        return int(self.index.size)


def runners_at(runners: Runners, rows: Integers | npt.NDArray[np.bool_] | slice) -> Runners:
    """Some of the rows, in the order asked for."""
    return Runners(*(getattr(runners, one.name)[rows] for one in fields(Runners)))
