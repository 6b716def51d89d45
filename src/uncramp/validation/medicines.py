"""Medicines: what they multiply the cramp rate by in the draws in which they do anything (V32); of rest cramps, and so indirect."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.body.medicines import rate_ratio_draws
from uncramp.validation.bench import Bench, Measure, Numbers

DRAWS: Final = 4000
EXAMPLES: Final = {
    "beta2_ratio": "salmeterol",
    "potassium_sparing_ratio": "spironolactone",
    "thiazide_ratio": "hydrochlorothiazide",
    "loop_diuretic_ratio": "furosemide",
    "statin_ratio": "atorvastatin",
}
"""One medicine of each class; the rate is the class's."""


def ratio_where_it_acts(bench: Bench, medicine: str) -> float:
    """Median over the draws in which it is not nothing; 1 where it is in all."""
    drawn = rate_ratio_draws((medicine,), DRAWS, bench.seed, bench.overrides)
    acting = drawn[drawn != 1.0]
    return float(np.median(acting)) if acting.size else 1.0


def medicines(bench: Bench) -> Numbers:
    """V32."""
    return {name: ratio_where_it_acts(bench, medicine) for name, medicine in EXAMPLES.items()}


MEASURES: Final[dict[str, Measure]] = {"V32": medicines}
