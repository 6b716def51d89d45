"""The rows, contradictions and targets are complete, consistent and sourced."""

from __future__ import annotations

import collections
import re
from collections.abc import Callable
from typing import Any

import pytest

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence import facts as module
from uncramp.evidence.facts import contradictions, contradictions_for, facts, targets
from uncramp.evidence.registry import load_table, sources
from uncramp.names import CAUSES, GRADES


def test_every_row_of_the_evidence_base_is_here() -> None:
    rows = collections.Counter(key[0] for key in facts())
    assert rows == {"A": 85, "B": 60, "C": 57, "D": 34, "E": 16, "F": 28, "G": 28, "H": 44}


def test_rows_have_a_known_status_and_text() -> None:
    statuses = collections.Counter(fact.status for key, fact in facts().items() if not key.startswith("H"))
    assert statuses == {"seen": 266, "memory": 30, "derived": 12}
    assert all(re.fullmatch(r"[A-H]\d\d", key) and key == fact.id for key, fact in facts().items())
    assert all(fact.what and fact.value and fact.source for fact in facts().values())


def test_rows_that_look_inconsistent_say_so() -> None:
    for row in ("A14", "B01", "B04", "B14", "B17", "C46", "D04", "D32"):
        assert facts()[row].note, row


def test_dois_are_well_formed_and_unique() -> None:
    dois = [source.doi.lower() for source in sources().values() if source.doi]
    assert len(dois) >= 70
    assert [doi for doi, count in collections.Counter(dois).items() if count > 1] == []
    assert all(re.fullmatch(r"10\.\d{4,9}/\S+", doi) for doi in dois)


def test_keys_of_sources_are_small_letters_and_a_year() -> None:
    assert [key for key in sources() if not re.fullmatch(r"[a-z]+\d*[a-z]*", key)] == []


def test_all_contradictions_are_here_and_every_cause_has_one() -> None:
    assert list(contradictions()) == [f"K{number}" for number in range(1, 20)]
    assert [cause for cause in CAUSES if not contradictions_for(cause)] == []
    assert {"K9", "K10"} == {row.id for row in contradictions_for("preparation")}


def test_no_contradiction_advises_stopping_a_medicine_or_drinking_more() -> None:
    for row in contradictions().values():
        assert not re.search(r"\b(stop|avoid|quit)\b.{0,30}\b(medicine|statin|diuretic)", row.evidence, re.IGNORECASE)
        assert not re.search(r"\bdrink (more|as much)", row.evidence, re.IGNORECASE)


def test_an_unknown_cause_is_refused_with_its_neighbour() -> None:
    with pytest.raises(InputError, match="heat"):
        contradictions_for("heta")


def test_four_of_the_ten_epidemiological_targets_are_fitted_and_the_rest_are_held_out() -> None:
    assert [key for key, target in targets().items() if target.used_for_calibration] == ["V01", "V05", "V09", "V10"]
    assert len(targets()) == 55
    assert all(target.scenario and target.published and target.tolerance and target.source for target in targets().values())


def test_a_target_inherits_the_sources_of_its_rows() -> None:
    assert targets()["V01"].source == ("maughan1986", "martineznavarro2022")


ROW = {"what": "w", "value": "1", "source": "miller2009", "status": "seen"}
CONTRADICTION = {"claim": "c", "evidence": "e", "label": "low", "facts": ["B01"], "causes": ["pace"]}
TARGET = {"scenario": "s", "published": "p", "tolerance": "t", "from": ["B01"], "used_for_calibration": False}
DEFECTS: dict[str, tuple[str, Callable[[], Any], dict[str, Any], str]] = {
    "status": ("facts", facts, ROW | {"status": "heard"}, "facts.toml: X01 has status 'heard'"),
    "source": ("facts", facts, ROW | {"source": "nobody1900"}, "facts.toml: X01 cites .*nobody1900"),
    "lacking": ("facts", facts, {key: ROW[key] for key in ("what", "value", "status")}, r"facts.toml: X01 lacks \['source'\]"),
    "unknown": ("facts", facts, ROW | {"page": "3"}, r"facts.toml: X01 has unknown keys \['page'\]"),
    "cause": (
        "contradictions",
        contradictions,
        CONTRADICTION | {"causes": ["luck"]},
        "contradictions.toml: X01 names the causes .*luck",
    ),
    "row": ("contradictions", contradictions, CONTRADICTION | {"facts": ["Z99"]}, "contradictions.toml: X01 names the rows .*Z99"),
    "target row": ("targets", targets, TARGET | {"from": ["Z99"]}, "targets.toml: X01 names the rows .*Z99"),
    "target without": ("targets", targets, TARGET | {"from": []}, "targets.toml: X01 names neither a row nor a source"),
}


@pytest.mark.parametrize(("table", "function", "row", "complaint"), DEFECTS.values(), ids=DEFECTS)
def test_each_defect_is_refused_by_file_row_and_reason(
    monkeypatch: pytest.MonkeyPatch, table: str, function: Any, row: dict[str, Any], complaint: str
) -> None:
    facts()  # read the real rows first: the other tables refer to them
    monkeypatch.setattr(module, "load_table", lambda name: {"X01": row} if name == table else load_table(name))
    with pytest.raises(EvidenceError, match=complaint):
        function.__wrapped__()


@pytest.mark.parametrize("cause", CAUSES)
def test_the_words_for_a_cause_rest_on_what_is_known(cause: str) -> None:
    row = load_table("causes")[cause]
    assert row["grade"] in GRADES
    assert [key for key in row["source"] if key not in sources()] == []
    assert [key for key in row["facts"] if key not in facts()] == []
    beside = {contradiction.id for contradiction in contradictions_for(cause)}
    assert set(re.findall(r"K\d+", row["short"])) <= beside
