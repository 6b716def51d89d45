"""Where the activities of an export lie: of Strava, Garmin and Apple Health, or of any folder or archive."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from uncramp.activity.history import ENDINGS
from uncramp.diary.apple import Measured, measured_of, with_heart_rate
from uncramp.diary.strava import Listed, listing_of
from uncramp.diary.tree import Archive, Refused, Tree, inner_archive, opened_tree
from uncramp.errors import InputError
from uncramp.texts import _

ACTIVITIES_CSV: Final = "activities.csv"
GARMIN_FOLDER: Final = "DI_CONNECT/"
HEALTH_DATA: Final = b"<HealthData"
DECLARED: Final = b"<!DOCTYPE HealthData"
ROUTES: Final = "workout-routes/"
PLANNED: Final = "routes/"
"""Folder of a Strava export with ways that were drawn and not gone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be an activity; it is read when it is its turn."""

    name: str  # within what was given
    source: str  # one of tables.SOURCES
    load: Callable[[], bytes]
    title: str | None = None
    sport: str | None = None  # what the service says, for files that do not say it


@dataclass(slots=True)
class Findings:
    """What an export holds for the diary."""

    source: str
    found: list[Found] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # name, reason
    notes: list[str] = field(default_factory=list)  # what is in it and cannot be used


@contextmanager
def findings_in(path: Path) -> Iterator[Findings]:
    """Find the activities in a folder, a zip archive or one file; they can be loaded within the block.

    Raises
    ------
    InputError
        If nothing in it may be an activity.
    """
    with ExitStack() as stack:
        if path.is_file() and not _is_zip(path):
            yield Findings("file", [Found(path.name, "file", path.read_bytes)])
            return
        tree = stack.enter_context(opened_tree(path))
        findings = _find(tree, stack)
        if not findings.found and not findings.refused:
            raise InputError(
                _(
                    "{path} holds no activity. Expected files that end in {names} (or these with .gz), or the "
                    "export of Strava, Garmin or Apple Health."
                ).format(path=path, names=", ".join(ENDINGS[:3]))
            )
        yield findings


def _find(tree: Tree, stack: ExitStack) -> Findings:
    names = [name for name in tree.names if not _is_hidden(name)]
    if any(GARMIN_FOLDER in f"/{name}" for name in names):
        return _garmin(tree, names, stack)
    if (health := _health_list(tree, names)) is not None:
        return _apple(tree, names, health)
    table = next((name for name in names if name.rpartition("/")[2] == ACTIVITIES_CSV), "")
    source = "strava" if table else "folder"
    drawn = f"{table.removesuffix(ACTIVITIES_CSV)}{PLANNED}"
    kept = [name for name in names if not (table and name.startswith(drawn))]
    findings = Findings(source, [_found(tree, name, source) for name in kept if is_activity_name(name)])
    if table:
        _name_by_csv(findings, tree, table)
        if left := sum(map(is_activity_name, names)) - len(findings.found):
            findings.notes.append(f"{left} of its files are routes that were drawn and not gone; they were left out.")
    for name in names:
        if name.lower().endswith(".zip"):
            _look_into(tree, name, source, findings, stack)
    return findings


def _found(tree: Tree, name: str, source: str, within: str = "") -> Found:
    return Found(f"{within}{name}", source, partial(tree.read, name))


def _garmin(tree: Tree, names: list[str], stack: ExitStack) -> Findings:
    findings = Findings("garmin", [_found(tree, name, "garmin") for name in names if is_activity_name(name)])
    for name in names:
        if name.lower().endswith(".zip"):
            _look_into(tree, name, "garmin", findings, stack)
    return findings


def _look_into(tree: Tree, name: str, source: str, findings: Findings, stack: ExitStack) -> None:
    try:
        inner: Archive = stack.enter_context(inner_archive(tree, name))
    except (Refused, InputError) as error:
        findings.refused.append((name, str(error)))
        return
    findings.found += [
        _found(inner, one, source, f"{name}/") for one in inner.names if is_activity_name(one) and not _is_hidden(one)
    ]


def _name_by_csv(findings: Findings, tree: Tree, table: str) -> None:
    """Give the activities of a Strava export the names and the sports they have there."""
    try:
        listing = listing_of(tree.read(table).decode("utf-8-sig", errors="replace"))
    except (Refused, csv.Error):
        findings.notes.append(f"{table} could not be read, so the activities go by the names of their files.")
        return
    folder, nothing = table.removesuffix(ACTIVITIES_CSV), Listed(None, None)
    told = [(one, listing.of_file.get(one.name.removeprefix(folder), nothing)) for one in findings.found]
    findings.found = [replace(one, title=said.title, sport=said.sport) for one, said in told]
    if listing.without_file_count:
        findings.notes.append(f"{listing.without_file_count} of its activities were typed in by hand and have no file.")


def _health_list(tree: Tree, names: list[str]) -> str | None:
    """The list of measurements of Apple Health: its name is in the language of the phone, so it is known by how it begins."""
    for name in sorted((name for name in names if name.lower().endswith(".xml")), key=lambda name: name.count("/")):
        head = tree.begins(name)
        if HEALTH_DATA in head or DECLARED in head:
            return name
    return None


def _apple(tree: Tree, names: list[str], export: str) -> Findings:
    findings = Findings("apple")
    folder = export[: export.rfind("/") + 1]
    try:
        with tree.open(export) as file:
            measured = measured_of(file)
    except (Refused, OSError) as error:
        findings.refused.append((export, str(error)))
        measured = Measured()
    routes = {name for name in names if ROUTES in f"/{name}" and is_activity_name(name)}
    sports = {f"{folder}{route.lstrip('/')}": one.sport for one in measured.workouts for route in one.routes}
    findings.found = [
        Found(name, "apple", partial(_route, tree, name, measured), sport=sports.get(name)) for name in sorted(routes)
    ]
    if without := sum(not any(f"{folder}{route.lstrip('/')}" in routes for route in one.routes) for one in measured.workouts):
        findings.notes.append(f"{without} of its workouts have no route, and so no samples that could be read.")
    return findings


def _route(tree: Tree, name: str, measured: Measured) -> bytes:
    return with_heart_rate(tree.read(name), measured)


def is_activity_name(name: str) -> bool:
    """Whether a file of this name may be an activity."""
    return name.lower().endswith(ENDINGS)


def _is_hidden(name: str) -> bool:
    """Side files of macOS and hidden files."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith((".", "__MACOSX")) and part.strip(".") for part in parts)


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError as error:
        raise InputError(
            _("{path} cannot be opened: {strerror}. Check the path and your rights.").format(path=path, strerror=error.strerror)
        ) from None
