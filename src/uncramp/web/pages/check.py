"""Check: the emergency screen first, then a page at a time. Answers travel in the form and are kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from uncramp import __version__
from uncramp.check.answers import Answers, answers_from_mapping
from uncramp.check.emergency_numbers import emergency_numbers, spoken
from uncramp.check.interview import Reply, later, pages_left, partners, screen, signs, with_screen_reply, with_yes_that_stands
from uncramp.check.rulebook import LEVELS, Group, rulebook
from uncramp.check.summary import summarise
from uncramp.check.triage import NO, UNKNOWN, YES
from uncramp.report.check_document import Document, check_document
from uncramp.report.clinician import clinician_page
from uncramp.report.html import packaged, policy_hash
from uncramp.texts import _
from uncramp.web.frame import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/check"
REPLIES: Final = (YES, NO, UNKNOWN)
MOST_FIELDS: Final = 300


@dataclass(frozen=True, slots=True)
class Interview:
    """What a form brought: who is asked about, and what was said so far."""

    said: Mapping[str, str]
    named: tuple[str, ...]  # questions of the screen that were answered with yes, by id
    someone_else: bool
    country: str
    age: str
    medicines: str
    finished: bool  # age and medicines were asked, or the person had enough
    picked: Mapping[str, str]  # replies to the screen that do not suffice yet, by question, to be shown again
    missing: tuple[str, ...]  # questions of the screen that lack one

    def answers(self) -> Answers:
        """Everything said, with what medicines add.

        Raises
        ------
        InputError
            If the age is no number, or out of range.
        """
        book = rulebook()
        given: dict[str, object] = {
            "answers": {book.flags[flag]: answer for flag, answer in self.said.items()},
            "medicines": [name.strip() for name in self.medicines.split(",") if name.strip()],
        }
        if self.age.strip():
            try:
                given["age"] = float(self.age)
            except ValueError:
                given["age"] = self.age
        return answers_from_mapping(given, where=_("what you typed"))


@router.get(ADDRESS)
def begin(someone_else: bool = False) -> str:
    """The emergency screen."""
    return _page(Interview({}, (), someone_else, "", "", "", finished=False, picked={}, missing=()))


@router.post(ADDRESS)
async def go_on(request: Request) -> HTMLResponse:
    """The next page, or the result."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return HTMLResponse(await run_in_threadpool(_page, _read(form)))


@router.post(ADDRESS + "/summary")
async def summary(request: Request) -> HTMLResponse:
    """What was said, for a clinician: one sheet to print."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        interview = _read(form)

    def made() -> str:
        return clinician_page(summarise({}, date=dt.date.today().isoformat(), version=__version__, answers=interview.answers()))  # noqa: DTZ011 - the day on the person's calendar

    style = policy_hash(packaged("templates", "clinician.css"))
    policy = f"default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HTMLResponse(await run_in_threadpool(made), headers={"content-security-policy": policy})


def _page(interview: Interview) -> str:
    """The page that comes next; what was found so far stands on top of it."""
    answers = interview.answers()
    group = _next(interview, answers)
    book, waiting = rulebook(), _waiting(interview)
    number = spoken(emergency_numbers(interview.country)) or _(book.texts["number"])
    done = group is None and _screened(interview)
    left = () if group or done else _unanswered(interview.said, interview.named)
    result = check_document(answers, country=interview.country, someone_else=interview.someone_else) if interview.said else None
    if result is not None and not done and result["urgency"] == LEVELS[0]:
        result = None  # what is not asked yet may be worse: only the end may say that it is harmless
    return page(
        "check.html.j2", here=ADDRESS, interview=interview, group=group, screen=left, result=result, level=_level(result),
        book=book, replies=REPLIES, call=number, last=done, may_stop=group in pages_left(interview.said) or bool(left and interview.named),
        number=_number(interview, group), most=len(later()),
        missing=[one for one in left if one.id in interview.missing],
        named=[_(book.texts["named"]).format(signs=_(one.call), number=number) for one in waiting],
        ask=lambda one: _(one.other if interview.someone_else else one.ask), names={YES: _("Yes"), NO: _("No"), UNKNOWN: _("Not sure")},
    )  # fmt: skip


def _number(interview: Interview, group: Group | None) -> int | None:
    """Which of the pages after the screen this is, from 1; ``None`` for the others."""
    left = pages_left(interview.said)
    return len(later()) - len(left) + 1 if group in left else None


def _level(result: Document | None) -> str:
    return "" if result is None else _(rulebook().levels[result["urgency"]].name)


def _screened(interview: Interview) -> bool:
    return bool(interview.said or interview.named) and not _unanswered(interview.said, interview.named)


def _unanswered(said: Mapping[str, str], named: Collection[str]) -> tuple[Group, ...]:
    """Questions of the screen that have no reply yet."""
    return tuple(group for group in screen() if group.id not in named and any(flag not in said for flag in signs(group)))


def _waiting(interview: Interview) -> tuple[Group, ...]:
    """Questions of the screen that were answered with yes, and of which it is not known yet what of them is so."""
    return tuple(
        group for group in screen() if group.id in interview.named and any(flag not in interview.said for flag in group.flags)
    )


def _next(interview: Interview, answers: Answers) -> Group | None:
    """The questions to ask now; ``None`` for the screen, and when there are no more. What was named is asked about first."""
    if waiting := _waiting(interview):
        return waiting[0]
    if not _screened(interview):
        return None
    certain = {flag: YES for flag in answers.because if answers.answers[flag] == YES}
    if deciding := partners({**interview.said, **certain}):
        return deciding
    return None if interview.finished else next(iter(pages_left(interview.said)), None)


def _read(form: FormData) -> Interview:
    """What a form says; a field that is not known says nothing.

    One yes on the screen is enough to go on. What is not answered beside it stays open and is asked again; whoever has enough before
    that does not know it. Without a yes the whole screen is to be answered.
    """
    flags, groups = rulebook().flags, screen()
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    said = {name[5:]: reply for name, reply in texts.items() if name.startswith("flag.") and name[5:] in flags and reply in REPLIES}
    named = [group.id for group in groups if texts.get(f"named.{group.id}") == YES]
    replies = {group.id: reply for group in groups if (reply := texts.get(f"screen.{group.id}")) in REPLIES}
    missing = tuple(group.id for group in _unanswered(said, named) if group.id not in replies)
    if YES in replies.values() or not missing:
        said = _with_replies(said, replies)
        named += [name for name, reply in replies.items() if reply == YES and name not in named]
        replies, missing = {}, ()
    said = with_yes_that_stands(said, [group for group in groups if group.id in named])
    finished = texts.get("finished") == YES
    if finished and (said or named):
        said |= {flag: UNKNOWN for group in _unanswered(said, named) for flag in group.flags if flag not in said}
    return Interview(
        said=said,
        named=tuple(named),
        someone_else=texts.get("someone_else") == YES,
        country=texts.get("country", "")[:2],
        age=texts.get("age", "")[:10],
        medicines=texts.get("medicines", "")[:2000],
        finished=finished,
        picked=replies,
        missing=missing if texts.get("screen") == YES else (),
    )


def _with_replies(said: Mapping[str, str], replies: Mapping[str, str]) -> dict[str, str]:
    """``said`` with what these replies to the screen answer; a question without one stays as it is."""
    groups = screen()
    yes, unknown = (frozenset(n for n, group in enumerate(groups, 1) if replies.get(group.id) == reply) for reply in (YES, UNKNOWN))
    silent = {flag for group in groups if group.id not in replies for flag in group.flags}
    return with_screen_reply(said, Reply(yes, unknown), silent)
