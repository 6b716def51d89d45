"""The diary in words: what was kept, in a line each, and days as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.units import elapsed_text, fluid_ounces, pounds

if TYPE_CHECKING:
    from uncramp.diary.records import Activity, Cramp, Entry, NearCramp
    from uncramp.diary.weighing import SweatLoss
    from uncramp.why.answers import Range

OF_DAY = 10  # characters of 2024-07-14
DIGEST_SHOWN = 8


def outcome_word(outcome: str) -> str:
    """An outcome for people."""
    return {"cramp": _("cramp"), "none": _("no cramp"), "unsaid": _("not said")}[outcome]


def severity_words(severity: str) -> str:
    """A severity for people."""
    return {"twinge": _("a twinge"), "ease_off": _("took pace"), "stop": _("stopped you")}[severity]


def start_text(activity: Activity) -> str:
    """Day and time on the clock of this machine; dashes where the file has no clock."""
    from uncramp.diary.choose import local_start

    start = local_start(activity)
    return _("no clock") if start is None else f"{start:%Y-%m-%d %H:%M}"


def name_of(activity: Activity) -> str:
    """What the athlete calls it, else the name of its file."""
    return activity.title or activity.file_name


def cramp_line(one: Cramp | NearCramp) -> str:
    """A cramp in a line."""
    from uncramp.diary.records import Cramp

    side = {"left": _("left"), "right": _("right"), "both": _("both sides"), None: ""}[one.side]
    parts = [one.muscle, *([side] if side else [])]
    if one.at_s is not None:
        parts.append(_("at {time}").format(time=elapsed_text(one.at_s)))
    if isinstance(one, Cramp):
        if one.severity is not None:
            parts.append(severity_words(one.severity))
        if one.length_s is not None:
            parts.append(_("for {seconds} s").format(seconds=f"{one.length_s:g}"))
        if one.recurrence:
            parts.append(_("came back"))
    if one.helped:
        parts.append(_("helped: {what}").format(what=one.helped))
    return ", ".join(parts)


def kind_word(table: str) -> str:
    """What is kept in a table, in a word or two."""
    return {
        "cramps": _("cramp"), "near_cramps": _("near cramp"), "weigh_ins": _("weighing"), "drinks": _("drink"), "sweat_tests": _("sweat test"),
        "medicines": _("medicine"), "notes": _("note"), "plans": _("plan"), "assessments": _("assessment"), "outcome": _("outcome"),
        "athlete": _("who you are"), "add": _("added activities"), "delete": _("deletion"),
    }[table]  # fmt: skip


def entry_text(entry: Entry, units: str = "metric") -> str:
    """An entry in a line, its kind apart; ``units`` is ``metric`` or ``imperial``."""
    from uncramp.diary import records as r

    if isinstance(entry, r.Cramp | r.NearCramp):
        return cramp_line(entry)
    if isinstance(entry, r.WeighIn):
        masses = {_("{mass} before"): entry.before_kg, _("{mass} after"): entry.after_kg}
        between = {_("drank {volume}"): entry.drank_l, _("urine {volume}"): entry.urine_l}
        said = [text.format(mass=_mass(value, units)) for text, value in masses.items() if value is not None]
        said += [text.format(volume=_volume(value, units)) for text, value in between.items() if value is not None]
        return ", ".join(said + ([] if entry.food_kg is None else [_("ate {mass}").format(mass=_mass(entry.food_kg, units))]))
    if isinstance(entry, r.Drink):
        at = "" if entry.at_s is None else _(" at {time}").format(time=elapsed_text(entry.at_s))
        return _("{volume}{at}").format(volume=_volume(entry.volume_l, units), at=at) + (f", {entry.what}" if entry.what else "")
    if isinstance(entry, r.SweatTest):
        rate = [] if entry.sweat_rate_l_h is None else [f"{_volume(entry.sweat_rate_l_h, units)}/h"]
        sodium = [] if entry.sweat_sodium_mmol_l is None else [f"{entry.sweat_sodium_mmol_l:g} mmol/l"]
        return ", ".join([*rate, *sodium])
    if isinstance(entry, r.MedicineUse):
        days = [day_of(moment) for moment in (entry.from_at, entry.until_at) if moment]
        return ", ".join(
            [
                entry.name,
                *([entry.dose] if entry.dose else []),
                *([_("{first} to {last}").format(first=days[0], last=days[-1])] if days else []),
            ]
        )
    if isinstance(entry, r.Note):
        return entry.note
    if isinstance(entry, r.Plan):
        return entry.title or entry.kind
    if isinstance(entry, r.KeptAssessment):
        chance = "" if entry.chance_frac is None else _("chance {percent} %, ").format(percent=f"{100.0 * entry.chance_frac:.0f}")
        made = _("by uncramp {version}, {mechanism}, {draws} draws, evidence {evidence}, file {file}").format(
            version=entry.version, mechanism=entry.mechanism, draws=entry.draws_count,
            evidence=entry.evidence_sha256[:DIGEST_SHOWN], file=entry.input_sha256[:DIGEST_SHOWN],
        )  # fmt: skip
        return chance + made
    raise TypeError(type(entry))


def _rounded(amount: float) -> str:
    """Kilograms or litres: 157 lb are 71.2 kg, and no scale knows it much better."""
    return f"{round(amount, 1 if amount >= 10.0 else 2):g}"


def _mass(mass_kg: float, units: str) -> str:
    return f"{round(pounds(mass_kg), 1):g} lb" if units == "imperial" else f"{_rounded(mass_kg)} kg"


def _volume(volume_l: float, units: str) -> str:
    return f"{fluid_ounces(volume_l):.0f} oz" if units == "imperial" else f"{_rounded(volume_l)} l"


def _volumes(found: Range, units: str, per: str = "") -> str:
    """A volume with its range, the unit said once."""
    imperial = units == "imperial"
    ends = [f"{fluid_ounces(one):.0f}" if imperial else f"{one:.2f}" for one in (found.mean, found.low, found.high)]
    return f"{ends[0]} {'oz' if imperial else 'l'}{per} ({ends[1]} to {ends[2]})"


def weighing_lines(weighed: Entry, loss: SweatLoss | None, units: str = "metric") -> list[str]:
    """What a weighing says of sweat; nothing of any other entry, or where it was not weighed again."""
    from uncramp.diary.records import WeighIn

    if loss is not None:
        return _sweat_lines(loss, units)
    if not isinstance(weighed, WeighIn) or weighed.after_kg is None:
        return []
    if weighed.drank_l is None:
        lines = [_("No sweat can be told from this: what you drank is missing. Take it back, and say --drank with the masses.")]
    else:
        lines = [_("No sweat can be told from this: the masses and what went in and out do not go together.")]
    return lines + ([_gain_text()] if weighed.after_kg > weighed.before_kg else [])


def _gain_text() -> str:
    return _(
        "You weighed more after than before. If you drank, it was more than you sweated, which can be dangerous: see `uncramp check`."
    )


def _sweat_lines(loss: SweatLoss, units: str) -> list[str]:
    gas = f"{pounds(loss.gas_kg):.2f} lb" if units == "imperial" else f"{loss.gas_kg:.2f} kg"
    text = _("Sweat lost: {volume}, after taking off {gas} breathed out and burnt.")
    if not loss.gas_kg:
        text = _("Sweat lost: {volume}, with what was breathed out and burnt still in it, since it is not said how long it took.")
    lines = [text.format(volume=_volumes(loss.sweat_l, units), gas=gas)]
    if loss.rate_l_h is not None:
        lines.append(_("Sweat rate: {volume}.").format(volume=_volumes(loss.rate_l_h, units, "/h")))
    lines.append(_("Body mass changed by {change} %.").format(change=f"{100.0 * loss.mass_change_frac:+.1f}"))
    if loss.mass_change_frac > 0.0:
        lines.append(_gain_text())
    if loss.unsaid:
        names = {"drank": _("what you drank"), "urine": _("urine"), "food": _("food")}
        lines.append(_("Not said, so counted as nothing: {what}.").format(what=", ".join(names[one] for one in loss.unsaid)))
    return lines


def day_of(moment: str) -> str:
    """The day of a stored moment on the clock of this machine."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat()


def moment_of(text: str | None, flag: str) -> str:
    """A day (its noon, which is that day in most of the world) or moment as typed, on the clock of this machine; now, if nothing is.

    Raises
    ------
    InputError
        If it is neither.
    """
    from uncramp.diary.checked import moment_text

    if text is None:
        return moment_text(datetime.now(tz=UTC))
    try:
        local = datetime.fromisoformat(text if len(text) > OF_DAY else f"{text}T12:00")
        return moment_text(local.astimezone() if local.tzinfo is None else local)
    except (ValueError, OverflowError, OSError):
        raise InputError(
            _("{flag} {text}: no such day. Write it as 2024-07-14, or with a time as 2024-07-14T08:00.").format(
                flag=flag, text=text
            )
        ) from None
