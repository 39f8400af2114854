"""The rooms put together from the settings."""

from typing import TYPE_CHECKING

from alerts.channels import CHANNELS, Channel, ChannelTools
from marsad.door import Door
from marsad.grouping.group import World
from marsad.settings.alerting import CONSOLE

if TYPE_CHECKING:
    from marsad.settings.load import Settings


def make_world(settings: "Settings") -> World:
    """What grouping knows of places, weapons, kinds and windows."""
    return World(
        watchlists=settings.watchlists,
        kinds={kind.id: kind for kind in settings.kinds},
        freshness=settings.freshness,
        scope=settings.scope,
    )


def make_channels(settings: "Settings", door: Door) -> dict[str, Channel]:
    """The ways to reach people, by the names that alerts.yaml gives them."""
    tools = ChannelTools(door=door)
    # The console is there without being written.
    names = {CONSOLE, *settings.alerts.channels}
    channels = {name: settings.alerts.channel(name) for name in names}
    return {name: CHANNELS[channel.kind](channel, tools) for name, channel in channels.items()}
