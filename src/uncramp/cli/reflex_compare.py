"""``uncramp reflex experiment NAME --compare``: the rival hypotheses beside the published trials."""

from __future__ import annotations

from typing import Any, Final

import click

from uncramp.cli.options import refuse
from uncramp.texts import _

OF_ONE_RUN: Final = ("length", "seconds", "html", "npz")


def compare_experiment(name: str, given: dict[str, Any]) -> None:
    """Print every hypothesis beside the trials of the experiment ``name``.

    Raises
    ------
    InputError
        If no trial is known for it, or a flag of a single run was given.
    """
    from dataclasses import replace

    from uncramp.cli.inputs import read_overrides
    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import print_json, print_lines, screen_of_stdout
    from uncramp.errors import InputError
    from uncramp.reflex.circuit import circuit
    from uncramp.reflex.comparison import compare_hypotheses
    from uncramp.reflex.protocol import protocol
    from uncramp.reflex.trials import trials_of
    from uncramp.report.reflex_comparison import comparison_document, comparison_view
    from uncramp.report.schema import to_json

    refuse(given, OF_ONE_RUN, "belongs to a single run; --compare runs the trials as they were done.")
    if click.get_current_context().get_parameter_source("mechanism") == click.core.ParameterSource.COMMANDLINE:
        raise InputError(_("--mechanism and --compare: all hypotheses are compared. Keep one of them."))
    wanted, rows = protocol(name), trials_of(name)
    overrides = read_overrides(given["set"])
    muscle = circuit(given["muscle"], overrides=overrides, seed=given["seed"])
    with progress_bar("simulating the trials") as report:
        found = compare_hypotheses(muscle, rows, fatigue_frac=given["fatigue"], seed=given["seed"], report=report)
    if given["json"]:
        if given["fatigue"] is not None:
            wanted = replace(wanted, fatigue_frac=given["fatigue"])
        print_json(to_json(comparison_document(found, wanted, overrides)))
        return
    print_lines(comparison_view(found, name, screen_of_stdout("metric")))
