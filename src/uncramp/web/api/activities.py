"""Activities: one session as it was, minute by minute, what a change would have made, and what is said of it."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import numpy as np
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from uncramp.diary.kept import kept_assessment
from uncramp.diary.records import Cramp, KeptAssessment, Session
from uncramp.errors import InputError
from uncramp.names import MUSCLES, OUTCOMES, SEVERITIES, SIDES
from uncramp.relieve.protocols import find_muscle
from uncramp.report.charts import timeline_of
from uncramp.report.document import assessment_document
from uncramp.report.moving import Moving, moving_charts
from uncramp.report.page import course_document
from uncramp.report.schema import to_json
from uncramp.report.tried import tried_document
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.web.demonstration import add_demonstration
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.shelf import Ready, Shelf
from uncramp.why.changes import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(prefix="/api", tags=["activities"])

Id = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


async def given_diaries(request: Request) -> Diaries:
    """What :func:`diaries_of` gives, without a thread for it."""
    return diaries_of(request)


Given = Annotated[Diaries, Depends(given_diaries)]
Units = Literal["metric", "imperial"]
FRAME: Final = struct.Struct("<I")
"""Before the words of a picture: their length in bytes."""


def shelf_of(request: Request) -> Shelf:
    """What the server that was asked has ready."""
    found = request.app.state.shelf
    assert isinstance(found, Shelf)
    return found


async def given_shelf(request: Request) -> Shelf:
    """The same, without a thread for it."""
    return shelf_of(request)


Kept = Annotated[Shelf, Depends(given_shelf)]


def _bounded(key: str) -> Any:
    low, high = BOUNDS[key]
    return Field(default=None, ge=low, le=high)


class Changes(BaseModel):
    """What is changed; what is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    pace_ratio: FiniteFloat | None = _bounded("pace_ratio")
    air_c: FiniteFloat | None = _bounded("air_c")
    drink_l_h: FiniteFloat | None = _bounded("drink_l_h")
    drink_sodium_mmol_l: FiniteFloat | None = _bounded("drink_sodium_mmol_l")
    descent_ratio: FiniteFloat | None = _bounded("descent_ratio")
    warm_up_min: FiniteFloat | None = _bounded("warm_up_min")
    even_effort: bool | None = None
    accustomed: bool | None = None

    def given(self) -> dict[str, Any]:
        """Only what was said."""
        return self.model_dump(exclude_none=True)


class Picture(BaseModel):
    """A picture of the changed session."""

    model_config = ConfigDict(extra="forbid")

    changes: Changes = Changes()
    muscle: Literal[MUSCLES] = MUSCLES[0]  # type: ignore[valid-type]  # whose fatigue is wanted
    whole: bool = False  # the six hours after too
    units: Units = "metric"


class CrampSaid(BaseModel):
    """A cramp on the timeline."""

    model_config = ConfigDict(extra="forbid")

    muscle: Annotated[str, Field(min_length=1, max_length=60)]
    side: Literal[SIDES] | None = None  # type: ignore[valid-type]  # None where it is not said
    at_s: Annotated[FiniteFloat, Field(ge=0.0)] | None = None
    length_s: Annotated[FiniteFloat, Field(ge=0.0, le=86_400.0)] | None = None
    severity: Literal[SEVERITIES] | None = None  # type: ignore[valid-type]
    helped: Annotated[str, Field(max_length=200)] | None = None
    again: bool | None = None  # it came back, rather than being the first


class OutcomeSaid(BaseModel):
    """Whether there was a cramp; nothing said is never no cramp."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal[OUTCOMES]  # type: ignore[valid-type]


@router.get("/activities/{activity_id}/assessments")
def kept_assessments(activity_id: Id, diaries: Given) -> dict[str, Any]:
    """Answers that were kept of this session, the oldest first, with what they were computed from."""
    kept = diaries.holding(activity_id).entries(KeptAssessment, activity_id=activity_id)
    return {"assessments": [_listed(one) for one in kept]}


@router.post("/activities/{activity_id}/assessments", status_code=201)
def keep_assessment(activity_id: Id, diaries: Given, shelf: Kept) -> dict[str, Any]:
    """Keep the answer as it is now, with its provenance, to be set beside later ones."""
    now = ready(diaries, shelf, activity_id).assessment
    (kept,) = diaries.holding(activity_id).say(kept_assessment(now, to_json(assessment_document(now)), activity_id))
    return _listed(kept)


class UndoSaid(BaseModel):
    """What is to be undone, as :func:`last_said` names it."""

    model_config = ConfigDict(extra="forbid")

    batch: Annotated[str, Field(min_length=1, max_length=64)]


@router.get("/activities")
def activities(diaries: Given) -> dict[str, Any]:
    """All sessions, the newest first."""
    return {"activities": [asdict(one) | {"demonstration": invented} for one, invented in diaries.activities()]}


@router.post("/demonstration", status_code=201)
def demonstration(diaries: Given) -> dict[str, Any]:
    """Load the invented athlete's session, once; it is kept apart from yours and nothing is learnt from it."""
    return asdict(add_demonstration(diaries.demonstration()))


@router.get("/activities/{activity_id}")
def activity(activity_id: Id, diaries: Given) -> dict[str, Any]:
    """One session with all that was said of it."""
    return asdict(diaries.holding(activity_id).session(activity_id))


@router.get("/activities/{activity_id}/assessment")
def assessment(activity_id: Id, diaries: Given, shelf: Kept) -> dict[str, Any]:
    """Why: the document that `uncramp why --json` prints."""
    return assessment_document(ready(diaries, shelf, activity_id).assessment)


@router.get("/activities/{activity_id}/series")
def series(activity_id: Id, diaries: Given, shelf: Kept, units: Units = "metric") -> dict[str, Any]:
    """The charts, minute by minute, with their ranges."""
    return course_document(timeline_of(ready(diaries, shelf, activity_id).assessment, Wording(units)))


@router.post("/activities/{activity_id}/what-if")
def what_if(activity_id: Id, changes: Changes, diaries: Given, shelf: Kept, units: Units = "metric") -> dict[str, Any]:
    """What a change would have made of the session and the six hours after it, in numbers and words."""
    found = ready(diaries, shelf, activity_id)
    tried = found.try_out(changes.given(), whole=True)
    return tried_document(
        found.assessment, changes.given(), tried.result, tried.situation, tried.counted, tried.chance_before_frac, Wording(units)
    )


@router.post(
    "/activities/{activity_id}/what-if/picture",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def picture(activity_id: Id, asked: Picture, diaries: Given, shelf: Kept) -> Response:
    """The curves that change, for the moving picture.

    Four bytes with the length of what follows, little-endian; a JSON document of the words, and of the charts in their order with how many
    rows and lines each has; then 32-bit floats: of each line its values and, where it has a range, its low and high ends. Without ``whole``
    they end at the finish.
    """
    found, words = shelf.at_hand(activity_id) or ready(diaries, shelf, activity_id), Wording(asked.units)
    changes = asked.changes.given()
    tried = found.try_out(changes, whole=asked.whole)
    rows = None if asked.whole else found.assessment.minutes.rows_count
    charts = moving_charts(tried.assessment, words, asked.muscle, rows_count=rows, standing=tried.counted.standing)
    told = tried_document(found.assessment, changes, tried.result, tried.situation, tried.counted, tried.chance_before_frac, words)
    head = json.dumps(told | {"charts": [chart.layout for chart in charts]}, allow_nan=False).encode()
    head += b" " * (-len(head) % FRAME.size)  # so that the numbers behind it lie where a browser can read them in place
    return Response(FRAME.pack(len(head)) + head + _floats(charts), media_type="application/octet-stream")


@router.post("/activities/{activity_id}/cramps", status_code=201)
def add_cramp(activity_id: Id, said: CrampSaid, diaries: Given) -> dict[str, Any]:
    """Put a cramp on the timeline."""
    diary = diaries.holding(activity_id)
    (kept,) = diary.say(_cramp(diary.session(activity_id), said))
    return asdict(kept)


@router.put("/activities/{activity_id}/cramps/{entry_id}")
def change_cramp(activity_id: Id, entry_id: Id, said: CrampSaid, diaries: Given) -> dict[str, Any]:
    """Say a cramp otherwise."""
    diary = diaries.holding(activity_id)
    session = diary.session(activity_id)
    _must_have(session, entry_id)
    diary.take_out(entry_id, _cramp(session, said))
    return asdict(_must_have(diary.session(activity_id), entry_id))


@router.delete("/activities/{activity_id}/cramps/{entry_id}")
def remove_cramp(activity_id: Id, entry_id: Id, diaries: Given) -> dict[str, Any]:
    """Take a cramp off the timeline; what it was comes back, and undoing puts it there again."""
    diary = diaries.holding(activity_id)
    gone = _must_have(diary.session(activity_id), entry_id)
    diary.take_out(entry_id)
    return asdict(gone)


@router.put("/activities/{activity_id}/outcome")
def say_outcome(activity_id: Id, said: OutcomeSaid, diaries: Given) -> dict[str, Any]:
    """Say whether there was a cramp."""
    diary = diaries.holding(activity_id)
    diary.say_outcome(activity_id, said.outcome)
    return asdict(diary.activity(activity_id))


@router.get("/activities/{activity_id}/last")
def last_said(activity_id: Id, diaries: Given) -> dict[str, Any]:
    """What was said last, if it was of this session and can be undone."""
    newest = diaries.holding(activity_id).newest_step()
    if newest is None or newest.what == "add" or activity_id not in newest.activity_ids:
        return {"last": None}
    return {"last": {"batch": newest.batch, "what": newest.what, "said_at": newest.said_at}}


@router.post("/activities/{activity_id}/undo")
def undo(activity_id: Id, said: UndoSaid, diaries: Given) -> dict[str, Any]:
    """Take back what was said last; only if it is still that."""
    undone = diaries.holding(activity_id).undo(batch=said.batch)
    return {"what": undone.what, "said_at": undone.said_at, "count": undone.count}


def ready(diaries: Diaries, shelf: Shelf, activity_id: str) -> Ready:
    """The activity, assessed."""
    return shelf.ready(diaries.holding(activity_id), activity_id)


def _listed(kept: KeptAssessment) -> dict[str, Any]:
    return {name: value for name, value in asdict(kept).items() if name != "document_json"}


def _floats(charts: Sequence[Moving]) -> bytes:
    return np.concatenate([part for chart in charts for curve in chart.curves for part in curve]).astype("<f4").tobytes()


def _cramp(session: Session, said: CrampSaid) -> Cramp:
    again = None if said.again is None else int(said.again)
    return Cramp(
        activity_id=session.activity.activity_id, muscle=find_muscle(said.muscle).id, side=said.side, at_s=said.at_s,
        length_s=said.length_s, severity=said.severity, helped=said.helped or None, recurrence=again,
    )  # fmt: skip


def _must_have(session: Session, entry_id: str) -> Cramp:
    found = next((one for one in session.cramps if one.entry_id == entry_id), None)
    if found is None:
        raise InputError(_("There is no such cramp in this session; it may have been taken out."))
    return found
