"""Alerts through any service that the optional package apprise reaches."""

import importlib
from typing import Any

from alerts.channels.channel import ChannelTools
from marsad.errors import ConfigError, DeliveryDelayed, DeliveryRefused
from marsad.model import Message
from marsad.settings.alerting import AppriseChannel
from marsad.text import clean, one_line

_NOT_INSTALLED = "kind: apprise needs the package apprise: pip install apprise"


class Apprise:
    """Hands title and text to apprise, which does its own HTTP."""

    def __init__(self, settings: AppriseChannel, tools: ChannelTools) -> None:
        self._settings = settings

    async def send(self, message: Message) -> str | None:
        """Notify; there is no receipt, and apprise does not say why it failed."""
        service = self._service()
        links = [f"{one_line(label, 200)}: {clean(url)}" for label, url in message.links]
        body = "\n".join([*(one_line(line, 2000) for line in message.lines), *links])
        taken = await service.async_notify(title=one_line(message.subject, 500), body=body)
        if not taken:
            raise DeliveryDelayed("apprise could not deliver")
        return None

    def _service(self) -> Any:
        try:
            package = importlib.import_module("apprise")
        except ImportError as error:
            raise DeliveryRefused(_NOT_INSTALLED) from error
        service = package.Apprise()
        try:
            added = service.add(self._settings.url.reveal())
        except ConfigError as error:
            raise DeliveryDelayed(str(error)) from error
        if not added:
            raise DeliveryRefused("apprise does not understand the address of this channel")
        return service
