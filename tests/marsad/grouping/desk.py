"""An archive in a few lines: stories are grouped one after the other, on what came before."""

from dataclasses import dataclass, field
from datetime import datetime

from marsad.grouping.group import World, group
from marsad.model import (
    EarlierRevision,
    Grouping,
    Incident,
    IncidentId,
    Known,
    KnownCopy,
    Reading,
    StatementRecord,
    Story,
    StoryId,
)
from tests.marsad.grouping.small_world import a_world


@dataclass
class Desk:
    """What is known so far."""

    world: World = field(default_factory=a_world)
    copies: dict[StoryId, KnownCopy] = field(default_factory=dict)
    stories: dict[StoryId, Story] = field(default_factory=dict)
    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    statements: list[StatementRecord] = field(default_factory=list)

    def takes(self, story: Story, reading: Reading, now: datetime | None = None) -> Grouping:
        """Group a story and remember it."""
        now = now or story.seen or story.published
        assert now is not None
        grouping = group(story, reading, self.known(story), self.world, now)
        for change in grouping.changes:
            self.incidents[change.incident.id] = change.incident
        self.statements.extend(grouping.statements)
        self.stories[story.id] = story
        self.copies[story.id] = KnownCopy(
            story=story.id,
            fingerprint=reading.fingerprint,
            shared=0,
            reading=reading,
            outlet=story.outlet,
            source=story.source,
            published=story.published,
            seen=story.seen,
            near_duplicate_of=grouping.near_duplicate_of,
            incidents=grouping.incidents,
        )
        return grouping

    def known(self, story: Story) -> Known:
        """Everything; grouping must choose by itself."""
        before = self.copies.get(story.id)
        earlier = before and EarlierRevision(
            story=self.stories[story.id],
            reading=before.reading,
            near_duplicate_of=before.near_duplicate_of,
            incidents=before.incidents,
        )
        return Known(
            earlier=earlier or None,
            copies=tuple(c for id, c in self.copies.items() if id != story.id),
            incidents=tuple(self.incidents.values()),
            statements=tuple(self.statements),
        )
