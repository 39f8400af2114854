"""The archive, from the event loop: writes wait their turn in one thread, looks in another."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from marsad.archive import Archive, Work
from marsad.errors import CannotDo

T = TypeVar("T")

log = logging.getLogger(__name__)

AGAIN_SECONDS = 2.0


class Store:
    """Runs functions of a `Work` in a transaction without stalling the loop.

    Whoever cannot go on without the archive waits `patience` seconds for it to come back.
    """

    def __init__(
        self, archive: Archive, *, patience: float = 0.0, again_seconds: float = AGAIN_SECONDS
    ) -> None:
        self.archive = archive
        self._patience = patience
        self._again_seconds = again_seconds
        self._faults: dict[ThreadPoolExecutor, str] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="archive-writer")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="archive-looker")

    @property
    def fault(self) -> str | None:
        """Why the archive cannot be used at present; None while all is well."""
        return next(iter(self._faults.values()), None)

    async def write(self, change: Callable[[Work], T]) -> T:
        """One transaction: committed when this returns, rolled back when it raises.

        Raises:
            CannotDo: the archive is away or full.
        """

        def transaction() -> T:
            with self.archive.writing() as work:
                return change(work)

        return await self._run(self._writer, transaction)

    async def look(self, question: Callable[[Work], T]) -> T:
        """An answer from a read-only snapshot.

        Raises:
            CannotDo: the archive is away.
        """

        def snapshot() -> T:
            with self.archive.looking() as work:
                return question(work)

        return await self._run(self._looker, snapshot)

    async def write_at_last(self, change: Callable[[Work], T]) -> T:
        """Writes down what has happened already, as soon as the archive takes it.

        Raises:
            CannotDo: it was away for longer than our patience.
        """
        return await self._at_last(lambda: self.write(change))

    async def look_at_last(self, question: Callable[[Work], T]) -> T:
        """An answer as soon as the archive gives one.

        Raises:
            CannotDo: it was away for longer than our patience.
        """
        return await self._at_last(lambda: self.look(question))

    async def _at_last(self, attempt: Callable[[], Awaitable[T]]) -> T:
        until = time.monotonic() + self._patience
        while True:
            try:
                return await attempt()
            except CannotDo:
                if time.monotonic() >= until:
                    raise
            await asyncio.sleep(self._again_seconds)

    async def _run(self, thread: ThreadPoolExecutor, transaction: Callable[[], T]) -> T:
        try:
            answer = await asyncio.get_running_loop().run_in_executor(thread, transaction)
        except CannotDo as error:
            # Told once, not by everybody who needs the archive while it is away.
            if thread not in self._faults:
                log.error("%s; what needs it waits", error)
            self._faults[thread] = str(error)
            raise
        if self._faults.pop(thread, None):
            log.info("the archive works again")
        return answer

    def close(self) -> None:
        """Waits for the transaction in hand."""
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._looker.shutdown(wait=True, cancel_futures=True)
