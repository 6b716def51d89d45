"""What a change to a session would have made, in words: how many fewer, how much longer, and what of it would be dangerous."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats
from uncramp.report import wording
from uncramp.report.schema import Document
from uncramp.texts import _
from uncramp.units import S_PER_H, S_PER_MIN, elapsed_text
from uncramp.why.answers import Range
from uncramp.why.cautions import alarms_of
from uncramp.why.changes import WhatIf
from uncramp.why.chosen_draws import Counted
from uncramp.why.situation import Situation

OF: Final = 100
TELLING_COUNT: Final = 0.05  # of so many: less is no difference to speak of


def fewer(difference_frac: Range) -> str:
    """A difference of chances as people of a hundred.

    Examples
    --------
    >>> fewer(Range(-0.081, -0.08, -0.15, -0.02))
    'about 8 of 100 fewer (2 to 15)'
    >>> fewer(Range(0.0, 0.0, 0.0, 0.0))
    'no difference'
    """
    low, middle, high = (OF * part for part in (difference_frac.low, difference_frac.mean, difference_frac.high))
    if low == middle == high == 0.0:
        return _("no difference")
    if max(abs(low), abs(middle), abs(high)) < TELLING_COUNT:
        return _("no difference to speak of")
    digits = 0 if abs(middle) >= 1.0 else 1
    count = wording.number(abs(middle), digits)
    if low < 0.0 < high:
        text = (
            _("about {count} of 100 fewer, but it could be either way ({low} to +{high})")
            if middle <= 0
            else _("about {count} of 100 more, but it could be either way ({low} to +{high})")
        )
        return text.format(count=count, low=wording.number(low, digits), high=wording.number(high, digits))
    ends = [wording.number(end, digits) for end in sorted((abs(low), abs(high)))]
    text = _("about {count} of 100 fewer ({low} to {high})") if middle <= 0 else _("about {count} of 100 more ({low} to {high})")
    return text.format(count=count, low=ends[0], high=ends[1])


def tried_document(
    was: Assessment,
    changes: Mapping[str, Any],
    result: WhatIf,
    situation: Situation,
    counted: Counted,
    before_frac: Floats,
    words: wording.Wording,
) -> Document:
    """The chance then and before, the difference in words, and what would be dangerous.

    ``situation`` and ``result`` are of the draws that are simulated for those ``counted``; ``before_frac`` is [draw that counts].
    """
    session_only = situation.minutes.rows_count == situation.session_rows
    before = Range.of(before_frac, counted.weight_frac)
    return {
        "of": "session" if session_only else "session_and_six_hours",
        "chance_frac": {"before": _plain(before), "then": _plain(result.chance_frac), "difference": _plain(result.difference_frac)},
        "difference": fewer(result.difference_frac),
        "chance": {"before": wording.chance(before.mean), "then": wording.chance(result.chance_frac.mean)},
        "duration": _duration(was, result, counted) if "pace_ratio" in changes else "",
        "dangers": [words.local(text) for text in _dangers(was, changes, result, situation, counted)],
    }


def _plain(value: Range) -> dict[str, float]:
    return {"mean": value.mean, "median": value.median, "low": value.low, "high": value.high}


def _duration(was: Assessment, result: WhatIf, counted: Counted) -> str:
    """How much longer the same distance takes."""
    ratio = float(np.median(result.outcome.row_h[counted.standing, 0]) * S_PER_H / S_PER_MIN)
    if abs(ratio - 1.0) * was.minutes.duration_s < S_PER_MIN / 2.0:
        return ""
    before, then = (elapsed_text(round(seconds / S_PER_MIN) * S_PER_MIN)[:-3] for seconds in (was.minutes.duration_s, was.minutes.duration_s * ratio))  # fmt: skip
    return _("The same distance would have taken about {then} instead of {before}; the curves are place by place.").format(
        then=then, before=before
    )


def _dangers(was: Assessment, changes: Mapping[str, Any], result: WhatIf, situation: Situation, counted: Counted) -> list[str]:
    hours, weight = situation.session_rows * S_PER_MIN / S_PER_H, counted.weight_frac
    body, last = _of_those_counted(result.outcome.body, counted), situation.session_rows - 1
    found = []
    if "drink_l_h" in changes:
        sweat = Range.of(body.sweat_l[:, last] / hours, weight)
        if float(changes["drink_l_h"]) > sweat.median:
            sodium = Range.of(body.plasma_sodium_mmol_l[:, last], weight)
            found.append(
                _(
                    "Dangerous: this is more than would be sweated (about {sweat:.1f} L/h), and plasma sodium falls, to about {sodium:.0f} mmol/L "
                    "at the finish. Never drink more than you sweat."
                ).format(sweat=sweat.median, sodium=sodium.median)
            )
    alarms = alarms_of(situation, body, weight, would=True)
    known = {caution.id for caution in was.cautions}
    if found:
        known.add("mass_gain")  # that is what was just said
    drinks = {"low_plasma_sodium"} if "drink_l_h" in changes else set()
    found += [one.text for one in alarms if one.urgency in wording.URGENT and one.id not in known - drinks]
    return found


def _of_those_counted(body: BodyTrace, counted: Counted) -> BodyTrace:
    """What dangers are read from, [draw that counts, row]; the rest stays [simulated draw, row]."""
    read = ("core_c", "sweat_l", "plasma_sodium_mmol_l", "mass_change_frac")
    return replace(body, **{name: getattr(body, name)[counted.standing] for name in read})
