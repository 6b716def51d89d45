"""The one door for activity files: told by their content, unpacked, read, screened."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from uncramp.activity.recorded import Finding, Recorded, with_sport
from uncramp.activity.samples import Samples
from uncramp.activity.screen import screen
from uncramp.activity.sports import UNKNOWN
from uncramp.errors import ActivityFileError
from uncramp.texts import N_, _

FILE_LIMIT: Final = 200_000_000
"""Bytes: a hundred times the longest race recorded each second."""

UNPACKED_LIMIT: Final = 100_000_000
RATIO_LIMIT: Final = 100

_RATIO_FROM: Final = 1_000_000  # a small file may well pack better
_PIECE: Final = 1 << 18
_HEAD: Final = 4096


def read_activity(path: str | os.PathLike[str]) -> Samples:
    """Read a FIT, TCX or GPX file, packed by gzip or not, told by its content.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    What was recorded, with every repair made on the way.

    Raises
    ------
    ActivityFileError
        When the file cannot be opened, is no activity, or holds nothing usable; the text says what to do.
    """
    place = Path(path)
    try:
        if place.is_dir():
            raise ActivityFileError(_("{name}: is a folder; a FIT, TCX or GPX file was expected.").format(name=place.name))
        with place.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise ActivityFileError(
            _("{name}: cannot be opened ({strerror}). Check the path and your rights.").format(
                name=place.name, strerror=error.strerror
            )
        ) from error
    except ValueError as error:  # a NUL in the path
        raise ActivityFileError(_("{name}: is no path of a file ({error}).").format(name=repr(place.name), error=error)) from error
    return read_activity_bytes(data, place.name)


def read_activity_bytes(data: bytes, name: str, *, sport: str = UNKNOWN) -> Samples:
    """Read an activity from memory.

    Parameters
    ----------
    data
        The content of a FIT, TCX or GPX file, packed by gzip or not.
    name
        Of the file, for messages only.
    sport
        What is said of it elsewhere, for a file that does not name its sport; one of ``names.SPORTS``.

    Raises
    ------
    ActivityFileError
        As ``read_activity``.
    """
    try:
        _refuse_large(data)
        sha256 = hashlib.sha256(data).hexdigest()
        findings: list[Finding] = []
        if data[:2] == b"\x1f\x8b":
            data = _unpacked(data, findings)
        recorded = with_sport(_recorded(data), sport)
        return screen(replace(recorded, findings=findings + recorded.findings), sha256)
    except ActivityFileError as error:
        shown = "".join(sign for sign in name if sign.isprintable())[-80:]
        raise ActivityFileError(f"{shown}: {error}") from error


def unpacked_content(data: bytes) -> bytes:
    """What a file holds: unpacked if it is packed by gzip, within the limits of reading; of a damaged one the good part.

    Raises
    ------
    ActivityFileError
        If it is larger than any activity.
    """
    _refuse_large(data)
    return _unpacked(data, []) if data[:2] == b"\x1f\x8b" else data


def _refuse_large(data: bytes) -> None:
    if len(data) > FILE_LIMIT:
        raise ActivityFileError(
            _("The file holds more than {most} MB; the longest activities hold a few. Export the one activity you mean.").format(
                most=FILE_LIMIT // 1_000_000
            )
        )


def _recorded(data: bytes) -> Recorded:
    """Tell the format by content and read it; formats load when they are needed."""
    from uncramp.activity.fit_chain import find_header

    if not data:
        raise ActivityFileError(_("The file is empty. Copy it again from the watch, or export the activity again."))
    # a header further on is a FIT file with bytes before it, unless something else holds it (a zip archive)
    foreign = _looks_like_xml(data) or data.startswith(tuple(magic for magic, _ in _OTHERS))
    header = find_header(data, 0, _HEAD)
    if header == 0 or (header > 0 and not foreign):
        from uncramp.activity.fit import read_fit

        return read_fit(data)
    if _looks_like_xml(data):
        from uncramp.activity.gpx import GpxPoints, recorded_gpx
        from uncramp.activity.tcx import TcxPoints, recorded_tcx
        from uncramp.activity.xml import walk

        points, findings = walk(data, {"trainingcenterdatabase": TcxPoints, "gpx": GpxPoints})
        return recorded_tcx(points, findings) if isinstance(points, TcxPoints) else recorded_gpx(points, findings)  # type: ignore[arg-type]
    raise ActivityFileError(_other_text(data))


_XML_BEGINNINGS: Final = (
    b"<", b"\xef\xbb\xbf<",
    b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<",
)  # fmt: skip


def _looks_like_xml(data: bytes) -> bool:
    return data[:_HEAD].lstrip().startswith(_XML_BEGINNINGS)


_OTHERS: Final = (
    (b"PK\x03\x04", N_("This is a zip archive. Unpack it and give the FIT, TCX or GPX file in it.")),
    (b"PK\x05\x06", N_("This is an empty zip archive. Export the activity again.")),
    (b"\x1f\x8b", N_("The file is packed twice. Unpack it and give the FIT, TCX or GPX file in it.")),
    (
        b"\x00\x05\x16\x07",
        N_("This is a side file that macOS makes (its name begins with ._). Give the file of the same name without ._ ."),
    ),
    (b"BZh", N_("The file is packed by bzip2. Unpack it first.")),
    (b"\xfd7zXZ", N_("The file is packed by xz. Unpack it first.")),
    (b"%PDF", N_("This is a PDF file. Give the FIT, TCX or GPX file of the activity.")),
)


def _other_text(data: bytes) -> str:
    """What a file that is no activity is, and what to do instead."""
    for magic, text in _OTHERS:
        if data.startswith(magic):
            return _(text)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in {b"{", b"["}:
        if b"summaryDTO" in data or b"activityTypeDTO" in data or b"activityId" in data:
            return _(
                "This is the summary of an activity from Garmin Connect (JSON): it holds totals, not samples. "
                "On the page of the activity choose the gear, then Export File, and give the FIT file in the "
                "zip archive."
            )
        return _("This is a JSON file. Give the FIT, TCX or GPX file of the activity (saved weather goes with --weather).")
    if not data.strip(b"\0"):
        return _("The file holds {count} bytes, all zero: the copy failed. Copy it again from the watch.").format(
            count=f"{len(data):,}"
        )
    shown = data[:8].hex(" ")
    return _(
        "The content is neither FIT, TCX nor GPX (it begins with the bytes {shown}). Give the file that the "
        "watch or its app exports."
    ).format(shown=shown)


def _unpacked(data: bytes, findings: list[Finding]) -> bytes:
    """The content of a gzip file within limits; a file that breaks off keeps what came before."""
    pieces: list[bytes] = []
    size = 0
    rest = data
    while rest[:2] == b"\x1f\x8b":
        member = zlib.decompressobj(wbits=31)
        try:
            while not member.eof:
                piece = member.decompress(rest, _PIECE)
                if not piece and not member.unconsumed_tail and not member.eof:
                    findings.append(_gzip_finding(size))
                    return b"".join(pieces)
                rest = member.unconsumed_tail
                size += len(piece)
                if size > UNPACKED_LIMIT or (size > _RATIO_FROM and size > RATIO_LIMIT * len(data)):
                    raise ActivityFileError(
                        _(
                            "The packed file grows beyond {most} MB or {ratio_limit} times its size, "
                            "as no activity does; unpacking was stopped. Give the unpacked file of the activity."
                        ).format(most=UNPACKED_LIMIT // 1_000_000, ratio_limit=RATIO_LIMIT)
                    )
                pieces.append(piece)
        except zlib.error:
            findings.append(_gzip_finding(size))
            break
        rest = member.unused_data
    return b"".join(pieces)


def _gzip_finding(size: int) -> Finding:
    text = _("The packed file is cut off or damaged: {size} bytes could be unpacked.").format(size=f"{size:,}")
    return Finding("gzip_truncated", text, 1)
