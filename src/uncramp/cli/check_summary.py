"""``uncramp check summary``: one sheet for a clinician, and the same as a FHIR R4 document."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.check.summary import ClinicianSummary

FLAGS: Final = ("athlete", "answers", "assessment", "name", "born", "date", "question", "html", "pdf", "fhir", "json")
ASSESSMENT_BYTES: Final = 20_000_000


@click.command()
@options(*FLAGS)
def summary(**given: Any) -> None:
    """Put on one sheet for a clinician what you said, what was recorded, and what was simulated.

    Nothing goes in that you did not give: no name, no birth date and no number of a patient is made up. Simulated
    numbers are marked so, and have no part in the urgency. Files are readable by you only.

    \b
    Examples:
      uncramp check summary --athlete ana.toml --answers answers.json
      uncramp check summary --athlete ana.toml --answers answers.json --name "Ana B." --born 1985-03-21 --pdf ana.pdf
      uncramp why race.fit --cramped calf:left@3:05:00 --json > why.json
      uncramp check summary --answers answers.json --assessment why.json --fhir bundle.json --question "Is it my statin?"
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import check_outputs, columns_of_stdout, print_json, tell_written, write_private
    from uncramp.report.clinician import clinician_document, clinician_lines

    check_outputs(
        {name: given[name] for name in ("html", "pdf", "fhir")}, [given["athlete"], given["answers"], given["assessment"]]
    )
    made = _summary(given)
    files = _files(made, given)  # all of them are made before the first is written
    for path, content in files.items():
        write_private(path, content)
    if given["json"]:
        from uncramp.report.schema import to_json

        print_json(to_json(clinician_document(made)))
    elif files:
        tell_written(files)
    else:
        click.echo("\n".join(clinician_lines(made, columns_of_stdout() - 1)))


def _summary(given: dict[str, Any]) -> ClinicianSummary:
    from dataclasses import fields

    from uncramp import __version__
    from uncramp.body.athlete import Athlete
    from uncramp.body.athlete_file import read_athlete
    from uncramp.check.answers import read_answers
    from uncramp.check.prefill import suggestions
    from uncramp.check.session import session_of
    from uncramp.check.summary import summarise
    from uncramp.errors import InputError

    if not (given["athlete"] or given["answers"] or given["assessment"]):
        raise InputError(_("There is nothing to summarise. Give at least one of --athlete, --answers and --assessment."))
    document = read_document(given["assessment"]) if given["assessment"] else None
    session = session_of(document, given["assessment"]) if given["assessment"] else None
    athlete = read_athlete(given["athlete"]) if given["athlete"] else Athlete()
    return summarise(
        {field.name: getattr(athlete, field.name) for field in fields(athlete)},
        answers=read_answers(given["answers"]) if given["answers"] else None,
        session=session,
        asked=suggestions(document, where=given["assessment"]) if session else {},
        name=given["name"] or "",
        born=given["born"] or "",
        question=given["question"] or "",
        date=given["date"] or datetime.now().astimezone().date().isoformat(),
        version=__version__,
    )


def _files(made: ClinicianSummary, given: dict[str, Any]) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    if given["html"]:
        from uncramp.report.clinician import clinician_page

        files[given["html"]] = clinician_page(made)
    if given["pdf"]:
        from uncramp.report.clinician import clinician_pdf

        sheet = clinician_pdf(made)
        files[given["pdf"]] = sheet.content
        if sheet.lacking:
            told = (
                f"no font of this system has {sheet.lacking[:40]}, which stand as boxes on the PDF; install a font that has them."
            )
            click.echo(f"Note: {told}", err=True)
    if given["fhir"]:
        from uncramp.check.fhir import fhir_text

        files[given["fhir"]] = fhir_text(made)
    return files


def read_document(path: str) -> Any:
    """What `uncramp why --json` printed, as a value; raises InputError where it cannot be read."""
    import json

    from uncramp.check.session import EXPECTED
    from uncramp.errors import InputError

    try:
        with Path(path).open("rb") as file:
            raw = file.read(ASSESSMENT_BYTES + 1)
    except OSError as error:
        raise InputError(
            _("{path} cannot be opened: {strerror}. {expected}").format(
                path=path, strerror=error.strerror or error, expected=_(EXPECTED)
            )
        ) from None
    if len(raw) > ASSESSMENT_BYTES:
        raise InputError(
            _("{path} has over {assessment_bytes} bytes, which no assessment has. {expected}").format(
                path=path, assessment_bytes=ASSESSMENT_BYTES, expected=_(EXPECTED)
            )
        )
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, nested thousands deep, numbers of thousands of digits
        raise InputError(
            _("{path} is not JSON: {error}. {expected}").format(path=path, error=error, expected=_(EXPECTED))
        ) from None
