"""The command line as a whole: quick help, exit codes, pipes, plain terminals, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import uncramp
from uncramp.report.schema import schema

UNCRAMP = [sys.executable, "-c", "from uncramp.cli.main import main; main()"]

HEAVY = {
    "numba", "scipy", "matplotlib", "pandas", "lxml", "fitdecode", "pvlib", "numpy", "rich", "jinja2", "xarray", "thermofeel", "platformdirs", "textual", "weasyprint", "sqlalchemy", "alembic", "psycopg",
}  # fmt: skip

# runs the command in this process and then says on stderr what it loaded
LOADED = """
import sys
from uncramp.cli.main import run
code = run(sys.argv[1:])
sys.stdout.flush()
print("LOADED", *{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
sys.exit(code)
"""


def command(*words: str, environment: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run ``uncramp`` as a person does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNCRAMP_", "PYTHONUTF8", "LC_", "LANG"))}
    return subprocess.run(
        [*UNCRAMP, *words],
        capture_output=True,
        env=kept | (environment or {}),
        cwd=cwd,
        check=False,
    )


def loaded(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=False)
    return set(done.stderr.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "words",
    [("--help",), ("why", "--help"), ("evidence", "--help"), ("cite", "--help"), ("athlete", "new", "--help"), ("learn", "--help"), ("--version",), ("schema",),
     ("completion", "bash"), ("check", "--help"), ("check", "--country"), ("nonsense",), ("relieve", "--help"), ("reflex", "--help"), ("cohort", "--help"), ("diary", "--help"), ("diary", "import", "--help"), ("diary", "weigh", "--before", "x"), ("validate", "--help"), ("prevent", "--help"), ("prevent", "race", "--help"), ("prevent", "weeks", "--help"), ("prevent", "weeks"), ("prevent", "routine", "--help"), ("prevent", "food", "--help"), ("prevent", "race", "42.195km"), ("reflex", "experiment", "--help"), ("why", "--draws", "many", "x.fit", "--json")],
    ids=" ".join,
)  # fmt: skip
def test_help_and_slips_load_nothing_heavy(words: tuple[str, ...]) -> None:
    modules = loaded(*words)
    assert "uncramp" in modules
    assert not modules & HEAVY


def test_the_control_of_the_test_above_sees_what_is_loaded(tmp_path: Path) -> None:
    assert "numpy" in loaded("why", str(tmp_path / "none.fit"), "--air-temp", "20")


def test_evidence_is_listed_without_the_engine() -> None:
    assert not loaded("evidence", "--grade", "assumed") & (HEAVY - {"numpy"})


def test_the_version_is_that_of_the_package() -> None:
    assert uncramp.__version__.encode() in command("--version").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_its_variable(shell: str) -> None:
    assert b"_UNCRAMP_COMPLETE" in command("completion", shell).stdout


def test_completion_completes() -> None:
    done = command(environment={"_UNCRAMP_COMPLETE": "bash_complete", "COMP_WORDS": "uncramp why --mech", "COMP_CWORD": "2"})
    assert done.stdout == b"plain,--mechanism\n"
    done = command(environment={"_UNCRAMP_COMPLETE": "bash_complete", "COMP_WORDS": "uncramp diary wei", "COMP_CWORD": "2"})
    assert done.stdout == b"plain,weigh\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("why",), 2),
        (("why", "run.fit", "--no-such-flag"), 2),
        (("why", "run.fit", "--cramped", "calv@1:00:00"), 2),
        (("evidence", "heet"), 2),
        (("why", "run.fit", "--html", "no/such/folder/r.html"), 6),
        (("athlete", "new", "no/such/folder/a.toml"), 6),
        (("prevent", "race", "42.195km"), 2),
        (("prevent", "race", "42.195km", "--start", "2020-05-03T09:00"), 2),
        (("prevent", "race", "no.gpx", "--start", "2127-05-03T09:00"), 2),
        (("prevent", "race", "42.195km", "--start", "2127-05-03T09:00", "--goal", "1:45:00"), 2),
        (("prevent", "race", "42.195km", "--start", "2127-05-03T09:00", "--drinks", "soup"), 2),
        (("prevent", "race", "42.195km", "--start", "2127-05-03T09:00", "--pdf", "no/such/folder/card.pdf"), 6),
    ],
)
def test_a_failure_is_one_message_and_a_code(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    done = command(*words, cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("athlete",), ("reflex",), ("prevent",), ("diary",)], ids=str)
def test_a_bare_group_is_a_question_for_help(words: tuple[str, ...]) -> None:
    done = command(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == command(*words, "--help").stdout


def test_with_json_the_error_is_json_on_stdout(tmp_path: Path) -> None:
    done = command("why", "run.fit", "--cramped", "calv@1:00:00", "--json", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == b""
    error = json.loads(done.stdout)["error"]
    assert set(error) == {"kind", "message", "hint"}
    assert error["kind"] == "input"
    assert "calf" in error["message"]


BUG = """
import sys
from uncramp.cli import schema, main
import uncramp.report.schema
def broken(command):
    raise ZeroDivisionError("division by zero")
uncramp.report.schema.schema_text = broken
sys.exit(main.run(sys.argv[1:]))
"""


@pytest.mark.parametrize("debug", [True, False])
def test_a_mistake_of_ours_shows_its_origin_only_when_asked(debug: bool) -> None:
    words = ["--debug"] if debug else []
    done = subprocess.run([sys.executable, "-c", BUG, *words, "schema"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "report it" in done.stderr
    assert ("Traceback" in done.stderr) == debug


def test_a_reader_that_stops_reading_is_no_error() -> None:
    with subprocess.Popen([*UNCRAMP, "evidence", "--grade", "assumed"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        told = child.stderr.read()
    assert told == b""
    assert child.returncode in (0, 1)


WAIT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored from the start where a shell runs the tests in the background
from uncramp.cli import main
import uncramp.report.schema
def slow(command):
    print("waiting", flush=True)
    time.sleep(60)
uncramp.report.schema.schema_text = slow
sys.exit(main.run(["schema"]))
"""


def test_ctrl_c_ends_with_130_and_no_traceback() -> None:
    with subprocess.Popen([sys.executable, "-c", WAIT], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"waiting\n"
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate()
    assert child.returncode == 130
    assert b"Traceback" not in told
    assert b"Stopped" in told


def test_a_new_athlete_file_is_read_back_and_never_overwritten(tmp_path: Path) -> None:
    assert command("athlete", "new", cwd=tmp_path).returncode == 0
    (tmp_path / "athlete.toml").write_text("[body]\nmass_kg = 70\n")
    again = command("athlete", "new", cwd=tmp_path)
    assert again.returncode == 2
    assert b"--force" in again.stderr
    assert (tmp_path / "athlete.toml").read_text() == "[body]\nmass_kg = 70\n"
    assert b"mass_kg = 70" in command("athlete", "check", "athlete.toml", cwd=tmp_path).stdout
    assert command("athlete", "new", "--force", cwd=tmp_path).returncode == 0
    template = command("athlete", "check", "athlete.toml", cwd=tmp_path)
    assert template.returncode == 0
    assert b"mass_kg" not in template.stdout


def test_the_schema_is_the_one_of_the_package() -> None:
    assert json.loads(command("schema").stdout) == json.loads(command("why", "--json-schema").stdout) == schema()


def test_the_help_of_cite_names_its_formats_first() -> None:
    first = command("cite", "--help").stdout.decode().split("\n\n")[1]
    for flag in ("--bibtex", "--csl", "--json"):
        assert flag in first


def test_sources_of_a_result_are_cited(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps({"causes": [{"sources": ["miller2009"]}], "changes": [{"sources": ["lau2019"]}]}))
    keys = [row["key"] for row in json.loads(command("cite", "r.json", "--json", cwd=tmp_path).stdout)]
    assert keys == ["lau2019", "miller2009"]
    assert b"@misc{lau2019," in command("cite", "r.json", "--bibtex", cwd=tmp_path).stdout
    (tmp_path / "r.json").write_text("{}")
    assert command("cite", "r.json", cwd=tmp_path).returncode == 2
    (tmp_path / "r.json").write_text("[" * 100_000)
    assert command("cite", "r.json", cwd=tmp_path).returncode == 2


def test_evidence_as_json_has_no_infinity() -> None:
    text = command("evidence", "--json").stdout
    entries = json.loads(text, parse_constant=pytest.fail)["entries"]
    assert len(entries) > 100
    assert {"topic", "name", "value", "unit", "grade", "source", "note"} <= set(entries[0])


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1"])
def test_text_reaches_a_terminal_of_any_encoding(encoding: str) -> None:
    for words in (("why", "--help"), ("evidence", "heat"), ("cite",), ("evidence", "K9"), ("learn", "K9"), ("learn", "why")):
        done = command(*words, environment={"PYTHONIOENCODING": encoding})
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout
