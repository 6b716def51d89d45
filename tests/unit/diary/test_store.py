"""The diary on both databases: what goes in comes out, nothing is said twice, and nobody sees another's."""

from __future__ import annotations

import ast
import math
import sqlite3
import threading
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from diaries import MOMENT, NOON, cramps, fill, made_arrival, one_of_each, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from uncramp import Athlete
from uncramp.diary import tables
from uncramp.diary.access import Access
from uncramp.diary.bundle import row_digests
from uncramp.diary.checked import checked
from uncramp.diary.columns import Real
from uncramp.diary.database import Database
from uncramp.diary.records import TABLE_OF, Activity, Cramp, Note, WeighIn
from uncramp.diary.seal import SEAL
from uncramp.diary.steps import new_id
from uncramp.diary.store import Diary, open_diary
from uncramp.errors import InputError, StoreError

PACKAGE = Path(tables.__file__).parent


@pytest.fixture
def diary(place: dict[str, str]):
    with open_diary(**place, clock=lambda: NOON) as opened:
        yield opened


def test_what_goes_in_comes_out(diary: Diary) -> None:
    activity = diary.add_activity(made_arrival()).activity
    for entry in one_of_each(activity.activity_id):
        (kept,) = diary.say(entry)
        assert diary.entries(type(entry)) == (kept,)
        assert replace(kept, entry_id="", said_at="") == entry
    assert diary.original(activity.activity_id).content == b"file 0"
    assert diary.activities() == (replace(activity, outcome="cramp"),)
    assert diary.verify() == 1 + 1 + 1 + 9 + 10  # athlete, activity, file, entries, steps


def test_any_cramp_comes_out_as_it_went_in(place: dict[str, str]) -> None:
    with open_diary(**place) as diary:
        activity = diary.add_activity(made_arrival()).activity

        @given(st.lists(cramps(activity.activity_id), min_size=1, max_size=5))
        @settings(max_examples=25)
        def law(said: list[Cramp]) -> None:
            kept = diary.say(*said)
            session = diary.session(activity.activity_id)
            assert {one.entry_id: one for one in session.cramps} == {one.entry_id: one for one in kept}
            assert [replace(one, entry_id="", said_at="") for one in kept] == said
            times = [math.inf if one.at_s is None else one.at_s for one in session.cramps]
            assert times == sorted(times)
            assert len(session.first_cramps) + len(session.recurrences) == len(kept)
            assert diary.undo().what == "cramps"
            assert diary.session(activity.activity_id).activity.outcome == "unsaid"

        law()


def test_the_same_file_is_one_activity(diary: Diary) -> None:
    first = diary.add_activity(made_arrival(file_name="a.fit"))
    again = diary.add_activity(made_arrival(file_name="b.fit"))
    assert (first.known, again.known) == (False, True)
    assert again.activity == first.activity
    assert len(diary.activities()) == 1


def test_a_cramp_is_an_outcome_and_nothing_else_is(diary: Diary) -> None:
    activity_id = diary.add_activity(made_arrival()).activity.activity_id
    outcome = lambda: diary.session(activity_id).activity.outcome  # noqa: E731
    assert outcome() == "unsaid"
    for entry in one_of_each(activity_id)[1:]:
        diary.say(entry)
    assert outcome() == "unsaid"
    diary.say_outcome(activity_id, "none")
    diary.say(Cramp(activity_id=activity_id, muscle="calf"))
    assert outcome() == "cramp"
    for other in ("none", "unsaid"):
        with pytest.raises(InputError, match="has a cramp in this activity"):
            diary.say_outcome(activity_id, other)
    diary.undo()
    assert outcome() == "none"


def test_not_said_is_never_no(diary: Diary) -> None:
    fill(diary, 4)
    assert [len(diary.sessions(outcome=word)) for word in ("cramp", "none", "unsaid")] == [1, 1, 2]
    assert len(diary.sessions()) == 4
    with pytest.raises(InputError, match="outcome"):
        diary.activities(outcome="no")


def test_steps_are_undone_one_by_one_to_the_empty_diary(diary: Diary) -> None:
    fill(diary)
    while diary.activities():
        diary.undo()
    assert all(diary.entries(kind) == () for kind in TABLE_OF)
    with pytest.raises(InputError, match="nothing to undo"):
        diary.undo()


def test_what_is_taken_out_or_changed_comes_back_and_only_while_nothing_else_was_said(diary: Diary) -> None:
    fill(diary, 1)
    before, (cramp,) = row_digests(diary), diary.entries(Cramp)
    steps = [
        lambda: diary.take_out(cramp.entry_id),
        lambda: diary.take_out(cramp.entry_id, replace(cramp, muscle="hamstrings", at_s=60.0)),
    ]
    for step in steps:
        step()
        newest = diary.newest_step()
        assert newest is not None
        assert (newest.what, newest.activity_ids) == ("cramps", {cramp.activity_id})
        assert diary.entries(Cramp) != (cramp,)
        with pytest.raises(InputError, match="Something else"):
            diary.undo(batch="another")
        assert diary.undo(batch=newest.batch).count == 1
        assert row_digests(diary) == before
    diary.take_out(cramp.entry_id)
    diary.remove_activity(str(cramp.activity_id))
    with pytest.raises(InputError, match="deletion, which cannot be undone"):
        diary.undo()
    assert undo_surely(diary) == 0
    with pytest.raises(InputError, match="no such entry"):
        diary.take_out(cramp.entry_id)


def test_an_import_is_undone_as_a_whole(diary: Diary) -> None:
    diary.add_activity(made_arrival(0))
    for number in (1, 2, 3):
        diary.add_activity(made_arrival(number), batch="b")
    with pytest.raises(InputError, match=r"added 3 activities.*run_1.fit, run_2.fit, run_3.fit"):
        diary.undo()
    assert undo_surely(diary) == 3
    assert [one.file_name for one in diary.activities()] == ["run_0.fit"]


def test_entries_are_all_kept_or_none(diary: Diary) -> None:
    activity_id = diary.add_activity(made_arrival()).activity.activity_id
    with pytest.raises(InputError):
        diary.say(Cramp(activity_id=activity_id, muscle="calf"), Cramp(activity_id=activity_id, muscle="calf", at_s=-1.0))
    assert diary.session(activity_id).cramps == ()
    assert diary.session(activity_id).activity.outcome == "unsaid"


def test_an_activity_goes_with_all_that_was_said_of_it(diary: Diary) -> None:
    fill(diary)
    activity_id = diary.activity("run_0.fit").activity_id
    assert diary.remove_activity(activity_id) == 1
    assert all(one.activity_id is None for kind in TABLE_OF for one in diary.entries(kind))
    with pytest.raises(InputError):
        diary.original(activity_id)
    while True:  # what was deleted does not stand in the way of undoing what was done before
        try:
            undo_surely(diary)
        except InputError:
            break


def undo_surely(diary: Diary) -> int:
    newest = diary.newest_step()
    return diary.undo(batch="" if newest is None else newest.batch).count


def test_what_was_deleted_is_not_undone_and_nothing_goes_instead(diary: Diary) -> None:
    for number in (0, 1):
        diary.add_activity(made_arrival(number), batch="b")
    diary.say_outcome(diary.activity("run_1.fit").activity_id, "none")
    diary.remove_activity(diary.activity("run_0.fit").activity_id)
    with pytest.raises(InputError, match=r"deletion, which cannot be undone\. The step before it: outcome"):
        diary.undo()
    assert [one.outcome for one in diary.activities()] == ["none"]
    assert undo_surely(diary) == 1
    assert diary.undo_doubt() == ""
    diary.remove_activity(diary.activity("run_1.fit").activity_id)
    undo_surely(diary)
    with pytest.raises(InputError, match="nothing to undo"):
        diary.undo()


def test_an_entry_goes_by_the_beginning_of_its_id(diary: Diary) -> None:
    fill(diary)
    (cramp,) = diary.entries(Cramp)
    assert diary.remove_entry(cramp.entry_id[:8]) == "cramps"
    assert diary.entries(Cramp) == ()
    for wrong in ("", "%", "zzzz"):
        with pytest.raises(InputError):
            diary.remove_entry(wrong)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 1e300])
def test_no_such_number_is_kept(diary: Diary, value: float) -> None:
    activity_id = diary.add_activity(made_arrival()).activity.activity_id
    for entry in one_of_each(activity_id):
        table = TABLE_OF[type(entry)]
        for field in fields(entry):
            if table.c[field.name].type is Real and not (field.name == "air_c" and value == -1.0):
                with pytest.raises(InputError, match=rf"{table.name}\.{field.name}"):
                    diary.say(replace(entry, **{field.name: value}))
    with pytest.raises(InputError):
        diary.add_activity(made_arrival(1, duration_s=value))
    assert diary.verify() == 4  # athlete, activity, file, step


@pytest.mark.parametrize(
    "value",
    [
        {"muscle": "a\0b"},
        {"muscle": "\ud800"},
        {"muscle": "x" * 201},
        {"muscle": 3},
        {"side": "middle"},
        {"recurrence": 0.5},
        {"muscle": None},
    ],
)
def test_no_such_text_is_kept(diary: Diary, value: dict[str, object]) -> None:
    activity_id = diary.add_activity(made_arrival()).activity.activity_id
    with pytest.raises(InputError):
        diary.say(replace(Cramp(activity_id=activity_id, muscle="calf"), **value))


@pytest.mark.parametrize("wrong", ["2024-07-14", "2024-07-14T08:00:00", "2024-02-30T08:00:00Z", "2024-07-14T08:00:00.5Z"])
def test_a_moment_has_one_form(wrong: str) -> None:
    with pytest.raises(InputError, match="moment of UTC"):
        checked(tables.NOTES, {"noted_at": wrong})


def test_the_database_itself_refuses_what_is_out_of_range(diary: Diary) -> None:
    row = {"athlete_id": diary.athlete_id, "entry_id": new_id(), "said_at": MOMENT, "weighed_at": MOMENT, SEAL: "x"}
    for mass in (5.0, 1000.0, math.inf, math.nan):
        with pytest.raises(InputError, match="nothing was changed"), diary.database.writing() as connection:
            connection.execute(insert(tables.WEIGH_INS).values(**row, before_kg=mass))
    with diary.database.writing() as connection:  # the control: it takes what is in range
        connection.execute(insert(tables.WEIGH_INS).values(**row, before_kg=70.0))


def test_no_message_repeats_what_was_said(diary: Diary) -> None:
    row = {
        "athlete_id": diary.athlete_id,
        "entry_id": new_id(),
        "said_at": MOMENT,
        "noted_at": "Kanarienvogel",
        "note": "Kanarienvogel",
        SEAL: "x",
    }
    with pytest.raises(InputError) as told, diary.database.writing() as connection:
        connection.execute(insert(tables.NOTES).values(**row))
    chain: list[BaseException | None] = [told.value, told.value.__cause__]
    assert "Kanarienvogel" not in str(chain[0])
    assert "note=" not in str(chain[1])
    assert "Kanarienvogel'" not in str(chain[1])  # nor the statement's parameters, in what --debug shows


def test_nobody_sees_or_changes_what_is_anothers(diary: Diary) -> None:
    fill(diary)
    with diary.database.writing() as connection:
        Access(connection, "other").add(tables.ATHLETES, {"said_at": MOMENT})
    other = Diary(diary.database, "other")
    assert other.activities() == ()
    assert all(other.entries(kind) == () for kind in TABLE_OF)
    mine = diary.activities()[0]
    (cramp,) = diary.entries(Cramp)
    for touch in (
        lambda: other.session(mine.activity_id),
        lambda: other.original(mine.activity_id),
        lambda: other.say_outcome(mine.activity_id, "none"),
        lambda: other.say(Note(activity_id=mine.activity_id, noted_at=MOMENT, note="x")),
        lambda: other.remove_entry(cramp.entry_id),
        other.undo,
    ):
        with pytest.raises(InputError):
            touch()
    assert other.remove_activity(mine.activity_id) == 0
    assert other.past_sessions() == ()
    before = diary.verify()
    assert not other.add_activity(made_arrival(0, content=b"original 0" * 50)).known  # the same file is new to another
    assert diary.verify() == before
    with pytest.raises(InputError, match="2 athletes"):
        open_diary(**_place_of(diary))


def _place_of(diary: Diary) -> dict[str, str]:
    if diary.database.path is not None:
        return {"data": str(diary.database.path.parent)}
    return {"database": diary.database.engine.url.render_as_string(hide_password=False)}


def test_each_table_belongs_to_an_athlete_and_is_sealed() -> None:
    for table in tables.ALL:
        assert "athlete_id" in [column.name for column in table.primary_key]
        assert not table.c[SEAL].nullable


def test_entries_have_the_names_of_their_columns() -> None:
    for kind, table in TABLE_OF.items():
        assert {field.name for field in fields(kind)} == set(table.c.keys()) - {"athlete_id", SEAL}
    assert {field.name for field in fields(Activity)} == set(tables.ACTIVITIES.c.keys()) - {"athlete_id", SEAL}


DOORS = {"access.py", "database.py", "migrate.py", "erase.py", "rescue.py"}  # the door, and what works on whole databases


def statements(path: Path) -> list[str]:
    """Names that make or run a statement on tables."""
    made = {"select", "insert", "execute", "exec_driver_sql", "scalars", "scalar"}
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [name for call in calls if (name := getattr(call, "attr", getattr(call, "id", ""))) in made]


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_every_statement_passes_the_one_door(path: Path) -> None:
    assert path.name in DOORS or statements(path) == []


def test_a_statement_beside_the_door_is_seen() -> None:
    assert statements(PACKAGE / "access.py")


def test_a_changed_row_is_refused(diary: Diary) -> None:
    fill(diary)
    with diary.database.writing() as connection:
        connection.execute(text("UPDATE weigh_ins SET after_kg = after_kg + 0.5"))
    with pytest.raises(StoreError, match="not as it was written"):
        diary.entries(WeighIn)
    with pytest.raises(StoreError):
        diary.verify()


def test_past_sessions_end_before_the_moment_and_count_once(diary: Diary) -> None:
    for number in range(5):
        diary.add_activity(made_arrival(number))
    diary.add_activity(made_arrival(9, started_at=MOMENT, records_count=10))  # the first once more, from another device
    diary.add_activity(made_arrival(10, started_at=None))
    moment = datetime(2024, 7, 17, 12, 0, tzinfo=UTC)
    past = diary.past_sessions(moment)
    assert [round(one.before_day, 3) for one in past] == [2.958, 1.958, 0.958]
    assert past[0].duration_h == 1.0
    assert past[0].descent_m == 80.0
    assert len(diary.past_sessions()) == 5
    newest = diary.activities()[0].activity_id
    assert len(diary.past_sessions(leave_out=newest)) == 4
    assert diary.training_history(moment, "running").longest_session_h == 1.0


def test_who_it_is_comes_back(diary: Diary) -> None:
    assert diary.athlete() == Athlete()
    ana = Athlete(name="Ana", mass_kg=61.5, sex="female", cramp_history=True, medicines=("atorvastatin",))
    diary.say_athlete(ana)
    assert diary.athlete() == ana
    diary.undo()
    assert diary.athlete() == Athlete()


@given(texts(200), texts(60))
@settings(max_examples=20)
def test_any_note_is_kept_as_it_is(note: str, name: str) -> None:
    values = checked(tables.NOTES, {"note": note})
    assert values == {"note": note}


def test_a_diary_is_not_begun_by_reading(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no diary"):
        open_diary(tmp_path / "data", create=False)
    assert list(tmp_path.iterdir()) == []


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary)
        found = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert set(found.values()) == {0o600}
    assert "diary.sqlite-wal" in found


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "postgresql://host:port/name"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="--database"):
        open_diary(database=url)


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached") as told:
        open_diary(database="postgresql://ana:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value)


def test_a_file_that_another_begins_at_this_moment_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself refuses at once to keep a log for a file in which somebody else writes without one."""
    path = tmp_path / "diary.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE theirs (id INTEGER)")
    impatient = sqlite3.connect(path, timeout=30.0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        impatient.execute("PRAGMA journal_mode = WAL")
    impatient.close()
    done = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    done.start()
    with Database(path).reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    done.join()
    other.close()
