"""What a FIT file is, told by its first message alone: a watch writes twenty files of steps, sleep and settings for each activity."""

from __future__ import annotations

import io
import warnings
from typing import Final

from fitdecode import FIT_FRAME_DATA, CrcCheck, FitReader
from fitdecode.exceptions import FitError

from uncramp.activity.fit_chain import find_header

ACTIVITY: Final = "activity"
FIRST_BYTES: Final = 16
"""Of a header."""
FIRST_FRAMES: Final = 8
"""The message that says it is the first one; a few may stand before it in a file that breaks the rule."""


def fit_kind(data: bytes) -> str | None:
    """Kind of a FIT file, as ``activity`` or ``monitoring_b``; ``None`` where it does not say, or where it is no FIT file.

    Examples
    --------
    >>> fit_kind(b"<gpx/>") is None
    True
    """
    if find_header(data[:FIRST_BYTES]) != 0:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with FitReader(io.BytesIO(data), processor=None, check_crc=CrcCheck.DISABLED) as frames:
                for number, frame in enumerate(frames):
                    if frame.frame_type == FIT_FRAME_DATA and frame.name == "file_id":
                        kind = frame.get_value("type", fallback=None)
                        return None if kind is None else str(kind)
                    if number >= FIRST_FRAMES:
                        break
        except (FitError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError):
            return None
    return None
