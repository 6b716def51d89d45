"""How near a row of the evidence base is to a cramp in an exercising person: the best grade a statement may take from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from uncramp.evidence.facts import facts
from uncramp.names import GRADES

WITHOUT_ROWS: Final = "memory"
"""What is cited without a row was not looked up again."""

_ANIMALS: Final = {"B47", "B48", "B54"}
_AT_REST: Final = {
    "B45", "B51", "B52", "B53", "B55", "B57", "B58", "B59",  # reflexes and motoneurons of people at rest or in one short effort
    *(f"E{number:02d}" for number in range(1, 9)), "E12",  # cramps at rest
    *(f"F{number:02d}" for number in range(9, 15)), "F28",  # bananas at rest, cramps at rest, advice to patients
    *(f"G{number:02d}" for number in range(1, 7)), "G08", "G09", "G16", "G17", "G20", "G21", "G23",  # advice to patients
}  # fmt: skip
_IN_EXERCISE: Final = {
    "B46", "E16", "F07", "F22", "F23", "F24", "G07", "G10", "G11", "G12", "G13", "G14", "G19", "G24", "G26",
}  # fmt: skip
_IN_EXERCISE_SECTIONS: Final = "CDH"


def best_grade(rows: Iterable[str]) -> str:
    """The best of ``names.GRADES`` a statement that rests on these rows of the evidence base may have.

    Examples
    --------
    >>> best_grade(["B01"]), best_grade(["C51", "G12"]), best_grade(["F12"]), best_grade(["G22"]), best_grade([])
    ('cramp', 'athletes', 'healthy', 'memory', 'memory')
    """
    return min(map(_of_row, rows), key=GRADES.index, default=WITHOUT_ROWS)


def _of_row(row: str) -> str:
    if facts()[row].status == "memory":
        return "memory"
    if row in _ANIMALS:
        return "animal"
    if row in _AT_REST:
        return "healthy"
    return "athletes" if row in _IN_EXERCISE or row[0] in _IN_EXERCISE_SECTIONS else "cramp"
