"""A damaged file: seen before anything of it is believed, and mended from what can be read and from the last copy."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from diaries import fill

from uncramp.diary.bundle import row_digests
from uncramp.diary.database import Database
from uncramp.diary.migrate import copy_aside
from uncramp.diary.records import TABLE_OF
from uncramp.diary.rescue import rescue
from uncramp.diary.steps import utc_now
from uncramp.diary.store import open_diary
from uncramp.errors import InputError, StoreError

FLIPS = 60 if os.environ.get("UNCRAMP_FAULTS") == "full" else 25


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A healthy file, and the digests of its rows."""
    with open_diary(tmp_path / "whole") as diary:
        fill(diary, 12)
        digests = row_digests(diary)
    return tmp_path / "whole" / "diary.sqlite", digests


def flipped(path: Path, folder: Path, pick: random.Random, many: int) -> Path:
    """A copy of the file with some bits flipped."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    raw = bytearray(path.read_bytes())
    for _ in range(many):
        raw[pick.randrange(len(raw))] ^= 1 << pick.randrange(8)
    (folder / "diary.sqlite").write_bytes(raw)
    return folder / "diary.sqlite"


def read_all(folder: Path) -> dict[str, str]:
    """Digests of every row, as a person would come to read them."""
    with open_diary(folder, create=False) as diary:
        diary.verify()
        return row_digests(diary)


@pytest.mark.parametrize("many", [1, 20])
def test_a_flipped_bit_is_seen_or_changes_nothing(whole: tuple[Path, dict[str, str]], tmp_path: Path, many: int) -> None:
    pick = random.Random(many)
    seen: list[str] = []
    for _ in range(FLIPS):
        path = flipped(whole[0], tmp_path / "flipped", pick, many)
        try:
            digests = read_all(path.parent)
        except StoreError as error:
            seen.append(str(error))
        else:
            assert digests == whole[1]
    assert all("diary restore" in told or "newer uncramp" in told for told in seen)
    # the control: flips do damage, so a test that sees none sees nothing
    assert len(seen) > (FLIPS // 10 if many == 1 else FLIPS // 2)


def test_a_number_changed_behind_its_back_is_seen(whole: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    path, _ = whole
    raw = path.read_bytes()
    assert raw.count(b"stretch") >= 1
    (tmp_path / "changed").mkdir()
    (tmp_path / "changed" / "diary.sqlite").write_bytes(raw.replace(b"stretch", b"strotch"))
    with pytest.raises(StoreError, match="not as it was written"):
        read_all(tmp_path / "changed")


def test_what_can_be_read_is_brought_over(whole: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    pick = random.Random(7)
    kept, lost = 0, []
    for _ in range(12):
        path = flipped(whole[0], tmp_path / "flipped", pick, 30)
        damaged = path.read_bytes()
        try:
            rescued = rescue(path)
        except StoreError as error:
            lost.append(str(error))
            continue
        assert rescued.damaged.read_bytes() == damaged  # put aside, never deleted
        read_all(path.parent)
        with open_diary(path.parent) as diary:
            assert len(diary.activities()) <= 12
            kept += len(diary.activities())
    assert kept > 12
    assert len(lost) < 12
    assert all("Nothing can be read" in told for told in lost)


def test_the_last_copy_gives_what_the_file_lost(whole: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    path, digests = whole
    database = Database(path)
    copy_aside(database, "test", utc_now())
    database.close()
    pick = random.Random(3)
    raw = path.read_bytes()
    for size in (100, 4096, len(raw) // 2, len(raw)):
        changed = bytearray(raw)
        changed[:size] = pick.randbytes(size)
        path.write_bytes(changed)
        with pytest.raises(StoreError, match="diary restore"):
            read_all(path.parent)
        rescued = rescue(path)
        assert rescued.from_copy_count > 0
        assert rescued.without_original == ()
        assert read_all(path.parent) == digests


def test_rows_newer_than_the_copy_are_kept(whole: tuple[Path, dict[str, str]]) -> None:
    path, _ = whole
    database = Database(path)
    copy_aside(database, "test", utc_now())
    database.close()
    with open_diary(path.parent) as diary:
        activity = diary.activities()[0]
        diary.say_outcome(activity.activity_id, "none")
        digests = row_digests(diary)
    rescue(path)
    assert read_all(path.parent) == digests


def test_without_file_and_copy_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no diary"):
        rescue(tmp_path / "diary.sqlite")
    (tmp_path / "diary.sqlite").write_bytes(b"x" * 10_000)
    with pytest.raises(StoreError, match="Nothing can be read"):
        rescue(tmp_path / "diary.sqlite")
    assert (tmp_path / "diary.sqlite").read_bytes() == b"x" * 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["diary.sqlite"]


def test_every_kind_of_entry_is_brought_over(whole: tuple[Path, dict[str, str]]) -> None:
    path, _ = whole
    rescue(path)
    with open_diary(path.parent) as diary:
        assert all(diary.entries(kind) for kind in TABLE_OF)
