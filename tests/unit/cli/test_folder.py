"""A folder: every file is a row or named as left out, and a broken one ends nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import build_assessment
from hypothesis import given
from hypothesis import strategies as st

from uncramp.cli.folder import Listing, assess_folder, listing
from uncramp.errors import ActivityFileError, InputError

BROKEN = {"broken.fit": ActivityFileError("no records"), "bug.gpx": ZeroDivisionError("division by zero")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.FIT", "a.gpx.gz", "sub/c.tcx", "notes.txt", "sub/d.csv", ".hidden.fit"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_activities_are_found_and_the_rest_is_named(folder: Path) -> None:
    found = listing(folder)
    assert [path.relative_to(folder).as_posix() for path in found.activities] == ["a.gpx.gz", "b.FIT", "sub/c.tcx"]
    assert found.left_out == ("notes.txt", "sub/d.csv")


def test_a_folder_without_activities_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(InputError, match="no activity file"):
        listing(tmp_path)


@given(st.lists(st.sampled_from(["good.fit", *BROKEN]), min_size=1, max_size=4))
def test_each_file_is_one_row_in_its_place(names: list[str]) -> None:
    root = Path("/folder")

    def assess_one(path: Path, report: object) -> object:
        if path.name in BROKEN:
            raise BROKEN[path.name]
        return build_assessment(draws=5, session_min=10)

    rows = assess_folder(root, Listing(tuple(root / name for name in names), ()), assess_one, None, debugging=False)
    assert [row.file for row in rows] == names
    assert [row.error is not None for row in rows] == [name in BROKEN for name in names]
    kinds = {"broken.fit": "activity_file", "bug.gpx": "internal", "good.fit": None}
    assert [row.error_kind for row in rows] == [kinds[name] for name in names]


def test_a_mistake_of_ours_is_let_through_for_debugging() -> None:
    def assess_one(path: Path, report: object) -> object:
        raise BROKEN[path.name]

    found = Listing((Path("/folder/bug.gpx"),), ())
    with pytest.raises(ZeroDivisionError):
        assess_folder(Path("/folder"), found, assess_one, None, debugging=True)


def test_progress_names_the_file() -> None:
    heard: list[str] = []
    found = Listing((Path("/folder/a.fit"), Path("/folder/b.fit")), ())
    assess_folder(
        Path("/folder"),
        found,
        lambda *_: build_assessment(draws=5, session_min=10),
        lambda _, text: heard.append(text),
        debugging=False,
    )
    assert heard == ["a.fit: reading", "b.fit: reading"]
