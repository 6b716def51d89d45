"""Who a session or a plan is of: as they said, with what their own other sessions taught, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncramp.body.athlete import Athlete
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.lessons import Lessons


@dataclass(frozen=True, slots=True)
class Who:
    """The athlete, and how much the diary taught of them."""

    athlete: Athlete
    sessions_count: int = 0  # that taught how easily they cramp
    sweat_count: int = 0  # weighings and tests that taught how they sweat
    waiting: bool = False  # sessions are still being gone through, and nothing of them is in it yet


def who_of(lessons: Lessons, athlete: Athlete) -> Who:
    """The athlete with what was learnt, where they state nothing themselves."""
    taught, sweat = lessons.of(athlete), lessons.sweat
    count = sweat.rates_count if taught.sweat_rate_l_h != athlete.sweat_rate_l_h else 0
    count += sweat.sodiums_count if taught.sweat_sodium_mmol_l != athlete.sweat_sodium_mmol_l else 0
    return Who(taught, lessons.telling_count, count)


def taught_text(who: Who) -> str:
    """What of the diary is in an answer, in a sentence; none where nothing is."""
    if who.waiting:
        return _("Your sessions are still being gone through for what they teach; open this again in a minute to have it used.")
    told = {
        _("how easily you cramp (sessions: {count})"): who.sessions_count,
        _("how you sweat (weighings and tests: {count})"): who.sweat_count,
    }
    used = [text.format(count=count) for text, count in told.items() if count]
    return _("Used here, as your diary taught it: {what}.").format(what=", ".join(used)) if used else ""
