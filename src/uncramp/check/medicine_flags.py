"""Which flags the medicines set that a person names. A name that is not in the list asks back; it is never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import rulebook
from uncramp.medicines.names import NEVER_STOP, as_read, resolve
from uncramp.texts import _

OTHER_MEDICINE: Final = "regmed"
"""The flag of a medicine that belongs to no class of its own here."""


@dataclass(frozen=True, slots=True)
class MedicineFindings:
    """What a list of medicines says."""

    found: tuple[tuple[str, str], ...]  # flag id, because
    asked: tuple[tuple[str, str], ...]  # flag id that the medicine, or a name that is not clear, leaves open, because
    notes: tuple[str, ...]  # names to be asked about


def medicine_findings(names: Iterable[str]) -> MedicineFindings:
    """Flags that follow from medicines by name."""
    found: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    notes: list[str] = []
    for name in names:
        medicine = resolve(name)
        read = as_read(medicine) if medicine.name else name
        found += [(flag, read) for flag in _flags(medicine.classes) or [OTHER_MEDICINE]]
        asked += [(flag, read) for flag in _questions(medicine.classes)]
        if medicine.name:
            continue
        near = medicine.nearest
        for other in near:
            because = _("{name}, if {other} is meant").format(name=name, other=other)
            classes = resolve(other).classes
            asked += [(flag, because) for flag in (*_flags(classes), *_questions(classes))]
        notes.append(
            _("{name} is not in the list of medicines. Is {near} meant? Then write that.").format(name=name, near=" or ".join(near))
            if near
            else _(
                "{name} is not in the list of medicines, so only that you take it counts. Ask a pharmacist about it and cramps."
            ).format(name=name)
        )
    return MedicineFindings(tuple(found), tuple(asked), tuple(notes))


def _flags(classes: Iterable[str]) -> list[str]:
    known = rulebook().medicine_flags
    return list(dict.fromkeys(known[group] for group in classes if group in known))


def _questions(classes: Iterable[str]) -> list[str]:
    known = rulebook().medicine_questions
    return list(dict.fromkeys(known[group] for group in classes if group in known))


def never_stop() -> str:
    """The line that stands beside every medicine."""
    return _(NEVER_STOP)
