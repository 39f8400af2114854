"""Receivers on loopback that fail as told: one for HTTP, one for SMTP."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network

from marsad.door import Door


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """The connection is closed: at once, or when the whole request has been read."""

    read_first: bool


@dataclass(frozen=True)
class Silence:
    """The request is read and never answered."""


Behaviour = Reply | Drop | Silence


@dataclass(frozen=True)
class Received:
    """One HTTP request."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class HttpSink:
    """Takes requests; `next` holds what it does with the next ones, then it says ok."""

    url: str
    received: list[Received] = field(default_factory=list)
    next: deque[Behaviour] = field(default_factory=deque)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behaviour = self.next.popleft() if self.next else Reply()
        try:
            if behaviour == Drop(read_first=False):
                return
            self.received.append(await _request(reader))
            if isinstance(behaviour, Silence):
                await self.ended.wait()
            if isinstance(behaviour, Reply):
                writer.write(_written(behaviour))
                await writer.drain()
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> Received:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(path=first.split()[1], headers=headers, body=body)


def _written(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {len(reply.body)}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + reply.body


@asynccontextmanager
async def http_sink() -> AsyncIterator[HttpSink]:
    """A receiver for webhooks."""
    sink = HttpSink(url="")
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    sink.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook/s3cret"
    try:
        yield sink
    finally:
        sink.ended.set()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def loopback_door() -> AsyncIterator[Door]:
    """The real way out, with loopback listed."""
    async with Door(allow_networks=[ip_network("127.0.0.0/8")]) as door:
        yield door


@dataclass
class SmtpSink:
    """Speaks just enough SMTP; `answers` maps the beginning of a command to what it says.

    An answer of None closes the connection. `DATA.` stands for the end of the mail.
    """

    port: int = 0
    answers: dict[str, str | None] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not await self._say(writer, "HELLO", "220 sink ESMTP"):
                return
            while line := (await reader.readline()).decode().strip():
                self.commands.append(line)
                if line == "DATA":
                    if not await self._data(reader, writer):
                        return
                elif not await self._say(writer, line, "250 ok") or line == "QUIT":
                    return
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if not await self._say(writer, "DATA", "354 go"):
            return False
        if self.answers.get("DATA", "354").startswith("354"):
            self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
            return await self._say(writer, "DATA.", "250 queued")
        return True

    async def _say(self, writer: asyncio.StreamWriter, command: str, usual: str) -> bool:
        found = [key for key in self.answers if command.startswith(key) and key != "DATA"]
        if command in ("DATA", "DATA."):
            found = [command] if command in self.answers else []
        answer = self.answers[found[0]] if found else usual
        if answer is None:
            return False
        writer.write(answer.encode() + b"\r\n")
        await writer.drain()
        return True


@asynccontextmanager
async def smtp_sink(answers: dict[str, str | None] | None = None) -> AsyncIterator[SmtpSink]:
    """A mail server that answers as told."""
    sink = SmtpSink(answers={} if answers is None else answers)
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()
