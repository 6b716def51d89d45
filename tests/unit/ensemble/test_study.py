"""A study is the same bits however it is cut and whoever runs it, goes on after any end, and survives a runner that fails."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fields import short_run

from uncramp.ensemble import chunk_files, study
from uncramp.ensemble.executors import cluster, threads
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.study import Plan, Study, of_athletes, run_study
from uncramp.ensemble.summary import result_sha256, summary_of
from uncramp.ensemble.tally import Tally
from uncramp.errors import InputError, StoreError

PLAN = Plan(short_run(), draws=3)


class Here(Executor):
    """Runs each task when it is handed over, and counts them."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def submit(self, task: Any, /, *given: Any, **named: Any) -> Future[Any]:
        self.spans.append(given[1:3])
        future: Future[Any] = Future()
        try:
            future.set_result(task(*given, **named))
        except BaseException as error:  # noqa: BLE001 - as an executor does
            future.set_exception(error)
        return future


@pytest.fixture(scope="module")
def whole() -> Study:
    return run_study(PLAN, Here())


def same(one: Tally, other: Tally) -> bool:
    return all(
        np.array_equal(getattr(one, f.name), getattr(other, f.name), equal_nan=True)
        for f in fields(Tally)
        if f.name not in ("runners", "failures")
    )


@pytest.mark.parametrize("rows", [1, 5, 7, 12])
def test_the_cut_changes_no_bit(whole: Study, rows: int) -> None:
    cut = run_study(PLAN, Here(), chunk_rows=rows)
    assert same(cut.tally, whole.tally)
    assert result_sha256(cut.tally) == result_sha256(whole.tally)


@pytest.mark.parametrize("workers", [1, 2])
def test_threads_change_no_bit(whole: Study, workers: int) -> None:
    with threads(workers) as found:
        assert same(run_study(PLAN, found.executor, workers=workers, chunk_rows=5).tally, whole.tally)


def test_the_order_in_which_chunks_are_done_changes_no_bit(whole: Study) -> None:
    class Late(ThreadPoolExecutor):
        """The first task is done last."""

        def submit(self, task: Any, /, *given: Any, **named: Any) -> Future[Any]:
            if given[1] == 0:
                import time

                return super().submit(lambda: (time.sleep(0.5), task(*given, **named))[1])
            return super().submit(task, *given, **named)

    with Late(2) as late:
        assert same(run_study(PLAN, late, workers=2, chunk_rows=4).tally, whole.tally)


def test_the_first_athletes_of_a_field_are_the_first_of_the_whole(whole: Study) -> None:
    few = run_study(replace(PLAN, field=of_athletes(PLAN.field, 5)), Here())
    assert np.array_equal(few.tally.cramp_frac, whole.tally.cramp_frac[:5])


def test_another_seed_is_another_result(whole: Study) -> None:
    assert result_sha256(run_study(replace(PLAN, seed=1), Here()).tally) != result_sha256(whole.tally)


# --- chunk files ----------------------------------------------------------------------------------------------------


def test_a_finished_study_is_read_and_not_done_again(whole: Study, tmp_path: Path) -> None:
    run_study(PLAN, Here(), out=tmp_path, chunk_rows=5)
    again = Here()
    read = run_study(PLAN, again, out=tmp_path, chunk_rows=5)
    assert (read.resumed_count, read.computed_count, again.spans) == (3, 0, [])
    assert same(read.tally, whole.tally)


def test_only_what_is_missing_or_broken_is_done_again(whole: Study, tmp_path: Path) -> None:
    run_study(PLAN, Here(), out=tmp_path, chunk_rows=4)
    first, second, third = sorted(tmp_path.rglob("*.chunk"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-7] + b"changed")
    third.with_name(".left.part").write_bytes(b"half of a chunk")
    again = Here()
    read = run_study(PLAN, again, out=tmp_path, chunk_rows=4)
    assert again.spans == [(0, 4), (4, 8)]
    assert same(read.tally, whole.tally)


def test_another_plan_never_takes_these_chunks(tmp_path: Path) -> None:
    run_study(PLAN, Here(), out=tmp_path)
    for other in (
        replace(PLAN, draws=4),
        replace(PLAN, seed=1),
        replace(PLAN, overrides={"hazard.rate_per_h": 0.1}),
        replace(PLAN, field=short_run(("air_c = 20.0", "air_c = 25.0"))),
    ):
        assert other.chunks_sha256 != PLAN.chunks_sha256
        assert run_study(other, Here(), out=tmp_path).resumed_count == 0


def test_more_athletes_go_on_from_fewer(whole: Study, tmp_path: Path) -> None:
    run_study(replace(PLAN, field=of_athletes(PLAN.field, 10)), Here(), out=tmp_path, chunk_rows=5)
    more = run_study(PLAN, Here(), out=tmp_path, chunk_rows=5)
    assert (more.resumed_count, more.computed_count) == (2, 1)
    assert same(more.tally, whole.tally)


def test_a_study_that_is_stopped_goes_on_where_it_was(whole: Study, tmp_path: Path) -> None:
    def stop(share_frac: float, text: str) -> None:
        if share_frac > 0.5:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor, pytest.raises(KeyboardInterrupt):
        run_study(PLAN, executor, out=tmp_path, chunk_rows=3, progress=stop)
    assert not list(tmp_path.rglob("*.part"))
    kept = len(list(tmp_path.rglob("*.chunk")))
    assert kept == 3
    on = run_study(PLAN, Here(), out=tmp_path, chunk_rows=3)
    assert (on.resumed_count, on.computed_count) == (3, 1)
    assert same(on.tally, whole.tally)


def test_a_full_disk_is_told_and_what_was_finished_stays(whole: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes
    written: list[Path] = []

    def full(path: Path, data: bytes) -> int:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(StoreError, match=r"No space left on device.*2 finished chunks.*same command again"):
            run_study(PLAN, Here(), out=tmp_path, chunk_rows=4)
    on = run_study(PLAN, Here(), out=tmp_path, chunk_rows=4)
    assert on.resumed_count == 2
    assert same(on.tally, whole.tally)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="Choose another --out"):
        run_study(PLAN, Here(), out=tmp_path / "file")


def test_a_chunk_is_read_as_it_was_written(whole: Study, tmp_path: Path) -> None:
    folder = chunk_files.ChunkFolder(tmp_path, "a" * 64)
    folder.write(0, 12, whole.tally)
    read = folder.read(0, 12)
    assert read is not None
    assert same(read, whole.tally)
    assert read.failures == whole.tally.failures
    assert folder.read(0, 11) is None


# --- failures -------------------------------------------------------------------------------------------------------


def test_a_runner_that_fails_is_a_row_and_changes_no_other(whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    made = study.sample_runners

    def one_without_mass(*given: Any) -> Runners:
        runners = made(*given)
        return replace(runners, mass_kg=np.where(runners.index == 3, np.nan, runners.mass_kg))

    monkeypatch.setattr(study, "sample_runners", one_without_mass)
    found = run_study(PLAN, Here(), chunk_rows=5)
    assert [bool(text) for text in found.tally.failures] == [at == 3 for at in range(12)]
    assert "missing" in found.tally.failures[3]
    others = np.arange(12) != 3
    assert np.array_equal(found.tally.cramp_frac[others], whole.tally.cramp_frac[others])
    summary = summary_of(found)
    assert summary.failed_count == 1
    assert np.isfinite(summary.cramp_frac.median)


def test_a_mistake_of_the_study_itself_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> Iterator[None]:
        raise ZeroDivisionError

    monkeypatch.setattr(study, "tally_of", broken)
    with pytest.raises(ZeroDivisionError):
        run_study(PLAN, Here())


@pytest.mark.parametrize("plan", [replace(PLAN, draws=1), replace(PLAN, overrides={"hazard.rate": 1.0})])
def test_what_cannot_be_studied_is_refused(plan: Plan) -> None:
    with pytest.raises(InputError):
        run_study(plan, Here())


def test_a_field_has_athletes() -> None:
    with pytest.raises(InputError, match="--athletes is 0"):
        of_athletes(PLAN.field, 0)


# --- Dask -----------------------------------------------------------------------------------------------------------


def test_a_cluster_that_is_not_there_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uncramp.ensemble.executors.PATIENCE_S", 0.5)
    with pytest.raises(StoreError, match=r"no Dask scheduler answers there.*dask scheduler"), cluster("tcp://127.0.0.1:1"):
        pass
    with pytest.raises(InputError, match="no Dask scheduler answers there"), cluster("nonsense://127.0.0.1:1"):
        pass


def test_dask_changes_no_bit(whole: Study) -> None:
    from distributed import Client, LocalCluster

    # scheduler and workers in this process: what goes between them is the same as between machines
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
        ) as local,
        Client(local) as client,
    ):
        found = run_study(PLAN, client.get_executor(), workers=2, chunk_rows=5)
    assert same(found.tally, whole.tally)


def test_each_worker_of_ours_keeps_freed_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that replaces a lost one: Dask loads the module named and calls its ``dask_setup`` at every start."""
    import distributed

    asked: list[dict[str, Any]] = []
    kept: list[bool] = []
    local = distributed.LocalCluster

    def here(**options: Any) -> Any:
        asked.append(options)
        return local(**options | {"processes": False, "protocol": "tcp", "host": "127.0.0.1"})

    monkeypatch.setattr(distributed, "LocalCluster", here)
    monkeypatch.setattr("uncramp.ensemble.dask_worker.keep_freed_memory", lambda: kept.append(True))
    with cluster(workers=2) as workers:
        assert workers.count == 2
    assert [one["n_workers"] for one in asked] == [2]
    assert kept == [True, True]


def test_ctrl_c_is_not_for_the_workers_of_a_command() -> None:
    import signal

    from uncramp.ensemble.own_dask_worker import dask_setup

    usual = signal.getsignal(signal.SIGINT)
    try:
        dask_setup(None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, usual)


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_no_bit() -> None:
    """Two processes, one of which dies in the middle of its work; Dask gives its chunks to the other."""
    import os
    import signal
    import threading

    from distributed import get_client

    plan = replace(PLAN, field=replace(PLAN.field, athletes_count=200))
    usual = run_study(plan, Here(), chunk_rows=10)
    with cluster(workers=2) as workers:
        victim = get_client().run(os.getpid)
        timer = threading.Timer(1.0, os.kill, (next(iter(victim.values())), signal.SIGKILL))
        timer.start()
        found = run_study(plan, workers.executor, workers=2, chunk_rows=10)
        timer.cancel()
    assert same(found.tally, usual.tally)


def test_several_days_are_one_field() -> None:
    camp = of_athletes(read_field("football_camp"), 1)
    found = run_study(Plan(camp, draws=2), Here(), chunk_rows=5)
    assert found.tally.runners.count == 14
    assert found.tally.failures == ("",) * 14
