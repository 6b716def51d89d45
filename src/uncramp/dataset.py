"""An assessment as a labelled data set, for analysis in xarray."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from uncramp.assessment import Assessment
from uncramp.body.athlete import AthleteDraws
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES, SPORTS
from uncramp.units import unit_of

if TYPE_CHECKING:
    from xarray import Dataset

RECORDED = ("coverage_frac", "moving_frac", "heart_rate_bpm", "power_w", "speed_m_s", "grade_frac", "altitude_m", "cadence_hz",
            "distance_m")  # fmt: skip
DIMENSIONS = {1: ("draw",), 2: ("draw", "row"), 3: ("muscle", "draw", "row")}
WEATHER = ("air_c", "humidity_frac", "wind_m_s", "solar_w_m2", "pressure_pa")


def to_xarray(assessment: Assessment) -> Dataset:
    """All traces over the dimensions ``muscle``, ``draw`` and ``row``, each with its unit as an attribute.

    Rows are the session and the six hours after it; ``elapsed_s`` is their coordinate and ``phase`` says which is which. Recorded
    traces and weather are NaN after the finish; measured temperatures are ``measured_core_c`` and ``measured_skin_c``. ``weight_frac``
    is what each draw counts.

    Raises
    ------
    ImportError
        If xarray is not installed (``pip install 'uncramp[xarray]'``).
    """
    import xarray

    rows = assessment.elapsed_s.shape[0]
    during = np.arange(rows) < assessment.minutes.rows_count
    data = _session(assessment, rows) | _traces(assessment) | _of_draws(assessment)
    return xarray.Dataset(
        {name: (dims, values, _attributes(name)) for name, (dims, values) in data.items()},
        coords={
            "muscle": list(MUSCLES),
            "draw": np.arange(assessment.weight_frac.shape[0]),
            "elapsed_s": ("row", assessment.elapsed_s, {"units": "s"}),
            "phase": ("row", np.where(during, "session", "after")),
        },
        attrs={
            "title": "uncramp assessment",
            "version": assessment.provenance.version,
            "seed": assessment.provenance.seed,
            "mechanism": assessment.provenance.mechanism,
            "input_sha256": assessment.provenance.input_sha256,
            "evidence_sha256": assessment.provenance.evidence_sha256,
        },
    )


Columns = dict[str, tuple[tuple[str, ...], Any]]


def _attributes(name: str) -> dict[str, str]:
    unit = unit_of(name)
    return {"units": unit} if unit else {}


def _session(assessment: Assessment, rows: int) -> Columns:
    """What was recorded and the weather, padded to all rows."""

    def padded(values: Floats) -> Floats:
        whole = np.full(rows, np.nan)
        whole[: values.shape[0]] = values
        return whole

    minutes: Minutes = assessment.minutes
    columns: Columns = {name: (("row",), padded(getattr(minutes, name))) for name in RECORDED}
    columns |= {name: (("row",), padded(getattr(minutes.weather, name))) for name in WEATHER}
    columns |= {f"measured_{name}": (("row",), padded(getattr(minutes, name))) for name in ("core_c", "skin_c")}
    sport = np.full(rows, "rest", dtype=f"<U{max(map(len, SPORTS))}")
    sport[: minutes.rows_count] = np.array(SPORTS)[minutes.sport_index]
    columns["sport"] = (("row",), sport)
    return columns


def _traces(assessment: Assessment) -> Columns:
    every: list[tuple[object, str]] = [(assessment.body, field.name) for field in fields(BodyTrace)]
    every += [(assessment.fatigue, field.name) for field in fields(FatigueTrace)]
    every += [(assessment, name) for name in ("threshold_hz", "rate_per_h")]
    columns: Columns = {}
    for owner, name in every:
        values: Floats = getattr(owner, name)
        if values.size:  # what a trace kept no record of is left out
            columns[name] = (DIMENSIONS[values.ndim], values)
    return columns


def _of_draws(assessment: Assessment) -> Columns:
    columns: Columns = {
        name: (("draw",), getattr(assessment, name))
        for name in ("weight_frac", "during_chance_frac", "after_chance_frac", "session_chance_frac")
    }
    columns["muscle_chance_frac"] = (("muscle", "draw"), assessment.muscle_chance_frac)
    columns |= {f"{kind}_frac": (("draw",), values) for kind, values in assessment.severity_frac.items()}
    columns |= {
        f"athlete_{field.name}": (("draw",), getattr(assessment.athlete_draws, field.name)) for field in fields(AthleteDraws)
    }
    return columns
