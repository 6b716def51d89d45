"""Draws that agree with what is known: simulated until enough of them carry the weight, then resampled to as many as were asked for.

What is reported of cramps may fit few of the prior draws. Importance resampling simulates more of the same streams and takes each as
often as its weight says; what follows, the causes above all, is then told from draws that all count alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.evidence.draws import uniforms
from uncramp.hazard.survival import chance_of_cramp
from uncramp.minutes import Floats
from uncramp.why.answers import CrampEvent, Range
from uncramp.why.chosen_draws import DrawIndex
from uncramp.why.likelihood import effective_draws, log_agreement_with_core, log_likelihood, possible_draws, weights_of
from uncramp.why.scenario import Outcome, rate_of, simulate, weights_before
from uncramp.why.situation import Situation
from uncramp.why.taught import lesson_for, with_lesson

ENOUGH_FRAC: Final = 1.0 / 2.0
"""Of the draws asked for, so many effective ones are enough."""

MOST_TIMES: Final = 10
"""At most so many times the draws asked for are simulated."""


@dataclass(frozen=True)
class Prior:
    """What draws were like before they were weighed; arrays over all that were simulated, [draw]."""

    possible: Floats  # 1 where the session could be done, 0 where not
    counted_frac: Floats  # how much each counts by that, 0 to 1
    hottest_core_c: Floats  # of the session
    session_chance_frac: Floats
    log_agreement: Floats  # with what was measured
    log_likelihood: Floats  # of what was reported

    @property
    def count(self) -> int:
        """How many were simulated."""
        return int(self.possible.size)

    @property
    def log_weight(self) -> Floats:
        """Before anything was reported; when none could have done the session all count: it was done, and the model is wrong."""
        with np.errstate(divide="ignore"):  # a weight of nothing
            return self.log_agreement + (np.log(self.counted_frac) if self.counted_frac.any() else 0.0)

    @property
    def weight_frac(self) -> Floats:
        """Given what was reported, adding to one."""
        return weights_of(self.log_weight + self.log_likelihood)

    @property
    def chance_frac(self) -> Range:
        """Chance of a cramp before anything was reported."""
        return Range.of(self.session_chance_frac, weights_of(self.log_weight))

    @property
    def effective_count(self) -> float:
        """How many equal draws carry as much, given what was reported."""
        return effective_draws(self.weight_frac)


@dataclass(frozen=True)
class Sample:
    """Draws as they count, simulated."""

    situation: Situation
    outcome: Outcome
    rate_per_h: Floats  # [muscle, draw, row]
    weight_frac: Floats  # [draw] adds to one; all alike after resampling
    prior: Prior  # what they were taken from


def sample_given(
    cramped: Sequence[CrampEvent] | None,
    drawn: Callable[[DrawIndex], Situation],
    draws: int,
    *,
    seed: int,
    draw_index: DrawIndex | None = None,
) -> Sample:
    """As many draws as asked for, given what was reported.

    Parameters
    ----------
    cramped
        What was reported; ``None`` weighs the first draws by what was measured, and leaves it there.
    drawn
        The situation at these draws of the streams.
    draw_index
        The draws to take, as those of another session; they are weighed, and no others simulated.

    Raises
    ------
    InputError
        If a cramp lies outside the session and the six hours after it.
    """
    first = np.arange(draws) if draw_index is None else draw_index
    untaught = drawn(first)
    if untaught.taught is None:
        return _given(cramped, drawn, first, seed=seed, chosen=draw_index is not None)
    # what was learnt says what is expected of such a session before it is asked what happened in it
    outcome, rate_per_h, prior = _simulated(untaught, None)
    lesson = lesson_for(untaught, outcome, rate_per_h, prior.weight_frac)
    return _given(cramped, lambda index: with_lesson(drawn(index), lesson), first, seed=seed, chosen=draw_index is not None)


def _given(
    cramped: Sequence[CrampEvent] | None, drawn: Callable[[DrawIndex], Situation], first: DrawIndex, *, seed: int, chosen: bool
) -> Sample:
    """The draws ``first``, and unless they are ``chosen`` as many more as what was reported asks for."""
    draws, situation = first.size, drawn(first)
    outcome, rate_per_h, prior = _simulated(situation, cramped)
    if cramped is not None and not chosen:
        while prior.effective_count < ENOUGH_FRAC * draws and prior.count < MOST_TIMES * draws:
            *_, more = _simulated(drawn(np.arange(prior.count, prior.count + draws)), cramped)
            prior = _joined(prior, more)
    if prior.count == draws:
        return Sample(situation, outcome, rate_per_h, prior.weight_frac, prior)
    situation = drawn(resampled(prior, draws, seed))
    outcome, rate_per_h, _ = _simulated(situation, None)
    return Sample(situation, outcome, rate_per_h, np.full(draws, 1.0 / draws), prior)


def resampled(prior: Prior, draws: int, seed: int) -> DrawIndex:
    """Draws, each as often as its weight times ``draws`` says, but for less than one: systematic resampling.

    It walks along the chance of a cramp, so that the headline loses next to nothing by it.
    """
    order = np.argsort(prior.session_chance_frac, kind="stable")
    ends = np.cumsum(prior.weight_frac[order])
    steps = (np.arange(draws) + uniforms(seed, "sample", "offset", draws=1)) / draws * ends[-1]
    return np.sort(order[np.searchsorted(ends, steps, side="right")])


def _simulated(situation: Situation, cramped: Sequence[CrampEvent] | None) -> tuple[Outcome, Floats, Prior]:
    rows = situation.session_rows
    outcome = simulate(situation)
    rate_per_h = rate_of(situation, outcome)
    possible = possible_draws(outcome.body, outcome.fatigue, situation.fatigue, rows)
    prior = Prior(
        possible=possible,
        counted_frac=weights_before(situation, possible),
        hottest_core_c=outcome.body.core_c[:, :rows].max(axis=-1),
        session_chance_frac=chance_of_cramp(rate_per_h, outcome.row_h),
        log_agreement=log_agreement_with_core(outcome.body, situation.minutes.core_c),
        log_likelihood=log_likelihood(rate_per_h, row_hours(situation.minutes), rows, cramped),
    )
    return outcome, rate_per_h, prior


def _joined(one: Prior, other: Prior) -> Prior:
    names = (field.name for field in fields(Prior))
    return Prior(**{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in names})
