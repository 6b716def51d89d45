"""No rule of the triage changes in silence: what decides is pinned to its version, and the phrases people's files use stay as they are."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from uncramp.check.rulebook import Rulebook, rulebook

PINNED = {"1.1": "9b9398598e2e423803d724387bf73acfcc01e632156c6c2e3f2a56ab15233d47"}
PHRASES_COUNT = 65
PHRASES_SHA256 = "494cc866a909b49cfc249bd52da067cf97509d75b63e2bf0b19e737e4941b074"
"""Of ids and phrases of the first flags and of nothing else: they are an interface."""


def digest(lines: list[str]) -> str:
    """SHA-256 of some lines."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def decides(book: Rulebook) -> str:
    """Digest of all that an urgency depends on."""
    return digest(
        sorted(f"{rule.id} {rule.urgency} {sorted(sorted(line) for line in rule.when)}" for rule in book.rules)
        + [f"{flag} {phrase}" for flag, phrase in book.flags.items()]
    )


def test_a_rule_that_changed_has_a_new_version() -> None:
    book = rulebook()
    assert PINNED.get(book.version) == decides(book), f"give the changed rules a new version and pin {decides(book)}"


def test_the_first_phrases_are_an_interface() -> None:
    first = [f"{flag} {phrase}" for flag, phrase in list(rulebook().flags.items())[:PHRASES_COUNT]]
    assert digest(first) == PHRASES_SHA256


def test_a_rule_that_was_softened_would_be_seen() -> None:
    book = rulebook()
    first = book.rules[0]
    softer = replace(book, rules=(replace(first, urgency="self_care"), *book.rules[1:]))
    narrower = replace(book, rules=(replace(first, when=first.when[:-1]), *book.rules[1:]))
    assert len({decides(book), decides(softer), decides(narrower)}) == 3
