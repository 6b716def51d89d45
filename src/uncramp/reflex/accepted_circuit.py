"""The loop of a muscle in the accepted sets of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from uncramp.minutes import Integers
from uncramp.reflex.accepted import accepted_sets
from uncramp.reflex.circuit import TOPICS, Circuit, check_overrides, circuit


def accepted_circuit(
    muscle: str = "calf",
    *,
    mechanism: str = "mixed",
    overrides: Mapping[str, float] | None = None,
    sets: Integers | None = None,
    seed: int = 0,
) -> Circuit:
    """The loop of a muscle with one accepted set a draw.

    Parameters
    ----------
    muscle, mechanism, overrides, seed
        As for :func:`uncramp.reflex.circuit`; ``overrides`` win over the sets.
    sets
        Which set each draw has, [draw], as ``accepted.choose_sets`` draws them; ``None`` for each set once, in order.

    Raises
    ------
    InputError
        As :func:`uncramp.reflex.circuit`.
    """
    fixed = dict(overrides or {})
    check_overrides(fixed)
    chosen = [accepted_sets()[k] for k in (range(len(accepted_sets())) if sets is None else sets)]
    one = circuit(muscle, mechanism=mechanism, overrides=fixed, seed=seed)
    topics: dict[str, Any] = {}
    for topic in TOPICS:
        parameters = getattr(one, topic)
        central = {name: float(getattr(parameters, name)[0]) for name in parameters.__slots__}
        columns = {
            name: np.array([value if f"{topic}.{name}" in fixed else each.values.get(f"{topic}.{name}", value) for each in chosen])
            for name, value in central.items()
        }
        topics[topic] = replace(parameters, **columns)
    return replace(one, draws_count=len(chosen), **topics)
