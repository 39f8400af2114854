"""Cold polls: what is listed without a date, the first time or after days off, alerts nobody."""

from marsad.model import SourceId


def cold_mark(source: SourceId) -> str:
    """Names the mark that holds when a source was last polled cold."""
    return f"cold {source}"
