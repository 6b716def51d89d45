"""The sources a result used, as text, JSON, BibTeX or CSL-JSON, with DOI links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from uncramp.errors import InputError
from uncramp.evidence.facts import facts
from uncramp.evidence.registry import Source, cite, load_topic, sources, topics

FORMATS = ("text", "json", "bibtex", "csl")
OWN = "assumed"  # the key of our own assumptions, which are not a publication
_SHORT = {
    "nhscramps": "NHS leg cramps", "nhsdvt": "NHS clots", "mayocramps": "Mayo Clinic",
    "nioshrhabdo": "NIOSH", "cochranemagnesium": "Cochrane magnesium", "cochranestretching": "Cochrane stretching",
    "acsmheat2007": "ACSM heat 2007", "eahreview2019": "EAH 2019", "quininewarnings": "FDA and MHRA", "catstretching": "stretching review", "treadmag": "Tread magazine",
    "safer2022": "SAFER 2022", "safer2023": "SAFER 2023", "compartment": "teaching", "rhabdosummary": "summaries",
    "sicklesummary": "summaries", "electrolytelimits": "summaries",
}  # fmt: skip
_INITIALS = {"acsm", "ash", "eah", "immda", "nata", "wem", "wms"}
_TEX_SPECIAL = {character: f"\\{character}" for character in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"}


def cite_used(topics_or_keys: Iterable[str]) -> list[Source]:
    """Sources behind these names, sorted by key, each once; our own assumptions are left out.

    A name is a topic (``heat``), a parameter (``hazard.rate_scale_per_h``), a row of the evidence base (``B01``) or the
    key of a source (``miller2009``).

    Raises
    ------
    InputError
        If a name is none of these.

    Examples
    --------
    >>> [source.key for source in cite_used(["B12", "miller2009", "B01"])]
    ['lau2019', 'miller2009']
    """
    keys = {key for name in topics_or_keys for key in _keys_behind(name)}
    return cite(keys - {OWN})


def _keys_behind(name: str) -> tuple[str, ...]:
    if name in sources():
        return (name,)
    if name in facts():
        return facts()[name].source
    topic, _, parameter = name.partition(".")
    if topic in topics():
        entries = load_topic(topic)
        if not parameter:
            return tuple(key for entry in entries.values() for key in entry.source)
        if parameter in entries:
            return entries[parameter].source
    raise InputError(
        f"{name!r} is neither a topic ({', '.join(topics())}), a parameter (topic.name), a row (B01) nor the key of a source (miller2009)."
    )


def doi_link(source: Source) -> str:
    """Link of the source's DOI, or ``""`` if it has none.

    Examples
    --------
    >>> doi_link(Source("x", "X, 2020", "10.1002/mus.21170", ""))
    'https://doi.org/10.1002/mus.21170'
    """
    return f"https://doi.org/{source.doi}" if source.doi else ""


def year_of(source: Source) -> int | None:
    """Last year named in the citation, or ``None``.

    Examples
    --------
    >>> year_of(Source("x", "Kona tents 1989-2019, a journal, 2024", "", ""))
    2024
    """
    years = re.findall(r"\b(1[89]\d\d|20\d\d)\b", source.citation)
    return int(years[-1]) if years else None


def short_name(source: Source) -> str:
    """Author and year, as a text names a source in brackets.

    Examples
    --------
    >>> short_name(Source("martineznavarro2022", "Martinez-Navarro and others, muscle damage, 2022", "", ""))
    'Martinez-Navarro 2022'
    >>> short_name(Source("krabak2017", "Study of sodium disorders, 2017", "", "")), short_name(sources()["nhscramps"])
    ('Krabak 2017', 'NHS leg cramps')
    """
    if source.key in _SHORT:
        return _SHORT[source.key]
    name, year = re.sub(r"\d.*", "", source.key), "".join(re.findall(r"(?:19|20)\d\d[a-z]?", source.key)[:1])
    first = re.split(r",|:| and ", source.citation)[0]
    written = first if re.sub(r"[^a-z]", "", first.casefold()) == name else name.upper() if name in _INITIALS else name.capitalize()
    return f"{written} {year}" if year else written


def as_format(cited: Iterable[Source], form: str) -> str:
    """The sources in one of ``FORMATS``, ending in a newline.

    Raises
    ------
    InputError
        If there is no such format.
    """
    writers = {"text": as_text, "json": as_json, "bibtex": as_bibtex, "csl": as_csl_json}
    if form not in writers:
        raise InputError(f"format is {form!r}; use one of: {', '.join(FORMATS)}.")
    return writers[form](cited)


def as_text(cited: Iterable[Source]) -> str:
    """One line a source: key, citation, link, and how far it was checked."""
    return "".join(
        " ".join(
            filter(None, (f"[{source.key}]", f"{source.citation}.", doi_link(source), f"({source.note})" if source.note else ""))
        )
        + "\n"
        for source in cited
    )


def as_json(cited: Iterable[Source]) -> str:
    """A list of objects with key, citation, doi (null when there is none), year and note."""
    rows = [
        {"key": source.key, "citation": source.citation, "doi": source.doi or None, "year": year_of(source), "note": source.note}
        for source in cited
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_bibtex(cited: Iterable[Source]) -> str:
    """One ``@misc`` a source; the citation is one text, so it stands as the title."""
    return "".join(_bibtex(source) for source in cited)


def _bibtex(source: Source) -> str:
    # a DOI and a link are taken literally by BibTeX styles; text is not
    values = {
        "title": f"{{{_tex(source.citation)}}}",
        "year": str(year_of(source) or ""),
        "doi": source.doi,
        "url": doi_link(source),
        "note": _tex(source.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join((f"@misc{{{source.key},", *lines, "}")) + "\n"


def _tex(text: str) -> str:
    return "".join(_TEX_SPECIAL.get(character, character) for character in text)


def as_csl_json(cited: Iterable[Source]) -> str:
    """A CSL-JSON list, which reference managers read."""
    return json.dumps([_csl(source) for source in cited], ensure_ascii=False, indent=2) + "\n"


def _csl(source: Source) -> dict[str, object]:
    item: dict[str, object] = {"id": source.key, "type": "article-journal" if source.doi else "document", "title": source.citation}
    if year := year_of(source):
        item["issued"] = {"date-parts": [[year]]}
    if source.doi:
        item |= {"DOI": source.doi, "URL": doi_link(source)}
    if source.note:
        item["note"] = source.note
    return item
