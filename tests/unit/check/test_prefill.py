"""A simulation only asks: no answer of a person is changed by it, and nothing becomes less urgent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.answers import Answers
from uncramp.check.prefill import read_suggestions, suggestions, with_suggestions
from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.triage import ANSWERS, triage
from uncramp.errors import InputError

FLAGS = sorted(rulebook().flags)
CAUTIONS = ["mass_gain", "low_plasma_sodium", "high_core", "water_loss", "see_a_doctor", "made_up"]
some_answers = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(ANSWERS), max_size=12)
some_assessment = st.builds(
    lambda planned, duration_s, cautions: {
        "activity": {"planned": planned, "duration_s": duration_s},
        "cautions": [{"id": name, "urgency": "note"} for name in cautions],
    },
    st.booleans(),
    st.none() | st.floats(0, 1e6),
    st.lists(st.sampled_from(CAUTIONS)),
)


def rank(answers: Answers) -> int:
    return LEVELS.index(triage(answers.answers).urgency)


@given(some_answers, some_assessment)
def test_an_assessment_never_lowers_and_never_answers(said: dict[str, str], assessment: dict[str, object]) -> None:
    before = Answers(said, said=said)
    after = with_suggestions(before, suggestions(assessment))
    assert rank(after) >= rank(before)
    assert rank(after) <= max(rank(before), LEVELS.index("same_day"))
    assert all(after.answers[flag] == answer for flag, answer in said.items())
    assert {after.answers[flag] for flag in after.answers if flag not in said} <= {"unknown"}
    assert after.said == said


def test_a_session_asks_what_it_points_to() -> None:
    session = {"activity": {"planned": False, "duration_s": 4 * 3600.0}, "cautions": [{"id": "mass_gain"}, {"id": "high_core"}]}
    asked = suggestions(session)
    assert set(asked) == {"long", "overdrink", "hot", "heat"}
    assert all(asked.values())
    assert suggestions({"activity": {"planned": False, "duration_s": 600.0}, "cautions": []}) == {}


def test_a_plan_has_not_happened_and_asks_nothing() -> None:
    assert suggestions({"activity": {"planned": True, "duration_s": 4 * 3600.0}, "cautions": [{"id": "high_core"}]}) == {}


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[]",
        "3",
        '{"activity": {}}',
        '{"activity": {"planned": false, "duration_s": "x"}, "cautions": []}',
        "nonsense",
        "[" * 50_000,
    ],
)
def test_what_is_no_assessment_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "why.json"
    path.write_text(content)
    with pytest.raises(InputError, match="uncramp why FILE --json"):
        read_suggestions(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_suggestions(tmp_path / "none.json")


def test_the_cautions_named_in_the_rules_are_those_the_alarms_give() -> None:
    source = (Path(__file__).parents[3] / "src/uncramp/why/cautions.py").read_text(encoding="utf-8")
    named = {prefill.caution for prefill in rulebook().prefills if prefill.caution}
    assert named
    assert all(f'"{name}"' in source for name in named)


def test_real_output_is_read(tmp_path: Path) -> None:
    from uncramp.report.document import assessment_document
    from uncramp.report.schema import to_json

    from builders import build_assessment  # isort: skip

    path = tmp_path / "why.json"
    path.write_text(to_json(assessment_document(build_assessment(draws=10))), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["activity"]
    assert isinstance(read_suggestions(path), dict)
