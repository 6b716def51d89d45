"""Words about food and what sweat took that the text, the document and the page share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import rulebook
from uncramp.medicines.names import NEVER_STOP
from uncramp.prevent.durations import duration_text
from uncramp.prevent.food import FoodPlan, Supplement, molar_mg_per_mmol
from uncramp.prevent.foods import MINERALS, Food, foods
from uncramp.prevent.labels import volume_text
from uncramp.prevent.portions import SALTS, Pick, portions_within
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.units import S_PER_H
from uncramp.why.answers import Caution

MG_PER_G: Final = 1000.0
MANY: Final = 10  # so many portions of one food are no meal


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or more with what it rests on."""

    id: str
    text: str
    grade: str
    source: tuple[str, ...]
    rows: tuple[str, ...]  # of evidence/facts.toml


def mineral_word(mineral: str) -> str:
    """A mineral as people call it."""
    return _(foods().references[mineral].name)


def amount(mg: float) -> str:
    """Milligrams, or grams where they are many.

    Examples
    --------
    >>> amount(2204.8), amount(55.9), amount(0.4), amount(float("nan"))
    ('2.2 g', '56 mg', '<1 mg', 'not known')
    """
    if math.isnan(mg):
        return _("not known")
    if 0.0 < mg < 1.0:
        return "<1 mg"
    return f"{mg / MG_PER_G:.1f} g" if mg >= MG_PER_G else f"{mg:.0f} mg"


def basis_words(plan: FoodPlan, units: str = "metric") -> str:
    """Where the losses are from, and what was taken from there."""
    losses = plan.losses
    if losses.session is not None:
        of = losses.session
        told = (
            _(
                "Taken from {result}, the result for {file} ({sport}, {time}): {sweat} of sweat and the minerals in it, as estimated there."
            )
            if of.result
            else _("Taken from {file} ({sport}, {time}): {sweat} of sweat and the minerals in it, as the model estimates them.")
        )
        return told.format(
            result=of.result,
            file=of.file,
            sport=of.sport.replace("_", " "),
            time=duration_text(of.duration_s / S_PER_H),
            sweat=Wording(units).say_range("volume", losses.sweat_l),
        )
    if losses.basis == "typed":
        return _("The losses are as you typed them.")
    told = (
        _("Taken from {sweat} of sweat as you typed it, and from the sodium of your sweat test.")
        if losses.sweat_test
        else _("Taken from {sweat} of sweat as you typed it, and from what sweat holds in people, which differs much.")
    )
    return told.format(sweat=Wording(units).say("volume", losses.sweat_l.median))


def nothing_lost(plan: FoodPlan) -> bool:
    """Whether every loss that is known is none."""
    return not any(mg > 0.0 for mg in plan.lost_mg.values())


def nothing_named_words(plan: FoodPlan) -> str:
    """Why no portion is named; "" where one is, or where a clinician decides."""
    if plan.during or plan.after or plan.reasons:
        return ""
    if nothing_lost(plan):
        return _("Nothing was lost, so there is nothing to bring back.")
    return _("No portion is named: each would hold more sodium or potassium than was lost. The meals you eat anyway bring it back.")


def loss_words(plan: FoodPlan, mineral: str) -> str:
    """How much of a mineral was lost, with its range where there is one."""
    lost, molar = plan.losses.mmol[mineral], molar_mg_per_mmol()[mineral]
    middle = amount(plan.lost_mg[mineral])
    if math.isnan(lost.median) or lost.low == lost.high:
        return middle
    return _("{middle} ({low} to {high})").format(middle=middle, low=amount(molar * lost.low), high=amount(molar * lost.high))


def day_words(plan: FoodPlan, mineral: str) -> str:
    """The day's reference intake, of the person's sex where that is known."""
    one = foods().references[mineral]
    if plan.eater.sex in ("female", "male"):
        return amount(one.female_mg if plan.eater.sex == "female" else one.male_mg)
    low, high = sorted((one.female_mg, one.male_mg))
    return amount(low) if low == high else _("{low} to {high}").format(low=amount(low), high=amount(high))


def pick_words(pick: Pick, units: str = "metric") -> str:
    """So many portions of a food, and how large one is."""
    name = _(pick.food.name)
    size = volume_text(pick.food.volume_ml, units) if pick.food.volume_ml else f"{pick.food.portion_g:.0f} g"
    if pick.portions_count == 1:
        return _("{food}: {portion} ({size})").format(food=name, portion=_(pick.food.portion), size=size)
    told = _("{food}: {count} times {portion} ({size} each)")
    return told.format(food=name, count=pick.portions_count, portion=_(pick.food.portion), size=size)


def fitting_words(plan: FoodPlan, food: Food, mineral: str) -> str:
    """How many portions of this food alone stay within the losses, for the mineral that it holds more of."""
    count = portions_within(food, mineral, plan.most_mg)
    return str(count) if 0 < count < MANY else "-"


def fitting_note() -> str:
    """What the counts of portions mean."""
    return _(
        "“for Na” and “for K”: whole portions of that food alone that stay within both losses, under the mineral it holds more of; “-”: less than one, or "
        "more than nine."
    )


def before_words(plan: FoodPlan) -> str:
    """What to eat before; after an alarm, that nothing is drunk."""
    if plan.alarms:
        return _("No drink, no broth and no soup is named, because of what stands first. Ask: uncramp check.")
    return _("Eat and drink as on any other day. Loading up on salt or potassium beforehand is not shown to stop a cramp.")


def together_words(plan: FoodPlan) -> str:
    """What all portions named hold, against what was lost."""
    lost = {name: plan.lost_mg[name] for name in SALTS if plan.lost_mg[name] > 0.0}
    told = (
        _("All of it together holds {sodium_held} of the {sodium} of sodium, and {potassium_held} of the {potassium} of potassium.")
        if len(lost) == len(SALTS)
        else _("All of it together holds {sodium_held} of the {sodium} of sodium.")
        if "sodium" in lost
        else _("All of it together holds {potassium_held} of the {potassium} of potassium.")
    )
    held = {f"{name}_held": amount(plan.total_mg(name)) for name in SALTS}
    said = told.format(**held, **{name: amount(plan.lost_mg[name]) for name in SALTS})
    return f"{said} {_('The meals you eat anyway bring the rest.')}"


def supplement_words(plan: FoodPlan, one: Supplement) -> Said:
    """What is to be said of a supplement, with the label of its evidence."""
    lost_mg = plan.lost_mg[one.id if one.id in MINERALS else "sodium"]
    if one.id == "potassium":
        text = _(
            "Potassium tablets: never on your own. Too much can stop the heart. Food has enough, and no trial shows that it stops a cramp."
        )
        return Said(one.id, text, "memory", ("recalled", "miller2012b"), ("F09",))
    if one.id == "magnesium":
        text = _(
            "Magnesium tablets: the evidence does not support them for cramps in sport. In older adults with night cramps magnesium had no effect worth having. In pregnancy it is unclear, and in exercise nobody has tested it."
        )
        return Said(one.id, f"{text} {_justified(one, lost_mg)}", "healthy", ("cochranemagnesium",), ("F10", "F13"))
    if one.id == "calcium":
        text = _("Calcium tablets: no trial shows that they stop cramps in sport.")
        return Said(one.id, f"{text} {_justified(one, lost_mg)}", "memory", ("recalled",), ())
    text = _(
        "Salt tablets: in an Ironman, extra salt changed neither the salt in the blood nor the time. They do not make it safe to drink more."
    )
    return Said(one.id, f"{text} {_justified(one, lost_mg)}", "athletes", ("hewbutler2006",), ("C49",))


def _justified(one: Supplement, lost_mg: float) -> str:
    if one.for_clinician:
        return _("Ask your clinician first.")
    if lost_mg == 0.0:
        return _("Nothing was lost that calls for them.")
    if math.isnan(lost_mg):
        return _("What sweat takes hardly ever calls for them.")
    if one.justified and one.id == "salt":
        told = _("A loss of {amount} is much: salted food or a salted drink is the first choice, a tablet only in its place.")
    elif one.justified:
        told = _("A loss of {amount} is much for one day: ask a clinician or dietician before you take them.")
    else:
        told = _("A loss of {amount} does not call for them: food brings it back.")
    return told.format(amount=amount(lost_mg))


def cautions_of(plan: FoodPlan) -> tuple[Said, ...]:
    """What to know before acting on it."""
    told = [
        Said("not_shown", _("Bringing back salt and minerals is not shown to stop cramps in sport: blood and losses of those who cramp differ little from others. A few very salty sweaters may be the exception."), "athletes", ("schwellnus2011b", "schwellnus2004", "stofan2005"), ("A48", "A77")),
        Said("over_drinking", _("Salt does not protect you from drinking too much. Never drink more than you sweat. Weigh yourself before and after: you should not gain."), "athletes", ("hewbutler2006", "acsm2007", "noakes2005"), ("C49", "C31", "C52")),
    ]  # fmt: skip
    if plan.salt_by_clinician or plan.potassium_by_clinician:
        of = (
            _("salt and potassium")
            if plan.salt_by_clinician and plan.potassium_by_clinician
            else _("salt")
            if plan.salt_by_clinician
            else _("potassium")
        )
        text = _(
            "Ask your clinician how much {what} is right for you, because of: {reasons}. So no portions for it are named here, and foods rich in potassium are left out where that matters."
        )
        told.insert(
            0,
            Said(
                "clinician", f"{text.format(what=of, reasons=', '.join(plan.reasons))} {_(NEVER_STOP)}", "memory", ("recalled",), ()
            ),
        )
    else:
        text = _(
            "In pregnancy, with kidney, heart or liver disease, high blood pressure, or tablets for the heart, blood pressure or water, steroids among them: ask your clinician before you eat more salt or potassium. Put them into the athlete file, and they are minded here."
        )
        told.append(Said("kidney", text, "memory", ("recalled",), ()))
    return (*(Said(one.id, alarm_words(one), "athletes", ("hewbutler2015",), ("G11", "G12")) for one in plan.alarms), *told)


def alarm_words(one: Caution) -> str:
    """An alarm with its urgency in front, and where to go on."""
    return _("{urgency}. {text} Drink nothing until you have been seen, or pass a lot of water. Then ask: uncramp check.").format(
        urgency=_(rulebook().levels[one.urgency].name), text=one.text
    )
