"""What goes wrong between us and a server, in one line each."""

import aiohttp

from marsad.errors import FetchError, FetchRefused
from marsad.urls import masked


def in_one_line(error: Exception, url: str) -> FetchError:
    """The error that the caller of the door gets; it holds no secret of the address."""
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
        case aiohttp.ClientResponseError() | ValueError():
            return FetchError(f"{shown}: answer is not valid HTTP")
    return FetchError(f"{shown}: connection failed")
