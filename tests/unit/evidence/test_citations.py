"""A result's sources come out complete in every format."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import InputError
from uncramp.evidence.citations import FORMATS, as_bibtex, as_csl_json, as_format, as_json, as_text, cite_used, doi_link, year_of
from uncramp.evidence.registry import Source, load_topic, sources, topics

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
MADE = st.builds(Source, st.from_regex(r"[a-z]{3,8}\d{4}", fullmatch=True), TEXT, st.sampled_from(("", "10.1002/mus.21170")), TEXT)


@pytest.mark.parametrize("topic", topics())
def test_a_topic_cites_every_source_of_its_entries(topic: str) -> None:
    wanted = {key for entry in load_topic(topic).values() for key in entry.source} - {"assumed"}
    assert [source.key for source in cite_used([topic])] == sorted(wanted)


def test_names_of_every_kind_are_resolved_once() -> None:
    assert [source.key for source in cite_used(["B01", "threshold.with_history_hz", "miller2009"])] == ["miller2009"]


def test_our_own_assumption_is_no_publication() -> None:
    assert cite_used(["assumed"]) == []


@pytest.mark.parametrize("name", ["", "Z99", "heat.", "threshold.nothing_hz", "threshold.", "nobody1900"])
def test_an_unknown_name_is_refused_with_what_would_do(name: str) -> None:
    if name.endswith("."):
        assert cite_used([name]) == cite_used([name.rstrip(".")])
        return
    with pytest.raises(InputError, match="neither a topic"):
        cite_used([name])


@given(st.lists(MADE, max_size=4, unique_by=lambda source: source.key))
def test_json_and_csl_keep_key_text_and_doi(made: list[Source]) -> None:
    rows = json.loads(as_json(made))
    assert [(row["key"], row["citation"], row["doi"]) for row in rows] == [(s.key, s.citation, s.doi or None) for s in made]
    items = json.loads(as_csl_json(made))
    assert [(item["id"], item["title"], item.get("DOI", "")) for item in items] == [(s.key, s.citation, s.doi) for s in made]


@given(MADE)
def test_bibtex_braces_balance_whatever_the_text(source: Source) -> None:
    text = as_bibtex([source])
    bare = text.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
    assert text.startswith(f"@misc{{{source.key},\n")
    assert text.endswith("}\n")
    assert text.count("@misc{") >= 1
    assert (f"doi = {{{source.doi}}}" in text) == bool(source.doi)


def test_every_real_source_is_one_line_of_text_with_its_link() -> None:
    lines = as_text(sources().values()).splitlines()
    assert len(lines) == len(sources())
    for line, source in zip(lines, sources().values(), strict=True):
        assert line.startswith(f"[{source.key}] {source.citation}")
        assert doi_link(source) in line


def test_formats_are_those_listed_and_an_unknown_one_is_refused() -> None:
    cited = cite_used(["B01"])
    assert len({as_format(cited, form) for form in FORMATS}) == len(FORMATS)
    with pytest.raises(InputError, match="format is 'ris'; use one of: text, json, bibtex, csl"):
        as_format(cited, "ris")


def test_a_citation_without_year_has_none() -> None:
    assert year_of(Source("x", "no year at all, volume 12345", "", "")) is None
