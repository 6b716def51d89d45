"""What a clinician is handed: what the person said, what was recorded, and what was simulated, kept apart."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from uncramp.check.answers import Answers, raise_answers
from uncramp.check.medicine_flags import medicine_findings
from uncramp.check.plain import plain
from uncramp.check.prefill import with_suggestions
from uncramp.check.session import Session
from uncramp.check.triage import UNKNOWN, YES, Triage, triage
from uncramp.errors import InputError
from uncramp.medicines.names import Medicine, resolve
from uncramp.texts import _

YEARS_APART: Final = 1
"""Two ages of one person further apart than this are two persons, or a mistake."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, as far as they said; NaN or empty where they did not."""

    name: str = ""
    born: str = ""  # YYYY-MM-DD
    age_year: float = math.nan
    sex: str = ""  # female, male or other
    mass_kg: float = math.nan
    height_m: float = math.nan
    resting_heart_rate_bpm: float = math.nan
    sweat_rate_l_h: float = math.nan  # of a sweat test
    plasma_sodium_mmol_l: float = math.nan  # of a blood test at rest
    cramp_history: bool | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClinicianSummary:
    """Everything that goes to the clinician, and nothing else."""

    person: Person
    answers: Answers
    triage: Triage | None  # None if no question was answered
    medicines: tuple[Medicine, ...]  # of the athlete file, then of the answers
    session: Session | None
    question: str  # what the person wants to ask
    date: str  # YYYY-MM-DD, on which it was made
    version: str  # of the software


def summarise(
    stated: Mapping[str, Any],
    *,
    date: str,
    version: str,
    answers: Answers | None = None,
    session: Session | None = None,
    asked: Mapping[str, str] | None = None,
    name: str = "",
    born: str = "",
    question: str = "",
) -> ClinicianSummary:
    """Put together what a clinician is handed.

    Parameters
    ----------
    stated
        What the person's athlete file says, by its keys; ``None`` or empty where it says nothing. Its label is not taken for a name.
    date, born
        Days as YYYY-MM-DD; ``born`` may be empty.
    version
        Of the software.

    asked
        What the simulation of ``session`` asks (:func:`uncramp.check.prefill.suggestions`); it answers nothing.

    Raises
    ------
    InputError
        If a day is none, or two of the inputs cannot be of one person.
    """
    today = _day(date, "--date")
    named = tuple(text for text in map(plain, stated.get("medicines", ())) if text)
    given = _with_what_raises(answers or Answers(), named, asked or {})
    person = _person(stated, name, born)
    person = replace(person, age_year=_one_age(person.age_year, given.age_years, born, today), sex=_one_sex(person.sex, given.sex))
    return ClinicianSummary(
        person=person,
        answers=given,
        triage=triage(given.answers) if given.answers else None,
        medicines=tuple(resolve(text) for text in dict.fromkeys(map(plain, (*named, *given.medicines))) if text),
        session=session,
        question=plain(question),
        date=date,
        version=version,
    )


def _with_what_raises(answers: Answers, named: tuple[str, ...], asked: Mapping[str, str]) -> Answers:
    """``answers`` with the medicines of the athlete file and what a simulation asks, if any question was answered; both only raise."""
    if not answers.answers:
        return answers
    drugs = medicine_findings(name for name in named if name not in answers.medicines)
    found = [(flag, YES, because) for flag, because in drugs.found]
    raised = raise_answers(answers, found + [(flag, UNKNOWN, because) for flag, because in drugs.asked])
    return with_suggestions(raised, asked)


def said_by_the_person(answers: Answers) -> dict[str, str]:
    """Flag id -> yes, no or unknown as answered, without what a medicine or a laboratory value set."""
    return {flag: said for flag, said in answers.answers.items() if flag not in answers.because} | dict(answers.said)


def _person(stated: Mapping[str, Any], name: str, born: str) -> Person:
    def number(key: str) -> float:
        value = stated.get(key)
        return math.nan if value is None else float(value)

    return Person(
        name=plain(name),
        born=born,
        age_year=number("age_year"),
        sex=stated.get("sex") or "",
        mass_kg=number("mass_kg"),
        height_m=number("height_m"),
        resting_heart_rate_bpm=number("resting_heart_rate_bpm"),
        sweat_rate_l_h=number("sweat_rate_l_h"),
        plasma_sodium_mmol_l=number("plasma_sodium_mmol_l"),
        cramp_history=stated.get("cramp_history"),
        conditions=tuple(dict.fromkeys(text for text in map(plain, stated.get("conditions", ())) if text)),
    )


def _day(text: str, where: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InputError(
            _("{where} {text}: not a day. Write it as year-month-day, such as 1985-03-21.").format(where=where, text=text)
        )
    return day


def _one_age(athlete_year: float, answers_year: float | None, born: str, today: dt.date) -> float:
    """The age all sources agree on; NaN if none says it."""
    told = {"the athlete file": athlete_year, "the answers": math.nan if answers_year is None else answers_year}
    if born:
        day = _day(born, "--born")
        if day > today:
            raise InputError(
                _("--born {born} is after {today}, the day of the summary. Check both.").format(born=born, today=today.isoformat())
            )
        told = {"--born": float(today.year - day.year - ((today.month, today.day) < (day.month, day.day)))} | told
    known = {place: age for place, age in told.items() if math.isfinite(age)}
    if known and max(known.values()) - min(known.values()) > YEARS_APART:
        said = ", ".join(f"{age:g} by {place}" for place, age in known.items())
        raise InputError(_("The age is {said}. These are two persons, or one is wrong: make them one.").format(said=said))
    return next(iter(known.values()), math.nan)


def _one_sex(athlete: str, answers: str) -> str:
    if {athlete, answers} == {"female", "male"}:
        raise InputError(
            _("The sex is {athlete} by the athlete file and {answers} by the answers. Make them one.").format(
                athlete=athlete, answers=answers
            )
        )
    return answers or athlete
