"""Motoneurons without their loop: ours, and the same cells told to NEURON, which runs in a child process.

The folder ``neuron_cells`` holds the mechanisms, written from the equations for NEURON's own solver, and the program that runs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from uncramp import reflex
from uncramp.compiled import compiled
from uncramp.minutes import Floats, Integers
from uncramp.reflex import slots as s
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.motoneuron import Pool, blocks_of, pool_of, shared_of, step_pool

CELLS = Path(__file__).parent / "neuron_cells"
PATIENCE_S = 900.0


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


def open_pool(
    circuit: Circuit, pool: Pool, excitation_us: Floats, *, step_ms: float, noise: float = 0.0
) -> tuple[Floats, Integers]:
    """(time in s, unit) of every spike, with a conductance of its own at each step."""
    blocks = blocks_of(pool, step_ms=step_ms, noise_ratio=noise, antidromic=np.zeros(pool.units_count))
    counts = np.zeros(len(blocks) * s.BLOCK, dtype=np.int64)
    spike_step, spike_unit = (np.zeros(1_000_000, dtype=np.int64) for _ in range(2))
    total = run_pool(blocks, shared_of(circuit.motoneuron, step_ms), excitation_us, counts, spike_step, spike_unit)
    return spike_step[:total] * step_ms / 1000.0, spike_unit[:total]


def calf(**overrides: float) -> tuple[Circuit, Pool]:
    """The calf and its motoneurons; a parameter by its name without the topic."""
    circuit = reflex.circuit("calf", overrides={f"motoneuron.{name}": value for name, value in overrides.items()})
    muscle = circuit.muscle
    return circuit, pool_of(
        circuit.motoneuron, units_count=muscle.units_count, slow_frac=muscle.slow_frac, resistant_frac=muscle.resistant_frac
    )


def only(pool: Pool, unit: int) -> Pool:
    """The pool of one motoneuron."""
    return Pool(*(getattr(pool, field.name)[unit : unit + 1] for field in fields(Pool)))


def greatest_us(circuit: Circuit) -> float:
    """Conductance of the greatest drive in the smallest motoneuron."""
    return float(circuit.reflex.drive_nsiemens[0]) / 1000.0


def described(circuit: Circuit, pool: Pool, excitation_us: float, *, seconds: float, step_ms: float) -> dict[str, Any]:
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
    return {"cells": cells, "shared": shared, "step_ms": step_ms, "seconds": seconds}


@dataclass(frozen=True)
class Neuron:
    """A Python that has NEURON, and the folder in which it finds the compiled mechanisms."""

    python: Path
    folder: Path

    def run(self, given: dict[str, Any]) -> dict[str, Any]:
        """Spikes of the described cells and what they cost: the JSON in the last line of what the child process prints."""
        done = subprocess.run(
            [str(self.python), str(CELLS / "run_cells.py")], cwd=self.folder, input=json.dumps(given), capture_output=True, text=True,
            check=True, timeout=PATIENCE_S, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


def compile_cells(python: Path, folder: Path, scripts: Path | None = None) -> Neuron:
    """Compile the mechanisms for the NEURON of ``python`` into ``folder``; ``scripts`` is where its commands are.

    Raises
    ------
    subprocess.CalledProcessError
        If there is no C++ compiler, or the mechanisms do not compile.
    """
    for mechanism in CELLS.glob("*.mod"):
        shutil.copy(mechanism, folder)
    command = (scripts or Path(sysconfig.get_path("scripts"))) / "nrnivmodl"
    path = os.pathsep.join([str(command.parent), os.environ.get("PATH", "")])
    subprocess.run(
        [command], cwd=folder, capture_output=True, text=True, check=True, timeout=PATIENCE_S, env=os.environ | {"PATH": path}
    )
    return Neuron(python, folder)
