"""The outside of FIT files: headers, check sums, and the files chained in one."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.activity.recorded import Finding, counted
from uncramp.minutes import Integers
from uncramp.texts import _

_MAGIC: Final = b".FIT"
_HEADER_SIZES: Final = (12, 14)
_PARTS_LIMIT: Final = 100
_SUM_SIZE: Final = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One FIT file of a chain: where its messages lie in the data, and what its header claims."""

    start: int  # of the messages, after the header
    end: int  # of the messages, before the check sum; never beyond the data
    declared_size: int  # of the messages, by the header
    sum_matches: bool | None  # None: no check sum to compare with

    def as_file(self, data: bytes) -> bytes:
        """The part as a FIT file of its own, with a header that tells its real size."""
        header = struct.pack("<BBHI4s", 12, 0x20, 0, self.end - self.start, _MAGIC)
        return header + data[self.start : self.end] + b"\0\0"


def find_header(data: bytes, start: int = 0, limit: int | None = None) -> int:
    """Offset of the next FIT header at or after ``start``, -1 if there is none.

    Examples
    --------
    >>> find_header(b"junk" + bytes((12, 16)) + bytes(6) + b".FIT")
    4
    """
    at = data.find(_MAGIC, start + 8, limit)
    while at >= 0:
        if data[at - 8] in _HEADER_SIZES:
            return at - 8
        at = data.find(_MAGIC, at + 1, limit)
    return -1


def split_chain(data: bytes) -> tuple[list[Part], list[Finding]]:
    """The FIT files chained in ``data``, and what lies between them that is none."""
    parts: list[Part] = []
    findings: list[Finding] = []
    at = 0
    while at < len(data):
        header = find_header(data, at)
        if header != at:
            end = header if header >= 0 else len(data)
            findings.append(
                Finding(
                    "trailing_bytes",
                    _("Left out: {bytes} from byte {place} on, which are no readable FIT data.").format(
                        bytes=counted(end - at, "byte"), place=f"{at:,}"
                    ),
                    end - at,
                )
            )
        if header < 0:
            break
        if len(parts) == _PARTS_LIMIT:
            text = _("More than {most} chained files; those from byte {place} on left out.").format(
                most=_PARTS_LIMIT, place=f"{header:,}"
            )
            findings.append(Finding("trailing_bytes", text, len(data) - header))
            break
        part, at = _part_at(data, header, findings)
        parts.append(part)
    return parts, findings


def _part_at(data: bytes, header: int, findings: list[Finding]) -> tuple[Part, int]:
    """The part whose header is at ``header``, and where the next may begin."""
    start = header + data[header]
    declared = int.from_bytes(data[header + 4 : header + 8], "little")
    end = start + declared
    if declared and end <= len(data):
        stored = data[end : end + _SUM_SIZE]
        matches = checksum(data[header:end]) == int.from_bytes(stored, "little") if len(stored) == _SUM_SIZE else None
        after = end + len(stored)
        if matches is not False or after == len(data) or find_header(data, after, after + 12) == after:
            if matches is False:
                text = _("The check sum of the file is wrong: it was changed or damaged, and single values may be too.")
                findings.append(Finding("crc_mismatch", text, 1))
            if len(stored) < _SUM_SIZE:
                findings.append(_cut(len(data) - header, after - header + _SUM_SIZE - len(stored)))
            return Part(start, end, declared, matches), after
    # The size is wrong (a watch that died writes none), or the end is missing: take all up to the next header.
    following = find_header(data, start)
    if declared and end > len(data):
        findings.append(_cut(len(data) - header, end + _SUM_SIZE - header))
    else:
        text = _("The size in the header at byte {place} ({bytes}) is wrong; all that follows was tried.").format(
            place=f"{header:,}", bytes=counted(declared, "byte")
        )
        findings.append(Finding("header_size", text, 1))
    until = following if following >= 0 else len(data)
    return Part(min(start, until), until, declared, None), until


def _cut(there: int, declared: int) -> Finding:
    missing = declared - there
    text = _("The file is cut off: {bytes} of {declared} are missing at the end.")
    return Finding("truncated", text.format(bytes=counted(missing, "byte"), declared=f"{declared:,}"), missing)


_TABLE_SIZE: Final = 256


def _sum_table() -> Integers:
    sums = np.arange(_TABLE_SIZE, dtype=np.int64)
    for _bit in range(8):
        sums = np.where(sums & 1, (sums >> 1) ^ 0xA001, sums >> 1)
    return sums


_TABLE: Final = _sum_table().astype(np.uint16)


def checksum(data: bytes) -> int:
    """The 16-bit cyclic check sum of the FIT protocol (reflected polynomial 0x8005, start 0).

    The sum is linear: stretches of equal length are summed side by side and then joined, which is a hundred
    times as fast as going byte by byte in Python. Leading zeros leave it unchanged, so the first is padded.

    Examples
    --------
    >>> hex(checksum(b"123456789"))
    '0xbb3d'
    """
    length = max(16, int(len(data) ** 0.5))
    count = -(-len(data) // length)
    padded = np.zeros(count * length, dtype=np.uint8)
    padded[count * length - len(data) :] = np.frombuffer(data, dtype=np.uint8)
    sums = np.zeros(count, dtype=np.uint16)
    moved = (1 << np.arange(16)).astype(np.uint16)  # where each bit of a sum goes when one more stretch follows
    for column in padded.reshape(count, length).T:
        sums = _TABLE[(sums ^ column) & 0xFF] ^ (sums >> 8)
        moved = _TABLE[moved & 0xFF] ^ (moved >> 8)
    images = moved.tolist()
    total = 0
    for one in sums.tolist():
        carried = 0
        for bit in range(16):
            if total >> bit & 1:
                carried ^= images[bit]
        total = carried ^ one
    return int(total)
