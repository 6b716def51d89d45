"""What medicines do to the rate of cramps, and what to know about them; their names are in :mod:`uncramp.medicines`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.medicines.names import NEVER_STOP, Medicine, as_read, medicine_table, resolve
from uncramp.minutes import Floats
from uncramp.texts import _


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
class MedicineCaution:
    """A fact about a medicine and heat, salt, water or muscle; always with the line that nothing be stopped."""

    id: str
    text: str


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
    return np.asarray(getattr(drawn, medicine_table()["classes"][strongest]["rate"]))


def strongest_class(medicines: Iterable[Medicine]) -> str | None:
    """Id of the class with the largest published ratio among these medicines, or ``None``."""
    groups = medicine_table()["classes"]
    rated = {group for medicine in medicines for group in medicine.classes if "rate" in groups[group]}
    entries = load_topic("medicines")
    return max(sorted(rated), key=lambda group: entries[groups[group]["rate"]].value, default=None)


def medicine_cautions(names: Iterable[str]) -> tuple[MedicineCaution, ...]:
    """What to know about these medicines, one caution a class and one for each name not in the list.

    Facts only, and always the line that nothing be stopped or changed because of them.
    """
    medicines = [resolve(name) for name in names]
    groups = medicine_table()["classes"]
    cautions = []
    for group in dict.fromkeys(group for medicine in medicines for group in medicine.classes):
        given = ", ".join(dict.fromkeys(as_read(medicine) for medicine in medicines if group in medicine.classes))
        text = _("{given} ({kind}): {facts}.").format(given=given, kind=_(groups[group]["name"]), facts=_(groups[group]["facts"]))
        cautions.append(MedicineCaution(f"medicine_{group}", f"{text} {_(NEVER_STOP)}"))
    for number, medicine in enumerate((medicine for medicine in medicines if not medicine.name), start=1):
        text = _("{medicine} is not in the list of medicines, so no effect of it was counted.").format(
            medicine=repr(medicine.given)
        )
        near = _("It may have been {names}; write that name if so.").format(names=_(" or ").join(medicine.nearest))
        told = " ".join(filter(None, (text, near if medicine.nearest else "", _(NEVER_STOP))))
        cautions.append(MedicineCaution(f"medicine_unknown_{number}", told))
    return tuple(cautions)
