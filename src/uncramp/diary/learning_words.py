"""What a diary teaches, in words: paragraphs, and rows of what was believed before and what is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from uncramp.evidence.registry import load_table
from uncramp.texts import _
from uncramp.units import fluid_ounces

if TYPE_CHECKING:
    from uncramp.diary.experiment import Compared, Experiment
    from uncramp.diary.lessons import Lessons
    from uncramp.why.answers import Range

Row = tuple[str, str, str]
"""What it is, before, and now."""


def lessons_text(lessons: Lessons) -> Iterator[str]:
    """All of it for a terminal."""
    yield from counted(lessons)
    yield ""
    yield _row(_("estimates (90 % range)"), _("before"), _("now"))
    yield _row(*susceptibility_row(lessons))
    yield _("  weight of:")
    for one in (*weight_rows(lessons), *sweat_rows(lessons)):
        yield _row(*one)
    yield ""
    yield from notes(lessons)
    yield from ahead(lessons)


def counted(lessons: Lessons) -> Iterator[str]:
    """What counts, and what was left out."""
    found, seen = lessons.posterior, lessons.seen
    yield _("Sessions that count: {count}, of which with a cramp: {cramps}. Not said, and so no data: {unsaid}.").format(
        count=found.sessions_count, cramps=found.cramps_count, unsaid=seen.unsaid_count
    )
    for one in seen.unread:
        yield _("Left out: {file}: {why}").format(file=one.file, why=one.reason)
    if seen.recurrences_count:
        yield _("Cramps that came back in the same session, which tell of the cramp before them and not of you: {count}.").format(
            count=seen.recurrences_count
        )


def susceptibility_row(lessons: Lessons) -> Row:
    """Cramps for each that the model expects."""
    found, before = lessons.posterior.susceptibility_ratio, lessons.prior.susceptibility_ratio
    return _("how easily you cramp"), _range(before), _range(found)


def weight_rows(lessons: Lessons) -> list[Row]:
    """How much each factor does."""
    table, before = load_table("causes"), lessons.prior.factor_weights
    return [
        (_(table[name]["name"]), _range(before[name]), _range(weight)) for name, weight in lessons.posterior.factor_weights.items()
    ]


def sweat_rows(lessons: Lessons, units: str = "metric") -> list[Row]:
    """Sweat rate and sodium; ``units`` is ``metric`` or ``imperial``."""
    sweat = lessons.sweat
    sodium = _("sweat sodium, mmol/L"), _range(sweat.sodium_before_mmol_l.range, 0), _range(sweat.sodium_mmol_l.range, 0)
    before, now = sweat.rate_before_l_h.range, sweat.rate_l_h.range
    if units == "imperial":
        ounces = [type(one)(*map(fluid_ounces, (one.mean, one.median, one.low, one.high))) for one in (before, now)]
        return [(_("sweat rate, oz/h"), _range(ounces[0], 0), _range(ounces[1], 0)), sodium]
    return [(_("sweat rate, L/h"), _range(before), _range(now)), sodium]


def notes(lessons: Lessons) -> Iterator[str]:
    """How the rows are to be read."""
    yield _("1 is what the model expects of you (first row), or of the factor in everybody (weights). Estimates, not a diagnosis.")
    if not lessons.complete:
        yield _(
            "It is not said that every session is in this diary. So sessions without a cramp count for nothing here, and of those with one "
            "only when it came: how often you cramp cannot be learnt that way. If all are in, add --complete."
        )


def ahead(lessons: Lessons) -> Iterator[str]:
    """How sure it is that this athlete cramps more easily than expected, and what would settle it."""
    ahead = lessons.ahead
    yield _("Chance that you cramp more easily than expected: {chance} %.").format(chance=round(100 * ahead.chance_frac))
    if ahead.is_settled:
        yield _("That question is settled, as far as the model holds.")
    elif ahead.sessions_count is not None:
        yield _("About {count} more sessions like yours, every one of them said, would settle that, not before.").format(
            count=ahead.sessions_count
        )
    elif ahead.settled_frac:
        yield _("Not before {count} more sessions like yours would that be settled.").format(count=ahead.settled_frac[-1][0])


def experiment_text(
    experiment: Experiment | None, compared: Compared | None, odds: Callable[[float], str], *, kept: bool
) -> Iterator[str]:
    """Paragraphs for a terminal; ``odds`` says a chance."""
    if experiment is None:
        yield _("No single change would have lowered the chance in that session. Name another with --activity.")
        return
    begun = () if kept or compared is not None else (_("To begin it: the same command with --keep."),)
    yield from (*proposed(experiment, odds), *begun, *standing(experiment, compared, kept=kept))


def proposed(experiment: Experiment, odds: Callable[[float], str]) -> Iterator[str]:
    """The change, and what is predicted."""
    yield _("The change: {change}. As it was: {was}. To try: {will_be}.").format(
        change=experiment.change, was=experiment.was, will_be=experiment.will_be
    )
    yield _("A cramp in such a session, as an estimate: {before} as before, {after} with the change.").format(
        before=odds(experiment.chance_frac), after=odds(experiment.changed_chance_frac)
    )


def standing(experiment: Experiment, compared: Compared | None, *, kept: bool) -> Iterator[str]:
    """How it stands, and when it should be known."""
    if compared is not None:
        yield from _compared(compared)
    elif kept:
        yield _("Kept. Try it in sessions like that one, change nothing else, and say of each whether there was a cramp.")
    if experiment.sessions_count is None:
        yield _("It may not be known within hundreds of sessions: one person cramps too rarely for so small a difference.")
    else:
        yield _("It should be known after about {count} sessions with the change, not before.").format(
            count=experiment.sessions_count
        )


def _compared(compared: Compared) -> Iterator[str]:
    yield _("Sessions said since: {count}, with a cramp: {cramps}.").format(
        count=compared.sessions_count, cramps=compared.cramps_count
    )
    ratio = compared.bayes_ratio
    if compared.verdict == "for":
        yield _(
            "That is {ratio} times as likely if the change works as predicted than if it does nothing: it speaks for it."
        ).format(ratio=f"{ratio:.1f}")
    elif compared.verdict == "against":
        yield _(
            "That is {ratio} times as likely if the change does nothing than if it works as predicted: it speaks against it."
        ).format(ratio=f"{1.0 / ratio:.1f}")
    else:
        yield _("That says little yet: it is about as likely if the change does nothing.")
    yield _("It counts only if each session since was said and was tried with the change.")


def _row(name: str, before: str, now: str) -> str:
    return f"  {name:<36}{before:<20}{now}".rstrip()


def _range(found: Range, digits: int = 2) -> str:
    return f"{found.median:.{digits}f} ({found.low:.{digits}f}-{found.high:.{digits}f})"
