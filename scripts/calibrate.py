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

from uncramp.activity.afterwards import row_hours
from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.evidence.draws import uniforms
from uncramp.evidence.registry import load_topic
from uncramp.hazard.rate import personal_log_rate, session_rate
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import simulate
from uncramp.why.situation import situation_of

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
class Field:
    """What the hazard is made of, for every runner and draw: [runner x draw, muscle, row], rows padded with no hazard."""

    log_activation: Floats
    log_other: Floats  # logarithm of the rate without scale and without drive
    log_posture: Floats
    row_h: Floats
    km: Floats
    history: Floats
    weight_frac: Floats  # [runner x draw], every runner the same


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


def field() -> Field:
    """Simulate every runner once; the hazard's two numbers are not in it."""
    parts = []
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
        outcome = simulate(situation)
        hazard = situation.cramp.hazard
        rows = minutes.rows_count
        activation = np.log(np.maximum(outcome.fatigue.activation_frac[:, :, :rows], 1e-6) / hazard.reference_drive_frac[:, None])
        capacity = (
            (1.0 - outcome.fatigue.fast_fatigue_frac) * (1.0 - outcome.fatigue.slow_loss_frac) * (1.0 - outcome.fatigue.damage_frac)
        )[:, :, :rows]
        capacity = np.maximum(capacity, (hazard.posture_drive_frac / hazard.greatest_posture_drive_frac)[:, None])
        posture = np.log(hazard.posture_drive_frac[:, None] / capacity / hazard.reference_drive_frac[:, None])
        both = np.log(session_rate(outcome.body, outcome.fatigue, situation.athlete, situation.cramp))[:, :, :rows]
        drive = np.logaddexp(
            hazard.drive_exponent_index[:, None] * activation,
            hazard.drive_exponent_index[:, None] * posture + np.log(hazard.posture_share_frac)[:, None],
        )
        personal = sum(personal_log_rate(situation.athlete, situation.cramp).values())
        other = both - drive - np.log(hazard.rate_per_h)[:, None] + personal[:, None]
        possible = possible_draws(outcome.body, outcome.fatigue, situation.fatigue, rows)
        parts.append((activation, other, posture, np.log(hazard.posture_share_frac), row_hours(minutes), minutes.distance_m / 1000.0,
                      situation.athlete.cramp_history_frac, possible / possible.sum()))  # fmt: skip
        if number % 50 == 0:
            print(f"simulated {number} of {RUNNERS} runners", file=sys.stderr)
    longest = max(part[0].shape[-1] for part in parts)

    def stacked(index: int, fill: float) -> Floats:
        padded = [
            np.pad(part[index], ((0, 0), (0, 0), (0, longest - part[index].shape[-1])), constant_values=fill) for part in parts
        ]
        return np.concatenate([np.moveaxis(one, 0, 1) for one in padded])

    def rowed(index: int) -> Floats:
        return np.repeat([np.pad(part[index], (0, longest - part[index].size)) for part in parts], DRAWS, axis=0)

    share = np.concatenate([part[3] for part in parts])
    return Field(
        log_activation=stacked(0, -50.0),
        log_other=stacked(1, -50.0),
        log_posture=np.stack([stacked(2, -50.0), np.broadcast_to(share[:, None, None], stacked(2, 0.0).shape)]),
        row_h=rowed(4),
        km=rowed(5),
        history=np.concatenate([part[6] for part in parts]),
        weight_frac=np.concatenate([part[7] for part in parts]) / len(parts),
    )


def rate_of(f: Field, log_scale: float, exponent: float) -> Floats:
    """Cramp rate [runner x draw, muscle, row]."""
    drive = np.logaddexp(exponent * f.log_activation, exponent * f.log_posture[0] + f.log_posture[1])
    return np.exp(np.minimum(log_scale + f.log_other + drive, 50.0))


def chance_of(f: Field, rate: Floats) -> Floats:
    """Chance of a cramp in the race [runner x draw]."""
    return -np.expm1(-(rate.sum(axis=1) * f.row_h).sum(axis=-1))


def onset_of(f: Field, rate: Floats) -> tuple[float, float]:
    """Mean distance of the first cramp, km, and the share that comes after 30 km."""
    each = rate.sum(axis=1) * f.row_h
    first = np.exp(-(np.cumsum(each, axis=-1) - each)) * -np.expm1(-each) * f.weight_frac[:, None]
    return float((first * f.km).sum() / first.sum()), float((first * (f.km > 30.0)).sum() / first.sum())


def fit(f: Field) -> tuple[float, float]:
    """Scale (per hour) and exponent that meet V01 and V05."""

    def scale_for(exponent: float) -> float:
        return brentq(
            lambda log: (chance_of(f, rate_of(f, log, exponent)) * f.weight_frac).sum() - V01_CHANCE_FRAC, -80.0, 30.0, xtol=1e-4
        )

    def loss(log_exponent: float) -> float:
        onset_km, _ = onset_of(f, rate_of(f, scale_for(float(np.exp(log_exponent))), float(np.exp(log_exponent))))
        # half the squared misses: of the target by its standard error, of the exponent by its prior
        target = (onset_km - V05_ONSET_KM) / V05_ERROR_KM
        prior = (log_exponent - np.log(PRIOR_EXPONENT)) / PRIOR_LOG_SPREAD
        return float(target**2 + prior**2) / 2.0

    found = minimize_scalar(loss, bounds=(np.log(2.0), np.log(30.0)), method="bounded", options={"xatol": 0.005})
    exponent = float(np.exp(found.x))
    return float(np.exp(scale_for(exponent))), exponent


def report(f: Field, scale: float, exponent: float) -> str:
    """What was fitted and what was not."""
    rate = rate_of(f, np.log(scale), exponent)
    chance = chance_of(f, rate)
    onset_km, late_frac = onset_of(f, rate)
    with_history, without = (np.average(chance[f.history == has], weights=f.weight_frac[f.history == has]) for has in (1, 0))
    odds = (with_history / (1 - with_history)) / (without / (1 - without))
    by_muscle = -np.expm1(-(rate * f.row_h[:, None, :]).sum(axis=-1)).T @ f.weight_frac
    order = (np.diff((rate * f.row_h[:, None, :]).sum(axis=-1), axis=1) < 0).all(axis=1) @ f.weight_frac
    greatest = np.median(np.repeat(rate.max(axis=(1, 2)), np.round(chance * f.weight_frac * 1e5).astype(int)))
    return "\n".join(
        [
            f"rate_per_h = {scale:.4g}, drive_exponent_index = {exponent:.3g}",
            f"V01 chance in the race (fitted): {chance @ f.weight_frac:.3f}, published 0.206",
            f"V05 mean onset (fitted): {onset_km:.1f} km, published 35 (SD 6)",
            f"V05 share after 30 km (not fitted): {late_frac:.2f}, published 0.80",
            f"V07 chance by muscle (not fitted): {dict(zip(MUSCLES, by_muscle.round(3).tolist(), strict=True))}; order holds in {order:.2f} of the draws",
            f"V10 odds ratio of cramp history (not fitted): {odds:.2f}, published 2 to 6",
            f"severity.usual_rate_per_h (not fitted): half of those who cramp have a greatest rate above {greatest:.2f} per hour",
        ]
    )


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
        have = {name: load_topic("hazard")[name].value for name in ("rate_per_h", "drive_exponent_index")}
        close = np.allclose([have["rate_per_h"], have["drive_exponent_index"]], [scale, exponent], rtol=0.02)
        raise SystemExit(0 if close else f"evidence/hazard.toml holds {have}; run scripts/calibrate.py --write")
    if options.write:
        text = HAZARD.read_text(encoding="utf-8")
        for name, value in (("rate_per_h", scale), ("drive_exponent_index", exponent)):
            text = re.sub(rf"(\[{name}\]\nvalue = )[-+.\deE]+", rf"\g<1>{value:.4g}", text)
        HAZARD.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
