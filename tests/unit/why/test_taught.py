"""What was learnt of an athlete is used for a session just as it was learnt: one meaning of a weight on both sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from diaries import made_arrival

from uncramp.activity.afterwards import row_hours
from uncramp.assess import assess, what_if
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.body.intake_table import IntakeTable
from uncramp.diary.learning import Posterior, SessionFact, learn
from uncramp.diary.learning_facts import Before, before_of, fact_of
from uncramp.diary.learning_prior import FACTORS
from uncramp.diary.store import open_diary
from uncramp.hazard.learnt import Learnt, TaughtAthlete
from uncramp.minutes import Floats
from uncramp.names import CAUSES
from uncramp.prevent.rehearsal import People, chances_of
from uncramp.why.answers import CrampEvent
from uncramp.why.taught import FEW

WHO = Athlete(mass_kg=70.0)
DRAWS = 24
MANY = FEW + 12
"""Draws of which a change is told from some."""


def marathon_of(who: Athlete, cramped: list[CrampEvent] | None = None, draws: int = DRAWS) -> Assessment:
    return assess("42.195km", who, time="4:00:00", draws=draws, cramped=cramped)


@pytest.fixture(scope="module")
def before() -> Before:
    return before_of(WHO)


@pytest.fixture(scope="module")
def after(before: Before) -> Posterior:
    """Of someone who cramps in the heat and not in the cool, at the same pace."""
    hot = SessionFact(True, 0.3, 0.3, 0.2, {"heat": 1.0, "pace": 0.5, "water_deficit": 0.2})
    cool = SessionFact(False, 0.3, 0.3, None, {"heat": -0.2, "pace": 0.5, "sodium_dilution": 0.2})
    return learn([hot, cool] * 6, before.prior, complete=True)


@pytest.fixture(scope="module")
def taught(before: Before, after: Posterior) -> TaughtAthlete:
    return TaughtAthlete(mass_kg=70.0, learnt=Learnt(after_nothing(before), after, before.centre_index))


@pytest.fixture(scope="module")
def found(taught: TaughtAthlete) -> Assessment:
    return marathon_of(taught)


@pytest.fixture(scope="module")
def plain() -> Assessment:
    return marathon_of(WHO)


def after_nothing(before: Before) -> Posterior:
    return learn((), before.prior)


def mean_of(assessment: Assessment) -> float:
    return float(assessment.weight_frac @ assessment.session_chance_frac)


def test_an_assessment_is_what_the_learner_predicts_of_the_session(
    tmp_path: Path, before: Before, after: Posterior, found: Assessment, plain: Assessment
) -> None:
    with open_diary(tmp_path) as diary:
        session = diary.session(diary.add_activity(made_arrival()).activity.activity_id)
    fact = fact_of(session, found.minutes, WHO, before.prior, draws=DRAWS)
    # all weights that the session tells of are at work, not only those of water and salt
    assert {name for name, effect in fact.effects.items() if effect} == set(FACTORS) - {"duration"}
    assert mean_of(found) == pytest.approx(after.chance_of(fact.whole_count, fact.effects), rel=1e-9)
    assert mean_of(plain) == pytest.approx(after_nothing(before).chance_of(fact.whole_count, fact.effects), rel=1e-9)
    assert [caution.id for caution in found.cautions if caution not in plain.cautions] == ["learnt"]
    assert found.provenance.input_sha256 != plain.provenance.input_sha256


def test_a_weight_multiplies_the_mean_effect_of_its_cause_and_the_causes_still_add_up(
    after: Posterior, found: Assessment, plain: Assessment
) -> None:
    assert found.situation.taught is not None
    for name, weight in after.mean_weights.items():
        was = float(plain.cause_effects[name] @ plain.weight_frac)
        assert float(found.cause_effects[name] @ found.weight_frac) == pytest.approx(weight * was)
    rows = found.situation.session_rows
    log_hazard = np.log((found.rate_per_h * row_hours(found.situation.minutes))[..., :rows].sum(axis=(0, 2)))
    total = np.sum([found.cause_effects[cause] for cause in CAUSES], axis=0)
    assert np.allclose(np.log(found.reference_hazard_count) + total, log_hazard)


def test_nothing_learnt_leaves_the_chance_as_it_is(before: Before, plain: Assessment) -> None:
    nothing = TaughtAthlete(mass_kg=70.0, learnt=Learnt(after_nothing(before), after_nothing(before), before.centre_index))
    same = marathon_of(nothing)
    assert np.allclose(same.rate_per_h, plain.rate_per_h, rtol=1e-9)


def test_no_change_makes_no_difference_and_one_counts_by_the_weight_of_its_factor(found: Assessment, plain: Assessment) -> None:
    assert np.array_equal(what_if(found, {}).rate_per_h, found.rate_per_h)

    def log_change(one: Assessment) -> Floats:
        other = what_if(one, {"air_c": 5.0})
        counts = [
            (rate * row_h).sum(axis=(0, -1))
            for rate, row_h in ((other.rate_per_h, other.outcome.row_h), (one.rate_per_h, row_hours(one.situation.minutes)))
        ]
        return np.asarray(np.log(counts[0] / counts[1]))

    further = log_change(found) - log_change(plain)
    assert np.allclose(further, further[0])
    assert further[0] < -0.05  # whose cramps came in the heat gains more in the cool


def test_a_plan_rehearsed_is_the_plan_assessed(taught: TaughtAthlete) -> None:
    sip = IntakeTable(np.zeros(1, dtype=np.int64), np.full(1, 100.0), np.zeros(1), np.zeros(1), "a sip")
    planned = assess("10km", taught, time="50:00", draws=DRAWS, intake=sip)
    people = People(planned.situation, planned.weight_frac, 1.0, taught.name, 0)
    assert np.allclose(chances_of(people.doing(planned.minutes, sip)), planned.session_chance_frac)


@pytest.mark.parametrize("at_s", [12_000.0, 16_000.0])
def test_a_cramp_that_is_reported_in_the_session_or_after_it_is_weighed_after_what_was_learnt(
    taught: TaughtAthlete, at_s: float
) -> None:
    told = marathon_of(taught, [CrampEvent("calf", "left", at_s)], MANY)
    assert told.unconditioned_chance_frac.mean < told.chance_frac.mean
    (event,) = told.event_causes
    assert {cause.id for cause in event.causes} == set(CAUSES)
    assert np.array_equal(what_if(told, {}).rate_per_h, told.rate_per_h)
