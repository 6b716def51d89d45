"""Emergency numbers come from the package's data, and nothing is guessed."""

from __future__ import annotations

import pytest
from phonenumbers.shortnumberinfo import SUPPORTED_SHORT_REGIONS, is_emergency_number

from uncramp.check.emergency_numbers import emergency_numbers, spoken, which_is_which
from uncramp.errors import InputError


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("GB", ("112", "999")), ("UK", ("112", "999")), ("de", ("112", "110")), ("US", ("911", "112")), ("CA", ("911", "112")), ("JP", ("110", "119")),
     ("FR", ("112", "15", "17", "18")), ("", ())],
)  # fmt: skip
def test_the_numbers_of_a_country(country: str, numbers: tuple[str, ...]) -> None:
    assert emergency_numbers(country) == numbers


@pytest.mark.parametrize("country", sorted(set(SUPPORTED_SHORT_REGIONS) - {"GN"}))
def test_every_number_of_every_country_is_one_of_its_emergency_numbers(country: str) -> None:
    numbers = emergency_numbers(country)
    assert numbers
    assert all(is_emergency_number(number, country) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    if "112" in numbers and "911" not in numbers:
        assert numbers[0] == "112"


@pytest.mark.parametrize("country", ["XX", "Germany", "G", "1", "GN", "gb; rm"])
def test_a_country_that_is_not_known_is_told(country: str) -> None:
    with pytest.raises(InputError):
        emergency_numbers(country)


def test_numbers_are_said_as_words() -> None:
    assert spoken(("112", "999")) == "112 or 999"
    assert spoken(()) == ""
    assert "ambulance" in which_is_which(("112", "999"))
    assert which_is_which(("112",)) == which_is_which(()) == ""
