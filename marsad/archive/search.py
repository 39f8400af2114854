"""Full-text search over folded words: FTS5 on SQLite, tsvector on PostgreSQL; one grammar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.columns import UNDATED, AnyRow, AnySelect
from marsad.archive.paging import newest
from marsad.archive.query import Page, Query, cursor_from, offset
from marsad.archive.words import Question, question, searchable, without_articles
from marsad.model import Severity

T = TypeVar("T")

COMMON = 5000  # stories; words of more are looked for by date, and only the last of them ranked
_stories = tables.stories
_index = sa.table("story_search")

# Both engines call the table `story_search`; its two forms are written in the migration.
_INDEX = {
    "sqlite": sa.text(
        "INSERT INTO story_search (rowid, title, text) VALUES (:number, :title, :text)"
    ),
    "postgresql": sa.text(
        "INSERT INTO story_search (story, document) VALUES (:number,"
        " setweight(to_tsvector('simple', :title), 'A')"
        " || setweight(to_tsvector('simple', :text), 'D'))"
    ),
}
# FTS5 takes any sign between words for a space; PostgreSQL would see addresses and numbers.
_WORDS = {"sqlite": without_articles, "postgresql": searchable}
_FORGET = {
    "sqlite": sa.text("DELETE FROM story_search WHERE rowid = :number"),
    "postgresql": sa.text("DELETE FROM story_search WHERE story = :number"),
}


def index(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Make the words of new stories findable: (number, title, text)."""
    if rows:
        dialect = connection.dialect.name
        words = _WORDS[dialect]
        connection.execute(
            _INDEX[dialect],
            [
                {"number": number, "title": words(title), "text": words(text)}
                for number, title, text in rows
            ],
        )


def forget(connection: Connection, number: int) -> None:
    """The words of a story are about to change."""
    connection.execute(_FORGET[connection.dialect.name], {"number": number})


def found(
    connection: Connection,
    query: Query,
    stored: Callable[[AnyRow], T],
    *,
    common_from: int = COMMON,
) -> Page[T]:
    """The page of stories that a query asks for."""
    asked = question(query.text or "")
    filtered = _filtered(sa.select(*_stories.c), query)
    by_date = (_stories.c.dated, _stories.c.number)
    if asked.empty:
        if query.text and query.text.strip():
            return Page((), None)  # nothing but signs: nothing holds it
        return newest(connection, filtered, by_date, query, stored)
    matching = _matching(connection.dialect.name, asked)
    common = not _picky(query) and matching.more_than(connection, common_from)
    if query.sort == "relevance":
        return _ranked(connection, query, filtered, matching.ranked(common=common), stored)
    if common:
        return newest(connection, filtered.where(matching.here()), by_date, query, stored)
    hits = matching.all()
    joined = filtered.join(hits, hits.c.story == _stories.c.number)
    return newest(connection, joined, by_date, query, stored)


def _picky(query: Query) -> bool:
    """Whether filters may leave so little that a common word is found seldom."""
    return bool(
        query.source
        or query.actor
        or query.places
        or query.kind
        or query.language
        or query.severity
    )


def _ranked(
    connection: Connection,
    query: Query,
    filtered: AnySelect,
    hits: sa.CTE,
    stored: Callable[[AnyRow], T],
) -> Page[T]:
    start = offset(query.cursor)
    joined = filtered.join(hits, hits.c.story == _stories.c.number)
    ordered = joined.order_by(hits.c.rank, _stories.c.number.desc())
    rows = connection.execute(ordered.offset(start).limit(query.size + 1)).all()
    following = cursor_from(start + query.size) if len(rows) > query.size else None
    return Page(tuple(map(stored, rows[: query.size])), following)


def _filtered(statement: AnySelect, query: Query) -> AnySelect:
    where: list[sa.ColumnElement[bool]] = []
    if query.since is not None:
        where.append(_stories.c.dated >= query.since)
    if query.until is not None:
        where += (_stories.c.dated < query.until, _stories.c.dated > UNDATED)
    if query.source is not None:
        where.append(_stories.c.source == query.source)
    if query.language is not None:
        where.append(_stories.c.language == query.language)
    if query.actor is not None:
        where.append(_tagged("actor", (query.actor,)))
    if query.places:
        where.append(_tagged("place", query.places))
    if query.kind is not None:
        where.append(_tagged("event", (query.kind,)))
    if query.severity is not None:
        where.append(_in_incident_of(query.severity))
    return statement.where(*where)


def _tagged(kind: str, ids: Sequence[str]) -> sa.ColumnElement[bool]:
    tags = tables.story_tags
    return _stories.c.number.in_(
        sa.select(tags.c.story).where(tags.c.kind == kind, tags.c.id.in_(ids))
    )


def _in_incident_of(least: Severity) -> sa.ColumnElement[bool]:
    links, incidents = tables.story_incidents, tables.incidents
    return _stories.c.number.in_(
        sa.select(links.c.story)
        .join(incidents, incidents.c.id == links.c.incident)
        .where(incidents.c.rank >= least.rank)
    )


@dataclass(frozen=True, slots=True)
class _Matching:
    """A question to the index: its columns with number and rank (small is good), the condition."""

    number: sa.ColumnElement[int]
    rank: sa.ColumnElement[float]
    found: sa.ColumnElement[bool]

    def more_than(self, connection: Connection, number: int) -> bool:
        """Whether more stories than that match."""
        some = sa.select(self.number).select_from(_index).where(self.found).limit(number + 1)
        counted = sa.select(sa.func.count()).select_from(some.subquery())
        return (connection.scalar(counted) or 0) > number

    def here(self) -> sa.ColumnElement[bool]:
        """Whether the story in the row at hand matches: for words that most rows hold."""
        return (
            sa.select(sa.literal(1))
            .select_from(_index)
            .where(self.number == _stories.c.number, self.found)
            .correlate(_stories)
            .exists()
        )

    def all(self) -> sa.CTE:
        """The stories that match."""
        return _fenced(sa.select(self.number.label("story")).select_from(_index).where(self.found))

    def ranked(self, *, common: bool) -> sa.CTE:
        """The stories that match with their ranks; of a common word, those that came in last."""
        hits = sa.select(self.number.label("story"), self.rank.label("rank"))
        hits = hits.select_from(_index).where(self.found)
        return _fenced(hits.order_by(self.number.desc()).limit(COMMON) if common else hits)


def _fenced(hits: AnySelect) -> sa.CTE:
    # Without the fence PostgreSQL walks the whole date index in search of a rare word.
    return hits.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")


def _matching(dialect: str, asked: Question) -> _Matching:
    return _in_sqlite(asked) if dialect == "sqlite" else _in_postgresql(asked)


def _in_sqlite(asked: Question) -> _Matching:
    number: sa.ColumnElement[int] = sa.literal_column("story_search.rowid")
    if not asked.groups:
        unwanted = " OR ".join(map(_fts5_phrase, asked.without))
        those = sa.select(number).select_from(_index).where(_match(unwanted)).correlate(None)
        return _Matching(number, sa.literal(0.0), number.not_in(those))
    rank: sa.ColumnElement[float] = sa.literal_column("bm25(story_search, 5.0, 1.0)")
    return _Matching(number, rank, _match(_fts5(asked)))


def _match(expression: str) -> sa.ColumnElement[bool]:
    table: sa.ColumnElement[str] = sa.literal_column("story_search")
    return table.op("MATCH", is_comparison=True)(expression)


def _fts5(asked: Question) -> str:
    wanted = " AND ".join(
        "(" + " OR ".join(map(_fts5_phrase, group)) + ")" for group in asked.groups
    )
    if not asked.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_fts5_phrase, asked.without))})"


def _fts5_phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _in_postgresql(asked: Question) -> _Matching:
    terms = ["(" + " | ".join(map(_ts_phrase, group)) + ")" for group in asked.groups]
    terms += [f"!({_ts_phrase(words)})" for words in asked.without]
    document: sa.ColumnElement[str] = sa.literal_column("story_search.document")
    wanted = sa.func.to_tsquery("simple", " & ".join(terms))
    number: sa.ColumnElement[int] = sa.literal_column("story_search.story")
    found = document.op("@@", is_comparison=True)(wanted)
    return _Matching(number, -sa.func.ts_rank(document, wanted), found)


def _ts_phrase(words: Sequence[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
