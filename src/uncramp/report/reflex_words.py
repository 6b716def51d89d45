"""Words for what a reflex can be asked: experiments, hypotheses and states, by their ids."""

from __future__ import annotations

from typing import Final

from uncramp.texts import N_, _

EXPERIMENT_WORDS: Final = {
    "stimulation": N_("Stimulation"), "voluntary": N_("Voluntary effort"), "stretch": N_("Stretch"), "tendon": N_("Tendon"),
    "nerve-block": N_("Nerve block"), "fatigue": N_("Fatigue"), "pain": N_("Pain"), "water-after-sweat": N_("Water after sweat"),
    "electrolyte-drink": N_("Electrolyte drink"), "afterwards": N_("Afterwards"),
}  # fmt: skip
MECHANISM_WORDS: Final = {"article": N_("article"), "measured": N_("measured"), "mixed": N_("mixed")}
EXCITABILITY_WORDS: Final = {
    "water_after_sweat": N_("water after sweat"), "electrolyte_drink": N_("electrolyte drink"), "after_cramp": N_("after a cramp"),
    "history": N_("history"),
}  # fmt: skip
ENDED_BY_WORDS: Final = {"a stretch": N_("a stretch"), "tendon afferents": N_("tendon afferents")}
"""What ended a cramp, of :class:`uncramp.reflex.cramp.Cramp`."""


def experiment_word(name: str) -> str:
    """The name of an experiment, as a heading has it.

    Examples
    --------
    >>> experiment_word("nerve-block")
    'Nerve block'
    """
    return _(EXPERIMENT_WORDS.get(name, name.replace("-", " ").capitalize()))


def excitability_word(name: str) -> str:
    """A shift of excitability, within a sentence."""
    return _(EXCITABILITY_WORDS.get(name, name.replace("_", " ")))
