"""The personal sweat gain with which the body model gives a measured sweat rate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats


def gain_of_sweat_test(measured_l_h: Floats, sweat_rate_l_h: Callable[[Floats], Floats]) -> Floats:
    """Gain, [draw], at which ``sweat_rate_l_h(gain)`` is the measured rate; at a bound of the gain where no gain is.

    Parameters
    ----------
    measured_l_h : [draw]
        Rate of the test, with its error of measurement drawn.
    sweat_rate_l_h
        Sweat rate of the body model under the conditions of the test, [draw] to [draw]; rises with the gain.

    Bisection of the logarithm, all draws at once: every call runs the model for all of them.
    """
    entry = load_topic("population")["sweat_gain_ratio"]
    halvings = int(load_topic("population")["sweat_test_halvings_count"].value)
    low = np.full(measured_l_h.shape, np.log(entry.floor))
    high = np.full(measured_l_h.shape, np.log(entry.ceiling))
    for _ in range(halvings):
        middle = (low + high) / 2
        short = sweat_rate_l_h(np.exp(middle)) < measured_l_h
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray(np.exp((low + high) / 2))
