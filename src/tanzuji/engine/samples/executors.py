"""Where blocks of work are done: here, in processes of this machine, or on the machines of a dask cluster.

A work is any picklable `work(first, count)` that gives the same answer wherever and how often it is called. So an
executor may repeat a block: a worker that is killed in the middle of one costs time and changes nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from tanzuji.documents.errors import define

Block = tuple[int, int]
"""First iteration and how many."""

Work = Callable[[int, int], Any]

WORKERS_LOST = define(
    "engine.workers-lost",
    zh="计算进程接连 {times} 次被终止，没有算完任何一块。",
    en="The worker processes were killed {times} times in a row without finishing a block.",
    remedy_zh="多半是内存不足：请减少进程数或每块的迭代数，再算一次。脚本须以 if __name__ == '__main__' 保护入口。",
    remedy_en="Most likely there is too little memory: use fewer workers or smaller blocks and run it again. "
    "A script must guard its start with if __name__ == '__main__'.",
)


class Executor(Protocol):
    """Does blocks of work and gives (number of the block, result) in any order."""

    workers: int

    def run(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[int, Any]]: ...


class Serial:
    """One block after another, in this process."""

    workers = 1

    def run(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[int, Any]]:
        for at, (first, count) in enumerate(blocks):
            yield at, work(first, count)


class Processes:
    """Processes of this machine, by default as many as it has processors.

    A pool that lost a worker is replaced and what was not finished is done again. Raises `engine.workers-lost`
    when that happens `PATIENCE` times without one finished block in between.
    """

    PATIENCE = 3

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1

    def run(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[int, Any]]:
        with tempfile.TemporaryDirectory(prefix="tanzuji-work-") as folder:
            path = Path(folder) / "work.pickle"
            path.write_bytes(pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL))
            left = dict(enumerate(blocks))
            lost = 0
            while left:
                before = len(left)
                try:
                    for at, result in self._round(path, left):
                        del left[at]
                        yield at, result
                except BrokenProcessPool:
                    lost = lost + 1 if len(left) == before else 1
                    if lost >= self.PATIENCE:
                        raise WORKERS_LOST.error(times=lost) from None

    def _round(self, path: Path, left: dict[int, Block]) -> Iterator[tuple[int, Any]]:
        """Results of one pool until all is done or a worker is lost."""
        pool = ProcessPoolExecutor(
            min(self.workers, len(left)),
            mp_context=multiprocessing.get_context("spawn"),  # safe beside threads, and the same everywhere
            initializer=_take_up,
            initargs=(str(path),),
        )
        waiting = iter(list(left.items()))
        running: dict[Future[Any], int] = {}
        try:
            while True:
                for at, block in waiting:
                    running[pool.submit(_work_on, block)] = at
                    if len(running) > self.workers:  # one more than is worked on: results do not pile up
                        break
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_work: Work | None = None


def _take_up(path: str) -> None:
    """In a worker: read the work, once."""
    global _work
    _work = pickle.loads(Path(path).read_bytes())  # written by the process that started this one


def _work_on(block: Block) -> Any:
    assert _work is not None
    return _work(*block)


class Dask:
    """The workers of a dask.distributed cluster; a worker that is lost has its blocks done by others.

    client: a `distributed.Client`, or the address of a scheduler. Needs the extra `cluster`.
    """

    def __init__(self, client: Any) -> None:
        self.client = _distributed().Client(client) if isinstance(client, str) else client

    @property
    def workers(self) -> int:
        return max(1, sum(int(threads) for threads in self.client.nthreads().values()))

    def run(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[int, Any]]:
        # Scattered data dies with its worker; what a task gives is made again.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")  # it is sent once
            told = pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)
            shared = self.client.submit(pickle.loads, told, pure=False)
        waiting = iter(enumerate(blocks))
        places: dict[str, int] = {}
        arriving = _distributed().as_completed()

        def send() -> None:
            following = next(waiting, None)
            if following is not None:
                future = self.client.submit(_done_by, shared, following[1], pure=False)
                places[future.key] = following[0]
                arriving.add(future)

        try:
            for _ in range(2 * self.workers):
                send()
            for future in arriving:
                result = future.result()
                send()
                yield places.pop(future.key), result
        finally:
            self.client.cancel([shared, *arriving.futures])


def _distributed() -> Any:
    """dask.distributed, only where it is asked for: importing it takes a second."""
    return import_module("distributed")


def _done_by(work: Work, block: Block) -> Any:
    return work(*block)
