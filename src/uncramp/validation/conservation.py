"""Conservation: what the body may not do, however it is driven (row 31)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from uncramp.body.simulate import BodyLedger, simulate_body, simulate_ledger
from uncramp.minutes import Floats
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.laboratory import build_draws, central_parameters, drinks, flat_minutes, flat_weather

ROWS: Final = 120
FINER: Final = 6  # steps of ten seconds


def invariants(bench: Bench) -> Numbers:
    """T31: two hours of cycling in warm air with a sweet, salted drink."""
    parameters = central_parameters(bench.overrides)
    weather = flat_weather(ROWS, 30.0, 0.5, 1.5)
    session = flat_minutes(ROWS, "indoor_cycling", power_w=180.0, indoor=True, weather=weather)
    intake = replace(drinks(ROWS, 800.0, 30.0, 40.0, every_min=10), potassium_mmol=np.full((1, ROWS), 0.1))
    ledger = simulate_ledger(session, build_draws(), intake, parameters)
    end = ledger.at_end
    usual, finer = (simulate_body(session, build_draws(), intake, parameters, substeps=steps).core_c for steps in (1, FINER))
    return {
        "water_ratio": _largest(water_error_l(ledger) / end["body_water_l"]),
        "sodium_ratio": _largest(ion_error_mmol(ledger, "sodium") / end["sweat_sodium_mmol"]),
        "heat_ratio": _largest(heat_error_j(ledger) / end["produced_j"]),
        "evaporated_ratio": _largest(end["evaporated_l"] / end["sweat_l"]),
        "step_k": _largest(usual - finer),
    }


def _largest(values: Floats) -> float:
    return float(np.abs(values).max())


def _gained(ledger: BodyLedger, *names: str) -> Floats:
    return np.asarray(sum(ledger.at_end[name] - ledger.at_start[name] for name in names))


def water_error_l(ledger: BodyLedger) -> Floats:
    """Water held that did not come in, [draw]."""
    end = ledger.at_end
    came = end["drunk_l"] + end["metabolic_water_l"] + end["given_l"]
    went = end["sweat_l"] + end["insensible_l"] + end["respired_l"] + end["urine_l"]
    return np.asarray(_gained(ledger, "stomach_l", "gut_l", "body_water_l", "bound_water_l") - (came - went))


def ion_error_mmol(ledger: BodyLedger, ion: str) -> Floats:
    """An ion held that did not come in, [draw]."""
    end = ledger.at_end
    crossed = end[f"drunk_{ion}_mmol"] - end[f"sweat_{ion}_mmol"] - end[f"urine_{ion}_mmol"]
    return np.asarray(_gained(ledger, f"stomach_{ion}_mmol", f"gut_{ion}_mmol", f"{ion}_gain_mmol") - crossed)


def heat_error_j(ledger: BodyLedger) -> Floats:
    """Heat stored that did not come in, [draw]."""
    end = ledger.at_end
    stored = np.asarray(sum(ledger.capacity_j_k[node] * _gained(ledger, f"{node}_c") for node in ("core", "muscle", "skin")))
    flows = end["produced_j"] + end["solar_j"] + end["held_j"] - end["respiration_j"] - end["dry_j"] - end["evaporation_j"]
    return np.asarray(stored - flows)


MEASURES: Final[dict[str, Measure]] = {"T31": invariants}
