"""The protocols are whole: every muscle has its ways, every name finds it, every text is short and plain."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import InputError
from uncramp.evidence.facts import facts
from uncramp.names import GRADES
from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import PHASES, PLACES, Muscle, Place, Step, Way, find_muscle, protocols
from uncramp.report.relief_words import way_text

MUSCLES = tuple(protocols().muscles.values())
STEPS = protocols().steps
WAYS = [(muscle, way) for muscle in MUSCLES for way in muscle.ways]
AROUND = [text for place in protocols().places.values() for text in (place.before, place.after)]
TEXTS = [*(step.text for step in STEPS), *(way.text for _muscle, way in WAYS), *(muscle.where for muscle in MUSCLES), *AROUND]
GRADE_LIMIT = 7.0  # school years a text asks for; about age 12. By letters and words, since counting syllables needs a dictionary
ONE_TEXT_GRADE_LIMIT = 9.0
SENTENCE_WORDS_LIMIT = 24
TEXT_WORDS_LIMIT = 55

every = pytest.mark.parametrize("muscle", MUSCLES, ids=lambda muscle: muscle.id)


def test_the_muscles_are_those_that_people_cramp_in() -> None:
    assert [muscle.id for muscle in MUSCLES] == [
        "calf", "hamstrings", "quadriceps", "foot_arch", "shin", "inner_thigh", "hip_flexor", "buttock", "abdominal_wall", "forearm", "hand",
    ]  # fmt: skip


@every
def test_there_is_a_way_for_everybody(muscle: Muscle) -> None:
    alone = {way.place for way in muscle.ways if not way.partner}
    assert alone & {"standing", "sitting"}
    assert alone & {"sitting", "lying"}
    assert any(way.partner for way in muscle.ways)
    assert not muscle.ways[0].partner
    assert {"water", "bike"} <= alone
    assert max(Counter((way.place, way.partner) for way in muscle.ways).values()) == 1


@every
def test_each_name_finds_its_muscle(muscle: Muscle) -> None:
    for name in (muscle.id, muscle.name, *muscle.also, muscle.id.replace("_", "-"), f" {muscle.name.upper()} "):
        assert find_muscle(name) is muscle


def test_no_name_means_two_muscles() -> None:
    names = Counter(name.casefold() for muscle in MUSCLES for name in (muscle.name, *muscle.also))
    assert [name for name, times in names.items() if times > 1] == []


@given(st.text(max_size=20))
def test_a_name_that_nobody_uses_is_told_the_nearest(name: str) -> None:
    try:
        told = find_muscle(name).name
    except InputError as error:
        told = str(error)
    # the muscle, or every muscle's name, or the nearest ones
    muscles = "|".join(f"^{muscle.name}$" for muscle in MUSCLES)
    assert re.search(rf"{muscles}|not known\. (Did you mean|Use one of: calf,)|can mean several|none of the muscles", told)


@every
@pytest.mark.parametrize("place", ["", *PLACES])
@pytest.mark.parametrize("partner", [False, True])
def test_the_place_counts_more_than_the_partner_and_who_is_alone_gets_no_way_for_two(
    muscle: Muscle, place: str, partner: bool
) -> None:
    way = guide(muscle.id, place=place, partner=partner).way
    alone = {way.place for way in muscle.ways if not way.partner}
    assert partner or not way.partner
    if place in alone:
        assert way.place == place
    if not place:
        assert way.partner == partner
    if (place, partner) in {(each.place, each.partner) for each in muscle.ways}:
        assert (way.place, way.partner) == (place, partner)


def test_every_step_and_way_has_a_source_and_a_grade_that_hold() -> None:
    parts: list[Step | Way | Muscle | Place] = [*STEPS, *(way for _muscle, way in WAYS), *MUSCLES, *protocols().places.values()]
    for part in parts:
        assert part.source
        assert part.grade in GRADES
        # what only we chose or recall is not called seen
        if set(part.source) <= {"assumed", "recalled"}:
            assert part.grade in ("assumed", "memory")
    for step in STEPS:  # the sources of a row it rests on are among its own, but for advice on advice
        assert all(set(facts()[row].source) & set(step.source) for row in step.rows if row in facts()), step.id


@pytest.mark.parametrize(
    ("phase", "ids"),
    [
        ("first", ("stop", "slowly")),
        ("hold", ("hold", "breathe", "repeat")),
        ("after", ("massage", "warm_or_cold", "walk", "go_on", "next_hour", "too_much_water", "fluids", "pickle_juice")),
        ("caution", ("no_force", "popped", "do_not_stretch", "no_salt_tablets", "no_quinine", "stop_trying", "call_now")),
    ],
)
def test_the_steps_are_all_there_and_in_order(phase: str, ids: tuple[str, ...]) -> None:
    assert phase in PHASES
    assert tuple(step.id for step in STEPS if step.phase == phase) == ids


def said(step: str) -> str:
    return next(each.text for each in STEPS if each.id == step)


def test_who_drank_too_much_is_told_so_before_anybody_is_told_to_drink() -> None:
    order = [step.id for step in STEPS]
    assert order.index("too_much_water") < order.index("fluids")
    assert all(sign in said("too_much_water") for sign in ("thirst", "puffy", "weigh more", "no more water", "no sports drink"))
    assert said("fluids").startswith("Only if you lost much sweat and drank little")
    assert "Never drink more than you sweat out" in said("fluids")
    assert not any(
        re.search(r"\b(drink|sip)\b", step.text) for step in STEPS if step.id not in ("too_much_water", "fluids", "pickle_juice")
    )


def test_the_next_hour_is_the_measured_one() -> None:
    step = next(step for step in STEPS if step.id == "next_hour")
    assert (step.rows, step.grade) == (("B07", "F29"), "cramp")
    assert "at least an hour" in step.text


def test_what_is_dangerous_is_named() -> None:
    caution = " ".join(step.text for step in STEPS if step.phase == "caution")
    for word in (
        "10 minutes",
        "weak",
        "pop",
        "rock hard",
        "dark",
        "confusion",
        "many muscles",
        "chest pain",
        "see a doctor today",
        "quinine",
        "one leg swollen",
        "sickle-cell trait",
        "muscle enzyme disease",
        "drooping face",
        "swollen throat",
        "cold, pale or blue",
        "cool with water meanwhile",
        "artificial hip",
        "water pills",
    ):
        assert word in caution
    # a medicine is never stopped on our word
    assert not re.search(r"\bstop (taking|your) (medicine|tablets)", " ".join(TEXTS))
    assert not re.search(r"\b(diagnos|treat|cure|safe to)", " ".join(TEXTS))


def test_in_water_and_on_a_bike_safety_comes_first() -> None:
    for muscle, way in WAYS:
        if way.place == "water":
            first, second, *rest, last = re.split(r"(?<=\.) ", way_text(way))
            assert first.startswith("First hold on to the edge"), muscle.id
            assert second == "Wave or call for help.", muscle.id
            assert rest
            assert last == "When it lets go, get out, slowly."
            assert ("only if you float well" in way.text) == (muscle.id in ("calf", "hamstrings", "foot_arch"))
        if way.place == "bike":
            assert re.match(r"Brake(, unclip,| with the good hand,) and put (a|the other) foot down\. Leave the road", way.text), (
                muscle.id
            )
        assert way.place in PLACES


def test_whoever_stands_on_one_leg_holds_on() -> None:
    for muscle in ("quadriceps", "hip_flexor", "shin"):
        way = next(way for way in protocols().muscles[muscle].ways if way.place == "standing")
        assert way.text.startswith("Hold on to something firm.")


def test_who_must_not_do_it_is_told_where_it_is_done() -> None:
    assert all("artificial hip" in way.text for way in protocols().muscles["buttock"].ways)
    assert "Pregnant: call the maternity unit." in protocols().muscles["abdominal_wall"].where
    assert all(sign in said("massage") for sign in ("Not if one leg is swollen, warm or red", "blow", "blood thinner"))
    assert "Not if you are dizzy, hot or sick." in said("go_on")
    assert "not with heart or kidney disease or high blood pressure" in said("pickle_juice")


def test_the_texts_are_plain() -> None:
    assert textstat.automated_readability_index(" ".join(TEXTS)) <= GRADE_LIMIT
    for text in TEXTS:
        assert textstat.automated_readability_index(text) <= ONE_TEXT_GRADE_LIMIT, text
        assert len(text.split()) <= TEXT_WORDS_LIMIT, text
        for sentence in re.split(r"[.:;?!] ", text):
            assert len(sentence.split()) <= SENTENCE_WORDS_LIMIT, sentence


def test_a_hard_text_is_seen() -> None:
    hard = "Administration of gastrocnemius elongation necessitates considerable dorsiflexion of the contralateral extremity."
    assert textstat.automated_readability_index(hard) > GRADE_LIMIT
