"""Hold the rival hypotheses against what published trials found: each change simulated under each, and how far it is from the trial's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from uncramp.minutes import Floats
from uncramp.names import MECHANISMS
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import STILL_GOING, UNITS_LEAST
from uncramp.reflex.experiment import TELLS_S, Outcome, run_experiment
from uncramp.reflex.protocol import Protocol, protocol
from uncramp.reflex.simulate import STEP_MS
from uncramp.reflex.threshold import FASTEST_HZ, cramp_threshold_hz
from uncramp.reflex.trials import CRAMPS, DIRECTIONS, DURATION, HOLDING, THRESHOLD, Trial


@dataclass(frozen=True, slots=True)
class Score:
    """One hypothesis in one trial. Numbers are in the trial's unit, NaN where the muscle does not even rest."""

    trial: Trial
    before_by_draw: Floats  # [draw]; a threshold is infinite where no burst starts a cramp
    after_by_draw: Floats
    sized: bool  # a parameter was sized to the trial: agreement is no evidence

    @property
    def before(self) -> float:
        """Median over the draws, or the mean of yes and no."""
        return self._middle(self.before_by_draw)

    @property
    def after(self) -> float:
        """The same after the change."""
        return self._middle(self.after_by_draw)

    @property
    def change(self) -> float:
        """After less before; a threshold above all that was looked at counts as the fastest frequency, so that the change is a bound."""
        before, after = (
            min(value, FASTEST_HZ) if self.trial.measure == THRESHOLD else value for value in (self.before, self.after)
        )
        return after - before

    @property
    def bounded(self) -> bool:
        """Whether the change is only a bound, for one threshold is above all that was looked at."""
        return bool(np.isinf(self.before) or np.isinf(self.after))

    @property
    def right(self) -> bool:
        """Whether the change has the trial's sign."""
        return self.change * DIRECTIONS[self.trial.direction] > 0

    @property
    def distance_ratio(self) -> float:
        """Change here less change in the trial, in standard deviations between its people (root mean square of before and after); NaN for yes and no."""
        spread = float(np.sqrt(np.mean(np.square(self.trial.spread))))
        return (self.change - (self.trial.published[1] - self.trial.published[0])) / spread

    def _middle(self, by_draw: Floats) -> float:
        known = by_draw[~np.isnan(by_draw)]
        if not known.size:
            return float("nan")
        if self.trial.measure in (CRAMPS, HOLDING):
            return float(known.mean())
        # the nearest draw: there is nothing between a threshold and none
        return float(np.quantile(known, 0.5, method="nearest"))


@dataclass(frozen=True, slots=True)
class Total:
    """How one hypothesis does over several trials."""

    trials_count: int
    right_count: int
    distance_ratio: float  # mean of the sizes, over the trials that have one; NaN without any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every hypothesis in every trial."""

    circuit: Circuit
    seed: int
    step_ms: float
    scores: Mapping[str, tuple[Score, ...]]  # by hypothesis, in the order of the trials

    def total(self, mechanism: str, *, unsized: bool = False) -> Total:
        """Over all trials, or over those alone to which nothing was sized."""
        counted = [one for one in self.scores[mechanism] if not (unsized and one.sized)]
        distances = np.array([abs(one.distance_ratio) for one in counted])
        known = distances[~np.isnan(distances)]
        return Total(len(counted), sum(one.right for one in counted), float(known.mean()) if known.size else float("nan"))

    @property
    def telling(self) -> tuple[Trial, ...]:
        """Trials in which not all hypotheses have the same sign: the others do not tell them apart."""
        rows = zip(*self.scores.values(), strict=True)
        return tuple(row[0].trial for row in rows if len({one.right for one in row}) > 1)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is measured, under which hypothesis and in which state."""

    mechanism: str
    measure: str
    state: Protocol
    looked_s: tuple[float, ...]  # when it is looked at, or for how long at most


def compare_hypotheses(
    circuit: Circuit,
    trials: Sequence[Trial],
    *,
    fatigue_frac: float | None = None,
    seed: int = 0,
    step_ms: float = STEP_MS,
    threads: int | None = None,
    report: Callable[[float, str], None] | None = None,
) -> Comparison:
    """Simulate every trial under every hypothesis.

    Parameters
    ----------
    circuit
        The muscle; its hypothesis is replaced by each in turn, its draws are all taken.
    trials
        From :func:`uncramp.reflex.trials.trials`.
    fatigue_frac
        Fatigue of the tired muscle, where the experiment has any; the experiment's own if not said.
    seed
        Start of the random numbers.
    step_ms
        Time step.
    threads
        How many at once; all processors if not said. The result does not depend on it.
    report
        Told how far it is, from 0 to 1.
    """
    wanted = {
        (mechanism, trial.id): [_Job(mechanism, trial.measure, state, trial.looked_s) for state in _states(trial, fatigue_frac)]
        for mechanism in MECHANISMS
        for trial in trials
    }
    # one job for what several trials share, such as the rested muscle
    jobs = dict.fromkeys(job for pair in wanted.values() for job in pair)
    found: dict[_Job, Floats] = {}
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        running = {pool.submit(_measured, circuit, job, seed, step_ms): job for job in jobs}
        try:
            for future in as_completed(running):
                found[running[future]] = future.result()
                if report is not None:
                    report(len(found) / len(jobs), "simulating the trials")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    scores = {
        mechanism: tuple(
            Score(trial, found[before], found[after], sized=mechanism in trial.sized)
            for trial in trials
            for before, after in [wanted[mechanism, trial.id]]
        )
        for mechanism in MECHANISMS
    }
    return Comparison(circuit, seed, step_ms, scores)


def _states(trial: Trial, fatigue_frac: float | None) -> tuple[Protocol, Protocol]:
    """The muscle before and after what the trial changes."""
    after = protocol(trial.experiment)
    if fatigue_frac is not None and after.fatigue_frac > 0:
        after = replace(after, fatigue_frac=fatigue_frac)
    if trial.measure == HOLDING:
        after = replace(after, seconds=trial.looked_s[1])
        return replace(after, length_frac=after.length_frac[:1], tendon=()), after
    if trial.measure == CRAMPS:
        return replace(after, length_frac=((0.0, trial.before_length_frac),)), after
    before = protocol(after.against)
    return before, after


def _measured(circuit: Circuit, job: _Job, seed: int, step_ms: float) -> Floats:
    """What the measure is in every draw, [draw]."""
    one = replace(circuit, mechanism=job.mechanism)
    if job.measure == THRESHOLD:
        return cramp_threshold_hz(one, job.state, seed=seed, step_ms=step_ms, threads=1).by_draw_hz
    return np.array([_of_draw(one, job, seed, step_ms, draw) for draw in range(one.draws_count)])


def _of_draw(circuit: Circuit, job: _Job, seed: int, step_ms: float, draw: int) -> float:
    run = partial(run_experiment, circuit, seed=seed, step_ms=step_ms, draw=draw)
    if job.measure == DURATION:
        return _duration_s(run, job)
    outcome = run(job.state)
    if job.measure == HOLDING:
        return float(outcome.trace.units_firing(*job.looked_s) >= UNITS_LEAST)
    return float(outcome.cramp.started)


def _duration_s(run: Callable[[Protocol], Outcome], job: _Job) -> float:
    """How long a cramp lasts, watched twice as long from one run to the next as long as it is still there."""
    watched_s, most_s = TELLS_S, job.looked_s[1]
    outcome = run(replace(job.state, seconds=watched_s))
    while outcome.cramp.ended_by == STILL_GOING and watched_s < most_s:
        before_s, watched_s = watched_s, min(2 * watched_s, most_s)
        outcome = run(replace(outcome.protocol, seconds=outcome.protocol.seconds - before_s + watched_s))
    return outcome.cramp.duration_s if outcome.cramp.started else float("nan")
