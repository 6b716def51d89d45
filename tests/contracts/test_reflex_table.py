"""The table the hazard reads is what the loop gives; a changed parameter is noticed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uncramp.evidence.registry import load_topic
from uncramp.reflex.accepted_circuit import accepted_circuit
from uncramp.reflex.table import sentinels, table
from uncramp.reflex.table_check import differences, digest_of, recompute, threshold_in

POINTS = sentinels(table())


def test_the_loop_still_gives_it() -> None:
    # a few here; `uncramp reflex table --check` recomputes all twelve
    assert not differences(table(), POINTS, threads=1, few=POINTS[::4])


def test_the_strength_lost_by_complete_fatigue_is_that_of_the_evidence() -> None:
    assert table().capacity_lost_frac == load_topic("reflex")["fatigued_strength_loss_frac"].value


@pytest.mark.parametrize("name", ["reflex.renshaw_nsiemens_per_pps", "motoneuron.noise_ratio", "spindle.primary_bag1_hz_per_ratio"])
def test_a_changed_parameter_is_noticed(name: str) -> None:
    topic, parameter = name.split(".")
    changed = load_topic(topic)[parameter].value * 1.01 + 1e-3
    assert differences(table(), POINTS, overrides={name: changed})


def test_a_changed_threshold_is_noticed() -> None:
    moved = table().threshold_hz.copy()
    moved[POINTS[0].state, POINTS[0].set] += 1.0
    assert differences(replace(table(), threshold_hz=moved), POINTS)


def test_a_changed_engine_is_noticed() -> None:
    """A table with another threshold, and the digest that belongs to it, is one that another engine made."""
    moved = table().threshold_hz.copy()
    moved[POINTS[0].state, POINTS[0].set] += 5.0
    held = np.array([moved[point.state, point.set] for point in POINTS])
    other = replace(table(), threshold_hz=moved, digest=digest_of(held))
    assert differences(other, POINTS, threads=1, few=POINTS[:1])


def test_a_point_is_that_of_the_ensemble() -> None:
    assert recompute(table(), POINTS[:1], threads=1)[0] == threshold_in(table().states[POINTS[0].state], POINTS[0].set)


def test_every_accepted_set_is_a_circuit() -> None:
    loop = accepted_circuit("calf")
    assert loop.draws_count == table().threshold_hz.shape[1]
