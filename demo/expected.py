"""What must reach the desk in the demo, and how what arrived compares with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from demo.sinks import Arrived

SHIPPED = Path(__file__).parent / "expected.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One message that must arrive exactly once on every channel."""

    id: str
    subject: str  # a regular expression that the subject must match somewhere
    thread: str  # messages with the same name share a thread, others do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one expected message did on one channel; `count` should be 1."""

    expectation: Expectation
    way: str
    count: int
    thread: str | None  # what the channel calls the thread

    @property
    def right(self) -> bool:
        """Whether it arrived once."""
        return self.count == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What arrived against what should have."""

    rows: tuple[Row, ...]
    unexpected: tuple[str, ...]  # "channel: subject"
    wrong_threads: tuple[str, ...]  # a line each

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return all(row.count for row in self.rows)

    @property
    def right(self) -> bool:
        """Whether exactly the expected messages arrived, once each, in their threads."""
        return (
            all(row.right for row in self.rows) and not self.unexpected and not self.wrong_threads
        )

    def report(self) -> str:
        """Everything that is wrong, a line each; empty when nothing is."""
        lines = [
            f"{row.way}: {row.expectation.id} arrived {row.count} times"
            for row in self.rows
            if not row.right
        ]
        lines += [f"unexpected: {line}" for line in self.unexpected]
        return "\n".join([*lines, *self.wrong_threads])


@dataclass
class _Tally:
    found: dict[str, list[Arrived]] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)


def load_expected(path: Path = SHIPPED) -> tuple[Expectation, ...]:
    """The expectations in a YAML file."""
    return tuple(
        Expectation(**row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    )


def compare(
    expected: Sequence[Expectation], arrived: Mapping[str, Sequence[Arrived]]
) -> Comparison:
    """Match the messages of each channel with what was expected; the first that fits counts."""
    rows: list[Row] = []
    unexpected: list[str] = []
    wrong: list[str] = []
    for way, messages in arrived.items():
        tally = _tallied(expected, messages)
        unexpected += [f"{way}: {subject}" for subject in tally.unexpected]
        rows += [_row(one, way, tally.found.get(one.id, [])) for one in expected]
        if any(message.thread for message in messages):
            wrong += [f"{way}: {line}" for line in _wrong_threads(expected, tally.found)]
    return Comparison(rows=tuple(rows), unexpected=tuple(unexpected), wrong_threads=tuple(wrong))


def _tallied(expected: Sequence[Expectation], messages: Sequence[Arrived]) -> _Tally:
    tally = _Tally()
    for message in messages:
        for one in expected:
            if re.search(one.subject, message.subject):
                tally.found.setdefault(one.id, []).append(message)
                break
        else:
            tally.unexpected.append(message.subject)
    return tally


def _row(one: Expectation, way: str, messages: Sequence[Arrived]) -> Row:
    thread = messages[0].thread if messages else None
    return Row(expectation=one, way=way, count=len(messages), thread=thread)


def _wrong_threads(
    expected: Sequence[Expectation], found: Mapping[str, Sequence[Arrived]]
) -> list[str]:
    """Threads that hold two things, and things that lie in two threads."""
    keys: dict[str, set[str | None]] = {}
    names: dict[str | None, set[str]] = {}
    for one in expected:
        for message in found.get(one.id, ()):
            keys.setdefault(one.thread, set()).add(message.thread)
            names.setdefault(message.thread, set()).add(one.thread)
    torn = [f"{name} lies in {len(ids)} threads" for name, ids in keys.items() if len(ids) > 1]
    mixed = [
        f"one thread holds {', '.join(sorted(all_))}" for all_ in names.values() if len(all_) > 1
    ]
    return torn + mixed
