"""What groups of a field are called: those that every field has in the reader's language, those of its file as it has them."""

from __future__ import annotations

from typing import Final

from uncramp.ensemble.summary import GroupSummary
from uncramp.texts import N_, _

KINDS: Final = {
    "sex": N_("sex"), "age": N_("age"), "wave": N_("wave"), "day": N_("day"), "history": N_("history"), "drinking": N_("drinking"),
    "health": N_("health"), "finish": N_("finish"),
}  # fmt: skip
NAMES: Final = (
    N_("women"), N_("men"), N_("under 40"), N_("40 to 49"), N_("50 to 59"), N_("60 and over"), N_("cramped before"), N_("never cramped"),
    N_("fastest quarter"), N_("second quarter"), N_("third quarter"), N_("slowest quarter"),
    N_("all"), N_("first"), N_("second"), N_("third"), N_("fourth"), N_("by thirst"), N_("little"), N_("plenty"), N_("statin"), N_("thiazide"),
)  # fmt: skip
"""Names of the fields that come with the package, but for their days."""


def name_text(group: GroupSummary) -> str:
    """What it is called where its kind stands beside it."""
    return _(group.name.replace("_", " "))


def kind_text(group: GroupSummary) -> str:
    """What it is a group by; "" where its name says that ("day 3")."""
    return "" if group.name.startswith(group.kind) else _(KINDS[group.kind])


def group_text(group: GroupSummary) -> str:
    """What it is called where its kind is not written beside it."""
    name = name_text(group)
    return _("{kind} {name}").format(kind=_(KINDS[group.kind]), name=name) if group.kind in ("wave", "drinking") else name
