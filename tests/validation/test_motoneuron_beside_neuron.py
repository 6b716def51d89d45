"""One motoneuron beside NEURON, which solves the same equations by its own means: rate by steady input, and the hysteresis of a slow rise and fall.

The input is a conductance in the dendrite, as in the loop, in parts of the greatest drive. NEURON runs in a child process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from motoneurons_alone import Neuron, calf, compile_cells, described, greatest_us, only, open_pool

from uncramp.minutes import Floats

SECONDS, STEP_MS = 10.0, 0.1
SLOW_S = 40.0  # so slow that from one spike to the next the input hardly changes
MOST = 2.0  # times the greatest drive: without noise the largest motoneuron asks for more than that
PARTS = (0.1, 0.2, 0.4, 0.7, 1.0, 1.5, MOST)
UNITS_COUNT = 3  # the smallest, the middle and the largest
PERSISTENT = ("with", "without")
RISE_AND_FALL = ([0.0, 500.0 * SLOW_S, 1000.0 * SLOW_S], [0.0, MOST, 0.0])
Ends = tuple[float, float]


def cells(persistent: str):
    """The circuit and three of its motoneurons."""
    circuit, pool = calf(**({} if persistent == "with" else {"persistent_ratio": 0.0}))
    return circuit, [only(pool, unit) for unit in (0, pool.units_count // 2, pool.units_count - 1)]


@pytest.fixture(scope="session")
def neuron(tmp_path_factory: pytest.TempPathFactory) -> Neuron:
    """NEURON with our motoneuron compiled for it."""
    return compile_cells(Path(sys.executable), tmp_path_factory.mktemp("neuron"))


def late_rate_pps(spike_s: Floats) -> float:
    """Rate in the second half of the run."""
    late = spike_s[spike_s > SECONDS / 2]
    return float((len(late) - 1) / (late[-1] - late[0])) if len(late) > 2 else 0.0


def ends(spike_s: Floats) -> Ends:
    """Parts of the greatest drive at which the first and the last spike came, on the way up and on the way down."""
    start, stop = np.interp(1000.0 * spike_s[[0, -1]], *RISE_AND_FALL) if len(spike_s) else (np.nan, np.nan)
    return float(start), float(stop)


@pytest.fixture(scope="session")
def rates_pps(neuron: Neuron) -> dict[str, dict[str, Floats]]:
    """Of each cell at each input, [unit, part], here and in NEURON, with and without the persistent current."""
    found = {}
    for persistent in PERSISTENT:
        circuit, three = cells(persistent)
        inputs = [part * greatest_us(circuit) for part in PARTS]
        told = [described(circuit, cell, us, seconds=SECONDS, step_ms=STEP_MS) for cell in three for us in inputs]
        there = neuron.run(told[0] | {"cells": [one for each in told for one in each["cells"]]})
        spike_s, unit = np.array(there["spike_ms"]) / 1000.0, np.array(there["spike_unit"])
        steps = np.ones(round(1000 * SECONDS / STEP_MS))
        here = [[late_rate_pps(open_pool(circuit, cell, us * steps, step_ms=STEP_MS)[0]) for us in inputs] for cell in three]
        theirs = [late_rate_pps(spike_s[unit == k]) for k in range(len(told))]
        found[persistent] = {"here": np.array(here), "neuron": np.array(theirs).reshape(UNITS_COUNT, len(PARTS))}
    return found


@pytest.fixture(scope="session")
def hysteresis(neuron: Neuron) -> dict[str, dict[str, list[Ends]]]:
    """Start and stop of each cell, here and in NEURON, with and without the persistent current."""
    found = {}
    for persistent in PERSISTENT:
        circuit, three = cells(persistent)
        told = [described(circuit, cell, greatest_us(circuit), seconds=SLOW_S, step_ms=STEP_MS) for cell in three]
        there = neuron.run(told[0] | {"cells": [each["cells"][0] for each in told], "ramp": RISE_AND_FALL})
        spike_s, unit = np.array(there["spike_ms"]) / 1000.0, np.array(there["spike_unit"])
        steps = np.arange(round(1000 * SLOW_S / STEP_MS)) * STEP_MS
        course = np.interp(steps, *RISE_AND_FALL) * greatest_us(circuit)
        found[persistent] = {
            "here": [ends(open_pool(circuit, cell, course, step_ms=STEP_MS)[0]) for cell in three],
            "neuron": [ends(spike_s[unit == k]) for k in range(len(three))],
        }
    return found


@pytest.mark.parametrize("persistent", PERSISTENT)
def test_the_rates_are_those_of_neuron(persistent, rates_pps):
    """Within 1 % and a tenth of an impulse a second, from silence to far above what a loop asks for."""
    both = rates_pps[persistent]
    np.testing.assert_allclose(both["here"], both["neuron"], rtol=0.01, atol=0.1)


@pytest.mark.parametrize("persistent", PERSISTENT)
def test_every_motoneuron_is_seen_silent_and_firing_and_never_slows(persistent, rates_pps):
    """Else the comparison would be of nothing with nothing."""
    for rates in rates_pps[persistent]["neuron"]:
        assert rates[-1] > 30.0
        assert np.all(np.diff(rates) >= 0.0)
    assert (rates_pps[persistent]["neuron"] == 0.0).any()


def test_the_persistent_current_is_what_the_comparison_can_see(rates_pps):
    """Without it every motoneuron fires slower by far more than the tolerance."""
    for where in ("here", "neuron"):
        with_it, without = (rates_pps[persistent][where] for persistent in PERSISTENT)
        assert np.all((with_it - without)[with_it > 0.0] > 1.0)


@pytest.mark.parametrize("persistent", PERSISTENT)
def test_a_slow_rise_and_fall_starts_and_stops_them_where_neuron_does(persistent, hysteresis):
    """Start within a thousandth of the greatest drive; stop, which the last of slow spikes tells, within a hundredth."""
    both = hysteresis[persistent]
    for here, there in zip(both["here"], both["neuron"], strict=True):
        assert here[0] == pytest.approx(there[0], abs=0.001)
        assert here[1] == pytest.approx(there[1], abs=0.01)


@pytest.mark.parametrize("where", ["here", "neuron"])
def test_with_the_persistent_current_they_start_earlier_and_the_small_ones_stop_below_where_they_start(where, hysteresis):
    for with_it, without in zip(hysteresis["with"][where], hysteresis["without"][where], strict=True):
        assert with_it[0] < without[0]
        assert without[1] >= without[0]
    for start, stop in hysteresis["with"][where][:2]:
        assert stop < start - 0.02
