"""Write the activities of examples/ : made-up sessions at sea, as real FIT, TCX and GPX files.

``--check`` compares instead of writing and leaves with 1 if a file differs. Nobody ran or rode these; the signals only look
like those of a watch: heart rate that drifts, a pace that fades, hills, pauses, noise with a fixed seed.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from garmin_fit_sdk import Encoder, Profile

FOLDER = Path(__file__).resolve().parent.parent / "examples"
M_PER_DEGREE = 111_194.93
LARGEST_BYTES = 400_000


@dataclass
class Sample:
    """One second of a session."""

    at_s: int
    distance_m: float
    altitude_m: float
    speed_m_s: float
    heart_rate_bpm: float
    cadence_per_min: float  # of one leg, or of the crank
    device_c: float
    power_w: float = math.nan


@dataclass
class Course:
    """A round course on open water, and the hills we imagine on it."""

    latitude_deg: float
    longitude_deg: float
    round_m: float
    height_m: Callable[[float], float]

    def position(self, distance_m: float, off_m: float) -> tuple[float, float]:
        """Latitude and longitude [deg], ``off_m`` beside the line."""
        radius = self.round_m / (2.0 * math.pi) + off_m
        angle = 2.0 * math.pi * distance_m / self.round_m
        latitude = self.latitude_deg + radius * math.sin(angle) / M_PER_DEGREE
        return latitude, self.longitude_deg + radius * math.cos(angle) / M_PER_DEGREE / math.cos(math.radians(self.latitude_deg))


@dataclass
class Wander:
    """Noise that remembers: an error of position, a mood of the legs."""

    source: random.Random
    spread: float
    memory_s: float
    value: float = field(default=0.0)

    def step(self) -> float:
        """Value a second later."""
        keep = math.exp(-1.0 / self.memory_s)
        self.value = keep * self.value + self.spread * math.sqrt(1.0 - keep * keep) * self.source.gauss(0.0, 1.0)
        return self.value


def between(at: float, points: list[tuple[float, float]]) -> float:
    """Value at ``at`` on straight lines between points."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if at <= x1:
            return y0 + (y1 - y0) * max(at - x0, 0.0) / (x1 - x0)
    return points[-1][1]


# --- sessions -------------------------------------------------------------------------------------------------------

MARATHON_START = datetime(2026, 5, 31, 8, 30, tzinfo=UTC)
MARATHON_COURSE = Course(
    35.0,
    -20.0,
    10_548.75,
    lambda way: (
        12.0 + 8.0 * (1.0 - math.cos(2.0 * math.pi * way / 5274.375)) + 3.0 * (1.0 - math.cos(2.0 * math.pi * way / 1318.59375))
    ),
)
CRAMP_S = 11_100
# pace fades from 28 km on; the calf cramps at 3:05:00, a minute and a half of standing, then a shuffle
MARATHON_PACE = [
    (0.0, 3.30),
    (1500.0, 3.42),
    (21_000.0, 3.36),
    (28_000.0, 3.27),
    (33_000.0, 2.95),
    (36_500.0, 2.72),
    (45_000.0, 2.62),
]
AID_STATIONS = {4000 + 200: 12, 8200: 18, 10_400: 25}  # elapsed second: seconds walked
PAUSE = (5400, 5445)  # a stop with the watch stopped too


def hot_marathon() -> list[Sample]:
    """A marathon from 24 to 32 degC, started too fast."""
    source = random.Random(20260531)  # noqa: S311 - a story, no secret
    mood, beats, steps = Wander(source, 0.05, 90.0), Wander(source, 1.2, 40.0), Wander(source, 0.8, 20.0)
    samples: list[Sample] = []
    at_s, way, speed, heart_rate = 0, 0.0, 0.0, 95.0
    while way < 42_195.0:
        stopped = CRAMP_S <= at_s < CRAMP_S + 90
        walking = any(start <= at_s < start + long for start, long in AID_STATIONS.items()) or CRAMP_S + 90 <= at_s < CRAMP_S + 240
        target = between(way, MARATHON_PACE) * (1.0 - 1.6 * slope(MARATHON_COURSE, way)) + mood.step()
        target = 0.0 if stopped else 1.5 if walking else 0.88 * target if at_s > CRAMP_S else target
        paused = PAUSE[0] <= at_s < PAUSE[1]
        speed += (0.0 if paused else target - speed) / 3.0
        way += 0.0 if paused else speed
        heat = 11.0 * min(at_s / 9000.0, 1.2)
        heart_rate += (92.0 + 20.0 * speed + heat + beats.step() - heart_rate) / 35.0
        cadence = 0.0 if speed < 0.5 else 62.0 + 7.8 * speed + steps.step() * 0.3
        if not paused:
            device = between(at_s, [(0.0, 29.0), (3600.0, 32.0), (14_000.0, 37.0)]) + 0.6 * math.sin(at_s / 500.0)
            samples.append(Sample(at_s, way, MARATHON_COURSE.height_m(way), speed, heart_rate, cadence, device))
        at_s += 1
    return samples


RIDE_START = datetime(2026, 6, 14, 7, 0, tzinfo=UTC)
RIDE_COURSE = Course(
    36.0,
    -22.0,
    27_000.0,
    lambda way: (
        120.0 + 170.0 * (1.0 - math.cos(2.0 * math.pi * way / 27_000.0)) + 30.0 * (1.0 - math.cos(2.0 * math.pi * way / 4500.0))
    ),
)
RIDER_AND_BIKE_KG = 81.0


def hilly_ride() -> list[Sample]:
    """Three rounds with a long climb each, by power."""
    source = random.Random(20260614)  # noqa: S311 - a story, no secret
    surge, beats = Wander(source, 22.0, 25.0), Wander(source, 1.0, 40.0)
    samples: list[Sample] = []
    at_s, way, speed, heart_rate = 0, 0.0, 4.0, 85.0
    while way < 81_000.0:
        grade = slope(RIDE_COURSE, way)
        tired = 1.0 - 0.10 * way / 81_000.0
        power = tired * (165.0 + 1500.0 * min(max(grade, -0.11), 0.06)) + surge.step()
        coasting = grade < -0.055 or speed > 15.5
        power = 0.0 if coasting else max(power, 0.0)
        stopped = 6000 <= at_s < 6150  # to fill the bottles, the computer runs on
        # what is left of the force after slope, rolling and air moves rider and bike
        force = power / max(speed, 2.0) - RIDER_AND_BIKE_KG * 9.81 * (grade + 0.005) - 0.5 * 1.15 * 0.34 * speed * speed
        brake = 60.0 * max(speed - 15.0, 0.0)
        speed = 0.0 if stopped else min(max(speed + (force - brake) / RIDER_AND_BIKE_KG, 1.5), 18.0)
        power = 0.0 if stopped else power
        way += speed
        heart_rate += (88.0 + 0.30 * power + 9.0 * min(at_s / 10_000.0, 1.2) + beats.step() - heart_rate) / 40.0
        cadence = 0.0 if power < 15.0 else 88.0 - 180.0 * max(grade, 0.0)
        device = 19.0 + 7.0 * min(at_s / 9000.0, 1.0)
        samples.append(Sample(at_s, way, RIDE_COURSE.height_m(way), speed, heart_rate, cadence, device, power))
        at_s += 1
    return samples


EASY_START = datetime(2026, 4, 5, 7, 30, tzinfo=UTC)
EASY_COURSE = Course(34.0, -24.0, 4900.0, lambda way: 8.0 + 1.5 * math.sin(2.0 * math.pi * way / 4900.0))


def easy_run() -> list[Sample]:
    """An hour at an easy pace in cool air."""
    source = random.Random(20260405)  # noqa: S311 - a story, no secret
    mood, beats, steps = Wander(source, 0.04, 90.0), Wander(source, 1.0, 40.0), Wander(source, 0.8, 20.0)
    samples: list[Sample] = []
    way, speed, heart_rate = 0.0, 0.0, 75.0
    for at_s in range(3601):
        speed += (2.72 + mood.step() - speed) / 4.0
        way += speed
        heart_rate += (80.0 + 20.0 * speed + 3.0 * at_s / 3600.0 + beats.step() - heart_rate) / 35.0
        cadence = 62.0 + 7.8 * speed + steps.step() * 0.3
        samples.append(Sample(at_s, way, EASY_COURSE.height_m(way), speed, heart_rate, cadence, 17.0))
    return samples


def slope(course: Course, way_m: float) -> float:
    """Rise over run of the course."""
    return (course.height_m(way_m + 5.0) - course.height_m(way_m - 5.0)) / 10.0


# --- formats --------------------------------------------------------------------------------------------------------


def semicircles(degrees: float) -> int:
    """Position in the unit of FIT."""
    return round(degrees * 2**31 / 180.0)


def fit_bytes(samples: list[Sample], course: Course, start: datetime, pause: tuple[int, int]) -> bytes:
    """A FIT activity of one running session, written by the SDK of the format."""
    number = {name: Profile["mesg_num"][name] for name in ("FILE_ID", "EVENT", "RECORD", "LAP", "SESSION", "ACTIVITY")}
    source = random.Random(7)  # noqa: S311 - a story, no secret
    off = Wander(source, 1.5, 60.0)
    encoder = Encoder()

    def write(kind: str, **values: object) -> None:
        encoder.write_mesg({"mesg_num": number[kind], **values})

    def event(at_s: int, kind: str) -> None:
        write("EVENT", timestamp=start + timedelta(seconds=at_s), event="timer", event_type=kind)

    write("FILE_ID", type="activity", manufacturer="development", product=1, serial_number=1, time_created=start)
    event(0, "start")
    for sample in samples:
        if sample.at_s == pause[1]:
            event(pause[0], "stop_all")
            event(pause[1], "start")
        latitude, longitude = course.position(sample.distance_m, off.step())
        write(
            "RECORD",
            timestamp=start + timedelta(seconds=sample.at_s),
            position_lat=semicircles(latitude),
            position_long=semicircles(longitude),
            distance=round(sample.distance_m, 2),
            altitude=round(sample.altitude_m + source.gauss(0.0, 0.15), 1),
            speed=round(sample.speed_m_s, 3),
            heart_rate=round(sample.heart_rate_bpm),
            cadence=round(sample.cadence_per_min),
            temperature=round(sample.device_c),
        )
    last = samples[-1]
    end = start + timedelta(seconds=last.at_s)
    event(last.at_s, "stop_all")
    totals = {
        "timestamp": end,
        "start_time": start,
        "total_elapsed_time": float(last.at_s),
        "total_timer_time": float(last.at_s - (pause[1] - pause[0])),
        "total_distance": round(last.distance_m, 2),
        "sport": "running",
    }
    write("LAP", event="lap", event_type="stop", **totals)
    write("SESSION", event="session", event_type="stop", sub_sport="road", first_lap_index=0, num_laps=1, **totals)
    write("ACTIVITY", timestamp=end, num_sessions=1, type="manual", total_timer_time=totals["total_timer_time"])
    return bytes(encoder.close())


def clock(start: datetime, at_s: int) -> str:
    """Moment as XML writes it."""
    return (start + timedelta(seconds=at_s)).strftime("%Y-%m-%dT%H:%M:%SZ")


def smart(samples: list[Sample], longest_s: int) -> list[Sample]:
    """Every so many seconds a sample, nearer where the speed changes, as watches save space."""
    kept = [samples[0]]
    for sample in samples[1:]:
        waited = sample.at_s - kept[-1].at_s
        if waited >= longest_s or (waited >= 5 and abs(sample.speed_m_s - kept[-1].speed_m_s) > 3.5):
            kept.append(sample)
    return kept if kept[-1] is samples[-1] else [*kept, samples[-1]]


def tcx_bytes(samples: list[Sample], course: Course, start: datetime) -> bytes:
    """A TCX activity with speed and power in the extension of the format."""
    source = random.Random(8)  # noqa: S311 - a story, no secret
    off = Wander(source, 1.5, 10.0)
    points = []
    for sample in samples:
        latitude, longitude = course.position(sample.distance_m, off.step())
        points.append(
            f"<Trackpoint><Time>{clock(start, sample.at_s)}</Time>"
            f"<Position><LatitudeDegrees>{latitude:.6f}</LatitudeDegrees><LongitudeDegrees>{longitude:.6f}</LongitudeDegrees></Position>"
            f"<AltitudeMeters>{sample.altitude_m + source.gauss(0.0, 0.3):.1f}</AltitudeMeters>"
            f"<DistanceMeters>{sample.distance_m:.1f}</DistanceMeters>"
            f"<HeartRateBpm><Value>{sample.heart_rate_bpm:.0f}</Value></HeartRateBpm><Cadence>{sample.cadence_per_min:.0f}</Cadence>"
            f"<Extensions><TPX><Speed>{sample.speed_m_s:.2f}</Speed><Watts>{sample.power_w:.0f}</Watts></TPX></Extensions></Trackpoint>"
        )
    last = samples[-1]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f'<Activities><Activity Sport="Biking"><Id>{clock(start, 0)}</Id><Lap StartTime="{clock(start, 0)}">'
        f"<TotalTimeSeconds>{last.at_s}</TotalTimeSeconds><DistanceMeters>{last.distance_m:.1f}</DistanceMeters>"
        "<Calories>0</Calories><Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod><Track>\n"
    )
    # the extension's own namespace, once around the points it would otherwise stand in
    body = "\n".join(points).replace("<TPX>", '<TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">')
    return (head + body + "\n</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n").encode()


def gpx_bytes(samples: list[Sample], course: Course, start: datetime, name: str) -> bytes:
    """A GPX track with heart rate, cadence and device temperature in the common extension."""
    source = random.Random(9)  # noqa: S311 - a story, no secret
    off = Wander(source, 1.2, 15.0)
    points = []
    for sample in samples:
        latitude, longitude = course.position(sample.distance_m, off.step())
        points.append(
            f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}"><ele>{sample.altitude_m + source.gauss(0.0, 0.2):.1f}</ele>'
            f"<time>{clock(start, sample.at_s)}</time><extensions><gpxtpx:TrackPointExtension>"
            f"<gpxtpx:atemp>{sample.device_c:.0f}</gpxtpx:atemp><gpxtpx:hr>{sample.heart_rate_bpm:.0f}</gpxtpx:hr>"
            f"<gpxtpx:cad>{sample.cadence_per_min:.0f}</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="uncramp examples" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<metadata><time>{clock(start, 0)}</time></metadata><trk><name>{escape(name)}</name><type>running</type><trkseg>\n"
    )
    return (head + "\n".join(points) + "\n</trkseg></trk></gpx>\n").encode()


# --- what stands beside the marathon --------------------------------------------------------------------------------

ATHLETE = """# The runner of hot_marathon.fit. Everything in it is made up, and every key may be left out.
name = "Example runner"

[body]
mass_kg = 68.0
height_m = 1.76
age_year = 41
sex = "male"

[training]
training_h_per_week = 5.0
longest_session_h = 2.25

[cramps]
cramp_history = true
"""


def weather_csv() -> bytes:
    """A forenoon that gets hot, as a station near the course would give it."""
    lines = ["elapsed_min,air_c,humidity_percent,wind_m_s,solar_w_m2"]
    for minute in range(0, 241, 20):
        share = minute / 240.0
        sun = 420.0 + 480.0 * math.sin(0.5 * math.pi * share)
        lines.append(f"{minute},{24.0 + 8.0 * share:.1f},{68.0 - 22.0 * share:.0f},{1.4 + 0.8 * share:.1f},{sun:.0f}")
    return ("\n".join(lines) + "\n").encode()


def intake_csv() -> bytes:
    """A cup at every table, three gels."""
    lines = ["minute,volume_ml,sodium_mg,carbohydrate_g,what"]
    for index, minute in enumerate(range(25, 226, 25)):
        sports_drink = index % 2 == 1
        lines.append(
            f"{minute},150,{70 if sports_drink else 0},{9 if sports_drink else 0},{'sports drink' if sports_drink else 'water'}"
        )
        if minute in (50, 100, 150):
            lines.append(f"{minute},0,50,25,gel")
    return ("\n".join(lines) + "\n").encode()


README = """# Examples

Made up by `scripts/make_examples.py`: nobody ran or rode these, and the tracks lie on open sea. `make examples` writes them
again.

| file | what it is |
| --- | --- |
| `hot_marathon.fit` | a marathon from 24 to 32 °C, started too fast; **a cramp in the left calf at 3:05:00**, then standing, walking and a shuffle |
| `hot_marathon.athlete.toml` | who ran it |
| `hot_marathon.weather.csv` | its weather |
| `hot_marathon.intake.csv` | what was drunk and eaten |
| `hot_marathon.cramps.txt` | the cramp: muscle, side and when |
| `hilly_ride.tcx` | three rounds by bicycle with a long climb each, with power |
| `easy_run.gpx` | an easy hour in cool air |

```
uncramp why examples/hot_marathon.fit --athlete examples/hot_marathon.athlete.toml \\
  --weather examples/hot_marathon.weather.csv --intake examples/hot_marathon.intake.csv --cramped examples/hot_marathon.cramps.txt
uncramp why examples/hilly_ride.tcx --air-temp 24 --humidity 55
uncramp why examples/easy_run.gpx --air-temp 12 --humidity 70 --no-cramp
```
"""


def contents() -> dict[str, bytes]:
    """Every file of the folder, by name."""
    return {
        "hot_marathon.fit": fit_bytes(hot_marathon(), MARATHON_COURSE, MARATHON_START, PAUSE),
        "hot_marathon.athlete.toml": ATHLETE.encode(),
        "hot_marathon.weather.csv": weather_csv(),
        "hot_marathon.intake.csv": intake_csv(),
        "hot_marathon.cramps.txt": b"# muscle:side@elapsed time, one a line\ncalf:left@3:05:00\n",
        "hilly_ride.tcx": tcx_bytes(smart(hilly_ride(), 13), RIDE_COURSE, RIDE_START),
        "easy_run.gpx": gpx_bytes(smart(easy_run(), 4), EASY_COURSE, EASY_START, "Easy run"),
        "README.md": README.encode(),
    }


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` say which differ."""
    if unknown := [argument for argument in arguments if argument != "--check"]:
        print(f"{unknown[0]} is not known; use --check or nothing.", file=sys.stderr)
        return 2
    stale = []
    FOLDER.mkdir(exist_ok=True)
    for name, content in contents().items():
        if len(content) > LARGEST_BYTES:
            print(f"{name} has {len(content):,} bytes; at most {LARGEST_BYTES:,} are wanted.", file=sys.stderr)
            return 1
        path = FOLDER / name
        if "--check" not in arguments:
            path.write_bytes(content)
            print(f"{name}: {len(content):,} bytes")
        elif not path.exists() or path.read_bytes() != content:
            stale.append(name)
    if stale:
        print(f"not as scripts/make_examples.py writes them: {', '.join(stale)}. Run it and commit what changes.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
