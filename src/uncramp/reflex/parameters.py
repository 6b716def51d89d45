"""Parameters of the pathways of the spinal loop, and what fatigue does to them under each hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class ReflexParameters:
    """Pathways of the loop [draw]; values and sources in evidence/reflex.toml."""

    ia_nsiemens_per_pps: Floats
    ii_nsiemens_per_pps: Floats
    ib_nsiemens_per_pps: Floats
    volley_nsiemens: Floats
    volley_ms: Floats
    volley_delay_ms: Floats
    drive_nsiemens: Floats
    tendon_volley_nsiemens: Floats
    renshaw_nsiemens_per_pps: Floats
    renshaw_ms: Floats
    renshaw_delay_ms: Floats
    presynaptic_ratio: Floats
    presynaptic_ms: Floats
    ia_delay_ms: Floats
    ii_delay_ms: Floats
    ib_delay_ms: Floats
    gamma_static_pps: Floats
    gamma_linked_pps: Floats
    gamma_dynamic_pps: Floats
    linkage_pps: Floats
    linkage_ms: Floats
    fading_s: Floats
    fading_activity_frac: Floats
    antidromic_frac: Floats
    fatigued_strength_loss_frac: Floats
    article_ia_ratio: Floats
    article_ib_ratio: Floats
    article_fading_ratio: Floats
    measured_ia_ratio: Floats
    measured_ib_ratio: Floats
    measured_fading_ratio: Floats
    mixed_ia_ratio: Floats
    mixed_ib_ratio: Floats
    mixed_fading_ratio: Floats
    pain_group34_pps: Floats
    group34_nsiemens_per_pps: Floats
    water_after_sweat_threshold_ratio: Floats
    electrolyte_drink_threshold_ratio: Floats
    after_cramp_threshold_ratio: Floats
    history_threshold_ratio: Floats


EXCITABILITIES = ("water_after_sweat", "electrolyte_drink", "after_cramp", "history")
"""Named shifts of every voltage threshold: trials moved the threshold frequency, and how is not known."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What complete fatigue changes under one hypothesis, in one draw."""

    ia_ratio: float
    ib_ratio: float
    fading_ratio: float


def hypothesis_of(p: ReflexParameters, mechanism: str, draw: int) -> Hypothesis:
    """The hypothesis named ``mechanism``, one of ``names.MECHANISMS``."""
    return Hypothesis(*(float(getattr(p, f"{mechanism}_{name}")[draw]) for name in ("ia_ratio", "ib_ratio", "fading_ratio")))
