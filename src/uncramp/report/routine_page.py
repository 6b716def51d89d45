"""A routine as one HTML file: opens from disk, asks no network, has no script, prints."""

from __future__ import annotations

import os
from functools import cache
from itertools import accumulate

from markupsafe import Markup

from uncramp import __version__
from uncramp.evidence.citations import doi_link
from uncramp.evidence.registry import sources
from uncramp.prevent.routine import Routine
from uncramp.report import html, learn_wording, routine_words
from uncramp.report.relief_drawing import ARROW_HEAD, draw, shared


def write_routine_page(path: str | os.PathLike[str], routine: Routine) -> None:
    """Write the page to ``path``, whole or not at all, in the language of :mod:`uncramp.texts`.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(routine_page(routine), path)


def routine_page(routine: Routine) -> str:
    """The page as text; see :func:`write_routine_page`."""
    starts = accumulate((one.length_s for one in routine.exercises), initial=0)
    cited = [sources()[key] for key in routine.kind.source if key not in learn_wording.WITHOUT_A_LIST]
    style = _style()
    return html.environment().get_template("routine.html.j2").render(
        routine=routine, title=routine_words.title_of(routine), timed=list(zip(starts, routine.exercises, strict=False)),
        care=routine_words.care_steps_of(routine), words=routine_words, wording=learn_wording, sources=cited, doi_link=doi_link,
        draw=draw, arrow_head=ARROW_HEAD, shared=shared(), version=__version__,
        style=Markup(style), style_hash=html.policy_hash(style),  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("routine.css", "drawing.css")
