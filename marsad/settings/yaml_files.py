"""YAML files as plain lists, mappings and strings, with the line of every key.

All scalars stay strings, so that `no`, `10:30` and `1e3` mean what is written; an empty value,
`null` and `~` are None. The events of the C parser are turned into values without recursion: a
bracket bomb costs nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from marsad.errors import ConfigError

Node = None | str | list["Node"] | dict[str, "Node"]
Key = tuple[str | int, ...]  # the way from the top of a file to a value

LARGEST_BYTES = 5_000_000
DEEPEST = 30
LONGEST_KEY = 60
_PLAIN_NONE = frozenset({"", "null", "~"})
_CONTAINER_TAGS = frozenset({None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_SCALAR_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})


class Reference(str):
    """A scalar that points to a secret (`env:NAME`, `file:PATH`) and knows where it stands."""

    __slots__ = ("where",)

    def __new__(cls, value: str, where: str = "") -> "Reference":
        """Remember `where`: file, line and key."""
        made = super().__new__(cls, value)
        made.where = where
        return made

    where: str


@dataclass(frozen=True)
class YamlFile:
    """One file of a config folder."""

    name: str  # relative to the folder
    text: str
    root: str = ""  # what messages call the list at the top of the file

    @cached_property
    def content(self) -> Node:
        """What the file says.

        Raises:
            ConfigError: it is no YAML, or YAML that we do not take.
        """
        return _Builder(self).build()

    @cached_property
    def lines(self) -> dict[Key, int]:
        """The line of every value, from 1; made only when a message needs it."""
        builder = _Builder(self, lines={})
        builder.build()
        return builder.lines or {}

    def line(self, key: Key) -> int:
        """The line of a value, or of the nearest value around it."""
        for length in range(len(key), -1, -1):
            if key[:length] in self.lines:
                return self.lines[key[:length]]
        return 1

    def problem(self, key: Key, text: str) -> str:
        """One line that says where and what."""
        named = written_key(key, root=self.root)
        return f"{self.name}:{self.line(key)}: {named + ': ' if named else ''}{text}"


def read_yaml(path: Path, name: str, *, root: str = "") -> YamlFile:
    """Read a file, not yet parsed.

    Raises:
        ConfigError: it cannot be read, is too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror or error}") from error
    if len(raw) > LARGEST_BYTES:
        raise ConfigError(f"{name}: expected a file of at most {LARGEST_BYTES // 1_000_000} MB")
    try:
        return YamlFile(name=name, text=raw.decode("utf-8-sig"), root=root)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: expected UTF-8 text") from error


def written_key(key: Key, *, root: str = "") -> str:
    """A key as a person writes it: sources[3].poll."""
    written = root
    for part in key:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{_shown(part)}" if written else _shown(part)
    return written


def _shown(key: str) -> str:
    """A key as it is, or escaped when it would break the line."""
    short = key if len(key) <= LONGEST_KEY else key[:LONGEST_KEY] + "…"
    return short if short.isprintable() else repr(short)


@dataclass(slots=True)
class _Level:
    """A list or mapping whose end we have not seen."""

    value: list[Node] | dict[str, Node]
    key: str = ""  # of a mapping, the latest one
    awaits_value: bool = False  # of that key

    @property
    def awaits_key(self) -> bool:
        """Whether the next scalar is a key."""
        return self.value.__class__ is dict and not self.awaits_value


@dataclass
class _Builder:
    """Turns one file into values, one parser event after the other."""

    file: YamlFile
    lines: dict[Key, int] | None = None
    root: Node = None
    levels: list[_Level] = field(default_factory=list)
    documents: int = 0

    def build(self) -> Node:
        """Read the whole text."""
        for event in self._events():
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent():
                    self._open(event, {})
                case yaml.SequenceStartEvent():
                    self._open(event, [])
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.levels.pop()
                case yaml.AliasEvent():
                    raise self._refused(event, "expected no anchors and aliases")
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        raise self._refused(event, "expected a single document, got a second one")
        return self.root

    def _events(self) -> Iterator[yaml.Event]:
        try:
            parser = yaml.CBaseLoader(self.file.text)
            while (event := parser.get_event()) is not None:
                yield event
        except yaml.reader.ReaderError as error:
            line = self.file.text.count("\n", 0, error.position) + 1
            reason = "expected text without control characters"
            raise ConfigError(f"{self.file.name}:{line}: {reason}") from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            # The end of the text counts as a line of its own.
            last = self.file.text.count("\n") + 1
            line = min(mark.line + 1, last) if mark is not None else 1
            raise ConfigError(f"{self.file.name}:{line}: no valid YAML: {error.problem}") from error

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag not in _SCALAR_TAGS:
            raise self._refused(event, f"expected no tags, got {event.tag}")
        if event.anchor is not None:
            raise self._refused(event, "expected no anchors and aliases")
        value: str = event.value
        if self.levels and self.levels[-1].awaits_key:
            self._start_key(self.levels[-1], value, event)
            return
        if not event.style and value in _PLAIN_NONE:
            self._add(None, event)
        elif value.startswith(("env:", "file:")):
            reference = Reference(value)
            self._add(reference, event)
            reference.where = (
                f"{self.file.name}:{_line(event)}: {written_key(self._key(), root=self.file.root)}"
            )
        else:
            self._add(value, event)

    def _start_key(self, level: _Level, key: str, event: yaml.ScalarEvent) -> None:
        if key in level.value:
            raise self._refused(event, f"expected {_shown(key)} once, got it twice")
        level.key = key
        level.awaits_value = True
        if self.lines is not None:
            self.lines[self._key()] = _line(event)

    def _open(self, event: yaml.CollectionStartEvent, value: list[Node] | dict[str, Node]) -> None:
        if event.tag not in _CONTAINER_TAGS:
            raise self._refused(event, f"expected no tags, got {event.tag}")
        if event.anchor is not None:
            raise self._refused(event, "expected no anchors and aliases")
        if len(self.levels) == DEEPEST:
            raise self._refused(event, f"expected at most {DEEPEST} levels")
        if self.levels and self.levels[-1].awaits_key:
            raise self._refused(event, "expected a word as key")
        self._add(value, event)
        self.levels.append(_Level(value))

    def _add(self, value: Node, event: yaml.Event) -> None:
        if not self.levels:
            self.root = value
            return
        level = self.levels[-1]
        if isinstance(level.value, list):
            level.value.append(value)
            if self.lines is not None:
                self.lines[self._key()] = _line(event)
        else:
            level.value[level.key] = value
            level.awaits_value = False

    def _key(self) -> Key:
        """Where we stand."""
        return tuple(
            level.key if isinstance(level.value, dict) else len(level.value) - 1
            for level in self.levels
        )

    def _refused(self, event: yaml.Event, text: str) -> ConfigError:
        return ConfigError(f"{self.file.name}:{_line(event)}: {text}")


def _line(event: yaml.Event) -> int:
    """Where an event stands, from 1."""
    return 1 if event.start_mark is None else event.start_mark.line + 1
