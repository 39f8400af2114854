"""A config folder for a test."""

from pathlib import Path


def a_folder(at: Path, **files: str | bytes) -> Path:
    """Write config files; `alerts="…"` is alerts.yaml, `sources__mine="…"` sources/mine.yaml."""
    for name, text in files.items():
        path = at / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return at


def a_source_line(**keys: str) -> str:
    """One valid entry of a sources file on one line; a key given as "" is left out."""
    entry = {"id": "a", "outlet": "A", "kind": "rss", "url": "https://a.example/feed"} | keys
    return "- {" + ", ".join(f"{key}: {value}" for key, value in entry.items() if value) + "}\n"
