"""What a person says: cramps, outcomes, weighings, drinks, tests, medicines, notes, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.diary.opening import of_diary, opened
from uncramp.names import OUTCOMES, SEVERITIES
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.records import Activity
    from uncramp.diary.store import Diary

BY_NUMBER: Final = {str(number): name for number, name in enumerate(SEVERITIES, start=1)}
WHOLE_FRAC: Final = 100.0


@click.command()
@of_diary("activity", "diary:muscle", "side", "at", "severity", "diary:length", "helped", "near", "again", activity="last")
def cramp(**given: Any) -> None:
    """Put a cramp on the timeline of an activity; say as much of it as you know.

    \b
    Examples:
      uncramp diary cramp --muscle calf
      uncramp diary cramp --muscle calf --side left --at 3:05:00 --severity 3
      uncramp diary cramp --muscle calf --length 90s --helped stretch
      uncramp diary cramp --activity 2024-07-14 --muscle foot --at +20min --again
      uncramp diary cramp --muscle calf --at 2:40:00 --near
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.options import refuse
    from uncramp.diary.records import Cramp, NearCramp
    from uncramp.errors import InputError
    from uncramp.relieve.protocols import find_muscle

    if given["muscle"] is None:
        raise InputError(_("Which muscle? Add --muscle calf, or another; `uncramp relieve` knows the same names."))
    if given["near"]:
        refuse(given, ("severity", "again"), "is about a cramp that came; leave it out, or leave out --near.")
    muscle = find_muscle(given["muscle"]).id
    with opened(given) as diary:
        activity = diary.activity(given["activity"])
        at_s = _at_s(given["at"], activity)
        placed: dict[str, Any] = {
            "activity_id": activity.activity_id,
            "muscle": muscle,
            "side": given["side"],
            "at_s": at_s,
        }
        placed["helped"] = ", ".join(given["helped"]) or None
        if given["near"]:
            (near,) = diary.say(NearCramp(**placed))
            _tell_cramp(activity, near)
            return
        severity = BY_NUMBER.get(given["severity"], given["severity"])
        (kept,) = diary.say(Cramp(**placed, length_s=given["length"], severity=severity, recurrence=1 if given["again"] else None))
        _tell_cramp(activity, kept)


def _at_s(text: str | None, activity: Activity) -> float | None:
    """Elapsed time of a cramp, within the activity and the six hours after it."""
    if text is None:
        return None
    from uncramp.cli.times import AFTER_H, elapsed_s
    from uncramp.errors import InputError
    from uncramp.units import S_PER_H, elapsed_text

    after = text.strip().startswith("+")
    at_s = elapsed_s(text.strip().removeprefix("+"), "--at") + (activity.duration_s if after else 0.0)
    if at_s > activity.duration_s + AFTER_H * S_PER_H:
        raise InputError(
            _(
                "--at {text}: {time} is more than {hours} h after the finish of this activity at {finish}. "
                "Check which activity is meant (--activity)."
            ).format(text=text, time=elapsed_text(at_s), hours=f"{AFTER_H:g}", finish=elapsed_text(activity.duration_s))
        )
    return at_s


def _tell_cramp(activity: Activity, kept: Any) -> None:
    from uncramp.diary.records import Cramp
    from uncramp.diary.words import cramp_line, name_of
    from uncramp.units import elapsed_text

    said = _("Kept, a cramp in {name}: {what}.") if isinstance(kept, Cramp) else _("Kept, a near cramp in {name}: {what}.")
    _tell(said.format(name=name_of(activity), what=cramp_line(kept)))
    if kept.at_s is not None and kept.at_s > activity.duration_s:
        _tell(_("That is {time} after the finish.").format(time=elapsed_text(kept.at_s - activity.duration_s)))


@click.command()
@click.argument("said", metavar="|".join(OUTCOMES), type=click.Choice(OUTCOMES))
@of_diary("activity", activity="last")
def outcome(said: str, **given: Any) -> None:
    """Say whether there was a cramp in an activity: cramp, none, or unsaid to take back what was said.

    Only what is said counts: an activity of which nothing is said is never taken for one without a cramp.

    \b
    Examples:
      uncramp diary outcome none
      uncramp diary outcome --activity 2024-07-14 cramp
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.words import name_of, outcome_word

    with opened(given) as diary:
        activity = diary.activity(given["activity"])
        diary.say_outcome(activity.activity_id, said)
    _tell(_("{name}: {outcome}.").format(name=name_of(activity), outcome=outcome_word(said)))


@click.command()
@of_diary("before", "after", "diary:drank", "urine", "food", "activity", "duration", "on")
def weigh(**given: Any) -> None:
    """Keep your body mass, and from two weighings the sweat you lost and your sweat rate.

    Weigh without clothes and towelled off. From the mass lost, what you drank and ate is added, and urine, breath and what was burnt
    are taken off. What you do not say counts as nothing.

    \b
    Examples:
      uncramp diary weigh --activity last --before 71.2 --after 69.4 --drank 1.2l
      uncramp diary weigh --before 157lb --after 154lb --duration 1:30:00
      uncramp diary weigh --before 71.2
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.times import elapsed_s
    from uncramp.diary.records import WeighIn
    from uncramp.diary.weighing import possible_loss
    from uncramp.diary.words import moment_of, name_of, weighing_lines
    from uncramp.errors import InputError

    if given["before"] is None:
        raise InputError(_("How much did you weigh? Add --before 71.2, and --after if you weighed again."))
    with opened(given, create=True) as diary:
        activity = _activity(diary, given["activity"])
        if activity is not None and given["duration"] is not None:
            raise InputError(
                _("--duration is for weighings without an activity; this one says itself how long it took. Leave it out.")
            )
        moment = activity.started_at if activity is not None and given["on"] is None else None
        weighed = WeighIn(
            activity_id=None if activity is None else activity.activity_id,
            weighed_at=moment or moment_of(given["on"], "--on"),
            before_kg=given["before"],
            after_kg=given["after"],
            drank_l=given["drank"],
            urine_l=given["urine"],
            food_kg=given["food"],
            duration_s=None if given["duration"] is None else elapsed_s(given["duration"], "--duration"),
        )
        earlier = [] if activity is None else diary.entries(WeighIn, activity_id=activity.activity_id)
        diary.say(weighed)
    name = _(" of {name}").format(name=name_of(activity)) if activity else ""
    _tell(_("Kept, a weighing{of_activity}.").format(of_activity=name))
    for line in weighing_lines(weighed, possible_loss(weighed, activity)):
        _tell(line)
    if earlier:
        _tell(_("It stands beside an earlier weighing of this activity. `uncramp diary undo` takes this one back."))


@click.command()
@of_diary("volume", "what", "at", "drink-sodium", "carbohydrate", "activity", activity="last")
def drink(**given: Any) -> None:
    """Keep what you drank in an activity, at a time or over all of it.

    \b
    Examples:
      uncramp diary drink --volume 0.5l --what water --at 1:00:00
      uncramp diary drink --volume 27oz --drink-sodium 20 --carbohydrate 60
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.records import Drink
    from uncramp.diary.words import name_of
    from uncramp.errors import InputError

    if given["volume"] is None:
        raise InputError(_("How much was it? Add --volume 0.5l."))
    with opened(given) as diary:
        activity = diary.activity(given["activity"])
        diary.say(
            Drink(
                activity_id=activity.activity_id,
                volume_l=given["volume"],
                at_s=_at_s(given["at"], activity),
                sodium_mmol_l=given["drink_sodium"],
                carbohydrate_g_l=given["carbohydrate"],
                what=given["what"],
            )
        )
    _tell(_("Kept, a drink of {volume} l in {name}.").format(volume=f"{given['volume']:g}", name=name_of(activity)))


@click.command("sweat-test")
@of_diary("rate", "diary:sodium", "site", "air", "intensity", "on", "activity")
def sweat_test(**given: Any) -> None:
    """Keep a sweat test: the rate, the sodium, or both.

    \b
    Examples:
      uncramp diary sweat-test --rate 1.2 --air 24 --intensity 70
      uncramp diary sweat-test --sodium 38 --site whole_body --on 2024-07-14
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.records import SweatTest
    from uncramp.diary.words import moment_of
    from uncramp.errors import InputError

    if given["rate"] is None and given["sodium"] is None:
        raise InputError(_("What was measured? Add --rate 1.2 (l/h), --sodium 45 (mmol/l), or both."))
    with opened(given, create=True) as diary:
        activity = _activity(diary, given["activity"])
        diary.say(
            SweatTest(
                activity_id=None if activity is None else activity.activity_id,
                tested_at=moment_of(given["on"], "--on"),
                sweat_rate_l_h=given["rate"],
                sweat_sodium_mmol_l=given["sodium"],
                site=given["site"],
                air_c=given["air"],
                intensity_frac=None if given["intensity"] is None else given["intensity"] / WHOLE_FRAC,
            )
        )
    _tell(_("Kept, a sweat test."))


@click.command()
@click.argument("name")
@of_diary("dose", "diary:from", "until")
def medicine(name: str, **given: Any) -> None:
    """Keep a medicine by NAME, and when you took it. It is a record, and no reason to change or stop anything.

    \b
    Examples:
      uncramp diary medicine atorvastatin --dose "20 mg" --from 2024-01-10
      uncramp diary medicine ibuprofen --from 2024-07-14 --until 2024-07-16
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.records import MedicineUse
    from uncramp.diary.words import moment_of
    from uncramp.errors import InputError
    from uncramp.medicines.names import resolve

    from_at, until_at = (None if given[one] is None else moment_of(given[one], f"--{one}") for one in ("from", "until"))
    if from_at and until_at and until_at < from_at:
        raise InputError(
            _("--until {until} is before --from {start}. Check both.").format(until=given["until"], start=given["from"])
        )
    with opened(given, create=True) as diary:
        diary.say(MedicineUse(name=name, dose=given["dose"], from_at=from_at, until_at=until_at))
    _tell(_("Kept, a medicine: {name}.").format(name=name))
    meant = resolve(name)
    if not meant.name:
        _tell(_("It is not in the list of medicines that uncramp knows, so it counts for nothing elsewhere."))
        if meant.nearest:
            _tell(_("Perhaps this is meant: {names}.").format(names=", ".join(meant.nearest)))


@click.command()
@click.argument("text")
@of_diary("activity", "on")
def note(text: str, **given: Any) -> None:
    """Keep a note of a day, or of an activity.

    \b
    Examples:
      uncramp diary note "Slept badly, new shoes" --activity last
      uncramp diary note "Calves sore since Sunday" --on 2024-07-16
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.records import Note
    from uncramp.diary.words import moment_of
    from uncramp.errors import InputError

    if not text.strip():
        raise InputError(_('The note is empty. Write it in quotes: uncramp diary note "Slept badly".'))
    with opened(given, create=True) as diary:
        activity = _activity(diary, given["activity"])
        moment = activity.started_at if activity is not None and given["on"] is None else None
        diary.say(
            Note(
                activity_id=None if activity is None else activity.activity_id,
                noted_at=moment or moment_of(given["on"], "--on"),
                note=text,
            )
        )
    _tell(_("Kept, a note."))


@click.command()
@click.argument("path", metavar="ATHLETE.toml", type=click.Path())
@of_diary()
def athlete(path: str, **given: Any) -> None:
    """Keep who you are, as `uncramp athlete new` writes it and you filled it in.

    \b
    Example:
      uncramp diary athlete ana.toml
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.body.athlete_file import read_athlete

    read = read_athlete(path)
    with opened(given, create=True) as diary:
        diary.say_athlete(read)
    _tell(_("Kept, who you are."))


def _activity(diary: Diary, said: str | None) -> Activity | None:
    return None if said is None else diary.activity(said)


def _tell(text: str) -> None:
    from uncramp.cli.writing import columns_of_stdout

    click.echo(click.wrap_text(text, columns_of_stdout() - 1))
