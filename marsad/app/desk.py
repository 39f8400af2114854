"""What the desk decided beforehand."""

from dataclasses import dataclass

from marsad.grouping.group import World
from marsad.settings.alerting import AlertSettings, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The world it watches, who hears what, and how much."""

    world: World
    alerts: AlertSettings
    limits: Limits
