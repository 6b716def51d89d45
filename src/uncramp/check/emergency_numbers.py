"""Emergency numbers of a country: our table of those that reach an ambulance, else the ``phonenumbers`` package. Nothing about a place is guessed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

from uncramp.errors import InputError
from uncramp.texts import _

EUROPEAN: Final = "112"
NORTH_AMERICAN: Final = "911"
"""First where the table has no ambulance: in the North American plan 112 is only passed on by some networks."""

NUMBERS_LIMIT: Final = 3
"""Nobody picks from a longer list while somebody is ill."""

_NORTH_AMERICAN_PLAN: Final = 1
_ALSO: Final = {"UK": "GB", "EL": "GR"}  # letters people write that are not those of ISO 3166


@cache
def ambulance_numbers() -> Mapping[str, tuple[str, ...]]:
    """Country -> the numbers that reach an ambulance there, as ``ambulance_numbers.toml`` recalls them."""
    table = tomllib.loads(files("uncramp.check").joinpath("ambulance_numbers.toml").read_text(encoding="utf-8"))
    return {country: tuple(numbers) for country, numbers in table["numbers"].items()}


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """What to call in ``country`` (two letters); none for "".

    Those of an ambulance where the table has them; else up to three valid emergency numbers, 112 (or 911) first, of which nothing says
    whom they reach (:func:`which_is_which`).

    Raises
    ------
    InputError
        If there is no such country, or no number of it is known.

    Examples
    --------
    >>> emergency_numbers("GB"), emergency_numbers("jp"), emergency_numbers("")
    (('999', '112'), ('119',), ())
    """
    if not country:
        return ()
    region = _region(country)
    if region in ambulance_numbers():
        return ambulance_numbers()[region]
    return valid_numbers(region)[:NUMBERS_LIMIT]


def valid_numbers(region: str) -> tuple[str, ...]:
    """Every emergency number of ``region`` in the package's data, 112 (or 911) first, then the shortest.

    Raises
    ------
    InputError
        If there is no such country, or no number of it is known.
    """
    from phonenumbers import country_code_for_region
    from phonenumbers.phonemetadata import PhoneMetadata
    from phonenumbers.shortnumberinfo import SUPPORTED_SHORT_REGIONS

    if region not in SUPPORTED_SHORT_REGIONS:
        raise InputError(
            _("{region} is no country here; expected its two letters, such as GB, DE or US.").format(region=repr(region[:40]))
        )
    known = PhoneMetadata.short_metadata_for_region(region)
    if known is None or known.emergency is None or not known.emergency.national_number_pattern:
        raise InputError(
            _("No emergency number of {region} is known here. Leave the country out, and use the number where you are.").format(
                region=region
            )
        )
    pattern = re.compile(known.emergency.national_number_pattern)
    numbers = [
        number
        for length in known.emergency.possible_length
        for number in map("".join, product("0123456789", repeat=length))
        if pattern.fullmatch(number)
    ]
    first = NORTH_AMERICAN if country_code_for_region(region) == _NORTH_AMERICAN_PLAN else EUROPEAN
    return tuple(sorted(numbers, key=lambda number: (number != first, len(number), number)))


def spoken(numbers: tuple[str, ...]) -> str:
    """The numbers in a sentence, "" for none."""
    return _(" or ").join(numbers)


def which_is_which(country: str) -> str:
    """What is not known of the numbers of ``country``, "" where the first is that of an ambulance or there is only one."""
    if len(emergency_numbers(country)) < 2 or _region(country) in ambulance_numbers():
        return ""
    return _("The data do not tell which of these numbers is the ambulance. Ask whoever answers for an ambulance.")


def _region(country: str) -> str:
    letters = country.strip().upper()
    return _ALSO.get(letters, letters)
