"""Fit the two free numbers of the hazard to four published figures, and make the page and the record of it.

``python scripts/calibrate.py --fit`` simulates the fields (some minutes), writes evidence/hazard.toml and the record, draws the figure
and makes the page. Without an option the page is made from the record; ``--check`` says whether the record, the evidence and the page are
still what the engine gives, by simulating a few runners of it again. Run ``scripts/hypotheses.py`` afterwards.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.interpolate import RectBivariateSpline

from uncramp.ensemble.hypotheses import compare_hypotheses
from uncramp.ensemble.posterior import TARGETS, Posterior, posterior_of
from uncramp.ensemble.predicted import BLOCKS, DRAWS, RUNNERS, Sums, predict
from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import load_topic
from uncramp.hazard.weights import mixture_weights
from uncramp.minutes import Floats

ROOT: Final = Path(__file__).resolve().parents[1]
EXPLANATION: Final = ROOT / "docs" / "explanation"
RECORD: Final = EXPLANATION / "calibration.json"
PAGE: Final = EXPLANATION / "calibration.md"
TEMPLATE: Final = Path(__file__).with_name("calibration_page.txt")
PICTURE: Final = ROOT / "docs" / "images" / "calibration.png"
HAZARD: Final = ROOT / "src" / "uncramp" / "evidence" / "hazard.toml"
FITTED: Final = ("drive_exponent_index", "rate_per_h")
"""In the order of the posterior's axes."""

BEFORE: Final = {"drive_exponent_index": 10.88, "rate_per_h": 0.4458}
"""What stood before this fit: fitted in the same way where drinking by thirst knew no thirst, and slow runners went at the speed of a run."""

CLOSE: Final = 1e-6
NAMES: Final = {
    "V01": "V01 cramps in a marathon, %",
    "V05": "V05 mean onset in a marathon, km",
    "V09": "V09 odds ratio, first half in 8 % less time",
    "V10": "V10 odds ratio of cramp history",
    "V05_late": "V05 share after 30 km, %",
}
PUBLISHED: Final = {
    "V01": "20.6 (15.2 to 27.3)",
    "V05": "35 (32 to 38)",
    "V09": "1.8 (1.15 to 2.8)",
    "V10": "3.5 (2 to 6)",
    "V05_late": "80",
}


def shown(name: str, value: float) -> float:
    """A figure as the page has it: per cent, kilometres or an odds ratio."""
    return 100.0 * value if name in ("V01", "V05_late") else value if name == "V05" else float(np.exp(value))


def sentinel() -> list[float]:
    """Sums of a few runners, as the engine gives them now: a piece of the fit small enough for every test, whatever was fitted."""
    sums = predict(blocks=1, runners=8, draws=4, exponents=np.array([8.0, 16.0]), rates_per_h=np.array([0.1, 1.0]))
    return [float(one) for part in (sums.marathon, sums.ultra) for one in part.sum(axis=-1).ravel()]


def entry_of(mean: float, spread: float) -> dict[str, float]:
    """Median and 95 % range of a lognormal, as evidence has them."""
    return {name: float(f"{np.exp(mean + at * spread):.4g}") for name, at in (("value", 0.0), ("low", -Z_95), ("high", Z_95))}


def at_point(posterior: Posterior, values: Floats, point: Mapping[str, float]) -> float:
    """A figure at one exponent and rate."""
    found = RectBivariateSpline(*posterior.grid.simulated, values)(*(np.log(point[name]) for name in FITTED))
    return float(found[0, 0])


def record_of(sums: Sums) -> tuple[dict[str, Any], Posterior]:
    """All that the fit says, rounded as it is kept, and the posterior."""
    weights = mixture_weights()
    found = posterior_of(sums, weights)
    mean, covariance = found.moments()
    spread = np.sqrt(np.diag(covariance))
    figures = sums.figures(weights)
    prior = Posterior(found.grid, np.exp(found.grid.log_prior))
    places = np.stack(np.meshgrid(found.grid.log_exponent, found.grid.log_rate, indexing="ij"))
    drawn = Posterior(found.grid, np.exp(-0.5 * (((places - mean[:, None, None]) / spread[:, None, None]) ** 2).sum(axis=0)))
    without = {left: posterior_of(sums, weights, [one for one in TARGETS if one != left]).moments()[0] for left in TARGETS}
    return {
        "blocks": BLOCKS, "runners": RUNNERS, "draws": DRAWS,
        "posterior": {name: entry_of(mean[at], spread[at]) for at, name in enumerate(FITTED)},
        "correlation": round(float(covariance[0, 1] / spread.prod()), 3),
        "figures": {
            name: {
                "before": round(shown(name, at_point(found, values, BEFORE)), 3),
                "prior": [round(shown(name, one), 3) for one in _range(prior, values)],
                "after": [round(shown(name, one), 3) for one in _range(found, values)],
                "drawn": [round(shown(name, one), 3) for one in _range(drawn, values)],
            }
            for name, values in figures.items()
        },
        "without": {left: [float(f"{np.exp(one):.3g}") for one in means] for left, means in without.items()},
        "hypotheses": compare_hypotheses(sums).document(),
        "sentinel": sentinel(),
    }, found  # fmt: skip


def _range(posterior: Posterior, values: Floats) -> tuple[float, float, float]:
    """Mean of a figure, and that less and more 1.96 standard deviations."""
    mean, spread = posterior.figure(values)
    return mean, mean - Z_95 * spread, mean + Z_95 * spread


def write_evidence(posterior: Mapping[str, Mapping[str, float]]) -> None:
    """Put the posterior into evidence/hazard.toml."""
    text = HAZARD.read_text(encoding="utf-8")
    for name, entry in posterior.items():
        for key, value in entry.items():
            text, count = re.subn(rf"(\[{name}\]\n(?:[^\[]*?\n)?{key} = )\S+", rf"\g<1>{value:.4g}", text, count=1)
            if not count:
                raise SystemExit(f"{HAZARD.name}: {name} has no {key}")
    HAZARD.write_text(text, encoding="utf-8")


def draw_picture(posterior: Posterior) -> None:
    """The posterior of both numbers, and of each beside its prior."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FixedLocator, NullLocator

    grid, weight = posterior.grid, posterior.density / posterior.density.sum()
    prior = np.exp(grid.log_prior)
    axes = (np.exp(grid.log_exponent), np.exp(grid.log_rate))
    figure, ((top, empty), (middle, side)) = plt.subplots(
        2, 2, figsize=(6.2, 5.4), gridspec_kw={"width_ratios": (3, 1.3), "height_ratios": (1.3, 3)}, layout="constrained"
    )
    empty.axis("off")
    order = np.sort(weight.ravel())[::-1]
    levels = sorted(order[np.searchsorted(np.cumsum(order), share)] for share in (0.5, 0.95))
    middle.contourf(axes[0], axes[1], weight.T, levels=[*levels, order[0]], colors=["#bcd3ea", "#4a7db3"])
    middle.set(xscale="log", yscale="log", xlim=(4, 32), ylim=(0.05, 5.0), xlabel="exponent of the drive", ylabel="rate, per hour")
    middle.plot(BEFORE["drive_exponent_index"], BEFORE["rate_per_h"], "x", color="#9a1230")
    middle.annotate("before", (BEFORE["drive_exponent_index"], BEFORE["rate_per_h"]), xytext=(6, 4), textcoords="offset points")
    for ax, place, along in ((top, axes[0], 1), (side, axes[1], 0)):
        for density, style in ((weight, "-"), (prior / prior.sum(), ":")):
            line = density.sum(axis=along)
            ax.plot(*((place, line / line.max()) if along else (line / line.max(), place)), style, color="#24292f")
    top.set(xscale="log", xlim=(4, 32), yticks=[])
    side.set(yscale="log", ylim=(0.05, 5.0), xticks=[])
    for axis, marks in ((middle.xaxis, (5, 10, 20, 30)), (middle.yaxis, (0.1, 0.3, 1.0, 3.0)), (top.xaxis, ()), (side.yaxis, ())):
        axis.set_major_locator(FixedLocator(marks))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter("{x:g}")
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def page_of(record: Mapping[str, Any]) -> str:
    """The page, from the record."""
    rows = "\n".join(
        f"| {NAMES[name]} | {PUBLISHED[name]} | {'fitted' if name in TARGETS else 'held out'} | {one['before']:.3g} | "
        f"{one['prior'][0]:.3g} | {one['after'][0]:.3g} ({one['after'][1]:.3g} to {one['after'][2]:.3g}) | "
        f"{one['drawn'][0]:.3g} ({one['drawn'][1]:.3g} to {one['drawn'][2]:.3g}) |"
        for name, one in record["figures"].items()
    )
    mean, low, high = record["figures"]["V01"]["drawn"]
    exponent, rate = (record["posterior"][name] for name in FITTED)
    left = "\n".join(f"| {name} | {found[0]:.3g} | {found[1]:.3g} |" for name, found in record["without"].items())
    return TEMPLATE.read_text(encoding="utf-8").format(
        rows=rows,
        without=left,
        drawn_half=f"{50.0 * (high - low) / mean:.0f} %",
        drawn_low=f"{low:.3g}",
        drawn_high=f"{high:.3g}",
        runners=f"{record['blocks'] * record['runners']:,}",
        draws=record["blocks"] * record["draws"],
        correlation=f"{record['correlation']:+.2f}",
        exponent="{value:.3g} ({low:.3g} to {high:.3g})".format(**exponent),
        rate="{value:.3g} ({low:.3g} to {high:.3g})".format(**rate),
    )


def stale(record: Mapping[str, Any]) -> list[str]:
    """What does not fit together any more."""
    entries, found = load_topic("hazard"), []
    if not np.allclose(sentinel(), record["sentinel"], rtol=CLOSE):
        found.append("the engine gives other numbers than those the fit rests on: python scripts/calibrate.py --fit")
    for name, wanted in record["posterior"].items():
        if not all(np.isclose(getattr(entries[name], key), value) for key, value in wanted.items()):
            found.append(f"evidence/hazard.toml: {name} is not what was fitted: python scripts/calibrate.py --fit")
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page_of(record):
        found.append(f"{PAGE.name} is stale: python scripts/calibrate.py")
    return found


def read_record() -> dict[str, Any]:
    """What the last fit left."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def sums_of(kept: Path | None) -> Sums:
    """Sums of a fit that were kept, or simulated now."""
    if kept is not None and kept.is_file():
        with np.load(kept) as arrays:
            return Sums(**{one.name: arrays[one.name] for one in fields(Sums)})
    sums = predict(progress=lambda _, text: print(text, file=sys.stderr))
    if kept is not None:
        np.savez(kept, **{one.name: getattr(sums, one.name) for one in fields(Sums)})
    return sums


def main() -> None:
    """Fit, make the page, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fit", action="store_true", help="simulate, fit, and write evidence/hazard.toml, the record, the figure and the page"
    )
    parser.add_argument(
        "--sums", type=Path, help="with --fit: keep what was simulated in this file, and take it from there the next time"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is stale")
    options = parser.parse_args()
    if options.check:
        complaints = stale(read_record())
        print("\n".join(complaints))
        raise SystemExit(bool(complaints))
    if options.fit:
        record, posterior = record_of(sums_of(options.sums))
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        write_evidence(record["posterior"])
        draw_picture(posterior)
    PAGE.write_text(page_of(read_record()), encoding="utf-8")
    print(f"Wrote {PAGE.name}")


if __name__ == "__main__":
    main()
