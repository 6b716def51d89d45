"""Slots: where each quantity of a block of motoneurons lies in the one array the loop works in.

Quantity after quantity, ``BLOCK`` neurons each, as in ``body/slots.py``: neighbouring neurons are neighbours in memory, and since it is
one array the compiler sees that no two quantities overlap and runs several neurons at once. A slot's number is that of its first neuron.
Units are mV from rest, ms, nA, uS and nF, so that no factor stands in the loop.
"""

from __future__ import annotations

from typing import Final

BLOCK: Final = 16
"""Motoneurons stepped together; the last block is filled up with neurons that cannot fire."""

STATES: Final = (
    "soma_mv", "dendrite_mv", "sodium_on", "sodium_ready", "fast_potassium", "slow_potassium", "persistent", "pulse_steps",
    "refractory_steps", "noise", "spiked", "sent_up",
)  # fmt: skip
"""What a motoneuron remembers; ``spiked`` is 1 in the step of a spike, ``sent_up`` when its own terminal sends one to the soma."""

PARAMETERS: Final = (
    "soma_nf", "dendrite_nf", "soma_us", "dendrite_us", "coupling_us", "sodium_us", "fast_potassium_us", "slow_potassium_us",
    "persistent_us", "threshold_mv", "persistent_half_mv", "slow_closing", "noise_na", "antidromic", "synapse_ratio",
)  # fmt: skip
"""What belongs to one motoneuron: conductances, thresholds, and what is left of the slow potassium gate after a step."""

NEURON_SLOTS: Final = 27
(
    SOMA_MV, DENDRITE_MV, SODIUM_ON, SODIUM_READY, FAST_POTASSIUM, SLOW_POTASSIUM, PERSISTENT, PULSE_STEPS, REFRACTORY_STEPS, NOISE,
    SPIKED, SENT_UP, SOMA_NF, DENDRITE_NF, SOMA_US, DENDRITE_US, COUPLING_US, SODIUM_US, FAST_POTASSIUM_US, SLOW_POTASSIUM_US,
    PERSISTENT_US, THRESHOLD_MV, PERSISTENT_HALF_MV, SLOW_CLOSING, NOISE_NA, ANTIDROMIC, SYNAPSE_RATIO,
) = range(0, BLOCK * NEURON_SLOTS, BLOCK)  # fmt: skip

TERMINAL: Final = ("excited", "spent", "phase", "discharged", "impulses", "threshold_frac")
"""State and threshold of an axon's end in the muscle; ``impulses`` counts what its fibres got since the muscle was last tired."""
TERMINAL_SLOTS: Final = 6
EXCITED, SPENT, PHASE, DISCHARGED, IMPULSES, TERMINAL_THRESHOLD_FRAC = range(0, BLOCK * TERMINAL_SLOTS, BLOCK)

LOOP: Final = (
    "ia_us_per_pps", "ii_us_per_pps", "ib_us_per_pps", "volley_us", "volley_keep", "drive_us", "tonic_us", "tendon_us",
    "renshaw_us_per_pps", "renshaw_keep", "presynaptic_ratio", "presynaptic_keep", "gamma_static_pps", "gamma_linked_pps",
    "gamma_dynamic_pps", "per_linkage_pps", "linkage_keep", "fading_ratio", "fading_keep", "fading_activity_frac", "nerve_open",
    "units_count", "step_ms", "terminal_gain_frac", "terminal_keep", "terminal_spend_frac", "terminal_spent_keep", "terminal_least_pps",
    "terminal_slope_pps", "terminal_length_ratio", "terminal_length_frac", "tiring_steps", "tiring_s",
)  # fmt: skip
"""What belongs to the loop of one muscle and is the same at every step."""
(
    IA_US_PER_PPS, II_US_PER_PPS, IB_US_PER_PPS, VOLLEY_US, VOLLEY_KEEP, DRIVE_US, TONIC_US, TENDON_US, RENSHAW_US_PER_PPS, RENSHAW_KEEP,
    PRESYNAPTIC_RATIO, PRESYNAPTIC_KEEP, GAMMA_STATIC_PPS, GAMMA_LINKED_PPS, GAMMA_DYNAMIC_PPS, PER_LINKAGE_PPS, LINKAGE_KEEP,
    FADING_RATIO, FADING_KEEP, FADING_ACTIVITY_FRAC, NERVE_OPEN, UNITS_COUNT, STEP_MS, TERMINAL_GAIN_FRAC, TERMINAL_KEEP,
    TERMINAL_SPEND_FRAC, TERMINAL_SPENT_KEEP, TERMINAL_LEAST_PPS, TERMINAL_SLOPE_PPS, TERMINAL_LENGTH_RATIO, TERMINAL_LENGTH_FRAC,
    TIRING_STEPS, TIRING_S,
) = range(len(LOOP))  # fmt: skip

OUTPUTS: Final = (
    "drive_frac", "ia_pps", "ii_pps", "ib_pps", "gamma_static_pps", "persistent_frac", "force_frac", "active_force_frac",
    "muscle_length_frac", "fibre_length_frac", "capacity_frac", "tendon_ratio",
)  # fmt: skip
"""What is written every millisecond, in the order of the fields of ReflexTrace."""
