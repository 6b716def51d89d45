"""Grade: the slope under the athlete, from an altitude that drifts, jumps and comes in steps."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.minutes import Floats

STEEPEST_FRAC: Final = 0.45  # the range of the cost-of-slope studies
SMOOTHING_M: Final = 50.0
SPACING_M: Final = 5.0
STANDING_M_S: Final = 0.3  # below, a change of altitude is the weather or the sensor
JUMP_WINDOW_S: Final = 5
JUMP_M: Final = 3.0  # beyond the steepest slope over the window


def grade_along(distance_m: Floats, altitude_m: Floats) -> Floats:
    """Rise over run in each second, shape [second], from values at the seconds' edges [second + 1].

    Changes of altitude while standing and jumps steeper than any slope (a barometer set anew) are left out; what is
    left is the slope of a straight line through 50 m of way. NaN where the altitude is unknown.
    """
    step_m = np.diff(distance_m)
    if step_m.size < JUMP_WINDOW_S or not np.isfinite(altitude_m).any() or distance_m[-1] < SMOOTHING_M:
        return np.full(step_m.shape, np.nan if not np.isfinite(altitude_m).any() else 0.0)
    rise_m = np.nan_to_num(np.diff(altitude_m))
    window = np.ones(JUMP_WINDOW_S)
    rise_there, way_there = (np.convolve(values, window, mode="same") for values in (rise_m, step_m))
    jump = np.abs(rise_there) > STEEPEST_FRAC * way_there + JUMP_M
    rise_m = np.where(jump | (step_m < STANDING_M_S), 0.0, rise_m)
    height_m = np.concatenate(([0.0], np.cumsum(rise_m)))
    slope = _slope_by_way(distance_m, height_m)
    middle_m = 0.5 * (distance_m[1:] + distance_m[:-1])
    return np.clip(np.interp(middle_m / SPACING_M, np.arange(slope.size) + 0.5, slope), -STEEPEST_FRAC, STEEPEST_FRAC)


def _slope_by_way(distance_m: Floats, height_m: Floats) -> Floats:
    """Slope in bins of ``SPACING_M`` along the way: of the straight line of least squares through the bins around each."""
    place = (distance_m / SPACING_M).astype(np.int64)
    bins = int(place[-1]) + 1
    count = np.bincount(place, minlength=bins)
    total = np.bincount(place, weights=height_m, minlength=bins)
    have = count > 0
    height = np.interp(np.arange(bins), np.flatnonzero(have), total[have] / count[have])
    reach = int(SMOOTHING_M / SPACING_M / 2)
    # turned about its ends, so that a slope goes on beyond them
    longer = np.pad(height, reach, mode="reflect", reflect_type="odd")
    offset = np.arange(reach, -reach - 1, -1, dtype=float)
    slope: Floats = np.convolve(longer, offset, mode="valid") / (SPACING_M * (offset**2).sum())
    return slope
