"""What a story does to what we know: copies, incidents, facts, status, severity, statements."""

from marsad.grouping.decision import group, wanted
from marsad.grouping.world import World

__all__ = ["World", "group", "wanted"]
