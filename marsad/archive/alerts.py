"""The alerts that were raised, and the deliveries planned with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.bodies import alert_body, alert_of
from marsad.archive.columns import AnyRow
from marsad.archive.engines import insert_new
from marsad.archive.outbox import COLUMNS, delivery_of
from marsad.archive.paging import holds, newest
from marsad.archive.query import Page, Query
from marsad.archive.words import searchable
from marsad.model import Alert, AlertId, Delivery, DeliveryState, IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """Who is to hear of an alert, by which channel, and when at the earliest."""

    recipient: str
    channel: str
    due: datetime
    thread: str | None = None


_table = tables.alerts
_deliveries = tables.deliveries


class Alerts:
    """What people were told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, alert: Alert, deliveries: Sequence[PlannedDelivery]) -> bool:
        """Keep an alert and put its deliveries into the outbox.

        False, and nothing is kept, when the alert or all its deliveries are there already: nobody
        is told twice of one version of an incident, or of one statement.
        """
        key = alert_key(alert)
        planned = self._new(key, deliveries)
        if deliveries and not planned:
            return False
        insert = insert_new(self._connection, _table, _table.c.id)
        if self._connection.scalar(insert, _row(alert, key)) is None:
            return False
        if planned:
            rows = [_delivery_row(alert, key, each) for each in planned]
            self._connection.execute(insert_new(self._connection, _deliveries), rows)
        return True

    def get(self, id: AlertId) -> Alert | None:
        """The alert of an id."""
        body = self._connection.scalar(sa.select(_table.c.body).where(_table.c.id == id))
        return None if body is None else alert_of(body)

    def find(self, query: Query) -> tuple[Alert, ...]:
        """The alerts that match, newest first; see `page`."""
        return self.page(query).found

    def page(self, query: Query) -> Page[Alert]:
        """The alerts that match, last raised first, and the cursor of the next page."""
        statement = sa.select(_table).where(*_filters(query))
        return newest(self._connection, statement, (_table.c.at, _table.c.id), query, _alert)

    def deliveries_of(self, id: AlertId) -> tuple[Delivery, ...]:
        """Its messages and where each stands."""
        rows = self._connection.execute(
            sa.select(*COLUMNS).where(_deliveries.c.alert == id).order_by(_deliveries.c.id)
        )
        return tuple(map(delivery_of, rows))

    def count_for_incident(self, incident: IncidentId, since: datetime) -> int:
        """How many alerts were raised about an incident itself since then."""
        counted = sa.select(sa.func.count()).where(
            _table.c.incident == incident, _table.c.about == "incident", _table.c.at >= since
        )
        return self._connection.scalar(counted) or 0

    def count_for_recipient(self, recipient: str, since: datetime) -> int:
        """How many alerts a recipient was told since then, whatever the number of channels."""
        counted = sa.select(sa.func.count(_deliveries.c.alert.distinct())).where(
            _deliveries.c.recipient == recipient, _deliveries.c.at >= since
        )
        return self._connection.scalar(counted) or 0

    def _new(self, key: str, deliveries: Sequence[PlannedDelivery]) -> list[PlannedDelivery]:
        rows = self._connection.execute(
            sa.select(_deliveries.c.recipient, _deliveries.c.channel).where(
                _deliveries.c.key == key,
                _deliveries.c.recipient.in_({each.recipient for each in deliveries}),
            )
        )
        told = {(row.recipient, row.channel) for row in rows}
        return [each for each in deliveries if (each.recipient, each.channel) not in told]


def alert_key(alert: Alert) -> str:
    """What one person hears of once: a version of an incident, a statement, any other alert."""
    if alert.about == "incident" and alert.incident is not None:
        return f"incident:{alert.incident}:{alert.version}"
    if alert.about == "statement" and alert.statement is not None:
        return f"statement:{alert.statement}"
    return f"{alert.about}:{alert.id}"


def _filters(query: Query) -> Iterable[sa.ColumnElement[bool]]:
    incidents = tables.incidents
    if query.since is not None:
        yield _table.c.at >= query.since
    if query.until is not None:
        yield _table.c.at < query.until
    if query.severity is not None:
        yield _table.c.rank >= query.severity.rank
    if query.places:
        there = sa.or_(incidents.c.place.in_(query.places), incidents.c.country.in_(query.places))
        yield _table.c.incident.in_(sa.select(incidents.c.id).where(there))
    if query.kind is not None:
        yield _table.c.incident.in_(sa.select(incidents.c.id).where(incidents.c.kind == query.kind))
    if query.actor is not None:
        actors = tables.incident_actors
        yield _table.c.incident.in_(
            sa.select(actors.c.incident).where(actors.c.actor == query.actor)
        )
    if query.text:
        yield holds(_table.c.words, query.text)


def _alert(row: AnyRow) -> Alert:
    return alert_of(row.body)


def _row(alert: Alert, key: str) -> dict[str, Any]:
    return {
        "id": alert.id,
        "key": key,
        "at": alert.at,
        "about": alert.about,
        "incident": alert.incident,
        "statement": alert.statement,
        "reason": alert.reason.value,
        "rank": alert.severity.rank,
        "words": searchable(alert.title),
        "body": alert_body(alert),
    }


def _delivery_row(alert: Alert, key: str, planned: PlannedDelivery) -> dict[str, Any]:
    return {
        "alert": alert.id,
        "key": key,
        "recipient": planned.recipient,
        "channel": planned.channel,
        "state": DeliveryState.WAITING.value,
        "at": alert.at,
        "due": planned.due,
        "attempts": 0,
        "uncertain": False,
        "thread": planned.thread,
    }
