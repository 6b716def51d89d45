"""What a simulation asks: questions it cannot answer. It never answers one, and lowers nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from uncramp.check.answers import Answers, not_json, raise_answers
from uncramp.check.rulebook import rulebook
from uncramp.check.triage import UNKNOWN
from uncramp.errors import InputError
from uncramp.texts import _

FILE_BYTES: Final = 50_000_000


def read_suggestions(path: str | Path) -> dict[str, str]:
    """Flag id -> why it should be asked, from what ``uncramp why --json`` printed.

    Raises
    ------
    InputError
        If the file cannot be opened or is not such a result.
    """
    where = Path(path)
    try:
        with where.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
        if len(raw) > FILE_BYTES:
            raise InputError(
                _("{where}: over {file_bytes} bytes, which no assessment needs.").format(where=where, file_bytes=FILE_BYTES)
            )
        return suggestions(json.loads(raw), where=str(where))
    except OSError as error:
        raise InputError(
            _("{where}: the assessment cannot be opened ({strerror}).").format(where=where, strerror=error.strerror or error)
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            _("{where}: {error} Expected what `uncramp why FILE --json` prints.").format(where=where, error=not_json(error))
        ) from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            _("{where}: not JSON ({name}). Expected what `uncramp why FILE --json` prints.").format(
                where=where, name=type(error).__name__
            )
        ) from None


def suggestions(assessment: Any, *, where: str = "assessment") -> dict[str, str]:
    """Flag id -> why it should be asked. A planned session asks nothing: it has not happened.

    Raises
    ------
    InputError
        If this is not the result of one session.
    """
    try:
        activity = assessment["activity"]
        planned, duration_s = activity["planned"], activity["duration_s"]
        cautions = {caution["id"] for caution in assessment["cautions"]}
        long_enough = [
            prefill for prefill in rulebook().prefills if not prefill.caution and (duration_s or 0.0) >= prefill.duration_s
        ]
    except (KeyError, TypeError):
        raise InputError(
            _("{where}: not the result of one session. Expected what `uncramp why FILE --json` prints.").format(where=where)
        ) from None
    if planned:
        return {}
    found = [*long_enough, *(prefill for prefill in rulebook().prefills if prefill.caution in cautions)]
    notes: dict[str, str] = {}
    for prefill in found:
        notes.setdefault(prefill.flag, _(prefill.note))
    return notes


def with_suggestions(answers: Answers, asked: Mapping[str, str]) -> Answers:
    """``answers`` in which what was not answered is open where a simulation asks; no answer is changed."""
    return raise_answers(answers, [(flag, UNKNOWN, why) for flag, why in asked.items() if flag not in answers.answers])
