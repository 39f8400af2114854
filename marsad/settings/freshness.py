"""How old an attack or a statement may be and still be news."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The windows before a story was published in which what it tells is new."""

    attack: timedelta = timedelta(hours=36)
    statement: timedelta = timedelta(hours=24)
