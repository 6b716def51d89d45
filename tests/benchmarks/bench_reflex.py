"""The spinal loop beside NEURON 9 and MyoGen, as ratios of CPU time measured in one run.

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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from motoneurons_alone import Neuron, calf, compile_cells, described, greatest_us, open_pool

from uncramp import reflex

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
def neuron(tmp_path_factory: pytest.TempPathFactory) -> Neuron | str:
    """NEURON 9 with our motoneuron compiled for it, or why there is none."""
    peer = build(tmp_path_factory.mktemp("neuron"), sys.executable, "neuron==9.0.2")
    if peer.python is None:
        return peer.trouble
    try:
        return compile_cells(peer.python, peer.folder, peer.python.parent)
    except (subprocess.SubprocessError, OSError):
        return "its mechanisms do not compile: a C++ compiler is needed"


def cpu_s(work: Any, repeats: int = 5) -> float:
    """Least CPU time of several runs, after one that warms up."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_the_pool_beside_neuron(neuron: Neuron | str) -> None:
    """Targets: the open pool 10 times NEURON 9 on one core for the same cells; the closed loop 6 times NEURON's open pool."""
    circuit, pool = calf()
    excitation_us = DRIVE * greatest_us(circuit)
    steps = np.full(round(1000 * SECONDS / STEP_MS), excitation_us)
    ours = cpu_s(lambda: open_pool(circuit, pool, steps, step_ms=STEP_MS, noise=1.0))
    protocol = reflex.Protocol("effort", "a steady effort", seconds=SECONDS, drive_frac=((0.0, DRIVE),), length_frac=((0.0, 0.9),))
    closed = cpu_s(lambda: reflex.simulate(circuit, protocol))
    print(
        f"\nopen pool of {pool.units_count}: {SECONDS / ours:.1f} simulated seconds a CPU second; closed loop: {SECONDS / closed:.1f}"
    )
    if isinstance(neuron, str):
        print(f"NEURON 9 cannot be built here: {neuron}")
        return
    theirs = neuron.run(described(circuit, pool, excitation_us, seconds=SECONDS, step_ms=STEP_MS))
    spikes = len(open_pool(circuit, pool, steps, step_ms=STEP_MS)[0])
    print(
        f"NEURON 9, open pool, same cells without noise: {SECONDS / theirs['cpu_s']:.2f} simulated seconds a CPU second, "
        f"{len(theirs['spike_ms'])} spikes (ours without noise: {spikes})\n"
        f"open pool {theirs['cpu_s'] / ours:.1f} times NEURON (target 10); closed loop {theirs['cpu_s'] / closed:.1f} times (target 6)"
    )


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
