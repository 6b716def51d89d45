"""How much each hypothesis of what fatigue does to the threshold counts where all are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from uncramp.evidence.registry import Entry, entries_for
from uncramp.minutes import Floats
from uncramp.names import MECHANISMS


@dataclass(frozen=True, slots=True)
class HypothesisParameters:
    """Entries of ``evidence/hypotheses.toml``."""

    article_weight_frac: Entry
    measured_weight_frac: Entry
    mixed_weight_frac: Entry
    telling_ratio: Entry


@cache
def hypothesis_parameters() -> HypothesisParameters:
    """Entries of the topic ``hypotheses``."""
    return HypothesisParameters(**entries_for(HypothesisParameters, "hypotheses"))


def mixture_weights() -> Floats:
    """Weight of each hypothesis in the order of ``names.MECHANISMS``; they add to one.

    Examples
    --------
    >>> bool(np.isclose(mixture_weights().sum(), 1.0))
    True
    """
    p = hypothesis_parameters()
    weights = np.array([getattr(p, f"{name}_weight_frac").value for name in MECHANISMS])
    return np.asarray(weights / weights.sum())
