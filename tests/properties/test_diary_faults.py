"""Kills, full disks and many writers: nothing corrupt, nothing half there, nothing lost that was acknowledged.

``UNCRAMP_FAULTS=full`` raises the kills from 20 to 500 on each database.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from diaries import NEXT_STEP, fill, made_arrival
from sqlalchemy import event, text

from uncramp.diary.bundle import row_digests
from uncramp.diary.database import Database, place_of
from uncramp.diary.migrate import STEPS, migrate
from uncramp.diary.records import Cramp, Note
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.tables import REVISION
from uncramp.errors import StoreError

HERE = Path(__file__).parent.parent
FULL = os.environ.get("UNCRAMP_FAULTS") == "full"
KILLS = 500 if FULL else 20
ROUND = 20  # kills before the diary is emptied, so that it does not grow without end
MODES = ("import", "import", "save", "migrate", "export")
WRITERS, TRANSACTIONS = 8, 100
LEAST_TOLD = (0, 2, 1, 0, 0)  # by mode: some are killed at any moment, some when they were surely under way
LONGEST_LIFE_S = 0.4
LONGEST_WAIT_S = 60.0
MORE_THAN_A_LIFE = 10_000


class Writer:
    """Begins writers in processes of their own."""

    def __init__(self, place: dict[str, str], folder: Path) -> None:
        self.acknowledged = folder / "acknowledged"
        self.acknowledged.touch()
        self.steps = folder / "steps"
        self.steps.mkdir(exist_ok=True)
        (self.steps / "v9999_mood.py").write_text(NEXT_STEP)
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "diary_writer.py"), json.dumps(place), str(self.acknowledged), str(self.steps)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
        )  # fmt: skip
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def begin(self, mode: str, seed: int, count: int) -> int:
        """Begin a writer; its process."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{mode} {seed} {count}\n")
        self.process.stdin.flush()
        return int(self._line())

    def kill(self, mode: str, seed: int, after_s: float, *, told_count: int = 0) -> int:
        """Let a writer live so long, on a slow machine until it has acknowledged so much; how it ended."""
        before = self._told_count()
        child = self.begin(mode, seed, MORE_THAN_A_LIFE)
        gives_up = time.monotonic() + LONGEST_WAIT_S
        while self._told_count() < before + told_count and time.monotonic() < gives_up:
            time.sleep(0.005)
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
        return int(self._line())

    def _told_count(self) -> int:
        return self.acknowledged.read_text().count("\n")

    def told(self, kind: str) -> set[str]:
        """Keys of what was acknowledged."""
        lines = self.acknowledged.read_text().splitlines()
        return {line.split()[1] for line in lines if line.startswith(f"{kind} ") and len(line.split()) == 2}

    def end(self) -> int:
        """Wait for all writers; how many failed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        failed = self.process.wait()
        self.process.stdout.close()
        return failed


@contextmanager
def writing(place: dict[str, str], folder: Path) -> Iterator[Writer]:
    writer = Writer(place, folder)
    try:
        yield writer
    finally:
        if writer.process.poll() is None:
            writer.end()


def back_to_now(place: dict[str, str], steps: Path) -> None:
    """A kill between two steps leaves the one or the other; go back to what this program knows."""
    where = place_of(place.get("data"), place.get("database"))
    database = Database(where)
    if not isinstance(where, Path) or where.exists():
        migrate(database, to=REVISION, folders=(STEPS, steps))
    database.close()


def complaints(diary: Diary, writer: Writer) -> list[str]:
    """What is wrong with a diary after a kill; nothing, if all is well."""
    try:
        diary.database.check()
        diary.verify()
    except StoreError as error:
        return [f"corrupt: {error}"]
    found = []
    with diary.database.reading() as connection:
        half = connection.scalar(
            text(
                "SELECT count(*) FROM activities a LEFT JOIN originals o ON o.activity_id = a.activity_id WHERE o.activity_id IS NULL"
            )
        )
        unsaid = connection.scalar(
            text("SELECT count(*) FROM activities a JOIN cramps c ON c.activity_id = a.activity_id WHERE a.outcome <> 'cramp'")
        )
    if half or unsaid:
        found.append(f"half imported: {half}, half saved: {unsaid}")
    said = Counter(one.said_at and one.activity_id for one in diary.entries(Cramp))
    found += [f"half saved: {key}" for key, count in said.items() if count % 3]
    there = {
        "activities": {one.activity_id for one in diary.activities()},
        "cramps": {one.entry_id for one in diary.entries(Cramp)},
    }
    for kind, keys in there.items():
        if lost := writer.told(kind) - keys:
            found.append(f"lost: {len(lost)} of {kind}")
    return found


def begin_again(place: dict[str, str], writer: Writer) -> None:
    """Empty the diary, and forget what was acknowledged of it."""
    writer.acknowledged.write_text("")
    with open_diary(**place) as diary:
        for one in diary.activities():
            diary.remove_activity(one.activity_id)
        with diary.database.writing() as connection:
            connection.execute(text("DELETE FROM steps"))


def test_a_kill_loses_nothing_that_was_acknowledged(place: dict[str, str], tmp_path: Path) -> None:
    pick = random.Random(20)
    with open_diary(**place) as diary:
        fill(diary, 2)
        diary.undo()  # the outcome, so that what fill() said of cramps stays whole in threes only for what writers say
        for one in diary.entries(Cramp):
            diary.remove_entry(one.entry_id)
    ended: Counter[str] = Counter()
    acknowledged: Counter[str] = Counter()
    slowest_s = 0.0
    with writing(place, tmp_path) as writer:
        for number in range(KILLS):
            mode = MODES[number % len(MODES)]
            code = writer.kill(mode, number, pick.random() * LONGEST_LIFE_S, told_count=LEAST_TOLD[number % len(MODES)])
            assert code == -signal.SIGKILL
            back_to_now(place, writer.steps)
            began = time.monotonic()
            with open_diary(**place) as diary:
                slowest_s = max(slowest_s, time.monotonic() - began)
                assert complaints(diary, writer) == []
            for bundle in tmp_path.glob("export_*.zip"):
                assert zipfile.ZipFile(bundle).testzip() is None
            ended[mode] += 1
            if (number + 1) % ROUND == 0:
                acknowledged.update({kind: len(writer.told(kind)) for kind in ("activities", "cramps")})
                begin_again(place, writer)
    kind = "sqlite" if "data" in place else "postgresql"
    print(
        f"{kind}: {KILLS} kills ({dict(ended)}), acknowledged {dict(acknowledged)}, none lost, none half there; slowest reopening {slowest_s:.2f} s"
    )
    # the control: a kill test in which nothing was under way tests nothing
    assert acknowledged["activities"] > KILLS // 4
    assert acknowledged["cramps"] > 0


def test_the_checks_see_what_they_look_for(tmp_path: Path) -> None:
    place = {"data": str(tmp_path / "data")}
    with writing(place, tmp_path) as writer:
        writer.kill("import", 1, 0.0, told_count=2)
        with open_diary(**place) as diary:
            assert complaints(diary, writer) == []
            first, second = diary.activities()[:2]
            with diary.database.writing() as connection:
                connection.execute(text("DELETE FROM originals WHERE activity_id = :key"), {"key": first.activity_id})
            assert any("half imported: 1" in one for one in complaints(diary, writer))
            diary.remove_activity(second.activity_id)
            assert any("lost: 1" in one for one in complaints(diary, writer))
        path = tmp_path / "data" / "diary.sqlite"
        raw = bytearray(path.read_bytes())
        for page in range(4096, len(raw), 4096):
            raw[page] ^= 0xFF
        path.write_bytes(raw)
        diary = Diary(Database(path), "x")
        assert "corrupt" in complaints(diary, writer)[0]
        diary.close()


def test_eight_writers_write_a_hundred_times_each(place: dict[str, str], tmp_path: Path) -> None:
    open_diary(**place).close()
    with writing(place, tmp_path) as writer:
        began = time.monotonic()
        for seed in range(WRITERS):
            writer.begin("notes", seed, TRANSACTIONS)
        failed = writer.end()
        took_s = time.monotonic() - began
        assert failed == 0
        with open_diary(**place) as diary:
            diary.verify()
            kept = {one.entry_id for one in diary.entries(Note)}
    assert len(kept) == WRITERS * TRANSACTIONS
    assert writer.told("notes") == kept
    print(
        f"{'sqlite' if 'data' in place else 'postgresql'}: {WRITERS} writers x {TRANSACTIONS} transactions, {failed} failed, {took_s:.0f} s"
    )


def add_many(diary: Diary, numbers: Iterable[int]) -> None:
    """Activities of 50 kB that no packing makes smaller."""
    for number in numbers:
        diary.add_activity(made_arrival(number, content=random.Random(number).randbytes(50_000)), batch="many")


def test_several_may_begin_a_diary_at_once(place: dict[str, str], tmp_path: Path) -> None:
    with writing(place, tmp_path) as writer:
        for seed in range(WRITERS):
            writer.begin("notes", seed, 2)
        assert writer.end() == 0
        with open_diary(**place) as diary:
            assert {one.entry_id for one in diary.entries(Note)} == writer.told("notes")
            diary.verify()


def test_a_full_disk_changes_nothing_and_room_lets_it_go_on(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary)
        room = {"pages": 200}

        @event.listens_for(diary.database.engine, "begin", insert=True)
        def full(connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {room['pages']}")

        with pytest.raises(StoreError, match="no room"):
            add_many(diary, range(10, 500))
        digests = row_digests(diary)
        count = len(diary.activities())
        with pytest.raises(StoreError, match="no room"):
            diary.add_activity(made_arrival(999, content=random.Random(999).randbytes(500_000)))
        assert row_digests(diary) == digests
        diary.verify()
        room["pages"] = 1_000_000
        diary.add_activity(made_arrival(999, content=random.Random(999).randbytes(500_000)))
        assert len(diary.activities()) == count + 1
    with open_diary(tmp_path / "data") as diary:
        diary.database.check()
        assert len(diary.activities()) == count + 1


UNCRAMP = [sys.executable, "-c", "from uncramp.cli.main import main; main()"]


def test_a_disk_that_fills_up_under_a_command_is_told(tmp_path: Path) -> None:
    with open_diary(tmp_path / "data") as diary:
        fill(diary)
        digests = row_digests(diary)
        add_many(diary, range(10, 60))
    before = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        [*UNCRAMP, "diary", "export", "--out", str(tmp_path / "x.zip"), "--data", str(tmp_path / "data")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000)),
    )  # fmt: skip
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    with open_diary(tmp_path / "data") as diary:
        newest = diary.newest_step()
        assert newest is not None
        diary.undo(batch=newest.batch)
        assert row_digests(diary) == digests


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        open_diary(tmp_path / "file" / "data")
