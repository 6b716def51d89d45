"""Make docs/reference/check_accuracy.md, how the triage does on the project's own cases; with --check, say whether it is stale."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from generated_pages import write_or_check
from scipy.stats import binomtest

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.triage import triage

MADE = "<!-- made by `make docs` from tests/validation/vignettes.toml and the rules; change those instead -->\n\n"
CASES = Path(__file__).resolve().parents[1] / "tests" / "validation"

FIRST: Final = {"exact": (93, 102), "safe": (94, 102), "too low by two levels or more": (4, 102), "emergencies found": (32, 35)}
"""What came out when the cases met the rules for the first time: the only figures in which neither knew of the other."""

Judge = Callable[[Mapping[str, str]], str]
"""From answers by flag id to a level."""


@dataclass(frozen=True)
class Vignette:
    """One case: what is answered, and what its author, reading the sources, expects."""

    id: str
    story: str
    answers: Mapping[str, str]  # flag id -> yes or unknown
    urgency: str  # one of LEVELS
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A case and the level it was given."""

    vignette: Vignette
    given: str  # one of LEVELS

    @property
    def levels_too_high(self) -> int:
        """Levels above the expected one; negative if below."""
        return LEVELS.index(self.given) - LEVELS.index(self.vignette.urgency)


def by_rules(answers: Mapping[str, str]) -> str:
    """The level of the shipped rules."""
    return triage(answers).urgency


@cache
def vignettes() -> tuple[Vignette, ...]:
    """All cases, in the order of the file."""
    flag_of = {phrase: flag for flag, phrase in rulebook().flags.items()}
    table = tomllib.loads((CASES / "vignettes.toml").read_text(encoding="utf-8"))
    return tuple(
        Vignette(
            row["id"],
            row["story"],
            {flag_of[phrase]: answer for phrase, answer in row["answers"].items()},
            row["urgency"],
            row["reason"],
            tuple(row["sources"]),
        )
        for row in table["vignettes"]
    )


def verdicts(judge: Judge = by_rules) -> list[Verdict]:
    """What ``judge`` gives to every case."""
    return [Verdict(one, judge(one.answers)) for one in vignettes()]


def share(count: int, of: int) -> str:
    """Count and share with its Clopper-Pearson interval of 95 %."""
    interval = binomtest(count, of).proportion_ci(method="exact")
    return f"{count} of {of} = {count / of:.1%} ({interval.low:.1%} to {interval.high:.1%})"


def measures(judged: Sequence[Verdict]) -> dict[str, str]:
    """The figures of the page by name."""
    gaps = [one.levels_too_high for one in judged]
    emergencies = [one for one in judged if one.vignette.urgency == LEVELS[-1]]
    wrong = sum(gap != 0 for gap in gaps)
    high = sum(gap > 0 for gap in gaps)
    return {
        "exact: the expected level": share(sum(gap == 0 for gap in gaps), len(gaps)),
        "safe: the expected level or a higher one": share(sum(gap >= 0 for gap in gaps), len(gaps)),
        "too high": share(high, len(gaps)),
        "too low": share(sum(gap < 0 for gap in gaps), len(gaps)),
        "too low by two levels or more": share(sum(gap <= -2 for gap in gaps), len(gaps)),
        "emergencies found": share(sum(one.levels_too_high == 0 for one in emergencies), len(emergencies)),
        "of the wrong ones, too high": share(high, wrong) if wrong else "none was wrong",
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *rows))


def by_level(judged: Sequence[Verdict]) -> str:
    """What was given to the cases of each expected level."""
    rows = []
    for level in reversed(LEVELS):
        given = [one.given for one in judged if one.vignette.urgency == level]
        rows.append([level, *(str(given.count(other)) for other in reversed(LEVELS)), share(given.count(level), len(given))])
    return table(["expected", *(f"given {level}" for level in reversed(LEVELS)), "exact"], rows)


def disagreements(judged: Sequence[Verdict]) -> str:
    """Every case with another level than expected, the lowest against its expectation first."""
    wrong = sorted((one for one in judged if one.levels_too_high), key=lambda one: one.levels_too_high)
    if not wrong:
        return "None.\n"
    rows = [[f"`{one.vignette.id}`", one.vignette.story, one.vignette.urgency, one.given, one.vignette.reason] for one in wrong]
    return table(["case", "story", "expected", "given", "why expected"], rows)


def accuracy_page() -> str:
    """Figures with intervals, the cases that differ, other programs, and what all this does not show."""
    judged = verdicts()
    others = tomllib.loads((CASES / "symptom_checkers.toml").read_text(encoding="utf-8"))["studies"]
    return (
        "# How often the triage is right on our own cases\n\n"
        f"Rules of version {rulebook().version}, {len(judged)} cases of [`tests/validation/vignettes.toml`]"
        "(../../tests/validation/vignettes.toml). Shares with Clopper-Pearson intervals of 95 %.\n\n"
        "**What this does not show.** The project that wrote the rules wrote the cases too; they were written from medical sources "
        "before their author had read a rule, and an expectation was never changed to suit one, but both rest on much the same "
        "sources. No clinician has reviewed a rule, a case or an expected level. The cases use the words of the questions, so they "
        "test the rules and not whether a person in pain answers rightly. Vignettes are not people, and an interval "
        "here says how sure a share is among cases like these, not among users.\n\n"
        + table(["figure", "cases"], [[name, value] for name, value in measures(judged).items()])
        + f"\nAt the first run of the cases, on 28 November 2026: {', '.join(f'{name} {share(*counts)}' for name, counts in FIRST.items())}. "
        "Where a rule was changed since with such a case in view, the figures above are no longer blind; those of the first run are.\n\n"
        "A program that always says emergency would be safe in all cases and exact in "
        f"{share(sum(one.urgency == LEVELS[-1] for one in vignettes()), len(judged))}: only both figures together say something.\n\n"
        "## By level\n\n"
        + by_level(judged)
        + "\n## Where the rules differ from what was expected\n\n"
        + disagreements(judged)
        + "\n## Other symptom checkers\n\nOther cases, from all of medicine and written by others, so the figures are no contest.\n\n"
        + table(
            ["study", "cases", "exact", "safe", "note", "figures"],
            [[one[key] for key in ("study", "cases", "exact", "safe", "note", "status")] for one in others],
        )
    )


PAGES: dict[str, Callable[[], str]] = {"check_accuracy.md": accuracy_page}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, MADE, __doc__))
