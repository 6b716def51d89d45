"""Every sentence for people goes through here, so that it can be said in another language.

The English sentence is its own key, as gettext has it; a sentence without a translation stays English. ``locale/uncramp.pot`` lists
them all (``scripts/texts.py`` makes it with Babel), ``locale/<language>/LC_MESSAGES/uncramp.mo`` translates them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, find, translation
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Final

DOMAIN: Final = "uncramp"
LANGUAGE_VARIABLE: Final = "UNCRAMP_LANGUAGE"
LOCALE_VARIABLE: Final = "UNCRAMP_LOCALE"
"""A folder of translations to use in place of the package's: to try one before it is handed in."""
ENGLISH: Final = "en"

_ASKED: Final = ContextVar("language", default="")


def _(message: str) -> str:
    """``message`` in the language of the reader; English where there is no translation, or none with the same fields.

    Examples
    --------
    >>> _("Breathe.")
    'Breathe.'
    """
    return _translated(message, asked_language(), os.environ.get(LOCALE_VARIABLE, "")) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """``message`` as it is: marks a text of a constant for the catalogue, which is passed through :func:`_` where it is shown.

    Examples
    --------
    >>> N_("Breathe.")
    'Breathe.'
    """
    return message


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block texts are in ``language`` (``de``, ``pt_BR``), whatever the environment says; ``""`` leaves it to that.

    Examples
    --------
    >>> with speaking("xx"):
    ...     _("Breathe."), spoken_language()
    ('Breathe.', 'en')
    """
    before = _ASKED.set(language)
    try:
        yield
    finally:
        _ASKED.reset(before)


def asked_language() -> str:
    """The language texts are asked for in: of :func:`speaking`, else of the environment, else English."""
    return _ASKED.get() or os.environ.get(LANGUAGE_VARIABLE, "") or ENGLISH


def spoken_language() -> str:
    """The language texts come in: the one asked for, if there is a catalogue of it, else English."""
    asked = asked_language()
    return asked if find(DOMAIN, _folder(os.environ.get(LOCALE_VARIABLE, "")), languages=[asked]) else ENGLISH


def spoken_tag() -> str:
    """The language texts come in, as a page states it.

    Examples
    --------
    >>> spoken_tag()
    'en'
    """
    return spoken_language().replace("_", "-")


def languages() -> tuple[str, ...]:
    """Languages there is a catalogue of, by name; English needs none."""
    folder = Path(_folder(os.environ.get(LOCALE_VARIABLE, "")))
    return tuple(sorted(place.parent.parent.name for place in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


def fields_of(message: str) -> frozenset[str] | None:
    """Names of the fields that are filled in later; ``None`` if its braces do not close.

    Examples
    --------
    >>> fields_of("Hold for {seconds} s.")
    frozenset({'seconds'})
    """
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(message) if name is not None)
    except ValueError:
        return None


@cache
def _translated(message: str, language: str, folder: str) -> str:
    said = _catalogue(language, folder).gettext(message)
    # a text whose fields cannot be filled in would fail, or leave out a number, in front of a person in pain
    return said if fields_of(said) == fields_of(message) else message


@cache
def _catalogue(language: str, folder: str) -> NullTranslations:
    return translation(DOMAIN, _folder(folder), languages=[language], fallback=True)


def _folder(named: str) -> str:
    return named or str(files("uncramp") / "locale")
