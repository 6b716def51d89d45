"""How long something takes, as a person says it."""

from __future__ import annotations

from uncramp.texts import _
from uncramp.units import MIN_PER_H


def duration_text(hours: float) -> str:
    """Minutes below an hour, else hours and minutes.

    Examples
    --------
    >>> duration_text(0.75), duration_text(1.75), duration_text(2.0)
    ('45 min', '1:45 h', '2 h')
    """
    whole, minutes = divmod(round(hours * MIN_PER_H), round(MIN_PER_H))
    if not whole:
        return _("{time} min").format(time=minutes)
    return _("{time} h").format(time=f"{whole}:{minutes:02d}" if minutes else whole)
