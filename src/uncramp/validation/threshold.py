"""The cramp threshold frequency against the trials that measured it, each built as its session (V13 to V16).

An effect that rests on one trial or group is nothing in half of the draws. A figure is held over the draws in which it acts, as the trial saw
it, unless it says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.body.intake import Intake
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.threshold import cramp_threshold
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.units import MIN_PER_H
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.laboratory import ML_PER_L, flat_minutes, flat_weather, then_rest
from uncramp.why.scenario import simulate
from uncramp.why.situation import Situation, situation_of

CALF: Final = MUSCLES.index("calf")
DRAWS: Final = 400
ORS_SODIUM_MMOL_L: Final = 50.0
"""What is sold; the printed figure cannot be right (B17)."""
BASELINE_HZ: Final = 25.0
DILUTION: Final = "dilution_ratio_per_mmol_l"
DRUNK_SALT: Final = "drink_sodium_ratio_per_mmol"
DEFICIT: Final = "water_deficit_ratio"
AFTER_ROWS: Final = 70
DURING_ROWS: Final = 50


@dataclass(frozen=True)
class Trial:
    """What a trial comes to in the model."""

    change_hz: Floats  # of the threshold from before the session, [draw, row]
    acts: Floats  # [draw] whether the draw holds that the effect exists
    lost_frac: Floats  # body mass, [row], median

    def where_it_acts_hz(self, row: int) -> float:
        """Mean change over the draws in which the effect exists."""
        return float(self.change_hz[self.acts, row].mean())


def subject_situation(bench: Bench, minutes: Minutes, draws: int = DRAWS) -> Situation:
    """A healthy man of 70 kg without a history; he drinks evenly unless the trial's drinks replace that."""
    athlete = Athlete(
        name="known",
        mass_kg=70.0,
        height_m=1.76,
        age_year=35.0,
        sex="male",
        maximal_oxygen_uptake_ml_kg_min=48.0,
        cramp_history=False,
    )
    intake = Drinking(400.0 / MIN_PER_H, 1.0, 0.0, "400 ml/h")
    return situation_of(
        minutes, athlete, sport="running", intake=intake, history=None, mechanism="mixture", draws=draws, seed=0,
        overrides=bench.overrides,
    )  # fmt: skip


def trial(bench: Bench, minutes: Minutes, litres: dict[int, float], sodium_mmol_l: float, acting: str) -> Trial:
    """A trial at its baseline, with drinks of these volumes at these rows.

    What local fatigue and damage do is another effect: the trials found no change right after the runs, so it is held at nothing.
    """
    situation = subject_situation(bench, minutes)
    situation = replace(situation, intake=drinks_at(situation.minutes.rows_count, litres, sodium_mmol_l))
    outcome = simulate(situation)
    tired = outcome.fatigue
    untired = replace(
        tired, **{name: 0.0 * getattr(tired, name) for name in ("fast_fatigue_frac", "slow_loss_frac", "damage_frac")}
    )
    hz = cramp_threshold(outcome.body, untired, situation.athlete, situation.cramp)[CALF]
    threshold = situation.cramp.threshold
    own_hz = threshold.without_history_hz * threshold.calf_ratio * situation.athlete.preparation_shift_ratio
    change = BASELINE_HZ * (hz / own_hz[:, None] - 1.0)
    return Trial(change, getattr(threshold, acting) != 0, np.median(-outcome.body.mass_change_frac, axis=0))


def drinks_at(rows: int, litres: dict[int, float], sodium_mmol_l: float) -> Intake:
    """Drinks of these volumes at these rows, and nothing else."""
    water = np.zeros((1, rows))
    for row, volume_l in litres.items():
        water[0, row] = ML_PER_L * volume_l
    nothing = np.zeros_like(water)
    return Intake(water, water / ML_PER_L * sodium_mmol_l, nothing, nothing, stated=True, text="the trial's")


def downhill_run(rows: int) -> Minutes:
    """Downhill on a treadmill at 35 degC: slow running down 5 %, since the speed is not in our notes; then rest in the same room."""
    weather = flat_weather(rows, 35.5, 0.5, 0.5)
    return then_rest(flat_minutes(rows, "treadmill_running", speed_m_s=2.6, grade=-0.05, indoor=True, weather=weather), 120)


@lru_cache(maxsize=8)
def after_the_run(bench: Bench, sodium_mmol_l: float, acting: str) -> Trial:
    """B12, B13: the 2 % lost in the run is drunk over the next ten minutes."""
    litres = dict.fromkeys(range(AFTER_ROWS, AFTER_ROWS + 10), 0.14)
    return trial(bench, downhill_run(AFTER_ROWS), litres, sodium_mmol_l, acting)


@lru_cache(maxsize=8)
def during_the_run(bench: Bench, sodium_mmol_l: float, acting: str) -> Trial:
    """B14-B16: about 1.5 L during 50 minutes, 0.2 L forty minutes after."""
    litres = dict.fromkeys(range(2, DURING_ROWS, 6), 0.1875) | {90: 0.2}
    return trial(bench, downhill_run(DURING_ROWS), litres, sodium_mmol_l, acting)


def _drink(sodium_mmol_l: float, acting: str) -> Measure:
    def measure(bench: Bench) -> Numbers:
        after, during = after_the_run(bench, sodium_mmol_l, acting), during_the_run(bench, sodium_mmol_l, acting)
        return {
            "after_30_min_hz": after.where_it_acts_hz(AFTER_ROWS - 1 + 30),
            "after_60_min_hz": after.where_it_acts_hz(AFTER_ROWS - 1 + 60),
            "during_at_once_hz": during.where_it_acts_hz(DURING_ROWS - 1),
            "during_after_65_min_hz": during.where_it_acts_hz(DURING_ROWS - 1 + 65),
        }

    return measure


def history(bench: Bench) -> Numbers:
    """V13: of the means over the draws."""
    p = draw_cramp_parameters(draws=4000, seed=0, overrides=bench.overrides).threshold
    return {"difference_hz": p.without_history_hz.mean() - p.with_history_hz.mean()}


@lru_cache(maxsize=4)
def sweated_out(bench: Bench) -> Trial:
    """B08: easy cycling in dry heat until 3 % of mass is lost."""
    weather = flat_weather(150, 41.0, 0.15, 0.5)
    return trial(bench, flat_minutes(150, "indoor_cycling", power_w=90.0, indoor=True, weather=weather), {}, 0.0, DEFICIT)


def deficit(bench: Bench) -> Numbers:
    """V14."""
    found = sweated_out(bench)
    row = int(np.argmax(found.lost_frac >= 0.03))
    change = found.change_hz[:, row]
    return {
        "mean_change_hz": change.mean(),
        "mean_change_where_it_acts_hz": found.where_it_acts_hz(row),
        "nine_in_ten_hz": np.quantile(np.abs(change), 0.9),
    }


MEASURES: Final[dict[str, Measure]] = {
    "V13": history,
    "V14": deficit,
    "V15": _drink(0.0, DILUTION),
    "V16": _drink(ORS_SODIUM_MMOL_L, DRUNK_SALT),
}
