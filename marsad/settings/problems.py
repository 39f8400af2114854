"""What pydantic finds wrong in a file, as lines that a person can act on."""

import difflib
import re
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from marsad.settings.yaml_files import Key, Node, YamlFile

_LONGEST_QUOTE = 60
_KEY_FIRST = re.compile(r"([A-Za-z_][\w-]*(?:\[\d+\]|\.[\w-]+)*): (.*)", re.DOTALL)
_EXPECTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "none_required": "nothing",
}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


_LENGTHS = {
    "too_short": ("a list of at least {}", "min_length"),
    "string_too_short": ("text of at least {} letters", "min_length"),
    "string_too_long": ("text of at most {} letters", "max_length"),
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing wrong with one value; `expected` is None when the text says it all."""

    key: Key
    text: str
    expected: str | None = None
    secret: bool = False


def problems(file: YamlFile, error: ValidationError, shape: object) -> list[str]:
    """One line per wrong value of a file that should have had a `shape`."""
    findings: dict[Key, list[_Finding]] = {}
    for detail in error.errors(include_url=False):
        found = _finding(detail, file.content, shape)
        findings.setdefault(found.key, []).append(found)
    return [file.problem(key, _joined(found)) for key, found in findings.items()]


def did_you_mean(written: object, known: Iterable[object]) -> str:
    """`; did you mean poll?` when something close is known, else nothing."""
    close = difflib.get_close_matches(str(written), [str(name) for name in known], n=1)
    return f"; did you mean {close[0]}?" if close else ""


def quoted(value: object) -> str:
    """What was written, short and on one line."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "keys with values"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    short = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    # repr() escapes what would break the line or hide.
    return f'"{short}"' if short.isprintable() else f'"{repr(short)[1:-1]}"'


def _joined(found: list[_Finding]) -> str:
    """The findings about one value; the members of a union expect different things."""
    expected = list(dict.fromkeys(one.expected for one in found if one.expected is not None))
    if len(found) == 1 or not expected:
        return found[-1].text
    wanted = f"expected {' or '.join(expected)}"
    # What was written where a secret may stand could be one.
    if any(one.secret for one in found):
        return f"{wanted} or env:NAME or file:PATH"
    return f"{wanted}, got {found[0].text.partition(', got ')[2]}"


def _finding(detail: ErrorDetails, content: Node, shape: object) -> _Finding:
    key, rest = _placed(detail["loc"], content)
    kind, given = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return _Finding(key, f"unknown key{_meant(key, shape)}")
    if kind == "missing":
        return _Finding((*key, *rest[-1:]), "required, but missing")
    if kind == "secret":
        return _Finding(key, detail["msg"], secret=True)
    message = detail["msg"].removeprefix("Value error, ")
    named = _KEY_FIRST.fullmatch(message)
    if named is not None:
        # A model's own check of how its parts go together says itself which part is meant.
        return _Finding((*key, *_key_of(named[1])), named[2])
    got = "" if isinstance(given, dict) and message.startswith("expected ") else None
    expected = _expected(detail, message)
    if got is None:
        meant = did_you_mean(given, _choices(detail)) if isinstance(given, str) else ""
        got = f", got {quoted(given)}{meant}"
    if expected is None:
        return _Finding(key, f"{message}{got}")
    return _Finding(key, f"expected {expected}{got}", expected=expected)


def _key_of(written: str) -> Key:
    """The parts of a key that `written_key` wrote."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[\w-]+", written))


def _placed(location: tuple[int | str, ...], content: Node) -> tuple[Key, Key]:
    """The key of a location, and what of it the file lacks: pydantic names union members too."""
    key: list[int | str] = []
    rest: list[int | str] = []
    here = content
    for part in location:
        match here, part:
            case dict(), str() if part in here:
                here = here[part]
            case list(), int() if part < len(here):
                here = here[part]
            case _:
                rest.append(part)
                continue
        key.append(part)
    return tuple(key), tuple(rest)


def _expected(detail: ErrorDetails, message: str) -> str | None:
    """What should have stood there."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"{words} {context[bound]:g}"
    choices = _choices(detail)
    if choices:
        return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"
    if kind in _LENGTHS:
        words, bound = _LENGTHS[kind]
        return words.format(context[bound])
    return message.removeprefix("expected ") if message.startswith("expected ") else None


def _choices(detail: ErrorDetails) -> list[str]:
    """The words that a choice allows."""
    context = detail.get("ctx", {})
    listed = context.get("expected") or context.get("expected_tags")
    if not isinstance(listed, str) or detail["type"] not in {
        "literal_error",
        "enum",
        "union_tag_invalid",
    }:
        return []
    return [word.strip(" '") for word in listed.replace(" or ", ", ").split(",")]


def _meant(key: Key, shape: object) -> str:
    """What an unknown key may have been meant for."""
    names = sorted(_field_names([shape], key[:-1]))
    return did_you_mean(key[-1], names)


def _field_names(shapes: list[object], key: Key) -> set[str]:
    """The keys that the models at a place of a file know."""
    for part in key:
        shapes = [inner for shape in _members(shapes) for inner in _inside(shape, part)]
    names: set[str] = set()
    for shape in _members(shapes):
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            names |= {field.alias or name for name, field in shape.model_fields.items()}
    return names


def _members(shapes: list[object]) -> list[object]:
    """Types with unions and annotations taken apart."""
    plain: list[object] = []
    for shape in shapes:
        origin = typing.get_origin(shape)
        if origin is typing.Annotated:
            plain.extend(_members([typing.get_args(shape)[0]]))
        elif origin in {typing.Union, types.UnionType}:
            plain.extend(_members(list(typing.get_args(shape))))
        else:
            plain.append(shape)
    return plain


def _inside(shape: object, part: str | int) -> list[object]:
    """The types one step further in."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [
            field.annotation
            for name, field in shape.model_fields.items()
            if part == (field.alias or name)
        ]
    arguments = typing.get_args(shape)
    return [arguments[0 if isinstance(part, int) else -1]] if arguments else []
