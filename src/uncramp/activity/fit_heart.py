"""Heart rates that a FIT file keeps in messages of their own, with a clock of 1/1024 s packed into 12 bits."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from uncramp.activity.recorded import ROWS_LIMIT
from uncramp.minutes import Floats

_TICKS_PER_S: Final = 1024
_WINDOW: Final = 1 << 12
_PACKED_FIELD: Final = 10
_NEAR_S: Final = 5.0


@dataclass(slots=True)
class HeartMessages:
    """Time and heart rate of every beat stored so far (FIT protocol, message ``hr``)."""

    time_s: array[float] = field(default_factory=lambda: array("d"))
    rate_bpm: array[float] = field(default_factory=lambda: array("d"))
    anchor_s: float = math.nan  # clock of the file ...
    anchor_ticks: int = 0  # ... at this count of the strap's clock
    ticks: int = 0

    def take(self, timestamp: Any, event_s: Any, frame: Any) -> None:
        """Add the beats of one message.

        Parameters
        ----------
        timestamp
            Seconds of the file's clock; only the first message of a series has it.
        event_s
            Seconds of the strap's clock that belong to it.
        frame
            The decoded message, for its packed times and its heart rates.
        """
        first = event_s[0] if isinstance(event_s, tuple) and event_s else event_s
        rates = frame.get_value("filtered_bpm", fallback=None)
        rates = rates if isinstance(rates, tuple) else (rates,)
        packed = next((one.raw_value for one in frame.fields if one.field_def is not None and one.def_num == _PACKED_FIELD), None)
        if isinstance(timestamp, (int, float)) and isinstance(first, (int, float)):
            self.anchor_s, self.ticks = float(timestamp), round(first * _TICKS_PER_S)
            self.anchor_ticks = self.ticks
            if not isinstance(packed, tuple):
                self._add(rates[0])
        if not isinstance(packed, tuple) or math.isnan(self.anchor_s):
            return
        for rate, low in zip(rates, _unpacked(packed), strict=False):
            self.ticks += (low - self.ticks) % _WINDOW
            self._add(rate)

    def _add(self, rate: Any) -> None:
        if isinstance(rate, (int, float)) and rate > 0 and len(self.time_s) < ROWS_LIMIT:
            self.time_s.append(self.anchor_s + (self.ticks - self.anchor_ticks) / _TICKS_PER_S)
            self.rate_bpm.append(float(rate))

    def series(self) -> tuple[Floats, Floats]:
        """Times (seconds of the FIT clock, rising) and heart rates."""
        order = np.argsort(np.asarray(self.time_s), kind="stable")
        return np.asarray(self.time_s, dtype=np.float64)[order], np.asarray(self.rate_bpm, dtype=np.float64)[order]

    @staticmethod
    def covers(when_s: Floats, time_s: Floats) -> npt.NDArray[np.bool_]:
        """Whether a stored beat lies within a few seconds of each moment."""
        right = np.clip(np.searchsorted(time_s, when_s), 0, time_s.size - 1)
        left = np.clip(right - 1, 0, None)
        return np.minimum(np.abs(time_s[right] - when_s), np.abs(when_s - time_s[left])) <= _NEAR_S


def _unpacked(packed: tuple[Any, ...]) -> list[int]:
    """Twelve-bit numbers from bytes: two in each three bytes, low bits first."""
    numbers = []
    for at in range(0, len(packed) - 2, 3):
        one, two, three = (int(byte or 0) & 0xFF for byte in packed[at : at + 3])
        numbers += [one | (two & 0x0F) << 8, two >> 4 | three << 4]
    return numbers
