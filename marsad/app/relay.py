"""The outbox on its way out: claims what is due, renders it, sends it, marks it."""

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from alerts.channels import Channel
from alerts.delivery import Next, after
from alerts.digest import digest_alert
from alerts.message import render
from alerts.rules import DIGEST_THREAD
from marsad.app.metrics import DELIVERIES
from marsad.app.store import Store
from marsad.archive import Work
from marsad.errors import (
    CannotDo,
    DeliveryDelayed,
    DeliveryRefused,
    DeliveryUncertain,
    MarsadError,
)
from marsad.model import Alert, Delivery, DeliveryState, Message, Story
from marsad.settings.alerting import AlertSettings

log = logging.getLogger(__name__)

SEND_SECONDS = 45.0
CLAIMED_AT_ONCE = 4  # few: what is claimed and not sent at a kill may have arrived
LOOK_SECONDS = 1.0  # while a channel is sending, how often we look for work for the others
LEASE = timedelta(minutes=20)  # longer than all that is claimed at once can take


@dataclass(slots=True)
class Sent:
    """What a pass over the outbox did."""

    sent: int = 0
    failed: int = 0


class Relay:
    """Sends what the outbox holds; one message at a time on each channel."""

    def __init__(
        self,
        store: Store,
        settings: AlertSettings,
        channels: Mapping[str, Channel],
        *,
        public_url: str | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._settings = settings
        self._channels = channels
        self._public_url = public_url
        self._clock = clock

    async def drain(self) -> Sent:
        """Sends what is due, until nothing is; a channel that hangs holds up no other."""
        total = Sent()
        sending: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                for name, rows in (await self._claimed(sending)).items():
                    sending[name] = asyncio.create_task(self._send_all(name, rows, total))
                if not sending:
                    return total
                done, _ = await asyncio.wait(
                    sending.values(), timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    task.result()
                sending = {name: task for name, task in sending.items() if task not in done}
        finally:
            for task in sending.values():
                task.cancel()
            await asyncio.gather(*sending.values(), return_exceptions=True)

    async def _claimed(self, busy: Collection[str]) -> dict[str, list[Delivery]]:
        """What is due, by channel, but for channels that are sending."""
        names = tuple(busy)
        claimed = await self._store.write(
            lambda work: work.outbox.claim(self._clock(), CLAIMED_AT_ONCE, LEASE, busy=names)
        )
        by_channel: dict[str, list[Delivery]] = {}
        for delivery in claimed:
            by_channel.setdefault(delivery.channel, []).append(delivery)
        return by_channel

    async def _send_all(self, channel: str, deliveries: Sequence[Delivery], total: Sent) -> None:
        for folded in _folded(deliveries):
            await self._send(channel, folded, total)

    async def _send(self, channel: str, deliveries: tuple[Delivery, ...], total: Sent) -> None:
        try:
            message = await self._store.look_at_last(lambda work: self._message(work, deliveries))
            async with asyncio.timeout(SEND_SECONDS):
                receipt = await self.channel(channel).send(message)
        except (DeliveryDelayed, DeliveryRefused, DeliveryUncertain) as error:
            total.failed += 1
            await self._mark(deliveries, error)
        except TimeoutError:
            total.failed += 1
            await self._mark(
                deliveries, DeliveryUncertain(f"no answer within {SEND_SECONDS:.0f} s")
            )
        except CannotDo:
            raise  # the archive is away: the message is as good as before
        except Exception as error:  # a message that cannot be made must not block the next
            log.exception("deliver failed: channel=%s delivery=%s", channel, deliveries[0].id)
            total.failed += 1
            await self._mark(
                deliveries, DeliveryRefused(f"unexpected {type(error).__name__}: {error}")
            )
        else:
            total.sent += 1
            DELIVERIES.labels("sent").inc()
            now = self._clock()
            # Not written down, it would be sent again.
            await self._store.write_at_last(lambda work: _mark_sent(work, deliveries, receipt, now))
            log.info("delivered: channel=%s alert=%s", channel, deliveries[0].alert)

    def channel(self, name: str) -> Channel:
        """A channel of alerts.yaml.

        Raises:
            DeliveryRefused: there is none of that name.
        """
        channel = self._channels.get(name)
        if channel is None:
            raise DeliveryRefused(f"channel {name} is no longer in alerts.yaml")
        return channel

    async def _mark(self, deliveries: Sequence[Delivery], error: MarsadError) -> None:
        # One time for all, so that what a digest folds stays together.
        now, jitter = self._clock(), random.uniform(0.8, 1.2)
        for one in deliveries:
            then = after(one, error, now, jitter)
            DELIVERIES.labels(then.state.value).inc()
            log.warning(
                "delivery %s: channel=%s alert=%s attempt=%s: %s",
                "given up" if then.state is DeliveryState.DEAD else "put off",
                one.channel,
                one.alert,
                one.attempts + 1,
                error,
            )
            failed = partial(_mark_failed, one=one, then=then, error=str(error))
            await self._store.write_at_last(failed)

    def _message(self, work: Work, deliveries: tuple[Delivery, ...]) -> Message:
        first = deliveries[0]
        alerts = [alert for one in deliveries if (alert := work.alerts.get(one.alert))]
        if not alerts:
            raise DeliveryRefused("its alert is not in the archive")
        now = self._clock()
        alert = alerts[0] if not _is_digest(first) else digest_alert(alerts, first.recipient, now)
        recipient = self._settings.recipients.get(first.recipient)
        if recipient is None:
            raise DeliveryRefused(f"recipient {first.recipient} is no longer in alerts.yaml")
        reply_to = work.outbox.first_receipt(first.channel, first.thread) if first.thread else None
        return render(
            alert,
            stories=_stories(work, alert),
            incident=work.incidents.get(alert.incident) if alert.incident else None,
            record=work.statements.get(alert.statement) if alert.statement else None,
            recipient=recipient,
            key=f"{alert.id}.{first.recipient}",
            thread=None if _is_digest(first) else first.thread,
            first_in_thread=reply_to is None,
            reply_to=reply_to,
            uncertain=any(one.uncertain for one in deliveries),
            public_url=self._public_url,
            now=now,
        )


def _mark_sent(
    work: Work, deliveries: Sequence[Delivery], receipt: str | None, now: datetime
) -> None:
    for one in deliveries:
        work.outbox.sent(one, receipt, now)


def _mark_failed(work: Work, *, one: Delivery, then: Next, error: str) -> None:
    if then.state is DeliveryState.DEAD:
        work.outbox.dead(one, error)
        return
    work.outbox.later(
        one, error=error, due=then.due, attempts=one.attempts + 1, uncertain=then.uncertain
    )


def _is_digest(delivery: Delivery) -> bool:
    return bool(delivery.thread and delivery.thread.startswith(DIGEST_THREAD))


def _folded(deliveries: Sequence[Delivery]) -> list[tuple[Delivery, ...]]:
    """Deliveries as they go out: a digest's rows together, every other one alone, order kept."""
    groups: dict[tuple[str, str, str | int], list[Delivery]] = {}
    for one in deliveries:
        alone = not _is_digest(one)
        key = (one.channel, one.recipient, one.id if alone else str(one.thread))
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in groups.values()]


def _stories(work: Work, alert: Alert) -> list[Story]:
    return [stored.story for id in alert.stories[:20] if (stored := work.stories.get(id))]
