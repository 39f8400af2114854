"""Worker processes: their answers, their errors, their limits."""

import asyncio
import os
import signal

import pytest

from marsad.app.workers import Workers
from marsad.errors import TookTooLong, UnreadableFeed


def double(number: int) -> int:
    return number * 2


def refuse(reason: str) -> None:
    raise UnreadableFeed(reason)


def die(_document: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat_memory(_document: str) -> int:
    return len(bytearray(10**11))


def nest(depth: int) -> int:
    return nest(depth + 1)


@pytest.fixture
async def workers():
    pool = Workers(None, processes=2)
    yield pool
    pool.close()


async def test_answers_and_errors_cross_the_process_border(workers):
    assert await workers.run(double, 21) == 42
    with pytest.raises(UnreadableFeed, match="not a feed"):
        await workers.run(refuse, "not a feed")


async def test_a_document_that_kills_its_worker_costs_itself_only(workers):
    results = await asyncio.gather(
        workers.run(die, "poison"),
        *(workers.run(double, n) for n in range(20)),
        return_exceptions=True,
    )
    assert isinstance(results[0], TookTooLong)
    assert results[1:] == [n * 2 for n in range(20)]
    assert await workers.run(double, 4) == 8


@pytest.mark.parametrize(
    ("function", "argument", "words"),
    [(eat_memory, "huge", "memory"), (nest, 0, "nested too deeply")],
)
async def test_a_document_that_is_too_costly_is_given_up(workers, function, argument, words):
    with pytest.raises(TookTooLong, match=words):
        await workers.run(function, argument)


async def test_no_worker_is_left_when_there_is_nothing_to_do():
    pool = Workers(None, processes=1, idle_seconds=0.0)
    assert await pool.run(double, 1) == 2
    assert pool.holds_processes
    await asyncio.sleep(0)  # the timer of 0 s fires at the loop's next turn
    await asyncio.sleep(0)
    assert not pool.holds_processes
    pool.close()
