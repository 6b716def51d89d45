"""Find parameter sets of the spinal loop that meet the published figures, and keep them with their distances.

Approximate Bayesian computation by rejection: a candidate is drawn evenly from the box, whose sides are the ranges of the evidence
(`BOX`). Five parameters are not drawn but solved for, since the loop is too steep in them to meet a figure by chance: the size of an
electrical volley (so that 25 Hz is the threshold), how far the afferents fade in a lasting contraction (so that a cramp lasts about a
minute), the
difference of excitability that stands for a history of cramps (15 Hz), what complete fatigue does to the afferents under the hypothesis
`measured` (the one trial), and what pain adds. The figures they are solved to are drawn within
the standard errors of the trials, so that sets differ by what the trials leave open. Each stage costs more than the one before; a
candidate is dropped at the first figure it misses by more than its reach. Hardly one in a hundred points of the whole box
comes through, so that the search closes in: the first `FIRST` candidates are drawn near the central values of the evidence (but for `START`),
those up to `SECOND` near any of these that rest, have a threshold and cramp by effort in the shortened muscle only, and later ones near
accepted ones. The sets kept are therefore loops that could be, and no sample with the weights of a posterior.

Finished candidates are lines of a file, so that a search that was stopped goes on:
``python scripts/calibrate_reflex.py --candidates 300``, then ``--write`` makes ``src/uncramp/reflex/accepted.toml``.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from uncramp.evidence.draws import uniforms
from uncramp.evidence.registry import load_topic
from uncramp.names import MECHANISMS
from uncramp.reflex.circuit import Circuit, circuit
from uncramp.reflex.cramp import UNITS_LEAST, cramp_of
from uncramp.reflex.protocol import Burst, Protocol, protocol
from uncramp.reflex.simulate import simulate
from uncramp.reflex.threshold import RUNGS_HZ, SLOWEST_PPS, cramp_threshold_hz, cramps_after
from uncramp.reflex.trace import ReflexTrace

ROOT = Path(__file__).parent.parent
ACCEPTED = ROOT / "src" / "uncramp" / "reflex" / "accepted.toml"
KEPT = ROOT / "out"
MOST_SETS = 7  # of at most 12: as many as the table can run in every state
FIRST, SECOND = 24, 64
NEAR = 0.2  # of the side of the box
SEED = 0
BOX = (
    "motoneuron.persistent_ratio", "motoneuron.persistent_threshold_ratio", "motoneuron.synapse_size_index",
    "reflex.ia_nsiemens_per_pps", "reflex.ib_nsiemens_per_pps", "reflex.volley_ms", "reflex.gamma_static_pps", "reflex.gamma_linked_pps",
    "reflex.article_ia_ratio", "reflex.article_ib_ratio", "spindle.strain_gain_ratio",
    "spindle.strain_reference_length_ratio", "tendon_organ.gain_hz",
    "tendon_organ.flattening_force_frac", "mechanics.passive_force_frac", "mechanics.tendon_stretch_ratio",
)  # fmt: skip
VOLLEY, FADING = "reflex.volley_nsiemens", "reflex.measured_fading_ratio"
HISTORY, TIRED = "reflex.history_threshold_ratio", "reflex.measured_ia_ratio"
PAIN = "reflex.group34_nsiemens_per_pps"
SOLVED = (VOLLEY, FADING, HISTORY, TIRED, PAIN)
HALVINGS, FINE = 7, 10
ROUNDS = 3
START = {"reflex.volley_ms": 27.0}  # where volleys add up; the rest of the start is the central values
SHORT, OPTIMAL, LONG = 0.8, 1.0, 1.05
FAST = (Burst(1.0, 2.0, 32.0),)  # well above the threshold
REST = Protocol("rest", "nothing is done", 1.0, length_frac=((0.0, SHORT),))


class Target(NamedTuple):
    """A published figure, its spread, and how many spreads a set may be away; infinite if it is only reported."""

    published: float
    spread: float
    reach: float
    where: str


TARGETS = {
    # what no trial counts is counted here in units: ten of them are a cramp
    "rest_units": Target(0.0, 0.25, 2.0, "a relaxed muscle is silent"),
    "rest_optimal_units": Target(0.0, 0.25, 2.0, "the same at its optimal length"),
    "slower_units": Target(0.0, 5.0, 2.0, "B01, B02: none a standard deviation below the threshold"),
    "cramp_frac": Target(0.6, 0.2, 2.0, "B37: signal of 55 to 68 % of a maximal effort; here as the share of units that fire"),
    "rate_pps": Target(16.9, 6.1, 1.0, "B31 and B33 pooled: 20.0 in 37 units and 14.5 in 48"),
    "rate_low_pps": Target(6.0, 0.8, math.inf, "B33"),
    "rate_high_pps": Target(25.0, 8.0, math.inf, "B33"),
    "interval_cv_frac": Target(0.446, 0.097, math.inf, "B34"),
    "stretched_units": Target(0.0, 5.0, 2.0, "B41: a stretch ends it"),
    "after_stretch_units": Target(0.0, 5.0, 2.0, "B41: it stays off"),
    "tendon_units": Target(0.0, 5.0, 2.0, "B42: a tendon volley ends it"),
    "voluntary_cramp": Target(1.0, 0.25, 2.0, "B40: maximal effort in the shortened muscle"),
    "voluntary_lengthened_cramp": Target(0.0, 0.25, 2.0, "B40: in the lengthened muscle"),
    "voluntary_optimal_cramp": Target(0.0, 0.25, math.inf, "B40: without shortening"),
    "threshold_hz": Target(25.5, 5.5, 1.0, "B01, B02"),
    "history_hz": Target(14.9, 5.7, 1.5, "B01, B02"),
    "fatigue_ratio": Target(1.645, 0.22, 2.0, "B18, hypothesis measured"),
    "pain_ratio": Target(0.824, 0.08, math.inf, "B19; the spread is that of the means"),
    "duration_s": Target(55.6, 19.2, 2.0, "B28"),
    "delta_f_pps": Target(3.15, 1.45, math.inf, "B57, soleus"),
}


class Candidate:
    """One point of the box and what is known of it so far."""

    def __init__(self, number: int, parents: Sequence[Mapping[str, float]], seed: int = SEED) -> None:
        """Draw it near one of its ``parents``, inside the box."""
        self.number, self.seed = number, seed
        self.figures: dict[str, float] = {}
        parent = parents[int(self.uniform("parent") * len(parents))]
        self.values = {name: self._near(name, parent[name]) for name in BOX}

    def _near(self, name: str, centre: float) -> float:
        low, high = _range(name)
        reach = NEAR * (high - low)
        low, high = max(low, centre - reach), min(high, centre + reach)
        return low + (high - low) * self.uniform(name)

    def uniform(self, name: str) -> float:
        """A number of its own in (0, 1)."""
        return float(uniforms(self.seed, "calibrate_reflex", name, str(self.number), draws=1)[0])

    def near(self, name: str, mean: float, error: float) -> float:
        """A number near a published mean, by its standard error."""
        from scipy.special import ndtri

        return mean + error * float(ndtri(self.uniform(name)))

    def circuit(self, mechanism: str = "article", muscle: str = "calf", **changed: float) -> Circuit:
        """The loop with its values; ``changed`` by the name within the topic reflex. Without fatigue `article` is the one without fading."""
        return circuit(
            muscle, mechanism=mechanism, overrides=self.values | {f"reflex.{name}": value for name, value in changed.items()}
        )

    def solve(self, name: str, holds: Callable[[float], bool], *, logarithmic: bool = False, halvings: int = HALVINGS) -> bool:
        """Set the parameter to the least value of its range at which something ``holds``; False if there is none."""
        low, high = _range(name)
        if not holds(high):
            return False
        for _ in range(halvings):
            middle = math.sqrt(low * high) if logarithmic else (low + high) / 2.0
            if holds(middle):
                high = middle
            else:
                low = middle
        self.values[name] = high
        return True

    def missed(self) -> list[str]:
        """Targets known so far that are out of reach."""
        return [name for name in self.figures if not abs(self.distance(name)) <= TARGETS[name].reach]

    def distance(self, name: str) -> float:
        """How far a figure is from the published one, in spreads."""
        return (self.figures[name] - TARGETS[name].published) / TARGETS[name].spread


def _range(name: str) -> tuple[float, float]:
    topic, parameter = name.split(".")
    entry = load_topic(topic)[parameter]
    return entry.low, entry.high


def _units_after(loop: Circuit, state: Protocol, frequency_hz: float) -> int:
    """Units that fire two to three seconds after a burst, as fast as in a cramp."""
    return simulate(loop, replace(state, bursts=(Burst(0.5, 2.0, frequency_hz),), seconds=5.5)).units_firing(
        4.5, 5.5, least_pps=SLOWEST_PPS
    )


def _by(loop: Circuit, state: Protocol, frequency_hz: float) -> bool:
    """Whether a burst of this frequency, or one of the two rungs below, starts a cramp: the threshold is there or further down."""
    rungs = [rung for rung in RUNGS_HZ if rung < 0.9 * frequency_hz][-2:]
    return any(cramps_after(loop, state, tried_hz) for tried_hz in (frequency_hz, *rungs))


def _silent(loop: Circuit, state: Protocol = REST) -> bool:
    return len(simulate(loop, state, seconds=0.5).spike_s) == 0


def rest(c: Candidate) -> bool:
    """Silence at rest, in the shortened muscle and at the optimal length."""
    for name, length_frac in (("rest_units", SHORT), ("rest_optimal_units", OPTIMAL)):
        held = replace(REST, length_frac=((0.0, length_frac),))
        c.figures[name] = simulate(c.circuit(), held).units_firing(0.3, 1.0)
    return True


def volley(c: Candidate) -> bool:
    """Solve for the size of a volley at a threshold near 25 Hz; then a burst a standard deviation slower starts nothing."""
    threshold_hz = c.near("threshold_hz", 25.5, 1.6)

    def cramps(value: float) -> bool:
        return _by(c.circuit(volley_nsiemens=value), REST, threshold_hz)

    if not c.solve(VOLLEY, cramps, logarithmic=True):
        return False
    c.figures["slower_units"] = max(_units_after(c.circuit(), REST, slower_hz) for slower_hz in (20.0, 11.0, 6.0))
    return True


def stretch(c: Candidate) -> bool:
    """Rates in a cramp; a stretch of 4 s ends it, and it stays off."""
    trace = simulate(c.circuit(), replace(protocol("stretch"), bursts=FAST))
    c.figures["cramp_frac"] = trace.units_firing(5.0, 6.0, least_pps=SLOWEST_PPS) / trace.units_count
    rates = trace.rates_pps(3.5, 6.0)
    known = rates[np.isfinite(rates)]
    c.figures["rate_pps"] = float(known.mean()) if known.size else 0.0
    c.figures["rate_low_pps"], c.figures["rate_high_pps"] = (
        (float(edge) for edge in np.quantile(known, (0.05, 0.95))) if known.size else (0.0, 0.0)
    )
    c.figures["stretched_units"] = trace.units_firing(9.0, 10.5, least_pps=SLOWEST_PPS)
    c.figures["after_stretch_units"] = trace.units_firing(13.0, 16.0, least_pps=SLOWEST_PPS)
    return True


def tendon(c: Candidate) -> bool:
    """Half a second of tendon afferents ends it."""
    c.figures["tendon_units"] = simulate(c.circuit(), replace(protocol("tendon"), bursts=FAST), seconds=10.0).units_firing(
        8.0, 10.0, least_pps=SLOWEST_PPS
    )
    return True


def voluntary(c: Candidate) -> bool:
    """Maximal effort makes a cramp in the shortened muscle and none in the lengthened one: ten units 2 s after it."""
    effort = protocol("voluntary")
    for name, length_frac in (
        ("voluntary_cramp", SHORT),
        ("voluntary_lengthened_cramp", LONG),
        ("voluntary_optimal_cramp", OPTIMAL),
    ):
        trace = simulate(c.circuit(), replace(effort, length_frac=((0.0, length_frac),)), seconds=8.0)
        c.figures[name] = float(trace.units_firing(7.0, 8.0, least_pps=SLOWEST_PPS) >= UNITS_LEAST)
    return True


def duration(c: Candidate) -> bool:
    """Solve for the fading that ends a cramp after about a minute, whatever fatigue does.

    A cramp ends soon after a certain part of the afferents' effect is gone: where that was, is seen with too much fading, and tried again.
    """
    burst = replace(REST, bursts=(Burst(0.5, 2.0, 32.0),))
    fading_s = float(c.circuit().reflex.fading_s[0])
    lasts_s = c.near("duration_s", 55.6, 19.2 / math.sqrt(8.0))
    if not cramp_of(simulate(c.circuit("article"), burst, seconds=20.0)).duration_s > 17.0:
        return False  # it does not even last without any fading
    _, fading = _range(FADING)
    for seconds in (15.0, *ROUNDS * (95.0,)):
        c.values |= {f"reflex.{mechanism}_fading_ratio": fading for mechanism in MECHANISMS}
        cramp = cramp_of(simulate(c.circuit("mixed"), burst, seconds=seconds))
        c.figures["duration_s"], c.figures["interval_cv_frac"] = cramp.duration_s, cramp.interval_cv_frac
        if not c.missed() or not cramp.started:
            break
        gone = fading * -math.expm1(-(2.0 + cramp.duration_s) / fading_s)
        fading = gone / -math.expm1(-(2.0 + lasts_s) / fading_s)
    return cramp.started


def history(c: Candidate) -> bool:
    """The threshold as it is, and the difference of excitability that brings it near 15 Hz."""
    c.figures["threshold_hz"] = _threshold(c, REST)
    history_hz = c.near("history_hz", 14.9, 1.3)
    prone = replace(REST, excitability="history")

    def silent(value: float) -> bool:
        loop = c.circuit("mixed", history_threshold_ratio=value)
        return _silent(loop, prone) and not _by(loop, prone, history_hz)

    if c.missed() or not c.solve(HISTORY, silent, halvings=FINE):
        return False
    low, high = _range(HISTORY)
    c.values[HISTORY] -= (high - low) / 2**FINE  # the side on which it cramps
    c.figures["history_hz"] = _threshold(c, prone)
    return True


def _threshold(c: Candidate, state: Protocol, mechanism: str = "mixed") -> float:
    return float(cramp_threshold_hz(c.circuit(mechanism), state, threads=1).by_draw_hz[0])


def fatigue(c: Candidate) -> bool:
    """Solve for what complete fatigue does to the afferents in the trial that raised the threshold."""
    risen_hz = c.figures["threshold_hz"] * math.exp(c.near("fatigue_ratio", math.log(1.645), 0.13))
    tired = replace(REST, fatigue_frac=1.0)

    def cramps(value: float) -> bool:
        return _by(c.circuit("measured", measured_ia_ratio=value), tired, risen_hz)

    if not c.solve(TIRED, cramps):
        return False
    # the hypothesis `mixed` is `measured` for the spindles and `article` for the tendon organs
    c.values |= {"reflex.mixed_ia_ratio": c.values[TIRED], "reflex.mixed_ib_ratio": c.values["reflex.article_ib_ratio"]}
    c.figures["fatigue_ratio"] = _threshold(c, tired, "measured") / c.figures["threshold_hz"]
    return True


def pain(c: Candidate) -> bool:
    """Solve for what the thin afferents of a painful muscle add, so that the threshold falls as in the trial."""
    fallen_hz = c.near("pain_ratio", 0.824, 0.08) * c.figures["threshold_hz"]
    painful = replace(REST, pain_frac=1.0)

    def cramps(value: float) -> bool:
        loop = c.circuit("mixed", group34_nsiemens_per_pps=value)
        return not _silent(loop, painful) or _by(loop, painful, fallen_hz)

    if not c.solve(PAIN, cramps):
        return False
    c.figures["pain_ratio"] = _threshold(c, painful) / c.figures["threshold_hz"]
    return True


def reported(c: Candidate) -> bool:
    """What the search does not ask for: the difference of rates of the soleus."""
    ramp = Protocol(
        "ramp", "a slow effort and back", 22.0, drive_frac=((1.0, 0.0), (11.0, 0.2), (21.0, 0.0)), length_frac=((0.0, OPTIMAL),)
    )
    c.figures["delta_f_pps"] = delta_f_pps(simulate(c.circuit(muscle="soleus"), ramp))
    return True


def delta_f_pps(trace: ReflexTrace) -> float:
    """Paired units: rate of an earlier unit when a later one is recruited, less its rate when that one falls silent; median over pairs."""
    trains = [trace.spike_s[trace.spike_unit == unit] for unit in range(trace.units_count)]
    trains = [train for train in trains if len(train) > 20]

    def rate(train: np.ndarray, at_s: float) -> float:
        return float(((train > at_s - 1.0) & (train <= at_s + 1.0)).sum()) / 2.0

    pairs = [
        rate(early, late[0]) - rate(early, late[-1])
        for i, early in enumerate(trains)
        for late in trains[i + 1 :]
        if late[0] - early[0] > 1.0 and early[-1] > late[-1]
    ]
    return float(np.median(pairs)) if pairs else math.nan


STAGES = (rest, voluntary, volley, stretch, tendon, duration, history, fatigue, pain, reported)


def examine(number: int, parents: Sequence[Mapping[str, float]]) -> dict[str, object]:
    """One candidate through all stages, or to the first miss."""
    began = time.thread_time()
    c, stopped = Candidate(number, parents), ""
    for stage in STAGES:
        if not stage(c) or c.missed():
            stopped = stage.__name__
            break
    return {"candidate": number, "stopped": stopped, "values": c.values, "figures": c.figures, "cpu_s": time.thread_time() - began}


def promising(line: Mapping[str, object]) -> bool:
    """Whether a candidate rests, has a threshold, and cramps by effort in the shortened muscle only."""
    return not line["stopped"] or [stage.__name__ for stage in STAGES].index(str(line["stopped"])) > STAGES.index(volley)


def accepted(line: Mapping[str, object]) -> bool:
    """Whether a candidate came through all stages."""
    return not line["stopped"]


def search(candidates: int, threads: int, enough: int) -> list[dict[str, object]]:
    """Every candidate's line, from the file or examined now; stops when ``enough`` were accepted."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"calibrate_reflex_{SEED}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    done = {line["candidate"] for line in lines}

    def run(numbers: Sequence[int], parents: Sequence[Mapping[str, float]]) -> None:
        with path.open("a", encoding="utf-8") as file, ThreadPoolExecutor(threads) as pool:
            running = {pool.submit(examine, number, parents) for number in numbers[:threads]}
            ahead = iter(numbers[threads:])
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for line in (future.result() for future in finished):
                    lines.append(line)
                    file.write(json.dumps(line) + "\n")
                    file.flush()
                for number in islice(ahead, len(finished) if sum(not line["stopped"] for line in lines) < enough else 0):
                    running.add(pool.submit(examine, number, parents))

    left = [number for number in range(candidates) if number not in done]
    centre = {name: load_topic(name.split(".")[0])[name.split(".")[1]].value for name in BOX} | START
    run([number for number in left if number < FIRST], [centre])
    for begin, end, parental in ((FIRST, SECOND, promising), (SECOND, candidates, accepted)):
        before = sorted(
            (line for line in lines if line["candidate"] < begin and parental(line)), key=lambda line: line["candidate"]
        )
        run([number for number in left if begin <= number < end], [line["values"] for line in before])
    return sorted(lines, key=lambda line: line["candidate"])


def _toml(value: object) -> str:
    if isinstance(value, float):
        return repr(float(f"{value:.6g}")) if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def written(lines: list[dict[str, object]]) -> str:
    """The file of accepted sets, the nearest first."""
    kept = []
    for line in lines:
        if not line["stopped"]:
            c = Candidate(int(line["candidate"]), [line["values"]])
            c.values, c.figures = line["values"], line["figures"]
            distances = {name: c.distance(name) for name in TARGETS if name in c.figures}
            known = [min(abs(one), 9.0) for one in distances.values() if not math.isnan(one)]
            far = [name for name, one in distances.items() if math.isnan(one) or abs(one) > 2.0]
            kept.append((float(np.sqrt(np.mean(np.square(known)))), c, distances, far))
    kept.sort(key=lambda one: one[0])
    text = [
        "# Made by scripts/calibrate_reflex.py: parameter sets of the spinal loop that meet the published figures, nearest first.",
        "# Distances are in published spreads; misses are figures more than two of them away, which the search did not ask for.",
        "", "[search]", f"seed = {SEED}", f"candidates = {len(lines)}", f"accepted = {len(kept)}",
        f"drawn = {_toml(list(BOX))}", f"solved = {_toml(list(SOLVED))}", "", "[search.stopped_at]",
        *(f"{name} = {count}" for name, count in Counter(str(line["stopped"]) for line in lines if line["stopped"]).most_common()),
    ]  # fmt: skip
    for _, c, distances, far in kept[:MOST_SETS]:
        text += ["", "[[set]]", f"candidate = {c.number}", f"misses = {_toml(far)}"]
        for head, table in (("values", c.values), ("figures", c.figures), ("distances", distances)):
            text += ["", f"[set.{head}]", *(f'"{name}" = {_toml(float(value))}' for name, value in table.items())]
    return "\n".join(text) + "\n"


def main() -> None:
    """Search, say what came of it, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--enough", type=int, default=MOST_SETS, help="stop when so many were accepted")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write {ACCEPTED.relative_to(ROOT)}")
    options = parser.parse_args()
    lines = search(options.candidates, options.threads, options.enough)
    kept = [line for line in lines if accepted(line)]
    print(f"{len(kept)} of {len(lines)} candidates accepted ({len(kept) / len(lines):.1%}), ", end="")
    print(f"{sum(float(line['cpu_s']) for line in lines) / 60:.1f} CPU minutes; stopped at")
    for name, count in Counter(str(line["stopped"]) for line in lines if line["stopped"]).most_common():
        print(f"  {name}: {count}")
    if options.write:
        ACCEPTED.write_text(written(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
