"""Medicines by substance or brand: what they are, their published ratio of rest cramps, and what to know."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats

NEVER_STOP: Final = "Do not stop or change a medicine because of this; ask the prescriber."

# written beside a name, and no part of it: doses, forms, routes
_DOSE = re.compile(r"\b\d+([.,/]\d+)*\s*(mg|mcg|µg|ug|g|ml|%|puffs?)?\b")
_FORM = re.compile(
    r"\b(tablets?|tabs?|capsules?|caps?|inhaler|puffer|diskus|accuhaler|turbohaler|turbuhaler|ellipta|respimat|daily|retard|er|xr|sr|cr)\b"
)


NEAR_RATIO: Final = 0.87
"""Likeness of two names from which on one is an obvious misspelling of the other; another medicine guessed is worse than none."""


@dataclass(frozen=True, slots=True)
class MedicineParameters:
    """Fields of ``evidence/medicines.toml``; ratios of the cramp rate, [draw]."""

    thiazide_rate_ratio: Floats
    loop_diuretic_rate_ratio: Floats
    potassium_sparing_rate_ratio: Floats
    any_diuretic_rate_ratio: Floats
    statin_rate_ratio: Floats
    long_acting_beta2_alone_rate_ratio: Floats
    long_acting_beta2_steroid_rate_ratio: Floats


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine as an athlete named it, and what it was taken to be."""

    given: str
    name: str  # substance, "" when not in the list
    atc: str
    classes: tuple[str, ...]  # ids in body/medicines.toml
    nearest: tuple[str, ...]  # names it may have been, when it is not in the list


@dataclass(frozen=True, slots=True)
class MedicineCaution:
    """A fact about a medicine and heat, salt, water or muscle; always with the line that nothing be stopped."""

    id: str
    text: str


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("uncramp.body").joinpath("medicines.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, str]:
    """Folded name -> substance id, for substances and brands."""
    found: dict[str, str] = {}
    for substance, row in _table()["substances"].items():
        for name in (substance, *row["also"]):
            found.setdefault(fold(name), substance)
    return found


def known_names() -> tuple[str, ...]:
    """Every substance and brand in the list, sorted."""
    rows = _table()["substances"].items()
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
    rows = [_table()["substances"][substance] for substance in found]
    classes = dict.fromkeys(group for row in rows for group in row["classes"])
    return Medicine(name, " + ".join(map(_label, found)), " + ".join(row["atc"] for row in rows), tuple(classes), ())


def _lookup(name: str) -> str | None:
    return _names().get(fold(name))


def _in_words(part: str) -> list[str]:
    """Substances in one part of a name: the part as a whole, else its words (brand and an addition, as in "valsartan HCT")."""
    whole = _lookup(part)
    return [whole] if whole else [substance for word in part.split() if len(word) > 2 and (substance := _lookup(word))]


@cache
def _words() -> frozenset[str]:
    """Every word of the listed names as it is spelt."""
    return frozenset(word for name in known_names() for word in re.findall(r"\w+", name.casefold()))


def _as_read(medicine: Medicine) -> str:
    """The name as given, and what it was read as where it is spelt in another way than in the list."""
    bare = _FORM.sub(" ", _DOSE.sub(" ", medicine.given.casefold()))
    if _words().issuperset(re.findall(r"\w+", bare)):
        return medicine.given
    return f"{medicine.given} (read as {medicine.name})"


def _label(substance: str) -> str:
    return substance.replace("_", " / ")


def rate_ratio_draws(names: Iterable[str], draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> Floats:
    """Ratio of the cramp rate with these medicines; [draw], exactly 1 without any that has a published ratio.

    The class with the largest published ratio counts; others are not multiplied on top, since people who take them overlap.
    Half of the draws are exactly 1: one study, of rest cramps, in people of 50 and over.

    Source
    ------
    garrison2012 (E01-E07).
    """
    strongest = strongest_class([resolve(name) for name in names])
    if strongest is None:
        return np.ones(draws)
    drawn = draw(MedicineParameters, "medicines", draws=draws, seed=seed, overrides=overrides)
    return np.asarray(getattr(drawn, _table()["classes"][strongest]["rate"]))


def strongest_class(medicines: Iterable[Medicine]) -> str | None:
    """Id of the class with the largest published ratio among these medicines, or ``None``."""
    groups = _table()["classes"]
    rated = {group for medicine in medicines for group in medicine.classes if "rate" in groups[group]}
    entries = load_topic("medicines")
    return max(sorted(rated), key=lambda group: entries[groups[group]["rate"]].value, default=None)


def medicine_cautions(names: Iterable[str]) -> tuple[MedicineCaution, ...]:
    """What to know about these medicines, one caution a class and one for each name not in the list.

    Facts only, and always the line that nothing be stopped or changed because of them.
    """
    medicines = [resolve(name) for name in names]
    groups = _table()["classes"]
    cautions = []
    for group in dict.fromkeys(group for medicine in medicines for group in medicine.classes):
        given = ", ".join(dict.fromkeys(_as_read(medicine) for medicine in medicines if group in medicine.classes))
        text = f"{given} ({groups[group]['name']}): {groups[group]['facts']}. {NEVER_STOP}"
        cautions.append(MedicineCaution(f"medicine_{group}", text))
    for number, medicine in enumerate((medicine for medicine in medicines if not medicine.name), start=1):
        near = f" It may have been {' or '.join(medicine.nearest)}; write that name if so." if medicine.nearest else ""
        text = f"{medicine.given!r} is not in the list of medicines, so no effect of it was counted.{near} {NEVER_STOP}"
        cautions.append(MedicineCaution(f"medicine_unknown_{number}", text))
    return tuple(cautions)
