"""How hard a text is to read, as the school grade (United States) that it takes.

Words and sentences are counted by textstat, and so is its second measure, the automated readability index, which looks at
letters instead of syllables. textstat's own Flesch-Kincaid grade fetches a dictionary of syllables from the network the
first time; here syllables are counted twice without it, by pyphen's hyphenation and by groups of vowels, and the larger
count is taken. So the grade errs to the strict side.
"""

from __future__ import annotations

import re
from functools import cache

import textstat
from pyphen import Pyphen

NAMES = re.compile(r"\b(sodium|potassium|calcium|magnesium|cholesterol)\b", re.IGNORECASE)
"""What stands on a bottle or a blood test cannot be said in another word; each counts as one of three syllables."""


def plain(text: str) -> str:
    """``text`` as it is counted: without quotes, fields and commands, and with a decimal point that ends no sentence."""
    return re.sub(r"(?<=\d)\.(?=\d)", "", re.sub(r"`[^`]*`|[“”]|\{\w+\}", " ", NAMES.sub("mineral", text)))


def syllables(word: str) -> int:
    """The larger of two counts."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters:
        return 1  # a number
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscgxz]es$", letters) is not None and groups > 1
    apart = len(re.findall(r"i[aou](?<!tio)(?<!sio)(?<!tia)(?<!cia)|ea$", letters))  # i-de-a, mag-ne-si-um
    return max(1, groups + apart - silent, len(_hyphens().positions(letters)) + 1)


@cache
def _hyphens() -> Pyphen:
    return Pyphen(lang="en_US")


def words(text: str) -> list[str]:
    """Its words."""
    return [word for word in re.split(r"[\s–-]+", plain(text)) if re.search(r"\w", word)]


def sentences(text: str) -> int:
    """How many sentences it has; as Flesch counted, a semicolon or colon ends one, too."""
    return max(1, len(re.findall(r"[.!?;:]+(?=\s|$)", plain(text))))


def flesch_kincaid(text: str) -> float:
    """The Flesch-Kincaid grade."""
    listed = words(text)
    return 0.39 * len(listed) / sentences(text) + 11.8 * sum(map(syllables, listed)) / len(listed) - 15.59


def automated_index(text: str) -> float:
    """The automated readability index, as textstat has it."""
    return float(textstat.automated_readability_index(plain(text)))
