"""Frame: what all pages share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from uncramp import __version__
from uncramp.texts import _, spoken_tag
from uncramp.web.addressed import addressed, addressed_parts
from uncramp.web.preferences import look
from uncramp.web.shown import FILTERS

if TYPE_CHECKING:
    from jinja2 import Environment

MENU: Final = (
    ("/", "Today"),
    ("/plan", "Plan"),
    ("/relieve", "Relieve"),
    ("/check", "Check"),
    ("/learn", "Learn"),
    ("/evidence", "Evidence"),
    ("/reflex", "Reflex lab"),
    ("/cohort", "Cohort"),
    ("/diary", "Diary"),
    ("/settings", "Settings"),
)
"""Address and name of what the menu leads to."""


@cache
def environment() -> Environment:
    """Templates of the application; what is put into them is escaped, and a name they lack is an error."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader([PackageLoader("uncramp.web"), PackageLoader("uncramp.report")]),  # the parts of a report are shown here too
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(_=_, language=spoken_tag, look=look, menu=MENU, version=__version__)
    made.filters.update(FILTERS, zip=zip, addressed=addressed, addressed_parts=addressed_parts)
    return made


def page(template: str, *, here: str = "", **values: Any) -> str:
    """One page; ``here`` is its address in the menu."""
    return environment().get_template(template).render(here=here, **values)


def entered() -> str:
    """The page a used launch token leads to, which leads on."""
    return page("entered.html.j2")


def closed() -> str:
    """The page of a launch token that does not work."""
    return failed(_("This address worked once, and was used. `uncramp serve` has printed a new one; open that."))


def failed(text: str) -> str:
    """The page of something that did not work."""
    return page("failed.html.j2", text=addressed(text))
