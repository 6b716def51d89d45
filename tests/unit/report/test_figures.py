"""Figures: they take and return axes, show what the draws say, and touch nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest
from builders import build_assessment
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uncramp.assessment import Assessment
from uncramp.errors import InputError
from uncramp.report import figures
from uncramp.why.answers import CrampEvent, Range

ALL = [
    figures.core_temperature,
    figures.plasma_sodium,
    figures.sweat_and_drink,
    figures.fatigue,
    figures.hazard,
    figures.causes,
    figures.changes,
]
MADE = build_assessment(draws=10, session_min=60, reported=[CrampEvent("calf", "left", 3000.0)])


@pytest.mark.parametrize("draw", ALL)
def test_a_figure_draws_into_the_axes_it_is_given(draw: Callable[..., Axes]) -> None:
    before = dict(mpl.rcParams)
    figure = Figure()
    given, beside = figure.subplots(1, 2)
    assert draw(MADE, ax=given) is given
    assert given.has_data()
    assert not beside.has_data()
    assert dict(mpl.rcParams) == before
    figure.canvas.draw()


@pytest.mark.parametrize("draw", ALL)
def test_without_axes_it_makes_its_own(draw: Callable[..., Axes]) -> None:
    made = draw(MADE)
    assert made.get_xlabel()
    assert made.figure.axes == [made]


def test_the_line_is_the_weighted_median() -> None:
    line = figures.core_temperature(MADE).get_lines()[0]
    expected = [Range.of(MADE.body.core_c[:, row], MADE.weight_frac).median for row in range(MADE.elapsed_s.size)]
    np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-9)
    np.testing.assert_allclose(line.get_xdata(), MADE.elapsed_s / 3600.0)


def test_causes_stand_in_the_order_of_their_share() -> None:
    bars = figures.causes(MADE).patches
    widths = [bar.get_width() for bar in bars]
    assert len(widths) == len(MADE.causes)
    assert widths == sorted(widths)


def test_without_shares_the_effect_is_drawn() -> None:
    made: Assessment = build_assessment(draws=5, session_min=20, riskier=False)
    assert figures.causes(made).get_xlabel() == "effect on the hazard (%)"


@pytest.mark.parametrize("draw", [figures.fatigue, figures.hazard])
def test_a_misspelt_muscle_is_refused(draw: Callable[..., Axes]) -> None:
    with pytest.raises(InputError, match="hamstrings"):
        draw(MADE, muscle="hamstring")


def test_the_library_is_loaded_only_when_a_figure_is_made() -> None:
    program = "import sys, uncramp.report.figures; assert 'matplotlib' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
