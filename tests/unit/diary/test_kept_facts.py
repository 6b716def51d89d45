"""What sessions taught is kept: nothing is made twice, whatever changes is made anew, and it is no data of the diary."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from diaries import MOMENT, made_arrival
from sqlalchemy import text

from uncramp.activity.plan import plan_minutes
from uncramp.body.athlete import Athlete
from uncramp.diary import kept_facts, learning_facts
from uncramp.diary.access import Access
from uncramp.diary.bundle import row_digests, write_bundle
from uncramp.diary.erase import delete_everything
from uncramp.diary.kept_facts import MOST_KEPT, fact_sha256, facts_of, keep_fact
from uncramp.diary.learning import SessionFact
from uncramp.diary.learning_facts import seen_in
from uncramp.diary.learning_prior import Prior
from uncramp.diary.records import Cramp, Drink, NearCramp, Note, Session, WeighIn
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.tables import FACTS
from uncramp.errors import StoreError

WHO = Athlete(mass_kg=70.0)
SECOND = made_arrival(1)


class Engine:
    """Stands for the engine, and counts how often it is asked of which session."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, session: Session, *_: object, **__: object) -> SessionFact:
        self.asked.append(session.activity.file_name)
        return SessionFact(False, 0.1 + len(self.asked) / 7, 0.3, None, {"heat": 1 / 3}, session.activity.activity_id)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(learning_facts, "fact_of", made)
    monkeypatch.setattr(learning_facts, "recorded_in", lambda *_: (None, plan_minutes(10_000.0, 3600.0)))
    return made


@pytest.fixture
def diary(place: dict[str, str]) -> Iterator[Diary]:
    """Three runs without a cramp, on either database."""
    with open_diary(**place) as opened:
        fill(opened)
        yield opened


def fill(diary: Diary) -> None:
    for arrival in (made_arrival(0), made_arrival(1, sport="unknown"), made_arrival(2)):
        diary.say_outcome(diary.add_activity(arrival).activity.activity_id, "none")


def learn(diary: Diary, athlete: Athlete = WHO, **asked: Any) -> tuple[SessionFact, ...]:
    return seen_in(diary, athlete, Prior(1.2), **asked).facts


def key_of(diary: Diary, number: int) -> str:
    return diary.activity(f"run_{number}").activity_id


CHANGES: dict[str, tuple[Callable[[Diary], object], set[int]]] = {  # what is done, and the sessions it bears on
    "a drink": (lambda diary: diary.say(Drink(activity_id=key_of(diary, 0), volume_l=0.5)), {0}),
    "a weighing": (lambda diary: diary.say(WeighIn(activity_id=key_of(diary, 1), weighed_at=MOMENT, before_kg=70.0)), {1}),
    "a cramp": (lambda diary: diary.say(Cramp(activity_id=key_of(diary, 2), muscle="calf", at_s=3000.0)), {2}),
    "an outcome that is not said any more": (lambda diary: diary.say_outcome(key_of(diary, 2), "unsaid"), set()),
    "the sport, which is history to what came later": (lambda diary: diary.add_activity(made_arrival(1, sport="cycling")), {1, 2}),
    "a session before": (lambda diary: diary.add_activity(made_arrival(-1)), {0, 1, 2}),
    "a session later": (lambda diary: diary.add_activity(made_arrival(9)), set()),
    "what bears on nothing": (
        lambda diary: [
            diary.say(Note(activity_id=key_of(diary, 0), noted_at=MOMENT, note="hot")),
            diary.say(NearCramp(activity_id=key_of(diary, 0), muscle="calf")),
        ],
        set(),
    ),
}


def test_facts_are_kept_from_one_start_to_the_next_bit_by_bit(place: dict[str, str], engine: Engine) -> None:
    with open_diary(**place) as diary:
        fill(diary)
        first = learn(diary)
    with open_diary(**place) as diary:
        assert learn(diary) == first
    assert engine.asked == ["run_0.fit", "run_1.fit", "run_2.fit"]


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_is_made_anew_and_nothing_else(tmp_path: Path, engine: Engine, what: str) -> None:
    change, bears_on = CHANGES[what]
    with open_diary(tmp_path) as diary:
        fill(diary)
        learn(diary)
        engine.asked.clear()
        change(diary)
        after = learn(diary)
        assert engine.asked == [f"run_{number}.fit" for number in sorted(bears_on)]
        engine.asked.clear()
        assert learn(diary) == after
        assert engine.asked == []
        diary.undo()
        learn(diary)
        assert engine.asked == [], "what it was before is still known"


@pytest.mark.parametrize(
    "asked", [{"seed": 1}, {"draws": 30}, {"mechanism": "neuromuscular"}, {"athlete": replace(WHO, mass_kg=71.0)}], ids=repr
)
def test_another_question_is_another_fact(tmp_path: Path, engine: Engine, asked: dict[str, Any]) -> None:
    with open_diary(tmp_path) as diary:
        fill(diary)
        learn(diary)
        learn(diary, **asked)
        assert len(engine.asked) == 6
        learn(diary)
        learn(diary, **asked)
        assert len(engine.asked) == 6


def test_another_program_or_prior_learns_anew_and_the_oldest_facts_go(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_diary(tmp_path) as diary:
        fill(diary)
        learn(diary)
        seen_in(diary, WHO, Prior(1.3))
        for number in range(MOST_KEPT):
            monkeypatch.setattr(kept_facts, "program_sha256", lambda number=number: f"program {number}")
            learn(diary)
        assert len(engine.asked) == 3 * (2 + MOST_KEPT)
        assert len(facts_of(diary)) == 3 * MOST_KEPT


def test_the_program_is_known_by_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of(source: str) -> str:
        (tmp_path / "engine.py").write_text(source)
        kept_facts.program_sha256.cache_clear()
        return kept_facts.program_sha256()

    monkeypatch.setattr(kept_facts.uncramp, "__file__", str(tmp_path / "__init__.py"))
    assert of("a = 1") == of("a = 1") != of("a = 2")
    kept_facts.program_sha256.cache_clear()


def test_they_are_no_data(diary: Diary, engine: Engine, tmp_path: Path) -> None:
    before, count = row_digests(diary), diary.verify()
    learn(diary)
    assert len(facts_of(diary)) == 3
    assert row_digests(diary) == before
    assert diary.verify() == count
    counts = write_bundle(diary, tmp_path / "out.zip")
    assert "facts" not in counts
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert not [name for name in archive.namelist() if "facts" in name]
    assert diary.newest_step() is not None
    diary.remove_activity(key_of(diary, 0))
    assert len(facts_of(diary)) == 2, "they go with their session"


def test_they_go_with_everything(place: dict[str, str], engine: Engine) -> None:
    with open_diary(**place) as diary:
        fill(diary)
        learn(diary)
        delete_everything(diary)
    with open_diary(**place) as diary, diary.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM facts")) == 0


def test_a_diary_that_another_program_is_writing_answers_without_waiting_and_keeps_nothing(
    place: dict[str, str], engine: Engine
) -> None:
    with open_diary(**place) as diary:
        fill(diary)
    with open_diary(**place) as writer, writer.database.writing() as connection:
        Access(connection, writer.athlete_id).change(FACTS.metadata.tables["athletes"], writer.athlete_id, {"name": "Ana"})
        with open_diary(**place) as diary:
            assert len(learn(diary)) == 3
            assert facts_of(diary) == {}
    with open_diary(**place) as diary:
        learn(diary)
        assert len(facts_of(diary)) == 3


def test_a_diary_that_may_only_be_read_answers_and_keeps_nothing(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_diary(tmp_path) as diary:
        fill(diary)
    monkeypatch.setattr("uncramp.diary.database.os.access", lambda *_: False)
    with open_diary(tmp_path) as diary:
        assert len(learn(diary)) == 3
        assert facts_of(diary) == {}
        with pytest.raises(StoreError, match="opened for writing"):
            diary.say_outcome(key_of(diary, 0), "none")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["diary.sqlite"]


@pytest.mark.parametrize("damage", ["fact_json = '{}'", "fact_json = 'x'", "seal = 'x'"])
def test_a_damaged_fact_is_made_anew(tmp_path: Path, engine: Engine, damage: str) -> None:
    with open_diary(tmp_path) as diary:
        fill(diary)
        facts = learn(diary)
        with diary.database.writing() as connection:
            connection.execute(text(f"UPDATE facts SET {damage} WHERE activity_id = :one"), {"one": key_of(diary, 0)})
        learn(diary)
        engine.asked.clear()
        assert len(learn(diary)) == len(facts)
        assert engine.asked == []


def test_a_number_that_is_none_is_not_kept(tmp_path: Path) -> None:
    with open_diary(tmp_path) as diary:
        fill(diary)
        assert not keep_fact(diary, fact_sha256("x"), SessionFact(False, float("inf"), 1.0, activity_id=key_of(diary, 0)))
        assert not keep_fact(diary, fact_sha256("x"), SessionFact(False, 1.0, 1.0, activity_id="none of these"))
        assert keep_fact(diary, fact_sha256("x"), SessionFact(False, 1.0, 1.0, activity_id=key_of(diary, 0)))
        assert json.dumps(facts_of(diary)[fact_sha256("x")].end_count) == "1.0"
