"""The archive: everything that must survive, in one database; its rows never leave this package."""

from marsad.archive.alerts import PlannedDelivery
from marsad.archive.archive import Archive, Work
from marsad.archive.entries import NewItem
from marsad.archive.incidents import IncidentVersion
from marsad.archive.items import Added, Item
from marsad.archive.outbox import Counts
from marsad.archive.query import Page, Query
from marsad.archive.story_rows import StoredRevision, StoredStory

__all__ = [
    "Added",
    "Archive",
    "Counts",
    "IncidentVersion",
    "Item",
    "NewItem",
    "Page",
    "PlannedDelivery",
    "Query",
    "StoredRevision",
    "StoredStory",
    "Work",
]
