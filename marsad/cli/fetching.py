"""One address, fetched for a command."""

import asyncio
from pathlib import Path

from marsad.door import Answer, Door
from marsad.errors import CannotDo
from marsad.settings.load import load


def fetched(url: str, config: Path | None) -> Answer:
    """What is behind an address.

    Raises:
        FetchError: it could not be fetched, or we do not fetch it.
        CannotDo: the server answered with an error.
    """
    fetch = load(config).fetch

    async def get() -> Answer:
        async with Door(allow_networks=fetch.allow_networks, contact=fetch.contact) as door:
            return await door.get(url)

    answer = asyncio.run(get())
    if answer.status >= 400:
        raise CannotDo(f"{url}: the server answered {answer.status}")
    return answer
