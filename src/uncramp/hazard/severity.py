"""How bad a cramp would be, given that there is one: a twinge, one to ease off for, one that stops the athlete."""

from __future__ import annotations

import numpy as np

from uncramp.hazard.parameters import SeverityParameters
from uncramp.minutes import Floats


def severity(greatest_rate_per_h: Floats, p: SeverityParameters) -> dict[str, Floats]:
    """Chance of each severity given a cramp, [draw] each; they add to one.

    Parameters
    ----------
    greatest_rate_per_h
        Greatest cramp rate of any muscle in the session, [draw].
    p
        Published mix (A39) and how it worsens with the rate (A40).
    """
    worse = p.worsening_index * np.log(greatest_rate_per_h / p.usual_rate_per_h)
    not_mild = _shifted(p.ease_off_or_stop_frac, worse)
    stop = np.minimum(_shifted(p.stop_frac, worse), not_mild)
    return {"twinge": 1.0 - not_mild, "ease_off": not_mild - stop, "stop": stop}


def _shifted(chance_frac: Floats, log_odds: Floats) -> Floats:
    odds = chance_frac / (1.0 - chance_frac) * np.exp(log_odds)
    return np.asarray(odds / (1.0 + odds))
