"""Activity files written byte by byte for tests: healthy ones, and a twin of each defect that real files have."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

import fitdecode.utils

START = datetime(2024, 7, 14, 8, 0, tzinfo=UTC)
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
START_FIT = int((START - FIT_EPOCH).total_seconds())
SEMICIRCLES = 2**31 / 180.0

ENUM, SINT8, UINT8, STRING, BYTE = 0x00, 0x01, 0x02, 0x07, 0x0D
SINT16, UINT16, SINT32, UINT32, FLOAT32 = 0x83, 0x84, 0x85, 0x86, 0x88
FILE_ID, SPORT, SESSION, LAP, RECORD, HEART, FIELD, DEVELOPER = 0, 12, 18, 19, 20, 132, 206, 207
RUNNING, CYCLING, TRANSITION, SWIMMING = 1, 2, 3, 5

Field = tuple[int, int, int]  # number, size, base type


class FitWriter:
    """Messages of one FIT file; knows nothing of what they mean."""

    def __init__(self, order: str = "<") -> None:
        self.order = order
        self.body = bytearray()

    def define(self, local: int, message: int, fields: Sequence[Field], developer: Sequence[Field] = ()) -> None:
        head = 0x40 | local | (0x20 if developer else 0)
        self.body += struct.pack(self.order + "BBBHB", head, 0, self.order == ">", message, len(fields))
        for field in fields:
            self.body += bytes(field)
        if developer:
            self.body += bytes((len(developer),))
            for field in developer:
                self.body += bytes(field)

    def data(self, local: int, layout: str, *values: object) -> None:
        self.body += bytes((local,)) + struct.pack(self.order + layout, *values)

    def compressed(self, local: int, offset: int, layout: str, *values: object) -> None:
        """A message whose header carries the five low bits of its time."""
        self.body += bytes((0x80 | local << 5 | offset & 0x1F,)) + struct.pack(self.order + layout, *values)

    def finish(self, *, header_size: int = 14, header_sum: bool = True, sum_change: int = 0, size: int | None = None) -> bytes:
        header = struct.pack("<BBHI4s", header_size, 0x20, 2171, len(self.body) if size is None else size, b".FIT")
        if header_size == 14:
            header += struct.pack("<H", fitdecode.utils.compute_crc(header) if header_sum else 0)
        whole = header + bytes(self.body)
        return whole + struct.pack("<H", fitdecode.utils.compute_crc(whole) ^ sum_change)


RECORD_FIELDS: tuple[Field, ...] = (
    (253, 4, UINT32), (0, 4, SINT32), (1, 4, SINT32), (2, 2, UINT16), (3, 1, UINT8),
    (4, 1, UINT8), (5, 4, UINT32), (6, 2, UINT16), (7, 2, UINT16), (13, 1, SINT8),
)  # fmt: skip
RECORD_LAYOUT = "IiiHBBIHHb"


def point(second: int) -> tuple[int, ...]:
    """Raw values of the record at a second: east along a hill at 3 m/s, 150 bpm, 85 strides, 250 W, 28 °C."""
    return (
        START_FIT + second,
        round(46.5 * SEMICIRCLES),
        round((7.0 + second * 4e-5) * SEMICIRCLES),
        round((600.0 + 10.0 * math.sin(second / 60.0) + 500.0) * 5.0),
        150 + second % 5,
        85,
        round(second * 3.0 * 100.0),
        3000,
        250,
        28,
    )


def file_id(writer: FitWriter, kind: int = 4) -> None:
    writer.define(15, FILE_ID, [(0, 1, ENUM), (1, 2, UINT16), (2, 2, UINT16), (4, 4, UINT32)])
    writer.data(15, "BHHI", kind, 1, 3121, START_FIT)


def session(writer: FitWriter, start: int, length: int, sport: int = RUNNING, sub_sport: int = 0) -> None:
    writer.define(14, SESSION, [(253, 4, UINT32), (2, 4, UINT32), (7, 4, UINT32), (5, 1, ENUM), (6, 1, ENUM)])
    writer.data(14, "IIIBB", START_FIT + start + length, START_FIT + start, length * 1000, sport, sub_sport)


def records(writer: FitWriter, seconds: Iterable[int], change: Callable[[int, list[int]], None] | None = None) -> None:
    """Records of these seconds; ``change`` may alter the raw values of each (order of RECORD_FIELDS)."""
    writer.define(0, RECORD, RECORD_FIELDS)
    for second in seconds:
        values = list(point(second))
        if change is not None:
            change(second, values)
        writer.data(0, RECORD_LAYOUT, *values)


def fit_writer(
    seconds: int = 120,
    change: Callable[[int, list[int]], None] | None = None,
    *,
    sport: int = RUNNING,
    sub_sport: int = 0,
    order: str = "<",
) -> FitWriter:
    writer = FitWriter(order)
    file_id(writer)
    records(writer, range(seconds), change)
    session(writer, 0, seconds, sport, sub_sport)
    return writer


def fit_file(
    seconds: int = 120, change: Callable[[int, list[int]], None] | None = None, *, sport: int = RUNNING, sub_sport: int = 0
) -> bytes:
    """A healthy file of one session."""
    return fit_writer(seconds, change, sport=sport, sub_sport=sub_sport).finish()


def fit_multisport() -> bytes:
    """Swim, transition and ride, each with its session; the distance starts anew in each."""
    writer = FitWriter()
    file_id(writer)
    for leg in range(3):
        first = 60 * leg

        def from_zero(second: int, values: list[int], first: int = first) -> None:
            values[6] = (second - first) * 300

        records(writer, range(first, first + 60), from_zero)
    for leg, sport in enumerate((SWIMMING, TRANSITION, CYCLING)):
        session(writer, 60 * leg, 60, sport)
    return writer.finish()


def fit_compressed() -> bytes:
    """Times in the headers of the messages, as the FR70 wrote them."""
    writer = FitWriter()
    file_id(writer)
    writer.define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8)])
    writer.data(0, "IB", START_FIT, 140)
    writer.define(1, RECORD, [(3, 1, UINT8), (8, 3, BYTE)])
    for second in range(5, 300, 5):
        distance = int(second * 3.0 * 16) & 0xFFF
        speed = 300
        packed = bytes((speed & 0xFF, speed >> 8 | (distance & 0xF) << 4, distance >> 4))
        writer.compressed(1, START_FIT + second, "B3s", 141, packed)
    session(writer, 0, 300)
    return writer.finish()


def fit_heart_messages(event_s: float = 100.25) -> bytes:
    """A swim: records without heart rate, and the strap's own messages afterwards (one beat a second, 130 to 137)."""
    writer = FitWriter()
    file_id(writer)

    def silent(_: int, values: list[int]) -> None:
        values[4] = 255

    records(writer, range(9), silent)
    writer.define(1, HEART, [(253, 4, UINT32), (9, 4, UINT32), (6, 1, UINT8)])
    writer.data(1, "IIB", START_FIT, round(event_s * 1024), 130)
    writer.define(2, HEART, [(6, 8, UINT8), (10, 12, BYTE)])
    ticks = [round((event_s + beat) * 1024) & 0xFFF for beat in range(1, 9)]
    packed = bytearray()
    for one, two in zip(ticks[::2], ticks[1::2], strict=True):
        packed += bytes((one & 0xFF, one >> 8 | (two & 0xF) << 4, two >> 4))
    writer.data(2, "8B12s", *range(130, 138), bytes(packed))
    session(writer, 0, 9, SWIMMING)
    return writer.finish()


def fit_developer(name: str, unit: str, value: Callable[[int], float], *, application: bool = True, seconds: int = 60) -> bytes:
    """A developer field of float32 beside the records."""
    writer = FitWriter()
    file_id(writer)
    if application:
        writer.define(1, DEVELOPER, [(1, 16, BYTE), (3, 1, UINT8)])
        writer.data(1, "16sB", bytes(range(16)), 0)
    else:  # as some apps do
        writer.define(1, DEVELOPER, [(3, 1, UINT8)])
        writer.data(1, "B", 0)
    writer.define(2, FIELD, [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 32, STRING), (8, 16, STRING)])
    writer.data(2, "BBB32s16s", 0, 7, FLOAT32, name.encode(), unit.encode())
    writer.define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (6, 2, UINT16)], [(7, 4, 0)])
    for second in range(seconds):
        writer.data(0, "IBHf", START_FIT + second, 150, 3000, value(second))
    session(writer, 0, seconds)
    return writer.finish()


def fit_odd_sizes() -> bytes:
    """A field whose size is no multiple of its type (COROS), and a name without its end (Wahoo)."""
    writer = FitWriter()
    file_id(writer)
    writer.define(1, SPORT, [(0, 1, ENUM), (3, 4, STRING)])
    writer.data(1, "B4s", RUNNING, b"Runn")
    writer.define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (200, 3, UINT16)])
    for second in range(60):
        writer.data(0, "IB3s", START_FIT + second, 150, b"\1\2\3")
    session(writer, 0, 60)
    return writer.finish()


def fit_undefined_message() -> bytes:
    """In the middle comes a message that nothing defined; 60 records lie before it."""
    writer = FitWriter()
    file_id(writer)
    records(writer, range(60))
    writer.data(9, "I", 0)
    records(writer, range(60, 120))
    session(writer, 0, 120)
    return writer.finish()


def fit_course() -> bytes:
    writer = FitWriter()
    file_id(writer, kind=6)
    records(writer, range(60))
    return writer.finish()


def fit_settings() -> bytes:
    writer = FitWriter()
    file_id(writer, kind=2)
    return writer.finish()


def fit_treadmill() -> bytes:
    """No position, no altitude; heart rate, distance and speed stay."""

    def indoors(_: int, values: list[int]) -> None:
        values[1] = values[2] = 0x7FFFFFFF
        values[3] = 0xFFFF

    return fit_file(change=indoors, sub_sport=1)


def iso(second: float, zone: timezone | None = UTC) -> str:
    when = START + timedelta(seconds=second)
    return (
        when.strftime("%Y-%m-%dT%H:%M:%SZ")
        if zone is UTC
        else (when.astimezone(zone) if zone else when.replace(tzinfo=None)).isoformat()
    )


def gpx_point(
    second: int, *, time: str | None = None, position: str | None = None, more: str = "", extension: str | None = None
) -> str:
    where = f'lat="46.5" lon="{7.0 + second * 4e-5:.6f}"' if position is None else position
    when = f"<time>{iso(second)}</time>" if time is None else time
    inner = (
        f"<gpxtpx:TrackPointExtension><gpxtpx:atemp>28.0</gpxtpx:atemp><gpxtpx:hr>{150 + second % 5}</gpxtpx:hr>"
        "<gpxtpx:cad>85</gpxtpx:cad></gpxtpx:TrackPointExtension><power>250</power>"
        if extension is None
        else extension
    )
    return f"<trkpt {where}><ele>600.5</ele>{when}{more}<extensions>{inner}</extensions></trkpt>"


def gpx_file(points: Iterable[str] | None = None, *, kind: str = "running", body: str | None = None) -> bytes:
    inner = body
    if inner is None:
        inner = f"<trk><name>x</name><type>{kind}</type><trkseg>{''.join(points or map(gpx_point, range(120)))}</trkseg></trk>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="Test watch" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<metadata><time>{iso(0)}</time></metadata>{inner}</gpx>"
    ).encode()


def tcx_point(
    second: int, *, heart_rate: int | None = 150, position: bool = True, time: str | None = None, distance: float | None = None
) -> str:
    place = (
        f"<Position><LatitudeDegrees>46.5</LatitudeDegrees><LongitudeDegrees>{7.0 + second * 4e-5}</LongitudeDegrees></Position>"
        if position
        else ""
    )
    heart = f"<HeartRateBpm><Value>{heart_rate}</Value></HeartRateBpm>" if heart_rate is not None else ""
    return (
        f"<Trackpoint><Time>{time or iso(second)}</Time>{place}<AltitudeMeters>600.5</AltitudeMeters>"
        f"<DistanceMeters>{second * 3.0 if distance is None else distance}</DistanceMeters>{heart}"
        '<Extensions><TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Speed>3.0</Speed>'
        "<RunCadence>85</RunCadence><Watts>250</Watts></TPX></Extensions></Trackpoint>"
    )


def tcx_activity(points: Iterable[str], sport: str = "Running") -> str:
    return (
        f'<Activity Sport="{sport}"><Id>{iso(0)}</Id><Lap StartTime="{iso(0)}"><DistanceMeters>9</DistanceMeters><Cadence>1</Cadence>'
        f"<Track>{''.join(points)}</Track></Lap><Creator><Name>Test watch</Name></Creator></Activity>"
    )


def tcx_file(activities: str | None = None) -> bytes:
    inner = activities if activities is not None else tcx_activity(map(tcx_point, range(120)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase '
        f'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>{inner}</Activities></TrainingCenterDatabase>'
    ).encode()


FIT_SEEDS = (
    fit_file, fit_multisport, fit_compressed, fit_heart_messages, fit_odd_sizes, fit_treadmill, fit_undefined_message,
    lambda: fit_developer("CORE core_temperature", "C", lambda second: 38.0), lambda: fit_file() + fit_file(),
)  # fmt: skip
TCX_SEEDS = (
    tcx_file,
    lambda: tcx_file(tcx_activity(map(tcx_point, range(60))) + tcx_activity(map(tcx_point, range(70, 130)), "Biking")),
)
GPX_SEEDS = (gpx_file, lambda: gpx_file(gpx_point(second, time="") for second in range(60)))
SEEDS = {"fit": FIT_SEEDS, "tcx": TCX_SEEDS, "gpx": GPX_SEEDS}
