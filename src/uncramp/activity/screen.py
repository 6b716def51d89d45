"""The screen every file passes: what cannot be is left out, what jumps is put right, and each is said."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.activity.clock import pause_finding, start_of, straighten
from uncramp.activity.recorded import COLUMN, Finding, Recorded, counted
from uncramp.activity.samples import Repair, Samples
from uncramp.activity.sports import FOOT_SPORTS
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats, Integers, Leg
from uncramp.texts import N_, _
from uncramp.units import S_PER_MIN, elapsed_text

# column -> lowest, highest that a person or the weather can bring about, its name, and what lies outside
_PLAUSIBLE: Final = {
    "heart_rate_bpm": (25.0, 240.0, "heart_rate", N_("Left out: {count} of 0, 255 or outside 25 to 240 bpm, the first at {at}.")),
    "power_w": (0.0, 3000.0, "power", N_("Left out: {count} outside 0 to 3000 W, the first at {at}.")),
    "speed_m_s": (0.0, 40.0, "speed", N_("Left out: {count} outside 0 to 40 m/s, the first at {at}.")),
    "altitude_m": (-500.0, 9000.0, "altitude", N_("Left out: {count} outside -500 to 9000 m, the first at {at}.")),
    "distance_m": (0.0, 5e6, "distance", N_("Left out: {count} outside 0 to 5000 km, the first at {at}.")),
    "cadence_per_min": (0.0, 300.0, "cadence", N_("Left out: {count} outside 0 to 300 per minute, the first at {at}.")),
    "device_c": (-40.0, 75.0, "device_temperature", N_("Left out: {count} outside -40 to 75 °C, the first at {at}.")),
    "core_c": (34.0, 43.0, "core_temperature", N_("Left out: {count} outside 34 to 43 °C, the first at {at}.")),
    "skin_c": (10.0, 45.0, "skin_temperature", N_("Left out: {count} outside 10 to 45 °C, the first at {at}.")),
    "air_c": (-50.0, 60.0, "air_temperature", N_("Left out: {count} outside -50 to 60 °C, the first at {at}.")),
    "humidity_frac": (0.0, 1.0, "humidity", N_("Left out: {count} outside 0 to 100 %, the first at {at}.")),
}
_FASTEST_ON_FOOT_M_S: Final = 12.5  # the fastest sprint ever timed
_MOVING_M_S: Final = 1.0
_LEAP_M: Final = 500.0  # a step of distance that no two samples bring about ...
_LEAP_M_S: Final = 60.0  # ... unless this fast
_STRIDES_PER_MIN_LIMIT: Final = 125.0  # nobody strides faster: such a file counts steps
_LONGEST_DURATION_S: Final = 14 * 86_400.0  # the longest races last under two weeks
_SPARSE_FRAC: Final = 0.9
_LEVEL_SPORTS: Final = frozenset({"swimming", "rowing", "strength", "football", "treadmill_running", "indoor_cycling", "rest"})


def screen(recorded: Recorded, sha256: str) -> Samples:
    """Samples from the rows of a file; every row or value left out or moved becomes a Repair.

    Parameters
    ----------
    recorded
        Rows in file order.
    sha256
        Of the file as read.

    Raises
    ------
    ActivityFileError
        When fewer than two moments remain, or when they span more than two weeks.
    """
    findings = list(recorded.findings)
    rows, time_s = straighten(recorded.table[:, COLUMN["time_s"]], findings)
    table, time_s, firsts, group_of = _merged(recorded.table[rows], time_s, rows, findings)
    if time_s.size < 2:
        raise ActivityFileError(
            _(
                "The file holds one moment only; an activity needs at least two. Export the whole activity, or "
                "plan one: uncramp why 10km --time 50:00."
            )
        )
    elapsed_s = time_s - time_s[0]
    if elapsed_s[-1] > _LONGEST_DURATION_S:
        raise ActivityFileError(
            _("The samples span {days} days; one activity of at most 14 was expected. Export the one activity you mean.").format(
                days=f"{elapsed_s[-1] / 86_400.0:.0f}"
            )
        )
    elapsed_of_row = np.full(recorded.table.shape[0], np.nan)
    elapsed_of_row[rows] = elapsed_s[group_of]
    pause = pause_finding(elapsed_s, firsts)
    if pause is not None:
        findings.append(pause)
    leg_of_sample = recorded.leg_of_row[firsts]
    legs = _legs(recorded, elapsed_s, leg_of_sample, findings)
    start = start_of(float(time_s[0]), findings)
    columns = {name: table[:, index].copy() for name, index in COLUMN.items()}
    screened = _Columns(columns, elapsed_s, [_placed(finding, elapsed_of_row) for finding in findings])
    on_foot = np.isin(leg_of_sample, [i for i, sport in enumerate(recorded.leg_sports) if sport in FOOT_SPORTS])
    screened.put_right(recorded, on_foot)
    return Samples(
        source_format=recorded.source_format,
        sha256=sha256,
        start=start,
        device=recorded.device,
        legs=legs,
        elapsed_s=elapsed_s,
        cadence_hz=columns["cadence_per_min"] / S_PER_MIN,
        indoor=recorded.indoor,
        repairs=tuple(screened.repairs),
        expected_records=recorded.expected_records,
        **{name: columns[name] for name in _KEPT},
    )


_KEPT: Final = (
    "heart_rate_bpm", "power_w", "speed_m_s", "distance_m", "altitude_m", "latitude_deg", "longitude_deg",
    "device_c", "core_c", "skin_c", "air_c", "humidity_frac",
)  # fmt: skip


def _merged(table: Floats, time_s: Floats, rows: Integers, findings: list[Finding]) -> tuple[Floats, Floats, Integers, Integers]:
    """Rows of equal time made one (the first value of each column that is there), and the group of each row."""
    fresh = np.concatenate(([True], np.diff(time_s) > 0.0))
    group_of = np.cumsum(fresh) - 1
    firsts = rows[fresh]
    doubles = time_s.size - firsts.size
    if not doubles:
        return table, time_s, firsts, group_of
    merged = np.full((firsts.size, table.shape[1]), np.nan)
    for column in range(table.shape[1]):
        there = np.flatnonzero(np.isfinite(table[:, column]))[::-1]  # backwards: the first one is written last and stays
        merged[group_of[there], column] = table[there, column]
    text = _("Merged: {samples} with the same time as another, the first at {at}.")
    text = text.format(samples=counted(doubles, "sample"), at="{at}")
    findings.append(Finding("duplicate_time", text, doubles, int(rows[np.flatnonzero(~fresh)[0]])))
    return merged, time_s[fresh], firsts, group_of


def _placed(finding: Finding, elapsed_of_row: Floats) -> Repair:
    at_s = np.nan
    if finding.row is not None and elapsed_of_row.size:
        # a row that was itself left out stands where the last one kept before it does
        kept = elapsed_of_row[: finding.row + 1]
        kept = kept[np.isfinite(kept)]
        at_s = float(kept[-1]) if kept.size else 0.0
    return Repair(finding.kind, finding.text.replace("{at}", "" if np.isnan(at_s) else elapsed_text(at_s)), finding.count, at_s)


def _legs(recorded: Recorded, elapsed_s: Floats, leg_of_sample: Integers, findings: list[Finding]) -> tuple[Leg, ...]:
    """Legs in order of time; one ends where the next begins, or at its last sample when a pause follows."""
    borders = np.flatnonzero(np.diff(leg_of_sample) != 0) + 1
    starts = np.concatenate(([0], borders))
    ends = np.concatenate((borders, [elapsed_s.size])) - 1
    legs: list[Leg] = []
    previous = -1
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        sport = recorded.leg_sports[int(leg_of_sample[first])]
        continued = bool(legs) and legs[-1].sport == sport and (recorded.merge_legs or previous == leg_of_sample[first])
        previous = int(leg_of_sample[first])
        if continued:
            legs[-1] = Leg(sport, legs[-1].start_s, float(elapsed_s[last]))
            continue
        if legs and elapsed_s[first] - legs[-1].end_s <= S_PER_MIN:
            legs[-1] = Leg(legs[-1].sport, legs[-1].start_s, float(elapsed_s[first]))
        legs.append(Leg(sport, float(elapsed_s[first]), float(elapsed_s[last])))
    empty = len(recorded.leg_sports) - np.unique(leg_of_sample).size
    if empty > 0:
        findings.append(Finding("leg_empty", _("{legs} without any sample left out.").format(legs=counted(empty, "leg")), empty))
    return tuple(legs)


class _Columns:
    """The columns of one file while they are put right, in place."""

    def __init__(self, columns: dict[str, Floats], elapsed_s: Floats, repairs: list[Repair]) -> None:
        self.columns = columns
        self.elapsed_s = elapsed_s
        self.repairs = repairs

    def note(self, kind: str, text: str, where: np.ndarray[tuple[int], np.dtype[np.bool_]], noun: str = "sample") -> None:
        """Add a repair that concerns the samples of a mask; ``{count}`` becomes how many of ``noun``, ``{at}`` where the first is."""
        many = int(where.sum())
        if many:
            at_s = float(self.elapsed_s[int(np.argmax(where))])
            shown = text.replace("{count}", counted(many, noun))
            self.repairs.append(Repair(kind, shown.replace("{at}", elapsed_text(at_s)), many, at_s))

    def put_right(self, recorded: Recorded, on_foot: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        """All checks, in the order in which one relies on another."""
        self._positions(recorded)
        self._prefer_native()
        self._impossible(on_foot)
        self._distance()
        self._cadence(on_foot)
        self._missing(recorded)

    def _positions(self, recorded: Recorded) -> None:
        latitude, longitude = self.columns["latitude_deg"], self.columns["longitude_deg"]
        there = np.isfinite(latitude) | np.isfinite(longitude)
        wrong = there & ~((np.abs(latitude) <= 90.0) & (np.abs(longitude) <= 180.0))
        wrong |= (latitude == 0.0) & (longitude == 0.0)  # what receivers write before their first fix
        self.note("position_invalid", _("Left out: {count} that cannot be on Earth, the first at {at}."), wrong, "position")
        latitude[wrong] = longitude[wrong] = np.nan
        if recorded.virtual and (np.isfinite(latitude).any() or np.isfinite(self.columns["altitude_m"]).any()):
            text = _("Left out: position and altitude of {count}; they are those of a game, the athlete was indoors.")
            self.note("virtual_position", text, np.isfinite(latitude) | np.isfinite(self.columns["altitude_m"]))
            for name in ("latitude_deg", "longitude_deg", "altitude_m"):
                self.columns[name][:] = np.nan

    def _prefer_native(self) -> None:
        """A value of the watch's own stands before a developer field's."""
        for name, other in (("core_c", "native_core_c"), ("power_w", "developer_power_w")):
            native, developer = (other, name) if other.startswith("native") else (name, other)
            low, high = _PLAUSIBLE[name][:2]
            own = self.columns[native]
            speaks = bool(((own >= low) & (own <= high) & (own != 0.0)).any())
            if not speaks and np.isfinite(self.columns[developer]).any():
                own = self.columns[developer]
            self.columns[name] = own

    def _impossible(self, on_foot: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        for name, (low, high, kind, text) in _PLAUSIBLE.items():
            column = self.columns[name]
            wrong = ~np.isnan(column) & ~((column >= low) & (column <= high))
            self.note(f"{kind}_invalid", _(text), wrong, kind.replace("_", " "))
            column[wrong] = np.nan
        speed = self.columns["speed_m_s"]
        wrong = on_foot & (speed > _FASTEST_ON_FOOT_M_S)
        fast = _("Left out: {count} above {limit} m/s on foot, the first at {at}.")
        fast = fast.format(limit=_FASTEST_ON_FOOT_M_S, count="{count}", at="{at}")
        self.note("speed_invalid", fast, wrong, "speed")
        speed[wrong] = np.nan
        # a foot pod that lost its link writes zero, and nobody moves on foot for nothing
        power = self.columns["power_w"]
        wrong = on_foot & (power == 0.0) & (speed > _MOVING_M_S)
        self.note("power_silent", _("Left out: {count} of 0 W while moving on foot, the first at {at}."), wrong, "power value")
        power[wrong] = np.nan

    def _distance(self) -> None:
        """A distance that never falls: restarts are carried on, leaps taken out, small steps back held."""
        distance = self.columns["distance_m"]
        there = np.flatnonzero(np.isfinite(distance))
        if there.size < 2:
            return
        step_m, step_s = np.diff(distance[there]), np.diff(self.elapsed_s[there])
        back = step_m < 0.0
        restart = step_m < -_LEAP_M
        # the first sample after a reset is near zero however short the leg before it was
        restart |= back & (distance[there[1:]] < 0.1 * distance[there[:-1]])
        leap = (step_m > _LEAP_M) & (step_m > _LEAP_M_S * step_s)
        if not (back.any() or leap.any()):
            return
        where = np.zeros(distance.size, dtype=bool)
        for mask, kind, text in (
            (restart, "distance_restart", _("Carried on: the distance, which starts anew at {count}, the first at {at}.")),
            (back & ~restart, "distance_back", _("Held: {count} back in the distance, the first at {at}.")),
            (leap, "distance_leap", _("Taken out: {count} in the distance, the first at {at}.")),
        ):
            where[:] = False
            where[there[1:][mask]] = True
            self.note(kind, text, where, {"distance_back": "step", "distance_leap": "leap"}.get(kind, "place"))
        carried = distance[there[0]] + np.concatenate(([0.0], np.cumsum(np.where(restart | leap, 0.0, step_m))))
        distance[there] = np.maximum.accumulate(carried)

    def _cadence(self, on_foot: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        """Steps of both feet on foot, where files count strides; turns or strokes elsewhere."""
        cadence = self.columns["cadence_per_min"]
        part = self.columns["fractional_cadence_per_min"]
        cadence += np.where((part >= 0.0) & (part < 1.0), part, 0.0)
        walking = on_foot & (cadence > 0.0)
        if walking.any() and float(np.median(cadence[walking])) > _STRIDES_PER_MIN_LIMIT:
            self.note("cadence_steps", _("The file counts steps, not strides; {count} kept as written."), walking, "cadence")
        else:
            cadence[on_foot] *= 2.0

    def _missing(self, recorded: Recorded) -> None:
        silent = np.isnan(self.columns["heart_rate_bpm"])
        everywhere = np.ones(silent.size, dtype=bool)
        if silent.all():
            self.note("heart_rate_missing", _("There is no heart rate in the file."), everywhere)
        elif silent.mean() > 1.0 - _SPARSE_FRAC:
            share = 100.0 * (1.0 - silent.mean())
            self.note(
                "heart_rate_sparse",
                _("Heart rate is missing in {count} ({percent} % have one), the first at {at}.").format(
                    percent=f"{share:.0f}", count="{count}", at="{at}"
                ),
                silent,
            )
        moves = [np.isfinite(self.columns[name]).any() for name in ("speed_m_s", "distance_m", "latitude_deg", "power_w")]
        sports = set(recorded.leg_sports)
        if not any(moves) and sports != {"strength"}:
            self.note("movement_missing", _("There is no speed, distance, position or power in the file."), everywhere)
        if not recorded.indoor and sports - _LEVEL_SPORTS and not np.isfinite(self.columns["altitude_m"]).any():
            self.note("altitude_missing", _("There is no altitude in the file; the ground is taken as flat."), everywhere)
