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
from uncramp.texts import N_, _

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
            _("{where}: the answers cannot be opened ({strerror}). `uncramp check --save {where}` asks and writes them.").format(
                where=where, strerror=error.strerror or error
            )
        ) from None
    if len(raw) > FILE_BYTES:
        raise InputError(
            _("{where}: over {file_bytes} bytes, which no answers need. Is it an activity file?").format(
                where=where, file_bytes=FILE_BYTES
            )
        )
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_not_finite)
    except UnicodeDecodeError as error:
        raise InputError(
            _("{where}: not text in UTF-8 (byte {start}). Expected JSON.").format(where=where, start=error.start)
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: {not_json(error)} Expected {_EXPECTED}.") from None
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    except (RecursionError, ValueError) as error:  # brackets nested thousands deep; numbers of thousands of digits
        raise InputError(
            _("{where}: not answers ({name}). Expected {expected}.").format(
                where=where, name=type(error).__name__, expected=_EXPECTED
            )
        ) from None
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
    ends = _("the line ends there") if error.lineno <= error.doc.count("\n") else _("the file ends there")
    seen = _("found {text}").format(text=repr(near)) if near else ends
    expected = _(_JSON_WORDS[error.msg]) if error.msg in _JSON_WORDS else error.msg[:1].lower() + error.msg[1:]
    text = _("not JSON: in line {line} at character {character} {expected}; {seen}.")
    return text.format(line=error.lineno, character=error.colno, expected=expected, seen=seen)


_JSON_WORDS: Final = {
    "Expecting ',' delimiter": N_("there should be a comma"),
    "Expecting ':' delimiter": N_("there should be a colon"),
    "Expecting value": N_("there should be a value"),
    "Expecting property name enclosed in double quotes": N_("there should be a name in double quotes"),
    "Illegal trailing comma before end of object": N_("there is a comma too many"),
    "Illegal trailing comma before end of array": N_("there is a comma too many"),
    "Extra data": N_("there is more after the end"),
    "Unterminated string starting at": N_("a text begins that has no closing quote"),
    "Invalid control character at": N_("a text goes on over the end of the line"),
}
NEAR_LETTERS: Final = 30
"""Shown of the place where JSON breaks off."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(_("{twice} is given twice. Keep one.").format(twice=repr(twice)))
    return found


def _not_finite(word: str) -> float:
    raise InputError(_("{word} is not a number one can use. Leave the value out if it is not known.").format(word=word))


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
        raise InputError(
            _("{where}: holds {content}; expected {expected}.").format(where=where, content=_kind(content), expected=_EXPECTED)
        )
    for name in content:
        if name not in FIELDS:
            raise InputError(
                _("{where}: {name} is not known. {hint}").format(where=where, name=repr(name), hint=_nearest(str(name), FIELDS))
            )
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
            _("{where}: {phrase} is not a phrase of the rules. {hint}").format(
                where=where, phrase=repr(phrase[:NAME_LETTERS]), hint=_nearest(phrase, rulebook().flag_of_phrase)
            )
        )
    return flag


def _said(given: Any, where: str) -> dict[str, str]:
    if not isinstance(given, dict):
        raise InputError(
            _('{where}: answers is {given}; expected {{"<phrase>": "yes|no|unknown"}}.').format(where=where, given=_kind(given))
        )
    said = {}
    for phrase, answer in given.items():
        flag = flag_named(phrase, where=where)
        if answer not in ANSWERS:
            shown = repr(answer)[:NAME_LETTERS]
            raise InputError(
                _('{where}: {phrase} is answered {shown}; expected "yes", "no" or "unknown", in quotes.').format(
                    where=where, phrase=repr(phrase), shown=shown
                )
            )
        said[flag] = str(answer)
    return said


def _age(given: Any, where: str) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0.0 <= given <= OLDEST_YEARS:
        raise InputError(
            _("{where}: age is {given}; expected years, 0 to {oldest_years}, as a number.").format(
                where=where, given=repr(given)[:NAME_LETTERS], oldest_years=f"{OLDEST_YEARS:.0f}"
            )
        )
    return given


def _sex(given: Any, where: str) -> str:
    written = "" if given is None else given.strip().lower() if isinstance(given, str) else None
    if written not in SEXES:
        raise InputError(
            _("{where}: sex is {given}; expected female, male or other, or leave it out.").format(
                where=where, given=repr(given)[:NAME_LETTERS]
            )
        )
    return SEXES[written]


def _medicines(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) and 0 < len(name.strip()) <= NAME_LETTERS for name in given):
        raise InputError(
            _('{where}: medicines is {given}; expected a list of names, such as ["Lasix", "simvastatin"].').format(
                where=where, given=_kind(given)
            )
        )
    if len(given) > MEDICINES_LIMIT:
        raise InputError(
            _("{where}: {count} medicines; expected at most {medicines_limit}.").format(
                where=where, count=len(given), medicines_limit=MEDICINES_LIMIT
            )
        )
    return tuple(given)


def _labs(given: Any, where: str) -> dict[str, float]:
    if not isinstance(given, dict):
        raise InputError(
            _('{where}: labs is {given}; expected values by name, such as {{"sodium_mmol_l": 138}}.').format(
                where=where, given=_kind(given)
            )
        )
    for name in given:
        if name not in rulebook().labs:
            raise InputError(
                _("{where}: no value is called {name}. {hint}").format(
                    where=where, name=repr(name[:NAME_LETTERS]), hint=_nearest(name, rulebook().labs)
                )
            )
    return {name: read_lab(name, value, where=where) for name, value in given.items()}


def _nearest(name: str, known: Any) -> str:
    near = get_close_matches(name[:NAME_LETTERS], list(known), n=3, cutoff=0.4)
    if near:
        return _("Perhaps {names} is meant.").format(names=_(" or ").join(map(repr, near)))
    few = _("Expected one of {names}.").format(names=", ".join(known))
    return few if len(known) < 12 else _("`uncramp check rules --json` lists all phrases.")


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "nothing") if value != [] else "an empty list"
