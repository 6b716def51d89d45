"""Samples made up for tests: a session at any sampling, from signals given as functions of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import numpy as np

from uncramp.activity.samples import Samples
from uncramp.minutes import Floats, Leg

CHANNELS = [f.name for f in fields(Samples) if f.type == "Floats" and f.name != "elapsed_s"]
START = datetime(2026, 6, 21, 10, 0, tzinfo=UTC)


def made_samples(
    elapsed_s: Floats,
    *,
    sport: str = "running",
    start: datetime | None = START,
    indoor: bool = False,
    legs: tuple[Leg, ...] | None = None,
    **signals: Floats | Callable[[Floats], Floats],
) -> Samples:
    """Samples at ``elapsed_s``; a channel is an array, a function of time, or silent."""
    time_s = np.asarray(elapsed_s, dtype=float)
    channels: dict[str, Any] = {name: np.full(time_s.shape, np.nan) for name in CHANNELS}
    for name, signal in signals.items():
        assert name in channels, name
        channels[name] = np.asarray(signal(time_s) if callable(signal) else signal, dtype=float)
    return Samples(
        source_format="fit",
        sha256="0" * 64,
        start=start,
        device="made up",
        legs=legs if legs is not None else (Leg(sport, 0.0, float(time_s[-1])),),
        elapsed_s=time_s,
        indoor=indoor,
        repairs=(),
        expected_records=None,
        **channels,
    )  # fmt: skip
