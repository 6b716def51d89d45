"""Figures of a reflex: they take and return axes, show what was simulated, and touch nothing else."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from traces import build_trace

from uncramp.evidence.draws import central
from uncramp.reflex.electromyogram import ElectromyogramParameters, surface_electromyogram
from uncramp.report import reflex_figures as figures

MADE = build_trace(stretched=True)
RECORDED = surface_electromyogram(MADE, central(ElectromyogramParameters, "electromyogram"))
ALL = [
    partial(figures.raster, MADE),
    partial(figures.firing_rates, MADE),
    partial(figures.electromyogram, MADE, RECORDED),
    partial(figures.afferents, MADE),
    partial(figures.force, MADE),
    partial(figures.muscle_length, MADE),
]


@pytest.mark.parametrize("draw", ALL)
def test_a_figure_draws_into_the_axes_it_is_given(draw: Callable[..., Axes]) -> None:
    before = dict(mpl.rcParams)
    figure = Figure()
    given, beside = figure.subplots(1, 2)
    assert draw(ax=given) is given
    assert given.has_data()
    assert not beside.has_data()
    assert dict(mpl.rcParams) == before
    figure.savefig(BytesIO(), format="png")


@pytest.mark.parametrize("draw", ALL)
def test_without_axes_it_makes_its_own(draw: Callable[..., Axes]) -> None:
    made = draw()
    assert made.get_xlabel() == "time (s)"
    assert made.get_ylabel()
    assert made.get_xlim() == (0.0, MADE.seconds)
    assert made.figure.axes == [made]


def test_all_stand_on_one_axis_of_time() -> None:
    axes = figures.reflex(MADE, RECORDED)
    assert [ax.get_ylabel() for ax in axes] == ["motor unit", "rate (1/s)", "EMG (mV)", "impulses (1/s)", "force (%)", "length"]
    assert {ax.get_xlim() for ax in axes} == {(0.0, MADE.seconds)}
    assert [ax.get_xlabel() for ax in axes] == [""] * 5 + ["time (s)"]
    given = list(Figure().subplots(6, 1))
    assert figures.reflex(MADE, RECORDED, axes=given) is given
    with pytest.raises(ValueError, match="unpack"):
        figures.reflex(MADE, RECORDED, axes=given[:5])


def test_the_raster_holds_every_spike_by_recruitment() -> None:
    spikes = figures.raster(MADE).get_lines()[0]
    np.testing.assert_allclose(spikes.get_xdata(), MADE.spike_s)
    np.testing.assert_allclose(spikes.get_ydata(), MADE.spike_unit + 1)


def test_rates_are_those_that_were_made() -> None:
    rates = figures.rates_over_time(MADE)
    firing = (rates.middle_s > 1.3) & (rates.middle_s < 2.7)
    for quartile in (rates.low_pps, rates.median_pps, rates.high_pps):
        np.testing.assert_allclose(quartile[firing], 10.0)
        assert np.isnan(quartile[rates.middle_s < 0.7]).all()
    assert rates.middle_s[-1] <= MADE.seconds - 0.2


def test_a_silent_muscle_can_be_drawn() -> None:
    silent = build_trace(units=1, seconds=0.4, firing_s=(0.0, 0.0))
    silent = replace(silent, stimulus_s=np.zeros(0))
    assert silent.spike_s.size == 0
    recorded = surface_electromyogram(silent, central(ElectromyogramParameters, "electromyogram"))
    figures.reflex(silent, recorded)[0].figure.savefig(BytesIO(), format="png")


def test_the_library_is_loaded_only_when_a_figure_is_made() -> None:
    program = "import sys, uncramp.report.reflex_figures; assert 'matplotlib' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_picture_of_the_explanation_page_is_made_by_a_script_that_works(tmp_path: Path) -> None:
    script = runpy.run_path(str(Path(__file__).resolve().parents[3] / "scripts" / "reflex_picture.py"))
    script["make_picture"](tmp_path / "images" / "cramp.png", seconds=1.2)
    assert (tmp_path / "images" / "cramp.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert script["PICTURE"].is_file()
