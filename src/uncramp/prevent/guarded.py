"""What the guards say of a plan, and what a reader must know before acting on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from uncramp.assessment import Assessment
from uncramp.prevent.brief import Brief
from uncramp.prevent.cautions import own_cautions, water_cautions
from uncramp.prevent.guards import ROUNDING
from uncramp.prevent.plan import Guard
from uncramp.prevent.rehearsal import margins_of
from uncramp.prevent.settle import Settled, margins_without_drinking
from uncramp.texts import N_, _
from uncramp.why.answers import Caution

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
        N_(
            "Core temperature passes 40 °C in no more than a quarter of the possible athletes. That can still be you: in heat your own signs go first."
        ),
    ),
}
"""Guard id -> margin, unit, name, text."""

_REPLACED: Final = ("water_loss", "drinking_assumed", "mass_gain")
_REPLACED_IF_DRY_UNSAFE: Final = ("low_plasma_sodium",)
"""Cautions of ``why`` that a plan says in its own words; the last where even a race without a drop fails."""


def guards_of(assessment: Assessment) -> tuple[Guard, ...]:
    """Every guard with its margin over the race, as assessed: where it holds, from the first drink on."""
    rows = assessment.minutes.rows_count
    whole = margins_of(assessment.body, rows)
    drunk = (assessment.body.drunk_l[:, :rows] > 0.0).any(axis=0)
    told = margins_of(assessment.body, rows, int(drunk.argmax()) if drunk.any() else rows - 1)
    holds = {field: bool(float(getattr(whole, field)) >= -ROUNDING) for field, *_rest in _GUARDS.values()}
    return tuple(
        Guard(key, _(name), holds[field], float(getattr(told if holds[field] else whole, field)), unit, _(text))
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
    sodium = next((caution for caution in assessment.cautions if caution.id == "low_plasma_sodium"), None)
    own = [
        *own_cautions(brief, found, goal_s, guards, low_sodium=sodium, dry_unsafe=dry_unsafe),
        *(() if dry_unsafe else water_cautions(brief, assessment)),
    ]
    replaced = (*_REPLACED, *(_REPLACED_IF_DRY_UNSAFE if dry_unsafe else ()))
    return (*own, *(caution for caution in assessment.cautions if caution.id not in replaced))
