"""Steps of the tables: up and down on both databases, whole or not at all, a copy first, and no step back in time."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from diaries import NEXT_STEP, fill
from sqlalchemy import CheckConstraint, Table, inspect, text

from uncramp.diary.bundle import row_digests
from uncramp.diary.database import Database, place_of
from uncramp.diary.migrate import COPIES, KEPT_COPIES, STEPS, VERSION_TABLE, copies_of, copy_weekly, migrate, revision_of
from uncramp.diary.migrations.v0001_diary import FIRST
from uncramp.diary.records import Cramp
from uncramp.diary.seal import seal_of
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.tables import METADATA, REVISION
from uncramp.errors import StoreError

BROKEN = (
    NEXT_STEP
    + """
def upgrade():
    op.add_column("notes", Column("mood", Text))
    op.execute("UPDATE notes SET note = NULL")
"""
)


SAID = ("left", "right", "both", None)


@pytest.fixture
def later(tmp_path: Path) -> tuple[Path, ...]:
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "v9999_mood.py").write_text(NEXT_STEP)
    return (STEPS, folder)


def checks(table: Table) -> dict[str, str]:
    """What a table checks of its rows, by the name of the check."""
    found = [one for owner in (table, *table.columns) for one in owner.constraints if isinstance(one, CheckConstraint)]
    return {str(one.name): str(one.sqltext) for one in found}


def bare(place: dict[str, str]) -> Database:
    where = place_of(place.get("data"), place.get("database"))
    if isinstance(where, Path):
        where.parent.mkdir(parents=True, exist_ok=True)
    return Database(where)


def test_the_steps_lead_to_the_tables(place: dict[str, str]) -> None:
    database = bare(place)
    assert migrate(database)
    assert not migrate(database)
    with database.reading() as connection:
        assert revision_of(connection) == REVISION
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            assert {one["name"] for one in found.get_check_constraints(table.name)} == set(checks(table)) != set()
    database.close()


def test_what_was_first_released_is_what_the_tables_grew_from() -> None:
    then, now = ({table.name: checks(table) for table in metadata.sorted_tables} for metadata in (FIRST, METADATA))
    assert len(then) > 10
    assert REVISION != "0001" or then == now


def test_down_takes_all_away_and_up_brings_it_back(place: dict[str, str]) -> None:
    database = bare(place)
    migrate(database)
    assert migrate(database, to="base")
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {VERSION_TABLE}
    assert migrate(database)
    database.close()


def test_a_step_up_and_down_keeps_every_row(place: dict[str, str], later: tuple[Path, ...]) -> None:
    with open_diary(**place) as diary:
        fill(diary)
        before = row_digests(diary)
        assert migrate(diary.database, to="9999", folders=later)
        with diary.database.reading() as connection:
            assert "mood" in [column["name"] for column in inspect(connection).get_columns("notes")]
        assert migrate(diary.database, to=REVISION, folders=later)
        assert row_digests(diary) == before
        diary.verify()


def test_a_side_not_said_is_none_and_was_both(place: dict[str, str]) -> None:
    with open_diary(**place) as diary:
        fill(diary, 1)
        activity_id = diary.activity("last").activity_id
        diary.say(*(Cramp(activity_id=activity_id, muscle="calf", side=side) for side in SAID))
        assert migrate(diary.database, to="0001")
        with diary.database.reading() as connection:
            rows = [dict(row) for row in connection.execute(text("SELECT * FROM cramps")).mappings()]
            assert {row["side"] for row in rows} == {"left", "right", "both"}
            assert all(seal_of("cramps", row) == row["seal"] for row in rows)
        with pytest.raises(Exception, match=r"(?i)null"), diary.database.writing() as connection:
            connection.execute(text("UPDATE cramps SET side = NULL"))
        with diary.database.writing() as connection:  # a damaged row is not made whole by a step
            connection.execute(text("UPDATE near_cramps SET muscle = 'toe'"))
        assert migrate(diary.database)
        # what was kept as both may never have been said, so it is said of nobody
        assert {one.side for one in diary.entries(Cramp)} == {"left", "right", None}
        with pytest.raises(StoreError, match="near_cramps"):
            diary.verify()


def test_a_step_that_fails_changes_nothing(place: dict[str, str], later: tuple[Path, ...]) -> None:
    (later[1] / "v9999_mood.py").write_text(BROKEN)
    with open_diary(**place) as diary:
        fill(diary)
        before = row_digests(diary)
        with pytest.raises(Exception, match=r"(?i)null"):
            migrate(diary.database, to="9999", folders=later)
        assert row_digests(diary) == before
        with diary.database.reading() as connection:
            assert revision_of(connection) == REVISION
            assert "mood" not in [column["name"] for column in inspect(connection).get_columns("notes")]


def test_a_newer_database_is_refused_and_left_as_it_is(place: dict[str, str], later: tuple[Path, ...]) -> None:
    with open_diary(**place) as diary:
        fill(diary)
        migrate(diary.database, to="9999", folders=later)
    with pytest.raises(StoreError, match="newer uncramp"):
        open_diary(**place)
    database = bare(place)
    with database.reading() as connection:
        assert revision_of(connection) == "9999"
        assert connection.scalar(text("SELECT count(*) FROM notes")) == 1
    database.close()


def test_a_copy_is_put_aside_before_a_step(tmp_path: Path, later: tuple[Path, ...]) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary)
        before = row_digests(diary)
        migrate(diary.database, to="9999", folders=later)
        (copy,) = copies_of(diary.database)
        assert copy.stat().st_mode & 0o777 == 0o600
        assert copy.parent.stat().st_mode & 0o777 == 0o700
        kept = Diary(Database(copy), diary.athlete_id)
        assert row_digests(kept) == before
        kept.close()


def test_copies_are_made_weekly_and_five_are_kept(tmp_path: Path) -> None:
    now = datetime(2024, 7, 14, tzinfo=UTC)
    with open_diary(tmp_path / "data", clock=lambda: now) as diary:
        assert copies_of(diary.database) == []  # there is nothing to copy yet
        fill(diary)
        for day in range(0, 70, 2):
            copy_weekly(diary.database, now + timedelta(days=day))
        days = [one.name.split("-")[1][:8] for one in copies_of(diary.database)]
    assert len(days) == KEPT_COPIES
    moments = [datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC) for day in days]
    assert all((later - sooner).days == 8 for later, sooner in pairwise(moments))
    assert not [path for path in (tmp_path / "data" / COPIES).iterdir() if path.suffix != ".sqlite"]


def test_a_damaged_file_is_never_copied_over_a_good_copy(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary, 30)
    path = tmp_path / "data" / "diary.sqlite"
    raw = bytearray(path.read_bytes())
    raw[8192:40000] = bytes(40000 - 8192)
    path.write_bytes(raw)
    database = Database(path)
    with pytest.raises(StoreError, match="diary restore"):
        copy_weekly(database, datetime(2030, 1, 1, tzinfo=UTC))
    database.close()


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "diary.sqlite").write_bytes(b"this is no database, but a letter of some length" * 100)
    with pytest.raises(StoreError, match="diary restore"):
        open_diary(folder)


def test_tables_are_strict(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary)
    raw = sqlite3.connect(tmp_path / "data" / "diary.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        raw.execute("UPDATE weigh_ins SET before_kg = 'heavy'")
    raw.close()
