"""A race plan on one screen: the chance, where the risk lies, pace beside drinks, what else helps, the limits, and what to watch for.

Lines are :class:`rich.text.Text`, at most ``width`` wide; meaning is never in colour alone. In full every kilometre, every drink and how
each measure is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import numpy as np
from rich.text import Text

from uncramp.body.athlete import Athlete
from uncramp.prevent.plan import RacePlan
from uncramp.report import race_words as words
from uncramp.report.odds import percent_text
from uncramp.report.race_pace import PaceWords, pace_words
from uncramp.report.race_splits import Split, block_step, km_per_unit, splits_of
from uncramp.report.screen import WIDE, Screen
from uncramp.report.sparkline import columns, sparkline
from uncramp.report.wording import GRADE_WORDS, URGENT, heading
from uncramp.texts import _
from uncramp.units import elapsed_text
from uncramp.why.answers import Caution

BLOCKS: Final = 12  # of the pace table
DRINKS: Final = 12
ROOM: Final = ((6, True, True), (5, True, False), (4, True, False), (3, True, False), (3, False, False), (2, False, False))
"""Measures, whether effort and height are plotted beside the risk, and whether limits that hold stand with their margins: the first that
leave it one screen, or the last."""
_ASSUMED: Final = "_assumed"  # ending of the ids of cautions that say what was not given
LABEL: Final = 8  # columns before a plot
NOTE: Final = 19  # columns behind it
_STANDING: Final = ("hours_after",)  # notes that are the same for every race, and shown in full only
UNSUPPORTED: Final = 5  # names of what is not shown to help
TRADE: Final = 8  # columns of one point of the trade-off
BESIDE: Final = "   "  # between two tables


def race_view(plan: RacePlan, screen: Screen) -> list[Text]:
    """The whole plan, each line at most ``screen.width`` characters.

    One screen, ``screen.lines``, but for cautions and limits that do not hold, which are shown however many they are.
    """
    urgent = [one for one in words.ranked_cautions(plan.cautions) if one.urgency in URGENT]
    others = [one for one in words.ranked_cautions(plan.cautions) if one.urgency not in URGENT]
    lines: list[Text] = []
    for measures, plots, margins in ROOM:
        parts = [
            _head(plan, screen),
            _cautions(plan, urgent, screen),
            _chance(plan, screen),
            [*_course(plan, screen, plots=plots), *_trade(plan, screen)],
            _tables(plan, screen),
            _measures(plan, screen, measures),
            [
                *_guards(plan, screen, margins=margins),
                *_cautions(plan, others, screen),
                *screen.wrapped(words.safety_text(), "dim", lines=None),
            ],
        ]
        lines = []
        for part in parts:
            lines += [screen.text(""), *part] if part and lines else part
        if screen.verbose or len(lines) <= screen.lines:
            break
    return lines


def _head(plan: RacePlan, screen: Screen) -> list[Text]:
    lines = screen.wrapped(words.head_text(plan, screen.wording), "bold", indent="  ", lines=None)
    return lines + screen.wrapped(words.weather_text(plan, screen.wording), indent="  ", lines=None)


def _cautions(plan: RacePlan, cautions: Sequence[Caution], screen: Screen) -> list[Text]:
    """Never cut: the end of one may be what matters most."""
    lines = []
    assumed = [one.id.removesuffix(_ASSUMED) for one in cautions if one.id.endswith(_ASSUMED) and one.urgency == "note"]
    for one in cautions:
        if one.id in _STANDING and not screen.verbose:
            continue
        if one.id.removesuffix(_ASSUMED) in assumed and not screen.verbose:
            continue
        told = f"! {heading(one, planned=True)}: {screen.wording.local(_(one.text))}"
        lines += screen.wrapped(told, "" if one.urgency == "note" else "bold", indent="  ", lines=None)
    if assumed and not screen.verbose:
        told = _("! Not given, so assumed and drawn wide: {names}.").format(
            names=", ".join(_assumed_text(plan, name) for name in assumed)
        )
        lines += screen.wrapped(told, indent="  ", lines=None)
    return lines


def _assumed_text(plan: RacePlan, name: str) -> str:
    if name == "athlete" and plan.assessment.athlete != Athlete():
        return _("some of the athlete")
    return {"history": _("earlier training")}.get(name, _(name))


def _chance(plan: RacePlan, screen: Screen) -> list[Text]:
    lines = []
    for told in (words.check_text(plan), words.goal_text(plan)):
        if told:
            lines += screen.wrapped(f"! {told}", "bold", indent="  ", lines=None)
    told = _("Chance of a cramp with this plan: {chance}").format(chance=words.chance_range(plan.chance_frac))
    lines += screen.wrapped(told, "bold", indent="  ", lines=None)
    for text in (words.able_text(plan), words.compared_text(plan), words.sceptical_text(plan)):
        lines += screen.wrapped(text, first="  ", indent="  ", lines=None)
    return lines + _cautions(plan, words.cautions_of_chance(plan), screen)


def _course(plan: RacePlan, screen: Screen, *, plots: bool) -> list[Text]:
    """A line each of risk, pace and height, over the whole way, and where the risk is highest."""
    width = screen.width - LABEL - 2 - NOTE
    ends_km = np.array([0.0, *(one.to_km for one in plan.pace)])
    middle_km = (np.arange(width) + 0.5) * ends_km[-1] / width
    stretch = np.clip(np.searchsorted(ends_km, middle_km) - 1, 0, len(plan.pace) - 1)
    density = np.array([one.hazard_share_frac / (one.to_km - one.from_km) for one in plan.pace])[stretch]
    pace_s = np.array([one.pace_s_per_km for one in plan.pace])[stretch] * km_per_unit(screen.units)

    def plotted(label: str, values: np.ndarray, note: str, *, zero: bool = False) -> Text:
        low, high = (0.0 if zero else float(np.nanmin(values))), float(np.nanmax(values))
        return screen.text(f"  {label:{LABEL}}{sparkline(values, low, high, unicode=screen.unicode)}  {note}".rstrip())

    lines = [plotted(_("risk"), density, "", zero=True)]
    if plots and np.ptp(pace_s) >= 1.0:
        how = pace_words(plan, screen.units)
        told = f"{how.text(float(pace_s.min()))}-{how.text(float(pace_s.max()))} {how.unit}"
        lines.append(plotted(_("effort"), 1.0 / pace_s, told))
    if plots and plan.course.profile is not None:
        height = plan.course.profile
        metres = np.interp(middle_km * 1000.0, height.distance_m, height.altitude_m)
        told = "{low}-{high}".format(
            low=f"{screen.wording.quantity('altitude').convert(float(metres.min())):.0f}",
            high=screen.wording.say("altitude", float(metres.max())),
        )
        lines.append(plotted(_("height"), columns(metres, width), told))
    return lines + screen.wrapped(words.where_text(plan, screen.units), "bold", first="  ", indent="  ", lines=None)


def _trade(plan: RacePlan, screen: Screen) -> list[Text]:
    """The least chance at each finish time, in two rows; those nearest to the plan where there is no room for all."""
    labels = (_("finish"), _("chance"))
    room = max(1, (screen.width - 2 - LABEL) // (TRADE + 1))
    points = sorted(
        sorted(plan.tradeoff, key=lambda one: abs(one.finish_s - plan.predicted_s))[:room], key=lambda one: one.finish_s
    )
    if len(points) < 2:
        return []
    cells = [(elapsed_text(one.finish_s), percent_text(one.chance_frac.mean)) for one in points]
    return [
        screen.text(f"  {label:{LABEL}}" + " ".join(f"{cell[row]:>{TRADE}}" for cell in cells)) for row, label in enumerate(labels)
    ]


def _tables(plan: RacePlan, screen: Screen) -> list[Text]:
    """Pace and drinks, beside each other where there is room."""
    pace, drinks = _pace_table(plan, screen), _drink_table(plan, screen)
    wide = max(len(line.plain) for line in pace)
    if wide + len(BESIDE) + max((len(line.plain) for line in drinks), default=0) <= screen.width and not screen.verbose:
        pace = [
            Text.assemble(left or Text(""), " " * (wide - len(left.plain if left else "")) + BESIDE, right)
            if right
            else (left or Text(""))
            for left, right in zip_longest(pace, drinks)
        ]
        drinks = []
    elif drinks:
        drinks = [screen.text(""), *drinks]
    fuel = words.fuel_told(plan) if screen.verbose else words.fuel_in_short(plan)
    told = (
        words.totals_text(plan, screen.wording),
        words.held_text_of_drinks(plan, screen.wording),
        words.assumed_drinks_text(plan),
        fuel,
    )
    whole = told if screen.verbose else (" ".join(filter(None, told)),)
    return [*pace, *drinks, *(line for text in whole for line in screen.wrapped(text, first="  ", indent="  ", lines=None))]


def _pace_table(plan: RacePlan, screen: Screen) -> list[Text]:
    unit = words.unit_word(screen.units)
    step = 1.0 if screen.verbose else block_step(plan.course.distance_m, screen.units, BLOCKS)
    how = pace_words(plan, screen.units)
    head = (_("to {unit}").format(unit=unit), _("time"), how.unit, _("of risk"), "")
    return _narrow(screen, head, [_pace_row(one, how, screen) for one in splits_of(plan, screen.units, step)], (4,))


def _pace_row(one: Split, how: PaceWords, screen: Screen) -> tuple[str, ...]:
    note = " ".join(filter(None, (how.gait(one.pace_s), _("at risk") if one.ease_off else "")))
    if screen.verbose:
        note = " ".join(filter(None, (_(one.muscle), note)))
    return (words.place_text(one.end), elapsed_text(one.end_s), how.text(one.pace_s), percent_text(one.share_frac), note)


def _drink_table(plan: RacePlan, screen: Screen) -> list[Text]:
    if not plan.drinks:
        told = words.no_drinks_text(plan) if plan.names_amounts else ""  # else where the totals would stand
        return screen.wrapped(told, first="  ", indent="  ", lines=None)
    unit = words.unit_word(screen.units)
    shown = plan.drinks if screen.verbose else plan.drinks[:DRINKS]
    rows = []
    for stop in shown:
        row = [words.place_text(stop.at_km / km_per_unit(screen.units)), words.drink_text(stop, screen.units)]
        if screen.verbose:
            row[1:1] = [words.minutes_text(stop.at_min)]
            row += [f"{stop.sodium_mmol:.0f} mmol", f"{stop.carbohydrate_g:.0f} g"]
        rows.append(tuple(row))
    head = (_("at {unit}").format(unit=unit), *([_("time")] if screen.verbose else []), _("drink"))
    head = (*head, _("sodium"), _("carbohydrate")) if screen.verbose else head
    lines = _narrow(screen, head, rows, (2 if screen.verbose else 1,))
    more = len(plan.drinks) - len(shown)
    return [*lines, screen.text("  " + _("{count} more: --verbose").format(count=more), "dim")] if more else lines


def _narrow(screen: Screen, head: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> list[Text]:
    """Rows in columns no wider than what is in them, numbers to the right, those of ``left`` to the left."""
    cells = [[screen.shown(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for place, row in enumerate(cells):
        parts = [
            f"{cell:{'<' if column in left else '>'}{width}}" for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(Text("  " + "  ".join(parts).rstrip(), "bold" if place == 0 else ""))
    return lines


def _measures(plan: RacePlan, screen: Screen, count: int) -> list[Text]:
    ranked = words.ranked_measures(plan.measures)
    shown = ranked if screen.verbose else ranked[:count]
    lines: list[Text] = []
    if shown:
        head = [_("What else may help"), _("points of chance"), _("evidence")]
        rows = [
            [_(one.name) + " *" * one.rests_on_one_group + " +" * (not one.in_plan), words.points_text(one), one.grade]
            for one in shown
        ]
        if screen.verbose or screen.width >= WIDE:
            head.append(_("when"))
            rows = [[*row, words.when_word(one.when)] for row, one in zip(rows, shown, strict=True)]
        notes = [[screen.wording.local(_(one.how)), _(GRADE_WORDS[one.grade])] for one in shown] if screen.verbose else ()
        lines += screen.table(head, rows, notes)
    more = len(ranked) - len(shown)
    marks = [_("none is shown to prevent cramps")] * bool(shown)
    marks += [_("* rests on one trial or one group")] * any(one.rests_on_one_group for one in shown)
    marks += [_("+ not counted in the chance above")] * any(not one.in_plan for one in shown)
    if shown and not screen.verbose:
        marks.append(
            _("{count} more, and how to do each: --verbose").format(count=more) if more else _("how to do each: --verbose")
        )
    lines += screen.wrapped("; ".join(marks), "dim", first="  ", indent="  ", lines=None)
    lines += screen.wrapped(
        words.unsupported_text(plan, 100 if screen.verbose else UNSUPPORTED), first="  ", indent="  ", lines=None
    )
    for one in plan.measures if screen.verbose else ():
        if not one.supported:
            told = f"{_(one.name)} ({words.when_word(one.when)}): {screen.wording.local(_(one.how))}"
            lines += screen.wrapped(told, first="    ", indent="      ", lines=None)
    return lines


def _guards(plan: RacePlan, screen: Screen, *, margins: bool) -> list[Text]:
    """What fails in bold; what holds in a sentence, or each with its own in full."""
    lines = []
    holding = [one for one in plan.guards if one.holds]
    for one in plan.guards:
        if not one.holds or screen.verbose:
            told = f"{_(one.name)}: {words.held_text(one)}, {words.margin_text(one, screen.units)}. {screen.wording.local(_(one.text))}"
            lines += screen.wrapped(f"{'' if one.holds else '! '}{told}", "" if one.holds else "bold", indent="  ", lines=None)
    if holding and not screen.verbose:
        if margins:
            told = "; ".join(f"{_(one.name)} ({words.margin_text(one, screen.units)})" for one in holding)
            told = _("Limits that hold, and no option can switch off: {listed}.").format(listed=told)
        else:
            told = _("Of {all} limits that no option can switch off {holding} hold; their margins: --verbose.").format(
                all=len(plan.guards), holding=len(holding)
            )
        lines += screen.wrapped(told, indent="  ", lines=None)
    return lines
