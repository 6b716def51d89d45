"""Deleted is gone: a word that stood in every kind of row is found nowhere, on either database."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest
from diaries import MOMENT, made_arrival, one_of_each
from sqlalchemy import text

from uncramp import Athlete
from uncramp.diary.access import Access
from uncramp.diary.erase import delete_everything
from uncramp.diary.migrate import COPIES, copy_aside
from uncramp.diary.records import Note
from uncramp.diary.rescue import rescue
from uncramp.diary.steps import utc_now
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.tables import ATHLETES
from uncramp.errors import StoreError

CANARY = "Kanarienvogel"
FREE_TEXT = ("helped", "what", "dose", "note", "name", "title")


def sing(diary: Diary) -> None:
    """Put the word wherever a person can put one."""
    for number in range(3):
        arrival = made_arrival(
            number, content=f"{CANARY} {number}".encode() * 2000, title=CANARY, file_name=f"{CANARY}{number}.fit", device=CANARY
        )
        activity = diary.add_activity(arrival).activity
        for entry in one_of_each(activity.activity_id):
            free = {field.name: f"{CANARY} {number}" for field in fields(entry) if field.name in FREE_TEXT}
            diary.say(replace(entry, **free))
    diary.say_athlete(Athlete(name=CANARY))


def heard(folder: Path) -> list[Path]:
    """Files below a folder in which the word stands."""
    return [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_a_deleted_diary_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    with open_diary(tmp_path / "data") as diary:
        sing(diary)
        copy_aside(diary.database, "test", utc_now())
        assert len(heard(tmp_path)) >= 2  # the control: log and copy
        delete_everything(diary)
    assert heard(tmp_path) == []
    assert list((tmp_path / "data").iterdir()) == []


def test_a_damaged_file_that_was_put_aside_goes_as_well(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        sing(diary)
    rescue(tmp_path / "data" / "diary.sqlite")
    assert list((tmp_path / "data").glob("*damaged*"))
    with open_diary(tmp_path / "data") as diary:
        delete_everything(diary)
    assert heard(tmp_path) == []
    assert list((tmp_path / "data").iterdir()) == []


def test_what_was_deleted_is_zero_before_the_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uncramp.diary.erase.overwrite", lambda path: None)
    with open_diary(tmp_path / "data") as diary:
        sing(diary)
        assert heard(tmp_path)
        delete_everything(diary)
    assert (tmp_path / "data" / "diary.sqlite").exists()
    assert heard(tmp_path) == []


def test_an_activity_deleted_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        activity = diary.add_activity(made_arrival(content=CANARY.encode() * 2000, title=CANARY)).activity
        diary.say(Note(activity_id=activity.activity_id, noted_at=MOMENT, note=CANARY * 100))
        diary.add_activity(made_arrival(1))
    assert heard(tmp_path)
    with open_diary(tmp_path / "data") as diary:
        shutil.rmtree(tmp_path / "data" / COPIES)
        diary.remove_activity(activity.activity_id)
    assert heard(tmp_path) == []


def test_somebody_elses_diary_stays(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        sing(diary)
        with diary.database.writing() as connection:
            Access(connection, "other").add(ATHLETES, {"said_at": MOMENT})
        Diary(diary.database, "other").say(Note(noted_at=MOMENT, note="of another"))
        delete_everything(diary)
    assert heard(tmp_path) == []
    with open_diary(tmp_path / "data") as other:
        assert [one.note for one in other.entries(Note)] == ["of another"]


def test_while_another_program_has_it_open_that_is_told(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as other, open_diary(tmp_path / "data") as diary:
        sing(diary)
        with other.database.reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM activities")) == 3
            with pytest.raises(StoreError, match="another program"):
                delete_everything(diary)
    with open_diary(tmp_path / "data") as again:
        assert again.activities() == ()
        delete_everything(again)
    assert heard(tmp_path) == []


def test_a_deleted_diary_on_postgresql_is_gone(postgresql) -> None:
    url = postgresql()
    with open_diary(database=url) as diary:
        sing(diary)
        with diary.database.reading() as connection:
            data = Path(connection.scalar(text("SHOW data_directory")))
            base = data / "base" / str(connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()")))
        with diary.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CHECKPOINT")
        assert heard(base)
        delete_everything(diary)
    with open_diary(database=url) as diary:
        with diary.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CHECKPOINT")
        assert diary.activities() == ()
    assert heard(base) == []
