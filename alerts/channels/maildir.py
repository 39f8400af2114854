"""Alerts as mail files in a folder that mail programs can read (maildir)."""

import asyncio
import os
from pathlib import Path

from alerts.channels.channel import ChannelTools
from alerts.channels.mail import compose, file_name
from marsad.errors import DeliveryDelayed
from marsad.model import Message
from marsad.settings.alerting import MaildirChannel


class Maildir:
    """Writes `new/<key>.eml`; a repeat takes the place of the first."""

    def __init__(self, settings: MaildirChannel, tools: ChannelTools) -> None:
        self._settings = settings
        self._folder = Path(settings.path)

    async def send(self, message: Message) -> str | None:
        """Write the file; the receipt is its Message-ID."""
        mail = compose(message, sender=self._settings.sender, to=self._settings.to)
        try:
            await asyncio.to_thread(self._write, file_name(message), mail.content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeliveryDelayed(f"{self._settings.path} cannot be written: {reason}") from error
        return mail.message_id

    def _write(self, name: str, content: bytes) -> None:
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        temporary = self._folder / "tmp" / name
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._folder / "new" / name)
