"""What ``--diary`` gives to other commands: who keeps it, what it says of a session, the sessions before it, and what was learnt of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from uncramp.activity.weather import WeatherSource
    from uncramp.body.athlete import Athlete
    from uncramp.cli.progress import Report
    from uncramp.diary.records import Session
    from uncramp.diary.store import Diary
    from uncramp.diary.told import Told
    from uncramp.prevent.past import PastRace
    from uncramp.training import TrainingHistory


@dataclass(frozen=True)
class Taught:
    """The diary that the flags name; it is opened when it is first asked, and closed with the command."""

    given: Mapping[str, Any]
    stated: Athlete | None  # by --athlete, which goes before what the diary says
    notes: list[str] = field(default_factory=list)  # what was taken from it, to be told when the work is done

    @cached_property
    def diary(self) -> Diary:
        """Open."""
        from uncramp.cli.diary.opening import opened

        diary = opened(self.given)
        click.get_current_context().call_on_close(diary.close)
        return diary

    def session(self, path: str | Path) -> Session | None:
        """The session of which the diary has the very file, packed or not; ``None`` where it has not, or there is no such file."""
        from uncramp.activity.read import FILE_LIMIT
        from uncramp.diary.arrival import identity
        from uncramp.errors import ActivityFileError

        try:
            with Path(path).open("rb") as file:
                own = identity(file.read(FILE_LIMIT + 1))
        except (OSError, ValueError, ActivityFileError):
            return None  # whoever reads it says what is wrong with it
        return self.diary.session(own["activity_id"]) if self.diary.has(own["content_sha256"]) else None

    def athlete(self, report: Report | None = None, *, about: Iterable[Session | None] = ()) -> Athlete:
        """The athlete with what their sessions taught, all but those asked ``about``: what happened in them is said by itself.

        What these weighed before counts where they state no mass; the first that was weighed, so that all are of one person.
        """
        from uncramp.diary.drunk import as_weighed
        from uncramp.diary.lessons import lessons_of
        from uncramp.diary.who import taught_text, who_of

        def say(done: int, count: int) -> None:
            if report is not None:
                report(done / count, "going through your diary")

        sessions = [one for one in about if one is not None]
        stated = self.stated if self.stated is not None else self.diary.athlete()
        lessons = lessons_of(
            self.diary, stated, complete=self.given["complete"], mechanism=self.given["mechanism"], seed=self.given["seed"],
            leave_out=[one.activity.activity_id for one in sessions], progress=say,
        )  # fmt: skip
        who = who_of(lessons, stated)
        self.note(taught_text(who))
        athlete = who.athlete
        for one in sessions:
            athlete = as_weighed(athlete, one)
        return athlete

    def told(self, path: str | Path, athlete: Athlete, *, weather: WeatherSource | None, sport: str | None) -> Told | None:
        """What the diary says of the session of a file, in the sport that was typed if any; ``None`` where it is not in the diary.

        Raises
        ------
        InputError
            If the file names another sport than was typed, or only the file could say it.
        """
        from dataclasses import replace

        from uncramp.diary.told import told_in
        from uncramp.errors import InputError
        from uncramp.texts import _

        session = self.session(path)
        name = Path(path).name
        told = None if session is None else told_in(self.diary, session, athlete, weather=weather, sport=sport or "")
        if sport and Path(path).exists() and (told is None or told.recording.sport != sport):
            raise InputError(
                _(
                    "--sport {sport} goes with a planned distance such as 42.195km, or a session of the diary whose file names no "
                    "sport; {name} says that itself. Leave it out."
                ).format(sport=sport, name=name)
            )
        return None if told is None else replace(told, recording=replace(told.recording, path=name))

    def note_told(self, path: str | Path, told: Told, typed: Collection[str]) -> None:
        """Keep for :meth:`tell` what of a session was taken from the diary, but for what was typed."""
        from uncramp.diary.told_words import told_text, untold_text

        session = self.session(path)
        if session is not None:
            self.note(told_text(told, session, without=typed))
        elif Path(path).exists():
            self.note(untold_text(Path(path).name))

    def history(self, before: datetime | None, sport: str) -> TrainingHistory:
        """Sessions of the diary that ended before a moment, and what they add up to."""
        return self.diary.training_history(before, sport)

    def past(self, path: str) -> str | PastRace:
        """A past race with what the diary says of it, or its file where that is not in it."""
        from uncramp.diary.told import past_race
        from uncramp.diary.told_words import past_text, untold_text

        session = self.session(path)
        if session is None:
            self.note(untold_text(Path(path).name))
            return path
        past = past_race(self.diary, session)
        self.note(past_text(past))
        return past

    def note(self, text: str) -> None:
        """Keep a sentence for :meth:`tell`."""
        if text:
            self.notes.append(text)

    def tell(self) -> None:
        """Say on stderr what was taken from the diary."""
        from uncramp.cli.writing import columns_of_stdout
        from uncramp.texts import _

        for text in self.notes:
            click.echo(click.wrap_text(_("Note: {text}").format(text=text), columns_of_stdout() - 1), err=True)
        self.notes.clear()
