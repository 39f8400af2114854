"""The one guarded way out for HTTP.

Every address is checked where it is connected to. What a server may cost us is bounded in bytes
(before and after decompression), headers, redirects and time.
"""

import asyncio
import re
import socket
import zlib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from time import monotonic
from types import SimpleNamespace, TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from marsad.addresses import Network, is_public
from marsad.errors import FetchError, FetchRefused, FetchTooLarge
from marsad.urls import host_of, masked

MEBIBYTE = 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_INTERIM = 20  # "100 Continue" and its like
_NAME_SECONDS = 10.0
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
# What may go to another host after a redirect: nothing that could be a secret.
# Set while a redirect to another host is followed: listed networks are for addresses that somebody
# configured, not for where a stranger's server sends us.
_led_astray: ContextVar[bool] = ContextVar("led_astray", default=False)
_HARMLESS = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; any status but a redirect. `headers` are found in any letter case."""

    url: str  # after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    fetched_seconds: float


class Door:
    """HTTP for all of marsad; private networks are refused unless `allow_networks` lists them."""

    def __init__(
        self, *, allow_networks: Sequence[Network] = (), contact: str | None = None
    ) -> None:
        self._allow = tuple(allow_networks)
        self._verdicts: dict[tuple[str, tuple[Network, ...]], bool] = {}
        self.user_agent = user_agent(contact)
        self._open: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            # Kept connections to thousands of TLS hosts cost a gigabyte; polls are minutes apart.
            force_close=True,
            limit=0,
            resolver=_Names(self._may_connect),
            ttl_dns_cache=60,
            socket_factory=self._socket,
        )
        # aiohttp does not limit interim answers; its protocol factory is the place to do it.
        factory: Any = partial(_Protocol, loop=asyncio.get_running_loop())
        connector._factory = factory
        self._open = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            max_headers=100,
            trace_configs=[_noting_what_was_sent()],
            headers={
                "User-Agent": self.user_agent,
                "Accept": "*/*",
                "Accept-Encoding": "gzip, deflate",
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open is not None:
            await self._open.close()
            self._open = None

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        cap: int = 10 * MEBIBYTE,
        deadline: float = 30.0,
    ) -> Answer:
        """Fetch an address, following at most five redirects, each of them checked.

        `cap` is in bytes of the decompressed body, `deadline` in seconds for everything together.

        Raises:
            FetchRefused: we do not fetch it (private address, scheme, redirects).
            FetchTooLarge: the body is larger than `cap`.
            FetchError: no complete answer came.
        """
        started = monotonic()
        _led_astray.set(False)
        try:
            async with asyncio.timeout(deadline):
                return await self._follow(url, dict(headers or {}), cap, started)
        except TimeoutError:
            raise FetchError(f"{masked(url)}: no complete answer within {deadline:g} s") from None

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        deadline: float = 30.0,
        cap: int = MEBIBYTE,
    ) -> Answer:
        """Send `body` to an address; a redirect is an answer like any other.

        Raises as `get`; `FetchError.sent` tells whether the server may have got the request.
        """
        started = monotonic()
        _led_astray.set(False)
        note = _Note()
        try:
            async with asyncio.timeout(deadline):
                return await self._ask("POST", url, dict(headers or {}), cap, started, body, note)
        except TimeoutError:
            text = f"{masked(url)}: no complete answer within {deadline:g} s"
            raise FetchError(text, sent=note.sent) from None
        except FetchError as error:
            error.sent = note.sent
            raise

    async def _follow(self, url: str, headers: dict[str, str], cap: int, started: float) -> Answer:
        first = url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._ask("GET", url, headers, cap, started)
            if answer.status not in _REDIRECTS:
                return answer
            target = answer.headers.get("Location", "").strip()
            if not target:
                raise FetchError(f"{masked(url)}: redirect without a target", status=answer.status)
            try:
                onward = urljoin(url, target)
            except ValueError:
                raise FetchRefused(f"{masked(url)}: redirect to a broken address") from None
            if not _same_origin(url, onward):
                headers = {k: v for k, v in headers.items() if k.lower() in _HARMLESS}
            if "@" in onward.partition("?")[0].partition("//")[2].partition("/")[0]:
                raise FetchRefused(f"{masked(url)}: redirect to an address with credentials")
            if host_of(onward) != host_of(first):
                _led_astray.set(True)
            url = onward
        raise FetchRefused(f"{masked(first)}: more than {_MOST_REDIRECTS} redirects")

    async def _ask(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        cap: int,
        started: float,
        body: bytes | None = None,
        note: "_Note | None" = None,
    ) -> Answer:
        if self._open is None:
            raise RuntimeError("the door is closed: use `async with Door(...)`")
        address = self._checked(url)
        try:
            async with self._open.request(
                method,
                address,
                headers=headers,
                data=body,
                allow_redirects=False,
                trace_request_ctx=note,
            ) as response:
                status = response.status
                if status == 304 or status in _REDIRECTS:
                    content = b""
                else:
                    content = await _read(response, cap, masked(url))
                return Answer(
                    url=url,
                    status=status,
                    headers=response.headers,
                    body=content,
                    fetched_seconds=monotonic() - started,
                )
        except (aiohttp.ClientError, OSError, ValueError, UnicodeError) as error:
            if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
                raise
            raise _in_one_line(error, url) from error

    def _checked(self, url: str) -> URL:
        if len(url) > 8000:
            raise FetchRefused(f"{masked(url)}: the address is too long")
        if _NOT_IN_URL.search(url):
            raise FetchRefused(f"{masked(url)}: space, backslash or control character in address")
        try:
            address = URL(url)
            host = address.raw_host
        except ValueError:
            raise FetchRefused(f"{masked(url)}: not a valid address") from None
        if address.scheme not in ("http", "https"):
            raise FetchRefused(f"{masked(url)}: only http and https are fetched")
        if not host:
            raise FetchRefused(f"{masked(url)}: no host in the address")
        # Names are checked where they are looked up; a literal address needs no look-up.
        if (host[-1].isdigit() or ":" in host) and not self._may_connect(host):
            raise FetchRefused(f"{masked(url)}: private address {host} (see fetch.allow_networks)")
        return address

    def _may_connect(self, address: str) -> bool:
        allow = () if _led_astray.get() else self._allow
        known = self._verdicts.get((address, allow))
        if known is None:
            known = is_public(address, allow)
            if len(self._verdicts) > 10_000:
                self._verdicts.clear()
            self._verdicts[address, allow] = known
        return known

    def _socket(self, target: tuple[Any, ...]) -> socket.socket:
        """The socket for one connection: what is checked here is what is connected to."""
        family, kind, protocol, _, address = target
        if not self._may_connect(address[0]):
            raise PermissionError(f"private address {address[0]}")
        return socket.socket(family=family, type=kind, proto=protocol)


@dataclass(slots=True)
class _Note:
    """What aiohttp tells us of one request while it is under way."""

    sent: bool = False


def _noting_what_was_sent() -> aiohttp.TraceConfig:
    async def sent(session: object, context: SimpleNamespace, params: object) -> None:
        if isinstance(context.trace_request_ctx, _Note):
            context.trace_request_ctx.sent = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(sent)
    return trace


def user_agent(contact: str | None) -> str:
    """How we introduce ourselves to servers."""
    try:
        number = version("marsad")
    except PackageNotFoundError:
        number = "0"
    return f"marsad/{number} (+{contact})" if contact else f"marsad/{number}"


class _Names(AbstractResolver):
    """Looks names up and keeps only addresses that may be connected to.

    A thread for each look-up, not a pool: a name server that hangs must not hold up others or the
    exit.
    """

    def __init__(self, may_connect: "partial[bool] | Any") -> None:
        self._may_connect = may_connect

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        async with asyncio.timeout(_NAME_SECONDS):
            found = await _looked_up(host, port, family)
        results = [
            ResolveResult(
                hostname=host,
                host=address[0],
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
            if self._may_connect(str(address[0]))
        ]
        if found and not results:
            raise FetchRefused(f"{host}: private address {found[0][4][0]}")
        return results

    async def close(self) -> None:
        """Nothing to close."""


async def _looked_up(host: str, port: int, family: int) -> list[Any]:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def tell(found: list[Any] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(OSError(f"name not found: {host}"))

    def look() -> None:
        found: list[Any] | OSError | UnicodeError
        try:
            found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            found = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, found)

    Thread(target=look, daemon=True, name=f"name {host}").start()
    return await answer


class _Protocol(ResponseHandler):
    """aiohttp's protocol with a limit on interim answers."""

    _interim = 0

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Take a message from the parser."""
        if data[0].code < 200:
            self._interim += 1
            if self._interim > _MOST_INTERIM:
                self.set_exception(aiohttp.ClientPayloadError("too many interim answers"))
                if self.transport is not None:
                    self.transport.abort()
                return
        super().feed_data(data, size)


async def _read(response: aiohttp.ClientResponse, cap: int, shown: str) -> bytes:
    """The body, decompressed; never more than `cap` bytes of it, on the wire or after."""
    codings = [
        c for c in response.headers.get("Content-Encoding", "").lower().split(",") if c.strip()
    ]
    if len(codings) > 1:
        raise FetchError(f"{shown}: more than one content coding")
    coding = codings[0].strip() if codings else "identity"
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"{shown}: unknown content coding")
    if (response.content_length or 0) > cap:
        raise FetchTooLarge(f"{shown}: larger than {cap} bytes")
    unpacker = None if coding == "identity" else _Unpacker(cap)
    parts: list[bytes] = []
    wire = size = 0
    async for chunk in response.content.iter_any():
        wire += len(chunk)
        data = unpacker.unpack(chunk) if unpacker else chunk
        size += len(data)
        if max(wire, size) > cap:
            raise FetchTooLarge(f"{shown}: larger than {cap} bytes")
        parts.append(data)
    if unpacker and wire and not unpacker.complete:
        raise FetchError(f"{shown}: compressed answer broken off")
    return b"".join(parts)


class _Unpacker:
    """Decompresses gzip or deflate piece by piece and stops one byte after the cap."""

    def __init__(self, cap: int) -> None:
        self._left = cap + 1
        self._zip: Any = None
        self._plain = False
        self.complete = False

    def unpack(self, data: bytes) -> bytes:
        if self._zip is None and not self._plain:
            self._begin(data)
        if self._plain:
            return data
        out: list[bytes] = []
        while data and self._left > 0:
            if self._zip.eof:  # gzip may hold several members
                if data[:2] != b"\x1f\x8b":
                    break
                self._zip = zlib.decompressobj(31)
            try:
                out.append(self._zip.decompress(data, self._left))
            except zlib.error as error:
                raise ValueError("compressed answer is broken") from error
            self._left -= len(out[-1])
            data = self._zip.unused_data if self._zip.eof else self._zip.unconsumed_tail
        self.complete = self._zip.eof
        return b"".join(out)

    def _begin(self, data: bytes) -> None:
        if data[:1] == b"\x1f":
            self._zip = zlib.decompressobj(31)
        elif data[:1] == b"\x78":
            self._zip = zlib.decompressobj(15)
        elif data.lstrip()[:1] in (b"<", b"{", b"[") or data[:3] == b"\xef\xbb\xbf":
            # Servers label plain bodies as gzip; what is readable as it is, is taken as it is.
            self._plain = self.complete = True
        else:
            self._zip = zlib.decompressobj(-15)


def _same_origin(one: str, other: str) -> bool:
    try:
        a, b = URL(one), URL(other)
        if a.raw_host != b.raw_host:
            return False
        upgraded = (a.scheme, a.port, b.scheme, b.port) == ("http", 80, "https", 443)
        return upgraded or (a.scheme, a.port) == (b.scheme, b.port)
    except ValueError:
        return False


def _in_one_line(error: Exception, url: str) -> FetchError:
    shown = masked(url)
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return FetchError(f"{shown}: the certificate is not valid")
        case aiohttp.ClientSSLError():
            return FetchError(f"{shown}: TLS failed")
        case aiohttp.ClientConnectorDNSError():
            return FetchError(f"{shown}: name not found")
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, PermissionError):
            return FetchRefused(f"{shown}: {error.os_error}")
        case aiohttp.ClientConnectorError():
            return FetchError(f"{shown}: cannot connect ({error.os_error.strerror or 'no reason'})")
        case aiohttp.ServerDisconnectedError():
            return FetchError(f"{shown}: connection closed before an answer")
        case aiohttp.InvalidURL():
            return FetchRefused(f"{shown}: not a valid address")
        case aiohttp.ClientPayloadError():
            return FetchError(f"{shown}: answer broken off")
        case aiohttp.ClientResponseError():
            return FetchError(f"{shown}: answer is not valid HTTP")
        case ValueError():
            return FetchError(f"{shown}: answer or request is not valid HTTP")
    return FetchError(f"{shown}: connection failed")
