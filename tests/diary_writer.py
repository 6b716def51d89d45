"""Writes into a diary until it is killed, and tells each thing that was acknowledged: diary_writer.py PLACE ACKNOWLEDGED STEPS.

One process loads everything and then begins a new one for each line it reads (``MODE SEED COUNT``), so that a kill costs no start.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from diaries import made_arrival

from uncramp.cli.writing import replacing
from uncramp.diary.bundle import write_bundle
from uncramp.diary.migrate import STEPS, migrate
from uncramp.diary.records import Cramp, Note
from uncramp.diary.store import Diary, open_diary
from uncramp.diary.tables import REVISION

MOMENT = "2024-07-14T12:00:00Z"


def write(mode: str, pick: random.Random, count: int) -> None:
    """One life of a writer."""
    told = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tell(kind: str, key: str) -> None:
        os.write(told, f"{kind} {key}\n".encode())

    with open_diary(**place) as diary:
        {"import": add, "save": save, "migrate": move, "export": export, "notes": notes}[mode](diary, pick, count, tell)


def add(diary: Diary, pick: random.Random, count: int, tell) -> None:
    for _ in range(count):
        added = diary.add_activity(made_arrival(content=pick.randbytes(pick.randrange(1000, 200_000))))
        tell("activities", added.activity.activity_id)


def save(diary: Diary, pick: random.Random, count: int, tell) -> None:
    activity_id = diary.add_activity(made_arrival(content=pick.randbytes(100))).activity.activity_id
    for _ in range(count):
        for one in diary.say(*(Cramp(activity_id=activity_id, muscle="calf", at_s=float(at)) for at in range(3))):
            tell("cramps", one.entry_id)


def move(diary: Diary, pick: random.Random, count: int, tell) -> None:
    for _ in range(count):
        for revision in ("9999", REVISION):
            migrate(diary.database, to=revision, folders=(STEPS, Path(steps)))


def export(diary: Diary, pick: random.Random, count: int, tell) -> None:
    for number in range(count):
        with replacing(Path(acknowledged).with_name(f"export_{number}.zip")) as part:
            write_bundle(diary, part)


def notes(diary: Diary, pick: random.Random, count: int, tell) -> None:
    for number in range(count):
        diary.entries(Note)  # read, then write
        (note,) = diary.say(Note(noted_at=MOMENT, note=str(number)))
        tell("notes", note.entry_id)


if __name__ == "__main__":
    place, acknowledged, steps = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
    print("ready", flush=True)
    for line in sys.stdin:
        mode, seed, count = line.split()
        child = os.fork()
        if child == 0:
            try:
                write(mode, random.Random(int(seed)), int(count))
            except BaseException as error:  # noqa: BLE001 - told, and counted by who began it
                os.write(2, f"{mode} {seed}: {type(error).__name__}: {error}\n".encode())
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        if mode != "notes":  # those write side by side
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
    failed = 0
    while True:
        try:
            _, status = os.wait()
        except ChildProcessError:
            break
        failed += os.waitstatus_to_exitcode(status) != 0
    sys.exit(failed)
