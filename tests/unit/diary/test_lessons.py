"""What of a diary is data: sessions said, each once, by its first cramp; one that is not said changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from pathlib import Path

import activity_files as made
import pytest

from uncramp.body.athlete import Athlete
from uncramp.diary.arrival import read_arrival
from uncramp.diary.learning import SessionFact
from uncramp.diary.learning_facts import Keep, before_of
from uncramp.diary.lessons import Lessons, lessons_of
from uncramp.diary.records import Cramp, Drink, WeighIn
from uncramp.diary.store import Diary, open_diary
from uncramp.hazard.learnt import TaughtAthlete

WHO = Athlete(mass_kg=70.0)


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    with open_diary(tmp_path) as opened:
        opened.add_activity(read_arrival(made.fit_file(1800), "run.fit"))
        yield opened


def taught(diary: Diary, keep: Keep | None = None) -> Lessons:
    return lessons_of(diary, WHO, complete=True, draws=8, keep=keep)


def test_a_session_not_said_is_no_data(diary: Diary) -> None:
    lessons = taught(diary)
    assert (lessons.posterior.sessions_count, lessons.seen.unsaid_count) == (0, 1)
    assert lessons.posterior.susceptibility_ratio == lessons.prior.susceptibility_ratio
    assert lessons.of(WHO) == WHO


def test_a_cramp_is_a_fact_its_coming_back_is_none_and_a_second_recording_counts_once(diary: Diary) -> None:
    activity = diary.activity("last").activity_id
    diary.say(Cramp(activity_id=activity, muscle="calf", at_s=1200.0))
    diary.say(Cramp(activity_id=activity, muscle="calf", at_s=1500.0))
    diary.add_activity(read_arrival(made.fit_file(1790), "same_run_other_watch.fit"))
    lessons = taught(diary)
    (fact,) = lessons.seen.facts
    assert fact.cramped
    assert fact.at_count is not None
    assert 0.0 < fact.at_count < fact.end_count < fact.whole_count
    assert (lessons.seen.recurrences_count, lessons.seen.unsaid_count) == (1, 0)
    after = lessons.of(WHO)
    assert isinstance(after, TaughtAthlete)
    assert after.learnt is not None
    assert after.learnt.shift_index > 0.0
    assert taught(diary).posterior.susceptibility_ratio == lessons.posterior.susceptibility_ratio


def test_what_was_drunk_is_in_what_the_factors_did(diary: Diary) -> None:
    """Also where facts are kept from one time to the next."""
    kept: dict[Hashable, SessionFact] = {}

    def keep(key: Hashable, make: Callable[[], SessionFact]) -> SessionFact:
        if key not in kept:
            kept[key] = make()
        return kept[key]

    activity = diary.activity("last").activity_id
    diary.say_outcome(activity, "none")
    (dry,) = taught(diary, keep).seen.facts
    diary.say(WeighIn(activity_id=activity, weighed_at="2024-07-14T08:00:00Z", before_kg=70.0, drank_l=1.5))
    (weighed,) = taught(diary, keep).seen.facts
    assert weighed.effects["sodium_dilution"] > dry.effects["sodium_dilution"]
    diary.say(Drink(activity_id=activity, volume_l=2.0, at_s=600.0, sodium_mmol_l=0.0))
    (drunk,) = taught(diary, keep).seen.facts
    assert taught(diary, keep).seen.facts == (drunk,)
    assert len(kept) == 3
    assert drunk.effects["sodium_dilution"] > weighed.effects["sodium_dilution"]


def test_who_says_more_of_themselves_has_a_narrower_prior() -> None:
    assert before_of(replace(WHO, cramp_history=False)).prior.shape_index > before_of(WHO).prior.shape_index
