"""Files appear whole or not at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp.cli.main import run, uncramp
from uncramp.cli.writing import (
    ENDINGS,
    check_outputs,
    columns_of_stdout,
    replacing,
    screen_of_stdout,
    tell_written,
    write_private,
    write_text,
)
from uncramp.errors import InputError, StoreError


def test_text_is_written_as_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "°C\n1\n")
    assert (tmp_path / "a.csv").read_bytes() == b"\xc2\xb0C\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("said", "columns"), [("", 80), ("60", 60), ("100", 100), ("20", 60), ("200", 120), ("wide", 80)])
def test_what_is_piped_is_as_wide_as_columns_says(monkeypatch: pytest.MonkeyPatch, said: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert columns_of_stdout() == screen_of_stdout("metric").width == columns


def test_experiments_keep_to_the_width() -> None:
    for columns in (60, 100):
        for words in (["reflex", "list"], ["reflex", "experiment", "pain"], ["reflex", "table"]):
            shown = CliRunner().invoke(uncramp, words, env={"COLUMNS": str(columns)}).stdout
            assert max(map(len, shown.splitlines())) <= columns


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_breaks_leaves_the_old_file_and_no_part(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")

    def break_off() -> None:
        with replacing(target) as part:
            part.write_text("half")
            raise error

    with pytest.raises(error):
        break_off()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No space left"), replacing(tmp_path / "a.csv"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        check_outputs({"html": str(tmp_path / "none" / "a.html")}, [])
    with pytest.raises(StoreError, match="is a folder"):
        check_outputs({"html": str(tmp_path)}, [])
    check_outputs({"html": str(tmp_path / "a.html"), "pdf": None}, [])


def test_an_output_never_replaces_an_input_or_another_output(tmp_path: Path) -> None:
    run = tmp_path / "run.fit"
    run.write_bytes(b"")
    with pytest.raises(InputError, match="is read by this command"):
        check_outputs({"html": str(tmp_path / "." / "run.fit")}, [str(run), None])
    with pytest.raises(InputError, match="two results"):
        check_outputs({"html": str(tmp_path / "a"), "pdf": str(tmp_path / "a")}, [])


@pytest.mark.parametrize(
    ("setting", "name"),
    [("fhir", "s.pdf"), ("pdf", "s.html"), ("html", "x.PDF"), ("csv", "t.html"), ("series", "s.json"), ("npz", "n.csv"), ("save", "me.toml"), ("html", "run.fit")],
)  # fmt: skip
def test_a_name_of_another_kind_of_file_is_refused(setting: str, name: str) -> None:
    with pytest.raises(InputError, match=rf"--{setting} {name}: .* Choose a name that ends in \{ENDINGS[setting][0]}"):
        check_outputs({setting: name}, [])


@pytest.mark.parametrize("setting", ENDINGS)
def test_its_own_ending_one_that_says_nothing_and_none_are_taken(setting: str) -> None:
    for name in ("a", "a.x", f"a{ENDINGS[setting][0]}", f"a{ENDINGS[setting][-1].upper()}", "v1.2"):
        check_outputs({setting: name}, [])


@pytest.mark.parametrize(
    "words",
    [
        ["why", "10km", "--time", "1:00:00", "--html", "a.csv"], ["why", "10km", "--time", "1:00:00", "--series", "a.html"], ["relieve", "calf", "--html", "a.pdf"],
        ["relieve", "calf", "--pdf", "a.html"], ["learn", "--html", "a.pdf"], ["check", "summary", "--athlete", "none.toml", "--fhir", "a.pdf"],
        ["reflex", "experiment", "tendon", "--npz", "a.html"], ["athlete", "new", "a.json"], ["check", "--save", "a.html"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_refuses_it_before_its_work(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    tell_written(["a.html", None, "b.pdf"])
    tell_written([None])
    assert capsys.readouterr().out == "Written: a.html, b.pdf\n"


def test_what_is_private_can_be_read_by_its_owner_only_also_where_another_file_was(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    target.write_text("old")
    target.chmod(0o666)
    write_private(target, "new °")
    assert target.read_bytes() == b"new \xc2\xb0"
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(StoreError):
        write_private(tmp_path / "no" / "s.json", b"")
