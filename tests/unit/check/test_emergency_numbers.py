"""What to call: the ambulance where it is known, else the package's numbers with what they do not say. Nothing is guessed."""

from __future__ import annotations

import pytest
from phonenumbers.shortnumberinfo import SUPPORTED_SHORT_REGIONS, is_emergency_number

from uncramp.check.emergency_numbers import ambulance_numbers, emergency_numbers, spoken, valid_numbers, which_is_which
from uncramp.errors import InputError

COUNTRIES = sorted(set(SUPPORTED_SHORT_REGIONS) - {"GN"})


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("GB", ("999", "112")), ("UK", ("999", "112")), ("de", ("112",)), ("US", ("911",)), ("CA", ("911",)), ("JP", ("119",)), ("CH", ("144", "112")),
     ("AU", ("000",)), ("IN", ("112", "108")), ("FR", ("15", "112")), ("EG", ("122", "123", "180")), ("", ())],
)  # fmt: skip
def test_the_numbers_of_a_country(country: str, numbers: tuple[str, ...]) -> None:
    assert emergency_numbers(country) == numbers


@pytest.mark.parametrize("country", sorted(ambulance_numbers()))
def test_an_ambulance_of_the_table_is_an_emergency_number_of_its_country(country: str) -> None:
    numbers = ambulance_numbers()[country]
    assert 1 <= len(numbers) <= 2
    assert set(numbers) <= set(valid_numbers(country))
    assert which_is_which(country) == ""


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_number_of_every_country_is_one_of_its_emergency_numbers(country: str) -> None:
    numbers = emergency_numbers(country)
    assert 1 <= len(numbers) <= 3
    assert all(is_emergency_number(number, country) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    known = country in ambulance_numbers()
    assert bool(which_is_which(country)) == (len(numbers) > 1 and not known)
    if not known and "112" in valid_numbers(country) and "911" not in valid_numbers(country):
        assert numbers[0] == "112"


@pytest.mark.parametrize("country", ["XX", "Germany", "G", "1", "GN", "gb; rm"])
def test_a_country_that_is_not_known_is_told(country: str) -> None:
    with pytest.raises(InputError):
        emergency_numbers(country)


def test_numbers_are_said_as_words() -> None:
    assert spoken(("112", "999")) == "112 or 999"
    assert spoken(()) == ""
    assert "ambulance" in which_is_which("EG")
    assert which_is_which("") == ""
