"""The script of the demo world: who publishes what, and when."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

OutletKind = Literal["rss", "atom", "listing"]
SHIPPED = Path(__file__).parent / "script.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of the demo world."""

    id: str
    name: str
    kind: OutletKind
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One story of the script; `at` in seconds after the morning begins (negative: before it)."""

    id: str
    outlet: str
    at: float
    title: str
    text: str  # paragraphs with an empty line between them
    edits: str | None = None  # the piece it replaces under the same address
    credit: str | None = None  # whose text it is, when another outlet's


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything the world publishes."""

    outlets: tuple[Outlet, ...]
    pieces: tuple[Piece, ...]
    moments: dict[str, float]  # when things happened, in seconds after the morning begins

    @property
    def length(self) -> float:
        """Seconds until the last piece is out."""
        return max((piece.at for piece in self.pieces), default=0.0)


def load_script(path: Path = SHIPPED) -> Script:
    """The script in a YAML file."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    outlets = tuple(Outlet(**row) for row in told["outlets"])
    names = {outlet.id: outlet.name for outlet in outlets}
    pieces: dict[str, Piece] = {}
    for row in told["stories"]:
        pieces[row["id"]] = _piece(row, pieces, names)
    return Script(outlets=outlets, pieces=tuple(pieces.values()), moments=dict(told["moments"]))


def _piece(row: dict[str, str | float], earlier: dict[str, Piece], names: dict[str, str]) -> Piece:
    at = -3600 * float(row["hours_ago"]) if "hours_ago" in row else float(row["at"])
    credit = None
    if "edits" in row:
        model = earlier[str(row["edits"])]
        outlet = model.outlet
    elif "copy_of" in row:
        model = earlier[str(row["copy_of"])]
        outlet = str(row["outlet"])
        credit = names[model.outlet]
    else:
        model = None
        outlet = str(row["outlet"])
    return Piece(
        id=str(row["id"]),
        outlet=outlet,
        at=at,
        title=str(row["title"]) if model is None or "title" in row else model.title,
        text=str(row["text"]) if model is None or "text" in row else model.text,
        edits=str(row["edits"]) if "edits" in row else None,
        credit=credit,
    )
