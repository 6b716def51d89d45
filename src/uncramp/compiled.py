"""How the engines are compiled: where the machine code is kept, and arithmetic that the compiler can run four at a time."""

from __future__ import annotations

import ctypes
import hashlib
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar, cast

import numpy as np
from platformdirs import user_cache_path

import uncramp
from uncramp.minutes import Floats

F = TypeVar("F", bound=Callable[..., object])

_PACKAGE: Final = Path(uncramp.__file__).parent
_COMPILED: Final = ("compiled.py", "body/*.py", "hazard/*.py", "reflex/*.py", "ensemble/*.py", "report/*_pass.py")


def _source_digest() -> str:
    # numba looks at the file of the outermost function only; a change in what it calls must give a new folder
    total = hashlib.sha256()
    for path in sorted(path for pattern in _COMPILED for path in _PACKAGE.glob(pattern)):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder for machine code: ``NUMBA_CACHE_DIR`` if set, else one the user can write, named after the source it is from."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    return Path(given) if given else user_cache_path("uncramp") / "compiled" / _source_digest()


os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

import numba  # noqa: E402  (reads NUMBA_CACHE_DIR when it is loaded)

if not getattr(numba.config, "CACHE_DIR", ""):  # somebody loaded numba before us
    setattr(numba.config, "CACHE_DIR", os.environ["NUMBA_CACHE_DIR"])  # noqa: B010  (numba makes its settings when loaded)

# no reordering of sums: a result must not depend on how many draws are simulated together
_FAST_MATH: Final = frozenset(("contract", "nsz", "arcp"))


def compiled(function: F) -> F:
    """Compile ``function`` on first use and keep the machine code; division by zero gives infinity, as in NumPy."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=set(_FAST_MATH))(function))


def compiled_exactly(function: F) -> F:
    """As :func:`compiled`, but every operation is rounded as NumPy rounds it: what a pass over rows gives is the same either way."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def engine_is_compiled() -> bool:
    """Whether machine code of the body engine is on disk, so that the first simulation starts at once.

    False means that the next simulation compiles for some seconds; the faces say so.
    """
    return any(Path(os.environ["NUMBA_CACHE_DIR"]).rglob("engine.simulate_blocks*.nbi"))


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of mallopt, glibc's malloc.h
_KEPT_BYTES = 1 << 30


def keep_freed_memory() -> bool:
    """Ask the allocator to keep what is freed, and say whether it does; for a face to call once, since it concerns the whole process.

    The engine writes some tens of megabytes a run and frees them; handing them back and fetching them again costs a quarter of
    its time. Only glibc can be asked.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES) and mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES))


@compiled
def exponential(x: float) -> float:
    """e^x for -8 < x < 8 to about 1e-6 (3e-8 for the vapour pressures): series of x/16, squared four times; has no branches."""
    y = x * 0.0625
    series = 1.0 + y * (1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (1.0 + y / 5.0 * (1.0 + y / 6.0)))))
    series *= series
    series *= series
    series *= series
    return series * series


@compiled
def logarithm(x: float) -> float:
    """ln x for 0.002 < x < 2,000 to about 2e-4: series of the eighth root; has no branches."""
    root: float = ((x**0.5) ** 0.5) ** 0.5
    z = (root - 1.0) / (root + 1.0)
    z2 = z * z
    return 16.0 * z * (1.0 + z2 * (1.0 / 3.0 + z2 * (1.0 / 5.0 + z2 / 7.0)))


# an eight-byte number is a sign, eleven bits of exponent and fifty-two of mantissa: powers of two are read and written as bits
_MANTISSA_BITS: Final = 52
_ONE: Final = 1 << _MANTISSA_BITS
_BIAS: Final = 1023.0
_NEAREST_WHOLE: Final = 1.5 * _ONE  # added to a small number, it leaves the nearest whole one in the last bits
_ROOT_BITS: Final = int(np.float64(0.5**0.5).view(np.int64))
_TO_ROOT_BITS: Final = int(np.float64(1.0).view(np.int64)) - _ROOT_BITS
_WHOLE_BITS: Final = int(np.float64(_ONE).view(np.int64))
_LN_2: Final = math.log(2.0)
_LN_2_HIGH: Final = float(np.int64(np.float64(_LN_2).view(np.int64) >> 32 << 32).view(np.float64))  # exact times a whole number
_LN_2_LOW: Final = _LN_2 - _LN_2_HIGH
_LARGEST: Final = 700.0  # e^700 is near the largest number there is
_EXPONENTIAL_SERIES: Final = tuple(1.0 / math.factorial(n) for n in range(12, -1, -1))
_LOGARITHM_SERIES: Final = tuple(1.0 / (2 * n + 1) for n in range(9, -1, -1))


@compiled
def full_exponential(x: float) -> float:
    """e^x to the last digits (1e-15 for -20 < x < 20): 2^k and a series of what is left; held at e^-700 and e^700, NaN stays NaN."""
    held = at_most(at_least(x, -_LARGEST), _LARGEST)
    shifted = held / _LN_2 + _NEAREST_WHOLE
    k = shifted - _NEAREST_WHOLE
    left = held - k * _LN_2_HIGH - k * _LN_2_LOW
    series = 0.0
    for term in _EXPONENTIAL_SERIES:
        series = series * left + term
    bits = np.float64(series).view(np.int64) + (np.float64(shifted).view(np.int64) << _MANTISSA_BITS)
    return np.int64(bits).view(np.float64) if x == x else x  # noqa: PLR0124  (NaN)


@compiled
def full_logarithm(x: float) -> float:
    """ln x to the last digits (1e-15) for positive finite x: that of its power of two, and a series of its mantissa; NaN stays NaN."""
    bits = np.float64(x).view(np.int64) + _TO_ROOT_BITS
    k = np.int64((bits >> _MANTISSA_BITS) | _WHOLE_BITS).view(np.float64) - (_ONE + _BIAS)
    mantissa = np.int64((bits & (_ONE - 1)) + _ROOT_BITS).view(np.float64)  # from the root of one half to that of two
    z = (mantissa - 1.0) / (mantissa + 1.0)
    series = 0.0
    for term in _LOGARITHM_SERIES:
        series = series * (z * z) + term
    return k * _LN_2_HIGH + (2.0 * z * series + k * _LN_2_LOW) if x == x else x  # noqa: PLR0124  (NaN)


@compiled
def decay(x: float) -> float:
    """What is left of a first-order process after ``x`` time constants, e^-x: positive and falling for every x >= 0.

    Conservation does not rest on its accuracy (1e-3 at x = 1.5): flows are taken from the change of the state.
    """
    return 1.0 / (1.0 + x * mean_series(x))


@compiled
def mean_series(x: float) -> float:
    """(e^x - 1) / x as a series; ``decay(x) * mean_series(x)`` is the mean of e^-t over 0 < t < x, without dividing by x."""
    return 1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0)))


@compiled
def at_least(x: float, low: float) -> float:
    """The larger of two numbers."""
    return x if x > low else low


@compiled
def at_most(x: float, high: float) -> float:
    """The smaller of two numbers."""
    return x if x < high else high


@compiled
def read_ahead(sources: tuple[Floats, ...], tile: Floats, first: int, last: int, row: int, rows_count: int) -> None:
    """Fill ``tile`` [source, row of the tile, draw of the block] from each of ``sources`` [draw, row], from draw ``first`` and ``row`` on.

    Many rows of a draw are read together, or the processor waits for each line of the cache. The draw ``last`` stands for those missing;
    a source of one draw serves all draws, and one of one row all ``rows_count`` rows: it is read with the first.
    """
    held_count = min(tile.shape[1], rows_count - row)
    for k in range(len(sources)):
        along = 1 if sources[k].shape[1] > 1 else 0
        for j in range(tile.shape[2] if along or row == 0 else 0):
            draw = min(first + j, last, sources[k].shape[0] - 1)
            for i in range(held_count):
                tile[k, i, j] = sources[k][draw, along * (row + i)]
