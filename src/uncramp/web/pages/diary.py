"""Diary: the list, the forms, one entry, who you are, and what is done with all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from uncramp.diary.words import entry_text, kind_word, outcome_word, weighing_lines
from uncramp.errors import InputError
from uncramp.medicines.names import resolve
from uncramp.texts import _
from uncramp.web.api import activities, diary
from uncramp.web.api.diary import Asked, Kept
from uncramp.web.diary_forms import athlete_form, check_ranges, form_of, lead_of, title_of
from uncramp.web.forms import Asked as FormField
from uncramp.web.forms import asked_as, values_of
from uncramp.web.frame import page
from uncramp.web.mistakes import FormError, mistakes_of, refused
from uncramp.web.preferences import look
from uncramp.web.said import KINDS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/diary"
MOST_FIELDS: Final = 100
BACK: Final = frozenset({"/", ADDRESS})
RECENT: Final = 10


class _Looked(BaseModel):
    """What is looked for in the list."""

    outcome: Asked
    sport: str
    words: str
    page: Annotated[int, Field(ge=1, le=100_000)]


def _done(done: str) -> str:
    return {
        "": "", "undone": _("The last thing that was added or said was taken back."), "removed": _("Taken out."), "kept": _("Kept."),
        "restored": _("Restored. What was there already stayed as it is."), "deleted": _("Everything is deleted. An export that you wrote earlier is still where you put it."),
    }.get(done, "")  # fmt: skip


@router.get(ADDRESS)
def show(diaries: Kept, done: str = "") -> str:
    """The newest of the list."""
    return _list(diaries, {}, _done(done))


@router.post(ADDRESS)
async def find(request: Request, diaries: Kept) -> HTMLResponse:
    """The list, filtered, a page at a time; what is looked for stands in no address."""
    async with request.form(max_files=0, max_fields=10) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return HTMLResponse(await run_in_threadpool(_list, diaries, typed, ""))


@router.get(ADDRESS + "/write/{kind}")
def ask(diaries: Kept, kind: str, activity: str = "") -> str:
    """The form of one kind."""
    return _form(diaries, _known(kind), {"activity_id": activity}, {})


@router.post(ADDRESS + "/write/{kind}")
async def say(request: Request, diaries: Kept, kind: str) -> Response:
    """Keep what was typed and lead to it; what cannot be kept comes back with the form."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_say, diaries, _known(kind), typed)


@router.get(ADDRESS + "/entries/{entry_id}")
def entry(diaries: Kept, entry_id: str) -> str:
    """One thing that was said, and what follows from it."""
    kind, found = diary.entry_of(diaries, entry_id)
    loss = diary.loss_of(diaries, found)
    lines = weighing_lines(found, loss, look().units)
    if kind == "medicines":
        lines += _of_medicine(found.name)  # type: ignore[attr-defined]
    return page(
        "diary_entry.html.j2", here=ADDRESS, entry=found, kind=kind_word(kind), text=entry_text(found, look().units), lines=lines,
        last=diary.last_of(diaries, entry_id),
    )  # fmt: skip


@router.post(ADDRESS + "/entries/{entry_id}/remove")
def remove(diaries: Kept, entry_id: str) -> RedirectResponse:
    """Take it out."""
    diary.remove(diaries, entry_id)
    return _to(f"{ADDRESS}?done=removed")


@router.post(ADDRESS + "/outcome")
async def outcome(request: Request, diaries: Kept) -> RedirectResponse:
    """Say whether there was a cramp."""
    async with request.form(max_files=0, max_fields=5) as form:
        activity_id, back = str(form.get("activity_id")), str(form.get("back"))
        said = _checked(activities.OutcomeSaid, {"outcome": form.get("outcome")})
    await run_in_threadpool(activities.say_outcome, activity_id, said, diaries)
    return _to(back if back in BACK else ADDRESS)


@router.post(ADDRESS + "/undo")
async def undo(request: Request, diaries: Kept) -> Response:
    """Take back the last thing; with its name only if it is still the last. Where more would go than one may think it asks first."""
    async with request.form(max_files=0, max_fields=2) as form:
        batch = str(form.get("batch") or "")
    return await run_in_threadpool(_undo, diaries, batch)


@router.get(ADDRESS + "/you")
def you(diaries: Kept, done: str = "") -> str:
    """Who you are."""
    said = diary.athlete(diaries)
    fields = athlete_form()
    return page(
        "diary_you.html.j2",
        here=ADDRESS,
        fields=fields,
        typed={one.name: one.text_of(said.get(one.name)) for one in fields},
        mistakes={},
        done=_done(done),
    )


@router.post(ADDRESS + "/you")
async def say_you(request: Request, diaries: Kept) -> Response:
    """Say who you are."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_say_you, diaries, typed)


@router.get(ADDRESS + "/export.zip")
def export(diaries: Kept) -> FileResponse:
    """Everything as one zip archive."""
    return diary.export(diaries)


@router.get(ADDRESS + "/keep")
def keep() -> str:
    """Export, restore, and delete everything."""
    return _keep({})


@router.post(ADDRESS + "/restore")
async def restore(request: Request, diaries: Kept) -> Response:
    """Bring back what an export holds."""
    try:
        await diary.restore(request, diaries)
    except InputError as error:
        return HTMLResponse(_keep({"file": str(error)}), status_code=422)
    return _to(f"{ADDRESS}?done=restored")


@router.post(ADDRESS + "/delete")
async def delete(request: Request, diaries: Kept) -> Response:
    """Delete everything, if the words are typed."""
    async with request.form(max_files=0, max_fields=5) as form:
        said = _checked(diary.Confirmed, {"confirmation": form.get("confirmation", "")})
    try:
        await run_in_threadpool(diary.delete, diaries, request, said)
    except InputError as error:
        return HTMLResponse(_keep({"confirmation": str(error)}), status_code=422)
    return _to(f"{ADDRESS}?done=deleted")


def _keep(mistakes: Mapping[str, str]) -> str:
    return page("diary_keep.html.j2", here=ADDRESS, mistakes=mistakes, confirmation=_(diary.CONFIRMATION))


def _undo(diaries: Any, batch: str) -> Response:
    own = diaries.own()
    newest, doubt = own.newest_step(), "" if batch else own.undo_doubt()
    if newest is not None and doubt:
        return HTMLResponse(page("diary_undo.html.j2", here=ADDRESS, why=doubt, batch=newest.batch))
    diary.undo(diaries, batch)
    return _to(f"{ADDRESS}?done=undone")


def _list(diaries: Any, typed: dict[str, str], done: str) -> str:
    chosen = {name: typed.get(name, "")[:100] for name in ("outcome", "sport", "words")}
    asked = _checked(_Looked, chosen | {"page": typed.get("page_number") or 1})
    document = diary.activities(diaries, asked.outcome, asked.sport, asked.words, asked.page)
    entries = diary.entries(diaries)
    every = sorted(((one["said_at"], name, one) for name in KINDS for one in entries[name]), key=lambda row: row[0], reverse=True)
    lines = [(one["entry_id"], name, said_at) for said_at, name, one in every[:RECENT]]
    return page(
        "diary.html.j2", here=ADDRESS, document=document, chosen=chosen, kinds=KINDS, title_of=title_of, kind_word=kind_word,
        outcome_word=outcome_word, said=lines, done=done, invented=diaries.invented(),
    )  # fmt: skip


def _say(diaries: Any, kind: str, typed: dict[str, str]) -> Response:
    fields = _fields(diaries, kind)
    try:
        kept = diary.say(diaries, KINDS[kind], asked_as(diary.MODELS[KINDS[kind]], typed, fields, typed.get("units", "")))
    except InputError as error:
        return HTMLResponse(_form(diaries, kind, typed, mistakes_of(error, fields)), status_code=422)
    return _to(f"{ADDRESS}/entries/{kept.entry_id}")


def _say_you(diaries: Any, typed: dict[str, str]) -> Response:
    fields = athlete_form()
    try:
        before = diary.athlete(diaries)
        values = values_of(typed, fields, typed.get("units", ""))
        for one in fields:  # what was not touched stays to the last digit
            if one.name in before and typed.get(one.name, "").strip() == one.text_of(before[one.name]):
                values[one.name] = before[one.name]
        check_ranges(values, fields)
        diary.say_athlete(diaries, {name: value for name, value in values.items() if value not in (None, "", [])})
    except InputError as error:
        return HTMLResponse(
            page("diary_you.html.j2", here=ADDRESS, fields=fields, typed=typed, mistakes=mistakes_of(error, fields), done=""),
            status_code=422,
        )
    return _to(f"{ADDRESS}/you?done=kept")


def _fields(diaries: Any, kind: str) -> tuple[FormField, ...]:
    return form_of(kind, diaries.own().activities())


def _form(diaries: Any, kind: str, typed: dict[str, str], mistakes: dict[str, str]) -> str:
    return page(
        "diary_form.html.j2",
        here=ADDRESS,
        kind=kind,
        title=title_of(kind),
        lead=lead_of(kind),
        fields=_fields(diaries, kind),
        typed=typed,
        mistakes=mistakes,
    )


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise InputError(_("There is nothing at this address."))
    return kind


def _checked(model: type[BaseModel], values: dict[str, Any]) -> Any:
    try:
        return model(**values)
    except ValidationError as error:
        raise FormError(refused(error, ())) from None


def _of_medicine(name: str) -> list[str]:
    meant = resolve(name)
    if meant.name:
        return []
    lines = [_("It is not in the list of medicines that uncramp knows, so it counts for nothing elsewhere.")]
    return [*lines, _("Perhaps this is meant: {names}.").format(names=", ".join(meant.nearest))] if meant.nearest else lines


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
