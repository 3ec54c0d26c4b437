"""Serial, processes and dask give the same bits; a worker killed in the middle of a block changes none."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_systems import FACTORS, random_triplets

from tanzuji.documents import CodedError
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.executors import Dask, Executor, Processes, Serial
from tanzuji.engine.samples.sampling import Sampler, sample
from tanzuji.engine.system import System

ITERATIONS = 24


@pytest.fixture(scope="module")
def system() -> System:
    technosphere, interventions = random_triplets(120, 9)
    made, emitted = (
        Factors(np.ones(n, np.uint8), np.zeros(n), np.full(n, 0.05), np.zeros(n))
        for n in (technosphere[2].size, interventions[2].size)
    )
    return System.from_triplets(technosphere, interventions, FACTORS, (made, emitted))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
        ) as machines,
        distributed.Client(machines) as client,
    ):
        yield client


@dataclass
class KilledOnce:
    """A work whose worker is killed while it is on the block that begins at `at`, the first `times` times."""

    work: Sampler
    folder: Path
    at: int
    times: int = 1

    @property
    def stated(self) -> Any:
        return self.work.stated

    def __call__(self, first: int, count: int) -> Any:
        if first == self.at:
            marks = len(list(self.folder.iterdir()))
            if marks < self.times:
                (self.folder / str(marks)).touch()
                self.work(first, 1)
                os.kill(os.getpid(), signal.SIGKILL)
        return self.work(first, count)


def test_processes_give_the_same_bits_for_any_block(system: System) -> None:
    expected = system.sample(ITERATIONS, 3)
    assert (system.sample(ITERATIONS, 3, executor=Processes(2), block=5) == expected).all()
    assert (system.sample(ITERATIONS, 3, executor=Processes(1)) == expected).all()


@pytest.fixture(scope="module")
def gainful() -> System:
    """Wide spreads on loops and on what is made: in some iterations a loop gains, or a product is drawn below 0."""
    technosphere, interventions = random_triplets(60, 9, credits=True)
    made, emitted = (
        Factors(np.full(n, 2, np.uint8), np.ones(n), np.full(n, 0.4), np.zeros(n))
        for n in (technosphere[2].size, interventions[2].size)
    )
    return System.from_triplets(technosphere, interventions, FACTORS, (made, emitted))


def test_iterations_without_an_answer_are_the_same_by_every_executor(gainful: System, cluster: Any) -> None:
    expected = gainful.sample(ITERATIONS, 3)
    lost = np.isnan(expected)
    assert lost.any() and not lost.all()
    for executor, block in ((Processes(2), 5), (Processes(1), None), (Serial(), 1), (Dask(cluster), 7)):
        found = gainful.sample(ITERATIONS, 3, executor=executor, block=block)
        assert np.array_equal(found, expected, equal_nan=True)


def test_dask_gives_the_same_bits_for_any_block(system: System, cluster: Any) -> None:
    expected = system.sample(ITERATIONS, 3)
    assert (system.sample(ITERATIONS, 3, executor=Dask(cluster), block=5) == expected).all()
    by_address = Dask(cluster.scheduler.address)
    assert (system.sample(ITERATIONS, 3, executor=by_address) == expected).all()
    by_address.client.close()


def test_threads_that_share_a_worker_give_the_same_bits(system: System) -> None:
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    expected = system.sample(ITERATIONS, 3)
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=4,
            processes=False,
            dashboard_address="127.0.0.1:0",
        ) as machine,
        distributed.Client(machine) as client,
    ):
        assert (system.sample(ITERATIONS, 3, executor=Dask(client), block=1) == expected).all()


def _work(system: System) -> Sampler:
    return system.sampler(np.array(list(FACTORS.values())).T, 3)


def test_a_process_killed_in_the_middle_of_a_block_changes_no_number(system: System, tmp_path: Path) -> None:
    work = _work(system)
    killed = KilledOnce(work, tmp_path, at=8)
    expected = sample(work, ITERATIONS)
    assert (sample(killed, ITERATIONS, executor=Processes(2), block=4) == expected).all()  # type: ignore[arg-type]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_dask_worker_killed_in_the_middle_of_a_block_changes_no_number(
    system: System, cluster: Any, tmp_path: Path
) -> None:
    work = _work(system)
    killed = KilledOnce(work, tmp_path, at=8)
    expected = sample(work, ITERATIONS)
    assert (sample(killed, ITERATIONS, executor=Dask(cluster), block=4) == expected).all()  # type: ignore[arg-type]
    assert len(list(tmp_path.iterdir())) == 1


def test_workers_that_are_killed_over_and_over_end_the_run_with_a_reason(
    system: System, tmp_path: Path
) -> None:
    killed = KilledOnce(_work(system), tmp_path, at=0, times=99)
    with pytest.raises(CodedError) as caught:
        sample(killed, 4, executor=Processes(1), block=4)  # type: ignore[arg-type]
    assert caught.value.code == "engine.workers-lost"
    assert len(list(tmp_path.iterdir())) == Processes.PATIENCE


@dataclass
class Slow:
    folder: Path

    def __call__(self, first: int, count: int) -> int:
        (self.folder / f"{first}").touch()
        time.sleep(0.02)
        if first == 3:
            raise ZeroDivisionError("the work's own")
        return first


@pytest.mark.parametrize("executor", [Serial(), Processes(2)], ids=["serial", "processes"])
def test_an_error_of_the_work_itself_is_passed_on_and_the_rest_is_left(
    executor: Executor, tmp_path: Path
) -> None:
    with pytest.raises(ZeroDivisionError):
        list(executor.run(Slow(tmp_path), [(at, 1) for at in range(40)]))
    assert len(list(tmp_path.iterdir())) < 15


def test_whoever_stops_asking_leaves_nothing_behind(tmp_path: Path) -> None:
    results = Processes(2).run(Slow(tmp_path), [(at, 1) for at in range(10, 50)])
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(list(tmp_path.iterdir())) < 15
