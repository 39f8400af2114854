"""The kinds of event that a story can tell, as written in `config/kinds.yaml`."""

from pydantic import BaseModel, ConfigDict


class EventKind(BaseModel):
    """One kind of event; the words that announce it are in `config/languages`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str  # "Rocket attack"
    attack: bool
    family: str | None = None  # weapon family that grouping compares: rocket, drone, air ...
    # Alert although nobody said it was an attack: a loud blast at a listed place.
    alert_unconfirmed: bool = False


class KindFile(BaseModel):
    """`config/kinds.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[EventKind, ...]
