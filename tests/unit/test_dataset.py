"""The data set: everything under its name, with its unit and its dimensions."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from builders import build_assessment

from uncramp.body.athlete import AthleteDraws
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.dataset import to_xarray
from uncramp.units import unit_of

MADE = build_assessment(draws=6, session_min=30, reported=[])
DATA = to_xarray(MADE)


@pytest.mark.parametrize("field", [field.name for field in fields(BodyTrace)])
def test_the_body_is_over_draws_and_rows(field: str) -> None:
    values = getattr(MADE.body, field)
    assert (field in DATA) == bool(values.size)
    if values.size:
        assert DATA[field].dims == ("draw", "row")[: values.ndim]
        np.testing.assert_array_equal(DATA[field], values)


@pytest.mark.parametrize("field", [field.name for field in fields(FatigueTrace)])
def test_fatigue_is_there(field: str) -> None:
    values = getattr(MADE.fatigue, field)
    assert (field in DATA) == bool(values.size)
    if values.size:
        np.testing.assert_array_equal(DATA[field], values)


def test_muscles_are_found_by_name() -> None:
    np.testing.assert_array_equal(DATA["rate_per_h"].sel(muscle="hamstrings"), MADE.rate_per_h[1])
    np.testing.assert_array_equal(DATA["muscle_chance_frac"].sel(muscle="calf"), MADE.muscle_chance_frac[0])


def test_the_headline_can_be_made_again() -> None:
    assert float((DATA["weight_frac"] * DATA["session_chance_frac"]).sum()) == pytest.approx(
        float(MADE.session_chance_frac @ MADE.weight_frac)
    )


def test_every_number_has_the_unit_of_its_name() -> None:
    for name, values in DATA.data_vars.items():
        if values.dtype.kind == "f":
            assert values.attrs["units"] == unit_of(str(name)), name


def test_recorded_traces_are_silent_after_the_finish() -> None:
    after = DATA.where(DATA["phase"] == "after", drop=True)
    assert after.sizes["row"] == 360
    assert np.isnan(after["heart_rate_bpm"]).all()
    assert np.isfinite(after["core_c"]).all()
    np.testing.assert_array_equal(DATA["speed_m_s"][:30], MADE.minutes.speed_m_s)


def test_the_athlete_is_there_by_draw() -> None:
    for field in fields(AthleteDraws):
        np.testing.assert_array_equal(DATA[f"athlete_{field.name}"], getattr(MADE.athlete_draws, field.name))
