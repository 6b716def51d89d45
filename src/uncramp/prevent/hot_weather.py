"""Whether the weather of a race is one to warn of, whatever the model makes of it."""

from __future__ import annotations

import numpy as np

from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes, Weather
from uncramp.prevent.parameters import PreventParameters
from uncramp.why.changes import AdviceParameters


def is_warm(minutes: Minutes) -> bool:
    """Whether cooler air, shade or water on the skin may be offered, as `why` offers it: in cold they do harm."""
    return bool(minutes.weather.air_c.mean() > central(AdviceParameters, "changes").warm_air_c[0])


def wet_bulb_globe_c(weather: Weather) -> Floats:
    """Wet-bulb globe temperature [minute] in sun and light wind, from air and humidity alone.

    Source
    ------
    The simplified sum of the Australian weather service, recalled; coefficients in evidence/prevent.toml.
    """
    p, heat = central(PreventParameters, "prevent"), load_topic("heat")
    air_c = weather.air_c
    index = heat["saturation_index"].value * air_c / (air_c + heat["saturation_c"].value)
    vapour_kpa = weather.humidity_frac * heat["saturation_kpa"].value * np.exp(index)
    return np.asarray(
        p.wet_bulb_globe_air_ratio[0] * air_c + p.wet_bulb_globe_vapour_k_per_kpa[0] * vapour_kpa + p.wet_bulb_globe_base_c[0]
    )
