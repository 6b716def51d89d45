"""One session as its diary tells it: the file with the sport that was named for it, and what was drunk, weighed, trained and said of cramps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uncramp.diary.drunk import as_weighed, drunk_in
from uncramp.names import MUSCLES
from uncramp.why.answers import CrampEvent

if TYPE_CHECKING:
    from uncramp.activity.weather import WeatherSource
    from uncramp.assessment import Recording
    from uncramp.body.athlete import Athlete
    from uncramp.body.drinking import Drinking
    from uncramp.body.intake_table import IntakeTable
    from uncramp.diary.records import Session
    from uncramp.diary.store import Diary
    from uncramp.minutes import Minutes
    from uncramp.prevent.past import PastRace
    from uncramp.training import TrainingHistory


@dataclass(frozen=True, slots=True)
class Told:
    """A session as :func:`uncramp.assess.assess_minutes` takes it."""

    recording: Recording
    minutes: Minutes
    athlete: Athlete
    intake: Drinking | IntakeTable | None
    history: TrainingHistory | None
    cramped: tuple[CrampEvent, ...] | None

    @property
    def given(self) -> dict[str, Any]:
        """What stands beside minutes and athlete."""
        return {name: getattr(self, name) for name in ("recording", "intake", "history", "cramped")}


def told_in(diary: Diary, session: Session, athlete: Athlete, *, weather: WeatherSource | None = None, sport: str = "") -> Told:
    """The session of ``athlete``, who is taken with the mass that was weighed before it where they state none.

    Parameters
    ----------
    weather
        Where from; the file's own, or assumed, if not given.
    sport
        Of a file that does not name it; as the diary has it if not given.

    Raises
    ------
    ActivityFileError
        If the file cannot be read.
    """
    recording, minutes = recorded_in(diary, session, weather=weather, sport=sport)
    alone = len(diary.activities()) < 2
    own = session.activity.activity_id
    history = None if alone else diary.training_history(minutes.start, recording.sport, leave_out=own)
    return Told(
        recording, minutes, as_weighed(athlete, session), drunk_in(session, minutes.duration_s), history, cramps_of(session)
    )


def recorded_in(
    diary: Diary, session: Session, *, weather: WeatherSource | None = None, sport: str = ""
) -> tuple[Recording, Minutes]:
    """Minutes of a session from its file, and where they are from; see :func:`told_in`."""
    from uncramp.activity.read import read_activity_bytes
    from uncramp.assess import recorded_minutes

    original = diary.original(session.activity.activity_id)
    samples = read_activity_bytes(original.content, original.file_name, sport=sport or session.activity.sport)
    return recorded_minutes(samples, original.file_name, weather)


def cramps_of(session: Session) -> tuple[CrampEvent, ...] | None:
    """What was said of cramps, as far as the engine knows their muscles; nothing said is never no cramp."""
    if session.activity.outcome == "none":
        return ()
    return (
        tuple(
            CrampEvent(one.muscle, one.side or "", one.at_s)
            for one in session.cramps
            if one.muscle in MUSCLES and one.at_s is not None
        )
        or None
    )


def past_race(diary: Diary, session: Session) -> PastRace:
    """A past race with what was drunk in it; what happened in it is in what was learnt, and does not count twice."""
    from uncramp.prevent.past import PastRace

    recording, minutes = recorded_in(diary, session)
    return PastRace(recording, minutes, drunk_in(session, minutes.duration_s))
