"""Preferences: how this person wants the pages, kept in the data folder; what was not chosen follows the browser."""

from __future__ import annotations

import threading
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from uncramp.errors import StoreError
from uncramp.report.html import write_whole
from uncramp.texts import ENGLISH, _, asked_language, languages, speaking

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

BROWSER: Final = "browser"
FILE: Final = "preferences.json"
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
IMPERIAL_REGIONS: Final = frozenset({"US", "LR", "MM"})
SUNDAY_REGIONS: Final = frozenset(
    [
        "AG",
        "AS",
        "BD",
        "BR",
        "BS",
        "BT",
        "BW",
        "BZ",
        "CA",
        "CO",
        "DM",
        "DO",
        "ET",
        "GT",
        "GU",
        "HK",
        "HN",
        "ID",
        "IL",
        "IN",
        "JM",
        "JP",
        "KE",
        "KH",
        "KR",
        "LA",
        "MH",
        "MM",
        "MO",
        "MT",
        "MX",
        "MZ",
        "NI",
        "NP",
        "PA",
        "PE",
        "PH",
        "PK",
        "PR",
        "PT",
        "PY",
        "SA",
        "SG",
        "SV",
        "TH",
        "TT",
        "TW",
        "UM",
        "US",
        "VE",
        "VI",
        "WS",
        "YE",
        "ZA",
        "ZW",
    ]
)
SATURDAY_REGIONS: Final = frozenset(["AE", "AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KW", "LY", "OM", "QA", "SD", "SY"])
"""Where a week begins on another day than Monday, and where miles are run, as in the Unicode locale data; from memory."""


class Preferences(BaseModel):
    """What was chosen; ``browser`` where nothing was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: Literal["browser", "metric", "imperial"] = BROWSER
    language: Annotated[str, Field(pattern=r"^(browser|[a-z]{2,3}(_[A-Za-z]{2,4})?)$")] = BROWSER
    theme: Literal["browser", "light", "dark"] = BROWSER
    first_weekday: Literal["browser", "monday", "saturday", "sunday"] = BROWSER
    weather_online: StrictBool = False
    complete: StrictBool = False  # every session is in the diary, whatever happened in it


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for one request."""

    units: Literal["metric", "imperial"] = "metric"
    theme: str = BROWSER
    first_weekday: int = 0  # 0 is Monday
    weather_online: bool = False


_LOOK: Final[ContextVar[Look]] = ContextVar("look", default=Look())  # noqa: B039 - it is frozen


def look() -> Look:
    """What holds for the request that is answered."""
    return _LOOK.get()


class Drawer:
    """The preferences of one data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._lock = threading.Lock()
        self._kept: Preferences | None = None

    def read(self) -> Preferences:
        """What was chosen; nothing, if the file cannot be read."""
        with self._lock:
            if self._kept is None:
                try:
                    self._kept = Preferences.model_validate_json(self._path.read_bytes())
                except (OSError, ValidationError):
                    self._kept = Preferences()
            return self._kept

    def keep(self, chosen: Preferences) -> None:
        """Choose anew.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise StoreError(
                    _("{parent} cannot be made: {strerror}. Choose another folder with --data.").format(
                        parent=self._path.parent, strerror=error.strerror
                    )
                ) from error
            write_whole(chosen.model_dump_json(indent=1) + "\n", self._path)
            self._kept = chosen

    def forget(self) -> None:
        """Choose nothing any more."""
        with self._lock:
            self._path.unlink(missing_ok=True)
            self._kept = None


class Preferring:
    """ASGI application around another, in which :func:`look` and the language are those of the reader."""

    def __init__(self, app: ASGIApp, drawer: Drawer) -> None:
        self._app = app
        self._drawer = drawer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = b",".join(value for name, value in scope["headers"] if name == b"accept-language").decode("latin-1")
        shown, language = resolved(self._drawer.read(), said)
        before = _LOOK.set(shown)
        try:
            with speaking(language):
                await self._app(scope, receive, send)
        finally:
            _LOOK.reset(before)


def resolved(chosen: Preferences, accepted: str) -> tuple[Look, str]:
    """What holds, and the language, for a browser that accepts such languages.

    Examples
    --------
    >>> shown, _ = resolved(Preferences(), "en-US,en;q=0.9")
    >>> shown.units, WEEKDAYS[shown.first_weekday]
    ('imperial', 'sunday')
    """
    tags = accepted_tags(accepted)
    region = next((part for tag in tags for part in tag.split("_")[1:] if len(part) == 2), "")
    weekday = "sunday" if region in SUNDAY_REGIONS else "saturday" if region in SATURDAY_REGIONS else "monday"
    return Look(
        units=("imperial" if region in IMPERIAL_REGIONS else "metric") if chosen.units == BROWSER else chosen.units,
        theme=chosen.theme,
        first_weekday=WEEKDAYS.index(weekday if chosen.first_weekday == BROWSER else chosen.first_weekday),
        weather_online=chosen.weather_online,
    ), _language(chosen, tags)


def accepted_tags(accepted: str) -> list[str]:
    """Languages of an ``Accept-Language`` header, the most wanted first.

    Examples
    --------
    >>> accepted_tags("de;q=0.7, pt-br;q=0.9")
    ['pt_BR', 'de']
    """
    wanted = []
    for piece in accepted.split(",")[:20]:
        tag, _semicolon, quality = piece.partition(";q=")
        language, *rest = tag.strip().split("-")
        try:
            weight = float(quality or 1.0)
        except ValueError:
            continue
        if language.isascii() and language.isalpha():
            wanted.append((-weight, "_".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])))
    return [tag for _weight, tag in sorted(wanted, key=lambda pair: pair[0])]


def _language(chosen: Preferences, tags: list[str]) -> str:
    if chosen.language != BROWSER:
        return chosen.language
    if asked_language() != ENGLISH:  # asked for when the server was started
        return ""
    known = {ENGLISH, *languages()}
    spoken = (name for tag in tags for name in (tag, tag.partition("_")[0]) if name in known)
    return next(spoken, ENGLISH)
