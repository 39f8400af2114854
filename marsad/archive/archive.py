"""The archive: one database, opened once, used in short transactions."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from marsad.archive import engines
from marsad.archive.alerts import Alerts
from marsad.archive.alone import alone
from marsad.archive.copies import copies
from marsad.archive.incidents import Incidents
from marsad.archive.integrity import complaints
from marsad.archive.items import Items
from marsad.archive.marks import Marks
from marsad.archive.outbox import Outbox
from marsad.archive.sources import Sources
from marsad.archive.statements import Statements
from marsad.archive.stories import Stories
from marsad.archive.upgrade import upgrade
from marsad.errors import CannotDo
from marsad.model import Known, Wanted


class Work:
    """One transaction, by subject."""

    __slots__ = (
        "_connection",
        "alerts",
        "incidents",
        "items",
        "marks",
        "outbox",
        "sources",
        "statements",
        "stories",
    )

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sources = Sources(connection)
        self.items = Items(connection)
        self.stories = Stories(connection)
        self.incidents = Incidents(connection)
        self.statements = Statements(connection)
        self.alerts = Alerts(connection)
        self.outbox = Outbox(connection)
        self.marks = Marks(connection)

    def look_up(self, wanted: Wanted) -> Known:
        """What grouping has to know before it can decide about a story."""
        return Known(
            earlier=self.stories.earlier(wanted.story),
            copies=copies(
                self._connection, wanted.fingerprint, wanted.copies_since, but=wanted.story
            ),
            incidents=() if wanted.incidents is None else self.incidents.near(wanted.incidents),
            statements=self.statements.by_speaker(wanted.speakers, wanted.statements_since),
        )


class Archive:
    """Everything that must survive. Threads may share it; writes come one after the other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{engines.WRITES: True})
        # PostgreSQL looks at one moment only when asked to; SQLite always does.
        level = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        postgresql = engine.dialect.name == "postgresql"
        self._reader = engine.execution_options(**level) if postgresql else engine
        self._lock = threading.RLock()
        self._shared = engines.in_memory(engine)
        self._file = engines.file_of(engine)
        self._file_id: int | None = None  # of the file that the first transaction found
        self._current: Work | None = None  # the open transaction of who holds the lock

    @classmethod
    def open(cls, url: str) -> Self:
        """The archive at a SQLAlchemy URL; `sqlite://` is one in memory.

        Raises:
            CannotDo: it cannot be opened.
        """
        return cls(engines.opened(url))

    def upgrade(self) -> None:
        """Bring the schema up to date.

        Raises:
            CannotDo: a later version of marsad made the archive, or the database refuses.
        """
        with self._lock:
            upgrade(self._engine)

    def alone(self) -> AbstractContextManager[None]:
        """Held by the one process that polls and sends; it ends with that process.

        Raises:
            CannotDo: another one is at work on this archive.
        """
        return alone(self._engine)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """A transaction that is kept whole, or not at all when an exception leaves it.

        Raises:
            CannotDo: the database refuses (disk full, locked for too long, gone) and nothing was
                kept; only when PostgreSQL goes away in a commit, it may have been.
        """
        with self._lock, self._plain_errors():
            if self._current is not None:
                raise RuntimeError("a transaction is open already in this thread")
            self._check_file()
            with self._writer.begin() as connection:
                self._current = Work(connection)
                try:
                    yield self._current
                finally:
                    self._current = None

    @contextmanager
    def looking(self) -> Iterator[Work]:
        """The archive as it is at one moment; nothing may be changed.

        Raises:
            CannotDo: the database refuses.
        """
        if not self._shared:
            with self._plain_errors(), self._reader.begin() as connection:
                yield Work(connection)
            return
        with self._lock, self._plain_errors():  # in memory all share one connection
            if self._current is not None:
                yield self._current
                return
            with self._reader.begin() as connection:
                self._current = Work(connection)
                try:
                    yield self._current
                finally:
                    self._current = None

    def check(self) -> tuple[str, ...]:
        """What is wrong with the database; empty when it is sound."""
        try:
            with self._lock, self._plain_errors(), self._engine.connect() as connection:
                return complaints(connection)
        except CannotDo as error:
            return (str(error),)

    def _check_file(self) -> None:
        """A deleted file would go on taking rows, and all of them would be lost."""
        if self._file is None:
            return
        found = self._file.stat().st_ino if self._file.exists() else None
        self._file_id = self._file_id or found
        if found is None or found != self._file_id:
            raise CannotDo(
                f"archive {self._file}: the file was deleted or replaced: restart marsad"
            )

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, InterfaceError) as error:
            # The other kinds (a broken constraint, a wrong statement) are mistakes of ours.
            mistake = not isinstance(error, OperationalError | InterfaceError)
            if mistake and type(error) is not DatabaseError:
                raise
            where = engines.masked(self._engine.url)
            raise CannotDo(f"archive {where}: {engines.cause(error)}") from error
