"""Cramps in a file beside the activity."""

import pytest

from uncramp.cli.times import typed_cramps
from uncramp.errors import InputError


def test_a_file_holds_a_cramp_a_line_and_remarks(tmp_path):
    kept = tmp_path / "race.cramps.txt"
    kept.write_text("# the race\ncalf:left@3:05:00\n\nhamstrings@+20min  # in the car\n")
    assert [(cramp.muscle, cramp.side) for cramp in typed_cramps([str(kept), "quadriceps@10min"])] == [
        ("calf", "left"),
        ("hamstrings", ""),
        ("quadriceps", ""),
    ]


@pytest.mark.parametrize("name", ["_o/nofile.txt", "race.cramps.txt", "C:\\runs\\race"])
def test_a_file_that_is_not_there_is_missed_as_a_file(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="there is no file") as caught:
        typed_cramps([name])
    assert name in str(caught.value)


def test_a_folder_is_no_file_of_cramps(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        typed_cramps([str(tmp_path)])


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00", b"calf:left\n", b"calv@1:00:00\n"])
def test_a_file_that_names_no_cramp_is_refused(tmp_path, content):
    kept = tmp_path / "race.cramps.txt"
    kept.write_bytes(content)
    with pytest.raises(InputError, match="--cramped"):
        typed_cramps([str(kept)])
