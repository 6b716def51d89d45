"""Draws do not depend on how many are asked for, in which order, or for whom unless people differ in them."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import InputError
from uncramp.evidence.draws import SET_ELSEWHERE, Crowd, check_overrides, crowd_uniforms, draw_entry, quantile, uniforms
from uncramp.evidence.registry import Entry, load_topic, topics

finite = st.floats(-50.0, 50.0, allow_nan=False)
seeds = st.integers(0, 2**31)
words = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=12)

ALL = [entry for topic in topics() for entry in load_topic(topic).values()]


@st.composite
def entries(draw: st.DrawFn, spread: str | None = None) -> Entry:
    """A consistent entry whose range need not be symmetric."""
    spread = spread or draw(st.sampled_from(("fixed", "uniform", "normal", "lognormal")))
    low = draw(st.floats(0.1, 10.0)) if spread == "lognormal" else draw(finite)
    below, above = draw(st.floats(0.01, 5.0)), draw(st.floats(0.01, 5.0))
    return Entry(
        topic="topic",
        name=draw(words),
        value=low + below,
        unit="1",
        low=low,
        high=low + below + above,
        spread=spread,
        varies=draw(st.sampled_from(("people", "studies"))),
        grade="assumed",
        source=("assumed",),
        where="",
        note="generated",
        null_chance_frac=draw(st.sampled_from((0.0, 0.5, 1.0))),
        null_value=draw(st.sampled_from((0.0, 1.0))),
        floor=-math.inf,
        ceiling=math.inf,
    )


@given(entries(), seeds, st.integers(1, 50), st.integers(0, 50), words)
def test_fewer_draws_are_the_first_of_more(entry: Entry, seed: int, few: int, extra: int, athlete: str) -> None:
    short = draw_entry(entry, draws=few, seed=seed, athlete=athlete)
    long = draw_entry(entry, draws=few + extra, seed=seed, athlete=athlete)
    np.testing.assert_array_equal(short, long[:few])


@given(st.lists(entries(), min_size=2, max_size=5), seeds, st.data())
def test_order_of_evaluation_does_not_matter(some: list[Entry], seed: int, data: st.DataObject) -> None:
    forward = [draw_entry(entry, draws=7, seed=seed) for entry in some]
    order = data.draw(st.permutations(range(len(some))))
    shuffled = {place: draw_entry(some[place], draws=7, seed=seed) for place in order}
    np.testing.assert_array_equal(forward, [shuffled[place] for place in range(len(some))])


@given(entries("normal"), seeds)
def test_two_athletes_share_the_studies_and_differ_as_people(entry: Entry, seed: int) -> None:
    certain = dataclasses.replace(entry, null_chance_frac=0.0)
    studies, people = (dataclasses.replace(certain, varies=varies) for varies in ("studies", "people"))
    ann, bea = (draw_entry(studies, draws=20, seed=seed, athlete=name) for name in ("ann", "bea"))
    np.testing.assert_array_equal(ann, bea)
    ann, bea = (draw_entry(people, draws=20, seed=seed, athlete=name) for name in ("ann", "bea"))
    assert (ann != bea).all()


@given(entries("normal"), seeds)
def test_whether_an_effect_exists_is_shared_by_all_athletes(entry: Entry, seed: int) -> None:
    unsure = dataclasses.replace(entry, varies="people", null_chance_frac=0.5, null_value=1e6)
    ann, bea = (draw_entry(unsure, draws=50, seed=seed, athlete=name) == 1e6 for name in ("ann", "bea"))
    np.testing.assert_array_equal(ann, bea)


@given(seeds, seeds, words, words)
def test_each_seed_and_each_name_has_its_own_stream(seed: int, other_seed: int, name: str, other: str) -> None:
    here, there = uniforms(seed, name, draws=4), uniforms(other_seed, other, draws=4)
    assert ((here == there).all()) == ((seed, name) == (other_seed, other))
    # no gluing: ("ab", "c") and ("a", "bc") are two streams
    assert (uniforms(seed, name + "x", "y", draws=4) != uniforms(seed, name, "xy", draws=4)).any()


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.5, 1.0])
def test_an_effect_is_exactly_null_as_often_as_stated(chance: float) -> None:
    entry = dataclasses.replace(load_topic("threshold")["dilution_ratio_per_mmol_l"], null_chance_frac=chance, ceiling=math.inf)
    count, draws = 0, 4000
    for seed in range(5):
        count += int((draw_entry(entry, draws=draws, seed=seed) == 0.0).sum())
    # four standard errors of a binomial over all 20,000 draws
    assert abs(count / (5 * draws) - chance) <= 4 * math.sqrt(chance * (1 - chance) / (5 * draws))


@given(entries())
def test_the_published_range_holds_95_percent_of_the_draws(entry: Entry) -> None:
    ends = quantile(entry, np.array([0.025, 0.5, 0.975]))
    expected = {
        "fixed": (entry.value, entry.value, entry.value),
        "uniform": (
            entry.low + 0.025 * (entry.high - entry.low),
            (entry.low + entry.high) / 2,
            entry.high - 0.025 * (entry.high - entry.low),
        ),
    }.get(entry.spread, (entry.low, entry.value, entry.high))
    np.testing.assert_allclose(ends, expected, rtol=1e-9, atol=1e-9)


@given(entries(), st.lists(st.floats(1e-9, 1 - 1e-9), min_size=2, max_size=30))
def test_a_higher_probability_never_gives_a_lower_value(entry: Entry, probabilities: list[float]) -> None:
    assert (np.diff(quantile(entry, np.sort(np.array(probabilities)))) >= 0).all()


@given(entries(), seeds, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_draw_leaves_its_physical_bounds(entry: Entry, seed: int, down: float, up: float) -> None:
    bounded = dataclasses.replace(entry, null_chance_frac=0.0, floor=entry.value - down, ceiling=entry.value + up)
    drawn = draw_entry(bounded, draws=40, seed=seed)
    assert (drawn >= bounded.floor).all()
    assert (drawn <= bounded.ceiling).all()


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: f"{entry.topic}.{entry.name}")
def test_every_parameter_draws_finite_numbers_within_its_bounds(entry: Entry) -> None:
    drawn = draw_entry(entry, draws=500, seed=1, athlete="ann")
    assert np.isfinite(drawn).all()
    real = drawn[drawn != entry.null_value] if entry.null_chance_frac else drawn
    assert (real >= entry.floor).all()
    assert (real <= entry.ceiling).all()


def test_an_override_must_exist_and_lie_within_the_bounds() -> None:
    entry = next(
        entry for entry in ALL if entry.topic not in SET_ELSEWHERE and math.isfinite(entry.floor) and math.isfinite(entry.ceiling)
    )
    name = f"{entry.topic}.{entry.name}"
    check_overrides({name: entry.value})
    for value in (entry.floor - 1, entry.ceiling + 1, math.nan, math.inf):
        with pytest.raises(InputError, match=f"{name}.*expected"):
            check_overrides({name: value})
    with pytest.raises(InputError, match="Did you mean .*" + name):
        check_overrides({name + "x": entry.value})


@given(seeds, st.integers(0, 50), st.integers(1, 6), st.integers(1, 7), st.data())
def test_people_of_a_field_are_the_same_whoever_is_drawn_with_them(
    seed: int, first: int, count: int, draws: int, data: st.DataObject
) -> None:
    entry = data.draw(entries())
    index = np.array(data.draw(st.lists(st.integers(first, first + 8), min_size=count, max_size=count)))
    crowd = draw_entry(entry, draws=draws, seed=seed, athlete=Crowd(index)).reshape(count, draws)
    for place, drawn in zip(index, crowd, strict=True):
        alone = draw_entry(entry, draws=draws, seed=seed, athlete=Crowd(np.array([place])))
        assert np.array_equal(drawn, alone)
        if entry.varies == "studies":
            assert np.array_equal(alone, draw_entry(entry, draws=draws, seed=seed))


@given(seeds, st.integers(0, 40), st.integers(1, 40))
def test_a_place_in_the_stream_is_a_place_wherever_it_is_drawn_from(seed: int, first: int, count: int) -> None:
    whole = crowd_uniforms(seed, "topic", "name", draws=1, who=Crowd(np.arange(first + count)))
    assert np.array_equal(crowd_uniforms(seed, "topic", "name", draws=1, who=Crowd(np.arange(first, first + count))), whole[first:])
    assert len(np.unique(whole)) == whole.size


@pytest.mark.parametrize("entry", [e for e in ALL if e.null_chance_frac > 0], ids=lambda e: e.name)
def test_an_effect_that_is_none_in_a_draw_is_none_in_everybody(entry: Entry) -> None:
    drawn = draw_entry(entry, draws=40, seed=0, athlete=Crowd(np.arange(30))).reshape(30, 40)
    null = drawn == entry.null_value
    assert (null == null[0]).all()
    assert null.any()
    assert not null.all()
