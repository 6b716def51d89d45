"""How this person wants the pages, and where their data are."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from uncramp.errors import InputError
from uncramp.texts import ENGLISH, _, languages
from uncramp.web.preferences import BROWSER, Drawer, Preferences

router = APIRouter(prefix="/api/settings", tags=["settings"])


def drawer_of(request: Request) -> Drawer:
    """The preferences of the server that was asked."""
    found = request.app.state.drawer
    assert isinstance(found, Drawer)
    return found


Kept = Annotated[Drawer, Depends(drawer_of)]


@router.get("")
def settings(drawer: Kept, request: Request) -> dict[str, Any]:
    """What was chosen, what can be, and the data folder."""
    return {
        "chosen": drawer.read().model_dump(),
        "languages": [ENGLISH, *(one for one in languages() if one != ENGLISH)],
        "data": str(request.app.state.place.data),
    }


@router.put("")
def choose(drawer: Kept, chosen: Preferences) -> dict[str, Any]:
    """Choose all of it anew; what is left out follows the browser."""
    if chosen.language not in (BROWSER, ENGLISH, *languages()):
        raise InputError(
            _("There is no translation into {language}. Choose one of the list, or {browser}.").format(
                language=chosen.language, browser=BROWSER
            )
        )
    drawer.keep(chosen)
    return {"chosen": chosen.model_dump()}
