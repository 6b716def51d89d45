"""Signs say no less than the rules of check, and rest on evidence that is there."""

from __future__ import annotations

import pytest

from uncramp.check.rulebook import LEVELS
from uncramp.check.triage import YES, triage
from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.registry import sources
from uncramp.names import GRADES, MUSCLES
from uncramp.prevent import signs as subject
from uncramp.prevent.session import SESSION_KINDS
from uncramp.prevent.session_words import EVIDENCE, TITLES, WHY
from uncramp.prevent.signs import Sign, exercises, habits, signs


@pytest.mark.parametrize("sign", signs(), ids=lambda sign: sign.id)
def test_a_sign_is_as_urgent_as_each_of_its_flags(sign: Sign) -> None:
    each = [LEVELS.index(triage({flag: YES}).urgency) for flag in sign.flag_ids]
    assert LEVELS.index(sign.urgency) >= max(each, default=0)
    assert sign.to_check == (sign.urgency != "self_care")
    assert sign.sources


def test_the_emergencies_are_among_them() -> None:
    flags = {flag for one in signs() if one.urgency == "emergency" for flag in one.flag_ids}
    assert {"conf", "chest", "dark"} <= flags


def test_a_growing_headache_after_long_drinking_is_an_emergency_without_drinks() -> None:
    (found,) = [one for one in signs() if {"long", "overdrink", "headw"} <= set(one.flag_ids)]
    assert found.urgency == "emergency"
    assert found.do.startswith("Call for help. Nothing to drink")
    rest = next(one for one in signs() if one.id == "overdrinking")
    assert "headw" not in rest.flag_ids
    assert rest.to_check


def test_ids_are_told_apart() -> None:
    ids = [one.id for one in (*signs(), *habits())]
    assert len(set(ids)) == len(ids)


def test_each_muscle_has_exercises() -> None:
    assert all(exercises(muscle).moves for muscle in MUSCLES)
    with pytest.raises(InputError, match="muscle"):
        exercises("neck")


def test_a_wrong_row_is_refused() -> None:
    row = {"id": "x", "when": "never", "text": "", "do": "", "flag_ids": [], "facts": [], "source": ["assumed"], "grade": "assumed"}
    for change in (
        {},
        {"when": "after", "flag_ids": ["nosuch"]},
        {"when": "after", "grade": "sure"},
        {"when": "after", "source": ["me"]},
    ):
        with pytest.raises(EvidenceError):
            subject._sign(row | change)


def test_each_kind_of_session_has_its_words_and_evidence() -> None:
    assert set(TITLES) == set(WHY) == set(EVIDENCE) == set(SESSION_KINDS)
    assert all(grade in GRADES and set(found) <= set(sources()) for grade, found in EVIDENCE.values())
