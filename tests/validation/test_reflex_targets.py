"""The spinal loop against published figures of cramps; a miss stays and says what the loop lacks.

Some dozen of the loop's gains were sized so that it cramps, holds and is stopped as people are; agreement of the threshold itself, of pain, drinks and
fatigue is therefore no evidence. What was not sized to: rates and their variation, order of recruitment, length, voluntary effort.
What is a target of the validation page (V17, V18, V20: B07, B28, B36) is computed in ``uncramp.validation.loop`` and held in ``test_targets.py`` alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from uncramp.reflex.circuit import circuit
from uncramp.reflex.cramp import Cramp
from uncramp.reflex.experiment import Outcome, run_experiment
from uncramp.reflex.protocol import Burst, protocol
from uncramp.reflex.simulate import simulate
from uncramp.reflex.table import State, table
from uncramp.reflex.threshold import cramps_after
from uncramp.reflex.trace import ReflexTrace
from uncramp.validation import loop
from uncramp.validation.bench import Bench
from uncramp.validation.loop import STATE

SHORT = ((0.0, 0.8),)
LONG = ((0.0, 1.0),)
BENCH = Bench()


def threshold_hz(mechanism: str = "mixed", **state: Any) -> float:
    """Threshold of the calf in this state."""
    return loop.threshold_hz(BENCH, mechanism, **state)


@cache
def outcome(name: str, seconds: float | None = None, length: float | None = None) -> Outcome:
    """One experiment on the calf."""
    one = protocol(name)
    return run_experiment(circuit("calf"), one if length is None else replace(one, length_frac=((0.0, length),)), seconds=seconds)


@cache
def after_a_burst() -> Outcome:
    """A cramp of the calf after a burst a little above the threshold, watched for half a minute."""
    burst = replace(STATE, bursts=(Burst(0.5, 2.0, 18.0),))
    return run_experiment(circuit("calf"), burst, seconds=32.5)


def cramp() -> Cramp:
    return after_a_burst().cramp


# --- threshold -----------------------------------------------------------------------------------------------------------------


def test_b01_threshold_without_a_history_in_every_accepted_set():
    """25.5 Hz, SD about 5.5. Searched for."""
    np.testing.assert_allclose(table().at(State("mixed")), 25.5, atol=5.5)


@pytest.mark.xfail(
    strict=True, reason="7 to 9 Hz: once anything starts a cramp in the loop, slow bursts do so almost as easily as fast ones"
)
def test_b01_threshold_with_a_history_in_every_accepted_set():
    """14.9 Hz, SD about 5.7, by one shift of excitability a set."""
    np.testing.assert_allclose(table().at(State("mixed", excitability="history")), 14.9, atol=5.7)


def test_b26_threshold_of_an_intact_limb():
    """13 Hz, SD 3 (abductor of the toe); 14.9 in people with cramps (B01). Sized to."""
    assert threshold_hz() == pytest.approx(14.0, abs=4.0)


def test_b26_threshold_below_a_nerve_block():
    """18 Hz, SD 3. The terminals are sized to it."""
    assert threshold_hz(nerve_blocked=True) == pytest.approx(18.0, abs=3.0)


def test_b19_pain_lowers_the_threshold():
    """31.2 to 25.7 Hz: by 5.5, here +-4. Sized to."""
    assert threshold_hz() - threshold_hz(pain_frac=1.0) == pytest.approx(5.5, abs=4.0)


def test_b18_local_fatigue_raises_the_threshold_under_the_hypothesis_measured():
    """20.0 to 32.9 Hz. Sized to, at six tenths of complete fatigue."""
    assert threshold_hz("measured", fatigue_frac=0.6) - threshold_hz() == pytest.approx(12.9, abs=6.0)


def test_local_fatigue_lowers_the_threshold_under_the_hypothesis_article():
    assert threshold_hz("article", fatigue_frac=0.6) < threshold_hz() - 3.0


def test_no_burst_cramps_a_lengthened_muscle():
    """A muscle held long does not cramp (B40, B41)."""
    assert threshold_hz(length_frac=LONG) > 30.0


def test_the_threshold_is_that_of_a_quarter_of_the_step():
    hz = threshold_hz()
    assert cramps_after(circuit("calf"), STATE, hz, step_ms=0.025)
    assert not cramps_after(circuit("calf"), STATE, hz - 1, step_ms=0.025)


# --- what ends a cramp ---------------------------------------------------------------------------------------------------------


def test_b41_a_stretch_ends_a_cramp_and_it_stays_off():
    """At once; taken as within a second of the ramp's start. Not before it, and not by itself."""
    done = outcome("stretch", 12.0)
    assert done.cramp.ended_by == "a stretch"
    assert 6.0 <= done.cramp.onset_s + done.cramp.duration_s <= 7.25
    assert done.trace.units_firing(7.5, 10.0) < 10
    assert done.trace.units_firing(11.2, 12.0) < 10


def test_without_the_stretch_it_goes_on():
    unstretched = replace(protocol("stretch"), length_frac=SHORT)
    assert run_experiment(circuit("calf"), unstretched, seconds=9.0).cramp.duration_s > 5.0


def test_with_the_spindle_of_a_cat_a_stretch_starts_the_firing():
    """The published spindle in place of the human-like one: what the assumption rests on, and not a target."""
    cat = circuit("calf", overrides={"spindle.strain_gain_ratio": 1.0})
    trace = simulate(cat, replace(protocol("stretch"), seconds=8.0))
    assert trace.units_firing(7.0, 8.0) > 10


@pytest.mark.parametrize("name", ["motoneuron.persistent_ratio", "reflex.ia_nsiemens_per_pps", "reflex.gamma_linked_pps"])
def test_without_any_one_of_its_three_parts_nothing_holds_on(name):
    lacking = circuit("calf", overrides={name: 0.0})
    assert not any(cramps_after(lacking, STATE, hz) for hz in (18.0, 40.0))


def test_b42_tendon_afferents_end_a_cramp():
    """Their stimulation inhibited the cramp in all."""
    done = outcome("tendon", 9.0)
    assert done.cramp.ended_by == "tendon afferents"
    assert done.trace.units_firing(7.5, 9.0) < 10


# --- voluntary -----------------------------------------------------------------------------------------------------------------


def test_b40_a_maximal_effort_cramps_the_shortened_muscle_only():
    """7 of 10 when shortened, none of 10 when not."""
    assert outcome("voluntary", 9.0).cramp.started
    assert not outcome("voluntary", 9.0, 1.0).cramp.started


def rising_drive() -> ReflexTrace:
    """Drive up to its greatest within four seconds."""
    return simulate(circuit("calf"), replace(STATE, drive_frac=((0.0, 0.0), (4.0, 1.0)), seconds=5.0))


def test_units_join_up_to_three_quarters_of_the_drive():
    """Recruitment over 75 % of excitation."""
    trace = rising_drive()
    first = np.full(trace.units_count, np.nan)
    first[trace.spike_unit[::-1]] = trace.spike_s[::-1]
    assert np.nanquantile(first, 0.95) / 4.0 == pytest.approx(0.75, abs=0.25)


@pytest.mark.xfail(
    strict=True, reason="neither the axon nor the soma of this neuron limits its rate: small units reach 60 to 100 a second"
)
def test_rates_of_a_maximal_effort_stay_within_35_a_second():
    """8 to 35 impulses a second (Potvin and Fuglevand)."""
    assert np.nanmax(rising_drive().rates_pps(4.0, 5.0)) < 40.0


def delta_f_pps(trace: ReflexTrace) -> float:
    """Rate of a lower unit when a higher one joins, less its rate when that one leaves, median over pairs: the paired-unit measure."""
    spans = {}
    for unit in np.unique(trace.spike_unit):
        times = trace.spike_s[trace.spike_unit == unit]
        if times.size > 20:
            spans[int(unit)] = times
    differences = []
    for times in spans.values():
        for own in spans.values():
            # the control joins a second before and leaves after, so that its rate is known at both moments
            if own[0] < times[0] - 1.0 and own[-1] > times[-1] + 0.2:
                rates = [np.sum((own > at - 0.5) & (own < at + 0.5)) for at in (times[0], times[-1])]
                differences.append(rates[0] - rates[1])
    return float(np.median(differences))


@pytest.mark.xfail(
    strict=True,
    reason="the loop holds too easily: after a weak effort in a muscle of middle length most units of the soleus go on, and have no rate to leave at",
)
def test_b57_delta_f_of_the_soleus():
    """3.15 impulses a second seated (SD 1.45), 2.64 standing (SD 0.95): 1.7 to 4.6, in a slow rise and fall of the drive."""
    triangle = replace(STATE, length_frac=((0.0, 0.9),), drive_frac=((0.0, 0.0), (10.0, 0.12), (20.0, 0.0)), seconds=20.0)
    trace = simulate(circuit("soleus"), triangle)
    assert trace.units_firing(19.5, 20.0) < 10
    assert 1.7 < delta_f_pps(trace) < 4.6


# --- the cramp itself ----------------------------------------------------------------------------------------------------------


def test_b33_the_slowest_and_the_fastest_unit():
    """6.0 (SD 0.8) and 25.0 (SD 8.0): two standard deviations."""
    assert cramp().rate_low_pps == pytest.approx(6.0, abs=1.6)
    assert cramp().rate_high_pps == pytest.approx(25.0, abs=16.0)


def test_b34_variation_of_the_intervals():
    """44.6 %, SD 9.7: two standard deviations."""
    assert cramp().interval_cv_frac == pytest.approx(0.446, abs=0.194)


@pytest.mark.xfail(
    strict=True, reason="the loop holds the slow half of the units, which pull with a few percent of the greatest force"
)
def test_b37_a_cramp_is_more_than_half_of_the_greatest_effort():
    """Electromyogram 55 to 68 % of the greatest."""
    assert outcome("voluntary", 9.0).trace.active_force_frac[7000:].max() > 0.3


@pytest.mark.xfail(
    strict=True,
    reason="the few terminals that can discharge do so for about a second each, and ten of them together for less than that",
)
def test_b29_a_cramp_below_a_block_is_short():
    """2.6 s, SD 1.3."""
    blocked = run_experiment(circuit("calf"), replace(STATE, nerve_blocked=True, bursts=(Burst(0.5, 2.0, 24.0),)), seconds=8.0)
    assert blocked.cramp.started
    assert blocked.cramp.duration_s == pytest.approx(2.6, abs=1.3)


def test_b31_rates_below_a_block():
    """25.7 impulses a second, SD 11.6. Sized to."""
    blocked = run_experiment(circuit("calf"), replace(STATE, nerve_blocked=True, bursts=(Burst(0.5, 2.0, 24.0),)), seconds=8.0)
    assert blocked.cramp.started
    assert blocked.cramp.rate_median_pps == pytest.approx(25.7, abs=11.6)


def test_nothing_fires_at_rest():
    assert simulate(circuit("calf"), replace(STATE, seconds=3.0)).spike_s.size == 0
