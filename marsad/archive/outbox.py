"""The outbox: messages on their way, kept until each is sent or dead.

A delivery is claimed (leased), then sent, put off or given up. A lease that ends without a word
means that the message may have arrived: it is tried again, marked uncertain. Within one thread of
one channel the order is kept: while an earlier message is being sent or tried again, later ones
wait; one that is only planned for later (quiet hours) holds nobody up. Rows that a digest folds
are claimed together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.columns import AnyRow
from marsad.model import AlertId, Delivery, DeliveryState

_table = tables.deliveries
_earlier = tables.deliveries.alias("earlier")
WAITING, SENDING = DeliveryState.WAITING, DeliveryState.SENDING
SENT, DEAD = DeliveryState.SENT, DeliveryState.DEAD

# Rows of such a thread go out together, as one message: none waits for another.
FOLDED = "digest:"

COLUMNS = (
    _table.c.id,
    _table.c.alert,
    _table.c.recipient,
    _table.c.channel,
    _table.c.state,
    _table.c.due,
    _table.c.attempts,
    _table.c.uncertain,
    _table.c.thread,
    _table.c.receipt,
    _table.c.error,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries stand where; those being sent count as waiting."""

    waiting: int
    sent: int
    dead: int


def _held(when: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
    """An earlier message of the thread is being sent, is tried again, or is due by `when`."""
    return sa.exists().where(
        _table.c.thread.is_not(None),
        sa.not_(_table.c.thread.startswith(FOLDED)),
        _earlier.c.channel == _table.c.channel,
        _earlier.c.thread == _table.c.thread,
        _earlier.c.id < _table.c.id,
        _earlier.c.state.in_((WAITING, SENDING)),
        sa.or_(
            _earlier.c.state == SENDING,
            _earlier.c.attempts > 0,
            _earlier.c.uncertain == sa.true(),
            _earlier.c.due <= when,
        ),
    )


_now: sa.BindParameter[datetime] = sa.bindparam("now", type_=tables.deliveries.c.due.type)
_lost = sa.and_(_table.c.state == SENDING, _table.c.leased_until <= _now)
_claimable = (
    sa.select(*COLUMNS)
    .where(
        sa.or_(sa.and_(_table.c.state == WAITING, _table.c.due <= _now), _lost),
        sa.not_(_held(_now)),
        _table.c.channel.not_in(sa.bindparam("busy", expanding=True)),
    )
    .order_by(_table.c.due, _table.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claims = (
    _table.update()
    .where(_table.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(
        # The right sides see the row as it was: a row that was being sent may have arrived.
        uncertain=sa.or_(_table.c.uncertain, _table.c.state == SENDING),
        state=SENDING.value,
        leased_until=sa.bindparam("lease_end"),
    )
)


class Outbox:
    """The deliveries and where each stands."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, now: datetime, limit: int, lease: timedelta, *, busy: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Lease what is due, oldest first; whoever claims says within `lease` what came of it.

        Nothing is taken for channels that are `busy`. What a digest folds comes whole, beyond
        the limit too.
        """
        asked = {"now": now, "most": limit, "busy": list(busy)}
        rows = list(self._connection.execute(_claimable, asked).all())
        if not rows:
            return ()
        rows += self._folded_with(rows, now)
        self._connection.execute(
            _claims, {"ids": [row.id for row in rows], "lease_end": now + lease}
        )
        return tuple(_claimed(row) for row in rows)

    def _folded_with(self, rows: Sequence[AnyRow], now: datetime) -> Sequence[AnyRow]:
        """The other due rows of the digests among these."""
        digests = {
            (row.channel, row.thread)
            for row in rows
            if row.thread is not None and row.thread.startswith(FOLDED)
        }
        if not digests:
            return ()
        return self._connection.execute(
            sa.select(*COLUMNS)
            .where(
                sa.tuple_(_table.c.channel, _table.c.thread).in_(sorted(digests)),
                _table.c.id.not_in([row.id for row in rows]),
                _table.c.state == WAITING,
                _table.c.due <= now,
            )
            .order_by(_table.c.due, _table.c.id)
        ).all()

    def sent(self, delivery: Delivery, receipt: str | None, now: datetime) -> None:
        """The channel took it."""
        self._set(delivery.id, state=SENT, receipt=receipt, sent=now, leased_until=None, error=None)

    def later(
        self, delivery: Delivery, error: str, due: datetime, attempts: int, uncertain: bool
    ) -> None:
        """It did not go through, or nobody knows; try again when due."""
        self._set(
            delivery.id,
            SENDING,
            state=WAITING,
            error=error,
            due=due,
            attempts=attempts,
            uncertain=uncertain,
            leased_until=None,
        )

    def dead(self, delivery: Delivery, error: str) -> None:
        """It will never be taken; it holds nobody up any more."""
        self._set(delivery.id, SENDING, state=DEAD, error=error, leased_until=None)

    def retry(self, id: int, now: datetime) -> bool:
        """Try a dead or waiting delivery again now; False when there is none of this number."""
        found = self._connection.execute(
            _table.update()
            .where(_table.c.id == id, _table.c.state.in_((WAITING, DEAD)))
            .values(state=WAITING, due=now, attempts=0, leased_until=None)
        )
        return found.rowcount > 0

    def first_receipt(self, channel: str, thread: str) -> str | None:
        """The provider's id of the first message of a thread, to answer to it."""
        receipt: str | None = self._connection.scalar(
            sa.select(_table.c.receipt)
            .where(
                _table.c.channel == channel,
                _table.c.thread == thread,
                _table.c.state == SENT,
                _table.c.receipt.is_not(None),
            )
            .order_by(_table.c.sent, _table.c.id)
            .limit(1)
        )
        return receipt

    def counts(self) -> Counts:
        """How many deliveries wait, were sent, are dead."""
        rows = self._connection.execute(
            sa.select(_table.c.state, sa.func.count()).group_by(_table.c.state)
        ).all()
        by_state: dict[str, int] = {row[0]: row[1] for row in rows}
        return Counts(
            waiting=by_state.get(WAITING, 0) + by_state.get(SENDING, 0),
            sent=by_state.get(SENT, 0),
            dead=by_state.get(DEAD, 0),
        )

    def next_due(self) -> datetime | None:
        """When a claim can next find something; None while nothing waits."""
        waiting: datetime | None = self._connection.scalar(
            sa.select(sa.func.min(_table.c.due)).where(
                _table.c.state == WAITING, sa.not_(_held(_table.c.due))
            )
        )
        leased: datetime | None = self._connection.scalar(
            sa.select(sa.func.min(_table.c.leased_until)).where(_table.c.state == SENDING)
        )
        return min((time for time in (waiting, leased) if time is not None), default=None)

    def release_sending(self, now: datetime) -> int:
        """Put back everything claimed, when nobody can be sending: at the only daemon's start."""
        return self._put_back(sa.true(), now)

    def _put_back(self, which: sa.ColumnElement[bool], now: datetime) -> int:
        return self._connection.execute(
            _table.update()
            .where(_table.c.state == SENDING, which)
            .values(state=WAITING, uncertain=True, due=now, leased_until=None)
        ).rowcount

    def _set(self, id: int, only: DeliveryState | None = None, **values: Any) -> None:
        statement = _table.update().where(_table.c.id == id)
        if only is not None:  # what was sent meanwhile stays sent
            statement = statement.where(_table.c.state == only)
        self._connection.execute(statement.values(**values))


def delivery_of(row: AnyRow) -> Delivery:
    """The delivery in a row of `COLUMNS`."""
    return Delivery(
        id=row.id,
        alert=AlertId(row.alert),
        recipient=row.recipient,
        channel=row.channel,
        state=DeliveryState(row.state),
        due=row.due,
        attempts=row.attempts,
        uncertain=row.uncertain,
        thread=row.thread,
        receipt=row.receipt,
        error=row.error,
    )


def _claimed(row: AnyRow) -> Delivery:
    return Delivery(
        id=row.id,
        alert=AlertId(row.alert),
        recipient=row.recipient,
        channel=row.channel,
        state=SENDING,
        due=row.due,
        attempts=row.attempts,
        uncertain=row.uncertain or row.state == SENDING,
        thread=row.thread,
        receipt=row.receipt,
        error=row.error,
    )
