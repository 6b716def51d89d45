"""One step of writing: what it adds and changes is kept whole or not at all, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, Final

from uncramp.diary.access import Access, key_of
from uncramp.diary.checked import moment_text
from uncramp.diary.tables import ATHLETES, METADATA, STEPS
from uncramp.errors import InputError

Clock = Callable[[], datetime]

ID_BYTES: Final = 8


@dataclass(slots=True)
class Step:
    """A step in the making, within a transaction."""

    access: Access
    said_at: str
    added: list[tuple[str, str]] = field(default_factory=list)  # table, key
    before: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # table, key, what stood there

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row that :func:`undo_last` takes away."""
        made = METADATA.tables[table]
        self.access.add(made, values)
        self.added.append((table, str(values[key_of(made)])))

    def change(self, table: str, key: str, values: Mapping[str, Any]) -> None:
        """Change a row so that :func:`undo_last` changes it back."""
        self.before.append((table, key, self.access.change(METADATA.tables[table], key, values)))

    def close(self, what: str, batch: str) -> None:
        """Write down what was done; nothing, if nothing was."""
        if not (self.added or self.before):
            return
        newest = self.access.greatest(STEPS, "step_index")
        undo = {"added": self.added, "before": self.before}
        self.access.add(
            STEPS,
            {
                "entry_id": new_id(), "said_at": self.said_at, "step_index": 0 if newest is None else newest + 1,
                "batch": batch or new_id(), "what": what, "undo_json": json.dumps(undo, allow_nan=False),
            },
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone."""

    what: str  # the kind of the step
    said_at: str
    count: int  # how many rows went or were changed back


def undo_last(access: Access) -> Undone:
    """Take back the last step, or all steps of the last import.

    Raises
    ------
    InputError
        If there is nothing to undo.
    """
    newest = access.greatest(STEPS, "step_index")
    if newest is None:
        raise InputError("There is nothing to undo in this diary.")
    batch = access.rows(STEPS, STEPS.c.step_index == newest)[0]["batch"]
    steps = access.rows(STEPS, STEPS.c.batch == batch, order=[STEPS.c.step_index.desc()])
    count = 0
    for step in steps:
        undo = json.loads(step["undo_json"])
        for table, written, values in reversed(undo["before"]):
            made = METADATA.tables[table]
            key = access.athlete_id if made is ATHLETES else written  # after a restore an athlete may have another id
            # what was deleted since has nothing to be changed back
            if access.keys(made, key_of(made), made.c[key_of(made)] == key):
                access.change(made, key, values)
                count += 1
        for table, key in reversed(undo["added"]):
            made = METADATA.tables[table]
            count += access.remove(made, made.c[key_of(made)] == key)
    access.remove(STEPS, STEPS.c.batch == batch)
    return Undone(steps[0]["what"], steps[0]["said_at"], count)


def utc_now() -> datetime:
    """The moment, UTC."""
    return datetime.now(tz=UTC)


def begun(access: Access, clock: Clock) -> Step:
    """A step that begins now."""
    return Step(access, moment_text(clock()))


def new_id() -> str:
    """An id that no other has."""
    return token_hex(ID_BYTES)
