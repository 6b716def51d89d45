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
from uncramp.units import S_PER_MIN
from uncramp.why.answers import Range

if TYPE_CHECKING:
    from uncramp.diary.store import Diary

LEAST_TOLD_FRAC: Final = 0.5
"""Of what was measured so much must know its air, or its effort, for the learnt rate to be one of a certain air or effort."""
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
class SweatRate(LogNormal):
    """A sweat rate in L/h as it was measured, in which air and how hard, where that is known."""

    air_c: float | None = None
    intensity_frac: float | None = None  # of maximal oxygen uptake, where a test says it
    effort_w_kg: float | None = None  # gross, where the session of a weighing tells it


@dataclass(frozen=True, slots=True)
class SweatLearnt:
    """Sweat of the athlete, before and after."""

    rate_before_l_h: LogNormal
    rate_l_h: LogNormal
    rates_count: int
    sodium_before_mmol_l: LogNormal
    sodium_mmol_l: LogNormal
    sodiums_count: int
    rates: tuple[SweatRate, ...] = ()  # what the rate rests on, beside what was believed before


def learn_sweat(rates: Sequence[SweatRate], sodiums: Sequence[LogNormal]) -> SweatLearnt:
    """Sweat rate in L/h and whole-body sodium in mmol/L after what was measured."""
    usual = learning_parameters().usual_sweat_rate_l_h
    rate = LogNormal(math.log(usual.value), log_spread_of(usual))
    typical = load_topic("electrolytes")["sweat_sodium_mmol_l"]
    sodium = LogNormal(math.log(typical.value), log_spread_of(load_topic("population")["sweat_sodium_ratio"]))
    return SweatLearnt(rate, rate.given(rates), len(rates), sodium, sodium.given(sodiums), len(sodiums), tuple(rates))


def measured_rates(sessions: Iterable[Session], loose: Iterable[WeighIn] = (), tests: Iterable[SweatTest] = ()) -> list[SweatRate]:
    """Sweat rates with how well each tells the athlete's own: the scale, and how one session differs from another."""
    day = log_spread_of(learning_parameters().session_sweat_ratio)
    losses = [sweat_loss(one, session.activity) for session in sessions for one in session.weigh_ins]
    losses += [sweat_loss(one) for one in loose]
    found = []
    for loss in losses:
        rate = None if loss is None else loss.rate_l_h
        if loss is None or rate is None or rate.mean <= 0.0:
            continue
        spread = (rate.high - rate.low) / (2.0 * SPREADS_OF_90_COUNT * rate.mean)
        if spread < WORST_SPREAD:
            found.append(SweatRate(math.log(rate.mean), math.hypot(spread, day), effort_w_kg=loss.effort_w_kg))
    return found + [
        SweatRate(math.log(test.sweat_rate_l_h), day, test.air_c, test.intensity_frac) for test in tests if test.sweat_rate_l_h
    ]


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
    """The athlete with what was measured and in which conditions, where they state nothing themselves."""
    if athlete.sweat_rate_l_h is None and sweat.rates_count:
        efforts = [_intensity_frac(one, athlete.maximal_oxygen_uptake_ml_kg_min) for one in sweat.rates]
        athlete = replace(
            athlete,
            sweat_rate_l_h=sweat.rate_l_h.range.median,
            sweat_rate_air_c=_condition(sweat, [one.air_c for one in sweat.rates], "unstated_air_c"),
            sweat_rate_intensity_frac=_condition(sweat, efforts, "unstated_intensity_frac"),
        )
    if athlete.sweat_sodium_mmol_l is None and sweat.sodiums_count:
        athlete = replace(athlete, sweat_sodium_mmol_l=sweat.sodium_mmol_l.range.median)
    return athlete


def _condition(sweat: SweatLearnt, known: Sequence[float | None], usual: str) -> float | None:
    """Air or effort that the learnt rate is one of: the mean of those it rests on, each by how much it counts for the rate.

    The prior, and measurements that do not know theirs, count at the ``usual`` value of ``evidence/sweat_test.toml``. Where those that
    know it are less than half of what was measured it is ``None``, and drawn.
    """
    entry = load_topic("sweat_test")[usual]
    precisions = [1.0 / one.log_spread**2 for one in sweat.rates]
    told = math.fsum(precision for precision, value in zip(precisions, known, strict=True) if value is not None)
    if not told or told < LEAST_TOLD_FRAC * math.fsum(precisions):
        return None
    prior = 1.0 / sweat.rate_before_l_h.log_spread**2
    values = [entry.value if value is None else value for value in known]
    sums = math.fsum([prior * entry.value, *(p * value for p, value in zip(precisions, values, strict=True))])
    return sums / (prior + math.fsum(precisions))


def _intensity_frac(rate: SweatRate, maximal_oxygen_uptake_ml_kg_min: float | None) -> float | None:
    """How hard it was, of maximal oxygen uptake: as the test says, or by the load of the session, for an athlete who states theirs."""
    if rate.intensity_frac is not None or rate.effort_w_kg is None or maximal_oxygen_uptake_ml_kg_min is None:
        return rate.intensity_frac
    energy_kj_l = load_topic("metabolism")["oxygen_energy_kj_l"].value
    return min(rate.effort_w_kg / (maximal_oxygen_uptake_ml_kg_min / S_PER_MIN * energy_kj_l), 1.0)
