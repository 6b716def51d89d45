"""A folder of earlier sessions becomes what the athlete is used to; one bad file spoils nothing."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from builders import build_minutes
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity import history as subject
from uncramp.activity.history import descent_m, read_history, summarise
from uncramp.errors import ActivityFileError, InputError
from uncramp.training import PastSession

RACE = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
days = st.floats(0.0, 100.0)
sessions = st.lists(
    st.builds(
        lambda before, hours, sport, descent: PastSession("a.fit", sport, before, hours, hours, 140.0, 3.0, descent),
        days,
        st.floats(0.1, 12.0),
        st.sampled_from(["running", "trail_running", "cycling", "swimming"]),
        st.just(math.nan) | st.floats(0, 3000),
    ),
    max_size=12,
)


def past(before_day: float, hours: float, sport: str = "running", descent: float = 0.0) -> PastSession:
    return PastSession("a.fit", sport, before_day, hours, hours, 140.0, 3.0, descent)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files say in plain text when they start; "broken" cannot be read."""

    def load(path: Path):
        text = path.read_text()
        if text == "broken":
            raise ActivityFileError(f"{path.name}: cut off at byte 12.")
        start = None if text == "no clock" else datetime.fromisoformat(text)
        samples = SimpleNamespace(sha256=hashlib.sha256(text.encode()).hexdigest(), start=start)
        return samples, build_minutes(90)

    monkeypatch.setattr(subject, "_load", load)
    return tmp_path


def write(folder: Path, name: str, text: str | datetime) -> None:
    (folder / name).write_text(text if isinstance(text, str) else text.isoformat())


@given(sessions)
def test_longest_is_one_of_the_family_and_weeks_add_up(found: list[PastSession]) -> None:
    total = summarise(tuple(found), "running")
    family = [s.duration_h for s in found if s.sport in ("running", "trail_running") and s.before_day <= 56]
    assert total.longest_session_h == max(family) if family else math.isnan(total.longest_session_h)
    covered = max((s.before_day for s in found), default=0.0)
    recent = [s.moving_h for s in found if s.before_day <= 28]
    if covered >= 7:
        assert total.training_h_per_week * min(covered, 28) / 7 == pytest.approx(sum(recent))
    else:
        assert math.isnan(total.training_h_per_week)
    assert [s.before_day for s in total.sessions] == sorted((s.before_day for s in found), reverse=True)


@given(st.floats(0.1, 5.0))
def test_even_training_has_a_ratio_of_one(hours: float) -> None:
    even = tuple(past(day + 0.5, hours) for day in range(30))
    assert summarise(even, "running").acute_chronic_ratio == pytest.approx(1.0)


def test_the_ratio_is_uncoupled() -> None:
    # the last week is no part of what it is compared with: 3 h against 1 h a week
    total = summarise((past(3, 3.0), past(10, 1.0), past(17, 1.0), past(24, 1.0), past(30, 1.0)), "running")
    assert total.acute_chronic_ratio == pytest.approx(3.0)


@given(st.lists(st.floats(-100, 3000) | st.just(math.nan), max_size=30))
def test_descent_is_what_was_climbed_less_what_was_gained(altitudes: list[float]) -> None:
    values = np.array(altitudes)
    known = values[np.isfinite(values)]
    if known.size < 2:
        assert math.isnan(descent_m(values))
    else:
        assert descent_m(values) >= 0
        assert descent_m(values) - descent_m(-values) == pytest.approx(known[0] - known[-1], abs=1e-6)


def test_descent_counts_on_foot_only() -> None:
    total = summarise(
        (past(8, 2.0, "cycling", 2000.0), past(9, 1.0, "running", 90.0), past(14, 1.0, "running", math.nan)), "running"
    )
    assert total.descent_m_per_week == pytest.approx(90.0 / 2)


def test_the_session_itself_later_ones_and_copies_are_left_out(folder: Path) -> None:
    write(folder, "own.fit", RACE)
    write(folder, "earlier.fit", RACE - timedelta(days=10))
    write(folder, "copy.FIT", RACE - timedelta(days=10))
    write(folder, "later.gpx", RACE + timedelta(days=1))
    write(folder, "running_into_it.tcx", RACE - timedelta(minutes=30))
    write(folder, "long_ago.fit", RACE - timedelta(days=900))
    write(folder, "clockless.gpx", "no clock")
    write(folder, "notes.txt", "not an activity")
    found = read_history(folder, RACE, "running", leave_out_sha256=hashlib.sha256(RACE.isoformat().encode()).hexdigest())
    assert [session.file.lower() for session in found.sessions] in (["earlier.fit"], ["copy.fit"])
    assert found.left_out_count == 6
    assert found.sessions[0].before_day == pytest.approx(10 - 89.5 / 60 / 24)


def test_a_broken_file_is_named_and_spoils_nothing(folder: Path) -> None:
    write(folder, "good.fit", RACE - timedelta(days=3))
    write(folder, "bad.fit", "broken")
    found = read_history(folder, RACE, "running")
    assert [(bad.file, bad.reason) for bad in found.unread] == [("bad.fit", "bad.fit: cut off at byte 12.")]
    assert len(found.sessions) == 1
    assert "bad.fit" in found.text


def test_without_a_moment_days_count_from_the_newest_end(folder: Path) -> None:
    write(folder, "a.fit", RACE)
    write(folder, "b.fit", RACE - timedelta(days=5))
    assert [session.before_day for session in read_history(folder, None, "running").sessions] == pytest.approx([5.0, 0.0])


def test_a_naive_clock_is_taken_as_utc(folder: Path) -> None:
    write(folder, "a.fit", (RACE - timedelta(days=5)).replace(tzinfo=None))
    assert len(read_history(folder, RACE.replace(tzinfo=None), "running").sessions) == 1


def test_progress_is_told_for_every_file(folder: Path) -> None:
    for day in range(3):
        write(folder, f"{day}.fit", RACE - timedelta(days=day + 1))
    told: list[tuple[int, int]] = []
    read_history(folder, RACE, "running", progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_that_is_none_or_empty_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_history(tmp_path / "nowhere", RACE, "running")
    with pytest.raises(InputError, match="holds no FIT, TCX or GPX"):
        read_history(tmp_path, RACE, "running")


def test_a_session_is_reduced_to_its_moving_minutes() -> None:
    minutes = replace(build_minutes(60), heart_rate_bpm=np.where(np.arange(60) == 0, np.nan, 150.0))
    session = subject.past_session("a.fit", minutes, subject.sport_of(minutes))
    assert (session.sport, session.heart_rate_bpm) == ("running", 150.0)
    assert session.moving_h == pytest.approx(57 / 60)
    assert session.duration_h == pytest.approx(59.5 / 60)


def test_what_is_left_out_says_why(folder: Path) -> None:
    write(folder, "a.fit", RACE - timedelta(days=3))
    write(folder, "b.fit", RACE - timedelta(days=3))
    write(folder, "later.fit", RACE + timedelta(days=1))
    write(folder, "undated.fit", "no clock")
    read = subject.read_folder(folder, RACE)
    assert [one.past.file for one in read.sessions] == ["a.fit"]
    assert {one.file: one.reason for one in read.left_out} == {
        "b.fit": subject.SECOND_COPY, "later.fit": subject.LATER, "undated.fit": subject.NO_CLOCK,
    }  # fmt: skip
