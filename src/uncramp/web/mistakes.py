"""Mistakes: what cannot be used of a form, a plain sentence for each field, in its words and in the reader's units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from uncramp.errors import InputError
from uncramp.texts import N_, _

if TYPE_CHECKING:
    from pydantic import ValidationError

    from uncramp.web.forms import Asked

WHOLE: Final = ""
"""In place of a field's name: the form as a whole."""
BOUNDS: Final = {
    "ge": N_("{field} must be {limit} or more."),
    "le": N_("{field} must be {limit} or less."),
    "gt": N_("{field} must be more than {limit}."),
    "lt": N_("{field} must be less than {limit}."),
}
KINDS: Final = {
    "missing": N_("{field} is missing; it is needed."),
    "string_too_short": N_("{field} is missing; it is needed."),
    "string_too_long": N_("{field} is too long; it may have {limit} characters."),
    "literal_error": N_("{field}: choose one from the list."),
    "extra_forbidden": N_("{field} is not asked for here."),
    "int": N_("{field}: a whole number is expected, such as 3."),
    "float": N_("{field}: a number is expected, such as 1.5."),
    "finite": N_("{field}: a number is expected, such as 1.5."),
    "date": N_("{field}: a day is expected."),
    "datetime": N_("{field}: a day and a time are expected."),
}
"""Kind of a mistake as pydantic names it, whole or its first word -> a sentence."""
OTHERWISE: Final = N_("{field} cannot be used as it is.")
_FLAG: Final = re.compile(r"--([a-z][a-z-]+)")


class FormError(InputError):
    """What cannot be used of a form: sentences by the name of their field, all of them together."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(" ".join(mistakes.values()))
        self.mistakes = dict(mistakes)


def mistakes_of(error: InputError, fields: Iterable[Asked]) -> dict[str, str]:
    """Sentences by field; one that names its value or a flag belongs to the field of that name."""
    if isinstance(error, FormError):
        return error.mistakes
    names = {one.name for one in fields}
    flag = _FLAG.search(str(error))
    name = error.of or (flag[1].replace("-", "_") if flag else WHOLE)
    return {name if name in names else WHOLE: str(error)}


def refused(error: ValidationError, fields: Iterable[Asked]) -> dict[str, str]:
    """What pydantic refused, in plain words."""
    known = {one.name: one for one in fields}
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        name = str(one["loc"][0]) if one["loc"] else WHOLE
        found.setdefault(name, _sentence(one["type"], one.get("ctx", {}), name, known.get(name)))
    return found


def out_of_range(field: Asked, value: float, low: float, high: float) -> str:
    """What is wrong with a number of a field; nothing if it lies within."""
    if low <= value <= high:
        return ""
    bound, limit = ("ge", low) if value < low else ("le", high)
    return _sentence("", {bound: limit}, field.name, field)


def _sentence(kind: str, context: Mapping[str, Any], name: str, field: Asked | None) -> str:
    label = name.replace("_", " ") if field is None else field.label
    for bound, text in BOUNDS.items():
        if bound in context:
            limit = context[bound] if field is None else f"{field.text_of(context[bound])} {field.shown_unit}".strip()
            return _(text).format(field=label, limit=limit)
    text = KINDS.get(kind) or KINDS.get(kind.partition("_")[0], OTHERWISE)
    return _(text).format(field=label, limit=context.get("max_length"))
