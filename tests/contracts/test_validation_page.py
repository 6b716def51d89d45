"""The page of published figures is that of today's model, names every target, and its misses are those that tests expect."""

from __future__ import annotations

from pathlib import Path

import pytest
import validation_page as script
from generated_pages import stale_pages

from uncramp.evidence.facts import targets
from uncramp.report.validation_document import findings_of
from uncramp.validation.finding import figures

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "validation.md"


@pytest.fixture(autouse=True)
def only_checking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["validation_page.py", "--check"])


def test_the_page_is_not_stale() -> None:
    assert not stale_pages(script.PAGES, script.MADE), "run `make docs`"


def test_every_target_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not [target for target in targets() if f"| [{target}](rows.md#" not in text]


def test_a_miss_says_what_the_model_lacks_and_a_hit_has_nothing_to_say() -> None:
    kept = findings_of(script.kept_numbers()["targets"])
    assert [one.target.id for one in kept] == list(targets())
    for one in kept:
        assert [each.figure for each in one.measured] == list(figures()[one.target.id])
        for each in one.measured:
            assert each.hit != bool(each.figure.lacks), (
                f"{one.target.id} {each.figure.name}: say in figures.toml what the model lacks, or no longer"
            )


def test_a_changed_parameter_makes_it_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not script.stale(script.kept_numbers())
    monkeypatch.setattr(script, "parameters_sha256", lambda: "another")
    assert "changed since" in script.stale(script.kept_numbers())
    assert script.validation_page().startswith("The numbers kept are not those of the model")


def test_a_changed_engine_makes_it_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = {target: {name: 1.01 * value for name, value in numbers.items()} for target, numbers in script.sentinels().items()}
    monkeypatch.setattr(script, "sentinels", lambda: moved)
    assert "is now" in script.stale(script.kept_numbers())
