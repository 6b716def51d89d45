"""Exports and folders: every activity in once, every refusal with its reason, and nothing that an archive can do to us."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import activity_files as made
import exports
import made_reader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.read import read_activity_bytes
from uncramp.diary import importing, tree
from uncramp.diary.apple import Measured, with_heart_rate
from uncramp.diary.arrival import read_arrival, safe_name
from uncramp.diary.finding import findings_in
from uncramp.diary.importing import Imported, import_files
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.strava import strava_sport
from uncramp.diary.told import recorded_in
from uncramp.errors import InputError

EXPORTS: dict[str, tuple[Callable[[], exports.Files], int, int, int]] = {  # files, added, refused, notes
    "strava": (exports.strava, 2, 1, 2),
    "garmin": (exports.garmin, 2, 1, 0),
    "apple": (exports.apple, 1, 0, 1),
}


@pytest.fixture
def diary(tmp_path: Path):
    with open_diary(tmp_path / "data") as opened:
        yield opened


def imported(diary: Diary, path: Path, **asked: int) -> Imported:
    with findings_in(path) as findings:
        done = import_files(diary, findings.found, **asked)
        done.refused += findings.refused
        return done


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("packed", [True, False])
def test_an_export_is_read_whole_packed_or_not(diary: Diary, tmp_path: Path, name: str, packed: bool) -> None:
    files, added, refused, notes = EXPORTS[name]
    path = tmp_path / "export.zip"
    if packed:
        path.write_bytes(exports.zipped(files()))
    else:
        path = exports.written(tmp_path / "export", files())
    with findings_in(path) as findings:
        assert (findings.source, len(findings.notes)) == (name, notes)
    done = imported(diary, path)
    assert (len(done.added), len(done.known), len(done.refused)) == (added, 0, refused)
    assert {one.source for one in diary.activities()} == {name}
    again = imported(diary, path)
    assert (len(again.added), len(again.known), len(again.refused)) == (0, added, refused)
    diary.verify()
    newest = diary.newest_step()
    assert newest is not None
    diary.undo(batch=newest.batch)
    assert diary.activities() == ()


def test_names_of_strava_are_kept(diary: Diary, tmp_path: Path) -> None:
    imported(diary, exports.written(tmp_path / "export", exports.strava()))
    assert {one.title for one in diary.activities()} == {"Lauf, heiß", "Evening Ride"}
    assert diary.activity("evening ride").file_name == "2.gpx"


@pytest.mark.parametrize("header", [exports.GERMAN_HEADER, exports.OLD_HEADER])
def test_names_are_found_whatever_language_the_header_is_in(diary: Diary, tmp_path: Path, header: str) -> None:
    files = exports.strava()
    files["activities.csv"] = files["activities.csv"].replace(exports.STRAVA_HEADER.encode(), header.encode())
    imported(diary, exports.written(tmp_path / "export", files))
    assert {one.title: one.sport for one in diary.activities()} == {"Lauf, heiß": "running", "Evening Ride": "cycling"}


@pytest.mark.parametrize(
    ("said", "sport"),
    [
        ("Ride", "cycling"), ("Trail Run", "trail_running"), ("Hike", "hiking"), ("Virtual Ride", "indoor_cycling"), ("Swim", "swimming"),
        ("Virtual Row", "rowing"), ("Nordic Ski", "cross_country_skiing"), ("Mountain Bike Ride", "mountain_biking"), ("Snowshoe", "hiking"),
        ("  trail  RUN ", "trail_running"), ("Course à pied", "running"), ("Wanderung", "hiking"), ("Carrera virtual", "treadmill_running"),
        ("Workout", None), ("Handcycle", None), ("Alpine Ski", None), ("", None), ("\x00", None),
    ],
)  # fmt: skip
def test_words_of_strava_are_sports_of_ours_or_none(said: str, sport: str | None) -> None:
    assert strava_sport(said) == sport


def test_a_track_without_a_sport_has_that_of_the_list_whenever_it_is_read(diary: Diary, tmp_path: Path) -> None:
    files = exports.strava()
    raw = files["activities/2.gpx"]
    imported(diary, exports.written(tmp_path / "export", files))
    ride = diary.activity("evening ride")
    assert ride.sport == "cycling"
    assert diary.original(ride.activity_id).content == raw, "the file is kept as it is"
    _recording, minutes = recorded_in(diary, diary.session(ride.activity_id))
    assert {leg.sport for leg in minutes.legs} == {"cycling"}
    assert {leg.sport for leg in read_activity_bytes(raw, "2.gpx").legs} == {"unknown"}


def test_who_had_it_without_a_sport_has_one_after_the_next_import_and_can_take_that_back(diary: Diary, tmp_path: Path) -> None:
    files = exports.strava()
    place = exports.written(tmp_path / "export", files)
    imported(diary, place / "activities" / "2.gpx")
    imported(diary, place / "activities" / "1.fit.gz")
    assert {one.file_name: one.sport for one in diary.activities()} == {"2.gpx": "unknown", "1.fit.gz": "running"}
    done = imported(diary, place)
    assert (len(done.added), len(done.known), done.named_count, len(done.notes)) == (0, 2, 1, 1)
    assert diary.activity("2.gpx").sport == "cycling"
    diary.verify()
    assert imported(diary, place).named_count == 0
    diary.undo()
    assert diary.activity("2.gpx").sport == "unknown"


@pytest.mark.parametrize("stated", ["Running", "Parachuting"])
def test_what_a_file_says_of_its_sport_stays(stated: str) -> None:
    raw = exports.route(2).replace(b"<trk>", f"<trk><type>{stated}</type>".encode())
    before, after = (read_arrival(raw, "a.gpx", sport=sport).values["sport"] for sport in (None, "cycling"))
    assert before == after == ("running" if stated == "Running" else "unknown")


def test_what_a_watch_writes_beside_its_sessions_is_counted_and_not_refused_one_by_one(diary: Diary, tmp_path: Path) -> None:
    done = imported(diary, exports.written(tmp_path / "export", exports.garmin()))
    assert done.no_session == {"settings": 1, "monitoring_a": 1, "monitoring_b": 2}
    assert ["(monitoring b 2, settings 1, monitoring a 1)" in note for note in done.notes] == [True]
    # who names one file is told what it is
    (tmp_path / "alone.fit").write_bytes(exports.of_kind(2, 0))
    alone = imported(diary, tmp_path / "alone.fit")
    assert [("settings" in reason) for _, reason in alone.refused] == [True]
    assert alone.notes == []


def test_a_route_of_a_phone_gets_its_sport_and_heart_rate(diary: Diary, tmp_path: Path) -> None:
    imported(diary, exports.written(tmp_path / "export", exports.apple()))
    (run,) = diary.activities()
    assert run.sport == "running"
    assert run.heart_rate_bpm == pytest.approx(141.0, abs=0.6)
    assert run.started_at == "2024-07-14T08:00:00Z"


BROKEN_TYPE = b"""<!DOCTYPE HealthData [
<!ELEMENT VisionPrescription EMPTY>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
<!ATTLIST RightEye
  sphere CDATA #IMPLIED
>
>
]>"""
"""As iOS 16 writes it: a list of attributes is not closed, and another is twice."""


@pytest.mark.parametrize("packed", [True, False])
def test_the_list_of_a_phone_is_known_by_its_beginning_and_read_however_it_is_declared(
    diary: Diary, tmp_path: Path, packed: bool
) -> None:
    files = exports.apple()
    content = files.pop("apple_health_export/export.xml")
    content = re.sub(rb"<!DOCTYPE.*?\]>", BROKEN_TYPE, content, flags=re.DOTALL)
    content = content.replace(b'unit="count/min"', b'unit="count/min" sourceName="Uhr\x0b\x01 von Ana"')
    # a pause begins another route
    second = "/workout-routes/route_2024-07-14_10.30am.gpx"
    content = content.replace(
        b"</WorkoutRoute>", b'</WorkoutRoute><WorkoutRoute><FileReference path="%s"/></WorkoutRoute>' % second.encode()
    )
    files["apple_health_export/导出.xml"] = content
    files["apple_health_export/export_cda.xml"] = b'<?xml version="1.0"?><ClinicalDocument/>'
    files[f"apple_health_export{second}"] = exports.route(3, 1)
    path = tmp_path / "导出.zip"
    if packed:
        path.write_bytes(exports.zipped(files))
    else:
        path = exports.written(tmp_path / "export", files)
    done = imported(diary, path)
    assert done.refused == []
    assert [(one.sport, one.heart_rate_bpm is not None) for one in diary.activities()] == [("running", True)] * 2


def test_heart_rate_of_another_day_is_not_taken() -> None:
    measured = Measured()
    measured.heart_at_s.append(0.0)
    measured.heart_bpm.append(100.0)
    track = exports.route(1)
    assert with_heart_rate(track, measured) == track


def test_an_export_of_a_phone_that_lies_is_refused_or_ignored(diary: Diary, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("180")
    files = exports.apple()
    name = "apple_health_export/export.xml"
    files[name] = (
        files[name]
        .replace(
            b"<!ELEMENT HealthData (Record|Workout)*>", f'<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY a "{"1" * 10}">'.encode()
        )
        .replace(b'value="140"', b'value="&x;&a;"')
    )
    done = imported(diary, exports.written(tmp_path / "export", files))
    assert done.added[0].heart_rate_bpm is None  # the secret is no number either
    assert [name for name, _ in done.refused] == [name]


def test_side_by_side_and_one_after_the_other_give_the_same(tmp_path: Path) -> None:
    files = {f"{number}.fit": made.fit_file(60 + number) for number in range(12)} | {"bad.fit": b"x", "copy.fit": made.fit_file(60)}
    path = exports.written(tmp_path / "files", files)
    found = {}
    for workers in (1, 2):
        with open_diary(tmp_path / f"data{workers}") as diary:
            done = imported(diary, path, workers=workers)
            assert (len(done.added), len(done.known), [name for name, _ in done.refused]) == (12, 1, ["bad.fit"])
            found[workers] = {(one.activity_id, one.duration_s) for one in diary.activities()}
    assert found[1] == found[2]


def test_a_file_that_ends_its_reader_ends_nothing_else(diary: Diary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "read_found", made_reader.read_or_end)  # which other processes can find by its name
    files = {"a.fit": made.fit_file(60), "b.fit": made_reader.ENDING, "c.fit": made.fit_file(70)}
    done = imported(diary, exports.written(tmp_path / "files", files), workers=2)
    assert len(done.added) == 2
    assert "ended the program" in done.refused[0][1]


def test_progress_ends_at_all(diary: Diary, tmp_path: Path) -> None:
    told: list[float] = []
    with findings_in(exports.written(tmp_path / "export", exports.strava())) as findings:
        import_files(diary, findings.found, progress=lambda done, _: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_mistake_of_ours_in_one_file_is_told_and_ends_nothing(
    diary: Diary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "read_arrival", broken)
    done = imported(diary, exports.written(tmp_path / "files", {"a.fit": made.fit_file(60)}))
    assert "ZeroDivisionError" in done.refused[0][1]


# what an archive can try


def archive_of(tmp_path: Path, files: exports.Files) -> Path:
    path = tmp_path / "x.zip"
    path.write_bytes(exports.zipped(files))
    return path


NAMES = [
    "../../evil.fit",
    "/etc/evil.fit",
    "..\\..\\evil.fit",
    "C:\\evil.fit",
    "a/../../../evil.fit",
    "evil\x01.fit",
    "<b>evil</b>.fit",
    "con/aux.fit",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere(diary: Diary, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    done = imported(diary, archive_of(tmp_path, {name: made.fit_file(60)}))
    assert len(done.added) == 1
    kept = done.added[0].file_name
    assert not set(kept) & set('/\\<>:"|?*\x01')
    assert ".." not in kept
    after = set(tmp_path.rglob("*")) - before
    assert after == {tmp_path / "x.zip"}


@given(st.text())
@settings(max_examples=200)
def test_any_name_becomes_one_that_any_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe not in (".", "..")
    assert safe.isprintable()
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe_name(safe) == safe
    safe.encode()


def test_a_bomb_is_refused_before_it_grows(diary: Diary, tmp_path: Path) -> None:
    done = imported(diary, archive_of(tmp_path, {"a.fit": bytes(60_000_000), "b.fit": made.fit_file(60)}))
    assert [name for name, _ in done.refused] == ["a.fit"]
    assert "100 times its size" in done.refused[0][1]
    assert len(done.added) == 1


def test_a_bomb_in_a_bomb_is_refused(diary: Diary, tmp_path: Path) -> None:
    inner = exports.zipped({"a.fit": bytes(60_000_000)})
    done = imported(diary, archive_of(tmp_path, {"inner.zip": inner, "b.fit": made.fit_file(60)}))
    assert len(done.refused) == 1
    assert len(done.added) == 1


def test_a_header_that_lies_about_the_size_does_not_help(diary: Diary, tmp_path: Path) -> None:
    path = archive_of(tmp_path, {"a.fit": bytes(60_000_000)})
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(signature)
        struct.pack_into("<I", raw, at + offset, 1000)
    path.write_bytes(raw)
    done = imported(diary, path)
    assert len(done.refused) == 1


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "ENTRIES_LIMIT", 5)
    with pytest.raises(InputError, match="at most 5"), findings_in(archive_of(tmp_path, {f"{n}.fit": b"x" for n in range(6)})):
        pass


def test_more_than_twenty_years_are_refused(diary: Diary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "TOTAL_LIMIT", 10_000)
    done = imported(diary, archive_of(tmp_path, {f"{n}.fit": made.fit_file(100 + n) for n in range(5)}))
    assert done.refused
    assert len(done.added) < 5


def test_a_locked_file_and_a_link_are_refused(diary: Diary, tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("link.fit")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.fit", made.fit_file(60))
    raw = bytearray(content.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.rindex(signature)
        raw[at + offset] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    done = imported(diary, tmp_path / "x.zip")
    assert {name: reason.split(" is ")[1] for name, reason in done.refused} == {
        "link.fit": "a link, not a file.", "locked.fit": "locked by a password.",
    }  # fmt: skip


def test_a_link_in_a_folder_is_not_followed(diary: Diary, tmp_path: Path) -> None:
    (tmp_path / "outside.fit").write_bytes(made.fit_file(60))
    folder = exports.written(tmp_path / "files", {"a.fit": made.fit_file(70)})
    (folder / "link.fit").symlink_to(tmp_path / "outside.fit")
    assert [one.file_name for one in imported(diary, folder).added] == ["a.fit"]


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_as_an_archive_are_told(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    whole = exports.zipped({"a.fit": b"x" * 50, "b/activities.csv": b"a,b"})
    for content in (b"PK\x03\x04" + tail, whole[: len(tail)] + tail + whole[len(tail) :]):
        path = folder / "x.zip"
        path.write_bytes(content)
        try:
            with findings_in(path) as findings:
                for one in findings.found:
                    try:
                        one.load()
                    except tree.Refused:
                        continue
        except InputError:
            continue


@pytest.mark.parametrize("files", [{"readme.txt": b"x"}, {}])
def test_nothing_to_import_is_told(tmp_path: Path, files: exports.Files) -> None:
    (tmp_path / "files").mkdir()
    with pytest.raises(InputError, match="no activity"), findings_in(exports.written(tmp_path / "files", files)):
        pass


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no"), findings_in(tmp_path / "none"):
        pass


def test_a_file_packed_by_gzip_is_the_same_activity(diary: Diary, tmp_path: Path) -> None:
    import gzip

    raw = made.fit_file(60)
    for name, content in (("a.fit", raw), ("b.fit.gz", gzip.compress(raw, mtime=0)), ("c.fit.gz", gzip.compress(raw, mtime=5))):
        diary.add_activity(read_arrival(content, name))
    (only,) = diary.activities()
    assert only.file_name == "a.fit"
    assert diary.original(only.activity_id).content == raw
