"""The loop of a muscle in the accepted sets of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from uncramp.reflex.accepted import accepted_sets, choose_sets
from uncramp.reflex.circuit import TOPICS, Circuit, check_overrides, circuit


def accepted_circuit(
    muscle: str = "calf", *, mechanism: str = "mixed", overrides: Mapping[str, float] | None = None, draws: int | None = None, seed: int = 0
) -> Circuit:
    """The loop of a muscle in the accepted sets: each of them once, in order, or ``draws`` drawn among them.

    Parameters
    ----------
    muscle, mechanism, overrides, seed
        As for :func:`uncramp.reflex.circuit`; ``overrides`` win over the sets.
    draws
        How many to draw; ``None`` for each set once.

    Raises
    ------
    InputError
        As :func:`uncramp.reflex.circuit`.
    """
    fixed = dict(overrides or {})
    check_overrides(fixed)
    sets = accepted_sets()
    chosen = np.arange(len(sets)) if draws is None else choose_sets(draws=draws, seed=seed)
    one = circuit(muscle, mechanism=mechanism, overrides=fixed, seed=seed)
    topics = {}
    for topic in TOPICS:
        parameters = getattr(one, topic)
        columns = {}
        for name in parameters.__slots__:
            key = f"{topic}.{name}"
            central = getattr(parameters, name)[0]
            columns[name] = np.array([central if key in fixed else sets[k].values.get(key, central) for k in chosen])
        topics[topic] = replace(parameters, **columns)
    return replace(one, draws_count=len(chosen), **topics)
