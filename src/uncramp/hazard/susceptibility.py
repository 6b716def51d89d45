"""What fatigue does to the cramp threshold: the one place where the spinal loop enters.

Until that loop is simulated its effect is a logarithm of a ratio per unit of fatigue, one for each rival
hypothesis, with the spread that our ignorance deserves. A table made by the loop will replace this file's
function and nothing else.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from uncramp.evidence.draws import uniforms
from uncramp.hazard.parameters import ThresholdParameters
from uncramp.minutes import Floats
from uncramp.names import MECHANISMS, one_of


def draw_mechanism(mechanism: str, *, draws: int, seed: int) -> npt.NDArray[np.int64]:
    """Index into ``names.MECHANISMS`` for each draw [draw]; ``mixture`` gives each hypothesis the same weight.

    Raises
    ------
    InputError
        If the mechanism is not known.

    Examples
    --------
    >>> draw_mechanism("measured", draws=3, seed=0).tolist()
    [1, 1, 1]
    """
    if one_of(mechanism, ("mixture", *MECHANISMS), "mechanism") == "mixture":
        return (uniforms(seed, "threshold", "mechanism", draws=draws) * len(MECHANISMS)).astype(np.int64)
    return np.full(draws, MECHANISMS.index(mechanism))


def fatigue_log_ratios(mechanism: npt.NDArray[np.int64], p: ThresholdParameters) -> tuple[Floats, Floats]:
    """Logarithm of the threshold's change per unit of fast fatigue, and per unit of slow loss, [draw] each.

    ``article`` and ``mixed`` act on all capacity lost, ``measured`` on fast, local fatigue only, which is what was measured.
    """
    article, measured, mixed = (mechanism == MECHANISMS.index(name) for name in MECHANISMS)
    of_all = article * p.article_fatigue_ratio + mixed * p.mixed_fatigue_ratio
    return of_all + measured * p.measured_fatigue_ratio, of_all
