"""Lists sorted by time, newest first, a page at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive.columns import AnyRow
from marsad.archive.query import Page, Query, after, cursor_after
from marsad.archive.words import question
from marsad.errors import CannotDo

T = TypeVar("T")


def newest(
    connection: Connection,
    statement: sa.Select[Any],
    by: tuple[sa.Column[Any], sa.Column[Any]],
    query: Query,
    value: Callable[[AnyRow], T],
) -> Page[T]:
    """The page of a query, sorted by a time and a key of its own."""
    at, key = by
    if query.cursor is not None:
        statement = statement.where(_follows(at, key, query.cursor))
    ordered = statement.order_by(at.desc(), key.desc())
    rows = connection.execute(ordered.limit(query.size + 1)).all()
    kept = rows[: query.size]
    following = None
    if len(rows) > len(kept):
        last = kept[-1]._mapping
        following = cursor_after(last[at], last[key])
    return Page(tuple(map(value, kept)), following)


def holds(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether a column of searchable words holds what a question asks; for short columns only."""
    asked = question(text)
    if asked.empty and text.strip():
        return sa.false()  # nothing but signs: nothing holds it
    padded = sa.literal(" ").concat(column).concat(" ")

    def has(words: tuple[str, ...]) -> sa.ColumnElement[bool]:
        return padded.contains(f" {' '.join(words)} ", autoescape=True)

    wanted = [sa.or_(*map(has, group)) for group in asked.groups]
    return sa.and_(sa.true(), *wanted, *(sa.not_(has(words)) for words in asked.without))


def _follows(at: sa.Column[Any], key: sa.Column[Any], cursor: str) -> sa.ColumnElement[bool]:
    last = after(cursor)
    if isinstance(last.key, int) != issubclass(key.type.python_type, int):
        raise CannotDo(f"cursor {cursor[:40]!r} belongs to another list")
    return sa.or_(at < last.at, sa.and_(at == last.at, key < last.key))
