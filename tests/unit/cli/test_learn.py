"""``uncramp learn``: a list, a page, JSON, and a page to keep."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from uncramp.cli import learn as command
from uncramp.cli.main import run, uncramp
from uncramp.evidence.facts import contradictions
from uncramp.evidence.registry import sources
from uncramp.learn.pages import QUESTIONS, TOPICS, pages


@pytest.fixture(autouse=True)
def at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def said(*words: str) -> str:
    done = CliRunner().invoke(uncramp, ["learn", *words])  # as a person does: click keeps what the first call of a command settles
    assert done.exit_code == 0, done.output
    return done.output


def test_without_a_topic_there_is_a_list_with_one_line_each() -> None:
    lines = said().splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ") and line.split()[0] in TOPICS] == list(TOPICS)
    assert all(any(pages()[topic].title in line for line in lines) for topic in QUESTIONS)
    assert len(lines) <= len(TOPICS) + 8


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_shows_each_statement_with_its_proof_and_ends_with_the_sources(topic: str) -> None:
    shown = said(topic)
    flat = " ".join(shown.split())
    assert all(" ".join(one.text.split()) in flat for one in pages()[topic].statements)
    assert flat.count("[") >= len(pages()[topic].statements)
    assert max(map(len, shown.splitlines())) <= 79
    if any(key in sources() and sources()[key].doi for one in pages()[topic].statements for key in one.source):
        assert "https://doi.org/" in shown.partition("\nSources\n")[2]


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_no_line_is_wider_than_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for words in ((), ("contradictions",), ("factors", "--sources")):
        text = [line for line in said(*words).splitlines() if "https://" not in line]  # a link is not cut
        assert max(map(len, text)) < int(columns)


def test_a_contradiction_is_shown_alone_and_says_how_sure_it_is() -> None:
    shown = said("K9")
    assert "K9  People say: “Warming up" in shown
    assert "Found: Nobody has tested" in shown
    assert "How sure: Little or no effect" in shown
    assert "K10" not in shown


def test_with_sources_there_is_what_was_measured() -> None:
    assert "F27  Warm-up or cool-down preventing EAMC: no trial found [memory]" in said("K9", "--sources")
    assert "F27" not in said("K9")


def test_topics_may_be_several_words() -> None:
    assert said("key", "points") == said("key_points")


def test_several_topics_are_shown_together() -> None:
    shown = said("K2", "k1")
    assert "  K1  People say:" in shown
    assert "  K2  People say:" in shown
    assert shown.count("Sources\n") == 1
    assert [page["id"] for page in json.loads(said("why", "K1", "check", "--json"))["pages"]] == ["why", "contradictions", "check"]


@pytest.mark.parametrize(
    "word", ["salt", "sodium", "water", "drinking", "heat", "stretching", "massage", "banana", "quinine", "night", "electrolytes", "pickle juice", "night cramps"]
)  # fmt: skip
def test_a_word_that_is_no_topic_shows_what_speaks_of_it(word: str) -> None:
    shown = said(*word.split())
    assert max(map(len, [line for line in shown.splitlines() if "https://" not in line])) < 80
    if shown.startswith(f'No page is called "{word}"'):
        assert "(uncramp learn " in shown
        assert shown.count("[") > 0


def test_a_topic_that_is_none_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["learn", "contradiktions"]) == 2
    assert "contradictions" in capsys.readouterr().err


def test_json_holds_the_pages_and_the_sources_they_name() -> None:
    every = json.loads(said("--json"))
    assert [page["id"] for page in every["pages"]] == list(TOPICS)
    assert every["language"] == "en"
    keys = {source["key"] for source in every["sources"]}
    named = {
        key for page in every["pages"] for section in page["sections"] for one in section["statements"] for key in one["source"]
    }
    assert keys <= named
    assert named - keys <= {"assumed", "recalled", "textbook"}
    (one,) = json.loads(said("k9", "--json"))["pages"]
    assert one["sections"][0]["statements"][0]["facts"] == list(contradictions()["K9"].facts)


def test_the_page_is_written_and_named(tmp_path: Path) -> None:
    target = tmp_path / "learn.html"
    assert said("--html", str(target)) == f"Written: {target}\n"
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_in_no_folder_fails_before_the_work(tmp_path: Path) -> None:
    assert run(["learn", "--html", str(tmp_path / "none" / "learn.html")]) == 6


@pytest.mark.parametrize(("rows", "paged"), [(10, True), (500, False)])
def test_a_long_page_is_paged_on_a_terminal_only(
    rows: int, paged: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from uncramp.learn.pages import find_page
    from uncramp.report.learn_terminal import page_view
    from uncramp.report.screen import Screen

    shown: list[str] = []
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((80, rows)))
    monkeypatch.setattr(click, "echo_via_pager", shown.append)
    lines = page_view(find_page("why"), Screen())
    command._show(lines)
    assert not shown, "not into a pipe"
    assert "Why did I cramp?" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    command._show(lines)
    assert bool(shown) == paged


def test_a_language_without_a_translation_is_told_and_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--language", "xx", "learn"]) == 0
    told = capsys.readouterr()
    assert "no translation into 'xx'" in told.err
    assert "The four questions" in told.out
    assert run(["--language", "en_GB", "learn"]) == 0
    assert capsys.readouterr().err == ""
