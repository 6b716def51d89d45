"""Predicted figures: what the model says of the published figures that the hazard is fitted to, at any scale and exponent.

The fields are those that come with the package. Each block has runners and draws of its own, so that neither a few people nor a few
choices among studies decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import as_completed
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.ensemble.executors import threads
from uncramp.ensemble.exposure import Exposure, exposure_of, with_first_half_in
from uncramp.ensemble.field import Field
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.sampling import sample_runners
from uncramp.minutes import Floats

BLOCKS: Final = 24
RUNNERS: Final = 200
DRAWS: Final = 16

EXPONENTS: Final = np.geomspace(3.0, 48.0, 9)
RATES_PER_H: Final = np.geomspace(1e-3, 1e3, 28)
"""Grid on which sums are taken; between its points they are smooth."""

FASTER_TIME_RATIO: Final = 0.92
"""V09: the first half run in 8 % less time."""

LEAST_CHANCE: Final = 1e-12
"""Numerical guard: odds of a certainty are infinite."""

LATE_KM: Final = 30.0
MARATHON_SUMS: Final = ("counted", "cramped", "cramped_km", "cramped_late", "without_history", "with_history")
ULTRA_SUMS: Final = ("counted", "usual", "faster")

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the runners of each draw: [sum, hypothesis, exponent, rate, draw], in the order of the names above."""

    marathon: Floats
    ultra: Floats
    exponents: Floats
    rates_per_h: Floats

    def figures(self, weight_frac: Floats | None = None) -> dict[str, Floats]:
        """Figures of each draw and hypothesis, or those of all draws together with hypotheses weighted by ``weight_frac``."""
        return figures_of(*(one if weight_frac is None else _together(one, weight_frac) for one in (self.marathon, self.ultra)))


def _together(sums: Floats, weight_frac: Floats) -> Floats:
    return np.asarray(np.einsum("h,sherd->ser", weight_frac, sums))


def figures_of(marathon: Floats, ultra: Floats) -> dict[str, Floats]:
    """Figures by the target they are of, from sums of any further shape: chances, kilometres and logarithms of odds ratios."""
    counted, cramped, cramped_km, late, without, having = marathon
    return {
        "V01": cramped / counted,
        "V05": cramped_km / cramped,
        "V05_late": late / cramped,
        "V09": log_odds(ultra[2] / ultra[0]) - log_odds(ultra[1] / ultra[0]),
        "V10": log_odds(having / counted) - log_odds(without / counted),
    }


def log_odds(chance: Floats) -> Floats:
    """Logarithm of the odds, kept finite."""
    sound = np.clip(chance, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    return np.asarray(np.log(sound) - np.log1p(-sound))


def predict(
    *,
    blocks: int = BLOCKS,
    runners: int = RUNNERS,
    draws: int = DRAWS,
    exponents: Floats = EXPONENTS,
    rates_per_h: Floats = RATES_PER_H,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sums:
    """Simulate the marathon, and the 56 km as paced and with a faster first half; ``blocks`` times, from ``seed`` on.

    Each field is simulated once for all hypotheses, exponents and rates. Blocks are independent, and so many threads as ``workers`` says (all
    processors if not said) change no bit.
    """
    fields = {name: read_field(name) for name in ("marathon", "ultra_56km")}
    with threads(workers) as found:
        running = [
            found.executor.submit(_block, fields, runners, draws, exponents, rates_per_h, seed + block) for block in range(blocks)
        ]
        for done, future in enumerate(as_completed(running), start=1):
            future.result()  # a failure is told at once, and the rest is taken back
            if progress is not None:
                progress(done / blocks, f"{done} of {blocks} blocks of runners")
    marathon, ultra = (np.concatenate(one, axis=-1) for one in zip(*(future.result() for future in running), strict=True))
    return Sums(marathon, ultra, exponents, rates_per_h)


def _block(
    fields: Mapping[str, Field], count: int, draws: int, exponents: Floats, rates_per_h: Floats, seed: int
) -> tuple[Floats, Floats]:
    marathon, ultra = fields["marathon"], fields["ultra_56km"]
    paced = sample_runners(ultra, seed, 0, count)
    faster = with_first_half_in(ultra, paced, FASTER_TIME_RATIO)
    of_marathon = exposure_of(marathon, sample_runners(marathon, seed, 0, count), draws=draws, seed=seed, exponents=exponents)
    usual = exposure_of(ultra, paced, draws=draws, seed=seed, exponents=exponents)
    # the first half is faster than that which was run, not than that which was meant
    other = exposure_of(ultra, faster, draws=draws, seed=seed, exponents=exponents, step_index=usual.step_index)
    km = 0.5 * (marathon.edges[1:] + marathon.edges[:-1])
    return (
        _over_rates(of_marathon.expected_count, rates_per_h, lambda expected: _marathon_sums(of_marathon, expected, km, draws)),
        # who could not have run the race as it was is left out of both
        _over_rates(
            np.stack([usual.expected_count.sum(axis=-2), other.expected_count.sum(axis=-2)], axis=2),
            rates_per_h,
            lambda expected: usual.of_draws(np.stack([np.ones_like(expected[0]), *-np.expm1(-expected)]), draws),
        ),
    )


def _over_rates(expected: Floats, rates_per_h: Floats, sums: Callable[[Floats], Floats]) -> Floats:
    """Sums at every hypothesis, exponent and rate, [sum, hypothesis, exponent, rate, draw], from [hypothesis, exponent, …, lane]."""
    made = np.array([[[sums(rate * one) for rate in rates_per_h] for one in each] for each in expected])
    return np.moveaxis(made, 3, 0)


def _marathon_sums(exposure: Exposure, expected: Floats, km: Floats, draws: int) -> Floats:
    """``MARATHON_SUMS`` of each draw, [sum, draw], from cramps expected [segment, lane]."""
    total = expected.sum(axis=0)
    left = np.exp(-np.concatenate([np.zeros((1, total.size)), np.cumsum(expected, axis=0)]))
    first = left[:-1] - left[1:]
    # every lane once without and once with a history, so that who happens to have one does not blur the ratio
    without = total / np.where(exposure.history_frac > 0.0, exposure.history_ratio, 1.0)
    return exposure.of_draws(
        np.stack(
            [
                np.ones_like(total),
                1.0 - left[-1],
                km @ first,
                (km > LATE_KM) @ first,
                -np.expm1(-without),
                -np.expm1(-without * exposure.history_ratio),
            ]
        ),
        draws,
    )
