"""Chunk files: what is finished of a study lies on disk, each with its hash, so that it can go on after any end."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from uncramp.ensemble.runners import Runners
from uncramp.ensemble.tally import Tally
from uncramp.errors import StoreError
from uncramp.texts import _

MARK: Final = b"uncramp chunk 3\n"
HASH_BYTES: Final = 64


class ChunkFolder:
    """Files of one study: a folder of its own by the study's hash, so that two studies never mix."""

    def __init__(self, out: str | Path, study_sha256: str) -> None:
        self.out = Path(out)
        self.place = self.out / "chunks" / study_sha256[:16]
        try:
            self.place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                _("{place} cannot be made: {strerror}. Choose another --out.").format(
                    place=self.place, strerror=error.strerror or error
                )
            ) from None

    @property
    def finished_count(self) -> int:
        """How many chunks lie here."""
        return len(list(self.place.glob("*.chunk")))

    def path(self, first: int, last: int) -> Path:
        """The file of rows ``first`` to ``last``."""
        return self.place / f"{first:09d}-{last:09d}.chunk"

    def read(self, first: int, last: int) -> Tally | None:
        """The chunk as it was written; ``None`` where there is none, or one that broke."""
        try:
            raw = self.path(first, last).read_bytes()
        except OSError:
            return None
        head = len(MARK) + HASH_BYTES
        payload = raw[head:]
        if raw[: len(MARK)] != MARK or raw[len(MARK) : head] != hashlib.sha256(payload).hexdigest().encode():
            return None
        return _unpacked(payload)

    def write(self, first: int, last: int, tally: Tally) -> None:
        """Keep a chunk: under another name first, so that a half is never taken for a whole.

        Raises
        ------
        StoreError
            If there is no room; what was finished before stays usable.
        """
        payload = _packed(tally)
        target = self.path(first, last)
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(MARK + hashlib.sha256(payload).hexdigest().encode() + payload)
            part.replace(target)
        except OSError as error:
            raise StoreError(
                _(
                    "{target} cannot be written: {strerror}. {finished_count} finished chunks in {place} stay "
                    "usable: make room and run the same command again with --out {out}; it goes on from there."
                ).format(
                    target=target,
                    strerror=error.strerror or error,
                    finished_count=self.finished_count,
                    place=self.place,
                    out=self.out,
                )
            ) from None
        finally:
            _forget(part)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # a full or vanished disk; the name says that it is no chunk
        return


def _packed(tally: Tally) -> bytes:
    arrays: dict[str, Any] = {f"runners_{one.name}": getattr(tally.runners, one.name) for one in fields(Runners)}
    arrays |= {one.name: getattr(tally, one.name) for one in fields(Tally) if one.name not in ("runners", "failures")}
    arrays["failures"] = np.array(tally.failures, dtype=np.str_)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def _unpacked(payload: bytes) -> Tally:
    with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
        runners = Runners(**{one.name: arrays[f"runners_{one.name}"] for one in fields(Runners)})
        rest = {one.name: arrays[one.name] for one in fields(Tally) if one.name not in ("runners", "failures")}
        return Tally(runners=runners, failures=tuple(str(text) for text in arrays["failures"]), **rest)
