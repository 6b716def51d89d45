"""Findings: when a figure and a target hit, what the table of figures must hold, and a parameter that moves a figure."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.facts import targets
from uncramp.validation import finding
from uncramp.validation.bench import Bench
from uncramp.validation.finding import Figure, Finding, Measured, Number, figures, not_expressed
from uncramp.validation.run import MEASURES, chosen_targets, find, validate

VALUES = st.floats(-1e6, 1e6)
BOUNDED = Figure("V05", "onset_km", "where", 32.0, 38.0, "")


@given(VALUES, st.tuples(VALUES, VALUES).filter(lambda ends: ends[0] < ends[1]))
def test_a_figure_hits_within_what_is_accepted_and_only_there(value: float, ends: tuple[float, float]) -> None:
    figure = replace(BOUNDED, low=ends[0], high=ends[1])
    assert Measured(figure, Number(value)).hit == (ends[0] <= value <= ends[1])


def test_no_number_is_no_hit() -> None:
    assert not Measured(BOUNDED, Number(math.nan)).hit


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_a_target_hits_where_all_of_its_figures_do(values: list[float]) -> None:
    measured = tuple(Measured(BOUNDED, Number(value)) for value in values)
    found = Finding(targets()["V05"], measured, "")
    assert found.hit is all(32.0 <= value <= 38.0 for value in values)
    assert len(found.misses) == sum(not 32.0 <= value <= 38.0 for value in values)


def test_what_cannot_be_expressed_neither_hits_nor_misses() -> None:
    assert Finding(targets()["V12"], (), "no enzyme").hit is None


def test_every_target_has_figures_or_a_reason_and_a_computation_or_none() -> None:
    assert tuple(figures()) == tuple(targets())
    for target, accepted in figures().items():
        assert bool(accepted) == (target in MEASURES), target
        assert accepted or not_expressed(target), target
        assert all(figure.what for figure in accepted)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"what": "x"}, "low or high"),
        ({"low": 1.0}, "what"),
        ({"what": "x", "low": 2.0, "high": 1.0}, "range"),
        ({"what": "x", "low": 1.0, "hihg": 2.0}, "hihg"),
    ],
)
def test_a_table_that_cannot_be_is_refused(row: dict[str, object], complaint: str) -> None:
    with pytest.raises(EvidenceError, match=complaint):
        finding._figure("V05", "onset_km", row)


def test_a_figure_names_its_unit() -> None:
    with pytest.raises(EvidenceError, match="unit"):
        finding._figure("V05", "onset", {"what": "x", "low": 1.0})


@pytest.mark.parametrize(
    ("target", "parameter", "value"),
    [
        ("V01", "hazard.rate_per_h", 5.0),
        ("V13", "threshold.with_history_hz", 24.0),
        ("V29", "fatigue.calf_fatigue_per_s", 0.02),
        ("V32", "medicines.statin_rate_ratio", 3.0),
        ("T09", "sweat.limit_l_h_m2", 0.1),
    ],
)
def test_a_parameter_that_is_moved_turns_a_hit_into_a_miss(target: str, parameter: str, value: float) -> None:
    small = Bench(athletes=60, draws=20)
    assert find(target, small).hit is True
    moved = find(target, replace(small, fixed=((parameter, value),)))
    assert moved.hit is False


def test_targets_come_in_their_order_and_a_wrong_one_is_told() -> None:
    assert chosen_targets(("t07,V05", "v12")) == ("V05", "V12", "T07")
    assert chosen_targets(()) == tuple(targets())
    with pytest.raises(InputError, match="V99"):
        chosen_targets(("V99",))
    with pytest.raises(InputError, match="V99"):
        find("V99", Bench())


@pytest.mark.parametrize(
    ("bench", "complaint"),
    [
        (Bench(athletes=5), "--athletes is 5"),
        (Bench(draws=1), "--draws is 1"),
        (Bench(fixed=(("hazard.rate", 1.0),)), "hazard.rate"),
    ],
)
def test_a_bench_that_cannot_be_is_refused_before_anything_is_computed(bench: Bench, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        validate(bench, ["V12"])


def test_progress_goes_from_nothing_to_all() -> None:
    said: list[float] = []
    validate(Bench(), ["V12", "V24"], lambda share, _: said.append(share))
    assert said[0] == 0.0
    assert said[-1] == 1.0
    assert said == sorted(said)
