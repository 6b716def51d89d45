"""Every text for people is in the catalogue: said in a made-up language, nothing is left in English."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import _lru_cache_wrapper, cache
from html import unescape
from pathlib import Path

import pytest
import texts
from fields import short_run
from inside import inside
from made_translation import LANGUAGE, around_fields, bracketed, write_translation

from uncramp.activity.read import read_activity_bytes
from uncramp.assess import assess
from uncramp.body.athlete import Athlete
from uncramp.check.rulebook import BASES, rulebook
from uncramp.cli.main import uncramp
from uncramp.ensemble.study import Plan, Study, run_study
from uncramp.ensemble.summary import summary_of
from uncramp.evidence.catalogue import list_entries, search
from uncramp.evidence.citations import doi_link, short_name
from uncramp.evidence.registry import sources, topics
from uncramp.learn.pages import pages
from uncramp.report.cohort_page import render_cohort_page
from uncramp.report.cohort_view import cohort_view
from uncramp.report.page import render_page
from uncramp.report.screen import Screen
from uncramp.report.terminal import why_view
from uncramp.texts import LANGUAGE_VARIABLE, LOCALE_VARIABLE, fields_of
from uncramp.web import shelf
from uncramp.web.addressed import addressed
from uncramp.why.answers import CrampEvent

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
EXAMPLE = PACKAGE.parents[1] / "examples" / "hot_marathon.fit"
UNCRAMP = [sys.executable, "-c", "from uncramp.cli.main import main; main()"]
LEFT_AS_IT_IS = 40  # characters shown of what was forgotten


def said() -> Iterator[tuple[str, ...]]:
    """Command lines whose whole output is for everybody."""
    yield ("learn",)
    yield from (("learn", topic) for topic in pages())
    if "relieve" in uncramp.commands:
        plain = [option for option in uncramp.commands["relieve"].params if "--text" in option.opts]
        yield ("relieve", "calf", *(["--text"] if plain else []))
    if "check" in uncramp.commands:
        yield ("check", "rules")


@cache
def messages() -> tuple[str, ...]:
    """Every text of the catalogue."""
    return tuple(texts.messages())


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_translation(folder, {text: bracketed(text) for text in messages()})
    return folder


@pytest.fixture(scope="module")
def strict_locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A translation that leaves what is filled in outside its brackets."""
    folder = tmp_path_factory.mktemp("strict")
    write_translation(folder, {text: around_fields(text) for text in messages()})
    return folder


@pytest.fixture(scope="module")
def field() -> Study:
    """A small field that was run."""
    with ThreadPoolExecutor(1) as executor:
        return run_study(Plan(short_run(), draws=2), executor)


@pytest.fixture
def spoken(strict_locale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOCALE_VARIABLE, str(strict_locale))
    monkeypatch.setenv(LANGUAGE_VARIABLE, LANGUAGE)


def run(locale: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {
        "UNCRAMP_LOCALE": str(locale),
        "UNCRAMP_LANGUAGE": LANGUAGE,
        "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run([*UNCRAMP, *words], capture_output=True, env=environment, check=False)


@cache
def never_translated() -> list[str]:
    """Citations, commands and ids, longest first."""
    kept = [*pages(), *(lead.command for page in pages().values() for lead in page.leads), "uncramp learn --html learn.html"]
    for source in sources().values():
        kept += [source.citation, source.note, doi_link(source), short_name(source), source.key]
    kept += [text for rule in rulebook().rules for text in (rule.id, rule.source)]
    kept += BASES
    kept += [statement.id for statement in pages()["contradictions"].statements]
    return sorted({squeezed(text) for text in kept if text}, key=len, reverse=True)


def squeezed(text: str) -> str:
    """Without spaces and line ends, which wrapping changes."""
    return "".join(text.split())


def forgotten(output: str) -> list[str]:
    """Words that are neither translated nor citations, commands, ids, units or numbers."""
    rest, count = squeezed(output), 1
    while count:  # a text may be filled in with another
        rest, count = re.subn(r"⟦[^⟦⟧]*⟧", "|", rest)
    for text in never_translated():
        rest = rest.replace(text, "|")
    return [word[:LEFT_AS_IT_IS] for word in re.findall(r"[A-Za-z]{2,}\S*", re.sub(r"\d+(s|min|km|h|ml)\b", "|", rest))]


@pytest.mark.parametrize("words", list(said()), ids=" ".join)
def test_nothing_is_left_in_english(locale: Path, words: tuple[str, ...]) -> None:
    done = run(locale, *words)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.count("⟦".encode()) > 5
    assert forgotten(done.stdout.decode()) == []


def words_of_page(page: str) -> str:
    """What a page shows, and names for a screen reader."""
    shown = re.sub(r"<style.*?</style>|<script.*?</script>|<meta[^>]*>|<!doctype html>", "", page, flags=re.DOTALL | re.IGNORECASE)
    labels = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', shown)
    text = unescape(re.sub(r"<[^>]*>", " ", f"{shown} {' '.join(labels)}"))
    return re.sub(r"uncramp [\d.]+\w*|^\s*uncramp\s*$|doi:\S+", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("words", [("learn",), *([("relieve", "calf")] if "relieve" in uncramp.commands else [])], ids=" ".join)
def test_nothing_is_left_in_english_on_a_page(locale: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(locale, *words, "--html", str(tmp_path / "page.html")).returncode == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f'<html lang="{LANGUAGE}"' in page
    assert forgotten(words_of_page(page)) == []


OTHER_PAGES = ("/", "/plan", "/diary", "/diary/write/weigh_ins", "/diary/write/drinks", "/diary/write/sweat_tests", "/diary/write/medicines",
               "/diary/write/notes", "/diary/you", "/diary/learnt", "/diary/keep", "/imports", "/settings", "/check", "/cohort", "/reflex")  # fmt: skip
LOOKED_FOR = "sodium"
EVIDENCE_PAGES = ("/evidence", "/evidence/heat", "/evidence/sweat.limit_l_h_m2", f"/evidence?words={LOOKED_FOR}")
NO_WORDS = re.compile(  # of an answer: units, keys, files, hashes, commands, the mechanism, a moment, and what somebody wrote
    r"mmol/L|mmol|ml/kg/min|g/L|kg|min/(?:km|mi)|W/m2|bpm|Hz|m/s|L/h|gal|km|SHA-256 \w+|\b[0-9a-f]{16}\b|Shift|Esc|Enter|\w+\.(?:fit|tcx|gpx|zip)|FIT|TCX|--\w+|Page Up|Page Down|mV|ms|uncramp cite|uncramp|r\.json"
    r"|mixture|: stretch|\ben\b\s+\bxx\b|\(min\)|/data|\d+ min|\d+ \w+ \d{4}, [\d:]+ UTC|UTC|A marathon with a cramp \(invented\)"
)


def sentences_left(text: str) -> list[str]:
    """What an answer leaves in English."""
    outside, count = text, 1
    while count:  # a page may name another within a text
        outside, count = re.subn(r"⟦[^⟦⟧]*⟧", "|", outside)
    for kept in sorted(
        {one for source in sources().values() for one in (source.citation, source.note) if one}, key=len, reverse=True
    ):
        outside = outside.replace(kept, "|")
    return re.findall(r"[^|\n]*[A-Za-z]{2,}[^|\n]*", NO_WORDS.sub("|", outside))


@cache
def english_by_right() -> list[str]:
    """What evidence pages show as its rows have it, longest first: ids, units, places, notes, citations, and the rows of the evidence base."""
    entries, found = list_entries(), search(LOOKED_FOR)
    kept = [
        LOOKED_FOR,
        *(text for one in entries for text in (f"{one.topic}.{one.name}", one.name, one.topic, one.unit, one.where, one.note)),
    ]
    rows = [row for kind in (found.facts, found.contradictions, found.targets) for row in kind]
    kept += [text for row in rows for text in dataclasses.astuple(row) if isinstance(text, str)]
    kept += [text for source in sources().values() for text in (source.citation, short_name(source))]
    kept += [text.replace("_", " ") for text in (*topics(), *(f"{one.topic}.{one.name}" for one in entries))]  # headings
    return sorted({text for text in kept if re.search("[A-Za-z]{2}", text)}, key=len, reverse=True)


@pytest.mark.usefixtures("spoken")
def test_nothing_of_the_evidence_is_left_in_english_but_its_rows(tmp_path: Path) -> None:
    with inside(tmp_path) as client:
        told = {address: client.get(address).text for address in EVIDENCE_PAGES}
    for address, text in told.items():
        assert text.count("⟦") > 15, address
        shown = words_of_page(text.replace("<wbr>", ""))
        rows = "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in english_by_right() if one in shown)
        assert sentences_left(re.sub(rows, "|", shown)) == [], address


@pytest.mark.usefixtures("spoken")
def test_nothing_of_why_is_left_in_english() -> None:
    medicines, cramps = ("hydrochlorothiazide", "nonesuch"), [CrampEvent("calf", "both", 4800.0)]
    athlete = Athlete(medicines=medicines, conditions=("asthma",), mass_kg=70.0)
    answer = assess(EXAMPLE, athlete, cramped=cramps, draws=16)
    told = [words_of_page(render_page(answer))]
    told += ["\n".join(line.plain for line in why_view(answer, Screen(width=2000, verbose=verbose))) for verbose in (False, True)]
    for text in told:
        assert [one for one in sentences_left(text) if "nonesuch" not in one and "hydrochlorothiazide" not in one] == []


@pytest.mark.usefixtures("spoken")
def test_nothing_of_the_page_of_a_session_is_left_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "DRAWS", 16)
    with inside(tmp_path) as client:
        page = client.get(client.post("/demonstration").headers["location"]).text
        others = {address: client.get(address).text.replace(str(tmp_path), "") for address in OTHER_PAGES}
    assert page.count("⟦") > 200
    assert sentences_left(words_of_page(page)) == []
    for address, text in others.items():
        assert text.count("⟦") > 10, address
        assert sentences_left(words_of_page(text)) == [], address


OF_A_LIBRARY = re.compile("File is not a zip file")  # what is passed on in the words of whoever said it
REFUSED = {
    "/reflex": {"experiment": "stretch", "length_frac": "0.9", "seed": "?", "fatigue_frac": "7"},
    "/cohort": {"field": "marathon", "athletes": "5000", "draws": "50", "seed": "0"},
    "/diary/write/weigh_ins": {"units": "metric", "before_kg": "7", "drank_l": "?", "weighed_at": "2999-01-01T08:00"},
    "/diary/write/drinks": {"units": "metric", "volume_l": "?", "at_s": "9:99"},
    "/diary/you": {"units": "metric", "mass_kg": "7000", "sleep_h": "?"},
    "/plan/race": {"units": "metric", "distance": "?", "start": "2001-01-01T09:00", "goal": "?", "air_c": "99", "drinks": "5 g of ?"},
    "/plan/weeks": {"units": "metric", "event": "2001-01-01", "distance": "marathon"},
    "/diary/delete": {"confirmation": "?"},
    "/activities/0000000000000000/cramps": {"muscle": "calf"},
}  # fmt: skip


@pytest.mark.usefixtures("spoken")
def test_nothing_of_what_a_form_refuses_is_left_in_english(tmp_path: Path) -> None:
    sent = [("no.fit", b"no activity"), ("empty.gpx", b""), ("cut.tcx", b"<TrainingCenterDatabase>"), ("x.zip", b"PK")]
    with inside(tmp_path) as client:
        told = {address: client.post(address, data=data) for address, data in REFUSED.items()}
        told["/diary/restore"] = client.post("/diary/restore", files={"file": ("x.zip", b"no archive")})
        for name, content in sent:
            told[name] = client.get(client.post("/imports", files={"files": (name, content)}).headers["location"])
    for address, answer in told.items():
        assert answer.status_code == (200 if "." in address else 422), address
        shown = words_of_page(answer.text.replace(str(tmp_path), ""))
        assert sentences_left(OF_A_LIBRARY.sub("", shown)) == [], address


@pytest.mark.usefixtures("spoken")
def test_nothing_of_what_was_put_right_in_a_file_is_left_in_english() -> None:
    point = '<trkpt lat="{}" lon="8"><time>2024-05-01T0{}</time></trkpt>'
    times = ("8:00:00", "8:00:00", "8:00:05", "8:00:04", "8:09:00", "x")
    points = "".join(point.format(latitude, time) for latitude, time in zip((50, 50, 95, 50, 50, 50), times, strict=True))
    whole = EXAMPLE.read_bytes()
    damaged = {
        "a.gpx": f"<gpx><trk><type>Kayak</type><trkseg>{points}".encode(),
        "b.fit": whole[: len(whole) // 2],
        "c.fit": whole[:-1],
    }
    repairs = [one for name, data in damaged.items() for one in read_activity_bytes(data, name).repairs]
    assert len({one.kind for one in repairs}) > 8
    assert [left for one in repairs for left in sentences_left(one.text)] == ["'Kayak'"]


def caches() -> list[_lru_cache_wrapper[object]]:
    """Every function of the package that remembers its answers."""
    named = (one for name, module in sys.modules.items() if name.startswith("uncramp.") for one in vars(module).values())
    return [one for one in named if isinstance(one, _lru_cache_wrapper)]


def test_nothing_that_is_remembered_keeps_its_language(
    strict_locale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "DRAWS", 16)
    assert len(caches()) > 20
    for one in caches():
        one.cache_clear()
    with inside(tmp_path) as client:
        with monkeypatch.context() as other:
            other.setenv(LOCALE_VARIABLE, str(strict_locale))
            other.setenv(LANGUAGE_VARIABLE, LANGUAGE)
            session = client.post("/demonstration").headers["location"]
            addresses = (*OTHER_PAGES, session, *(f"/{page}" for page in ("relieve", "learn", "evidence")))
            for address in addresses:
                assert "⟦" in client.get(address).text, address
            assert "⟦" in addressed("mass_kg = 70 is much")
        for address in addresses:
            assert "⟦" not in client.get(address).text, address
        assert addressed("mass_kg = 70 is much") == "“Body mass” 70 kg is much"


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_nothing_of_a_field_is_left_in_english(field: Study, units: str) -> None:
    summary = summary_of(field)
    told = [words_of_page(render_cohort_page(field, summary, units=units))]
    told += ["\n".join(line.plain for line in cohort_view(field, summary, Screen(width=2000, units=units)))]
    said_by_its_file = "|".join(map(re.escape, (field.plan.field.title, *field.plan.field.stated_sources)))
    for text in told:
        assert sentences_left(re.sub(said_by_its_file, "", text)) == []


TEMPLATES = sorted(path for folder in ("report", "web") for path in (PACKAGE / folder / "templates").glob("*.j2"))
NO_TEXT = re.compile(r"uncramp( serve| cite)?|doi|SHA-256|km|ms|s|H|UTC")


def bare_texts(template: str) -> list[str]:
    """What a template shows, or names for a screen reader, without asking the catalogue."""
    shown = re.sub(
        r"<(style|script|svg)\b.*?</\1>|<!--.*?-->|\{#.*?#\}|\{% set \w+ %\}.*?\{% endset %\}", "", template, flags=re.DOTALL
    )
    shown = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "|", shown, flags=re.DOTALL)
    labels = re.findall(r'\b(?:aria-label|title|alt|placeholder|data-label)="([^"|]*)"', shown)
    pieces = [*re.sub(r"<[^>]*>", "|", shown).split("|"), *labels]
    words = (re.sub(r"&\w+;", "", piece).strip(" .,:;·()\n") for piece in pieces)
    return [one for one in words if re.search(r"[A-Za-z]{2,}", one) and not NO_TEXT.fullmatch(one)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_template_asks_the_catalogue_for_all_it_says(path: Path) -> None:
    assert bare_texts(path.read_text(encoding="utf-8")) == []


def test_a_bare_text_of_a_template_is_seen() -> None:
    assert bare_texts('<p aria-label="Parts">{{ _("Stop.") }} Hold it. {% if a %}or not{% endif %}</p> uncramp') == [
        "Hold it",
        "or not",
        "Parts",
    ]


def test_what_is_left_in_english_is_seen(locale: Path) -> None:
    assert forgotten("⟦Stop.⟧ Hold it.") == ["Holdit."]
    assert forgotten("⟦Stop.⟧ 20 s; uncramp learn why; Miller 2009; K9") == []
    assert forgotten(run(locale, "evidence", "K9").stdout.decode())


def test_without_a_translation_it_is_english_from_end_to_end(tmp_path: Path) -> None:
    done = run(tmp_path, "learn", "relieve")
    assert done.returncode == 0
    assert b"there is no translation into 'xx' yet" in done.stderr
    assert "⟦" not in done.stdout.decode()
    assert b"Stretch the muscle gently" in done.stdout


def test_the_catalogue_and_its_translations_are_fresh() -> None:
    assert not texts.stale(), "run `make docs`"


def test_the_catalogue_holds_no_date_and_no_line_numbers() -> None:
    around = re.sub(r'^msgid ".*$', "", texts.template(), flags=re.MULTILINE)  # a text may say how a date is written
    assert not re.search(r"\d{4}-\d\d-\d\d|^#: .*:\d+$", around, flags=re.MULTILINE)
    assert texts.template() == texts.template()


def test_every_text_can_be_filled_in() -> None:
    assert all(fields_of(text) is not None for text in messages())


@pytest.mark.parametrize("name", ["why", "relieve", "check", "contradictions"])
def test_texts_of_tables_are_in_it(name: str) -> None:
    page = pages()[name]
    wanted = {page.title, page.line, *(one.text for one in page.statements), *(one.sure for one in page.statements if one.sure)}
    assert wanted <= set(messages())


def test_texts_of_the_other_questions_are_in_it() -> None:
    assert {*rulebook().flags.values(), *(rule.finding for rule in rulebook().rules)} <= set(messages())
    assert "relieve/protocols.toml" in {place for places in texts.messages().values() for place in places}


def test_a_text_within_another_string_is_found(tmp_path: Path) -> None:
    path = tmp_path / "said.py"
    path.write_text(
        """told = f"{_('One.')} {x:{N_('Two.')}}"\nalso = _("Th" "ree.").format(_("Four."), _(other))\n""", encoding="utf-8"
    )
    assert sorted(texts._from_code(path)) == ["Four.", "One.", "Three.", "Two."]


def test_a_sentence_under_an_unknown_key_is_refused() -> None:
    with pytest.raises(texts.UnnamedKeyError, match="'remark'"):
        list(texts.texts_of_table({"steps": {"a": {"remark": "Hold the muscle until it lets go."}}}, "x.toml"))
    assert list(texts.texts_of_table({"a": {"text": "Hold.", "path": "M 1 2 L 3 4"}, "flags": {"hot": "very hot"}}, "x.toml")) == [
        "Hold.", "very hot",
    ]  # fmt: skip


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hold {{seconds}} s."\nmsgstr "{}"\n'


@pytest.mark.parametrize(
    ("translation", "good"), [("{seconds} s halten.", True), ("{sekunden} s halten.", False), ("Halten.", False), ("", True)]
)
def test_a_translation_has_the_fields_of_its_text(tmp_path: Path, translation: str, good: bool) -> None:
    path = tmp_path / "uncramp.po"
    path.write_text(PO.format(translation), encoding="utf-8")
    if good:
        assert texts.compiled(path)
    else:
        with pytest.raises(ValueError, match="other fields"):
            texts.compiled(path)
