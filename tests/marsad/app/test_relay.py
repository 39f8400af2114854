"""The outbox on its way out: order, retries, digests, and what a crash leaves behind."""

import asyncio
import math
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from marsad.app.relay import Relay
from marsad.app.store import Store
from marsad.archive import PlannedDelivery
from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from tests.alerts.builders import NOW, an_alert, settings
from tests.marsad.app.outage import Outage


@dataclass
class Recorder:
    """A channel that keeps what it is sent, and fails as it is told."""

    faults: list[Exception] = field(default_factory=list)
    sent: list = field(default_factory=list)

    async def send(self, message):
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)
        return f"receipt-{len(self.sent)}"


@dataclass
class Clock:
    now: object = NOW

    def __call__(self):
        return self.now


@dataclass
class Scene:
    archive: object
    relay: Relay
    channel: Recorder
    clock: Clock

    def plan(self, *alerts, **plan):
        values = {"recipient": "desk", "channel": "mail", "due": NOW, "thread": "incident-1"} | plan
        with self.archive.writing() as work:
            for alert in alerts:
                assert work.alerts.add(alert, [PlannedDelivery(**values)])

    def counts(self):
        with self.archive.looking() as work:
            return work.outbox.counts()

    async def later(self, **time):
        self.clock.now = self.clock.now + timedelta(**time)
        return await self.relay.drain()


@pytest.fixture
def scene(archive):
    store, channel, clock = Store(archive), Recorder(), Clock()
    relay = Relay(store, settings(), {"mail": channel}, public_url=None, clock=clock)
    yield Scene(archive, relay, channel, clock)
    store.close()


def version(number):
    return an_alert(f"alert-{number}", version=number, title=f"version {number}")


async def test_what_is_due_is_sent_once_and_in_order(scene):
    scene.plan(version(1), version(2), version(3))
    done = await scene.relay.drain()
    await scene.relay.drain()
    assert done.sent == 3
    assert [message.alert["version"] for message in scene.channel.sent] == [1, 2, 3]


async def test_later_messages_answer_to_the_first_of_their_thread(scene):
    scene.plan(version(1), version(2))
    await scene.relay.drain()
    first, second = scene.channel.sent
    assert (first.first_in_thread, first.reply_to) == (True, None)
    assert (second.first_in_thread, second.reply_to) == (False, "receipt-1")


async def test_a_receiver_that_is_down_gets_it_when_it_is_back(scene):
    scene.channel.faults = [DeliveryDelayed("down"), DeliveryDelayed("busy", retry_after=600)]
    scene.plan(version(1))
    assert (await scene.relay.drain()).failed == 1
    assert (await scene.later(minutes=5)).failed == 1
    assert (await scene.later(minutes=9)).sent == 0
    assert (await scene.later(minutes=2)).sent == 1
    assert len(scene.channel.sent) == 1


async def test_a_lost_answer_is_sent_again_and_marked(scene):
    scene.channel.faults = [DeliveryUncertain("the answer was lost")]
    scene.plan(version(1))
    await scene.relay.drain()
    await scene.later(minutes=5)
    (again,) = scene.channel.sent
    assert "may repeat" in again.subject
    assert again.key == "alert-1.desk"


async def test_a_message_that_is_refused_is_dead_and_blocks_nobody(scene):
    scene.channel.faults = [DeliveryRefused("no such mailbox")]
    scene.plan(version(1), version(2))
    await scene.relay.drain()
    assert [message.alert["version"] for message in scene.channel.sent] == [2]
    assert scene.counts().dead == 1


async def test_a_channel_that_breaks_is_no_reason_to_stop(scene):
    scene.channel.faults = [ValueError("a defect")]
    scene.plan(version(1), version(2))
    await scene.relay.drain()
    assert [message.alert["version"] for message in scene.channel.sent] == [2]
    assert scene.counts().dead == 1


async def test_a_channel_that_was_taken_out_of_the_config_is_a_dead_letter(scene):
    scene.plan(version(1), channel="gone")
    await scene.relay.drain()
    assert scene.counts().dead == 1


async def test_what_was_being_sent_at_a_crash_is_sent_again_as_uncertain(scene):
    scene.plan(version(1))
    with scene.archive.writing() as work:
        work.outbox.claim(NOW, 10, timedelta(minutes=5))  # and then the power went
    with scene.archive.writing() as work:
        work.outbox.release_sending(NOW)
    await scene.relay.drain()
    (only,) = scene.channel.sent
    assert "may repeat" in only.subject


async def test_rows_of_a_digest_go_out_as_one_message(scene):
    alerts = [
        replace(an_alert(f"alert-{n}", title=f"attack {n}"), incident=f"incident-{n}")
        for n in range(3)
    ]
    scene.plan(*alerts, thread="digest:desk:08:00")
    done = await scene.relay.drain()
    assert done.sent == 1
    (only,) = scene.channel.sent
    assert all(f"attack {n}" in "\n".join(only.lines) for n in range(3))
    assert scene.counts().waiting == 0


async def test_a_digest_that_failed_comes_again_whole(scene):
    scene.channel.faults = [DeliveryDelayed("down")]
    scene.plan(
        *(replace(an_alert(f"alert-{n}"), incident=f"incident-{n}") for n in range(3)),
        thread="digest:desk:08:00",
    )
    await scene.relay.drain()
    assert (await scene.later(minutes=5)).sent == 1
    assert scene.counts().waiting == 0


async def test_an_archive_that_is_away_for_a_moment_gives_up_no_alert(scene):
    scene.plan(version(1))
    outage = Outage(scene.archive)

    @dataclass
    class Cut(Recorder):
        async def send(self, message):
            outage.writes = 2  # the answer comes, and cannot be written down at once
            return await super().send(message)

    store, channel = Store(outage, patience=math.inf, again_seconds=0), Cut()
    relay = Relay(store, settings(), {"mail": channel}, public_url=None, clock=scene.clock)
    await relay.drain()
    scene.clock.now += timedelta(hours=1)
    await relay.drain()
    store.close()
    assert len(channel.sent) == 1
    assert scene.counts().sent == 1


async def test_a_message_that_cannot_be_made_during_an_outage_is_sent_after_it(scene):
    scene.plan(version(1))
    store = Store(Outage(scene.archive, looks=1), patience=math.inf, again_seconds=0)
    relay = Relay(store, settings(), {"mail": scene.channel}, public_url=None, clock=scene.clock)
    await relay.drain()
    store.close()
    assert len(scene.channel.sent) == 1


async def test_a_channel_that_hangs_holds_up_no_other(scene):
    reached, told = asyncio.Event(), asyncio.Event()

    class Hanging:
        async def send(self, message):
            reached.set()
            await told.wait()
            return "late"

    class Quick(Recorder):
        async def send(self, message):
            told.set()
            return await super().send(message)

    channels = {"slack": Hanging(), "mail": Quick()}
    store = Store(scene.archive)
    relay = Relay(store, settings(), channels, public_url=None, clock=scene.clock)
    scene.plan(version(1), channel="slack")
    draining = asyncio.create_task(relay.drain())
    await reached.wait()
    scene.plan(version(2), channel="mail")
    async with asyncio.timeout(20):
        done = await draining
    store.close()
    assert done.sent == 2
