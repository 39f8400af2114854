"""Small worlds for the tests of the whole program: one outlet that publishes what a test asks."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from demo.expected import Expectation
from demo.morning import Play, staged
from demo.script import Outlet, Piece, Script

OUTLET = Outlet(id="gazette", name="Test Gazette", kind="rss", language="en", zone="Asia/Baghdad")
# Pairs of cargo and port: their stories share no sentence, so that none is taken for a copy.
CARGOES = (
    ("wheat", "Three ships wait outside the harbour while crews repair a crane."),
    ("steel", "Dockers agreed on new hours after a long night of talks with the owners."),
    ("cement", "The price of a sack has doubled since spring, builders in the south complain."),
    ("cotton", "Spinners hope that the coming season brings longer fibres and better weather."),
    ("rice", "A late flood spared the fields, and farmers expect a good year after all."),
)


def oil_story(number: int, *, at: float) -> Piece:
    """A story that the demo's keyword rule asks for, unlike the others."""
    cargo, sentence = CARGOES[number % len(CARGOES)]
    return Piece(
        id=f"oil-{number}",
        outlet=OUTLET.id,
        at=at,
        title=f"Number {number}: {cargo} traders watch the oil export",
        text=f"Dealers in {cargo} say that the oil export decides their year.\n\n{sentence}",
    )


def script_of(*pieces: Piece) -> Script:
    """A script of one outlet."""
    return Script(outlets=(OUTLET,), pieces=pieces, moments={"event": -1800})


def told(pieces: Sequence[Piece]) -> tuple[Expectation, ...]:
    """Each of these stories is told once, in a thread of its own."""
    return tuple(
        Expectation(id=piece.id, subject=f"Number {piece.id.partition('-')[2]}:", thread=piece.id)
        for piece in pieces
    )


@contextlib.asynccontextmanager
async def small_world(folder: Path, *pieces: Piece, bad: bool = False) -> AsyncIterator[Play]:
    """A world of one outlet, its sinks and its config; the morning has begun."""
    async with staged(folder, script_of(*pieces), bad=bad) as play:
        play.world.begin()
        yield play
