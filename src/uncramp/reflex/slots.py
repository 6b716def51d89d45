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
    "refractory_steps", "noise", "spiked", "fired",
)  # fmt: skip
"""What a motoneuron remembers; ``spiked`` is 1 in the step of a spike, ``fired`` counts them."""

PARAMETERS: Final = (
    "soma_nf", "dendrite_nf", "soma_us", "dendrite_us", "coupling_us", "sodium_us", "fast_potassium_us", "slow_potassium_us",
    "persistent_us", "threshold_mv", "persistent_half_mv", "slow_closing", "noise_na", "antidromic", "synapse_ratio",
)  # fmt: skip
"""What belongs to one motoneuron: conductances, thresholds, and what is left of the slow potassium gate after a step."""

NEURON_SLOTS: Final = 27
(
    SOMA_MV, DENDRITE_MV, SODIUM_ON, SODIUM_READY, FAST_POTASSIUM, SLOW_POTASSIUM, PERSISTENT, PULSE_STEPS, REFRACTORY_STEPS, NOISE,
    SPIKED, FIRED, SOMA_NF, DENDRITE_NF, SOMA_US, DENDRITE_US, COUPLING_US, SODIUM_US, FAST_POTASSIUM_US, SLOW_POTASSIUM_US,
    PERSISTENT_US, THRESHOLD_MV, PERSISTENT_HALF_MV, SLOW_CLOSING, NOISE_NA, ANTIDROMIC, SYNAPSE_RATIO,
) = range(0, BLOCK * NEURON_SLOTS, BLOCK)  # fmt: skip
