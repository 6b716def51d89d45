"""``uncramp check``: when to see a doctor, by fixed rules over what a person reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.check_summary import summary
from uncramp.cli.options import options

if TYPE_CHECKING:
    from uncramp.check.answers import Answers
    from uncramp.check.rulebook import Rule, Rulebook
    from uncramp.cli.check_interview import Interview

FLAGS: Final = ("answers", "for", "country", "assessment", "save", "json")


@click.group(invoke_without_command=True)
@options(*FLAGS)
@click.pass_context
def check(context: click.Context, /, **given: Any) -> None:
    """Say whether to look after it yourself, see a doctor, get help today, or call for emergency help.

    Asks eight questions on one page first; any yes brings the result at once. Fixed rules decide, each with its source.
    No simulation is asked; one given with --assessment may add a question, and can lower nothing.

    \b
    Examples:
      uncramp check                              asks; type numbers, n for none, ? for how to find out
      uncramp check --for someone-else           the same, about somebody you are with
      uncramp check --country GB --save me.json  with the emergency numbers, and the answers kept
      uncramp check --answers me.json --json     without questions
      uncramp why run.fit --json > run.json; uncramp check --assessment run.json
      uncramp check rules                        every rule

    Lines from a pipe are read as typed: one for the eight questions, one for each page after. This is not a medical
    device. In doubt, call.
    """  # noqa: D301 - click reads \b: keep these lines
    if context.invoked_subcommand is not None:
        return
    from uncramp.check.emergency_numbers import emergency_numbers
    from uncramp.check.prefill import read_suggestions, with_suggestions
    from uncramp.cli.writing import check_outputs

    kept = given["save"]
    check_outputs({"save": kept}, [given["answers"], given["assessment"]])
    country = given["country"] or ""
    emergency_numbers(country)  # a slip in the country is told before the questions
    asked = read_suggestions(given["assessment"]) if given["assessment"] else {}
    if given["answers"]:
        from uncramp.check.answers import read_answers

        answers = read_answers(given["answers"])
        _keep(answers, kept)
    else:
        interview = _interview(given, asked, country)
        answers = interview.run()
        if interview.declined and not given["json"]:
            return  # the result stands there already
    _print_result(with_suggestions(answers, asked), country, given)


def _interview(given: dict[str, Any], asked: dict[str, str], country: str) -> Interview:
    from uncramp.check.answers import Answers, read_answers
    from uncramp.check.emergency_numbers import emergency_numbers, spoken
    from uncramp.check.rulebook import rulebook
    from uncramp.cli.check_interview import Interview
    from uncramp.texts import _

    kept = given["save"]
    before = read_answers(kept) if kept and Path(kept).exists() else Answers()
    call = spoken(emergency_numbers(country)) or _(rulebook().texts["number"])
    return Interview(
        said=dict(before.said),
        someone_else=given["for"] == "someone-else",
        asked=asked,
        kept=lambda answers: _keep(answers, kept),
        shown=lambda answers: _print_result(answers, country, given | {"json": False}, to_stderr=given["json"]),
        number=call,
        medicines=before.medicines,
        age_years=before.age_years,
        sex=before.sex,
        labs=before.labs,
    )


def _keep(answers: Answers, path: str | None) -> None:
    if path:
        import json

        from uncramp.check.answers import answers_document
        from uncramp.cli.writing import write_text

        write_text(path, json.dumps(answers_document(answers), indent=2, ensure_ascii=False) + "\n")


def _print_result(answers: Answers, country: str, given: dict[str, Any], *, to_stderr: bool = False) -> str:
    """Print it, and return what to do in one sentence."""
    from uncramp.report.check_document import check_document

    document = check_document(answers, country=country, someone_else=given["for"] == "someone-else")
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.schema import to_json

        print_json(to_json(document))
        return ""
    from uncramp.cli.writing import NARROWEST_OF_CHECK, print_lines, screen_of_stdout
    from uncramp.report.check_terminal import check_view, short_action

    lines = check_view(document, screen_of_stdout("metric", narrowest=NARROWEST_OF_CHECK))
    if to_stderr:
        click.echo("\n".join(line.plain for line in lines), err=True)
    else:
        print_lines(lines)
    return short_action(document)


check.add_command(summary)


@check.command("rules")
@click.argument("rule", required=False)
@options("json")
def rules(rule: str | None, json: bool) -> None:
    """List every rule with its source and how far that was checked, or show one RULE in full.

    \b
    Examples:
      uncramp check rules
      uncramp check rules E09
      uncramp check rules --json    with every phrase that answers.json may hold
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.check.rulebook import rulebook

    book = rulebook()
    chosen = (_named(book, rule),) if rule else book.rules
    if json:
        from uncramp.cli.writing import print_json
        from uncramp.report.check_document import rules_document
        from uncramp.report.schema import to_json

        print_json(to_json(rules_document(book, chosen)))
        return
    from uncramp.cli.writing import NARROWEST_OF_CHECK, print_lines, screen_of_stdout
    from uncramp.report.check_terminal import rule_view, rules_view

    screen = screen_of_stdout("metric", narrowest=NARROWEST_OF_CHECK)
    print_lines(rule_view(book, chosen[0], screen) if rule else rules_view(book, chosen, screen))


def _named(book: Rulebook, name: str) -> Rule:
    from uncramp.names import one_of

    by_id = {rule.id: rule for rule in book.rules}
    return by_id[one_of(name.upper(), tuple(by_id), "the rule")]
