"""Times and cramps as a person types them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from uncramp.errors import InputError
from uncramp.names import MUSCLES, SIDES, one_of
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_H, S_PER_MIN, elapsed_text
from uncramp.why.answers import CrampEvent

AFTER_H: Final = 6.0
"""How long after the finish a cramp still belongs to the session."""

MUSCLE_WORDS: Final = {muscle: muscle for muscle in MUSCLES} | {
    "calfs": "calf", "calves": "calf", "hamstring": "hamstrings", "hams": "hamstrings", "hammies": "hamstrings",
    "quad": "quadriceps", "quads": "quadriceps", "quadricep": "quadriceps",
}  # fmt: skip
SIDE_WORDS: Final = {side: side for side in SIDES} | {"l": "left", "r": "right"}
"""Words people write -> the muscle or side that they can only mean."""

_CLOCK: Final = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)", re.ASCII)
# minutes may stand without their unit at the end only, as in 3h05
_WORDS: Final = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*(?:(\d+(?:\.\d+)?)\s*(?:min|m|$))?\s*(?:(\d+(?:\.\d+)?)\s*s(?:ec)?)?", re.ASCII
)


def elapsed_s(text: str, flag: str) -> float:
    """Seconds from ``3:05:00``, ``185min``, ``3h05`` or ``3h5min20s``.

    Raises
    ------
    InputError
        If it is none of these; ``3:05`` could be hours or minutes and is refused.

    Examples
    --------
    >>> [elapsed_s(text, "--time") for text in ("3:05:00", "185min", "3h05", "90 s")]
    [11100.0, 11100.0, 11100.0, 90.0]
    """
    typed = text.strip().lower()
    if clock := _CLOCK.fullmatch(typed):
        hours, minutes, seconds = (float(part) for part in clock.groups())
        return hours * S_PER_H + minutes * S_PER_MIN + seconds
    if short := re.fullmatch(r"(\d{1,2}):([0-5]\d)", typed, re.ASCII):
        first, second = short.groups()
        raise InputError(
            _(
                "{flag}: {text} could be {first} h {second} min or {first} min {second} s. Write "
                "{first}:{second}:00 or 0:{padded}:{second}."
            ).format(flag=flag, text=repr(text), first=first, second=second, padded=f"{first:0>2}")
        )
    words = _WORDS.fullmatch(typed)
    # a bare number has no unit
    if not words or not any(words.groups()) or re.fullmatch(r"[\d.]+", typed):
        raise InputError(
            _("{flag}: {text} is not a time. Write h:mm:ss, such as 3:05:00, or 185min, or 3h05.").format(
                flag=flag, text=repr(text)
            )
        )
    hours, minutes, seconds = (float(part or 0.0) for part in words.groups())
    return (hours * MIN_PER_H + minutes) * S_PER_MIN + seconds


@dataclass(frozen=True, slots=True)
class TypedCramp:
    """A cramp as typed, before the finish is known."""

    text: str
    muscle: str
    side: str
    time_s: float
    after_finish: bool  # counted from the finish

    def event(self, duration_s: float) -> CrampEvent:
        """The cramp in elapsed time of a session that lasted ``duration_s``.

        Raises
        ------
        InputError
            If it lies outside the session and the six hours after.
        """
        at_s = self.time_s + (duration_s if self.after_finish else 0.0)
        if at_s > duration_s + AFTER_H * S_PER_H:
            raise InputError(
                _(
                    "--cramped {text}: {at_s} is more than {after_h} h after the finish at {duration_s}. "
                    "Expected a time during the session or up to six hours after; write +20min for twenty "
                    "minutes after the finish."
                ).format(text=self.text, at_s=elapsed_text(at_s), after_h=f"{AFTER_H:g}", duration_s=elapsed_text(duration_s))
            )
        return CrampEvent(self.muscle, self.side, at_s)


def typed_cramp(text: str) -> TypedCramp:
    """Cramp from ``MUSCLE[:SIDE]@TIME``, or ``left calf@TIME``; a time that starts with ``+`` counts from the finish.

    Raises
    ------
    InputError
        With the nearest muscle or side, or what a time looks like.

    Examples
    --------
    >>> typed_cramp("calf:left@3:05:00").event(14400.0)
    CrampEvent(muscle='calf', side='left', at_s=11100.0)
    """
    place, at, when = text.partition("@")
    if not at or not when.strip():
        raise InputError(_("--cramped {text}: no time. Expected MUSCLE[:SIDE]@TIME, such as calf:left@3:05:00.").format(text=text))
    muscle, side = _muscle_and_side(place, text)
    when = when.strip()
    after = when.startswith("+")
    return TypedCramp(text, muscle, side, elapsed_s(when.removeprefix("+"), f"--cramped {text}"), after)


def _muscle_and_side(place: str, text: str) -> tuple[str, str]:
    """Muscle and side as typed, in any order; "" where no side is said."""
    words = re.split(r"[\s:]+", place.strip().lower())
    muscles = [MUSCLE_WORDS[word] for word in words if word in MUSCLE_WORDS]
    others = [word for word in words if word not in MUSCLE_WORDS]
    if len(muscles) != 1:
        # the word that is no side is the one to answer
        one_of(" ".join(word for word in words if word not in SIDE_WORDS), MUSCLES, f"--cramped {text}: the muscle")
    side = " ".join(others)
    if not side:
        return muscles[0], ""
    return muscles[0], one_of(SIDE_WORDS.get(side, side), SIDES, f"--cramped {text}: the side")


def _is_path(word: str) -> bool:
    """Whether ``word`` can only be meant as a file: no time in it, but a folder or an ending."""
    return "@" not in word and bool(re.search(r"[/\\]|\.[A-Za-z]\w*$", word))


def typed_cramps(words: Iterable[str]) -> tuple[TypedCramp, ...]:
    """Cramps as typed, or one a line in a file kept beside the activity; ``#`` begins a remark there.

    Raises
    ------
    InputError
        As :func:`typed_cramp`, or if the file is no text of the kind.
    """
    found: list[TypedCramp] = []
    for word in words:
        if _is_path(word) and not Path(word).exists():
            raise InputError(
                _("--cramped: there is no file {word}. Name one with a cramp a line, or say the cramp: calf:left@3:05:00.").format(
                    word=word
                )
            )
        if "@" in word or not Path(word).exists():
            found.append(typed_cramp(word))
            continue
        try:
            lines = Path(word).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                _("--cramped {name} cannot be read as text: {error}. Expected a cramp a line, such as calf:left@3:05:00.").format(
                    name=Path(word).name, error=error
                )
            ) from error
        said = [line.partition("#")[0].strip() for line in lines]
        found += [typed_cramp(line) for line in said if line]
        if not any(said):
            raise InputError(
                _("--cramped {name} names no cramp. Write one a line, such as calf:left@3:05:00, or use --no-cramp.").format(
                    name=Path(word).name
                )
            )
    return tuple(found)
