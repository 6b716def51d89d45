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
      uncramp learn prevent --sources    with what was measured
      uncramp learn --html learn.html    everything as one page, to keep or to print
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import check_outputs
    from uncramp.learn.pages import find_page, in_language, pages

    check_outputs([html], [])
    found = [find_page(" ".join(topic))] if topic else list(pages().values())
    shown = [in_language(page) for page in found]
    if html:
        from uncramp.report.learn_page import write_learn_page

        write_learn_page(html)
    if json:
        _print_document(shown)
        return
    from dataclasses import replace

    from uncramp.cli.writing import screen_of_stdout
    from uncramp.report.learn_terminal import list_view, page_view
    from uncramp.texts import _

    screen = screen_of_stdout("metric")
    screen = replace(screen, width=screen.width - 1)  # the last column stays free
    lines = page_view(shown[0], screen, rows=sources) if topic else list_view(shown, screen)
    _show([*lines, *([screen.text(_("Written: {file}").format(file=html))] if html else [])])


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
