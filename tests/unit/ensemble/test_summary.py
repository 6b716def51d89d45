"""What a study says: its JSON has the keys that were promised, sums agree with each other, obvious factors act in their direction."""

from __future__ import annotations

import errno
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fields import SHORT_RUN, short_run
from hypothesis import given
from hypothesis import strategies as st

from uncramp.ensemble.field_file import field_from_text, read_field
from uncramp.ensemble.parquet import write_tables
from uncramp.ensemble.service import StationService, enough
from uncramp.ensemble.study import Plan, Study, of_athletes, run_study
from uncramp.ensemble.summary import groups_of, summary_of
from uncramp.ensemble.tally import COUNTS_OF_ONE
from uncramp.errors import SimulationError, StoreError
from uncramp.report.cohort_document import study_document
from uncramp.report.cohort_page import render_cohort_page
from uncramp.report.cohort_view import cohort_view, left_out_text, service_text, shown_groups
from uncramp.report.schema import to_json
from uncramp.report.screen import Screen
from uncramp.report.wording import Wording
from uncramp.why.answers import Range

DRAWS = 4


def study_of(text: str, draws: int = DRAWS) -> Study:
    with ThreadPoolExecutor(1) as executor:
        return run_study(Plan(field_from_text(text, "short.toml"), draws=draws), executor)


@pytest.fixture(scope="module")
def study() -> Study:
    return study_of(SHORT_RUN)


def chance(study: Study) -> float:
    return summary_of(study).cramp_frac.mean


def test_the_document_has_what_was_promised(study: Study) -> None:
    document = json.loads(to_json(study_document(study, summary_of(study))))
    assert document["athletes"] == 12
    for name in ("cramp_frac", "serious_frac", "hyponatraemia_frac", "core_above_40_frac"):
        assert set(document[name]) == {"mean", "median", "low", "high"}
        assert document[name]["low"] <= document[name]["median"] <= document[name]["high"]
    assert set(document["muscles"]) == {"calf", "hamstrings", "quadriceps"}
    assert {"last_quarter_frac", "median_km"} <= set(document["onset"])
    assert 0.0 <= document["onset"]["median_km"] <= 10.0
    assert len(document["sha256"]) == 64
    assert {group["kind"] for group in document["groups"]} == {"sex", "age", "wave", "history", "drinking", "finish"}


def test_cramps_along_the_course_add_to_those_of_the_field(study: Study) -> None:
    tally, summary = study.tally, summary_of(study)
    by_runner = (tally.cramp_frac * tally.possible_frac).sum(axis=0)
    assert tally.segment_counts.sum(axis=(0, 1, 2)) / COUNTS_OF_ONE == pytest.approx(by_runner, abs=1e-6)
    assert tally.clock_counts.sum(axis=(0, 1)) / COUNTS_OF_ONE == pytest.approx(by_runner, abs=1e-6)
    assert sum(one.cramps_count.mean for one in summary.segments) == pytest.approx(12 * summary.cramp_frac.mean, rel=1e-6)
    assert sum(one.cramps_count.mean for one in summary.service.stations) == pytest.approx(12 * summary.cramp_frac.mean, rel=1e-6)


def test_who_could_not_have_done_it_is_told(study: Study, tmp_path: Path) -> None:
    import duckdb

    possible = np.ones((12, DRAWS))
    possible[:6, 1:] = 0.0  # six could in one draw of four; one, whose draws all count, in none
    steps = np.zeros((12, DRAWS), dtype=np.int64)
    steps[6:9, 0] = [1, 2, 2]
    slow = {"step_index": steps, "time_ratio": 1.1**steps}
    some = replace(study, tally=replace(study.tally, possible_frac=possible, never_frac=np.eye(12)[7], **slow))
    summary = summary_of(some)
    assert summary.counted_frac == pytest.approx((6 + 5 * DRAWS) / (12 * DRAWS))
    for kind in ("sex", "finish"):
        of_kind = [one for one in summary.groups if one.kind == kind]
        assert sum(one.counted_frac * one.starts_count for one in of_kind) == pytest.approx(12 * summary.counted_frac)
    assert summary.slowed_frac == pytest.approx(3 / (6 + 6 * DRAWS))
    assert (summary.slower_frac.median, summary.slower_frac.mean) == pytest.approx((0.21, 0.52 / 3))
    document = study_document(some, summary)
    assert (document["counted_frac"], document["never"]) == (round(summary.counted_frac, 6), 1)
    assert (document["slowed_frac"], document["slower_frac"]["median"]) == (round(summary.slowed_frac, 6), 0.21)
    screen = " ".join(" ".join(line.plain for line in cohort_view(some, summary, Screen())).split())
    for text in (screen, render_cohort_page(some, summary)):
        assert "10 % of the drawn runners could not have gone at the pace that was meant" in text
        assert "take 21 % longer" in text
        assert "46 % could not have done it even at the slowest pace" in text
        assert "in any draw: 1." in text
    whole = summary_of(replace(some, tally=replace(some.tally, possible_frac=np.ones((12, DRAWS)), never_frac=np.zeros(12))))
    assert (whole.counted_frac, whole.never_count) == (1.0, 0)
    meant = replace(study.tally, possible_frac=np.ones((12, DRAWS)), step_index=0 * steps, time_ratio=np.ones((12, DRAWS)))
    summary = summary_of(all_as_meant := replace(study, tally=meant))
    assert (summary.slowed_frac, summary.finish_h.high) == (
        0.0,
        pytest.approx(np.quantile(np.repeat(meant.runners.leg_s.sum(axis=1), DRAWS), 0.95) / 3600),
    )
    assert "All of the drawn runners could" in " ".join(line.plain for line in cohort_view(all_as_meant, summary, Screen(width=80)))
    runners, _ = write_tables(some, tmp_path)
    rows = duckdb.sql(
        f"select draws_counted_count, cramp_frac, cramp_low_frac, cramp_high_frac, draws_slowed_count from '{runners}'"
    ).fetchall()
    assert [row[0] for row in rows] == [1.0] * 6 + [4.0, 0.0] + [4.0] * 4
    assert [row[4] for row in rows] == [0.0] * 6 + [1.0, 0.0, 1.0] + [0.0] * 3
    for at, (_, mean, low, high, _) in enumerate(rows):
        counted = study.tally.cramp_frac[at, possible[at] > 0.0]
        assert mean == pytest.approx(counted.mean())
        assert (low, high) == pytest.approx(tuple(np.quantile(counted, (0.05, 0.95))))
        assert high <= 1.0


def test_every_runner_is_in_one_group_of_each_kind(study: Study) -> None:
    kinds: dict[str, np.ndarray] = {}
    for kind, _, chosen in groups_of(study):
        kinds[kind] = kinds.get(kind, np.zeros(12)) + chosen
    assert set(kinds) >= {"sex", "age", "wave", "history", "drinking", "finish"}
    assert all((count == 1).all() for count in kinds.values())


def test_heat_makes_hotter_and_over_drinking_dilutes(study: Study) -> None:
    hot = study_of(SHORT_RUN.replace("air_c = 20.0", "air_c = 34.0"))
    assert (hot.tally.highest_core_c > study.tally.highest_core_c - 1e-9).all()
    assert (hot.tally.sweat_l > study.tally.sweat_l).all()
    all_plenty = SHORT_RUN.replace("share_frac = 0.7", "share_frac = 0.0").replace("share_frac = 0.3", "share_frac = 1.0")
    plenty = study_of(all_plenty)
    thirsty = study.tally.runners.drinking_index == 0
    assert (plenty.tally.lowest_plasma_sodium_mmol_l <= study.tally.lowest_plasma_sodium_mmol_l + 1e-9)[thirsty].all()
    assert (plenty.tally.mass_change_frac > study.tally.mass_change_frac)[thirsty].all()


def test_trying_harder_and_having_cramped_before_bring_more_cramps(study: Study) -> None:
    def with_effort(value: float) -> float:
        text = (
            SHORT_RUN + f"\n[people.effort_frac]\nvalue = {value}\nlow = {value - 0.01}\nhigh = {value + 0.01}\nspread = 'normal'\n"
        )
        return chance(study_of(text))

    assert with_effort(1.0) > with_effort(0.8)

    def with_history(share: float) -> float:
        return chance(study_of(SHORT_RUN + f"\n[people.cramp_history_share_frac]\nvalue = {share}\n"))

    assert with_history(1.0) > with_history(0.0)


@given(st.floats(0.001, 500.0), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_more_service_needs_more_people(mean: float, level: float, other: float) -> None:
    means = np.array([0.5 * mean, mean])
    low, high = sorted((level, other))
    assert enough(means, means, low) <= enough(means, means, high)
    assert enough(means, means, level) <= enough(2.0 * means, 2.0 * means, level)


def test_staff_covers_what_studies_leave_unsure() -> None:
    sure, unsure = np.full(4, 100.0), np.array([40.0, 80.0, 120.0, 160.0])
    assert enough(sure, sure, 0.95) == pytest.approx(100 + 1.645 * 10, abs=1)
    assert enough(unsure, unsure, 0.95) > enough(sure, sure, 0.95)


def test_service_follows_what_is_expected(study: Study) -> None:
    service = summary_of(study).service
    assert service.serious_count <= service.asking_count <= 12
    assert service.patients_count <= service.hyponatraemia_count + service.overheating_count
    assert service.drink_l > float(study.tally.drunk_l.sum(axis=0).max())
    assert [station.at_km for station in service.stations] == [5.0, 10.0]
    risky = study_of(SHORT_RUN.replace("athletes = 12", "athletes = 30"))
    assert summary_of(risky).service.asking_count >= service.asking_count
    assert summary_of(risky).service.drink_l > service.drink_l


def test_a_field_of_which_nobody_can_be_simulated_is_an_error(study: Study) -> None:
    silent = replace(study, tally=replace(study.tally, failures=("no heart",) * 12))
    with pytest.raises(SimulationError, match=r"not one of 12 runners.*no heart"):
        summary_of(silent)


def test_tables_are_read_by_duckdb_as_they_are(study: Study, tmp_path: Path) -> None:
    import duckdb

    runners, segments = write_tables(study, tmp_path)
    rows = duckdb.sql(f"select count(*), avg(cramp_frac), count(distinct wave), min(failure) from '{runners}'").fetchall()[0]
    assert rows[0] == 12
    assert rows[1] == pytest.approx(float(study.tally.cramp_frac.mean()), rel=0.2)
    assert rows[3] == ""
    total = duckdb.sql(f"select sum(cramps_count), count(distinct muscle), max(end_km) from '{segments}'").fetchall()[0]
    assert total[0] == pytest.approx(12 * summary_of(study).cramp_frac.mean, rel=1e-6)
    assert total[1:] == (3, 10.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runners.parquet", "segments.parquet"]


def test_a_disk_that_is_full_at_the_end_is_told(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: object, path: Path, **named: object) -> None:
        path.write_bytes(b"half a table")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with pytest.raises(StoreError, match=r"runners\.parquet cannot be written: No space left on device"):
        write_tables(study, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("unicode", [True, False])
def test_the_view_keeps_to_the_screen(study: Study, width: int, unicode: bool) -> None:
    screen = Screen(width=width, unicode=unicode)
    lines = [line.plain for line in cohort_view(study, summary_of(study), screen)]
    assert max(map(len, lines)) <= width
    assert unicode or all(line.isascii() for line in lines)
    if width >= 80:
        assert len(lines) <= screen.lines


def test_the_page_is_whole_and_says_what_the_view_says(study: Study) -> None:
    import lxml.html

    summary = summary_of(study)
    page = render_cohort_page(study, summary)
    tree = lxml.html.fromstring(page)
    assert tree.xpath("//svg//rect")
    assert len(tree.xpath("//svg[@class='drawn']/path[@class='aid']")) == 1
    assert "<script" not in page
    assert "Ten kilometres in town" in page
    assert summary.sha256[:16] in page
    assert len(tree.xpath("//section[@id='who']//tbody/tr")) == len(summary.groups)


def test_a_profile_is_drawn_under_the_course() -> None:
    hilly = study_of(SHORT_RUN.replace("aid_km = [5.0]", "profile_km_m = [[0, 10], [5, 60], [10, 10]]"), draws=2)
    page, abroad = (render_cohort_page(hilly, summary_of(hilly), units=units) for units in ("metric", "imperial"))
    assert 'class="profile"' in page
    assert "60\u202fm" in page
    assert "197\u202fft" in abroad
    ways = [re.search(r'class="profile" d="([^"]*)"', one)[1] for one in (page, abroad)]  # type: ignore[index]
    assert ways[0] == ways[1], "the same course, whatever it is measured in"


def test_a_camp_is_told_by_hours_and_days() -> None:
    camp = replace(of_athletes(read_field("football_camp"), 1), name="camp")
    with ThreadPoolExecutor(1) as executor:
        found = run_study(Plan(camp, draws=2), executor)
    summary = summary_of(found)
    document = study_document(found, summary)
    assert (document["starts"], document["days"], document["onset"]["median_km"]) == (14, 14, None)
    assert sum(group["kind"] == "day" for group in document["groups"]) == 14
    assert "one athlete on 14 days" in cohort_view(found, summary, Screen())[0].plain
    assert "football" in render_cohort_page(found, summary).lower()


def test_the_short_field_of_these_tests_is_one_of_two_waves() -> None:
    assert len(short_run().waves) == 2


def test_every_way_of_drinking_is_shown_and_what_is_left_out_is_counted(study: Study) -> None:
    text = SHORT_RUN.replace("athletes = 12", 'athletes = 12\nknown_miss = "blind to hills."')
    for at in range(6):
        text += f"\n[drinking.way_{at}]\nshare_frac = 0.0\nrate_l_h = {{ value = 0.5 }}\n"
    many = study_of(text)
    many_groups = [*summary_of(study).groups, *(group for group in summary_of(many).groups if group.kind == "drinking")]
    for groups in (summary_of(study).groups, many_groups):
        shown = shown_groups(groups)
        assert [one for one in shown if one.kind == "drinking"] == [one for one in groups if one.kind == "drinking"]
        assert sum(one.kind == "finish" for one in shown) in (0, 4)
    told = " ".join(line.plain.strip() for line in cohort_view(study, summary_of(study), Screen(width=80)))
    left = len(summary_of(study).groups) - len(shown_groups(summary_of(study).groups))
    assert f"{left} more groups in --html and --json" in told
    assert "ranges mean little" in told
    assert "Known miss" not in told
    told = " ".join(line.plain.strip() for line in cohort_view(many, summary_of(many), Screen(width=80)))
    assert "Known miss: blind to hills." in told
    assert "Known miss: blind to hills." in render_cohort_page(many, summary_of(many))


def test_a_station_at_the_finish_is_the_finish() -> None:
    near = study_of(SHORT_RUN.replace("aid_km = [5.0]", "aid_km = [5.0, 9.9]"))
    assert [station.at_km for station in summary_of(near).service.stations] == [5.0, 10.0]


def test_only_what_is_expected_to_have_a_cramp_is_a_busy_station(study: Study) -> None:
    summary = summary_of(study)
    stations = tuple(
        replace(one, cramps_count=Range(0.0, 0.0, 0.0, 0.0), asking_count=0, helpers_count=0) for one in summary.service.stations
    )
    calm = replace(summary, service=replace(summary.service, stations=stations))
    told = " ".join(line.plain for line in cohort_view(study, calm, Screen(width=80)))
    assert "busiest" not in told


def test_posts_that_stay_need_no_fewer_helpers_than_those_who_move(study: Study) -> None:
    summary = summary_of(study)
    stations = (StationService(5.0, Range(3.0, 3.0, 1.0, 5.0), 4, 2), StationService(10.0, Range(4.0, 4.0, 1.0, 6.0), 5, 3))
    told = service_text(
        study.plan.field, replace(summary, service=replace(summary.service, helpers_count=4, stations=stations)), Wording()
    )
    assert "helpers at once: 4 if they move (5 at fixed posts)" in told
    assert "with chance" in told
    assert "drunk and spilt" in told


def test_ends_that_are_shown_alike_are_one_value(study: Study) -> None:
    later = Range(0.1, 0.1, 0.099, 0.101)
    told = left_out_text(replace(summary_of(study), slowed_frac=0.3, slower_frac=later))
    assert "take 10 % longer." in told
