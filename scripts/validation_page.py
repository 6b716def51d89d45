"""Make docs/reference/validation.md, the model against every published figure; with --check, say whether it is stale.

Computing all of it takes a minute or two, so that the numbers are kept beside the page, in validation.json, with a digest of every parameter
they rest on. They are computed again where the digest differs, or where a few of them, computed each time, do; --check does not.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

from generated_pages import REFERENCE, write_or_check

from uncramp.ensemble.field_file import read_field, shipped_fields
from uncramp.evidence.facts import targets
from uncramp.evidence.registry import load_topic, topics
from uncramp.report.validation_document import findings_of, validation_document
from uncramp.report.validation_words import accepted_text, measured_text, summary_text, use_text, verdict_text
from uncramp.validation.bench import Bench
from uncramp.validation.finding import Finding, figures
from uncramp.validation.run import find, validate

MADE: Final = "<!-- made by `make docs` from `uncramp validate`; change the model or its evidence instead -->\n\n"
KEPT: Final = REFERENCE / "validation.json"
BENCH: Final = Bench()
SENTINELS: Final = {"V01": Bench(athletes=20, draws=2), "V14": Bench(), "T09": Bench(), "T21": Bench(), "V29": Bench()}
"""Targets that are computed at every check, small enough for it: a field, a threshold, heat, water, fatigue."""
IN_NO_FIGURE: Final = ("prevent", "weeks", "food", "weighing", "learning")
"""Topics of plans, routines and food: no figure rests on them, since no model reads them."""
AGREES_RATIO: Final = 1e-5
"""Sentinels that differ by less are the same on another processor."""


def parameters_sha256() -> str:
    """SHA-256 over every number that the figures rest on; notes, sources and words do not matter."""
    total = hashlib.sha256()
    for topic in (topic for topic in topics() if topic not in IN_NO_FIGURE):
        for name, one in load_topic(topic).items():
            numbers = (
                one.value,
                one.low,
                one.high,
                one.spread,
                one.varies,
                one.null_chance_frac,
                one.null_value,
                one.floor,
                one.ceiling,
            )
            total.update(f"{topic}.{name}{numbers}".encode())
    for name in shipped_fields():
        total.update(read_field(name).digest.encode())
    for name in ("table.toml", "accepted.toml", "muscles.toml", "experiments.toml"):
        total.update((files("uncramp.reflex") / name).read_bytes())
    for target, accepted in figures().items():
        total.update(
            f"{target}{targets()[target].used_for_calibration}{[(one.name, one.low, one.high) for one in accepted]}".encode()
        )
    total.update(repr(asdict(BENCH)).encode())
    return total.hexdigest()


@cache
def sentinels() -> dict[str, dict[str, float]]:
    """A few figures as the model gives them now, by target and name."""
    return {
        target: {one.figure.name: float(f"{one.number.value:.8g}") for one in find(target, bench).measured}
        for target, bench in SENTINELS.items()
    }


def stale(kept: dict[str, Any]) -> str:
    """Why the numbers kept are not those of today's model; "" if they are."""
    if kept.get("parameters_sha256") != parameters_sha256():
        return "a parameter, a field or a tolerance changed since"
    for target, numbers in sentinels().items():
        for name, value in numbers.items():
            if not math.isclose(kept["sentinels"][target].get(name, math.nan), value, rel_tol=AGREES_RATIO):
                return f"{target} {name} is now {value:g}"
    return ""


def kept_numbers() -> dict[str, Any]:
    """What lies beside the page; nothing where there is none."""
    read: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return read


def compute() -> dict[str, Any]:
    """All figures anew, with what they rest on."""
    return {
        "parameters_sha256": parameters_sha256(),
        "sentinels": sentinels(),
        "targets": validation_document(
            validate(BENCH, progress=lambda share, text: print(f"{share:4.0%} {text}", file=sys.stderr))
        ),
    }


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in (head, ["---"] * len(head), *rows)
    )


def row(one: Finding) -> list[str]:
    """A line of the table of targets."""
    told = [f"{each.figure.what}: {measured_text(each)}" for each in one.measured]
    verdict = f"**{verdict_text(one)}**" if one.hit is False else verdict_text(one)
    name = f"[{one.target.id}](rows.md#{one.target.id.lower()})"
    return [name, one.target.scenario, one.target.published, one.target.tolerance, "<br>".join(told), verdict, use_text(one)]


def page_of(findings: list[Finding]) -> str:
    """The page of these findings."""
    misses = [
        [one.target.id, each.figure.what, measured_text(each), accepted_text(each.figure), each.figure.lacks]
        for one in findings
        for each in one.misses
    ]
    silent = [[one.target.id, one.target.scenario, one.not_expressed] for one in findings if one.not_expressed]
    return (
        "# Validation\n\n"
        f"The model against every published figure that it is held against, as `uncramp validate` gives it: {BENCH.athletes:,} athletes of each field, {BENCH.draws} draws "
        f"of each, seed {BENCH.seed}. [How to repeat it](../how-to/validate.md).\n\n{summary_text(findings)}\n\n"
        "A target hits where all of its figures are within the tolerance. In brackets: the 5th to 95th percentile over the draws of a field. Tolerances are our choice.\n\n"
        "**What this does not show.** *Fitted*: the hazard was fitted to it, which is no proof. *Held out*: nothing was fitted to it; but of these some "
        "were looked at while priors were chosen (V05's share after 30 km, V10, D18 to D23 of V28, A22), several gains of the spinal loop were sized to such trials (V17, V18, V20), and the "
        "heat model's gains were fitted to every second cell of T01 to T04. Groups that were studied are mostly young men in mild weather. A target says nothing of one person.\n\n"
        "V05 and V06 conflict: a marathon's cramps come late, yet fewer than half of those of a mixed field come in the last quarter. One smooth rate cannot give both; both are shown.\n\n"
        "## Targets\n\n"
        + table(["target", "scenario", "published", "near enough", "ours", "verdict", "use"], [row(one) for one in findings])
        + "\n## Misses, and what the model lacks\n\nEach is a test that is expected to fail, and fails the run should it begin to hit.\n\n"
        + table(["target", "figure", "ours", "accepted", "what the model lacks"], misses)
        + "\n## What is not expressed\n\n"
        + table(["target", "scenario", "why"], silent)
    )


def validation_page() -> str:
    """The page as it should be: of the numbers kept, or with a line that they are stale."""
    kept = kept_numbers()
    why = stale(kept) if kept else "there are none yet"
    if why and "--check" not in sys.argv:
        print(f"Computing the figures again: {why}.", file=sys.stderr)
        kept = compute()
        KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    elif why:
        return f"The numbers kept are not those of the model: {why}.\n"
    return page_of(findings_of(kept["targets"]))


PAGES = {"validation.md": validation_page}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, MADE, __doc__))
