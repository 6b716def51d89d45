"""The diary of one athlete: what goes in, what comes out. Every read and write passes ``access``, and so the one policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from uncramp.activity.sports import UNKNOWN
from uncramp.diary.access import Access, athletes_of
from uncramp.diary.arrival import Arrival
from uncramp.diary.checked import moment_text
from uncramp.diary.choose import choose
from uncramp.diary.database import Database, make_private, place_of
from uncramp.diary.migrate import copy_weekly, migrate
from uncramp.diary.possible import check_possible
from uncramp.diary.records import TABLE_OF, Activity, Added, Cramp, Entry, Original, Session, WeighIn
from uncramp.diary.rows import activity_of, entries_of, sessions_of
from uncramp.diary.steps import DELETION, Clock, Newest, Step, Undone, begun, doubt_of, new_id, newest_of, undo_last, utc_now
from uncramp.diary.tables import ACTIVITIES, ALL, ATHLETES, CRAMPS, ORIGINALS
from uncramp.diary.trained import Trained
from uncramp.diary.twins import same_sessions
from uncramp.errors import InputError
from uncramp.names import OUTCOMES, one_of
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.training import PastSession, TrainingHistory

E = TypeVar("E", bound=Entry)


def open_diary(
    data: str | Path | None = None,
    *,
    database: str | None = None,
    athlete_id: str | None = None,
    create: bool = True,
    clock: Clock = utc_now,
) -> Diary:
    """Open the diary, bring its tables up to this program, and look for damage.

    Parameters
    ----------
    data
        Folder of the file; the usual place of the system if not given.
    database
        ``postgresql://user@host/name`` instead.
    athlete_id
        Whose diary; not needed where there is one athlete.
    create
        Begin one where there is none.

    Raises
    ------
    InputError
        If there is none and none is to be begun, or several athletes are in it.
    StoreError
        If it is damaged, newer than this program, or cannot be reached.
    """
    place = place_of(data, database)
    if isinstance(place, Path):
        if not create and not place.exists():
            raise InputError(_("There is no diary at {place}. `uncramp diary add FILE` begins one.").format(place=place))
        make_private(place)
    store = Database(place)
    try:
        store.check(whole=False)
        migrate(store)
        copy_weekly(store, clock())
        return Diary(store, athlete_id or _only_athlete(store, clock), clock)
    except BaseException:
        store.close()
        raise


class Diary:
    """The diary of one athlete in an open database; a context manager that closes it."""

    def __init__(self, database: Database, athlete_id: str, clock: Clock = utc_now) -> None:
        self.database = database
        self.athlete_id = athlete_id
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def now(self) -> datetime:
        """The moment, by the clock the diary was opened with."""
        return self._clock()

    # activities

    def add_activity(self, arrival: Arrival, *, batch: str = "") -> Added:
        """Keep an activity and its file, whole or not at all; one that is known by its content gets a sport if it has none, and no more.

        ``batch`` is the same for the files of one import, which are undone together.
        """
        values = arrival.values
        with self._writing("add", batch) as step:
            known = step.access.rows(ACTIVITIES, ACTIVITIES.c.content_sha256 == values["content_sha256"])
            if known:
                named = known[0]["sport"] == UNKNOWN != values["sport"]
                if named:
                    step.change("activities", known[0]["activity_id"], {"sport": values["sport"]})
                return Added(activity_of({**known[0], **({"sport": values["sport"]} if named else {})}), known=True, named=named)
            row = {**values, "said_at": step.said_at, "outcome": "unsaid"}
            step.add("activities", row)
            step.access.add(ORIGINALS, {"activity_id": values["activity_id"], "content": arrival.content})
        return Added(Activity(**row), known=False)

    def has(self, content_sha256: str) -> bool:
        """Whether the file with this content is in the diary."""
        with self._reading() as access:
            return bool(access.keys(ACTIVITIES, "activity_id", ACTIVITIES.c.content_sha256 == content_sha256))

    def activities(self, *, outcome: str | None = None) -> tuple[Activity, ...]:
        """Activities, the newest first and those without a clock last; of one ``outcome`` if given."""
        conditions = [] if outcome is None else [ACTIVITIES.c.outcome == one_of(outcome, OUTCOMES, "outcome")]
        with self._reading() as access:
            rows = access.rows(ACTIVITIES, *conditions)
        timed = sorted(rows, key=lambda row: row["started_at"] or "", reverse=True)
        return tuple(map(activity_of, timed))

    def activity(self, said: str) -> Activity:
        """The activity meant by ``last``, a day, the beginning of an id or a file name.

        Raises
        ------
        InputError
            If none is meant, or several.
        """
        return choose(said, self.activities())

    def same_sessions(self) -> tuple[tuple[Activity, ...], ...]:
        """Activities that lie in the same time, and so are one session from several devices or files; two or more in each."""
        return tuple(group for group in same_sessions(self.activities()) if len(group) > 1)

    def original(self, activity_id: str) -> Original:
        """The file of an activity, byte by byte as it was given."""
        with self._reading() as access:
            rows = access.rows(ORIGINALS, ORIGINALS.c.activity_id == activity_id)
            names = access.keys(ACTIVITIES, "file_name", ACTIVITIES.c.activity_id == activity_id)
        if not rows:
            raise InputError(_("There is no activity {activity_id} in the diary.").format(activity_id=activity_id))
        return Original(names[0], rows[0]["content"])

    def remove_activity(self, activity_id: str) -> int:
        """Take an activity out with its file and all that was said of it; how many went. This cannot be undone."""
        with self._deleting() as access:
            return access.remove(ACTIVITIES, ACTIVITIES.c.activity_id == activity_id)

    # what is said

    def say(self, *said: E) -> tuple[E, ...]:
        """Keep entries, all or none, and return them with their ids. A cramp makes its activity one with a cramp.

        Raises
        ------
        InputError
            If a value is out of range, the activity is not in the diary, or it cannot be so: see :mod:`uncramp.diary.possible`.
        """
        with self._writing(TABLE_OF[type(said[0])].name if said else "") as step:
            kept = tuple(replace(one, entry_id=new_id(), said_at=step.said_at) for one in said)
            for one in kept:
                if one.activity_id is not None:
                    self._must_be_there(step.access, one.activity_id)
                step.add(TABLE_OF[type(one)].name, asdict(one))
                self._must_be_possible(step.access, one)
                if isinstance(one, Cramp) and one.activity_id is not None:
                    _set_outcome(step, one.activity_id, "cramp")
        return kept

    def say_outcome(self, activity_id: str, outcome: str) -> None:
        """Say whether there was a cramp: ``cramp``, ``none`` or ``unsaid``.

        Raises
        ------
        InputError
            If a cramp of that activity is in the diary and the outcome says otherwise.
        """
        one_of(outcome, OUTCOMES, "outcome")
        with self._writing("outcome") as step:
            self._must_be_there(step.access, activity_id)
            cramps = step.access.keys(CRAMPS, "entry_id", CRAMPS.c.activity_id == activity_id)
            if cramps and outcome != "cramp":
                raise InputError(
                    _(
                        "The diary has a cramp in this activity, so its outcome cannot be {outcome}. If that "
                        "cramp is a mistake, take it out first: uncramp diary delete --entry {cramps}"
                    ).format(outcome=outcome, cramps=cramps[0])
                )
            _set_outcome(step, activity_id, outcome)

    def entries(self, kind: type[E], *, activity_id: str | None = None) -> tuple[E, ...]:
        """Entries of a kind in the order they were said, of one activity if given."""
        table = TABLE_OF[kind]
        conditions = [] if activity_id is None else [table.c.activity_id == activity_id]
        with self._reading() as access:
            return entries_of(access, kind, *conditions)

    def remove_entry(self, entry_id: str) -> str:
        """Take out the entry whose id begins so; the name of its table. This cannot be undone.

        Raises
        ------
        InputError
            If there is none, or several.
        """
        with self._deleting() as access:
            found = [
                (table, key)
                for table in TABLE_OF.values()
                for key in access.keys(table, "entry_id", table.c.entry_id.startswith(entry_id, autoescape=True))
            ]
            if len(found) != 1 or not entry_id:
                seen = "no entry" if not found else f"{len(found)} entries"
                raise InputError(
                    _("{seen} in the diary has an id that begins with {entry_id}; `uncramp diary show` has the ids.").format(
                        seen=seen.capitalize(), entry_id=repr(entry_id)
                    )
                )
            table, key = found[0]
            access.remove(table, table.c.entry_id == key)
        return table.name

    def take_out(self, entry_id: str, instead: Entry | None = None) -> None:
        """Take an entry out so that it can be put back, or set another of its kind in its place, in one step.

        Raises
        ------
        InputError
            If there is none of this id, or a value is out of range.
        """
        with self._reading() as access:
            found = [table for table in TABLE_OF.values() if access.keys(table, "entry_id", table.c.entry_id == entry_id)]
        if not found:
            raise InputError(_("There is no such entry in the diary; it may have been taken out."))
        with self._writing(found[0].name) as step:
            if instead is None:
                step.take(found[0].name, entry_id)
            else:
                values = {name: value for name, value in asdict(instead).items() if name not in ("entry_id", "said_at")}
                step.change(found[0].name, entry_id, values)
                self._must_be_possible(step.access, instead)

    def newest_step(self) -> Newest | None:
        """What :meth:`undo` would take back; ``None`` where there is nothing."""
        with self._reading() as access:
            return newest_of(access)

    def undo_doubt(self) -> str:
        """Why one would ask before :meth:`undo`: several activities would go, or something was deleted since; else empty."""
        with self._reading() as access:
            return doubt_of(access)

    def undo(self, *, batch: str = "") -> Undone:
        """Take back the last thing that was added, said or taken out, or the last import; with ``batch`` only if it is still that.

        Raises
        ------
        InputError
            If there is nothing, or something else was said since; without ``batch`` also for what :meth:`undo_doubt` says.
        """
        with self.database.writing() as connection:
            return undo_last(Access(connection, self.athlete_id), batch=batch)

    def verify(self) -> int:
        """Read every row against its seal and every file against its digest; how many rows.

        Raises
        ------
        StoreError
            If one is not as it was written.
        """
        with self._reading() as access:
            return sum(access.count_whole(table) for table in ALL)

    # what others read

    def session(self, activity_id: str) -> Session:
        """An activity with all that was said of it."""
        with self._reading() as access:
            self._must_be_there(access, activity_id)
            rows = access.rows(ACTIVITIES, ACTIVITIES.c.activity_id == activity_id)
            return sessions_of(access, list(map(activity_of, rows)), activity_id)[0]

    def sessions(self, *, outcome: str | None = None) -> tuple[Session, ...]:
        """All activities with what was said of them, oldest first; of one ``outcome`` if given, of which ``unsaid`` says nothing."""
        conditions = [] if outcome is None else [ACTIVITIES.c.outcome == one_of(outcome, OUTCOMES, "outcome")]
        with self._reading() as access:
            rows = access.rows(ACTIVITIES, *conditions, order=[ACTIVITIES.c.started_at])
            return sessions_of(access, list(map(activity_of, rows)), None)

    def past_sessions(self, before: datetime | None = None, *, leave_out: str = "") -> tuple[PastSession, ...]:
        """Activities that ended before a moment, as the history of training has them; ``leave_out`` is the id of one not to count.
        A session recorded twice counts once.

        Without ``before`` the end of the newest is taken.
        """
        return Trained(self.activities()).before(before, leave_out=leave_out)

    def training_history(self, before: datetime | None, sport: str, *, leave_out: str = "") -> TrainingHistory:
        """What the activities before a moment add up to, for ``assess`` and for plans of weeks."""
        return Trained(self.activities()).history(before, sport, leave_out=leave_out)

    # who it is

    def athlete(self) -> Athlete:
        """Who keeps the diary, as said; what was not said is drawn from the population."""
        from uncramp.body.athlete_file import athlete_from_mapping

        with self._reading() as access:
            profile = access.rows(ATHLETES)[0]["profile_json"]
        return athlete_from_mapping(json.loads(profile or "{}"), where="the athlete of the diary")

    def say_athlete(self, athlete: Athlete) -> None:
        """Keep who it is; what an athlete file can hold."""
        stated = {field.name: getattr(athlete, field.name) for field in fields(athlete)}
        profile = {name: value for name, value in stated.items() if value not in (None, "", ())}
        with self._writing("athlete") as step:
            step.change(
                "athletes", self.athlete_id, {"profile_json": json.dumps(profile, allow_nan=False), "name": athlete.name or None}
            )

    def _must_be_there(self, access: Access, activity_id: str) -> None:
        if not access.keys(ACTIVITIES, "activity_id", ACTIVITIES.c.activity_id == activity_id):
            raise InputError(
                _("There is no activity {activity_id} in the diary; `uncramp diary list` shows them.").format(
                    activity_id=activity_id
                )
            )

    def _must_be_possible(self, access: Access, said: Entry) -> None:
        """Once it is written, so that its values are known to be such; the step is not kept if it is not."""
        rows = [] if said.activity_id is None else access.rows(ACTIVITIES, ACTIVITIES.c.activity_id == said.activity_id)
        weighings = entries_of(access, WeighIn) if isinstance(said, WeighIn) else ()
        others = [one for one in weighings if one.entry_id != said.entry_id]
        check_possible(said, activity_of(rows[0]) if rows else None, others, self._clock())

    @contextmanager
    def _reading(self) -> Iterator[Access]:
        with self.database.reading() as connection:
            yield Access(connection, self.athlete_id)

    @contextmanager
    def _deleting(self) -> Iterator[Access]:
        """For good: of the step nothing is kept but that it was."""
        with self._writing(DELETION) as step:
            yield step.access

    @contextmanager
    def _writing(self, what: str, batch: str = "") -> Iterator[Step]:
        with self.database.writing() as connection:
            step = begun(Access(connection, self.athlete_id), self._clock)
            yield step
            step.close(what, batch)


def _set_outcome(step: Step, activity_id: str, outcome: str) -> None:
    step.change("activities", activity_id, {"outcome": outcome})


def _only_athlete(store: Database, clock: Clock) -> str:
    """Id of the one athlete of the database, who is written into it if there is none."""
    with store.reading() as connection:  # a diary that is locked, or may not be written, can be read
        ids = athletes_of(connection)
    if not ids:
        with store.writing() as connection:
            ids = athletes_of(connection)  # another program may have begun it meanwhile
            if not ids:
                ids = [new_id()]
                Access(connection, ids[0]).add(ATHLETES, {"said_at": moment_text(clock())})
    if len(ids) > 1:
        raise InputError(_("This database holds the diaries of {count} athletes; name one by its id.").format(count=len(ids)))
    return ids[0]
