"""Words about food and what sweat took that the text, the document and the page share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import rulebook
from uncramp.medicines.names import NEVER_STOP
from uncramp.prevent.food import FoodPlan, Pick, Supplement, molar_mg_per_mmol, portions_within
from uncramp.prevent.foods import MINERALS, Food, foods
from uncramp.texts import _
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
    >>> amount(2204.8), amount(55.9), amount(float("nan"))
    ('2.2 g', '56 mg', 'not known')
    """
    if math.isnan(mg):
        return _("not known")
    return f"{mg / MG_PER_G:.1f} g" if mg >= MG_PER_G else f"{mg:.0f} mg"


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


def pick_words(pick: Pick) -> str:
    """So many portions of a food, and how large one is."""
    name = _(pick.food.name)
    size = f"{pick.food.portion_g:.0f} {'ml' if pick.food.volume_ml else 'g'}"
    if pick.portions_count == 1:
        return _("{food}: {portion} ({size})").format(food=name, portion=_(pick.food.portion), size=size)
    told = _("{food}: {count} times {portion} ({size} each)")
    return told.format(food=name, count=pick.portions_count, portion=_(pick.food.portion), size=size)


def fitting_words(plan: FoodPlan, food: Food, mineral: str) -> str:
    """How many portions of this food alone stay within a loss."""
    count = portions_within(food, mineral, plan.most_mg[mineral])
    return str(count) if 0 < count < MANY else "-"


def before_words(plan: FoodPlan) -> str:
    """What to eat before; after an alarm, that nothing is drunk."""
    if plan.alarms:
        return _("No drink, no broth and no soup is named, because of what stands first. Ask: uncramp check.")
    return _("Eat and drink as on any other day. Loading up on salt or potassium beforehand is not shown to stop a cramp.")


def together_words(plan: FoodPlan) -> str:
    """What all portions named hold, against what was lost."""
    return _("All of it together holds {held} of the {lost} of sodium. The meals you eat anyway bring the rest.").format(
        held=amount(plan.total_mg("sodium")), lost=amount(plan.lost_mg["sodium"])
    )


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
