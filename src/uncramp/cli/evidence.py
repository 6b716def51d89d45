"""``uncramp evidence``: every number with its unit, range, grade and source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.options import options
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.evidence.catalogue import Found
    from uncramp.evidence.registry import Entry


@click.command()
@click.argument("topic", required=False)
@options("grade", "json")
def evidence(topic: str | None, grade: str | None, json: bool) -> None:
    """List the numbers the answers rest on: all topics, one TOPIC, one topic.name, or what a word or row (B01, K9, V05) finds.

    \b
    Examples:
      uncramp evidence                    how many numbers of which grade, by topic
      uncramp evidence heat               every number of one topic
      uncramp evidence sweat.doubling_k   one number in full
      uncramp evidence --grade assumed    every choice of ours, with its reason
      uncramp evidence K9                 a contradiction, and what it concerns
      uncramp evidence "sweat sodium"     whatever holds these words

    \b
    Grades, nearest to cramps in exercise first:
      cramp      measured in people who cramp, or in an induced cramp
      athletes   measured in exercising people
      healthy    measured in people at rest or in another setting
      animal     measured in animals
      memory     a published figure recalled but not found again
      fitted     by our calibration to published incidence
      assumed    a choice of ours
    """  # noqa: D301 - click reads \b: keep these lines
    from re import fullmatch

    from uncramp.evidence.catalogue import entry_named, list_entries, search
    from uncramp.evidence.registry import topics
    from uncramp.report.evidence_document import evidence_document

    if topic is None or topic in topics():
        entries = list_entries(topic, grade)
        if json:
            _print_json(evidence_document(entries))
        elif topic is None and grade is None:
            _print_overview(entries)
        else:
            _print_entries(entries)
        return
    if fullmatch(r"\s*[a-z_]+\.\w+\s*", topic):
        entry = entry_named(topic)
        _print_json(evidence_document([entry])) if json else _print_in_full(entry)
        return
    found = search(topic)
    entries = [entry for entry in found.entries if grade in (None, entry.grade)]
    _check_found(topic, found)
    if json:
        _print_json(evidence_document(entries, found))
        return
    _print_texts(found)
    _print_entries(entries)


def _check_found(topic: str, found: Found) -> None:
    if found:
        return
    from uncramp.errors import InputError
    from uncramp.evidence.registry import topics
    from uncramp.names import one_of

    try:
        one_of(topic, topics(), "the topic")
    except InputError as error:
        raise InputError(_("{error} No number, row or contradiction holds these words either.").format(error=error)) from None


def _print_json(value: dict[str, Any]) -> None:
    from json import dumps

    from uncramp.cli.writing import print_json

    print_json(dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _print_overview(entries: Sequence[Entry]) -> None:
    from uncramp.evidence.catalogue import count_by_grade, share_by_grade
    from uncramp.evidence.registry import topics
    from uncramp.names import GRADES

    click.echo(f"{'topic':16} {'all':>5} " + " ".join(f"{grade:>9}" for grade in GRADES))
    for topic in topics():
        mine = [entry for entry in entries if entry.topic == topic]
        click.echo(f"{topic:16} {len(mine):5} " + " ".join(f"{count:9}" for count in count_by_grade(mine).values()))
    shares = " ".join(f"{100 * share:7.0f} %" for share in share_by_grade(entries).values())
    click.echo(f"{'share':16} {len(entries):5} {shares}")
    click.echo("\nOne topic: uncramp evidence TOPIC. What is assumed: --grade assumed. What grades mean: --help.")


def _print_entries(entries: Sequence[Entry]) -> None:
    from uncramp.report.odds import one_line

    for entry in entries:
        click.echo(_value_text(entry))
        click.echo(f"    {_origin_text(entry)}")
        if entry.note:
            click.echo(f"    {one_line(entry.note, 400)}")


def _value_text(entry: Entry) -> str:
    unit = "" if entry.unit == "1" else f" {entry.unit}"
    spread = f" ({entry.low:g} to {entry.high:g}, {entry.spread}, varies between {entry.varies})"
    drawn = "" if entry.spread == "fixed" else spread
    return f"{entry.topic}.{entry.name} = {entry.value:g}{unit}{drawn}  [{entry.grade}]"


def _origin_text(entry: Entry) -> str:
    null = f"; with chance {entry.null_chance_frac:g} there is no effect" if entry.null_chance_frac else ""
    return f"{', '.join(entry.source)}{f'; {entry.where}' if entry.where else ''}{null}"


def _print_in_full(entry: Entry) -> None:
    """One number with its whole note, its bounds and what its sources are."""
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.evidence.citations import as_text
    from uncramp.evidence.registry import cite

    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("never below", entry.floor), ("never above", entry.ceiling))
        if math.isfinite(bound)
    ]
    told = [
        _origin_text(entry),
        *([f"{', '.join(bounds)}"] if bounds else []),
        entry.note,
        *as_text(cite(entry.source)).splitlines(),
    ]
    click.echo(_value_text(entry))
    for text in filter(None, told):
        click.echo(click.wrap_text(" ".join(text.split()), columns_of_stdout(), "    ", "    "))


def _print_texts(found: Found) -> None:
    for fact in found.facts:
        people = f" ({fact.population})" if fact.population else ""
        click.echo(f"{fact.id}  {fact.what}: {fact.value}{people}  [{fact.status}; {', '.join(fact.source)}]")
    for row in found.contradictions:
        click.echo(f"{row.id}  said: {row.claim}. Evidence: {row.evidence} ({row.label})")
    for target in found.targets:
        click.echo(f"{target.id}  {target.scenario}: {target.published}; tolerance {target.tolerance}")
