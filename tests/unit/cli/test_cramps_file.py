"""Cramps in a file beside the activity."""

import pytest

from uncramp.cli.times import typed_cramps
from uncramp.errors import InputError


def test_a_file_holds_a_cramp_a_line_and_remarks(tmp_path):
    kept = tmp_path / "race.cramps.txt"
    kept.write_text("# the race\ncalf:left@3:05:00\n\nhamstrings@+20min  # in the car\n")
    assert [(cramp.muscle, cramp.side) for cramp in typed_cramps([str(kept), "quadriceps@10min"])] == [
        ("calf", "left"),
        ("hamstrings", "both"),
        ("quadriceps", "both"),
    ]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00", b"calf:left\n", b"calv@1:00:00\n"])
def test_a_file_that_names_no_cramp_is_refused(tmp_path, content):
    kept = tmp_path / "race.cramps.txt"
    kept.write_bytes(content)
    with pytest.raises(InputError, match="--cramped"):
        typed_cramps([str(kept)])
