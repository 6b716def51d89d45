"""One screen of text that answers "why": chance, place, plots, causes, changes, cautions.

Lines are :class:`rich.text.Text`, at most ``width`` wide; meaning is never in colour alone.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rich.text import Text

from uncramp.assessment import Assessment, EventExplanation
from uncramp.body.athlete import Athlete
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.document import ComparisonLike
from uncramp.report.odds import (
    ascii_text,
    chance_text,
    one_line,
    percent_range_text,
    percent_text,
    signed_percent_text,
)
from uncramp.report.sparkline import columns, sparkline
from uncramp.report.tables import bands, fatigue_frac, finish_distance_m, muscle_most_at_risk, peak_row
from uncramp.report.wording import URGENCY_WORDS, URGENT, Wording, direction, sports, times, unsaid
from uncramp.report.wording import event as event_text
from uncramp.units import elapsed_text
from uncramp.why.answers import Cause, Caution, Change, Range

WIDTH: Final = 80
CAUSES_SHOWN: Final = 4
CHANGES_SHOWN: Final = 4
REPAIRS_SHOWN: Final = 2
SMALL_FRAC: Final = 0.01  # causes below this are named together
WIDE_FRAC: Final = 0.05  # beside a wider range nobody can say "no effect"
TELLING_FACTOR: Final = 50.0  # a larger factor is beyond what the model can tell
_LABEL: Final = 19
_AFTER_COLUMNS: Final = 8

_UNIT_GAP: Final = re.compile(r"(?<=\d) (?=%|°|Hz|km|mi|L|W|m/s|h\b)")  # no line ends between a number and its unit
_ASSUMED: Final = "_assumed"  # ending of the ids of cautions that say what was not given
_DIRECTIONS: Final = {"raised": "raised it", "lowered": "lowered it", "uncertain": "either way", "none": "no effect"}
_MARKS: Final = {"raised": "+", "lowered": "-", "uncertain": "?", "none": " "}
_OF_CHANCE: Final = ("few_draws", "fitness_", "draws_")  # starts of the ids of cautions about the chance itself


@dataclass(frozen=True, slots=True)
class Screen:
    """How to show it."""

    width: int = WIDTH
    units: str = "metric"
    unicode: bool = True  # blocks and the degree sign; ASCII otherwise

    @property
    def wording(self) -> Wording:
        """Quantities in the person's units."""
        return Wording(self.units)

    def shown(self, content: str) -> str:
        """``content`` as this terminal can show it."""
        known = content.replace("degC", "°C").replace("\u202f", " ")
        return known if self.unicode else ascii_text(known)

    def text(self, content: str, style: str = "") -> Text:
        """One line."""
        return Text(self.shown(content), style=style)

    def wrapped(self, content: str, style: str = "", *, indent: str = "", lines: int | None = 2) -> list[Text]:
        """At most ``lines`` lines of ``content`` (``None``: as many as it takes), the later ones indented."""
        width = max(self.width, 40)
        together = _UNIT_GAP.sub("\u00a0", self.shown(content))
        parts = textwrap.wrap(together, width, subsequent_indent=indent, max_lines=lines, placeholder=" ...")
        return [self.text(part.replace("\u00a0", " "), style) for part in parts]


def why_view(assessment: Assessment, screen: Screen, overrides: Mapping[str, float] | None = None) -> list[Text]:
    """The whole answer, about 45 lines of at most ``screen.width`` characters; ``overrides`` are the parameters that were set."""
    parts = [
        _session_part(assessment, screen, overrides or {}),
        _urgent_part(assessment, screen),
        _chance_part(assessment, screen),
        _plot_part(assessment, screen),
        _causes_part(assessment, screen),
        _changes_part(assessment, screen),
        [*_cautions_part(assessment, screen), *_honesty_part(screen)],
    ]
    return _joined(parts)


def _joined(parts: Sequence[list[Text]]) -> list[Text]:
    lines: list[Text] = []
    for part in parts:
        if part:
            lines += [Text(""), *part] if lines else part
    return lines


def _session_part(assessment: Assessment, screen: Screen, overrides: Mapping[str, float]) -> list[Text]:
    recording, minutes = assessment.recording, assessment.minutes
    distance_m = finish_distance_m(assessment)
    facts = [recording.path.rsplit("/", 1)[-1], sports(minutes.legs, recording.sport)]
    if distance_m > 0:
        facts.append(screen.wording.say("distance", distance_m))
    facts.append(elapsed_text(minutes.duration_s))
    if minutes.start:
        facts.append(minutes.start.strftime("%Y-%m-%d %H:%M UTC"))
    lines = screen.wrapped(" · ".join(facts), "bold")
    lines += screen.wrapped(_weather_text(assessment, screen), indent="  ")
    lines += screen.wrapped(f"drinking: {screen.wording.local(assessment.intake.text)}", indent="  ", lines=1)
    if overrides:
        told = ", ".join(f"{name} = {value:g}" for name, value in overrides.items())
        lines += screen.wrapped(f"Set: {told}", indent="  ", lines=None)
    if recording.repairs:
        told = " ".join(repair.text for repair in recording.repairs[:REPAIRS_SHOWN])
        more = len(recording.repairs) - REPAIRS_SHOWN
        ending = f" And {more} more (--json lists all)." if more > 0 else ""
        lines += screen.wrapped(f"repaired: {one_line(told, 2 * screen.width - 20 - len(ending))}{ending}", "dim", indent="  ")
    return lines


def _weather_text(assessment: Assessment, screen: Screen) -> str:
    weather, say = assessment.minutes.weather, screen.wording.say
    low, high = float(weather.air_c.min()), float(weather.air_c.max())
    air = say("temperature", low) if high - low < 0.5 else f"{say('temperature', low)} to {say('temperature', high)}"
    known = (
        f"{air}, humidity {percent_text(float(weather.humidity_frac.mean()))}, wind {say('wind', float(weather.wind_m_s.mean()))}"
    )
    known += f", sun {float(weather.solar_w_m2.mean()):.0f} W/m2"
    return f"weather{' ASSUMED' if weather.assumed else ''}: {known} ({screen.wording.local(weather.source)})"


def _chance_part(assessment: Assessment, screen: Screen) -> list[Text]:
    weight = assessment.weight_frac
    session = Range.of(assessment.session_chance_frac, weight)
    lines = []
    if assessment.reported is not None:
        said = "; ".join(event_text(event) for event in assessment.reported) or "no cramp"
        before = chance_text(assessment.unconditioned_chance_frac)
        lines += screen.wrapped(f"You reported: {said}. Before knowing that, the chance was {before}.", indent="  ", lines=3)
        head = "Chance if it were done again"
    else:
        head = "Chance of a cramp"
    lines += screen.wrapped(f"{head}: {chance_text(session)}", "bold", indent="  ")
    for caution in assessment.cautions:
        if _is_of_chance(caution):
            lines += _caution_lines(caution, screen)
    during, after = (Range.of(values, weight) for values in (assessment.during_chance_frac, assessment.after_chance_frac))
    when = f"  during {percent_range_text(during, middle='mean')}, in the 6 h after {percent_range_text(after, middle='mean')}"
    severity = {kind: Range.of(share, weight).mean for kind, share in assessment.severity_frac.items()}
    words = {"twinge": "a twinge", "ease_off": "easing off", "stop": "stopping"}
    told = ", ".join(f"{words[kind]} {percent_text(severity[kind])}" for kind in words if kind in severity)
    lines += screen.wrapped(f"{when}; if one came: {told}", indent="  ")
    return lines + _place(assessment, screen)


def _place(assessment: Assessment, screen: Screen) -> list[Text]:
    """The muscle and minute most at risk."""
    index = muscle_most_at_risk(assessment)
    row = peak_row(assessment, index)
    if row is None:
        return [screen.text("  no muscle stands out")]
    chance = Range.of(assessment.muscle_chance_frac[index], assessment.weight_frac)
    threshold = Range.of(assessment.threshold_hz[index][:, row], assessment.weight_frac)
    distance_m = float(assessment.minutes.distance_m[row])
    at = f" ({screen.wording.say('distance', distance_m)})" if math.isfinite(distance_m) and distance_m > 0 else ""
    told = (
        f"Most at risk: {MUSCLES[index]} about {elapsed_text(float(assessment.elapsed_s[row]))}{at}; "
        f"this muscle {percent_range_text(chance, middle='mean')}; "
        f"cramp threshold then {threshold.median:.0f} Hz ({threshold.low:.0f} to {threshold.high:.0f})"
    )
    return screen.wrapped(told, "bold", indent="  ")


def _plot_part(assessment: Assessment, screen: Screen) -> list[Text]:
    session = assessment.minutes.rows_count
    plot = max(12, screen.width - _LABEL - _AFTER_COLUMNS - 25)
    finish = f"finish {elapsed_text(assessment.minutes.duration_s)}"
    lines = [screen.text(f"{'':{_LABEL}}0:00{finish:>{plot - 4}}|+6 h", "dim")]

    def row(label: str, values: Floats, low: float, high: float, note: str) -> Text:
        parts = (columns(values[:session], plot), columns(values[session:], _AFTER_COLUMNS))
        drawn = "|".join(sparkline(part, low, high, unicode=screen.unicode) for part in parts)
        return screen.text(f"{label:{_LABEL}.{_LABEL}}").append(drawn, style="bold").append(screen.text(f" {note}"))

    # the median draw: the mean would show the few draws in which the rate explodes, and nothing else
    rate = np.array([bands(values, assessment.weight_frac).median for values in assessment.rate_per_h])
    highest = float(np.nanmax(rate)) if np.isfinite(rate).any() else 0.0
    for index, muscle in enumerate(MUSCLES):
        chance = Range.of(assessment.muscle_chance_frac[index], assessment.weight_frac).mean
        lines.append(row(f"risk {muscle}", rate[index], 0.0, highest, f"{percent_text(chance)} in all"))
    index = muscle_most_at_risk(assessment)
    say = screen.wording.say
    for label, values, kind in (
        ("core temperature", assessment.body.core_c, "temperature"),
        ("plasma sodium", assessment.body.plasma_sodium_mmol_l, "sodium"),
        (f"fatigue {MUSCLES[index]}", fatigue_frac(assessment)[index], "percent"),
    ):
        middle = bands(values, assessment.weight_frac).median
        low, high = float(np.nanmin(middle)), float(np.nanmax(middle))
        short = say(kind, low).rsplit("\u202f", 1)[0]
        lines.append(row(label, middle, 0.0 if kind == "percent" else low, high, f"{short} to {say(kind, high)}"))
    return lines


def ranked_causes(causes: Sequence[Cause]) -> list[Cause]:
    """Causes by share, or by the size of their effect where there are no shares; the greatest first."""

    def weight(cause: Cause) -> float:
        value = cause.effect_frac.median if cause.share_frac is None else cause.share_frac.median
        return abs(value) if math.isfinite(value) else -1.0

    return sorted(causes, key=weight, reverse=True)


def _causes_part(assessment: Assessment, screen: Screen) -> list[Text]:
    explained = assessment.event_causes[0] if assessment.event_causes else None
    against = f"Why, against {screen.wording.local(assessment.reference_text)}"
    there = f"there the chance up to the finish is {percent_range_text(assessment.reference_chance_frac, middle='mean')}"
    lines = screen.wrapped(f"{against}; {there}", "bold", indent="  ", lines=5)
    if all(cause.share_frac is None for cause in assessment.causes):
        lines += screen.wrapped(
            "This session was no riskier than that, so there are no shares; what each did to the hazard:", indent="  "
        )
    if explained:
        lines += screen.wrapped(
            f"  in the whole session | {_where(explained)} (+ raised, - lowered, ? either)", "dim", indent="    "
        )
        if more := len(assessment.event_causes) - 1:
            lines.append(screen.text(f"  {more} more reported; --html and --json explain each", "dim"))
    return lines + _cause_lines(assessment.causes, screen, explained)


def _where(explained: EventExplanation) -> str:
    return f"at the cramp: {event_text(explained.event)}, threshold {explained.threshold_hz.median:.0f} Hz"


def _cause_lines(causes: Sequence[Cause], screen: Screen, explained: EventExplanation | None = None) -> list[Text]:
    at_event = {cause.id: cause for cause in explained.causes} if explained else None
    ranked = ranked_causes(causes)
    main = [cause for cause in ranked[:CAUSES_SHOWN] if _counts(cause)] or ranked[:1]
    name = screen.width - (50 if at_event is None else 52)
    lines = []
    for cause in main:
        if at_event is None:
            told = f"{_share(cause):16} {_effect(cause):17} "
        else:
            told = f"{_MARKS[direction(cause)]} {_share(cause):16} | {_share(at_event.get(cause.id)):16}"
        lines.append(screen.text(f"  {one_line(screen.shown(cause.name), name):{name}} {told} [{cause.grade}]"))
        if cause.contradiction:
            lines.append(screen.text(f"    but: {one_line(screen.shown(cause.contradiction), screen.width - 9)}", "dim"))
    if rest := [cause for cause in ranked if cause not in main]:
        told = ", ".join(f"{cause.name.lower()} {_short_share(cause)}" for cause in rest)
        lines += screen.wrapped(f"  smaller: {told}", "dim", indent="    ", lines=4)
    return lines


def _counts(cause: Cause) -> bool:
    """Whether the median share (or effect) is worth a line of its own."""
    value = cause.effect_frac if cause.share_frac is None else cause.share_frac
    return abs(value.median) >= SMALL_FRAC


def _effect(cause: Cause) -> str:
    """Direction and size; beyond a doubling as a factor."""
    median = cause.effect_frac.median
    spread = cause.effect_frac if cause.share_frac is None else cause.share_frac
    if direction(cause) == "none" and spread.high - spread.low > WIDE_FRAC:
        return "effect uncertain"
    size = f"\u00d7{1.0 + median:.2g}" if 1.0 < median < TELLING_FACTOR else signed_percent_text(median)
    if median >= TELLING_FACTOR:
        size = f">\u00d7{TELLING_FACTOR:g}"
    return f"{_DIRECTIONS[direction(cause)]} {size}"


def _share(cause: Cause | None) -> str:
    if cause is None or cause.share_frac is None:
        return ""
    return percent_range_text(cause.share_frac)


def _short_share(cause: Cause) -> str:
    if cause.share_frac is None:
        return signed_percent_text(cause.effect_frac.median)
    return percent_text(cause.share_frac.median)


def _changes_part(assessment: Assessment, screen: Screen) -> list[Text]:
    if not assessment.changes:
        return []
    lines = [screen.text("What would have changed it (chance then; difference in points)", "bold")]
    ranked: list[Change] = sorted(assessment.changes, key=lambda change: change.difference_frac.mean)
    for change in ranked[:CHANGES_SHOWN]:
        lines += _change_lines(change, screen)
    return lines


def _change_lines(change: Change, screen: Screen) -> list[Text]:
    """One line, or two where what was and what would have been need their own."""
    spread = change.difference_frac
    points, low, high = (signed_percent_text(value).removesuffix(" %") for value in (spread.mean, spread.low, spread.high))
    result = f"{percent_text(change.chance_frac.mean)}; {points} ({low} to {high}) [{change.grade}]"
    room = screen.width - len(result) - 4
    difference = screen.shown(screen.wording.local(f"{change.before} → {change.after}"))
    name = screen.shown(change.name)
    if len(name) + 2 + len(difference) <= room:
        return [screen.text(f"  {f'{name}: {difference}':{room}}  {result}")]
    first = screen.text(f"  {one_line(name, room):{room}}  {result}")
    return [first, screen.text(f"    {one_line(difference, screen.width - 4)}", "dim")]


def _is_of_chance(caution: Caution) -> bool:
    return caution.urgency not in URGENT and caution.id.startswith(_OF_CHANCE)


def _caution_lines(caution: Caution, screen: Screen) -> list[Text]:
    """One caution, never cut: its end may be what matters most."""
    style = "" if caution.urgency == "note" else "bold"
    return screen.wrapped(
        f"! {URGENCY_WORDS[caution.urgency]}: {screen.wording.local(caution.text)}", style, indent="  ", lines=None
    )


def _urgent_part(assessment: Assessment, screen: Screen) -> list[Text]:
    """What should not wait, before the chance."""
    found = sorted(
        (caution for caution in assessment.cautions if caution.urgency in URGENT), key=lambda one: URGENT.index(one.urgency)
    )
    return [line for caution in found for line in _caution_lines(caution, screen)]


def _cautions_part(assessment: Assessment, screen: Screen) -> list[Text]:
    """The other cautions; what was not given in one sentence, since the top of the screen says what stands for it."""
    rest = [caution for caution in assessment.cautions if caution.urgency not in URGENT and not _is_of_chance(caution)]
    ranked = sorted(rest, key=lambda caution: caution.urgency == "note")
    lines = [line for one in ranked if not one.id.endswith(_ASSUMED) for line in _caution_lines(one, screen)]
    if missing := [_missing_text(one, assessment) for one in ranked if one.id.endswith(_ASSUMED)]:
        told = f"! {URGENCY_WORDS['note']}: not given, so assumed and drawn wide: {'; '.join(missing)}."
        lines += screen.wrapped(told, indent="  ", lines=None)
    return lines


def _missing_text(caution: Caution, assessment: Assessment) -> str:
    """What was not given; of an athlete of whom something was said, each thing that was not."""
    name = caution.id.removesuffix(_ASSUMED)
    if name == "athlete":
        missing = unsaid(assessment.athlete)
        return f"of the athlete {', '.join(missing)}" if missing and assessment.athlete != Athlete() else name
    return "earlier training" if name == "history" else name


def _honesty_part(screen: Screen) -> list[Text]:
    return screen.wrapped(
        "For research and education, not a medical device. Sources: `uncramp evidence`; those of this result: --json > r.json, "
        "then `uncramp cite r.json`.",
        "dim",
    )


def comparison_view(one: Assessment, other: Assessment, comparison: ComparisonLike, screen: Screen) -> list[Text]:
    """What made the one session different from the other."""
    lines = [screen.text("Compared with the other session", "bold")]
    for name, assessment, chance in zip(("this", "other"), (one, other), comparison.chance_frac, strict=True):
        file = assessment.recording.path.rsplit("/", 1)[-1]
        lines += screen.wrapped(f"  {name}: {file}, {chance_text(chance)}", indent="    ")
        if name == "other":
            lines += screen.wrapped(f"  its {_weather_text(assessment, screen)}", "dim", indent="    ")
    ratio = comparison.ratio
    if math.isfinite(ratio.median):
        lines += screen.wrapped(f"  up to the finish, {times(ratio)}; what made the difference:", indent="    ")
    return lines + _cause_lines(comparison.causes, screen)
