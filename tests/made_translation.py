"""A translation made on the spot: every text in brackets, so that what stands outside them was forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

LANGUAGE = "xx"
OPEN, CLOSE = "⟦", "⟧"


def bracketed(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


def around_fields(text: str) -> str:
    """Each piece between fields in brackets: what is filled in must have been translated itself."""
    return re.sub(r"(\{[^}]*\})", rf"{CLOSE}\1{OPEN}", bracketed(text)).replace(OPEN + CLOSE, "")


def write_translation(folder: Path, translated: Mapping[str, str]) -> None:
    """Write a compiled catalogue of LANGUAGE under ``folder``, as UNCRAMP_LOCALE takes it."""
    catalogue = Catalog(locale=None, charset="utf-8")
    for text, said in translated.items():
        catalogue.add(text, said)
    target = folder / LANGUAGE / "LC_MESSAGES" / "uncramp.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as written:
        write_mo(written, catalogue)
