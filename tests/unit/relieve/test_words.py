"""Words people use in pain lead to one muscle, to a choice, or to what holds for all; none to nothing."""

from __future__ import annotations

import pytest

from uncramp.errors import InputError
from uncramp.relieve.protocols import find_muscle, protocols
from uncramp.relieve.words import bare, has_no_steps, muscles_meant, plain, words


@pytest.mark.parametrize(
    ("said", "muscle"),
    [
        ("toes", "foot_arch"), ("foot", "foot_arch"), ("groin", "inner_thigh"), ("stomach", "abdominal_wall"), ("abs", "abdominal_wall"),
        ("glutes", "buttock"), ("butt", "buttock"), ("bum", "buttock"), ("hips", "hip_flexor"), ("fingers", "hand"), ("big toe", "foot_arch"),
        ("hammy", "hamstrings"), ("my calf muscle", "calf"), ("the back of my thigh", "hamstrings"), ("cramp in the calf", "calf"),
    ],
)  # fmt: skip
def test_common_words_find_their_muscle(said: str, muscle: str) -> None:
    assert find_muscle(said).id == muscle


@pytest.mark.parametrize(
    ("said", "muscles"),
    [
        ("thigh", {"quadriceps", "hamstrings", "inner_thigh"}), ("My Legs", {"calf", "hamstrings", "quadriceps", "shin", "inner_thigh", "foot_arch"}),
        ("arm", {"forearm", "hand"}), ("calf", set()), ("neck", set()),
    ],
)  # fmt: skip
def test_a_word_for_several_muscles_asks_which(said: str, muscles: set[str]) -> None:
    assert set(muscles_meant(said)) == muscles
    if muscles:
        with pytest.raises(InputError, match="can mean several"):
            find_muscle(said)


@pytest.mark.parametrize("said", ["biceps", "upper arm", "lower back", "my neck", "the jaw", "back", "chest"])
def test_parts_without_steps_are_known_as_such(said: str) -> None:
    assert has_no_steps(said)
    with pytest.raises(InputError, match="none of the muscles"):
        find_muscle(said)


def test_every_word_is_there_once_as_it_is_looked_for_and_names_muscles_that_exist() -> None:
    muscles = protocols().muscles
    named = [plain(word) for muscle in muscles.values() for word in (muscle.name, *muscle.also)]
    ours = [*words().one, *words().several, *words().none]
    assert len({*named, *ours}) == len(named) + len(ours)
    assert {*words().one.values(), *(one for several in words().several.values() for one in several)} <= set(muscles)
    for word in (*words().several, *words().none):
        assert bare(word) == word
    for word in words().one:
        assert word in (plain(word), bare(word))


def test_an_unknown_word_is_answered_in_a_line_or_two() -> None:
    for word in ("zzz", "wibble", "calv"):
        with pytest.raises(InputError) as told:
            find_muscle(word)
        assert len(str(told.value)) < 200
