"""Cohorts: fields of athletes simulated in the background, a few at once; what is finished of one lies on disk, and it goes on after any end."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from uncramp.ensemble.executors import threads
from uncramp.ensemble.field import Field as FieldOfAthletes
from uncramp.ensemble.field_file import read_field, shipped_fields
from uncramp.ensemble.study import Plan, Study, of_athletes, run_study
from uncramp.ensemble.summary import summary_of
from uncramp.errors import InputError, StoreError, UncrampError
from uncramp.names import one_of
from uncramp.report.cohort_document import study_document
from uncramp.report.cohort_page import render_cohort_page, render_cohort_parts
from uncramp.report.html import write_whole
from uncramp.report.schema import to_json
from uncramp.report.wording import SYSTEMS
from uncramp.texts import _
from uncramp.web.busy import BusyError

MOST_RUNNING: Final = 2
MOST_WAITING: Final = 4
MOST_KEPT: Final = 100
MOST_ATHLETES: Final = 5000
FEWEST_DRAWS: Final = 2
MOST_DRAWS: Final = 50
MOST_STARTS_TIMES_DRAWS: Final = 200_000
CHUNK_STARTS_TIMES_DRAWS: Final = 1000
"""Small enough that progress is seen to move and a run that is stopped soon stops."""
RETRY_AFTER_S: Final = 30

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
ID: Final = re.compile(r"[0-9a-f]{16}")
ORDER, RESULT, ENDED = "order.json", "result.json", "ended.json"
PARTS, PAGE = "parts.{units}.html", "page.{units}.html"


class Order(BaseModel):
    """Which field, how many of its athletes and how many draws."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Annotated[str, Field(max_length=60)]
    athletes: Annotated[int, Field(ge=1, le=MOST_ATHLETES)] = 200
    draws: Annotated[int, Field(ge=FEWEST_DRAWS, le=MOST_DRAWS)] = 20
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    def plan(self) -> Plan:
        """The study that is ordered.

        Raises
        ------
        InputError
            If there is no such field, or it is more than is done here.
        """
        whole = shipped()[one_of(self.field, tuple(shipped()), "field")]
        chosen = of_athletes(whole, min(self.athletes, whole.athletes_count))
        if chosen.rows_count * self.draws > MOST_STARTS_TIMES_DRAWS:
            most = MOST_STARTS_TIMES_DRAWS // (self.draws * len(whole.days))
            raise InputError(
                _("athletes: with {draws} draws at most {most} of this field here; `uncramp cohort` takes more.").format(
                    draws=self.draws, most=most
                ),
                of="athletes",
            )
        return Plan(chosen, self.draws, self.seed)


@cache
def shipped() -> dict[str, FieldOfAthletes]:
    """The fields that come with the package, by name."""
    return {name: read_field(name) for name in shipped_fields()}


class _StoppedError(Exception):
    """Somebody stopped the run."""


@dataclass
class Cohort:
    """One field that was ordered, and how far it is."""

    id: str
    order: Order
    ordered: str  # ISO 8601, UTC
    state: str = QUEUED
    share_frac: float = 0.0
    message: str = ""  # why it failed
    stop: threading.Event = field(default_factory=threading.Event)
    unwanted: bool = False  # is removed when it has stopped

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "id": self.id,
            "field": self.order.field,
            "title": shipped()[self.order.field].title,
            "athletes": self.order.athletes,
            "draws": self.order.draws,
            "seed": self.order.seed,
            "ordered": self.ordered,
            "state": self.state,
            "share_frac": round(self.share_frac, 4),
            "message": self.message or None,
        }


class Cohorts:
    """All fields that were ordered; safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(MOST_RUNNING, thread_name_prefix="cohort")
        self._closing = threading.Event()
        self._all: dict[str, Cohort] = {one.id: one for one in _kept(folder)}

    def go_on(self) -> None:
        """Take up again what an end of the server broke off."""
        for one in self.listed():
            if one.state == QUEUED:
                self._pool.submit(self._run, one)

    def listed(self) -> list[Cohort]:
        """All of them, the first ordered first."""
        with self._lock:
            return sorted(self._all.values(), key=lambda one: one.ordered)

    def find(self, id_: str) -> Cohort | None:
        """The one of this id, if there is one."""
        with self._lock:
            return self._all.get(id_)

    def begin(self, order: Order) -> Cohort:
        """Order a field; it runs when those before it are finished.

        Raises
        ------
        InputError
            If there is no such field, it is more than is done here, or as many as may be are kept.
        BusyError
            If too many wait already.
        StoreError
            If the order cannot be kept.
        """
        order.plan()
        one = Cohort(secrets.token_hex(8), order, dt.datetime.now(dt.UTC).isoformat())
        with self._lock:
            if sum(other.state in (QUEUED, RUNNING) for other in self._all.values()) >= MOST_RUNNING + MOST_WAITING:
                raise BusyError(
                    _("{count} fields run or wait already. Cancel one, or ask again later.").format(
                        count=MOST_RUNNING + MOST_WAITING
                    ),
                    retry_after_s=RETRY_AFTER_S,
                )
            if len(self._all) >= MOST_KEPT:
                raise InputError(_("{count} results are kept already. Delete one first.").format(count=MOST_KEPT))
            self._all[one.id] = one
        try:
            _make(self._place(one))
            write_whole(order.model_dump_json() + "\n" + one.ordered + "\n", self._place(one) / ORDER)
        except StoreError:
            with self._lock:
                del self._all[one.id]
            raise
        self._pool.submit(copy_context().run, self._run, one)  # in the language of who ordered it
        return one

    def cancel(self, one: Cohort) -> None:
        """Stop it; it can be deleted then, and does not go on."""
        with self._lock:
            if one.state not in (QUEUED, RUNNING):
                return
            one.state = CANCELLED
            one.stop.set()
        _end(self._place(one), CANCELLED, "")

    def delete(self, one: Cohort) -> None:
        """Stop it where it runs, and remove all of it."""
        with self._lock:
            self._all.pop(one.id, None)
            one.unwanted = True
            one.stop.set()
            busy = one.state == RUNNING
        if not busy:
            shutil.rmtree(self._place(one), ignore_errors=True)

    def kept(self, one: Cohort, name: str) -> str:
        """A file of a finished field.

        Raises
        ------
        StoreError
            If it is gone.
        """
        try:
            return (self._place(one) / name).read_text(encoding="utf-8")
        except OSError as error:
            raise StoreError(
                _("The result cannot be read ({reason}). Run the field again.").format(
                    reason=error.strerror or type(error).__name__
                )
            ) from error

    def close(self) -> None:
        """Stop whatever runs; finished chunks stay, and the next start goes on from them."""
        self._closing.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _place(self, one: Cohort) -> Path:
        return self._folder / one.id

    def _run(self, one: Cohort) -> None:
        with self._lock:
            if one.stop.is_set() or self._closing.is_set():
                return
            one.state = RUNNING
        place = self._place(one)
        try:
            self._simulate(one, place)
        except _StoppedError:
            with self._lock:
                one.state = CANCELLED if one.stop.is_set() else QUEUED
        except (UncrampError, OSError) as error:
            self._fail(one, str(error))
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._fail(one, type(error).__name__)
        if one.unwanted:
            shutil.rmtree(place, ignore_errors=True)

    def _fail(self, one: Cohort, message: str) -> None:
        with self._lock:
            one.state, one.message = FAILED, message
        _end(self._place(one), FAILED, message)

    def _simulate(self, one: Cohort, place: Path) -> None:
        plan = one.order.plan()

        def say(share_frac: float, _text: str) -> None:
            one.share_frac = share_frac
            if one.stop.is_set() or self._closing.is_set():
                raise _StoppedError

        with threads() as workers:
            count = max(1, workers.count // MOST_RUNNING)
            rows = max(1, CHUNK_STARTS_TIMES_DRAWS // plan.draws)
            study = run_study(plan, workers.executor, workers=count, out=place, chunk_rows=rows, progress=say)
        if one.stop.is_set():
            raise _StoppedError
        _keep(study, place)
        with self._lock:
            one.state, one.share_frac = DONE, 1.0


def _keep(study: Study, place: Path) -> None:
    """What is shown of a study, in whatever units somebody reads it; the result last, for where it is there the rest is as well."""
    summary = summary_of(study)
    for units in SYSTEMS:
        write_whole(render_cohort_parts(study, summary, units=units), place / PARTS.format(units=units))
        write_whole(render_cohort_page(study, summary, units=units), place / PAGE.format(units=units))
    write_whole(to_json(study_document(study, summary)), place / RESULT)
    shutil.rmtree(place / "chunks", ignore_errors=True)


def _end(place: Path, state: str, message: str) -> None:
    try:
        write_whole(json.dumps({"state": state, "message": message}), place / ENDED)
    except StoreError:  # then it goes on at the next start, which harms nobody
        return


def _make(place: Path) -> None:
    try:
        place.mkdir(parents=True)
    except OSError as error:
        raise StoreError(
            _("{place} cannot be made: {strerror}. Choose another folder with `uncramp serve --data`.").format(
                place=place, strerror=error.strerror or error
            )
        ) from error


def _kept(folder: Path) -> list[Cohort]:
    """What lies in ``folder``; what cannot be read is left alone."""
    places = [place for place in folder.iterdir() if ID.fullmatch(place.name)] if folder.is_dir() else []
    return [one for place in places if (one := _read(place)) is not None]


def _read(place: Path) -> Cohort | None:
    try:
        order, ordered = (place / ORDER).read_text(encoding="utf-8").splitlines()
        one = Cohort(place.name, Order.model_validate_json(order), ordered)
        if one.order.field not in shipped():
            return None
        if (place / RESULT).is_file():
            one.state, one.share_frac = DONE, 1.0
        elif (place / ENDED).is_file():
            ended = json.loads((place / ENDED).read_text(encoding="utf-8"))
            one.state, one.message = str(ended["state"]), str(ended["message"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None
    return one
