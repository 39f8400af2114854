"""The incidents: the latest version of each, and all versions with what was new in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.bodies import incident_body, incident_of, names_body, names_of
from marsad.archive.columns import AnyRow
from marsad.archive.engines import insert_new, insert_or_replace
from marsad.archive.paging import holds, newest
from marsad.archive.query import Page, Query
from marsad.archive.words import searchable
from marsad.model import (
    AlertId,
    Incident,
    IncidentChange,
    IncidentId,
    IncidentLookup,
    Reason,
    StatementId,
    StoryId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentVersion:
    """An incident as it was at a time, and what made it so."""

    incident: Incident
    at: datetime
    story: StoryId | None  # that brought the change
    reasons: tuple[Reason, ...]
    opened: bool
    evidence: str


_table = tables.incidents
_versions = tables.incident_versions
# A union, since one condition with OR makes both engines read every incident there ever was.
_near = sa.select(_table.c.body).where(
    _table.c.merged_into.is_(None),
    _table.c.id.in_(
        sa.union(
            sa.select(_table.c.id).where(
                _table.c.last_day >= sa.bindparam("first"),
                _table.c.first_day <= sa.bindparam("last"),
            ),
            *(
                sa.select(_table.c.id).where(
                    column >= sa.bindparam("start"), column < sa.bindparam("end")
                )
                for column in (_table.c.opened, _table.c.updated)
            ),
        )
    ),
)


class Incidents:
    """The things in the world that stories tell of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, change: IncidentChange, at: datetime, story: StoryId | None) -> None:
        """Keep a new version of an incident; `story` brought it, None when a person did."""
        incident = change.incident
        row = _row(incident)
        self._connection.execute(insert_or_replace(self._connection, _table), row)
        version = {
            "incident": incident.id,
            "version": incident.version,
            "at": at,
            "story": story,
            "reasons": names_body(tuple(reason.value for reason in change.reasons)),
            "opened": change.opened,
            "evidence": change.evidence,
            "body": row["body"],
        }
        self._connection.execute(insert_or_replace(self._connection, _versions), version)
        self._name_actors(incident, opened=change.opened)

    def get(self, id: IncidentId) -> Incident | None:
        """The latest version."""
        body = self._connection.scalar(sa.select(_table.c.body).where(_table.c.id == id))
        return None if body is None else incident_of(body)

    def near(self, lookup: IncidentLookup) -> tuple[Incident, ...]:
        """Incidents that happened, were opened or updated within days; without merged ones."""
        start = datetime.combine(lookup.earliest, time.min, UTC)
        end = datetime.combine(lookup.latest, time.min, UTC) + timedelta(days=1)
        rows = self._connection.execute(
            _near,
            {"first": lookup.earliest, "last": lookup.latest, "start": start, "end": end},
        )
        found = [incident_of(row.body) for row in rows]
        return tuple(sorted(found, key=lambda incident: (incident.opened, incident.id)))

    def find(self, query: Query) -> tuple[Incident, ...]:
        """The incidents that match, newest first; see `page`."""
        return self.page(query).found

    def page(self, query: Query) -> Page[Incident]:
        """The incidents that match, last opened first, and the cursor of the next page."""
        statement = sa.select(_table).where(*_filters(query))
        return newest(self._connection, statement, (_table.c.opened, _table.c.id), query, _incident)

    def versions(self, id: IncidentId) -> tuple[IncidentVersion, ...]:
        """Every version, oldest first."""
        rows = self._connection.execute(
            sa.select(_versions).where(_versions.c.incident == id).order_by(_versions.c.version)
        )
        return tuple(
            IncidentVersion(
                incident=incident_of(row.body),
                at=row.at,
                story=row.story,
                reasons=tuple(map(Reason, names_of(row.reasons))),
                opened=row.opened,
                evidence=row.evidence,
            )
            for row in rows
        )

    def statements_of(self, id: IncidentId) -> tuple[StatementId, ...]:
        """The statements about it, oldest first."""
        told = tables.statements
        found = sa.select(told.c.id).where(told.c.incident == id).order_by(told.c.said, told.c.id)
        return tuple(map(StatementId, self._connection.scalars(found)))

    def alerts_of(self, id: IncidentId) -> tuple[AlertId, ...]:
        """The alerts about it, oldest first."""
        raised = tables.alerts
        found = (
            sa.select(raised.c.id).where(raised.c.incident == id).order_by(raised.c.at, raised.c.id)
        )
        return tuple(map(AlertId, self._connection.scalars(found)))

    def opened_between(
        self, since: datetime, until: datetime, country: str | None = None
    ) -> tuple[Incident, ...]:
        """Incidents opened from `since` until before `until`, oldest first; no merged ones."""
        found = sa.select(_table.c.body).where(
            _table.c.opened >= since, _table.c.opened < until, _table.c.merged_into.is_(None)
        )
        if country is not None:
            found = found.where(_table.c.country == country)
        bodies = self._connection.scalars(found.order_by(_table.c.opened, _table.c.id))
        return tuple(map(incident_of, bodies))

    def _name_actors(self, incident: Incident, *, opened: bool) -> None:
        actors = tables.incident_actors
        if not opened:
            self._connection.execute(actors.delete().where(actors.c.incident == incident.id))
        rows = [{"actor": actor, "incident": incident.id} for actor in sorted(_actors(incident))]
        if rows:
            self._connection.execute(insert_new(self._connection, actors), rows)


def _filters(query: Query) -> Iterable[sa.ColumnElement[bool]]:
    if query.since is not None:
        yield _table.c.opened >= query.since
    if query.until is not None:
        yield _table.c.opened < query.until
    if query.places:
        yield sa.or_(*(column.in_(query.places) for column in (_table.c.place, _table.c.country)))
    if query.kind is not None:
        yield _table.c.kind == query.kind
    if query.severity is not None:
        yield _table.c.rank >= query.severity.rank
    if query.actor is not None:
        actors = tables.incident_actors
        yield _table.c.id.in_(sa.select(actors.c.incident).where(actors.c.actor == query.actor))
    if query.source is not None or query.language is not None:
        yield _table.c.id.in_(_told_by(query))
    if query.text:
        yield holds(_table.c.words, query.text)


def _told_by(query: Query) -> sa.Select[Any]:
    links, stories = tables.story_incidents, tables.stories
    told = sa.select(links.c.incident).join(stories, stories.c.number == links.c.story)
    if query.source is not None:
        told = told.where(stories.c.source == query.source)
    if query.language is not None:
        told = told.where(stories.c.language == query.language)
    return told


def _incident(row: AnyRow) -> Incident:
    return incident_of(row.body)


def _row(incident: Incident) -> dict[str, Any]:
    first, last = _days(incident)
    place = incident.place
    return {
        "id": incident.id,
        "kind": incident.kind,
        "status": incident.status.value,
        "severity": incident.severity.value,
        "rank": incident.severity.rank,
        "opened": incident.opened,
        "updated": incident.updated,
        "version": incident.version,
        "first_day": first,
        "last_day": last,
        "place": None if place is None else place.id,
        "country": None if place is None else place.country,
        "admin1": None if place is None else place.admin1,
        "merged_into": incident.merged_into,
        "words": searchable(incident.title),
        "body": incident_body(incident),
    }


def _days(incident: Incident) -> tuple[date, date]:
    """First and last day on which it can have happened; an open end reaches to its opening."""
    opened = incident.opened.astimezone(UTC).date()
    happened = incident.happened
    if happened is None or (happened.earliest is None and happened.latest is None):
        return opened, opened
    if happened.earliest is None:
        assert happened.latest is not None
        return happened.latest, happened.latest
    return happened.earliest, happened.latest or max(happened.earliest, opened)


def _actors(incident: Incident) -> set[str]:
    """Ids of everybody who is said to have done it or says so."""
    found: set[str] = set()
    for name in ("perpetrators", "claimed_by"):
        fact = incident.facts.get(name)
        values = fact.value if fact is not None and isinstance(fact.value, list) else []
        for value in values:
            id = value.get("id") if isinstance(value, Mapping) else value
            if isinstance(id, str):
                found.add(id)
    return found
