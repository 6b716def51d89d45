"""The clinician summary on one sheet of paper, as a page, as text and as a document of its own."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from uncramp.check.summary import ClinicianSummary
from uncramp.check.summary_words import NOT_A_DEVICE, Row, Section, sections, who
from uncramp.report import html
from uncramp.report.pdf import Sheet, first_of_one_sheet
from uncramp.report.schema import Document
from uncramp.texts import _

ROWS: Final = {
    "urgency": (5, 8), "answers": (9, 16), "happened": (6, 12), "medicines": (6, 14), "conditions": (3, 8), "measured": (4, 9),
    "estimates": (3, 10), "question": (1, 1),
}  # fmt: skip
"""Rows of each section: those that are shown however much there is, and those that a sheet has room for."""

LETTERS: Final = (64, 160)
"""Letters of one row, likewise; what is longer is cut, visibly, but never a rule that decided the urgency. A label has half
of it."""

NOTE_LETTERS: Final = 240
"""Letters of a note under a section; only one about a document of another program is longer."""

ROOMS: Final = (1.0, 0.75, 0.5, 0.25, 0.0, -0.35)
"""How much is shown between the two (the last is less than both, for the widest letters): the first that stands on one sheet is taken."""

FREE_TEXT: Final = ("happened", "medicines", "conditions", "question")
"""Sections with words of the person, which may be of any length."""

LEFT: Final = ("answers", "conditions")
RIGHT: Final = ("happened", "medicines", "measured")


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as far as there is room for it."""

    title: str
    rows: tuple[Row, ...]
    note: str
    left_out: str  # what is not shown, "" if nothing


def clinician_page(summary: ClinicianSummary, room: float = 1.0) -> str:
    """The summary as one self-contained HTML page; ``room`` 0 to 1 is how much of each section is shown."""
    style = html.packaged("templates", "clinician.css")
    shown = {section.id: _shown(section, room) for section in sections(summary)}
    rows = [Row(row.label, _cut(row.text, room)) for row in who(summary)]
    return html.environment().get_template("clinician.html.j2").render(
        date=summary.date, version=summary.version, who=rows, shown=shown, tight=room < 1.0, not_a_device=_(NOT_A_DEVICE),
        columns=[[shown[name] for name in names if name in shown] for names in (LEFT, RIGHT)],
        _=_, style=Markup(style), style_hash=html.policy_hash(style),  # noqa: S704 - our own file
    )  # fmt: skip


def clinician_pdf(summary: ClinicianSummary) -> Sheet:
    """The summary as a PDF of one sheet (A4; nothing stands where US Letter has no paper).

    Raises
    ------
    StoreError
        If WeasyPrint or Pango is missing, with what to install.
    """
    return first_of_one_sheet(clinician_page(summary, room) for room in ROOMS)


def clinician_lines(summary: ClinicianSummary, width: int) -> list[str]:
    """The summary as text, whole, in lines of at most ``width``."""
    lines = [_("Summary for a clinician, {date}").format(date=summary.date)]
    lines += _wrapped("; ".join(f"{row.label}: {row.text}" for row in who(summary)), width, "")
    for section in sections(summary):
        lines += ["", section.title]
        for row in section.rows:
            lines += _wrapped(f"{row.label}: {row.text}" if row.label else row.text, width, "  ")
        lines += _wrapped(section.note, width, "  ")
    return [*lines, "", *_wrapped(_(NOT_A_DEVICE), width, "")]


def clinician_document(summary: ClinicianSummary) -> Document:
    """The summary as plain values, whole."""
    triage = summary.triage
    return {
        "date": summary.date,
        "version": summary.version,
        "rules_version": triage.rules_version if triage else None,
        "urgency": triage.urgency if triage else None,
        "rules": [{"id": rule.id, "finding": rule.finding, "source": rule.source} for rule in triage.fired] if triage else [],
        "person": _plain(who(summary)),
        "sections": [
            {"id": section.id, "title": section.title, "rows": _plain(section.rows), "note": section.note}
            for section in sections(summary)
        ],
        "not_a_device": _(NOT_A_DEVICE),
    }


def _plain(rows: tuple[Row, ...]) -> list[Document]:
    return [{"label": row.label, "text": row.text} for row in rows]


def _shown(section: Section, room: float) -> Shown:
    count = _between(ROWS[section.id], room)
    if len(section.rows) == count + 1:
        count += 1  # saying that one is left out takes as much room as the one
    tight = room if section.id in FREE_TEXT else 1.0  # our own words are short, and the mark of a simulation must stand
    rows = tuple(
        Row(_cut(row.label, tight, 2), row.text if row.kind == "decides" else _cut(row.text, tight), row.kind)
        for row in section.rows[:count]
    )
    rest = len(section.rows) - len(rows)
    note = section.note if len(section.note) <= NOTE_LETTERS else f"{section.note[: NOTE_LETTERS - 1]}…"
    return Shown(section.title, rows, note, _("and {count} more, not shown on this sheet").format(count=rest) if rest else "")


def _cut(text: str, room: float, part: int = 1) -> str:
    letters = _between(LETTERS, room) // part
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _between(limits: tuple[int, int], room: float) -> int:
    least, most = limits
    return max(1, round(least + (most - least) * room))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)
