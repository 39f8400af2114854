"""Lines of a message as channels show them."""

import re

_LABEL = re.compile(r"([A-Z][a-z ]{1,19}): (.+)", re.DOTALL)


def labelled(line: str) -> tuple[str | None, str]:
    """A line's label and the rest: ("Where", "Erbil, IQ"); None for a line without one."""
    found = _LABEL.fullmatch(line)
    return (found[1], found[2]) if found else (None, line)
