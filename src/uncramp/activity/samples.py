"""Samples: what every reader returns, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from uncramp.minutes import Floats, Leg

DAMAGE_KINDS: Final = frozenset(
    {"truncated", "undecodable", "header_size", "crc_mismatch", "trailing_bytes", "gzip_truncated", "xml_broken"}
)
"""Kinds of repair that mean the file itself was damaged, not a sensor or a clock."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was lost, left out or put right while reading, and where."""

    kind: str  # short id, e.g. "truncated", "clock_back", "heart_rate_invalid"
    text: str  # one sentence for a person, with counts and elapsed times or byte positions
    count: int  # samples (or bytes) concerned
    at_s: float  # elapsed seconds of the first, NaN when it has no place in time


@dataclass(frozen=True, slots=True)
class Samples:
    """What was recorded; arrays of shape [sample], NaN where the sensor was silent.

    ``elapsed_s`` starts at 0 and rises strictly. Position is optional: a treadmill run keeps its heart rate.
    """

    source_format: str  # fit | tcx | gpx
    sha256: str  # of the file as read
    start: datetime | None  # UTC
    device: str
    legs: tuple[Leg, ...]
    elapsed_s: Floats
    heart_rate_bpm: Floats
    power_w: Floats
    speed_m_s: Floats
    distance_m: Floats
    altitude_m: Floats
    cadence_hz: Floats
    latitude_deg: Floats
    longitude_deg: Floats
    device_c: Floats  # the watch's own temperature: weak evidence, not the air
    core_c: Floats
    skin_c: Floats
    air_c: Floats  # a developer field measured by a foot pod or the like
    humidity_frac: Floats
    indoor: bool
    repairs: tuple[Repair, ...]
    expected_records: int | None  # how many records the file seems to have held, when that can be told

    @property
    def records_count(self) -> int:
        """How many samples were read."""
        return int(self.elapsed_s.shape[0])

    @property
    def recovered(self) -> bool:
        """Whether the file was damaged, so that only its good part was read."""
        return any(repair.kind in DAMAGE_KINDS for repair in self.repairs)
