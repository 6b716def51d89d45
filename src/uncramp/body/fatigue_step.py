"""One row of fatigue for a block of draws, and the loop over the rows of a session.

As in ``engine``: quantity after quantity in one array, ``BLOCK`` draws each, so that the compiler sees that no two overlap and runs
several draws at once. ``w`` holds what all muscles share, ``v`` one muscle.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.body.slots import TILE
from uncramp.compiled import at_least, at_most, compiled, read_ahead
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Integers

BLOCK: Final = 20
"""Draws tired together: several vectors of the processor, since each step waits for the one before; 20 and 200 draws are whole numbers of it."""
LEAST_CAPACITY: Final = 0.05
"""Numerical guard: a muscle is never divided by less of itself."""
LEAST_SLOWING: Final = 0.5
"""Numerical guard: recovery is at most twice as fast as usual."""
ALMOST: Final = 0.999
"""Numerical guard: rounding below the maximum still is the maximum."""

SHARED: Final = (
    "critical_intensity_frac", "slot_s", "row_h", "reserve_per_slot", "reserve_drive_ratio", "quick_loss_per_h", "slow_loss_per_h",
    "quick_recovery_per_h", "slow_recovery_per_h", "damage_recovery_per_h", "per_onset_load", "per_accustomed_load", "unaccustomed_loss_ratio", "cost_rise_ratio", "drive_memory_frac", "felt_strain_ratio",
    "plasma_volume_slowing_ratio", "muscle_temperature_slowing_per_k", "usual_muscle_c",
)  # fmt: skip
"""What all muscles of a draw share, in the order of the array handed over; the slots of a row's inputs follow."""

OF_MUSCLE: Final = (
    "fatigue_per_s", "recovery_per_s", "rest_ratio", "at_work_ratio", "force_frac", "per_force_ratio", "uphill_ratio", "downhill_ratio", "low_cadence_ratio",
    "damage_per_km", "initial_damage_frac",
)  # fmt: skip
"""What belongs to one muscle of a draw, in the order of the array handed over; the table of load, state and results follow."""

SHARED_SLOTS: Final = 36
MUSCLE_SLOTS: Final = 29
(
    CRITICAL, SLOT_S, ROW_H, RESERVE_PER_SLOT, RESERVE_DRIVE, QUICK_LOSS, SLOW_LOSS, QUICK_RECOVERY, SLOW_RECOVERY, HEALING, PER_ONSET,
    PER_ACCUSTOMED, UNACCUSTOMED, COST_RISE, MEMORY, FELT_STRAIN, PLASMA_SLOWING, HEAT_SLOWING, USUAL_MUSCLE_C, WORK, INTENSITY, PLASMA, MUSCLE_C, SLOWER, RESERVE,
    GRADE, CADENCE, DESCENT, GOING, MEAN_SQUARE, SHAPE0, SHAPE1, SHAPE2, SHAPE3, SHAPE4, SHAPE5,
) = range(0, BLOCK * SHARED_SLOTS, BLOCK)  # fmt: skip
(
    FATIGUE, RECOVERY, REST, AT_WORK, FORCE, PER_FORCE, UPHILL, DOWNHILL, LOW_CADENCE, DAMAGE_PER_KM, DAMAGE, RATIO, FAST, SLOW, DONE, SUSTAINED,
    LOAD, ACTIVATION, QUICK, LASTING, PULL, KEEP, TIRE, KEEP_PAUSED, TIRE_PAUSED, MEAN_TIRED, FAILING, OF_SPORT, OF_WALKING,
) = range(0, BLOCK * MUSCLE_SLOTS, BLOCK)  # fmt: skip


WRITTEN: Final = (ACTIVATION, FAST, SLOW, DAMAGE, LOAD)


@compiled
def _slower(w: Floats) -> None:
    """Recovery slows as plasma is lost and muscles grow hot."""
    for j in range(BLOCK):
        hot_k = at_least(w[MUSCLE_C + j] - w[USUAL_MUSCLE_C + j], 0.0)
        slowing = 1.0 - w[PLASMA_SLOWING + j] * w[PLASMA + j] + w[HEAT_SLOWING + j] * hot_k
        w[SLOWER + j] = 1.0 / at_least(slowing, LEAST_SLOWING)


@compiled
def _spent(reserve: float, above: float, per_slot: float) -> float:
    """Reserve after one slot; Skiba's differential form: spent by the excess, refilled by what is missing of it."""
    change = above if above > 0.0 else above * (1.0 - reserve)
    return at_least(at_most(reserve - change * per_slot, 1.0), 0.0)


@compiled
def _reserve(w: Floats) -> None:
    """Six slots of the reserve."""
    for j in range(BLOCK):
        intensity, critical, per_slot = w[INTENSITY + j], w[CRITICAL + j], w[RESERVE_PER_SLOT + j]
        r1 = _spent(w[RESERVE + j], intensity * w[SHAPE0 + j] - critical, per_slot)
        r2 = _spent(r1, intensity * w[SHAPE1 + j] - critical, per_slot)
        r3 = _spent(r2, intensity * w[SHAPE2 + j] - critical, per_slot)
        r4 = _spent(r3, intensity * w[SHAPE3 + j] - critical, per_slot)
        r5 = _spent(r4, intensity * w[SHAPE4 + j] - critical, per_slot)
        w[RESERVE + j] = _spent(r5, intensity * w[SHAPE5 + j] - critical, per_slot)


@compiled
def _load(w: Floats, v: Floats) -> None:
    """Load of one muscle in a row, how hard that pulls what is left of it, and what fast fatigue keeps and gains in a slot."""
    for j in range(BLOCK):
        up, down = at_least(w[GRADE + j], 0.0), at_least(-w[GRADE + j], 0.0)
        # heat and water loss lower what the body can take up; how much of that the muscles feel as harder work is open
        felt = w[WORK + j] + w[FELT_STRAIN + j] * (w[INTENSITY + j] - w[WORK + j])
        hilly = 1.0 + v[UPHILL + j] * up + v[DOWNHILL + j] * down + v[LOW_CADENCE + j] * w[CADENCE + j]
        load = felt * (1.0 + w[COST_RISE + j] * v[SLOW + j]) * v[RATIO + j] * at_least(hilly, 0.0)
        fresh = at_least((1.0 - v[SLOW + j]) * (1.0 - v[DAMAGE + j]), LEAST_CAPACITY)

        # implicit midpoint of d(tired)/dt = F pull - R tired: stable, and exact to second order at any step
        paused = v[RECOVERY + j] * v[REST + j] * w[SLOT_S + j] * w[SLOWER + j] / 2.0
        half = paused * v[AT_WORK + j]
        gain, gain_paused = 1.0 / (1.0 + half), 1.0 / (1.0 + paused)
        v[KEEP + j], v[KEEP_PAUSED + j] = (1.0 - half) * gain, (1.0 - paused) * gain_paused
        tire = v[FATIGUE + j] * w[SLOT_S + j]
        v[TIRE + j], v[TIRE_PAUSED + j] = at_most(tire * gain, 1.0), at_most(tire * gain_paused, 1.0)
        # what is lost for hours is out of play: the rest pulls harder, and tires faster
        v[PULL + j] = load * v[FORCE + j] / fresh
        v[LOAD + j] = load


@compiled
def _tired(tired: float, pull: float, at_work: bool, keep: float, tire: float, keep_paused: float, tire_paused: float) -> float:
    """Three-compartment model over one slot: what is left of the fatigue, and what is pulled of the muscle that is not tired.

    The lesser of two straight lines in ``tired``, since each slot waits for the one before. Both stay below 1.
    """
    left, added = (keep, tire) if at_work else (keep_paused, tire_paused)
    return at_most(pull * added + tired * left, added + tired * (left - added))


@compiled
def _fast(w: Floats, v: Floats, pause_load_frac: float) -> None:
    """Six slots of the fast fatigue of one muscle."""
    for j in range(BLOCK):
        s0, s1, s2 = w[SHAPE0 + j], w[SHAPE1 + j], w[SHAPE2 + j]
        s3, s4, s5 = w[SHAPE3 + j], w[SHAPE4 + j], w[SHAPE5 + j]
        load, pull = v[LOAD + j], v[PULL + j]
        keep, tire, keep_paused, tire_paused = v[KEEP + j], v[TIRE + j], v[KEEP_PAUSED + j], v[TIRE_PAUSED + j]
        t0 = v[FAST + j]
        t1 = _tired(t0, pull * s0, load * s0 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        t2 = _tired(t1, pull * s1, load * s1 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        t3 = _tired(t2, pull * s2, load * s2 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        t4 = _tired(t3, pull * s3, load * s3 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        t5 = _tired(t4, pull * s4, load * s4 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        t6 = _tired(t5, pull * s5, load * s5 > pause_load_frac, keep, tire, keep_paused, tire_paused)
        v[FAST + j] = t6
        v[MEAN_TIRED + j] = ((t0 + t6) / 2.0 + t1 + t2 + t3 + t4 + t5) / SLOTS_PER_MINUTE


@compiled
def _drive(w: Floats, v: Floats) -> None:
    """Sustained drive of one muscle in a row."""
    for j in range(BLOCK):
        # a muscle cannot be driven beyond its maximal voluntary force
        able = at_least(1.0 - v[MEAN_TIRED + j], LEAST_CAPACITY)
        drive = v[PULL + j] / able * (1.0 + w[RESERVE_DRIVE + j] * (1.0 - w[RESERVE + j]))
        # motoneurons become excitable over minutes: the drive that counts is the sustained one, as a root mean square
        sustained = v[SUSTAINED + j] + w[MEMORY + j] * (at_most(drive * drive * w[MEAN_SQUARE + j], 1.0) - v[SUSTAINED + j])
        v[SUSTAINED + j] = sustained
        v[ACTIVATION + j] = sustained**0.5 * v[PER_FORCE + j]


@compiled
def _slow(w: Floats, v: Floats) -> None:
    """Slow loss and damage that a row adds to one muscle."""
    for j in range(BLOCK):
        load = v[LOAD + j]
        hours = w[ROW_H + j]
        done = v[DONE + j] + load * load * hours
        worked = (v[DONE + j] + done) / 2.0
        beyond = at_least(worked * w[PER_ACCUSTOMED + j] - 1.0, 0.0)
        gained = hours * load * load * (1.0 + w[UNACCUSTOMED + j] * beyond)
        # implicit midpoint of both parts of the slow loss: one is soon full and soon back, the other sets in with the work done and
        # lasts; what is lost to one the other cannot take
        after_quick = 1.0 / (1.0 + hours / 2.0 * w[QUICK_RECOVERY + j] * w[SLOWER + j])
        after_lasting = 1.0 / (1.0 + hours / 2.0 * w[SLOW_RECOVERY + j] * w[SLOWER + j])
        fills_quick = gained * w[QUICK_LOSS + j] * after_quick
        fills_lasting = gained * w[SLOW_LOSS + j] * at_most(worked * w[PER_ONSET + j], 1.0) * after_lasting
        quick = v[QUICK + j] * (2.0 * after_quick - 1.0)
        lasting = v[LASTING + j] * (2.0 * after_lasting - 1.0)
        left = (1.0 - (v[SLOW + j] + quick + lasting) / 2.0) / (1.0 + (fills_quick + fills_lasting) / 2.0)
        quick += fills_quick * left
        lasting += fills_lasting * left
        # the load rises with what is lost: by half of the row's loss in the middle of the row, and its square by twice that
        v[QUICK + j] = quick + fills_quick * left * w[COST_RISE + j] * (quick + lasting - v[SLOW + j])
        v[LASTING + j] = lasting
        v[SLOW + j] = at_most(v[QUICK + j] + lasting, 1.0)
        v[DAMAGE + j] += (v[DAMAGE_PER_KM + j] * w[DESCENT + j] * (1.0 - v[DAMAGE + j]) - w[HEALING + j] * v[DAMAGE + j]) * hours
        v[DONE + j] = done


@compiled
def _fail(w: Floats, v: Floats) -> None:
    """Count the row if one muscle was asked for all that it can give, of those still going."""
    for j in range(BLOCK):
        able = (1.0 - v[FAST + j]) * (1.0 - v[SLOW + j]) * (1.0 - v[DAMAGE + j])
        v[FAILING + j] += w[GOING + j] if v[LOAD + j] >= ALMOST * v[PER_FORCE + j] * able else 0.0


@compiled
def _begin(w: Floats, v: Floats, shared: Floats, of_muscle: Floats, first: int, last: int) -> None:
    """Fill a block; a partly filled one repeats the ``last`` draw, so that a result never depends on how many draws there are."""
    for j in range(BLOCK):
        draw = min(first + j, last)
        for k in range(shared.shape[0]):
            w[k * BLOCK + j] = shared[k, draw]
        w[RESERVE + j] = 1.0
        for m in range(v.shape[0]):
            for k in range(of_muscle.shape[0]):
                v[m, k * BLOCK + j] = of_muscle[k, m, draw]
            v[m, FAST + j] = v[m, SLOW + j] = v[m, QUICK + j] = v[m, LASTING + j] = v[m, DONE + j] = v[m, SUSTAINED + j] = v[
                m, FAILING + j
            ] = 0.0


@compiled
def _take_row(
    w: Floats, v: Floats, load_ratio: Floats, walking: int, shape: Floats, sport: Integers, own: Floats, rows: Floats, begins: Integers, counts: Integers,
    first: int, last: int, row: int,
) -> None:  # fmt: skip
    """Take ``row`` of each draw's person into the block; a person who has come to an end stays in the last row and no longer counts.

    ``begins`` and ``counts`` [draw of the block] say where the rows of its person begin and how many there are.
    """
    j = 0
    while j < BLOCK:
        begin = j
        while j < BLOCK and begins[j] == begins[begin]:
            j += 1
        of_all = begins[begin] + min(row, counts[begin] - 1)
        _fill_row(w, shape, rows, of_all, 1.0 if row < counts[begin] else 0.0, begin, j)
        other_sport = row == 0 or sport[of_all] != sport[of_all - 1]
        share = own[of_all]
        if other_sport or share != own[of_all - 1]:
            for m in range(v.shape[0]):
                for k in range(begin, j):
                    if other_sport:
                        draw = min(first + k, last)
                        v[m, OF_SPORT + k], v[m, OF_WALKING + k] = load_ratio[sport[of_all], m, draw], load_ratio[walking, m, draw]
                    # where nobody walks, walking may not be drawn
                    mixed = v[m, OF_WALKING + k] + share * (v[m, OF_SPORT + k] - v[m, OF_WALKING + k])
                    v[m, RATIO + k] = v[m, OF_SPORT + k] if share >= 1.0 else mixed


@compiled
def _fill_row(w: Floats, shape: Floats, moved: Floats, row: int, going: float, begin: int, end: int) -> None:
    """Put one person's ``row`` of ``shape`` [row, slot] and ``moved`` [quantity, row] into the draws from ``begin`` to ``end`` of the block."""
    s0, s1, s2, s3, s4, s5 = shape[row, 0], shape[row, 1], shape[row, 2], shape[row, 3], shape[row, 4], shape[row, 5]
    grade, cadence, descent = moved[0, row], moved[1, row], moved[2, row]
    # a surge counts by its square: it is neither averaged away nor all that matters
    mean_square = (s0 * s0 + s1 * s1 + s2 * s2 + s3 * s3 + s4 * s4 + s5 * s5) / SLOTS_PER_MINUTE
    for j in range(begin, end):
        w[GOING + j], w[GRADE + j], w[CADENCE + j], w[DESCENT + j], w[MEAN_SQUARE + j] = going, grade, cadence, descent, mean_square
        w[SHAPE0 + j], w[SHAPE1 + j], w[SHAPE2 + j], w[SHAPE3 + j], w[SHAPE4 + j], w[SHAPE5 + j] = s0, s1, s2, s3, s4, s5


@compiled
def _flush(tile: Floats, out: Floats, first: int, row: int, counts: Integers, lanes_count: int) -> None:
    """Write the rows kept back: ``tile`` [kind, muscle, row of the tile, draw of the block] into ``out`` [kind, muscle, draw, row]."""
    for k in range(out.shape[0]):
        for m in range(out.shape[1]):
            for j in range(lanes_count):
                for i in range(min(TILE, counts[j] - row)):
                    out[k, m, first + j, row + i] = tile[k, m, i, j]


@compiled
def fatigue_blocks(
    shared: Floats, of_muscle: Floats, load_ratio: Floats, work: Floats, intensity: Floats, plasma: Floats, muscle_c: Floats,
    shape: Floats, sport: Integers, own: Floats, walking: int, rows: Floats, starts: Integers, lanes: Integers, pause_load_frac: float, out: Floats, out_reserve: Floats, out_failing: Floats,
) -> None:  # fmt: skip
    """Tire every draw through every row, a block of draws at a time.

    ``shared`` [constant, draw]; ``of_muscle`` [constant, muscle, draw]; ``load_ratio`` [sport, muscle, draw]; ``work``, ``intensity``,
    ``plasma``, ``muscle_c`` [draw, row]; ``shape`` [row, slot]; ``rows`` [grade, low cadence, km/h of descent; row]; ``out`` [activation,
    fast, slow, damage, load; muscle, draw, row] and ``out_reserve`` [draw, row] are written, and ``out_failing`` [muscle, draw] rows of failure. Each row
    loads by the share ``own`` [row] as its sport does, by the rest as the sport ``walking``. ``shape``, ``sport``, ``own`` and ``rows`` are of one
    person after the other; ``starts`` and ``lanes`` [person + 1] as in ``engine.simulate_blocks``. A block takes draws of several persons
    where one has too few to fill it.
    """
    kinds, muscles, draws = out.shape[0], out.shape[1], out.shape[2]
    w = np.empty(BLOCK * SHARED_SLOTS)
    v = np.empty((muscles, BLOCK * MUSCLE_SLOTS))
    tile = np.empty((kinds, muscles, TILE, BLOCK))
    of_body = (work, intensity, plasma, muscle_c)
    reserve, ahead = np.empty((TILE, BLOCK)), np.empty((len(of_body), TILE, BLOCK))
    begins, counts = np.empty(BLOCK, dtype=np.int64), np.empty(BLOCK, dtype=np.int64)
    person = 0
    for first in range(0, draws, BLOCK):
        last = min(first + BLOCK, draws)
        longest = 0
        for j in range(BLOCK):
            while lanes[person + 1] <= min(first + j, draws - 1):
                person += 1
            begins[j], counts[j] = starts[person], starts[person + 1] - starts[person]
            longest = max(longest, counts[j])
        _begin(w, v, shared, of_muscle, first, draws - 1)
        for row in range(longest):
            at = row % TILE
            if at == 0:
                read_ahead(of_body, ahead, first, draws - 1, row, longest)
            for j in range(BLOCK):
                w[WORK + j] = ahead[0, at, j]
                w[INTENSITY + j] = ahead[1, at, j]
                w[PLASMA + j] = ahead[2, at, j]
                w[MUSCLE_C + j] = ahead[3, at, j]
            _take_row(w, v, load_ratio, walking, shape, sport, own, rows, begins, counts, first, draws - 1, row)
            _slower(w)
            _reserve(w)
            for m in range(muscles):
                _load(w, v[m])
                _fast(w, v[m], pause_load_frac)
                _drive(w, v[m])
                _slow(w, v[m])
                _fail(w, v[m])
                for k in range(kinds):
                    for j in range(BLOCK):
                        tile[k, m, at, j] = v[m, WRITTEN[k] + j]
            for j in range(BLOCK):
                reserve[at, j] = w[RESERVE + j]
            # as in the engine, many rows of a draw are written together
            if at == TILE - 1 or row == longest - 1:
                _flush(tile, out, first, row - at, counts, last - first)
                for j in range(last - first):
                    for i in range(min(at + 1, counts[j] - row + at)):
                        out_reserve[first + j, row - at + i] = reserve[i, j]
        for m in range(muscles):
            for j in range(last - first):
                out_failing[m, first + j] = v[m, FAILING + j]
