"""The result of a check on a terminal: the action first, then what to do, why, what to watch for and when to come back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rich.text import Text

from uncramp.check.emergency_numbers import spoken
from uncramp.check.rulebook import Rule, Rulebook, rulebook
from uncramp.report.check_document import Document
from uncramp.report.screen import Screen
from uncramp.texts import _

STYLES: Final = {"emergency": "bold red", "same_day": "bold yellow", "clinician_soon": "bold", "self_care": "bold"}
"""Colour only repeats what the first line says in words."""

_END_OF_SENTENCE: Final = r"(?<=[.!?])\s"

CALLING: Final = ("same_day", "emergency")
"""Urgencies whose text names the emergency number."""


def check_view(document: Document, screen: Screen) -> list[Text]:
    """The lines of a result."""
    lines = screen.wrapped(f"{_title(document)}. {document['action']}", STYLES[document["urgency"]], lines=None)
    lines += _list(screen, "", document["do"])
    lines += _list(screen, _("Find out now:"), map(_question, document["questions"]))
    lines += _list(screen, _("Why:"), map(_reason, document["rules"]))
    lines += _list(screen, _("Not ruled out:"), map(_reason, document["open_rules"]))
    lines += _list(screen, _("Watch for:"), document["watch_for"])
    which = document["numbers_note"] if document["urgency"] in CALLING else ""
    for text in (document["come_back"], which, *document["cautions"], document["noted"]):
        if text:
            lines += [screen.text(""), *screen.wrapped(text, lines=None)]
    foot = _("Rules {version}, reviewed by no clinician yet; `uncramp check rules` shows them.").format(
        version=document["rules_version"]
    )
    return [*lines, screen.text(""), *screen.wrapped(f"{document['not_a_device']} {foot}", lines=None)]


def short_action(document: Document) -> str:
    """The action in one sentence, to be said again where the result has scrolled away."""
    texts, level = rulebook().texts, rulebook().levels[document["urgency"]]
    number = spoken(tuple(document["emergency_numbers"])) or _(texts["number"])
    return f"{_title(document)}. {re.split(_END_OF_SENTENCE, _(level.action).format(number=number))[0]}"


def _title(document: Document) -> str:
    return _(rulebook().levels[document["urgency"]].name).upper() if document["checked"] else _("Not checked").upper()


def rules_view(book: Rulebook, rules: Sequence[Rule], screen: Screen) -> list[Text]:
    """Rules as a list, one or two lines each."""
    lines: list[Text] = []
    for level in dict.fromkeys(rule.urgency for rule in rules):
        lines += [screen.text(_(book.levels[level].name).upper(), "bold")]
        for rule in rules:
            if rule.urgency == level:
                lines += screen.wrapped(
                    f"{rule.id}  {_(rule.finding)} [{rule.source}; {basis_words(rule.basis)}]", indent="     ", lines=None
                )
        lines += [screen.text("")]
    memory = sum(rule.basis == "memory" for rule in book.rules)
    foot = _(
        "{count} rules, version {version}; {memory} of them rest on memory and were not checked. One in full: uncramp check rules E09."
    )
    return [*lines, *screen.wrapped(foot.format(count=len(book.rules), version=book.version, memory=memory), lines=None)]


def basis_words(basis: str) -> str:
    """How far a source was checked."""
    return {"seen": _("seen"), "memory": _("memory, not checked"), "derived": _("derived by us")}[basis]


def rule_view(book: Rulebook, rule: Rule, screen: Screen) -> list[Text]:
    """One rule in full."""
    kind = book.kinds[rule.advice]
    lines = screen.wrapped(f"{rule.id}  {_(rule.finding)}", "bold", indent="     ", lines=None)
    lines += screen.wrapped(f"{_(book.levels[rule.urgency].name)}. {rule.source} ({basis_words(rule.basis)})", lines=None)
    whens = (_(" and ").join(_(book.flags[flag]) for flag in sorted(line)) for line in rule.when)
    lines += _list(screen, _("Fires with any of:"), whens)
    lines += _list(screen, _("Advises:"), map(_, kind.do))
    return lines + _list(screen, _("Watch for:"), map(_, kind.watch_for))


def _list(screen: Screen, title: str, items: Iterable[str]) -> list[Text]:
    rows = [line for item in items for line in screen.wrapped(item, indent="  ", first="- ", lines=None)]
    head = [screen.text(title, "bold")] if title else []
    return [screen.text(""), *head, *rows] if rows else []


def _question(question: Document) -> str:
    because = f" ({question['because']})" if question["because"] else ""
    return f"{question['ask']}{because} {question['find_out']}"


def _reason(rule: Document) -> str:
    return f"{rule['finding']} ({rule['id']}; {rule['source']})"
