"""Alerts as JSON to a program, signed."""

import hashlib
import hmac
import json

from alerts.channels.channel import ChannelTools
from alerts.channels.posting import post
from alerts.lines import plain_key
from marsad.errors import ConfigError, DeliveryDelayed
from marsad.model import Message
from marsad.settings.alerting import WebhookChannel
from marsad.settings.secrets import Secret


class Webhook:
    """POSTs the alert document; `Idempotency-Key` is the same for a repeat."""

    def __init__(self, settings: WebhookChannel, tools: ChannelTools) -> None:
        self._settings = settings
        self._door = tools.door

    async def send(self, message: Message) -> str | None:
        """Post the document; there is no receipt."""
        body = json.dumps(message.alert, ensure_ascii=False, sort_keys=True).encode(
            "utf-8", "replace"
        )
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": plain_key(message.key),
        }
        try:
            url = self._settings.url
            address = url.reveal() if isinstance(url, Secret) else url
            if self._settings.secret is not None:
                headers["X-Marsad-Signature"] = signature(body, self._settings.secret.reveal())
        except ConfigError as error:
            raise DeliveryDelayed(str(error)) from error
        await post(self._door, address, body, headers)
        return None


def signature(body: bytes, secret: str) -> str:
    """What proves that a body is ours: `sha256=` and the HMAC of the body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
