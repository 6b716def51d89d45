"""Texts in another language: asked for by the environment or for a while, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_translation import LANGUAGE, write_translation

from uncramp.texts import LANGUAGE_VARIABLE, LOCALE_VARIABLE, _, fields_of, speaking, spoken_language


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_translation(
        tmp_path, {"Stop.": "Halt.", "Hold {seconds} s.": "{seconds} s halten.", "Go {far} m.": "Geh {weit} m.", "{a}": "{a"}
    )
    monkeypatch.setenv(LOCALE_VARIABLE, str(tmp_path))
    monkeypatch.delenv(LANGUAGE_VARIABLE, raising=False)


@given(st.text())
def test_what_has_no_translation_is_said_as_it_is(text: str) -> None:
    assert _(text) == text


@given(st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True)))
def test_fields_are_those_that_format_fills(names: list[str]) -> None:
    text = " ".join(f"{{{name}}}" for name in names)
    assert fields_of(text) == frozenset(names)
    assert "{" not in text.format(**dict.fromkeys(names, "x"))


@pytest.mark.usefixtures("translated")
def test_the_environment_and_a_change_of_it_are_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _("Stop.") == "Stop."
    monkeypatch.setenv(LANGUAGE_VARIABLE, LANGUAGE)
    assert (_("Stop."), spoken_language()) == ("Halt.", LANGUAGE)
    assert _("Hold {seconds} s.").format(seconds=20) == "20 s halten."
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    assert (_("Stop."), spoken_language()) == ("Stop.", "en")
    monkeypatch.setenv(LANGUAGE_VARIABLE, LANGUAGE)
    monkeypatch.delenv(LOCALE_VARIABLE)
    assert (_("Stop."), spoken_language()) == ("Stop.", "en")


@pytest.mark.usefixtures("translated")
def test_a_language_can_be_spoken_for_a_while() -> None:
    with speaking(LANGUAGE):
        assert _("Stop.") == "Halt."
        with speaking("en"):
            assert _("Stop.") == "Stop."
        with speaking(f"{LANGUAGE}_AT"):
            assert _("Stop.") == "Halt.", "the language stands in for its variants"
    assert _("Stop.") == "Stop."


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize("text", ["Go {far} m.", "{a}", "Not translated.", ""])
def test_a_translation_that_cannot_be_filled_in_stays_english(text: str) -> None:
    with speaking(LANGUAGE):
        assert _(text) == text
