"""The sheet for a clinician: one page whatever is in it, nothing left out in silence, nothing of the machine in it."""

from __future__ import annotations

import getpass
import io
import re
import socket
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pypdf import PdfReader
from summaries import ATHLETE, full_summary, saved_assessment, summaries

from uncramp.check.answers import answers_from_mapping
from uncramp.check.rulebook import rulebook
from uncramp.check.session import session_of
from uncramp.check.summary import ClinicianSummary, summarise
from uncramp.check.summary_words import NOT_A_DEVICE, SIMULATION, sections
from uncramp.report.clinician import ROOMS, ROWS, clinician_document, clinician_lines, clinician_page, clinician_pdf
from uncramp.report.schema import to_json

A4_MM = (210.0, 297.0)
LETTER_HIGH_MM = 279.4
MM_PER_POINT = 25.4 / 72


def crowded(letters: str) -> ClinicianSummary:
    """A summary of far too much, in words made of ``letters``."""
    document = saved_assessment()
    document["reported"] = [{"muscle": "calf", "side": "left", "at_s": 60.0 * minute} for minute in range(40)]
    document["cautions"] = [{"id": "x", "text": letters * 4000, "urgency": "same_day"}] * 9
    document["activity"]["intake"] = {"text": letters * 3000, "stated": True}
    document["provenance"]["version"] = letters * 3000
    flags = list(rulebook().flags.values())
    content = {
        "answers": {phrase: ("yes", "unknown")[place % 2] for place, phrase in enumerate(flags)},
        "medicines": [f"{letters * 190}{number}"[-200:] for number in range(25)],
        "labs": {name: lab.low for name, lab in rulebook().labs.items()},
    }
    stated: dict[str, Any] = {**ATHLETE, "conditions": tuple(f"{letters * 300}{number}" for number in range(30))}
    return full_summary(
        stated=stated,
        answers=answers_from_mapping(content),
        session=session_of(document),
        name=letters * 2000,
        question=letters * 5000,
    )


@cache
def pdf(letters: str = "") -> bytes:
    return clinician_pdf(crowded(letters) if letters else full_summary()).content


def text_of(content: bytes) -> str:
    """Text of a PDF that has one page."""
    (page,) = PdfReader(io.BytesIO(content)).pages
    return " ".join(page.extract_text().split())


def test_the_sheet_says_what_matters() -> None:
    text = text_of(pdf())
    for part in (
        "Emergency", "E09", "By fixed rules, version", "yes dark, cola, tea or red urine", "not known muscle pain far worse",
        "Lasix 40 mg", "loop diuretic", "diabetes", "left calf at 1:23:20", "Is it my statin?", "Ana Beispiel", "1985-03-21",
        "blood sodium 131 mmol/L", "2026-06-01",
    ):  # fmt: skip
        assert part in text, part
    assert NOT_A_DEVICE in text
    assert text.count(SIMULATION) >= 10


def test_what_decides_the_urgency_leads_whole_and_a_medicine_comes_last() -> None:
    said = {
        "takes a statin": "yes",
        "takes another medicine regularly": "yes",
        "puffy hands, tight ring or watch, or bloated": "yes",
    }
    said |= dict.fromkeys(("long exercise in the last 24 hours", "headache getting worse", "nausea"), "unknown")
    summary = summarise({}, answers=answers_from_mapping({"answers": said}), date="2026-06-01", version="0")
    rows = sections(summary)[0].rows
    labels = [row.label for row in rows[1:]]
    assert labels[:2] == ["E05", "S05"]
    assert set(labels[2:4]) == {"S43", "S44"}
    assert labels[4:] == ["C07", "C25", "X07"]
    page = unescape(clinician_page(summary, 0.0))
    assert all(row.text in page for row in rows if row.kind == "decides")


@pytest.mark.parametrize("letters", ["long ", "W", pytest.param("é", marks=pytest.mark.slow)])
def test_one_page_whatever_is_in_it_and_what_is_left_out_is_told(letters: str) -> None:
    summary = crowded(letters)
    text = text_of(pdf(letters))
    assert "Emergency" in text
    shown = len(re.findall(r"\b(?:yes|not known) ", text))
    more = [int(number) for number in re.findall(r"and (\d+) more, not shown on this sheet", text)]
    assert len(more) >= 5  # urgency, answers, medicines, conditions, estimates
    assert any(shown + left == len(summary.answers.answers) for left in more)
    assert "…" in text
    assert NOT_A_DEVICE in text
    # a number of the model is shown with its mark or not at all
    estimates = text[text.index("Model estimates") : text.index("By uncramp")]
    assert estimates.count(SIMULATION) == 1 + len(re.findall(r"\(\S+ to \S+\)", estimates)) > 1


def test_everything_stands_on_paper_of_both_sizes() -> None:
    (page,) = PdfReader(io.BytesIO(pdf("long "))).pages
    size_mm = tuple(float(side) * MM_PER_POINT for side in (page.mediabox.width, page.mediabox.height))
    assert size_mm == pytest.approx(A4_MM, abs=0.1)
    heights_mm: list[float] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            heights_mm.append((text_matrix[5] * matrix[3] + matrix[5]) * MM_PER_POINT)

    page.extract_text(visitor_text=visit)
    assert len(heights_mm) > 50
    assert min(heights_mm) > A4_MM[1] - LETTER_HIGH_MM
    assert max(heights_mm) < A4_MM[1]


def test_the_sheet_is_tagged_has_a_language_and_nothing_of_the_machine() -> None:
    read = PdfReader(io.BytesIO(pdf()))
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert read.root_object["/Lang"] == "en"
    assert read.metadata is not None
    assert set(read.metadata) <= {"/Title", "/Producer", "/Creator"}
    told = (text_of(pdf()), str(dict(read.metadata)), to_json(clinician_document(full_summary())), clinician_page(full_summary()))
    for private in (socket.gethostname(), str(Path.home()), str(Path.cwd()), getpass.getuser()):
        assert not [text for text in told if re.search(rf"(?<!\w){re.escape(private)}(?!\w)", text)]


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert clinician_pdf(full_summary()).content == pdf()
    assert clinician_pdf(full_summary(question="Another?")).content != pdf()


def test_the_page_needs_nothing_else_and_escapes_what_a_person_wrote() -> None:
    page = clinician_page(full_summary(name="<script>alert(1)</script>", question="<b>&"))
    assert "<script" not in page
    assert "&lt;b&gt;&amp;" in page
    assert '<html lang="en">' in page
    assert not re.search(r"""(src|href)=|url\(|@import""", page)


@given(summaries())
def test_any_summary_is_a_page_a_text_and_a_document(summary: ClinicianSummary) -> None:
    for room in ROOMS:
        page = clinician_page(summary, room)
        assert page.count("<h1>") == 1
        assert page.count("<li>") <= sum(most + 1 for _, most in ROWS.values()) + len(ROWS)
    assert max(map(len, clinician_lines(summary, 79))) <= 79
    document = clinician_document(summary)
    to_json(document)
    assert document["urgency"] == (summary.triage.urgency if summary.triage else None)


def test_less_room_never_shows_more() -> None:
    lengths = [clinician_page(crowded("long "), room).count("<li>") for room in ROOMS]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]


def test_without_answers_no_urgency_is_made_up() -> None:
    summary = full_summary(answers=None)
    text = text_of(clinician_pdf(summary).content)
    assert "The questions about warning signs were not answered." in text
    assert "No warning sign given" not in text
    assert clinician_document(summary)["urgency"] is None


def test_one_row_too_many_is_shown_rather_than_counted() -> None:
    _, most = ROWS["conditions"]
    for count in (most + 1, most + 2):
        page = clinician_page(full_summary(stated={"conditions": tuple(f"trouble {number}" for number in range(count))}))
        assert ("not shown on this sheet" in page) == (count > most + 1)
        assert page.count("trouble ") == (most + 1 if count == most + 1 else most)


def test_letters_that_no_font_has_are_told() -> None:
    assert clinician_pdf(full_summary()).lacking == ""
    assert clinician_pdf(full_summary(name="Ana \U000f0123\U000f0123")).lacking == "\U000f0123"
