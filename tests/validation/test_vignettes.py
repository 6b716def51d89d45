"""The triage on the project's own cases, written from medical sources before a rule was read; see docs/reference/check_accuracy.md.

A case that is rated otherwise than expected stands here with the reason; neither the case nor its expectation is changed for it.
"""

from __future__ import annotations

import hashlib
import tomllib

import check_accuracy
import pytest
from check_accuracy import CASES, Vignette, measures, share, verdicts, vignettes
from generated_pages import stale_pages

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.triage import triage

BLIND = 102
BLIND_SHA256 = "e6982dcb825d48d5c82d0afb21d8fec4c901d03b2c35cfbf9a1bb878cb579c71"
"""Of id, expected urgency and answers of the first cases, as they were before their author had read a rule."""

TOO_LOW = {
    "pregnant_headache_flashes": "S19 sends the signs of pre-eclampsia to the maternity unit now, by telephone and the same day, not to an ambulance",
    "legs_would_not_carry_him_in_the_morning": "S25 has new weakness of both legs seen the same day; the phrase alone does not tell that he cannot stand",
    "worst_headache_and_blurred_sight": "S26 is same_day, since S19 has the same signs in pregnancy so and more findings may not lower it",
    "fainted_in_the_finish_area": "C10 lets a faint after stopping wait some days",
    "sickle_trait_calf_cramp_late": "C11 lets a settled cramp with sickle cell trait wait some days",
}
TOO_HIGH = {
    "no_urine_since_morning": "E10 takes no urine after a long exercise as an emergency",
}


def cases(*differing: dict[str, str]) -> list[object]:
    """All cases as parameters; those in ``differing`` are expected to fail, and must."""
    reasons = {name: reason for one in differing for name, reason in one.items()}
    return [
        pytest.param(one, id=one.id, marks=[pytest.mark.xfail(reason=reasons[one.id], strict=True)] if one.id in reasons else [])
        for one in vignettes()
    ]


@pytest.mark.parametrize("case", cases(TOO_LOW))
def test_no_case_is_rated_too_low(case: Vignette) -> None:
    assert LEVELS.index(triage(case.answers).urgency) >= LEVELS.index(case.urgency), case.reason


@pytest.mark.parametrize("case", cases(TOO_LOW, TOO_HIGH))
def test_a_case_is_rated_as_expected(case: Vignette) -> None:
    assert triage(case.answers).urgency == case.urgency, case.reason


def test_the_figures() -> None:
    figures = measures(verdicts())
    print(*(f"{name}: {value}" for name, value in figures.items()), sep="\n")
    wrong = len(TOO_LOW) + len(TOO_HIGH)
    assert figures["exact: the expected level"] == share(len(vignettes()) - wrong, len(vignettes()))
    assert figures["too low"] == share(len(TOO_LOW), len(vignettes()))


def test_the_page_is_fresh() -> None:
    assert not stale_pages(check_accuracy.PAGES, check_accuracy.MADE), "run `make docs`"


def test_the_cases_written_before_the_rules_were_read_are_as_they_were() -> None:
    rows = tomllib.loads((CASES / "vignettes.toml").read_text(encoding="utf-8"))["vignettes"][:BLIND]
    lines = [f"{row['id']} {row['urgency']} {sorted(row['answers'].items())}" for row in rows]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == BLIND_SHA256, "add cases at the end; a change is not blind"


def test_there_are_enough_cases_of_every_level_and_every_flag_of_the_interface() -> None:
    levels = [one.urgency for one in vignettes()]
    assert len(levels) >= 80
    assert all(levels.count(level) >= 15 for level in LEVELS)
    asked = {flag for one in vignettes() for flag in one.answers}
    first_65 = list(rulebook().flags)[:65]
    assert not [flag for flag in first_65 if flag not in asked]


def test_a_case_has_its_own_id_sources_and_answers() -> None:
    sources = tomllib.loads((CASES / "vignettes.toml").read_text(encoding="utf-8"))["sources"]
    ids = [one.id for one in vignettes()]
    assert len(set(ids)) == len(ids)
    assert {source for one in vignettes() for source in one.sources} == set(sources)
    assert all(one.sources and one.reason and one.story for one in vignettes())
    assert {answer for one in vignettes() for answer in one.answers.values()} == {"yes", "unknown"}
    assert {*TOO_LOW, *TOO_HIGH} <= set(ids)


@pytest.mark.parametrize("level", LEVELS)
def test_a_program_with_one_answer_is_seen(level: str) -> None:
    # the positive control of the measures: always the highest is safe and seldom exact, always the lowest finds no emergency
    figures = measures(verdicts(lambda answers: level))
    expected = sum(one.urgency == level for one in vignettes())
    assert figures["exact: the expected level"] == share(expected, len(vignettes()))
    assert figures["safe: the expected level or a higher one"].startswith(
        str(sum(LEVELS.index(one.urgency) <= LEVELS.index(level) for one in vignettes()))
    )
    found = sum(one.urgency == LEVELS[-1] for one in vignettes())
    assert figures["emergencies found"] == share(found if level == LEVELS[-1] else 0, found)


@pytest.mark.parametrize(
    ("count", "of", "interval"), [(0, 10, "0.0% to 30.8%"), (10, 10, "69.2% to 100.0%"), (5, 10, "18.7% to 81.3%")]
)
def test_the_interval_is_that_of_clopper_and_pearson(count: int, of: int, interval: str) -> None:
    # limits as printed in tables of the exact binomial interval
    assert share(count, of).endswith(f"({interval})")
