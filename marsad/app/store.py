"""The archive, from the event loop: writes wait their turn in one thread, looks in another."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from marsad.archive import Archive, Work

T = TypeVar("T")


class Store:
    """Runs functions of a `Work` in a transaction without stalling the loop."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="archive-writer")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="archive-looker")

    async def write(self, change: Callable[[Work], T]) -> T:
        """One transaction: committed when this returns, rolled back when it raises."""

        def transaction() -> T:
            with self.archive.writing() as work:
                return change(work)

        return await asyncio.get_running_loop().run_in_executor(self._writer, transaction)

    async def look(self, question: Callable[[Work], T]) -> T:
        """An answer from a read-only snapshot."""

        def snapshot() -> T:
            with self.archive.looking() as work:
                return question(work)

        return await asyncio.get_running_loop().run_in_executor(self._looker, snapshot)

    def close(self) -> None:
        """Waits for the transaction in hand."""
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._looker.shutdown(wait=True, cancel_futures=True)
