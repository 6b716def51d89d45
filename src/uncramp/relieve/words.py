"""What people call a part of the body: one muscle, several of which one is meant, or one without steps of its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_EMPTY: Final = re.compile(r"\b(my|the|a|an|in|muscles?|cramps?|cramping)\b")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything ``words.toml`` holds."""

    one: Mapping[str, str]  # word -> id of a muscle
    several: Mapping[str, tuple[str, ...]]  # word -> ids of muscles
    none: frozenset[str]  # words


@cache
def words() -> Words:
    """The words shipped with this version."""
    table = tomllib.loads(files("uncramp.relieve").joinpath("words.toml").read_text(encoding="utf-8"))
    return Words(
        MappingProxyType({word: muscle for muscle, called in table["one"].items() for word in called}),
        MappingProxyType({word: tuple(muscles) for word, muscles in table["several"].items()}),
        frozenset(table["none"]["words"]),
    )


def plain(name: str) -> str:
    """``name`` in lower case, with single spaces.

    Examples
    --------
    >>> plain(" Foot_Arch ")
    'foot arch'
    """
    return " ".join(re.sub(r"[_-]", " ", name.casefold()).split())


def bare(name: str) -> str:
    """``name`` without the words that say nothing about which muscle.

    Examples
    --------
    >>> bare("my calf muscle"), bare("back of the leg")
    ('calf', 'back of leg')
    """
    return " ".join(_EMPTY.sub(" ", plain(name)).split())


def muscles_meant(name: str) -> tuple[str, ...]:
    """Ids of the muscles that a word such as "thigh" can mean; empty for any other word."""
    return words().several.get(bare(name), ())


def has_no_steps(name: str) -> bool:
    """Whether it is a known part of the body without steps of its own."""
    return bare(name) in words().none
