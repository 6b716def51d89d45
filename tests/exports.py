"""Twins of what Strava, Garmin and Apple Health hand out, made of generated activities."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import activity_files as made

Files = dict[str, bytes]

# as real ones do, it has some names twice: first for people, then for programs
STRAVA_HEADER = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Filename,Elapsed Time,Distance\n"
GERMAN_HEADER = (
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,Verstrichene Zeit,Distanz,Dateiname,"
    "Verstrichene Zeit,Distanz\n"
)
OLD_HEADER = "id,date,name,type,description,elapsed_time,distance,filename,commute,gear\n"


def route(minutes: int, start_minute: int = 0) -> bytes:
    """A track of a phone: a point each second, without heart rate."""
    points = "".join(
        f'<trkpt lat="46.5" lon="{7.0 + second * 4e-5:.6f}"><ele>600</ele><time>{_utc(60 * start_minute + second)}</time></trkpt>'
        for second in range(60 * minutes)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="phone" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def _utc(second: int) -> str:
    return (made.START + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def strava() -> Files:
    """Two files with a name, one packed, one that begins with blanks, one that is broken, one typed in by hand, and a drawn route."""
    rows = (
        '1,"Jul 14, 2024, 8:00:00 AM","Lauf, heiß",Run,"windy\n---\n",120,"0,36",activities/1.fit.gz,120.0,360.0\n'
        '2,"Jul 15, 2024, 8:00:00 AM",Evening Ride,Ride,,130,390,activities/2.gpx,130.0,390.0\n'
        '3,"Jul 16, 2024, 8:00:00 AM",Broken,Run,,120,360,activities/3.fit,120.0,360.0\n'
        '4,"Jul 17, 2024, 8:00:00 AM",By hand,Run,,120,360,,120.0,360.0\n'
    )
    return {
        "activities.csv": (STRAVA_HEADER + rows).encode("utf-8-sig"),
        "activities/1.fit.gz": gzip.compress(made.fit_file(120), mtime=0),
        "activities/2.gpx": b" " * 10 + route(2, 60 * 24),
        "activities/3.fit": b"no such thing",
        "profile.csv": b"a,b\n",
        "routes.csv": b"Filename\n",
        "routes/9.gpx": re.sub(rb"<time>[^<]*</time>", b"", route(1)),
        "media/1.jpg": b"\xff\xd8",
    }


def garmin() -> Files:
    """Files within archives within the archive, beside the many more that are no activity, and side files."""
    inner = zipped(
        {
            "ana@example.org_1.fit": made.fit_file(130),
            "ana@example.org_2.fit": made.fit_file(140),
            "ana@example.org_3.txt": b"\x1f\x8b",
        }
        | {f"ana@example.org_{10 + number}.fit": of_kind(kind, number) for number, kind in enumerate((2, 15, 32, 32))}
    )
    return {
        "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": inner,
        "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part2.zip": b"PK\x03\x04 broken",
        "DI_CONNECT/DI-Connect-Fitness/summarizedActivities.json": b"[]",
        "__MACOSX/._1.fit": b"\x00\x05\x16\x07",
    }


def of_kind(kind: int, number: int) -> bytes:
    """A file of the watch that is no activity: 2 are its settings, 15 and 32 what it measured all day."""
    writer = made.FitWriter()
    made.file_id(writer, kind=kind)
    writer.define(1, 103, [(253, 4, made.UINT32)])
    writer.data(1, "I", 1000 + number)
    return writer.finish()


def apple() -> Files:
    """A run with a route and heart rate every five seconds, and one on a treadmill without a route."""
    moment = "2024-07-14 10:{:02d}:{:02d} +0200"  # 08:00 UTC
    records = "".join(
        f'<Record type="HKQuantityTypeIdentifierHeartRate" unit="count/min" startDate="{moment.format(second // 60, second % 60)}" '
        f'endDate="{moment.format(second // 60, second % 60)}" value="{140 + second // 60}"/>\n'
        for second in range(0, 180, 5)
    )
    return {
        "apple_health_export/export.xml": (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (Record|Workout)*>\n]>\n<HealthData locale="de_DE">\n'
            f'<Record type="HKQuantityTypeIdentifierStepCount" value="3"/>\n{records}'
            '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" startDate="2024-07-14 10:00:00 +0200" endDate="2024-07-14 10:03:00 +0200">'
            '<WorkoutRoute><FileReference path="/workout-routes/route_2024-07-14_10.00am.gpx"/></WorkoutRoute></Workout>\n'
            '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" startDate="2024-07-15 10:00:00 +0200" endDate="2024-07-15 10:03:00 +0200"/>\n'
            "</HealthData>\n"
        ).encode(),
        "apple_health_export/workout-routes/route_2024-07-14_10.00am.gpx": route(3),
        "apple_health_export/electrocardiograms/ecg.csv": b"a\n",
    }


def zipped(files: Files) -> bytes:
    """The files as a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def written(folder: Path, files: Files) -> Path:
    """The files in a folder, as unpacked."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
