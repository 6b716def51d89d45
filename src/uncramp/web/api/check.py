"""When to see a doctor, by fixed rules over what a person reports; no simulation is asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from uncramp.check.answers import answers_from_mapping
from uncramp.check.rulebook import rulebook
from uncramp.report.check_document import check_document, rules_document

router = APIRouter(prefix="/api/check", tags=["check"])

Text = Annotated[str, Field(max_length=200)]


class Reported(BaseModel):
    """What is reported, as in a file for `uncramp check --answers`."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[Text, Literal["yes", "no", "unknown"]] = Field(default_factory=dict, max_length=200)
    age: FiniteFloat | None = None
    sex: Text = ""
    medicines: list[Text] = Field(default_factory=list, max_length=100)
    labs: dict[Text, FiniteFloat] = Field(default_factory=dict, max_length=100)


@router.post("")
def check(reported: Reported, country: Annotated[str, Field(max_length=2)] = "", someone_else: bool = False) -> dict[str, Any]:
    """How urgent it is and what to do, as `uncramp check --json` prints it. What is not answered is not known."""
    given = reported.model_dump(exclude_none=True)
    return check_document(answers_from_mapping(given), country=country, someone_else=someone_else)


@router.get("/rules")
def rules() -> dict[str, Any]:
    """Every rule with its source, and every phrase that an answer may have."""
    book = rulebook()
    return rules_document(book, book.rules)
