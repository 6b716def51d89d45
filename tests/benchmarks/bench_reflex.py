"""The spinal loop beside NEURON 9 and MyoGen, as ratios of CPU time measured in one run, and one motoneuron beside NEURON's.

Each peer is installed into an environment of its own under a temporary directory and run in a child process; where one cannot be built,
the page says why. ``make bench`` prints all and keeps a dated page; nothing is asserted about time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from uncramp import reflex
from uncramp.compiled import compiled
from uncramp.minutes import Floats, Integers
from uncramp.reflex import slots as s
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.motoneuron import Pool, blocks_of, pool_of, shared_of, step_pool

PEERS = Path(__file__).parent / "peers"
SECONDS, STEP_MS = 10.0, 0.1
DRIVE = 0.2  # of the greatest
BUILD_S = 900.0


@dataclass(frozen=True)
class Peer:
    """A Python with the peer in it, or why there is none."""

    python: Path | None
    folder: Path
    trouble: str = ""

    def run(self, program: str, given: dict[str, Any]) -> dict[str, Any]:
        """What a program of ``peers/`` answers on standard output: the JSON in its last line."""
        done = subprocess.run(
            [str(self.python), str(PEERS / program)], cwd=self.folder, input=json.dumps(given), capture_output=True, text=True, check=True,
            timeout=BUILD_S, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


def build(folder: Path, python: str | None, requirement: str) -> Peer:
    """An environment with ``requirement`` and nothing else."""
    if python is None:
        return Peer(None, folder, "it needs a Python that is not here")
    for command in ([python, "-m", "venv", "peer"], ["peer/bin/python", "-m", "pip", "install", "--quiet", requirement]):
        try:
            subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=BUILD_S)
        except (subprocess.SubprocessError, OSError) as error:
            said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            return Peer(None, folder, said[-1][:200] if said else repr(error))
    return Peer(folder / "peer" / "bin" / "python", folder)


@pytest.fixture(scope="module")
def neuron(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    """NEURON 9 with our motoneuron compiled for it."""
    peer = build(tmp_path_factory.mktemp("neuron"), sys.executable, "neuron==9.0.2")
    if peer.python is None:
        return peer
    for mechanism in PEERS.glob("*.mod"):
        shutil.copy(mechanism, peer.folder)
    made = subprocess.run([peer.python.with_name("nrnivmodl")], cwd=peer.folder, capture_output=True, text=True, check=False)
    return peer if made.returncode == 0 else Peer(None, peer.folder, "its mechanisms do not compile: a C++ compiler is needed")


def cpu_s(work: Any, repeats: int = 5) -> float:
    """Least CPU time of several runs, after one that warms up."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


@compiled
def run_pool(
    blocks: Floats, shared: Floats, excitation_us: Floats, counts: Integers, spike_step: Integers, spike_unit: Integers
) -> int:
    """The open pool: every motoneuron through every step of ``excitation_us``; counts spikes, and writes down what there is room for."""
    total = 0
    for step in range(len(excitation_us)):
        for b in range(len(blocks)):
            number = np.uint64((step * len(blocks) + b) * s.BLOCK)
            if step_pool(blocks[b], shared, excitation_us[step], 0.0, 0.0, number) > 0.0:
                for j in range(s.BLOCK):
                    if blocks[b][s.SPIKED + j] > 0.0:
                        counts[b * s.BLOCK + j] += 1
                        if total < len(spike_step):
                            spike_step[total] = step
                            spike_unit[total] = b * s.BLOCK + j
                        total += 1
    return total


def calf() -> tuple[Circuit, Pool]:
    """The calf and its motoneurons."""
    circuit = reflex.circuit("calf")
    muscle = circuit.muscle
    return circuit, pool_of(
        circuit.motoneuron, units_count=muscle.units_count, slow_frac=muscle.slow_frac, resistant_frac=muscle.resistant_frac
    )


def open_pool(
    circuit: Circuit, pool: Pool, excitation_us: Floats, *, noise: float = 0.0, step_ms: float = STEP_MS
) -> tuple[Floats, Integers]:
    """(time in s, unit) of every spike, with a conductance of its own at each step."""
    blocks = blocks_of(pool, step_ms=step_ms, noise_ratio=noise, antidromic=np.zeros(pool.units_count))
    counts = np.zeros(len(blocks) * s.BLOCK, dtype=np.int64)
    spike_step, spike_unit = (np.zeros(1_000_000, dtype=np.int64) for _ in range(2))
    total = run_pool(blocks, shared_of(circuit.motoneuron, step_ms), excitation_us, counts, spike_step, spike_unit)
    return spike_step[:total] * step_ms / 1000.0, spike_unit[:total]


def only(pool: Pool, unit: int) -> Pool:
    """The pool of one motoneuron."""
    return Pool(*(getattr(pool, field.name)[unit : unit + 1] for field in fields(Pool)))


def described(circuit: Circuit, pool: Pool, excitation_us: float) -> dict[str, Any]:
    """The same cells for NEURON."""
    p = {field.name: float(getattr(circuit.motoneuron, field.name)[0]) for field in fields(circuit.motoneuron)}
    names = {
        "soma_nf": "soma_nf", "dendrite_nf": "dendrite_nf", "soma_us": "soma_us", "dendrite_us": "dendrite_us", "coupling_us": "coupling_us",
        "sodium": "sodium_us", "fast": "fast_potassium_us", "slow": "slow_potassium_us", "fires_mv": "threshold_mv",
        "slow_closing": "slow_closing_per_ms", "persistent": "persistent_us", "half_mv": "persistent_half_mv",
    }  # fmt: skip
    cells = [
        {theirs: float(getattr(pool, ours)[unit]) for theirs, ours in names.items()}
        | {"synapse": float(pool.synapse_ratio[unit]) * excitation_us}
        for unit in range(pool.units_count)
    ]
    shared = {
        "sodium_mv": p["sodium_reversal_mv"], "potassium_mv": p["potassium_reversal_mv"], "on_rate": p["sodium_opening_per_ms"],
        "off_rate": p["sodium_closing_per_ms"], "shut_rate": p["sodium_inactivation_per_ms"], "ready_rate": p["sodium_recovery_per_ms"],
        "open_rate": p["potassium_opening_per_ms"], "fast_closing": p["fast_potassium_closing_per_ms"], "pulse_ms": p["pulse_ms"],
        "refractory_ms": p["refractory_ms"], "slope_mv": p["persistent_slope_mv"], "tau": p["persistent_ms"],
        "calcium_mv": p["calcium_reversal_mv"], "synapse_mv": p["excitation_reversal_mv"],
    }  # fmt: skip
    return {"cells": cells, "shared": shared, "step_ms": STEP_MS, "seconds": SECONDS}


def greatest_us(circuit: Circuit) -> float:
    """Conductance of the greatest drive in the smallest motoneuron."""
    return float(circuit.reflex.drive_nsiemens[0]) / 1000.0


def test_the_pool_beside_neuron(neuron: Peer) -> None:
    """Targets: the open pool 10 times NEURON 9 on one core for the same cells; the closed loop 6 times NEURON's open pool."""
    circuit, pool = calf()
    excitation_us = DRIVE * greatest_us(circuit)
    steps = np.full(round(1000 * SECONDS / STEP_MS), excitation_us)
    ours = cpu_s(lambda: open_pool(circuit, pool, steps, noise=1.0))
    protocol = reflex.Protocol("effort", "a steady effort", seconds=SECONDS, drive_frac=((0.0, DRIVE),), length_frac=((0.0, 0.9),))
    closed = cpu_s(lambda: reflex.simulate(circuit, protocol))
    print(
        f"\nopen pool of {pool.units_count}: {SECONDS / ours:.1f} simulated seconds a CPU second; closed loop: {SECONDS / closed:.1f}"
    )
    if neuron.python is None:
        print(f"NEURON 9 cannot be built here: {neuron.trouble}")
        return
    theirs = neuron.run("neuron_pool.py", described(circuit, pool, excitation_us))
    spikes = len(open_pool(circuit, pool, steps)[0])
    print(
        f"NEURON 9, open pool, same cells without noise: {SECONDS / theirs['cpu_s']:.2f} simulated seconds a CPU second, "
        f"{len(theirs['spike_ms'])} spikes (ours without noise: {spikes})\n"
        f"open pool {theirs['cpu_s'] / ours:.1f} times NEURON (target 10); closed loop {theirs['cpu_s'] / closed:.1f} times (target 6)"
    )


def test_one_motoneuron_beside_neuron(neuron: Peer) -> None:
    """Rate by steady conductance, and the conductances at which a slow triangle starts and stops the cell: the hysteresis."""
    circuit, pool = calf()
    if neuron.python is None:
        print(f"\nNEURON 9 cannot be built here: {neuron.trouble}")
        return
    greatest, steps = greatest_us(circuit), round(1000 * SECONDS / STEP_MS)
    knots = ([0.0, 500.0 * SECONDS, 1000.0 * SECONDS], [0.0, 1.0, 0.0])
    triangle = np.interp(np.arange(steps) * STEP_MS, *knots)
    for unit in (0, pool.units_count // 2, pool.units_count - 1):
        cell = only(pool, unit)
        print(f"\nunit {unit + 1} of {pool.units_count}: conductance, of the greatest drive; rate here and in NEURON, 1/s")
        for part in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0):
            there = neuron.run("neuron_pool.py", described(circuit, cell, part * greatest))["spike_ms"]
            here = open_pool(circuit, cell, np.full(steps, part * greatest))[0]
            print(f"  {part:.1f}: {late_rate(here):6.2f} {late_rate(np.array(there) / 1000.0):6.2f}")
        there = neuron.run("neuron_pool.py", described(circuit, cell, greatest) | {"ramp": knots})["spike_ms"]
        here = open_pool(circuit, cell, triangle * greatest)[0]
        for name, spikes in (("here", here), ("in NEURON", np.array(there) / 1000.0)):
            ends = np.interp(1000.0 * spikes[[0, -1]], *knots) if len(spikes) else np.full(2, np.nan)
            print(f"  triangle {name}: starts at {ends[0]:.3f}, stops at {ends[1]:.3f} of the greatest drive, {len(spikes)} spikes")


def late_rate(spike_s: Floats) -> float:
    """Rate in the second half of the run."""
    late = spike_s[spike_s > SECONDS / 2]
    return float((len(late) - 1) / (late[-1] - late[0])) if len(late) > 2 else 0.0


def test_the_pool_beside_myogen(tmp_path: Path) -> None:
    """Target: 20 times MyoGen's documented pool, which needs Python 3.12 (PYTHON312 says where) and NEURON 8.2.7."""
    peer = build(tmp_path, os.environ.get("PYTHON312") or shutil.which("python3.12"), "myogen==0.12.0")
    if peer.python is None:
        print(f"\nMyoGen cannot be built here: {peer.trouble}")
        return
    try:
        theirs = peer.run("myogen_pool.py", {"seconds": 1.0})
    except subprocess.SubprocessError as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        print(f"\nMyoGen is installed but its pool does not run here: {said[-1][:200] if said else error!r}")
        return
    circuit, pool = calf()
    each = theirs["cpu_s"] / theirs["seconds"] / theirs["units"]
    print(
        f"\nMyoGen, {theirs['units']} motoneurons at {theirs['step_ms']} ms, {theirs['spikes']} spikes: {1 / each:.0f} neuron-seconds a CPU second"
    )
    for step_ms in (STEP_MS, theirs["step_ms"]):
        steps = np.full(round(1000 * SECONDS / step_ms), DRIVE * greatest_us(circuit))
        ours = cpu_s(lambda: open_pool(circuit, pool, steps, noise=1.0, step_ms=step_ms))  # noqa: B023  (called at once)
        print(f"open pool at {step_ms} ms: {each / (ours / SECONDS / pool.units_count):.0f} times MyoGen (target 20)")
