"""Killed at any moment: what was committed is there, nothing is half there."""

import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.connection import Connection

from marsad.archive import Archive
from marsad.model import IncidentId, SourceId
from tests.builders import an_incident
from tests.marsad.archive.values import (
    LEASE,
    NOW,
    a_change,
    a_new_item,
    a_stored_story,
    an_alert,
    later,
    planned,
)

CONTEXT = multiprocessing.get_context("spawn")


def _work_until_killed(url: str, kept: Connection, first: int) -> None:
    """Take an entry in, archive its story with incident and alert; tell of every commit."""
    archive = Archive.open(url)
    number = first
    while True:
        name = str(number)
        incident = an_incident(f"incident-{name}")
        with archive.writing() as work:
            work.items.add(SourceId("first-en"), [a_new_item(name)], NOW)
        with archive.writing() as work:
            for item in work.items.claim(NOW, 10):
                work.stories.add(a_stored_story(item.story, incidents=(incident.id,)))
                work.items.finish(item.id, item.story)
            work.incidents.save(a_change(incident), NOW, None)
            work.alerts.add(an_alert(f"alert-{name}", incident=incident.id), [planned()])
        kept.send(number)
        number += 1


def test_nothing_committed_is_lost(archive_url: str) -> None:
    receiver, sender = CONTEXT.Pipe(duplex=False)
    worker = CONTEXT.Process(target=_work_until_killed, args=(archive_url, sender, 1))
    worker.start()
    last = 0
    while last < 7:
        assert receiver.poll(60)
        last = receiver.recv()
    worker.kill()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    while receiver.poll():
        last = receiver.recv()
    archive = Archive.open(archive_url)
    assert archive.check() == ()
    with archive.writing() as work:
        work.items.release_all()
        alerts = work.outbox.counts().waiting
        stories = sum(work.stories.counts().values())
        # The last transaction may have been committed without being told of.
        assert alerts in (last, last + 1)
        assert stories + work.items.pending_count() in (alerts, alerts + 1)
        assert work.incidents.get(IncidentId(f"incident-{last}")) is not None
    archive.close()


def test_two_relays_never_claim_the_same_message(archive_url: str) -> None:
    def claim_all() -> list[int]:
        archive = Archive.open(archive_url)  # of its own, as another process would have
        numbers: list[int] = []
        while True:
            with archive.writing() as work:
                found = work.outbox.claim(NOW, 3, LEASE)
            if not found:
                archive.close()
                return numbers
            numbers += [delivery.id for delivery in found]

    archive = Archive.open(archive_url)
    with archive.writing() as work:
        for number in range(60):
            alert = an_alert(f"alert-{number}", version=number, at=later(number))
            work.alerts.add(alert, [planned(thread=None, due=NOW - timedelta(minutes=number))])
    with ThreadPoolExecutor(2) as relays:
        first, second = (relays.submit(claim_all) for _ in range(2))
    claimed = [*first.result(), *second.result()]
    assert len(claimed) == len(set(claimed)) == 60
    archive.close()
