"""One daemon on an archive."""

import multiprocessing
import os
import signal

import pytest

from marsad.archive import Archive
from marsad.errors import CannotDo


def _hold(url: str, held: object) -> None:
    with Archive.open(url).alone():
        held.set()
        signal.pause()


def test_a_second_daemon_is_refused_and_a_third_let_in(archive_url: str) -> None:
    first, second = Archive.open(archive_url), Archive.open(archive_url)
    with first.alone(), pytest.raises(CannotDo, match="another marsad run is at work"):
        second.alone().__enter__()
    with second.alone():
        pass
    first.close()
    second.close()


def test_a_killed_daemon_holds_nothing(archive_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=_hold, args=(archive_url, held))
    process.start()
    assert held.wait(60)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    process.close()
    archive = Archive.open(archive_url)
    with archive.alone():
        pass
    archive.close()


def test_an_archive_in_memory_is_nobody_elses(memory_archive: Archive) -> None:
    with memory_archive.alone(), memory_archive.alone():
        pass
