"""What a person answered: the file ``answers.json``, with the phrases of the rule file as its keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from uncramp.check.labs import lab_findings, read_lab, unit_doubts
from uncramp.check.medicine_flags import medicine_findings
from uncramp.check.rulebook import rulebook
from uncramp.check.triage import ANSWERS, NO, UNKNOWN, YES
from uncramp.errors import InputError

FIELDS: Final = ("age", "sex", "answers", "medicines", "labs")
SEXES: Final = {
    "female": "female", "f": "female", "woman": "female", "male": "male", "m": "male", "man": "male",
    "other": "other", "x": "other", "diverse": "other", "non-binary": "other", "intersex": "other", "unknown": "", "": "",
}  # fmt: skip
"""As written -> as kept; no rule asks for it."""

OLDEST_YEARS: Final = 120.0
FILE_BYTES: Final = 200_000
MEDICINES_LIMIT: Final = 100
NAME_LETTERS: Final = 200
_RANKS: Final = {NO: 0, UNKNOWN: 1, YES: 2}


@dataclass(frozen=True, slots=True)
class Answers:
    """One set of answers; what was not asked is absent."""

    answers: Mapping[str, str] = field(default_factory=dict)  # flag id -> yes, no or unknown; with what medicines and labs add
    age_years: float | None = None
    sex: str = ""
    medicines: tuple[str, ...] = ()  # as named by the person
    labs: Mapping[str, float] = field(default_factory=dict)  # name with its unit, as in sodium_mmol_l
    said: Mapping[str, str] = field(default_factory=dict)  # flag id -> as answered, before medicines and labs
    because: Mapping[str, str] = field(default_factory=dict)  # flag id -> the medicine, value or simulation that set it
    notes: tuple[str, ...] = ()  # what could not be read for certain, and is asked back


def read_answers(path: str | Path) -> Answers:
    """Read ``answers.json``.

    Raises
    ------
    InputError
        If the file cannot be opened, is not JSON, or says something that is not in the vocabulary or out of range.
    """
    where = Path(path)
    try:
        with where.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{where}: the answers cannot be opened ({error.strerror or error}). `uncramp check --save {where}` asks and writes them."
        ) from None
    if len(raw) > FILE_BYTES:
        raise InputError(f"{where}: over {FILE_BYTES} bytes, which no answers need. Is it an activity file?")
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_not_finite)
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not text in UTF-8 (byte {error.start}). Expected JSON.") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: {not_json(error)} Expected {_EXPECTED}.") from None
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    except (RecursionError, ValueError) as error:  # brackets nested thousands deep; numbers of thousands of digits
        raise InputError(f"{where}: not answers ({type(error).__name__}). Expected {_EXPECTED}.") from None
    return answers_from_mapping(content, where=str(where))


_EXPECTED: Final = '{"age": 40, "sex": "female", "answers": {"chest pain or pressure": "no"}}'


def not_json(error: json.JSONDecodeError) -> str:
    r"""Where JSON breaks off, in words.

    Examples
    --------
    >>> try:
    ...     json.loads('{"age": 4 "sex": "x"}')
    ... except json.JSONDecodeError as error:
    ...     not_json(error)
    'not JSON: in line 1 at character 11 there should be a comma; found \'"sex": "x"}\'.'
    """
    near = error.doc[error.pos :].partition("\n")[0][:NEAR_LETTERS]
    seen = f"found {near!r}" if near else f"the {'line' if error.lineno <= error.doc.count(chr(10)) else 'file'} ends there"
    expected = _JSON_WORDS.get(error.msg, error.msg[:1].lower() + error.msg[1:])
    return f"not JSON: in line {error.lineno} at character {error.colno} {expected}; {seen}."


_JSON_WORDS: Final = {
    "Expecting ',' delimiter": "there should be a comma",
    "Expecting ':' delimiter": "there should be a colon",
    "Expecting value": "there should be a value",
    "Expecting property name enclosed in double quotes": "there should be a name in double quotes",
    "Illegal trailing comma before end of object": "there is a comma too many",
    "Illegal trailing comma before end of array": "there is a comma too many",
    "Extra data": "there is more after the end",
    "Unterminated string starting at": "a text begins that has no closing quote",
    "Invalid control character at": "a text goes on over the end of the line",
}
NEAR_LETTERS: Final = 30
"""Shown of the place where JSON breaks off."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{twice!r} is given twice. Keep one.")
    return found


def _not_finite(word: str) -> float:
    raise InputError(f"{word} is not a number one can use. Leave the value out if it is not known.")


def answers_from_mapping(content: Any, *, where: str = "answers") -> Answers:
    """Answers from the content of the file, with the flags that its medicines and laboratory values set.

    Raises
    ------
    InputError
        For a key, phrase or answer that is not known (with the nearest), a wrong kind, or a value out of range.

    Examples
    --------
    >>> answers_from_mapping({"answers": {"nausea": "yes"}, "medicines": ["Lasix"]}).answers
    {'naus': 'yes', 'diur': 'yes'}
    """
    if not isinstance(content, dict):
        raise InputError(f"{where}: holds {_kind(content)}; expected {_EXPECTED}.")
    for name in content:
        if name not in FIELDS:
            raise InputError(f"{where}: {name!r} is not known. {_nearest(str(name), FIELDS)}")
    said = _said(content.get("answers", {}), where)
    medicines = _medicines(content.get("medicines", []), where)
    labs = _labs(content.get("labs", {}), where)
    drugs = medicine_findings(medicines)
    return raise_answers(
        Answers(said, _age(content.get("age"), where), _sex(content.get("sex"), where), medicines, labs, said, {}, drugs.notes),
        [(flag, YES, because) for flag, because in lab_findings(labs)]
        + [(flag, UNKNOWN, because) for flag, because in unit_doubts(labs)]
        + [(flag, YES, because) for flag, because in drugs.found]
        + [(flag, UNKNOWN, because) for flag, because in drugs.asked],
    )


def raise_answers(answers: Answers, findings: list[tuple[str, str, str]]) -> Answers:
    """``answers`` with each (flag, answer, because) where that is more than was answered; never less."""
    raised, because = dict(answers.answers), dict(answers.because)
    for flag, answer, reason in findings:
        if _RANKS[answer] > _RANKS.get(raised.get(flag, NO), 0):
            raised[flag] = answer
            because[flag] = reason
    return Answers(raised, answers.age_years, answers.sex, answers.medicines, answers.labs, answers.said, because, answers.notes)


def answers_document(answers: Answers) -> dict[str, Any]:
    """What ``answers.json`` holds of what was said; reading it gives the same answers."""
    phrases = rulebook().flags
    document: dict[str, Any] = {"answers": {phrases[flag]: answer for flag, answer in answers.said.items()}}
    if answers.age_years is not None:
        document = {"age": answers.age_years, **document}
    if answers.sex:
        document["sex"] = answers.sex
    if answers.medicines:
        document["medicines"] = list(answers.medicines)
    if answers.labs:
        document["labs"] = dict(answers.labs)
    return document


def flag_named(phrase: str, *, where: str = "answers") -> str:
    """The flag id of a phrase.

    Raises
    ------
    InputError
        If the rule file has no such phrase, with the nearest ones.
    """
    flag = rulebook().flag_of_phrase.get(phrase)
    if flag is None:
        raise InputError(
            f"{where}: {phrase[:NAME_LETTERS]!r} is not a phrase of the rules. {_nearest(phrase, rulebook().flag_of_phrase)}"
        )
    return flag


def _said(given: Any, where: str) -> dict[str, str]:
    if not isinstance(given, dict):
        raise InputError(f'{where}: answers is {_kind(given)}; expected {{"<phrase>": "yes|no|unknown"}}.')
    said = {}
    for phrase, answer in given.items():
        flag = flag_named(phrase, where=where)
        if answer not in ANSWERS:
            shown = repr(answer)[:NAME_LETTERS]
            raise InputError(f'{where}: {phrase!r} is answered {shown}; expected "yes", "no" or "unknown", in quotes.')
        said[flag] = str(answer)
    return said


def _age(given: Any, where: str) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0.0 <= given <= OLDEST_YEARS:
        raise InputError(f"{where}: age is {repr(given)[:NAME_LETTERS]}; expected years, 0 to {OLDEST_YEARS:.0f}, as a number.")
    return given


def _sex(given: Any, where: str) -> str:
    written = "" if given is None else given.strip().lower() if isinstance(given, str) else None
    if written not in SEXES:
        raise InputError(f"{where}: sex is {repr(given)[:NAME_LETTERS]}; expected female, male or other, or leave it out.")
    return SEXES[written]


def _medicines(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) and 0 < len(name.strip()) <= NAME_LETTERS for name in given):
        raise InputError(f'{where}: medicines is {_kind(given)}; expected a list of names, such as ["Lasix", "simvastatin"].')
    if len(given) > MEDICINES_LIMIT:
        raise InputError(f"{where}: {len(given)} medicines; expected at most {MEDICINES_LIMIT}.")
    return tuple(given)


def _labs(given: Any, where: str) -> dict[str, float]:
    if not isinstance(given, dict):
        raise InputError(f'{where}: labs is {_kind(given)}; expected values by name, such as {{"sodium_mmol_l": 138}}.')
    for name in given:
        if name not in rulebook().labs:
            raise InputError(f"{where}: no value is called {name[:NAME_LETTERS]!r}. {_nearest(name, rulebook().labs)}")
    return {name: read_lab(name, value, where=where) for name, value in given.items()}


def _nearest(name: str, known: Any) -> str:
    near = get_close_matches(name[:NAME_LETTERS], list(known), n=3, cutoff=0.4)
    if near:
        return f"Perhaps {' or '.join(map(repr, near))} is meant."
    return f"Expected one of {', '.join(known)}." if len(known) < 12 else "`uncramp check rules --json` lists all phrases."


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "nothing") if value != [] else "an empty list"
