"""Who is not sent into the heat, to the race's drinks or into a plan for adults, and what is said of it before everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from uncramp.body.athlete import Athlete
from uncramp.body.conditions import condition_cautions, find_condition
from uncramp.body.medicines import medicine_cautions
from uncramp.medicines.names import NEVER_STOP, resolve
from uncramp.prevent.drinking_alarms import resting_sodium_alarm
from uncramp.prevent.food import Eater, minerals_left_to_clinicians
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.texts import _
from uncramp.why.answers import Caution

NO_HEAT: Final = (
    "heat_stroke_history", "past_collapse", "rhabdomyolysis_history", "pregnancy", "sickle_cell_trait", "nervous_psychiatric_disease",
)  # fmt: skip
"""Conditions with which getting used to heat is for a clinician to plan, besides those that leave drinks to one and those not in the list."""

MINDS_HEAT: Final = (
    "lithium", "thiazide", "loop_diuretic", "potassium_sparing", "other_diuretic", "metabolic_diuretic", "water_retaining",
)  # fmt: skip
"""Classes of medicines with which it is; so is it with a name that is not in the list, as those that dry the skin are."""


@dataclass(frozen=True, slots=True)
class Care:
    """What a plan leaves out for this person, and why; empty where nothing is."""

    heat: tuple[str, ...]  # what speaks against sessions in the heat
    drinks: tuple[str, ...]  # what leaves drinks and salt to a clinician
    cautions: tuple[Caution, ...]  # the first one first


def care_of(athlete: Athlete, *, hot: bool) -> Care:
    """What to leave out of the weeks of ``athlete`` and what to say; ``hot``: the race is expected to be."""
    heat = tuple(_against_heat(athlete)) if hot else ()
    resting = resting_sodium_alarm(athlete.plasma_sodium_mmol_l)
    left = minerals_left_to_clinicians(Eater(medicines=athlete.medicines, conditions=athlete.conditions))
    drinks = (*left.salt, *([_("low blood sodium")] if resting else []))
    return Care(heat, drinks, (*resting, *_cautions(athlete, heat, drinks)))


def _against_heat(athlete: Athlete) -> Iterator[str]:
    p, age_year = weeks_parameters(), athlete.age_year
    if age_year is not None and not p.adult_year <= age_year <= p.oldest_in_heat_year:
        yield _("age {age}").format(age=f"{age_year:.0f}")
    for name in athlete.conditions:
        found = find_condition(name)
        if found is None or found.drink_by_clinician or found.id in NO_HEAT:
            yield name
    for name in athlete.medicines:
        found_medicine = resolve(name)
        if not found_medicine.name or set(found_medicine.classes) & {*MINDS_HEAT}:
            yield name


def _cautions(athlete: Athlete, heat: tuple[str, ...], drinks: tuple[str, ...]) -> Iterator[Caution]:
    if athlete.age_year is not None and athlete.age_year < weeks_parameters().adult_year:
        text = _(
            "This plan is made for adults. Under {age}, go through it with a parent and a doctor or coach who knows young athletes, and ask whether the "
            "race takes your age. Strength is by body weight only, with no weight added, and no session is laid in the heat."
        )
        yield Caution("under_age", text.format(age=f"{weeks_parameters().adult_year:.0f}"), "clinician_soon")
    if heat:
        text = _(
            "No session in the heat is laid out, because of: {reasons}. Whether and how you get used to heat is for a clinician to plan, and so is a race in it."
        )
        yield Caution("no_heat", _told(text, heat, athlete), "clinician_soon")
    if drinks:
        text = _(
            "The race's drinks are not tried out here: how much to drink and salt is for your clinician to say, because of: {reasons}."
        )
        yield Caution("drinks_by_clinician", _told(text, drinks, athlete), "clinician_soon")
    for said in condition_cautions(athlete.conditions):
        yield Caution(said.id, said.text, "clinician_soon" if said.urgent else "note")
    for told in medicine_cautions(athlete.medicines):
        yield Caution(told.id, told.text, "note")


def _told(text: str, reasons: tuple[str, ...], athlete: Athlete) -> str:
    """With its reasons, and where a medicine is one of them, that it be taken on."""
    said = text.format(reasons=", ".join(reasons))
    return f"{said} {_(NEVER_STOP)}" if {*reasons} & {*athlete.medicines} else said
