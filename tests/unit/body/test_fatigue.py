"""Fatigue: what it is made of, one part at a time."""

from dataclasses import fields, replace

import numpy as np
import pytest
from sessions import build_draws
from situations import a_run, fatigue_at, hilly, steady_body, surging, then_rest

from uncramp.body.fatigue import draw_fatigue_model, simulate_fatigue
from uncramp.body.fatigue_table import FatigueOptions, FatigueParameters, greatest_drive
from uncramp.evidence.draws import central
from uncramp.names import MUSCLES

DRAWS = 12
MODEL = draw_fatigue_model(draws=DRAWS, seed=1)
ATHLETE = build_draws(DRAWS)
FADING = ("fast_fatigue_frac", "slow_loss_frac", "damage_frac")


def tired(intensity=0.7, rows=60, *, minutes=None, athlete=ATHLETE, model=MODEL, options=None, **body):
    minutes = minutes or a_run(rows)
    return simulate_fatigue(minutes, steady_body(intensity, minutes.rows_count, DRAWS, **body), athlete, model, options)


def with_constants(**stated):
    constants = {name: np.full(DRAWS, value) for name, value in stated.items()}
    return replace(MODEL, constants=replace(MODEL.constants, **constants))


def test_axes_are_muscle_draw_row():
    trace = tired()
    for field in fields(trace):
        other = {"reserve_frac": (DRAWS, 60), "failing_count": (len(MUSCLES), DRAWS)}
        assert getattr(trace, field.name).shape == other.get(field.name, (len(MUSCLES), DRAWS, 60)), field.name


def test_rows_of_failure_are_those_in_which_the_load_is_all_that_is_left():
    trace = tired(3.0, rows=90)
    able = (1.0 - trace.fast_fatigue_frac) * (1.0 - trace.slow_loss_frac) * (1.0 - trace.damage_frac)
    failing = trace.load_frac >= greatest_drive(MODEL)[..., None] * able
    assert np.array_equal(trace.failing_count, failing.sum(axis=-1))
    assert trace.failing_count.any()


def test_no_work_leaves_a_fresh_muscle_fresh():
    trace = tired(0.0)
    for name in (*FADING, "load_frac", "activation_frac"):
        assert not getattr(trace, name).any(), name
    assert (trace.reserve_frac == 1.0).all()


def test_the_load_of_a_muscle_is_the_intensity_times_its_row_of_the_table():
    trace = tired(0.6, model=with_constants(cost_rise_ratio=0.0))
    row = MODEL.load.load_ratio[a_run(1).sport_index[0]]
    np.testing.assert_allclose(trace.load_frac[:, :, 10], 0.6 * row)


def test_a_fresh_muscle_at_maximal_uptake_is_the_unit_of_the_drive():
    trace = tired(1.0, rows=1, model=with_constants(reserve_drive_ratio=0.0, contraction_duty_frac=0.9, drive_memory_min=0.5))
    of_load = trace.activation_frac[:, :, 0] / trace.load_frac[:, :, 0]
    # the drive makes up for what was lost by the ends of the six slots, 7/12 of the minute on average
    np.testing.assert_allclose(of_load * (1 - trace.fast_fatigue_frac[..., 0] * 7 / 12), 1.0, rtol=0.03)


def test_capacity_lost_has_to_be_made_up_by_drive():
    # a memory of half a minute is none: the drive of a row is its own
    trace = tired(0.6, rows=180, model=with_constants(drive_memory_min=0.5))
    fresh = (1 - trace.fast_fatigue_frac) * (1 - trace.slow_loss_frac) * (1 - trace.damage_frac)
    below = trace.activation_frac[..., -1] < greatest_drive(MODEL)
    np.testing.assert_allclose(trace.activation_frac[..., -1][below], (trace.load_frac / fresh)[..., -1][below], rtol=0.02)


def test_drive_builds_up_over_its_memory():
    slow, quick = (
        tired(0.5, rows=90, model=with_constants(drive_memory_min=memory, quick_loss_per_h=0.0)).activation_frac
        for memory in (20.0, 5.0)
    )
    assert (slow[..., 5] < quick[..., 5]).all()
    # a root mean square: it is the square that builds up exponentially
    np.testing.assert_allclose((slow[..., 4] / slow[..., 89]) ** 2, -np.expm1(-5 / 20), rtol=0.35)  # the muscle tires meanwhile
    np.testing.assert_allclose(slow[..., 89], quick[..., 89], rtol=0.05)


def test_strain_of_heat_is_felt_by_muscles_only_as_far_as_its_parameter_says():
    unfelt, felt, cool = (
        tired(0.9, model=with_constants(felt_strain_ratio=ratio), work_intensity_frac=work).load_frac[..., 0]
        for ratio, work in ((0.0, 0.7), (1.0, 0.7), (1.0, 0.9))
    )
    np.testing.assert_array_equal(felt, cool)
    np.testing.assert_allclose(unfelt / felt, 0.7 / 0.9)


def test_the_drive_never_passes_maximal_voluntary_force():
    trace = tired(1.6, rows=120)
    top = greatest_drive(MODEL)[..., None]
    assert (trace.activation_frac <= top * 1.002).all()
    assert (trace.activation_frac >= top).any()


def test_the_slow_loss_starts_with_the_square_of_the_load():
    easy, hard = (tired(x, rows=1, model=with_constants(unaccustomed_loss_ratio=0.0)).slow_loss_frac[..., 0] for x in (0.4, 0.8))
    np.testing.assert_allclose(hard / easy, 4.0, rtol=0.01)


@pytest.mark.parametrize(("gone", "left"), [("quick_loss_per_h", "slow_recovery_h"), ("slow_loss_per_h", "quick_recovery_h")])
def test_each_part_of_the_slow_loss_recovers_with_its_own_time_constant(gone, left):
    session = then_rest(a_run(120), 720)
    intensity = np.where(np.arange(840) < 120, 0.7, 0.0)
    slow = tired(intensity, minutes=session, model=with_constants(**{gone: 0.0, left: 10.0})).slow_loss_frac
    np.testing.assert_allclose(slow[..., 719] / slow[..., 119], np.exp(-1.0), rtol=1e-3)


def test_what_lasts_sets_in_late():
    quick_gone = with_constants(quick_loss_per_h=0.0)
    slow = tired(0.7, rows=120, model=quick_gone).slow_loss_frac
    assert (slow[..., 119] > 3 * slow[..., 59]).all()


def test_work_beyond_what_was_trained_costs_more_and_only_beyond():
    short, long = 30, 240
    for rows, differs in ((short, False), (long, True)):
        new, used = (tired(rows=rows, options=FatigueOptions(accustomed=flag)).slow_loss_frac[..., -1] for flag in (False, True))
        assert (new > used).any() == differs
        assert (new >= used).all()


def test_damage_left_from_before_is_there_at_the_start_unless_accustomed():
    athlete = build_draws(DRAWS, initial_damage_frac=0.1)
    np.testing.assert_allclose(tired(athlete=athlete).damage_frac[..., 0], 0.1, rtol=1e-3)
    assert (tired(athlete=athlete, options=FatigueOptions(accustomed=True)).damage_frac == 0.0).all()


def test_damage_heals_over_days():
    hours = 24
    session = then_rest(a_run(1), 60 * hours)
    damage = tired(0.0, minutes=session, athlete=build_draws(DRAWS, initial_damage_frac=0.2)).damage_frac
    expected = np.broadcast_to(np.exp(-hours / 24 / MODEL.constants.damage_recovery_day), damage[..., -1].shape)
    np.testing.assert_allclose(damage[..., -1] / damage[..., 0], expected, rtol=1e-3)


def test_descent_damages_and_ascent_and_flat_do_not():
    down, up, flat = (tired(minutes=hilly(a_run(60), grade)).damage_frac for grade in (-0.08, 0.08, 0.0))
    assert (down[..., -1] > 0).all()
    assert not up.any()
    assert not flat.any()
    assert not tired(minutes=hilly(a_run(60), -0.08), options=FatigueOptions(flat=True)).damage_frac.any()


def test_a_kilometre_of_descent_costs_what_the_evidence_says():
    # 3 m/s down 10 % for 60 minutes is 1.08 km; without habit
    athlete = build_draws(DRAWS, descent_m_per_week=0.0)
    damage = tired(minutes=hilly(a_run(60), -0.1), athlete=athlete).damage_frac[MUSCLES.index("quadriceps"), :, -1]
    np.testing.assert_allclose(damage, -np.expm1(-1.08 * MODEL.constants.eccentric_damage_per_km), rtol=0.01)


def test_descents_one_is_used_to_damage_less():
    rare, often = (
        tired(minutes=hilly(a_run(60), -0.08), athlete=build_draws(DRAWS, descent_m_per_week=m)).damage_frac[..., -1]
        for m in (0, 2000)
    )
    assert (often < rare).all()


def test_the_reserve_is_spent_above_critical_intensity_and_refilled_below():
    session = a_run(20)
    intensity = np.where(np.arange(20) < 3, 1.0, 0.5)
    reserve = tired(intensity, minutes=session, athlete=build_draws(DRAWS, critical_intensity_frac=0.8)).reserve_frac
    assert (np.diff(reserve[:, :3], axis=1) <= 0).all()
    assert (np.diff(reserve[:, 2:], axis=1) > 0).all()
    # (1.0 - 0.8) x 180 s of the reserve
    np.testing.assert_allclose(reserve[:, 2], np.maximum(1 - 0.2 * 180 / MODEL.constants.reserve_s, 0), atol=1e-9)


def test_even_effort_takes_the_surges_out():
    session = a_run(60)
    plain, evened = tired(minutes=session), tired(minutes=surging(session, 0.4), options=FatigueOptions(even=True))
    for field in fields(plain):
        np.testing.assert_array_equal(getattr(plain, field.name), getattr(evened, field.name), err_msg=field.name)


@pytest.mark.parametrize(("name", "row"), [("plasma_volume_change_frac", -0.1), ("muscle_c", 40.5)])
def test_lost_plasma_volume_and_heat_slow_recovery_only_by_their_parameter(name, row):
    session = then_rest(a_run(60), 30)
    intensity = np.where(np.arange(90) < 60, 0.7, 0.0)
    for size, differs in ((0.0, False), (1.0, True)):
        model = with_constants(plasma_volume_slowing_ratio=size, muscle_temperature_slowing_per_k=size / 20)
        usual = tired(intensity, minutes=session, model=model)
        slowed = tired(intensity, minutes=session, model=model, **{name: row})
        assert (slowed.fast_fatigue_frac >= usual.fast_fatigue_frac).all()
        assert (slowed.fast_fatigue_frac > usual.fast_fatigue_frac).any() == differs


def test_the_greatest_drive_is_a_hair_below_one_over_the_force_share():
    p = central(FatigueParameters, "fatigue")
    model = replace(MODEL, constants=p)
    assert greatest_drive(model)[0, 0] == pytest.approx(1 / p.calf_force_at_maximal_uptake_frac[0], rel=2e-3)
    assert greatest_drive(model)[0, 0] < 1 / p.calf_force_at_maximal_uptake_frac[0]


def test_made_up_traces_have_the_fields_of_real_ones():
    assert {f.name for f in fields(fatigue_at(1, 1))} == {f.name for f in fields(tired())}
