"""What the diary has taught: before and after, what would settle more, and the personal experiment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, StrictBool

from uncramp.diary.experiment import Compared, Experiment, begin, compare, running, since
from uncramp.diary.learning_document import experiment_document, lessons_document
from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.web.api.settings import Kept as Drawn
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.teaching import Teaching, teaching_of

router = APIRouter(prefix="/api/diary", tags=["diary"])

Kept = Annotated[Diaries, Depends(diaries_of)]
Taught = Annotated[Teaching, Depends(teaching_of)]


@dataclass(frozen=True, slots=True)
class Standing:
    """The experiment under way and how it stands, or the one to propose."""

    experiment: Experiment | None
    compared: Compared | None = None
    ready: bool = True  # whether that is known yet


class Complete(BaseModel):
    """Whether every session is in the diary, whatever happened in it."""

    model_config = ConfigDict(extra="forbid")

    complete: StrictBool


@router.get("/learnt")
def learnt(diaries: Kept, teaching: Taught) -> dict[str, Any]:
    """The document of `uncramp diary learn`, when every session was gone through, and that of `uncramp diary experiment`."""
    lessons = teaching.now()
    found = experiment_of(diaries, teaching)
    return {
        "ready": lessons is not None,
        "done_count": teaching.done_count,
        "count": teaching.count,
        "lessons": None if lessons is None else lessons_document(lessons),
        "experiment_ready": found.ready,
        "experiment": experiment_document(found.experiment, found.compared, kept=False) if found.ready else None,
    }


@router.put("/complete")
def say_complete(drawer: Drawn, said: Complete) -> dict[str, Any]:
    """Say whether every session is in the diary; only then those without a cramp count."""
    drawer.keep(drawer.read().model_copy(update={"complete": said.complete}))
    return {"complete": said.complete}


@router.post("/experiment")
def begin_experiment(diaries: Kept, teaching: Taught) -> dict[str, Any]:
    """Begin the experiment that is proposed: it is kept as a note."""
    found = experiment_of(diaries, teaching)
    if found.compared is not None:
        raise InputError(_("An experiment is under way. Take back its note first, or go on with it."))
    if not found.ready or found.experiment is None:
        raise InputError(_("There is no experiment to begin yet."))
    begin(diaries.own(), found.experiment)
    return experiment_document(found.experiment, None, kept=True)


def experiment_of(diaries: Diaries, teaching: Teaching) -> Standing:
    """How it stands with the personal experiment."""
    lessons, found = teaching.now(), running(diaries.own())
    if lessons is None:
        return Standing(None, ready=False)
    if found is None:
        ready, proposed = teaching.proposed(lessons)
        return Standing(proposed, ready=ready)
    before = teaching.now(until=found.begun_at)
    if before is None:
        return Standing(None, ready=False)
    outcomes = [one.activity.outcome == "cramp" for one in since(found, diaries.own().sessions())]
    return Standing(found, compare(found, outcomes, before.posterior))
