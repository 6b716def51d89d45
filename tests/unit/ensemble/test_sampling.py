"""Who starts: any slice alone has the same bits, traits go together as said, and nobody is impossible."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from fields import SHORT_RUN, short_run
from hypothesis import given
from hypothesis import strategies as st

from uncramp.ensemble.field_file import field_from_text, read_field, shipped_fields
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.sampling import joined, sample_runners
from uncramp.ensemble.streams import uniforms_between
from uncramp.evidence.draws import uniforms
from uncramp.units import S_PER_H

MANY = replace(short_run(), athletes_count=2000)
COOL = replace(short_run(("air_c = 20.0", "air_c = 10.0")), athletes_count=2000)
CAMP = read_field("football_camp")


def same(one: Runners, other: Runners) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name), equal_nan=True) for f in fields(Runners))


@given(st.integers(0, 2**40), st.integers(0, 60), st.integers(0, 60))
def test_a_stream_can_be_entered_anywhere(seed: int, first: int, more: int) -> None:
    found = uniforms_between(seed, "field", "age", first=first, last=first + more)
    assert (found == uniforms(seed, "field", "age", draws=first + more)[first:]).all()


@pytest.mark.parametrize("field", [MANY, CAMP], ids=["run", "camp"])
@given(cut=st.integers(1, 59), seed=st.integers(0, 5))
def test_any_slice_alone_is_the_same_runners(field, cut: int, seed: int) -> None:
    whole = sample_runners(field, seed, 0, 60)
    assert same(joined([sample_runners(field, seed, 0, cut), sample_runners(field, seed, cut, 60)]), whole)


def test_another_seed_is_another_field() -> None:
    assert not same(sample_runners(MANY, 0, 0, 20), sample_runners(MANY, 1, 0, 20))


def test_traits_go_together_as_the_evidence_says() -> None:
    r = sample_runners(MANY, 0)
    men = r.female_frac == 0
    total_s = r.leg_s.sum(axis=1)
    assert np.corrcoef(r.maximal_oxygen_uptake_ml_kg_min, total_s)[0, 1] < -0.5
    assert np.corrcoef(r.effort_frac, total_s)[0, 1] < -0.1
    assert np.corrcoef(r.economy_ratio, total_s)[0, 1] > 0.1
    assert np.corrcoef(r.effort_frac, r.first_half_ratio)[0, 1] == pytest.approx(0.3, abs=0.1)
    index = r.mass_kg / r.height_m**2
    assert np.corrcoef(index[men], r.maximal_oxygen_uptake_ml_kg_min[men])[0, 1] < -0.15
    assert np.corrcoef(r.training_h_per_week, r.longest_session_h)[0, 1] > 0.2
    assert r.maximal_oxygen_uptake_ml_kg_min[men].mean() > r.maximal_oxygen_uptake_ml_kg_min[~men].mean()
    assert r.cramp_history_frac[men].mean() / r.cramp_history_frac[~men].mean() == pytest.approx(1.94, rel=0.2)
    assert r.cramp_history_frac.mean() == pytest.approx(MANY.entries["cramp_history_share_frac"].value, abs=0.03)


def test_people_start_in_the_wave_of_the_time_they_expect() -> None:
    r, cool = sample_runners(MANY, 0), sample_runners(COOL, 0)
    assert (r.leg_s > cool.leg_s).all()
    assert ((r.wave_index == 0) == (cool.leg_s.sum(axis=1) <= MANY.waves[0].finish_within_s)).all()
    assert (r.start_s == np.array([wave.start_s for wave in MANY.waves])[r.wave_index]).all()


def test_ways_of_drinking_have_their_shares() -> None:
    r = sample_runners(MANY, 0)
    assert np.mean(r.drinking_index == 1) == pytest.approx(0.3, abs=0.03)
    assert r.drinking_l_h[r.drinking_index == 1].min() >= 1.0
    assert r.drinking_l_h[r.drinking_index == 0].max() < 1.0


def test_a_camp_is_the_same_people_every_day_better_acclimatised_each() -> None:
    r = sample_runners(CAMP, 0, 0, 28)
    assert r.person_index.tolist() == [0] * 14 + [1] * 14
    assert len(set(r.mass_kg[:14])) == 1
    assert (np.diff(r.acclimatisation_frac[:14]) >= 0.0).all()
    assert r.acclimatisation_frac[13] > r.acclimatisation_frac[0]


@pytest.mark.parametrize("name", shipped_fields())
def test_runners_of_a_shipped_field_can_be_people(name: str) -> None:
    field = read_field(name)
    r = sample_runners(field, 0, 0, 400)
    for trait in fields(Runners):
        if trait.name != "leg_power_w":
            assert np.isfinite(getattr(r, trait.name)).all(), trait.name
    assert (r.mass_kg > 35.0).all()
    assert (r.mass_kg < 180.0).all()
    assert (r.maximal_oxygen_uptake_ml_kg_min >= 20.0).all()
    assert (r.leg_s >= 0.0).all()


# how long it takes in such events, as people know it; wide, since events differ
@pytest.mark.parametrize(
    ("name", "low_h", "high_h"),
    [("half_marathon", 1.9, 2.6), ("marathon", 3.8, 4.7), ("ultra_56km", 5.0, 6.3), ("mountain_161km", 21.0, 28.0),
     ("bike_leg_180km", 5.3, 6.7), ("triathlon", 11.5, 13.8), ("cycle_tour", 3.5, 4.5)],
)  # fmt: skip
def test_half_finish_in_the_time_that_such_a_race_takes(name: str, low_h: float, high_h: float) -> None:
    median_h = float(np.median(sample_runners(read_field(name), 0, 0, 1000).leg_s.sum(axis=1))) / S_PER_H
    assert low_h < median_h < high_h


def test_a_hilly_course_takes_longer() -> None:
    flat = sample_runners(short_run(), 0)
    hills = field_from_text(SHORT_RUN.replace("aid_km = [5.0]", "profile_km_m = [[0, 0], [5, 300], [10, 0]]"), "short.toml")
    hilly_s, flat_s = sample_runners(hills, 0).leg_s, flat.leg_s
    runs = flat_s < 10_000.0 / 2.6  # who hardly runs may walk up cheaply and run down
    assert (hilly_s > flat_s)[runs].all()
    assert hilly_s.mean() > flat_s.mean()
