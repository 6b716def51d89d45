"""Medicines by substance or brand: what name was meant, and which classes it belongs to. Words only; no model reads or writes here."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from uncramp.texts import N_

NEVER_STOP: Final = N_("Do not stop or change a medicine because of this; ask the prescriber.")

# written beside a name, and no part of it: doses, forms, routes
_DOSE = re.compile(r"\b\d+([.,/]\d+)*\s*(mg|mcg|µg|ug|g|ml|%|puffs?)?\b")
_FORM = re.compile(
    r"\b(tablets?|tabs?|capsules?|caps?|inhaler|puffer|diskus|accuhaler|turbohaler|turbuhaler|ellipta|respimat|daily|retard|er|xr|sr|cr)\b"
)


NEAR_RATIO: Final = 0.87
"""Likeness of two names from which on one is an obvious misspelling of the other; another medicine guessed is worse than none."""


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine as an athlete named it, and what it was taken to be."""

    given: str
    name: str  # substance, "" when not in the list
    atc: str
    classes: tuple[str, ...]  # ids in medicines/medicines.toml
    nearest: tuple[str, ...]  # names it may have been, when it is not in the list


@cache
def medicine_table() -> dict[str, Any]:
    """``medicines.toml``: classes with a name and facts, substances with their ATC code, brands and classes."""
    return tomllib.loads(files("uncramp.medicines").joinpath("medicines.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, str]:
    """Folded name -> substance id, for substances and brands."""
    found: dict[str, str] = {}
    for substance, row in medicine_table()["substances"].items():
        for name in (substance, *row["also"]):
            found.setdefault(fold(name), substance)
    return found


def known_names() -> tuple[str, ...]:
    """Every substance and brand in the list, sorted."""
    rows = medicine_table()["substances"].items()
    return tuple(sorted({name for substance, row in rows for name in (substance.replace("_", " / "), *row["also"])}, key=str.lower))


def fold(name: str) -> str:
    """Name without what differs between languages and spellings: case, accents, hyphens, doubled letters, th/t, y/i, ending.

    Examples
    --------
    >>> fold("Hydrochlorothiazid") == fold("hidroclorotiazida") == fold("hydro-chlorothiazide")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    for written, sounded in (("ph", "f"), ("th", "t"), ("ch", "c"), ("rh", "r"), ("y", "i"), ("k", "c"), ("z", "s")):
        letters = letters.replace(written, sounded)
    letters = re.sub(r"(.)\1", r"\1", letters)
    return re.sub(r"(?<=.{4})(um|[aeo])$", "", letters)  # short names keep their ending


def resolve(name: str) -> Medicine:
    """The medicine meant by a substance or brand name in any common spelling.

    A name that is not in the list is kept with the nearest ones; it is never an error.

    Examples
    --------
    >>> resolve("Lasix 40 mg").name
    'furosemide'
    >>> resolve("aspirn").classes
    ()
    """
    bare = _FORM.sub(" ", _DOSE.sub(" ", name.casefold())).strip()
    parts = [part.strip() for part in re.split(r"[/+,&]|\band\b|\bwith\b", bare) if part.strip()]
    whole = _lookup(bare) or _lookup(" ".join(parts)) or _lookup(" ".join(reversed(parts)))
    found = [whole] if whole else list(dict.fromkeys(substance for part in parts for substance in _in_words(part)))
    if not found:
        near = get_close_matches(fold(bare), _names(), n=2, cutoff=NEAR_RATIO)
        return Medicine(name, "", "", (), tuple(dict.fromkeys(_label(_names()[key]) for key in near)))
    rows = [medicine_table()["substances"][substance] for substance in found]
    classes = dict.fromkeys(group for row in rows for group in row["classes"])
    return Medicine(name, " + ".join(map(_label, found)), " + ".join(row["atc"] for row in rows), tuple(classes), ())


def _lookup(name: str) -> str | None:
    return _names().get(fold(name))


def _in_words(part: str) -> list[str]:
    """Substances in one part of a name: the part as a whole, else its words (brand and an addition, as in "valsartan HCT" or "Exforge-HCT")."""
    whole = _lookup(part)
    return [whole] if whole else [substance for word in re.split(r"[\s-]+", part) if len(word) > 2 and (substance := _lookup(word))]


@cache
def _words() -> frozenset[str]:
    """Every word of the listed names as it is spelt."""
    return frozenset(word for name in known_names() for word in re.findall(r"\w+", name.casefold()))


def as_read(medicine: Medicine) -> str:
    """The name as given, and what it was read as where it is spelt in another way than in the list."""
    bare = _FORM.sub(" ", _DOSE.sub(" ", medicine.given.casefold()))
    if _words().issuperset(re.findall(r"\w+", bare)):
        return medicine.given
    return f"{medicine.given} (read as {medicine.name})"


def _label(substance: str) -> str:
    return substance.replace("_", " / ")
