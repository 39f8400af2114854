"""What grouping must know of the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marsad.settings.freshness import Freshness
from marsad.settings.kinds import EventKind
from marsad.settings.watchlists import Watchlists


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The watchlists, the kinds of event, the windows, and whether everything is in scope."""

    watchlists: Watchlists
    kinds: Mapping[str, EventKind]
    freshness: Freshness
    scope: Literal["watchlists", "everything"] = "watchlists"
