"""Each error has one exit code and one kind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import click
import pytest

from uncramp import errors
from uncramp.cli import failures, main
from uncramp.cli.failures import failure_of
from uncramp.report.schema import ERROR_KINDS

TABLE = {
    errors.InputError: (2, "input"),
    errors.ActivityFileError: (3, "activity_file"),
    errors.EvidenceError: (4, "evidence"),
    errors.SimulationError: (5, "simulation"),
    errors.StoreError: (6, "store"),
}


@pytest.mark.parametrize(("error", "told"), TABLE.items())
def test_an_error_of_ours_keeps_its_words(error: type[Exception], told: tuple[int, str]) -> None:
    failure = failure_of(error("seen 3 m, expected 2 m"))
    assert (failure.exit_code, failure.kind, failure.message) == (*told, "seen 3 m, expected 2 m")
    assert failure.hint


def test_every_error_of_the_package_has_a_code_of_its_own() -> None:
    raised = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.UncrampError)}
    assert set(TABLE) == raised - {errors.UncrampError}
    codes = [failure_of(error("x")).exit_code for error in TABLE]
    assert len(set(codes)) == len(codes)


def test_a_mistake_of_ours_names_itself_and_how_to_report_it() -> None:
    failure = failure_of(ZeroDivisionError("division by zero"))
    assert (failure.exit_code, failure.kind) == (1, "internal")
    assert "ZeroDivisionError" in failure.message
    assert "--debug" in failure.hint


@pytest.mark.parametrize("error", [click.Abort(), KeyboardInterrupt()])
def test_ctrl_c_is_130(error: BaseException) -> None:
    assert failure_of(error).exit_code == 130


def test_a_wrong_flag_is_an_input_error() -> None:
    assert failure_of(click.UsageError("No such option: --colour")).exit_code == 2


def test_kinds_are_those_of_the_schema_and_the_table_of_the_docs_is_complete() -> None:
    known = [failure_of(error("x")) for error in TABLE] + [failure_of(KeyboardInterrupt()), failure_of(ValueError())]
    assert {failure.kind for failure in known} == set(ERROR_KINDS)
    for failure in known:
        assert f"{failure.exit_code}  " in (failures.__doc__ or "")


def test_an_error_on_a_terminal_ends_its_lines_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["check", "--answers", "a_file_that_is_not_there.json"]
    assert main.run(words) == 2
    piped = capsys.readouterr().err
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(main.sys.stderr, "isatty", lambda: True)
    assert main.run(words) == 2
    shown = capsys.readouterr().err
    assert len(piped.splitlines()) == 1
    assert max(map(len, shown.splitlines())) < 40
    assert shown.split() == piped.split()


@pytest.mark.parametrize("words", [["schema"], ["evidence", "no-such-topic", "--json"], ["evidence", "heat"]])
def test_output_that_has_no_room_is_one_line(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dropped: list[bool] = []
    echo = click.echo

    def full(message: object = None, *given: object, err: bool = False, **named: object) -> None:
        if not err:
            raise OSError(errno.ENOSPC, "No space left on device")
        echo(message, err=True)

    monkeypatch.setattr(click, "echo", full)
    monkeypatch.setattr(main, "_drop_stdout", lambda: dropped.append(True))
    assert main.run(words) == 6
    told = capsys.readouterr()
    assert told.err == "Error: The output cannot be written: No space left on device. Send it to a place with enough room.\n"
    assert not told.out
    assert dropped


def test_a_file_that_cannot_be_read_is_no_fault_of_the_output() -> None:
    assert not main._is_of_stdout(OSError(errno.EIO, "Input/output error", "morning_run.fit"))
    assert main._is_of_stdout(OSError(errno.EIO, "Input/output error"))


@pytest.mark.parametrize("words", [("schema",), ("evidence", "heat"), ("prevent", "--help")])
def test_a_reader_that_stops_reading_is_no_failure(words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    program = [sys.executable, "-c", "from uncramp.cli.main import main; main()", *words]
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(program, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
