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
from uncramp.diary.seal import SEAL
from uncramp.diary.tables import ACTIVITIES, ATHLETES, METADATA, OF_ACTIVITIES, STEPS
from uncramp.errors import InputError
from uncramp.texts import _

Clock = Callable[[], datetime]

ID_BYTES: Final = 8
DELETION: Final = "delete"
"""Kind of a step that took something out for good: it holds nothing, and only says that it was."""
NAMED: Final = 8
"""Activities that are named before the rest is only counted."""


@dataclass(slots=True)
class Step:
    """A step in the making, within a transaction."""

    access: Access
    said_at: str
    added: list[tuple[str, str]] = field(default_factory=list)  # table, key
    before: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # table, key, what stood there
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # table, the row that was there

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row that :func:`undo_last` takes away."""
        made = METADATA.tables[table]
        self.access.add(made, values)
        self.added.append((table, str(values[key_of(made)])))

    def change(self, table: str, key: str, values: Mapping[str, Any]) -> None:
        """Change a row so that :func:`undo_last` changes it back."""
        self.before.append((table, key, self.access.change(METADATA.tables[table], key, values)))

    def take(self, table: str, key: str) -> None:
        """Take a row out so that :func:`undo_last` puts it back."""
        made = METADATA.tables[table]
        of_key = made.c[key_of(made)] == key
        self.taken += [(table, {name: row[name] for name in row if name != SEAL}) for row in self.access.rows(made, of_key)]
        self.access.remove(made, of_key)

    def close(self, what: str, batch: str) -> None:
        """Write down what was done; nothing, if nothing was."""
        if what != DELETION and not (self.added or self.before or self.taken):
            return
        newest = self.access.greatest(STEPS, "step_index")
        undo = {"added": self.added, "before": self.before, "taken": self.taken}
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


@dataclass(frozen=True, slots=True)
class Newest:
    """What would be undone next."""

    batch: str
    what: str
    said_at: str
    keys: frozenset[str]  # of the rows it wrote or changed
    activity_ids: frozenset[str]  # of activities that it says something of
    deleted_since: bool = False  # something was deleted for good after it


def newest_of(access: Access) -> Newest | None:
    """The last step that can be undone; ``None`` where there is none."""
    newest = access.greatest(STEPS, "step_index", STEPS.c.what != DELETION)
    if newest is None:
        return None
    step = access.rows(STEPS, STEPS.c.step_index == newest)[0]
    undo = json.loads(step["undo_json"])
    touched = [*undo["added"], *((table, key) for table, key, _values in undo["before"])]
    ids = {key for table, key in touched if table == ACTIVITIES.name}
    for table, key in touched:
        made = METADATA.tables[table]
        if made in OF_ACTIVITIES:
            ids.update(access.keys(made, "activity_id", made.c[key_of(made)] == key))
    ids.update(values.get("activity_id") for _table, values in undo.get("taken", ()))
    keys = frozenset(key for _table, key in touched)
    deleted_since = access.greatest(STEPS, "step_index") != newest
    return Newest(step["batch"], step["what"], step["said_at"], keys, frozenset(one for one in ids if one), deleted_since)


def doubt_of(access: Access) -> str:
    """Why one would ask before the last step is undone, in words; empty where it is plain what goes."""
    newest = newest_of(access)
    if newest is None:
        return ""
    names = _added(access, newest.batch)
    listed = ", ".join(names[:NAMED]) + (_(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else "")
    if newest.deleted_since:
        from uncramp.diary.words import kind_word

        last = _("The last step was a deletion, which cannot be undone. The step before it: {what}, of {moment}.").format(
            what=kind_word(newest.what), moment=newest.said_at
        )
        return last + (_(" It would take out, with all that was said of it: {names}.").format(names=listed) if names else "")
    if len(names) < 2:
        return ""
    return _("The last step added {count} activities. All would go, with all that was said of them: {names}.").format(
        count=len(names), names=listed
    )


def undo_last(access: Access, *, batch: str = "") -> Undone:
    """Take back the last step, or all steps of the last import; with ``batch``, which says that one is sure, only if it is still that.

    Raises
    ------
    InputError
        If there is nothing to undo, or something else was done since; without ``batch`` also where one would ask first.
    """
    newest = newest_of(access)
    if newest is None:
        deleted = access.greatest(STEPS, "step_index") is not None
        raise InputError(
            _("The last step was a deletion, which cannot be undone, and there is nothing before it.")
            if deleted
            else _("There is nothing to undo in this diary.")
        )
    if not batch and (doubt := doubt_of(access)):
        raise InputError(
            _("{doubt} Nothing was taken back. If you are sure, `uncramp diary undo --yes` does it.").format(doubt=doubt)
        )
    if batch and batch != newest.batch:
        raise InputError(_("Something else was said since, so nothing was undone. `uncramp diary undo` takes back the last thing."))
    batch = newest.batch
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
        for table, row in reversed(undo.get("taken", ())):
            # with its activity gone there is nothing it could be put back to
            if row.get("activity_id") is None or access.keys(
                ACTIVITIES, "activity_id", ACTIVITIES.c.activity_id == row["activity_id"]
            ):
                access.add(METADATA.tables[table], row)
                count += 1
        for table, key in reversed(undo["added"]):
            made = METADATA.tables[table]
            count += access.remove(made, made.c[key_of(made)] == key)
    access.remove(STEPS, STEPS.c.batch == batch)
    access.remove(STEPS, STEPS.c.what == DELETION, STEPS.c.step_index > steps[0]["step_index"])
    return Undone(steps[0]["what"], steps[0]["said_at"], count)


def _added(access: Access, batch: str) -> list[str]:
    """File names of the activities that the steps of an import added, and that are still there."""
    steps = access.rows(STEPS, STEPS.c.batch == batch)
    ids = [key for step in steps for table, key in json.loads(step["undo_json"])["added"] if table == ACTIVITIES.name]
    return sorted(access.keys(ACTIVITIES, "file_name", ACTIVITIES.c.activity_id.in_(ids))) if ids else []


def utc_now() -> datetime:
    """The moment, UTC."""
    return datetime.now(tz=UTC)


def begun(access: Access, clock: Clock) -> Step:
    """A step that begins now."""
    return Step(access, moment_text(clock()))


def new_id() -> str:
    """An id that no other has."""
    return token_hex(ID_BYTES)
