"""What a diary teaches, in words for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from uncramp.diary.learning_prior import learning_parameters
from uncramp.evidence.registry import load_table
from uncramp.report.odds import odds_text
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.experiment import Compared, Experiment
    from uncramp.diary.lessons import Lessons
    from uncramp.why.answers import Range

TELLING: Final = 0.97
"""A range that keeps more of its width, and hardly moves by it, is shown as one of which nothing was learnt yet."""


def lessons_text(lessons: Lessons) -> Iterator[str]:
    """Paragraphs and rows: what was believed before, and what is now."""
    yield from _counted(lessons)
    yield ""
    yield _row(_("estimates (90 % range)"), _("before"), _("now"))
    before, found = lessons.prior, lessons.posterior
    yield _moved(_("how easily you cramp"), before.susceptibility_ratio, found.susceptibility_ratio, middle="mean")
    yield ""
    yield "  " + _("how much it does to you:")
    table = load_table("causes")
    weights = found.factor_weights
    for name, weight in weights.items():
        yield _moved(_(table[name]["name"]), before.factor_weights[name], weight)
    sweat = lessons.sweat
    yield ""
    yield _measured(_("sweat rate, L/h"), sweat.rate_before_l_h.range, sweat.rate_l_h.range, sweat.rates_count, 2)
    yield _measured(_("sweat sodium, mmol/L"), sweat.sodium_before_mmol_l.range, sweat.sodium_mmol_l.range, sweat.sodiums_count, 0)
    yield ""
    yield _(
        "How easily you cramp: the cramps you get for each one the model expects of somebody like you. How much it does to you: of what the "
        "model says a factor does; 1 is just that, 2 twice as much, 0 nothing. Before is what is believed without your sessions. Estimates, "
        "not a diagnosis."
    )
    if found.sessions_count:
        yield from _clear({_(table[name]["name"]): weight for name, weight in weights.items()})
    yield from _ahead(lessons)
    if not lessons.complete:
        yield _(
            "It is not said that every session of yours is in this diary. So sessions without a cramp count for nothing here, and of those "
            "with one only when it came: how often you cramp cannot be learnt that way. If all are in, add --complete."
        )


def _counted(lessons: Lessons) -> Iterator[str]:
    """What there was to learn from, and what is left out with the reason."""
    found, seen = lessons.posterior, lessons.seen
    if not found.sessions_count:
        yield _(
            "There is nothing to learn from yet. Say of a session that you cramped (uncramp diary cramp) or that you did not "
            "(uncramp diary outcome --activity last none)."
        )
    elif lessons.complete:
        yield _("Sessions learnt from: {count}, of them with a cramp: {cramps}.").format(
            count=found.sessions_count, cramps=found.cramps_count
        )
    else:
        timed = sum(fact.at_count is not None for fact in seen.facts)
        yield _(
            "Sessions learnt from: {timed}, those with a cramp whose time is known. Others that were said, and do not count: {other}."
        ).format(timed=timed, other=found.sessions_count - timed)
    if seen.unsaid_count:
        yield _("Sessions of which neither a cramp nor none was said, and which are no data: {count}.").format(
            count=seen.unsaid_count
        )
    if seen.recurrences_count:
        yield _(
            "Cramps after the first of their session, which tell of that one and not of you, and do not count: {count}."
        ).format(count=seen.recurrences_count)
    for one in seen.unread:
        yield _("Left out: {file}: {why}").format(file=one.file, why=one.reason)


def _clear(weights: Mapping[str, Range]) -> Iterator[str]:
    """The factors of which the sessions say clearly that they do more, or less, than the model has it."""
    more = [name for name, weight in weights.items() if weight.low > 1.0]
    less = [name for name, weight in weights.items() if weight.high < 1.0]
    if more:
        yield _("Your sessions say clearly that these do more to you than the model says: {names}.").format(names=", ".join(more))
    if less:
        yield _("Your sessions say clearly that these do less to you than the model says: {names}.").format(names=", ".join(less))
    if not more and not less:
        yield _(
            "Of no factor do your sessions say clearly that it does more, or less, to you than the model says: every range holds 1."
        )


def _ahead(lessons: Lessons) -> Iterator[str]:
    ahead, settled = lessons.ahead, learning_parameters().settled_chance_frac.value
    yield _("Chance that you cramp more easily than expected: {before} % before, {now} % now. It counts as settled from {settled} % on, or below {other} %.").format(
        settled=round(100 * settled), other=round(100 * (1 - settled)),
        before=round(100 * lessons.prior.above_usual_frac()), now=round(100 * ahead.chance_frac)
    )  # fmt: skip
    if ahead.is_settled:
        yield _("That question is settled, as far as the model holds.")
    elif ahead.sessions_count is not None:
        yield _(
            "About {count} more sessions like yours would settle it, four times in five, if of each a cramp or none is said."
        ).format(count=ahead.sessions_count)
    elif ahead.settled_frac:
        count, share = ahead.settled_frac[-1]
        yield _(
            "Even {count} more sessions like yours, with a cramp or none said of each, would settle it only {times} times in 100: "
            "one person cramps too rarely."
        ).format(count=count, times=round(100 * share))


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


def _moved(name: str, before: Range, now: Range, *, middle: str = "median") -> str:
    """A row, which says so where the sessions told next to nothing."""
    width, was = (math.log(one.high / one.low) for one in (now, before))
    told = width < TELLING * was or abs(math.log(now.median / before.median)) > (1.0 - TELLING) * was
    return _row(name, _range(before, 2, middle), _range(now, 2, middle) if told else _("as before"))


def _measured(name: str, before: Range, now: Range, count: int, digits: int) -> str:
    return _row(name, _range(before, digits), _range(now, digits) if count else _("not measured"))


def _row(name: str, before: str, now: str) -> str:
    return f"  {name:<36}{before:<20}{now}".rstrip()


def _range(found: Range, digits: int, middle: str = "median") -> str:
    return f"{getattr(found, middle):.{digits}f} ({found.low:.{digits}f}-{found.high:.{digits}f})"
