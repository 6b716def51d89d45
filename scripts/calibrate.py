"""Fit the two free numbers of the hazard on 500 plausible marathoners, and say how the other targets come out.

Fitted: the scale of the rate, to V01 (35 of 170 marathoners cramped in the race or, in one of the two studies, just after: 20.6 %, met
by the chance up to the finish), and the exponent of the drive, to V05 (cramps of marathoners began at 35 km on average) and a prior.
Everything else stays at its prior. Run it again when
the body or fatigue model changes: ``python scripts/calibrate.py --write``; ``--check`` says whether the evidence is what it gives.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.evidence.draws import uniforms
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import Outcome, rate_of, simulate
from uncramp.why.situation import Situation, first_rows, situation_of

RUNNERS = 500
DRAWS = 8  # of everything else, for each runner
MARATHON_M = 42195.0
V01_CHANCE_FRAC = 35 / 170
V05_ONSET_KM = 35.0
V05_ERROR_KM = 6.0 / np.sqrt(15.0)  # standard error of that mean: SD 6 km in 15 runners
PRIOR_EXPONENT = 12.0  # assumed: the mean onset hardly moves beyond an exponent of about ten, where the prior decides
PRIOR_LOG_SPREAD = 0.5
HAZARD = Path(__file__).parent.parent / "src" / "uncramp" / "evidence" / "hazard.toml"


@dataclass(frozen=True)
class Runner:
    """One marathoner of the field, simulated; the hazard's two numbers are not in it."""

    situation: Situation  # of the race alone
    outcome: Outcome
    weight_frac: Floats  # [draw]; every runner counts the same


def runners() -> list[tuple[Athlete, float, float]]:
    """Athlete, finish time [s] and air temperature of each; mostly men, as in the studies behind V01 and V05."""
    from scipy.special import ndtri

    def normal(name: str) -> Floats:
        return np.asarray(ndtri(uniforms(1, "calibrate", name, draws=RUNNERS)))

    woman = uniforms(1, "calibrate", "woman", draws=RUNNERS) < 0.2
    finish_h = np.clip(np.where(woman, 4.1, 3.75) * np.exp(0.14 * normal("finish")), 2.4, 6.0)
    air_c = np.clip(15.0 + 4.0 * normal("air"), 4.0, 28.0)
    return [
        (Athlete(name=f"runner {i}", sex="female" if woman[i] else "male"), float(finish_h[i] * 3600.0), float(air_c[i]))
        for i in range(RUNNERS)
    ]


def field() -> list[Runner]:
    """Simulate every runner once."""
    made = []
    for number, (athlete, finish_s, air_c) in enumerate(runners()):
        weather = stated_weather(air_c=air_c, humidity_frac=0.6, wind_m_s=1.5, solar_w_m2=250.0)
        # these were run, and are no wish
        minutes = replace(plan_minutes(MARATHON_M, finish_s, weather=weather), planned=False)
        situation = situation_of(
            minutes,
            athlete,
            sport="running",
            intake=None,
            history=None,
            mechanism="mixture",
            draws=DRAWS,
            seed=number,
            overrides={},
            raced=True,
        )
        race = first_rows(situation, situation.session_rows)
        outcome = simulate(race)
        possible = possible_draws(outcome.body, outcome.fatigue, race.fatigue, race.session_rows)
        made.append(Runner(race, outcome, possible / possible.sum() / RUNNERS))
        if number % 50 == 0:
            print(f"simulated {number} of {RUNNERS} runners", file=sys.stderr)
    return made


def expected_of(runner: Runner, exponent: float) -> Floats:
    """Cramps expected in each row at a scale of one an hour [muscle, draw, row]; they go with the scale."""
    cramp = runner.situation.cramp
    hazard = replace(cramp.hazard, rate_per_h=np.ones(DRAWS), drive_exponent_index=np.full(DRAWS, exponent))
    trial = replace(runner.situation, cramp=replace(cramp, hazard=hazard))
    return rate_of(trial, runner.outcome) * runner.outcome.row_h


def chance_of(expected: list[Floats], scale: float) -> Floats:
    """Chance of a cramp in the race [runner x draw]."""
    return np.concatenate([-np.expm1(-scale * one.sum(axis=(0, -1))) for one in expected])


def weights_of(f: list[Runner]) -> Floats:
    """Of every draw [runner x draw]; they add to one."""
    return np.concatenate([runner.weight_frac for runner in f])


def scale_of(f: list[Runner], expected: list[Floats]) -> float:
    """Scale, per hour, that meets V01."""
    weight = weights_of(f)
    log = brentq(lambda log: chance_of(expected, np.exp(log)) @ weight - V01_CHANCE_FRAC, -80.0, 30.0, xtol=1e-4)
    return float(np.exp(log))


def onset_of(f: list[Runner], expected: list[Floats], scale: float) -> tuple[float, float]:
    """Mean distance of the first cramp, km, and the share that comes after 30 km."""
    struck = far = late = 0.0
    for runner, one in zip(f, expected, strict=True):
        each = scale * one.sum(axis=0)
        first = runner.weight_frac @ (np.exp(-(np.cumsum(each, axis=-1) - each)) * -np.expm1(-each))
        km = runner.situation.minutes.distance_m / 1000.0
        struck, far, late = struck + first.sum(), far + first @ km, late + first @ (km > 30.0)
    return float(far / struck), float(late / struck)


def fit(f: list[Runner]) -> tuple[float, float]:
    """Scale (per hour) and exponent that meet V01 and V05."""

    def loss(log_exponent: float) -> float:
        expected = [expected_of(runner, float(np.exp(log_exponent))) for runner in f]
        onset_km, _ = onset_of(f, expected, scale_of(f, expected))
        # half the squared misses: of the target by its standard error, of the exponent by its prior
        target = (onset_km - V05_ONSET_KM) / V05_ERROR_KM
        prior = (log_exponent - np.log(PRIOR_EXPONENT)) / PRIOR_LOG_SPREAD
        return float(target**2 + prior**2) / 2.0

    found = minimize_scalar(loss, bounds=(np.log(2.0), np.log(30.0)), method="bounded", options={"xatol": 0.005})
    exponent = float(np.exp(found.x))
    return scale_of(f, [expected_of(runner, exponent) for runner in f]), exponent


def report(f: list[Runner], scale: float, exponent: float) -> str:
    """What was fitted and what was not."""
    expected, weight = [expected_of(runner, exponent) for runner in f], weights_of(f)
    chance = chance_of(expected, scale)
    onset_km, late_frac = onset_of(f, expected, scale)
    history = np.concatenate([runner.situation.athlete.cramp_history_frac for runner in f])
    with_history, without = (np.average(chance[history == has], weights=weight[history == has]) for has in (1, 0))
    odds = (with_history / (1 - with_history)) / (without / (1 - without))
    whole = scale * np.concatenate([one.sum(axis=-1) for one in expected], axis=-1)
    by_muscle = -np.expm1(-whole) @ weight
    order = (np.diff(whole, axis=0) < 0).all(axis=0) @ weight
    greatest = scale * np.concatenate(
        [(one / runner.outcome.row_h).max(axis=(0, -1)) for runner, one in zip(f, expected, strict=True)]
    )
    usual = np.median(np.repeat(greatest, np.round(chance * weight * 1e5).astype(int)))
    return "\n".join(
        [
            f"rate_per_h = {scale:.4g}, drive_exponent_index = {exponent:.3g}",
            f"V01 chance in the race (fitted): {chance @ weight:.3f}, published 0.206",
            f"V05 mean onset (fitted): {onset_km:.1f} km, published 35 (SD 6)",
            f"V05 share after 30 km (not fitted): {late_frac:.2f}, published 0.80",
            f"V07 chance by muscle (not fitted): {dict(zip(MUSCLES, by_muscle.round(3).tolist(), strict=True))}; order holds in {order:.2f} of the draws",
            f"V10 odds ratio of cramp history (not fitted): {odds:.2f}, published 2 to 6",
            f"severity.usual_rate_per_h (not fitted): half of those who cramp have a greatest rate above {usual:.2f} per hour",
        ]
    )


def stored() -> tuple[float, float]:
    """Scale and exponent in evidence/hazard.toml."""
    entries = load_topic("hazard")
    return float(entries["rate_per_h"].value), float(entries["drive_exponent_index"].value)


def main() -> None:
    """Fit, report, and write or check evidence/hazard.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the fitted values into evidence/hazard.toml")
    parser.add_argument("--check", action="store_true", help="fail if evidence/hazard.toml does not hold what this fit gives")
    options = parser.parse_args()
    simulated = field()
    scale, exponent = fit(simulated)
    print(report(simulated, scale, exponent))
    if options.check:
        close = np.allclose(stored(), [scale, exponent], rtol=0.02)
        raise SystemExit(0 if close else f"evidence/hazard.toml holds {stored()}; run scripts/calibrate.py --write")
    if options.write:
        text = HAZARD.read_text(encoding="utf-8")
        for name, value in (("rate_per_h", scale), ("drive_exponent_index", exponent)):
            text = re.sub(rf"(\[{name}\]\nvalue = )[-+.\deE]+", rf"\g<1>{value:.4g}", text)
        HAZARD.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
