"""The summary in words: sections of labelled rows, the same for the screen, the page and the document other programs read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import LEVELS, Rule, rulebook
from uncramp.check.session import Estimate, Session
from uncramp.check.summary import ClinicianSummary
from uncramp.check.triage import NO, UNKNOWN, UNKNOWN_LIMIT, YES, Triage
from uncramp.medicines.names import NEVER_STOP, Medicine, medicine_table
from uncramp.texts import _
from uncramp.units import elapsed_text, unit_of

SIMULATION: Final = "simulation, not measured"
NOT_A_DEVICE: Final = "This is not a medical device and not a diagnosis. It repeats what a person said and what a program estimated; nobody was examined."
MINUS: Final = "−"

ESTIMATE_NAMES: Final = {
    "chance_frac": "chance of a cramp in the session or six hours after",
    "core_c_max": "highest core temperature",
    "sweat_l": "sweat lost",
    "drunk_l": "fluid drunk",
    "sodium_lost_mmol": "sodium lost in sweat",
    "plasma_sodium_min_mmol_l": "lowest blood sodium",
    "mass_change_frac": "change of body mass",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is and what was found; the label may be empty."""

    label: str
    text: str
    kind: str = ""  # "yes" or "unknown" for an answer, "decides" for what the urgency is from


@dataclass(frozen=True, slots=True)
class Section:
    """Rows about one thing."""

    id: str
    title: str
    rows: tuple[Row, ...]
    note: str = ""


def sections(summary: ClinicianSummary) -> tuple[Section, ...]:
    """Everything the summary holds, most urgent first; a section without rows says in its note why."""
    made = (
        _urgency(summary),
        _answers(summary),
        _what_happened(summary),
        _medicines(summary.medicines),
        _conditions(summary),
        _measured(summary),
        _estimates(summary.session),
        _question(summary.question),
    )
    return tuple(section for section in made if section.rows or section.note)


def who(summary: ClinicianSummary) -> tuple[Row, ...]:
    """The person in a few labelled words; what was not said is left out."""
    person = summary.person
    rows = (
        (_("Name"), person.name),
        (_("Born"), person.born),
        (_("Age"), _number(person.age_year, "{:.0f}", _("years"))),
        (_("Sex"), {"female": _("female"), "male": _("male"), "other": _("other")}.get(person.sex, "")),
        (_("Body mass"), _number(person.mass_kg, "{:.1f}", "kg")),
        (_("Height"), _number(100.0 * person.height_m, "{:.0f}", "cm")),
    )
    return tuple(Row(label, text) for label, text in rows if text)


def estimate_name(estimate: Estimate) -> str:
    """What an estimate is of."""
    if estimate.id.endswith("_chance_frac"):
        return _("chance of a cramp, {muscle}").format(muscle=_(estimate.id.removesuffix("_chance_frac")))
    return _(ESTIMATE_NAMES[estimate.id])


def muscle_and_side(muscle: str, side: str) -> str:
    """A muscle as people say it: left calf, both hamstrings."""
    return f"{_(side)} {_(muscle)}".strip()


def medicine_classes(medicine: Medicine) -> tuple[str, ...]:
    """Names of the classes a medicine belongs to; empty if it is in none or not in the list."""
    classes = medicine_table()["classes"]
    return tuple(_(classes[group]["name"]) for group in medicine.classes)


def quantity(value: float, unit: str) -> str:
    """A value as it was typed in, with its unit."""
    return f"{value:.6g} {unit}"


def _urgency(summary: ClinicianSummary) -> Section:
    title = _("Urgency by the answers given")
    triage = summary.triage
    if triage is None:
        return Section("urgency", title, (), _("The questions about warning signs were not answered."))
    level = _("No warning sign given") if triage.urgency == LEVELS[0] else _(rulebook().levels[triage.urgency].name)
    if triage.urgency == LEVELS[-1]:
        level = _("{level}: advised to call the emergency number").format(level=level)
    rows = [Row("", level, "decides")]
    rows += _rule_rows(triage)
    note = _(
        "By fixed rules, version {version}, over what the person reported. A simulation answers nothing; it can leave a question open."
    )
    return Section("urgency", title, tuple(rows), note.format(version=triage.rules_version))


def _rule_rows(triage: Triage) -> Iterator[Row]:
    """The rules, most urgent first; of two alike what is found before what is open, then what rests on more that was said."""
    found = frozenset(triage.found)

    def of(rules: tuple[Rule, ...], there: frozenset[str], form: str, limit: str) -> Iterator[tuple[tuple[int, ...], Row]]:
        most = LEVELS.index(limit)
        for rule in rules:
            level = LEVELS.index(rule.urgency)
            said, asked = max(((len(line & found), len(line)) for line in rule.when if line <= there), default=(0, 0))
            decides = min(level, most) == LEVELS.index(triage.urgency)
            yield (-level, -most, -said, -asked), Row(rule.id, form.format(finding=_(rule.finding)), "decides" if decides else "")

    fired = of(triage.fired, found, "{finding}", LEVELS[-1])
    unknown = _("not ruled out, an answer is unknown: {finding}")
    still_open = of(triage.open, found | frozenset(triage.unknown), unknown, UNKNOWN_LIMIT)
    yield from (row for _order, row in sorted((*fired, *still_open), key=lambda one: one[0]))


def _answers(summary: ClinicianSummary) -> Section:
    given, phrases = summary.answers, rulebook().flags
    rows = []
    for answer, label in ((YES, _("yes")), (UNKNOWN, _("not known"))):
        for flag in (flag for flag, said in given.answers.items() if said == answer):
            why = given.because.get(flag)
            rows.append(Row(label, _(phrases[flag]) + (f" ({why})" if why else ""), answer))
    if not given.answers:
        return Section("answers", _("Warning signs asked about"), ())
    no = sum(said == NO for said in given.answers.values())
    silent = len(phrases) - len(given.answers)
    note = _("Answered no: {no} of {all} signs. Not mentioned, which the rules take for no: {silent}.")
    return Section("answers", _("Warning signs asked about"), tuple(rows), note.format(no=no, all=len(phrases), silent=silent))


def _what_happened(summary: ClinicianSummary) -> Section:
    session = summary.session
    rows: list[Row] = []
    if session is not None:
        rows += _session_rows(session)
    history = {True: _("has cramped before"), False: _("no cramps before"), None: ""}[summary.person.cramp_history]
    rows += [Row(_("Before"), history)] if history else []
    rows += [Row(_("Caution"), text) for text in (session.cautions if session else ())]
    return Section("happened", _("What happened"), tuple(rows))


def _session_rows(session: Session) -> Iterator[Row]:
    if session.reported is not None:
        yield Row(_("Cramp reported"), ", ".join(_reported(session)) or _("none"))
    elif not session.planned:
        yield Row(_("Cramp reported"), _("not said"))
    parts = [
        _(session.sport.replace("_", " ")),
        elapsed_text(session.duration_s) if math.isfinite(session.duration_s) else "",
        _number(session.distance_m / 1000.0, "{:.1f}", "km"),
    ]
    yield Row(_("Planned, not done") if session.planned else _("Session"), ", ".join(filter(None, parts)))
    if session.start:
        yield Row(_("Start"), session.start.replace("T", " ").replace("Z", " UTC").replace("+00:00", " UTC"))
    if math.isfinite(session.heart_rate_bpm):
        known = math.isfinite(session.heart_rate_bpm_max)
        text = _("mean {mean:.0f}, highest minute {highest:.0f} beats/min, from the activity file") if known else _("mean {mean:.0f} beats/min, from the activity file")  # fmt: skip
        yield Row(_("Heart rate"), text.format(mean=session.heart_rate_bpm, highest=session.heart_rate_bpm_max))
    if math.isfinite(session.air_c):
        given = _("assumed, not given") if session.weather_assumed else _("given")
        yield Row(
            _("Weather"),
            f"{_signed(session.air_c, '{:.0f}')} °C, {_number(100.0 * session.humidity_frac, '{:.0f}', '%')} ({given})",
        )
    if session.drinking_stated:
        yield Row(_("Drank"), session.drinking)
    else:
        yield Row(_("Drank"), _("not said"))


def _reported(session: Session) -> Iterator[str]:
    for cramp in session.reported or ():
        at = _(" at {time}").format(time=elapsed_text(cramp.at_s)) if math.isfinite(cramp.at_s) else ""
        yield f"{muscle_and_side(cramp.muscle, cramp.side)}{at}"


def _medicines(medicines: Iterable[Medicine]) -> Section:
    rows = []
    for medicine in medicines:
        substance = medicine.name if medicine.name.casefold() not in medicine.given.casefold() else ""
        told = ", ".join(filter(None, (substance, *medicine_classes(medicine))))
        listed = _("in the list of medicines here, in no class") if medicine.name else _("not in the list of medicines here")
        rows.append(Row(medicine.given, told or listed))
    note = f"{_('Names as the person gave them; classes by a list of this program.')} {_(NEVER_STOP)}" if rows else ""
    return Section("medicines", _("Medicines named"), tuple(rows), note)


def _conditions(summary: ClinicianSummary) -> Section:
    rows = tuple(Row("", _(condition.replace("_", " "))) for condition in summary.person.conditions)
    return Section("conditions", _("Conditions named, not confirmed"), rows)


def _measured(summary: ClinicianSummary) -> Section:
    person = summary.person
    labs = rulebook().labs
    rows = [Row(_(labs[name].name), quantity(value, labs[name].unit)) for name, value in summary.answers.labs.items()]
    rows += [
        Row(label, text)
        for label, text in (
            (_("blood sodium at rest"), _number(person.plasma_sodium_mmol_l, "{:.1f}", "mmol/L")),
            (_("sweat rate in a test"), _number(person.sweat_rate_l_h, "{:.2f}", "L/h")),
            (_("resting heart rate"), _number(person.resting_heart_rate_bpm, "{:.0f}", _("beats/min"))),
        )
        if text
    ]
    return Section("measured", _("Values the person typed in"), tuple(rows))


def _estimates(session: Session | None) -> Section:
    title = _("Model estimates: simulation, not measured")
    if session is None:
        return Section("estimates", title, ())
    rows = [Row(estimate_name(estimate), f"{estimate_text(estimate)}, {_(SIMULATION)}") for estimate in session.estimates]
    note = _("By {model}. In brackets the range that holds nine tenths of the draws.").format(model=session.model) if rows else ""
    if rows and session.reported is not None:
        note += " " + _("The chances take into account what was reported.")
    return Section("estimates", title, tuple(rows), note)


def estimate_text(estimate: Estimate) -> str:
    """An estimate with its range and unit."""
    values = (estimate.middle, estimate.low, estimate.high)
    if estimate.id.endswith("chance_frac"):
        unit, told = "%", [_percent(value) for value in values]
    elif estimate.id == "mass_change_frac":
        unit, told = "%", [_signed(100.0 * value, "{:.1f}") for value in values]
    else:
        unit = (unit_of(estimate.id.removesuffix("_max")) or "").replace("degC", "°C")
        told = [_signed(value, "{:.0f}" if unit.startswith("mmol") else "{:.1f}") for value in values]
    if not (math.isfinite(estimate.low) and math.isfinite(estimate.high)):
        return f"{told[0]} {unit}"
    return _("{middle} {unit} ({low} to {high})").format(middle=told[0], unit=unit, low=told[1], high=told[2])


def _percent(chance_frac: float) -> str:
    """A chance in percent; never 0 or 100 where it is not exactly that."""
    if 0.0 < chance_frac < 0.005:
        return "<1"
    return ">99" if 0.995 <= chance_frac < 1.0 else f"{100.0 * chance_frac:.0f}"


def _question(question: str) -> Section:
    return Section("question", _("What the person asks"), (Row("", question),) if question else ())


def _number(value: float, form: str, unit: str) -> str:
    return f"{_signed(value, form)} {unit}" if math.isfinite(value) else ""


def _signed(value: float, form: str) -> str:
    return form.format(value + 0.0).replace("-", MINUS)
