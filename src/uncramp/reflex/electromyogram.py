"""Synthetic surface electromyogram: what an electrode on the skin would have seen of the spikes that were simulated.

Every spike of a unit leaves one and the same wave, the first Hermite-Rodriguez function; larger units leave larger waves, and how deep
a unit lies is drawn once for all. The answers to electrical pulses are left out, as recordings blank them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.evidence.draws import central, draw, uniforms
from uncramp.minutes import Floats
from uncramp.reflex.trace import ReflexTrace


@dataclass(frozen=True, slots=True)
class ElectromyogramParameters:
    """Constants of the surface electromyogram [draw]; values and sources in evidence/electromyogram.toml."""

    wave_ms: Floats
    largest_wave_mv: Floats
    unit_range_ratio: Floats
    depth_range_ratio: Floats
    conduction_ms: Floats
    noise_mv: Floats


def draw_electromyogram(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> ElectromyogramParameters:
    """Draw the topic ``electromyogram``; arrays of shape [draw]."""
    return draw(ElectromyogramParameters, "electromyogram", draws=draws, seed=seed, overrides=overrides)


SAMPLES_PER_MS: Final = 2
"""Recorded as usual, 2,000 times a second."""
MS_PER_S: Final = 1e3
WAVE_REACH: Final = 4  # of its own width to each side: beyond, the wave is less than a millionth of its peak
PEAK_OF_WAVE: Final = np.sqrt(0.5) * np.exp(-0.5)  # of x exp(-x^2)


@dataclass(frozen=True, slots=True)
class Electromyogram:
    """One simulated recording, [sample]."""

    time_s: Floats
    signal_mv: Floats

    def strength_mv(self, start_s: float, end_s: float) -> float:
        """Root of the mean square in ``start_s`` <= time < ``end_s``; NaN without a sample there."""
        inside = self.signal_mv[slice(*np.searchsorted(self.time_s, (start_s, end_s)))]
        return float(np.sqrt(np.mean(inside * inside))) if inside.size else float("nan")


def wave_heights_mv(parameters: ElectromyogramParameters, *, units_count: int, member: int = 0) -> Floats:
    """Height of each unit's wave at the electrode, [unit]: by its size, and by the depth it was given."""
    order = np.arange(units_count) / max(units_count - 1, 1)
    by_size = float(parameters.unit_range_ratio[member]) ** (order - 1.0)
    by_depth = float(parameters.depth_range_ratio[member]) ** -uniforms(0, "electromyogram", "depth", draws=units_count)
    heights: Floats = float(parameters.largest_wave_mv[member]) * by_size * by_depth
    return heights


def surface_electromyogram(
    trace: ReflexTrace, parameters: ElectromyogramParameters | None = None, *, member: int = 0
) -> Electromyogram:
    """What the skin over the muscle would have shown.

    Parameters
    ----------
    trace
        Spikes of the cord come with the delay of the nerve, those of the terminals at once.
    parameters
        From :func:`draw_electromyogram`, ``member`` being the draw; the central values if not given.

    Source
    ------
    assumed (sizes), the wave as common simulators have it
    """
    parameters = parameters or central(ElectromyogramParameters, "electromyogram")
    samples = round(trace.seconds * MS_PER_S * SAMPLES_PER_MS)
    delay_s = np.where(trace.spike_origin == 0, float(parameters.conduction_ms[member]) / MS_PER_S, 0.0)
    at = np.round((trace.spike_s + delay_s) * MS_PER_S * SAMPLES_PER_MS).astype(np.int64)
    heights = wave_heights_mv(parameters, units_count=trace.units_count, member=member)[trace.spike_unit]
    inside = at < samples
    impulses = np.bincount(at[inside], weights=heights[inside], minlength=samples)
    width = float(parameters.wave_ms[member]) * SAMPLES_PER_MS
    reach = int(np.ceil(WAVE_REACH * width))
    x = np.arange(-reach, reach + 1) / width
    wave = x * np.exp(-x * x) / PEAK_OF_WAVE
    signal = np.convolve(impulses, wave)[reach : reach + samples]
    noise = _normal(trace.seed, samples) * float(parameters.noise_mv[member])
    return Electromyogram(np.arange(samples) / (MS_PER_S * SAMPLES_PER_MS), signal + noise)


def _normal(seed: int, samples: int) -> Floats:
    from scipy.special import ndtri  # scipy loads slowly

    normal: Floats = ndtri(uniforms(seed, "electromyogram", "noise", draws=samples))
    return normal
