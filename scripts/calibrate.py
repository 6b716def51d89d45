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
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from uncramp.activity.afterwards import row_hours
from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.evidence.draws import uniforms
from uncramp.evidence.registry import load_topic
from uncramp.hazard.rate import personal_log_rate
from uncramp.hazard.rate_pass import rate_from
from uncramp.hazard.threshold import muscle_ratio, threshold_moves
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
    """What the rate is made of but for its scale and the exponent of the drive, over all draws of all runners, rows padded with rest.

    The names are those of ``rate_from``.
    """

    activation_frac: Floats  # [muscle, runner x draw, row]
    capacity_frac: Floats
    moves_index: Floats
    sensitivity_index: Floats  # [runner x draw]
    scale_index: Floats  # [muscle, runner x draw], of the person and the muscle only
    reference_drive_frac: Floats  # [runner x draw]
    posture_drive_frac: Floats
    posture_share_frac: Floats
    least_capacity_frac: Floats
    row_h: Floats  # [runner x draw, row], nothing where padded
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
        moves, capacity = threshold_moves(outcome.body, outcome.fatigue, situation.athlete, situation.cramp)
        hazard, rows = situation.cramp.hazard, minutes.rows_count
        possible = possible_draws(outcome.body, outcome.fatigue, situation.fatigue, rows)
        personal = sum(personal_log_rate(situation.athlete, situation.cramp).values())
        by_row = {"row_h": row_hours(minutes), "km": minutes.distance_m / 1000.0}
        parts.append(
            {
                "activation_frac": outcome.fatigue.activation_frac[..., :rows],
                "capacity_frac": capacity[..., :rows],
                "moves_index": moves[..., :rows],
                "sensitivity_index": hazard.threshold_sensitivity_index,
                "scale_index": personal - hazard.threshold_sensitivity_index * np.log(muscle_ratio(situation.cramp.threshold)),
                "reference_drive_frac": hazard.reference_drive_frac,
                "posture_drive_frac": hazard.posture_drive_frac,
                "posture_share_frac": hazard.posture_share_frac,
                "least_capacity_frac": hazard.posture_drive_frac / hazard.greatest_posture_drive_frac,
                "history": situation.athlete.cramp_history_frac,
                "weight_frac": possible / possible.sum() / RUNNERS,
            }
            | {name: np.broadcast_to(values, (DRAWS, rows)) for name, values in by_row.items()}
        )
        if number % 50 == 0:
            print(f"simulated {number} of {RUNNERS} runners", file=sys.stderr)
    longest = max(part["row_h"].shape[-1] for part in parts)

    def joined(name: str) -> Floats:
        """All runners side by side; a row that one does not have is of no length, fresh and unmoved."""
        values = [part[name] for part in parts]
        if name in ("activation_frac", "capacity_frac", "moves_index", *by_row):
            fill = 1.0 if name == "capacity_frac" else 0.0
            pad = [((0, 0),) * (one.ndim - 1) + ((0, longest - one.shape[-1]),) for one in values]
            return np.concatenate([np.pad(one, p, constant_values=fill) for one, p in zip(values, pad, strict=True)], axis=-2)
        return np.concatenate(values, axis=-1)

    return Field(**{one.name: joined(one.name) for one in fields(Field)})


def rate_of(f: Field, log_scale: float, exponent: float) -> Floats:
    """Cramp rate [muscle, runner x draw, row]."""
    return rate_from(
        f.activation_frac,
        f.capacity_frac.copy(),  # it is used up
        f.moves_index,
        exponent_index=np.full(f.weight_frac.shape, exponent),
        sensitivity_index=f.sensitivity_index,
        scale_index=log_scale + f.scale_index - exponent * np.log(f.reference_drive_frac),
        posture_index=exponent * np.log(f.posture_drive_frac) + np.log(f.posture_share_frac),
        least_capacity_frac=f.least_capacity_frac,
    )


def chance_of(f: Field, rate: Floats) -> Floats:
    """Chance of a cramp in the race [runner x draw]."""
    return -np.expm1(-(rate.sum(axis=0) * f.row_h).sum(axis=-1))


def onset_of(f: Field, rate: Floats) -> tuple[float, float]:
    """Mean distance of the first cramp, km, and the share that comes after 30 km."""
    each = rate.sum(axis=0) * f.row_h
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
    expected = (rate * f.row_h).sum(axis=-1)
    by_muscle = -np.expm1(-expected) @ f.weight_frac
    order = (np.diff(expected, axis=0) < 0).all(axis=0) @ f.weight_frac
    greatest = np.median(np.repeat(rate.max(axis=(0, 2)), np.round(chance * f.weight_frac * 1e5).astype(int)))
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
