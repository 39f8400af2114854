"""The one guarded way out for HTTP.

Every address is checked where it is connected to. What a server may cost us is bounded in bytes
(before and after decompression), headers, redirects and time.
"""

import asyncio
import re
import socket
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from time import monotonic
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from yarl import URL

from marsad.addresses import Network, is_public
from marsad.bodies import read_body
from marsad.errors import FetchError, FetchRefused
from marsad.faults import in_one_line
from marsad.names import Names
from marsad.redirects import going_along, target_of
from marsad.urls import host_of, masked

MEBIBYTE = 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_INTERIM = 20  # "100 Continue" and its like
_LONGEST_ADDRESS = 8000
_KEPT_SECONDS = 2.0
_MOST_SERVERS = 10_000
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; any status but a followed redirect."""

    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # found in any letter case
    body: bytes = field(repr=False)
    fetched_seconds: float


@dataclass(slots=True)
class _Journey:
    """How far the request of the current task has come."""

    started: float
    sent: bool = False
    # Listed networks are for addresses that somebody configured, not for where a server sends us.
    led_elsewhere: bool = False


_journey: ContextVar[_Journey] = ContextVar("journey")


@dataclass(frozen=True, slots=True)
class _Sessions:
    """Two ways out: one may use a connection again, the other never does.

    A request that must not be sent twice, or whose address must be checked anew, takes the second.
    """

    keeping: aiohttp.ClientSession
    closing: aiohttp.ClientSession


class Door:
    """HTTP for all of marsad; private networks are refused unless `allow_networks` lists them."""

    def __init__(
        self, *, allow_networks: Sequence[Network] = (), contact: str | None = None
    ) -> None:
        self._allow = tuple(allow_networks)
        self._verdicts: dict[tuple[str, bool], bool] = {}
        self._asked: dict[str, float] = {}  # when each server was asked last
        self.user_agent = user_agent(contact)
        self._open: _Sessions | None = None

    async def __aenter__(self) -> Self:
        self._open = _Sessions(self._session(keeps=True), self._session(keeps=False))
        return self

    def _session(self, *, keeps: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            **{"keepalive_timeout": _KEPT_SECONDS} if keeps else {"force_close": True},
            limit=0,
            resolver=Names(self._may_connect),
            ttl_dns_cache=60,
            socket_factory=self._socket,
        )
        # aiohttp does not limit interim answers; its protocol factory is the place to do it.
        factory: Any = partial(_Protocol, loop=asyncio.get_running_loop())
        connector._factory = factory
        return aiohttp.ClientSession(
            connector=connector,
            request_class=_Request,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            max_headers=100,
            headers={
                "User-Agent": self.user_agent,
                "Accept": "*/*",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open is not None:
            await self._open.keeping.close()
            await self._open.closing.close()
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
        return await _within(deadline, url, self._follow(url, dict(headers or {}), cap))

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
        request = self._ask("POST", url, dict(headers or {}), cap, body)
        return await _within(deadline, url, request)

    async def _follow(self, url: str, headers: dict[str, str], cap: int) -> Answer:
        first = host_of(url)
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._ask("GET", url, headers, cap)
            if answer.status not in _REDIRECTS:
                return answer
            onward = target_of(url, answer.headers.get("Location"), answer.status)
            headers = going_along(headers, url, onward)
            _journey.get().led_elsewhere |= host_of(onward) != first
            url = onward
        raise FetchRefused(f"{masked(url)}: more than {_MOST_REDIRECTS} redirects")

    async def _ask(
        self, method: str, url: str, headers: dict[str, str], cap: int, body: bytes | None = None
    ) -> Answer:
        if self._open is None:
            raise RuntimeError("the door is closed: use `async with Door(...)`")
        address = self._checked(url)
        ask = partial(_exchange, method, url, address, headers, cap, body)
        again = method == "GET" and not _journey.get().led_elsewhere
        try:
            if again and self._asked_just_now(address.raw_authority):
                with suppress(aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
                    return await ask(self._open.keeping)
                # The server had given a kept connection up; only a new one can tell more.
            return await ask(self._open.closing)
        except TimeoutError:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise in_one_line(error, url) from error

    def _checked(self, url: str) -> URL:
        """The address, parsed by what will connect to it: two parsers may see two hosts."""
        if len(url) > _LONGEST_ADDRESS:
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

    def _asked_just_now(self, server: str) -> bool:
        """Whether a server is asked so often that keeping its connections pays.

        Most feeds are polled minutes apart: kept connections to thousands of TLS hosts would cost
        a gigabyte.
        """
        now = monotonic()
        if len(self._asked) > _MOST_SERVERS:
            self._asked = {k: at for k, at in self._asked.items() if now - at < _KEPT_SECONDS}
        before = self._asked.get(server)
        self._asked[server] = now
        return before is not None and now - before < _KEPT_SECONDS

    def _may_connect(self, address: str) -> bool:
        journey = _journey.get(None)
        listed = journey is None or not journey.led_elsewhere
        known = self._verdicts.get((address, listed))
        if known is None:
            if len(self._verdicts) > 10_000:
                self._verdicts.clear()
            known = is_public(address, self._allow if listed else ())
            self._verdicts[address, listed] = known
        return known

    def _socket(self, target: tuple[Any, ...]) -> socket.socket:
        """The socket for one connection: what is checked here is what is connected to."""
        family, kind, protocol, _, address = target
        if not self._may_connect(address[0]):
            raise PermissionError(f"private address {address[0]}")
        return socket.socket(family=family, type=kind, proto=protocol)


def user_agent(contact: str | None) -> str:
    """How we introduce ourselves to servers."""
    try:
        number = version("marsad")
    except PackageNotFoundError:
        number = "0"
    return f"marsad/{number} (+{contact})" if contact else f"marsad/{number}"


async def _exchange(
    method: str,
    url: str,
    address: URL,
    headers: dict[str, str],
    cap: int,
    body: bytes | None,
    session: aiohttp.ClientSession,
) -> Answer:
    async with session.request(
        method, address, headers=headers, data=body, allow_redirects=False
    ) as response:
        without_body = response.status == 304 or response.status in _REDIRECTS
        return Answer(
            url=url,
            status=response.status,
            headers=response.headers,
            body=b"" if without_body else await read_body(response, cap, masked(url)),
            fetched_seconds=monotonic() - _journey.get().started,
        )


async def _within(deadline: float, url: str, request: Coroutine[Any, Any, Answer]) -> Answer:
    journey = _Journey(monotonic())
    _journey.set(journey)
    try:
        async with asyncio.timeout(deadline):
            return await request
    except TimeoutError:
        text = f"{masked(url)}: no complete answer within {deadline:g} s"
        raise FetchError(text, sent=journey.sent) from None
    except FetchError as error:
        error.sent = journey.sent
        raise


class _Request(aiohttp.ClientRequest):
    """A request that notes when it leaves."""

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Write it to a connection."""
        _journey.get().sent = True
        return await super().send(conn)


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
        else:
            self._interim = 0
        super().feed_data(data, size)
