"""``uncramp check``: the interview by lines, answers from a file, what is printed and what is told."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.answers import answers_from_mapping
from uncramp.check.interview import later, screen
from uncramp.check.rulebook import Group, rulebook
from uncramp.check.triage import ANSWERS
from uncramp.cli import check_interview
from uncramp.cli.main import uncramp
from uncramp.errors import InputError
from uncramp.report.check_document import check_document
from uncramp.report.schema import check_schema

NONE = "n\n" * (1 + len(later()))
VALIDATOR = jsonschema.Draft202012Validator(check_schema())


def run(*words: str, typed: str | None = None, columns: int = 80) -> Result:
    return CliRunner().invoke(uncramp, ["check", *words], input=typed, env={"COLUMNS": str(columns)})


def written(tmp_path: Path, content: object) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_none_of_anything_is_no_warning_sign() -> None:
    done = run(typed=NONE)
    assert done.exit_code == 0
    assert done.stdout.startswith("SELF-CARE. No warning sign given.")
    assert "not a medical device" in " ".join(done.stdout.split())


def test_an_emergency_leads_at_once_and_one_may_stop_there() -> None:
    done = run("--country", "GB", typed="5\n1\nn\n")
    assert done.stdout.startswith("EMERGENCY. Call now: 999 or 112.")
    assert done.stdout.count("EMERGENCY") == 1
    assert "Not every question was asked" in done.stderr


def test_one_may_go_on_after_an_emergency() -> None:
    done = run("--json", typed="5\n1\ny\n" + "n\n" * len(later()))
    document = json.loads(done.stdout)
    assert document["urgency"] == "emergency"
    assert [rule["id"] for rule in document["rules"]] == ["E03"]
    assert not any("Not every question" in caution for caution in document["cautions"])


def test_stopping_after_the_screen_is_said_in_json() -> None:
    document = json.loads(run("--json", typed="5\n1\n").stdout)
    assert any("Not every question" in caution for caution in document["cautions"])


def test_not_sure_on_the_screen_is_looked_into_today() -> None:
    done = run(typed="6?\nn\n")
    assert done.stdout.startswith("GET HELP TODAY. Find out at once")
    assert "clear glass" in " ".join(done.stdout.split())


def test_help_shows_how_to_find_out_and_asks_again() -> None:
    done = run(typed="?\n" + NONE)
    assert done.exit_code == 0
    assert "Touch both feet" in " ".join(done.stderr.split())
    assert done.stderr.count("Questions 1 to 8") == 2


def test_a_slip_is_asked_again() -> None:
    done = run(typed="nine\n9\n" + NONE)
    assert done.exit_code == 0
    assert done.stderr.count("is no answer here") == 2


def test_back_undoes_the_last_group() -> None:
    groups = later()
    typed = "n\nn\n2\nb\n2\nn\nb\nn\n" + "n\n" * (len(groups) - 2)
    document = json.loads(run("--json", typed=typed).stdout)
    assert document["rules"] == []
    again = json.loads(run("--json", typed="n\nn\n2\nn\n" + "n\n" * (len(groups) - 2)).stdout)
    assert again["urgency"] == "same_day"


def test_back_in_a_question_of_the_screen_shows_the_screen_again() -> None:
    done = run(typed="5\nb\n" + NONE)
    assert done.exit_code == 0
    assert done.stderr.count("Questions 1 to 8") == 2


def test_back_from_the_first_group_asks_the_screen_again() -> None:
    done = run("--json", typed="n\nb\n7\n1\ny\n" + "n\n" * len(later()))
    assert json.loads(done.stdout)["urgency"] == "emergency"
    assert done.stderr.count("Questions 1 to 8") == 2


def test_a_group_that_was_taken_back_is_asked_again_and_its_first_answer_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    run("--save", str(path), typed="n\nn\n2\nb\n")
    kept = json.loads(path.read_text(encoding="utf-8"))["answers"]
    assert "one cramp lasted more than 10 minutes despite stretching" not in kept
    assert kept["chest pain or pressure"] == "no"


def test_age_and_medicines_are_taken_at_the_end() -> None:
    document = json.loads(run("--json", typed=NONE + "x\n15\nLasix, simvastatn\n").stdout)
    assert any("adult" in caution for caution in document["cautions"])
    assert any("simvastatin" in caution for caution in document["cautions"])
    assert "C07" in [rule["id"] for rule in document["rules"]]


def test_somebody_else_is_asked_about() -> None:
    done = run("--for", "someone-else", typed="1\nb\n" + NONE)
    assert "Not awake, or not making sense?" in done.stderr
    assert "Do they not react" in done.stderr


def test_lines_that_end_are_an_error_and_nothing_is_assumed() -> None:
    done = run(typed="n\nn\n")
    assert isinstance(done.exception, InputError)
    assert "ended before the questions" in str(done.exception)
    assert done.stdout == ""
    nobody = run(typed="")
    assert "nobody to ask" in str(nobody.exception)


def test_what_was_answered_is_kept_and_gone_on_from(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    run("--save", str(path), typed="n\nn\n2\nn\n")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["answers"]["one cramp lasted more than 10 minutes despite stretching"] == "yes"
    done = run("--save", str(path), "--json", typed="n\n" * (len(later()) - 2))
    assert json.loads(done.stdout)["urgency"] == "same_day"
    again = run("--answers", str(path), "--json")
    assert json.loads(again.stdout) == json.loads(done.stdout)


def test_a_file_is_answered_without_questions(tmp_path: Path) -> None:
    done = run("--answers", written(tmp_path, {"answers": {"chest pain or pressure": "yes"}}))
    assert done.stdout.startswith("EMERGENCY. Call now: the emergency number where you are.")
    assert done.stderr == ""


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    everything = {"age": 12, "answers": dict.fromkeys(rulebook().flags.values(), "yes"), "medicines": ["simvastatn", "x" * 30]}
    half = {"answers": dict.fromkeys(rulebook().flags.values(), "unknown")}
    for content in (everything, half):
        done = run("--answers", written(tmp_path, content), "--country", "FR", columns=columns)
        assert max(map(len, done.stdout.splitlines())) <= columns
    talk = run(typed="?\n" + "?\n".join(["n\n"] * (1 + len(later()))), columns=columns)
    assert max(map(len, talk.stderr.splitlines())) <= columns
    assert max(map(len, run("rules", columns=columns).stdout.splitlines())) <= columns


@given(
    st.dictionaries(st.sampled_from(list(rulebook().flags.values())), st.sampled_from(ANSWERS), max_size=12),
    st.sampled_from(["", "GB", "US"]),
    st.booleans(),
)
def test_the_json_is_as_the_schema_says(answers: dict[str, str], country: str, someone_else: bool) -> None:
    document = check_document(answers_from_mapping({"answers": answers}), country=country, someone_else=someone_else)
    VALIDATOR.validate(document)
    for name in list(document):
        assert not VALIDATOR.is_valid({key: value for key, value in document.items() if key != name}), name
    assert not VALIDATOR.is_valid(document | {"more": 1})


def test_an_assessment_adds_a_question(tmp_path: Path) -> None:
    why = tmp_path / "why.json"
    why.write_text(json.dumps({"activity": {"planned": False, "duration_s": 20_000}, "cautions": [{"id": "low_plasma_sodium"}]}))
    answers = written(tmp_path, {"answers": {"headache getting worse": "yes"}})
    without, beside = run("--answers", answers, "--json"), run("--answers", answers, "--json", "--assessment", str(why))
    assert json.loads(without.stdout)["urgency"] == "clinician_soon"
    document = json.loads(beside.stdout)
    assert document["urgency"] == "same_day"
    assert {question["because"] for question in document["questions"]} == {
        "The session was long.", "The simulation says that blood sodium may have fallen.",
    }  # fmt: skip
    asked = run("--assessment", str(why), typed=NONE)
    told = " ".join(asked.stderr.split())
    assert "[The simulation says that blood sodium may have fallen.]" in told
    assert "[The session was long.]" in told


def test_the_rules_are_listed_and_shown() -> None:
    listed = run("rules").stdout
    assert all(f"{rule.id}  " in listed for rule in rulebook().rules)
    assert "memory, not checked" in listed
    one = run("rules", "e09").stdout
    assert one.startswith("E09  Dark/cola urine")
    assert "takes a statin" in one
    document = json.loads(run("rules", "--json").stdout)
    assert len(document["rules"]) == len(rulebook().rules)
    assert document["phrases"] == list(rulebook().flags.values())
    assert isinstance(run("rules", "E99").exception, InputError)


@pytest.mark.parametrize(
    "words",
    [("--country", "XX"), ("--answers", "none.json"), ("--assessment", "none.json"), ("--answers", "a.json", "--save", "a.json"), ("--for", "him")],
)  # fmt: skip
def test_a_slip_is_told_before_any_question(words: tuple[str, ...]) -> None:
    done = run(*words, typed=NONE)
    assert done.exit_code != 0
    assert done.stdout == ""
    assert "Questions" not in done.stderr


def test_dark_urine_after_a_marathon_is_an_emergency_without_a_headache(tmp_path: Path) -> None:
    why = tmp_path / "why.json"
    why.write_text(json.dumps({"activity": {"planned": False, "duration_s": 20_000}, "cautions": []}))
    long = 1 + [flag for flag in rulebook().flags if flag in DARK_PARTNERS].index("long")
    done = run("--assessment", str(why), typed=f"6\n1\n{long}\nn\n")
    assert "Did you exercise for long in the last 24 hours? [The session was long.]" in " ".join(done.stderr.split())
    assert done.stdout.startswith("EMERGENCY.")


DARK_PARTNERS = {"painfar", "hard", "weak", "unacc", "long", "heat", "statin", "enzyme", "norange", "trauma"}


def test_what_is_not_said_after_dark_urine_stays_unknown(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    done = run("--save", str(path), typed="6\n1\n")
    assert isinstance(done.exception, InputError)
    assert done.stdout.startswith("GET HELP TODAY. Find out at once")
    kept = json.loads(path.read_text(encoding="utf-8"))["answers"]
    assert kept[rulebook().flags["dark"]] == "yes"
    assert {kept[rulebook().flags[flag]] for flag in DARK_PARTNERS} == {"unknown"}


@pytest.mark.parametrize("group", screen(), ids=lambda group: group.id)
def test_whoever_stops_after_naming_a_sign_is_told_to_call_and_it_is_kept(tmp_path: Path, group: Group) -> None:
    path = tmp_path / "me.json"
    place = 1 + screen().index(group)
    done = run("--country", "JP", "--save", str(path), typed=f"{place}\n")
    assert isinstance(done.exception, InputError)
    told = " ".join(done.stderr.split())
    assert f"You named a warning sign. {group.call} Then call 119 now." in told
    assert done.stdout.startswith("EMERGENCY. Call now: 119.")
    kept = json.loads(path.read_text(encoding="utf-8"))["answers"]
    assert {kept[rulebook().flags[flag]] for flag in group.flags} == {"unknown"}
    assert kept[rulebook().flags[group.stands]] == "yes"


@pytest.mark.parametrize("details", ["u", "1 2?"])
def test_a_yes_of_which_a_detail_is_not_known_stays_as_urgent_as_it_was(details: str) -> None:
    done = run("--country", "DE", typed=f"8\n{details}\nn\n")
    assert done.stdout.startswith("EMERGENCY. Call now: 112.")


def test_a_yes_of_which_nothing_is_so_is_what_its_details_say() -> None:
    done = run("--country", "DE", typed="8\nn\n" + "n\n" * 14)
    assert "EMERGENCY" not in done.stdout


def test_control_c_after_naming_a_sign_tells_and_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, lines = tmp_path / "me.json", iter(["1\n"])

    class Typist:
        def readline(self) -> str:
            line = next(lines, None)
            if line is None:
                raise KeyboardInterrupt
            return line

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(check_interview, "sys", SimpleNamespace(stdin=Typist()))
    done = run("--save", str(path), "--json")
    assert done.exit_code == 1  # click's own; 130 by the program
    assert done.stdout == ""
    assert "You named a warning sign. Hard to wake" in done.stderr
    assert "unresponsive or hard to wake" in path.read_text(encoding="utf-8")


def test_an_emergency_is_said_again_above_the_question() -> None:
    done = run("--country", "JP", typed="5\n1\nn\n")
    assert "EMERGENCY. Call now: 119.\n\nGo on with the other questions? y/n:" in done.stderr


def test_an_emergency_found_later_leads_at_once_too() -> None:
    before = [group for group in later() if rulebook().groups.index(group) < rulebook().groups.index(_with("jaw"))]
    place = 1 + _with("jaw").flags.index("jaw")
    done = run(typed="n\n" + "n\n" * len(before) + f"{place}\nn\n")
    assert done.stdout.startswith("EMERGENCY.")
    assert "Not every question was asked" in done.stderr


def _with(flag: str) -> Group:
    return next(group for group in rulebook().groups if flag in group.flags)


@pytest.mark.parametrize("content", [{}, {"age": 44}, {"age": 44, "labs": {"sodium_mmol_l": 138}}])
def test_nothing_answered_is_not_called_no_warning_sign(tmp_path: Path, content: object) -> None:
    done = run("--answers", written(tmp_path, content), "--country", "JP")
    told = " ".join(done.stdout.split())
    assert told.startswith("NOT CHECKED. No question was answered, so nothing was checked.")
    assert "call 119" in told
    assert "No warning sign" not in told
    assert "Drink" not in told
    document = json.loads(run("--answers", written(tmp_path, content), "--json").stdout)
    assert (document["urgency"], document["answered"], document["checked"]) == ("self_care", 0, False)
    assert document["action"].startswith("No question was answered")


def test_one_answer_or_a_value_out_of_its_limits_is_a_result(tmp_path: Path) -> None:
    for content in ({"answers": {"nausea": "no"}}, {"labs": {"sodium_mmol_l": 120}}):
        assert json.loads(run("--answers", written(tmp_path, content), "--json").stdout)["checked"]


def test_an_age_in_words_is_asked_again() -> None:
    done = run(typed=NONE + "forty\n44\n\n")
    assert done.exit_code == 0
    assert "Age as a number, such as 44." in done.stderr
    assert "convert" not in done.stderr


def test_the_end_of_input_leaves_the_line_of_the_prompt() -> None:
    assert run(typed="n\n").stderr.endswith("> \n\n")


def test_words_stay_whole_in_a_narrow_terminal(tmp_path: Path) -> None:
    wide = run("--answers", written(tmp_path, {"answers": {"chest pain or pressure": "yes"}}), columns=120).stdout
    narrow = run("--answers", written(tmp_path, {"answers": {"chest pain or pressure": "yes"}}), columns=30).stdout
    assert narrow.split() == wide.split()
