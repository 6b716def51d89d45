"""Figures for papers and notebooks: each takes and returns matplotlib axes, and neither shows nor saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES, one_of
from uncramp.report.charts import HYPONATRAEMIA_MMOL_L
from uncramp.report.tables import bands
from uncramp.units import S_PER_H
from uncramp.why.answers import Range

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS: Final = ("#0b5fa5", "#a8480a", "#5b3a96", "#4a5a1a")
DASHES: Final = ("-", "--", ":", "-.")
BAND_OPACITY: Final = 0.17
PERCENT: Final = 100.0
HAZARD_FLOOR_FRAC: Final = 1e-5  # of the highest rate; what is lower is not drawn


def core_temperature(assessment: Assessment, *, ax: Axes | None = None) -> Axes:
    """Core temperature over the session and the six hours after, with its 5 to 95 % band; measured points where there are any."""
    ax = _axes(ax)
    _band(ax, assessment, assessment.body.core_c, "core")
    measured = assessment.minutes.core_c
    if np.isfinite(measured).any():
        ax.plot(_session_h(assessment), measured, ".", ms=3, color=COLOURS[3], label="core, measured")
        ax.legend(frameon=False)
    return _time_axis(ax, assessment, "core temperature (°C)")


def plasma_sodium(assessment: Assessment, *, ax: Axes | None = None) -> Axes:
    """Plasma sodium with its band and the limit of hyponatraemia (135 mmol/L, by definition)."""
    ax = _axes(ax)
    _band(ax, assessment, assessment.body.plasma_sodium_mmol_l, "plasma sodium")
    ax.axhline(HYPONATRAEMIA_MMOL_L, color="#9a1230", lw=1, ls="--")
    return _time_axis(ax, assessment, "plasma sodium (mmol/L)")


def sweat_and_drink(assessment: Assessment, *, ax: Axes | None = None) -> Axes:
    """Sweat lost and drink taken since the start."""
    ax = _axes(ax)
    _band(ax, assessment, assessment.body.sweat_l, "sweat lost")
    _band(ax, assessment, assessment.body.drunk_l, "drunk", 1)
    ax.legend(frameon=False)
    return _time_axis(ax, assessment, "since the start (L)")


def fatigue(assessment: Assessment, *, ax: Axes | None = None, muscle: str = "calf") -> Axes:
    """Drive needed, capacity lost for minutes and for hours, and damage of one muscle.

    100 % drive is that of a fresh muscle at maximal oxygen uptake.

    Raises
    ------
    InputError
        If ``muscle`` is not one of :data:`uncramp.names.MUSCLES`.
    """
    ax = _axes(ax)
    index = _muscle(muscle)
    trace = assessment.fatigue
    named = (
        ("drive needed", trace.activation_frac),
        ("lost for hours", trace.slow_loss_frac),
        ("lost for minutes", trace.fast_fatigue_frac),
        ("damage", trace.damage_frac),
    )
    for style, (name, values) in enumerate(named):
        _band(ax, assessment, PERCENT * values[index], name, style)
    ax.set_title(muscle.capitalize(), loc="left")
    ax.legend(frameon=False)
    return _time_axis(ax, assessment, "fatigue (%)")


def hazard(assessment: Assessment, *, ax: Axes | None = None, muscle: str | None = None) -> Axes:
    """Cramp rate of one muscle with its band, or of all of them, over five decades.

    Raises
    ------
    InputError
        If ``muscle`` is given and not one of :data:`uncramp.names.MUSCLES`.
    """
    ax = _axes(ax)
    shown = range(len(MUSCLES)) if muscle is None else (_muscle(muscle),)
    top = max(_band(ax, assessment, assessment.rate_per_h[index], MUSCLES[index], index) for index in shown)
    ax.set_yscale("log")
    ax.set_ylim(top * HAZARD_FLOOR_FRAC, top * 2.0)
    ax.legend(frameon=False)
    return _time_axis(ax, assessment, "cramp rate (1/h)")


def causes(assessment: Assessment, *, ax: Axes | None = None) -> Axes:
    """Share of each cause with its range, largest on top, its grade beside the name; the effect instead where there is nothing to share out."""
    ax = _axes(ax)
    shared = all(cause.share_frac is not None for cause in assessment.causes)
    spread = [(cause, cause.share_frac or cause.effect_frac) for cause in assessment.causes]
    spread.sort(key=lambda pair: pair[1].median)
    names = [f"{cause.name} · {cause.grade}" for cause, _ in spread]
    _range_bars(ax, names, [PERCENT * np.array([value.low, value.median, value.high]) for _, value in spread])
    ax.set_xlabel("share of what raised the hazard (%)" if shared else "effect on the hazard (%)")
    return ax


def changes(assessment: Assessment, *, ax: Axes | None = None) -> Axes:
    """Chance of a cramp with each change, beside the chance as it was (dashed)."""
    ax = _axes(ax)
    ordered = sorted(assessment.changes, key=lambda change: -change.difference_frac.mean)
    parts = [PERCENT * np.array([change.chance_frac.low, change.chance_frac.mean, change.chance_frac.high]) for change in ordered]
    _range_bars(ax, [f"{change.name}\n{change.before} → {change.after}" for change in ordered], parts)
    ax.axvline(PERCENT * Range.of(assessment.session_chance_frac, assessment.weight_frac).mean, color="black", lw=1, ls="--")
    ax.set_xlabel("chance of a cramp (%)")
    return ax


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    from matplotlib.figure import Figure  # without pyplot: no global state, nothing to show or to close

    return Figure(figsize=(7.0, 3.2), layout="constrained").subplots()


def _muscle(muscle: str) -> int:
    return MUSCLES.index(one_of(muscle, MUSCLES, "muscle"))


def _hours(assessment: Assessment) -> Floats:
    return assessment.elapsed_s / S_PER_H


def _session_h(assessment: Assessment) -> Floats:
    return _hours(assessment)[: assessment.minutes.rows_count]


def _band(ax: Axes, assessment: Assessment, values: Floats, label: str, style: int = 0) -> float:
    """Draw the middle and the band of ``values`` [draw, row]; returns how high the band reaches."""
    band, hours = bands(values, assessment.weight_frac), _hours(assessment)
    ax.fill_between(hours, band.low, band.high, color=COLOURS[style], alpha=BAND_OPACITY, lw=0)
    ax.plot(hours, band.median, DASHES[style], color=COLOURS[style], lw=1.6, label=label)
    return float(np.nanmax(band.high))


def _time_axis(ax: Axes, assessment: Assessment, label: str) -> Axes:
    """The session, the hours after it in grey, and the reported cramps."""
    finish, end = assessment.minutes.duration_s / S_PER_H, float(_hours(assessment)[-1])
    ax.axvspan(finish, end, color="0.93", zorder=0)
    for event in assessment.reported or ():
        ax.axvline(event.at_s / S_PER_H, color="#9a1230", lw=1.2)
        ax.plot([event.at_s / S_PER_H], [1.0], "D", ms=5, color="#9a1230", transform=ax.get_xaxis_transform(), clip_on=False)
    ax.set_xlim(0.0, end)
    ax.set_xlabel("time from the start (h)")
    ax.set_ylabel(label)
    return ax


def _range_bars(ax: Axes, names: list[str], parts: list[Floats]) -> None:
    """Bars of ``parts`` (low, middle, high) with their range as a whisker."""
    place = np.arange(len(parts))
    low, middle, high = np.array(parts).reshape(-1, 3).T
    ax.barh(place, middle, height=0.5, color=COLOURS[0], alpha=0.8)
    ax.hlines(place, low, high, color="black", lw=1)
    ax.plot(low, place, "|", color="black", ms=6)
    ax.plot(high, place, "|", color="black", ms=6)
    ax.set_yticks(place, names)
