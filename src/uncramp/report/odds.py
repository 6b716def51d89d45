"""Chances as a person would say them ("about 1 in 5"), and text for a terminal that has ASCII only."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from typing import Final

from uncramp.texts import _
from uncramp.why.answers import Range

RARE_COUNT: Final = 2000
"""One in this many is the rarest chance put into words; the ranges are too wide for more."""

CERTAIN_FRAC: Final = 19 / 20
"""No chance above is put into words; the ranges are too wide for more."""

_FRACTIONS: Final = ((1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10), (19, 20))


def odds_text(chance_frac: float) -> str:
    """Chance as "1 in 5".

    Examples
    --------
    >>> [odds_text(chance) for chance in (0.0, 0.004, 0.049, 0.21, 0.52, 0.66, 1.0)]
    ['less than 1 in 2000', '1 in 250', '1 in 20', '1 in 5', '1 in 2', '2 in 3', 'more than 19 in 20']
    """
    if not math.isfinite(chance_frac):
        return _("not known")
    if chance_frac < 1.0 / RARE_COUNT:
        return _("less than 1 in {count}").format(count=RARE_COUNT)
    if chance_frac > CERTAIN_FRAC:
        return _("more than 19 in 20")
    above, below = 1, _round_count(1.0 / chance_frac)
    if chance_frac >= 0.28:
        above, below = min(_FRACTIONS, key=lambda pair: abs(pair[0] / pair[1] - chance_frac))
    return _("{above} in {below}").format(above=above, below=below)


def about_odds_text(chance_frac: float) -> str:
    """The same, with "about" before what is rounded.

    Examples
    --------
    >>> about_odds_text(0.21), about_odds_text(1.0)
    ('about 1 in 5', 'more than 19 in 20')
    """
    odds = odds_text(chance_frac)
    return _("about {odds}").format(odds=odds) if 1.0 / RARE_COUNT <= chance_frac <= CERTAIN_FRAC else odds


def _round_count(count: float) -> int:
    """Round to what a person would say: whole to 12, then fives, then fifties."""
    if count < 12.5:
        return round(count)
    step = 5 if count < 100 else 50
    return max(12, step * round(count / step))


def chance_text(chance_frac: Range) -> str:
    """Chance with its range in plain words.

    Examples
    --------
    >>> chance_text(Range(0.2, 0.18, 0.05, 0.5))
    'about 1 in 5, plausibly 1 in 20 to 1 in 2'
    """
    low, high, about = odds_text(chance_frac.low), odds_text(chance_frac.high), about_odds_text(chance_frac.mean)
    return about if low == high else _("{about}, plausibly {low} to {high}").format(about=about, low=low, high=high)


def percent_text(share_frac: float) -> str:
    """Share as "19 %"; below one percent with one digit, and never rounded to certain.

    Examples
    --------
    >>> [percent_text(share) for share in (0.194, 0.0043, 0.0001, 0.0, 0.999, 1.0, float("nan"))]
    ['19 %', '0.4 %', '<0.1 %', '0 %', '>99 %', '100 %', 'not known']
    """
    if not math.isfinite(share_frac):
        return _("not known")
    percent = 100.0 * share_frac
    if 0.0 < percent < 0.05:
        return "<0.1 %"
    if 99.5 <= percent < 100.0:
        return ">99 %"
    text = f"{percent:.1f} %" if 0.05 <= abs(percent) < 0.95 else f"{percent:.0f} %"
    return "0 %" if text == "-0 %" else text


def percent_range_text(share_frac: Range, *, middle: str = "median") -> str:
    """Median (or mean) and range as "31 % (22 to 40)"."""
    if not math.isfinite(share_frac.median):
        return _("not known")
    low, high = (percent_text(value).removesuffix(" %") for value in (share_frac.low, share_frac.high))
    return _("{middle} ({low} to {high})").format(middle=percent_text(getattr(share_frac, middle)), low=low, high=high)


def signed_percent_text(difference_frac: float) -> str:
    """Difference with its sign, "+3 %" or "-8 %"; too small to show is 0.

    Examples
    --------
    >>> [signed_percent_text(difference) for difference in (0.031, -0.08, 0.0001, -0.004)]
    ['+3 %', '-8 %', '0 %', '-0.4 %']
    """
    if not math.isfinite(difference_frac):
        return percent_text(difference_frac)
    text = percent_text(difference_frac) if abs(difference_frac) >= 0.0005 else "0 %"
    return text if text.startswith(("-", "0 ")) else f"+{text}"


def one_line(text: str, width: int, indent: str = "") -> str:
    """``text`` on one line of at most ``width`` characters and the ``indent`` before it, cut between words."""
    return indent + textwrap.shorten(" ".join(text.split()), width=max(width, 8), placeholder=" ...")


_ASCII: Final = str.maketrans(
    {
        "°": "", "\u2013": "-", "\u2014": "-", "\u2212": "-", "…": "...", "·": "|", "\u00d7": "x", "≥": ">=", "≤": "<=",
        "→": "->", "\u2019": "'", "“": '"', "”": '"', "±": "+-", "µ": "u", "\u202f": " ", "\u00a0": " ",
    }
)  # fmt: skip


def ascii_text(text: str) -> str:
    """``text`` in ASCII.

    Examples
    --------
    >>> ascii_text("28 °C → 15 °C, café")
    '28 C -> 15 C, cafe'
    """
    return unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode("ascii")
