"""Random numbers of a field: one stream a trait, the athlete's place in the field is the place in the stream."""

from __future__ import annotations

import hashlib

import numpy as np

from uncramp.minutes import Floats

_AT_ONCE = 4  # numbers that one step of the generator's counter makes


def uniforms_between(seed: int, *words: str, first: int, last: int) -> Floats:
    """Uniform numbers in (0, 1), places ``first`` to ``last`` of the stream named by ``words``; [place].

    The same as ``evidence.draws.uniforms(seed, *words, draws=last)[first:]``, without making what comes before.

    Examples
    --------
    >>> bool((uniforms_between(0, "x", first=5, last=9) == uniforms_between(0, "x", first=0, last=9)[5:]).all())
    True
    """
    name = hashlib.sha256("\0".join((str(seed), *words)).encode()).digest()
    bits = np.random.Philox(key=int.from_bytes(name[:16], "little"))
    skipped = first % _AT_ONCE
    bits.advance(first // _AT_ONCE)
    drawn = np.random.Generator(bits).random(last - first + skipped)[skipped:]
    return np.clip(drawn, 1e-12, 1.0 - 1e-12)
