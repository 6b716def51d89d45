"""Every sentence for people goes through here, so that it can be said in another language.

The English sentence is its own key, as gettext has it; a sentence without a translation stays English. ``locale/uncramp.pot`` lists
them all (``scripts/texts.py`` makes it with Babel), ``locale/<language>/LC_MESSAGES/uncramp.mo`` translates them.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from importlib.resources import files
from typing import Final

DOMAIN: Final = "uncramp"
LANGUAGE_VARIABLE: Final = "UNCRAMP_LANGUAGE"
LOCALE_VARIABLE: Final = "UNCRAMP_LOCALE"
"""A folder of translations to use in place of the package's: to try one before it is handed in."""


def _(message: str) -> str:
    """``message`` in the language of the reader; English where there is no translation.

    Examples
    --------
    >>> _("Breathe.")
    'Breathe.'
    """
    # the empty message is the catalogue's own header
    return (
        _catalogue(os.environ.get(LANGUAGE_VARIABLE, "en"), os.environ.get(LOCALE_VARIABLE, "")).gettext(message) if message else ""
    )


@cache
def _catalogue(language: str, folder: str) -> NullTranslations:
    return translation(DOMAIN, folder or str(files("uncramp") / "locale"), languages=[language], fallback=True)
