"""Small worlds for the tests of the whole program: one outlet that publishes what a test asks."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from demo.expected import Expectation
from demo.morning import Play, staged
from demo.script import Outlet, Piece, Script

OUTLET = Outlet(id="gazette", name="Test Gazette", kind="rss", language="en", zone="Asia/Baghdad")
# Stories that share no sentence, so that none is taken for a copy of another.
TOLD = (
    (
        "Wheat importers follow the oil export closely",
        "When the oil export earns less, the state buys less flour, a miller explains.\n\n"
        "Three ships wait outside the harbour while crews repair a crane that broke on Sunday.",
    ),
    (
        "Dockers win new hours after a long night of talks",
        "The owners gave way because every idle day holds up an oil export worth millions.\n\n"
        "Night shifts will be shorter from next month, and two canteens are to be built.",
    ),
    (
        "Why a sack of cement costs twice as much as in spring",
        "Builders blame lorries: most now carry pipes for terminals that serve the oil export.\n\n"
        "A brickmaker near the old bridge has closed his kiln and sells tea by the roadside.",
    ),
    (
        "Spinning mill reopens with machines from the seventies",
        "Its first customers are tailors who sew overalls for crews of the southern oil export.\n\n"
        "Cotton comes by rail, and forty women have been hired in the villages around.",
    ),
)


def oil_story(number: int, *, at: float) -> Piece:
    """A story that the demo's keyword rule asks for, unlike the others."""
    title, text = TOLD[number]
    return Piece(
        id=f"oil-{number}", outlet=OUTLET.id, at=at, title=f"Number {number}: {title}", text=text
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
