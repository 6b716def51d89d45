"""All pages of ``uncramp learn`` as one HTML file: opens from disk, asks no network, has no script, prints."""

from __future__ import annotations

import os
from functools import cache

from markupsafe import Markup

from uncramp import __version__
from uncramp.evidence.citations import doi_link
from uncramp.learn.pages import QUESTIONS, in_language, pages
from uncramp.report import html, learn_wording


def write_learn_page(path: str | os.PathLike[str]) -> None:
    """Write all topics to ``path``, whole or not at all, in the language of :mod:`uncramp.texts`.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(render_learn_page(), path)


def render_learn_page() -> str:
    """The page as text; see :func:`write_learn_page`."""
    shown = [in_language(page) for page in pages().values()]
    cited = learn_wording.sources_used(shown)
    style = _style()
    return html.environment().get_template("learn.html.j2").render(
        pages=shown, questions=QUESTIONS, wording=learn_wording, sources=cited,
        numbers={source.key: number for number, source in enumerate(cited, start=1)}, doi_link=doi_link,
        grades=learn_wording.grades_used(shown), version=__version__,
        style=Markup(style), style_hash=html.policy_hash(style),  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("learn.css")
