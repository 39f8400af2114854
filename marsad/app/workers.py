"""The process pool that parses and reads strangers' documents: the event loop never stalls."""

import asyncio
import multiprocessing
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import ParamSpec, TypeVar

from marsad.app import work
from marsad.errors import TookTooLong

P = ParamSpec("P")
T = TypeVar("T")

CPU_SECONDS = 15  # one document; the most a page of 2 MB was seen to need is 3
WALL_SECONDS = 120  # then the worker ends itself, whatever it hangs in
MEMORY_BYTES = 1_500_000_000
TASKS_PER_WORKER = 2000  # then it is replaced, in case a parser leaks


class Workers:
    """Runs picklable functions in processes; none is left after `idle_seconds` without work."""

    def __init__(
        self,
        settings: work.ReaderSettings | None,
        *,
        processes: int | None = None,
        idle_seconds: float = 30.0,
    ) -> None:
        # Handed over, not read again: what is on disk may be half edited when a worker starts.
        # By a file, since starting a process with more than a pipe holds would stall the loop,
        # and a worker that only parses feeds need not read it.
        self._handed = TemporaryDirectory(prefix="marsad-")
        self._settings = Path(self._handed.name) / "settings"
        self._settings.write_bytes(pickle.dumps(settings))
        self._processes = processes or min(4, os.cpu_count() or 1)
        self._idle_seconds = idle_seconds
        self._pool: ProcessPoolExecutor | None = None
        self._running = 0
        self._idle: asyncio.TimerHandle | None = None
        self._alone = asyncio.Lock()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's answer; what it raises is raised here.

        Raises:
            TookTooLong: it cost more than a worker may spend, or its worker died of it.
        """
        if kwargs:
            raise TypeError("worker functions take positional arguments only")
        self._running += 1
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        try:
            return await self._try(function, *args)
        finally:
            self._running -= 1
            if not self._running:
                loop = asyncio.get_running_loop()
                self._idle = loop.call_later(self._idle_seconds, self._drop)

    async def _try(self, function: Callable[..., T], *args: object) -> T:
        pool = self._pool = self._pool or self._new_pool(self._processes)
        try:
            return await _submitted(pool, function, args)
        except BrokenProcessPool:
            if self._pool is pool:
                self._drop()
        # A worker died and took its neighbours' work with it: whose document it was shows when
        # each runs alone.
        async with self._alone:
            pool = self._new_pool(1)
            try:
                return await _submitted(pool, function, args)
            except BrokenProcessPool as error:
                raise TookTooLong("the document killed the worker that read it") from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    @property
    def holds_processes(self) -> bool:
        """Whether worker processes are kept."""
        return self._pool is not None

    def _new_pool(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self._settings,),
            max_tasks_per_child=TASKS_PER_WORKER,
        )

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        """Ends the workers; what they hold is done again after the next start."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.terminate()
            pool.shutdown(wait=True, cancel_futures=True)
        self._handed.cleanup()


async def _submitted(
    pool: ProcessPoolExecutor, function: Callable[..., T], args: tuple[object, ...]
) -> T:
    return await asyncio.wrap_future(pool.submit(_limited, function, args))


def _start(settings: Path) -> None:
    """Prepares a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGPROF, _too_long)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work.configure(settings)


def _end_with_parent() -> None:
    # Its queue would keep a worker waiting for ever after a kill -9 of the daemon.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLong(f"the document took more than {CPU_SECONDS} s of processor time")


def _limited(function: Callable[..., T], args: tuple[object, ...]) -> T:
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    try:
        return function(*args)
    except MemoryError as error:
        raise TookTooLong("the document took more memory than a worker may have") from error
    except RecursionError as error:
        raise TookTooLong("the document is nested too deeply") from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
