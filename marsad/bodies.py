"""Bodies of answers: read piece by piece, decompressed, and never more of them than a cap."""

import zlib
from typing import Any

import aiohttp

from marsad.errors import FetchError, FetchTooLarge


async def read_body(response: aiohttp.ClientResponse, cap: int, shown: str) -> bytes:
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
