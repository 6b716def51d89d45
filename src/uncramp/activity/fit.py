"""FIT files, decoded by fitdecode into columns; whatever it trips over ends the good part, not the reading."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass, field, replace
from typing import Any, Final

import fitdecode
import numpy as np

from uncramp.activity.developer_fields import developer_column, settle
from uncramp.activity.fit_chain import Part, split_chain
from uncramp.activity.fit_heart import HeartMessages
from uncramp.activity.recorded import COLUMN, COLUMNS, Finding, Recorded, RowTable, counted
from uncramp.activity.sports import INDOOR_SPORTS, fit_indoor, fit_sport
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats, Integers
from uncramp.texts import N_, _

FIT_EPOCH_S: Final = 631_065_600.0
"""1989-12-31, from which FIT counts seconds."""

_DEGREES_PER_SEMICIRCLE: Final = 180.0 / 2.0**31
_PLANS_LIMIT: Final = 64

_PLANNED: Final = {"course": N_("where to go"), "workout": N_("what to do")}
"""Kinds of files that hold no activity, and what they hold."""

_FILE_ID, _SPORT, _SESSION, _LAP, _RECORD, _COURSE, _HEART = 0, 12, 18, 19, 20, 31, 132
_OTHERS: Final = frozenset({_FILE_ID, _SPORT, _SESSION, _LAP, _COURSE, _HEART})

_COLUMN_OF_FIELD: Final = {
    253: COLUMN["time_s"],
    0: COLUMN["latitude_deg"],
    1: COLUMN["longitude_deg"],
    2: COLUMN["altitude_m"],
    78: COLUMN["altitude_m"],  # enhanced
    3: COLUMN["heart_rate_bpm"],
    4: COLUMN["cadence_per_min"],
    5: COLUMN["distance_m"],
    6: COLUMN["speed_m_s"],
    73: COLUMN["speed_m_s"],  # enhanced
    7: COLUMN["power_w"],
    13: COLUMN["device_c"],
    53: COLUMN["fractional_cadence_per_min"],
    139: COLUMN["native_core_c"],
}

Plan = list[tuple[int, int]]
"""Position of a field in a decoded message -> column of our table."""


@dataclass(slots=True)
class _Session:
    start_s: float
    sport: object
    sub_sport: object


@dataclass(slots=True)
class _Reading:
    """What has been taken from the messages so far."""

    rows: RowTable = field(default_factory=RowTable)
    hearts: HeartMessages = field(default_factory=HeartMessages)
    sessions: list[_Session] = field(default_factory=list)
    stated: tuple[object, object] = (None, None)  # of sport and lap messages, when sessions are missing
    unused: set[str] = field(default_factory=set)  # developer fields that tell what another tells
    developer: dict[int, tuple[str, str]] = field(default_factory=dict)
    device: str = ""
    kind: object = None


def read_fit(data: bytes) -> Recorded:
    """Rows of a FIT file: all files of a chain, up to where each can be decoded.

    Raises
    ------
    ActivityFileError
        When there is nothing recorded in it, or when it is a course.
    """
    parts, findings = split_chain(data)
    reading = _Reading()
    expected = 0.0
    for part in parts:
        before = reading.rows.rows_count
        read_frac = _read_part(data, part, reading, findings)
        expected += (reading.rows.rows_count - before) / read_frac if read_frac > 0.0 else 0.0
    _place_cut(findings, reading.rows.rows_count)
    if reading.kind in _PLANNED:
        raise ActivityFileError(
            _(
                "This FIT file is a {kind}: {planned}, not what was done. Give the file of an activity, or plan "
                "one: uncramp why 42.195km --time 3:45:00."
            ).format(kind=reading.kind, planned=_(_PLANNED[str(reading.kind)]))
        )
    table = np.array(reading.rows.to_array())
    table = _with_heart_messages(table, reading.hearts, findings)
    if table.shape[0] == 0:
        raise ActivityFileError(_nothing_text(reading.kind, findings))
    table[:, COLUMN["time_s"]] += FIT_EPOCH_S
    table[:, COLUMN["latitude_deg"]] *= _DEGREES_PER_SEMICIRCLE
    table[:, COLUMN["longitude_deg"]] *= _DEGREES_PER_SEMICIRCLE
    findings.extend(settle(table, reading.developer))
    if reading.unused:
        text = _("Not used, since another developer field tells the same: {fields}.")
        text = text.format(fields=", ".join(map(repr, sorted(reading.unused))))
        findings.append(Finding("developer_field_unused", text, len(reading.unused)))
    leg_of_row, sports, indoor, virtual = _legs(reading, table[:, COLUMN["time_s"]], findings)
    return Recorded(
        "fit", reading.device, table, leg_of_row, sports,
        merge_legs=False, indoor=indoor, virtual=virtual, findings=findings,
        expected_records=max(round(expected), table.shape[0]) if math.isfinite(expected) else None,
    )  # fmt: skip


def read_fit_course(data: bytes) -> tuple[Floats, str] | None:
    """Rows of a FIT course by ``recorded.COLUMN``, and its sport; ``None`` of any other FIT file. Times are of no use in a course."""
    reading = _Reading()
    findings: list[Finding] = []
    for part in split_chain(data)[0]:
        _read_part(data, part, reading, findings)
    if reading.kind != "course":
        return None
    table = np.array(reading.rows.to_array())
    if table.size:
        table[:, [COLUMN["latitude_deg"], COLUMN["longitude_deg"]]] *= _DEGREES_PER_SEMICIRCLE
    return table, fit_sport(*reading.stated)[0]


def _place_cut(findings: list[Finding], rows: int) -> None:
    """Say up to when a file that is cut off was read; without its check sum alone (two bytes) nothing is lost."""
    for index, finding in enumerate(findings):
        if finding.kind == "truncated" and finding.count > 2 and rows:
            text = f"{finding.text} {_('What was recorded after {at} is lost.')}"
            findings[index] = replace(finding, text=text, row=rows - 1)


def _nothing_text(kind: object, findings: list[Finding]) -> str:
    if kind not in {None, "activity"}:
        said = str(kind).replace("_", " ")
        return _(
            "This FIT file holds {said}, not an activity. Give the activity file of the session (folder Activity of the watch)."
        ).format(said=said)
    damage = f" {findings[0].text}" if findings else ""
    return _("The FIT file holds no recorded sample.{damage} Export the activity again from the watch or its app.").format(
        damage=damage
    )


def _read_part(data: bytes, part: Part, reading: _Reading, findings: list[Finding]) -> float:
    """Read one file of a chain; returns the share of its declared bytes that could be decoded."""
    stream = io.BytesIO(part.as_file(data))
    length = part.end - part.start
    failed = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = fitdecode.FitReader(
            stream,
            processor=None,
            check_crc=fitdecode.CrcCheck.DISABLED,  # summed at once in fit_chain instead of byte by byte
            error_handling=fitdecode.ErrorHandling.IGNORE,
        )
        try:
            _take(reader, reading)
        except (ActivityFileError, MemoryError):
            raise
        # Damaged bytes reach any line of the decoder: struct.error, KeyError, AssertionError, TypeError, RecursionError ...
        except Exception as error:  # noqa: BLE001
            failed = f"{type(error).__name__}"
    read = min(max(stream.tell() - 12, 0), length)
    if failed and read < length:
        at = part.start + read
        rows = reading.rows.rows_count
        text = (
            _("The file cannot be decoded from byte {place} of {count} on; what was recorded after {at} is lost.")
            if rows
            else _("The file cannot be decoded from byte {place} of {count} on.")
        ).format(place=f"{at:,}", count=f"{len(data):,}", at="{at}")
        findings.append(Finding("undecodable", text, length - read, rows - 1 if rows else None))
    elif failed and part.sum_matches is not None:
        findings.append(Finding("undecodable", _("The last message of the file is cut; it was left out."), 1))
    return read / max(part.declared_size, length, 1)


def _take(reader: Any, reading: _Reading) -> None:
    """Fill columns from every message of ``reader``; the loop that large files spend their time in."""
    plans: dict[Any, tuple[int, Plan]] = {}
    data_frame = fitdecode.FIT_FRAME_DATA
    blank = [math.nan] * len(COLUMNS)
    add = reading.rows.add
    for frame in reader:
        if frame.frame_type != data_frame:
            continue
        definition = frame.def_mesg
        number = definition.global_mesg_num
        if number != _RECORD:
            if number in _OTHERS:
                _take_other(frame, number, reading)
            continue
        fields = frame.fields
        size, plan = plans.get(definition, (-1, []))
        if size != len(fields):  # damaged fields may expand to fewer
            if len(plans) >= _PLANS_LIMIT:
                plans.clear()
            plan = _plan(fields, reading)
            plans[definition] = (len(fields), plan)
        row = blank.copy()
        for position, column in plan:
            value = fields[position].value
            if value is not None:
                row[column] = value
        try:
            add(row)
        except (TypeError, OverflowError):  # text or several values where a number belongs
            add([_number(value) for value in row])


def _plan(fields: list[Any], reading: _Reading) -> Plan:
    plan = []
    for position, one in enumerate(fields):
        definition = one.field
        if definition is None:
            continue
        if definition.field_type == "devfield":
            column = developer_column(definition.name)
            told = (str(definition.name), str(definition.units or ""))
            if column is None:
                continue
            if reading.developer.setdefault(column, told) == told:
                plan.append((position, column))
            elif len(reading.unused) < _PLANS_LIMIT:
                reading.unused.add(told[0][:40])
        elif definition.def_num in _COLUMN_OF_FIELD:
            plan.append((position, _COLUMN_OF_FIELD[definition.def_num]))
    return plan


def _number(value: object) -> float:
    """A number out of what a damaged or odd field holds: the first of several, NaN for text."""
    if isinstance(value, tuple):
        value = next((one for one in value if one is not None), None)
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.nan
    return math.nan


def _take_other(frame: Any, number: int, reading: _Reading) -> None:
    def value(name: str) -> Any:
        return frame.get_value(name, fallback=None)

    if number == _SESSION:
        start_s = _number(value("start_time"))
        reading.sessions.append(_Session(start_s + FIT_EPOCH_S, value("sport"), value("sub_sport")))
    elif number in {_SPORT, _LAP, _COURSE}:
        if value("sport") is not None:
            reading.stated = (value("sport"), value("sub_sport"))
    elif number == _HEART:
        reading.hearts.take(value("timestamp"), value("event_timestamp"), frame)
    else:
        reading.kind = value("type")
        if not reading.device:
            product = value("garmin_product") or value("product_name") or value("product")
            reading.device = _device_name(value("manufacturer"), product)


def _device_name(manufacturer: object, product: object) -> str:
    # "development" is what software without a maker's number writes
    maker = "" if manufacturer in {None, "development"} else str(manufacturer).replace("_", " ")
    model = "" if product in {None, 0, "0"} or isinstance(product, tuple) else str(product).replace("_", " ")
    if not maker and model.isdigit():  # a number that only its maker could read
        model = ""
    name = f"{maker[:1].upper()}{maker[1:]} {model}".strip()
    return "".join(sign for sign in name if sign.isprintable())[:80]


def _with_heart_messages(table: Floats, hearts: HeartMessages, findings: list[Finding]) -> Floats:
    """Heart rates that were stored apart from the records (chest straps in water) put beside them."""
    time_s, rate_bpm = hearts.series()
    if time_s.size == 0:
        return table
    if table.shape[0] == 0:
        table = np.full((time_s.size, len(COLUMNS)), np.nan)
        table[:, COLUMN["time_s"]], table[:, COLUMN["heart_rate_bpm"]] = time_s, rate_bpm
        return table
    when, rate = table[:, COLUMN["time_s"]], table[:, COLUMN["heart_rate_bpm"]]
    empty = np.isfinite(when) & np.isnan(rate)
    filled = empty & hearts.covers(np.where(empty, when, -np.inf), time_s)
    if filled.any():
        rate[filled] = np.interp(when[filled], time_s, rate_bpm)
        many = int(filled.sum())
        text = _("{rates} taken from the strap's own memory, from {at} on.").format(rates=counted(many, "heart rate"), at="{at}")
        findings.append(Finding("heart_rate_stored", text, many, int(np.argmax(filled))))
    return table


def _legs(reading: _Reading, time_s: Floats, findings: list[Finding]) -> tuple[Integers, tuple[str, ...], bool, bool]:
    """Leg of each row, sport of each leg, whether indoors, whether in a game."""
    sessions = sorted((one for one in reading.sessions if math.isfinite(one.start_s)), key=lambda one: one.start_s)
    if not sessions:
        sessions = reading.sessions[:1] or [_Session(0.0, *reading.stated)]
        findings.append(Finding("session_missing", _("The file has no summary of the session; its legs cannot be told apart."), 1))
    starts = np.array([one.start_s for one in sessions])
    leg_of_row = np.clip(np.searchsorted(starts, np.nan_to_num(time_s, nan=starts[0]), side="right") - 1, 0, None)
    sports = []
    for one in sessions:
        ours, note = fit_sport(one.sport, one.sub_sport)
        sports.append(ours)
        if note and all(note != finding.text for finding in findings):
            findings.append(Finding("sport_unknown" if ours == "unknown" else "sport_approximated", note, 1))
    indoor = all(ours in INDOOR_SPORTS or fit_indoor(one.sub_sport) for ours, one in zip(sports, sessions, strict=True))
    virtual = any(one.sub_sport == "virtual_activity" for one in sessions)
    return leg_of_row.astype(np.int64), tuple(sports), indoor, virtual
