"""Files into the diary: activities, folders, and exports of Strava, Garmin and Apple Health."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from uncramp.diary.arrival import safe_name
from uncramp.diary.documents import imported_document
from uncramp.diary.finding import findings_in
from uncramp.diary.importing import import_files
from uncramp.diary.store import Diary
from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.work import Job, Progress, Work

router = APIRouter(prefix="/api/imports", tags=["imports"])
KIND: Final = "import"
MOST_FILES: Final = 1000


def work_of(request: Request) -> Work:
    """The work of the server that was asked."""
    found = request.app.state.work
    assert isinstance(found, Work)
    return found


Kept = Annotated[Diaries, Depends(diaries_of)]
Doer = Annotated[Work, Depends(work_of)]
UPLOAD: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                    "required": ["files"],
                }
            }
        },
    }
}


@router.post("", openapi_extra=UPLOAD)
async def take(request: Request, diaries: Kept, work: Doer) -> dict[str, Any]:
    """Add what is new in these files; an answer that is not finished is asked after by its id."""
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FILES) as form:
        return document(await run_in_threadpool(begin, form, diaries, work))


@router.get("/{job_id}")
def progress(job_id: str, work: Doer) -> dict[str, Any]:
    """How far an import is, and when it is finished what became of each file."""
    return document(work.job(job_id, KIND))


def document(job: Job) -> dict[str, Any]:
    """An import as it is answered."""
    return job.document() | {"imported": job.result}


def begin(form: FormData, diaries: Diaries, work: Work) -> Job:
    """Keep the files of a form aside and import them in their turn.

    Raises
    ------
    InputError
        If there are none.
    """
    uploads = [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]
    if not uploads:
        raise InputError(_("No file came. Choose activity files (FIT, TCX or GPX), or the zip of an export."))
    folder = Path(tempfile.mkdtemp(prefix="uncramp-"))
    try:
        places = [_put(folder, number, upload) for number, upload in enumerate(uploads)]
        diary = diaries.own()
        return work.begin(KIND, lambda say: _imported(diary, folder, places, say))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _put(folder: Path, number: int, upload: UploadFile) -> Path:
    own = folder / str(number)  # two files of one name are two files
    own.mkdir(mode=0o700)
    place = own / safe_name(upload.filename or "")
    with place.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return place


def _imported(diary: Diary, folder: Path, places: list[Path], say: Progress) -> dict[str, Any]:
    try:
        with ExitStack() as stack:
            found, refused, notes = [], [], []
            for place in places:
                try:
                    findings = stack.enter_context(findings_in(place))
                except InputError as error:
                    refused.append((place.name, str(error).replace(str(place), place.name)))
                    continue
                found += findings.found
                refused += findings.refused
                notes += [f"{place.name}: {note}" for note in findings.notes]
            done = import_files(diary, found, progress=say)
        done.refused += refused
        ids = {one.activity_id for one in done.added}
        groups = [group for group in diary.same_sessions() if ids & {one.activity_id for one in group}]
        return imported_document(done, notes + done.notes, groups)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
