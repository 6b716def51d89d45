"""What ``uncramp why --json`` said of a session, read as a document: what was recorded, what was reported, what was simulated."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from uncramp.check.plain import plain
from uncramp.errors import InputError
from uncramp.texts import N_, _

READS: Final = "1."
"""First part of the versions of the document that are understood here."""

EXPECTED: Final = N_("Expected the result of one session, saved with `uncramp why FILE --json > why.json`.")

BODY_ESTIMATES: Final = (
    "core_c_max", "sweat_l", "drunk_l", "sodium_lost_mmol", "plasma_sodium_min_mmol_l", "mass_change_frac",
)  # fmt: skip
"""What is told of the simulated body, in this order."""


@dataclass(frozen=True, slots=True)
class ReportedCramp:
    """A cramp the person said they had."""

    muscle: str
    side: str
    at_s: float  # elapsed; NaN if not known


@dataclass(frozen=True, slots=True)
class Estimate:
    """A simulated number with the range that holds nine tenths of the draws; never a measurement."""

    id: str  # "chance_frac", "<muscle>_chance_frac", or one of BODY_ESTIMATES
    middle: float  # mean of a chance, else median
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Session:
    """One session as a clinician is told of it; NaN or empty where the document says nothing."""

    sport: str
    start: str  # ISO 8601 in UTC
    planned: bool  # not done yet: nothing in it was recorded
    duration_s: float
    distance_m: float
    heart_rate_bpm: float  # mean of the minutes that have one
    heart_rate_bpm_max: float  # highest minute
    air_c: float
    humidity_frac: float
    weather_assumed: bool
    drinking: str
    drinking_stated: bool
    reported: tuple[ReportedCramp, ...] | None  # () if said that there was none, None if nothing was said
    estimates: tuple[Estimate, ...]
    cautions: tuple[str, ...]  # those that name a clinician
    model: str


def session_of(document: object, where: str = "assessment") -> Session:
    """The session that a document of ``uncramp why --json`` tells of.

    Raises
    ------
    InputError
        If it is no such document, of a version not understood here, or holds something of the wrong kind.
    """
    top = _Part(document, where)
    version = top.content.get("schema_version")
    if not isinstance(version, str) or "activity" not in top.content:
        seen = "a table of a folder" if "rows" in top.content else "an error" if "error" in top.content else "something else"
        raise InputError(_("{where} is {seen}, not an assessment. {expected}").format(where=where, seen=seen, expected=_(EXPECTED)))
    if not version.startswith(READS):
        raise InputError(
            _("{where} has schema_version {version}; expected {reads}x. {expected}").format(
                where=where, version=repr(version[:20]), reads=READS, expected=_(EXPECTED)
            )
        )
    activity, made = top.part("activity"), top.part("provenance")
    weather, intake = activity.part("weather"), activity.part("intake")
    return Session(
        sport=activity.text("sport"),
        start=_start(activity),
        planned=activity.truth("planned"),
        duration_s=activity.number("duration_s"),
        distance_m=activity.number("distance_m"),
        heart_rate_bpm=activity.number("heart_rate_bpm"),
        heart_rate_bpm_max=activity.number("heart_rate_bpm_max"),
        air_c=weather.number("air_c"),
        humidity_frac=weather.number("humidity_frac"),
        weather_assumed=weather.truth("assumed"),
        drinking=intake.text("text"),
        drinking_stated=intake.truth("stated"),
        reported=_reported(top),
        estimates=tuple(_estimates(top)),
        cautions=tuple(
            caution.text("text")
            for caution in top.parts("cautions")
            if caution.text("urgency") in ("clinician_soon", "same_day", "emergency")
        ),
        model=_model(made),
    )


def _start(activity: _Part) -> str:
    text = activity.text("start")
    if not text:
        return ""
    try:
        start = datetime.fromisoformat(text)
        return start.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise InputError(
            _("{where}: start is {text}; expected a time such as 2026-05-31T08:30:00Z.").format(
                where=activity.where, text=repr(text[:40])
            )
        ) from None


def _model(made: _Part) -> str:
    """What simulated: version, hypothesis, draws and seed, as far as they are known."""
    draws, seed = made.number("draws"), made.number("seed")
    told = (
        f"uncramp {made.text('version')}".strip(),
        made.text("mechanism"),
        f"{draws:.0f} draws" if math.isfinite(draws) else "",
        f"seed {seed:.0f}" if math.isfinite(seed) else "",
    )
    return ", ".join(filter(None, told))


def _reported(top: _Part) -> tuple[ReportedCramp, ...] | None:
    if top.content.get("reported") is None:
        return None
    return tuple(ReportedCramp(cramp.text("muscle"), cramp.text("side"), cramp.number("at_s")) for cramp in top.parts("reported"))


def _estimates(top: _Part) -> list[Estimate]:
    """Chances first, the muscle most at risk leading, then the body; what is missing in the document is left out."""
    muscles = top.part("muscles")
    chances = [_estimate(muscles.part(name), "chance_frac", f"{plain(name)}_chance_frac") for name in muscles.content]
    chances.sort(key=lambda chance: (-chance.middle if math.isfinite(chance.middle) else math.inf, chance.id))
    body = [_estimate(top.part("body"), name, name) for name in BODY_ESTIMATES]
    all_of_them = [_estimate(top, "chance_frac", "chance_frac"), *chances, *body]
    return [estimate for estimate in all_of_them if math.isfinite(estimate.middle)]


def _estimate(part: _Part, name: str, label: str) -> Estimate:
    spread = part.part(name)
    middle = spread.number("mean" if name == "chance_frac" else "median")
    estimate = Estimate(label, middle, spread.number("low"), spread.number("high"))
    if name == "chance_frac" and not all(
        0.0 <= value <= 1.0 for value in (middle, estimate.low, estimate.high) if math.isfinite(value)
    ):
        raise InputError(
            _("{where} is {middle} ({low} to {high}); expected 0 to 1. {expected}").format(
                where=spread.where, middle=f"{middle:g}", low=f"{estimate.low:g}", high=f"{estimate.high:g}", expected=_(EXPECTED)
            )
        )
    return estimate


@dataclass(frozen=True, slots=True)
class _Part:
    """An object in the document; a missing field is empty, one of the wrong kind an error."""

    value: object
    where: str

    @property
    def content(self) -> Mapping[str, Any]:
        if self.value is None:
            return {}
        if not isinstance(self.value, Mapping):
            raise self._wrong("an object", self.value)
        return self.value

    def part(self, name: str) -> _Part:
        return _Part(self.content.get(name), f"{self.where}: {name}")

    def parts(self, name: str) -> list[_Part]:
        found = self.content.get(name)
        if found is None:
            return []
        if not isinstance(found, Sequence) or isinstance(found, str):
            raise self._wrong("a list", found, name)
        return [_Part(value, f"{self.where}: {name}") for value in found]

    def text(self, name: str) -> str:
        found = self.content.get(name)
        if found is not None and not isinstance(found, str):
            raise self._wrong("text", found, name)
        return plain(found or "")

    def truth(self, name: str) -> bool:
        found = self.content.get(name)
        if found is not None and not isinstance(found, bool):
            raise self._wrong("true or false", found, name)
        return bool(found)

    def number(self, name: str) -> float:
        found = self.content.get(name)
        if found is None:
            return math.nan
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self._wrong("a number or null", found, name)
        try:
            return float(found) if math.isfinite(found) else math.nan
        except OverflowError:  # a whole number of hundreds of digits
            return math.nan

    def _wrong(self, expected: str, seen: object, name: str = "") -> InputError:
        field = f"{self.where}: {name}" if name else self.where
        return InputError(
            _("{field} is {name}; expected {expected}. {hint}").format(
                field=field, name=type(seen).__name__, expected=expected, hint=_(EXPECTED)
            )
        )
