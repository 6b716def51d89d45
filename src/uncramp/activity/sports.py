"""How the sports of FIT, TCX and GPX files are called in our closed list."""

from __future__ import annotations

from typing import Final

from uncramp.texts import N_, _

FOOT_SPORTS: Final = frozenset({"running", "trail_running", "treadmill_running", "walking", "hiking", "football", "transition"})
"""Sports whose cadence counts steps; files mostly hold strides (one foot)."""

INDOOR_SPORTS: Final = frozenset({"treadmill_running", "indoor_cycling"})

UNKNOWN: Final = "unknown"
NOT_NAMED: Final = N_("The file does not name the sport; the load of each muscle is drawn wide.")
NO_ROW: Final = N_("The sport {sport} has no row in the table of muscle load; the load is drawn wide.")

_INDOOR_SUB_SPORTS: Final = frozenset(
    {
        "treadmill", "indoor_running", "spin", "indoor_cycling", "virtual_activity", "indoor_rowing", "elliptical", "stair_climbing",
        "strength_training", "cardio_training", "indoor_walking", "indoor_skiing", "flexibility_training", "yoga", "pilates",
    }
)  # fmt: skip

_FIT: Final = {
    "running": "running",
    "cycling": "cycling",
    "transition": "transition",
    "swimming": "swimming",
    "soccer": "football",
    "walking": "walking",
    "hiking": "hiking",
    "cross_country_skiing": "cross_country_skiing",
    "rowing": "rowing",
    # near enough for the load of the legs, and said so
    "e_biking": "cycling",
    "mountaineering": "hiking",
    "snowshoeing": "hiking",
}
_APPROXIMATE: Final = frozenset({"e_biking", "mountaineering", "snowshoeing"})

_FIT_SUB: Final = {
    ("running", "treadmill"): "treadmill_running",
    ("running", "indoor_running"): "treadmill_running",
    ("running", "virtual_activity"): "treadmill_running",
    ("running", "trail"): "trail_running",
    ("cycling", "spin"): "indoor_cycling",
    ("cycling", "indoor_cycling"): "indoor_cycling",
    ("cycling", "virtual_activity"): "indoor_cycling",
    ("cycling", "mountain"): "mountain_biking",
    ("cycling", "downhill"): "mountain_biking",
    ("cycling", "e_bike_mountain"): "mountain_biking",
    ("e_biking", "e_bike_mountain"): "mountain_biking",
    ("cycling", "hand_cycling"): "unknown",
    ("cycling", "indoor_hand_cycling"): "unknown",
    ("fitness_equipment", "treadmill"): "treadmill_running",
    ("fitness_equipment", "indoor_running"): "treadmill_running",
    ("fitness_equipment", "indoor_cycling"): "indoor_cycling",
    ("fitness_equipment", "spin"): "indoor_cycling",
    ("fitness_equipment", "indoor_rowing"): "rowing",
    ("fitness_equipment", "indoor_walking"): "walking",
    ("fitness_equipment", "strength_training"): "strength",
    ("training", "strength_training"): "strength",
}


def fit_sport(sport: object, sub_sport: object) -> tuple[str, str]:
    """Our name of a FIT sport, and a note when the match is not exact (else an empty text).

    Examples
    --------
    >>> fit_sport("running", "trail")
    ('trail_running', '')
    >>> fit_sport("kayaking", None)[0]
    'unknown'
    """
    name = (str(sport), str(sub_sport))
    ours = _FIT_SUB.get(name) or _FIT.get(name[0], "unknown")
    if ours == "unknown":
        shown = str(sport) if sub_sport in {None, "generic"} else f"{sport} ({sub_sport})"
        if sport in {None, "generic", "all"}:
            return ours, _(NOT_NAMED)
        return ours, _(NO_ROW).format(sport=shown)
    if name[0] in _APPROXIMATE:
        return ours, _("The sport {sport} is treated as {ours}.").format(sport=sport, ours=_(ours.replace("_", " ")))
    return ours, ""


def fit_indoor(sub_sport: object) -> bool:
    """Whether a FIT sub-sport is done indoors, without airflow of one's own."""
    return sub_sport in _INDOOR_SUB_SPORTS


# first match wins; the digits are those Strava writes into GPX
_WORDS: Final = (
    (("treadmill",), "treadmill_running"),
    (("trail",), "trail_running"),
    (("virtualrun", "virtual_run", "indoor_run", "indoor run"), "treadmill_running"),
    (("virtual", "indoor_cycl", "indoor cycl", "indoor_bik", "spinning", "trainer"), "indoor_cycling"),
    (("mtb", "mountain_bik", "mountain bik", "mountainbik"), "mountain_biking"),
    (("run", "jog"), "running"),
    (("cycl", "bik", "ride"), "cycling"),
    (("hik",), "hiking"),
    (("walk",), "walking"),
    (("swim",), "swimming"),
    (("soccer", "football"), "football"),
    (("cross_country_ski", "cross country ski", "nordic", "langlauf"), "cross_country_skiing"),
    (("rowing",), "rowing"),
    (("strength", "weight"), "strength"),
    (("transition",), "transition"),
)
_NUMBERS: Final = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking"}


def sport_of_text(text: str) -> str:
    """Our name of the sport a TCX or GPX file states in words (or, from Strava, as a number).

    Examples
    --------
    >>> sport_of_text("Biking"), sport_of_text("trail_running"), sport_of_text("9"), sport_of_text("Other")
    ('cycling', 'trail_running', 'running', 'unknown')
    """
    said = text.strip().lower()
    if said in _NUMBERS:
        return _NUMBERS[said]
    return next((sport for words, sport in _WORDS if any(word in said for word in words)), "unknown")


def stated_note(text: str, ours: str) -> str:
    """A sentence for the reader of a file whose sport is not known; empty when it is."""
    if ours != "unknown":
        return ""
    if not text.strip() or text.strip().lower() in {"other", "unknown"}:
        return _(NOT_NAMED)
    shown = text.strip()[:40]
    return _(NO_ROW).format(sport=repr(shown))
