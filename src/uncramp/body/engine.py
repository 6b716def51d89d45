"""Engine: one step of the body for a block of draws - work, heat, water, ions - and the loop over the rows of a session.

Each part loops over the draws of a block without branches, so that the compiler can run several at once. A flow between two
states is computed once, taken from one as it is given to the other: water, ions and heat are conserved to rounding.
"""

from __future__ import annotations

import numpy as np

from uncramp.body import slots as s
from uncramp.body.electrolytes import plasma_sodium_by_balance_mmol_l, sweat_sodium_mmol_l
from uncramp.body.fluids import antidiuretic_frac, emptying_slowed_ratio, left_after
from uncramp.body.heat_step import heat_step
from uncramp.body.metabolism import capacity_left_frac, heart_rate_drift_bpm, reserve_from_heart_rate_frac
from uncramp.compiled import at_least, at_most, compiled, decay, read_ahead
from uncramp.minutes import Floats, Integers

LITRES_PER_MILLILITRE = 1e-3
JOULES_PER_KILOJOULE = 1e3
SECONDS_PER_HOUR = 3600.0
NOTHING = 1e-12  # keeps 0/0 from an empty stomach or gut


@compiled
def _work(w: Floats, row: Floats, substeps: int, is_given: bool) -> None:
    """Metabolic rate, external work and intensity of a block from a row's demands and the state (heart rate drifts)."""
    # a row's values are read before the loop: the compiler cannot know that writing a draw leaves them as they are
    row_has_heart_rate = row[s.ROW_HAS_HEART_RATE]
    row_heart_rate_bpm = row[s.ROW_HEART_RATE_BPM]
    row_cost_j_kg_s = row[s.ROW_COST_J_KG_S]
    row_drag_cost_w_kg = row[s.ROW_DRAG_COST_W_KG]
    row_unloaded_frac = row[s.ROW_UNLOADED_FRAC]
    row_cycling_w = row[s.ROW_CYCLING_W]
    row_running_power_w = row[s.ROW_RUNNING_POWER_W]
    row_typical_frac = row[s.ROW_TYPICAL_FRAC]
    row_grade_w_kg = row[s.ROW_GRADE_W_KG]
    row_work_cycling = row[s.ROW_WORK_CYCLING]
    row_work_rowing = row[s.ROW_WORK_ROWING]
    row_row_s = row[s.ROW_ROW_S]
    for j in range(s.BLOCK):
        deficit_l = at_least(w[s.WATER0_L + j] - w[s.BODY_WATER_L + j], 0.0)
        drift_bpm = heart_rate_drift_bpm(
            w[s.CORE_C + j], deficit_l, w[s.DRIFT_CORE + j], w[s.DRIFT_REFERENCE_C + j], w[s.DRIFT_WATER + j]
        )
        drift_bpm = w[s.GIVEN_DRIFT_BPM + j] if is_given else drift_bpm
        heart_frac = row_has_heart_rate * reserve_from_heart_rate_frac(
            row_heart_rate_bpm, drift_bpm, w[s.RESTING_HEART_RATE_BPM + j], w[s.HEART_RATE_FRAC_PER_BPM + j]
        )
        metabolic_w = (
            w[s.STANDING_W + j]
            + w[s.ECONOMY_W_PER_COST + j] * row_cost_j_kg_s
            + w[s.DRAG_W + j] * row_drag_cost_w_kg
            + w[s.UNLOADED_W + j] * row_unloaded_frac
            + w[s.CYCLING_RATIO + j] * row_cycling_w
            + w[s.RUNNING_POWER_RATIO + j] * row_running_power_w
            + w[s.RESERVE_W + j] * (w[s.TYPICAL_RATIO + j] * row_typical_frac + heart_frac)
        )
        above_rest_w = (metabolic_w - w[s.STANDING_W + j]) * w[s.EXERCISE_RATIO + j]
        metabolic_w = w[s.STANDING_W + j] + above_rest_w
        external_w = w[s.EXERCISE_RATIO + j] * (row_cycling_w + w[s.MASS_KG + j] * row_grade_w_kg) + above_rest_w * (
            row_work_cycling * w[s.CYCLING_WORK_FRAC + j] + row_work_rowing * w[s.ROWING_WORK_FRAC + j]
        )
        kept = at_most(w[s.CAP_W + j] / metabolic_w, 1.0)
        metabolic_w *= kept
        capacity = capacity_left_frac(
            w[s.CORE_C + j],
            w[s.SKIN_C + j],
            deficit_l * w[s.PER_KG + j],
            w[s.CAPACITY_SKIN + j],
            w[s.CAPACITY_SKIN_C + j],
            w[s.CAPACITY_DEFICIT + j],
            w[s.CAPACITY_DEFICIT_SLOPE + j],
            w[s.CAPACITY_CORE + j],
            w[s.CAPACITY_CORE_C + j],
            w[s.CAPACITY_FLOOR + j],
        )
        w[s.METABOLIC_W + j] = metabolic_w
        w[s.EXTERNAL_W + j] = external_w * kept
        w[s.INTENSITY + j] = metabolic_w * w[s.PER_MAXIMAL_W + j] / capacity
        w[s.DRIFT_BPM + j] = drift_bpm
        w[s.STEP_S + j] = row_row_s * w[s.STEP_RATIO + j] / substeps


@compiled
def _gut(w: Floats) -> None:
    """One step of stomach and gut: a drink is not in the body before it has left both."""
    for j in range(s.BLOCK):
        step_s = w[s.STEP_S + j]
        deficit_frac = at_least(w[s.WATER0_L + j] - w[s.BODY_WATER_L + j], 0.0) * w[s.PER_KG + j]
        stomach_l = w[s.STOMACH_L + j] + w[s.DRINK_L + j]
        carbohydrate_g = w[s.STOMACH_CARBOHYDRATE_G + j] + w[s.DRINK_CARBOHYDRATE_G + j]
        slowed = emptying_slowed_ratio(
            carbohydrate_g * LITRES_PER_MILLILITRE / at_least(stomach_l, NOTHING),
            w[s.CHO_ONSET + j],
            w[s.CHO_SLOWING + j],
            w[s.INTENSITY + j],
            w[s.HARD_ONSET + j],
            w[s.HARD_SLOWING + j],
            deficit_frac,
            w[s.DRY_ONSET + j],
            w[s.DRY_SLOWING + j],
        )
        rate_per_s = w[s.EMPTYING_PER_S + j] / slowed
        emptied_l = stomach_l - left_after(w[s.STOMACH_L + j], w[s.DRINK_L + j], rate_per_s, step_s)
        emptied_l = at_most(emptied_l, w[s.STOMACH_LIMIT_L_S + j] * step_s)
        share = emptied_l / at_least(stomach_l, NOTHING)
        sodium_mmol = w[s.STOMACH_SODIUM_MMOL + j] + w[s.DRINK_SODIUM_MMOL + j]
        potassium_mmol = w[s.STOMACH_POTASSIUM_MMOL + j] + w[s.DRINK_POTASSIUM_MMOL + j]
        # salt and sugar taken dry move on at the pace of water, so that a tablet does not stay for ever
        share = at_least(share, 1.0 - decay(rate_per_s * step_s)) if stomach_l < 1e-3 else share
        w[s.STOMACH_L + j] = stomach_l - emptied_l
        w[s.STOMACH_CARBOHYDRATE_G + j] = carbohydrate_g * (1.0 - share)
        w[s.STOMACH_SODIUM_MMOL + j] = sodium_mmol - sodium_mmol * share
        w[s.STOMACH_POTASSIUM_MMOL + j] = potassium_mmol - potassium_mmol * share
        w[s.DRUNK_L + j] += w[s.DRINK_L + j]
        w[s.DRUNK_SODIUM_MMOL + j] += w[s.DRINK_SODIUM_MMOL + j]
        w[s.DRUNK_POTASSIUM_MMOL + j] += w[s.DRINK_POTASSIUM_MMOL + j]
        w[s.EATEN_CARBOHYDRATE_G + j] += w[s.DRINK_CARBOHYDRATE_G + j]
        w[s.DRINK_CARBOHYDRATE_G + j] = carbohydrate_g * share  # now: what reaches the gut as fuel

        gut_l = w[s.GUT_L + j] + emptied_l
        absorbed_l = gut_l - left_after(w[s.GUT_L + j], emptied_l, w[s.GUT_PER_S + j], step_s)
        absorbed_l = at_most(absorbed_l, w[s.GUT_LIMIT_L_S + j] * step_s)
        sodium_in, potassium_in = sodium_mmol * share, potassium_mmol * share
        sodium_kept = left_after(w[s.GUT_SODIUM_MMOL + j], sodium_in, w[s.GUT_SODIUM_PER_S + j], step_s)
        potassium_kept = left_after(w[s.GUT_POTASSIUM_MMOL + j], potassium_in, w[s.GUT_SODIUM_PER_S + j], step_s)
        sodium_absorbed = w[s.GUT_SODIUM_MMOL + j] + sodium_in - sodium_kept
        potassium_absorbed = w[s.GUT_POTASSIUM_MMOL + j] + potassium_in - potassium_kept
        w[s.GUT_L + j] = gut_l - absorbed_l
        w[s.GUT_SODIUM_MMOL + j] = sodium_kept
        w[s.GUT_POTASSIUM_MMOL + j] = potassium_kept
        w[s.ABSORBED_L + j] += absorbed_l
        w[s.ABSORBED_SODIUM_MMOL + j] += sodium_absorbed
        w[s.ABSORBED_POTASSIUM_MMOL + j] += potassium_absorbed
        w[s.DRINK_L + j] = absorbed_l  # now: what the body gets
        w[s.DRINK_SODIUM_MMOL + j] = sodium_absorbed
        w[s.DRINK_POTASSIUM_MMOL + j] = potassium_absorbed


@compiled
def _water(w: Floats) -> None:
    """One step of body water, its ions, urine, plasma and glycogen; reads what the gut gave and the skin took."""
    for j in range(s.BLOCK):
        step_s = w[s.STEP_S + j]
        energy_j = w[s.METABOLIC_W + j] * step_s
        secreted_l = w[s.SECRETED_L + j]
        respired_l = w[s.RESPIRATION_W + j] * step_s * w[s.LATENT_L_J + j]
        insensible_l = w[s.UNFELT_L + j]
        adh = antidiuretic_frac(
            w[s.PLASMA_SODIUM_MMOL_L + j] - w[s.SODIUM0 + j],
            w[s.PLASMA_VOLUME_CHANGE_FRAC + j],
            w[s.INTENSITY + j],
            w[s.ADH_REST + j],
            w[s.ADH_SODIUM + j],
            w[s.ADH_VOLUME + j],
            w[s.ADH_EXERCISE + j],
            w[s.ADH_PER_INTENSITY + j],
        )
        urine_l = (w[s.URINE_MIN_L_S + j] + w[s.URINE_SPAN_L_S + j] * (1.0 - adh)) * step_s
        urine_sodium = at_most(
            w[s.URINE_SODIUM_S + j] * step_s + w[s.URINE_SODIUM_SHARE + j] * w[s.DRINK_SODIUM_MMOL + j],
            w[s.URINE_SODIUM_LIMIT + j] * urine_l,
        )
        urine_potassium = at_most(w[s.URINE_POTASSIUM_S + j] * step_s, w[s.URINE_SODIUM_LIMIT + j] * urine_l)
        sweat_sodium = secreted_l * sweat_sodium_mmol_l(
            w[s.SWEAT_RATE_L_H + j] * w[s.PER_AREA_M2 + j],
            w[s.SODIUM_BASE + j],
            w[s.SODIUM_SLOPE + j],
            w[s.SODIUM_REFERENCE + j],
            w[s.SODIUM_FLOOR + j],
            w[s.SODIUM_CEILING + j],
        )
        sweat_potassium = secreted_l * w[s.SWEAT_POTASSIUM + j]

        burnt_g = at_least(energy_j * w[s.CARBOHYDRATE_G_J + j] - w[s.DRINK_CARBOHYDRATE_G + j], 0.0)
        burnt_g = at_most(burnt_g, w[s.GLYCOGEN_G + j])
        freed_l = burnt_g * w[s.GLYCOGEN_WATER_L_G + j]
        made_l = energy_j * w[s.METABOLIC_WATER_L_J + j]
        w[s.GLYCOGEN_G + j] -= burnt_g
        w[s.BOUND_WATER_L + j] -= freed_l
        w[s.METABOLIC_WATER_L + j] += made_l
        w[s.RESPIRED_L + j] += respired_l
        w[s.URINE_L + j] += urine_l
        w[s.GAS_KG + j] += energy_j * w[s.GAS_KG_J + j]
        w[s.BODY_WATER_L + j] += w[s.DRINK_L + j] + freed_l + made_l - secreted_l - insensible_l - respired_l - urine_l
        # a reference session holds body water: what is missing is given from outside, and only then
        given_l = w[s.WATER_HELD + j] * (w[s.WATER0_L + j] - w[s.BODY_WATER_L + j])
        w[s.GIVEN_L + j] += given_l
        w[s.BODY_WATER_L + j] += given_l
        w[s.SWEAT_SODIUM_MMOL + j] += sweat_sodium
        w[s.SWEAT_POTASSIUM_MMOL + j] += sweat_potassium
        w[s.URINE_SODIUM_MMOL + j] += urine_sodium
        w[s.URINE_POTASSIUM_MMOL + j] += urine_potassium
        w[s.SODIUM_GAIN_MMOL + j] += w[s.DRINK_SODIUM_MMOL + j] - sweat_sodium - urine_sodium
        w[s.POTASSIUM_GAIN_MMOL + j] += w[s.DRINK_POTASSIUM_MMOL + j] - sweat_potassium - urine_potassium

        water_l = w[s.BODY_WATER_L + j]
        sodium = plasma_sodium_by_balance_mmol_l(
            w[s.SODIUM0 + j],
            w[s.WATER0_L + j],
            w[s.SODIUM_GAIN_MMOL + j] + w[s.POTASSIUM_GAIN_MMOL + j],
            water_l,
            w[s.EDELMAN_RATIO + j],
            w[s.EDELMAN_OFFSET + j],
        ) + w[s.GAIN_BIAS + j] * at_most(at_least(water_l - w[s.WATER0_L + j], 0.0) * w[s.PER_KG + j], w[s.GAIN_BIAS_LIMIT + j])
        w[s.PLASMA_SODIUM_MMOL_L + j] = sodium
        # extracellular water is what its sodium holds at the new concentration
        extracellular_l = (w[s.EXTRACELLULAR0_L + j] * w[s.SODIUM0 + j] + w[s.SODIUM_GAIN_MMOL + j]) / sodium
        w[s.PLASMA_VOLUME_CHANGE_FRAC + j] = w[s.PLASMA_GAIN + j] * (extracellular_l * w[s.PER_EXTRACELLULAR0_L + j] - 1.0) - w[
            s.PLASMA_SHIFT + j
        ] * at_most(w[s.INTENSITY + j], 1.0)


@compiled
def _drink(w: Floats, ahead: Floats, at: int, substeps: int) -> None:
    """Take a row's intake (ml, mmol, mmol, g) into the block, by the share of the minute that a step lasts.

    Who drinks by thirst drinks in proportion to the water lacked; what is in stomach and gut quenches already.
    """
    for j in range(s.BLOCK):
        lacked_l = w[s.WATER0_L + j] - w[s.BODY_WATER_L + j] - w[s.STOMACH_L + j] - w[s.GUT_L + j]
        thirst = at_most(at_least(lacked_l * w[s.PER_KG + j] * w[s.THIRST_PER_FRAC + j], 0.0), w[s.THIRST_LIMIT + j])
        share = w[s.STEP_RATIO + j] / substeps * (1.0 + ahead[4, at, j] * (thirst - 1.0))
        w[s.DRINK_L + j] = ahead[0, at, j] * share * LITRES_PER_MILLILITRE
        w[s.DRINK_SODIUM_MMOL + j] = ahead[1, at, j] * share
        w[s.DRINK_POTASSIUM_MMOL + j] = ahead[2, at, j] * share
        w[s.DRINK_CARBOHYDRATE_G + j] = ahead[3, at, j] * share


@compiled
def _keep(w: Floats, tile: Floats, at: int) -> None:
    """Put what is reported of a block at the end of a row into the tile [output, row of the tile, draw of the block]."""
    for j in range(s.BLOCK):
        w[s.WORK_INTENSITY_FRAC + j] = w[s.METABOLIC_W + j] * w[s.PER_MAXIMAL_W + j]
        w[s.WATER_DEFICIT_L + j] = w[s.WATER0_L + j] - w[s.BODY_WATER_L + j]
        w[s.TOTAL_BODY_WATER_L + j] = w[s.BODY_WATER_L + j] + w[s.BOUND_WATER_L + j]
        lost_l = w[s.SWEAT_L + j] + w[s.INSENSIBLE_L + j] + w[s.RESPIRED_L + j] + w[s.URINE_L + j]
        taken_kg = w[s.DRUNK_L + j] + w[s.GIVEN_L + j] + w[s.EATEN_CARBOHYDRATE_G + j] / JOULES_PER_KILOJOULE
        w[s.MASS_CHANGE_FRAC + j] = (taken_kg - lost_l - w[s.GAS_KG + j]) * w[s.PER_KG + j]
    for k in range(tile.shape[0]):
        for j in range(s.BLOCK):
            tile[k, at, j] = w[s.WRITTEN[k] + j]


@compiled
def simulate_blocks(
    parameters: Floats,
    states: Floats,
    rows: Floats,
    starts: Integers,
    lanes: Integers,
    intake: tuple[Floats, ...],
    drift: Floats,
    out: Floats,
    first_held: Floats,
    substeps: int,
) -> None:
    """Simulate every draw through every row, a block of draws at a time.

    ``parameters`` [parameter, draw]; ``states`` [state, draw], in: at the start, out: at the end; ``rows`` [quantity, row] of one
    person after the other, who begin at ``starts`` [person + 1], and whose draws at ``lanes`` [person + 1], one after the other;
    each of ``intake`` [draw, row] for 60-s rows, one draw or one row may serve all; ``drift`` [draw, row] of the heart rate as it was, or
    no rows to find it; ``out`` [output, draw, row], written as far as a person's rows go; ``first_held`` [draw], out: the row in which the
    core was first held in its range, -1 if never.
    """
    people, kinds = starts.shape[0] - 1, out.shape[0]
    # a partly filled block repeats its last draw, so that a result never depends on how many draws there are
    w = np.empty(s.BLOCK * s.SLOTS_COUNT)
    tile = np.empty((kinds, s.TILE, s.BLOCK))
    ahead, drift_ahead = np.empty((len(intake), s.TILE, s.BLOCK)), np.empty((1, s.TILE, s.BLOCK))
    states_count, parameters_count = states.shape[0], parameters.shape[0]
    is_given = drift.shape[1] == out.shape[2]
    for person in range(people):
        begin, rows_count, end = starts[person], starts[person + 1] - starts[person], lanes[person + 1]
        for first in range(lanes[person], end, s.BLOCK):
            for j in range(s.BLOCK):
                draw = min(first + j, end - 1)
                for k in range(states_count):
                    w[k * s.BLOCK + j] = states[k, draw]
                for k in range(parameters_count):
                    w[(states_count + k) * s.BLOCK + j] = parameters[k, draw]
            count = min(s.BLOCK, end - first)
            for row in range(rows_count):
                at = row % s.TILE
                if at == 0:
                    read_ahead(intake, ahead, first, end - 1, row, rows_count)
                    if is_given:
                        read_ahead((drift,), drift_ahead, first, end - 1, row, rows_count)
                for j in range(s.BLOCK if is_given else 0):
                    w[s.GIVEN_DRIFT_BPM + j] = drift_ahead[0, at, j]
                for _ in range(substeps):
                    _drink(w, ahead, at, substeps)
                    _work(w, rows[:, begin + row], substeps, is_given)
                    heat_step(w, rows[:, begin + row])
                    _gut(w)
                    _water(w)
                _keep(w, tile, at)
                for j in range(count):
                    if first_held[first + j] < 0.0 and w[s.HELD_COUNT + j] > 0.0:
                        first_held[first + j] = row
                # many rows of a draw are written together: a line of the cache at a time the processor waits for each
                if at == s.TILE - 1 or row == rows_count - 1:
                    for k in range(kinds):
                        for j in range(count):
                            for i in range(at + 1):
                                out[k, first + j, row - at + i] = tile[k, i, j]
            for k in range(states_count):
                for j in range(count):
                    states[k, first + j] = w[k * s.BLOCK + j]
