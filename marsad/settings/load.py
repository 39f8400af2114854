"""The configuration: the shipped folder, and a user's folder laid over it.

A user's file replaces the shipped one of the same name; files in sub-folders are added; a source
or watchlist entry of the user replaces the shipped one of the same id.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from marsad.errors import ConfigError
from marsad.model import Source
from marsad.settings.alerting import AlertSettings, Limits
from marsad.settings.event_words import EventWords
from marsad.settings.folders import ConfigFile, config_files, shipped_folder
from marsad.settings.freshness import Freshness
from marsad.settings.kinds import EventKind, KindFile
from marsad.settings.main import FetchSettings, HeartbeatSettings, MainFile, WebSettings
from marsad.settings.problems import problems
from marsad.settings.references import (
    Entries,
    Entry,
    Watched,
    dangling_entries,
    dangling_rules,
    dangling_words,
    loosened_entries,
    loosened_words,
)
from marsad.settings.secrets import Secret, secrets_in
from marsad.settings.sources import SourceEntry, revealed, source
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import (
    WatchlistFile,
    Watchlists,
)
from marsad.settings.yaml_files import Node, YamlFile, read_yaml

__all__ = ["Settings", "check_secrets", "load", "shipped_folder"]

Value = TypeVar("Value")
Model = TypeVar("Model", bound=BaseModel)
Identified = TypeVar("Identified", bound=Watched | SourceEntry | EventKind)

MOST_TOLD = 50
_PASSWORD = re.compile(r"(://[^:/@]*):[^/]*@")
WATCHLISTS = tuple(WatchlistFile.model_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration; a part of marsad is handed its own section only."""

    archive: str
    scope: Literal["watchlists", "everything"]
    freshness: Freshness
    web: WebSettings
    fetch: FetchSettings
    limits: Limits
    cluster: bool
    heartbeat: HeartbeatSettings
    sources: tuple[Source, ...]
    watchlists: Watchlists
    kinds: tuple[EventKind, ...]
    event_words: Mapping[str, EventWords]  # by language code
    statement_words: Mapping[str, StatementWords]  # by language code
    alerts: AlertSettings
    folder: Path | None  # None: only what is shipped

    def archive_shown(self) -> str:
        """The archive's address as people may see it, without a password."""
        return _PASSWORD.sub(r"\1:***@", self.archive)

    def archive_url(self) -> str:
        """The archive's address, fetched when `archive` is a reference to a secret.

        Raises:
            ConfigError: the secret is missing.
        """
        if self.archive.startswith(("env:", "file:")):
            return Secret(self.archive, where="marsad.yaml: archive").reveal()
        return self.archive


def load(folder: Path | None) -> Settings:
    """Read the shipped config with a user's folder over it; no secret is fetched.

    Raises:
        ConfigError: everything that is wrong, a line each.
    """
    reading = _Loading(config_files(folder))
    settings = reading.settings(folder)
    if settings is None or reading.found:
        raise ConfigError(_listed(reading.found))
    return settings


def check_secrets(settings: Settings) -> None:
    """Fetch every secret once: a missing one is told at the start, not at the first alert.

    Raises:
        ConfigError: everything that is missing, a line each.
    """
    sections = (settings.web, settings.heartbeat, settings.alerts)
    fetches: list[Callable[[], object]] = [
        *(wanted.reveal for section in sections for wanted in secrets_in(section)),
        *(partial(revealed, polled) for polled in settings.sources),
        settings.archive_url,
    ]
    missing: list[str] = []
    for fetch in fetches:
        try:
            fetch()
        except ConfigError as error:
            missing.append(str(error))
    if missing:
        raise ConfigError(_listed(missing))


def _listed(found: list[str]) -> str:
    """What is wrong, a line each; a file that is wrong throughout is not told line by line."""
    different = list(dict.fromkeys(found))
    told, rest = different[:MOST_TOLD], len(different) - MOST_TOLD
    return "\n".join([*told, f"and {rest} more like these"] if rest > 0 else told)


@dataclass
class _Loading:
    """One pass over the files of a configuration; collects what is wrong with them."""

    files: tuple[ConfigFile, ...]
    found: list[str] = field(default_factory=list)

    def settings(self, folder: Path | None) -> Settings | None:
        """Everything the files say, None when something is wrong."""
        main = self._top("marsad.yaml", MainFile)
        alerts = self._top("alerts.yaml", AlertSettings)
        kinds = self._top("kinds.yaml", KindFile)
        sources = self._sources()
        watched = self._watched()
        events = self._words("events.yaml", EventWords)
        statements = self._words("statements.yaml", StatementWords)
        if self.found or main is None or alerts is None or kinds is None:
            return None
        kind_ids = self._kind_ids(kinds)
        if any(file.own for file in self.files):
            watched = loosened_entries(watched, kind_ids)
            events = loosened_words(events, kind_ids, set(watched["weapons"]))
        watchlists = Watchlists.model_validate(
            {name: {id_: one.value for id_, one in ones.items()} for name, ones in watched.items()}
        )
        self.found += dangling_entries(watched, kind_ids)
        self.found += dangling_words(events, kind_ids, set(watched["weapons"]))
        self.found += dangling_rules(alerts.file, alerts.value, watchlists)
        return Settings(
            archive=main.value.archive,
            scope=main.value.scope,
            freshness=main.value.freshness.windows(),
            web=main.value.web,
            fetch=main.value.fetch,
            limits=main.value.limits,
            cluster=main.value.cluster,
            heartbeat=main.value.heartbeat,
            sources=tuple(
                source(one.value)
                for one in sources.values()
                if one.own or main.value.sources.shipped
            ),
            watchlists=watchlists,
            kinds=kinds.value.kinds,
            event_words={language: one.value for language, one in events.items()},
            statement_words={language: one.value for language, one in statements.items()},
            alerts=alerts.value,
            folder=folder,
        )

    def _kind_ids(self, kinds: Entry[KindFile]) -> set[str]:
        listed = enumerate(kinds.value.kinds)
        return set(
            self._by_id([Entry(one, kinds.file, ("kinds", number)) for number, one in listed])
        )

    def _top(self, name: str, shape: type[Model]) -> Entry[Model] | None:
        """A file at the top of the folder."""
        for config_file in self.files:
            if config_file.name == name:
                file = self._read(config_file)
                value = self._checked(file, shape, empty={})
                return None if file is None or value is None else Entry(value, file, ())
        # Only a broken installation lacks a shipped file.
        self.found.append(f"{name}: expected this file in {shipped_folder()}")
        return None

    def _sources(self) -> Entries[SourceEntry]:
        """All sources by id."""
        entries: list[Entry[SourceEntry]] = []
        for config_file in self._in("sources"):
            file = self._read(config_file)
            value = self._checked(file, tuple[SourceEntry, ...], empty=[])
            if file is not None:
                entries += [
                    Entry(one, file, (number,), own=config_file.own)
                    for number, one in enumerate(value or ())
                ]
        return self._by_id(entries)

    def _watched(self) -> Mapping[str, Entries[Watched]]:
        """All watchlist entries by list and id."""
        entries: dict[str, list[Entry[Watched]]] = {name: [] for name in WATCHLISTS}
        for config_file in self._in("watchlists"):
            file = self._read(config_file)
            value = self._checked(file, WatchlistFile, empty={})
            if file is None or value is None:
                continue
            for name in WATCHLISTS:
                entries[name] += [
                    Entry(one, file, (name, number), own=config_file.own)
                    for number, one in enumerate(getattr(value, name))
                ]
        return {name: self._by_id(ones) for name, ones in entries.items()}

    def _words(self, name: str, shape: type[Model]) -> Mapping[str, Entry[Model]]:
        """The word lists of every language."""
        words: dict[str, Entry[Model]] = {}
        for config_file in self._in("languages"):
            _, language, file_name = config_file.name.split("/")
            if file_name != name:
                continue
            file = self._read(config_file)
            value = self._checked(file, shape, empty={})
            if file is not None and value is not None:
                words[language] = Entry(value, file, (), own=config_file.own)
        return words

    def _in(self, folder: str) -> list[ConfigFile]:
        return [file for file in self.files if file.name.startswith(f"{folder}/")]

    def _read(self, config_file: ConfigFile) -> YamlFile | None:
        """A file that is valid YAML."""
        try:
            root = "sources" if config_file.name.startswith("sources/") else ""
            file = read_yaml(config_file.path, config_file.name, root=root)
            _ = file.content
        except ConfigError as error:
            self.found.append(str(error))
            return None
        return file

    def _checked(
        self,
        file: YamlFile | None,
        shape: type[Value],
        *,
        empty: Node,
    ) -> Value | None:
        """What a file says, in its shape; an empty file says nothing."""
        if file is None:
            return None
        content = empty if file.content is None else file.content
        try:
            return TypeAdapter(shape).validate_python(content)
        except ValidationError as error:
            self.found += problems(file, error, shape)
            return None

    def _by_id(self, entries: list[Entry[Identified]]) -> Entries[Identified]:
        """Entries by id, shipped ones first; the user's stand in the place of shipped ones."""
        found: dict[str, Entry[Identified]] = {}
        for entry in sorted(entries, key=lambda entry: entry.own):
            earlier = found.get(entry.value.id)
            if earlier is not None and earlier.own == entry.own:
                place = f"{earlier.file.name}:{earlier.file.line(earlier.key)}"
                text = f'expected an id of its own, "{entry.value.id}" stands in {place} too'
                self.found.append(entry.problem(("id",), text))
            found[entry.value.id] = entry
        return found
