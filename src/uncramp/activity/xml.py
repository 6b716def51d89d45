"""A hardened pass over XML: no document type, no entities, no network, bounded depth, and no tree kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from lxml import etree

from uncramp.activity.recorded import COLUMN, COLUMNS, Finding, RowTable, counted
from uncramp.errors import ActivityFileError
from uncramp.texts import _

DEPTH_LIMIT: Final = 64
_CHUNK: Final = 1 << 16
_TEXT_LIMIT: Final = 64
_NAMES_LIMIT: Final = 4096
_YEARS: Final = (1900, 2100)  # outside these a date is damage, not a wrong clock


class Points(Protocol):
    """What a format does with the elements it is shown; names come without namespace, small letters."""

    rows: RowTable

    def opened(self, name: str, attributes: Any) -> None:
        """An element begins."""

    def closed(self, name: str, text: str) -> None:
        """An element ends; ``text`` is what it held directly, at most 64 characters."""


class XmlPass:
    """Parser target of lxml: walks the elements once and hands them to the reader of the format.

    Parameters
    ----------
    readers
        Name of the root element -> maker of the reader.
    """

    def __init__(self, readers: dict[str, Any]) -> None:
        self.readers = readers
        self.points: Points | None = None
        self.depth = 0
        self.texts: list[str] = []
        self.names: dict[Any, str] = {}

    def start(self, tag: str, attributes: Any) -> None:
        """Called by lxml."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise ActivityFileError(
                _(
                    "The XML is nested more than {depth_limit} levels deep, which no TCX or GPX file is. Export the activity again."
                ).format(depth_limit=DEPTH_LIMIT)
            )
        name = self.name_of(tag)
        if self.points is None:
            if name not in self.readers:
                raise ActivityFileError(_other_root_text(name))
            self.points = self.readers[name]()
        self.texts.clear()
        self.points.opened(name, attributes)

    def end(self, tag: str) -> None:
        """Called by lxml."""
        self.depth -= 1
        if self.points is not None:
            self.points.closed(self.name_of(tag), "".join(self.texts)[:_TEXT_LIMIT].strip())
        self.texts.clear()

    def data(self, text: str) -> None:
        """Called by lxml."""
        if len(self.texts) < _TEXT_LIMIT:
            self.texts.append(text[: 2 * _TEXT_LIMIT])

    def doctype(self, name: str | None, *_ids: object) -> None:
        """Called by lxml before anything declared in it is read."""
        if name in {"HealthData", "html", "HTML"}:
            raise ActivityFileError(_other_root_text(name.lower()))
        raise ActivityFileError(
            _(
                "The XML declares a document type, which TCX and GPX files never do and which can hide an "
                "attack; it was not read. Export the activity again from its app."
            )
        )

    def close(self) -> None:
        """Called by lxml."""

    def name_of(self, tag: str) -> str:
        """Name without namespace."""
        name = self.names.get(tag)
        if name is None:
            name = tag.rpartition("}")[2].lower()
            if len(self.names) < _NAMES_LIMIT:
                self.names[tag] = name
        return name


def _other_root_text(name: str) -> str:
    shown = name[:40]
    if name == "healthdata":
        return _(
            "This is an export of Apple Health: it holds summaries of workouts, not their samples. In the "
            "exported folder, give the GPX file of the workout (workout-routes), or export the workout as FIT "
            "or TCX with an app that can."
        )
    if name == "html":
        return _("This is a web page, not an activity; the download probably asked for a login. Download the FIT file again.")
    if name == "kml":
        return _("This is a KML file: a line on a map without times. Give the FIT, TCX or GPX file of the activity.")
    return _(
        "This XML file starts with <{shown}>; <TrainingCenterDatabase> (TCX) or <gpx> was expected. Give a FIT, TCX or GPX file."
    ).format(shown=shown)


def walk(data: bytes, readers: dict[str, Any]) -> tuple[Points, list[Finding]]:
    """Go once through ``data``; a file that breaks off keeps what came before.

    Returns
    -------
    The reader of the format, and what was damaged.

    Raises
    ------
    ActivityFileError
        When it is no TCX or GPX file, declares a document type, or is nested too deep.
    """
    target = XmlPass(readers)
    parser = etree.XMLParser(  # type: ignore[call-overload] # optional methods of a target are left out
        target=target, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    findings = []
    text = data.lstrip()  # some exporters begin with blanks, which XML forbids
    skipped = len(data) - len(text)
    fed = 0
    try:
        for fed in range(0, len(text), _CHUNK):
            parser.feed(text[fed : fed + _CHUNK])
        parser.close()
    except ActivityFileError:
        raise
    except (etree.LxmlError, ValueError, LookupError, AssertionError) as error:
        if target.points is None:
            raise ActivityFileError(
                _("The file looks like XML but cannot be read ({error}). Export the activity again.").format(
                    error=_first_line(error)
                )
            ) from error
        where = (_("at line {line}") if _line(error) else _("after byte {byte}")).format(
            line=f"{_line(error):,}", byte=f"{min(skipped + fed + _CHUNK, len(data)):,}"
        )
        rows = target.points.rows.rows_count
        findings.append(
            Finding(
                "xml_broken",
                (
                    _("The file breaks off or is damaged {place}; what was recorded after {at} is lost.")
                    if rows
                    else _("The file breaks off or is damaged {place}.")
                ).format(place=where, at="{at}"),
                1,
                rows - 1 if rows else None,
            )
        )
    if target.points is None:
        raise ActivityFileError(_("The file looks like XML but holds no element. Export the activity again."))
    return target.points, findings


def _line(error: Exception) -> int:
    return int(getattr(error, "lineno", 0) or 0)


def _first_line(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return "".join(sign for sign in text if sign.isprintable())[:120]


@dataclass(slots=True)
class Reading:
    """Counts of what XML text could not be read as."""

    not_numbers: int = 0
    first_wrong_row: int = 0
    naive_times: int = 0

    def number(self, text: str, row: int) -> float:
        """A number, NaN when the text is none."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or "_" in text:
            if not self.not_numbers:
                self.first_wrong_row = row
            self.not_numbers += 1
            return math.nan
        return value

    def time_s(self, text: str, row: int) -> float:
        """Seconds since 1970 of an ISO date with any offset; UTC where none is given; NaN when it is no date."""
        try:
            when = datetime.fromisoformat(text)
            if when.tzinfo is None:
                self.naive_times += 1
                when = when.replace(tzinfo=UTC)
            if _YEARS[0] < when.year < _YEARS[1]:
                return when.timestamp()
        except (ValueError, OverflowError):
            pass
        if not self.not_numbers:
            self.first_wrong_row = row
        self.not_numbers += 1
        return math.nan

    def findings(self) -> list[Finding]:
        """What could not be read, as findings."""
        found = []
        if self.not_numbers:
            text = _("Left out: {values} that should be a number or a date, the first at {at}.")
            text = text.format(values=counted(self.not_numbers, "value"), at="{at}")
            found.append(Finding("not_a_number", text, self.not_numbers, self.first_wrong_row))
        if self.naive_times:
            found.append(Finding("no_time_zone", _("The times carry no time zone; they are taken as UTC."), self.naive_times))
        return found


BLANK_ROW: Final = (math.nan,) * len(COLUMNS)
TIME: Final = COLUMN["time_s"]
