"""Full-text search over folded words: FTS5 on SQLite, tsvector on PostgreSQL; one grammar."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.columns import AnyRow, AnySelect
from marsad.archive.paging import newest
from marsad.archive.query import Page, Query, cursor_from, offset
from marsad.archive.words import Question, question, searchable, without_articles
from marsad.model import Severity

T = TypeVar("T")

_stories = tables.stories

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


def found(connection: Connection, query: Query, stored: Callable[[AnyRow], T]) -> Page[T]:
    """The page of stories that a query asks for."""
    asked = question(query.text or "")
    if query.text and query.text.strip() and asked.empty:
        return Page((), None)  # nothing but signs: nothing holds it
    ranked = query.sort == "relevance" and not asked.empty
    hits = None if asked.empty else _hits(connection.dialect.name, asked, ranked=ranked)
    statement = _filtered(sa.select(*_stories.c), query)
    if hits is not None:
        statement = statement.join(hits, hits.c.story == _stories.c.number)
    if ranked and hits is not None:
        return _ranked(connection, query, statement, hits, stored)
    return newest(connection, statement, (_stories.c.dated, _stories.c.number), query, stored)


def _ranked(
    connection: Connection,
    query: Query,
    statement: AnySelect,
    hits: sa.CTE,
    stored: Callable[[AnyRow], T],
) -> Page[T]:
    start = offset(query.cursor)
    ordered = statement.order_by(hits.c.rank, _stories.c.number.desc())
    rows = connection.execute(ordered.offset(start).limit(query.size + 1)).all()
    kept = rows[: query.size]
    following = cursor_from(start + query.size) if len(rows) > len(kept) else None
    return Page(tuple(map(stored, kept)), following)


def _filtered(statement: AnySelect, query: Query) -> AnySelect:
    where: list[sa.ColumnElement[bool]] = []
    if query.since is not None:
        where.append(_stories.c.dated >= query.since)
    if query.until is not None:
        where.append(_stories.c.dated < query.until)
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


def _hits(dialect: str, asked: Question, *, ranked: bool) -> sa.CTE:
    """Stories and ranks (small is good) of a question."""
    matching = _sqlite_hits(asked) if dialect == "sqlite" else _postgresql_hits(asked)
    story, rank, found = matching
    # Ranking a common word is dear, and nobody looks at the ranks of a list sorted by date.
    wanted = sa.select(story.label("story"), (rank if ranked else sa.literal(0.0)).label("rank"))
    hits = wanted.select_from(sa.table("story_search")).where(found).cte("hits")
    # Without the fence PostgreSQL walks the whole date index in search of a rare word.
    return hits.prefix_with("MATERIALIZED", dialect="postgresql")


# The columns with the story's number and the rank, and the condition.
_Matching = tuple[sa.ColumnElement[int], sa.ColumnElement[float], sa.ColumnElement[bool]]


def _sqlite_hits(asked: Question) -> _Matching:
    number: sa.ColumnElement[int] = sa.literal_column("story_search.rowid")
    if not asked.groups:
        unwanted = " OR ".join(map(_fts5_phrase, asked.without))
        those = sa.select(number).select_from(sa.table("story_search")).where(_match(unwanted))
        return number, sa.literal(0.0), number.not_in(those.correlate(None))
    rank: sa.ColumnElement[float] = sa.literal_column("bm25(story_search, 5.0, 1.0)")
    return number, rank, _match(_fts5(asked))


def _match(expression: str) -> sa.ColumnElement[bool]:
    index: sa.ColumnElement[str] = sa.literal_column("story_search")
    return index.op("MATCH", is_comparison=True)(expression)


def _fts5(asked: Question) -> str:
    wanted = " AND ".join(
        "(" + " OR ".join(map(_fts5_phrase, group)) + ")" for group in asked.groups
    )
    if not asked.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_fts5_phrase, asked.without))})"


def _fts5_phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _postgresql_hits(asked: Question) -> _Matching:
    terms = ["(" + " | ".join(map(_ts_phrase, group)) + ")" for group in asked.groups]
    terms += [f"!({_ts_phrase(words)})" for words in asked.without]
    document: sa.ColumnElement[str] = sa.literal_column("story_search.document")
    wanted = sa.func.to_tsquery("simple", " & ".join(terms))
    number: sa.ColumnElement[int] = sa.literal_column("story_search.story")
    found = document.op("@@", is_comparison=True)(wanted)
    return number, -sa.func.ts_rank(document, wanted), found


def _ts_phrase(words: Sequence[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
