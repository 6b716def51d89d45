"""Run the spinal loop over the grid of states and write the table that the hazard reads.

The grid is ``src/uncramp/reflex/grid.toml``; every state is run in every accepted set. Thresholds found are lines of a file, so that a
run that was stopped goes on: ``python scripts/make_reflex_table.py``, which writes ``src/uncramp/reflex/table.toml`` when all are there.
``uncramp reflex table --check`` then says whether the loop still gives it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from uncramp.evidence.registry import load_topic
from uncramp.names import MECHANISMS
from uncramp.reflex.accepted import accepted_sets
from uncramp.reflex.accepted_circuit import accepted_circuit
from uncramp.reflex.table import FILE, State, Table, grid, sentinels
from uncramp.reflex.table_check import digest_of, threshold_in

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "uncramp" / "reflex" / FILE
KEPT = ROOT / "out"


def probes_of(threshold_hz: float) -> int:
    """Simulations it took to find a threshold: at rest, at the top frequency, and six halvings of 1 to 64 Hz."""
    return 1 if math.isnan(threshold_hz) else 2 if math.isinf(threshold_hz) else 8


def run(threads: int) -> list[dict[str, float]]:
    """Threshold of every state in every set, from the file or found now, with its CPU seconds."""
    KEPT.mkdir(exist_ok=True)
    # thresholds belong to the sets and the parameters they were found with
    path = KEPT / f"reflex_table_{digest_of(np.zeros(0))[:12]}.jsonl"
    done = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    have = {(line["state"], line["set"]) for line in done}
    left = [(state, one) for one in range(len(accepted_sets())) for state in range(len(grid().states)) if (state, one) not in have]

    def find(point: tuple[int, int]) -> dict[str, float]:
        began = time.thread_time()
        found_hz = threshold_in(grid().states[point[0]], point[1])
        return {"state": point[0], "set": point[1], "threshold_hz": found_hz, "cpu_s": time.thread_time() - began}

    with path.open("a", encoding="utf-8") as file, ThreadPoolExecutor(threads) as pool:
        for line in pool.map(find, left):
            done.append(line)
            file.write(json.dumps(line) + "\n")
            file.flush()
    return done


def interpolation_error(made: Table) -> float:
    """Root mean square error of the logarithm of a ratio at the states between two of the grid, bounded as the hazard bounds it."""
    bound = load_topic("threshold")["greatest_fatigue_ratio"].value
    between = np.array([made.at(state) for state in grid().lines["between"]])
    rested = np.array([made.at(State(state.mechanism)) for state in grid().lines["between"]])
    with np.errstate(divide="ignore"):
        here = np.clip(np.log(np.where(np.isnan(between), 0.0, between) / rested), -bound, bound)
    grid_ratios = np.clip(made.log_ratios, -bound, bound)
    along = [
        [np.interp(state.fatigue_frac, made.fatigue_fracs, grid_ratios[MECHANISMS.index(state.mechanism), :, one]) for one in range(here.shape[1])]
        for state in grid().lines["between"]
    ]
    return float(np.sqrt(np.mean(np.square(here - np.array(along)))))


def made_of(lines: list[dict[str, float]]) -> Table:
    """The table from its lines."""
    thresholds = np.full((len(grid().states), len(accepted_sets())), np.nan)
    for line in lines:
        thresholds[int(line["state"]), int(line["set"])] = line["threshold_hz"]
    loss = accepted_circuit(grid().muscle).reflex.fatigued_strength_loss_frac
    made = Table(
        states=grid().states,
        threshold_hz=thresholds,
        capacity_lost_frac=float(loss[0]),
        interpolation_error_ratio=0.0,
        probes=sum(probes_of(line["threshold_hz"]) for line in lines),
        cpu_min=round(sum(line["cpu_s"] for line in lines) / 60.0, 1),
        digest="",
    )
    points = np.array([thresholds[point.state, point.set] for point in sentinels(made)])
    return replace(made, interpolation_error_ratio=round(interpolation_error(made), 3), digest=digest_of(points))


def written(made: Table) -> str:
    """The table as TOML."""
    text = [
        "# Made by scripts/make_reflex_table.py: cramp threshold frequency (Hz) by state and accepted set (accepted.toml, in its order).",
        "# inf: no burst up to 64 Hz starts a cramp; nan: the muscle does not even rest.",
        *(f"{name} = {json.dumps(getattr(made, name))}" for name in ("capacity_lost_frac", "interpolation_error_ratio", "probes", "cpu_min", "digest")),
    ]  # fmt: skip
    for state, row in zip(made.states, made.threshold_hz, strict=True):
        text += ["", "[[row]]", *(f"{name} = {json.dumps(value)}" for name, value in asdict(state).items())]
        text.append(f"threshold_hz = [{', '.join(str(float(value)) for value in row)}]")
    return "\n".join(text) + "\n"


def main() -> None:
    """Run what is left and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    made = made_of(run(parser.parse_args().threads))
    TABLE.write_text(written(made), encoding="utf-8")
    print(f"{made.threshold_hz.size} thresholds, {made.probes} simulations, {made.cpu_min} CPU minutes; sha256 ", end="")
    print(f"{hashlib.sha256(TABLE.read_bytes()).hexdigest()[:12]}; interpolation error {made.interpolation_error_ratio} of a logarithm")


if __name__ == "__main__":
    main()
