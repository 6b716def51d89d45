"""The hypotheses beside each other on a terminal: how well each explains the published figures, and what `mixture` weighs it by."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from uncramp.ensemble.hypotheses import HypothesisComparison, HypothesisScore
from uncramp.ensemble.posterior import TARGETS
from uncramp.hazard.weights import hypothesis_parameters, mixture_weights
from uncramp.names import MECHANISMS
from uncramp.report.odds import percent_text
from uncramp.report.screen import Screen
from uncramp.texts import _

PAGE: Final = "docs/explanation/which_hypothesis.md"


def hypotheses_view(found: HypothesisComparison, screen: Screen) -> list[Text]:
    """All of the comparison, the best first."""
    head = (_("hypothesis"), _("log score"), _("to the best"), _("probability"), _("weight"), _("in use"))
    in_use = dict(zip(MECHANISMS, mixture_weights(), strict=True))
    rows = [
        (
            one.name,
            f"{one.log_score:.2f}",
            difference_text(one),
            percent_text(one.probability_frac),
            percent_text(found.weight_frac[one.name]),
            percent_text(float(in_use[one.name])),
        )
        for one in sorted(found.scores, key=lambda one: -one.log_score)
    ]
    return [
        *screen.wrapped(verdict_text(found), "bold", indent="  ", lines=None),
        screen.text(""),
        *screen.table(head, rows),
        screen.text(""),
        *screen.wrapped(
            _("The log score says how probable {targets} are under a hypothesis, averaged over its own rate and exponent and over {draws} draws of "
              "what studies leave unsure; even chances before. Behind ± is the error by the choice of draws. The weight is what the mixture should count a "
              "hypothesis by after these figures, in use what it does. {page} says more.").format(
                targets=", ".join(TARGETS), draws=found.draws, page=PAGE), "dim", indent="  ", lines=None,
        ),
    ]  # fmt: skip


def difference_text(one: HypothesisScore) -> str:
    """How far behind the best it is, with the error."""
    if one.difference == 0.0:
        return _("best")
    return _("{difference:.2f} ± {error:.2f}").format(difference=one.difference, error=one.difference_error)


def verdict_text(found: HypothesisComparison) -> str:
    """Whether the figures tell the hypotheses apart, and what follows."""
    if found.tells:
        text = _(
            "The published figures favour {best}, {ratio:.1f} to 1 against the worst, whichever figure is left out. Weights go half-way from thirds to the probabilities."
        )
    elif found.ratio > hypothesis_parameters().telling_ratio.value:
        text = _(
            "The published figures do not tell the hypotheses apart: {ratio:.1f} to 1 at most, for {best}, rests on one figure alone. Each keeps a third in the mixture."
        )
    else:
        text = _(
            "The published figures do not tell the hypotheses apart: {ratio:.1f} to 1 at most, for {best}, and below {least:g} to 1 is hardly worth a mention. Each keeps a third in the mixture."
        )
    return text.format(best=found.best, ratio=found.ratio, least=hypothesis_parameters().telling_ratio.value)
