"""Folding: no part of a row is lost between segments, and what is kept is what a plain sum gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.ensemble.fold import cut_rows, fold_body, fold_rate

STEPS = st.lists(st.sampled_from([0.0, 0.07, 0.2, 0.9, 3.3]), min_size=1, max_size=12)


@given(st.lists(STEPS, min_size=1, max_size=3), st.sampled_from([1, 3, 8]))
def test_every_row_lies_whole_in_the_segments_it_crosses(people: list[list[float]], segments: int) -> None:
    ends = [np.cumsum(steps) for steps in people]
    begins = [end - np.array(steps) for end, steps in zip(ends, people, strict=True)]
    starts = np.concatenate(([0], np.cumsum([len(steps) for steps in people])))
    edges = np.linspace(0.0, 5.0, segments + 1)
    pieces = cut_rows(np.concatenate(begins), np.concatenate(ends), starts, edges)
    for who, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        bounds = pieces.starts[who]
        mine = slice(bounds[0], bounds[-1])
        row, share = pieces.row[mine], pieces.share[mine]
        segment = np.repeat(np.arange(segments), np.diff(bounds))
        assert np.bincount(row, share, begin.size) == pytest.approx(np.ones(begin.size))
        assert (share >= 0.0).all()
        assert (np.diff(row) >= 0).all()
        inside = (np.minimum(end[row], edges[segment + 1]) - np.maximum(begin[row], edges[segment])) / np.maximum(
            end - begin, 1e-9
        )[row]
        held = (end[row] <= edges[-1]) & (end[row] > begin[row])
        assert share[held] == pytest.approx(inside[held], abs=1e-9)


def test_the_first_cramp_is_in_one_place_only() -> None:
    rng = np.random.default_rng(0)
    people, draws, rows, muscles = 2, 3, 50, 3
    starts = np.array([0, rows, rows + 30])  # the second is done sooner
    rate = rng.lognormal(0.0, 1.0, (muscles, people * draws, rows))
    rate[:, draws:, 30:] = np.nan  # nobody may read these
    row_h = np.full(starts[-1], 1 / 60)
    end = np.concatenate([np.arange(1, rows + 1), np.arange(1, 31)]) / 5.0
    pieces = cut_rows(end - 1 / 5, end, starts, np.arange(11.0))
    first, struck, greatest = np.empty((people * draws, muscles, 10)), np.empty(people * draws), np.empty(people * draws)
    counts, lanes = np.ones(people * draws, dtype=bool), np.array([0, draws, 2 * draws])
    fold_rate(rate, row_h, starts, lanes, counts, pieces.starts, pieces.row, pieces.share, first, struck, greatest)
    own = [rate[:, :draws], rate[:, draws:, :30]]
    chance = np.concatenate([-np.expm1(-one.sum(axis=(0, 2)) / 60) for one in own])
    assert struck == pytest.approx(chance)
    assert first.sum(axis=(1, 2)) == pytest.approx(chance)
    assert greatest == pytest.approx(np.concatenate([one.max(axis=(0, 2)) for one in own]))
    assert not first[draws:, :, 6:].any()
    each = rate[:, :draws].sum(axis=0) / 60
    spared = np.exp(-(np.cumsum(each, axis=-1) - each))
    in_calf = rate[0, :draws] / 60 / each * spared * -np.expm1(-each)
    assert first[:draws, 0, 0] == pytest.approx(in_calf[:, :5].sum(axis=-1))


def test_lanes_that_do_not_count_are_left_as_they_are() -> None:
    pieces = cut_rows(np.arange(5.0), np.arange(1.0, 6.0), np.array([0, 5]), np.array([0.0, 5.0]))
    first, (struck, greatest) = np.full((3, 3, 1), -1.0), np.full((2, 3), -1.0)
    counts = np.array([False, True, False])
    spans = np.array([0, 5]), np.array([0, 3])
    fold_rate(
        np.ones((3, 3, 5)), np.full(5, 1 / 60), *spans, counts, pieces.starts, pieces.row, pieces.share, first, struck, greatest
    )
    assert ((struck != -1.0) == counts).all()
    assert ((greatest != -1.0) == counts).all()
    assert ((first != -1.0).all(axis=(1, 2)) == counts).all()


def test_a_muscle_that_never_cramps_gives_no_number_that_is_none() -> None:
    pieces = cut_rows(np.arange(5.0), np.arange(1.0, 6.0), np.array([0, 5]), np.array([0.0, 5.0]))
    first, struck, greatest = np.empty((1, 3, 1)), np.empty(1), np.empty(1)
    fold_rate(
        np.zeros((3, 1, 5)), np.full(5, 1 / 60), np.array([0, 5]), np.array([0, 1]), np.ones(1, dtype=bool), pieces.starts, pieces.row, pieces.share, first,
        struck, greatest,
    )  # fmt: skip
    assert not first.any()
    assert struck[0] == greatest[0] == 0.0


def test_the_hottest_and_the_most_diluted_are_of_a_persons_own_rows() -> None:
    core = np.array([[37.0, 39.0, 38.0], [37.0, 38.0, 50.0]])
    sodium = np.array([[140.0, 139.0, 141.0], [140.0, 138.0, 0.0]])
    highest, lowest = np.empty(2), np.empty(2)
    fold_body(core, sodium, np.array([0, 3, 5]), np.array([0, 1, 2]), highest, lowest)
    assert highest.tolist() == [39.0, 38.0]
    assert lowest.tolist() == [139.0, 138.0]
