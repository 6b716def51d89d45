"""``uncramp reflex``: the spinal loop of one muscle, at milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.options import WholeNumber, options
from uncramp.names import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uncramp.reflex.circuit import Circuit
    from uncramp.reflex.experiment import Outcome
    from uncramp.reflex.protocol import Protocol
    from uncramp.reflex.trace import ReflexTrace

# one loop holds one hypothesis: no mixture here
_mechanism = click.option(
    "--mechanism",
    type=click.Choice(MECHANISMS),
    default="mixed",
    show_default=True,
    help="Hypothesis of what fatigue does to the loop.",
)

_draws = click.option(
    "--draws",
    type=WholeNumber(1, 10_000),
    metavar="N",
    default=32,
    show_default=True,
    help="How many possible loops to draw: most parameters of a loop cannot be measured.",
)


@click.group()
def reflex() -> None:
    """Simulate the spinal loop of one muscle: how a cramp starts, holds and is stopped.

    \b
    Examples:
      uncramp reflex list
      uncramp reflex experiment stretch
      uncramp reflex experiment fatigue --muscle calf --fatigue 0.6 --mechanism article
      uncramp reflex threshold --length 1.0 --draws 8
    """  # noqa: D301 - click reads \b: keep these lines


@reflex.command()
@click.argument("name")
@options("muscle", "fatigue", "length")
@_mechanism
@options("set", "seconds", "seed", "json", "html", "npz")
@click.option(
    "--compare", is_flag=True, help="Hold each hypothesis against what published trials found; with fatigue, against all."
)
def experiment(name: str, *, compare: bool, **given: Any) -> None:
    """Run the experiment NAME; `uncramp reflex list` names them all.

    \b
    Examples:
      uncramp reflex experiment stimulation
      uncramp reflex experiment voluntary --length 1.0
      uncramp reflex experiment stretch --set spindle.strain_gain_ratio=1 --json
      uncramp reflex experiment tendon --npz tendon.npz
      uncramp reflex experiment fatigue --compare
    """  # noqa: D301 - click reads \b: keep these lines
    if compare:
        from uncramp.cli.reflex_compare import compare_experiment

        compare_experiment(name, given)
        return
    from uncramp.cli.writing import check_outputs
    from uncramp.reflex.experiment import run_experiment
    from uncramp.reflex.protocol import protocol

    check_outputs({name: given[name] for name in ("html", "npz")}, [])
    circuit, overrides = _circuit(given, draws=None)
    wanted = _in_state(protocol(name), given)
    outcome = run_experiment(circuit, wanted, seconds=given["seconds"], seed=given["seed"])
    against = None
    if wanted.against:
        from dataclasses import replace

        # the same muscle at the same length, without what the experiment is about
        other = replace(protocol(wanted.against), length_frac=wanted.length_frac)
        against = run_experiment(circuit, other, seconds=given["seconds"], seed=given["seed"])
    if given["npz"]:
        _write_npz(given["npz"], outcome.trace)
    if given["html"]:
        _write_html(given["html"], circuit, outcome, overrides)
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.reflex_document import experiment_document
        from uncramp.report.schema import to_json

        print_json(to_json(experiment_document(circuit, outcome, overrides, against)))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout, tell_written
    from uncramp.report.reflex_terminal import experiment_view

    screen = screen_of_stdout("metric")
    print_lines(experiment_view(circuit, outcome, screen, against))
    tell_written(given[file] for file in ("html", "npz"))


@reflex.command()
@options("muscle", "fatigue", "length")
@_mechanism
@_draws
@options("set", "seed", "json")
def threshold(**given: Any) -> None:
    """Find the cramp threshold frequency, with what is not known of the loop as its range.

    \b
    Examples:
      uncramp reflex threshold
      uncramp reflex threshold --fatigue 0.6 --mechanism measured
      uncramp reflex threshold --length 1.0 --draws 8 --json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.progress import progress_bar
    from uncramp.reflex.protocol import Protocol
    from uncramp.reflex.simulate import STEP_MS
    from uncramp.reflex.threshold import cramp_threshold_hz

    circuit, overrides = _circuit(given, draws=given["draws"])
    state = _in_state(Protocol("threshold", "", seconds=1.0, length_frac=((0.0, 0.8),), sources=("miller2009",)), given)
    with progress_bar("bursts of rising frequency"):
        found = cramp_threshold_hz(circuit, state, seed=given["seed"])
        central = cramp_threshold_hz(_circuit(given, draws=None)[0], state, seed=given["seed"])
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.reflex_document import threshold_document
        from uncramp.report.schema import to_json

        print_json(to_json(threshold_document(circuit, state, found, central, overrides, seed=given["seed"], step_ms=STEP_MS)))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout
    from uncramp.report.reflex_terminal import threshold_view

    print_lines(threshold_view(circuit, state, found, central, screen_of_stdout("metric")))


@reflex.command()
@options("check", "json")
def table(check: bool, json: bool) -> None:
    """Show the thresholds that an assessment reads, by state, or check that the loop still gives them.

    \b
    Examples:
      uncramp reflex table
      uncramp reflex table --check
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json, print_lines, screen_of_stdout
    from uncramp.reflex import table as tables
    from uncramp.report import reflex_table
    from uncramp.report.schema import to_json

    held = tables.table()
    if not check:
        if json:
            print_json(to_json(reflex_table.table_document(held)))
            return
        print_lines(reflex_table.table_view(held, screen_of_stdout("metric")))
        return
    from uncramp.cli.progress import progress_bar
    from uncramp.errors import EvidenceError
    from uncramp.reflex.table_check import differences

    points = tables.sentinels(held)
    with progress_bar(f"{len(points)} thresholds"):
        found = differences(held, points)
    if json:
        print_json(to_json({"same": not found, "points": len(points), "differences": found}))
    else:
        print_lines(reflex_table.differences_view(found, len(points), screen_of_stdout("metric")))
    if found:
        raise EvidenceError("reflex/table.toml is not what the loop gives.")


@reflex.command("list")
@options("json")
def list_(json: bool) -> None:
    """List the experiments, the muscles and the topics whose parameters can be set.

    \b
    Examples:
      uncramp reflex list
      uncramp reflex list --json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.reflex.circuit import TOPICS, muscles
    from uncramp.reflex.protocol import experiments

    if json:
        from uncramp.cli.writing import print_json
        from uncramp.report.schema import to_json

        document = {
            "experiments": [{"name": one.name, "title": one.title, "sources": list(one.sources)} for one in experiments().values()],
            "muscles": [{"id": one.id, "name": one.name} for one in muscles().values()],
            "mechanisms": list(MECHANISMS),
            "topics": list(TOPICS),
        }
        print_json(to_json(document))
        return
    from uncramp.cli.writing import columns_of_stdout

    for heading, rows in (
        ("Experiments", [(one.name, one.title) for one in experiments().values()]),
        ("Muscles", [(one.id, one.name) for one in muscles().values()]),
    ):
        click.echo(f"{heading}:")
        _print_rows(rows)
    click.echo(f"Hypotheses: {', '.join(MECHANISMS)}.")
    told = f"Parameters for --set, as topic.name: topics {', '.join(TOPICS)}; `uncramp evidence TOPIC` lists their names."
    click.echo(click.wrap_text(told, columns_of_stdout(), subsequent_indent="  "))


def _print_rows(rows: Sequence[tuple[str, str]]) -> None:
    from uncramp.cli.writing import columns_of_stdout

    for name, text in rows:
        click.echo(click.wrap_text(text, columns_of_stdout(), f"  {name:20} ", " " * 23))


def _circuit(given: dict[str, Any], draws: int | None) -> tuple[Circuit, dict[str, float]]:
    from uncramp.cli.inputs import read_overrides
    from uncramp.reflex.accepted import choose_sets
    from uncramp.reflex.accepted_circuit import accepted_circuit
    from uncramp.reflex.circuit import circuit

    overrides = read_overrides(given["set"])
    asked = {"mechanism": given["mechanism"], "overrides": overrides, "seed": given["seed"]}
    if draws is None:
        return circuit(given["muscle"], **asked), overrides
    # one run shows the central loop; what is said of a threshold is said of the loops that could be
    return accepted_circuit(given["muscle"], sets=choose_sets(draws=draws, seed=given["seed"]), **asked), overrides


def _in_state(protocol: Protocol, given: dict[str, Any]) -> Protocol:
    """The protocol with the fatigue and the length that were asked for."""
    from uncramp.reflex.protocol import in_state

    return in_state(protocol, fatigue_frac=given["fatigue"], length_frac=given["length"])


def _write_npz(path: str, trace: ReflexTrace) -> None:
    from dataclasses import asdict

    import numpy as np

    from uncramp.cli.writing import replacing

    with replacing(path) as part, part.open("wb") as file:
        np.savez_compressed(file, **asdict(trace))


def _write_html(path: str, circuit: Circuit, outcome: Outcome, overrides: dict[str, float]) -> None:
    from uncramp.evidence.draws import central
    from uncramp.reflex.electromyogram import ElectromyogramParameters, surface_electromyogram
    from uncramp.report.reflex_page import made_text, write_reflex_page

    recorded = surface_electromyogram(outcome.trace, central(ElectromyogramParameters, "electromyogram"))
    write_reflex_page(outcome, recorded, path, provenance=made_text(circuit, outcome.protocol, overrides))
