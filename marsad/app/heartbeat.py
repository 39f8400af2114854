"""The daily sign of life: silence must not mean broken."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from alerts.digest import heartbeat as heartbeat_message
from marsad.app.engine import Engine, utc_now
from marsad.app.relay import SEND_SECONDS
from marsad.app.store import Store
from marsad.archive import Query, Work
from marsad.model import Message

log = logging.getLogger(__name__)


async def heartbeat(engine: Engine, store: Store) -> None:
    """Tells every recipient that we live, once a day; a lost one is logged, not repeated."""
    now = utc_now()
    mark = f"{now:%Y-%m-%d}"
    if await store.look(lambda work: work.marks.get("heartbeat")) == mark:
        return
    for name, recipient in engine.settings.alerts.recipients.items():
        message = await store.look(partial(_message, engine=engine, recipient=name, now=now))
        for channel in recipient.channels:
            await _send(engine, channel, message)
    await store.write(lambda work: work.marks.set("heartbeat", mark))


async def _send(engine: Engine, channel: str, message: Message) -> None:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await engine.relay.channel(channel).send(message)
    except Exception as error:  # noqa: BLE001 - one channel must not silence the others
        reason = str(error) or type(error).__name__
        log.warning("heartbeat not delivered: channel=%s %s", channel, reason)
    else:
        log.info("heartbeat: channel=%s", channel)


def _message(work: Work, engine: Engine, recipient: str, now: datetime) -> Message:
    day = Query(since=now - timedelta(days=1), until=now, limit=500)
    return heartbeat_message(
        recipient=recipient,
        sources=sum(source.enabled for source in engine.settings.sources),
        stories=work.stories.count_seen(now - timedelta(days=1), now),
        incidents=len(work.incidents.opened_between(now - timedelta(days=1), now)),
        statements=len(work.statements.find(day)),
        alerts=len(work.alerts.find(day)),
        failing=sorted(state.source for state in engine.states.values() if state.failures),
        dead=work.outbox.counts().dead,
        now=now,
    )
