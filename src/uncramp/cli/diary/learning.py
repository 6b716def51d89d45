"""``uncramp diary learn`` and ``experiment``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.diary.opening import of_diary, opened

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.diary.experiment import Experiment
    from uncramp.diary.lessons import Lessons
    from uncramp.diary.store import Diary


@click.command()
@of_diary("complete", "athlete", "mechanism", "seed", "json")
def learn(**given: Any) -> None:
    """Learn from your sessions with and without a cramp: how easily you cramp, how much each factor does, how you sweat.

    Only sessions of which a cramp or none was said count; not said is never "no". Unless you say --complete, the diary may hold just
    the sessions you cramped in: then those without count for nothing, and of the others only when the cramp came.

    \b
    Examples:
      uncramp diary learn
      uncramp diary learn --complete
      uncramp diary learn --json
    """  # noqa: D301 - click reads \b: keep these lines
    with opened(given) as diary:
        lessons = lessons_from(diary, given)
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.diary.learning_document import lessons_document
        from uncramp.report.schema import to_json

        print_json(to_json(lessons_document(lessons)))
        return
    from uncramp.diary.learning_words import lessons_text

    for line in lessons_text(lessons):
        tell(line)


@click.command()
@of_diary("activity", "complete", "athlete", "mechanism", "seed", "keep", "json", activity="last")
def experiment(**given: Any) -> None:
    """Try one change: what it should do in sessions like one you had, and afterwards what your sessions say of it.

    Without --keep it shows how the experiment that is under way stands, or proposes one.

    \b
    Examples:
      uncramp diary experiment
      uncramp diary experiment --activity 2024-07-14 --keep
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.experiment import begin, compare, running, since

    with opened(given) as diary:
        found = None if given["keep"] else running(diary)
        lessons = lessons_from(diary, given, until=None if found is None else found.begun_at)
        if found is not None:
            outcomes = [one.activity.outcome == "cramp" for one in since(found, diary.sessions())]
            compared = compare(found, outcomes, lessons.posterior)
        else:
            compared, found = None, _proposed(diary, lessons, given)
            if found is not None and given["keep"]:
                begin(diary, found)
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.diary.learning_document import experiment_document
        from uncramp.report.schema import to_json

        print_json(to_json(experiment_document(found, compared, kept=bool(given["keep"]))))
        return
    from uncramp.diary.learning_words import experiment_text
    from uncramp.report.odds import odds_text

    for line in experiment_text(found, compared, odds_text, kept=bool(given["keep"])):
        tell(line)


def _proposed(diary: Diary, lessons: Lessons, given: dict[str, Any]) -> Experiment | None:
    from uncramp.diary.experiment import propose_for

    activity = diary.activity(given["activity"])
    return propose_for(diary, activity.activity_id, _who(diary, given), lessons, mechanism=given["mechanism"], seed=given["seed"])


def _who(diary: Diary, given: dict[str, Any]) -> Athlete:
    from uncramp.body.athlete_file import read_athlete

    return read_athlete(given["athlete"]) if given["athlete"] else diary.athlete()


def lessons_from(diary: Diary, given: dict[str, Any], *, until: str | None = None) -> Lessons:
    """What the diary teaches of the athlete that the flags name, its own if they name none; of sessions begun before ``until``."""
    from uncramp.cli.progress import progress_bar
    from uncramp.compiled import engine_is_compiled, keep_freed_memory
    from uncramp.diary.lessons import lessons_of

    keep_freed_memory()
    with progress_bar("going through your sessions", compiling=not engine_is_compiled()) as report:

        def say(done: int, count: int) -> None:
            if report is not None:
                report(done / count, "going through your sessions")

        return lessons_of(
            diary, _who(diary, given), complete=given["complete"], mechanism=given["mechanism"], seed=given["seed"], until=until, progress=say
        )  # fmt: skip


def tell(text: str) -> None:
    """A paragraph, wrapped; what is indented stays in its columns."""
    from uncramp.cli.writing import columns_of_stdout

    click.echo(text if text.startswith("  ") else click.wrap_text(text, columns_of_stdout() - 1))
