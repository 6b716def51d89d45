"""The diary: activities, what was said, who you are; undo, export, restore, delete."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from uncramp.body.athlete_file import athlete_from_mapping
from uncramp.diary.arrival import safe_name
from uncramp.diary.bundle import read_bundle, write_bundle
from uncramp.diary.checked import moment_text
from uncramp.diary.documents import VERSION, entries_document, loss_document
from uncramp.diary.erase import delete_everything
from uncramp.diary.records import TABLE_OF, Entry, WeighIn
from uncramp.diary.weighing import SweatLoss, possible_loss
from uncramp.errors import InputError
from uncramp.names import OUTCOMES
from uncramp.texts import N_, _
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.said import KINDS, model_of
from uncramp.web.shelf import Shelf

router = APIRouter(prefix="/api/diary", tags=["diary"])

Kept = Annotated[Diaries, Depends(diaries_of)]
Page = Annotated[int, Query(ge=1, le=100_000)]
Asked = Literal["", "cramp", "none", "unsaid"]
PER_PAGE: Final = 50
CONFIRMATION: Final = N_("delete everything")


class Confirmed(BaseModel):
    """That all is to be deleted, typed out."""

    model_config = ConfigDict(extra="forbid")

    confirmation: Annotated[str, Field(max_length=200)]


@router.get("")
def activities(diaries: Kept, outcome: Asked = "", sport: str = "", words: str = "", page: Page = 1) -> dict[str, Any]:
    """Activities, the newest first, a page at a time: of one outcome, of one sport, with these words in their names, if asked.

    The invented session is none of them.
    """
    every = diaries.own().activities()
    needle = words.strip().casefold()
    found = [
        asdict(one)
        for one in every
        if outcome in ("", one.outcome) and sport in ("", one.sport) and needle in f"{one.title or ''} {one.file_name}".casefold()
    ]
    pages = max(1, -(-len(found) // PER_PAGE))
    start = (min(page, pages) - 1) * PER_PAGE
    return {
        "schema_version": VERSION,
        "activities": found[start : start + PER_PAGE],
        "count": len(found),
        "page": min(page, pages),
        "pages": pages,
        "outcomes": {name: sum(one.outcome == name for one in every) for name in OUTCOMES},
        "sports": sorted({one.sport for one in every}),
    }


@router.get("/entries")
def entries(diaries: Kept) -> dict[str, Any]:
    """Everything that was said, by kind; documents that were kept are named and not repeated."""
    diary = diaries.own()
    return entries_document({table.name: diary.entries(kind) for kind, table in TABLE_OF.items()})


@router.get("/entries/{entry_id}")
def entry(diaries: Kept, entry_id: str) -> dict[str, Any]:
    """One thing that was said; a weighing with the sweat that follows from it."""
    name, found = entry_of(diaries, entry_id)
    loss = loss_of(diaries, found)
    return {"kind": name, "entry": asdict(found), "sweat": None if loss is None else loss_document(loss)}


@router.delete("/entries/{entry_id}")
def remove(diaries: Kept, entry_id: str) -> dict[str, Any]:
    """Take one thing out; this cannot be undone."""
    _name, found = entry_of(diaries, entry_id)
    return {"removed": diaries.own().remove_entry(found.entry_id)}


@router.delete("/activities/{activity_id}")
def remove_activity(diaries: Kept, activity_id: str) -> dict[str, Any]:
    """Take an activity out with its file and all that was said of it; this cannot be undone."""
    return {"removed": diaries.holding(activity_id).remove_activity(activity_id)}


@router.post("/undo")
def undo(diaries: Kept, batch: Annotated[str, Query(max_length=64)] = "") -> dict[str, Any]:
    """Take back the last thing that was added or said, or the last import; with ``batch`` only if it is still that.

    Without ``batch`` it is refused where several activities would go, or something was deleted since.
    """
    undone = diaries.own().undo(batch=batch)
    return {"what": undone.what, "said_at": undone.said_at, "count": undone.count}


@router.get("/athlete")
def athlete(diaries: Kept) -> dict[str, Any]:
    """Who keeps the diary, as far as they said."""
    return {name: value for name, value in asdict(diaries.own().athlete()).items() if value not in (None, "", ())}


@router.put("/athlete")
def say_athlete(diaries: Kept, said: dict[str, Any]) -> dict[str, Any]:
    """Say who you are, all of it anew: the fields of an athlete file."""
    diaries.own().say_athlete(athlete_from_mapping(said, where=_("what you typed")))
    return athlete(diaries)


@router.get("/export.zip", response_class=FileResponse)
def export(diaries: Kept) -> FileResponse:
    """Everything as one zip archive."""
    folder = Path(tempfile.mkdtemp(prefix="uncramp-"))
    try:
        write_bundle(diaries.own(), folder / "diary.zip")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        folder / "diary.zip", media_type="application/zip", filename="uncramp-diary.zip",
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )  # fmt: skip


@router.post("/restore")
async def restore(request: Request, diaries: Kept) -> dict[str, Any]:
    """Bring back what an export holds; what is there already stays."""
    async with request.form(max_files=1, max_fields=5) as form:
        return await run_in_threadpool(restored, diaries, form)


@router.post("/delete_everything")
def delete(diaries: Kept, request: Request, said: Confirmed) -> dict[str, Any]:
    """Delete the whole diary with its copies; the confirmation must be typed out."""
    if said.confirmation.strip().casefold() not in (CONFIRMATION, _(CONFIRMATION).casefold()):
        raise InputError(_("Nothing was deleted. To delete all of it, type: {words}").format(words=_(CONFIRMATION)))
    kept = request.app.state
    kept.teaching.forget()
    if diaries.invented() is not None:
        delete_everything(diaries.demonstration())
    delete_everything(diaries.own())
    diaries.close()  # the next request begins a new one
    kept.drawer.forget()
    kept.work.forget()
    kept.shelf = Shelf(kept.teaching.who)
    return {"deleted": True}


def say(diaries: Diaries, kind: type[Entry], said: BaseModel) -> Entry:
    """Keep what was said; a moment left out is that of the activity, or now.

    Raises
    ------
    InputError
        If the activity is not in the diary, or a value is out of range.
    """
    values = said.model_dump()
    activity_id = values["activity_id"]
    diary = diaries.own() if activity_id is None else diaries.holding(activity_id)
    for name in ("weighed_at", "tested_at", "noted_at"):
        if name in values and values[name] is None:
            started = None if activity_id is None else diary.session(activity_id).activity.started_at
            values[name] = started or moment_text(diary.now())
    if _says_nothing(values):
        raise InputError(_("Nothing is said in it. Fill in at least one field."))
    return diary.say(kind(**values))[0]


def entry_of(diaries: Diaries, entry_id: str) -> tuple[str, Entry]:
    """Name of its kind, and the entry of this id."""
    diary = diaries.own()
    for kind, table in TABLE_OF.items():
        for one in diary.entries(kind):
            if one.entry_id == entry_id:
                return table.name, one
    raise InputError(_("There is no such entry in the diary; it may have been taken out."))


def last_of(diaries: Diaries, entry_id: str) -> str:
    """What takes this entry back, if it was said last; else nothing."""
    newest = diaries.own().newest_step()
    return newest.batch if newest is not None and entry_id in newest.keys else ""


def loss_of(diaries: Diaries, weighed: Entry) -> SweatLoss | None:
    """The sweat of a weighing; ``None`` of anything else, or where it was not weighed again."""
    if not isinstance(weighed, WeighIn):
        return None
    activity = None if weighed.activity_id is None else diaries.own().session(weighed.activity_id).activity
    return possible_loss(weighed, activity)


def restored(diaries: Diaries, form: FormData) -> dict[str, int]:
    """Restore the file of a form."""
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InputError(_("No file came. Choose the zip archive of an export."))
    with tempfile.TemporaryDirectory(prefix="uncramp-") as folder:
        place = Path(folder) / safe_name(upload.filename)  # errors name it
        with place.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        done = read_bundle(diaries.own(), place)
    return {"added": done.added_count, "known": done.known_count}


def _says_nothing(values: dict[str, Any]) -> bool:
    return all(
        value is None for name, value in values.items() if name not in ("activity_id", "weighed_at", "tested_at", "noted_at")
    )


def _saying(kind: type[Entry]) -> Callable[..., dict[str, Any]]:
    def endpoint(diaries: Any, said: Any) -> dict[str, Any]:
        kept = say(diaries, kind, said)
        loss = loss_of(diaries, kept)
        return {"entry": asdict(kept), "sweat": None if loss is None else loss_document(loss)}

    endpoint.__annotations__ = {"diaries": Kept, "said": MODELS[kind], "return": dict[str, Any]}
    endpoint.__name__ = f"say_{TABLE_OF[kind].name}"
    endpoint.__doc__ = kind.__doc__
    return endpoint


MODELS: Final = {kind: model_of(kind) for kind in KINDS.values()}
for _name, _kind in KINDS.items():
    router.post(f"/{_name}")(_saying(_kind))
