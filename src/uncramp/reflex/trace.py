"""ReflexTrace: what the muscle and its reflexes did, every millisecond, and every spike of every motor unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.minutes import Floats, Integers

CORD: Final = 0
"""Origin of a spike: the motoneuron fired."""
TERMINAL: Final = 1
"""Origin of a spike: the end of the axon in the muscle discharged by itself."""


@dataclass(frozen=True, slots=True)
class ReflexTrace:
    """One simulated muscle: spikes by unit in recruitment order, and signals of shape [sample], one a millisecond.

    Forces are parts of the greatest active force, lengths parts of the optimal fibre length.
    """

    muscle: str
    seconds: float
    seed: int
    step_ms: float
    units_count: int
    spike_s: Floats  # [spike] when the cord sent it or the terminal made it, rising
    spike_unit: Integers  # [spike] 0 is the smallest unit
    spike_origin: Integers  # [spike] CORD or TERMINAL
    stimulus_s: Floats  # [pulse] electrical pulses given
    time_s: Floats  # [sample]
    drive_frac: Floats  # descending drive, of the greatest
    ia_pps: Floats  # one primary afferent, where it leaves the muscle
    ii_pps: Floats
    ib_pps: Floats
    gamma_static_pps: Floats
    persistent_frac: Floats  # persistent inward current that is on, mean over the units
    force_frac: Floats  # active and passive, at the tendon
    active_force_frac: Floats
    muscle_length_frac: Floats  # of muscle and tendon, as imposed
    fibre_length_frac: Floats
    capacity_frac: Floats  # tetanic force that is left of the rested muscle's
    tendon_ratio: Floats  # stimulation of the tendon afferents; 1 is the size of the published trial

    def spikes_between(self, start_s: float, end_s: float) -> tuple[Floats, Integers]:
        """Times and units of the spikes in ``start_s`` <= time < ``end_s``."""
        inside = slice(*np.searchsorted(self.spike_s, (start_s, end_s)))
        return self.spike_s[inside], self.spike_unit[inside]

    def units_firing(self, start_s: float, end_s: float, least_pps: float = 0.0) -> int:
        """How many units fired at least once, and at least at this rate, in ``start_s`` <= time < ``end_s``."""
        counts = np.bincount(self.spikes_between(start_s, end_s)[1], minlength=self.units_count)
        return int((counts >= max(1.0, least_pps * (end_s - start_s))).sum())

    def rates_pps(self, start_s: float, end_s: float) -> Floats:
        """Rate of each unit over ``start_s`` <= time < ``end_s``, [unit]; NaN for one without three spikes in it.

        It is the number of intervals over the time from the first spike to the last.
        """
        times, units = self.spikes_between(start_s, end_s)
        counts = np.bincount(units, minlength=self.units_count)
        first = np.full(self.units_count, np.nan)
        last = np.full(self.units_count, np.nan)
        last[units] = times
        first[units[::-1]] = times[::-1]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(counts > 2, (counts - 1) / (last - first), np.nan)
