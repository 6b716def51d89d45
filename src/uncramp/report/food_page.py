"""Food for what sweat took as one HTML file: opens from disk, asks no network, has no script, prints."""

from __future__ import annotations

import math
import os
from functools import cache

from markupsafe import Markup

from uncramp import __version__
from uncramp.evidence.citations import doi_link
from uncramp.evidence.registry import sources
from uncramp.prevent.food import FoodPlan
from uncramp.prevent.foods import MINERALS, foods
from uncramp.report import food_words, html, learn_wording
from uncramp.texts import _


def write_food_page(path: str | os.PathLike[str], plan: FoodPlan, *, units: str = "metric") -> None:
    """Write the page to ``path``, whole or not at all, in the language of :mod:`uncramp.texts`.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(food_page(plan, units=units), path)


def food_page(plan: FoodPlan, *, units: str = "metric") -> str:
    """The page as text; see :func:`write_food_page`."""
    cautions = food_words.cautions_of(plan)
    supplements = [food_words.supplement_words(plan, one) for one in plan.supplements]
    named = [*(one.source for one in (*cautions, *supplements)), *(one.source for one in foods().references.values())]
    keys = dict.fromkeys(key for source in (*named, *(food.source for food in plan.table)) for key in source)
    cited = [sources()[key] for key in keys if key not in learn_wording.WITHOUT_A_LIST]
    style = _style()
    return html.environment().get_template("food.html.j2").render(
        plan=plan, units=units, nothing=food_words.nothing_named_words(plan), known=[name for name in MINERALS if not math.isnan(plan.losses.mmol[name].median)], minerals=MINERALS,
        heads=(_("Na"), _("K"), _("Mg"), _("Ca"), _("for Na"), _("for K")), cautions=cautions, supplements=supplements,
        words=food_words, wording=learn_wording, sources=cited, doi_link=doi_link, version=__version__,
        numbers={source.key: number for number, source in enumerate(cited, start=1)},
        style=Markup(style), style_hash=html.policy_hash(style),  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("food.css")
