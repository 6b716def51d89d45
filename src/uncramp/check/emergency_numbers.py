"""Emergency numbers of a country, from the short numbers of the ``phonenumbers`` package. Nothing about a place is guessed."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Final

from uncramp.errors import InputError
from uncramp.texts import _

EUROPEAN: Final = "112"
"""First where it is valid: it reaches the ambulance wherever it exists."""

NORTH_AMERICAN: Final = "911"
"""First in the North American plan, where 112 is only passed on by some networks."""

_NORTH_AMERICAN_PLAN: Final = 1
_ALSO: Final = {"UK": "GB", "EL": "GR"}  # letters people write that are not those of ISO 3166


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """Valid emergency numbers of ``country`` (two letters), the likeliest to reach an ambulance first; none for "".

    Raises
    ------
    InputError
        If there is no such country, or no number of it is known.

    Examples
    --------
    >>> emergency_numbers("GB"), emergency_numbers("us"), emergency_numbers("")
    (('112', '999'), ('911', '112'), ())
    """
    if not country:
        return ()
    from phonenumbers import country_code_for_region
    from phonenumbers.phonemetadata import PhoneMetadata
    from phonenumbers.shortnumberinfo import SUPPORTED_SHORT_REGIONS

    region = _ALSO.get(country.strip().upper(), country.strip().upper())
    if region not in SUPPORTED_SHORT_REGIONS:
        raise InputError(f"{country[:40]!r} is no country here; expected its two letters, such as GB, DE or US.")
    known = PhoneMetadata.short_metadata_for_region(region)
    if known is None or known.emergency is None or not known.emergency.national_number_pattern:
        raise InputError(f"No emergency number of {region} is known here. Leave the country out, and use the number where you are.")
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


def which_is_which(numbers: tuple[str, ...]) -> str:
    """What the data do not say of several numbers, "" where it does not matter."""
    return (
        _("Which of several numbers is the ambulance is not in the data; any of them can pass you on.") if len(numbers) > 1 else ""
    )
