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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from uncramp.evidence.registry import load_topic
from uncramp.names import MECHANISMS
from uncramp.reflex.accepted import accepted_sets
from uncramp.reflex.accepted_circuit import accepted_circuit
from uncramp.reflex.table import FILE, State, Table, grid, sentinels
from uncramp.reflex.table_check import digest_of, threshold_in
from uncramp.reflex.threshold import RUNGS_HZ, SLOWEST_HZ

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "uncramp" / "reflex" / FILE
KEPT = ROOT / "out"


def probes_of(threshold_hz: float) -> int:
    """Simulations it took to find a threshold: one at rest, the rungs, and halvings between two of them."""
    if math.isnan(threshold_hz):
        return 1
    rungs = [rung for rung in RUNGS_HZ if rung < threshold_hz]
    if math.isinf(threshold_hz):
        return 1 + len(rungs)
    above = RUNGS_HZ[len(rungs)]
    below = rungs[-1] if rungs else SLOWEST_HZ - 1
    return 1 + len(rungs) + 1 + math.ceil(math.log2(above - below))


def run(threads: int) -> list[dict[str, Any]]:
    """Threshold of every state in every set, from the file or found now."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / "reflex_table.jsonl"
    # thresholds belong to the parameters of the set they were found with
    marks = [digest_of(np.zeros(0), sets=np.array([one]))[:16] for one in range(len(accepted_sets()))]
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    have = {(line["set"], line["state"]) for line in lines}
    left = [(mark, state) for mark in marks for state in range(len(grid().states)) if (mark, state) not in have]

    def find(point: tuple[str, int]) -> dict[str, Any]:
        return {"set": point[0], "state": point[1], "threshold_hz": threshold_in(grid().states[point[1]], marks.index(point[0]))}

    with path.open("a", encoding="utf-8") as file, ThreadPoolExecutor(threads) as pool:
        for line in pool.map(find, left):
            lines.append(line)
            file.write(json.dumps(line) + "\n")
            file.flush()
    return [line | {"set": marks.index(line["set"])} for line in lines if line["set"] in marks]


def interpolation_error(made: Table) -> float:
    """Root mean square error of the logarithm of a ratio at the states between two of the grid, bounded as the hazard bounds it."""
    bound = load_topic("threshold")["greatest_fatigue_ratio"].value
    between = np.array([made.at(state) for state in grid().lines["between"]])
    rested = np.array([made.at(State(state.mechanism)) for state in grid().lines["between"]])
    with np.errstate(divide="ignore"):
        here = np.clip(np.log(np.where(np.isnan(between), 0.0, between) / rested), -bound, bound)
    grid_ratios = np.clip(made.log_ratios, -bound, bound)
    along = [
        [
            np.interp(state.fatigue_frac, made.fatigue_fracs, grid_ratios[MECHANISMS.index(state.mechanism), :, one])
            for one in range(here.shape[1])
        ]
        for state in grid().lines["between"]
    ]
    return float(np.sqrt(np.mean(np.square(here - np.array(along)))))


def made_of(lines: list[dict[str, Any]]) -> Table:
    """The table from its lines."""
    thresholds = np.full((len(grid().states), len(accepted_sets())), np.nan)
    for line in lines:
        thresholds[line["state"], line["set"]] = line["threshold_hz"]
    loss = accepted_circuit(grid().muscle).reflex.fatigued_strength_loss_frac
    made = Table(
        states=grid().states,
        threshold_hz=thresholds,
        capacity_lost_frac=float(loss[0]),
        interpolation_error_ratio=0.0,
        probes=sum(probes_of(line["threshold_hz"]) for line in lines),
        digest="",
    )
    points = np.array([thresholds[point.state, point.set] for point in sentinels(made)])
    return replace(made, interpolation_error_ratio=round(interpolation_error(made), 3), digest=digest_of(points))


def written(made: Table) -> str:
    """The table as TOML."""
    text = [
        "# Made by scripts/make_reflex_table.py: cramp threshold frequency (Hz) by state and accepted set (accepted.toml, in its order).",
        "# inf: no burst up to 64 Hz starts a cramp; nan: the muscle does not even rest.",
        *(f"{name} = {json.dumps(getattr(made, name))}" for name in ("capacity_lost_frac", "interpolation_error_ratio", "probes", "digest")),
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
    print(f"{made.threshold_hz.size} thresholds, {made.probes} simulations; sha256 ", end="")
    print(
        f"{hashlib.sha256(TABLE.read_bytes()).hexdigest()[:12]}; interpolation error {made.interpolation_error_ratio} of a logarithm"
    )


if __name__ == "__main__":
    main()
