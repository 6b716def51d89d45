"""What the guards say of a plan, and what a reader must know before acting on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from uncramp.assessment import Assessment
from uncramp.evidence.draws import central
from uncramp.prevent.brief import Brief, weather_ends_s
from uncramp.prevent.guards import ROUNDING
from uncramp.prevent.plan import Guard
from uncramp.prevent.rehearsal import margins_of
from uncramp.prevent.search import Choice
from uncramp.prevent.settle import Settled, margins_without_drinking
from uncramp.texts import N_, _
from uncramp.units import elapsed_text
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import Caution, Range

_GUARDS: Final = {
    "drinking": (
        "drinking_l",
        "L",
        N_("Drinking below sweat"),
        N_("At every minute no more is drunk than three quarters of the possible athletes have sweated."),
    ),
    "body_water": (
        "water_l",
        "L",
        N_("Body water not above the start"),
        N_("At no minute does any of the possible athletes hold more water, in the body and the gut, than at the start."),
    ),
    "plasma_sodium": (
        "plasma_sodium_mmol_l",
        "mmol/L",
        N_("Blood sodium"),
        N_(
            "Blood sodium stays at 135 mmol/L or above in all but a twentieth of the possible athletes. Salt in drinks does not make it safe to drink more."
        ),
    ),
    "core": (
        "core_k",
        "K",
        N_("Core temperature"),
        N_("Core temperature passes 40 °C in no more than a quarter of the possible athletes."),
    ),
}
"""Guard id -> margin, unit, name, text."""

_REPLACED: Final = ("water_loss", "drinking_assumed", "mass_gain")
"""Cautions of ``why`` that a plan says in its own words."""


def guards_of(assessment: Assessment) -> tuple[Guard, ...]:
    """Every guard with its margin over the race, as assessed."""
    margins = margins_of(assessment.body, assessment.minutes.rows_count)
    return tuple(
        Guard(key, _(name), bool(float(getattr(margins, field)) >= -ROUNDING), float(getattr(margins, field)), unit, _(text))
        for key, (field, unit, name, text) in _GUARDS.items()
    )


def is_dry_unsafe(brief: Brief, found: Settled) -> bool:
    """Whether blood sodium fails its guard even if nothing is drunk."""
    ready = brief.ready(found.choice, found.duration_s)
    return bool(margins_without_drinking(ready).plasma_sodium_mmol_l < -ROUNDING)


def cautions_of_plan(
    brief: Brief, found: Settled, assessment: Assessment, goal_s: float | None, guards: Sequence[Guard], *, dry_unsafe: bool
) -> tuple[Caution, ...]:
    """What a plan must say, the most urgent first, then what ``why`` says of such a session."""
    own = [*_own(brief, found, goal_s, guards, dry_unsafe=dry_unsafe), *_of_water(brief, assessment)]
    return (*own, *(caution for caution in assessment.cautions if caution.id not in _REPLACED))


def _of_water(brief: Brief, assessment: Assessment) -> Iterator[Caution]:
    change = Range.of(assessment.body.mass_change_frac[:, assessment.minutes.rows_count - 1], assessment.weight_frac)
    if brief.may_drink and -change.median > central(AlarmParameters, "alarms").large_water_loss_frac[0]:
        yield Caution(
            "water_loss_in_spite",
            _(
                "About {loss:.0f} % of body mass would be lost all the same, part of it fuel. The plan names no more than is safe for those who "
                "sweat least. A sweat test in the athlete file (sweat_rate_l_h) lets it come nearer to you."
            ).format(loss=-100.0 * change.median),
            "self_care",
        )


def _own(brief: Brief, found: Settled, goal_s: float | None, guards: Sequence[Guard], *, dry_unsafe: bool) -> Iterator[Caution]:
    if dry_unsafe:
        yield Caution(
            "sodium_low_before_drinking",
            _(
                "Even without drinking, blood sodium could fall below 135 mmol/L. This plan cannot make that safe: go through `uncramp check` "
                "and ask a clinician before the race."
            ),
            "clinician_soon",
        )
    if not all(guard.holds for guard in guards):
        names = ", ".join(guard.name for guard in guards if not guard.holds)
        yield Caution(
            "guard_fails", _("No safe plan was found: {names}. Do not race to this plan.").format(names=names), "clinician_soon"
        )
    if goal_s is not None and found.duration_s > goal_s:
        yield Caution(
            "goal_not_reached",
            _(
                "No safe plan reaches {goal}. This is the nearest: {finish}. A cooler hour or day, or more time, would bring it nearer."
            ).format(goal=elapsed_text(goal_s), finish=elapsed_text(found.duration_s)),
            "self_care",
        )
    ends_s = weather_ends_s(brief.weather, brief.start)
    if ends_s < found.duration_s:
        yield Caution(
            "weather_ends_early",
            _(
                "The weather that was given ends {ends} after the start; its last value is kept from there to the finish at {finish}."
            ).format(ends=elapsed_text(max(ends_s, 0.0)), finish=elapsed_text(found.duration_s)),
            "note",
        )
    able_frac = brief.people(found.minutes).able_frac
    if able_frac < brief.parameters.able_share_frac[0]:
        yield Caution(
            "goal_is_hard",
            _(
                "This time is hard for the athlete as described: {able:.0f} % of the draws could keep it up on an ordinary day."
            ).format(able=100.0 * able_frac),
            "note",
        )
    if not brief.may_drink:
        yield Caution(
            "drinking_by_clinician",
            _(
                "With a condition you named, how much to drink and how much salt to take is for your clinician to say. This plan "
                "names no drinks; ask before the race. Do not stop a medicine because of this plan."
            ),
            "clinician_soon",
        )
    if brief.may_drink and found.choice == Choice():
        yield Caution(
            "nothing_helps",
            _("Nothing that was tried lowers the chance at this finish time: even effort and drinking by thirst is the plan."),
            "note",
        )
    yield Caution(
        "own_body_first",
        _(
            "Drink less if you are not thirsty, or if your weight rises. A plan does not know your day: slow down when a muscle starts to twitch."
        ),
        "self_care",
    )
