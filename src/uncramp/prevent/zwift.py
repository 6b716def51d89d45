"""A planned session for an indoor trainer: a workout file of Zwift (``.zwo``), whose texts may come at any second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from lxml import etree

from uncramp.errors import InputError
from uncramp.prevent.labels import check_units, one_line, pace_text, prompt_text
from uncramp.prevent.plan import DrinkStop
from uncramp.prevent.session import PlannedSession, Step
from uncramp.prevent.session_clock import step_durations_s
from uncramp.texts import _
from uncramp.training import FOOT_SPORTS, WHEEL_SPORTS
from uncramp.units import S_PER_MIN

WATTS_OF_ONE: Final = 100.0
"""Zwift reckons in shares of a rider's threshold power; the file sets that to 100 W, so that a share is a fixed power."""

DRINK_EVERY_MIN: Final = 15.0
"""How often a session in the heat reminds of drinking by thirst; chosen, and no amount is said."""

_SPORTS: Final = dict.fromkeys(WHEEL_SPORTS, "bike") | dict.fromkeys(FOOT_SPORTS, "run")


@dataclass(frozen=True, slots=True)
class _Text:
    at_s: int  # from the start of the session
    message: str


def suits_zwift(session: PlannedSession) -> bool:
    """Whether a session is one for a trainer: cycled, or on foot in the heat."""
    return bool(session.steps) and (session.sport in WHEEL_SPORTS or (session.kind == "heat" and session.sport in FOOT_SPORTS))


def zwift_workout(session: PlannedSession, *, drinks: Sequence[DrinkStop] = (), units: str = "metric") -> bytes:
    """The session as a ``.zwo`` file.

    Steps with a power are held by the trainer, others are ridden or run freely with the target as a text. Steps by distance last about as long as
    they would.

    Parameters
    ----------
    session
        Cycled, or on foot.
    drinks
        What is taken when (``at_min``), as texts; a session in the heat without any reminds of drinking by thirst.
    units
        ``metric`` or ``imperial``.

    Raises
    ------
    InputError
        If the session has no steps, its sport has no place in Zwift, or ``units`` is not known.
    """
    check_units(units)
    if not session.steps:
        raise InputError(
            _("{title} on {day} has no steps, so there is no workout to write. Leave it out.").format(
                title=repr(session.title), day=session.day
            )
        )
    if session.sport not in _SPORTS:
        raise InputError(
            _("{title} is {sport}, which Zwift does not have. Write a FIT workout of it, for a watch.").format(
                title=repr(session.title), sport=session.sport
            )
        )
    lengths_s = [max(round(seconds), 1) for seconds in step_durations_s(session)]
    starts_s = list(accumulate(lengths_s, initial=0))
    texts = sorted(_texts(session, drinks, units, starts_s), key=lambda text: text.at_s)
    root = etree.Element("workout_file")
    for name, value in (("author", "uncramp"), ("name", one_line(session.title)), ("sportType", _SPORTS[session.sport])):
        etree.SubElement(root, name).text = value
    if any(step.target.power_w is not None for step in session.steps):
        etree.SubElement(root, "ftpOverride").text = f"{WATTS_OF_ONE:.0f}"
    workout = etree.SubElement(root, "workout")
    for step, start_s, length_s in zip(session.steps, starts_s, lengths_s, strict=False):
        block = etree.SubElement(workout, *_block(step, length_s))
        for text in texts:
            if start_s <= text.at_s < start_s + length_s:
                etree.SubElement(block, "textevent", {"timeoffset": str(text.at_s - start_s), "message": text.message})
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _block(step: Step, length_s: int) -> tuple[str, dict[str, str]]:
    """Name and attributes of the element for one step."""
    length = {"Duration": str(length_s)}
    if step.target.power_w is None:
        return "FreeRide", length | {"FlatRoad": "1"}
    low, high = (f"{watts / WATTS_OF_ONE:.3f}" for watts in step.target.power_w)
    if step.kind == "warm_up":
        return "Warmup", length | {"PowerLow": low, "PowerHigh": high}
    if step.kind == "cool_down":  # whose first value is the power it begins with
        return "Cooldown", length | {"PowerLow": high, "PowerHigh": low}
    return "SteadyState", length | {"Power": f"{sum(step.target.power_w) / 2.0 / WATTS_OF_ONE:.3f}"}


def _texts(session: PlannedSession, drinks: Sequence[DrinkStop], units: str, starts_s: Sequence[int]) -> Iterator[_Text]:
    end_s = starts_s[-1]
    for step, start_s in zip(session.steps, starts_s, strict=False):
        message = " ".join(part for part in (one_line(step.note), _target_text(step, units)) if part)
        if message:
            yield _Text(start_s, message)
    for drink in drinks:
        at_s = int(drink.at_min * S_PER_MIN)
        if at_s < end_s:
            yield _Text(at_s, prompt_text((drink,), units, named=True))
    if session.kind == "heat" and not drinks:
        every_s = int(DRINK_EVERY_MIN * S_PER_MIN)
        yield from (_Text(at_s, _("Drink if you are thirsty.")) for at_s in range(every_s, end_s, every_s))


def _target_text(step: Step, units: str) -> str:
    """What to keep to, where the trainer does not."""
    target = step.target
    if target.power_w is None and target.heart_rate_bpm is not None:
        low, high = target.heart_rate_bpm
        return _("Heart rate {low} to {high}").format(low=round(low), high=round(high))
    if target.power_w is None and target.pace_s_per_km is not None:
        fast, slow = target.pace_s_per_km
        return _("Pace {low} to {high}").format(low=pace_text(fast, units), high=pace_text(slow, units))
    return ""
