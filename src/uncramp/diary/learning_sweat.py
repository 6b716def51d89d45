"""Learning sweat rate and sweat sodium from weighings and tests: normal on the logarithm, prior and measurements alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from uncramp.body.athlete import Athlete
from uncramp.diary.learning_prior import learning_parameters, log_spread_of
from uncramp.diary.records import Session, SweatTest, WeighIn
from uncramp.diary.weighing import SPREADS_OF_90_COUNT, sweat_loss
from uncramp.evidence.registry import load_topic
from uncramp.why.answers import Range

if TYPE_CHECKING:
    from uncramp.diary.store import Diary

WORST_SPREAD: Final = 1.0
"""A weighing of which the sweat is this unsure on the logarithm, or comes out negative, tells nothing."""


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A positive quantity, normal on the logarithm."""

    log_mean: float
    log_spread: float

    @property
    def range(self) -> Range:
        """Mean, median and 90 % range."""
        middle, reach = math.exp(self.log_mean), SPREADS_OF_90_COUNT * self.log_spread
        return Range(
            math.exp(self.log_mean + self.log_spread**2 / 2.0), middle, middle * math.exp(-reach), middle * math.exp(reach)
        )

    def given(self, measured: Iterable[LogNormal]) -> LogNormal:
        """After independent measurements: precisions add, exactly; without any it is itself.

        Examples
        --------
        >>> LogNormal(0.0, 1.0).given([LogNormal(1.0, 1.0)]).log_mean
        0.5
        """
        seen = sorted(measured, key=lambda one: (one.log_mean, one.log_spread))
        if not seen:
            return self
        precisions = [1.0 / one.log_spread**2 for one in (self, *seen)]
        means = [one.log_mean for one in (self, *seen)]
        total = math.fsum(precisions)
        return LogNormal(math.fsum(p * m for p, m in zip(precisions, means, strict=True)) / total, total**-0.5)


@dataclass(frozen=True, slots=True)
class SweatLearnt:
    """Sweat of the athlete, before and after."""

    rate_before_l_h: LogNormal
    rate_l_h: LogNormal
    rates_count: int
    sodium_before_mmol_l: LogNormal
    sodium_mmol_l: LogNormal
    sodiums_count: int


def learn_sweat(rates: Sequence[LogNormal], sodiums: Sequence[LogNormal]) -> SweatLearnt:
    """Sweat rate in L/h and whole-body sodium in mmol/L after what was measured."""
    usual = learning_parameters().usual_sweat_rate_l_h
    rate = LogNormal(math.log(usual.value), log_spread_of(usual))
    typical = load_topic("electrolytes")["sweat_sodium_mmol_l"]
    sodium = LogNormal(math.log(typical.value), log_spread_of(load_topic("population")["sweat_sodium_ratio"]))
    return SweatLearnt(rate, rate.given(rates), len(rates), sodium, sodium.given(sodiums), len(sodiums))


def measured_rates(sessions: Iterable[Session], loose: Iterable[WeighIn] = (), tests: Iterable[SweatTest] = ()) -> list[LogNormal]:
    """Sweat rates with how well each tells the athlete's own: the scale, and how one session differs from another."""
    day = log_spread_of(learning_parameters().session_sweat_ratio)
    losses = [sweat_loss(one, session.activity) for session in sessions for one in session.weigh_ins]
    losses += [sweat_loss(one) for one in loose]
    found = []
    for rate in (loss.rate_l_h for loss in losses if loss is not None):
        if rate is None or rate.mean <= 0.0:
            continue
        spread = (rate.high - rate.low) / (2.0 * SPREADS_OF_90_COUNT * rate.mean)
        if spread < WORST_SPREAD:
            found.append(LogNormal(math.log(rate.mean), math.hypot(spread, day)))
    return found + [LogNormal(math.log(test.sweat_rate_l_h), day) for test in tests if test.sweat_rate_l_h]


def measured_sodiums(tests: Iterable[SweatTest]) -> list[LogNormal]:
    """Whole-body sweat sodium of tests; of the forearm it is turned into it."""
    population = load_topic("population")
    spread = log_spread_of(population["stated_sweat_sodium_ratio"])
    slope, offset = population["forearm_sodium_slope_ratio"].value, population["forearm_sodium_offset_mmol_l"].value
    whole = [
        slope * test.sweat_sodium_mmol_l + offset if test.site == "forearm" else test.sweat_sodium_mmol_l
        for test in tests
        if test.sweat_sodium_mmol_l
    ]
    return [LogNormal(math.log(value), spread) for value in whole]


def sweat_in(diary: Diary) -> SweatLearnt:
    """What the weighings and tests of a diary say."""
    tests = diary.entries(SweatTest)
    loose = [one for one in diary.entries(WeighIn) if one.activity_id is None]
    return learn_sweat(measured_rates(diary.sessions(), loose, tests), measured_sodiums(tests))


def with_sweat(athlete: Athlete, sweat: SweatLearnt) -> Athlete:
    """The athlete with what was measured, where they state nothing themselves."""
    if athlete.sweat_rate_l_h is None and sweat.rates_count:
        athlete = replace(athlete, sweat_rate_l_h=sweat.rate_l_h.range.median)
    if athlete.sweat_sodium_mmol_l is None and sweat.sodiums_count:
        athlete = replace(athlete, sweat_sodium_mmol_l=sweat.sodium_mmol_l.range.median)
    return athlete
