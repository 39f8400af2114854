"""The archive from the event loop: what an outage does to those who need it."""

import logging
import math

import pytest

from marsad.app.store import Store
from marsad.errors import CannotDo
from tests.marsad.app.outage import Outage


def patient(archive, **refused):
    return Store(Outage(archive, **refused), patience=math.inf, again_seconds=0)


async def test_what_has_happened_is_written_when_the_archive_is_back(memory_archive):
    store = patient(memory_archive, writes=3, looks=2)
    await store.write_at_last(lambda work: work.marks.set("told", "yes"))
    assert await store.look_at_last(lambda work: work.marks.get("told")) == "yes"
    store.close()


async def test_who_has_no_patience_is_told(memory_archive):
    store = Store(Outage(memory_archive, writes=1))
    with pytest.raises(CannotDo, match="disk is full"):
        await store.write_at_last(lambda work: work.marks.set("told", "yes"))
    store.close()


async def test_an_outage_is_logged_once_and_its_end_too(memory_archive, caplog):
    caplog.set_level(logging.INFO)
    store = patient(memory_archive, writes=5)
    await store.write_at_last(lambda work: work.marks.set("told", "yes"))
    lines = [record.getMessage() for record in caplog.records if record.name == "marsad.app.store"]
    assert lines == ["archive x: the disk is full; what needs it waits", "the archive works again"]
    store.close()


async def test_the_fault_is_known_while_it_lasts(memory_archive):
    store = patient(memory_archive, looks=1)
    with pytest.raises(CannotDo):
        await store.look(lambda work: work.marks.get("told"))
    assert store.fault == "archive x: the disk is full"
    await store.look(lambda work: work.marks.get("told"))
    assert store.fault is None
    store.close()
