"""What the charts of the page show, as plain data: one description feeds the script, the drawing and the table of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report import wording
from uncramp.report.tables import bands, muscle_most_at_risk, peak_row
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_MIN

ROWS_LIMIT: Final = 900  # more minutes than this are thinned: a screen shows no more
ON_FOOT: Final = ("running", "trail_running", "treadmill_running", "walking", "hiking")
SLOWEST_PACE_M_S: Final = 0.9  # below this a pace says nothing; the line breaks
HYPONATRAEMIA_MMOL_L: Final = 135.0  # by definition
HAZARD_MIN: Final = 10.0  # the hazard is shown as the chance in this time
STYLES: Final = (("s1", ""), ("s2", "7 4"), ("s3", "2 3"), ("s4", "9 3 2 3"))
"""Colour and dash of the first, second ... line of a chart: never colour alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve in a person's units; arrays of shape [row], NaN where there is nothing."""

    name: str
    values: Floats
    low: Floats | None = None
    high: Floats | None = None
    style: int = 0  # into STYLES
    right: bool = False  # on the right axis
    unit: str = ""  # of the right axis
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A level worth a line of its own."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: curves over the same rows."""

    id: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    summary: str
    note: str = ""
    digits: int = 0
    pace: bool = False  # minutes shown as m:ss, small is fast and stands on top
    low: float = 0.0  # of the left axis
    high: float = 1.0
    right_low: float = 0.0
    right_high: float = 1.0
    limits: tuple[Limit, ...] = ()

    @property
    def right_unit(self) -> str:
        """Unit of the right axis, "" without one."""
        return next((line.unit for line in self.lines if line.right), "")

    def span(self, line: Line) -> float:
        """Length of the axis of ``line``."""
        return self.right_high - self.right_low if line.right else self.high - self.low

    def text(self, value: float, line: Line | None = None) -> str:
        """A value as the chart's readout and table show it."""
        if not np.isfinite(value):
            return "–"
        if self.pace and not (line and line.right):
            return wording.clock(float(value))
        return wording.number(float(value), line.digits if line and line.right else self.digits)


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment to show in every chart."""

    at_min: float
    label: str
    kind: str  # cramp | peak


@dataclass(frozen=True, slots=True)
class Timeline:
    """All charts of an assessment over one time axis; ``minute`` [row]."""

    minute: Floats
    finish_min: float
    end_min: float
    session_rows: int  # of the rows kept
    charts: tuple[Chart, ...]
    markers: tuple[Marker, ...]
    peak_min: float


def row_step(total: int) -> int:
    """Every so many rows of ``total`` are kept."""
    return max(1, -(-total // ROWS_LIMIT))


class _Thinned:
    """The assessment's traces at the rows that are kept, in a person's units."""

    def __init__(self, assessment: Assessment, words: Wording) -> None:
        total = assessment.elapsed_s.shape[0]
        self.step = row_step(total)
        self.rows = np.arange(0, total, self.step)
        self.assessment, self.words = assessment, words
        self.session = int(np.count_nonzero(self.rows < assessment.minutes.rows_count))

    def recorded(self, values: Floats) -> Floats:
        """A recorded trace [minute]: nothing after the finish; thinned by the mean."""
        padded = np.full(self.rows.size * self.step, np.nan)
        padded[: values.size] = values
        blocks = padded.reshape(-1, self.step)
        known = np.isfinite(blocks)
        total = np.where(known, blocks, 0.0).sum(axis=1)
        return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)

    def line(self, name: str, values: Floats, kind: str, style: int, *, banded: bool = True) -> Line:
        """A simulated trace [draw, row] with its band."""
        how = self.words.quantity(kind)
        band = bands(values[:, :: self.step], self.assessment.weight_frac)
        low, high = how.array(band.low), how.array(band.high)
        return Line(name, how.array(band.median), low if banded else None, high if banded else None, style)


def timeline_of(assessment: Assessment, words: Wording) -> Timeline:
    """Every chart that this session has something for."""
    thin = _Thinned(assessment, words)
    minute = assessment.elapsed_s[thin.rows] / S_PER_MIN
    finish = assessment.minutes.duration_s / S_PER_MIN
    charts = [chart for chart in (_heart_rate(thin), _speed(thin), _weather(thin)) if chart]
    charts += [_temperature(thin), _sweat(thin), _sodium(thin), *_fatigue(thin), *_hazard(thin)]
    muscle = muscle_most_at_risk(assessment)
    peak = peak_row(assessment, muscle)
    peak_min = float(assessment.elapsed_s[peak]) / S_PER_MIN if peak is not None else finish
    markers = tuple(
        Marker(event.at_s / S_PER_MIN, _("cramp: {place}").format(place=wording.place(event)), "cramp")
        for event in assessment.reported or ()
    )
    if peak is not None:
        markers = (*markers, Marker(peak_min, _("most at risk ({muscle})").format(muscle=_(MUSCLES[muscle])), "peak"))
    return Timeline(
        minute, finish, float(assessment.elapsed_s[-1] / S_PER_MIN + 1.0), thin.session, tuple(charts), markers, peak_min
    )


def _span(*parts: Floats | None, least: float = 0.0, zero: bool = False) -> tuple[float, float]:
    """Ends of an axis: all of ``parts`` with a little air, at least ``least`` wide."""
    known = [part[np.isfinite(part)] for part in parts if part is not None]
    joined = np.concatenate(known) if known else np.zeros(0)
    if joined.size == 0:
        return 0.0, 1.0
    low, high = float(joined.min()), float(joined.max())
    if zero:
        low = min(low, 0.0)
    missing = max(least - (high - low), 0.0)
    low, high = (low, high + missing) if zero else (low - missing / 2, high + missing / 2)
    air = 0.06 * ((high - low) or 1.0)
    return (low if zero and low == 0.0 else low - air), high + air


def _all(lines: tuple[Line, ...]) -> tuple[Floats | None, ...]:
    return tuple(part for line in lines if not line.right for part in (line.values, line.low, line.high))


def _course(thin: _Thinned, line: Line, chart_unit: str, digits: int) -> str:
    """One sentence on a curve: start, highest with its moment, finish."""
    values = line.values[: thin.session]
    if not np.isfinite(values).any():
        return ""
    known = np.flatnonzero(np.isfinite(values))
    top = int(np.nanargmax(values))
    begin, peak, end = (wording.number(float(values[row]), digits) for row in (known[0], top, known[-1]))
    span = ""
    if line.low is not None and line.high is not None:
        low, high = wording.number(float(line.low[top]), digits), wording.number(float(line.high[top]), digits)
        span = _(" (range {low} to {high})").format(low=low, high=high) if low != high else ""
    best = f"{peak}{wording.THIN}{chart_unit}{span}"
    if top >= known[-1] - 1:
        return _("{line}: {begin} at the start, {best} at the finish, its highest.").format(line=line.name, begin=begin, best=best)
    if top == known[0]:
        return _("{line}: {best} at the start, its highest; {end} at the finish.").format(line=line.name, best=best, end=end)
    moment = wording.when(float(thin.assessment.elapsed_s[thin.rows[top]]), thin.assessment.minutes.duration_s)
    return _("{line}: {begin} at the start, highest {best} at {moment}, {end} at the finish.").format(
        line=line.name, begin=begin, best=best, moment=moment, end=end
    )


def _heart_rate(thin: _Thinned) -> Chart | None:
    values = thin.recorded(thin.assessment.minutes.heart_rate_bpm)
    if not np.isfinite(values).any():
        return None
    lines = (Line(_("Heart rate"), values),)
    low, high = _span(values, least=20.0)
    return Chart("heart-rate", _("Heart rate"), "bpm", lines, _course(thin, lines[0], "bpm", 0), low=low, high=high)


def _speed(thin: _Thinned) -> Chart | None:
    """Power where the sport has it, else pace on foot, else speed; with altitude."""
    minutes, words = thin.assessment.minutes, thin.words
    on_foot = thin.assessment.recording.sport in ON_FOOT
    altitude = _altitude(thin)
    power, speed = thin.recorded(minutes.power_w), thin.recorded(minutes.speed_m_s)
    lines: tuple[Line, ...]
    if np.isfinite(power).any() and not on_foot:
        lines = (Line(_("Power"), power), *altitude)
        low, high = _span(power, least=50.0, zero=True)
        title = _("Power and altitude") if altitude else _("Power")
        unit, digits, pace, summary = "W", 0, False, _course(thin, lines[0], "W", 0)
    elif np.isfinite(speed).any():
        kind = "pace" if on_foot else "speed"
        how = words.quantity(kind)
        values = how.array(np.where(speed > SLOWEST_PACE_M_S, speed, np.nan) if on_foot else speed)
        lines = (Line(_("Pace") if on_foot else _("Speed"), values), *altitude)
        title = _speed_title(on_foot=on_foot, altitude=bool(altitude))
        unit, digits, pace = how.unit, how.digits, on_foot
        if on_foot:
            known = values[np.isfinite(values)]
            # a few walked minutes must not flatten the rest
            low, high = _span(np.quantile(known, (0.0, 0.97)) if known.size else known, least=1.0)
            summary = _pace_summary(values[: thin.session], how.unit)
        else:
            low, high = _span(values, least=2.0, zero=True)
            summary = _course(thin, lines[0], how.unit, how.digits)
    else:
        return None
    right_low, right_high = _span(altitude[0].values, least=60.0) if altitude else (0.0, 1.0)
    return Chart("speed", title, unit, lines, summary, digits=digits, pace=pace, low=low, high=high, right_low=right_low,
                 right_high=right_high)  # fmt: skip


def _speed_title(*, on_foot: bool, altitude: bool) -> str:
    if on_foot:
        return _("Pace and altitude") if altitude else _("Pace")
    return _("Speed and altitude") if altitude else _("Speed")


def _pace_summary(values: Floats, unit: str) -> str:
    known = values[np.isfinite(values)]
    if known.size == 0:
        return ""
    third = max(1, known.size // 3)
    first, last = (wording.clock(float(np.median(part))) for part in (known[:third], known[-third:]))
    text = _("Typical pace {first} in the first third, {last} in the last.")
    return text.format(first=f"{first}{wording.THIN}{unit}", last=f"{last}{wording.THIN}{unit}")


def _altitude(thin: _Thinned) -> tuple[Line, ...]:
    values = thin.recorded(thin.assessment.minutes.altitude_m)
    if not np.isfinite(values).any():
        return ()
    how = thin.words.quantity("altitude")
    return (Line(_("Altitude"), how.array(values), style=2, right=True, unit=how.unit),)


def _weather(thin: _Thinned) -> Chart:
    """Air and humidity as given or assumed."""
    weather, how, percent = thin.assessment.minutes.weather, thin.words.quantity("temperature"), thin.words.quantity("percent")
    air = how.array(thin.recorded(weather.air_c))
    humidity = percent.array(thin.recorded(weather.humidity_frac))
    lines = (Line(_("Air"), air), Line(_("Humidity"), humidity, style=2, right=True, unit=percent.unit))
    low, high = _span(air, least=4.0)
    known = air[np.isfinite(air)]
    ends = [f"{wording.number(float(value), 0)}{wording.THIN}{how.unit}" for value in (known.min(), known.max())]
    span = ends[0] if ends[0] == ends[1] else _("{low} to {high}").format(low=ends[0], high=ends[1])
    summary = _("Air {span} (assumed).") if weather.assumed else _("Air {span}.")
    return Chart("weather", _("Weather"), how.unit, lines, summary.format(span=span), digits=1, low=low, high=high,
                 right_high=100.0)  # fmt: skip


def _temperature(thin: _Thinned) -> Chart:
    body, minutes, how = thin.assessment.body, thin.assessment.minutes, thin.words.quantity("temperature")
    lines: tuple[Line, ...] = (
        thin.line(_("Core"), body.core_c, "temperature", 0),
        thin.line(_("Working muscle"), body.muscle_c, "temperature", 1, banded=False),
        thin.line(_("Skin"), body.skin_c, "temperature", 2, banded=False),
    )
    measured = how.array(thin.recorded(minutes.core_c))
    if np.isfinite(measured).any():
        lines = (*lines, Line(_("Core, measured"), measured, style=3))
    low, high = _span(*_all(lines))
    return Chart(
        "temperature", _("Temperatures"), how.unit, lines, _course(thin, lines[0], how.unit, 1), digits=1, low=low, high=high
    )


def _sweat(thin: _Thinned) -> Chart:
    body, how = thin.assessment.body, thin.words.quantity("volume")
    lines = (thin.line(_("Sweat lost"), body.sweat_l, "volume", 0), thin.line(_("Drunk"), body.drunk_l, "volume", 1))
    last = thin.session - 1
    sweat, drunk = (f"{wording.number(float(line.values[last]), how.digits)}{wording.THIN}{how.unit}" for line in lines)
    low, high = _span(*_all(lines), zero=True, least=float(how.convert(0.5)))
    stated = thin.assessment.intake.stated
    text = (
        _("By the finish about {sweat} of sweat and {drunk} drunk (as stated).")
        if stated
        else _("By the finish about {sweat} of sweat and {drunk} drunk (assumed).")
    )
    return Chart("sweat", _("Sweat and drink since the start"), how.unit, lines,
                 text.format(sweat=sweat, drunk=drunk), digits=max(how.digits, 1) if how.unit == "L" else 0,
                 low=low, high=high)  # fmt: skip


def _sodium(thin: _Thinned) -> Chart:
    line = thin.line(_("Plasma sodium"), thin.assessment.body.plasma_sodium_mmol_l, "sodium", 0)
    low, high = _span(line.values, line.low, line.high, np.array([HYPONATRAEMIA_MMOL_L - 1.0]))
    values = line.values[: thin.session]
    summary = ""
    if np.isfinite(values).any():
        bottom = int(np.nanargmin(values))
        moment = wording.when(float(thin.assessment.elapsed_s[thin.rows[bottom]]), thin.assessment.minutes.duration_s)
        at = (
            _("at the start")
            if bottom == 0
            else _("at the finish")
            if bottom == values.size - 1
            else _("at {moment}").format(moment=moment)
        )
        lowest = f"{wording.number(float(values[bottom]), 0)}{wording.THIN}mmol/L"
        summary = _("Lowest in the session: about {lowest}, {at}.").format(lowest=lowest, at=at)
    return Chart("sodium", _("Plasma sodium"), "mmol/L", (line,), summary, digits=1, low=low, high=high,
                 limits=(Limit(HYPONATRAEMIA_MMOL_L, _("135: below is hyponatraemia")),))  # fmt: skip


def _fatigue(thin: _Thinned) -> tuple[Chart, ...]:
    trace = thin.assessment.fatigue
    made: list[tuple[str, tuple[Line, ...]]] = []
    for index, muscle in enumerate(MUSCLES):
        lines = (
            thin.line(_("Drive needed"), trace.activation_frac[index], "percent", 0),
            thin.line(_("Lost for hours"), trace.slow_loss_frac[index], "percent", 1),
            thin.line(_("Lost for minutes"), trace.fast_fatigue_frac[index], "percent", 2),
            thin.line(_("Damage"), trace.damage_frac[index], "percent", 3),
        )
        made.append((muscle, lines))
    # one scale, so that muscles can be compared
    low, high = _span(*(part for _muscle, lines in made for part in _all(lines)), zero=True, least=5.0)
    return tuple(
        Chart(
            f"fatigue-{muscle}",
            _("Fatigue: {muscle}").format(muscle=_(muscle)),
            "%",
            lines,
            _course(thin, lines[1], "%", 0),
            digits=0,
            low=low,
            high=high,
        )
        for muscle, lines in made
    )


def _hazard(thin: _Thinned) -> tuple[Chart, ...]:
    """The rate as a chance that people can picture, and that stays below one where the rate soars."""
    chance = -np.expm1(-thin.assessment.rate_per_h * (HAZARD_MIN / MIN_PER_H))
    lines = [thin.line(_("Chance in ten minutes"), chance[index], "percent", 0) for index in range(len(MUSCLES))]
    low, high = _span(*(part for line in lines for part in _all((line,))), zero=True, least=0.02)
    digits = 1 if high > 2.0 else 2
    return tuple(
        Chart(f"hazard-{muscle}", _("Cramp hazard: {muscle}").format(muscle=_(muscle)), "%", (line,), _course(thin, line, "%", digits), digits=digits, low=low,
              high=high)
        for muscle, line in zip(MUSCLES, lines, strict=True)
    )  # fmt: skip
