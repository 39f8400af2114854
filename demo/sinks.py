"""Where the alerts of the demo world arrive: a mail server and a Slack-like webhook on loopback.

Every message is also a file, so that people can look at what would have reached them.
"""

import asyncio
import email
import json
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

Way = Literal["console", "mail", "slack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One message as it arrived."""

    way: Way
    at: float  # monotonic seconds
    subject: str
    body: str
    key: str | None = None  # Message-ID of a mail
    thread: str | None = None  # Message-ID of the mail that its thread began with
    raw: str = ""


class MailSink:
    """An SMTP server that takes every message and writes it to `folder` as .eml."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder
        self.port = port
        self.arrived: list[Arrived] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "MailSink":
        self.folder.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="sink.invalid", loop=loop), "127.0.0.1", self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        (self.folder / f"{len(self.arrived) + 1:03}.eml").write_bytes(raw)
        self.arrived.append(mail_from(raw))
        return "250 2.0.0 taken"


class SlackSink:
    """An incoming webhook that takes every message and writes it to `folder` as .json."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder
        self.port = port
        self.arrived: list[Arrived] = []
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The webhook's address."""
        return f"http://127.0.0.1:{self.port}/services/T000/B000/demo"

    async def __aenter__(self) -> "SlackSink":
        self.folder.mkdir(parents=True, exist_ok=True)
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/services/{rest:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        (self.folder / f"{len(self.arrived) + 1:03}.json").write_text(raw, encoding="utf-8")
        self.arrived.append(slack_from(raw))
        return web.Response(text="ok")


def mail_from(raw: bytes) -> Arrived:
    """A mail as it is compared."""
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)  # what the policy makes
    part = message.get_body(preferencelist=("plain", "html"))
    earlier = str(message.get("References") or message.get("In-Reply-To") or "").split()
    own = str(message["Message-ID"]).strip()
    return Arrived(
        way="mail",
        at=time.monotonic(),
        subject=str(message["Subject"]),
        body="" if part is None else part.get_content(),
        key=own,
        thread=earlier[0] if earlier else own,
        raw=raw.decode("utf-8", "replace"),
    )


def slack_from(raw: str) -> Arrived:
    """A Slack message as it is compared: `text` is the notification, the blocks are the body."""
    told = json.loads(raw)
    return Arrived(
        way="slack",
        at=time.monotonic(),
        subject=str(told.get("text", "")).split("\n")[0],
        body="\n".join(_texts(told.get("blocks", []))),
        raw=raw,
    )


def _texts(node: Any) -> list[str]:
    """Every string under a `text` key, in order."""
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if not isinstance(node, dict):
        return []
    found: list[str] = []
    for key, value in node.items():
        if key == "text" and isinstance(value, str):
            found.append(value)
        else:
            found.extend(_texts(value))
    return found
