"""``uncramp cohort`` as a person runs it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fields import SHORT_RUN

from uncramp.cli import cohort as command
from uncramp.cli.main import run, uncramp
from uncramp.cli.progress import left_text
from uncramp.errors import InputError


@pytest.fixture
def field(tmp_path: Path) -> str:
    path = tmp_path / "short.toml"
    path.write_text(SHORT_RUN, encoding="utf-8")
    return str(path)


def invoke(*words: str) -> Result:
    done = CliRunner().invoke(uncramp, ["cohort", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_field_is_one_screen_of_text(field: str) -> None:
    done = invoke(field, "--draws", "2", "--athletes", "4")
    assert done.stdout.startswith("Ten kilometres in town: the first 4 of 12 athletes")
    assert "Weather: air 20 °C, humidity 60 %." in done.stdout
    assert "a cramp before the finish" in done.output
    assert "Enough in 95 %" in done.output


def test_miles_and_fahrenheit_where_they_are_asked_for_and_json_as_ever(field: str, tmp_path: Path) -> None:
    page, words = tmp_path / "field.html", (field, "--draws", "2", "--athletes", "4", "--units", "imperial")
    told = invoke(*words, "--html", str(page)).stdout
    shown = page.read_text(encoding="utf-8").partition("<main")[2]
    for text in (told, re.sub(r"<[^>]*>", " ", shown)):
        assert re.search(r"core above 104 °F", text)
        assert re.search(r"Drink: \d+\sgal", text)
        assert not re.search(r"°C|\bkm\b|\d\s*(?:L|m)\b", text)
    assert "air 68 °F" in told
    assert "6.2 mi" in told
    assert invoke(*words, "--json").stdout == invoke(*words[:-2], "--json").stdout


def test_json_is_one_document_the_same_however_it_is_run(field: str, tmp_path: Path) -> None:
    words = (field, "--draws", "2", "--athletes", "4", "--json")
    first = json.loads(invoke(*words).stdout)
    again = json.loads(invoke(*words, "--out", str(tmp_path / "study")).stdout)
    assert first == again
    assert first["draws"] == 2
    assert json.loads(invoke(*words, "--seed", "1").stdout)["sha256"] != first["sha256"]


def test_files_are_written_and_named(field: str, tmp_path: Path) -> None:
    out, page = tmp_path / "study", tmp_path / "field.html"
    done = invoke(field, "--draws", "2", "--athletes", "3", "--out", str(out), "--html", str(page))
    assert {path.name for path in out.iterdir()} == {"chunks", "runners.parquet", "segments.parquet"}
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "runners.parquet" in done.output
    assert "field.html" in done.output


def test_more_athletes_than_there_are_is_all_of_them(field: str) -> None:
    assert json.loads(invoke(field, "--draws", "2", "--athletes", "9000", "--json").stdout)["athletes"] == 12


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("maraton",), "Did you mean marathon"),
        (("{field}", "--set", "hazard.rate=1"), "no such parameter"),
        (("{field}", "--html", "{field}"), "would destroy it"),
        (("{field}", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"), "both given"),
    ],
)
def test_what_cannot_be_is_told(field: str, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError, match=told):
        invoke(*(word.format(field=field) for word in words))


def test_without_pyarrow_out_is_refused_before_the_work(field: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r"needs pyarrow.*uncramp\[cohort\]"):
        invoke(field, "--out", str(tmp_path / "study"))
    assert not (tmp_path / "study").exists()


def test_without_dask_a_cluster_is_refused(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"needs Dask distributed.*uncramp\[cluster\]"):
        invoke(field, "--workers", "2")


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(
    field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import uncramp.ensemble.study as study

    def stopped(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    simulate, out = study.run_study, tmp_path / "study"
    monkeypatch.setattr(study, "run_study", stopped)
    for words in ([], ["--out", str(out)]):
        assert run(["cohort", field, "--draws", "2", *words]) == 130
        assert "no chunk was finished yet" in (told := capsys.readouterr().err)
        assert str(out) not in told

    def stopped_after_one(*given: object, progress, **named: object) -> None:
        def stop(share_frac: float, text: str) -> None:
            progress(share_frac, text)
            raise KeyboardInterrupt

        simulate(*given, progress=stop, chunk_rows=4, **named)

    monkeypatch.setattr(study, "run_study", stopped_after_one)
    for told in ("one finished chunk is in", "2 finished chunks are in"):
        assert run(["cohort", field, "--draws", "2", "--out", str(out)]) == 130
        assert f"{told} {out}; the same command goes on from there" in capsys.readouterr().err
    assert run(["cohort", field, "--draws", "2"]) == 130
    assert "with --out DIR it would have been kept" in capsys.readouterr().err


def test_progress_says_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    now_s = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now_s)

    def study(plan: object, executor: object, *, progress, **named: object) -> None:
        nonlocal now_s
        for share in (0.25, 0.5, 0.75):
            now_s += 60.0
            progress(share, "so many runners")

    monkeypatch.setattr("uncramp.ensemble.study.run_study", study)

    class Workers:
        executor, count = None, 1

    command._run(None, Workers(), {"out": None}, lambda share, text: told.append(text))  # type: ignore[arg-type]
    assert told == ["so many runners", "so many runners, about 2 min left", "so many runners, about 60 s left"]


def test_time_left_is_said_roughly() -> None:
    assert [left_text(value) for value in (3.0, 88.0, 100.0, 7200.0)] == ["10 s", "90 s", "2 min", "2.0 h"]


# Ctrl-C is ignored from the start where a shell runs the tests in the background
STOPPABLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from uncramp.cli.main import main; main()"


def test_ctrl_c_in_the_middle_leaves_whole_chunks_and_the_same_command_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "study"
    words = ["cohort", "half_marathon", "--athletes", "4000", "--draws", "20", "--out", str(out)]
    running = subprocess.Popen([sys.executable, "-c", STOPPABLE, *words], stderr=subprocess.PIPE)
    while running.poll() is None and not list(out.rglob("*.chunk")):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 130, told.decode()
    assert b"the same command goes on from there" in told
    assert b"Traceback" not in told
    assert list(out.rglob("*.chunk"))
    assert not list(out.rglob("*.part"))
    assert not list(out.glob("*.parquet"))
