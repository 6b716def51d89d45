"""Cautions as lines of a terminal: what should not wait first, what asks for care always whole, what was only assumed in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.report.screen import Screen
from uncramp.report.wording import URGENT, heading, unsaid
from uncramp.texts import N_, _
from uncramp.why.answers import Caution

UNSAID_SHOWN: Final = 3
ASSUMED_WORDS: Final = {"weather": N_("weather"), "drinking": N_("drinking"), "athlete": N_("athlete")}
_ASSUMED: Final = "_assumed"  # ending of the ids of cautions that say what was not given
_OF_CHANCE: Final = ("few_draws", "fitness_", "draws_")  # starts of the ids of cautions about the chance itself
_STANDING: Final = ("hours_after",)  # notes that are the same for every session, and shown in full only


def urgent_lines(assessment: Assessment, screen: Screen) -> list[Text]:
    """What should not wait, before the chance."""
    urgent = [caution for caution in assessment.cautions if caution.urgency in URGENT]
    ranked = sorted(urgent, key=lambda caution: URGENT.index(caution.urgency))
    return _lines(ranked, screen, planned=assessment.minutes.planned)


def lines_of_chance(assessment: Assessment, screen: Screen) -> list[Text]:
    """What must be known of the chance itself, under it."""
    return _lines(
        [caution for caution in assessment.cautions if _is_of_chance(caution)], screen, planned=assessment.minutes.planned
    )


def other_lines(assessment: Assessment, screen: Screen) -> list[Text]:
    """The other cautions, those that ask for care first; what was not given in one sentence."""
    rest = [caution for caution in assessment.cautions if caution.urgency not in URGENT and not _is_of_chance(caution)]
    ranked = sorted(rest, key=lambda caution: caution.urgency == "note")
    if screen.verbose:
        return _lines(ranked, screen, planned=assessment.minutes.planned)
    kept = [one for one in ranked if one.urgency != "note" or not (one.id.endswith(_ASSUMED) or one.id in _STANDING)]
    lines = _lines(kept, screen, planned=assessment.minutes.planned)
    if missing := [_missing_text(one, assessment) for one in ranked if one.id.endswith(_ASSUMED) and one not in kept]:
        lines += screen.wrapped(
            _("! Not given, so assumed and drawn wide: {missing}.").format(missing="; ".join(missing)), indent="  ", lines=None
        )
    return lines


def _is_of_chance(caution: Caution) -> bool:
    return caution.urgency not in URGENT and caution.id.startswith(_OF_CHANCE)


def _lines(cautions: Sequence[Caution], screen: Screen, *, planned: bool) -> list[Text]:
    """Cautions, never cut: the end of one may be what matters most."""
    lines = []
    for caution in cautions:
        told = f"! {heading(caution, planned=planned)}: {screen.wording.local(caution.text)}"
        lines += screen.wrapped(told, "" if caution.urgency == "note" else "bold", indent="  ", lines=None)
    return lines


def _missing_text(caution: Caution, assessment: Assessment) -> str:
    """What was not given; of an athlete of whom something was said, the first things that were not."""
    name = caution.id.removesuffix(_ASSUMED)
    if name == "history":
        return _("earlier training")
    missing = unsaid(assessment.athlete) if name == "athlete" and assessment.athlete != Athlete() else []
    if not missing:
        return _(ASSUMED_WORDS.get(name, name))
    more = [_("{count} more").format(count=len(missing) - UNSAID_SHOWN)] if len(missing) > UNSAID_SHOWN else []
    return _("of the athlete {missing}").format(missing=", ".join([*missing[:UNSAID_SHOWN], *more]))
