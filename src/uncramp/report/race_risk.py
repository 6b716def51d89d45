"""The chance of a first cramp along the course, by muscle, from the plan's own assessment."""

from __future__ import annotations

import numpy as np

from uncramp.minutes import Floats
from uncramp.prevent.plan import RacePlan
from uncramp.units import S_PER_H


def risk_between(plan: RacePlan, edges_km: Floats) -> Floats:
    """Chance that the first cramp falls between each two of ``edges_km``, [muscle, stretch]; the mean over the draws as they count."""
    assessment, minutes = plan.assessment, plan.minutes
    rows = min(minutes.rows_count, assessment.rate_per_h.shape[-1])
    ends_s = np.append(assessment.elapsed_s[1:rows], minutes.duration_s)
    row_h = np.diff(ends_s, prepend=assessment.elapsed_s[0]) / S_PER_H
    hazard = assessment.rate_per_h[..., :rows] * row_h  # [muscle, draw, row]
    total = hazard.sum(axis=0)
    before = np.cumsum(total, axis=-1) - total
    first = np.exp(-before) * -np.expm1(-total)  # [draw, row]
    share = np.divide(hazard, total, out=np.zeros_like(hazard), where=total > 0.0)
    by_row = np.einsum("d,mdr->mr", assessment.weight_frac, share * first)
    way_km = np.concatenate(([0.0], np.maximum.accumulate(np.nan_to_num(minutes.distance_m[:rows])) / 1000.0))
    # the course may be measured a little longer or shorter than the minutes add up to
    way_km *= plan.pace[-1].to_km / way_km[-1] if way_km[-1] > 0.0 else 1.0
    risen = np.concatenate((np.zeros((by_row.shape[0], 1)), np.cumsum(by_row, axis=1)), axis=1)
    return np.array([np.diff(np.interp(edges_km, way_km, muscle)) for muscle in risen])
