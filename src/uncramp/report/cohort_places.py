"""Places along a field in the reader's units: of the way, or hours where it has none."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.ensemble.field import Field
from uncramp.report.race_splits import km_per_unit
from uncramp.report.race_words import unit_word
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class Places:
    """How places of a field are shown."""

    unit: str
    per_unit: float  # of our unit, km or h, in one of the reader's

    def of(self, place: float) -> float:
        """A place of ours (km or h) as the reader has it.

        Examples
        --------
        >>> round(Places("mi", km_per_unit("imperial")).of(42.195), 1)
        26.2
        """
        return place / self.per_unit

    def plain(self, place: float) -> str:
        """The same, said with as few digits as it has.

        Examples
        --------
        >>> Places("km", 1.0).plain(5.0), Places("mi", km_per_unit("imperial")).plain(5.0)
        ('5', '3.1')
        """
        return f"{self.of(place):g}" if self.per_unit == 1.0 else f"{self.of(place):.1f}"


def places_of(field: Field, units: str) -> Places:
    """How places of ``field`` are shown."""
    return Places(unit_word(units), km_per_unit(units)) if field.segments == "km" else Places(_("h"), 1.0)
