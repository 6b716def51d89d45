"""Pages of plain words: found by any name, refused where they claim more than their rows say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.facts import contradictions, facts
from uncramp.learn.grades import best_grade
from uncramp.learn.pages import QUESTIONS, TOPICS, _statement, find_page, pages
from uncramp.names import GRADES

ROWS = tuple(facts())


def row(**given: object) -> dict[str, object]:
    return {"id": "x", "text": "It hurts.", "facts": ["B01"], "grade": "cramp"} | given


@given(st.lists(st.sampled_from(ROWS), max_size=5), st.sampled_from(ROWS))
def test_another_row_never_makes_the_best_grade_worse(rows: list[str], more: str) -> None:
    assert GRADES.index(best_grade([*rows, more])) <= GRADES.index(best_grade(rows))


@given(st.lists(st.sampled_from([one for one in ROWS if facts()[one].status == "memory"]), max_size=4))
def test_what_rests_on_memory_alone_is_memory(rows: list[str]) -> None:
    assert best_grade(rows) == "memory"


@given(st.sampled_from(TOPICS), st.sampled_from(["{}", " {} ", "{}\n"]), st.booleans())
def test_a_page_is_found_however_its_name_is_written(topic: str, form: str, loud: bool) -> None:
    name = form.format(topic.replace("_", " ") if loud else topic)
    assert find_page(name.upper() if loud else name) is pages()[topic]


@pytest.mark.parametrize("key", contradictions())
def test_a_contradiction_is_found_by_its_number_with_the_rows_it_rests_on(key: str) -> None:
    (statement,) = find_page(key.lower()).statements
    assert statement.id == key
    assert statement.facts == contradictions()[key].facts
    assert statement.title
    assert statement.sure


@pytest.mark.parametrize(
    ("name", "topic"),
    [("myths", "contradictions"), ("glossary", "words"), ("red flags", "check"), ("Why did I cramp?", "why"), ("Sodium", "words")],
)
def test_a_page_is_found_by_other_names(name: str, topic: str) -> None:
    assert find_page(name).id == topic


def test_a_name_that_is_none_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="prevent or prevention"):
        find_page("prevnt")
    with pytest.raises(InputError, match=r"why, relieve, prevent, check.*words\.$"):
        find_page("zzzz")


def test_the_four_questions_lead_on_to_their_commands() -> None:
    commands = {topic: " ".join(lead.command for lead in pages()[topic].leads) for topic in QUESTIONS}
    assert "uncramp relieve" in commands["relieve"]
    assert "uncramp check" in commands["relieve"]
    assert "uncramp check" in commands["check"]
    assert "uncramp why" in commands["why"]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (row(grade="sure"), "expected one of"),
        (row(facts=["Z99"]), "Z99"),
        (row(facts=[], source=["nobody1900"]), "nobody1900"),
        (row(facts=[]), "rests on nothing"),
        (row(facts=[], source=["miller2009"]), "allow 'memory' at best"),
        (row(facts=["G22"], grade="healthy"), "allow 'memory' at best"),
        (row(facts=["E05"]), "allow 'healthy' at best"),
        (row(facts=["B47"]), "allow 'animal' at best"),
        (row(colour="red"), "unknown keys"),
    ],
)
def test_a_statement_that_claims_too_much_is_refused(wrong: dict[str, object], complaint: str) -> None:
    assert _statement(row(), "here").grade == "cramp"
    with pytest.raises(EvidenceError, match=complaint):
        _statement(wrong, "here")
