"""Searchable words: one form for stored text and for questions, and the grammar of questions.

A question is words, "phrases", -not and OR. Nothing in it is an error: every other sign counts as a
space. OR binds the two terms next to it, as in web search: `drone OR rocket erbil` wants Erbil.
"""

import re
from dataclasses import dataclass

from marsad.text import fold

# The article "the", alone or after "and", "in", "like", "so": الفصائل, والفصائل, بالفصائل, للفصائل.
_ARTICLE = re.compile(r"\b(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")
_GAPS = re.compile(r"[\W_]+")
_PARTS = re.compile(r'(-?)"([^"]*)"|(\S+)')
MOST_BYTES = 400_000  # of searchable text; PostgreSQL's tsvector ends at 1 MB
_MOST_TERMS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """All of `groups`, each by any of its phrases, and none of `without`; phrases are words."""

    groups: tuple[tuple[tuple[str, ...], ...], ...]
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.groups and not self.without


def searchable(text: str) -> str:
    """The words of a text as they are indexed: folded, without Arabic articles, single spaces."""
    words = _GAPS.sub(" ", without_articles(text)).strip()
    if len(words) * 4 <= MOST_BYTES:
        return words
    return words.encode()[:MOST_BYTES].decode(errors="ignore")


def without_articles(text: str) -> str:
    """The folded text without Arabic articles; signs between words are still there."""
    words = fold(text[:MOST_BYTES])
    return _ARTICLE.sub("", words) if "ال" in words or "لل" in words else words


def question(text: str) -> Question:
    """What a user asks for."""
    groups: list[list[tuple[str, ...]]] = []
    without: list[tuple[str, ...]] = []
    joins = False  # an OR stands before this term
    for minus, phrase, word in _PARTS.findall(text[:4000]):
        if word == "OR":
            joins = bool(groups)
            continue
        negated = bool(minus) or (len(word) > 1 and word.startswith("-"))
        words = tuple(searchable(phrase or word).split())
        if not words:
            continue
        if negated:
            without.append(words)
        elif joins:
            groups[-1].append(words)
        else:
            groups.append([words])
        joins = False
    return Question(tuple(map(tuple, groups[:_MOST_TERMS])), tuple(without[:_MOST_TERMS]))
