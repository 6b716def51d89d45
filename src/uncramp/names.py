"""The closed lists of ids that every command, file and page shares.

An id that is not here does not exist; a test holds the JSON schema, the evidence tables and the
documentation against these lists.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from uncramp.errors import InputError
from uncramp.texts import _

MUSCLES: Final = ("calf", "hamstrings", "quadriceps")
"""Muscles the engine simulates, in the order of every muscle axis."""

SIDES: Final = ("left", "right", "both")

SPORTS: Final = (
    "running",
    "trail_running",
    "treadmill_running",
    "walking",
    "hiking",
    "cycling",
    "indoor_cycling",
    "mountain_biking",
    "swimming",
    "rowing",
    "cross_country_skiing",
    "football",
    "strength",
    "transition",
    "rest",
    "unknown",
)
"""Sports with a row in the table of muscle load; ``unknown`` is drawn wide."""

NOT_PLANNED: Final = ("transition", "rest", "unknown")
"""Of these no session is planned: they are parts of one, or what a file does not say."""

PLANNED_SPORTS: Final = tuple(sport for sport in SPORTS if sport not in NOT_PLANNED)

CAUSES: Final = (
    "pace",
    "duration",
    "eccentric_load",
    "conditioning",
    "heat",
    "water_deficit",
    "sodium_dilution",
    "preparation",
    "history_constitution",
    "medicines_conditions",
)
"""Groups of factors a cramp is explained by, in the order of every cause axis."""

SEVERITIES: Final = ("twinge", "ease_off", "stop")
"""How bad a cramp was: it passed at once, it took some pace, or it stopped the athlete; mildest first."""

OUTCOMES: Final = ("cramp", "none", "unsaid")
"""What is known of a session: a cramp, no cramp, or nothing. Nothing said is never no cramp."""

SWEAT_SITES: Final = ("whole_body", "forearm")
"""Where sweat was collected for its sodium."""

MECHANISMS: Final = ("article", "measured", "mixed")
"""Rival hypotheses of what fatigue does to the spinal loop; ``mixture`` draws all three."""

GRADES: Final = ("cramp", "athletes", "healthy", "animal", "memory", "fitted", "assumed")
"""How near the evidence is to cramps in exercising people, nearest first.

``cramp`` measured in people who cramp or in an induced cramp; ``athletes`` in exercising people;
``healthy`` in people at rest or in another setting; ``animal``; ``memory`` a published figure recalled
but not found again; ``fitted`` by our calibration to published incidence; ``assumed`` a choice of ours.
"""


def one_of(value: str, allowed: tuple[str, ...], where: str) -> str:
    """Return ``value`` if it is in ``allowed``.

    Raises
    ------
    InputError
        With the nearest allowed ids, if it is not.

    Examples
    --------
    >>> one_of("calf", MUSCLES, "muscle")
    'calf'
    """
    if value in allowed:
        return value
    near = get_close_matches(value, allowed, n=2)
    names = _(" or ").join(near) if near else ", ".join(allowed)
    hint = (_("Did you mean {names}?") if near else _("Use one of: {names}.")).format(names=names)
    raise InputError(_("{where} is {value}, which is not known. {hint}").format(where=where, value=repr(value), hint=hint))
