"""What holds the drinking of a plan down: the step from sweat to cups that takes most away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from uncramp.body.intake_table import ML_PER_L
from uncramp.prevent.drinking import Cup, Servings
from uncramp.prevent.search import Choice, Setting

HOLDS: Final = ("sweat", "body_water", "advised", "worth", "stomach", "finish", "guards", "cups", "thirst")
"""What may: the guard of sweat or that of body water, what runners are advised, that more is not worth it, what goes down at one stop, what
would be drunk too near to the finish, the guards once more over the whole race, rounding down to cups, and thirst where that is the plan."""

ROUNDING_ML: Final = 1e-3


def held_by(setting: Setting, choice: Choice, drinks: Servings, share_frac: float, cups: Sequence[Cup]) -> str:
    """One of ``HOLDS``; "" where nothing takes anything away.

    ``drinks`` are those asked for, ``share_frac`` what the guards leave of them, ``cups`` what is left in whole cups.
    """
    if not cups:
        return "thirst"
    rows = setting.limit_l.size
    in_time = drinks.stop_min[drinks.stop_min <= rows - setting.parameters.full_drink_min[0]]
    last = min(int(in_time[-1]) if in_time.size else int(drinks.stop_min[-1]), rows) - 1
    limits_ml = {name: ML_PER_L * float(limit_l[last]) for name, limit_l in setting.limits_l.items()}
    asked_ml, drunk_ml = choice.drink * ML_PER_L * float(setting.limit_l[last]), float(drinks.volume_ml.sum())
    full = bool(np.any(drinks.volume_ml >= setting.parameters.most_at_once_ml[0] - ROUNDING_ML))
    steps = (
        ("", ML_PER_L * float(setting.sweat_l[last])),
        (min(limits_ml, key=lambda name: limits_ml[name]), ML_PER_L * float(setting.limit_l[last])),
        ("worth", asked_ml),
        ("stomach" if full else "finish", min(asked_ml, drunk_ml)),
        ("guards", drunk_ml * share_frac),
        ("cups", sum(cup.volume_ml for cup in cups)),
    )
    taken = {name: before_ml - after_ml for (_, before_ml), (name, after_ml) in pairwise(steps)}
    most = max(taken, key=lambda name: taken[name])
    return most if taken[most] > ROUNDING_ML else ""
