"""Which files make up a configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import ConfigError
from marsad.settings.problems import did_you_mean

TOP_FILES = ("marsad.yaml", "alerts.yaml", "kinds.yaml")
FOLDERS = ("sources", "watchlists", "languages")
LANGUAGE_FILES = ("events.yaml", "statements.yaml")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One file of the configuration."""

    name: str  # relative to its folder, with slashes
    path: Path
    own: bool  # the user's, not shipped


def shipped_folder() -> Path:
    """The config that comes with marsad: in the package when installed, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "config"
    return installed if installed.is_dir() else package.parent / "config"


def config_files(folder: Path | None) -> tuple[ConfigFile, ...]:
    """The shipped files, with those of a user's folder in their place or added.

    Raises:
        ConfigError: the folder is not there, or it holds YAML files that nobody reads.
    """
    files = {name: ConfigFile(name, path, own=False) for name, path in _yaml(shipped_folder())}
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: expected a folder with config files")
        own = dict(_yaml(folder))
        unread = [problem for name in own if (problem := _unread(name)) is not None]
        if unread:
            raise ConfigError("\n".join(unread))
        files |= {name: ConfigFile(name, path, own=True) for name, path in own.items()}
    return tuple(files[name] for name in sorted(files))


def _yaml(folder: Path) -> Iterator[tuple[str, Path]]:
    """The YAML files of a folder, three levels deep; hidden ones are not meant."""
    for pattern in ("*", "*/*", "*/*/*"):
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder)
            hidden = any(part.startswith(".") for part in name.parts)
            if path.suffix in {".yaml", ".yml"} and not hidden and path.is_file():
                yield name.as_posix(), path


def _unread(name: str) -> str | None:
    """What is wrong with the name of a user's file, None when it is read."""
    parts = name.split("/")
    known: tuple[str, ...]
    if name.endswith(".yml"):
        return f"{name}: expected a name that ends in .yaml"
    match parts:
        case [file]:
            read, known = file in TOP_FILES, TOP_FILES
        case ["sources" | "watchlists", _]:
            return None
        case ["languages", _, file]:
            read, known = file in LANGUAGE_FILES, LANGUAGE_FILES
        case ["languages", file]:
            return f"{name}: expected languages/<code>/events.yaml or statements.yaml"
        case ["sources" | "watchlists", *_]:
            return f"{name}: expected no folders inside {parts[0]}"
        case [top, *_]:
            return f"{name}: expected a folder {', '.join(FOLDERS)}{did_you_mean(top, FOLDERS)}"
        case _:
            return None
    if read:
        return None
    return f"{name}: expected {', '.join(known)}{did_you_mean(parts[-1], known)}"
