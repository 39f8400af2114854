"""Ways to reach people: a protocol, a table, and a section of `docs/alerts.md` for each."""

from collections.abc import Callable, Mapping
from typing import Any

from alerts.channels.apprise import Apprise
from alerts.channels.channel import Channel, ChannelTools
from alerts.channels.console import Console
from alerts.channels.email import Email
from alerts.channels.maildir import Maildir
from alerts.channels.slack import Slack
from alerts.channels.webhook import Webhook

__all__ = ["CHANNELS", "Channel", "ChannelTools"]

# Keys are the `kind`s of alerts.yaml; each entry takes the settings of its own kind.
CHANNELS: Mapping[str, Callable[[Any, ChannelTools], Channel]] = {
    "apprise": Apprise,
    "console": Console,
    "email": Email,
    "maildir": Maildir,
    "slack": Slack,
    "webhook": Webhook,
}
