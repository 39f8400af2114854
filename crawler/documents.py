"""What was fetched, before anybody has read it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of an address."""

    url: str  # after redirects
    body: bytes = field(repr=False)
    content_type: str | None = None
