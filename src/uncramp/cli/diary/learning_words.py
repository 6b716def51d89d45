"""What a diary teaches, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from uncramp.evidence.registry import load_table
from uncramp.report.odds import odds_text
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.experiment import Compared, Experiment
    from uncramp.diary.lessons import Lessons
    from uncramp.why.answers import Range


def lessons_text(lessons: Lessons) -> Iterator[str]:
    """Paragraphs and rows: what was believed before, and what is now."""
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
    yield ""
    yield _row(_("estimates (90 % range)"), _("before"), _("now"))
    yield _row(
        _("how easily you cramp"), _range(lessons.prior.susceptibility_ratio), _range(found.susceptibility_ratio)
    )  # of what the model expects of you
    yield _("  weight of:")
    table = load_table("causes")
    before = lessons.prior.factor_weights
    for name, weight in found.factor_weights.items():
        yield _row(_(table[name]["name"]), _range(before[name]), _range(weight))
    sweat = lessons.sweat
    yield _row(_("sweat rate, L/h"), _range(sweat.rate_before_l_h.range), _range(sweat.rate_l_h.range))
    yield _row(_("sweat sodium, mmol/L"), _range(sweat.sodium_before_mmol_l.range, 0), _range(sweat.sodium_mmol_l.range, 0))
    yield ""
    yield _("1 is what the model expects of you (first row), or of the factor in everybody (weights). Estimates, not a diagnosis.")
    if not lessons.complete:
        yield _(
            "It is not said that every session is in this diary. So sessions without a cramp count for nothing here, and of those with one "
            "only when it came: how often you cramp cannot be learnt that way. If all are in, add --complete."
        )
    yield from _ahead(lessons)


def _ahead(lessons: Lessons) -> Iterator[str]:
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


def experiment_text(experiment: Experiment | None, compared: Compared | None, *, kept: bool) -> Iterator[str]:
    """Paragraphs: the change, what is predicted, and how it stands."""
    if experiment is None:
        yield _("No single change would have lowered the chance in that session. Name another with --activity.")
        return
    yield _("The change: {change}. As it was: {was}. To try: {will_be}.").format(
        change=experiment.change, was=experiment.was, will_be=experiment.will_be
    )
    yield _("A cramp in such a session, as an estimate: {before} as before, {after} with the change.").format(
        before=odds_text(experiment.chance_frac), after=odds_text(experiment.changed_chance_frac)
    )
    if compared is not None:
        yield from _compared(compared)
    elif kept:
        yield _("Kept. Try it in sessions like that one, change nothing else, and say of each whether there was a cramp.")
    else:
        yield _("To begin it: the same command with --keep.")
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
