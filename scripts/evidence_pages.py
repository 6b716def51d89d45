"""Make the pages of docs/reference that follow from the evidence; with --check, say which are stale instead."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence

from generated_pages import write_or_check

from uncramp.evidence.catalogue import count_by_grade, list_entries, rows_named, share_by_grade
from uncramp.evidence.citations import doi_link
from uncramp.evidence.factors import entries_of, factor_of, factors, weakest_grade
from uncramp.evidence.facts import contradictions, contradictions_for, facts, targets
from uncramp.evidence.registry import Entry, sources, topics
from uncramp.names import CAUSES, GRADES

MADE = "<!-- made by `make docs` from src/uncramp/evidence; change the TOML instead -->\n\n"
FEW = 12  # parameters of a factor that are named one by one


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def source_links(keys: Iterable[str]) -> str:
    """Keys as links to the page of sources."""
    return ", ".join(f"[{key}](sources.md#{key})" for key in keys)


def row_links(text: str) -> str:
    """The ids of rows in ``text`` as links to the page of rows."""
    known = {*facts(), *contradictions(), *targets()}

    def link(match: re.Match[str]) -> str:
        named = rows_named(match[0])
        return match[0] if not named or named[0] not in known else f"[{match[0]}](rows.md#{named[0].lower()})"

    return re.sub(r"\b[A-HKTV]\d\d?(?:\s*-\s*[A-HKTV]?\d\d?)?\b", link, text)


def number(value: float) -> str:
    """A number as short as it can be read back."""
    return f"{value:.6g}"


def entry_row(entry: Entry) -> list[str]:
    """One parameter as cells."""
    spread = "" if entry.spread == "fixed" else f"{number(entry.low)} to {number(entry.high)}"
    shape = entry.spread if entry.spread == "fixed" else f"{entry.spread}, {entry.varies}"
    if entry.null_chance_frac:
        shape += f"; exactly {number(entry.null_value)} in {entry.null_chance_frac:.0%} of draws"
    return [
        f"`{entry.name}`",
        number(entry.value),
        entry.unit,
        spread,
        shape,
        entry.grade,
        source_links(entry.source),
        row_links(entry.where),
        entry.note,
    ]


def evidence_page() -> str:
    """Every parameter by topic."""
    everything = list_entries()
    shares = share_by_grade(everything)
    parts = [
        "# Evidence\n\nEvery number the model uses: its value, its unit, its 95 % range (the bounds, if uniform), how it is drawn, whether people "
        "or studies differ in it, its grade, its source, and the [row](rows.md) of the evidence base it is from. "
        "`uncramp evidence TOPIC` shows the same; `--set topic.name=value` tries another value. "
        "Which factor a parameter belongs to: see [factors](factors.md).\n\n"
        "A grade says how near the evidence is to cramps in exercising people, nearest first.\n",
        table(
            ["grade", "parameters", "share"],
            [[grade, str(count), f"{shares[grade]:.0%}"] for grade, count in count_by_grade(everything).items()],
        ),
    ]
    head = ["parameter", "value", "unit", "95 % range", "drawn", "grade", "source", "row", "note"]
    parts += [f"## {topic}\n\n{table(head, map(entry_row, list_entries(topic)))}" for topic in topics()]
    return "\n".join(parts)


def factors_page() -> str:
    """The one table: factor, path, parameters, grade, rows."""
    lines = []
    for factor in factors().values():
        entries = entries_of(factor)
        named = [f"`{entry.topic}.{entry.name}`" for entry in entries] if len(entries) <= FEW else whole_topics(entries)
        lines.append(
            [
                f"**{factor.name}**",
                ", ".join(factor.causes) or "none",
                factor.path,
                "; ".join(named),
                grades_text(entries),
                row_links(", ".join(factor.facts)),
                row_links(", ".join(dict.fromkeys(row.id for cause in factor.causes for row in contradictions_for(cause)))),
            ]
        )
    return (
        "# Factors\n\n**Each factor enters once, by one path.** A parameter stands in one row of this table and in no other; a test holds it to that. "
        "Cramp history, for one, shifts the threshold and multiplies nothing; how many more people with an illness report cramps in a lifetime is a "
        "check and no multiplier.\n\nThe grade is that of the weakest parameter of the path, with the count of each.\n\n"
        + table(["factor", "cause", "path", "parameters", "grade", "rows", "but see"], lines)
        + "\n## Causes\n\nThe ids a cause is shown under: "
        + ", ".join(f"`{cause}`" for cause in CAUSES)
        + ".\n"
    )


def whole_topics(entries: Sequence[Entry]) -> list[str]:
    """Topics as one link each, and by name what is alone from its topic in this factor."""
    texts = []
    for topic in dict.fromkeys(entry.topic for entry in entries):
        here = [entry for entry in entries if entry.topic == topic]
        whole = topic in factor_of(topic, here[0].name).topics
        texts += [f"[{topic}](evidence.md#{topic}) ({len(here)})"] if whole else [f"`{topic}.{entry.name}`" for entry in here]
    return texts


def grades_text(entries: Sequence[Entry]) -> str:
    """The weakest grade, and how many parameters have each."""
    counts = {grade: count for grade, count in count_by_grade(entries).items() if count}
    return f"{weakest_grade(list(entries))} ({', '.join(f'{grade} {counts[grade]}' for grade in GRADES if grade in counts)})"


def sources_page() -> str:
    """Every source with what was studied, and what rests on it."""
    used: dict[str, list[str]] = {key: [] for key in sources()}
    for entry in list_entries():
        for key in dict.fromkeys(entry.source):
            if entry.topic not in used[key]:
                used[key].append(entry.topic)
    rows: dict[str, list[str]] = {key: [] for key in sources()}
    for fact in facts().values():
        for key in fact.source:
            rows[key].append(fact.id)
    lines = [
        [
            f'<a id="{key}"></a>{key}',
            source.citation + (f". [{source.doi}]({doi_link(source)})" if source.doi else ""),
            source.note,
            ", ".join(f"[{topic}](evidence.md#{topic})" for topic in used[key]),
            row_links(", ".join(rows[key])),
        ]
        for key, source in sorted(sources().items())
    ]
    return (
        "# Sources\n\nWhere the numbers are from, in our words, and how far each was checked: most were read in an abstract or a table and not "
        "in the full paper. A source without DOI has none that we read. `uncramp cite` lists those a result used.\n\n"
        + table(["key", "source", "studied; how far checked", "topics", "rows"], lines)
    )


def rows_page() -> str:
    """The rows of the evidence base, the contradictions and the targets."""
    fact_lines = [
        [
            f'<a id="{key.lower()}"></a>{key}',
            fact.what,
            fact.value,
            fact.population,
            source_links(fact.source),
            fact.status,
            fact.note,
        ]
        for key, fact in facts().items()
    ]
    contradiction_lines = [
        [
            f'<a id="{key.lower()}"></a>{key}',
            row.claim,
            row.evidence,
            row.label,
            row_links(", ".join(row.facts)),
            ", ".join(row.causes),
        ]
        for key, row in contradictions().items()
    ]
    target_lines = [
        [
            f'<a id="{key.lower()}"></a>{key}',
            target.scenario,
            target.published,
            target.tolerance,
            row_links(", ".join(target.facts)) or source_links(target.source),
            "fitted" if target.used_for_calibration else "held out",
        ]
        for key, target in targets().items()
    ]
    return (
        "# Rows of the evidence base\n\nWhat was published. *seen*: the number was read in a search result; *memory*: recalled, not found again, and not "
        "to be presented as verified; *derived*: computed from seen rows. 'Wilson' marks intervals computed by us from printed counts.\n\n"
        "## Contradictions\n\nWhat is commonly said, and what the evidence says of it; shown beside every cause it concerns.\n\n"
        + table(["id", "what is said", "what the evidence says", "label", "rows", "causes"], contradiction_lines)
        + "\n## Targets\n\nPublished figures the model is held against. Two are fitted, the others are held out; tolerances are our choice.\n\n"
        + table(["id", "scenario", "published", "tolerance", "from", "use"], target_lines)
        + "\n## Rows\n\n"
        + table(["id", "what", "value", "people", "source", "status", "note"], fact_lines)
    )


PAGES: dict[str, Callable[[], str]] = {
    "evidence.md": evidence_page,
    "factors.md": factors_page,
    "rows.md": rows_page,
    "sources.md": sources_page,
}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, MADE, __doc__))
