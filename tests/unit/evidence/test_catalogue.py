"""Entries are found by topic, grade, word and row."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import InputError
from uncramp.evidence.catalogue import count_by_grade, list_entries, rows_named, search, share_by_grade
from uncramp.evidence.facts import contradictions, facts, targets
from uncramp.evidence.registry import Entry, topics
from uncramp.names import GRADES


def test_topics_and_grades_partition_the_entries() -> None:
    everything = {(entry.topic, entry.name) for entry in list_entries()}
    by_topic = [(entry.topic, entry.name) for topic in topics() for entry in list_entries(topic)]
    by_grade = [(entry.topic, entry.name) for grade in GRADES for entry in list_entries(grade=grade)]
    assert len(by_topic) == len(by_grade) == len(everything)
    assert set(by_topic) == set(by_grade) == everything


@given(st.sampled_from(topics()), st.sampled_from(GRADES))
def test_both_filters_hold_at_once(topic: str, grade: str) -> None:
    found = list_entries(topic, grade)
    assert all((entry.topic, entry.grade) == (topic, grade) for entry in found)
    assert len(found) == count_by_grade(list_entries(topic))[grade]


@pytest.mark.parametrize(("topic", "grade", "hint"), [("haet", None, "heat"), (None, "asumed", "assumed")])
def test_a_misspelt_filter_is_refused_with_its_neighbour(topic: str | None, grade: str | None, hint: str) -> None:
    with pytest.raises(InputError, match=f"Did you mean .*{hint}"):
        list_entries(topic, grade)


def test_shares_add_up_and_are_missing_where_there_is_nothing() -> None:
    assert math.isclose(sum(share_by_grade(list_entries()).values()), 1.0)
    assert all(math.isnan(share) for share in share_by_grade([]).values())


@pytest.mark.parametrize("spelling", ["B12", "b12", " B12 "])
def test_a_row_is_found_with_all_that_rests_on_it(spelling: str) -> None:
    found = search(spelling)
    assert [fact.id for fact in found.facts] == ["B12"]
    assert "dilution_ratio_per_mmol_l" in [entry.name for entry in found.entries]
    assert [row.id for row in found.contradictions] == ["K5"]
    assert [target.id for target in found.targets] == ["V15"]


@given(st.sampled_from(sorted(facts())))
def test_every_row_is_found_by_its_id(row: str) -> None:
    assert [fact.id for fact in search(row).facts] == [row]


def test_words_are_found_whatever_their_case_and_all_must_hold() -> None:
    wide, narrow = search("MAGNESIUM"), search("magnesium cramps")
    assert {fact.id for fact in narrow.facts} < {fact.id for fact in wide.facts}
    assert search("K10").contradictions[0].id == "K10"


@pytest.mark.parametrize("nothing", ["", "   ", "xylophone", "Z99"])
def test_a_search_without_a_hit_is_empty(nothing: str) -> None:
    assert not search(nothing)


@given(st.integers(1, 60), st.integers(0, 9))
def test_a_range_of_rows_is_written_out(first: int, more: int) -> None:
    expected = tuple(f"B{number:02d}" for number in range(first, first + more + 1))
    assert rows_named(f"B{first:02d}-B{first + more:02d}, table 3") == expected
    assert rows_named(f"B{first:02d}-{first + more:02d}") == expected


@pytest.mark.parametrize("entry", list_entries(), ids=lambda entry: f"{entry.topic}.{entry.name}")
def test_the_rows_an_entry_names_exist(entry: Entry) -> None:
    known = {*facts(), *contradictions(), *targets()}
    assert [row for row in rows_named(entry.where) if row not in known] == []


@pytest.mark.parametrize("entry", list_entries(), ids=lambda entry: f"{entry.topic}.{entry.name}")
def test_a_number_recalled_or_assumed_is_not_graded_as_measured(entry: Entry) -> None:
    rows = [facts()[row] for row in rows_named(entry.where) if row in facts()]
    if rows and all(row.status == "memory" for row in rows):
        assert entry.grade in ("memory", "assumed")
    if set(entry.source) <= {"assumed", "recalled"}:
        assert entry.grade in ("memory", "assumed", "fitted")
