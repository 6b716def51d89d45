"""``uncramp diary list`` and ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.diary.opening import of_diary, opened

if TYPE_CHECKING:
    from uncramp.diary.records import Activity, Entry, Session
    from uncramp.diary.store import Diary

ID_SHOWN: Final = 8
SHORTEST_ID: Final = 4
SPORT_SHOWN: Final = 12
NARROWEST_NAME: Final = 8
M_PER_KM: Final = 1000.0


@click.command("list")
@of_diary("outcome", "entries", "units", "json")
def list_(**given: Any) -> None:
    """List the activities, newest first, with what was said of each: a cramp, none, or nothing.

    \b
    Examples:
      uncramp diary list
      uncramp diary list --outcome cramp
      uncramp diary list --entries
      uncramp diary list --json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json
    from uncramp.report.schema import to_json
    from uncramp.texts import _

    with opened(given) as diary:
        if given["entries"]:
            _list_entries(diary, as_json=given["json"])
            return
        activities = diary.activities(outcome=given["outcome"])
    if given["json"]:
        from uncramp.diary.documents import list_document

        print_json(to_json(list_document(activities)))
        return
    if not activities:
        click.echo(_("No activity."))
        return
    for line in activity_lines(activities, units=given["units"]):
        click.echo(line)
    counts = {word: sum(one.outcome == word for one in activities) for word in ("cramp", "none", "unsaid")}
    click.echo(
        _("Activities: {count}. With a cramp: {cramp}. Without: {none}. Not said: {unsaid}.").format(
            count=len(activities), **counts
        )
    )


def _list_entries(diary: Diary, *, as_json: bool) -> None:
    from uncramp.diary.records import TABLE_OF
    from uncramp.texts import _

    said = {table.name: diary.entries(kind) for kind, table in TABLE_OF.items()}
    if as_json:
        from uncramp.cli.writing import print_json
        from uncramp.diary.documents import entries_document
        from uncramp.report.schema import to_json

        print_json(to_json(entries_document(said)))
        return
    from uncramp.diary.words import entry_text, kind_word, name_of

    names = {one.activity_id: name_of(one) for one in diary.activities()}
    every = sorted(((name, entry) for name, found in said.items() for entry in found), key=lambda pair: pair[1].said_at)
    for name, entry in every:
        of_activity = _(" ({activity})").format(activity=names[entry.activity_id]) if entry.activity_id in names else ""
        _entry(entry, f"{kind_word(name)}: {entry_text(entry)}{of_activity}")
    if not every:
        click.echo(_("Nothing was said yet."))


def activity_lines(activities: Sequence[Activity], *, units: str = "metric", heading: bool = True) -> list[str]:
    """A table of activities that fits the terminal."""
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.diary.words import name_of, outcome_word, start_text
    from uncramp.texts import _
    from uncramp.units import elapsed_text, miles

    imperial = units == "imperial"
    length = _shortest([one.activity_id for one in activities])
    head = (_("id"), _("start"), _("sport"), _("time"), _("mi") if imperial else _("km"), _("cramp"), _("name"))
    rows = [
        (
            one.activity_id[:length], start_text(one), _cut(one.sport.replace("_", " "), SPORT_SHOWN), elapsed_text(one.duration_s),
            "" if one.distance_m is None else f"{miles(one.distance_m) if imperial else one.distance_m / M_PER_KM:.1f}", outcome_word(one.outcome), name_of(one),
        )
        for one in activities
    ]  # fmt: skip
    shown = [head, *rows] if heading else rows
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)]
    room = max(columns_of_stdout() - 1 - sum(widths) - 2 * len(widths), NARROWEST_NAME)
    return ["  ".join([*_padded(row, widths), _cut(row[-1], room)]).rstrip() for row in shown]


def _shortest(ids: Sequence[str]) -> int:
    """How many signs tell all ids apart."""
    return next(length for length in range(SHORTEST_ID, 1 + max(map(len, ids))) if len({one[:length] for one in ids}) == len(ids))


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    numbers = (3, 4)  # time and distance stand to the right
    return [
        text.rjust(width) if column in numbers else text.ljust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=False))
    ]


def _cut(text: str, room: int) -> str:
    import sys

    from uncramp.cli.writing import shows

    if len(text) <= room:
        return text
    end = "…" if shows(sys.stdout.encoding, "…") else "."
    return text[: room - 1] + end


@click.command()
@click.argument("activity", default="last", metavar="[WHICH]")
@of_diary("json")
def show(activity: str, **given: Any) -> None:
    """Show one activity with all that was said of it: WHICH is last, a day, the beginning of its id, or its file name.

    \b
    Examples:
      uncramp diary show
      uncramp diary show 2024-07-14
      uncramp diary show marathon.fit --json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json
    from uncramp.diary.records import KeptAssessment
    from uncramp.diary.weighing import possible_loss
    from uncramp.report.schema import to_json

    with opened(given) as diary:
        session = diary.session(diary.activity(activity).activity_id)
        kept = diary.entries(KeptAssessment, activity_id=session.activity.activity_id)
    losses = [possible_loss(one, session.activity) for one in session.weigh_ins]
    if given["json"]:
        from uncramp.diary.documents import session_document

        print_json(to_json(session_document(session, losses)))
        return
    _show(session, losses)
    from uncramp.diary.words import day_of, entry_text, kind_word

    for one in kept:
        _entry(one, f"{kind_word('assessments')} {day_of(one.said_at)}: {entry_text(one)}")


def _show(session: Session, losses: Sequence[Any]) -> None:
    from uncramp.diary.records import TABLE_OF
    from uncramp.diary.words import entry_text, kind_word, name_of, outcome_word, start_text, weighing_lines
    from uncramp.texts import _
    from uncramp.units import elapsed_text

    one = session.activity
    _say(_("{name}, {start}").format(name=name_of(one), start=start_text(one)))
    facts = [one.sport.replace("_", " "), elapsed_text(one.duration_s)]
    if one.distance_m is not None:
        facts.append(f"{one.distance_m / M_PER_KM:.2f} km")
    if one.heart_rate_bpm is not None:
        facts.append(_("{bpm} beats a minute").format(bpm=f"{one.heart_rate_bpm:.0f}"))
    if one.power_w is not None:
        facts.append(f"{one.power_w:.0f} W")
    _say("  " + ", ".join([*facts, *([one.device] if one.device else [])]))
    _say(_("  id {id}, file {file}").format(id=one.activity_id, file=one.file_name))
    if one.recovered:
        _say(_("  The file was damaged; its good part was read."))
    _say(_("Outcome: {outcome}").format(outcome=outcome_word(one.outcome)))
    for entry in (*session.cramps, *session.near_cramps, *session.drinks, *session.notes):
        _entry(entry, f"{kind_word(TABLE_OF[type(entry)].name)}: {entry_text(entry)}")
    for weighed, loss in zip(session.weigh_ins, losses, strict=True):
        _entry(weighed, f"{kind_word('weigh_ins')}: {entry_text(weighed)}")
        for line in weighing_lines(weighed, loss):
            _say(f"      {line}", indent="      ")


def _entry(entry: Entry, text: str) -> None:
    _say(f"  {entry.entry_id[:ID_SHOWN]}  {text}", indent="            ")


def _say(text: str, indent: str = "") -> None:
    from uncramp.cli.writing import columns_of_stdout

    lead = text[: len(text) - len(text.lstrip())]
    click.echo(click.wrap_text(text.strip(), columns_of_stdout() - 1, initial_indent=lead, subsequent_indent=indent or lead))
