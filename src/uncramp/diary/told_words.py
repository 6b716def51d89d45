"""What of a session was taken from its diary, in a sentence: who reads an answer must know what it rests on."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.records import Session
    from uncramp.diary.told import Told
    from uncramp.prevent.past import PastRace

NAMED_ELSEWHERE: Final = "sport_said"
"""Repair of a file that does not name its sport."""


def told_text(told: Told, session: Session, *, without: Collection[str] = ()) -> str:
    """What was taken, but for ``without``, names of fields of ``told`` that something else was said of; empty where nothing was."""
    taken: dict[str, list[str]] = {
        "sport": [_("the sport")] if any(one.kind == NAMED_ELSEWHERE for one in told.recording.repairs) else [],
        "athlete": [_("the weight before it")] if told.athlete.mass_kg in {one.before_kg for one in session.weigh_ins} else [],
        "intake": [] if told.intake is None else [_("what was drunk: {what}").format(what=told.intake.text)],
        "cramped": _cramps(told),
        "history": []
        if told.history is None or not told.history.sessions
        else [_("earlier sessions: {count}").format(count=len(told.history.sessions))],
    }
    said = [text for name, texts in taken.items() if name not in without for text in texts]
    return (
        _("Of {name} your diary says, and this uses: {what}.").format(name=told.recording.path, what="; ".join(said))
        if said
        else ""
    )


def past_text(past: PastRace) -> str:
    """What of a past race was taken from the diary beside its file; empty where nothing was."""
    if past.intake is None:
        return ""
    return _("Of {name} your diary says, and this uses: {what}.").format(
        name=past.recording.path, what=_("what was drunk: {what}").format(what=past.intake.text)
    )


def untold_text(name: str) -> str:
    """That a file is not in the diary, and what is used for it all the same."""
    return _(
        "{name} is not in your diary, which says only who you are, what you did before and what that taught. To have it there: "
        "uncramp diary add {name}"
    ).format(name=name)


def _cramps(told: Told) -> list[str]:
    if told.cramped is None:
        return []
    if not told.cramped:
        return [_("that there was no cramp")]
    return [_("a cramp") if len(told.cramped) == 1 else _("{count} cramps").format(count=len(told.cramped))]
