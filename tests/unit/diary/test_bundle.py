"""Everything out and in again: on the same kind of database or the other, equal to the last row and byte, or refused whole."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from diaries import MOMENT, NOON, cramps, fill, made_arrival
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp import Athlete
from uncramp.diary.bundle import read_bundle, row_digests, write_bundle
from uncramp.diary.records import Cramp, NearCramp, Note
from uncramp.diary.store import Diary, open_diary
from uncramp.errors import InputError, StoreError


@pytest.fixture
def bundle(place: dict[str, str], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A bundle, and the digests of what is in it."""
    with open_diary(**place, clock=lambda: NOON) as diary:
        fill(diary)
        diary.say_athlete(Athlete(name="Ana", mass_kg=61.5))
        assert all(write_bundle(diary, tmp_path / "diary.zip").values()), "a table without a row would come back whatever is wrong"
        return tmp_path / "diary.zip", row_digests(diary)


def test_a_round_trip_gives_the_same_rows(bundle: tuple[Path, dict[str, str]], tmp_path: Path, postgresql) -> None:
    path, digests = bundle
    for place in ({"data": str(tmp_path / "fresh")}, {"database": postgresql()}):
        with open_diary(**place) as diary:
            restored = read_bundle(diary, path)
            assert row_digests(diary) == digests
            assert restored.added_count > 0
            assert diary.original(diary.activity("run_2.fit").activity_id).content == b"original 2" * 50
            again = read_bundle(diary, path)
            assert (again.added_count, again.known_count) == (0, restored.added_count + restored.known_count)
            diary.undo()  # what was done before it was written out can be undone after
            assert diary.athlete() == Athlete()


def test_any_diary_comes_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(st.data(), st.integers(0, 3))
    @settings(max_examples=10)
    def law(data: st.DataObject, count: int) -> None:
        folder = tmp_path_factory.mktemp("law")
        with open_diary(folder / "one") as one, open_diary(folder / "other") as other:
            for number in range(count):
                activity = one.add_activity(
                    made_arrival(number, content=data.draw(st.binary(min_size=1)) + bytes([number]))
                ).activity
                said = data.draw(st.lists(cramps(activity.activity_id), max_size=3))
                if said:
                    one.say(*said)
            write_bundle(one, folder / "x.zip")
            read_bundle(other, folder / "x.zip")
            assert row_digests(one) == row_digests(other)
            other.verify()

    law()


def test_what_packs_like_a_bomb_comes_back_as_well(tmp_path: Path) -> None:
    with open_diary(tmp_path / "one") as one, open_diary(tmp_path / "other") as other:
        one.add_activity(made_arrival(content=bytes(3_000_000)))
        one.say(*(Note(noted_at=MOMENT, note="a" * 20_000) for _ in range(100)))
        write_bundle(one, tmp_path / "x.zip")
        read_bundle(other, tmp_path / "x.zip")
        assert row_digests(one) == row_digests(other)


def test_it_is_plain_files(bundle: tuple[Path, dict[str, str]]) -> None:
    path, _ = bundle
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        cramps_json = json.loads(archive.read("tables/cramps.json"))
        csv = archive.read("tables/cramps.csv").decode()
    assert [one["muscle"] for one in cramps_json] == ["calf"]
    assert "calf" in csv
    assert sum(name.startswith("originals/") and name.endswith(".fit") for name in names) == 3


def test_something_else_under_the_same_id_restores_nothing(tmp_path: Path) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary)
        write_bundle(diary, tmp_path / "x.zip")
        activity = diary.activities()[0].activity_id
        diary.say_outcome(activity, "none")
        (cramp,) = diary.entries(Cramp)
        diary.remove_entry(cramp.entry_id)
        before = row_digests(diary)
        with pytest.raises(InputError, match="something else"):
            read_bundle(diary, tmp_path / "x.zip")
        assert row_digests(diary) == before


@pytest.mark.parametrize("position", [0.2, 0.5, 0.8])
def test_a_damaged_archive_restores_nothing(tmp_path: Path, position: float) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary)
        write_bundle(diary, tmp_path / "x.zip")
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    at = int(len(raw) * position)
    for place in range(at, at + 20):
        raw[place] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(raw)
    with open_diary(tmp_path / "two") as diary:
        with pytest.raises((StoreError, InputError)):
            read_bundle(diary, tmp_path / "x.zip")
        assert diary.activities() == ()


def changed(source: Path, target: Path, name: str, content: bytes) -> Path:
    """A copy of an archive with one file changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return target


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diary.json", b"{}"),
        ("diary.json", b"[" * 100_000),
        ("tables/notes.json", b'[{"note": NaN}]'),
        ("tables/notes.json", b"[]"),
        ("tables/weigh_ins.json", b"[1]"),
    ],
)
def test_a_changed_archive_restores_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary)
        write_bundle(diary, tmp_path / "x.zip")
    with open_diary(tmp_path / "two") as diary:
        with pytest.raises((StoreError, InputError)):
            read_bundle(diary, changed(tmp_path / "x.zip", tmp_path / "y.zip", name, content))
        assert diary.activities() == ()


def test_another_file_in_place_of_an_original_restores_nothing(tmp_path: Path) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary)
        write_bundle(diary, tmp_path / "x.zip")
        name = f"originals/{diary.activity('run_1.fit').activity_id}/run_1.fit"
    with open_diary(tmp_path / "two") as diary, pytest.raises(StoreError, match="not the file it was"):
        read_bundle(diary, changed(tmp_path / "x.zip", tmp_path / "y.zip", name, b"x"))


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with open_diary(tmp_path / "two") as diary, pytest.raises(InputError, match="no export of a diary"):
        read_bundle(diary, tmp_path / "x.zip")


def test_a_bundle_of_another_version_is_told(tmp_path: Path) -> None:
    with open_diary(tmp_path / "one") as diary:
        write_bundle(diary, tmp_path / "x.zip")
    manifest = b'{"format": "uncramp diary", "revision": "9999", "version": "9.0"}'
    with open_diary(tmp_path / "two") as diary, pytest.raises(StoreError, match=r"9\.0"):
        read_bundle(diary, changed(tmp_path / "x.zip", tmp_path / "y.zip", "diary.json", manifest))


@pytest.mark.parametrize(("revision", "side"), [("0001", None), ("0002", "both")])
def test_a_bundle_of_older_tables_is_read_and_a_side_could_not_be_left_unsaid_in_the_first(
    tmp_path: Path, revision: str, side: str | None
) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary, 1)
        (near,) = diary.entries(NearCramp)
        diary.take_out(near.entry_id, replace(near, side="both"))
        write_bundle(diary, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        manifest = json.loads(archive.read("diary.json")) | {"revision": revision}
    with open_diary(tmp_path / "two") as diary:
        read_bundle(diary, changed(tmp_path / "x.zip", tmp_path / "y.zip", "diary.json", json.dumps(manifest).encode()))
        assert diary.entries(NearCramp) == (replace(near, side=side),)


def test_digests_see_a_difference(tmp_path: Path) -> None:
    with open_diary(tmp_path / "one") as diary:
        fill(diary)
        before = row_digests(diary)
        diary.undo()
        after = row_digests(diary)
    assert before != after
    assert isinstance(diary, Diary)
