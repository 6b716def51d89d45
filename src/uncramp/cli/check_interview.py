"""The interview of ``uncramp check`` on a terminal, or line by line from a pipe. It speaks on stderr; the result goes to stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import click

from uncramp.check.answers import Answers, answers_document, answers_from_mapping
from uncramp.check.interview import (
    BACK,
    HELP,
    pages_left,
    partners,
    read_reply,
    screen,
    screen_is_answered,
    with_reply,
    with_screen_reply,
    with_yes_that_stands,
)
from uncramp.check.prefill import with_suggestions
from uncramp.check.rulebook import LEVELS, Group, rulebook
from uncramp.check.triage import UNKNOWN, YES, triage
from uncramp.cli.writing import NARROWEST_OF_CHECK, columns_of_stdout
from uncramp.errors import InputError
from uncramp.texts import _

_NOBODY: Final = (
    "there is nobody to ask: standard input is no terminal and holds no lines. Run it in a terminal, give --answers FILE, or pipe one "
    "line for each question."
)
_ENDED: Final = (
    "the answers ended before the questions did; nothing was assumed. Give one line a question, or a file with --answers."
)


class Back(Exception):  # noqa: N818 - no error: the person goes one question back
    """The key for one question back."""


class End(Exception):  # noqa: N818 - no error either, where it is allowed
    """There are no more lines to read."""


@dataclass
class Interview:
    """One interview: who is asked, what was said, and what is done after each answer."""

    said: dict[str, str]
    someone_else: bool
    asked: Mapping[str, str]  # flag id -> why a simulation asks it
    kept: Callable[[Answers], None]  # called after each answer
    shown: Callable[[Answers], str]  # shows a result in between, and returns its action in one sentence
    number: str  # how the emergency numbers are said
    medicines: tuple[str, ...] = ()
    age_years: float | None = None
    sex: str = ""
    labs: Mapping[str, float] = field(default_factory=dict)
    lines: int = 0  # read so far
    declined: bool = False  # a result was shown, and that was enough
    draft: dict[str, str] = field(default_factory=dict)  # what was answered on the page that is not done yet
    named: tuple[Group, ...] = ()  # what was picked there, or follows from it, and is not answered yet
    told: str = LEVELS[0]  # the urgency that was shown last

    def run(self) -> Answers:
        """Ask everything that is not answered yet.

        Raises
        ------
        InputError
            If the lines end before the questions do.
        """
        try:
            while True:
                if self._ask_screen() and not self._goes_on():
                    return self._enough()
                try:
                    if not self._ask_later():
                        return self._enough()
                    break
                except Back:  # from the first question after the screen to the screen
                    of_screen = {flag for group in screen() for flag in (*group.flags, group.stands)}
                    self.said = {flag: answer for flag, answer in self.said.items() if flag not in of_screen}
            self._ask_age_and_medicines()
        except End:
            self._stop()
            raise InputError(_ENDED if self.lines else _NOBODY) from None
        except (KeyboardInterrupt, click.Abort):
            self._stop()
            raise
        return self.answers()

    def _enough(self) -> Answers:
        self.declined = True
        note = _("Not every question was asked.")
        self._tell(note)
        return replace(self.answers(), notes=(*self.answers().notes, note))

    def _stop(self) -> None:
        """Keep what was named as unknown, and say what it may ask for: nobody who named a sign is left without."""
        unknown = dict.fromkeys((flag for group in self.named for flag in group.flags), UNKNOWN)
        self.said = with_yes_that_stands({**unknown, **(self.draft or self.said)}, self.named)
        if not self.said:
            return
        self._keep()
        if LEVELS.index(self._urgency()) > LEVELS.index(self.told):
            click.echo("", err=True)
            self._show()
        for group in self.named:
            if group.call:
                self._tell("\n" + _(rulebook().texts["named"]).format(signs=_(group.call), number=self.number))
        click.echo("", err=True)

    def answers(self) -> Answers:
        """What was said so far, with what medicines add."""
        said = Answers(age_years=self.age_years, sex=self.sex, medicines=self.medicines, labs=self.labs, said=self.said)
        return answers_from_mapping(answers_document(said))

    def _keep(self) -> None:
        self.kept(self.answers())

    def _known(self, said: Mapping[str, str]) -> dict[str, str]:
        """``said`` with what medicines and values are certain of."""
        answers = self.answers()
        return {**said, **{flag: YES for flag in answers.because if answers.answers[flag] == YES}}

    def _urgency(self) -> str:
        return triage(self.answers().answers).urgency

    def _ask_screen(self) -> bool:
        """Ask the eight questions where they are not answered; whether they now brought something to act on."""
        if screen_is_answered(self.said, self.asked):
            return False  # an interview that is gone on with
        while not self._screen_is_answered(screen()):
            pass
        result = triage(self.said)
        return bool(result.fired or result.open)

    def _screen_is_answered(self, groups: tuple[Group, ...]) -> bool:
        self._tell(_("Questions 1 to {last} of {total}. Is any of these so now?").format(last=len(groups), total=self._total()))
        for place, group in enumerate(groups, 1):
            self._tell(f"  {place}  {self._ask(group)}{self._why(group)}", "     ")
        self._tell(_("Type the numbers that apply, 3? if not sure of 3, n for none of these, ? for how to find out."))
        reply_text = self._line("> ")
        if reply_text == HELP:
            self._help(tuple(flag for group in groups for flag in group.flags))
            return False
        if reply_text == BACK:
            return False
        try:
            reply = read_reply(reply_text, len(groups))
        except InputError as error:
            self._tell(str(error))
            return False
        self.named = tuple(groups[place - 1] for place in sorted(reply.yes))
        self.draft = with_screen_reply(self.said, reply, self.asked)
        try:
            while self.named:
                answered = self._ask_group(self.named[0], self.draft, "")
                self.draft = with_yes_that_stands(answered, self.named[:1])
                self.named = self.named[1:]
            self._follow_up()
        except Back:
            self.draft, self.named = {}, ()
            return False
        self._take()
        return True

    def _follow_up(self) -> None:
        """Ask at once what would make an emergency of what was just answered."""
        while group := partners(self._known(self.draft)):
            self.named = (group,)
            self.draft = self._ask_group(group, self.draft, "")
        self.named = ()

    def _take(self) -> None:
        """The page is done: its answers count, and are kept."""
        self.said, self.draft, self.named = self.draft, {}, ()
        self._keep()

    def _ask_later(self) -> bool:
        """Ask a page at a time; whether the person went on to the end."""
        before: list[dict[str, str]] = []
        while pages := pages_left(self.said):
            progress = _("{number} of {total}.").format(number=self._total() - len(pages) + 1, total=self._total())
            try:
                self._page(pages[0], f"{progress} ")
            except Back:
                if not before:
                    raise
                self.said, self.told = before.pop(), LEVELS[0]
                self._keep()
                continue
            before.append(self.said)
            self._take()
            if self._urgency() == LEVELS[-1] != self.told and not self._goes_on():
                return False
        return True

    def _page(self, group: Group, progress: str) -> None:
        """Ask one page and what follows from it; going back from there asks the page again."""
        while True:
            self.draft = self._ask_group(group, self.said, progress)
            try:
                return self._follow_up()
            except Back:
                self.draft, self.named = {}, ()

    def _ask_group(self, group: Group, said: Mapping[str, str], progress: str) -> dict[str, str]:
        book = rulebook()
        while True:
            self._tell(f"\n{progress}{self._ask(group)}")
            for place, flag in enumerate(group.flags, 1):
                question = _(book.questions[flag].other if self.someone_else else book.questions[flag].ask)
                why = f" [{self.asked[flag]}]" if flag in self.asked else ""
                self._tell(f"  {place}  {question}{why}", "     ")
            self._tell(_("Numbers that apply, 3? not sure of 3, u not sure of any, n none, ? how to find out, b back."))
            text = self._line("> ")
            if text == BACK:
                raise Back
            if text == HELP:
                self._help(group.flags)
                continue
            try:
                return with_reply(said, group, read_reply(text, len(group.flags)))
            except InputError as error:
                self._tell(str(error))

    def _ask_age_and_medicines(self) -> None:
        try:
            while self.age_years is None:
                text = self._line(_("Age in years (Enter to leave it out): "))
                if not text:
                    break
                try:
                    self.age_years = answers_from_mapping({"age": float(text)}).age_years
                except InputError as error:
                    self._tell(str(error))
                except ValueError:
                    self._tell(_("Age as a number, such as 44."))
            if not self.medicines:
                named = self._line(_("Names of medicines, with commas between (Enter to leave it out): "), lower=False)
                self.medicines = tuple(name.strip() for name in named.split(",") if name.strip())
        except End:
            pass
        self._keep()

    def _show(self) -> str:
        """Show the result so far, in which what a simulation asks is open; the action in one sentence."""
        self.told = self._urgency()
        return self.shown(with_suggestions(self.answers(), self.asked))

    def _goes_on(self) -> bool:
        action = self._show()
        self._tell(f"\n{action}")  # again, as it may have scrolled away
        try:
            return self._line("\n" + _("Go on with the other questions? y/n: ")) in ("y", "yes")
        except End:
            return False

    def _total(self) -> int:
        return len(rulebook().groups)

    def _ask(self, group: Group) -> str:
        return _(group.other if self.someone_else else group.ask)

    def _why(self, group: Group) -> str:
        notes = dict.fromkeys(self.asked[flag] for flag in group.flags if flag in self.asked)
        return f" [{' '.join(notes)}]" if notes else ""

    def _help(self, flags: tuple[str, ...]) -> None:
        book = rulebook()
        for flag in flags:
            self._tell(f"  {_(book.flags[flag])}: {_(book.questions[flag].find_out)}", "     ")

    def _tell(self, text: str, indent: str = "") -> None:
        click.echo(_laid_out(text, indent), err=True)

    def _line(self, prompt: str, *, lower: bool = True) -> str:
        click.echo(_laid_out(prompt) + " ", nl=False, err=True)
        line = sys.stdin.readline()
        if not (line and sys.stdin.isatty()):  # nobody typed the end of the line
            click.echo("", err=True)
        if not line:
            raise End
        self.lines += 1
        return line.strip().lower() if lower else line.strip()


def _laid_out(text: str, indent: str = "") -> str:
    """``text`` in lines that end between words; a line break and spaces before it stay."""
    lead = "\n" if text.startswith("\n") else ""
    first = " " * (len(text) - len(text.lstrip(" ")))
    return lead + click.wrap_text(text.strip(), columns_of_stdout(NARROWEST_OF_CHECK) - 1, first, indent)
