"""Each factor enters once, by one path: every parameter stands in exactly one row of the table."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from uncramp.errors import EvidenceError
from uncramp.evidence import factors as module
from uncramp.evidence.factors import entries_of, factor_of, factors, weakest_grade
from uncramp.evidence.registry import load_topic, topics
from uncramp.names import CAUSES

# topics in which a parameter belongs to a factor by its name and never by being shared with a whole topic
BY_NAME = ("threshold", "fatigue", "conditions")


@pytest.mark.parametrize("topic", topics())
def test_every_parameter_belongs_to_exactly_one_factor(topic: str) -> None:
    for name in load_topic(topic):
        named = [factor.id for factor in factors().values() if f"{topic}.{name}" in factor.parameters]
        by_topic = [factor.id for factor in factors().values() if topic in factor.topics]
        assert len(named) <= 1
        assert len(by_topic) <= 1
        assert named or by_topic, f"factors.toml has no row for {topic}.{name}"
        assert named or topic not in BY_NAME, f"{topic}.{name} must be named in a row of factors.toml"


def test_the_rows_share_out_all_entries() -> None:
    counted = Counter((entry.topic, entry.name) for factor in factors().values() for entry in entries_of(factor))
    assert counted == Counter((topic, name) for topic in topics() for name in load_topic(topic))


def test_every_cause_has_a_path() -> None:
    assert {cause for factor in factors().values() for cause in factor.causes} == set(CAUSES)


def test_cramp_history_is_the_threshold_shift_and_nothing_else() -> None:
    history = [factor for factor in factors().values() if "history" in factor.id]
    moving = [name for factor in history for name in factor.parameters if not name.startswith("population.")]
    assert moving == ["threshold.with_history_hz", "threshold.without_history_hz"]
    assert not [topic for factor in history for topic in factor.topics]


def test_prevalence_ratios_are_checks() -> None:
    checks = factors()["prevalence"]
    assert checks.causes == ()
    ratios = {f"{topic}.{name}" for topic in topics() for name in load_topic(topic) if name.endswith("_history_ratio")}
    assert set(checks.parameters) == ratios


def test_a_grade_is_only_as_good_as_its_weakest_parameter() -> None:
    assert weakest_grade([]) == ""
    assert weakest_grade(entries_of(factors()["history"])) == "cramp"
    assert weakest_grade(entries_of(factors()["eccentric"])) == "assumed"


ROW: dict[str, Any] = {"factor": "f", "causes": ["pace"], "path": "p", "parameters": ["hazard.rate_per_h"], "facts": ["B01"]}


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ({"x": ROW | {"causes": ["luck"]}}, r"x names the causes \['luck'\]"),
        ({"x": ROW | {"parameters": ["hazard.nothing_h"]}}, r"x names the parameters \['hazard.nothing_h'\]"),
        ({"x": ROW | {"topics": ["astrology"]}}, r"x names the topics \['astrology'\]"),
        ({"x": ROW | {"facts": ["Z99"]}}, r"x names the facts \['Z99'\]"),
        ({"x": ROW, "y": ROW}, r"y has 'hazard.rate_per_h', which x has too; a factor enters once"),
    ],
)
def test_a_row_that_is_wrong_is_refused(monkeypatch: pytest.MonkeyPatch, rows: dict[str, Any], complaint: str) -> None:
    monkeypatch.setattr(module, "load_table", lambda _: rows)
    with pytest.raises(EvidenceError, match=complaint):
        factors.__wrapped__()


def test_a_parameter_without_row_is_named() -> None:
    with pytest.raises(EvidenceError, match=r"no row for cooking.salt_g"):
        factor_of("cooking", "salt_g")
