"""``uncramp learn``: what is known of cramps, in plain words, for a reader without data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from uncramp.cli.options import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from uncramp.learn.pages import Page


@click.command()
@click.argument("topic", nargs=-1)
@options("json", "html", "sources")
def learn(topic: tuple[str, ...], json: bool, html: str | None, sources: bool) -> None:
    """Read what is known of cramps, in plain words: the four questions, and more. Without TOPIC: what there is to read.

    Behind every sentence stand its grade (in whom it was seen) and its sources.

    \b
    Examples:
      uncramp learn                      what there is to read
      uncramp learn why                  one topic
      uncramp learn contradictions       what people say, and what was found
      uncramp learn K9                   one of these
      uncramp learn K1 K2                several
      uncramp learn salt                 which pages speak of it
      uncramp learn prevent --sources    with what was measured
      uncramp learn --html learn.html    everything as one page, to keep or to print
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import check_outputs, tell_written
    from uncramp.learn.pages import in_language, pages

    check_outputs({"html": html}, [])
    found, word = _asked(topic) if topic else (list(pages().values()), "")
    shown = [in_language(page) for page in found]
    if html:
        from uncramp.report.learn_page import write_learn_page

        write_learn_page(html)
    if json:
        _print_document(shown)
        return
    from dataclasses import replace

    from uncramp.cli.writing import screen_of_stdout
    from uncramp.report.learn_terminal import found_view, list_view, page_view

    screen = screen_of_stdout("metric")
    screen = replace(screen, width=screen.width - 1)  # the last column stays free
    if word:
        _show(found_view(word, shown, screen))
    elif topic:
        views = [page_view(page, screen, rows=sources) for page in shown]
        _show([line for number, view in enumerate(views) for line in ([screen.text("")] * bool(number) + view)])
    elif not html:
        _show(list_view(shown, screen))
    tell_written([html])


def _asked(topic: Sequence[str]) -> tuple[list[Page], str]:
    """The pages meant by ``topic``, one or several; or those that speak of it, and what was looked for.

    Raises
    ------
    InputError
        If no page is called so, and none speaks of it.
    """
    from uncramp.errors import InputError
    from uncramp.learn.pages import find_page
    from uncramp.learn.search import joined, pages_speaking_of

    asked = " ".join(topic)
    try:
        return [find_page(asked)], ""
    except InputError:
        try:
            return joined(map(find_page, topic)), ""
        except InputError as unknown:
            if found := pages_speaking_of(asked):
                return list(found), asked
            raise unknown from None


def _print_document(shown: Sequence[Page]) -> None:
    from json import dumps

    from uncramp import __version__
    from uncramp.cli.writing import print_json
    from uncramp.report.learn_document import learn_document
    from uncramp.texts import spoken_language

    print_json(dumps(learn_document(shown, spoken_language(), __version__), indent=2, ensure_ascii=False) + "\n")


def _show(lines: Sequence[Text]) -> None:
    """Print ``lines``; through a pager on a terminal that they do not fit on."""
    import shutil
    import sys

    from uncramp.cli.writing import print_lines

    if not sys.stdout.isatty() or len(lines) < shutil.get_terminal_size().lines:
        print_lines(lines)
        return
    import io
    import os

    from rich.console import Console

    page = io.StringIO()
    console = Console(file=page, width=500, force_terminal=True, no_color="NO_COLOR" in os.environ, highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True)
    click.echo_via_pager(page.getvalue())
