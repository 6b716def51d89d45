"""The forms of the diary: what each asks, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from uncramp.body.athlete_file import FOREARM_SODIUM, SEXES, athlete_fields
from uncramp.diary.records import Activity
from uncramp.diary.words import name_of, start_text
from uncramp.names import SWEAT_SITES
from uncramp.texts import N_, _
from uncramp.web.forms import PERCENT, Asked
from uncramp.web.mistakes import FormError, out_of_range

MOST_CHOICES: Final = 100
OF_FRACTIONS: Final = "_frac"
SITE_WORDS: Final = {"whole_body": N_("whole body"), "forearm": N_("forearm")}


def title_of(kind: str) -> str:
    """The heading of a form."""
    return {
        "weigh_ins": _("Weigh in"), "drinks": _("A drink"), "sweat_tests": _("A sweat test"), "medicines": _("A medicine"), "notes": _("A note"),
    }[kind]  # fmt: skip


def lead_of(kind: str) -> str:
    """What to know before one fills it in."""
    return {
        "weigh_ins": _("Weigh without clothes and towelled off, before and after. What you leave empty counts as nothing. From both weighings follow the sweat you lost and your sweat rate."),
        "drinks": _("What you drank in an activity, at a time or over all of it."),
        "sweat_tests": _("The rate, the sodium, or both."),
        "medicines": _("It is a record, and no reason to change or stop anything."),
        "notes": _("Of an activity or of a day."),
    }[kind]  # fmt: skip


def form_of(kind: str, activities: tuple[Activity, ...]) -> tuple[Asked, ...]:
    """The fields of one kind; ``activities`` can be chosen, the newest first."""
    listed = tuple((one.activity_id, f"{start_text(one)} {name_of(one)}") for one in activities[:MOST_CHOICES])
    which = Asked("activity_id", _("Activity"), "choice", choices=(("", _("none")), *listed))
    of_activity = Asked("activity_id", _("Activity"), "choice", choices=listed, required=True)
    made: dict[str, Callable[[], tuple[Asked, ...]]] = {
        "weigh_ins": lambda: (
            Asked("before_kg", _("Before"), "number", "kg", required=True),
            Asked("after_kg", _("After"), "number", "kg"),
            Asked("drank_l", _("Drank between"), "number", "L"),
            Asked("urine_l", _("Urine between"), "number", "L"),
            Asked("food_kg", _("Ate between"), "number", "kg"),
            which,
            Asked("duration_s", _("How long it took, if there is no activity"), "duration", help=_("hours:minutes, such as 1:30")),
            Asked("weighed_at", _("When (now, if empty)"), "moment"),
        ),
        "drinks": lambda: (
            Asked("volume_l", _("How much"), "number", "L", required=True),
            Asked("what", _("What")),
            of_activity,
            Asked("at_s", _("Time into the activity"), "duration", help=_("hours:minutes, such as 1:30")),
            Asked("sodium_mmol_l", _("Sodium in it"), "number", "mmol/L", help=_("about 20 in a sports drink, 0 in water")),
            Asked("carbohydrate_g_l", _("Carbohydrate in it"), "number", "g/L", help=_("about 60 in a sports drink")),
        ),
        "sweat_tests": lambda: (
            Asked("sweat_rate_l_h", _("Sweat rate"), "number", "L/h"),
            Asked("sweat_sodium_mmol_l", _("Sweat sodium"), "number", "mmol/L"),
            Asked("site", _("Where the sweat was collected"), "choice", choices=(("", _("not said")), *((one, _(SITE_WORDS[one])) for one in SWEAT_SITES))),
            Asked("air_c", _("Air temperature"), "number", "°C"),
            Asked("intensity_frac", _("Effort, of your maximal oxygen uptake"), "number", PERCENT),
            which,
            Asked("tested_at", _("When (now, if empty)"), "moment"),
        ),
        "medicines": lambda: (
            Asked("name", _("Name"), required=True),
            Asked("dose", _("How much and how often, in your words")),
            Asked("from_at", _("First day"), "day"),
            Asked("until_at", _("Last day"), "day"),
        ),
        "notes": lambda: (
            Asked("note", _("Note"), "long", required=True),
            which,
            Asked("noted_at", _("When (now, if empty)"), "moment"),
        ),
    }  # fmt: skip
    return made[kind]()


def athlete_form() -> tuple[Asked, ...]:
    """All that an athlete file may say, but for the forearm patch, which is kept as the whole body's."""
    kinds = {"number": "number", "yes_no": "yes_no", "word": "text", "words": "words"}
    made = []
    for name, field in athlete_fields().items():
        if name == FOREARM_SODIUM:
            continue
        choices: tuple[tuple[str, str], ...] = ()
        kind = kinds[field.kind]
        if name == "sex":
            kind, choices = "choice", (("", _("not said")), *((one, _(one)) for one in SEXES))
        if kind == "yes_no":
            choices = (("", _("not said")), ("yes", _("Yes")), ("no", _("No")))
        unit = PERCENT if name.endswith(OF_FRACTIONS) else field.unit if kind == "number" else ""
        told = (
            _("{help}. Names, with commas between.").format(help=_(field.help))
            if kind == "words"
            else _("{help}.").format(help=_(field.help))
        )
        made.append(Asked(name, label_of(name), kind, unit, choices, help=told))
    return tuple(made)


def check_ranges(values: Mapping[str, Any], fields: Iterable[Asked]) -> None:
    """Whether every number of an athlete is possible.

    Raises
    ------
    FormError
        Naming all that are not.
    """
    found = {}
    for one in fields:
        value, known = values.get(one.name), athlete_fields()[one.name]
        if known.kind == "number" and value is not None and (text := out_of_range(one, value, known.low, known.high)):
            found[one.name] = text
    if found:
        raise FormError(found)


def label_of(name: str) -> str:
    """The label of a field of an athlete file."""
    return {
        "name": _("Name"), "mass_kg": _("Body mass"), "height_m": _("Height"), "age_year": _("Age"), "sex": _("Sex"), "body_fat_frac": _("Body fat"),
        "maximal_oxygen_uptake_ml_kg_min": _("Maximal oxygen uptake"), "critical_power_w": _("Critical power"), "critical_speed_m_s": _("Critical speed"),
        "maximal_heart_rate_bpm": _("Maximal heart rate"), "resting_heart_rate_bpm": _("Resting heart rate"), "acclimatisation_day": _("Hot training days in the last fortnight"),
        "sweat_rate_l_h": _("Sweat rate, measured"), "sweat_rate_air_c": _("Air temperature of that test"), "sweat_rate_intensity_frac": _("Effort of that test"),
        "sweat_sodium_mmol_l": _("Sweat sodium, whole body"), "plasma_sodium_mmol_l": _("Blood sodium at rest"), "training_h_per_week": _("Training a week"),
        "longest_session_h": _("Longest session of the last eight weeks"), "descent_m_per_week": _("Descent a week"), "cramp_history": _("Cramps in sport before"),
        "medicines": _("Medicines"), "conditions": _("Conditions"), "low_magnesium_diet": _("Little magnesium in the diet"), "low_potassium_diet": _("Little potassium in the diet"),
        "low_calcium_diet": _("Little calcium in the diet"), "warm_up_min": _("Warm-up"), "cool_down_min": _("Cool-down"), "sleep_h": _("Sleep the night before"),
        "rest_day": _("Days of rest before"),
    }.get(name, name.replace("_", " "))  # fmt: skip
