"""Sessions of a stated speed, weather and drinking, and athletes of stated size, as validation simulates them."""

from __future__ import annotations

from uncramp.validation.laboratory import build_draws, central_parameters, drinks, flat_minutes, flat_weather, no_intake
from uncramp.validation.sweat_table import ACSM_TABLE, acsm_w_kg

__all__ = [
    "ACSM_TABLE", "acsm_w_kg", "build_draws", "central_parameters", "drinks", "flat_minutes", "flat_weather", "no_intake",
]  # fmt: skip
