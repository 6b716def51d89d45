"""One screen of text that answers "why": cautions that should not wait, chance, place, plots, causes, changes, the other cautions.

Lines are :class:`rich.text.Text`, at most ``width`` wide; meaning is never in colour alone. Sentences are whole; what has no room is
left to ``--verbose``, except cautions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from rich.text import Text

from uncramp.assessment import Assessment
from uncramp.names import MUSCLES
from uncramp.report.document import ComparisonLike
from uncramp.report.effect_words import times
from uncramp.report.odds import chance_text, percent_range_text, percent_text
from uncramp.report.screen import Screen
from uncramp.report.tables import finish_distance_m, muscle_most_at_risk, peak_row
from uncramp.report.terminal_cautions import lines_of_chance, other_lines, urgent_lines
from uncramp.report.terminal_plots import plot_lines
from uncramp.report.terminal_tables import cause_table, causes_lines, change_lines
from uncramp.report.wording import event as event_text
from uncramp.report.wording import sports
from uncramp.texts import _
from uncramp.units import elapsed_text
from uncramp.why.answers import Range

COMPARED: Final = 4  # causes of a difference
ROOM: Final = (
    (5, 4, True, True), (4, 4, True, True), (5, 4, False, True), (5, 3, False, True), (4, 3, False, True), (3, 3, False, True),
    (3, 2, False, True), (2, 2, False, True), (2, 2, False, False),
)  # fmt: skip
"""Causes, changes, whether what speaks against each cause stands under it, and whether what would have changed nothing is named: the first
that leave it one screen, or the last."""


def why_view(assessment: Assessment, screen: Screen, overrides: Mapping[str, float] | None = None) -> list[Text]:
    """The whole answer, each line at most ``screen.width`` characters; ``overrides`` are the parameters that were set.

    One screen, ``screen.lines``, but for cautions and what was typed, which are shown however many they are.
    """
    above = [
        _session_part(assessment, screen, overrides or {}),
        urgent_lines(assessment, screen),
        _chance_part(assessment, screen),
        plot_lines(assessment, screen),
    ]
    below = [*other_lines(assessment, screen), *_honesty_part(screen)]
    for causes, changes, against, named in ROOM:
        tables = [
            causes_lines(assessment, screen, causes, against=against),
            change_lines(assessment, screen, changes, named=named),
        ]
        lines = _joined([*above, *tables, below])
        if screen.verbose or len(lines) <= screen.lines:
            break
    return lines


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
    lines += screen.wrapped(_weather_text(assessment, screen), indent="  ", lines=None)
    drinking = screen.wording.local(assessment.intake.text)
    drunk, *shorter = (
        _("drinking: {text}").format(text=text)
        for text in (drinking, drinking.split(";", maxsplit=1)[0], drinking.split(" with ", maxsplit=1)[0])
    )
    lines += screen.wrapped(
        drunk if screen.verbose else screen.fitting(drunk, *shorter),
        indent="  ",
        lines=None,
    )
    if overrides:
        told = ", ".join(f"{name} = {value:g}" for name, value in overrides.items())
        lines += screen.wrapped(_("Set: {told}").format(told=told), indent="  ", lines=None)
    return lines + _repairs_part(assessment, screen)


def _repairs_part(assessment: Assessment, screen: Screen) -> list[Text]:
    repairs = [_("repaired: {repair}").format(repair=repair.text) for repair in assessment.recording.repairs]
    if screen.verbose or (len(repairs) == 1 and len(screen.shown(repairs[0])) <= screen.width):
        return [line for text in repairs for line in screen.wrapped(text, "dim", indent="  ", lines=None)]
    if not repairs:
        return []
    one, many = (
        _("repaired: the file, in one way (--verbose tells it)"),
        _("repaired: the file, in {count} ways (--verbose tells them)"),
    )
    return screen.wrapped((one if len(repairs) == 1 else many).format(count=len(repairs)), "dim")


def _weather_text(assessment: Assessment, screen: Screen) -> str:
    weather, say = assessment.minutes.weather, screen.wording.say
    low, high = float(weather.air_c.min()), float(weather.air_c.max())
    air = (
        say("temperature", low)
        if high - low < 0.5
        else _("{low} to {high}").format(low=say("temperature", low), high=say("temperature", high))
    )
    text = (
        _("weather ASSUMED: {air}, {humidity}, {wind}, {sun}")
        if weather.assumed
        else _("weather: {air}, {humidity}, {wind}, {sun}")
    )
    known = text.format(
        air=air,
        humidity=_("humidity {humidity}").format(humidity=percent_text(float(weather.humidity_frac.mean()))),
        wind=_("wind {wind}").format(wind=say("wind", float(weather.wind_m_s.mean()))),
        sun=_("sun {sun} W/m2").format(sun=f"{float(weather.solar_w_m2.mean()):.0f}"),
    )
    return f"{known} ({screen.wording.local(weather.source)})" if screen.verbose else known


def _chance_part(assessment: Assessment, screen: Screen) -> list[Text]:
    weight = assessment.weight_frac
    lines = []
    if assessment.reported is not None:
        said = "; ".join(event_text(event) for event in assessment.reported) or _("no cramp")
        before = chance_text(assessment.unconditioned_chance_frac)
        lines += screen.wrapped(
            _("You reported: {said}. Before that was known, the chance was {before}.").format(said=said, before=before),
            indent="  ",
            lines=None,
        )
    head = _("Chance of a cramp: {chance}") if assessment.reported is None else _("Chance if done again: {chance}")
    lines += screen.wrapped(head.format(chance=chance_text(assessment.chance_frac)), "bold", indent="  ")
    lines += _place(assessment, screen)
    lines += lines_of_chance(assessment, screen)
    during, after = (
        percent_range_text(Range.of(values, weight), middle="mean")
        for values in (assessment.during_chance_frac, assessment.after_chance_frac)
    )
    words = {"twinge": _("a twinge"), "ease_off": _("easing off"), "stop": _("stopping")}
    shares = {kind: Range.of(share, weight).mean for kind, share in assessment.severity_frac.items()}
    severity = ", ".join(f"{words[kind]} {percent_text(shares[kind])}" for kind in words if kind in shares)
    told = _("During: {during}; in the 6 h after: {after}. If one came: {severity}.").format(
        during=during, after=after, severity=severity
    )
    return lines + screen.wrapped(told, indent="  ", lines=None)


def _place(assessment: Assessment, screen: Screen) -> list[Text]:
    """The muscle and minute most at risk."""
    index = muscle_most_at_risk(assessment)
    row = peak_row(assessment, index)
    if row is None:
        return [screen.text(_("No muscle stands out."))]
    chance = percent_range_text(Range.of(assessment.muscle_chance_frac[index], assessment.weight_frac), middle="mean")
    distance_m = float(assessment.minutes.distance_m[row])
    at = f" ({screen.wording.say('distance', distance_m)})" if math.isfinite(distance_m) and distance_m > 0 else ""
    told = _("Most at risk: {muscle} about {moment}{at}, this muscle {chance}").format(
        muscle=_(MUSCLES[index]), moment=elapsed_text(float(assessment.elapsed_s[row])), at=at, chance=chance
    )
    if screen.verbose:
        hz = Range.of(assessment.threshold_hz[index][:, row], assessment.weight_frac)
        told += _("; cramp threshold then {median} Hz ({low} to {high})").format(
            median=f"{hz.median:.0f}", low=f"{hz.low:.0f}", high=f"{hz.high:.0f}"
        )
    return screen.wrapped(told, "bold", indent="  ", lines=None)


def _honesty_part(screen: Screen) -> list[Text]:
    if screen.verbose:
        told = _(
            "An estimate for research and education, not a medical device. Sources: `uncramp evidence`; those of this result: "
            "--json > r.json, then `uncramp cite r.json`."
        )
    else:
        told = _("An estimate for research and education, not a medical device. More: --verbose.")
    return screen.wrapped(told, "dim", lines=None)


def comparison_view(one: Assessment, other: Assessment, comparison: ComparisonLike, screen: Screen) -> list[Text]:
    """What made the one session different from the other."""
    lines = [screen.text(_("Compared with the other session"), "bold")]
    for name, assessment, chance in zip((_("this"), _("other")), (one, other), comparison.chance_frac, strict=True):
        file = assessment.recording.path.rsplit("/", 1)[-1]
        lines += screen.wrapped(f"{name}: {file}, {chance_text(chance)}", first="  ", indent="    ")
        if assessment is other:
            lines += screen.wrapped(
                _("its {weather}").format(weather=_weather_text(assessment, screen)), "dim", first="  ", indent="    ", lines=None
            )
    ratio = comparison.ratio
    if math.isfinite(ratio.median):
        told = _("up to the finish, {times}; what made the difference:").format(times=times(ratio))
        lines += screen.wrapped(told, first="  ", indent="    ")
    return lines + cause_table(comparison.causes, screen, COMPARED, against=screen.verbose, of=_("share of the difference"))
